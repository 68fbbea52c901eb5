"""What the engine of counts holds: who is where, who is on the way, and which random numbers come next."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nuzuh.model.compiled import kernel
from nuzuh.model.conditions import Conditions
from nuzuh.model.draws import binomial
from nuzuh.typing import Floats, Ints

MOST_TOGETHER = 20_000_000
"""Above this the table of those at a stop who can be counted together would take over 160 megabytes."""


class Chance(NamedTuple):
    """Which random numbers: those of a seed and a member; none for expected values.

    Args:
        seed: Of the run.
        member: Of the ensemble.
        is_mean: Expected values instead of draws.
        n_draws: Draws taken so far, shape (1,).
        sums: Room for the running sums of sources.
        picks: Room for the itineraries chosen.
        flows: Room for the persons who choose each of them, or who are forced from each source.
        walking: Room for those of them who walk.
    """

    seed: int
    member: int
    is_mean: bool
    n_draws: Ints
    sums: Floats
    picks: Ints
    flows: Floats
    walking: Floats


class Stocks(NamedTuple):
    """Who is where, in numbers of people, shape (L, K) each.

    Args:
        n_at_home: Not displaced.
        n_displaced: Displaced persons staying, those forced out today included.
        n_returned: Home again.
        n_new: Forced from home today.
        forced: The same while they are drawn; else zero.
        n_entered: Displaced persons who came from outside the books, shape (L,).
        n_waiting: Displaced persons who spend the night at a stop of their trip, shape (L,).
    """

    n_at_home: Floats
    n_displaced: Floats
    n_returned: Floats
    n_new: Floats
    forced: Floats
    n_entered: Floats
    n_waiting: Floats


class Moves(NamedTuple):
    """What happens within the day.

    Args:
        leaving: Setting out in this band, shape (L, K).
        arriving: At the end of their trip, by band, shape (bands + 2, L, K).
        any_arriving: Whether anybody is, or stops on the way, shape (bands + 2,).
        clock: Time of day at which the last of them is there, shape (bands + 2, L).
        moved: Travel of the day of all of them together, shape (bands + 2, L); kept where each leg begins afresh.
        first_stopping: First row of the trips that stop on the way in a band, shape (bands + 2,); -1: none.
        together: Row of those at a stop in a band who have the same itinerary ahead and are of the same class, shape
            (bands + 2, R * K); -1: none yet. No columns where rows are kept apart.
        giving_up: Who ends the trip at a stop in this band, shape (L, K); used where people stop on the way.
        n_staying: Displaced persons, shape (L,); kept for locations with a capacity only.
        visited: Locations where somebody decides in this band, shape (L,).
        nobody: Zeros, shape (L, K).
        n_trips: Rows of the trips in use, shape (1,).
        n_passages: Passages that are left, by day and limit, shape (D * Q,).
        n_wanted: How many of them are wanted in this band, likewise.
        between: Who has set out today from each unit to each, shape (U, U); no entries where units are not told apart.
        by_itinerary: Who has set out today on each itinerary, shape (R,); no entries where passages are not asked for.
        by_arc: Who has gone on today along each arc from a stop, shape (A,); likewise.
    """

    leaving: Floats
    arriving: Floats
    any_arriving: Ints
    clock: Floats
    moved: Floats
    first_stopping: Ints
    together: Ints
    giving_up: Floats
    n_staying: Floats
    visited: Ints
    nobody: Floats
    n_trips: Ints
    n_passages: Floats
    n_wanted: Floats
    between: Floats
    by_itinerary: Floats
    by_arc: Floats


def chance_of(conditions: Conditions, n_cells: int, seed: int, member: int, *, is_mean: bool) -> Chance:
    """Random numbers of a member, and room to work in.

    Args:
        conditions: The rules evaluated for each day.
        n_cells: Locations times classes.
        seed: Of the run.
        member: Of the ensemble.
        is_mean: Expected values instead of draws.
    """
    most = max(int(np.diff(conditions.choices.first, axis=1).max(initial=1)), n_cells)
    scratch = np.zeros(n_cells), np.zeros(most, dtype=np.int64), np.zeros(most), np.zeros(most)
    return Chance(seed, member, is_mean, np.zeros(1, dtype=np.int64), *scratch)


def stocks_of(at_home: Floats, displaced: Floats) -> Stocks:
    """Everybody at home, but for those who are displaced already; shapes (L, K)."""
    shape = at_home.shape
    nobody = np.zeros(shape[0])
    returned, new, forced = (np.zeros(shape) for _ in range(3))
    return Stocks(at_home.copy(), displaced.copy(), returned, new, forced, nobody, nobody.copy())


def moves_of(conditions: Conditions, shape: tuple[int, ...], *, passages: bool) -> Moves:
    """Nobody moves yet; `shape` is (L, K), and `passages` says whether those along routes are counted."""
    n_bands, n_ways = conditions.roads.n_bands, len(conditions.choices.end) * shape[1]
    joins = (conditions.choices.onward >= 0).any() and conditions.classes.n_recent == 1
    n_together = n_ways if joins and n_ways * n_bands < MOST_TOGETHER else 0
    return Moves(
        leaving=np.zeros(shape),
        arriving=np.zeros((n_bands + 2, *shape)),
        any_arriving=np.zeros(n_bands + 2, dtype=np.int64),
        clock=np.zeros((n_bands + 2, shape[0])),
        moved=np.zeros((n_bands + 2, shape[0])),
        first_stopping=np.full(n_bands + 2, -1, dtype=np.int64),
        together=np.full((n_bands + 2, n_together), -1, dtype=np.int64),
        giving_up=np.zeros(shape),
        n_staying=np.zeros(shape[0]),
        visited=np.zeros(shape[0], dtype=np.int64),
        nobody=np.zeros(shape),
        n_trips=np.zeros(1, dtype=np.int64),
        n_passages=conditions.limits.per_day.flatten(),
        n_wanted=np.zeros(conditions.limits.per_day.size),
        between=np.zeros((conditions.units.n, conditions.units.n)),
        by_itinerary=np.zeros(len(conditions.roads.end) if passages else 0),
        by_arc=np.zeros(len(conditions.roads.arc_end) if passages else 0),
    )


@kernel
def moved_today(moved: Floats, staying: Floats, i: int) -> float:
    """Mean travel of the day of those who arrive at a location in a band; 0 where it is not kept."""
    if moved[i] <= 0.0:
        return 0.0
    n = 0.0
    for k in range(staying.shape[1]):
        n += staying[i, k]
    return float(moved[i] / n)


@kernel
def some(is_mean: bool, key: np.uint64, n: float, p: float) -> float:
    """How many of n do what each does with probability p."""
    if is_mean or p <= 0.0 or p >= 1.0:
        return n * min(max(p, 0.0), 1.0)
    return float(binomial(key, int(n), p))
