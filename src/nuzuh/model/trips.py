"""People on the road in the engine of counts: one row for those who travel together.

A row is a whole trip; where each leg begins afresh (`Roads.each_leg_afresh`), it is the leg under way.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from nuzuh.model.compiled import kernel
from nuzuh.model.conditions import WALKS, WALKS_FIRST_LEG, Roads
from nuzuh.model.rules import arrival, arrival_afresh, reroute
from nuzuh.typing import Floats, Ints

ITINERARY: Final = 0
CLASS: Final = 1
PACE: Final = 2
START_DAY: Final = 3
END_DAY: Final = 4
END_BAND: Final = 5
END: Final = 6
N_LEGS: Final = 7
LEG: Final = 8
NEXT: Final = 9
WIDTH: Final = 10
"""Columns of `rows`: which trip, when it (or its leg) began and ends, and where; how many legs the trip has, and on
which people are; the next row of those that stop on the way in the same band."""

PERSONS: Final = 0
START_TIME: Final = 1
END_TIME: Final = 2
"""Columns of `flows`: how many travel, and the times of day of start and end, as shares of the day."""


def no_trips() -> tuple[Ints, Floats]:
    """Tables of trips, `rows` and `flows`, with room for some."""
    return np.zeros((1024, WIDTH), dtype=np.int64), np.zeros((1024, 3))


@kernel
def grown(rows: Ints, flows: Floats, n_used: int, n_more: int) -> tuple[Ints, Floats]:
    """The tables of trips with room for more rows: the same arrays where there is enough."""
    if n_used + n_more <= len(flows):
        return rows, flows
    size = 2 * (n_used + n_more)
    more_rows = np.zeros((size, WIDTH), dtype=np.int64)
    more_flows = np.zeros((size, 3))
    for at in range(n_used):
        move_trip(rows, flows, at, more_rows, more_flows, at)
    return more_rows, more_flows


@kernel
def move_trip(rows: Ints, flows: Floats, source: int, to_rows: Ints, to_flows: Floats, target: int) -> None:
    """Copy a row; written out, since assigning slices takes seconds to compile."""
    for column in range(WIDTH):
        to_rows[target, column] = rows[source, column]
    for column in range(3):
        to_flows[target, column] = flows[source, column]


@kernel
def on_foot(pace: int, leg: int) -> int:
    """1 where people of a pace walk a leg, else 0."""
    return 1 if pace == WALKS or (pace == WALKS_FIRST_LEG and leg == 0) else 0


@kernel
def leg_days(roads: Roads, itinerary: int, pace: int) -> Floats:
    """Days that each leg of an itinerary takes at a pace."""
    legs = roads.legs[roads.first_leg[itinerary] : roads.first_leg[itinerary + 1]]
    days = np.empty(len(legs))
    for position in range(len(legs)):
        days[position] = roads.arc_days[legs[position], on_foot(pace, position)]
    return days


@kernel
def begin_leg(
    arcs: tuple[Ints, Floats, Floats], arc: int, foot: int, band: int, start: float, n_bands: int
) -> tuple[int, int, int, float, float]:
    """When and where a leg ends that begins with a whole day's reach.

    Args:
        arcs: Ends, days and reach of all arcs (`Roads`).
        arc: That of the leg.
        foot: 1 where people walk it, else 0.
        band: Band of the day in which they set out.
        start: Travel of the day so far.
        n_bands: Bands in a day.

    Returns:
        Location, days later, band, time, and the day's reach of those who travel it, as a share of a vehicle's.
    """
    ends, days, reaches = arcs
    reach = reaches[arc, foot]
    later, end_band, time = arrival_afresh(band, start, days[arc, foot], reach, n_bands)
    return ends[arc], later, end_band, time, reach


@kernel
def replan(
    roads: Roads, day: int, itinerary: int, pace: int, start_day: int, start: float, n_legs: int
) -> tuple[int, int, int, float, int]:
    """Where people under way end up when routes have closed this morning.

    Returns:
        Location, day, band and time of the arrival, and legs still planned. A day before today: they are back
        at the start of a leg that has closed.
    """
    begin = roads.first_leg[itinerary]
    legs = roads.legs[begin : begin + n_legs]
    since = day - start_day - start
    reached, done = reroute(legs, leg_days(roads, itinerary, pace)[:n_legs], roads.is_open[day], since)
    is_whole = begin + reached == roads.first_leg[itinerary + 1]
    end = roads.end[itinerary] if is_whole else roads.arc_start[roads.legs[begin + reached]]
    if reached < n_legs and done <= since:
        return end, day - 1, roads.n_bands, 1.0, reached
    later, band, time = arrival(0, start, done, roads.n_bands)
    return end, start_day + later, band, time, reached
