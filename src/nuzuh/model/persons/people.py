"""What the engine of persons holds: one entry a person, and counts by location."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from nuzuh.model.conditions import Conditions
from nuzuh.typing import Floats, Ints

AT_HOME: Final = 0
STAYING: Final = 1
NEW: Final = 2
LEAVING: Final = 3
ON_ROUTE: Final = 4
WAITING: Final = 5
RETURNED: Final = 6
OUTSIDE: Final = 7
"""At home; displaced and staying; the same since today; setting out; on the road; overnight at a stop of the trip;
home again; not in the books yet."""

Small = npt.NDArray[np.int8]
Medium = npt.NDArray[np.int16]
Wide = npt.NDArray[np.int32]
Single = npt.NDArray[np.float32]


class People(NamedTuple):
    """The persons, one entry each: 58 bytes a person.

    Args:
        status: One of the constants above.
        location: Where the person is, or where the trip under way (or its leg) ends.
        kind: Class of the person (`Conditions.classes`), the first of those that differ in recent travel.
        itinerary: Of the trip under way.
        pace: Of the trip under way.
        start_day: Day on which it (or its leg) began.
        start_time: Time of that day, as a share of it.
        end_day: Day of the arrival; -1 before any trip.
        end_band: Band of that day.
        end_time: Time of that day.
        n_legs: Legs still planned, from the start of the trip.
        leg: Leg under way, where each begins afresh.
        recent: Travel of the days before, in days' reach; kept where it matters.
        day_displaced: Day on which the person was forced from home; -1 before.
        later: The next person who arrives in the same band; -1 at the end of the list.
        deciding: Persons who decide in this band, in the first entries.
        leaving: Persons who set out in this band, in the first entries.
    """

    status: Small
    location: Wide
    kind: Wide
    itinerary: Wide
    pace: Small
    start_day: Medium
    start_time: Floats
    end_day: Medium
    end_band: Medium
    end_time: Floats
    n_legs: Medium
    leg: Medium
    recent: Single
    day_displaced: Medium
    later: Wide
    deciding: Wide
    leaving: Wide


class Tally(NamedTuple):
    """Counts by location.

    Args:
        n_at_home: Shape (L, K).
        n_returned: Shape (L, K).
        n_displaced: Shape (L,); whole numbers; those at a stop overnight included.
        n_on_route: By the end of the trip, shape (L,).
        n_entered: From outside the books, shape (L,).
        first_arriving: First person of the list of each band, shape (bands + 2,).
        first_stopping: First person of the list of those at a stop, shape (1,).
        clock: Time of day at which the last who arrived at a location in this band is there, shape (L,).
        quota: Persons of a class to be forced from each location, shape (L, K).
        left: Persons of a class who are still to be looked at, shape (L, K).
        sums: Room for the running sums of sources.
        chosen: Room for the persons from each of them.
        n_passages: Passages that are left, by day and limit, shape (D * Q,).
        n_wanted: How many of them are wanted in this band, likewise.
        between: Who has set out today from each unit to each, shape (U, U); no entries where units are not told apart.
        by_itinerary: Who has set out today on each itinerary, shape (R,); no entries where passages are not asked for.
        by_arc: Who has gone on today along each arc from a stop, shape (A,); likewise.
        n_used: Persons who have been in the books, shape (1,).
        n_draws: Random draws so far, shape (1,).
    """

    n_at_home: Ints
    n_returned: Ints
    n_displaced: Floats
    n_on_route: Ints
    n_entered: Ints
    first_arriving: Ints
    first_stopping: Ints
    clock: Floats
    quota: Floats
    left: Floats
    sums: Floats
    chosen: Floats
    n_passages: Floats
    n_wanted: Floats
    between: Floats
    by_itinerary: Floats
    by_arc: Floats
    n_used: Ints
    n_draws: Ints


def people_of(at_home: Ints, displaced: Ints) -> People:
    """The persons, ordered by location and class; shapes (L, K).

    Args:
        at_home: People at home on the first morning.
        displaced: Displaced persons on the first morning.
    """
    n_locations, n_classes = at_home.shape
    counts = np.concatenate([at_home.reshape(-1), displaced.reshape(-1)])
    cell = np.tile(np.arange(n_locations * n_classes), 2)
    status = np.repeat(np.array([AT_HOME, STAYING], dtype=np.int8), n_locations * n_classes)
    nobody = _outside(int(counts.sum()))
    return nobody._replace(
        status=np.repeat(status, counts),
        location=np.repeat((cell // n_classes).astype(np.int32), counts),
        kind=np.repeat((cell % n_classes).astype(np.int32), counts),
    )


def with_room(people: People, n_used: int, n_more: int) -> People:
    """The persons with room for more of them who are outside still; the same where there is enough."""
    missing = n_used + n_more - len(people.status)
    if missing <= 0:
        return people
    more = _outside(max(missing, len(people.status) // 4))
    return People(*(np.concatenate([old, new]) for old, new in zip(people, more, strict=True)))


def tally_of(at_home: Ints, displaced: Ints, conditions: Conditions, n_people: int, *, passages: bool) -> Tally:
    """Counts of the first morning; shapes (L, K). `passages` says whether those along routes are counted."""
    n_bands, per_day = conditions.roads.n_bands, conditions.limits.per_day
    n_locations = len(at_home)
    return Tally(
        n_at_home=at_home.copy(),
        n_returned=np.zeros(at_home.shape, np.int64),
        n_displaced=displaced.sum(axis=1).astype(np.float64),
        n_on_route=np.zeros(n_locations, np.int64),
        n_entered=np.zeros(n_locations, np.int64),
        first_arriving=np.full(n_bands + 2, -1, np.int64),
        first_stopping=np.full(1, -1, np.int64),
        clock=np.zeros(n_locations),
        quota=np.zeros(at_home.shape),
        left=np.zeros(at_home.shape),
        sums=np.zeros(at_home.size),
        chosen=np.zeros(at_home.size),
        n_passages=per_day.flatten(),
        n_wanted=np.zeros(per_day.size),
        between=np.zeros((conditions.units.n, conditions.units.n)),
        by_itinerary=np.zeros(len(conditions.roads.end) if passages else 0),
        by_arc=np.zeros(len(conditions.roads.arc_end) if passages else 0),
        n_used=np.full(1, n_people, np.int64),
        n_draws=np.zeros(1, np.int64),
    )


def _outside(n: int) -> People:
    """Persons who are not in the books yet."""
    return People(
        status=np.full(n, OUTSIDE, np.int8),
        location=np.zeros(n, np.int32),
        kind=np.zeros(n, np.int32),
        itinerary=np.zeros(n, np.int32),
        pace=np.zeros(n, np.int8),
        start_day=np.zeros(n, np.int16),
        start_time=np.zeros(n),
        end_day=np.full(n, -1, np.int16),
        end_band=np.zeros(n, np.int16),
        end_time=np.zeros(n),
        n_legs=np.zeros(n, np.int16),
        leg=np.zeros(n, np.int16),
        recent=np.zeros(n, np.float32),
        day_displaced=np.full(n, -1, np.int16),
        later=np.full(n, -1, np.int32),
        deciding=np.zeros(n, np.int32),
        leaving=np.zeros(n, np.int32),
    )
