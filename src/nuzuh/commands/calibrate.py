"""The command `nuzuh calibrate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import nuzuh
from nuzuh.commands.folders import Lenient
from nuzuh.commands.members import (
    AsJson,
    Engine,
    Executor,
    Seed,
    Settings,
    Vary,
    changes_of,
    command_of,
    date_of,
    ranges_of,
)
from nuzuh.commands.reading import sound_scenario
from nuzuh.commands.terminal import members_bar, screen

if TYPE_CHECKING:
    import xarray as xr


def calibrate(  # noqa: PLR0913, PLR0917 (one argument for each option)
    scenario: Annotated[str, typer.Argument(help="A scenario folder, a folder of Flee, or a shipped scenario's name.")],
    until: Annotated[str, typer.Option(help="Use what was known by this day, as 2020-01-31; else all.")] = "",
    vary: Vary = None,
    settings: Settings = None,
    noise: Annotated[float, typer.Option(help="Error of a count, of registration and model, as a share.")] = 0.1,
    lag: Annotated[int, typer.Option(help="Days by which registration runs late.")] = 0,
    n: Annotated[int, typer.Option("--n", help="Runs of a round; it ends when it has as many effective points.")] = 256,
    draws: Annotated[int, typer.Option(help="Parameter sets to draw from the posterior.", min=1)] = 1000,
    seed: Seed = 1,
    engine: Engine = "counts",
    executor: Executor = "",
    lenient: Lenient = False,
    out: Annotated[Path | None, typer.Option(help="Folder for posterior.csv, calibration.json and .png.")] = None,
    as_json: AsJson = False,
) -> None:
    """Find the parameters that fit what was observed, as a posterior."""
    changes, by = changes_of(settings), date_of("--until", until)
    known = sound_scenario(scenario, lenient=lenient, quiet=as_json)
    changes |= ranges_of(known, changes, vary or [])
    if out is not None:
        from nuzuh.scenario.whole import check_writable  # noqa: PLC0415 (keeps --help fast)

        check_writable(out)
    with members_bar(known.title, quiet=as_json) as progress:
        found = nuzuh.calibrate(
            known,
            by,
            params=changes,
            noise=noise,
            lag_days=lag,
            n=n,
            draws=draws,
            seed=seed,
            engine=engine,  # type: ignore[arg-type]  # calibrate says which engines there are
            executor=executor or None,
            progress=progress,
        )
    words = ["calibrate", scenario, *(word for text in vary or [] for word in ("--vary", text))]
    options = {"until": until, "noise": f"{noise:g}", "lag": str(lag), "n": str(n), "draws": str(draws)}
    options |= {"seed": str(seed), "engine": engine}
    found.attrs["command"] = command_of(words, options, settings, ["--lenient"] * lenient)
    if out is not None:
        nuzuh.write_calibration(found, out)
    _show(found, out, as_json=as_json)


def _show(found: xr.Dataset, out: Path | None, *, as_json: bool) -> None:
    from nuzuh.outputs.calibration_words import calibration_object  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.outputs.screen_calibration import show_calibration  # noqa: PLC0415

    if as_json:
        typer.echo(json.dumps(calibration_object(found), ensure_ascii=False))
        return
    console = screen()
    show_calibration(console, found)
    if out is not None:
        from nuzuh.outputs.calibration_files import FILES  # noqa: PLC0415 (loads matplotlib)

        console.print(f"Written: {out}/{', '.join(FILES)}", highlight=False)
