"""Run: what was asked for, how far it is, and why it failed if it did."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, Final, Literal

State = Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]
Kind = Literal["run", "comparison", "folder"]
UNDER_WAY: Final = ("queued", "running")
RUN_ID: Final = re.compile(r"[0-9a-f]{12}")
"""Ids are made by the server; nothing else ever becomes a path."""


@dataclass(frozen=True)
class Part:
    """One of the ensembles of a run: the baseline or a what-if.

    Args:
        name: Of the what-if, or `baseline`.
        title: One line for people.
        note: What to know of it.
    """

    name: str
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class Run:
    """One run, as it is kept and as the API shows it.

    Args:
        id: Twelve hexadecimal digits.
        kind: A run; a comparison of kept runs; or a folder that `nuzuh run` has written.
        title: One line for people.
        scenario: Its key in the list of scenarios.
        what_ifs: By name; several that are done as one in a list of their own.
        params: That differ from the scenario's, by dotted name.
        members: Of each ensemble.
        seed: Of all random draws.
        engine: Its name.
        of: Ids of the runs that are compared; or the path of the folder.
        created: When it was asked for, as ISO time (UTC).
        started: When it began, or blank.
        finished: When it ended, or blank.
        state: How far it is.
        why: Why it failed, line by line; blank where it did not.
        parts: The ensembles, once it is done.
        done: Members that have been run.
        total: Members in all; 0 while nobody knows.
        phase: What is being done.
    """

    id: str
    kind: Kind
    title: str
    scenario: str
    what_ifs: tuple[str | tuple[str, ...], ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    members: int = 1
    seed: int = 1
    engine: str = "counts"
    of: tuple[str, ...] = ()
    created: str = ""
    started: str = ""
    finished: str = ""
    state: State = "queued"
    why: str = ""
    parts: tuple[Part, ...] = ()
    done: int = 0
    total: int = 0
    phase: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or is being run."""
        return self.state in UNDER_WAY

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def run_from_json(values: Mapping[str, Any]) -> Run:
    """A run as it was kept.

    Raises:
        TypeError: It is none.
        ValueError: It is none.
    """
    known = {one.name for one in fields(Run)}
    given = {name: value for name, value in values.items() if name in known}
    parts = tuple(Part(**part) for part in given.pop("parts", ()))
    what_ifs = tuple(tuple(one) if isinstance(one, list) else one for one in given.pop("what_ifs", ()))
    run = Run(**given | {"parts": parts, "what_ifs": what_ifs, "of": tuple(given.get("of", ()))})
    if not RUN_ID.fullmatch(run.id):
        message = f"no id of a run: {run.id!r}"
        raise ValueError(message)
    return run


def now() -> str:
    """The time, as it is kept.

    Examples:
        >>> now()[-1]
        'Z'
    """
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
