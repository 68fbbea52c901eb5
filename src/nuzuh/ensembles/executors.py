"""Where batches are run: in this process, in processes of this computer, on a Dask cluster."""

from __future__ import annotations

import re
from typing import Protocol

from nuzuh.ensembles.batches import Batch, run_batch
from nuzuh.ensembles.cluster import Cluster
from nuzuh.ensembles.processes import Automatic, Processes
from nuzuh.errors import UsageError, near_misses

NAMES = ("here", "processes", "processes:4", "dask", "dask:4", "dask://host:port")
ADDRESS = re.compile(r"(?:\w+://)?[^\s/:]+:\d+")


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
