"""The command `nuzuh compare`."""

from __future__ import annotations

import json
from contextlib import contextmanager
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
    folder_of,
    members_run,
)
from nuzuh.commands.reading import sound_scenario
from nuzuh.commands.run import REPORT
from nuzuh.commands.terminal import progress_bar, screen
from nuzuh.errors import NuzuhError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xarray as xr

    from nuzuh.impact.outcomes import Outcomes
    from nuzuh.scenario.scenario import Scenario
    from nuzuh.what_ifs.policy import WhatIf

MEMBERS = 100
"""Of each run, where neither the command nor the scenario says."""


def compare(  # noqa: PLR0913, PLR0917 (one argument for each option)
    scenario: Annotated[str, typer.Argument(help="A scenario folder, a folder of Flee, or a shipped scenario's name.")],
    what_if: Annotated[
        list[str], typer.Option("--what-if", help="A what-if, or several joined as A+B; may be given several times.")
    ],
    members: Annotated[
        int | None,
        typer.Option(help="Members of each run; by default the scenario's own, or 100.", min=1, max=MAX_MEMBERS),
    ] = None,
    seed: Seed = 1,
    engine: Engine = "counts",
    settings: Settings = None,
    sets: ParameterSets = None,
    lenient: Lenient = False,
    executor: Executor = "",
    out: Annotated[
        Path | None, typer.Option(help="Folder for report.html, comparison.csv, comparison.json and each run.")
    ] = None,
    resume: Resume = None,
    as_json: AsJson = False,
) -> None:
    """Run a scenario and what-ifs on the same random numbers, and show what changes."""
    from nuzuh.ensembles.executors import executor_of  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.outputs.comparison import (  # noqa: PLC0415
        BASELINE,
        Comparison,
        comparison_json,
        folder_name,
        show_comparison,
    )

    changes, folder = changes_of(settings), folder_of(out, resume)
    known = sound_scenario(scenario, lenient=lenient, quiet=as_json)
    members = members or known.members or MEMBERS
    what_ifs = [nuzuh.what_if(names, known) for names in dict.fromkeys(what_if)]
    runs = [(BASELINE, known, None), *((one.name, one.function(known), one) for one in what_ifs)]
    if folder is not None:
        _check_folder(folder, resume=resume is not None)
    words = ["compare", scenario, *(word for one in what_if for word in ("--what-if", one))]
    options = {"engine": engine, "seed": str(seed), "members": str(members), "params": str(sets or "")}
    command = command_of(words, options, settings, ["--lenient"] * lenient)
    shared = executor_of(executor or None)
    outcomes, varied = [], ""
    try:
        for name, one, changed in runs:
            place = None if folder is None else folder / folder_name(name)
            with (
                _going_on_with(folder, place),
                members_run(
                    one,
                    members,
                    seed=seed,
                    engine=engine,
                    changes=changes,
                    sets=sets,
                    executor=shared,
                    folder=place,
                    resume=resume is not None and place is not None and place.is_dir(),
                    command=command,
                    title=name,
                    quiet=as_json,
                ) as result,
            ):
                outcomes.append(_outcomes(result, one, changed, place, quiet=as_json))
                varied = str(result.attrs.get("priors", ""))
    finally:
        shared.close()
    effects = nuzuh.effects_of(*outcomes)
    comparison = Comparison(known, what_ifs, effects, members, seed, varied)
    if folder is not None:
        _write(comparison, folder)
        with progress_bar("report", quiet=as_json) as progress:
            nuzuh.report(folder, folder / REPORT, progress=progress)
    if as_json:
        typer.echo(json.dumps(comparison_json(comparison), ensure_ascii=False))
        return
    console = screen()
    show_comparison(console, comparison)
    if folder is not None:
        written = f"{REPORT}, comparison.csv, comparison.json, and a folder for each run"
        console.print(f"Written: {folder}/{written}", highlight=False)


@contextmanager
def _going_on_with(folder: Path | None, place: Path | None) -> Iterator[None]:
    """What stops a run advises to go on with the comparison, of which it is a part."""
    try:
        yield
    except (KeyboardInterrupt, NuzuhError) as error:
        said, its_own = str(error), f"--resume {place}"
        if its_own in said:
            error.args = (said.replace(its_own, f"--resume {folder}"),)
        raise


def _outcomes(
    result: xr.Dataset, scenario: Scenario, what_if: WhatIf | None, place: Path | None, *, quiet: bool
) -> Outcomes:
    """The outcomes of a run, which are written into its folder with all else, if it has one."""
    if place is None:
        return nuzuh.outcomes_of(result, scenario)
    from nuzuh.outputs.outcomes_file import FILE, read_outcomes  # noqa: PLC0415 (keeps --help fast)

    with progress_bar(f"{place.name}: tables and flows", quiet=quiet) as progress:
        nuzuh.write_tables(result, place, scenario, what_if=what_if, progress=progress)
    return read_outcomes(place / FILE)


def _check_folder(folder: Path, *, resume: bool) -> None:
    from nuzuh.outputs.comparison import BASELINE  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.scenario.whole import check_writable  # noqa: PLC0415

    check_writable(folder)
    if resume and not (folder / BASELINE).is_dir():
        message = f"'{folder}' holds no comparison to go on with: name its folder, in which '{BASELINE}' is"
        raise UsageError(message)
    if not resume and folder.is_dir() and any(folder.iterdir()):
        message = f"'{folder}' is not empty: go on with what is in it (--resume {folder}), or choose another folder"
        raise UsageError(message)


def _write(comparison: Any, folder: Path) -> None:
    from nuzuh.outputs.comparison import comparison_csv, comparison_json  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.scenario.whole import filled_folder  # noqa: PLC0415

    text = json.dumps(comparison_json(comparison), indent=2, ensure_ascii=False)
    with filled_folder(folder) as partial:
        (partial / "comparison.json").write_text(text + "\n", encoding="utf-8", newline="\n")
        (partial / "comparison.csv").write_text(comparison_csv(comparison), encoding="utf-8", newline="\n")
