"""A Dask cluster, at work on batches."""

from __future__ import annotations

import importlib.metadata
import queue
import time
from typing import Any

import nuzuh
from nuzuh.ensembles.batches import Batch, run_batch
from nuzuh.ensembles.processes import starting_processes
from nuzuh.ensembles.processors import n_processors
from nuzuh.errors import UsageError, quoted

ANSWER_S = 10
"""How long a scheduler and its first worker are waited for, in seconds."""
GONE_S = 60
"""A cluster without a worker for so long is given up."""


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
        self._under_way: dict[Any, range] = {}
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
        self._under_way[future] = members  # and kept so: what nobody holds any more is cancelled
        future.add_done_callback(self._done.put)

    def next_done(self) -> tuple[range, Batch | None]:
        """Wait for any batch; one that runs already may run those of a lost worker again by itself, some times.

        Raises:
            ConnectionError: The scheduler does not answer any more, or has had no worker for a long time.
        """
        future = self._wait()
        members = self._under_way.pop(future)
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


def _local_cluster(n_workers: int) -> Any:
    """A cluster of this computer. How often a batch may lose its worker is counted by whoever hands it over."""
    import distributed  # noqa: PLC0415 (an extra)

    with starting_processes():
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
