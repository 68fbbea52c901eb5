"""The command `nuzuh backtest`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import nuzuh
from nuzuh.commands.members import AsJson, Seed, command_of
from nuzuh.commands.terminal import progress_bar, screen
from nuzuh.errors import ScenarioError, UsageError

if TYPE_CHECKING:
    from nuzuh.errors import Fault
    from nuzuh.forecast.backtest import Backtest
    from nuzuh.forecast.registrations import Registrations


def backtest(
    crises: Annotated[
        list[str], typer.Argument(help="Spreadsheets, scenario folders, folders of Flee, or folders of these.")
    ],
    method: Annotated[str, typer.Option(help="Whose forecasts are judged beside the baselines.")] = "nuzuh",
    seed: Seed = 1,
    out: Annotated[Path | None, typer.Option(help="Folder for backtest.csv, .json, .png and model-card.md.")] = None,
    as_json: AsJson = False,
) -> None:
    """Forecast past crises from what was known at the time, and score the forecasts against what came."""
    if out is not None:
        from nuzuh.outputs.backtest_folder import check_out  # noqa: PLC0415 (keeps --help fast)

        check_out(out)
    read, faults = _read(crises)
    if not as_json:
        for fault in faults:
            typer.echo(str(fault), err=True)
    with progress_bar("crises", quiet=as_json) as progress:
        found = nuzuh.backtest(read, method=method, seed=seed, progress=progress)
    options = {"method": method, "seed": str(seed)}
    found = replace(found, command=command_of(["backtest", *crises], options, None, []))
    if out is not None:
        nuzuh.write_backtest(found, out)
    _show(found, out, as_json=as_json)


def _read(paths: list[str]) -> tuple[list[Registrations], list[Fault]]:
    """All crises, and warnings; what is wrong with any of them is told at once."""
    from nuzuh.forecast.crises import crises_in  # noqa: PLC0415 (keeps --help fast)

    read: list[Registrations] = []
    faults: list[Fault] = []
    unusable: list[str] = []
    for path in (each for given in paths for each in crises_in(given)):
        try:
            crisis, found = nuzuh.read_registrations(path)
        except ScenarioError as error:
            faults += error.faults
        except UsageError as error:
            unusable.append(str(error))
        else:
            read.append(crisis)
            faults += found
    if any(fault.level == "error" for fault in faults):
        for text in unusable:
            typer.echo(f"nuzuh: {text}", err=True)
        raise ScenarioError(faults)
    if unusable:
        raise UsageError("\n".join(unusable))
    return read, faults


def _show(found: Backtest, out: Path | None, *, as_json: bool) -> None:
    from nuzuh.outputs.backtest_folder import FILES  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.outputs.backtest_tables import backtest_object  # noqa: PLC0415
    from nuzuh.outputs.screen_backtest import show_backtest  # noqa: PLC0415

    if as_json:
        typer.echo(json.dumps(backtest_object(found), ensure_ascii=False, allow_nan=False))
        return
    console = screen()
    show_backtest(console, found)
    if out is not None:
        console.print(f"Written: {out}/{', '.join(FILES)}", highlight=False)
