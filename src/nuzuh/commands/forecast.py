"""The command `nuzuh forecast`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

import nuzuh
from nuzuh.commands.members import AsJson, Seed, command_of, date_of
from nuzuh.commands.reading import sound_scenario
from nuzuh.commands.terminal import plural, progress_bar, screen
from nuzuh.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import xarray as xr

    from nuzuh.errors import Fault
    from nuzuh.forecast.registrations import Registrations

MOST_WARNINGS = 12
"""Warnings that are shown; all of them are in --json and in the files."""


def forecast(  # noqa: PLR0913, PLR0917 (one argument for each option)
    crisis: Annotated[
        str, typer.Argument(help="A spreadsheet (CSV) of registrations, a scenario, or a folder of Flee.")
    ],
    origin: Annotated[
        str, typer.Option(help="Last day that is known, as 2020-01-31; by default that of the last count.")
    ] = "",
    days: Annotated[str, typer.Option(help="How many days ahead.")] = "7,30,90",
    what_if: Annotated[str, typer.Option(help="Of a scenario: from the origin on, as ceasefire-holds or A+B.")] = "",
    course: Annotated[
        str, typer.Option(help="Conflict after the origin: known, as in the tables, or held as it was.")
    ] = "known",
    members: Annotated[int, typer.Option(help="Of the simulator's ensemble.", min=2, max=100_000)] = 100,
    seed: Seed = 1,
    noise: Annotated[float | None, typer.Option(help="Of counts, as a share of them.")] = None,
    lag_days: Annotated[int | None, typer.Option(help="Days by which counts lag behind arrivals.")] = None,
    series_only: Annotated[
        bool, typer.Option("--series-only", help="Do not simulate: forecast from counts alone.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for forecast.csv, .json and .png.")] = None,
    as_json: AsJson = False,
) -> None:
    """Forecast registered displaced persons, with intervals, beside what anyone could have said."""
    ahead = _days(days)
    when = date_of("--origin", origin)
    if out is not None:
        from nuzuh.scenario.whole import check_writable  # noqa: PLC0415 (keeps --help fast)

        check_writable(out)
    options = {"days": ",".join(map(str, ahead))}
    if Path(crisis).is_file() or series_only:
        if what_if:
            message = "--what-if needs a scenario that is simulated: name its folder, without --series-only"
            raise UsageError(message)
        known, faults = nuzuh.read_registrations(crisis)
        found = nuzuh.forecast_of(known, when, ahead)
        command = command_of(
            ["forecast", crisis], {"origin": found.attrs["origin"], **options}, None, ["--series-only"] * series_only
        )
        _finish(Forecast(found, None, None, known, faults), command, out, as_json=as_json)
        return
    asked = {"what-if": what_if, "course": course, "members": str(members), "seed": str(seed)}
    asked |= {"noise": "" if noise is None else str(noise), "lag-days": "" if lag_days is None else str(lag_days)}
    made, begun = _of_scenario(crisis, when, ahead, asked, quiet=as_json)
    command = command_of(["forecast", crisis], {"origin": begun, **options, **asked}, None, [])
    _finish(made, command, out, as_json=as_json)


class Forecast(NamedTuple):
    """What is to be shown.

    Args:
        registered: Of registrations; None where there are none of locations.
        simulated: By the simulator alone; None where there is no scenario.
        effect: Of a what-if.
        known: The registrations.
        faults: Warnings about them.
    """

    registered: xr.Dataset | None
    simulated: xr.Dataset | None
    effect: xr.Dataset | None
    known: Registrations | None
    faults: Sequence[Fault]


def _of_scenario(
    path: str, when: date | None, days: list[int], asked: dict[str, str], *, quiet: bool
) -> tuple[Forecast, str]:
    """The forecast of a scenario, and its origin."""
    from nuzuh.forecast.learner import Learning  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.forecast.scenario_forecast import forecast_scenario, origin_of, with_noise  # noqa: PLC0415

    noise, lag = asked["noise"], asked["lag-days"]
    how = with_noise(Learning(), float(noise) if noise else None, int(lag) if lag else None)
    scenario = sound_scenario(path, lenient=True, quiet=quiet)
    try:
        known, faults = nuzuh.read_registrations(path)
    except UsageError:  # totals alone, as in idlib-2020: the simulator learns from them all the same
        known, faults = None, []
    origin = origin_of(scenario, when)
    if known is not None and known.day_of(origin) < known.first_day:
        known = None
    change = nuzuh.what_if(asked["what-if"], scenario).function if asked["what-if"] else None
    with progress_bar(scenario.title, quiet=quiet) as progress:
        made = forecast_scenario(
            scenario,
            known,
            origin,
            days,
            members=int(asked["members"]),
            seed=int(asked["seed"]),
            course=asked["course"],  # type: ignore[arg-type]  # run_on says which there are
            change=change,
            how=how,
            progress=progress,
        )
    if asked["what-if"]:
        for part in (made.registered, made.simulated):
            if part is not None:
                part.attrs["what_if"] = asked["what-if"]
    return Forecast(made.registered, made.simulated, made.effect, known, faults), origin.isoformat()


def _finish(made: Forecast, command: str, out: Path | None, *, as_json: bool) -> None:
    for part in (made.registered, made.simulated):
        if part is not None:
            part.attrs["command"] = command
    if out is not None:
        nuzuh.write_forecast(made.registered, made.known, out, made.faults, made.simulated, made.effect)
    _show(made, out, as_json=as_json)


def _show(made: Forecast, out: Path | None, *, as_json: bool) -> None:
    from nuzuh.outputs.forecast_tables import FILES, forecast_object  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.outputs.screen_forecast import show_effect, show_forecast, show_simulated  # noqa: PLC0415

    if as_json:
        found = forecast_object(made.registered, made.faults, made.simulated, made.effect)
        typer.echo(json.dumps(found, ensure_ascii=False, allow_nan=False))
        return
    _warn(made.faults)
    console = screen()
    if made.registered is not None:
        show_forecast(console, made.registered)
    if made.simulated is not None:
        show_simulated(console, made.simulated)
    if made.effect is not None:
        show_effect(console, made.effect)
    if out is not None:
        console.print(f"Written: {out}/{', '.join(FILES)}", highlight=False)


def _warn(faults: Sequence[Fault]) -> None:
    for fault in faults[:MOST_WARNINGS]:
        typer.echo(str(fault), err=True)
    if len(faults) > MOST_WARNINGS:
        typer.echo(f"… and {plural(len(faults) - MOST_WARNINGS, 'warning')} more: --json has them all", err=True)


def _days(text: str) -> list[int]:
    try:
        return [int(word) for word in text.split(",")]
    except ValueError:
        message = f"--days '{text}': give whole numbers of days with commas between, as 7,30,90"
        raise UsageError(message) from None
