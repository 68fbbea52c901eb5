"""A run on the screen of a terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from rich.table import Table

from nuzuh.forecast.observed import MOVES
from nuzuh.model.result import cum_displaced
from nuzuh.outputs.observation_words import counted, way
from nuzuh.outputs.reported import KeyFigure, key_figures
from nuzuh.outputs.screen_exposure import SHELTER_WORDS
from nuzuh.outputs.spread_words import spread_words
from nuzuh.outputs.summary import QUANTILES, Comparison, compare_with_observed

if TYPE_CHECKING:
    import xarray as xr
    from rich.console import Console

    from nuzuh.scenario.scenario import Scenario

MOST_DATES = 24
MOST_PLACES = 48
"""Rows of a table; a long series is shown at some of its dates, all of it is in the files of the run."""
MOST_SHARE = 10
"""A larger difference is not shown as a share: next to nobody was counted."""


FIGURE_WORDS = {
    "cum_displaced": "displaced so far",
    "n_displaced": "displaced on the day",
    "ever_within_reach": "ever in their homes within reach of fire",
    "person_nights_below_zero": "person-nights of displaced persons below 0 °C",
}


def show_run(console: Console, result: xr.Dataset, scenario: Scenario, n_destinations: int = 10) -> None:
    """Print simulated against observed, modelled beside reported, and the destinations with most displaced persons.

    Args:
        console: Where to print.
        result: As `simulate` gives it.
        scenario: What was run.
        n_destinations: How many destinations to list.
    """
    params = json.loads(result.attrs["params"])
    returns = params["returns"]["rate"] > 0
    comparisons = [c for c in compare_with_observed(result, scenario) if returns or c.quantity != "cum_returned"]
    totals = [c for c in comparisons if c.quantity == "cum_displaced" and not c.location and c.since is None]
    others = [c for c in comparisons if c not in totals]
    n_members = result.sizes["member"]
    console.print(
        f"\n{scenario.title}\nPeople displaced since {scenario.start.day} {scenario.start:%B %Y}", highlight=False
    )
    is_given = params["displacement"]["mode"] == "registrations"
    verdict = "These totals are an input of the run, not a forecast." if is_given else _error(totals)
    console.print(_totals(result, scenario, _spread(totals, MOST_DATES)), verdict, sep="\n")
    if figures := key_figures(result, scenario):
        console.print("\nBeside the report")
        console.print(_key_figures(figures, scenario, n_members))
    if others:
        series = {(c.quantity, c.location, c.to): [] for c in others}  # type: dict[tuple[str, ...], list[Comparison]]
        for c in others:
            series[c.quantity, c.location, c.to].append(c)
        each = len(others) if len(others) <= MOST_PLACES else max(MOST_PLACES // len(series), 1)
        console.print("\nDisplaced persons by place")
        console.print(_places([c for rows in series.values() for c in _spread(rows, each)], scenario, n_members))
    last = scenario.date_of(scenario.n_days - 1)
    console.print(f"\nMost displaced persons staying on {last}, simulated", highlight=False)
    console.print(_destinations(result, n_destinations))
    console.print("Simulated figures are modelled, not observed.", style="dim")
    if n_members > 1:
        console.print(spread_words(result.attrs.get("priors", "")), style="dim", highlight=False)
    if result.attrs["n_unplaced"]:
        n = round(float(result.attrs["n_unplaced"]))
        console.print(
            f"{n:,} registered persons could not be placed: nobody was left under threat on their days.",
            highlight=False,
        )
    if not returns:
        console.print("Nobody returns in this run (returns.rate is 0).", style="dim", highlight=False)


def _spread(comparisons: list[Comparison], most: int) -> list[Comparison]:
    """At most so many of a series, evenly spread; the last is always among them."""
    step = -(-len(comparisons) // most) if comparisons else 1
    return comparisons[(len(comparisons) - 1) % step :: step]


def _totals(result: xr.Dataset, scenario: Scenario, totals: list[Comparison]) -> Table:
    table = Table()
    n_members = result.sizes["member"]
    _add_columns(table, ["date"], n_members)
    if totals:
        for c in totals:
            table.add_row(c.when.isoformat(), *_numbers(c, n_members))
        return table
    simulated = np.quantile(cum_displaced(result).values, QUANTILES, axis=0).T
    for day in sorted({*range(0, scenario.n_days, 7), scenario.n_days - 1}):
        interval = [_interval(simulated[day])] if n_members > 1 else []
        table.add_row(scenario.date_of(day).isoformat(), f"{simulated[day][1]:,.0f}", *interval, "", "", "")
    return table


def _places(comparisons: list[Comparison], scenario: Scenario, n_members: int) -> Table:
    table = Table()
    _add_columns(table, ["quantity", "place", "date"], n_members)
    for c in comparisons:
        place = way(c.location, c.to) if c.quantity == MOVES else _label(scenario, c.location)
        what = counted(c.quantity, c.since, c.when)
        table.add_row(what, place, c.when.isoformat(), *_numbers(c, n_members))
    return table


def _key_figures(figures: list[KeyFigure], scenario: Scenario, n_members: int) -> Table:
    table = Table()
    table.add_column("figure")
    spread = ["90 % interval"] if n_members > 1 else []
    for name in ["modelled", *spread, "reported"]:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("in its words")
    for figure in figures:
        where = f"{_label(scenario, figure.location)}, {figure.when}"
        what = f"  {SHELTER_WORDS[figure.shelter]}" if figure.shelter else f"{FIGURE_WORDS[figure.figure]}, {where}"
        interval = [_interval(figure.modelled)] if n_members > 1 else []
        table.add_row(what, f"{figure.modelled[1]:,.0f}", *interval, _ends(figure.low, figure.high), figure.words)
    return table


def _ends(low: float, high: float) -> str:
    """What was reported, of which either end or both may be blank."""
    if np.isnan(high):
        return "" if np.isnan(low) else f"from {low:,.0f}"
    if np.isnan(low):
        return f"up to {high:,.0f}"
    return f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"


def _label(scenario: Scenario, place: str) -> str:
    """A place as people call it: a P-code with the name of its unit."""
    named = dict(zip(scenario.locations["pcode"], scenario.locations["admin3"], strict=True))
    return f"{named[place]} ({place})" if named.get(place) else place or "all"


def _destinations(result: xr.Dataset, n: int) -> Table:
    table = Table()
    table.add_column("location")
    table.add_column("kind")
    table.add_column("persons", justify="right")
    stocks = result["n_displaced"].isel(day=-1).values
    median = np.median(stocks, axis=0)
    if result.sizes["member"] > 1:
        table.add_column("90 % interval", justify="right")
    for at in np.argsort(-median, kind="stable")[:n]:
        interval = [_interval(np.quantile(stocks[:, at], QUANTILES))] if result.sizes["member"] > 1 else []
        name, kind = str(result["location"].values[at]), str(result["kind"].values[at])
        table.add_row(name, kind, f"{median[at]:,.0f}", *interval)
    return table


def _add_columns(table: Table, names: list[str], n_members: int) -> None:
    for name in names:
        table.add_column(name)
    spread = ["90 % interval"] if n_members > 1 else []
    for name in ["simulated", *spread, "observed", "difference", ""]:
        table.add_column(name, justify="right", no_wrap=True)


def _numbers(c: Comparison, n_members: int) -> list[str]:
    interval = [_interval(c.simulated)] if n_members > 1 else []
    observed = f"{c.value:,.0f}" if c.low == c.high else f"{c.low:,.0f} to {c.high:,.0f}"
    share = c.difference / c.value if c.value else np.inf
    shown = f"{share:+.0%}" if abs(share) < MOST_SHARE else ""
    return [f"{c.simulated[1]:,.0f}", *interval, observed, f"{c.difference:+,.0f}", shown]


def _interval(quantiles: tuple[float, ...] | np.ndarray[tuple[int], np.dtype[np.float64]]) -> str:
    return f"{quantiles[0]:,.0f} to {quantiles[2]:,.0f}"


def _error(totals: list[Comparison]) -> str:
    shares = [abs(c.difference) / c.value for c in totals if c.value]
    return f"Mean absolute error over these {len(shares)} dates: {np.mean(shares):.1%}" if shares else ""
