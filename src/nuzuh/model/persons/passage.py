"""Who gets a passage on a route with a limit, person by person."""

from __future__ import annotations

import numpy as np

from nuzuh.model.compiled import kernel
from nuzuh.model.conditions import Limits
from nuzuh.model.draws import PASSAGE, fold, key_of, uniform
from nuzuh.model.limits import passage_of
from nuzuh.model.persons.people import STAYING, People, Tally, Wide
from nuzuh.model.rules import p_passage


@kernel
def book(
    limits: Limits, x: People, t: Tally, leaving: Wide, when: tuple[int, int, int], band: int, n_bands: int
) -> int:
    """Give out the passages on one limited leg after the other, and keep those back who get none.

    Args:
        limits: How many can pass.
        x: The persons; itinerary and pace are chosen.
        t: The passages left.
        leaving: Those who want to set out; gets those who do, in its first entries.
        when: Seed, member and day.
        band: Of the day.
        n_bands: Bands in a day.

    Returns:
        How many set out.
    """
    seed, member, day = when
    key, n = fold(key_of(seed, member, PASSAGE, day), band), len(leaving)
    for nth in range(limits.most):
        t.n_wanted[:] = 0.0
        for person in leaving[:n]:
            itinerary, pace, start = x.itinerary[person], x.pace[person], t.clock[x.location[person]]
            passage = passage_of(limits, itinerary, pace, nth, start, (day, band, n_bands))
            x.later[person] = passage  # in no list until the trip begins
            if passage >= 0:
                t.n_wanted[passage] += 1.0
        n_asking, n = n, 0
        for person in leaving[:n_asking]:
            passage = x.later[person]
            if passage < 0 or _is_given(t, fold(fold(key, person), nth), passage):
                leaving[n] = person
                n += 1
            else:
                x.status[person] = STAYING
                t.n_displaced[x.location[person]] += 1.0
    return n


@kernel
def _is_given(t: Tally, key: np.uint64, passage: int) -> bool:
    """Whether one of those who want a passage gets it; he or she wants it no more."""
    p = p_passage(t.n_passages[passage], t.n_wanted[passage])
    t.n_wanted[passage] -= 1.0
    if 0.0 < p < 1.0:
        t.n_draws[0] += 1
    if p <= 0.0 or (p < 1.0 and uniform(key, 0) >= p):
        return False
    t.n_passages[passage] -= 1.0
    return True
