"""Many members: planned in batches, run wherever there are processors, kept as they come, and put together."""

from __future__ import annotations

import math
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nuzuh.ensembles.batches import Batch
from nuzuh.ensembles.executors import Executor, Here, executor_of
from nuzuh.ensembles.join import join
from nuzuh.ensembles.plan import Plan, plan_of
from nuzuh.ensembles.processes import Automatic, can_start_processes
from nuzuh.ensembles.store import Store
from nuzuh.errors import NuzuhError, UsageError
from nuzuh.model.result import command_line, open_result
from nuzuh.scenario.whole import check_writable

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from nuzuh.model.params import Params
    from nuzuh.model.simulate import EngineName
    from nuzuh.scenario.scenario import Scenario

BATCH_S = 2.0
"""Seconds that a batch is meant to take: long beside what it costs to hand it over, short beside the whole."""
LEAST_S = 0.5
"""A shorter batch is made only of the last members."""
WORTH_IT_S = 6.0
"""Work that is left from which starting processes (two to three seconds) pays."""
MOST_LOSSES = 3
"""Times that workers may be lost with the same members before a run is given up."""
Progress = Callable[[int, int], None]
"""Called after each batch with all members, and those that are there."""


def ensemble(  # noqa: PLR0913 (each says one thing of a run)
    scenario: Scenario,
    members: int | None = None,
    *,
    params: Params | Mapping[str, Any] | pd.DataFrame | None = None,
    seed: int = 1,
    engine: EngineName = "counts",
    executor: str | Executor | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    attrs: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    tell: Callable[[str], None] | None = None,
) -> xr.Dataset:
    """Run many members of a scenario; they differ by chance, and by parameters that are not known for certain.

    The result is the same, to the byte, for any executor, number of workers and division into batches.

    Args:
        scenario: What is.
        members: How many; None: as many as the scenario says.
        params: Parameters that differ from the scenario's, by dotted name (`{"departure.town": 0.25}`), fixed or
            with a prior (`{"displacement.rate": {"uniform": [0.05, 0.2]}}`) from which each member draws; or all of
            them; or a table with a column for each parameter and a row for each set, as from a posterior, of which
            member m takes row m modulo their number. Priors of the scenario are drawn from as well. Without a table,
            members take the scenario's own parameter sets, if it has any, and single parameters go over these.
        seed: Of all random draws.
        engine: `counts`, `persons` or `mean`.
        executor: `here`, `processes`, `processes:4`, `dask`, `dask:4` or `dask://host:port`; by default this process
            for what takes a few seconds, and else one process for each processor.
        out: Folder of the run. Batches are kept in it as they come; when all are there, they become its
            `result.nc`. None: a folder that is removed again, and a result in memory.
        resume: Whether to go on with what an earlier run has left in `out`.
        attrs: Further attributes of the result.
        progress: Called after each batch, and at first if members are there already.
        tell: Called with what was found, and what went wrong and was mended.

    Returns:
        As `simulate`. With `out` the numbers are read from the file when they are used, so that they need not fit
        into memory; a parameter in which members differ is a coordinate of `member`.

    Raises:
        UsageError: Arguments that cannot be used, or a folder that holds other members.
        BalanceError: People appeared or vanished.
        NuzuhError: Workers were lost again and again, or there is no room on the disk; what was done is kept.

    Examples:
        >>> import nuzuh
        >>> runs = nuzuh.ensemble(nuzuh.read_scenario("valley"), members=20, executor="here")
        >>> runs.sizes["member"]
        20
    """
    if members is None:
        members = _own_members(scenario)
    plan = plan_of(scenario, members, seed=seed, engine=engine, params=params)
    say = tell or (lambda _: None)
    if out is not None:
        store = _opened(plan, members, Path(out), resume=resume, tell=say)
        work = Work(plan, members, store, progress, say)
        try:
            work.run(executor)
            _finish(store, members, attrs)
        except KeyboardInterrupt as error:
            message = f"stopped: {work.n_done:,} of {members:,} members are kept in '{out}': {store.way_on}"
            raise KeyboardInterrupt(message) from error
        return open_result(out)
    with tempfile.TemporaryDirectory(prefix="nuzuh-") as folder:
        store = Store(Path(folder), plan.identity, is_kept=False)
        Work(plan, members, store, progress, say).run(executor)
        _finish(store, members, attrs)
        with open_result(folder) as result:
            return result.load()


def _own_members(scenario: Scenario) -> int:
    if scenario.members is None:
        message = f"'{scenario.name}' does not say how many members it has: give members, as members=100"
        raise UsageError(message)
    return scenario.members


def _opened(plan: Plan, members: int, folder: Path, *, resume: bool, tell: Callable[[str], None]) -> Store:
    """The folder of a run, and which members are in it."""
    check_writable(folder)
    store = Store(folder, plan.identity)
    if not resume:
        if store.has_batches:
            message = f"'{folder}' holds members of a run that was stopped: {store.way_on}, or delete it"
            raise UsageError(message)
        return store
    store.find(members)
    most = max((len(piece.members) for piece in store.pieces if piece.path == store.result), default=0)
    if most > members:
        message = f"'{folder}' has a result of {most:,} members: ask for as many or more, or choose another folder"
        raise UsageError(message)
    tell(_found(store, members))
    return store


def _finish(store: Store, members: int, attrs: Mapping[str, Any] | None) -> None:
    """Put the result together, unless it is there, and remove the batches."""
    if any(piece.path != store.result or len(piece.members) != members for piece in store.pieces):
        particulars = {"command": command_line(), **(attrs or {})}
        store.finish(lambda path: join(store.pieces, members, path, particulars))
    store.clear()


def _found(store: Store, members: int) -> str:
    n_missing = sum(map(len, store.missing(members)))
    text = f"found {members - n_missing:,} of {members:,} members, {n_missing:,} to run"
    unusable = ", ".join(path.name for path in store.unusable)
    return f"{text}; could not be used, and is run again: {unusable}" if unusable else text


class Work:
    """Members that are missing, handed out in batches.

    Args:
        plan: What is run.
        members: How many there are to be.
        store: Where they are kept.
        progress: Called after each batch.
        tell: Called with what was mended.
    """

    def __init__(
        self, plan: Plan, members: int, store: Store, progress: Progress | None, tell: Callable[[str], None]
    ) -> None:
        """Nothing is handed out yet, and nobody knows how long a member takes."""
        self.plan, self.store, self.members, self.progress, self.tell = plan, store, members, progress, tell
        self.missing = store.missing(members)
        self.n_done = members - self.n_left
        self.member_s = math.inf
        self.n_kept = 0
        self.n_lost: Counter[int] = Counter()

    @property
    def n_left(self) -> int:
        """Members that nobody has been handed yet."""
        return sum(map(len, self.missing))

    @property
    def _is_long(self) -> bool:
        """Whether it is known that what is left takes long."""
        return WORTH_IT_S < self.n_left * self.member_s < math.inf

    def run(self, executor: str | Executor | None) -> None:
        """Run all that is missing.

        Raises:
            NuzuhError: Workers were lost again and again, or all of them for good.
        """
        if self.n_done:
            self._report()
        if not self.missing:
            return
        chosen = executor_of(executor)
        try:
            if isinstance(chosen, Automatic):
                self._run_on(Here(), until=lambda: self._is_long and can_start_processes())
            if self.missing:
                self._run_on(chosen)
        except ConnectionError as error:
            message = f"{error}: {self.store.way_on}"
            raise NuzuhError(message) from error
        finally:
            if chosen is not executor or chosen.n_under_way:  # another's is left to its maker, but with nothing in it
                chosen.close()

    def _run_on(self, executor: Executor, until: Callable[[], bool] = lambda: False) -> None:
        while executor.n_under_way or (self.missing and not until()):
            while self.missing and executor.n_under_way < self._n_at_a_time(executor):
                executor.submit(self.plan.packed, self._next_batch(executor.n_workers))
            members, batch = executor.next_done()
            if batch is None:
                self._lose(members)
            else:
                self._keep(members, batch)

    def _n_at_a_time(self, executor: Executor) -> int:
        """Each worker has a batch under way and one to go on with; a single one until it is known how long it takes."""
        if isinstance(executor, Here) or math.isinf(self.member_s):
            return executor.n_workers
        return 2 * executor.n_workers

    def _next_batch(self, n_workers: int) -> range:
        """The next members: so many that they take the time of a batch, fewer towards the end for an even finish."""
        if math.isinf(self.member_s):
            size = 1
        else:
            wanted_s = max(min(BATCH_S, self.n_left * self.member_s / (2 * n_workers)), LEAST_S)
            size = math.ceil(wanted_s / self.member_s)
        first = self.missing[0]
        batch, rest = first[:size], first[size:]
        self.missing[:1] = [rest] if rest else []
        return batch

    def _keep(self, members: range, batch: Batch) -> None:
        self.store.add(members, batch.content)
        self.n_done += len(members)
        if self.n_kept > 0:  # the first compiles, which says nothing of the others
            self.member_s = min(self.member_s, batch.wall_s / len(members))
        self.n_kept += 1
        self._report()

    def _report(self) -> None:
        if self.progress is not None:
            self.progress(self.members, self.n_done)

    def _lose(self, members: range) -> None:
        self.n_lost[members.start] += 1
        which, n_lost = f"members {members.start} to {members.stop - 1}", self.n_lost[members.start]
        if n_lost > MOST_LOSSES:
            few = "Go on with fewer workers (--executor processes:1)"
            message = (
                f"workers were lost {n_lost} times with {which}: is there enough memory? {few}: {self.store.way_on}"
            )
            raise NuzuhError(message)
        self.tell(f"a worker was lost: {which} are run again")
        self.missing.insert(0, members)
