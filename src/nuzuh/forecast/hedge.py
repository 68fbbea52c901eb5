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
        past: Forecasts with their real counts; of these each origin uses the ones known by then.
        origins: Days, shape (origins,), of both.
        n_seen: Places seen at each origin, shape (origins,).
        prior: Weight of each expert while nothing is learned, shape (experts,).

    Returns:
        Shape (experts, tasks); the weights of a task add up to 1.
    """
    errors = np.abs(past.experts - past.count)
    horizons, of_horizon = np.unique(past.horizon, return_inverse=True)
    n_places = int(max(past.place.max(initial=0), tasks.place.max(initial=0))) + 1
    cell = of_horizon.reshape(-1) * n_places + past.place
    shape, asked_for = (len(horizons), n_places), np.unique(tasks.horizon)
    found = np.empty((len(prior), len(tasks)))
    for at in np.unique(tasks.origin):
        known = past.is_known(int(origins[at]))
        age = np.exp(-(origins[at] - past.target[known]) / MEMORY_DAYS)
        sums = [_sums(cell[known], age * error, shape) for error in errors[:, known]]
        losses, evidence = np.array(sums), _sums(cell[known], age, shape)
        for horizon in asked_for:
            asked = np.flatnonzero((tasks.origin == at) & (tasks.horizon == horizon))
            if len(asked):
                counts = np.where(horizons == horizon, 1.0, OTHER_HORIZON)[:, None]
                here, evidence_here = (losses * counts).sum(axis=1), (evidence * counts).sum(axis=0)
                penalty = _penalty(here, evidence_here, tasks.place[asked], int(n_seen[at]))
                log_weights = np.log(prior)[:, None] - penalty
                found[:, asked] = np.exp(log_weights - log_weights.max(axis=0))
    return np.asarray(found / found.sum(axis=0))


def _sums(cell: Ints, values: Floats, shape: tuple[int, int]) -> Floats:
    return np.asarray(np.bincount(cell, values, shape[0] * shape[1]).reshape(shape), dtype=np.float64)


def _penalty(here: Floats, evidence_here: Floats, asked: Ints, n_seen: int) -> Floats:
    """How much worse than the best each expert did, in the crisis and in each place asked for; (experts, asked).

    Args:
        here: Losses of each expert in each place, shape (experts, places).
        evidence_here: Weight of the forecasts of each place, shape (places,).
        asked: Places.
        n_seen: How many places had been seen.
    """
    everywhere = here.sum(axis=1)
    if everywhere.max() <= 0:  # nothing learned yet, or all were right
        return np.zeros((len(here), len(asked)))
    floor = HERE_FLOOR * everywhere.mean() / max(n_seen, 1)
    evidence = np.sqrt(min(evidence_here.sum(), MOST_EVIDENCE))
    crisis = evidence * (everywhere / max(everywhere.min(), 1e-9) - 1.0)
    here = here[:, asked]
    behind = here / (here.min(axis=0) + floor) - 1.0
    return np.asarray(crisis[:, None] + np.sqrt(np.minimum(evidence_here[asked], MOST_EVIDENCE_HERE)) * behind)
