"""In what kind of shelter displaced persons stay, by day and location."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from nuzuh.model.calendar import days_of
from nuzuh.typing import Bools, Floats

if TYPE_CHECKING:
    import pandas as pd

    from nuzuh.scenario.scenario import Scenario

SHELTER: Final = ("adequate", "winterised", "tent", "unfinished", "public", "open", "road", "unknown")
"""Classes of shelter: those of the table, those made fit for winter, people on the road, and no share given."""
WINTERISED: Final = ("tent", "unfinished", "public")
"""Classes that an intervention can make fit for winter."""
LEAST_UNKNOWN = 1e-9
"""Less than this is missing by rounding alone."""


def shelter_given(scenario: Scenario) -> Floats:
    """Share of the displaced persons staying at each location in each class, by the table of shelter alone.

    On a day for which a narrower place has any row, those of wider ones are not looked at. What is missing to 1
    is unknown; shares that sum to more are scaled down to 1.

    Returns:
        Shape (D, L, C), classes as in `SHELTER`; each sums to 1 over the classes.
    """
    shares = np.zeros((scenario.n_days, len(scenario.locations), len(SHELTER)))
    by_place = scenario.tables["shelter"].groupby("location", sort=False)
    for place, rows in sorted(by_place, key=lambda item: -len(scenario.places[item[0]])):
        is_told, told = _told(scenario, rows)
        days = np.flatnonzero(is_told)
        shares[np.ix_(days, np.array(scenario.places[place]))] = told[days, None]
    shares /= np.maximum(shares.sum(axis=2, keepdims=True), 1)
    missing = 1 - shares.sum(axis=2)
    shares[:, :, SHELTER.index("unknown")] = np.where(missing > LEAST_UNKNOWN, missing, 0)
    return shares


def shelter_shares(scenario: Scenario) -> Floats:
    """The same once tents and buildings are made fit for winter, by the interventions in the order of their table.

    Each row takes its share of what is not winterised yet.

    Returns:
        Shape (D, L, C), classes as in `SHELTER`.

    Examples:
        >>> import nuzuh
        >>> shares = shelter_shares(nuzuh.read_scenario("idlib-2020"))
        >>> {name: round(float(share), 2) for name, share in zip(SHELTER, shares[0, 0]) if share}
        {'adequate': 0.3, 'tent': 0.48, 'unfinished': 0.16, 'public': 0.06}
    """
    shares = shelter_given(scenario)
    served = [SHELTER.index(name) for name in WINTERISED]
    for row in scenario.tables["interventions"].to_dict("records"):
        if row["action"] != "winterise":
            continue
        days = np.arange(scenario.n_days)[days_of(scenario, row["start"], row["end"])]
        where = np.ix_(days, np.array(scenario.places[row["from"]]))
        there = shares[where]
        moved = there[:, :, served] * row["value"]
        there[:, :, served] -= moved
        there[:, :, SHELTER.index("winterised")] += moved.sum(axis=2)
        shares[where] = there
    return shares


def _told(scenario: Scenario, rows: pd.DataFrame) -> tuple[Bools, Floats]:
    """On which days the rows of one place say anything, shape (D,), and their shares, shape (D, C)."""
    is_told, shares = np.zeros(scenario.n_days, dtype=bool), np.zeros((scenario.n_days, len(SHELTER)))
    for row in rows.to_dict("records"):
        days = days_of(scenario, row["start"], row["end"])
        is_told[days] = True
        shares[days, SHELTER.index(row["class"])] += row["share"]
    return is_told, shares
