"""The cells of a spreadsheet as one row for each count: where, when, how many, and where it is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nuzuh.errors import quoted
from nuzuh.scenario.years import misdated
from nuzuh.sources.registrations.dates import WAY_OUT, Dates, read_dates
from nuzuh.sources.registrations.names import INVISIBLE, is_total
from nuzuh.sources.registrations.numbers import read_numbers

if TYPE_CHECKING:
    from nuzuh.sources.registrations.layout import Layout
    from nuzuh.sources.registrations.sheet import Sheet

MIN_IN_ORDER = 3
"""Dates that ascend, or descend, and twice as many as do not, before one among them is held to be a slip."""
Cell = tuple[int, int]
"""Position of a row in the sheet, or -1 for the header, and of a column."""


def records_of(sheet: Sheet, layout: Layout) -> pd.DataFrame:
    """All counts of a sheet in the order of the file; faults of cells are noted in the sheet.

    Args:
        sheet: The cells.
        layout: How they are read.

    Returns:
        location, date (timestamps), n (persons), line and cell (where it stands), row (position in the sheet).

    Raises:
        ScenarioError: Cells that cannot be read; all of them.
    """
    counted = _counts(sheet, layout)
    rows, cells = [row for row, _, _ in counted], [cell for _, cell, _ in counted]
    places = _places(sheet, layout, rows, cells)
    dates = _dates(sheet, layout, rows, cells, places)
    sheet.raise_errors()
    kept = [ix for ix, (place, when) in enumerate(zip(places, dates, strict=True)) if place and when]
    return pd.DataFrame(
        {
            "location": pd.Series([places[ix] for ix in kept], dtype=object),
            "date": pd.Series(pd.to_datetime([dates[ix] for ix in kept]).astype("datetime64[ns]")),
            "n": np.array([counted[ix][2] for ix in kept], dtype=np.float64),
            "line": np.array([sheet.rows[rows[ix]][0] for ix in kept], dtype=np.int64),
            "cell": np.array([cells[ix] for ix in kept], dtype=np.int64),
            "row": np.array([rows[ix] for ix in kept], dtype=np.int64),
        }
    )


def _line(sheet: Sheet, row: int) -> int:
    return sheet.rows[row][0] if row >= 0 else sheet.header_line


def _counts(sheet: Sheet, layout: Layout) -> list[tuple[int, int, float]]:
    """Row, column and number of each count; cells without one are passed over."""
    numbers = read_numbers({cells[at] for _, cells in sheet.rows for at in layout.counts})
    found = []
    for row, (line, cells) in enumerate(sheet.rows):
        for at in layout.counts:
            value = numbers.values.get(cells[at])
            if value is not None:
                found.append((row, at, value))
            elif cells[at] in numbers.wrong:
                wrong = numbers.wrong[cells[at]]
                sheet.error(line, at, f"count {wrong.what}", wrong.way_out)
                found.append((row, at, np.nan))  # so that its date and place are checked, too
    if numbers.grouped_by_points:
        text, value = numbers.grouped_by_points
        at_line, at_cell = _first(sheet, text, layout.counts)
        way_out = "write counts without separators of thousands if that is wrong"
        sheet.warn(at_line, at_cell, f"{quoted(text)} is read as {value:.0f}, as are all counts with points", way_out)
    return found


def _first(sheet: Sheet, text: str, columns: Iterable[int]) -> tuple[int, int]:
    """Line and position of the first cell with a text."""
    return next((line, at) for line, cells in sheet.rows for at in columns if cells[at] == text)


def _places(sheet: Sheet, layout: Layout, rows: list[int], cells: list[int]) -> list[str]:
    """The place of each count; empty where the row is left out."""
    if layout.is_by_site:
        _check_names(sheet, layout.counts)
        return [clean(sheet.header[cell]) for cell in cells]
    if layout.place is None:
        return [clean(sheet.file.path.stem) or "all"] * len(rows)
    names = {row: clean(sheet.rows[row][1][layout.place]) for row in set(rows)}
    blank = sorted(row for row, name in names.items() if not name)
    higher = [row for row in blank if any(sheet.rows[row][1][at] for at in layout.coarser)]
    if higher:
        name = quoted(sheet.header[layout.place])
        what = f"{_many(len(higher), 'row')} without {name} left out: counts of whole areas"
        sheet.warn(sheet.rows[higher[0]][0], layout.place, what, "name the place if one is meant")
    for row in sorted(set(blank) - set(higher)):
        way_out = "name it in each row; a merged cell has it in the first alone"
        sheet.error(sheet.rows[row][0], layout.place, "the place is blank", way_out)
    return [names[row] for row in rows]


def clean(name: str) -> str:
    """A name of a place without marks of direction, with single blanks."""
    return " ".join(name.translate(INVISIBLE).split())


def _many(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'s are' if n > 1 else ' is'}"


def _check_names(sheet: Sheet, columns: Iterable[int]) -> None:
    """Each site has one column."""
    seen: dict[str, int] = {}
    for at in columns:
        name = clean(sheet.header[at]).casefold()
        if name in seen:
            what = f"two columns are called {quoted(sheet.header[at])}"
            sheet.error(sheet.header_line, at, what, "give each site one column, or another name")
        seen[name] = at


def _dates(sheet: Sheet, layout: Layout, rows: list[int], cells: list[int], places: list[str]) -> list[date | None]:
    """The date of each count, None where the row is left out."""
    date_column = layout.date
    at = [(-1, cell) for cell in cells] if date_column is None else [(row, date_column) for row in rows]
    texts = {where: _text(sheet, where) for where in dict.fromkeys(at)}
    found = read_dates(text for text in texts.values() if text)
    unclear = set(found.unclear)
    read: dict[Cell, date | None] = {}
    for (row, cell), text in texts.items():
        read[row, cell] = found.values.get(text)
        if text not in found.values and text not in unclear:
            _report_date(sheet, (row, cell), text, found, layout)
    _report_order(sheet, texts, found)
    meant = _mended(sheet, layout, at, places, read)
    return [meant.get(where, read[where]) for where in at]


def _text(sheet: Sheet, where: Cell) -> str:
    row, cell = where
    return (sheet.rows[row][1][cell] if row >= 0 else sheet.header[cell]).translate(INVISIBLE)


def _report_date(sheet: Sheet, where: Cell, text: str, found: Dates, layout: Layout) -> None:
    """A date that cannot be read is an error, but in a row of totals."""
    row, cell = where
    others = sheet.rows[row][1] if row >= 0 else []
    is_sum = any(is_total(other) for at, other in enumerate(others) if at in (cell, layout.place) and other)
    if is_sum:
        sheet.warn(_line(sheet, row), cell, "a row of totals without a date is left out", "delete it")
    elif not text:
        sheet.error(_line(sheet, row), cell, "the date is blank", "give the day of the count, or delete the row")
    else:
        sheet.error(_line(sheet, row), cell, f"date {found.wrong[text].what}", found.wrong[text].way_out)


def _report_order(sheet: Sheet, texts: dict[Cell, str], found: Dates) -> None:
    if found.unclear:
        row, cell = next(where for where, text in texts.items() if text in found.unclear)
        what = f"in {quoted(texts[row, cell])} and all other rows the day and the month could be exchanged"
        sheet.error(_line(sheet, row), cell, what, WAY_OUT)
    if found.serial:
        row, cell = next(where for where, text in texts.items() if text == found.serial)
        what = f"{quoted(texts[row, cell])} is read as {found.values[texts[row, cell]]}, a day as Excel numbers them"
        sheet.warn(_line(sheet, row), cell, what, "format the column as dates if that is wrong")


def _mended(
    sheet: Sheet, layout: Layout, at: list[Cell], places: list[str], read: dict[Cell, date | None]
) -> dict[Cell, date]:
    """Dates whose year cannot be meant, by cell; each place is looked at by itself where a row is of one place."""
    is_shared = layout.date is None or layout.is_by_site
    series: dict[str, dict[Cell, date]] = defaultdict(dict)
    for where, place in zip(at, places, strict=True):
        when = read[where]
        if when is not None:
            series["" if is_shared else place][where] = when
    meant: dict[Cell, date] = {}
    for dated in series.values():
        runs = [
            (when, [cell for cell, _ in same])
            for when, same in groupby(sorted(dated.items()), key=lambda item: item[1])
        ]
        wrong = _wrong_years([when for when, _ in runs])
        meant |= {cell: when for ix, when in wrong.items() for cell in runs[ix][1]}
    for (row, cell), when in sorted(meant.items()):
        what = f"the year of {read[row, cell]} does not fit the dates above and below"
        sheet.warn(_line(sheet, row), cell, what, f"read as {when}: correct the year in the file")
    return meant


def _wrong_years(dates: list[date]) -> dict[int, date]:
    """Dates whose year cannot be meant, by position, where the others clearly ascend or descend."""
    n_up = sum(one < other for one, other in pairwise(dates))
    n_down = len(dates) - 1 - n_up
    if max(n_up, n_down) < max(MIN_IN_ORDER, 2 * min(n_up, n_down)):
        return {}
    if n_up > n_down:
        return misdated(dates)
    return {len(dates) - 1 - ix: when for ix, when in misdated(dates[::-1]).items()}
