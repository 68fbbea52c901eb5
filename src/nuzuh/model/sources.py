"""Where a given number of people is forced from: both engines share it out by the same draws."""

from __future__ import annotations

import numpy as np

from nuzuh.model.compiled import kernel
from nuzuh.model.conditions import Classes
from nuzuh.model.draws import fold, multinomial
from nuzuh.typing import Floats


@kernel
def share_out(
    key: np.uint64,
    number: float,
    weight: Floats,
    classes: Classes,
    homes: Floats,
    is_limited: bool,
    is_mean: bool,
    forced: Floats,
    where: tuple[int, int],
    room: tuple[Floats, Floats],
) -> int:
    """Draw from which homes a number of people are forced, in proportion to weight and people.

    Args:
        key: Of the draws.
        number: People to be forced from home.
        weight: Of a person, by location, shape (L,).
        classes: Their groups and multipliers.
        homes: People at home, shape (L, K).
        is_limited: Whether no more can be forced out than are at home; who is missing then comes from others.
        is_mean: Expected values instead of draws.
        forced: Shape (L, K); gets the numbers for the locations in `where`, zero before.
        where: First location, and the one after the last.
        room: Two arrays to work in, with at least as many elements as `homes`.

    Returns:
        Random draws taken. `forced` sums to less than `number` if nobody is left who has a weight.
    """
    start, stop = where
    n_classes = homes.shape[1]
    sums, chosen = room[0][: (stop - start) * n_classes], room[1][: (stop - start) * n_classes]
    attempt, n_draws = 0, 0
    while number > 1e-9:
        total = 0.0
        for j in range(len(sums)):
            i, k = start + j // n_classes, j % n_classes
            left = homes[i, k] - forced[i, k] if is_limited else homes[i, k]
            if left > 1e-9:
                total += weight[i] * classes.rel_displacement[classes.group[k]] * left
            sums[j] = total
        if total <= 0.0:
            return n_draws
        if is_mean:
            for j in range(len(sums)):
                chosen[j] = number * (sums[j] - (sums[j - 1] if j > 0 else 0.0)) / total
        else:
            n_draws += multinomial(fold(key, attempt), int(number), sums, chosen)
        attempt += 1
        number = 0.0
        for j in range(len(sums)):
            i, k = start + j // n_classes, j % n_classes
            n = min(chosen[j], homes[i, k] - forced[i, k]) if is_limited else chosen[j]
            number += chosen[j] - n
            forced[i, k] += n
    return n_draws
