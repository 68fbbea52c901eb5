"""The file sim_period.csv: the first day, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nuzuh.errors import quoted
from nuzuh.scenario.flee.rows import Row, is_there, parse_day, read_with_comments, whole
from nuzuh.scenario.settings import MAX_DAYS

if TYPE_CHECKING:
    from pathlib import Path

    from nuzuh.scenario.flee.findings import Findings


@dataclass(frozen=True)
class Period:
    """The days of a run.

    Args:
        start: First day.
        n_days: Number of days.
    """

    start: date
    n_days: int

    @property
    def end(self) -> date:
        """Last day."""
        return self.date_of(self.n_days - 1)

    def date_of(self, day: int) -> date:
        """Date of a day's index."""
        return self.start + timedelta(days=day)

    def day_of(self, when: date) -> int:
        """Index of a date."""
        return (when - self.start).days


def read_period(path: Path, findings: Findings) -> Period | None:
    """Read sim_period.csv.

    Args:
        path: The file.
        findings: Faults are added here.

    Returns:
        The days, or None where they cannot be told.
    """
    file = read_with_comments(path, findings, ())
    if not file.is_read:
        if not is_there(path):
            findings.error(file.place, "no such file", "write 'StartDate,2013-12-01' and 'Length,300' on two lines")
        return None
    rows = {row.text(0).casefold(): row for row in file.rows}
    for key, example in {"startdate": "StartDate,2013-12-01", "length": "Length,300"}.items():
        if key not in rows:
            findings.error(file.place, f"no row {example.split(',')[0]}", f"add a row as '{example}'")
    start = _start(rows["startdate"], findings) if "startdate" in rows else None
    n_days = _length(rows["length"], findings) if "length" in rows else 0
    if start is None or n_days == 0:
        return None
    if n_days > (date.max - start).days:
        findings.error(rows["startdate"].place(1), "the run ends after the year 9999", "correct StartDate")
        return None
    return Period(start, n_days)


def _start(row: Row, findings: Findings) -> date | None:
    start = parse_day(row.text(1))
    if start is None:
        findings.error(row.place(1), f"StartDate {quoted(row.text(1))} is not a date", "write it as 2013-12-01")
    return start


def _length(row: Row, findings: Findings) -> int:
    """Number of days; 0 after a fault."""
    if row.text(1).startswith("-"):
        findings.error(row.place(1), f"Length {quoted(row.text(1))} is below 0", "give the number of days")
        return 0
    before = len(findings.faults)
    n_days = whole(row, 1, "Length", findings)
    if n_days == 0 and len(findings.faults) == before:
        findings.error(row.place(1), "the run has no days", "give their number")
    elif n_days > MAX_DAYS:
        findings.error(row.place(1), f"the run has {n_days} days", f"give at most {MAX_DAYS}")
        return 0
    return n_days
