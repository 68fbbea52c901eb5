"""What displaced persons need, computed by hand, and when places are full."""

import numpy as np
import pandas as pd
import pytest
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh import UsageError, full_dates, needs, simulate
from nuzuh.impact.needs import NEEDS
from nuzuh.scenario.standards import RISING, shipped_standards, standards
from nuzuh.scenario.tables import table_of

STILL = {"displacement": {"rate": 0}, "departure": {"camp": 0}}
IN_SHELTER = [
    {"class": name, "share": share}
    for name, share in (("adequate", 0.3), ("tent", 0.4), ("unfinished", 0.1), ("open", 0.1), ("public", 0.1))
]
WINTER = {"action": "winterise", "start": day(0), "value": 0.5}


def still(days=3, **tables):
    """1,000 displaced persons in a camp whom nothing moves."""
    places = [("A", "town", 5000), {"name": "camp", "kind": "camp", "displaced": 1000}]
    return crisis(places, [("A", "camp", 10)], days=days, params=STILL, **tables)


def in_camp(scenario, on=0, **run):
    """Median needs in the camp on a day."""
    found = needs(simulate(scenario, **run), scenario).sel(location="camp", quantile=0.5).isel(day=on)
    return {name: float(found[name]) for name in NEEDS}


def night(t_min_c, **row):
    return {"start": day(0), "t_min_c": t_min_c} | row


def test_needs_on_a_mild_day_by_hand():
    assert in_camp(still(temperature=[night(12)], shelter=IN_SHELTER)) == pytest.approx(
        {
            "covered_space_m2": 3500,
            "covered_space_high_m2": 3500,
            "water_l_per_day": 15_000,
            "latrines": 50,
            "latrines_at_first": 20,
            "tents": 100,
            "winter_kits": 0,
            "heating_household_days": 0,
        }
    )


def test_needs_in_the_cold_by_hand():
    found = in_camp(still(temperature=[night(-3)], shelter=IN_SHELTER), on=2)
    assert [found["covered_space_m2"], found["covered_space_high_m2"]] == [4500, 5500]
    assert found["winter_kits"] == pytest.approx(140)
    assert found["heating_household_days"] == pytest.approx(600)  # 200 households on each of three nights


def test_the_winterised_need_no_kit_and_keep_their_tents():
    rows = {"temperature": [night(-3)], "shelter": IN_SHELTER, "interventions": [WINTER]}
    found = in_camp(still(**rows))
    assert found["winter_kits"] == pytest.approx(80)
    assert found["tents"] == pytest.approx(100)


def test_what_is_not_known_is_said():
    scenario = still()
    found = needs(simulate(scenario), scenario)
    assert found.attrs["share_temperature_known"] == found.attrs["share_shelter_known"] == 0
    assert in_camp(scenario)["tents"] == 200
    assert in_camp(scenario)["winter_kits"] == in_camp(scenario)["heating_household_days"] == 0
    half = still(days=2, temperature=[night(3, end=day(0))], shelter=[{"class": "tent", "share": 0.7}])
    found = needs(simulate(half), half)
    assert found.attrs["share_temperature_known"] == 0.5
    assert found.attrs["share_shelter_known"] == pytest.approx(0.7)


def test_nobody_displaced_needs_nothing():
    scenario = crisis([("A", "town", 10), ("camp", "camp", 0)], [("A", "camp", 9)], days=2)
    found = needs(simulate(scenario), scenario)
    assert not any(found[name].any() for name in found.data_vars)
    assert found.attrs["share_shelter_known"] == 1


def moving():
    places = [("A", "town", 5000), ("B", "town", 3000), ("camp", "camp", 0)]
    tables = {"conflict": [fire("A", 1), fire("B", 4, None, 0.4)], "temperature": [night(2)], "shelter": IN_SHELTER}
    return crisis(places, [("A", "B", 30), ("B", "camp", 30)], days=10, **tables)


def test_quantiles_are_those_of_the_need_itself():
    scenario = moving()
    result = simulate(scenario, members=9)
    found = needs(result, scenario)
    for name, factor in (("covered_space_m2", 4.5), ("latrines", 1 / 20), ("winter_kits", 0.7 / 5)):
        exact = np.quantile(result.n_displaced.values * factor, (0.05, 0.5, 0.95), axis=0)
        np.testing.assert_allclose(found[name].values, exact, err_msg=name)
    heated = np.quantile(result.n_displaced.cumsum("day").values / 5, (0.05, 0.5, 0.95), axis=0)
    np.testing.assert_allclose(found.heating_household_days.values, heated)
    assert found.heating_household_days.sel(quantile=0.95).max() > 0


def test_totals_are_formed_member_by_member():
    scenario = moving()
    result = simulate(scenario, members=9)
    found = needs(result, scenario)
    staying = result.n_displaced.sum("location")
    np.testing.assert_allclose(found.water_l_per_day_total.values, 15 * staying.values)
    np.testing.assert_allclose(found.heating_household_days_total.values, staying.cumsum("day").values / 5)
    for name in NEEDS:
        most = found[f"{name}_total"].max("member")
        assert (most * (1 + 1e-9) >= found[name].sel(quantile=0.5).max("location")).all(), name


def test_one_member_is_its_own_interval():
    scenario = moving()
    found = needs(simulate(scenario), scenario)
    for name in NEEDS:
        np.testing.assert_allclose(found[name].sum("location").isel(quantile=1), found[f"{name}_total"].isel(member=0))


def test_a_scenario_may_have_standards_of_its_own():
    rows = [{"factor": "water_l_per_day", "value": 7.5}, {"factor": "persons_per_latrine", "value": 40}]
    scenario = still(standards=rows)
    assert standards(scenario)["water_l_per_day"] == 7.5
    found = in_camp(scenario)
    assert (found["water_l_per_day"], found["latrines"], found["latrines_at_first"]) == (7500, 25, 20)


def test_standards_change_the_hash_and_nobodys_way():
    valley = nuzuh.read_scenario("valley")
    other = valley.with_tables(standards=table_of([{"factor": "reach_km", "value": 5}], "standards"))
    assert other.hash != valley.hash
    assert simulate(other).equals(simulate(valley))


def test_shipped_standards_keep_their_own_rules():
    for standard in shipped_standards().values():
        assert standard.allows(standard.value), standard.factor
        assert standard.source, standard.factor
        assert standard.description, standard.factor
    for low, high in RISING:
        assert shipped_standards()[low].value <= shipped_standards()[high].value


FILLS = {
    "displacement": {"mode": "constant", "persons_per_day": 100},
    "departure": {"newly_displaced": 1, "camp": 0, "town": 0},
    "travel": {"drive_km_per_day": 1000},
    "capacity": {"buffer": 1},
}


def filling(capacity=250, params=FILLS, days=10, **tables):
    """Each day 100 people are forced from A and reach the camp."""
    camp = {"name": "camp", "kind": "camp", "capacity": capacity}
    places = [("A", "town", 5000), camp, ("open camp", "camp", 0)]
    return crisis(places, [("A", "camp", 10)], days=days, params=params, conflict=[fire("A")], **tables)


def test_the_day_on_which_a_place_is_full_is_exact():
    scenario = filling()
    found = full_dates(simulate(scenario), scenario)
    assert found["location"].tolist() == ["camp"]
    when = pd.Timestamp(day(2))
    expected = {"kind": "camp", "capacity": 250, "p_full": 1, "full_q05": when, "full_median": when, "full_q95": when}
    assert found.drop(columns="location").iloc[0].to_dict() == expected


@pytest.mark.parametrize(("capacity", "first"), [(1, 0), (100, 0), (101, 1), (0, 0)])
def test_a_place_is_full_when_as_many_stay_as_it_takes(capacity, first):
    scenario = filling(capacity)
    assert full_dates(simulate(scenario), scenario)["full_median"].tolist() == [pd.Timestamp(day(first))]


def test_a_place_that_does_not_fill_has_no_date():
    scenario = filling(10_000)
    found = full_dates(simulate(scenario, members=2), scenario)
    assert found["p_full"].tolist() == [0]
    assert found[["full_q05", "full_median", "full_q95"]].isna().all(axis=None)


def test_a_share_of_members_that_is_not_reached_has_no_date():
    scenario = filling(days=4)
    result = simulate(scenario, members=4)
    result["n_displaced"].values[2:] = 0  # two of four members never fill it
    found = full_dates(result, scenario).iloc[0]
    assert found["p_full"] == 0.5
    assert found["full_q05"] == found["full_median"] == pd.Timestamp(day(2))
    assert found["full_q95"] is pd.NaT


def test_interventions_and_parameters_count_in_the_capacity():
    larger = {"action": "capacity", "from": "camp", "start": day(1), "value": 450}
    scenario = filling(interventions=[larger])
    found = full_dates(simulate(scenario), scenario).iloc[0]
    assert (found["capacity"], found["full_median"]) == (450, pd.Timestamp(day(4)))
    result = simulate(filling(), params={"capacity.scaling": 0.4})
    found = full_dates(result, filling()).iloc[0]
    assert (found["capacity"], found["full_median"]) == (100, pd.Timestamp(day(0)))


def test_a_place_that_is_not_there_yet_is_not_full():
    opening = {"action": "add_location", "from": "camp", "start": day(3)}
    scenario = filling(100, interventions=[opening])
    assert full_dates(simulate(scenario), scenario)["full_median"].iloc[0] >= pd.Timestamp(day(3))


def test_without_capacities_there_are_no_rows():
    scenario = still()
    found = full_dates(simulate(scenario), scenario)
    assert len(found) == 0
    assert found["full_median"].dtype.kind == "M"


def test_a_result_of_another_scenario_is_refused():
    for ask in (needs, full_dates):
        with pytest.raises(UsageError, match="the days of the result"):
            ask(simulate(still(days=3)), still(days=4))
