"""What is known at an origin of the days after it."""

import numpy as np
import pandas as pd
import pytest
from tests.crises import START, crisis, day, fire

import nuzuh
from nuzuh import UsageError
from nuzuh.forecast.course import (
    HELD_DAYS,
    as_known_on,
    changed_setting,
    check_course,
    held,
    held_forcing,
    longer,
    what_is_known,
)
from nuzuh.model.setting import setting_of
from nuzuh.model.simulate import all_params

DAYS, ORIGIN = 40, 15


def closure(start, end=None):
    row = {"kind": "route", "from": "A", "to": "B", "start": day(start)}
    return row if end is None else row | {"end": day(end)}


def valley(days=DAYS, **tables):
    locations = [("A", "town", 4000), ("B", "town", 3000), ("C", "camp", 0)]
    tables = {"conflict": [fire("A", 0, 20), fire("B", 12, 30, 0.4)], **tables}
    return crisis(locations, [("A", "B", 40), ("B", "C", 60)], days=days, **tables)


def intensity(scenario):
    return setting_of(scenario, all_params(scenario)).forcing.expected().intensity


def test_a_course_that_is_not_there_is_refused_with_the_near_misses():
    with pytest.raises(UsageError, match="no course of conflict 'hold': did you mean 'held'"):
        check_course("hold")
    with pytest.raises(UsageError, match="no course of conflict 'x': one of known, held"):
        check_course("x")


def test_a_longer_scenario_has_the_days_and_is_never_cut():
    assert longer(valley(), 100).n_days == 100
    assert longer(valley(), 10).n_days == DAYS
    assert longer(valley(), 100).start == START


def test_intensity_is_held_at_the_mean_of_the_last_days():
    past = np.random.default_rng(1).random((60, 2))
    found = held(past, 44)
    assert np.array_equal(found[:45], past[:45])
    assert found[45:] == pytest.approx(np.tile(past[45 - HELD_DAYS : 45].mean(axis=0), (15, 1)))
    assert held(past, 4)[5:] == pytest.approx(np.tile(past[:5].mean(axis=0), (55, 1)))  # fewer days than that


def test_closures_that_had_not_begun_are_not_known_and_ends_are_not():
    scenario = valley(closures=[closure(2, 9), closure(3, 25), closure(15), closure(16, 18), closure(10, 15)])
    found = as_known_on(scenario, ORIGIN).tables["closures"]
    assert found["start"].tolist() == [pd.Timestamp(day(n)) for n in (2, 3, 15, 10)]
    ends = found["end"]
    assert ends.isna().tolist() == [False, True, True, False]
    assert ends.iloc[[0, 3]].tolist() == [pd.Timestamp(day(9)), pd.Timestamp(day(15))]


def test_what_scales_the_conflict_ends_on_the_day_and_what_had_not_begun_is_no_more():
    change = nuzuh.combined(nuzuh.ceasefire(start=day(10), end=day(30)), nuzuh.ceasefire(start=day(20)))
    rows = as_known_on(change(valley()), ORIGIN).tables["interventions"]
    assert rows["action"].tolist() == ["ceasefire"]
    assert rows["end"].tolist() == [pd.Timestamp(day(ORIGIN))]


def test_a_location_that_was_to_be_added_later_is_not_there():
    scenario = nuzuh.new_camp("D", "A", day(20))(valley(conflict=[fire("A")], params={"displacement": {"rate": 0.3}}))
    before, known = (nuzuh.simulate(each) for each in (scenario, as_known_on(scenario, ORIGIN)))
    assert before.n_displaced.sel(location="D").values[0, 30] > 0
    assert known.n_displaced.sel(location="D").values.max() == 0
    begun = nuzuh.simulate(as_known_on(scenario, 20))
    assert begun.n_displaced.equals(before.n_displaced)


def test_the_same_is_known_on_days_between_which_nothing_begins_or_ends():
    scenario = valley(closures=[closure(5, 12)], floods=[{"location": "A", "start": day(20), "level": 1}])
    known = [what_is_known(scenario, n) for n in range(DAYS)]
    changes = [n for n in range(1, DAYS) if known[n] != known[n - 1]]
    assert changes == [5, 12, 20]
    for one, other in ((5, 11), (12, 19), (20, 39)):
        first, last = (as_known_on(scenario, n).tables for n in (one, other))
        assert all(first[name].equals(last[name]) for name in ("closures", "floods"))


def test_a_held_forcing_knows_nothing_of_later_days():
    params = all_params(valley())
    found = []
    for conflict in ([fire("A", 0, 20)], [fire("A", 0, 15), fire("B", 16, 39)]):
        forcing = setting_of(valley(conflict=conflict), params).forcing.expected()
        found.append(held_forcing(forcing, forcing.intensity, ORIGIN))
    for name in ("intensity", "unspared", "p_breach", "begins"):
        assert np.array_equal(*(getattr(each, name) for each in found)), name
    assert found[0].intensity[ORIGIN + 1 :, 0] == pytest.approx(np.ones(DAYS - ORIGIN - 1))
    assert not found[0].begins[ORIGIN + 1 :].any()


@pytest.mark.parametrize("held_from", [ORIGIN, DAYS - 1])
def test_a_change_of_nothing_leaves_the_conflict_as_it_was_held(held_from):
    scenario = longer(valley(), 90)
    past = intensity(scenario)
    _, forcing = changed_setting(scenario, all_params(scenario), past, (ORIGIN, held_from), lambda given: given)
    assert forcing.intensity == pytest.approx(held(past, held_from))
    assert np.array_equal(forcing.intensity[: held_from + 1], past[: held_from + 1])
    assert not forcing.begins[held_from + 1 :].any()  # what goes on is no new spell


def test_a_change_up_to_the_origin_is_not_heeded():
    scenario = valley()
    past = intensity(scenario)
    ceasefire = nuzuh.ceasefire()
    setting, forcing = changed_setting(scenario, all_params(scenario), past, (ORIGIN, DAYS - 1), ceasefire)
    assert np.array_equal(forcing.intensity[: ORIGIN + 1], past[: ORIGIN + 1])
    assert not forcing.intensity[ORIGIN + 1 :].any()
    assert len(setting.scenario.tables["interventions"]) == 1


def test_a_what_if_changes_the_conflict_that_goes_on():
    scenario = longer(valley(), 80)
    past, calm = intensity(scenario), nuzuh.ceasefire(start=day(50))
    _, forcing = changed_setting(scenario, all_params(scenario), past, (ORIGIN, ORIGIN), calm)
    assert (forcing.intensity[ORIGIN + 1 : 50, 0] > 0).all()
    assert not forcing.intensity[50:].any()


def test_spells_beyond_the_end_of_the_tables_go_on_where_they_have_no_end():
    whole = longer(valley(conflict=[fire("A"), fire("B", 3, 30)]), 60)
    found = intensity(whole)
    assert found[59].tolist() == [1.0, 0.0, 0.0]


def test_a_what_if_beside_a_held_conflict_is_the_same_for_events_as_for_spells():
    """What events bring after the origin plays no part, the tail of ground fighting neither."""
    ground = {"kind": "ground", "start": day(10), "end": day(20), "lat": 36.0, "lon": 36.0}
    coded, told = valley(conflict=[], events=[ground]), valley(conflict=[fire("A", 10, 23)])
    coded, told = (
        scenario.with_tables(locations=scenario.locations.assign(lat=[36.0, 37.0, 38.0], lon=36.0))
        for scenario in (coded, told)
    )
    past = intensity(told)
    assert np.array_equal(past, intensity(coded))
    found = [
        changed_setting(scenario, all_params(scenario), past, (ORIGIN, ORIGIN), lambda same: same)[1].intensity
        for scenario in (coded, told)
    ]
    assert np.array_equal(*found)
    assert found[0][ORIGIN + 1 :, 0] == pytest.approx(6 / (ORIGIN + 1))
