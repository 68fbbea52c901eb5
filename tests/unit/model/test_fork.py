"""A copy of an engine goes on as the engine would have, and leaves it as it is."""

from dataclasses import replace

import numpy as np
import pytest
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh import UsageError
from nuzuh.model.counts.engine import CountEngine
from nuzuh.model.counts.fork import forked, passage_between
from nuzuh.model.record import N_DISPLACED, N_ON_ROUTE, VARIABLES
from nuzuh.model.setting import conditions_of, setting_of
from nuzuh.model.simulate import all_params, run_days

DAYS, DAY = 24, 9
SETTINGS = {
    "plain": {},
    "returns": {"returns": {"rate": 0.1, "calm_days": 2}},
    "memory": {"departure": {"town": 0.3, "avoid_short_stints": True}},
    "leg by leg": {"travel": {"each_leg_afresh": True, "first_leg_on_foot": True}},
    "from outside": {"displacement": {"rate": 0.1, "from_population": False}},
}


def long_roads(params=None, **tables):
    """Two towns and two camps some days apart: on each evening people are on the road."""
    locations = [("A", "town", 4000), ("B", "town", 3000), ("C", "camp", 0), ("D", "camp", 0)]
    routes = [("A", "B", 250), ("A", "C", 700), ("B", "C", 450), ("B", "D", 500)]
    own = {"displacement": {"rate": 0.1}, "departure": {"town": 0.3}}
    tables = {"conflict": [fire("A"), fire("B", 0, 2), fire("B", 12, 20, 0.4)], **tables}
    return crisis(locations, routes, days=DAYS, params={**own, **(params or {})}, **tables)


def compiled(scenario):
    setting = setting_of(scenario, all_params(scenario))
    return setting, conditions_of(setting, setting.forcing.expected())


def begun(setting, conditions, *, is_mean=False, until=0, seed=3, member=2):
    """An engine that has stepped through some days, and what it wrote."""
    engine = CountEngine(conditions, *setting.people, seed, member, is_mean=is_mean)
    return engine, went_on(engine, setting, 0, until)


def went_on(engine, setting, first, until):
    record = np.zeros((until - first, len(VARIABLES), len(setting.scenario.locations)))
    run_days(setting.scenario, engine, record, np.zeros(0), 0, first=first)
    return record


def state(engine):
    """All that an engine holds."""
    n = int(engine.moves.n_trips[0])
    parts = [*engine.stocks, engine.chance.n_draws, engine.moves.n_passages, *(table[:n] for table in engine.trips)]
    return [part.copy() for part in parts]


@pytest.mark.parametrize("is_mean", [False, True])
@pytest.mark.parametrize("name", SETTINGS)
def test_a_fork_goes_on_as_the_engine_would_have_to_the_bit(name, is_mean):
    setting, conditions = compiled(long_roads(SETTINGS[name]))
    through, record = begun(setting, conditions, is_mean=is_mean, until=DAYS)
    engine, early = begun(setting, conditions, is_mean=is_mean, until=DAY)
    assert early[-1, N_ON_ROUTE].sum() > 50
    copy = forked(engine, conditions, passage_between(setting, setting))
    assert np.array_equal(went_on(copy, setting, DAY, DAYS), record[DAY:])
    assert copy.n_draws == through.n_draws
    assert copy.is_exact is not is_mean


def test_the_engine_that_is_copied_stays_as_it_is():
    setting, conditions = compiled(long_roads())
    engine, _ = begun(setting, conditions, until=DAY)
    before = state(engine)
    copy = forked(engine, conditions, passage_between(setting, setting))
    went_on(copy, setting, DAY, DAYS)
    assert all(np.array_equal(one, other) for one, other in zip(state(engine), before, strict=True))
    straight = begun(setting, conditions, until=DAYS)[1]
    assert np.array_equal(went_on(engine, setting, DAY, DAYS), straight[DAY:])


@pytest.mark.parametrize("is_mean", [False, True])
def test_a_what_if_that_changes_nothing_changes_nothing_to_the_bit(is_mean):
    scenario = long_roads()
    setting, conditions = compiled(scenario)
    other, others = compiled(replace(scenario, title="again"))
    engine, _ = begun(setting, conditions, is_mean=is_mean, until=DAY)
    copies = [forked(engine, c, passage_between(setting, s)) for s, c in ((setting, conditions), (other, others))]
    assert np.array_equal(*(went_on(copy, setting, DAY, DAYS) for copy in copies))


def test_passages_that_are_booked_stay_taken():
    limit = {"action": "limit", "kind": "route", "from": "B", "to": "D", "start": day(0), "value": 40}
    setting, conditions = compiled(long_roads(interventions=[limit]))
    record = begun(setting, conditions, until=DAYS)[1]
    engine, _ = begun(setting, conditions, until=DAY)
    copy = forked(engine, conditions, passage_between(setting, setting))
    assert np.array_equal(went_on(copy, setting, DAY, DAYS), record[DAY:])


def test_a_run_can_go_on_with_a_camp_more():
    scenario = long_roads()
    setting, conditions = compiled(scenario)
    more, with_camp = compiled(nuzuh.new_camp("E", "A", day(DAY), distance_km=30.0)(scenario))
    engine, early = begun(setting, conditions, until=DAY)
    copy = forked(engine, with_camp, passage_between(setting, more))
    record = went_on(copy, more, DAY, DAYS)  # run_days balances the books each evening
    assert record.shape[2] == 5
    assert record[-1, N_DISPLACED, 4] > 0
    on_their_way = early[-1, N_ON_ROUTE].sum() + early[-1, N_DISPLACED].sum()
    assert record[0, N_ON_ROUTE].sum() + record[0, N_DISPLACED].sum() >= on_their_way


def test_who_is_on_the_road_keeps_the_way_where_there_are_other_itineraries():
    """A new camp gives all itineraries other numbers; who has set out arrives where and when without it."""
    scenario = long_roads({"displacement": {"rate": 5.0}}, conflict=[fire("A", 0, 2)])
    setting, conditions = compiled(scenario)
    more, with_camp = compiled(nuzuh.new_camp("E", "A", day(DAY), distance_km=30.0)(scenario))
    passage = passage_between(setting, more)
    assert passage.itineraries is not None
    assert (passage.itineraries >= 0).all()
    engine, _ = begun(setting, conditions, until=2)
    copy = forked(engine, with_camp, passage)
    assert np.array_equal(went_on(copy, more, 2, 5)[:, :, :4], went_on(engine, setting, 2, 5))


def test_a_run_cannot_go_on_with_other_places():
    scenario = long_roads()
    setting, _ = compiled(scenario)
    swapped = scenario.locations.iloc[[1, 0, 2, 3]].reset_index(drop=True)
    other, _ = compiled(scenario.with_tables(locations=swapped))
    with pytest.raises(UsageError, match="add locations at the end of its table"):
        passage_between(setting, other)
    more, _ = compiled(nuzuh.new_camp("E", "A")(scenario))
    with pytest.raises(UsageError, match="which has other locations"):
        passage_between(more, setting)


def test_a_run_cannot_go_on_with_other_groups():
    groups = [
        {"group": "one", "share": 0.5, "rel_departure": 0.5},
        {"group": "two", "share": 0.5, "rel_departure": 2.0},
    ]
    one, _ = compiled(long_roads())
    other, _ = compiled(long_roads(groups=groups))
    with pytest.raises(UsageError, match="which has other locations or groups"):
        passage_between(one, other)


def test_a_run_cannot_go_on_without_the_routes_that_people_are_on():
    scenario = long_roads()
    setting, conditions = compiled(scenario)
    routes = scenario.tables["routes"]
    fewer, others = compiled(scenario.with_tables(routes=routes[routes["to"] != "D"]))
    engine, _ = begun(setting, conditions, until=DAY)
    with pytest.raises(UsageError, match="on the road on routes that the other scenario does not have"):
        forked(engine, others, passage_between(setting, fewer))
    first, _ = begun(setting, conditions)
    forked(first, others, passage_between(setting, fewer))  # nobody is on the road yet
