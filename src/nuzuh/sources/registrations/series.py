"""The counts of one place in order of date, and what is doubtful about one of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from nuzuh.typing import Floats, Ints


@dataclass(frozen=True)
class Series:
    """The counts of one place in order of date.

    Args:
        place: Its name.
        days: Days since 1970-01-01, ascending.
        counts: Persons.
        lines: Line of each count in the file.
        cells: Position of each in its line.
    """

    place: str
    days: Ints
    counts: Floats
    lines: Ints
    cells: Ints

    def on(self, ix: int | np.signedinteger) -> str:
        """The date of a count, as it is written."""
        return str(np.datetime64(int(self.days[ix]), "D"))

    def doubt(self, ix: int, what: str, way_out: str) -> Doubt:
        """A doubt that stands where one of the counts does."""
        return Doubt(int(self.lines[ix]), int(self.cells[ix]), what, way_out)


@dataclass(frozen=True)
class Doubt:
    """One thing that is doubtful.

    Args:
        line: Line in the file.
        cell: Position in the line.
        what: What is doubtful.
        way_out: What to do about it.
    """

    line: int
    cell: int
    what: str
    way_out: str


def series_of(table: pd.DataFrame) -> list[Series]:
    """The places of a table in order of the file."""
    days = table["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    names, places = pd.factorize(table["location"])
    order = np.lexsort((days, names))
    columns = days, *(table[name].to_numpy() for name in ("n", "line", "cell"))
    ends = np.cumsum(np.bincount(names, minlength=len(places)))[:-1]
    parts = [np.split(column[order], ends) for column in columns]
    return [Series(str(name), *values) for name, *values in zip(places, *parts, strict=True)]
