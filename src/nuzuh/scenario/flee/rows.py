"""A CSV file as Flee reads it: rows, comments, header, and numbers in its cells."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from nuzuh.errors import quoted
from nuzuh.scenario.csvfile import CsvFile, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nuzuh.scenario.flee.findings import Findings, Place

MAX_PEOPLE = 10**10
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ ,']\d{3})+(?:\.\d+)?")


@dataclass(frozen=True)
class Row:
    """One row of a file.

    Args:
        file: The file that it stands in.
        line: Line on which it begins, from 1.
        raw: Its cells as Flee sees them.
        cells: The same without blanks around them.
    """

    file: CsvFile
    line: int
    raw: tuple[str, ...]
    cells: tuple[str, ...]

    def text(self, cell: int) -> str:
        """A cell; blank beyond the end."""
        return self.cells[cell] if cell < len(self.cells) else ""

    def place(self, cell: int = 0) -> Place:
        """Where a cell begins."""
        return str(self.file.path), *self.file.place(self.line, cell)


@dataclass
class FleeFile:
    """One file.

    Args:
        path: The file.
        header: The row that names the columns, if any.
        rows: The rows that hold data.
        is_read: Whether there is such a file, in an encoding that can be read.
    """

    path: Path
    header: Row | None = None
    rows: list[Row] = field(default_factory=list)
    is_read: bool = True

    @property
    def place(self) -> Place:
        """The file as a whole."""
        return str(self.path), 0, 0

    @property
    def end(self) -> Place:
        """The last row."""
        return self.rows[-1].place() if self.rows else self.place

    def attributes(self, first: int) -> Iterator[tuple[int, str]]:
        """Columns from one on that the header names, by position."""
        for cell, name in enumerate(self.header.cells if self.header else ()):
            named = name.strip('" ')
            if cell >= first and named:
                yield cell, named


def read_with_comments(path: Path, findings: Findings, columns: tuple[str, ...]) -> FleeFile:
    """Read a file whose columns stand at fixed places, below a header that is a comment to Flee.

    Args:
        path: The file; its absence is no fault.
        findings: Faults are added here.
        columns: Names of the first columns, by which a header without `#` is known.
    """
    found = FleeFile(path)
    for row in _rows(found, findings):
        is_comment = row.cells[0].startswith("#")
        if is_comment and not found.rows:
            found.header = row if len(row.cells) > 1 else found.header
        elif not is_comment and not found.rows and row.cells[0] in columns:
            found.header = row
            way_out = "begin the header with #, or delete it; it is left out"
            findings.warn(row.place(), "Flee takes the header for a row", way_out)
        elif not is_comment:
            found.rows.append(row)
    return found


def read_with_header(path: Path, findings: Findings) -> FleeFile:
    """Read a file whose first row names its columns.

    Args:
        path: The file; its absence is no fault.
        findings: Faults are added here.
    """
    found = FleeFile(path)
    rows = _rows(found, findings)
    found.header = rows[0] if rows else None
    found.rows = [row for row in rows[1:] if not row.cells[0].startswith("#")]
    return found


def _rows(found: FleeFile, findings: Findings) -> list[Row]:
    """All rows that hold anything."""
    if not is_there(found.path):
        found.is_read = False
        return []
    file = read_text(found.path)
    findings.faults += file.faults
    found.is_read = not file.faults
    rows = []
    reader = csv.reader(file.lines)
    line = 1
    try:
        for raw in reader:
            cells = tuple(cell.strip() for cell in raw)
            if any(cells):
                rows.append(Row(file, line, tuple(raw), cells))
            line = reader.line_num + 1
    except csv.Error as error:  # one cell holds more than the csv module takes
        findings.error((str(found.path), *file.place(line, 0)), f"not a CSV file ({error})", "look for a lone quote")
        found.is_read = False
    return rows


def is_there(path: Path) -> bool:
    """Whether there is a file; of a name that no file can have, there is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_whole(text: str) -> bool:
    """Whether Python, and Flee with it, reads a text as a whole number."""
    try:
        int(text)
    except ValueError:
        return False
    return True


def whole(row: Row, cell: int, name: str, findings: Findings) -> int:
    """A whole number from 0 up, or 0 for a blank.

    Args:
        row: The row.
        cell: Position of the cell.
        name: What it is, for the message.
        findings: Faults are added here.
    """
    text = row.text(cell) or "0"
    value = int(text) if is_whole(text) else _meant_whole(row, cell, name, findings)
    if value < 0:
        way_out = "give a number from 0 up"
        findings.mend(row.place(cell), f"{name} {value} is below 0", way_out, "reads it as 0", "read as 0")
    elif value > MAX_PEOPLE:
        findings.error(row.place(cell), f"{name} {quoted(text)} is more than all people", "correct it")
    return value if 0 <= value <= MAX_PEOPLE else 0


def _meant_whole(row: Row, cell: int, name: str, findings: Findings) -> int:
    text = row.text(cell)
    what = f"{name} {quoted(text)} is not a whole number"
    meant = parse_number(text)
    if meant is None:
        findings.error(row.place(cell), what, "write digits, as 12345")
        return 0
    value = round(meant)
    findings.mend(row.place(cell), what, f"write {value}", f"reads it as {value}", f"read as {value}")
    return value


def number(row: Row, cell: int, name: str, findings: Findings) -> float | None:
    """A number, or None and a fault.

    Args:
        row: The row.
        cell: Position of the cell.
        name: What it is, for the message.
        findings: Faults are added here.
    """
    text = row.text(cell)
    value = parse_number(text)
    if value is None:
        what = f"{name} {quoted(text)} is not a number" if text else f"{name} is blank"
        findings.error(row.place(cell), what, "write digits, as 12.5")
    elif GROUPED.fullmatch(text):
        shown = f"{value:.15g}"
        what = f"{name} {quoted(text)} is grouped"
        findings.mend(row.place(cell), what, f"write {shown}", f"reads it as {shown}", f"read as {shown}")
    return value


def parse_number(text: str) -> float | None:
    """A finite number, also where its digits are grouped; None for any other text.

    Examples:
        >>> parse_number("22,849")
        22849.0
    """
    plain = re.sub("[ ,']", "", text) if GROUPED.fullmatch(text) else text
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def parse_day(text: str) -> date | None:
    """A day as Flee reads it: year-month-day, leading zeros or none; None for any other text.

    Examples:
        >>> parse_day("2013-1-5")
        datetime.date(2013, 1, 5)
    """
    parts = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    try:
        return date(*(int(part) for part in parts.groups())) if parts else None
    except ValueError:
        return None
