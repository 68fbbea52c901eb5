"""Exposure and needs on the screen of a terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from rich.table import Table

from nuzuh.impact.needs import BY_TEMPERATURE, NEEDS, QUANTILES
from nuzuh.impact.shelter import SHELTER
from nuzuh.outputs.spread_words import spread_words
from nuzuh.typing import Floats

if TYPE_CHECKING:
    import xarray as xr
    from rich.console import Console

SHELTER_WORDS = {
    "adequate": "in housing",
    "winterised": "in winterised shelter",
    "tent": "in tents",
    "unfinished": "in unfinished buildings",
    "public": "in public buildings",
    "open": "in the open",
    "road": "on the road",
    "unknown": "in unknown shelter",
}


def show_exposure(console: Console, exposed: xr.Dataset) -> None:
    """Print exposure, summed over the run.

    Args:
        console: Where to print.
        exposed: As `exposure` gives it.
    """
    sums = exposed.drop_vars("n_within_reach", errors="ignore")
    sums = sums.sum([dim for dim in ("day", "location", "group") if dim in sums.dims])
    n_members = exposed.sizes["member"]
    table = _table("exposure", ["modelled"], n_members)
    for band in exposed["band"].values:
        _add(table, f"person-days under {band} fire", sums.person_days_under_fire.sel(band=band).values)
    reach_km = json.loads(exposed.attrs["standards"])["reach_km"]
    _add(table, f"people in their homes within {reach_km:g} km of fire, ever", sums.ever_within_reach.values)
    cold = sums.person_nights_cold.sel(below_c=0)
    if cold.any() or not sums.person_nights_unknown.any():
        _add(table, "person-nights of displaced persons below 0 °C", cold.sum("shelter").values)
    for shelter in SHELTER:
        if cold.sel(shelter=shelter).any():
            _add(table, f"  {SHELTER_WORDS[shelter]}", cold.sel(shelter=shelter).values)
    if sums.person_nights_unknown.any():
        _add(table, "person-nights without a known temperature", sums.person_nights_unknown.values)
    console.print("\nExposure, from the first day to the last")
    console.print(table)
    console.print("Modelled, not observed. Deaths are not estimated.", style="dim")
    if n_members > 1:
        console.print(spread_words(exposed.attrs.get("priors", "")), style="dim", highlight=False)


def show_needs(console: Console, needed: xr.Dataset, full: pd.DataFrame | None = None) -> None:
    """Print needs of displaced persons staying: the most on any day, and on the last day.

    Args:
        console: Where to print.
        needed: As `needs` gives it.
        full: As `full_dates` gives it; None or without rows: not shown.
    """
    table = _table("need", ["most on any day", str(needed["date"].values[-1])[:10]], needed.sizes["member"])
    for name, (long_name, unit) in NEEDS.items():
        if name in BY_TEMPERATURE and not needed.attrs["share_temperature_known"]:
            continue
        totals = needed[f"{name}_total"].values
        label = long_name if unit in long_name else f"{long_name} ({unit})"
        _add(table, label, totals.max(axis=1), totals[:, -1])
    console.print("\nNeeds of displaced persons staying, all locations")
    console.print(table)
    console.print("Modelled; what is there already is not taken off.", style="dim")
    if needed.sizes["member"] > 1:
        console.print(spread_words(needed.attrs.get("priors", "")), style="dim", highlight=False)
    if needed.attrs["share_temperature_known"] < 1:
        share = needed.attrs["share_temperature_known"]
        said = f"Night temperature is known for {share:.0%} of person-nights; the others count as mild."
        console.print(said, style="dim", highlight=False)
    if needed.attrs["share_shelter_known"] < 1:
        share = needed.attrs["share_shelter_known"]
        said = f"Shelter is known for {share:.0%} of person-nights; for the others tents are counted."
        console.print(said, style="dim", highlight=False)
    if full is not None and len(full):
        console.print("\nLocations with a capacity: first day on which they are full")
        console.print(_full(full, needed.sizes["member"]))


def _full(full: pd.DataFrame, n_members: int) -> Table:
    table = Table()
    table.add_column("location")
    table.add_column("capacity", justify="right")
    table.add_column("members full", justify="right")
    table.add_column("median", justify="right")
    if n_members > 1:
        table.add_column("90 % interval", justify="right")
    for row in full.itertuples():
        low, middle, high = (_day(when) for when in (row.full_q05, row.full_median, row.full_q95))
        interval = [f"{low} to {high}"] if n_members > 1 else []
        table.add_row(row.location, f"{row.capacity:,.0f}", f"{row.p_full:.0%}", middle, *interval)
    return table


def _day(when: pd.Timestamp) -> str:
    return "not reached" if pd.isna(when) else f"{when:%Y-%m-%d}"


def _table(name: str, numbers: list[str], n_members: int) -> Table:
    table = Table()
    table.add_column(name)
    for number in numbers:
        table.add_column(number, justify="right", no_wrap=True)
        if n_members > 1:
            table.add_column("90 % interval", justify="right", no_wrap=True)
    return table


def _add(table: Table, name: str, *by_member: Floats) -> None:
    cells = []
    for values in by_member:
        low, middle, high = np.quantile(values, QUANTILES)
        cells += [f"{middle:,.0f}"] + [f"{low:,.0f} to {high:,.0f}"] * (len(values) > 1)
    table.add_row(name, *cells)
