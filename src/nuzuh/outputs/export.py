"""A run as files that other programs read: HXL, Parquet, NetCDF, GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nuzuh.errors import UsageError, near_misses, quoted
from nuzuh.outputs.export_csv import hapi_csv
from nuzuh.outputs.export_geojson import geojson
from nuzuh.outputs.export_netcdf import write_netcdf
from nuzuh.outputs.export_parquet import DIMS, write_parquet
from nuzuh.outputs.kept_run import RESULT
from nuzuh.outputs.run_folder import TABLES
from nuzuh.scenario.whole import check_writable, filled_folder

if TYPE_CHECKING:
    import xarray as xr

Progress = Callable[[int, int], None] | None
"""Called with all steps and those done."""


@dataclass(frozen=True)
class Format:
    """A format in which a run can be written.

    Args:
        file: Its name in a folder.
        suffixes: With which a file of it may end.
        takes_date: Whether it can hold a single day.
        takes_quantities: Whether it holds only the quantities that are asked for.
    """

    file: str
    suffixes: tuple[str, ...]
    takes_date: bool = False
    takes_quantities: bool = False


FORMATS: Final = {
    "hxl": Format("hxl.csv", (".csv",), takes_date=True, takes_quantities=True),
    "parquet": Format("members.parquet", (".parquet",)),
    "netcdf": Format("cf.nc", (".nc",)),
    "geojson": Format("map.geojson", (".geojson", ".json"), takes_date=True),
}


def export(
    result: xr.Dataset,
    to: str,
    path: str | Path,
    *,
    day: date | None = None,
    quantities: Sequence[str] = (),
    progress: Progress = None,
) -> Path:
    """Write a run in a format that other programs read. The file appears whole or not at all.

    Every file says that its numbers are modelled, and which scenario, seed and version they are of.

    Args:
        result: As `simulate` gives it, or `open_result`: of many members only a part is in memory at a time.
        to: `hxl` (a table of quantiles by location and day, with HAPI's names of fields), `parquet` (a row for each
            member, day and location), `netcdf` (all of it, by the CF conventions) or `geojson` (a map of one day).
        path: The file; or a folder that is there, in which it gets the name of its format.
        day: One day alone, for `hxl` and `geojson`; the latter takes the last one if nothing is said.
        quantities: Variables of the result, for `hxl`; `n_displaced` if nothing is said.
        progress: Called with all steps and those done.

    Returns:
        The file.

    Raises:
        UsageError: An unknown format, day or quantity, a path that does not fit, or pyarrow is not installed; all
            reasons are named.

    Examples:
        >>> import nuzuh, tempfile
        >>> result = nuzuh.simulate(nuzuh.read_scenario("valley"), seed=1)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     print(nuzuh.export(result, "geojson", folder).name)
        map.geojson
    """
    wrong = refusals(result, [to], Path(path), day=day, quantities=quantities)
    if wrong:
        raise UsageError("\n".join(wrong))
    file = file_of(to, Path(path))
    number = _number_of(result, day)
    with filled_folder(file.parent) as partial:
        _write(result, to, partial / file.name, number, quantities or ("n_displaced",), progress)
    return file


def refusals(
    result: xr.Dataset | None,
    formats: Sequence[str],
    path: Path,
    *,
    day: date | None = None,
    quantities: Sequence[str] = (),
) -> list[str]:
    """All reasons for which an export cannot be done, before any time is spent on it.

    Args:
        result: What is to be written; None: not known, so that its days and variables are not looked at.
        formats: In which.
        path: Where to.
        day: A single day.
        quantities: Variables.
    """
    known = [name for name in formats if name in FORMATS]
    wrong = [f"no format {quoted(name)}: {near_misses(name, [*FORMATS])}" for name in formats if name not in FORMATS]
    if "parquet" in known and find_spec("pyarrow") is None:
        wrong.append("Parquet needs pyarrow, which is not installed: pip install 'nuzuh[parquet]'")
    if known and not path.is_dir() and path.suffix:
        wrong += _unfit(known, path)
    wrong += _unwritable(list(dict.fromkeys(file_of(name, path) for name in known)))
    for option, is_given, taken_by in (
        ("a single day", day is not None, [name for name, one in FORMATS.items() if one.takes_date]),
        ("quantities", bool(quantities), [name for name, one in FORMATS.items() if one.takes_quantities]),
    ):
        if is_given and known and not set(known) & set(taken_by):
            wrong.append(f"{option} cannot be chosen for {', '.join(known)}: only for {', '.join(taken_by)}")
    return wrong if result is None else wrong + _unknown(result, day, quantities)


def file_of(to: str, path: Path) -> Path:
    """The file of a format: the path itself, or in a folder the name of the format."""
    is_file = path.suffix in FORMATS[to].suffixes and not path.is_dir()
    return path if is_file else path / FORMATS[to].file


def _unfit(formats: Sequence[str], path: Path) -> list[str]:
    """What is wrong with a path that ends as a file does."""
    if len(formats) > 1:
        return [f"'{path}' is one file for {len(formats)} formats: name a folder"]
    suffixes = FORMATS[formats[0]].suffixes
    if path.suffix in suffixes:
        return []
    return [f"'{path}' does not end as {formats[0]} does: name a file in {' or '.join(suffixes)}, or a folder"]


def _unwritable(files: Sequence[Path]) -> list[str]:
    """What is wrong with where files would be written: no leave to, or what belongs to a run stands there."""
    wrong = []
    for file in files:
        try:
            check_writable(file.parent)
        except UsageError as error:
            wrong.append(str(error))
        if file.name in (RESULT, *TABLES) and file.with_name(RESULT).is_file():
            wrong.append(f"'{file}' belongs to the run itself: choose another name")
    return list(dict.fromkeys(wrong))


def _unknown(result: xr.Dataset, day: date | None, quantities: Sequence[str]) -> list[str]:
    """Days and quantities that a result does not have."""
    dates = [str(value)[:10] for value in result["date"].values]
    wrong = []
    if day is not None and day.isoformat() not in dates:
        wrong.append(f"{day} is not within the run: choose a day from {dates[0]} to {dates[-1]}")
    named = [str(name) for name, array in result.data_vars.items() if array.dims == DIMS]
    return wrong + [
        f"no quantity {quoted(name)}: {near_misses(name, named)}" for name in quantities if name not in named
    ]


def _number_of(result: xr.Dataset, day: date | None) -> int | None:
    dates = [str(value)[:10] for value in result["date"].values]
    return None if day is None else dates.index(day.isoformat())


def _write(
    result: xr.Dataset, to: str, file: Path, day: int | None, quantities: Sequence[str], progress: Progress
) -> None:
    if to == "parquet":
        write_parquet(result, file, progress)
    elif to == "netcdf":
        write_netcdf(result, file, progress)
    elif to == "geojson":
        text = json.dumps(geojson(result, -1 if day is None else day, progress), ensure_ascii=False)
        file.write_text(text + "\n", encoding="utf-8", newline="\n")
    else:
        days = result if day is None else result.isel(day=[day])
        file.write_text(hapi_csv(days, quantities, progress), encoding="utf-8", newline="\n")
