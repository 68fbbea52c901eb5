"""The command `nuzuh sensitivity`."""

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
    ranges_of,
)
from nuzuh.commands.reading import sound_scenario
from nuzuh.commands.terminal import members_bar, screen

if TYPE_CHECKING:
    import xarray as xr


def sensitivity(  # noqa: PLR0913, PLR0917 (one argument for each option)
    scenario: Annotated[str, typer.Argument(help="A scenario folder, a folder of Flee, or a shipped scenario's name.")],
    vary: Vary = None,
    settings: Settings = None,
    n: Annotated[int, typer.Option("--n", help="Points of the sample, a power of two.")] = 64,
    seed: Seed = 1,
    engine: Engine = "mean",
    executor: Executor = "",
    lenient: Lenient = False,
    out: Annotated[Path | None, typer.Option(help="Folder for sensitivity.csv, .json and .png.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show which uncertain parameters move the answer, and how far."""
    known = sound_scenario(scenario, lenient=lenient, quiet=as_json)
    changes = changes_of(settings)
    changes |= ranges_of(known, changes, vary or [])
    if out is not None:
        from nuzuh.scenario.whole import check_writable  # noqa: PLC0415 (keeps --help fast)

        check_writable(out)
    with members_bar(known.title, quiet=as_json) as progress:
        found = nuzuh.sensitivity(
            known,
            n,
            params=changes,
            seed=seed,
            engine=engine,  # type: ignore[arg-type]  # simulate says which engines there are
            executor=executor or None,
            progress=progress,
        )
    words = ["sensitivity", scenario, *(word for text in vary or [] for word in ("--vary", text))]
    options = {"n": str(n), "seed": str(seed), "engine": engine}
    found.attrs["command"] = command_of(words, options, settings, ["--lenient"] * lenient)
    if out is not None:
        nuzuh.write_sensitivity(found, out)
    _show(found, out, as_json=as_json)


def _show(found: xr.Dataset, out: Path | None, *, as_json: bool) -> None:
    from nuzuh.outputs.screen_sensitivity import show_sensitivity  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.outputs.sensitivity_tables import sensitivity_object  # noqa: PLC0415

    if as_json:
        typer.echo(json.dumps(sensitivity_object(found), ensure_ascii=False))
        return
    console = screen()
    show_sensitivity(console, found)
    if out is not None:
        console.print(f"Written: {out}/sensitivity.csv, sensitivity.json, sensitivity.png", highlight=False)
