"""Limits on how many can pass a route in a day: which legs have one, and which passages people need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import UsageError
from nuzuh.model.compiled import kernel
from nuzuh.model.conditions import Limits
from nuzuh.model.rules import arrival
from nuzuh.model.timetable import by_pace
from nuzuh.typing import Floats

if TYPE_CHECKING:
    from nuzuh.model.forcing import Forcing
    from nuzuh.model.network import Itineraries
    from nuzuh.model.params import Params
    from nuzuh.scenario.scenario import Scenario


def check_limits(scenario: Scenario, params: Params) -> None:
    """Refuse limits where nobody knows at departure on which day people will be where.

    Raises:
        UsageError: There are limits, and each leg begins afresh.
    """
    rows = scenario.tables["interventions"]
    lines = rows.index[rows["action"] == "limit"].tolist()
    if lines and params.travel.each_leg_afresh:
        message = (
            f"interventions (row {', '.join(map(str, lines))}): a limit on a route needs to know at departure on which "
            "day people pass it: set travel.each_leg_afresh=false, or close the route for some days instead"
        )
        raise UsageError(message)


def limits_of(forcing: Forcing, found: Itineraries, arc_days: Floats) -> Limits:
    """The limited legs of all itineraries, and when people come to their ends.

    Args:
        forcing: Has the limits.
        found: The itineraries.
        arc_days: Days that each arc takes to drive and to walk, shape (A, 2).
    """
    if not forcing.per_day.size:
        nowhere = np.zeros(0, dtype=np.int64)
        return Limits(0, nowhere, nowhere, np.zeros((0, 3)), forcing.per_day)
    at = np.flatnonzero(forcing.limit[found.legs] >= 0)
    first = np.searchsorted(at, found.first_leg).astype(np.int64)
    begin = np.repeat(found.first_leg[:-1], np.diff(first))
    per_leg = arc_days[found.legs]
    sums = np.concatenate([np.zeros((1, 2)), np.cumsum(per_leg, axis=0)])  # as in trips_of: the same day to the bit
    return Limits(
        most=int(np.diff(first).max(initial=0)),
        first=first,
        number=forcing.limit[found.legs[at]],
        days=by_pace(sums[at + 1] - sums[begin], per_leg[begin]),
        per_day=forcing.per_day,
    )


@kernel
def passage_of(limits: Limits, itinerary: int, pace: int, nth: int, start: float, when: tuple[int, int, int]) -> int:
    """The passage that people need for a limited leg of their trip.

    Args:
        limits: How many can pass.
        itinerary: Of the trip.
        pace: Of the trip.
        nth: Which of its limited legs, in the order of travel.
        start: Time of day at which people set out.
        when: The day and the band in which they do, and the bands in a day.

    Returns:
        Its place in `per_day`, row after row; -1 where there is no such leg, or the run ends before its end.
    """
    at = limits.first[itinerary] + nth
    if at >= limits.first[itinerary + 1]:
        return -1
    day, band, n_bands = when
    n_days, n_limits = limits.per_day.shape
    later, _, _ = arrival(band, start, limits.days[at, pace], n_bands)
    return (day + later) * n_limits + limits.number[at] if day + later < n_days else -1
