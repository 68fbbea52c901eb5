"""Registrations: files of dated counts, added up, corrected and interpolated as Flee does it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from nuzuh.errors import quoted
from nuzuh.scenario.flee.names import Names
from nuzuh.scenario.flee.rows import (
    MAX_PEOPLE,
    FleeFile,
    Row,
    is_there,
    is_whole,
    parse_day,
    parse_number,
    read_with_comments,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from nuzuh.scenario.flee.findings import Findings, Place
    from nuzuh.scenario.flee.period import Period

HEADERS = ("", "date", "datetime")
"""First cells by which Flee knows a header in a file of counts (and `#`, which makes a comment)."""
LAYOUT = "data_layout.csv"


@dataclass(frozen=True)
class Count:
    """One dated count.

    Args:
        day: Day of the run; negative before its start.
        value: The count.
        place: Where it stands.
    """

    day: int
    value: float
    place: Place


@dataclass(frozen=True)
class Series:
    """The counts of one camp, or the total.

    Args:
        name: Name in data_layout.csv.
        row: Its row there.
        counts: The counts, in the order of the file.
        source: Names of the files.
        is_derived: Whether the counts are added up or corrected.
    """

    name: str
    row: Row
    counts: tuple[Count, ...]
    source: str
    is_derived: bool = False

    def at(self, day: int) -> float:
        """The count on a day: linear between two rows, of which the second is the first that is later.

        Where rows are out of order that is not the nearest, as in Flee. Before the first row its value holds, after
        the last row the last one's.
        """
        if not self.counts:
            return 0.0
        if day < self.counts[0].day:
            return self.counts[0].value
        for before, after in pairwise(self.counts):
            if day < after.day:
                share = (day - before.day) / (after.day - before.day)
                return before.value + share * (after.value - before.value)
        return self.counts[-1].value

    @property
    def disorder(self) -> Place | None:
        """The first row whose date does not come after that of the row above."""
        for above, below in pairwise(self.counts):
            if below.day <= above.day:
                return below.place
        return None


def as_in_flee(files: list[list[Count]]) -> list[Count]:
    """The counts of a camp from those of its files, in their order; see `combined`."""
    added_up: list[Count] = files[0] if files else []
    for file in files[1:]:
        added_up = combined(added_up, file)
    return added_up


def read_all_series(
    folder: Path, period: Period, findings: Findings, add_up: Callable[[list[list[Count]]], list[Count]] = as_in_flee
) -> list[Series]:
    """Read data_layout.csv and the files that it names.

    Args:
        folder: Where they lie.
        period: Days of the run.
        findings: Faults are added here.
        add_up: How the counts of a camp are made of those of its files.

    Returns:
        Each series once, the total first.
    """
    found: dict[str, Series] = {}
    for row in read_with_comments(folder / LAYOUT, findings, ()).rows:
        name = row.text(0)
        if name in found:
            what = f"series {quoted(name)} stands twice (first on line {found[name].row.line})"
            findings.mend(row.place(), what, "delete one of them", "keeps the first", "only the first is kept")
        elif not name:
            findings.leave_out(row.place(), "the first cell is blank", "name the camp")
        else:
            found[name] = _series(row, folder, period, findings, add_up)
            _report_disorder(found[name], findings)
    return list(found.values())


def combined(running: Sequence[Count], added: Sequence[Count]) -> list[Count]:
    """Two tables of counts as one, as Flee adds them up.

    At a date of the first table, the second's last value before or on it is added. At a date of the second alone it
    is the first's next value, or its last. Rows of the first after the end of the second are dropped.

    Args:
        running: The first table, or what was added up so far.
        added: The second.
    """
    found: list[Count] = []
    at, last = 0, 0.0
    for count in added:
        while at < len(running) and running[at].day < count.day:
            found.append(replace(running[at], value=running[at].value + last))
            at += 1
        last = count.value
        if at < len(running) and running[at].day == count.day:
            found.append(replace(running[at], value=running[at].value + last))
            at += 1
        else:
            beside = running[min(at, len(running) - 1)].value if running else 0.0
            found.append(replace(count, value=last + beside))
    return found


def corrected(series: list[Series], path: Path, period: Period, findings: Findings) -> list[Series]:
    """Apply registration_corrections.csv: from a date on people were counted anew, so counts before it are scaled.

    Args:
        series: All series.
        path: The file; it may be absent.
        period: Days of the run.
        findings: Faults are added here.
    """
    found = {each.name: each for each in series}
    for row in read_with_comments(path, findings, ()).rows:
        name, day = row.text(0), parse_day(row.text(1))
        if len(row.cells) < 2:
            continue  # passed over by Flee, too
        if day is None:
            what = f"date {quoted(row.text(1))} is not a date"
            findings.leave_out(row.place(1), what, "write year-month-day, as 2013-12-01")
        elif day < period.start:
            continue  # passed over by Flee, too
        elif name not in found:
            what = f"no series is called {quoted(name)}"
            findings.warn(row.place(), what, f"nothing is corrected{Names('series', found).meant(name)}")
        else:
            found[name] = _corrected(found[name], row, period.day_of(day), findings)
    return list(found.values())


def _corrected(series: Series, row: Row, day: int, findings: Findings) -> Series:
    """A series with all rows above each row of a date scaled, one such row after the other."""
    counts = list(series.counts)
    rows = [ix for ix, count in enumerate(counts) if count.day == day]
    if not rows:
        what = f"{series.source} has no count on {row.text(1)}"
        findings.leave_out(row.place(1), what, "give a date that the file has")
        return series
    for ix in rows:
        if ix == 0:
            findings.warn(row.place(1), f"{row.text(1)} is the first row of {series.source}", "nothing is corrected")
        elif counts[ix - 1].value < 1:
            what = f"the count of {quoted(series.name)} before {row.text(1)} is {counts[ix - 1].value:g}"
            findings.leave_out(row.place(1), f"{what}: nothing can be scaled to a new count", "delete the row")
        else:
            factor = counts[ix].value / counts[ix - 1].value
            counts[:ix] = [replace(count, value=count.value * factor) for count in counts[:ix]]
    return replace(series, counts=tuple(counts), is_derived=True)


def _series(
    row: Row, folder: Path, period: Period, findings: Findings, add_up: Callable[[list[list[Count]]], list[Count]]
) -> Series:
    """A series from the files that a row of data_layout.csv names."""
    tables: list[list[Count]] = []
    files = [(cell, name) for cell, name in enumerate(row.cells) if cell > 0 and name]
    if not files:
        findings.mend(row.place(), "no file is named", "name one in the second cell", "takes 0", "taken as 0")
    read: list[str] = []
    for cell, name in files:
        file = read_with_comments(folder / name, findings, ())
        if not is_there(file.path):
            what = f"no file {quoted(name)} in the folder"
            mends = "leaves the file out", "the file is left out"
            findings.mend(row.place(cell), what, "put it there, or delete its name", *mends)
            continue
        added = _counts(file, period, findings)
        if file.is_read and not added:
            findings.mend(file.place, "no count in the file", "give a date and a count", "takes 0", "taken as 0")
        tables.append(added)
        read.append(name)
    return Series(row.text(0), row, tuple(add_up(tables)), " + ".join(read), is_derived=len(read) > 1)


def _counts(file: FleeFile, period: Period, findings: Findings) -> list[Count]:
    """The dated counts of a file; rows with a blank count are passed over."""
    found: list[Count] = []
    for ix, row in enumerate(file.rows):
        if (ix == 0 and row.text(0).casefold() in HEADERS) or (row.text(0) and not row.text(1)):
            continue
        when = parse_day(row.text(0))
        if when is None:
            what = f"date {quoted(row.text(0))} is not a date" if row.text(0) else "the first cell is blank"
            findings.leave_out(row.place(), what, "write year-month-day, as 2013-12-01")
            continue
        value = _value(row, findings)
        if value is not None:
            found.append(Count(period.day_of(when), value, row.place()))
    return found


def _value(row: Row, findings: Findings) -> float | None:
    """A count, or None where it cannot be used; Flee needs whole numbers."""
    text = row.text(1)
    value = parse_number(text)
    what = f"count {quoted(text)} is not a whole number"
    if value is None:
        findings.leave_out(row.place(1), what, "write digits, as 12345")
        return None
    if value < 0:
        findings.leave_out(row.place(1), f"count {quoted(text)} is below 0", "give a number from 0 up")
        return None
    if value > MAX_PEOPLE:
        findings.leave_out(row.place(1), f"count {quoted(text)} is more than all people", "correct it")
        return None
    if not is_whole(text):
        mends = f"reads it as {round(value)}", f"read as {round(value)}"
        findings.mend(row.place(1), what, f"write {round(value)}", *mends)
    return float(round(value))


def _report_disorder(series: Series, findings: Findings) -> None:
    place = series.disorder
    if place is not None:
        what = f"the dates of {quoted(series.name)} do not ascend from this row on"
        findings.warn(place, what, "read as Flee does: on each day, the first row that is later and the one above it")
