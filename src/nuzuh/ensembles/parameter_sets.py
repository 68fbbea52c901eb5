"""A file of parameter sets, as calibration writes it: a column for each parameter, a row for each set."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from nuzuh.errors import Fault, ParamsError, near_misses, quoted
from nuzuh.model.params import param_names
from nuzuh.scenario.csvfile import CsvFile, read_csv, write_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def read_parameter_sets(path: str | Path) -> pd.DataFrame:
    """Read a file of parameter sets.

    Args:
        path: CSV with dotted names of parameters as header, as `displacement.rate`.

    Returns:
        A table that `nuzuh.ensemble` takes as `params`.

    Raises:
        ParamsError: The file cannot be read or used; all faults are told, with their places.

    Examples:
        >>> read_parameter_sets("nonesuch.csv")
        Traceback (most recent call last):
        ...
        nuzuh.errors.ParamsError: nonesuch.csv: the file cannot be read (No such file or directory): ...
    """
    file = read_csv(Path(path))
    faults = file.faults or [*_faults(file)]
    if faults:
        raise ParamsError("\n".join(str(fault) for fault in sorted(faults)))
    (_, header), *rows = file.rows
    return pd.DataFrame([[_number(cell) for cell in cells] for _, cells in rows], columns=header)


def parameter_sets_csv(sets: Mapping[str, Sequence[float]]) -> str:
    r"""Parameter sets as the text of a file, which gives them back to the bit.

    Args:
        sets: Values of each parameter, by dotted name.

    Examples:
        >>> parameter_sets_csv({"destination.awareness": [2.0], "displacement.rate": [0.1]})
        'destination.awareness,displacement.rate\n2,0.1\n'
    """
    rows = zip(*sets.values(), strict=True)
    return write_csv([[*sets], *([_cell(float(value)) for value in row] for row in rows)])


def _faults(file: CsvFile) -> Iterator[Fault]:
    (line, header), *rows = file.rows
    known = param_names()
    for at, name in enumerate(header):
        if name not in known:
            yield Fault(
                str(file.path), *file.place(line, at), f"unknown parameter {quoted(name)}", near_misses(name, known)
            )
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
