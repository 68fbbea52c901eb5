"""How wrong a forecast may be: past errors of the same crisis, and of reference crises while there are few.

Errors are made comparable by a scale S, errors of quiet and of volatile times told apart by a class z; a forecast
plus S times each error, weighted by how alike the times are, is its distribution (kernel-weighted conformal).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    from nuzuh.forecast.residuals import Residuals
    from nuzuh.forecast.tasks import Tasks
    from nuzuh.forecast.trends import Known

LEVELS: Floats = np.arange(1, 100) / 100
"""Probabilities at which distributions are kept."""
MOST_RESIDUAL = 3.0
MEMORY_DAYS = 180.0
KERNEL = 1.5
SAME_PLACE = 4.0
"""What an error of the place itself counts beside one of another place."""
REFERENCE_WEIGHT = 60.0
"""What the reference crises count in all: as much as so many fresh errors of the crisis itself."""


@dataclass(frozen=True)
class Spread:
    """Scale and class of forecasts.

    Args:
        scale: S in persons, shape (tasks,).
        z: Class of volatility, shape (tasks,).
    """

    scale: Floats
    z: Floats

    def residuals(self, forecast: Floats, count: Floats) -> Floats:
        """Errors in units of the scale, shape (tasks,), at most 3 either way."""
        return np.clip((count - forecast) / self.scale, -MOST_RESIDUAL, MOST_RESIDUAL)


def spread_of(known: Known, tasks: Tasks) -> Spread:
    """Scale and class of each forecast, from what is known at its origin.

    S = (y + T/10n + 500)^0.3 (T/n + 500)^0.7, with the place's last count y, the total T of n places seen.
    """
    n_seen = np.maximum(known.is_seen.sum(axis=1), 1)
    mean = (known.level.sum(axis=1) / n_seen)[tasks.origin]
    level = known.level[tasks.origin, tasks.place]
    return spread(level, mean, known.volatility[tasks.origin, tasks.place], tasks.lead)


def spread(level: Floats, mean_level: Floats, volatility: Floats, lead: Floats) -> Spread:
    """Scale and class from the last count, the mean count of the places seen, the volatility and the lead (days)."""
    scale = (level + 0.1 * mean_level + 500.0) ** 0.3 * (mean_level + 500.0) ** 0.7
    moved = volatility * np.sqrt(lead) / (level + 0.1 * mean_level + 100.0)
    return Spread(scale, np.log(np.clip(moved, 0.003, 3.0)))


@dataclass(frozen=True)
class Distribution:
    """Distributions of forecasts.

    Args:
        quantiles: Persons, shape (levels, tasks), at `LEVELS`.
        mean: Persons, shape (tasks,).
    """

    quantiles: Floats
    mean: Floats

    def at(self, probability: float) -> Floats:
        """A quantile, shape (tasks,); probability is one of `LEVELS`."""
        return np.asarray(self.quantiles[int(np.argmin(np.abs(LEVELS - probability)))])


def distributions(
    tasks: Tasks, forecast: Floats, spread: Spread, past: Tasks, errors: Residuals, reference: Residuals, origins: Ints
) -> Distribution:
    """The distribution of each forecast.

    Args:
        tasks: The forecasts.
        forecast: Their values, shape (tasks,).
        spread: Their scale and class.
        past: Forecasts with real counts; each origin uses those whose target day has come.
        errors: Their residuals and classes, in the same order.
        reference: Residuals of other crises.
        origins: Days of both, shape (origins,).
    """
    quantiles, mean = np.empty((len(LEVELS), len(tasks))), np.empty(len(tasks))
    for horizon in np.unique(tasks.horizon):
        others = reference.near(int(horizon))
        of_horizon = past.horizon == horizon
        for at in np.unique(tasks.origin[tasks.horizon == horizon]):
            asked = np.flatnonzero((tasks.origin == at) & (tasks.horizon == horizon))
            own = np.flatnonzero(of_horizon & (past.target <= origins[at]))
            age = np.exp(-(origins[at] - past.target[own]) / MEMORY_DAYS)
            alike = np.where(past.place[own] == tasks.place[asked, None], SAME_PLACE, 1.0)
            z = spread.z[asked, None]
            own_weights = age * alike * _kernel(errors.z[own] - z)
            pool = np.concatenate([errors.r[own], others.r])
            weights = np.concatenate([own_weights, _reference_weights(others, z)], axis=1)
            drawn, expected = _of_pool(pool, weights, forecast[asked], spread.scale[asked])
            quantiles[:, asked], mean[asked] = drawn, expected
    return Distribution(quantiles, mean)


def _kernel(apart: Floats) -> Floats:
    return np.asarray(np.exp(-0.5 * (apart / KERNEL) ** 2))


def _reference_weights(others: Residuals, z: Floats) -> Floats:
    weights = others.weight * _kernel(others.z - z)
    total = weights.sum(axis=1, keepdims=True)
    return np.asarray(REFERENCE_WEIGHT * weights / np.where(total > 0, total, 1.0))


def _of_pool(pool: Floats, weights: Floats, forecast: Floats, scale: Floats) -> tuple[Floats, Floats]:
    """Quantiles (levels, asked) and means (asked,) of forecast + scale * pool, never below 0."""
    if not len(pool):
        return np.repeat(forecast[None], len(LEVELS), axis=0), forecast
    order = np.argsort(pool, kind="stable")
    ordered, weights = pool[order], weights[:, order]
    middle = np.cumsum(weights, axis=1) - 0.5 * weights
    total = weights.sum(axis=1)
    values = np.array([np.interp(LEVELS, cdf / all_, ordered) for cdf, all_ in zip(middle, total, strict=True)]).T
    persons = np.maximum(forecast[:, None] + scale[:, None] * ordered, 0.0)
    return np.maximum(forecast + scale * values, 0.0), (weights * persons).sum(axis=1) / total
