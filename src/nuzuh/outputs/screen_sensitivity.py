"""A sensitivity analysis on the screen of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from rich.table import Table

if TYPE_CHECKING:
    import xarray as xr
    from rich.console import Console

MOST_OUTCOMES: Final = 6
"""Outcomes of which the indices are shown; all of them are in the files and in --json."""


def show_sensitivity(console: Console, found: xr.Dataset) -> None:
    """Print how far outcomes move, and which parameters move them.

    Args:
        console: Where to print.
        found: As `nuzuh.sensitivity` gives it.
    """
    console.print(f"\n{found.attrs['title']}", highlight=False)
    for name, prior, centre in zip(*(found[key].values for key in ("parameter", "prior", "centre")), strict=True):
        console.print(f"  {name}: {prior}, central value {centre:g}", highlight=False)
    console.print("\nHow far the outcomes move with all of these parameters")
    console.print(_spreads(found))
    console.print("\nShare of the variance of each outcome that a parameter explains")
    console.print(_indices(found.isel(outcome=slice(MOST_OUTCOMES))))
    n_more = found.sizes["outcome"] - MOST_OUTCOMES
    if n_more > 0:
        console.print(f"… and {n_more} more outcomes: see --json or --out.", style="dim", highlight=False)
    for line in _remarks(found):
        console.print(line, style="dim", highlight=False)


def _spreads(found: xr.Dataset) -> Table:
    table = Table()
    table.add_column("outcome")
    for name in ("central", "median", "90 % interval"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in found["outcome"].values:
        outcome = found.sel(outcome=name)
        central, low, median, high = (_figure(outcome, key) for key in ("central", "q05", "median", "q95"))
        table.add_row(outcome["meaning"].item(), central, median, f"{low} to {high}")
    return table


def _indices(found: xr.Dataset) -> Table:
    table = Table()
    table.add_column("outcome")
    table.add_column("parameter", no_wrap=True)
    for name in ("by itself", "90 % interval", "in all", "90 % interval"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in found["outcome"].values:
        outcome = found.sel(outcome=name)
        if np.isnan(outcome["total"].values).all():
            table.add_row(str(name), "the same in all runs", end_section=True)
            continue
        order = np.argsort(-outcome["total"].values, kind="stable")
        for place, at in enumerate(order):
            one = outcome.isel(parameter=at)
            shares = [text for key in ("first", "total") for text in _shares(one, key)]
            table.add_row(
                "" if place else str(name), one["parameter"].item(), *shares, end_section=place == len(order) - 1
            )
    return table


def _shares(one: xr.Dataset, key: str) -> list[str]:
    value, low, high = (round(one[name].item(), 2) + 0.0 for name in (key, f"{key}_low", f"{key}_high"))  # no -0%
    return [f"{value:.0%}", f"{low:.0%} to {high:.0%}"]


def _figure(outcome: xr.Dataset, key: str) -> str:
    value = outcome[key].item()
    return f"{value:.1f} %" if outcome["unit"].item() == "%" else f"{value:,.0f}"


def _remarks(found: xr.Dataset) -> list[str]:
    remarks = ["Simulated figures are modelled, not observed."]
    if found.attrs["engine"] != "mean":
        remarks.append("Runs differ by chance too: it is in every share 'in all', and in none 'by itself'.")
    return [*remarks, "What the scenario's tables and rules leave uncertain is not in these intervals."]
