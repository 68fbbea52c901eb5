"""The rule of events says something about places: shuffled, it fits worse."""

from functools import cache

import numpy as np
import pytest

import nuzuh
from idlib.placebo import displaced, facts_of, fire_of, joint_score, placebo, shuffled


@cache
def idlib():
    return nuzuh.read_scenario("idlib-2020")


def test_what_is_expected_is_what_the_engine_expects():
    scenario = idlib().between(end=idlib().date_of(60))
    nowhere = scenario.with_tables(routes=scenario.routes.iloc[:0], closures=scenario.tables["closures"].iloc[:0])
    params = {"displacement.rate": 0.2, "displacement.fear": 0.1}
    run = nuzuh.simulate(nowhere, engine="mean", params=params)
    people = scenario.locations["population"].to_numpy(dtype=float)
    expected = displaced(fire_of(scenario), people, 0.2, 0.1)
    assert np.allclose(run.new_displaced.isel(member=0).cumsum("day").values, expected, rtol=1e-9)


def test_shuffling_keeps_events_days_and_points():
    events = idlib().tables["events"]
    dealt = shuffled(idlib(), np.random.default_rng(1)).tables["events"]
    others = ["kind", "start", "end", "event"]
    assert dealt[others].equals(events[others])
    points = [{*map(tuple, table[["lat", "lon"]].to_numpy())} for table in (events, dealt)]
    assert points[0] == points[1]
    together = [table.groupby(["lat", "lon"]).size().sort_values().tolist() for table in (events, dealt)]
    assert together[0] == together[1]
    assert (dealt["lat"] != events["lat"]).mean() > 0.9


def test_the_score_is_best_where_everything_is_right():
    facts = facts_of(idlib())
    assert joint_score(fire_of(idlib()), facts, 0.0, 0.0) > 2.9  # nobody leaves
    assert 0 < joint_score(fire_of(idlib()), facts, 0.15, 0.05) < 0.9


@pytest.mark.slow
def test_true_places_beat_shuffled_ones():
    """100 shuffles of places among events, each with the same fit."""
    true, others = placebo(idlib(), 100)
    assert (true < others).sum() >= 95
