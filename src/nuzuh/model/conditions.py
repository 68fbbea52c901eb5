"""What each day holds for each location, as arrays for the engines to sample from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nuzuh.model.compiled import kernel
from nuzuh.model.rules import recent_travel
from nuzuh.typing import Bools, Floats, Ints

DRIVES, WALKS, WALKS_FIRST_LEG = 0, 1, 2
"""Paces of a trip."""
RECENT_STEP = 0.125
N_RECENT = 17
"""Recent travel is at most two days' reach."""
UnitNumbers = npt.NDArray[np.uint16]
"""Small, since they are looked up for everybody who sets out."""


class Classes(NamedTuple):
    """Kinds of people: a group, or a group and a home where people return.

    Args:
        group: Group of each class, shape (K,).
        home: Home of each class, shape (K,); -1 where it does not matter.
        pace: Pace at which people of each class set out, shape (K,).
        settled: Class after an arrival, shape (K,): people walk their first leg only.
        n_recent: How finely recent travel is told apart: 1 where it does not matter; else classes that differ in
            nothing else follow each other in steps of `RECENT_STEP`.
        rel_displacement: Multiplier of each group, shape (G,).
    """

    group: Ints
    home: Ints
    pace: Ints
    settled: Ints
    n_recent: int
    rel_displacement: Floats


@kernel
def recent_of(n_recent: int, k: int) -> float:
    """Travel of the last days of a class, in days' reach."""
    return (k % n_recent) * RECENT_STEP


@kernel
def class_after(n_recent: int, k: int, moved: float, nights: int) -> int:
    """Class of people after some evenings, on each of which they had travelled `moved`, in days' reach."""
    if n_recent == 1:
        return k
    recent = recent_travel(recent_of(n_recent, k), moved, nights)
    return k - k % n_recent + min(int(np.rint(recent / RECENT_STEP)), n_recent - 1)


class Sources(NamedTuple):
    """Who is forced from home. One of the first three says how; the others are empty or zero.

    Where people are not taken from the population, it stays at home, as the weight of its location.

    Args:
        p_forced: Probability of being forced from home, shape (D, L, G).
        total: People forced from home in all, shape (D,).
        by_location: People forced from each location, or their mean, shape (D, L).
        is_poisson: Whether `by_location` holds means.
        weight: Weight of a person at a location among the sources of a given number, shape (D, L).
        from_population: Whether those forced from home are taken from the population, or enter from outside.
    """

    p_forced: Floats
    total: Floats
    by_location: Floats
    is_poisson: bool
    weight: Floats
    from_population: bool


@kernel
def is_given(sources: Sources) -> bool:
    """Whether the number of people forced from home is given. They are those who have never left before."""
    return len(sources.total) > 0 or len(sources.by_location) > 0


class Leaving(NamedTuple):
    """Who of the displaced sets out.

    Args:
        p: Probability that a displaced person sets out, shape (D, L, G).
        p_new: The same on the day of being forced from home, shape (D, L, G).
        is_town: Where those who arrive after little travel go on for certain, shape (D, L); no rows: nowhere.
    """

    p: Floats
    p_new: Floats
    is_town: Bools


class Ends(NamedTuple):
    """What locations are as destinations.

    Args:
        pull: Pull of each location for each group, shape (D, G, L).
        capacity: Shape (D, L); infinite where there is no limit.
        is_limited: Whether a location has a capacity on any day, shape (L,).
        buffer: Occupancy from which a place gets less attractive.
        softening: Added to each pull.
        is_camp: Whether a location is run as a camp or site, shape (D, L).
        turned_away_below: Room of a camp below which those who have chosen it do not set out.
        drop_below: Share of the heaviest weight below which an itinerary is not chosen.
    """

    pull: Floats
    capacity: Floats
    is_limited: Bools
    buffer: float
    softening: float
    is_camp: Bools
    turned_away_below: float
    drop_below: float


class Choices(NamedTuple):
    """The itineraries that people choose from.

    Args:
        pattern: Pattern of open arcs of each day, shape (D,).
        first: First itinerary from each location, shape (P, L + 1).
        end: Location at the end of each itinerary, shape (R,).
        nearness: Distance weight of each itinerary, shape (R,).
        closeness: Factor on the pull by the straight line, shape (R,).
        days: Days that each takes by pace, or its first leg where each begins afresh, shape (R, 3).
        reach: A day's reach by pace on the first leg, as a share of the fastest, shape (R, 3).
        stop: Location at which these days end, shape (R,).
        n_legs: Legs of each itinerary, shape (R,).
        onward: Itinerary that is what follows the first leg, shape (R,); -1 where there is none. Those at a stop who
            have the same way ahead need not be told apart.
        power: Exponent of the weights.
        is_other: Whether a day's pulls, capacities or routes are not those of the day before, shape (D,).
        limited: Locations with a capacity, shape (C,).
        first_origin: Where the origins of each begin in `origins`, by pattern, shape (P, C + 1).
        origins: From where there are itineraries to each location with a capacity.
    """

    pattern: Ints
    first: Ints
    end: Ints
    nearness: Floats
    closeness: Floats
    days: Floats
    reach: Floats
    stop: Ints
    n_legs: Ints
    onward: Ints
    power: float
    is_other: Bools
    limited: Ints
    first_origin: Ints
    origins: Ints


class Roads(NamedTuple):
    """What people under way meet.

    Args:
        first_leg: Where the legs of each itinerary begin, shape (R + 1,).
        legs: Arcs, one itinerary after the other.
        end: Location at the end of each itinerary, shape (R,).
        arc_start: Location from which each arc leads, shape (A,).
        arc_end: Location to which it leads, shape (A,).
        arc_days: Days that each arc takes to drive and to walk, shape (A, 2).
        arc_reach: A day's reach on each, driving and walking, as a share of the fastest, shape (A, 2).
        is_open: Shape (D, A).
        closes: Whether any arc closes on a day, shape (D,).
        n_bands: Bands in a day.
        each_leg_afresh: Whether each leg begins with a whole day's reach, and plans are looked at at each stop.
    """

    first_leg: Ints
    legs: Ints
    end: Ints
    arc_start: Ints
    arc_end: Ints
    arc_days: Floats
    arc_reach: Floats
    is_open: Bools
    closes: Bools
    n_bands: int
    each_leg_afresh: bool


class Limits(NamedTuple):
    """How many can pass a route in a day. A passage is what a person needs for one limited leg: a limit and a day.

    Args:
        most: Limited legs of the itinerary that has most of them; 0 where there are no limits.
        first: Where the limited legs of each itinerary begin in `number`, shape (R + 1,).
        number: Limit on each limited leg, one itinerary after the other.
        days: Days from the start of the trip to the end of each limited leg, by pace, shape (limited legs, 3).
        per_day: Persons who can pass, shape (D, Q); infinite on days without a limit.
    """

    most: int
    first: Ints
    number: Ints
    days: Floats
    per_day: Floats


class Units(NamedTuple):
    """Units between which moves are counted, by number; no entries where there is nothing to tell apart.

    Args:
        of_location: Unit of each location, shape (L,).
        of_end: Unit of the location at the end of each itinerary, shape (R,).
        n: How many units there are.
    """

    of_location: UnitNumbers
    of_end: UnitNumbers
    n: int


class Conditions(NamedTuple):
    """All that an engine needs to know, as arrays.

    Letters: D days, L locations, G groups, K classes, A arcs, R itineraries, P patterns of open arcs, Q limits.

    Args:
        classes: Kinds of people.
        sources: Who is forced from home.
        leaving: Who of the displaced sets out.
        ends: What locations are as destinations.
        choices: The itineraries.
        roads: The arcs.
        limits: How many can pass a route in a day.
        units: Units between which moves are counted.
        p_return: Probability of going home, by home, shape (D, L); empty where nobody returns.
        n_deciding: Bands of the day in which people decide: the morning, and those in which they arrive.
        walk_share: Share of people who walk all the way.
    """

    classes: Classes
    sources: Sources
    leaving: Leaving
    ends: Ends
    choices: Choices
    roads: Roads
    limits: Limits
    units: Units
    p_return: Floats
    n_deciding: int
    walk_share: float
