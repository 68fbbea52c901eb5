"""Who gets a passage on a route with a limit, in numbers of people.

Those who want to set out stand in the table of trips already; those who do not get what they need stay.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from nuzuh.model.compiled import kernel
from nuzuh.model.conditions import Limits
from nuzuh.model.counts.state import Chance, Moves
from nuzuh.model.draws import PASSAGE, fold, hypergeometric, key_of
from nuzuh.model.limits import passage_of
from nuzuh.model.rules import p_passage
from nuzuh.model.trips import CLASS, END, END_DAY, ITINERARY, LEG, PACE, PERSONS, START_DAY
from nuzuh.typing import Floats, Ints

ORIGIN: Final = END
PICK: Final = LEG
PRESENT_CLASS: Final = START_DAY
WANTED: Final = END_DAY
"""Columns of `rows` before the trip has begun: where people are, which of their choices it is, their
class as those present, and the passage that they want."""


@kernel
def ask(
    n_trips: Ints,
    rows: Ints,
    flows: Floats,
    picks: Ints,
    going: Floats,
    origin: int,
    present: int,
    who: tuple[int, int, int, int, int],
) -> None:
    """Write down who wants to take which itinerary."""
    k, _, _, first, pace = who
    for pick in range(len(picks)):
        if going[pick] > 0.0:
            at = n_trips[0]
            rows[at, ITINERARY], rows[at, CLASS], rows[at, PACE] = first + picks[pick], k, pace
            rows[at, ORIGIN], rows[at, PICK], rows[at, PRESENT_CLASS] = origin, pick, present
            flows[at, PERSONS] = going[pick]
            n_trips[0] += 1


@kernel
def book(
    limits: Limits,
    x: Chance,
    m: Moves,
    rows: Ints,
    flows: Floats,
    asked: int,
    n_displaced: Floats,
    departures: Floats,
    when: tuple[int, int, int, bool],
) -> None:
    """Give out the passages on one limited leg after the other, and keep those back who get none.

    Args:
        limits: How many can pass.
        x: Random numbers.
        m: The passages left, the clock, and how many rows there are.
        rows: Who wants to take which itinerary, from row `asked` on.
        flows: How many they are; gets how many set out.
        asked: First of these rows.
        n_displaced: Displaced persons, shape (L, K).
        departures: Persons who set out, shape (L,).
        when: Day and band, and the bands in a day.
    """
    day, band, n_bands, _ = when
    key = fold(key_of(x.seed, x.member, PASSAGE, day), band)
    for nth in range(limits.most):
        m.n_wanted[:] = 0.0
        for at in range(asked, m.n_trips[0]):
            itinerary, pace, start = rows[at, ITINERARY], rows[at, PACE], m.clock[band, rows[at, ORIGIN]]
            passage = passage_of(limits, itinerary, pace, nth, start, (day, band, n_bands))
            rows[at, WANTED] = passage
            if passage >= 0:
                m.n_wanted[passage] += flows[at, PERSONS]
        for at in range(asked, m.n_trips[0]):
            i, n, passage = rows[at, ORIGIN], flows[at, PERSONS], rows[at, WANTED]
            if passage < 0 or n <= 0.0:
                continue
            own = fold(fold(fold(fold(fold(key, i), rows[at, CLASS]), rows[at, PACE]), rows[at, PICK]), nth)
            flows[at, PERSONS] = _given(x, own, n, m.n_passages[passage], m.n_wanted[passage])
            kept = n - flows[at, PERSONS]
            m.n_wanted[passage] -= n
            m.n_passages[passage] -= flows[at, PERSONS]
            if kept > 0.0:
                n_displaced[i, rows[at, PRESENT_CLASS]] += kept
                departures[i] -= kept


@kernel
def _given(x: Chance, key: np.uint64, n: float, n_left: float, n_wanted: float) -> float:
    """How many of n get a passage where so many are left and so many people want one, these n included."""
    p = p_passage(n_left, n_wanted)
    if x.is_mean or p <= 0.0 or p >= 1.0:
        return n * p
    x.n_draws[0] += 1
    return float(hypergeometric(key, int(n_left), int(n), int(n_wanted)))
