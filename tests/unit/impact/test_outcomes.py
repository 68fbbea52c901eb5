"""What a run comes to, and what a what-if changes of it."""

import numpy as np
import pytest
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh.impact.outcomes import ABROAD, Outcomes, effects_of, outcomes_of

PLACES = [
    ("A", "town", 2_000),
    ("camp", "camp", 0),
    {"name": "far", "kind": "town", "country": "Abroad"},
    {"name": "farther", "kind": "town", "country": "Abroad"},
]
ROUTES = [("A", "camp", 30), ("A", "far", 60), ("far", "farther", 10)]


@pytest.fixture(scope="module")
def scenario():
    frost = [{"start": day(0), "t_min_c": -6}]
    return crisis(PLACES, ROUTES, days=12, conflict=[fire("A", 2)], temperature=frost)


@pytest.fixture(scope="module")
def runs(scenario):
    return nuzuh.simulate(scenario, members=5, params={"destination.awareness": 2})


@pytest.fixture(scope="module")
def found(runs, scenario):
    return outcomes_of(runs, scenario)


def test_displaced_are_told_for_every_day(runs, scenario, found):
    total = nuzuh.cum_displaced(runs)
    for n in range(12):
        assert (found.values["displaced", "cum_displaced", "", str(day(n))] == total.isel(day=n).values).all()


def test_those_abroad_are_those_in_all_places_abroad(found):
    far, farther, abroad = (
        found.values["destination", "n_displaced", name, str(day(11))] for name in ("far", "farther", ABROAD)
    )
    assert farther.sum() > 0
    assert (abroad == far + farther).all()


def test_exposure_and_needs_are_those_of_the_whole_run(runs, scenario, found):
    exposed, needed = nuzuh.exposure(runs, scenario), nuzuh.needs(runs, scenario)
    heavy = exposed.person_days_under_fire.sel(band="heavy").values
    assert (found.values["exposure", "person_days_under_fire", "heavy", ""] == heavy).all()
    frost = exposed.person_nights_cold.sel(below_c=-5).sum("shelter").values
    assert (found.values["exposure", "person_nights_below_minus_5_c", "", ""] == frost).all()
    assert (found.values["needs", "latrines", "", ""] == needed.latrines_total.max("day").values).all()
    assert frost.min() > 0


def test_nothing_is_said_of_cold_where_no_night_is_known(scenario, runs):
    unknown = scenario.with_tables(temperature=scenario.tables["temperature"].iloc[:0])
    names = {quantity for _, quantity, _, _ in outcomes_of(nuzuh.simulate(unknown), unknown).values}
    assert not any(name.startswith("person_nights_below") for name in names)
    assert "person_nights_unknown" in names


def outcomes(**values):
    made = Outcomes()
    for name, numbers in values.items():
        made.add(("needs", name, "", ""), "persons", numbers)
    return made


def test_an_effect_is_formed_member_by_member():
    ((effect,),) = effects_of(outcomes(tents=[1, 2, 3, 10]), outcomes(tents=[2, 3, 4, 9]))
    assert effect.difference[1] == 1
    assert (effect.p_above_0, effect.p_below_0) == (0.75, 0.25)
    assert effect.baseline[1] == 2.5


def test_what_changes_nothing_is_above_zero_in_no_member():
    ((effect,),) = effects_of(outcomes(tents=[1, 2, 3]), outcomes(tents=[1, 2, 3]))
    assert effect.difference == (0, 0, 0)
    assert (effect.p_above_0, effect.p_below_0) == (0, 0)


def test_what_only_one_run_has_is_nobody_in_the_others():
    first, second = effects_of(outcomes(tents=[5, 5]), outcomes(kits=[7, 7]), outcomes(tents=[6, 6]))
    assert [effect.key[1] for effect in first] == [effect.key[1] for effect in second] == ["tents", "kits"]
    assert first[0].difference == (-5, -5, -5)
    assert first[1].difference == (7, 7, 7)
    assert second[1].what_if == (0, 0, 0)


def test_quantiles_are_those_of_numpy():
    numbers = np.arange(101.0)
    ((effect,),) = effects_of(outcomes(tents=numbers), outcomes(tents=numbers * 2))
    assert effect.what_if == pytest.approx((10, 100, 190))
