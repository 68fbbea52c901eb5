"""The command `nuzuh plot`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nuzuh.commands.folders import Lenient
from nuzuh.commands.members import MAX_MEMBERS, Executor, Seed, command_of, date_of, members_run
from nuzuh.commands.reading import sound_scenario
from nuzuh.commands.terminal import progress_bar
from nuzuh.errors import UsageError

if TYPE_CHECKING:
    from nuzuh.outputs.figure_frame import Run
    from nuzuh.scenario.scenario import Scenario

MEMBERS = 50
"""Of a scenario that is run for its picture, where neither the command nor the scenario says."""


def plot(
    run: Annotated[
        list[str],
        typer.Argument(help="Folder of 'nuzuh run --out' or 'nuzuh compare --out', or a scenario, which is then run."),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="File to write: .png, .svg, .pdf, or .gif for a map that moves.")
    ],
    kind: Annotated[str, typer.Option(help="curve, map, destinations or difference.")] = "curve",
    date: Annotated[str, typer.Option(help="Day of a map or of destinations, as 2020-01-31; else the last.")] = "",
    location: Annotated[str, typer.Option(help="Place of a curve or a difference; else all displaced persons.")] = "",
    members: Annotated[
        int | None,
        typer.Option(help="Members where a scenario is run; by default its own, or 50.", min=1, max=MAX_MEMBERS),
    ] = None,
    seed: Seed = 1,
    lenient: Lenient = False,
    executor: Executor = "",
) -> None:
    """Draw runs: a curve beside what was counted, a map, ranked destinations, or what a what-if changes."""
    from nuzuh.outputs.plot import Picture, check_picture, draw  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.scenario.whole import check_writable  # noqa: PLC0415

    faults: list[str] = []
    when = None
    try:
        when = date_of("--date", date)
    except UsageError as error:
        faults.append(str(error))
    picture = Picture(kind, when, location, out)
    with ExitStack() as open_files:
        sources = _sources(run, faults, open_files, lenient=lenient)
        check_picture(picture, sources, *faults)
        check_writable(out.absolute().parent)
        runs = [_finished(source, members, seed, executor, open_files) for source in sources]
        for one in runs:
            if one.scenario is None:
                typer.echo(_without_scenario(one), err=True)
        with progress_bar("days", quiet=not picture.is_animated) as progress:
            draw(picture, runs, progress)
    typer.echo(f"Written: {out}")


def _sources(words: list[str], faults: list[str], open_files: ExitStack, *, lenient: bool) -> list[Run | Scenario]:
    """Finished runs and scenarios, in the order in which they are named; what is neither is a fault."""
    from nuzuh.outputs.run_origin import finished_run, run_folders  # noqa: PLC0415 (keeps --help fast)

    sources: list[Run | Scenario] = []
    for word in words:
        try:
            folders = run_folders(Path(word))
            taken = [source.name for source in sources]
            found = [finished_run(folder, str(folder) if folder.name in taken else "") for folder in folders]
            sources += found or [sound_scenario(word, lenient=lenient, quiet=True)]
        except UsageError as error:
            faults.append(str(error))
            continue
        for one in found:
            open_files.callback(one.result.close)
    return sources


def _finished(source: Run | Scenario, members: int | None, seed: int, executor: str, open_files: ExitStack) -> Run:
    """A run, of a scenario by running it."""
    from nuzuh.outputs.figure_frame import Run  # noqa: PLC0415 (keeps --help fast)

    if isinstance(source, Run):
        return source
    members = members or source.members or MEMBERS
    command = command_of(["run", source.name], {"seed": str(seed), "members": str(members)}, None, [])
    running = members_run(
        source,
        members,
        seed=seed,
        engine="counts",
        changes={},
        sets=None,
        executor=executor,
        folder=None,
        resume=False,
        command=command,
        title=source.title,
        quiet=False,
    )
    return Run(source.name, open_files.enter_context(running), source)


def _without_scenario(run: Run) -> str:
    return (
        f"{run.name}: scenario '{run.result.attrs['scenario']}' is not found, or has changed since this run: drawn "
        "without observations, routes, closed borders and fire"
    )
