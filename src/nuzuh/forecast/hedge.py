"""Weights of the experts, learned online from those past forecasts of the same crisis whose target has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    from nuzuh.forecast.tasks import Tasks

MEMORY_DAYS = 180.0
OTHER_HORIZON = 0.5
"""What an error at another horizon counts."""
MOST_EVIDENCE, MOST_EVIDENCE_HERE = 200.0, 50.0
HERE_FLOOR = 0.02
"""Share of the crisis' mean loss added to a place's smallest: a place that never changed says little."""


def weights(tasks: Tasks, past: Tasks, origins: Ints, n_seen: Ints, prior: Floats) -> Floats:
    """The weight of each expert in each forecast.

    Args:
        tasks: The forecasts to be made.
        past: Forecasts with their real counts; of these each origin uses the ones whose target day has come.
        origins: Days, shape (origins,), of both.
        n_seen: Places seen at each origin, shape (origins,).
        prior: Weight of each expert while nothing is learned, shape (experts,).

    Returns:
        Shape (experts, tasks); the weights of a task add up to 1.
    """
    errors = np.abs(past.experts - past.count)
    found = np.empty((len(prior), len(tasks)))
    for at in np.unique(tasks.origin):
        known = past.target <= origins[at]
        age = np.exp(-(origins[at] - past.target[known]) / MEMORY_DAYS)
        for horizon in np.unique(tasks.horizon):
            asked = np.flatnonzero((tasks.origin == at) & (tasks.horizon == horizon))
            if len(asked):
                counts = age * np.where(past.horizon[known] == horizon, 1.0, OTHER_HORIZON)
                losses = errors[:, known] * counts
                log_weights = np.log(prior)[:, None] - _penalty(
                    losses, counts, past.place[known], tasks.place[asked], int(n_seen[at])
                )
                log_weights -= log_weights.max(axis=0)
                found[:, asked] = np.exp(log_weights)
    return np.asarray(found / found.sum(axis=0))


def _penalty(losses: Floats, counts: Floats, of_place: Ints, asked: Ints, n_seen: int) -> Floats:
    """How much worse than the best each expert did, in the crisis and in the place asked for; (experts, asked)."""
    everywhere = losses.sum(axis=1)
    if not len(counts) or everywhere.max() <= 0:  # nothing learned yet, or all were right
        return np.zeros((len(losses), len(asked)))
    n_places = max(int(of_place.max()), int(asked.max())) + 1
    here = np.array([np.bincount(of_place, loss, n_places) for loss in losses])[:, asked]
    evidence_here = np.bincount(of_place, counts, n_places)[asked]
    evidence = float(counts.sum())
    floor = HERE_FLOOR * everywhere.mean() / max(n_seen, 1)
    crisis = np.sqrt(min(evidence, MOST_EVIDENCE)) * (everywhere / max(everywhere.min(), 1e-9) - 1.0)
    place = np.sqrt(np.minimum(evidence_here, MOST_EVIDENCE_HERE)) * (here / (here.min(axis=0) + floor) - 1.0)
    return np.asarray(crisis[:, None] + place)
