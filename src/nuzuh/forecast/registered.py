"""What registrations say of each place day by day, and how far a run is from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nuzuh.errors import UsageError, near_misses, quoted
from nuzuh.scenario.observations import observed
from nuzuh.typing import Bools, Floats

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario


def registered_places(scenario: Scenario) -> tuple[str, ...]:
    """Locations whose displaced persons were counted under their own name, in the scenario's order.

    Examples:
        >>> import nuzuh
        >>> registered_places(nuzuh.read_scenario("valley"))
        ('Meadow',)
    """
    known = set(stock_counts(scenario)["location"])
    return tuple(name for name in scenario.locations["name"] if name in known)


def registered(scenario: Scenario, places: Sequence[str]) -> Floats:
    """Displaced persons in each place on each day by its registrations, linear between their dates.

    Before the first date it is the first count, after the last the last. Counts of one day by several publishers
    are averaged; where only an interval is known, its middle counts.

    Args:
        scenario: Holds the observations; those before its first day are used, too.
        places: Names of locations, each with at least one registration.

    Returns:
        Shape (days, places), persons.

    Raises:
        UsageError: A place without registrations.

    Examples:
        >>> import nuzuh
        >>> registered(nuzuh.read_scenario("valley"), ["Meadow"])[:3].ravel().tolist()
        [9200.0, 9200.0, 9200.0]
    """
    rows = stock_counts(scenario)
    found = np.zeros((scenario.n_days, len(places)))
    for at, place in enumerate(places):
        series = rows.loc[rows["location"] == place].groupby("day")["count"].mean()
        if series.empty:
            way_out = near_misses(place, registered_places(scenario))
            message = f"no registrations of {quoted(place)}: {way_out}"
            raise UsageError(message)
        found[:, at] = np.interp(np.arange(scenario.n_days), series.index.to_numpy(), series.to_numpy())
    return found


def is_observed(scenario: Scenario, places: Sequence[str]) -> Bools:
    """Days on which at least one of these places was counted, shape (days,).

    Examples:
        >>> import nuzuh
        >>> is_observed(nuzuh.read_scenario("valley"), ["Meadow"]).nonzero()[0].tolist()
        [40]
    """
    rows = stock_counts(scenario)
    days = rows.loc[rows["location"].isin(list(places)), "day"]
    return np.isin(np.arange(scenario.n_days), days.to_numpy())


def ard(simulated: Floats, registered: Floats) -> float:
    """Averaged relative difference: the mean over days of sum |simulated - registered| / sum registered.

    Sums are over places. This is how results of Flee are published (Suleimenova, Bell and Groen 2017). For the days
    with registrations alone, hand over those rows: `ard(a[days], b[days])` with `days = is_observed(...)`.

    Args:
        simulated: Shape (days, places), persons.
        registered: The same shape; days on which nobody is registered are skipped.

    Returns:
        0 for the same figures; NaN where nobody is registered on any day.

    Examples:
        >>> ard(np.array([[80.0, 20.0]]), np.array([[50.0, 50.0]]))
        0.6
    """
    total = registered.sum(axis=1)
    counted = total > 0
    if not counted.any():
        return float("nan")
    apart = np.abs(simulated - registered).sum(axis=1)
    return float(np.mean(apart[counted] / total[counted]))


def ard_rescaled(simulated: Floats, registered: Floats) -> float:
    """The same once the simulated figures of each day are multiplied so that their total is the registered one.

    It says how well people are shared out among the places, whatever their number. A day on which nobody is
    simulated stays as it is.

    Args:
        simulated: Shape (days, places), persons.
        registered: The same shape.

    Examples:
        >>> ard_rescaled(np.array([[10.0, 10.0]]), np.array([[50.0, 50.0]]))
        0.0
    """
    total = simulated.sum(axis=1, keepdims=True)
    factor = registered.sum(axis=1, keepdims=True) / np.where(total > 0, total, 1.0)
    return ard(simulated * factor, registered)


def stock_counts(scenario: Scenario) -> pd.DataFrame:
    """Stocks observed under a location's own name: location, day (from 0 on the first day) and count."""
    rows = observed(scenario)
    rows = rows[(rows["quantity"] == "n_displaced") & rows["location"].isin(list(scenario.location_ix))]
    count = rows["value"].fillna((rows["low"] + rows["high"]) / 2)
    days = (rows["date"] - pd.Timestamp(scenario.start)).dt.days
    return pd.DataFrame({"location": rows["location"], "day": days, "count": count})
