"""Counts of displaced persons from a spreadsheet: read, merged, and looked at with doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nuzuh.sources.registrations.doubts import doubts
from nuzuh.sources.registrations.layout import layout_of
from nuzuh.sources.registrations.merge import merged
from nuzuh.sources.registrations.records import records_of
from nuzuh.sources.registrations.sheet import read_sheet

if TYPE_CHECKING:
    import pandas as pd

    from nuzuh.errors import Fault


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
    layout = layout_of(sheet)
    table = merged(records_of(sheet, layout), sheet, layout)
    if table.empty:
        sheet.error(sheet.header_line, 0, "there are no counts", "give numbers of persons below the header")
        sheet.raise_errors()
    doubtful = doubts(table, sheet.place, today or datetime.now(tz=UTC).date())
    rows = table[["location", "date", "n", "line"]]
    return Counts(rows, tuple(sorted({*sheet.faults, *doubtful})), layout.words)
