"""The command `nuzuh run`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import nuzuh
from nuzuh.commands.folders import Lenient
from nuzuh.commands.members import (
    MAX_MEMBERS,
    AsJson,
    Engine,
    Executor,
    ParameterSets,
    Resume,
    Seed,
    Settings,
    changes_of,
    command_of,
    cpu_s,
    date_of,
    folder_of,
    members_run,
)
from nuzuh.commands.reading import sound_scenario
from nuzuh.commands.terminal import progress_bar, screen

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

REPORT = "report.html"


def run(  # noqa: PLR0913, PLR0917 (one argument for each option)
    scenario: Annotated[str, typer.Argument(help="A scenario folder, a folder of Flee, or a shipped scenario's name.")],
    engine: Engine = "counts",
    seed: Seed = 1,
    members: Annotated[
        int | None, typer.Option(help="Number of runs; by default the scenario's own, or 1.", min=1, max=MAX_MEMBERS)
    ] = None,
    start: Annotated[str, typer.Option(help="First day, as 2020-01-31.")] = "",
    end: Annotated[str, typer.Option(help="Last day, as 2020-01-31.")] = "",
    settings: Settings = None,
    sets: ParameterSets = None,
    what_if: Annotated[str, typer.Option(help="Run under a what-if, as ceasefire-holds or A+B.")] = "",
    lenient: Lenient = False,
    no_leaks: Annotated[bool, typer.Option("--no-leaks", help="Leave out inputs that give the answer away.")] = False,
    executor: Executor = "",
    out: Annotated[Path | None, typer.Option(help="Folder for report.html, result.nc, tables and run.json.")] = None,
    resume: Resume = None,
    impact: Annotated[bool, typer.Option("--impact", help="Show exposure and needs as well.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run a scenario, and show simulated beside observed displacement."""
    changes, folder = changes_of(settings), folder_of(out, resume)
    days = date_of("--start", start), date_of("--end", end)
    known = sound_scenario(scenario, lenient=lenient, quiet=as_json).between(*days)
    changed = nuzuh.what_if(what_if, known) if what_if else None
    if changed is not None:
        known = changed.function(known)
    if no_leaks:  # what is changed may itself give the answer away, as --set preset=flee3 does
        known, changes = _without_leaks(known, changes, quiet=as_json), {}
    if folder is not None:
        from nuzuh.scenario.whole import check_writable  # noqa: PLC0415 (keeps --help fast)

        check_writable(folder)
    members = members or known.members or 1
    options = {"engine": engine, "seed": str(seed), "members": str(members), "start": start, "end": end}
    flags = ["--lenient"] * lenient + ["--no-leaks"] * no_leaks
    options |= {"params": str(sets or ""), "what-if": what_if}
    command = command_of(["run", scenario], options, settings, flags)
    began = cpu_s()
    if members == 1 and sets is None and resume is None and not executor:
        with progress_bar(known.title, quiet=as_json) as progress:
            result = nuzuh.simulate(known, engine=engine, seed=seed, params=changes, progress=progress)  # type: ignore[arg-type]  # simulate says which engines there are
        result.attrs["command"] = command
        if folder is not None:
            with progress_bar("tables and flows", quiet=as_json) as progress:
                nuzuh.write_run(result, folder, known, what_if=changed, progress=progress)
            nuzuh.report(folder, folder / REPORT)
        _tell(result, known, cpu_s() - began, folder, impact=impact, as_json=as_json)
        return
    with members_run(
        known,
        members,
        seed=seed,
        engine=engine,
        changes=changes,
        sets=sets,
        executor=executor,
        folder=folder,
        resume=resume is not None,
        command=command,
        title=known.title,
        quiet=as_json,
    ) as result:
        if folder is not None:
            with progress_bar("tables and flows", quiet=as_json) as progress:
                nuzuh.write_tables(result, folder, known, what_if=changed, progress=progress)
            nuzuh.report(folder, folder / REPORT)
        _tell(result, known, cpu_s() - began, folder, impact=impact, as_json=as_json)


def _tell(result: Any, scenario: Scenario, spent: float, folder: Path | None, *, impact: bool, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(nuzuh.summarise(result, scenario, spent), ensure_ascii=False))
        return
    from nuzuh.outputs.run_folder import FOR_REPORTS, TABLES  # noqa: PLC0415 (not for --json)
    from nuzuh.outputs.screen import show_run  # noqa: PLC0415
    from nuzuh.outputs.screen_exposure import show_exposure, show_needs  # noqa: PLC0415

    console = screen()
    show_run(console, result, scenario)
    if impact:
        show_exposure(console, nuzuh.exposure(result, scenario))
        show_needs(console, nuzuh.needs(result, scenario), nuzuh.full_dates(result, scenario))
    console.print(f"{spent:.2f} s of processor time; {result.attrs['itineraries']}", style="dim", highlight=False)
    if folder is not None:
        files = ", ".join([REPORT, "result.nc", *TABLES, *FOR_REPORTS])
        console.print(f"Written: {folder}/{files}", highlight=False)


def _without_leaks(scenario: Scenario, changes: dict[str, Any], *, quiet: bool) -> Scenario:
    """The scenario, changed, without inputs that give the answer away; which they are is told on standard error."""
    from nuzuh.forecast.leaks import leaks, without_leaks  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.model.parameter_sets import with_params  # noqa: PLC0415

    changed = with_params(scenario, changes)
    found = leaks(changed)
    told = [f"left out: {leak.what}" for leak in found] or ["nothing to leave out: no input gives the answer away"]
    if any(leak.kind == "total" for leak in found):
        told.append("people are displaced by conflict instead, at a displacement.rate that nobody has fitted")
    if not quiet:
        typer.echo("\n".join(told), err=True)
    return without_leaks(changed)
