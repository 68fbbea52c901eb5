"""What can go wrong, each with the exit code of the command line.

```
NuzuhError            4  the run failed
├── UsageError        2  a call or a command that cannot be carried out as written
│   ├── ParamsError   2  an unknown or impossible parameter
│   └── WhatIfError   2  a what-if that cannot be done as asked; all reasons are in `.refused`
├── ScenarioError     3  the scenario has faults; all of them are in `.faults`
└── BalanceError      4  people appeared or vanished: a fault of the program, never clamped
```
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import ClassVar, Literal


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong with a scenario, where it stands, and the way out.

    Args:
        file: Path as the user wrote it, or the name of a table that never was a file.
        line: Line in the file, from 1; 0 where the whole file is meant.
        column: Character in the line, from 1; 0 where the whole line is meant.
        what: What is wrong.
        way_out: What to do about it.
        level: An `error` stops a run; a `warning` does not.

    Examples:
        >>> print(Fault("routes.csv", 3, 7, "unknown location 'Idlip'", "did you mean 'Idlib'?"))
        routes.csv:3:7: unknown location 'Idlip': did you mean 'Idlib'?
    """

    file: str
    line: int
    column: int
    what: str
    way_out: str
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """The fault on one line, as compilers write theirs."""
        place = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])
        warning = "warning: " if self.level == "warning" else ""
        return f"{place}: {warning}{self.what}: {self.way_out}"


class NuzuhError(Exception):
    """Anything that nuzuh reports by itself."""

    exit_code: ClassVar[int] = 4


class UsageError(NuzuhError):
    """A call or a command that cannot be carried out as written."""

    exit_code: ClassVar[int] = 2


class ParamsError(UsageError):
    """An unknown or impossible parameter."""


class WhatIfError(UsageError):
    """A what-if that cannot be done as asked.

    Args:
        name: Of the what-if.
        refused: All that is wrong: the argument (empty where no single one is meant), what, and the way out.
    """

    def __init__(self, name: str, refused: Iterable[tuple[str, str, str]]) -> None:
        """Keep what is wrong with each argument: whoever read it from a file adds where."""
        self.refused = tuple(refused)
        super().__init__("\n".join(f"{name}: {what}: {way_out}" for _, what, way_out in self.refused))


class ScenarioError(NuzuhError):
    """A scenario with faults.

    Args:
        faults: All of them, warnings included.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults, in order of file and line."""
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class BalanceError(NuzuhError):
    """The books do not balance: people appeared or vanished."""


@lru_cache(maxsize=4096)  # the same unknown name often stands in hundreds of rows
def close_names(word: str, known: tuple[str, ...]) -> list[str]:
    """The names that may have been meant by a word, at most three, the most similar first."""
    folded = {name.casefold(): name for name in known}
    return [folded[name] for name in get_close_matches(word.casefold(), list(folded), n=3, cutoff=0.6)]


def near_misses(word: str, known: Sequence[str]) -> str:
    """Suggest what may have been meant, or list what there is.

    Args:
        word: What was written.
        known: What could have been written.

    Returns:
        A clause to stand behind the colon of an error.

    Examples:
        >>> near_misses("Idlip", ["Idlib", "Ariha"])
        "did you mean 'Idlib'?"
        >>> near_misses("x", ["camp", "town"])
        'one of camp, town'
    """
    close = close_names(word, tuple(known))
    if close:
        return f"did you mean {' or '.join(repr(name) for name in close)}?"
    if not known:
        return "there is none to choose from"
    shown = ", ".join(known[:12])
    return f"one of {shown}{' …' if len(known) > 12 else ''}"


def quoted(text: str) -> str:
    r"""What a user wrote, in quotes on one line; control characters are escaped, the middle of a long text left out.

    Examples:
        >>> print(quoted("Idlib" + chr(7)))
        'Idlib\x07'
    """
    whole = text if len(text) <= 60 else f"{text[:40]} … {text[-15:]}"
    return "'" + "".join(c if c.isprintable() else repr(c)[1:-1] for c in whole) + "'"
