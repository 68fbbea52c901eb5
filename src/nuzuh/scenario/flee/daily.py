"""Tables with a row for each day and a column for each location: conflicts.csv and flood_level.csv."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nuzuh.errors import quoted
from nuzuh.scenario.flee.rows import FleeFile, Row, parse_number, read_with_header

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nuzuh.scenario.flee.findings import Findings
    from nuzuh.scenario.flee.names import Names
    from nuzuh.scenario.flee.period import Period

Spell = tuple[int, int, float]
"""First day, last day and value."""


def read_daily(path: Path, names: Names, period: Period, findings: Findings) -> dict[str, list[float]]:
    """Read a daily table: the value of each location on each day of the run.

    A row belongs to the day of its place in the file; what stands in the first column is not looked at.

    Args:
        path: The file.
        names: Names of the locations; other columns are left out.
        period: Days of the run.
        findings: Faults are added here.

    Returns:
        By location, a list with a value for each day.
    """
    file = read_with_header(path, findings)
    if file.header is None:
        if file.is_read:
            findings.error(file.place, "the file is empty", "give a header with the locations, and a row for each day")
        return {}
    columns = _columns(file.header, names, findings)
    rows = file.rows[: period.n_days]
    _check_widths(rows, max(columns.values(), default=0), findings)
    if len(rows) < period.n_days:
        _report_short(file, period, findings)
    n_held = period.n_days - len(rows)
    texts = {name: [row.text(cell) for row in rows] for name, cell in columns.items()}
    values = {name: _values(rows, columns[name], texts[name], findings) for name in columns}
    return {name: found + found[-1:] * n_held for name, found in values.items() if found}


def spells_of(values: Sequence[float]) -> list[Spell]:
    """Days in a row with the same value above 0.

    Examples:
        >>> spells_of([0, 2, 2, 1])
        [(1, 2, 2), (3, 3, 1)]
    """
    spells: list[Spell] = []
    for day, value in enumerate(values):
        if value <= 0:
            continue
        if spells and spells[-1][1] == day - 1 and spells[-1][2] == value:
            spells[-1] = spells[-1][0], day, value
        else:
            spells.append((day, day, value))
    return spells


def _columns(header: Row, names: Names, findings: Findings) -> dict[str, int]:
    """Which cell holds which location."""
    columns: dict[str, int] = {}
    for cell, name in enumerate(header.cells):
        if cell == 0:
            continue
        if not name:
            findings.warn(header.place(cell), "a column without a name", "left out")
        elif name not in names:
            what = f"column of an unknown location {quoted(name)}"
            findings.warn(header.place(cell), what, f"left out{names.meant(name)}")
        elif name in columns:
            what = f"column {quoted(name)} stands twice"
            kept = "keeps the first", "only the first is kept"
            findings.mend(header.place(cell), what, "delete one of them", *kept)
        else:
            columns[name] = cell
    return columns


def _check_widths(rows: list[Row], last: int, findings: Findings) -> None:
    """Rows that end before the last column."""
    short = [row for row in rows if len(row.cells) <= last]
    if short:
        what = f"the row has {len(short[0].cells)} cells, the header {last + 1} ({len(short)} such rows)"
        findings.mend(
            short[0].place(), what, "fill it up with 0", "takes 0 for the others", "the others are taken as 0"
        )


def _report_short(file: FleeFile, period: Period, findings: Findings) -> None:
    n_rows = len(file.rows)
    if n_rows == 0:
        findings.error(file.place, "no day in the file", "give a row for each day")
        return
    what = f"the table ends on day {n_rows - 1} ({period.date_of(n_rows - 1)}), the run on day {period.n_days - 1}"
    way_out = f"give a row for each day up to {period.end}"
    mended = f"the last day is held until {period.end}"
    findings.mend(file.end, what, way_out, "holds the last day", mended)


def _values(rows: list[Row], cell: int, texts: list[str], findings: Findings) -> list[float]:
    """The numbers of a column; each different text is read once."""
    known = {text: parse_number(text) for text in set(texts)}
    wrong = {text for text, value in known.items() if value is None or value < 0}
    for row, text in zip(rows, texts, strict=True):
        if text in wrong and cell < len(row.cells):
            known[text] = _mended(row, cell, known[text], findings)
            wrong.discard(text)
    return [known[text] or 0.0 for text in texts]


def _mended(row: Row, cell: int, value: float | None, findings: Findings) -> float:
    """What stands in for a value that cannot be one; the same text is reported once a column."""
    text = row.text(cell)
    what = f"{quoted(text)} is not a number" if text else "the cell is blank"
    if value is not None:
        what = f"value {text} is below 0"
    findings.mend(row.place(cell), what, "give a number from 0 up", "takes 0", "taken as 0")
    return 0.0
