"""The command `nuzuh export`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import nuzuh
from nuzuh.commands.members import date_of
from nuzuh.commands.terminal import progress_bar
from nuzuh.errors import UsageError

if TYPE_CHECKING:
    import xarray as xr


def export(
    run: Annotated[Path, typer.Argument(help="Folder of a run, as 'nuzuh run --out' or one of 'nuzuh compare --out'.")],
    to: Annotated[list[str], typer.Option("--to", help="hxl, parquet, netcdf or geojson; may be given several times.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file, or a folder; by default the folder of the run.")
    ] = None,
    day: Annotated[str, typer.Option("--date", help="One day alone, as 2020-01-31 (hxl, geojson).")] = "",
    quantity: Annotated[
        list[str] | None,
        typer.Option("--quantity", help="A variable, as new_displaced (hxl); may be given several times."),
    ] = None,
) -> None:
    """Write a run as files that other programs read: HXL, Parquet, NetCDF, GeoJSON."""
    formats, quantities = list(dict.fromkeys(to)), list(dict.fromkeys(quantity or []))
    path = out or (run if run.is_dir() else run.parent)
    result, one_day = _checked(run, formats, path, day, quantities)
    with result:
        for name in formats:
            options = _fitting(name, one_day, quantities)
            with progress_bar(f"{run} as {name}", quiet=False) as progress:
                file = nuzuh.export(result, name, path, **options, progress=progress)
            typer.echo(f"Written: {file}")


def _checked(
    run: Path, formats: list[str], path: Path, day: str, quantities: list[str]
) -> tuple[xr.Dataset, date | None]:
    """The run and the day that is asked for.

    Raises:
        UsageError: Something cannot be done as asked; all reasons are named.
    """
    from nuzuh.outputs.export import refusals  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.outputs.kept_run import open_run  # noqa: PLC0415

    wrong: list[str] = []
    result, one_day = None, None
    try:
        result = open_run(run)
    except UsageError as error:
        wrong.append(str(error))
    try:
        one_day = date_of("--date", day)
    except UsageError as error:
        wrong.append(str(error))
    wrong += refusals(result, formats, path, day=one_day, quantities=quantities)
    if result is None or wrong:
        if result is not None:
            result.close()
        raise UsageError("\n".join(wrong))
    return result, one_day


def _fitting(to: str, day: date | None, quantities: list[str]) -> dict[str, Any]:
    """Of what was chosen, that which a format can hold: of several formats the others are written whole."""
    from nuzuh.outputs.export import FORMATS  # noqa: PLC0415 (keeps --help fast)

    chosen = {"day": day} if FORMATS[to].takes_date else {}
    return chosen | ({"quantities": quantities} if FORMATS[to].takes_quantities else {})
