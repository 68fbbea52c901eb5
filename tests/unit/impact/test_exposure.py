"""What people live through: sums by hand, laws of sums, each member's own fire."""

import numpy as np
import pytest
import xarray as xr
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh import UsageError, exposure, simulate
from nuzuh.impact.shelter import SHELTER, shelter_given, shelter_shares
from nuzuh.model.classes import groups_of
from nuzuh.model.forcing import forcing_of
from nuzuh.model.network import network_of
from nuzuh.scenario.tables import table_of

ALL = ("day", "location", "group")
NIGHTS = [
    {"location": "camp", "start": day(0), "end": day(0), "t_min_c": 0},
    {"location": "camp", "start": day(1), "end": day(1), "t_min_c": -1},
    {"location": "camp", "start": day(2), "end": day(2), "t_min_c": -11},
]
HALF_IN_TENTS = [{"class": "tent", "share": 0.5}, {"class": "open", "share": 0.25}]
UNEQUAL = [{"group": "a", "share": 0.25}, {"group": "b", "share": 0.5, "rel_displacement": 3}]
UNEQUAL += [{"group": "c", "share": 0.25}]
STILL = {"displacement": {"rate": 0}, "departure": {"camp": 0, "town": 0, "conflict": 0}}


def place(name, kind, population=0, displaced=0, km_east=0.0):
    lon = km_east / 111.195  # on the equator
    return {"name": name, "kind": kind, "population": population, "displaced": displaced, "lat": 0, "lon": lon}


def still(days=4, params=STILL, **tables):
    """A town of 1,000 and a camp of 200 in which nobody moves."""
    places = [place("A", "town", 1000), place("camp", "camp", 0, 200, km_east=15), place("C", "town", 10, 0, 30)]
    routes = [("A", "camp", 15), ("camp", "C", 15)]
    return crisis(places, routes, days=days, params=params, **tables)


def exposed(scenario, *, by=(), **run):
    return exposure(simulate(scenario, **run), scenario, by=by)


def with_factors(scenario, **values):
    rows = [{"factor": name, "value": value} for name, value in values.items()]
    return scenario.with_tables(standards=table_of(rows, "standards"))


def moving(**tables):
    conflict = [fire("A", 1, 3, 0.3), fire("A", 4, None, 1.0)]
    return still(days=12, params={}, conflict=conflict, temperature=NIGHTS, shelter=HALF_IN_TENTS, **tables)


def test_person_days_under_fire_by_hand():
    conflict = [fire("A", 0, 1, 0.2), fire("A", 2, 2, 0.21), fire("A", 3, 3, 1.0), fire("camp", 3, 3, 0.6)]
    found = exposed(still(conflict=conflict)).person_days_under_fire
    assert found.sel(member=0).to_series().to_dict() == {"sporadic": 2000, "sustained": 1200, "heavy": 1000}


def test_edges_of_the_bands_are_the_scenarios():
    scenario = with_factors(still(conflict=[fire("A", 0, 0, 0.3)]), fire_sporadic_up_to=0.4)
    assert exposed(scenario).person_days_under_fire.values.tolist() == [[1000, 0, 0]]


def test_cold_person_nights_by_hand():
    found = exposed(still(temperature=NIGHTS, shelter=HALF_IN_TENTS))
    cold = found.person_nights_cold.sel(member=0)
    nights = {name: cold.sel(shelter=name).values.tolist() for name in SHELTER if cold.sel(shelter=name).any()}
    assert nights == {"tent": [200, 100, 100], "open": [100, 50, 50], "unknown": [100, 50, 50]}
    assert found.person_nights_unknown.values.tolist() == [200]  # the fourth night; those at home do not count


def test_people_on_the_road_are_a_class_of_their_own():
    places = [place("A", "town", 1000), place("camp", "camp")]
    params = {"displacement": {"mode": "constant", "persons_per_day": 100}, "travel": {"drive_km_per_day": 10}}
    nights = [{"start": day(0), "t_min_c": -1}]
    tables = {"conflict": [fire("A")], "temperature": nights, "shelter": [{"class": "adequate", "share": 1}]}
    scenario = crisis(places, [("A", "camp", 100)], days=5, params=params, **tables)
    result = simulate(scenario)
    cold = exposure(result, scenario).person_nights_cold.sel(below_c=0, member=0)
    assert cold.sel(shelter="road") == result.n_on_route.sum() > 0
    assert cold.sum() == (result.n_on_route + result.n_displaced).sum()


@pytest.mark.parametrize("by", [(), ("day",), ("location",), ("group",), ("location", "day"), ("group", "location")])
def test_sums_of_the_parts_are_the_whole(by):
    scenario = moving(groups=UNEQUAL)
    result = simulate(scenario, members=3)
    whole, parts = exposure(result, scenario, by=by), exposure(result, scenario, by=ALL)
    for name in whole.data_vars:
        summed = parts[name].sum([dim for dim in parts[name].dims if dim not in whole[name].dims])
        assert whole[name].dims == summed.dims
        np.testing.assert_allclose(whole[name].values, summed.values, err_msg=name)
    assert ("n_within_reach" in whole) == ("day" in by)


def test_everybody_present_under_fire_is_counted_once():
    scenario = moving()
    result = simulate(scenario, members=3)
    found = exposure(result, scenario, by=["day", "location"]).person_days_under_fire.sum("band")
    present = result.n_at_home + result.n_returned + result.n_displaced
    intensity = forcing_of(scenario, network_of(scenario)).intensity
    assert (found.values == present.values * (intensity > 0)).all()
    assert found.sum() > 0


def test_without_conflict_nobody_is_under_fire_or_within_reach():
    found = exposed(still(), by=["day"])
    assert not found.person_days_under_fire.any()
    assert not found.n_within_reach.any()
    assert not found.ever_within_reach.any()


@pytest.mark.parametrize(("reach_km", "people"), [(0, 1000), (14, 1000), (16, 1000), (31, 1010)])
def test_reach_is_by_great_circle_and_of_those_at_home(reach_km, people):
    scenario = with_factors(still(conflict=[fire("A", 1, 2, 0.1)]), reach_km=reach_km)
    found = exposed(scenario, by=["day"])
    assert found.n_within_reach.values.tolist() == [[0, people, people, 0]]
    assert found.ever_within_reach.values.tolist() == [people]


def test_fire_below_the_intensity_that_counts_reaches_nobody():
    scenario = with_factors(still(conflict=[fire("A", 1, 2, 0.1)]), reach_intensity=0.11)
    assert not exposed(scenario).ever_within_reach.any()


@pytest.mark.parametrize("start", [0, 2])
def test_who_is_forced_out_on_the_first_day_was_within_reach(start):
    params = {"displacement": {"mode": "per_head", "rate": 1}, "departure": {"camp": 0}}
    found = exposed(still(conflict=[fire("A", start)], params=params), by=["day"])
    assert not found.n_within_reach.any()
    assert found.ever_within_reach.values.tolist() == [1000]


def test_nobody_is_ever_within_reach_fewer_than_on_any_day():
    scenario = moving()
    found = exposed(scenario, by=["day", "location"], members=3)
    assert (found.ever_within_reach >= found.n_within_reach.max("day")).all()


def test_each_member_has_the_fire_that_it_was_run_with():
    truce = {"action": "ceasefire", "start": day(0), "breach_rate": 0.4}
    scenario = still(days=20, conflict=[fire("A")], interventions=[truce])
    result = simulate(scenario, seed=5, members=4)
    forcing = forcing_of(scenario, network_of(scenario))
    days = [(forcing.for_member(5, member).intensity[:, 0] > 0).sum() for member in range(4)]
    assert len(set(days)) > 1
    assert (exposure(result, scenario).person_days_under_fire.sum("band").values == 1000 * np.array(days)).all()
    alone = exposure(result.isel(member=[2]), scenario).person_days_under_fire.sum("band").values
    assert alone.tolist() == [1000 * days[2]]


def test_expected_values_are_under_the_expected_fire():
    truce = {"action": "ceasefire", "start": day(0), "breach_rate": 0.4}
    scenario = still(conflict=[fire("A")], interventions=[truce])
    assert exposed(scenario, engine="mean").person_days_under_fire.values.tolist() == [[0, 4000, 0]]


def test_without_groups_there_is_one():
    found = exposed(still(conflict=[fire("A")]), by="group")
    assert found.group.values.tolist() == ["all"]


def test_groups_get_their_shares():
    found = exposed(still(conflict=[fire("A")], groups=UNEQUAL), by=["group"])
    assert found.person_days_under_fire.sel(band="heavy", member=0).values.tolist() == [1000, 2000, 1000]
    assert found.ever_within_reach.values.tolist() == [[250, 500, 250]]


def by_group(result, first):
    """A result that tells two groups apart: the first has these shares of all, by name of stock."""
    for name in ("n_at_home", "n_returned", "n_displaced", "n_on_route"):
        parts = [result[name] * first.get(name, 0), result[name] * (1 - first.get(name, 0))]
        result[f"{name}_by_group"] = xr.concat(parts, "group").transpose("member", "day", "group", "location")
    return result.assign_coords(group=["a + c", "b"])


def test_groups_that_were_moved_apart_keep_their_own_numbers():
    scenario = still(conflict=[fire("A")], groups=UNEQUAL, temperature=NIGHTS)
    result = by_group(simulate(scenario), {"n_at_home": 0.8, "n_displaced": 0.1})
    found = exposure(result, scenario, by=["group"])
    assert found.group.values.tolist() == ["a", "b", "c"]
    assert found.person_days_under_fire.sel(band="heavy", member=0).values.tolist() == pytest.approx([1600, 800, 1600])
    assert found.person_nights_unknown.values[0].tolist() == pytest.approx([10, 180, 10])
    assert exposure(result, scenario).person_nights_unknown.values.tolist() == [200]


def test_groups_of_another_scenario_are_refused():
    scenario = still(groups=UNEQUAL)
    result = by_group(simulate(scenario), {})
    others = scenario.with_tables(groups=scenario.tables["groups"].iloc[:1])
    with pytest.raises(UsageError, match="2 groups: give the scenario that was run"):
        exposure(result, others, by=["group"])


def test_shelter_of_the_narrower_place_wins_for_its_days():
    rows = [
        {"location": "camp", "start": day(1), "end": day(2), "class": "tent", "share": 1},
        {"class": "adequate", "share": 0.6},
        {"class": "open", "share": 0.4},
    ]
    shares = shelter_given(still(shelter=rows))
    seen = [{n: s for n, s in zip(SHELTER, shares[at, 1], strict=True) if s} for at in range(4)]
    wide = {"adequate": 0.6, "open": 0.4}
    assert seen == [wide, {"tent": 1}, {"tent": 1}, wide]
    assert (shares[:, 0] == shares[0, 1]).all()


def test_shares_never_count_anybody_twice():
    rows = [{"class": "tent", "share": 1}, {"start": day(2), "class": "open", "share": 1}]
    shares = shelter_given(still(shelter=rows))
    assert shares.sum(axis=2) == pytest.approx(1)
    assert shares[3, 0, SHELTER.index("tent")] == 0.5


WINTER = {"action": "winterise", "from": "camp", "start": day(1), "end": day(2), "value": 0.25}


def test_winterising_moves_people_between_classes_only():
    rows = [{"class": name, "share": 0.2} for name in ("adequate", "tent", "unfinished", "public", "open")]
    before, after = (shelter_shares(still(shelter=rows, interventions=i)) for i in ([], [WINTER]))
    assert after.sum(axis=2) == pytest.approx(before.sum(axis=2))
    named = dict(zip(SHELTER, after[1, 1], strict=True))
    assert named["winterised"] == pytest.approx(0.15)
    assert [named[name] for name in ("adequate", "open")] == [0.2, 0.2]
    assert [named[name] for name in ("tent", "unfinished", "public")] == pytest.approx([0.15] * 3)
    assert (after[[0, 3]] == before[[0, 3]]).all()
    assert (after[:, [0, 2]] == before[:, [0, 2]]).all()


def test_a_second_row_winterises_what_is_left():
    everywhere = {"action": "winterise", "start": day(0), "value": 0.5}
    shares = shelter_shares(still(shelter=[{"class": "tent", "share": 1}], interventions=[WINTER, everywhere]))
    assert shares[1, 1, SHELTER.index("tent")] == pytest.approx(0.375)
    assert shares[1, 0, SHELTER.index("winterised")] == 0.5


@pytest.mark.parametrize("engine", ["counts", "persons", "mean"])
def test_winterising_moves_nobody_from_place_to_place(engine):
    before, after = (simulate(moving(interventions=rows), engine=engine, members=2) for rows in ([], [WINTER]))
    for name in before.data_vars:
        assert (before[name].values == after[name].values).all(), name


def test_a_finished_run_can_be_winterised():
    scenario = moving()
    result = simulate(scenario, members=2)
    cold = [
        exposure(result, other).person_nights_cold
        for other in (scenario, scenario.with_tables(interventions=table_of([WINTER], "interventions")))
    ]
    assert cold[1].sum("shelter").values == pytest.approx(cold[0].sum("shelter").values)
    assert (cold[1].sel(shelter="winterised", below_c=0) > 0).all()


def test_what_cannot_be_told_apart_is_said():
    with pytest.raises(UsageError, match="did you mean 'location'"):
        exposed(still(), by=["locations"])


@pytest.mark.parametrize(("days", "what"), [(5, "days"), (4, "locations")])
def test_a_result_of_another_scenario_is_refused(days, what):
    with pytest.raises(UsageError, match=f"the {what} of the result are not those of 'test'"):
        exposure(simulate(still(days=4)), crisis([("B", "town", 5)], [], days=days))


def test_coordinates_and_units_come_along(tmp_path):
    found = exposed(moving(), by=ALL, members=2)
    assert found.person_days_under_fire.dims == ("member", "day", "location", "group", "band")
    assert found.sel(date="2020-01-03", location="camp").kind == "camp"
    assert all(found[name].attrs["units"] for name in found.data_vars)
    file = tmp_path / "exposure.nc"
    found.to_netcdf(file, engine="h5netcdf")
    with xr.open_dataset(file, engine="h5netcdf") as again:
        assert again.load().set_xindex("date").equals(found)


def test_groups_of_idlib_are_the_people_of_the_north_west():
    idlib = nuzuh.read_scenario("idlib-2020")
    shares = idlib.tables["groups"].set_index("group")["share"]
    assert shares.to_dict() == {"children": 0.51, "women": 0.25, "men": 0.24}
    assert len(groups_of(idlib)["share"]) == 1  # moved as one, as they were before there were groups
