"""Outer intervals as wide as the recent past of the crisis asks for (conformalised quantiles).

A task's score is how far its count fell from the median, in half widths of its 90 % interval. With honest intervals
nine of ten scores are below 1. The interval is stretched by the 90 % quantile of the scores whose target has
come; while there are few, it is a little wider than the pools of errors say, since crises differ. After Romano,
Patterson and Candes (2019), with weights for time. The inner half of a distribution stays as it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.forecast.intervals import LEVELS, Distribution
from nuzuh.typing import Bools, Floats, Ints

if TYPE_CHECKING:
    from nuzuh.forecast.tasks import Tasks

FROM_ORIGINS_DAYS = 364
"""Scores of older origins say nothing of today's intervals."""
EACH = 4
"""Only each fourth origin before the one in question: those between say nearly the same."""
MEMORY_DAYS = 180.0
PRIOR_WEIGHT = 60.0
PRIOR_STRETCH = 0.2
"""Log of the factor while nothing is learned."""
MOST_STRETCH = 5.0
MEDIAN, LOW, HIGH = 49, 4, 94
"""Positions of 50, 5 and 95 % among the levels."""


def stretched(tasks: Tasks, found: Distribution, past: Tasks, past_found: Distribution, origins: Ints) -> Distribution:
    """Distributions with outer intervals that would have held nine of ten of the past counts.

    Args:
        tasks: The forecasts.
        found: Their distributions as the pools of errors give them.
        past: Forecasts with real counts; each origin uses those known by then.
        past_found: Their distributions, likewise.
        origins: Days of both, shape (origins,).
    """
    scores = _scores(past_found, past.count)
    quantiles = np.empty_like(found.quantiles)
    for horizon in np.unique(tasks.horizon):
        of_horizon = past.horizon == horizon
        for at in np.unique(tasks.origin[tasks.horizon == horizon]):
            day = origins[at]
            own = np.flatnonzero(of_horizon & past.is_known(int(day)) & is_scored(past, origins, int(at)))
            log_factor = _log_factor(scores[own], np.exp(-(day - past.target[own]) / MEMORY_DAYS))
            asked = np.flatnonzero((tasks.origin == at) & (tasks.horizon == horizon))
            outer = np.interp(np.abs(LEVELS - 0.5), [0.25, 0.45], [0.0, log_factor])
            middle = found.quantiles[MEDIAN, asked]
            wide = middle + (found.quantiles[:, asked] - middle) * np.exp(outer)[:, None]
            quantiles[:, asked] = np.maximum(wide, 0.0)
    return replace(found, quantiles=quantiles)


def is_scored(past: Tasks, origins: Ints, at: int) -> Bools:
    """Which past forecasts an origin learns from, whether their targets have come or not, shape (tasks,)."""
    return np.asarray((origins[past.origin] >= origins[at] - FROM_ORIGINS_DAYS) & ((at - past.origin) % EACH == 0))


def _scores(found: Distribution, counts: Floats) -> Floats:
    """How far each count is from the median in half widths of the 90 % interval on its side, shape (tasks,)."""
    middle = found.quantiles[MEDIAN]
    width = np.where(counts >= middle, found.quantiles[HIGH] - middle, middle - found.quantiles[LOW])
    return np.asarray(np.abs(counts - middle) / np.maximum(width, 1e-9))


def _log_factor(scores: Floats, weights: Floats) -> float:
    if not len(scores):
        return PRIOR_STRETCH
    order = np.argsort(scores, kind="stable")
    evidence = float(weights.sum())
    middle = (np.cumsum(weights[order]) - 0.5 * weights[order]) / evidence
    asked_for = np.clip(np.interp(0.9, middle, scores[order]), 1.0 / MOST_STRETCH, MOST_STRETCH)
    return float((evidence * np.log(asked_for) + PRIOR_WEIGHT * PRIOR_STRETCH) / (evidence + PRIOR_WEIGHT))
