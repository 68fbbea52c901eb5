"""A file of parameter sets, as calibration writes it: a column for each parameter, a row for each set.

Which parameters there are, and what they can be, is not known here: `nuzuh.model.parameter_sets` says it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nuzuh.errors import Fault, quoted
from nuzuh.scenario.csvfile import CsvFile, read_csv, write_csv

if TYPE_CHECKING:
    from pathlib import Path

Sets = tuple[Mapping[str, float], ...]
"""Parameter sets by dotted name, all with the same names; the members of an ensemble take them in turn."""
TAG = "#meta +parameter"
"""Of each column, in the Humanitarian Exchange Language."""


@dataclass(frozen=True)
class SetsFile:
    """Parameter sets as they were read, and where they stand.

    Args:
        file: The CSV file.
        sets: One for each row; none where there are faults.
        faults: All that is wrong with the file, but for what its parameters mean.
    """

    file: CsvFile
    sets: Sets
    faults: list[Fault]

    @property
    def names(self) -> list[str]:
        """The header; empty where there is none."""
        return self.file.rows[0][1] if self.file.rows else []

    def fault(self, row: int, column: int, what: str, way_out: str) -> Fault:
        """A fault in a cell; row 0 is the header, row 1 the first set."""
        return Fault(str(self.file.path), *self.file.place(self.file.rows[row][0], column), what, way_out)


def read_sets(path: Path) -> SetsFile:
    """Read a file of parameter sets, without asking whether there are such parameters.

    Args:
        path: CSV with dotted names of parameters as header, as `displacement.rate`.

    Returns:
        The sets, a whole number as such, since some parameters are; and all faults, with their places.
    """
    file = read_csv(path)
    faults = file.faults or [*_faults(file)]
    rows = [] if faults else [dict(zip(file.rows[0][1], cells, strict=True)) for _, cells in file.rows[1:]]
    return SetsFile(file, tuple({name: _number(cell) for name, cell in row.items()} for row in rows), faults)


def parameter_sets_csv(sets: Mapping[str, Sequence[float]], *, hxl: bool = False) -> str:
    r"""Parameter sets as the text of a file, which gives them back to the bit.

    Args:
        sets: Values of each parameter, by dotted name.
        hxl: Whether to put a row of HXL tags under the header.

    Examples:
        >>> parameter_sets_csv({"destination.awareness": [2.0], "displacement.rate": [0.1]})
        'destination.awareness,displacement.rate\n2,0.1\n'
    """
    rows = zip(*sets.values(), strict=True)
    tags = [[TAG] * len(sets)] if hxl else []
    return write_csv([[*sets], *tags, *([_cell(float(value)) for value in row] for row in rows)])


def by_name(sets: Sets) -> dict[str, list[float]]:
    """The values of each parameter, one for each set.

    Examples:
        >>> by_name(({"departure.town": 0.1}, {"departure.town": 0.2}))
        {'departure.town': [0.1, 0.2]}
    """
    return {name: [row[name] for row in sets] for row in sets[:1] for name in row}


def _faults(file: CsvFile) -> Iterator[Fault]:
    (line, header), *rows = file.rows
    for at, name in enumerate(header):
        if name in header[:at]:
            what = f"parameter {quoted(name)} stands in two columns"
            yield Fault(str(file.path), *file.place(line, at), what, "leave one")
    if not rows:
        yield Fault(str(file.path), line, 0, "no parameter set", "add a row for each set under the header")
    for number, cells in rows:
        if len(cells) != len(header):
            what = f"{len(cells)} cells under a header of {len(header)}"
            yield Fault(str(file.path), number, 0, what, "give one value for each parameter")
        for at, cell in enumerate(cells[: len(header)]):
            if not _is_number(cell):
                yield Fault(str(file.path), *file.place(number, at), f"{quoted(cell)} is no number", "give one")


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


def _number(cell: str) -> float | int:
    """A whole number as such: some parameters are."""
    return int(cell) if cell.lstrip("-").isdecimal() else float(cell)


def _cell(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
