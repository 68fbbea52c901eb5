"""The command `nuzuh forecast`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import nuzuh
from nuzuh.commands.members import AsJson, command_of, date_of
from nuzuh.commands.terminal import plural, screen
from nuzuh.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr

    from nuzuh.errors import Fault

MOST_WARNINGS = 12
"""Warnings that are shown; all of them are in --json and in the files."""


def forecast(
    registrations: Annotated[
        str, typer.Argument(help="A spreadsheet (CSV) of registrations, a folder of Flee, or a scenario.")
    ],
    origin: Annotated[
        str, typer.Option(help="Last day that is known, as 2020-01-31; by default that of the last count.")
    ] = "",
    days: Annotated[str, typer.Option(help="How many days ahead.")] = "7,30,90",
    out: Annotated[Path | None, typer.Option(help="Folder for forecast.csv, .json and .png.")] = None,
    as_json: AsJson = False,
) -> None:
    """Forecast registered displaced persons, with intervals, beside what anyone could have said."""
    ahead = _days(days)
    when = date_of("--origin", origin)
    if out is not None:
        from nuzuh.scenario.whole import check_writable  # noqa: PLC0415 (keeps --help fast)

        check_writable(out)
    known, faults = nuzuh.read_registrations(registrations)
    if not as_json:
        _warn(faults)
    found = nuzuh.forecast_of(known, when, ahead)
    options = {"origin": found.attrs["origin"], "days": ",".join(map(str, ahead))}
    found.attrs["command"] = command_of(["forecast", registrations], options, None, [])
    if out is not None:
        nuzuh.write_forecast(found, known, out, faults)
    _show(found, faults, out, as_json=as_json)


def _show(found: xr.Dataset, faults: Sequence[Fault], out: Path | None, *, as_json: bool) -> None:
    from nuzuh.outputs.forecast_tables import FILES, forecast_object  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.outputs.screen_forecast import show_forecast  # noqa: PLC0415

    if as_json:
        typer.echo(json.dumps(forecast_object(found, faults), ensure_ascii=False, allow_nan=False))
        return
    console = screen()
    show_forecast(console, found)
    if out is not None:
        console.print(f"Written: {out}/{', '.join(FILES)}", highlight=False)


def _warn(faults: Sequence[Fault]) -> None:
    for fault in faults[:MOST_WARNINGS]:
        typer.echo(str(fault), err=True)
    if len(faults) > MOST_WARNINGS:
        typer.echo(f"… and {plural(len(faults) - MOST_WARNINGS, 'warning')} more: --json has them all", err=True)


def _days(text: str) -> list[int]:
    try:
        return [int(word) for word in text.split(",")]
    except ValueError:
        message = f"--days '{text}': give whole numbers of days with commas between, as 7,30,90"
        raise UsageError(message) from None
