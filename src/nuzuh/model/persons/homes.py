"""Leaving home and coming home, person by person."""

from __future__ import annotations

import numpy as np

from nuzuh.model.compiled import kernel
from nuzuh.model.conditions import Classes, Sources, is_given
from nuzuh.model.draws import binomial, fold, poisson, uniform
from nuzuh.model.persons.people import NEW, RETURNED, STAYING, People, Tally
from nuzuh.model.sources import share_out
from nuzuh.typing import Floats, Ints


@kernel
def force_from_home(
    sources: Sources,
    classes: Classes,
    x: People,
    t: Tally,
    key: np.uint64,
    day: int,
    status: int,
    homes: Ints,
    displaced: Floats,
) -> None:
    """Move people who are at home, or home again, to the displaced."""
    by_number = is_given(sources)
    if not by_number and sources.p_forced[day].max() <= 0.0:
        return
    if by_number or not sources.from_population:
        _set_quotas(sources, classes, t, key, day, homes)
    if not sources.from_population:
        _enter(x, t, day, displaced)
        return
    own = fold(key, 2)
    n_draws = 0
    for person in range(len(x.status)):
        if x.status[person] != status:
            continue
        i, k = x.location[person], x.kind[person]
        p = sources.p_forced[day, i, classes.group[k]]
        if by_number:
            p = t.quota[i, k] / t.left[i, k]
            t.left[i, k] -= 1.0
        if p <= 0.0:
            continue
        n_draws += 1
        if uniform(fold(own, person), 0) < p:
            x.status[person] = NEW
            x.day_displaced[person] = day
            homes[i, k] -= 1
            t.n_displaced[i] += 1.0
            displaced[i] += 1.0
            t.quota[i, k] -= 1.0
    t.n_draws[0] += n_draws


@kernel
def _set_quotas(sources: Sources, classes: Classes, t: Tally, key: np.uint64, day: int, homes: Ints) -> None:
    """How many persons of each location and class are to be forced out."""
    t.quota[:] = 0.0
    t.left[:] = homes
    weight, limited, room = sources.weight[day], sources.from_population, (t.sums, t.chosen)
    if len(sources.total) > 0:
        own, number, everywhere = fold(key, 0), sources.total[day], (0, len(homes))
        t.n_draws[0] += share_out(own, number, weight, classes, t.left, limited, False, t.quota, everywhere, room)
        return
    for i in range(len(homes)):
        if len(sources.by_location) == 0:
            for k in range(homes.shape[1]):
                p = sources.p_forced[day, i, classes.group[k]]
                t.quota[i, k] = binomial(fold(fold(key, i), k), homes[i, k], p)
            continue
        number = sources.by_location[day, i]
        if sources.is_poisson and number > 0.0:
            t.n_draws[0] += 1
            number = float(poisson(fold(fold(key, i), 1), number))
        own, number, here = fold(fold(key, i), 0), np.floor(number), (i, i + 1)
        t.n_draws[0] += share_out(own, number, weight, classes, t.left, limited, False, t.quota, here, room)


@kernel
def _enter(x: People, t: Tally, day: int, displaced: Floats) -> None:
    """Take as many persons into the books as are to be forced out."""
    for i in range(len(t.quota)):
        for k in range(t.quota.shape[1]):
            for _ in range(int(t.quota[i, k])):
                person = t.n_used[0]
                x.status[person] = NEW
                x.location[person] = i
                x.kind[person] = k
                x.day_displaced[person] = day
                t.n_used[0] += 1
            t.n_entered[i] += int(t.quota[i, k])
            t.n_displaced[i] += t.quota[i, k]
            displaced[i] += t.quota[i, k]


@kernel
def return_home(p_return: Floats, homes: Ints, x: People, t: Tally, key: np.uint64) -> None:
    """Displaced persons whose home is calm may go home."""
    for person in range(len(x.status)):
        home = homes[x.kind[person]]
        if x.status[person] == STAYING and home >= 0 and p_return[home] > 0.0:
            t.n_draws[0] += 1
            if uniform(fold(key, person), 0) < p_return[home]:
                t.n_displaced[x.location[person]] -= 1.0
                t.n_returned[home, x.kind[person]] += 1
                x.location[person] = home
                x.status[person] = RETURNED
