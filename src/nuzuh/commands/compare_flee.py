"""The command `nuzuh compare-flee`: for those who come from the model Flee."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import nuzuh
from nuzuh.commands.folders import Lenient
from nuzuh.commands.members import MAX_SEED
from nuzuh.commands.reading import sound_scenario
from nuzuh.commands.terminal import progress_bar, screen

if TYPE_CHECKING:
    from nuzuh.outputs.beside_flee import BesideFlee


def compare_flee(
    folder: Annotated[str, typer.Argument(help="The folder of Flee that was run, or the scenario made from it.")],
    flee_output: Annotated[Path, typer.Option(help="What Flee gave: out.csv, or location, date, seed1 … in columns.")],
    members: Annotated[int, typer.Option(help="Number of runs that differ by chance.", min=1, max=10**6)] = 20,
    seed: Annotated[int, typer.Option(help="Of all random draws.", min=0, max=MAX_SEED)] = 1,
    scale: Annotated[float, typer.Option(help="By how much Flee's people were thinned (hasten).", min=1e-6)] = 1.0,
    lenient: Lenient = False,
    out: Annotated[Path | None, typer.Option(help="CSV file with the figures of all days.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Run a folder of Flee, and show it beside what Flee gave for it, camp by camp."""
    from nuzuh.outputs.beside_flee import beside_flee, figures, show_beside_flee  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.outputs.flee_output import read_flee_output  # noqa: PLC0415

    scenario = sound_scenario(folder, lenient=lenient, quiet=as_json)
    output = read_flee_output(flee_output, scenario, scale=scale)
    if out is not None:
        from nuzuh.scenario.whole import check_writable  # noqa: PLC0415

        check_writable(out.parent)
    with progress_bar(scenario.title, quiet=as_json) as progress:
        result = nuzuh.simulate(scenario, seed=seed, members=members, progress=progress)
    beside = beside_flee(result, scenario, output)
    if out is not None:
        _write(beside, out)
    if as_json:
        said = {"folder": folder, "members": members, "seed": seed, **figures(beside)}
        typer.echo(json.dumps(said, ensure_ascii=False))
        return
    show_beside_flee(screen(), beside)
    _say_scale(beside)
    if out is not None:
        typer.echo(f"Written: {out}")


def _write(beside: BesideFlee, out: Path) -> None:
    from nuzuh.outputs.beside_flee import beside_csv  # noqa: PLC0415
    from nuzuh.scenario.whole import filled_folder  # noqa: PLC0415

    with filled_folder(out.parent) as partial:
        (partial / out.name).write_text(beside_csv(beside), encoding="utf-8", newline="\n")


def _say_scale(beside: BesideFlee) -> None:
    from nuzuh.outputs.beside_flee import scale_meant  # noqa: PLC0415

    times = scale_meant(beside)
    if times is not None:
        message = f"nuzuh has {times} times as many people: if Flee's were thinned (hasten), add --scale {times}"
        sys.stdout.flush()
        typer.echo(message, err=True)
