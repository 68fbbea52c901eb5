"""The command `nuzuh run`."""

from __future__ import annotations

import json
import shlex
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import nuzuh
from nuzuh.commands.folders import Lenient
from nuzuh.commands.reading import setting, sound_scenario
from nuzuh.commands.terminal import progress_bar, screen
from nuzuh.errors import UsageError

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

MAX_SEED = 2**63 - 1
"""The largest that compiled code takes."""


def run(  # noqa: PLR0913, PLR0917 (one argument for each option)
    scenario: Annotated[str, typer.Argument(help="A scenario folder, a folder of Flee, or a shipped scenario's name.")],
    engine: Annotated[str, typer.Option(help="counts, persons or mean.")] = "counts",
    seed: Annotated[int, typer.Option(help="Of all random draws.", min=0, max=MAX_SEED)] = 1,
    members: Annotated[int, typer.Option(help="Number of runs that differ by chance.", min=1, max=10**6)] = 1,
    start: Annotated[str, typer.Option(help="First day, as 2020-01-31.")] = "",
    end: Annotated[str, typer.Option(help="Last day, as 2020-01-31.")] = "",
    settings: Annotated[list[str] | None, typer.Option("--set", help="A parameter, as departure.town=0.25.")] = None,
    lenient: Lenient = False,
    no_leaks: Annotated[bool, typer.Option("--no-leaks", help="Leave out inputs that give the answer away.")] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for result.nc, displaced.csv and run.json.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Run a scenario, and show simulated beside observed displacement."""
    changes = dict(setting(text) for text in settings or [])
    days = _date("--start", start), _date("--end", end)
    known = sound_scenario(scenario, lenient=lenient, quiet=as_json).between(*days)
    if no_leaks:  # what is changed may itself give the answer away, as --set preset=flee3 does
        known, changes = _without_leaks(known, changes, quiet=as_json), {}
    if out is not None:
        from nuzuh.scenario.whole import check_writable  # noqa: PLC0415 (keeps --help fast)

        check_writable(out)
    began = time.process_time()
    with progress_bar(known.title, quiet=as_json) as progress:
        result = nuzuh.simulate(
            known,
            engine=engine,  # type: ignore[arg-type]  # simulate says which engines there are
            seed=seed,
            members=members,
            params=changes,
            progress=progress,
        )
    cpu_s = time.process_time() - began
    options: list[str] = ["--start", start] * bool(start) + ["--end", end] * bool(end)
    options += ["--lenient"] * lenient + ["--no-leaks"] * no_leaks
    result.attrs["command"] = _command(scenario, engine, seed, members, options, settings or [])
    if out is not None:
        nuzuh.write_run(result, out)
    if as_json:
        typer.echo(json.dumps(nuzuh.summarise(result, known, cpu_s), ensure_ascii=False))
    else:
        _show(result, known, cpu_s, out)


def _show(result: Any, scenario: Scenario, cpu_s: float, out: Path | None) -> None:
    from nuzuh.outputs.screen import show_run  # noqa: PLC0415 (not for --json)

    console = screen()
    show_run(console, result, scenario)
    console.print(f"{cpu_s:.2f} s of processor time; {result.attrs['itineraries']}", style="dim", highlight=False)
    if out is not None:
        console.print(f"Written: {out}/result.nc, displaced.csv, run.json", highlight=False)


def _without_leaks(scenario: Scenario, changes: dict[str, Any], *, quiet: bool) -> Scenario:
    """The scenario, changed, without inputs that give the answer away; which they are is told on standard error."""
    from nuzuh.forecast.leaks import leaks, without_leaks  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.model.params import with_settings  # noqa: PLC0415

    changed = replace(scenario, params=with_settings(scenario.params, changes))
    found = leaks(changed)
    told = [f"left out: {leak.what}" for leak in found] or ["nothing to leave out: no input gives the answer away"]
    if any(leak.kind == "total" for leak in found):
        told.append("people are displaced by conflict instead, at a displacement.rate that nobody has fitted")
    if not quiet:
        typer.echo("\n".join(told), err=True)
    return without_leaks(changed)


def _date(option: str, text: str) -> date | None:
    from nuzuh.scenario.cells import CellError, parse_date  # noqa: PLC0415 (keeps --help fast)

    try:
        return parse_date(text, option) if text else None
    except CellError as error:
        message = f"{error.what}: {error.way_out}"
        raise UsageError(message) from None


def _command(scenario: str, engine: str, seed: int, members: int, options: list[str], settings: list[str]) -> str:
    """The command that gives this result again, wherever it is written."""
    words = ["nuzuh", "run", scenario, "--engine", engine, "--seed", str(seed), "--members", str(members), *options]
    return shlex.join([*words, *(word for text in settings for word in ("--set", text))])
