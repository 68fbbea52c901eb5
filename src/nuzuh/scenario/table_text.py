"""Changes to the text of a table that leave all the rest of it as it stands: rows appended, single cells rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nuzuh.errors import ScenarioError
from nuzuh.scenario.cells import format_cell, parse_cell
from nuzuh.scenario.checks import check_tables
from nuzuh.scenario.csvfile import CELL, CsvFile, write_csv
from nuzuh.scenario.schema import Column, columns_of
from nuzuh.scenario.tables import read_table
from nuzuh.scenario.whole import filled_folder

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

MARK: Final = "\ufeff"


def with_rows(file: CsvFile, table: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """The text of a table with rows appended.

    Args:
        file: The table, read without faults.
        table: Name of its schema.
        rows: New rows, as `table_of` takes them. Columns that the header lacks are added to it where one of them has
            a value there that is not the default; the rows above stay short, which reads as blank.

    Returns:
        The text, with the line ends of the file.
    """
    columns = columns_of(table)
    texts = [{name: format_cell(row.get(name), column).strip() for name, column in columns.items()} for row in rows]
    line, header = file.rows[0]
    new = [name for name, column in columns.items() if name not in header and _is_told(column, texts)]
    text = file.text
    if file.tags is not None and new:
        at_line, tags = file.tags
        more = [""] * (len(header) - len(tags)) + [columns[name].hxl for name in new]
        text = _inserted(text, file.cells(at_line)[1], more)
    text = _inserted(text, file.cells(line)[1], new)
    end = _line_end(text)
    lines = [write_csv([[row.get(name, "") for name in (*header, *new)]])[:-1] + end for row in texts]
    return text + ("" if text.endswith(("\n", "\r")) else end) + "".join(lines)


def with_cells(file: CsvFile, column: str, texts: Mapping[int, str]) -> str:
    """The text of a table with other texts in some cells of a column.

    Args:
        file: The table, read without faults.
        column: A column that its header has.
        texts: By the line on which a row begins; the row must have this cell.
    """
    text, at = file.text, file.rows[0][1].index(column)
    for line in sorted(texts, reverse=True):  # from the end, so that the offsets before stay right
        start = file.cells(line)[0][at]
        cell = CELL.match(file.text, start)
        end = start if cell is None else cell.end()
        text = text[:start] + write_csv([[texts[line]]])[:-1] + text[end:]
    return text


def replace_table(folder: Path, scenario: Scenario, table: str, text: str) -> None:
    """Write a table of a scenario folder anew, if the scenario is sound with it; it appears whole or not at all.

    Args:
        folder: The folder; a byte order mark of its table is kept.
        scenario: What was read from it.
        table: Name of the table.
        text: All of it.

    Raises:
        ScenarioError: The table would have faults, or would not fit the others.
        UsageError: The folder cannot be written.
    """
    target = folder / f"{table}.csv"
    mark = MARK if target.is_file() and target.read_bytes().startswith(MARK.encode()) else ""
    with filled_folder(folder) as partial:
        path = partial / target.name
        path.write_bytes((mark + text).encode())
        found = read_table(path, table)
        changed = scenario.with_tables(**{table: found.frame})
        faults = [*found.faults, *check_tables(changed, {table: found})]
        errors = [replace(fault, file=str(target)) for fault in faults if fault.level == "error"]
        if errors:
            raise ScenarioError(errors)


def _is_told(column: Column, texts: Sequence[Mapping[str, str]]) -> bool:
    """Whether a column holds anything but blanks and its default."""
    default = "" if column.required else format_cell(parse_cell("", column), column)
    return any(row[column.name] not in ("", default) for row in texts)


def _inserted(text: str, at: int, cells: Sequence[str]) -> str:
    return text[:at] + "".join(f",{cell}" for cell in cells) + text[at:]


def _line_end(text: str) -> str:
    return next((end for end in ("\r\n", "\n", "\r") if end in text), "\n")
