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
    from nuzuh.scenario.scenario import Scenario


def backtest(
    crises: Annotated[
        list[str], typer.Argument(help="Spreadsheets, scenario folders, folders of Flee, or folders of these.")
    ],
    method: Annotated[str, typer.Option(help="Whose forecasts are judged beside the baselines.")] = "nuzuh",
    simulator: Annotated[
        bool,
        typer.Option("--simulator", help="Let the simulator learn where there is a scenario, and join the experts."),
    ] = False,
    course: Annotated[
        str, typer.Option(help="Conflict after an origin, for the simulator: held as it was, or known as it came.")
    ] = "held",
    seed: Seed = 1,
    out: Annotated[Path | None, typer.Option(help="Folder for backtest.csv, .json, .png and model-card.md.")] = None,
    as_json: AsJson = False,
) -> None:
    """Forecast past crises from what was known at the time, and score the forecasts against what came."""
    if out is not None:
        from nuzuh.scenario.whole import check_writable  # noqa: PLC0415 (keeps --help fast)

        check_writable(out)
    from nuzuh.forecast.course import check_course  # noqa: PLC0415 (keeps --help fast)

    check_course(course)
    read, faults = _read(crises)
    scenarios = _scenarios(crises) if simulator else {}
    if not as_json:
        for fault in faults:
            typer.echo(str(fault), err=True)
    with progress_bar("crises", quiet=as_json) as progress:
        found = nuzuh.backtest(
            read,
            scenarios=scenarios,
            course=course,  # type: ignore[arg-type]  # checked above
            method=method,
            seed=seed,
            progress=progress,
        )
    options = {"method": method, "seed": str(seed), **({"course": course} if simulator else {})}
    flags = ["--simulator"] * simulator
    found = replace(found, command=command_of(["backtest", *crises], options, None, flags))
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


def _scenarios(paths: list[str]) -> dict[str, Scenario]:
    """The scenarios of all crises that have one, by the name of the crisis; folders of Flee are repaired."""
    from nuzuh.forecast.crises import crises_in, scenario_of  # noqa: PLC0415 (keeps --help fast)

    found = (scenario_of(path) for given in paths for path in crises_in(given))
    return {scenario.name: scenario for scenario in found if scenario is not None}


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
