"""How wrong a forecast may be: past errors of the same crisis, and of reference crises while there are few.

Errors are made comparable by a scale S, errors of quiet and of volatile times told apart by a class z, and those of a
young crisis from those of an old one by its age; a forecast plus S times each error, weighted by how alike the times
are, is its distribution (kernel-weighted conformal prediction).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nuzuh.typing import Bools, Floats, Ints

if TYPE_CHECKING:
    from nuzuh.forecast.residuals import Residuals
    from nuzuh.forecast.tasks import Tasks
    from nuzuh.forecast.trends import Known

LEVELS: Floats = np.arange(1, 100) / 100
"""Probabilities at which distributions are kept."""
MOST_RESIDUAL = 3.0
MEMORY_DAYS = 180.0
FORGOTTEN_DAYS = 540
"""Errors that are older count nothing: they would count a twentieth of a fresh one at most."""
Z_KERNEL = 1.5
AGE_KERNEL = 0.8
YOUNG_DAYS = 30.0
"""Differences of age within so many days hardly count."""
SAME_PLACE = 4.0
"""What an error of the place itself counts beside one of another place."""
REFERENCE_WEIGHT = 60.0
"""What the reference crises count in all: as much as so many fresh errors of the crisis itself."""


@dataclass(frozen=True)
class Spread:
    """Scale and classes of forecasts.

    Args:
        scale: S in persons, shape (tasks,).
        z: Class of volatility, shape (tasks,).
        age: Class of the crisis' age at the origin, shape (tasks,).
    """

    scale: Floats
    z: Floats
    age: Floats

    def chosen(self, which: Bools) -> Spread:
        """That of some tasks; `which` is a mask."""
        return Spread(self.scale[which], self.z[which], self.age[which])

    def residuals(self, forecast: Floats, count: Floats) -> Floats:
        """Errors in units of the scale, shape (tasks,), at most 3 either way."""
        return np.clip((count - forecast) / self.scale, -MOST_RESIDUAL, MOST_RESIDUAL)


def spread_of(known: Known, tasks: Tasks, age_days: Floats) -> Spread:
    """Scale and classes of each forecast, from what is known at its origin.

    S = (y + T/10n + 500)^0.3 (T/n + 500)^0.7, with the place's last count y, the total T of n places seen.

    Args:
        known: What is known at each origin.
        tasks: The forecasts.
        age_days: Days from the first count of the crisis to each origin, shape (origins,).
    """
    n_seen = np.maximum(known.is_seen.sum(axis=1), 1)
    mean = (known.level.sum(axis=1) / n_seen)[tasks.origin]
    level = known.level[tasks.origin, tasks.place]
    volatility = known.volatility[tasks.origin, tasks.place]
    return spread(level, mean, volatility, tasks.lead, age_days[tasks.origin])


def spread(level: Floats, mean_level: Floats, volatility: Floats, lead: Floats, age_days: Floats) -> Spread:
    """Scale and classes from the last count, the mean count of the places seen, volatility, lead and age (days)."""
    scale = (level + 0.1 * mean_level + 500.0) ** 0.3 * (mean_level + 500.0) ** 0.7
    moved = volatility * np.sqrt(lead) / (level + 0.1 * mean_level + 100.0)
    return Spread(scale, np.log(np.clip(moved, 0.003, 3.0)), np.log(np.maximum(age_days, 0.0) + YOUNG_DAYS))


@dataclass(frozen=True)
class Distribution:
    """Distributions of forecasts.

    Args:
        quantiles: Persons, shape (levels, tasks), at `LEVELS`.
        mean: Persons, shape (tasks,).
    """

    quantiles: Floats
    mean: Floats

    def chosen(self, which: Bools) -> Distribution:
        """Those of some tasks; `which` is a mask."""
        return Distribution(self.quantiles[:, which], self.mean[which])

    def at(self, probability: float) -> Floats:
        """A quantile, shape (tasks,); probability is one of `LEVELS`."""
        return np.asarray(self.quantiles[int(np.argmin(np.abs(LEVELS - probability)))])


class Pool(NamedTuple):
    """Past forecasts from whose errors distributions are made.

    Args:
        tasks: Forecasts with real counts; each origin uses those known by then.
        spread: Their scale and classes.
        residuals: Errors of each method in units of the scale, shape (methods, tasks).
        reference: Errors of other crises.
        origins: Days, shape (origins,), of these tasks and of those that are asked for.
    """

    tasks: Tasks
    spread: Spread
    residuals: Floats
    reference: Residuals
    origins: Ints


def distributions(tasks: Tasks, forecasts: Floats, spread: Spread, pool: Pool) -> list[Distribution]:
    """The distribution of each forecast by each method; all methods get the same intervals.

    Args:
        tasks: The forecasts.
        forecasts: Their values by each method, shape (methods, tasks).
        spread: Their scale and classes.
        pool: What is known of errors.
    """
    quantiles = np.empty((len(forecasts), len(LEVELS), len(tasks)))
    means = np.empty((len(forecasts), len(tasks)))
    for horizon in np.unique(tasks.horizon):
        others = pool.reference.near(int(horizon))
        of_horizon = pool.tasks.horizon == horizon
        for at in np.unique(tasks.origin[tasks.horizon == horizon]):
            asked = np.flatnonzero((tasks.origin == at) & (tasks.horizon == horizon))
            day = int(pool.origins[at])
            own = np.flatnonzero(of_horizon & pool.tasks.is_known(day) & (pool.tasks.target > day - FORGOTTEN_DAYS))
            weights = _weights(tasks, spread, asked, pool, own, others, day)
            for method, forecast in enumerate(forecasts[:, asked]):
                errors = np.concatenate([pool.residuals[method, own], others.r])
                drawn, expected = _of_pool(errors, weights, forecast, spread.scale[asked])
                quantiles[method][:, asked], means[method, asked] = drawn, expected
    return [Distribution(*both) for both in zip(quantiles, means, strict=True)]


def _weights(tasks: Tasks, spread: Spread, asked: Ints, pool: Pool, own: Ints, others: Residuals, day: int) -> Floats:
    """What each error counts in each forecast asked for: own errors, then those of others; (asked, errors)."""
    recent = np.exp(-(day - pool.tasks.target[own]) / MEMORY_DAYS)
    alike = np.where(pool.tasks.place[own] == tasks.place[asked, None], SAME_PLACE, 1.0)
    own_weights = recent * alike * _likeness(pool.spread.z[own], pool.spread.age[own], spread, asked)
    far_weights = others.weight * _likeness(others.z, others.age, spread, asked)
    return np.concatenate([own_weights, _adding_up_to(REFERENCE_WEIGHT, far_weights)], axis=1)


def _likeness(z: Floats, age: Floats, spread: Spread, asked: Ints) -> Floats:
    """How alike the times of past errors are to those of the forecasts asked for, shape (asked, errors)."""
    apart = ((z - spread.z[asked, None]) / Z_KERNEL) ** 2 + ((age - spread.age[asked, None]) / AGE_KERNEL) ** 2
    return np.asarray(np.exp(-0.5 * apart))


def _adding_up_to(most: float, weights: Floats) -> Floats:
    total = weights.sum(axis=1, keepdims=True)
    return np.asarray(most * weights / np.where(total > 0, total, 1.0))


def _of_pool(pool: Floats, weights: Floats, forecast: Floats, scale: Floats) -> tuple[Floats, Floats]:
    """Quantiles (levels, asked) and means (asked,) of forecast + scale * pool, never below 0."""
    if not len(pool):
        return np.repeat(forecast[None], len(LEVELS), axis=0), forecast
    order = np.argsort(pool, kind="stable")
    ordered, weights = pool[order], weights.take(order, axis=1)
    middle = np.cumsum(weights, axis=1)
    total = middle[:, -1].copy()
    middle -= 0.5 * weights
    values = np.array([np.interp(LEVELS * all_, cdf, ordered) for cdf, all_ in zip(middle, total, strict=True)]).T
    mean = forecast + scale * np.einsum("ij,j->i", weights, ordered) / total
    below = np.searchsorted(ordered, -forecast / scale)  # errors by which nobody would be left, and less than nobody
    for row in np.flatnonzero(below):
        less, counts = forecast[row] + scale[row] * ordered[: below[row]], weights[row, : below[row]]
        mean[row] -= (counts * less).sum() / total[row]
    return np.maximum(forecast + scale * values, 0.0), np.asarray(mean)
