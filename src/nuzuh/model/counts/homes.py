"""Leaving home and coming home, in numbers of people."""

from __future__ import annotations

import numpy as np

from nuzuh.model.compiled import kernel
from nuzuh.model.conditions import Classes, Sources, is_given
from nuzuh.model.counts.state import Chance, Stocks, some
from nuzuh.model.draws import FORCED, RETURN, fold, key_of, poisson
from nuzuh.model.sources import share_out
from nuzuh.typing import Floats, Ints


@kernel
def force_from_home(
    sources: Sources, classes: Classes, x: Chance, s: Stocks, homes: Floats, day: int, again: int
) -> None:
    """Move people from their homes to the displaced; `again` tells returned people from others in the draws."""
    _draw_forced(sources, classes, x, s.forced, homes, day, fold(key_of(x.seed, x.member, FORCED, day), again))
    for i in range(len(homes)):
        for k in range(homes.shape[1]):
            n = s.forced[i, k]
            if n > 0.0:
                s.forced[i, k] = 0.0
                s.n_new[i, k] += n
                s.n_displaced[i, k] += n
                if sources.from_population:
                    homes[i, k] -= n
                else:
                    s.n_entered[i] += n


@kernel
def _draw_forced(
    sources: Sources, classes: Classes, x: Chance, forced: Floats, homes: Floats, day: int, key: np.uint64
) -> None:
    """Draw who is forced from home: everywhere at once where the total is given, else location by location."""
    if not is_given(sources):
        _force_by_chance(sources.p_forced[day], classes.group, x.is_mean, key, homes, forced, x.n_draws)
        return
    n_parts = 1 if len(sources.total) > 0 else len(homes)
    for part in range(n_parts):
        where, own = (part, part + 1), fold(key, part)
        if len(sources.total) > 0:
            where, own, number = (0, len(homes)), key, sources.total[day]
        else:
            number = _number(sources.by_location[day, part], sources.is_poisson, x, own)
        x.n_draws[0] += share_out(
            fold(own, 0),
            number,
            sources.weight[day],
            classes,
            homes,
            sources.from_population,
            x.is_mean,
            forced,
            where,
            (x.sums, x.flows),
        )


@kernel
def _number(number: float, is_poisson: bool, x: Chance, key: np.uint64) -> float:
    """How many are forced from a location where it is a number, or the mean of one."""
    if x.is_mean:
        return number
    if is_poisson and number > 0.0:
        x.n_draws[0] += 1
        return float(poisson(fold(key, 1), number))
    return float(np.floor(number))


@kernel
def _force_by_chance(
    p_forced: Floats, group: Ints, is_mean: bool, key: np.uint64, homes: Floats, forced: Floats, n_draws: Ints
) -> None:
    """Each person is forced out with the probability of the location and the group."""
    for i in range(len(homes)):
        for k in range(homes.shape[1]):
            p = p_forced[i, group[k]]
            if p > 0.0 and homes[i, k] > 0.0:
                forced[i, k] = some(is_mean, fold(fold(key, i), k), homes[i, k], p)
                n_draws[0] += not is_mean


@kernel
def return_home(home: Ints, p_return: Floats, x: Chance, s: Stocks, day: int) -> None:
    """Displaced persons whose home is calm may go home."""
    key = key_of(x.seed, x.member, RETURN, day)
    for k in range(len(home)):
        p = p_return[home[k]] if home[k] >= 0 else 0.0
        if p > 0.0:
            for i in range(len(s.n_displaced)):
                if s.n_displaced[i, k] > 0.0:
                    n = some(x.is_mean, fold(fold(key, i), k), s.n_displaced[i, k], p)
                    x.n_draws[0] += not x.is_mean
                    s.n_displaced[i, k] -= n
                    s.n_returned[home[k], k] += n
