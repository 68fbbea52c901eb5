"""A forecast of registrations on the screen of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from rich.table import Table

from nuzuh.outputs.forecast_tables import Figures, figures_by_day

if TYPE_CHECKING:
    import xarray as xr
    from rich.console import Console

MOST_LOCATIONS: Final = 20
"""Locations that are shown, the largest first; all of them are in the files and in --json."""

MOST_SIMULATED: Final = 8


def show_forecast(console: Console, found: xr.Dataset) -> None:
    """Print what is expected in each location and in all together.

    Args:
        console: Where to print.
        found: As `nuzuh.forecast_of` gives it.
    """
    largest = np.argsort(-found["last_count"].values, kind="stable")[:MOST_LOCATIONS]
    names = found["location"].values[largest].tolist()
    console.print(f"\n{found.attrs['title']}", highlight=False)
    console.print(f"Displaced persons, as known on {found.attrs['origin']}", highlight=False)
    table = Table()
    table.add_column("location, last count", overflow="fold", min_width=18)
    for name in ("date", "median", "mean", "50 % interval", "90 % interval", "persist.", "drift"):
        table.add_column(name, justify="right", no_wrap=True)
    figures = figures_by_day(found)
    dates = [str(when)[:10] for when in found["date"].values]
    lasts = dict(zip(found["location"].values.tolist(), found["last_count"].values.tolist(), strict=True))
    whens = dict(zip(lasts, (str(when)[:10] for when in found["last_date"].values), strict=True))
    for name in names:
        _add(table, name, f"{lasts[name]:,.0f} {whens[name]}", dates, figures[name])
    _add(table, "all locations", f"{found['last_total'].item():,.0f}", dates, figures[None])
    console.print(table)
    n_more = found.sizes["location"] - len(names)
    if n_more > 0:
        console.print(f"… and {n_more} more locations: see --json or --out.", style="dim", highlight=False)
    for line in _remarks(found):
        console.print(line, style="dim", highlight=False)


def show_simulated(console: Console, found: xr.Dataset) -> None:
    """Print what the simulator alone expects after it has learned, of all and of the largest locations.

    Args:
        console: Where to print.
        found: As `ScenarioForecast.simulated`.
    """
    own = found.attrs
    told = {"known": "with the conflict of the tables", "held": "with conflict held as in the last 30 days"}
    under = f", under {own['what_if']}" if "what_if" in own else ""
    console.print(f"\n{own['title']}", highlight=False)
    counts = f"{own['counts']} count{'' if own['counts'] == 1 else 's'} by {own['origin']}"
    learned = f"The simulator, {own['members']} members, having learned from {counts}"
    console.print(f"{learned}, {told[own['course']]}{under}", highlight=False)
    console.print(_simulated_table(found))
    console.print("Modelled, not observed. Nobody knows the conflict to come.", style="dim", highlight=False)


def show_effect(console: Console, found: xr.Dataset) -> None:
    """Print what a what-if changes, member by member on the same random numbers.

    Args:
        console: Where to print.
        found: As `ScenarioForecast.effect`.
    """
    console.print("\nWhat the what-if changes", highlight=False)
    console.print(_simulated_table(found))
    console.print(
        "Differences of simulated numbers, member by member; the what-if works at once and in full.",
        style="dim",
    )


def _simulated_table(found: xr.Dataset) -> Table:
    table = Table()
    table.add_column("persons", overflow="fold", min_width=18)
    for name in ("date", "median", "mean", "50 % interval", "90 % interval"):
        table.add_column(name, justify="right", no_wrap=True)
    dates = [str(when)[:10] for when in found["date"].values]
    sizes = np.abs(found["mean"].values).max(axis=1)
    largest = [at for at in np.argsort(-sizes, kind="stable")[:MOST_SIMULATED].tolist() if sizes[at] >= 1]
    parts = [
        ("displaced since the first day", found["cum_displaced"].values, found["cum_mean"].values),
        ("displaced persons", found["total_displaced"].values, found["total_mean"].values),
    ]
    names, stocks, means = (found[key].values for key in ("location", "n_displaced", "mean"))
    parts += [(f"in {names[at]}", stocks[at], means[at]) for at in largest]
    for name, quantiles, mean in parts:
        for at, date in enumerate(dates):
            low90, low50, median, high50, high90 = (f"{quantiles[at][p]:,.0f}" for p in (4, 24, 49, 74, 94))
            spreads = f"{low50} to {high50}", f"{low90} to {high90}"
            table.add_row(
                "" if at else name, date, median, f"{mean[at]:,.0f}", *spreads, end_section=at == len(dates) - 1
            )
    return table


def _add(table: Table, name: str, last: str, dates: list[str], days: list[dict[str, Figures]]) -> None:
    heads = [f"{name}\n{last}"] if len(days) == 1 else [name, last, *[""] * (len(days) - 2)]
    for at, (head, date, models) in enumerate(zip(heads, dates, days, strict=True)):
        own = {key: f"{value:,}" for key, value in models["nuzuh"].items()}
        table.add_row(
            head,
            date,
            own["median"],
            own["mean"],
            f"{own['low50']} to {own['high50']}",
            f"{own['low90']} to {own['high90']}",
            f"{models['persistence']['median']:,}",
            f"{models['drift']['median']:,}",
            end_section=at == len(dates) - 1,
        )


def _remarks(found: xr.Dataset) -> list[str]:
    return [
        "Forecast, not observed. Medians tend to be low where numbers grow: plan with the mean or the upper end.",
        "Persistence and drift are what anyone could have said: medians; --json has their intervals, by the same rule.",
        f"Locations first counted after {found.attrs['origin']} are not in the total.",
    ]
