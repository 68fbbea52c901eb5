"""Read and write one table by its schema; every fault is reported with file, line and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nuzuh.errors import Fault, near_misses, quoted
from nuzuh.scenario.cells import Value, format_cell, format_column, parse_cell, parse_column
from nuzuh.scenario.csvfile import CsvFile, Row, read_csv, write_csv
from nuzuh.scenario.schema import Column, columns_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence
    from pathlib import Path


@dataclass
class TableFile:
    """One table of a scenario as it was read, and where each of its cells stands.

    Args:
        table: Name of the schema.
        file: The CSV file.
        frame: The table, one column for each of the schema, indexed by line number.
        faults: All that is wrong with the file and with single cells.
        unread: Line and column of each cell with a fault; a blank stands in for it.
        is_whole: Whether all rows could be read.
    """

    table: str
    file: CsvFile
    frame: pd.DataFrame
    faults: list[Fault]
    unread: set[tuple[Hashable, str]] = field(default_factory=set)
    is_whole: bool = False

    def place(self, line: int, column: str) -> tuple[int, int]:
        """Line and character, from 1, at which a row's cell begins; the row's own if there is no such column."""
        header = self.file.rows[0][1] if self.file.rows else []
        return self.file.place(line, header.index(column) if column in header else 0)


def read_table(path: Path, table: str) -> TableFile:
    """Read one table of a scenario.

    A byte order mark, any line ending, quoted cells, comment lines (`# ` and text) and a row of HXL tags under
    the header are all understood.

    Args:
        path: The CSV file.
        table: Name of its schema.

    Returns:
        The table and all its faults. A cell with a fault is left blank, so that the rest of its row can still
        be checked against other tables.
    """
    file = read_csv(path)
    found = TableFile(table, file, empty_table(table), list(file.faults))
    if not file.rows:
        return found
    places, faults = _read_header(file, table)
    found.faults += faults
    if any(name not in places for name in _header_of(table)):
        return found
    found.is_whole = not file.faults
    found.faults += _cells_without_header(file)
    _read_columns(found, places)
    return found


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
    texts = {column: _texts(frame[column.name], column) for column in columns_of(table).values()}
    told = [column for column in texts if column.required or set(texts[column]) - {"", _default(column)}]
    head = [[column.name for column in told]] + ([[column.hxl for column in told]] if hxl else [])
    return write_csv([*head, *zip(*(texts[column] for column in told), strict=True)])


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
            values[name].append(parse_cell(format_cell(row.get(name), column).strip(), column))
    return _frame(values, range(1, len(rows) + 1), table)


def _header_of(table: str) -> list[str]:
    return [column.name for column in columns_of(table).values() if column.required]


def _read_header(file: CsvFile, table: str) -> tuple[dict[str, int], list[Fault]]:
    """Which cell holds which column."""
    number, names = file.rows[0]
    columns = columns_of(table)
    places: dict[str, int] = {}
    faults = []
    for separator, word in {";": "semicolons", "\t": "tabs"}.items():
        if len(names) == 1 and names[0].split(separator)[0] in columns and separator in names[0]:
            what = f"the cells are separated by {word}"
            return {}, [_fault(file, number, 0, what, "save the file with commas")]
    for position, name in enumerate(names):
        if name in places:
            faults.append(_fault(file, number, position, f"column '{name}' stands twice", "keep one of them"))
        elif name not in columns and name:
            way_out = near_misses(name, [known for known in columns if known not in names])
            faults.append(_fault(file, number, position, f"unknown column {quoted(name)}", way_out))
        elif name:
            places[name] = position
    missing = [name for name in _header_of(table) if name not in places]
    faults += [Fault(str(file.path), number, 0, f"no column '{name}'", "add it to the header") for name in missing]
    return places, faults


def _cells_without_header(file: CsvFile) -> Iterator[Fault]:
    """Columns that hold something and have no name, and rows that are longer than the header."""
    header, names = file.rows[0]
    for position, name in enumerate(names):
        if not name and any(any(cells[position : position + 1]) for _, cells in file.rows[1:]):
            yield _fault(file, header, position, "a column without a name holds values", "name it, or empty it")
    for number, cells in file.rows[1:]:
        beyond = [position for position in range(len(names), len(cells)) if cells[position]]
        if beyond:
            yield _fault(file, number, beyond[0], "more cells than the header has", "quote text that has a comma")


def _read_columns(found: TableFile, places: dict[str, int]) -> None:
    """Fill the frame, column by column."""
    rows: list[Row] = found.file.rows[1:]
    numbers = [number for number, _ in rows]
    values: dict[str, list[Value]] = {}
    for name, column in columns_of(found.table).items():
        at = places.get(name, -1)
        texts = [cells[at] if at < len(cells) else "" for _, cells in rows] if at >= 0 else [""] * len(rows)
        values[name], errors = parse_column(texts, column)
        for row, error in errors.items():
            found.unread.add((numbers[row], name))
            found.faults.append(_fault(found.file, numbers[row], at, error.what, error.way_out))
    found.frame = _frame(values, numbers, found.table)


def _fault(file: CsvFile, number: int, cell: int, what: str, way_out: str) -> Fault:
    return Fault(str(file.path), *file.place(number, cell), what, way_out)


def _frame(values: dict[str, list[Value]], index: Sequence[int] | range, table: str) -> pd.DataFrame:
    lines = pd.Index(index, dtype="int64", name="line")
    return pd.DataFrame({name: _series(values[name], lines, column) for name, column in columns_of(table).items()})


def _series(values: list[Value], index: pd.Index[int], column: Column) -> pd.Series[Any]:
    if column.type == "date":
        return pd.Series(np.array(values, dtype="datetime64[D]").astype("datetime64[s]"), index=index)
    if column.type == "integer" and column.is_never_blank:
        return pd.Series(values, index=index, dtype="int64")
    kinds = {"number": "float64", "integer": "float64", "flag": "bool"}
    return pd.Series(values, index=index, dtype=kinds.get(column.type, "object"))


def _texts(series: pd.Series[Any], column: Column) -> list[str]:
    if column.type == "date":
        days = np.datetime_as_string(series.to_numpy("datetime64[D]"))
        return ["" if day == "NaT" else day for day in days.tolist()]
    return format_column(series.tolist(), column)


def _default(column: Column) -> str:
    return "" if column.required else format_cell(parse_cell("", column), column)
