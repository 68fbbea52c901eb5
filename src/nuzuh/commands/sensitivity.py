"""The command `nuzuh sensitivity`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import nuzuh
from nuzuh.commands.folders import Lenient
from nuzuh.commands.members import AsJson, Engine, Executor, Seed, Settings, changes_of, command_of
from nuzuh.commands.reading import sound_scenario
from nuzuh.commands.terminal import members_bar, screen
from nuzuh.errors import UsageError

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario


def sensitivity(  # noqa: PLR0913, PLR0917 (one argument for each option)
    scenario: Annotated[str, typer.Argument(help="A scenario folder, a folder of Flee, or a shipped scenario's name.")],
    vary: Annotated[list[str] | None, typer.Option(help="A range, as displacement.rate=0.05,0.2.")] = None,
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
    changes |= _ranges(known, changes, vary or [])
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


def _ranges(scenario: Scenario, changes: dict[str, Any], vary: list[str]) -> dict[str, Any]:
    """Uniform priors by dotted name; the scenario's own value stays the central one where it lies in the range."""
    from nuzuh.model.simulate import all_params  # noqa: PLC0415 (keeps --help fast)

    if not vary:
        return {}
    own = all_params(scenario, changes).model_dump()
    priors = {}
    for name, ends in map(_range, vary):
        rule, _, leaf = name.partition(".")
        value = own.get(rule, {}).get(leaf)
        is_within = isinstance(value, int | float) and ends[0] <= value <= ends[1]
        priors[name] = {"uniform": ends} | ({"value": value} if is_within else {})
    return priors


def _range(text: str) -> tuple[str, list[float]]:
    """A range as `rule.name=low,high`."""
    name, _, ends = text.partition("=")
    try:
        low, high = (float(end) for end in ends.split(","))
    except ValueError:
        message = f"--vary '{text}' is no range: write rule.name=low,high, as displacement.rate=0.05,0.2"
        raise UsageError(message) from None
    return name.strip(), [low, high]
