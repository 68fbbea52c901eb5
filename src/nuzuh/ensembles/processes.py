"""Processes of this computer, at work on batches."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from multiprocessing.process import BaseProcess
from typing import Any

from nuzuh.ensembles.batches import Batch, run_batch
from nuzuh.ensembles.processors import n_processors

_STARTING = threading.Lock()


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
            self._pool = ProcessPoolExecutor(self._n_workers, context, initializer=begin_work)
        are_all_there = len(self._started) >= self._n_workers  # else Ctrl-C would be lost at each batch handed over
        with nullcontext() if are_all_there else starting_processes():
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


def can_start_processes() -> bool:
    """Whether there are processors for them, and this process may have any."""
    return n_processors() > 1 and not multiprocessing.current_process().daemon


@contextmanager
def starting_processes() -> Iterator[None]:
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


def begin_work() -> None:
    """Leave Ctrl-C to the process that started this one, and end when it has died, even if it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent: BaseProcess | None = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(process: BaseProcess) -> None:
    process.join()
    os._exit(1)
