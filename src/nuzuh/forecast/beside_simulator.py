"""The simulator among the experts: hindcasts in which it has a voice, several crises at a time."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nuzuh.ensembles.processes import begin_work, can_start_processes, starting_processes
from nuzuh.ensembles.processors import n_processors
from nuzuh.forecast.hindcast import Hindcast, hindcast
from nuzuh.forecast.simulated import simulated_paths
from nuzuh.forecast.tasks import HORIZONS, NEAR_DAYS, STEP_DAYS

if TYPE_CHECKING:
    from nuzuh.forecast.course import CourseName
    from nuzuh.forecast.registrations import Registrations
    from nuzuh.scenario.scenario import Scenario

SIMULATOR = "simulator"


class Simulated(NamedTuple):
    """A crisis whose scenario is there to learn from its registrations.

    Args:
        registrations: The counts.
        scenario: What was; None where there are only counts.
        horizons: Days ahead.
        course: Whether conflict and closures after an origin are known, or held as they were.
        seed: Of the simulator's draws.
    """

    registrations: Registrations
    scenario: Scenario | None
    horizons: tuple[int, ...] = HORIZONS
    course: CourseName = "held"
    seed: int = 1


def hindcast_of(crisis: Simulated) -> Hindcast:
    """The hindcast of a crisis, with the simulator among the experts where there is a scenario."""
    registrations, scenario, horizons, course, seed = crisis
    origins = np.arange(0, registrations.last_day + 1, STEP_DAYS)
    if scenario is None:
        return hindcast(registrations, origins, horizons)
    most_days = max(horizons) + NEAR_DAYS
    paths = simulated_paths(scenario, registrations, origins, most_days, course=course, seed=seed)
    return hindcast(registrations, origins, horizons, {SIMULATOR: paths})


def hindcasts_of(crises: Sequence[Simulated]) -> Iterator[Hindcast]:
    """The hindcasts of several crises in their order, in as many processes as there are processors.

    Where processes are killed, what they have not done is done in this one.
    """
    n_workers = min(n_processors(), sum(crisis.scenario is not None for crisis in crises))
    if n_workers < 2 or not can_start_processes():
        yield from map(hindcast_of, crises)
        return
    pool = ProcessPoolExecutor(n_workers, multiprocessing.get_context("spawn"), initializer=begin_work)
    others = set(multiprocessing.active_children())
    try:
        with starting_processes():
            under_way = [pool.submit(hindcast_of, crisis) for crisis in crises]
        for crisis, future in zip(crises, under_way, strict=True):
            try:
                found = future.result()
            except BrokenExecutor:
                found = hindcast_of(crisis)
            yield found
    finally:  # also after Ctrl-C, which the processes leave to this one
        for process in set(multiprocessing.active_children()) - others:
            process.kill()
        pool.shutdown(wait=True, cancel_futures=True)
