"""Read and write one table by its schema; every fault is reported with file, line and column."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pandas as pd

from nuzuh.errors import Fault, near_misses
from nuzuh.scenario.cells import CellError, Value, format_cell, parse_cell
from nuzuh.scenario.schema import Column, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Row = tuple[int, list[str]]
"""Line on which the row begins, and its cells."""

BLANKS: dict[str, Value] = {
    "integer": 0,
    "flag": False,
    "text": "",
    "choice": "",
    "location": "",
    "place": "",
}
"""What stands in for a cell that could not be read; None in the other types."""


def read_table(path: Path, table: str) -> tuple[pd.DataFrame, list[Fault]]:
    """Read one table of a scenario.

    A byte order mark, any line ending, quoted cells, comment lines (`# ` and text) and a row of HXL tags under
    the header are all understood.

    Args:
        path: The CSV file.
        table: Name of its schema.

    Returns:
        The table, one column for each of the schema, indexed by line number; and all faults found. A cell with
        a fault is left blank, so that its row can still be checked against other tables.
    """
    text, faults = _decode(path)
    if faults:
        return empty_table(table), faults
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        return empty_table(table), [Fault(str(path), 0, 0, f"not a CSV file ({error})", "save it as CSV, UTF-8")]
    if not rows:
        way_out = f"begin with the header {','.join(_header_of(table))}, or delete the file"
        return empty_table(table), [Fault(str(path), 1, 1, "the file is empty", way_out)]
    places, faults = _read_header(path, text, rows[0], table)
    if faults:
        return empty_table(table), faults
    lines = text.splitlines()
    values: dict[str, list[Value]] = {name: [] for name in columns_of(table)}
    index = []
    for number, cells in _without_tags(rows[1:]):
        row, row_faults = _read_row(cells, places, table)
        faults += [_fault_at(path, lines, number, *found) for found in row_faults]
        index.append(number)
        for name, value in row.items():
            values[name].append(value)
    return _frame(values, index, table), faults


def write_table(frame: pd.DataFrame, table: str, *, hxl: bool = False) -> str:
    """The text of a table as CSV.

    Columns that are blank or at their default in every row are left out, unless they are required.

    Args:
        frame: A table as `read_table` gives it.
        table: Name of its schema.
        hxl: Whether to put a row of HXL tags under the header.

    Returns:
        CSV with line feeds, UTF-8 when encoded.
    """
    columns = [c for c in columns_of(table).values() if c.required or _says_something(frame[c.name], c)]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    if hxl:
        writer.writerow([column.hxl for column in columns])
    cells = [[format_cell(value, column) for value in frame[column.name]] for column in columns]
    writer.writerows(zip(*cells, strict=True))
    return buffer.getvalue()


def empty_table(table: str) -> pd.DataFrame:
    """A table without rows, with the columns of its schema and their types."""
    return _frame({name: [] for name in columns_of(table)}, [], table)


def table_of(rows: Sequence[dict[str, Any]], table: str) -> pd.DataFrame:
    """Make a table from rows given in code; columns that a row does not name take their default.

    Args:
        rows: One dictionary a row; dates as `date` or ISO text.
        table: Name of the schema.

    Raises:
        CellError: A value that the schema does not allow.
        KeyError: A column that the schema does not have.

    Examples:
        >>> table_of([{"from": "A", "to": "B", "distance_km": 10}], "routes").at[1, "mode"]
        'drive'
    """
    columns = columns_of(table)
    values: dict[str, list[Value]] = {name: [] for name in columns}
    for row in rows:
        for unknown in row.keys() - columns.keys():
            raise KeyError(unknown)
        for name, column in columns.items():
            value = row.get(name)
            values[name].append(parse_cell("" if value is None else format_cell(value, column), column))
    return _frame(values, range(1, len(rows) + 1), table)


def locate(path: Path, line: int, table: str, column: str) -> int:
    """The character, from 1, at which a column's cell begins on a line of a file; 0 where it cannot be said."""
    text, faults = _decode(path)
    if faults or column not in columns_of(table):
        return 0
    header = next(_rows(text))[1]
    names = [name.strip() for name in header]
    lines = text.splitlines()
    return _character(lines[line - 1], names.index(column)) if column in names and line <= len(lines) else 1


def _decode(path: Path) -> tuple[str, list[Fault]]:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        guess = raw[error.start : error.start + 1].decode("cp1252", "replace")
        what = f"not UTF-8 (in Latin-1 this byte would be '{guess}')"
        return "", [Fault(str(path), line, column, what, "save the file as CSV UTF-8")]


def _rows(text: str) -> Iterator[Row]:
    """Rows that hold anything, with the line on which each begins; comment lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""))
    start = 1
    for cells in reader:
        is_comment = bool(cells) and (cells[0].startswith("# ") or cells[0].strip() == "#")
        if not is_comment and any(cell.strip() for cell in cells):
            yield start, [cell.strip() for cell in cells]
        start = reader.line_num + 1


def _without_tags(rows: list[Row]) -> list[Row]:
    """Leave out the row of HXL tags: the first under the header, if all that it holds begins with a #."""
    is_tagged = bool(rows) and all(cell.startswith("#") for cell in rows[0][1] if cell)
    return rows[1:] if is_tagged else rows


def _header_of(table: str) -> list[str]:
    return [column.name for column in columns_of(table).values() if column.required]


def _read_header(path: Path, text: str, row: Row, table: str) -> tuple[dict[str, int], list[Fault]]:
    """Which cell holds which column."""
    number, names = row
    line = text.splitlines()[number - 1]
    columns = columns_of(table)
    places: dict[str, int] = {}
    faults = []
    for position, name in enumerate(names):
        at = _character(line, position)
        if name in places:
            faults.append(Fault(str(path), number, at, f"column '{name}' stands twice", "keep one of them"))
        elif name not in columns and name:
            way_out = near_misses(name, list(columns))
            faults.append(Fault(str(path), number, at, f"unknown column '{name}'", way_out))
        elif name:
            places[name] = position
    missing = [name for name in _header_of(table) if name not in places]
    faults += [Fault(str(path), number, 0, f"no column '{name}'", "add it to the header") for name in missing]
    return places, faults


def _read_row(
    cells: list[str], places: dict[str, int], table: str
) -> tuple[dict[str, Value], list[tuple[int, str, str]]]:
    """The values of a row, and its faults as (cell, what, way out)."""
    values: dict[str, Value] = {}
    faults = []
    if any(cells[max(places.values()) + 1 :]):
        faults.append((max(places.values()) + 1, "more cells than the header has", "quote text that has a comma"))
    for name, column in columns_of(table).items():
        position = places.get(name, -1)
        text = cells[position] if 0 <= position < len(cells) else ""
        try:
            values[name] = parse_cell(text, column)
        except CellError as error:
            faults.append((position, error.what, error.way_out))
            values[name] = BLANKS.get(column.type)
    return values, faults


def _fault_at(path: Path, lines: list[str], number: int, cell: int, what: str, way_out: str) -> Fault:
    return Fault(str(path), number, _character(lines[number - 1], cell), what, way_out)


def _character(line: str, cell: int) -> int:
    """The character, from 1, at which a cell of a CSV line begins."""
    is_quoted = False
    for position, character in enumerate(line):
        if cell <= 0:
            return position + 1
        if character == '"':
            is_quoted = not is_quoted
        elif character == "," and not is_quoted:
            cell -= 1
    return len(line) + 1


def _frame(values: dict[str, list[Value]], index: Sequence[int] | range, table: str) -> pd.DataFrame:
    series = {
        name: _series(values[name], pd.Index(index, dtype="int64", name="line"), column)
        for name, column in columns_of(table).items()
    }
    return pd.DataFrame(series)


def _series(values: list[Value], index: pd.Index[int], column: Column) -> pd.Series[Any]:
    if column.type == "date":
        return pd.Series(pd.to_datetime(pd.Series(values, index=index, dtype="object")).astype("datetime64[s]"))
    if column.type == "integer" and (column.required or column.default):
        return pd.Series(values, index=index, dtype="int64")
    kinds = {"number": "float64", "integer": "float64", "flag": "bool"}
    return pd.Series(values, index=index, dtype=kinds.get(column.type, "object"))


def _says_something(series: pd.Series[Any], column: Column) -> bool:
    default = parse_cell("", column) if not column.required else None
    return any(format_cell(value, column) not in ("", format_cell(default, column)) for value in series)
