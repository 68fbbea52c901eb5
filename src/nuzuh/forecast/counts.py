"""Counts from which a simulation learns: what was counted, where, on which day, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nuzuh.scenario.observations import is_total, to_learn_from

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from nuzuh.forecast.registrations import Registrations
    from nuzuh.scenario.scenario import Scenario

HALF_OF_90 = 1.645
"""Standard deviations from the middle to the end of an interval, taken as one of 90 %."""


@dataclass(frozen=True)
class Count:
    """One count.

    Args:
        day: Index of the day of the scenario.
        place: What was counted; empty for the whole scenario.
        rows: Locations whose displaced persons were counted together; none: all persons displaced so far.
        value: Persons.
        sd: How unsure the publisher was, persons; 0 where nothing is said.
    """

    day: int
    place: str
    rows: tuple[int, ...]
    value: float
    sd: float = 0.0

    @property
    def is_total(self) -> bool:
        """Whether all who were displaced since the first day were counted, wherever they are."""
        return not self.rows


def counts_of(registrations: Registrations, scenario: Scenario) -> tuple[Count, ...]:
    """The counts of those places that are locations of a scenario, from its first day on, by day.

    Examples:
        >>> import nuzuh
        >>> from nuzuh.forecast.crises import registrations_of_scenario
        >>> valley = nuzuh.read_scenario("valley")
        >>> counts_of(registrations_of_scenario(valley), valley)
        (Count(day=40, place='Meadow', rows=(3,), value=9200.0, sd=0.0),)
    """
    shift = scenario.day_of(registrations.start)
    found = [
        Count(int(day) + shift, place, (scenario.location_ix[place],), float(value))
        for place, days, values in zip(registrations.places, registrations.days, registrations.counts, strict=True)
        if place in scenario.location_ix
        for day, value in zip(days, values, strict=True)
        if day + shift >= 0
    ]
    return _in_order(found)


def counts_known(scenario: Scenario, until: date) -> tuple[Count, ...]:
    """The counts of a scenario's observations that were made and published by a date, by day.

    Displaced persons of a location, an area or the whole scenario, and the persons displaced since the first day
    in all. An interval counts as its middle. Other quantities are not learned from, nor are rows that are for checking
    only (`fit` is no).

    Examples:
        >>> import nuzuh
        >>> from datetime import date
        >>> counts_known(nuzuh.read_scenario("valley"), date(2021, 3, 20))[0].value
        14000.0
    """
    rows, when = to_learn_from(scenario), pd.Timestamp(until)
    known = rows[(rows["date"] <= when) & ~(rows["published"] > when) & (rows["date"] >= pd.Timestamp(scenario.start))]
    found = []
    for row, counts_all in zip(known.itertuples(), is_total(scenario, known), strict=True):
        if counts_all or row.quantity == "n_displaced":
            at = () if counts_all else scenario.places[row.location]
            value = row.value if not np.isnan(row.value) else (row.low + row.high) / 2
            sd = 0.0 if np.isnan(row.low + row.high) else (row.high - row.low) / 2 / HALF_OF_90
            found.append(Count(scenario.day_of(row.date.date()), row.location, at, float(value), float(sd)))
    return _in_order(found)


def _in_order(counts: Iterable[Count]) -> tuple[Count, ...]:
    return tuple(sorted(counts, key=lambda count: count.day))
