"""A CSV file as rows of cells, each with the line and the character at which it begins."""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from nuzuh.errors import Fault, quoted

Row = tuple[int, list[str]]
"""Line on which the row begins, and its cells without surrounding blanks."""
CELL = re.compile(r' *(?P<cell>"[^"]*(?:""[^"]*)*"?|[^,\r\n]*)')
"""A cell as the csv module sees it: a quote counts at the beginning alone, and two within quotes stand for one."""
NEEDS_QUOTES = re.compile(r'[,"\r\n]|^#[ \t]|^#$')
MARKS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"PK\x03\x04": "an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an Excel workbook",
}
"""First bytes of files that are often given the name of a CSV."""


@dataclass
class CsvFile:
    """What a CSV file holds, as far as it could be read.

    Args:
        path: The file.
        text: All of it, without the byte order mark.
        rows: Rows that hold anything; comment lines and the row of HXL tags under the header are left out.
        faults: What is wrong with the file as such.
        tags: The row of HXL tags; None where there is none.
    """

    path: Path
    text: str = ""
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    tags: Row | None = None

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text with their ends, as the csv module counts them."""
        return list(io.StringIO(self.text, newline=""))

    def place(self, line: int, cell: int) -> tuple[int, int]:
        """Line and character, from 1, at which a cell of the row that begins on a line begins."""
        if not 1 <= line <= len(self.lines):
            return line, 0
        offsets, end = self.cells(line)
        return self.place_of(offsets[cell] if cell < len(offsets) else end)

    def cells(self, line: int) -> tuple[list[int], int]:
        """Offsets in the text at which the cells of a row begin, and the one at which the row ends.

        A cell whose quotes go wrong is the last.
        """
        offsets = []
        at = self._starts[line - 1]
        while match := CELL.match(self.text, at):  # always: a blank cell matches, too
            offsets.append(match.start("cell"))
            at = match.end() + 1
            if self.text[at - 1 : at] != ",":
                break
        return offsets, at - 1

    def place_of(self, offset: int) -> tuple[int, int]:
        """Line and character, from 1, of an offset in the text."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line) for line in self.lines[:-1])]


def read_csv(path: Path) -> CsvFile:
    """Read a CSV file of any line ending, with or without a byte order mark; it must be UTF-8.

    Args:
        path: The file.

    Returns:
        Its rows and its faults. After a quote that goes wrong no further row is read.
    """
    found = read_text(path)
    rows = _Rows(found.lines)
    try:
        for row in rows:
            found.rows.append(row)
    except csv.Error as error:
        found.faults.append(_misquoted(found, rows.last, error))
    if not found.rows and not found.faults:
        found.faults.append(Fault(str(path), 1, 1, "the file is empty", "begin with a header, or delete the file"))
    if len(found.rows) > 1 and all(cell.startswith("#") for cell in found.rows[1][1] if cell):
        found.tags = found.rows.pop(1)
    return found


def read_text(path: Path) -> CsvFile:
    """Read the text of a CSV file alone, for formats whose rows follow other rules.

    Args:
        path: The file.

    Returns:
        Its text and the faults of its encoding; no rows.
    """
    found = CsvFile(path)
    found.text = _decode(path, found)
    return found


def write_csv(rows: Iterable[Sequence[str]]) -> str:
    """The text of a CSV file that `read_csv` gives back cell by cell.

    The csv module leaves a lone carriage return without quotes, which would end the row when read again.
    """
    return "".join(",".join([_quoted_cell(cell) for cell in row]) + "\n" for row in rows)


class _Rows:
    """Rows of cells; a comment line is only one where a row could begin."""

    def __init__(self, lines: list[str]) -> None:
        self.last = 1
        self._lines = lines
        self._is_between_rows = True
        self._reader = csv.reader(self._fed(), skipinitialspace=True, strict=True)

    def __iter__(self) -> Iterator[Row]:
        for cells in self._reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield self.last, stripped
            self._is_between_rows = True

    def _fed(self) -> Iterator[str]:
        for number, line in enumerate(self._lines, start=1):
            if self._is_between_rows:
                if line.lstrip().startswith("# ") or line.strip(", \t\r\n") == "#":
                    continue
                self.last, self._is_between_rows = number, False
            yield line


def _decode(path: Path, found: CsvFile) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        found.faults.append(Fault(str(path), 0, 0, what, "put a CSV file there that you may read, or delete it"))
        return ""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found.faults.append(not_utf8(path, raw, error))
        return ""


def not_utf8(path: Path, raw: bytes, error: UnicodeDecodeError) -> Fault:
    """The fault of a file in another encoding: which, as far as it can be told, and at which character.

    Args:
        path: The file.
        raw: Its bytes.
        error: What Python said of them.
    """
    for mark, name in MARKS.items():
        if raw.startswith(mark):
            return Fault(str(path), 1, 1, f"the file is {name}", "save it as UTF-8 text")
    skipped = len(raw) - len(error.object)  # the byte order mark
    before = raw[skipped : skipped + error.start].decode("utf-8")
    lines = list(io.StringIO(before + "?", newline=""))
    guess = error.object[error.start : error.start + 1].decode("cp1252", "replace")
    what = f"not UTF-8 (in Latin-1 this byte would be {quoted(guess)})"
    return Fault(str(path), len(lines), len(lines[-1]), what, "save the file as UTF-8")


def _misquoted(found: CsvFile, line: int, error: csv.Error) -> Fault:
    offsets, end = found.cells(line)
    if "expected after" in str(error):
        what, way_out = "text after a closing quote", "write a quote inside quotes twice, or remove it"
    elif end == len(found.text):
        what, way_out = "a quote is opened and never closed", "close it, or remove it"
    else:
        what, way_out = f"not a CSV file ({error})", "save it as CSV in UTF-8"
    return Fault(str(found.path), *found.place_of(offsets[-1]), what, f"{way_out}; the rows below are not checked")


def _quoted_cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if NEEDS_QUOTES.search(text) else text
