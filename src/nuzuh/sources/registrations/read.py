"""Counts of displaced persons from a spreadsheet: read, merged, and looked at with doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nuzuh.scenario.observations import REPORTED
from nuzuh.sources.registrations.doubts import doubts
from nuzuh.sources.registrations.layout import layout_of
from nuzuh.sources.registrations.merge import merged
from nuzuh.sources.registrations.records import records_of
from nuzuh.sources.registrations.sheet import Sheet, read_sheet

if TYPE_CHECKING:
    import pandas as pd

    from nuzuh.errors import Fault

OWN: Final = {"date", "quantity", "status"}
"""Columns by which nuzuh's own table of observations is known among the spreadsheets of others."""


@dataclass(frozen=True)
class Counts:
    """Counts of displaced persons by place and date.

    Args:
        rows: location, date (timestamps), n (persons) and line (in the file), each place and date once, in the order of
            the file.
        faults: Warnings: what is read otherwise than it stands, and what is doubtful.
        layout: In words, how the file is read.
    """

    rows: pd.DataFrame
    faults: tuple[Fault, ...]
    layout: str


def read_counts(path: str | Path, today: date | None = None) -> Counts:
    """Read the registrations of a crisis from a CSV file, whatever its layout.

    Args:
        path: The file; see docs/registrations.md for those that are known.
        today: The day after which dates lie in the future; the present one if not given.

    Raises:
        ScenarioError: A file that cannot be read, or cells in it; all faults, warnings included.
    """
    sheet = read_sheet(Path(path))
    _leave_out_reported(sheet)
    layout = layout_of(sheet)
    table = merged(records_of(sheet, layout), sheet, layout)
    if table.empty:
        sheet.error(sheet.header_line, 0, "there are no counts", "give numbers of persons below the header")
        sheet.raise_errors()
    doubtful = doubts(table, sheet.place, today or datetime.now(tz=UTC).date())
    rows = table[["location", "date", "n", "line"]]
    return Counts(rows, tuple(sorted({*sheet.faults, *doubtful})), layout.words)


def _leave_out_reported(sheet: Sheet) -> None:
    """Drop the rows of a table of observations that were read from reports and not accepted: nothing uses them.

    Raises:
        ScenarioError: There are no others.
    """
    if not OWN.issubset(sheet.header):
        return
    at = sheet.header.index("status")
    reported = [line for line, cells in sheet.rows if cells[at] == REPORTED]
    if not reported:
        return
    n, verb = len(reported), "is" if len(reported) == 1 else "are"
    what = f"{n:,} of {len(sheet.rows):,} rows {verb} read from a report and not accepted"
    sheet.warn(reported[0], at, what, "left out; 'nuzuh accept' lists them")
    sheet.rows = [(line, cells) for line, cells in sheet.rows if cells[at] != REPORTED]
    if not sheet.rows:
        sheet.error(reported[0], at, "there are no other rows", "accept some, or add counts")
        sheet.raise_errors()
