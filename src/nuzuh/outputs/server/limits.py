"""How much the server takes on: sizes, times, and work."""

from __future__ import annotations

import os
from dataclasses import dataclass

from nuzuh.ensembles.processors import n_processors

NICENESS = 5
"""Of processes that run: a third of the time of others where processors are short."""


@dataclass(frozen=True)
class Limits:
    """What a request, a run and the server may take.

    Args:
        body_bytes: Of a request.
        request_s: For a request to arrive whole, in seconds.
        stream_s: After which a stream of events ends, in seconds; browsers open it again.
        at_once: Runs at once, each in a process of its own; 0: as many as there are processors.
        waiting: Runs that may wait.
        kept: Runs that may be kept.
        run_s: For a run, in seconds.
        members: Of a run.
        work: Members times days times locations of an ensemble; 280,000 take about a second.
        persons: People whom the engine of persons may move.
    """

    body_bytes: int = 2**20
    request_s: float = 30.0
    stream_s: float = 600.0
    at_once: int = 0
    waiting: int = 100
    kept: int = 2_000
    run_s: float = 3_600.0
    members: int = 1_000
    work: int = 100_000_000
    persons: int = 20_000_000

    @property
    def n_workers(self) -> int:
        """Runs at once."""
        return self.at_once or n_processors()

    def most_members(self, n_days: int, n_locations: int, population: int) -> dict[str, int]:
        """The most members that a run of a scenario may have, by engine; 0 where it is too large for one.

        Examples:
            >>> Limits().most_members(153, 220, 4_000_000)
            {'counts': 1000, 'mean': 1000, 'persons': 16}
        """
        by_place = max(n_days * n_locations, 1)
        by_person = max(n_days * population // 100, by_place)  # a day of 100 persons takes the time of a location's
        persons = self.work // by_person if population <= self.persons else 0
        counts = min(self.members, self.work // by_place)
        return {"counts": counts, "mean": counts, "persons": min(self.members, persons)}


def lower_priority() -> None:
    """Let pages go before runs, and let the system end a run before anything else where memory is short."""
    if hasattr(os, "nice"):
        os.nice(max(0, NICENESS - os.nice(0)))
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:  # noqa: PTH123 (a switch of Linux)
            file.write("800")
    except OSError:
        pass
