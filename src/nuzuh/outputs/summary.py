"""What a run says in short: totals by day, stocks by location, and the same beside what was observed or reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nuzuh.ensembles.quantiles import quantiles
from nuzuh.forecast.observed import MOVES, simulated_for
from nuzuh.model.result import cum_displaced
from nuzuh.outputs.reported import KeyFigure, key_figures
from nuzuh.scenario.observations import begins_before, observed

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario

QUANTILES = (0.05, 0.5, 0.95)
"""A 90 % interval and the median, over members."""
TOLD_ABOVE = ("cum_displaced", "n_displaced", "cum_returned")
"""Quantities that stand without their simulated values in a summary; those of the first two stand in it by date."""


@dataclass(frozen=True)
class Comparison:
    """One observation beside what was simulated for the same people, place and day.

    Args:
        when: Day to which the count belongs.
        location: Location or area; empty for the whole scenario.
        quantity: What was counted.
        low: Lower end of the observed interval.
        value: The observed value, or the middle of its interval.
        high: Upper end.
        simulated: 5 %, 50 % and 95 % quantile over members.
        since: First day that was counted; None: the first of the scenario, or no period at all.
        to: Where people set out to, for moves; empty for any.
        is_for_fit: Whether calibration may learn from it.
    """

    when: date
    location: str
    quantity: str
    low: float
    value: float
    high: float
    simulated: tuple[float, float, float]
    since: date | None = None
    to: str = ""
    is_for_fit: bool = True

    @property
    def difference(self) -> float:
        """Simulated median less the observed value."""
        return self.simulated[1] - self.value


def summarise(result: xr.Dataset, scenario: Scenario, cpu_s: float = 0.0) -> dict[str, Any]:
    """A run as one object of plain numbers, as `nuzuh run --json` prints it.

    Args:
        result: As `simulate` gives it.
        scenario: What was run.
        cpu_s: Processor time of the simulation, seconds.

    Returns:
        Quantiles are over members. `n_displaced` is given for the days with observations and the last day.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> summary = summarise(nuzuh.simulate(valley, seed=1), valley)
        >>> summary["population"], len(summary["cum_displaced"])
        (58000, 60)
    """
    dates = [str(day)[:10] for day in result["date"].values]
    total = np.quantile(cum_displaced(result).values, QUANTILES, axis=0).T
    comparisons = compare_with_observed(result, scenario)
    shown = sorted({scenario.day_of(c.when) for c in comparisons} | {scenario.n_days - 1})
    stocks = quantiles(result.isel(day=shown), "n_displaced", [0.5])[0]
    return {
        "scenario": scenario.name,
        "engine": str(result.attrs["engine"]),
        "seed": int(result.attrs["seed"]),
        "members": int(result.sizes["member"]),
        "days": int(result.sizes["day"]),
        "population": scenario.population,
        "cpu_s": round(cpu_s, 4),
        "n_draws": int(result.attrs["n_draws"]),
        "cum_displaced": {day: [_plain(n) for n in row] for day, row in zip(dates, total, strict=True)},
        "n_displaced": {
            str(name): {dates[day]: _plain(stocks[row, at]) for row, day in enumerate(shown)}
            for at, name in enumerate(result["location"].values)
        },
        "observed": [_observed(c) for c in comparisons],
        "reported": reported_json(result, scenario),
    }


def compare_with_observed(result: xr.Dataset, scenario: Scenario) -> list[Comparison]:
    """Put each observation that falls within the days of the run beside what was simulated.

    Args:
        result: As `simulate` gives it.
        scenario: Holds the observations.

    Returns:
        In order of quantity, location and date. Counts that begin before the run does are left out.
    """
    rows, first = comparable(scenario), pd.Timestamp(scenario.start)
    found = []
    for row, members in zip(rows.itertuples(), simulated_for(result, scenario, rows), strict=True):
        low, high = (row.value if np.isnan(end) else end for end in (row.low, row.high))
        value = (low + high) / 2 if np.isnan(row.value) else row.value
        quantiles = tuple(float(q) for q in np.quantile(members, QUANTILES))
        since = None if pd.isna(row.since) or row.since <= first else row.since.date()
        what = (row.date.date(), row.location, row.quantity, low, value, high)
        found.append(Comparison(*what, quantiles, since, row.to, row.fit))  # type: ignore[arg-type]
    return sorted(found, key=lambda c: (c.quantity, c.location, c.to, c.when, c.since or scenario.start))


def comparable(scenario: Scenario) -> pd.DataFrame:
    """The observations that a run of a scenario can be compared with, with their rows in the table as index."""
    rows = observed(scenario)
    rows = rows[~begins_before(scenario, rows)]
    return rows[rows["date"].between(pd.Timestamp(scenario.start), pd.Timestamp(scenario.end))]


def reported_json(result: xr.Dataset, scenario: Scenario) -> list[dict[str, Any]]:
    """Key figures beside what was reported, as plain numbers; null for what is blank."""
    return [_reported(figure) for figure in key_figures(result, scenario)]


def _observed(c: Comparison) -> dict[str, Any]:
    """An observation, and what was simulated for it where that stands nowhere else."""
    is_own = c.since is not None or c.quantity not in TOLD_ABOVE
    return {
        "date": c.when.isoformat(),
        **({"since": c.since.isoformat()} if c.since else {}),
        "location": c.location,
        **({"to": c.to} if c.quantity == MOVES else {}),
        "quantity": c.quantity,
        "value": _plain(c.value),
        **({"simulated": [_plain(q) for q in c.simulated]} if is_own else {}),
        **({} if c.is_for_fit else {"fit": False}),
    }


def _reported(figure: KeyFigure) -> dict[str, Any]:
    """A key figure, with null for what is blank."""
    low, median, high = (_plain(q) for q in figure.modelled)
    return {
        "figure": figure.figure,
        "date": figure.when.isoformat(),
        "location": figure.location or None,
        "shelter": figure.shelter or None,
        "median": median,
        "low": low,
        "high": high,
        "reported_low": None if np.isnan(figure.low) else _plain(figure.low),
        "reported_high": None if np.isnan(figure.high) else _plain(figure.high),
        "words": figure.words or None,
        "source": figure.source or None,
    }


def _plain(value: float) -> int | float:
    """A whole number where it is one, else two decimals."""
    number = round(float(value), 2)
    return int(number) if number.is_integer() else number
