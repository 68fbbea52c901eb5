"""Key figures: what a dated report said of a crisis, beside what is modelled for the same day and place."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from nuzuh.forecast.observed import simulated_for
from nuzuh.impact.exposure import exposure
from nuzuh.impact.needs import QUANTILES
from nuzuh.impact.shelter import SHELTER
from nuzuh.model.result import slabs
from nuzuh.scenario.tables import table_of
from nuzuh.typing import Floats

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario

COUNTED: Final = ("cum_displaced", "n_displaced")
"""Figures that a result holds; the others are exposure."""
NIGHTS: Final = "person_nights_below_zero"
SINCE_FIRST: Final = ("cum_displaced", "ever_within_reach", NIGHTS)
"""Figures that add up from the scenario's first day."""
ByShelter = dict[str, Floats]
"""Values by member, shape (members,), by class of shelter; that of all together has a blank name."""


@dataclass(frozen=True)
class KeyFigure:
    """A modelled figure, and what was reported.

    Args:
        figure: What it is, one of the choices of the column.
        when: Day of the report.
        location: Location or area; empty for everywhere.
        shelter: Class of shelter of which it is the part; empty for the whole figure.
        modelled: 5 %, 50 % and 95 % quantile over members.
        low: Lower end of what was reported; NaN where no number was, as for each part.
        high: Upper end.
        words: The wording of the report; empty for each part.
        source: The report.
    """

    figure: str
    when: date
    location: str
    shelter: str
    modelled: tuple[float, float, float]
    low: float
    high: float
    words: str
    source: str


def key_figures(result: xr.Dataset, scenario: Scenario) -> list[KeyFigure]:
    """Put each reported figure that falls within the days of the run beside what is modelled.

    Args:
        result: As `simulate` or `ensemble` gives it.
        scenario: What was run; holds the table of reported figures.

    Returns:
        In the order of the table; person-nights are followed by their parts by class of shelter, those of 0 left
        out. Left out as well are figures that add up from a day before the run begins, and person-nights where
        the scenario has no temperatures.

    Raises:
        UsageError: The result is not one of this scenario, where a figure of exposure is reported.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> said = [{"date": "2021-04-10", "figure": "ever_within_reach", "words": "about half"}]
        >>> told = valley.with_tables(reported=table_of(said, "reported"))
        >>> (figure,) = key_figures(nuzuh.simulate(told, members=2), told)
        >>> round(figure.modelled[1], -3), figure.words
        (27000.0, 'about half')
    """
    rows = _comparable(scenario)
    counted = rows[rows["figure"].isin(COUNTED)]
    members: dict[int, ByShelter] = {}
    for line, values in zip(counted.index, simulated_for(result, scenario, _as_observed(counted)), strict=True):
        members[line] = {"": values}
    for when, those in rows.drop(counted.index).groupby("date"):
        members |= _lived_through(result, scenario, pd.Timestamp(str(when)).date(), those)
    return [
        _key_figure(row, shelter, values)
        for line, row in enumerate(rows.to_dict("records"))
        for shelter, values in members[line].items()
    ]


def _comparable(scenario: Scenario) -> pd.DataFrame:
    """Rows that can be compared with a run of the scenario, numbered from 0."""
    rows = scenario.tables["reported"]
    is_told = rows["date"].between(pd.Timestamp(scenario.start), pd.Timestamp(scenario.end))
    if scenario.counted_from is not None:
        is_told &= ~rows["figure"].isin(SINCE_FIRST)
    if scenario.tables["temperature"].empty:
        is_told &= rows["figure"] != NIGHTS
    return rows[is_told].reset_index(drop=True)


def _as_observed(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as the table of observations has them."""
    found = [{"date": row.date, "location": row.location, "quantity": row.figure} for row in rows.itertuples()]
    return table_of(found, "observations")


def _lived_through(result: xr.Dataset, scenario: Scenario, when: date, rows: pd.DataFrame) -> dict[int, ByShelter]:
    """Figures of exposure from the first day to a date, by row; the result is read once for all of them."""
    until, days = scenario.between(end=when), slice(0, scenario.day_of(when) + 1)
    parts: list[list[ByShelter]] = []
    for part in slabs(result.isel(day=days), "member"):
        exposed = exposure(part, until, by=["location"])
        places = [exposed.isel(location=list(scenario.places[name])) for name in rows["location"]]
        parts.append([_by_shelter(here, figure) for here, figure in zip(places, rows["figure"], strict=True)])
    joined = [
        {name: np.concatenate([part[name] for part in row]) for name in row[0]} for row in zip(*parts, strict=True)
    ]
    return {
        line: {name: values for name, values in row.items() if not name or values.any()}
        for line, row in zip(rows.index, joined, strict=True)
    }


def _by_shelter(here: xr.Dataset, figure: str) -> ByShelter:
    """A figure of exposure over some locations."""
    if figure != NIGHTS:
        return {"": np.asarray(here["ever_within_reach"].sum("location").values)}
    nights = here["person_nights_cold"].sel(below_c=0).sum("location")
    whole = np.asarray(nights.sum("shelter").values)
    return {"": whole} | {name: np.asarray(nights.sel(shelter=name).values) for name in SHELTER}


def _key_figure(row: dict[Hashable, Any], shelter: str, members: Floats) -> KeyFigure:
    """A row of the table, or the part of it by a class of shelter, of which nothing was reported."""
    low, high, words = (np.nan, np.nan, "") if shelter else (row["low"], row["high"], row["words"])
    modelled = tuple(float(q) for q in np.quantile(members, QUANTILES))
    what = (row["figure"], row["date"].date(), row["location"], shelter)
    return KeyFigure(*what, modelled, low, high, words, row["source"])  # type: ignore[arg-type]
