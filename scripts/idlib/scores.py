"""How a run of idlib-2020 compares with what was reported: totals, origins, destinations, and what was never fitted.

All figures are by member, so that a single run, a posterior and an ensemble of rules are scored alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from idlib.tables import read_rows
from nuzuh.forecast.observed import simulated_for

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario
    from nuzuh.typing import Floats

MAARRAT = "SY070200"
"""Sub-district of Ma'arrat an-Nu'man: "depopulated" by 2 January (OCHA situation reports 2 to 4)."""

RECEIVING = {row["pcode"] for row in read_rows("subdistricts") if row["is_fought_over"] == "no"}
"""Sub-districts that were not fought over: northern Aleppo, the north and west of Idleb, Idleb and Bennsh."""

DESTINATIONS = (
    ("northern Aleppo", "2020-03-08"),
    ("SY070301", "2020-03-05"),
    ("SY020400", "2020-03-05"),
    ("SY070005", "2020-03-05"),
)
"""Stocks that destinations are judged by: northern Aleppo, Dana, A'zaz, Ma'arrat Misrin."""


class Compared(NamedTuple):
    """Simulated and reported figures of some observations.

    Args:
        rows: Of the table of observations.
        simulated: Shape (observations, members).
        reported: The value, or the middle of the interval, shape (observations,).
    """

    rows: pd.DataFrame
    simulated: Floats
    reported: Floats

    @property
    def error(self) -> Floats:
        """Simulated over reported, less 1, shape (observations, members)."""
        return self.simulated / self.reported[:, None] - 1


def compared(runs: xr.Dataset, scenario: Scenario, rows: pd.DataFrame) -> Compared:
    """What was simulated for some observations."""
    simulated = np.stack(simulated_for(runs, scenario, rows)) if len(rows) else np.zeros((0, runs.sizes["member"]))
    reported = rows["value"].fillna((rows["low"] + rows["high"]) / 2).to_numpy(dtype=np.float64)
    return Compared(rows, simulated.astype(np.float64), reported)


def totals(runs: xr.Dataset, scenario: Scenario, first: str = "2019-12-01", last: str = "2020-03-08") -> Compared:
    """People displaced since 1 December, at the dates from one to another for which a count is known."""
    seen = scenario.tables["observations"]
    is_total = (seen["quantity"] == "cum_displaced") & (seen["location"] == "")
    return compared(runs, scenario, seen[is_total & seen["date"].between(first, last)])


def increments(found: Compared) -> Floats:
    """Sum of |simulated - reported| over the sum of reported, of the increments between dates; by member."""
    simulated = np.diff(found.simulated, axis=0)
    reported = np.diff(found.reported)
    return np.asarray(np.abs(simulated - reported[:, None]).sum(axis=0) / np.abs(reported).sum())


def places(runs: xr.Dataset, scenario: Scenario, quantity: str, *, since: bool = False) -> Compared:
    """Observations of one quantity by place; those that count from a later day than the first, or the others."""
    seen = scenario.tables["observations"]
    is_meant = (seen["quantity"] == quantity) & (seen["location"] != "") & (seen["since"].notna() == since)
    return compared(runs, scenario, seen[is_meant])


def destinations(runs: xr.Dataset, scenario: Scenario) -> Compared:
    """The four stocks that destinations are judged by."""
    seen = scenario.tables["observations"]
    keys = list(zip(seen["location"], seen["date"].dt.strftime("%Y-%m-%d"), strict=True))
    is_meant = np.array([key in DESTINATIONS for key in keys]) & (seen["quantity"] == "n_displaced")
    return compared(runs, scenario, seen[is_meant])


def share_gone(runs: xr.Dataset, scenario: Scenario, pcode: str = MAARRAT, by: str = "2020-01-02") -> Floats:
    """Share of the people of a sub-district who were forced from home by a day; by member."""
    here = list(scenario.places[pcode])
    gone = runs["new_displaced"].isel(location=here).sel(date=slice(None, by)).sum(("day", "location")).values
    left = runs["n_at_home"].isel(location=here).sel(date=by).sum("location").values.reshape(-1)
    return np.asarray(gone / (gone + left))


def share_from_receiving(runs: xr.Dataset, scenario: Scenario, by: str = "2020-03-08") -> Floats:
    """Share of all people forced from home by a day who lived in sub-districts that were not fought over."""
    here = np.flatnonzero(scenario.locations["pcode"].isin(list(RECEIVING)))
    new = runs["new_displaced"].sel(date=slice(None, by)).sum("day").values
    return np.asarray(new[:, here].sum(axis=1) / new.sum(axis=1))


def moves_a_person(runs: xr.Dataset, by: str = "2020-02-29") -> Floats:
    """Times that displaced people set out, over people displaced, up to a day; by member."""
    upto = runs[["new_departures", "new_displaced"]].sel(date=slice(None, by)).sum(("day", "location"))
    return np.asarray(upto["new_departures"].values / upto["new_displaced"].values)
