"""What each day holds for each location, as arrays for the engines to sample from."""

from __future__ import annotations

from typing import NamedTuple

from nuzuh.model.compiled import kernel
from nuzuh.typing import Bools, Floats, Ints

DRIVES, WALKS, WALKS_FIRST_LEG = 0, 1, 2
"""Paces of a trip."""


class Classes(NamedTuple):
    """Kinds of people: a group, or a group and a home where people return.

    Args:
        group: Group of each class, shape (K,).
        home: Home of each class, shape (K,); -1 where it does not matter.
        rel_displacement: Multiplier of each group, shape (G,).
    """

    group: Ints
    home: Ints
    rel_displacement: Floats


class Sources(NamedTuple):
    """Who is forced from home. One of the first three says how; the others are empty or zero.

    Args:
        p_forced: Probability of being forced from home, shape (D, L, G).
        total: People forced from home in all, shape (D,).
        by_location: People forced from each location, or their mean, shape (D, L).
        is_poisson: Whether `by_location` holds means.
        weight: Weight of a person at a location among the sources of a given number, shape (D, L).
    """

    p_forced: Floats
    total: Floats
    by_location: Floats
    is_poisson: bool
    weight: Floats


@kernel
def is_given(sources: Sources) -> bool:
    """Whether the number of people forced from home is given. They are those who have never left before."""
    return len(sources.total) > 0 or len(sources.by_location) > 0


class Leaving(NamedTuple):
    """Who of the displaced sets out.

    Args:
        p: Probability that a displaced person sets out, shape (D, L, G).
        p_new: The same on the day of being forced from home, shape (D, L, G).
    """

    p: Floats
    p_new: Floats


class Ends(NamedTuple):
    """What locations are as destinations.

    Args:
        pull: Pull of each location for each group, shape (D, G, L).
        capacity: Shape (D, L); infinite where there is no limit.
        is_limited: Whether a location has a capacity on any day, shape (L,).
        buffer: Occupancy from which a place gets less attractive.
    """

    pull: Floats
    capacity: Floats
    is_limited: Bools
    buffer: float


class Choices(NamedTuple):
    """The itineraries that people choose from.

    Args:
        pattern: Pattern of open arcs of each day, shape (D,).
        first: First itinerary from each location, shape (P, L + 1).
        end: Location at the end of each itinerary, shape (R,).
        nearness: Distance weight of each itinerary, shape (R,).
        days: Days that each takes by pace, shape (R, 3).
        power: Exponent of the weights.
    """

    pattern: Ints
    first: Ints
    end: Ints
    nearness: Floats
    days: Floats
    power: float


class Roads(NamedTuple):
    """What people under way meet.

    Args:
        first_leg: Where the legs of each itinerary begin, shape (R + 1,).
        legs: Arcs, one itinerary after the other.
        end: Location at the end of each itinerary, shape (R,).
        arc_start: Location from which each arc leads, shape (A,).
        arc_days: Days that each arc takes to drive and to walk, shape (A, 2).
        is_open: Shape (D, A).
        closes: Whether any arc closes on a day, shape (D,).
        n_bands: Bands in a day.
    """

    first_leg: Ints
    legs: Ints
    end: Ints
    arc_start: Ints
    arc_days: Floats
    is_open: Bools
    closes: Bools
    n_bands: int


class Conditions(NamedTuple):
    """All that an engine needs to know, as arrays.

    Letters: D days, L locations, G groups, K classes, A arcs, R itineraries, P patterns of open arcs.

    Args:
        classes: Kinds of people.
        sources: Who is forced from home.
        leaving: Who of the displaced sets out.
        ends: What locations are as destinations.
        choices: The itineraries.
        roads: The arcs.
        p_return: Probability of going home, by home, shape (D, L); empty where nobody returns.
        n_deciding: Bands of the day in which people decide: the morning, and those in which they arrive.
        walk_share: Share of people who walk all the way.
        pace_new: Pace of those who are forced from home and do not walk all the way.
    """

    classes: Classes
    sources: Sources
    leaving: Leaving
    ends: Ends
    choices: Choices
    roads: Roads
    p_return: Floats
    n_deciding: int
    walk_share: float
    pace_new: int
