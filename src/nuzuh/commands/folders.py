"""Commands about scenario folders: scenarios, check, new, import."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

import nuzuh
from nuzuh.commands.terminal import plural
from nuzuh.errors import Fault, ScenarioError, UsageError

Lenient = Annotated[bool, typer.Option("--lenient", help="Repair a folder of Flee where it can be, and say how.")]


def scenarios() -> None:
    """List the scenarios that are shipped."""
    for name in nuzuh.scenario_names():
        scenario = nuzuh.read_scenario(name)
        days = f"{scenario.start} to {scenario.end}"
        typer.echo(f"{name:<14} {days}  {len(scenario.locations):>4} locations  {scenario.title}")


def check(
    folder: Annotated[str, typer.Argument(help="A scenario folder, a folder of Flee, or a shipped scenario's name.")],
    lenient: Lenient = False,
) -> None:
    """List all faults of a scenario and its what-ifs with their places, and inputs that give the answer away."""
    faults = _all_faults(folder, lenient=lenient)
    if faults:
        typer.echo("\n".join(str(fault) for fault in faults))
    n_errors = sum(fault.level == "error" for fault in faults)
    counts = f"{plural(n_errors, 'fault')}, {plural(len(faults) - n_errors, 'warning')}"
    typer.echo(f"{folder}: {counts if faults else 'no faults'}", err=bool(faults))
    if n_errors:
        raise typer.Exit(ScenarioError.exit_code)


def new(folder: Annotated[Path, typer.Argument(help="Where to write; nothing may be there yet.")]) -> None:
    """Write a commented scenario to begin from."""
    from nuzuh.scenario.template import write_template  # noqa: PLC0415 (only this command needs it)

    write_template(folder)
    typer.echo(f"{folder}: change the tables, then 'nuzuh check {folder}' and 'nuzuh run {folder}'")


def import_flee(
    folder: Annotated[Path, typer.Argument(help="A folder of Flee: input_csv, source_data, simsetting.yml.")],
    new_folder: Annotated[Path, typer.Argument(help="Where to write; nothing may be there yet.")],
    lenient: Lenient = False,
) -> None:
    """Write a folder of Flee as a scenario, and list what cannot be carried over."""
    from nuzuh.model.check import examine  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.scenario.checks import check_tables  # noqa: PLC0415
    from nuzuh.scenario.flee.folder import is_flee_folder  # noqa: PLC0415
    from nuzuh.scenario.folder import find_folder  # noqa: PLC0415

    if not is_flee_folder(find_folder(folder)):
        message = f"'{folder}' is no folder of Flee: name one with input_csv, source_data and simsetting.yml"
        raise UsageError(message)
    scenario, faults = examine(folder, lenient=lenient)
    if scenario is None:
        raise ScenarioError(faults)
    unreadable = [fault for fault in check_tables(scenario) if fault.level == "error"]
    if unreadable:  # what is written must be read again
        raise ScenarioError([*faults, *unreadable])
    nuzuh.write_scenario(scenario, new_folder)
    for fault in faults:
        typer.echo(str(fault), err=True)
    size = f"{plural(len(scenario.locations), 'location')}, {plural(len(scenario.routes), 'route')}"
    run = shlex.join(["nuzuh", "run", str(new_folder)])
    typer.echo(f"{new_folder}: {size}, {scenario.start} to {scenario.end}; run it with: {run}")


def _all_faults(folder: str, *, lenient: bool) -> list[Fault]:
    """The faults of a folder, and behind them its leaks and those of its what-ifs where it could be read."""
    from nuzuh.forecast.leaks import leak_faults  # noqa: PLC0415
    from nuzuh.model.check import examine  # noqa: PLC0415
    from nuzuh.what_ifs.what_if import what_if_faults  # noqa: PLC0415 (keeps --help fast)

    scenario, faults = examine(folder, lenient=lenient)
    return faults if scenario is None else [*faults, *leak_faults(scenario), *what_if_faults(scenario)]
