"""Events become conflict by one rule: the strongest that reaches a place on a day, and nothing else."""

import numpy as np
import pytest
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh.model.forcing import conflict_by_day
from nuzuh.model.rules import intensity_of_events
from nuzuh.model.spells import spelled

KM = 1 / 111.195
"""Degrees of latitude in a kilometre."""


def event(kind, start, end=None, km=0.0):
    """At a point so far north of Town."""
    end = start if end is None else end
    return {"kind": kind, "start": day(start), "end": day(end), "lat": 36.0 + km * KM, "lon": 36.0}


def coded(*events, params=None, conflict=(), days=20):
    """Town, Mill 4 km to its north and Camp 40 km away."""
    places = [("Town", "town", 10_000, 0.0), ("Mill", "town", 5_000, 4.0), ("Camp", "camp", 0, 40.0)]
    locations = [
        {"name": name, "kind": kind, "population": people, "lat": 36.0 + km * KM, "lon": 36.0}
        for name, kind, people, km in places
    ]
    routes = [("Town", "Mill", 5), ("Mill", "Camp", 40)]
    return crisis(locations, routes, days=days, params=params or {}, conflict=list(conflict), events=list(events))


def intensity(scenario, name="Town", **settings):
    """By day at a location."""
    chosen = nuzuh.Params(events=settings).events
    return conflict_by_day(scenario, chosen)[0][:, scenario.location_ix[name]]


@pytest.mark.parametrize(("kind", "name"), [("campaign", "campaign"), ("strike", "strike")])
def test_a_kind_has_its_intensity_on_its_days(kind, name):
    found = intensity(coded(event(kind, 3, 5)), **{name: 0.4})
    assert found.nonzero()[0].tolist() == [3, 4, 5]
    assert set(found[3:6]) == {0.4}


def test_ground_fighting_is_the_heaviest_and_is_felt_for_some_days_more():
    found = intensity(coded(event("ground", 3, 5)), tail_days=2)
    assert found.nonzero()[0].tolist() == [3, 4, 5, 6, 7]
    assert set(found[3:8]) == {1.0}


@pytest.mark.parametrize("kind", ["ground", "campaign", "strike"])
def test_an_event_reaches_as_far_as_its_kind_does(kind):
    scenario = coded(event(kind, 3))
    near, far = ({f"{kind}_km": km} for km in (3.9, 4.1))
    assert not intensity(scenario, "Mill", **near).any()
    assert intensity(scenario, "Mill", **far).any()
    assert intensity(scenario, "Town", **near).any()


def test_of_several_events_the_strongest_counts_and_not_their_sum():
    scenario = coded(event("strike", 3, 6), event("strike", 3, 6), event("campaign", 5, 5))
    assert intensity(scenario, strike=0.2, campaign=0.5)[3:7].tolist() == [0.2, 0.2, 0.5, 0.2]


def test_the_order_of_events_and_reporting_one_twice_change_nothing():
    events = [event("strike", 3, 6), event("ground", 5, 5, km=3.0), event("campaign", 1, 9, km=5.0)]
    there = [intensity(coded(*rows)).tolist() for rows in (events, events[::-1], events * 2)]
    assert there[0] == there[1] == there[2]


def test_the_heavier_of_spell_and_event_counts():
    scenario = coded(event("campaign", 2, 9), conflict=[fire("Town", 0, 4, 0.6)])
    assert intensity(scenario, campaign=0.5)[[0, 3, 5, 10]].tolist() == [0.6, 0.6, 0.5, 0.0]


def test_events_before_the_first_day_reach_into_the_run_and_those_after_the_last_do_not():
    strength, first, last = np.array([1.0, 1.0, 1.0]), np.array([-5, -9, 40]), np.array([1, -3, 50])
    found = intensity_of_events(strength, first, last, np.ones((3, 1), dtype=bool), 10)
    assert found[:, 0].nonzero()[0].tolist() == [0, 1]


def test_people_flee_from_events_as_from_the_same_spells(any_engine):
    events = coded(event("ground", 3, 5), event("strike", 9, 12), params={"displacement": {"rate": 0.2}})
    spells = coded(
        conflict=[
            *(fire(name, 3, 8) for name in ("Town", "Mill")),
            fire("Town", 9, 12, 0.1),
        ],
        params={"displacement": {"rate": 0.2}},
    )
    runs = [nuzuh.simulate(scenario, seed=3, engine=any_engine) for scenario in (events, spells)]
    assert runs[0].new_displaced.values.tolist() == runs[1].new_displaced.values.tolist()
    assert runs[0].new_displaced.sum() > 0


def test_events_written_out_as_spells_are_the_same_conflict():
    events = [event("ground", 3, 5), event("strike", 4, 12, km=2.0)]
    params = {"events": {"tail_days": 1, "strike": 0.15}}
    scenario = coded(*events, conflict=[fire("Town", 10, 14, 0.3), fire("Camp", 0, 2, 0.2)], params=params)
    told = spelled(scenario)
    assert told.tables["events"].empty
    assert conflict_by_day(told)[0].tolist() == conflict_by_day(scenario)[0].tolist()
    assert spelled(told) is told


def test_members_of_different_rules_have_fire_of_their_own():
    """Exposure sees the fire that each member fled from, and not that of the central rule."""
    scenario = coded(
        event("strike", 3, 6), params={"events": {"strike": {"uniform": [0.0, 0.7]}}, "displacement": {"rate": 0.0}}
    )
    runs = nuzuh.ensemble(scenario, members=12, executor="here")
    under_fire = nuzuh.exposure(runs, scenario).person_days_under_fire
    strike = runs["events.strike"].values
    edges = {"sporadic": (0.0, 0.2), "sustained": (0.2, 0.6), "heavy": (0.6, 1.0)}
    for band, (low, high) in edges.items():
        expected = np.where((low < strike) & (strike <= high), 4 * 10_000, 0)
        assert under_fire.sel(band=band).values.tolist() == expected.tolist()
    assert len({tuple(row) for row in under_fire.values.tolist()}) > 1


def test_populations_move_within_their_ranges():
    scenario = coded(event("ground", 0, 19))
    table = scenario.locations.assign(population_low=[8_000, None, 0], population_high=[20_000, None, 0])
    wide = scenario.with_tables(locations=table)
    for level, town in ((-1, 8_000), (-0.5, 8_944), (0, 10_000), (0.5, 14_142), (1, 20_000)):
        run = nuzuh.simulate(wide, params={"population.level": level, "displacement.rate": 0.0})
        assert run.n_at_home.isel(member=0, day=0).values.tolist() == [town, 5_000, 0]


def test_members_of_different_populations_are_each_balanced_and_exposed():
    """All are at home within reach of fire on the first day: each member's own population."""
    scenario = coded(event("ground", 0, 19), params={"population": {"level": {"uniform": [-1, 1]}}})
    table = scenario.locations.assign(population_low=[5_000, 5_000, 0], population_high=[20_000, 5_000, 0])
    wide = scenario.with_tables(locations=table)
    runs = nuzuh.ensemble(wide, members=6, executor="here")
    reached = nuzuh.exposure(runs, wide).ever_within_reach
    at_home = [
        nuzuh.simulate(wide, params={"population.level": level}).attrs["population"]
        for level in runs["population.level"].values
    ]
    assert reached.values.tolist() == at_home
    assert len(set(at_home)) > 1


def test_fighting_that_goes_on_leaves_the_days_before_as_each_member_had_them():
    """Members differ in the rule; a what-if that adds fighting keeps their events."""
    scenario = coded(
        event("campaign", 2, 9),
        event("strike", 12, 14, km=1.0),
        params={"events": {"campaign": {"uniform": [0.2, 1.0]}, "campaign_km": {"uniform": [3.0, 5.0]}}},
    )
    longer = nuzuh.prolong_conflict(day(11), like=(day(2), day(9)))(scenario)
    runs = [nuzuh.ensemble(each, members=8, executor="here").new_displaced for each in (scenario, longer)]
    assert runs[0][:, :11].equals(runs[1][:, :11])
    assert (runs[1][:, 11:].sum() > runs[0][:, 11:].sum()).item()


def test_fighting_that_goes_on_is_added_where_events_are_lighter_and_these_stay_where_they_are_heavier():
    scenario = coded(
        event("campaign", 0, 3), event("strike", 8, 9), event("ground", 12, 12), params={"events": {"campaign": 0.5}}
    )
    longer = nuzuh.prolong_conflict(day(5), day(14), like=(day(0), day(3)))(scenario)
    town = conflict_by_day(longer)[0][:, 0]
    assert set(town[:4]) == {0.5}
    assert set(town[5:12]) == {0.5}
    assert town[12] == 1.0
