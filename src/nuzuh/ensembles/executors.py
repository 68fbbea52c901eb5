"""Where batches are run: in this process, in processes of this computer, on a Dask cluster."""

from __future__ import annotations

import importlib.metadata
import multiprocessing
import os
import queue
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

import nuzuh
from nuzuh.ensembles.batches import Batch, run_batch
from nuzuh.errors import UsageError, near_misses, quoted

NAMES = ("here", "processes", "processes:4", "dask", "dask:4", "dask://host:port")
ADDRESS = re.compile(r"(?:\w+://)?[^\s/:]+:\d+")
ANSWER_S = 10
"""How long a scheduler and its first worker are waited for, in seconds."""
GONE_S = 60
"""A cluster without a worker for so long is given up."""
_STARTING = threading.Lock()


class Executor(Protocol):
    """Something that runs batches, several at a time."""

    @property
    def n_workers(self) -> int:
        """How many batches it runs at a time."""

    @property
    def n_under_way(self) -> int:
        """Batches handed over and not given back."""

    def submit(self, plan: bytes, members: range) -> None:
        """Hand over a batch."""

    def next_done(self) -> tuple[range, Batch | None]:
        """Wait for any batch; None where its worker was lost, so that it has to be run again.

        Raises:
            ConnectionError: There is nobody left to run it.
        """

    def close(self) -> None:
        """End all workers at once, whatever they are doing, and forget what was under way."""


class Here:
    """This process: batches are run one after the other."""

    def __init__(self) -> None:
        """Nothing is under way."""
        self._waiting: list[tuple[bytes, range]] = []

    @property
    def n_workers(self) -> int:
        """One."""
        return 1

    @property
    def n_under_way(self) -> int:
        """Batches that wait."""
        return len(self._waiting)

    def submit(self, plan: bytes, members: range) -> None:
        """Keep a batch until it is asked for."""
        self._waiting.append((plan, members))

    def next_done(self) -> tuple[range, Batch | None]:
        """Run the batch that has waited longest."""
        plan, members = self._waiting.pop(0)
        return members, run_batch(plan, members)

    def close(self) -> None:
        """Forget what waits."""
        self._waiting.clear()


class Processes:
    """Processes of this computer, started afresh (spawn), so that threads and open files of this one do no harm.

    A killed worker takes the others and all that is under way with it: they are started again for the next batch.

    Args:
        n_workers: Their number; None: one for each processor that this process may use.
    """

    def __init__(self, n_workers: int | None = None) -> None:
        """No process is started before the first batch."""
        self._n_workers = n_workers or n_processors()
        self._pool: ProcessPoolExecutor | None = None
        self._started: set[BaseProcess] = set()
        self._under_way: dict[Future[Batch], tuple[range, ProcessPoolExecutor]] = {}

    @property
    def n_workers(self) -> int:
        """Their number."""
        return self._n_workers

    @property
    def n_under_way(self) -> int:
        """Batches handed over and not given back."""
        return len(self._under_way)

    def submit(self, plan: bytes, members: range) -> None:
        """Hand over a batch; processes are started as they are needed."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._n_workers, context, initializer=_begin_work)
        with _starting():
            others = set(multiprocessing.active_children())
            try:
                future = self._pool.submit(run_batch, plan, members)
            except BrokenExecutor as error:  # a worker died while nothing was asked of it
                future = Future()
                future.set_exception(error)
            self._started.update(set(multiprocessing.active_children()) - others)
        self._under_way[future] = members, self._pool

    def next_done(self) -> tuple[range, Batch | None]:
        """Wait for any batch."""
        done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
        future = min(done, key=lambda one: self._under_way[one][0].start)
        members, pool = self._under_way.pop(future)
        try:
            return members, future.result()
        except BrokenExecutor:
            if pool is self._pool:  # not yet made again for an earlier batch
                self._end_workers()
            return members, None

    def close(self) -> None:
        """Kill the processes."""
        self._end_workers()
        self._under_way.clear()

    def _end_workers(self) -> None:
        pool, self._pool = self._pool, None
        for process in self._started:
            process.kill()
        self._started.clear()
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)


class Automatic(Processes):
    """Processes of this computer, but for what this one does in a few seconds by itself."""


class Cluster:
    """A Dask cluster: one that runs already, or one of this computer for as long as it is needed.

    Args:
        address: Of the scheduler, as host:port; None: start a cluster on this computer.
        n_workers: Workers of the cluster that is started; None: one for each processor.
    """

    def __init__(self, address: str | None = None, n_workers: int | None = None) -> None:
        """Find or start the cluster.

        Raises:
            UsageError: Dask is not installed, or nothing answers at the address, or not with this version of nuzuh.
        """
        try:
            import distributed  # noqa: PLC0415 (an extra)
        except ImportError:
            message = "Dask is not installed: pip install 'nuzuh[cluster]'"
            raise UsageError(message) from None
        self._lost: tuple[type[BaseException], ...] = (
            distributed.scheduler.KilledWorker,
            distributed.client.FutureCancelledError,
        )
        self._cluster = None if address else _local_cluster(n_workers or n_processors())
        try:
            self._client = distributed.Client(self._cluster or address, timeout=ANSWER_S, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            message = f"no Dask scheduler answers at '{address}': start one with 'dask scheduler'"
            raise UsageError(message) from error
        self._done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._under_way: dict[str, range] = {}
        if address:
            try:
                self._see_workers(address)
            except UsageError:
                self.close()
                raise

    def _see_workers(self, address: str) -> None:
        """See that there are workers, and that they can read what is sent to them: else they would end without a word.

        Raises:
            UsageError: There are none, or they have another version of nuzuh, or none of it.
        """
        try:
            self._client.wait_for_workers(1, timeout=ANSWER_S)
        except TimeoutError as error:
            message = f"the Dask scheduler at '{address}' has no workers: start some with 'dask worker {address}'"
            raise UsageError(message) from error
        versions = self._client.run(importlib.metadata.version, "nuzuh", on_error="return")
        others = [f"{worker} has {quoted(str(v))}" for worker, v in versions.items() if v != nuzuh.__version__]
        if others:
            message = f"not the nuzuh of this computer: {', '.join(others)}: install {nuzuh.__version__} on all of them"
            raise UsageError(message)

    @property
    def n_workers(self) -> int:
        """Processors of the cluster, as it is now; at least 1."""
        return max(self._n_processors(), 1)

    @property
    def n_under_way(self) -> int:
        """Batches handed over and not given back."""
        return len(self._under_way)

    def submit(self, plan: bytes, members: range) -> None:
        """Hand over a batch."""
        future = self._client.submit(_run_on_worker, plan, members, pure=False)
        self._under_way[future.key] = members
        future.add_done_callback(self._done.put)

    def next_done(self) -> tuple[range, Batch | None]:
        """Wait for any batch; one that runs already may run those of a lost worker again by itself, some times.

        Raises:
            ConnectionError: The scheduler does not answer any more, or has had no worker for a long time.
        """
        future = self._wait()
        members = self._under_way.pop(future.key)
        try:
            return members, future.result()
        except self._lost:
            return members, None

    def _wait(self) -> Any:
        last_seen = time.monotonic()
        while True:
            try:
                return self._done.get(timeout=1)
            except queue.Empty:
                if self._n_processors():
                    last_seen = time.monotonic()
                elif time.monotonic() - last_seen > GONE_S:
                    message = "the Dask cluster has no workers any more"
                    raise ConnectionError(message) from None

    def _n_processors(self) -> int:
        try:
            if self._client.status != "closed":
                return int(sum(self._client.nthreads().values()))
        except OSError:
            pass
        message = "the Dask scheduler does not answer any more"
        raise ConnectionError(message)

    def close(self) -> None:
        """Leave the cluster, and end it if it was started here."""
        self._under_way.clear()
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


def executor_of(name: str | Executor | None) -> Executor:
    """An executor by its name.

    Args:
        name: `here`, `processes`, `processes:4` (so many), `dask` (a cluster on this computer), `dask:4`, or
            `dask://host:port` (one that runs already); None: processes, where they pay; or an executor.

    Raises:
        UsageError: There is none of this name, or it cannot be used.
    """
    if name is None:
        return Automatic()
    if not isinstance(name, str):
        return name
    kind, _, rest = name.partition(":")
    if kind == "dask" and rest.startswith("//") and ADDRESS.fullmatch(rest[2:]):
        return Cluster(rest[2:])
    if name == "here":
        return Here()
    if kind in ("processes", "dask") and (not rest or (rest.isdecimal() and 0 < int(rest) < 10_000)):
        n_workers = int(rest) if rest else None
        return Processes(n_workers) if kind == "processes" else Cluster(n_workers=n_workers)
    message = f"no executor '{name}': {near_misses(name, NAMES)}"
    raise UsageError(message)


def n_processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_start_processes() -> bool:
    """Whether there are processors for them, and this process may have any."""
    return n_processors() > 1 and not multiprocessing.current_process().daemon


@contextmanager
def _starting() -> Iterator[None]:
    """While processes are started: they leave Ctrl-C to this one, and do not run the caller's script again.

    A spawned process imports the main module of its parent first. Nothing of it is needed here, and a script without
    `if __name__ == "__main__":` would start processes in its processes.
    """
    with _STARTING:
        main, is_main_thread = sys.modules["__main__"], threading.current_thread() is threading.main_thread()
        names = vars(main)
        hidden: dict[str, Any] = {name: names.pop(name) for name in ("__file__", "__spec__") if name in names}
        main.__spec__ = None
        before = signal.signal(signal.SIGINT, signal.SIG_IGN) if is_main_thread else None
        try:
            yield
        finally:
            names.update(hidden)
            if is_main_thread:
                signal.signal(signal.SIGINT, before)


def _local_cluster(n_workers: int) -> Any:
    """A cluster of this computer. How often a batch may lose its worker is counted by whoever hands it over."""
    import distributed  # noqa: PLC0415 (an extra)

    with _starting():
        return distributed.LocalCluster(
            n_workers=n_workers,
            threads_per_worker=1,
            dashboard_address=":0",  # any port that is free: the usual one may serve another cluster
            silence_logs="CRITICAL",
            scheduler_kwargs={"allowed_failures": 0, "dashboard": False},
        )


def _run_on_worker(plan: bytes, members: range) -> Batch:
    """Run a batch on a worker of Dask, where xarray would ask the scheduler for leave to write to memory."""
    import dask  # noqa: PLC0415 (an extra)

    with dask.config.set(scheduler="threads"):
        return run_batch(plan, members)


def _begin_work() -> None:
    """Leave Ctrl-C to the process that started this one, and end when it has died, even if it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent: BaseProcess | None = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(process: BaseProcess) -> None:
    process.join()
    os._exit(1)
