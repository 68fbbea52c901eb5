"""A run of nuzuh beside one of the model Flee, camp by camp, and both beside what was registered."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.table import Table

from nuzuh.forecast.registered import ard, ard_rescaled, is_observed, registered, registered_places
from nuzuh.typing import Bools, Floats

if TYPE_CHECKING:
    from datetime import date

    import xarray as xr
    from rich.console import Console

    from nuzuh.outputs.flee_output import FleeOutput
    from nuzuh.scenario.scenario import Scenario

NEAR_WHOLE = 0.05
"""A ratio of totals this near to a whole number is a thinned run: two models do not differ so evenly by chance."""


@dataclass(frozen=True)
class BesideFlee:
    """Displaced persons in camps by nuzuh, by Flee and as registered, on the days that Flee gave.

    Args:
        places: Names of the camps, C of them.
        dates: The days, D of them.
        nuzuh: Mean over members, shape (D, C).
        nuzuh_median: Median over members on the last day, shape (C,).
        flee: Mean over seeds, shape (D, C).
        registered: Shape (D, C); NaN throughout for a camp without registrations.
        is_observed: Days with a registration in at least one of the camps, shape (D,).
        left_out: Locations with registrations that Flee's output does not have.
    """

    places: tuple[str, ...]
    dates: tuple[date, ...]
    nuzuh: Floats
    nuzuh_median: Floats
    flee: Floats
    registered: Floats
    is_observed: Bools
    left_out: tuple[str, ...]


def difference_of_days(nuzuh: Floats, flee: Floats) -> float:
    """Mean over days of sum |nuzuh - flee| / sum flee; sums are over camps.

    Args:
        nuzuh: Shape (days, camps), persons.
        flee: The same shape; days on which nobody is in Flee's camps are skipped.

    Returns:
        0 for the same figures; NaN where Flee has nobody on any day.

    Examples:
        >>> difference_of_days(np.array([[7.0, 9.0], [3.0, 3.0]]), np.array([[8.0, 8.0], [0.0, 0.0]]))
        0.125
    """
    return float(differences_by_place(nuzuh, flee).sum())


def differences_by_place(nuzuh: Floats, flee: Floats) -> Floats:
    """What each camp adds to `difference_of_days`, shape (camps,).

    Examples:
        >>> differences_by_place(np.array([[9.0, 12.0]]), np.array([[10.0, 10.0]])).tolist()
        [0.05, 0.1]
    """
    total = flee.sum(axis=1, keepdims=True)
    counted = total[:, 0] > 0
    if not counted.any():
        return np.full(flee.shape[1], np.nan)
    return np.asarray(np.mean(np.abs(nuzuh - flee)[counted] / total[counted], axis=0))


def difference_pooled(nuzuh: Floats, flee: Floats) -> float:
    """Sum |nuzuh - flee| / sum flee over all days and camps, so that days with many people weigh more.

    Args:
        nuzuh: Shape (days, camps), persons.
        flee: The same shape.

    Returns:
        0 for the same figures; NaN where Flee has nobody.

    Examples:
        >>> difference_pooled(np.array([[9.0, 12.0], [20.0, 40.0]]), np.array([[10.0, 10.0], [20.0, 20.0]]))
        0.38333333333333336
    """
    total = flee.sum()
    return float(np.abs(nuzuh - flee).sum() / total) if total > 0 else float("nan")


def beside_flee(result: xr.Dataset, scenario: Scenario, output: FleeOutput) -> BesideFlee:
    """Put a run beside an output of Flee, on the days and in the camps that Flee gave.

    Args:
        result: As `simulate` gives it.
        scenario: What was run.
        output: As `read_flee_output` gives it for this scenario.
    """
    here = [scenario.location_ix[place] for place in output.places]
    stocks = result["n_displaced"].values[:, output.days][:, :, here]
    counted = registered_places(scenario)
    known = [place for place in output.places if place in counted]
    table = np.full(output.counts.shape, np.nan)
    table[:, np.isin(output.places, known)] = registered(scenario, known)[output.days]
    return BesideFlee(
        places=output.places,
        dates=tuple(scenario.date_of(int(day)) for day in output.days),
        nuzuh=stocks.mean(axis=0),
        nuzuh_median=np.median(stocks[:, -1], axis=0),
        flee=output.counts,
        registered=table,
        is_observed=is_observed(scenario, known)[output.days],
        left_out=tuple(place for place in counted if place not in output.places),
    )


def figures(beside: BesideFlee) -> dict[str, Any]:
    """The comparison as plain numbers, as `nuzuh compare-flee --json` prints them.

    Returns:
        Shares are rounded to 4 decimals, and None where nobody is counted. By camp: the last day's persons (nuzuh:
        median over members), and the camp's part of the mean difference.
    """
    apart = differences_by_place(beside.nuzuh, beside.flee)
    last = zip(beside.nuzuh_median, beside.flee[-1], beside.registered[-1], apart, strict=True)
    return {
        "days": len(beside.dates),
        "mean_of_days": _rounded(apart.sum()),
        "pooled": _rounded(difference_pooled(beside.nuzuh, beside.flee)),
        **{name: {model: _rounded(share) for model, share in row.items()} for name, row in ards(beside).items()},
        "camps": {
            place: {
                "nuzuh": _rounded(nuzuh, 1),
                "flee": _rounded(flee, 1),
                "registered": _rounded(count, 1),
                "difference": _rounded(share),
            }
            for place, (nuzuh, flee, count, share) in zip(beside.places, last, strict=True)
        },
    }


def ards(beside: BesideFlee) -> dict[str, dict[str, float]]:
    """Averaged relative difference of both models from what is registered, in camps that have registrations.

    Returns:
        `ard`, `ard_rescaled`, and both on the days with registrations alone; each by model.
    """
    counted = ~np.isnan(beside.registered).any(axis=0)
    data, days = beside.registered[:, counted], beside.is_observed
    models = {"nuzuh": beside.nuzuh[:, counted], "flee": beside.flee[:, counted]}
    return {
        "ard": {name: ard(table, data) for name, table in models.items()},
        "ard_rescaled": {name: ard_rescaled(table, data) for name, table in models.items()},
        "ard_observed_days": {name: ard(table[days], data[days]) for name, table in models.items()},
        "ard_rescaled_observed_days": {name: ard_rescaled(table[days], data[days]) for name, table in models.items()},
    }


def scale_meant(beside: BesideFlee) -> int | None:
    """By how much Flee's people seem to be thinned, or None: nuzuh has a whole number of times as many."""
    total = beside.flee.sum()
    ratio = beside.nuzuh.sum() / total if total > 0 else 1.0
    whole = round(ratio)
    return whole if whole > 1 and abs(ratio - whole) <= NEAR_WHOLE * whole else None


def show_beside_flee(console: Console, beside: BesideFlee) -> None:
    """Print the comparison by camp, the differences over all of them, and both models against registrations.

    Args:
        console: Where to print.
        beside: The comparison.
    """
    console.print(f"\nDisplaced persons on {beside.dates[-1]}", highlight=False)
    console.print(_camps(beside))
    console.print("* mean over days of |nuzuh - Flee|, relative to all in Flee's camps\n", style="dim", highlight=False)
    apart = difference_of_days(beside.nuzuh, beside.flee), difference_pooled(beside.nuzuh, beside.flee)
    n_days = len(beside.dates)
    console.print(f"Mean over {n_days} days of Σ|nuzuh - Flee| / Σ Flee: {_share(apart[0])}", highlight=False)
    console.print(f"The same over all days at once: {_share(apart[1])}", highlight=False)
    if not np.isnan(beside.registered).all():
        console.print("\nMean over days of Σ|simulated - registered| / Σ registered (ARD)")
        console.print(_ards(beside))
    if beside.left_out:
        console.print(f"Registered, but not in Flee's output: {', '.join(beside.left_out)}", highlight=False)
    console.print("Simulated figures are modelled, not observed.", style="dim")


def beside_csv(beside: BesideFlee) -> str:
    """The comparison as CSV: location, date, nuzuh (mean over members), flee, registered (blank where it is not)."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["location", "date", "nuzuh", "flee", "registered"])
    writer.writerows(_rows(beside))
    return buffer.getvalue()


def _rows(beside: BesideFlee) -> Iterator[list[str]]:
    for at, place in enumerate(beside.places):
        for day, when in enumerate(beside.dates):
            row = beside.nuzuh[day, at], beside.flee[day, at], beside.registered[day, at]
            yield [place, when.isoformat(), *("" if np.isnan(n) else f"{n:.10g}" for n in row)]


def _camps(beside: BesideFlee) -> Table:
    table = Table()
    table.add_column("location")
    for name in ("nuzuh", "Flee", "registered", "difference*"):
        table.add_column(name, justify="right")
    apart = differences_by_place(beside.nuzuh, beside.flee)
    last = zip(beside.places, beside.nuzuh_median, beside.flee[-1], beside.registered[-1], apart, strict=True)
    for place, nuzuh, flee, count, share in last:
        seen = "" if np.isnan(count) else f"{count:,.0f}"
        table.add_row(place, f"{nuzuh:,.0f}", f"{flee:,.0f}", seen, _share(share))
    return table


def _ards(beside: BesideFlee) -> Table:
    table = Table()
    for name, side in (("", "left"), ("nuzuh", "right"), ("Flee", "right")):
        table.add_column(name, justify=side)  # type: ignore[arg-type]
    words = ("all days", "totals made equal", "days with registrations", "both")
    for word, row in zip(words, ards(beside).values(), strict=True):
        table.add_row(word, _share(row["nuzuh"]), _share(row["flee"]))
    return table


def _share(share: float) -> str:
    return "" if np.isnan(share) else f"{share:.3f}"


def _rounded(value: float, digits: int = 4) -> float | None:
    return None if np.isnan(value) else round(float(value), digits)
