"""The runs of a calibration: parameter sets in rounds, and from each run the figures to compare, nothing else."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.ensembles.ensemble import WORTH_IT_S, ensemble
from nuzuh.ensembles.executors import Here, executor_of
from nuzuh.ensembles.plan import Plan, plan_of
from nuzuh.ensembles.processes import Automatic, can_start_processes
from nuzuh.forecast.observed import simulated_for
from nuzuh.model.setting import Setting
from nuzuh.model.simulate import run_members
from nuzuh.typing import Floats

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from nuzuh.ensembles.executors import Executor
    from nuzuh.forecast.known import Known
    from nuzuh.model.simulate import EngineName

AT_A_TIME = 16
"""Runs whose results are held at a time."""


class Rounds:
    """Runs parameter sets, round after round.

    A run is the member of an ensemble, the same to the bit wherever it is run. Few short ones are run in this process,
    without the files that an ensemble keeps, which would take longer than the runs; when a round is known to take
    long, the next ones are shared by all processors, unless it is said where they are to be run.

    Args:
        known: What is run, and what it is compared with.
        seed: Each round has one of its own that comes from this; else chance would be the same in every round.
        engine: Name of the engine.
        executor: As `ensemble` takes it.
        progress: Called with all runs of the rounds that have begun, and those done.
    """

    def __init__(
        self,
        known: Known,
        seed: int,
        engine: EngineName,
        executor: str | Executor | None,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        """Nothing has been run, and nobody knows how long a run takes."""
        self.known, self.seed, self.engine = known, seed, engine
        self._workers = executor_of(executor)
        self._is_own = self._workers is not executor
        self._progress = progress
        self._compiled: Setting | None = None
        self._run_s = math.inf
        self._n_before = 0

    def run(self, sets: pd.DataFrame, number: int) -> Floats:
        """Run the parameter sets of a round.

        Args:
            sets: A column for each parameter, a row for each run.
            number: Of the round, from 0.

        Returns:
            What was simulated for each observation, shape (runs, observations).
        """
        seed = int(np.random.SeedSequence([self.seed, number]).generate_state(1, np.uint64)[0] >> np.uint64(1))
        here = self._run_here if self._is_for_here(len(sets)) else self._run_elsewhere
        figures = here(sets, seed)
        self._n_before += len(sets)
        return figures

    def close(self) -> None:
        """End the workers, unless they are another's."""
        if self._is_own:
            self._workers.close()

    def _is_for_here(self, n: int) -> bool:
        if not isinstance(self._workers, Automatic):
            return isinstance(self._workers, Here)
        is_long = WORTH_IT_S < n * self._run_s < math.inf
        return not (is_long and can_start_processes())

    def _run_here(self, sets: pd.DataFrame, seed: int) -> Floats:
        plan = plan_of(self.known.scenario, len(sets), seed=seed, engine=self.engine, params=sets)
        found = []
        for first in range(0, len(sets), AT_A_TIME):
            began, some = time.perf_counter(), range(first, min(first + AT_A_TIME, len(sets)))
            result, _ = run_members(lambda m: self._setting(plan, m), some, seed=seed, engine=self.engine)
            found.append(self._figures(result))
            self._tell(len(sets), some.stop)
            self._run_s = min(self._run_s, (time.perf_counter() - began) / len(some))  # the first may compile
        return np.concatenate(found)

    def _run_elsewhere(self, sets: pd.DataFrame, seed: int) -> Floats:
        with (
            tempfile.TemporaryDirectory(prefix="nuzuh-") as folder,  # so that the runs need not fit into memory
            ensemble(
                self.known.scenario,
                len(sets),
                params=sets,
                seed=seed,
                engine=self.engine,
                executor=self._workers,
                out=folder,
                progress=self._tell,
            ) as runs,
        ):
            return self._figures(runs)

    def _setting(self, plan: Plan, member: int) -> Setting:
        """The scenario compiled with the parameters of a run; all runs share what they can."""
        setting = plan.setting_of(member, self._compiled)
        self._compiled = self._compiled or setting
        return setting

    def _figures(self, result: xr.Dataset) -> Floats:
        return np.stack(simulated_for(result, self.known.scenario, self.known.rows), axis=1).astype(np.float64)

    def _tell(self, n_all: int, n_done: int) -> None:
        if self._progress is not None:
            self._progress(self._n_before + n_all, self._n_before + n_done)
