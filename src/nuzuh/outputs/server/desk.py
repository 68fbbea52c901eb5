"""The desk: runs wait here for a worker, are done, cancelled or lost; and whoever looks on is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from nuzuh.errors import NuzuhError
from nuzuh.outputs.server.limits import Limits
from nuzuh.outputs.server.process import Worker
from nuzuh.outputs.server.run import Part, Run, now
from nuzuh.outputs.server.store import Store

INTERRUPTED = "the server was stopped before it was done: start it again"


class TooManyRunsError(NuzuhError):
    """No more runs are taken on; the text says what to do about it."""


class Desk:
    """Takes on runs, a few at once; the others wait in the order in which they came.

    All of it is called from the server's event loop, and nothing in it takes long.

    Args:
        store: Where runs are kept.
        limits: How many run, wait and are kept, and for how long one may run.
        worker: Makes a worker.
    """

    def __init__(self, store: Store, limits: Limits, worker: Callable[[], Worker] = Worker) -> None:
        """Nothing runs before `start`."""
        self.store, self.limits = store, limits
        self._make_worker = worker
        self._waiting: dict[str, str] = {}
        self._workers: dict[str, Worker] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._has_work = asyncio.Event()
        self._versions = count(1)
        self._version: dict[str, int] = {}
        self._lookers: set[asyncio.Future[None]] = set()
        self.is_closing = False

    def start(self) -> None:
        """Read what is kept, and let workers wait for runs."""
        self.store.load()
        for run in list(self.store.runs.values()):
            if run.is_under_way:
                self._change(replace(run, state="interrupted", why=INTERRUPTED, finished=now()))
        self._tasks = [asyncio.create_task(self._work()) for _ in range(self.limits.n_workers)]

    async def stop(self) -> None:
        """End all workers; what they were doing is interrupted, and so is what waited."""
        self.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for run in list(self.store.runs.values()):
            if run.is_under_way:
                self.store.clear(run.id)
                self.store.keep(replace(run, state="interrupted", why=INTERRUPTED, finished=now()))
        self.store.close()

    def close(self) -> None:
        """End all streams of events."""
        self.is_closing = True
        self._tell()

    def take(self, run: Run, path: str) -> None:
        """Take on a run.

        Args:
            run: Its id is the store's.
            path: Of the scenario or the folder.

        Raises:
            TooManyRunsError: There are too many already.
        """
        if len(self._waiting) >= self.limits.waiting:
            message = f"{len(self._waiting)} runs are waiting already: try again when some of them are done"
            raise TooManyRunsError(message)
        if len(self.store.runs) >= self.limits.kept:
            message = f"{len(self.store.runs):,} runs are kept already: delete some of them"
            raise TooManyRunsError(message)
        self._change(run)
        self._waiting[run.id] = path
        self._has_work.set()

    def place(self, run_id: str) -> int | None:
        """Place of a run among those that wait, from 1; None where it does not."""
        return list(self._waiting).index(run_id) + 1 if run_id in self._waiting else None

    def cancel(self, run_id: str) -> None:
        """End a run that waits or is being run."""
        run = self.store.runs[run_id]
        self._waiting.pop(run_id, None)
        self._end(replace(run, state="cancelled", why="cancelled"))
        if run_id in self._workers:
            self._workers[run_id].kill()

    def delete(self, run_id: str) -> None:
        """Forget a run and all its files; one that is under way is ended."""
        if self.store.runs[run_id].is_under_way:
            self.cancel(run_id)
        self.store.delete(run_id)
        self._version[run_id] = next(self._versions)
        self._tell()

    def news(self, seen: int) -> tuple[int, list[str]]:
        """Ids of runs that have changed, or gone, since a version; and the version now."""
        changed = [run_id for run_id, version in self._version.items() if version > seen]
        return max(self._version.values(), default=0), changed

    async def wait_for_news(self, seconds: float) -> None:
        """Wait until something changes, or for so long."""
        if self.is_closing:
            return
        looker = asyncio.get_running_loop().create_future()
        self._lookers.add(looker)
        try:
            await asyncio.wait([looker], timeout=seconds)
        finally:
            self._lookers.discard(looker)

    async def _work(self) -> None:
        worker = self._make_worker()
        try:
            while True:
                while not self._waiting:
                    self._has_work.clear()
                    await self._has_work.wait()
                run_id = next(iter(self._waiting))
                await self._do(worker, run_id, self._waiting.pop(run_id))
        finally:
            await worker.close()

    async def _do(self, worker: Worker, run_id: str, path: str) -> None:
        """A run from start to finish; whatever happens, the worker goes on to the next."""
        self._workers[run_id] = worker
        run = replace(self.store.runs[run_id], state="running", started=now())
        self._change(run)
        job = {"run": run.as_json(), "path": path, "store": str(self.store.folder.resolve())}

        def told(message: dict[str, Any]) -> None:
            known = self.store.runs.get(run_id)
            if known is not None and known.state == "running":
                self._note(replace(known, **message))

        try:
            async with asyncio.timeout(self.limits.run_s):
                parts = await worker.do(job, told)
            self._end(replace(self.store.runs.get(run_id, run), state="done", parts=tuple(Part(**p) for p in parts)))
        except TimeoutError:
            await worker.close()
            self._end(replace(run, state="failed", why=f"it took over {self.limits.run_s:,.0f} s: take fewer members"))
        except (NuzuhError, OSError, ValueError) as error:  # also a disk that is full, or an answer that is none
            self._end(replace(self.store.runs.get(run_id, run), state="failed", why=str(error)))
        finally:
            del self._workers[run_id]
            self.store.clear(run_id)

    def _end(self, run: Run) -> None:
        """Keep the end of a run, unless it has been ended before."""
        known = self.store.runs.get(run.id)
        if known is not None and known.is_under_way:
            self._change(replace(run, finished=now(), phase=""))

    def _change(self, run: Run) -> None:
        """Keep a run as it is now; those that wait may have moved up."""
        self.store.keep(run)
        self._note(run)
        for run_id in self._waiting:
            self._version[run_id] = next(self._versions)

    def _note(self, run: Run) -> None:
        """Tell how far a run is, without writing it down."""
        self.store.runs[run.id] = run
        self._version[run.id] = next(self._versions)
        self._tell()

    def _tell(self) -> None:
        for looker in self._lookers:
            if not looker.done():
                looker.set_result(None)
