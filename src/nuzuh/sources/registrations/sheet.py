"""A spreadsheet as cells, with whatever stands above them: separator, title lines, header, row of HXL tags."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, islice
from pathlib import Path

from nuzuh.errors import Fault, ScenarioError, quoted
from nuzuh.scenario.csvfile import CsvFile, read_text
from nuzuh.sources.registrations.names import TAG

MAX_BYTES = 50_000_000
"""A million rows; more is another kind of file."""
SEPARATORS = (",", ";", "\t", "|")
SHOWN_FIRST = 30
"""Rows by which the separator and the header are told."""

Row = tuple[int, list[str]]
"""Line on which the row begins, and its cells without surrounding blanks."""


@dataclass
class Sheet:
    """The cells of a file, and what is found wrong with them.

    Args:
        file: The file as text.
        separator: What parts its cells.
        header: Names of the columns; where there is nothing but HXL tags, these.
        tags: HXL tag of each column; blank where there is none.
        header_line: Line of the header.
        rows: Lines, and cells: as many as the header has.
        faults: Errors and warnings, as they are found.
    """

    file: CsvFile
    separator: str = ","
    header: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    header_line: int = 1
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def error(self, line: int, cell: int, what: str, way_out: str) -> None:
        """Note what cannot be used; the cell counts from 0, and is -1 where the whole line is meant."""
        self.faults.append(Fault(*self.place(line, cell), what, way_out))

    def warn(self, line: int, cell: int, what: str, way_out: str) -> None:
        """Note what is read otherwise than it stands, or not at all."""
        self.faults.append(Fault(*self.place(line, cell), what, way_out, "warning"))

    def raise_errors(self) -> None:
        """Stop with all faults so far if one of them is an error.

        Raises:
            ScenarioError: It is.
        """
        if any(fault.level == "error" for fault in self.faults):
            raise ScenarioError(set(self.faults))

    def place(self, line: int, cell: int) -> tuple[str, int, int]:
        """File, line and character at which a cell of the row that begins on a line begins."""
        path = str(self.file.path)
        if cell < 0 or not 1 <= line <= len(self._starts):
            return path, line, 0
        at = self._starts[line - 1]
        for _ in range(cell):
            match = self._cell.match(self.file.text, at)
            if match is None or self.file.text[match.end() : match.end() + 1] != self.separator:
                break
            at = match.end() + 1
        blanks = self._cell.match(self.file.text, at)
        return path, *self.file.place_of(blanks.start("cell") if blanks else at)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line) for line in self.file.lines[:-1])]

    @cached_property
    def _cell(self) -> re.Pattern[str]:
        return _cell_pattern(self.separator)


def read_sheet(path: Path) -> Sheet:
    """Read the cells of a CSV file; they may be parted by commas, semicolons, tabs or bars.

    Args:
        path: The file.

    Raises:
        ScenarioError: It is too large, no text in UTF-8, no CSV, or has no rows below a header.
    """
    sheet = Sheet(_text_of(path))
    sheet.separator = _separator(sheet.file.lines)
    rows = _rows(sheet)
    sheet.raise_errors()
    _set_header(sheet, rows)
    _pad(sheet)
    sheet.raise_errors()
    return sheet


def _text_of(path: Path) -> CsvFile:
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        size = 0  # `read_text` says what is wrong
    if size > MAX_BYTES:
        what = f"the file has {size / 1e6:,.0f} million bytes"
        way_out = f"give at most {MAX_BYTES / 1e6:.0f} million: the columns of place, date and count alone"
        raise ScenarioError([Fault(str(path), 0, 0, what, way_out)])
    try:
        file = read_text(path)
    except ValueError:  # a null character in the name
        file = CsvFile(path, faults=[Fault(str(path), 0, 0, "no file can have this name", "give another")])
    if file.faults:
        raise ScenarioError(file.faults)
    return file


def _separator(lines: Sequence[str]) -> str:
    """The separator by which most of the first rows have the same number of cells, and the most of them."""
    first = list(islice((line for line in lines if line.strip() and not line.startswith("# ")), SHOWN_FIRST))

    def fit(separator: str) -> tuple[int, int]:
        widths = Counter(1 + sum(m.group(0) == separator for m in _SPLIT[separator].finditer(line)) for line in first)
        del widths[1]
        width, n = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        return n, width

    return max(SEPARATORS, key=fit)


_SPLIT = {separator: re.compile(rf'"[^"]*"|{re.escape(separator)}') for separator in SEPARATORS}


def _cell_pattern(separator: str) -> re.Pattern[str]:
    """A cell as the csv module sees it; see `scenario.csvfile.CELL`."""
    return re.compile(rf' *(?P<cell>"[^"]*(?:""[^"]*)*"?|[^{re.escape(separator)}\r\n]*)')


def _rows(sheet: Sheet) -> list[Row]:
    """Rows that hold anything and are no comments."""
    found: list[Row] = []
    reader = csv.reader(sheet.file.lines, delimiter=sheet.separator, skipinitialspace=True, strict=True)
    line = 1
    try:
        for raw in reader:
            cells = [cell.strip() for cell in raw]
            if any(cells) and not cells[0].startswith("# ") and cells[0] != "#":
                found.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        if "expected after" in str(error):
            sheet.error(line, -1, "text after a closing quote", "write a quote inside quotes twice, or remove it")
        elif "unexpected end" in str(error):
            sheet.error(line, -1, "a quote is opened and never closed", "close it, or remove it")
        else:
            sheet.error(line, -1, f"not a CSV file ({error})", "save it as CSV in UTF-8")
    return found


def _set_header(sheet: Sheet, rows: list[Row]) -> None:
    """Find the header: the row above that of HXL tags, or the first that is no title."""
    if not rows:
        sheet.error(1, 0, "the file is empty", "begin with a header, as location,date,n")
        sheet.raise_errors()
    first = rows[:SHOWN_FIRST]
    tagged = next((at for at, (_, cells) in enumerate(first) if _is_tags(cells)), None)
    titles = next((at for at, (_, cells) in enumerate(first) if sum(map(bool, cells)) > 1), 0)
    at = titles if tagged is None else max(tagged - 1, 0)
    sheet.header_line, sheet.header = rows[at]
    if tagged is not None:
        sheet.tags = rows[tagged][1]
    sheet.rows = rows[max(at, -1 if tagged is None else tagged) + 1 :]
    width = max(len(sheet.header), len(sheet.tags))
    sheet.header = sheet.header + [""] * (width - len(sheet.header))
    sheet.tags = sheet.tags + [""] * (width - len(sheet.tags))
    if not sheet.rows:
        sheet.error(sheet.header_line, 0, "there is no row below the header", "add rows, as Camp,2020-01-31,1200")


def _is_tags(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(TAG.fullmatch(cell) for cell in filled)


def _pad(sheet: Sheet) -> None:
    """Give every row as many cells as the header has; one that has more is no row of this table."""
    width = len(sheet.header)
    for line, cells in sheet.rows:
        if len(cells) < width:
            cells.extend([""] * (width - len(cells)))
        elif any(cells[width:]):
            what = f"the row has {len(cells)} cells, the header {width}"
            cell = quoted(sheet.separator) if sheet.separator != "\t" else "a tab"
            sheet.error(line, width, what, f"put cells that hold {cell} in quotes, or complete the header")
