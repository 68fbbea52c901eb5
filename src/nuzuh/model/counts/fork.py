"""A copy of an engine that goes on under other conditions, on the same random numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import UsageError
from nuzuh.model.conditions import Conditions
from nuzuh.model.counts.engine import CountEngine
from nuzuh.model.trips import ITINERARY
from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    from nuzuh.model.setting import Setting


@dataclass(frozen=True)
class Passage:
    """How the state of engines under one setting reads under another, which may have more locations and other routes.

    Args:
        n_locations: Locations of the other setting; the first of them are those of the one.
        itineraries: Number of each itinerary under the other, shape (R,); -1 where there is none with its legs.
    """

    n_locations: int
    itineraries: Ints | None


def passage_between(one: Setting, other: Setting) -> Passage:
    """How to carry engines over from one setting to another.

    Args:
        one: Under which they were run.
        other: Under which they go on; locations that it has more stand at the end of its table.

    Raises:
        UsageError: It has other locations or classes of people.
    """
    names = list(one.scenario.locations["name"])
    if list(other.scenario.locations["name"])[: len(names)] != names or len(one.classes.group) != len(
        other.classes.group
    ):
        message = (
            "the run cannot go on under the other scenario, which has other locations or groups: add locations at "
            "the end of its table, and change nothing of groups"
        )
        raise UsageError(message)
    return Passage(len(other.scenario.locations), _same_ways(one, other))


def _same_ways(one: Setting, other: Setting) -> Ints | None:
    """The itinerary with the same legs of each; None where all are the same."""
    mine, theirs = (_legs(setting) for setting in (one, other))
    if np.array_equal(mine, theirs) and np.array_equal(one.itineraries.first_leg, other.itineraries.first_leg):
        return None
    known = {path: way for way, path in enumerate(_paths(other, theirs))}
    return np.array([known.get(path, -1) for path in _paths(one, mine)], dtype=np.int64)


def _legs(setting: Setting) -> Ints:
    """Start and route of each leg of all itineraries, shape (legs, 2): they mean the same in another network."""
    network, legs = setting.network, setting.itineraries.legs
    return np.column_stack([network.start[legs], network.route[legs]])


def _paths(setting: Setting, legs: Ints) -> list[bytes]:
    first = setting.itineraries.first_leg
    return [legs[first[way] : first[way + 1]].tobytes() for way in range(len(first) - 1)]


def forked(engine: CountEngine, conditions: Conditions, passage: Passage) -> CountEngine:
    """A copy of an engine as it is in the evening, to go on under other conditions.

    Who is where, who is on the road and the seed are the same; the engine that is copied stays as it is.

    Args:
        engine: Has stepped through some days.
        conditions: Of the setting under which the copy goes on.
        passage: From the setting of the engine to that one.

    Raises:
        UsageError: People are on the road by a way that the other setting does not have.
    """
    stocks, chance = engine.stocks, engine.chance
    n_more = passage.n_locations - len(stocks.n_at_home)
    at_home, displaced = (_with_more(stock, n_more) for stock in (stocks.n_at_home, stocks.n_displaced))
    copy = CountEngine(conditions, at_home, displaced, chance.seed, chance.member, is_mean=chance.is_mean)
    for name in ("n_returned", "n_new", "n_entered", "n_waiting"):
        getattr(copy.stocks, name)[:] = _with_more(getattr(stocks, name), n_more)
    copy.chance.n_draws[:] = chance.n_draws
    rows, flows = engine.trips[0].copy(), engine.trips[1].copy()
    n_trips = engine.moves.n_trips[0]
    copy.moves.n_trips[:] = n_trips
    if passage.itineraries is not None:
        rows[:n_trips, ITINERARY] = passage.itineraries[rows[:n_trips, ITINERARY]]
        if (rows[:n_trips, ITINERARY][flows[:n_trips, 0] > 0] < 0).any():
            message = "people are on the road on routes that the other scenario does not have: let it change later"
            raise UsageError(message)
    copy.trips = rows, flows
    _keep_bookings(engine, copy)
    return copy


def _with_more(stock: Floats, n_more: int) -> Floats:
    return np.concatenate([stock, np.zeros((n_more, *stock.shape[1:]))])


def _keep_bookings(engine: CountEngine, copy: CountEngine) -> None:
    """Passages that people on the road have booked stay taken, where both have the same limits."""
    before, after = engine.conditions.limits.per_day, copy.conditions.limits.per_day
    if before.shape[1:] != after.shape[1:] or not before.size:
        return
    n_days = min(len(before), len(after))
    left = engine.moves.n_passages.reshape(before.shape)[:n_days]
    taken = np.where(np.isfinite(left), before[:n_days] - np.where(np.isfinite(left), left, 0.0), 0.0)
    passages = copy.moves.n_passages.reshape(after.shape)
    passages[:n_days] = np.maximum(passages[:n_days] - taken, 0.0)
