"""The simulator among the experts: what processes do is what this one does."""

import multiprocessing
from dataclasses import replace

import numpy as np
import pytest
from tests.crises import day
from tests.twins import two_camps

import nuzuh
from nuzuh.forecast.beside_simulator import SIMULATOR, Simulated, hindcast_of, hindcasts_of
from nuzuh.forecast.registrations import registrations_of

COUNTS = {
    "West": {day(7 * week): 200.0 + 150 * week for week in range(8)},
    "East": {day(7 * week): 50.0 + 20 * week for week in range(8)},
}


def crises():
    scenario = two_camps()
    names = [row for row in scenario.locations["name"] if row in COUNTS]
    assert names, "the scenario has the camps that are counted"
    made = []
    for name in ("one", "other"):
        told = replace(scenario, name=name)
        made.append(Simulated(registrations_of(COUNTS, name, scenario.start), told, (7, 14), seed=len(name)))
    return made


@pytest.fixture(scope="module")
def by_processes():
    return list(hindcasts_of(crises()))


def test_processes_give_the_same_bits_in_the_same_order(by_processes):
    here = [hindcast_of(crisis) for crisis in crises()]
    assert [found.registrations.name for found in by_processes] == ["one", "other"]
    for found, same in zip(by_processes, here, strict=True):
        for name in same.forecasts:
            assert np.array_equal(found.forecasts[name], same.forecasts[name]), name


def test_no_process_is_left(by_processes):
    assert not multiprocessing.active_children()


def test_the_simulator_is_scored_alone_and_the_method_without_it(by_processes):
    assert {SIMULATOR, "nuzuh without simulator", "nuzuh"} <= set(by_processes[0].forecasts)
    seeds_differ = by_processes[0].forecasts[SIMULATOR] != by_processes[1].forecasts[SIMULATOR]
    assert seeds_differ.any()


def test_a_backtest_takes_scenarios_by_the_name_of_the_crisis():
    crisis = crises()[0]
    found = nuzuh.backtest([crisis.registrations], scenarios={"one": crisis.scenario}, horizons=[7])
    assert SIMULATOR in found.methods
    without = nuzuh.backtest([crisis.registrations], scenarios={"another": crisis.scenario}, horizons=[7])
    assert SIMULATOR not in without.methods
