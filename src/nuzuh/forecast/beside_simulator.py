"""The simulator among the experts: hindcasts in which it has a voice, several crises at a time."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nuzuh.ensembles.processes import can_start_processes
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
    """The hindcasts of several crises in their order, in as many processes as there are processors."""
    n_workers = min(os.cpu_count() or 1, sum(crisis.scenario is not None for crisis in crises))
    if n_workers < 2 or not can_start_processes():
        yield from map(hindcast_of, crises)
        return
    with ProcessPoolExecutor(n_workers, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(hindcast_of, crises)
