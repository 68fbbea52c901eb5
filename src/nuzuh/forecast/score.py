"""Scores: how far forecasts were from what was counted, and whether they knew how wrong they could be.

Distributions are given as quantiles of shape (levels, forecasts) at ascending probabilities, as `Distribution` keeps
them. What a score cannot say (of no forecast, or of counts that are all 0) is NaN. For the averaged relative difference
of simulations see `registered.ard`.
"""

from __future__ import annotations

import numpy as np

from nuzuh.errors import UsageError
from nuzuh.typing import Bools, Floats

SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98)
"""Central intervals of the weighted interval score: those of forecast hubs, of which the ends are whole percents."""
PIT_BINS = 10


def wape(forecast: Floats, count: Floats) -> float:
    """Weighted absolute percentage error: sum |forecast - count| / sum count.

    Args:
        forecast: Shape (forecasts,), persons.
        count: The same shape.

    Examples:
        >>> wape(np.array([80.0, 20.0]), np.array([100.0, 20.0]))
        0.16666666666666666
    """
    return _share(float(np.abs(forecast - count).sum()), count)


def bias(forecast: Floats, count: Floats) -> float:
    """Forecast over observed: sum forecast / sum count; 1 is right, below 1 too low.

    Args:
        forecast: Shape (forecasts,), persons.
        count: The same shape.

    Examples:
        >>> bias(np.array([80.0, 10.0]), np.array([100.0, 20.0]))
        0.75
    """
    return _share(float(forecast.sum()), count)


def crps(quantiles: Floats, levels: Floats, count: Floats) -> Floats:
    """Continuous ranked probability score: twice the mean pinball loss over evenly spaced levels.

    See Gneiting and Ranjan (2011, doi:10.1198/jbes.2010.08110). Of a single value it is the absolute error.

    Args:
        quantiles: Shape (levels, forecasts), persons.
        levels: Their probabilities.
        count: Shape (forecasts,), persons.

    Returns:
        Shape (forecasts,), persons; 0 is best.

    Examples:
        >>> crps(np.array([[8.0], [10.0], [12.0]]), np.array([0.25, 0.5, 0.75]), np.array([10.0])).round(3).tolist()
        [0.667]
    """
    above = count - quantiles
    level = levels[:, None]
    return np.asarray(2.0 * np.maximum(level * above, (level - 1.0) * above).mean(axis=0))


def weighted_interval_score(
    quantiles: Floats, levels: Floats, count: Floats, shares: tuple[float, ...] = SHARES
) -> Floats:
    """Weighted interval score of central intervals and the median.

    See Bracher et al. (2021, doi:10.1371/journal.pcbi.1008618):
    (|count - median| / 2 + sum over intervals of alpha / 2 * interval score) / (intervals + 1/2), alpha = 1 - share.

    Args:
        quantiles: Shape (levels, forecasts), persons.
        levels: Their probabilities; the ends of all intervals are among them.
        count: Shape (forecasts,), persons.
        shares: What the central intervals are to hold.

    Returns:
        Shape (forecasts,), persons; 0 is best.

    Raises:
        UsageError: A quantile that is asked for is not among the levels.

    Examples:
        >>> quantiles = np.array([[8.0], [10.0], [12.0]])
        >>> weighted_interval_score(quantiles, np.array([0.25, 0.5, 0.75]), np.array([13.0]), (0.5,)).round(3).tolist()
        [2.333]
    """
    total = 0.5 * np.abs(count - quantile(quantiles, levels, 0.5))
    for share in shares:
        low, high = central(quantiles, levels, share)
        outside = np.maximum(low - count, 0.0) + np.maximum(count - high, 0.0)
        total = total + 0.5 * (1.0 - share) * (high - low) + outside
    return np.asarray(total / (len(shares) + 0.5))


def is_within(quantiles: Floats, levels: Floats, count: Floats, share: float) -> Bools:
    """Whether each count lies in the central interval that is to hold a share of them; its ends belong to it.

    Args:
        quantiles: Shape (levels, forecasts), persons.
        levels: Their probabilities.
        count: Shape (forecasts,), persons.
        share: As 0.9 for the interval from 5 to 95 %.

    Raises:
        UsageError: Its ends are not among the levels.

    Examples:
        >>> is_within(np.array([[8.0], [12.0]]), np.array([0.05, 0.95]), np.array([12.0]), 0.9).tolist()
        [True]
    """
    low, high = central(quantiles, levels, share)
    return np.asarray((low <= count) & (count <= high))


def coverage(quantiles: Floats, levels: Floats, count: Floats, share: float) -> float:
    """Share of the counts in their central intervals, which is `share` if forecasts know how wrong they may be.

    Args:
        quantiles: Shape (levels, forecasts), persons.
        levels: Their probabilities.
        count: Shape (forecasts,), persons.
        share: As 0.9 for the interval from 5 to 95 %.

    Raises:
        UsageError: Its ends are not among the levels.

    Examples:
        >>> quantiles = np.array([[8.0, 8.0], [12.0, 12.0]])
        >>> coverage(quantiles, np.array([0.05, 0.95]), np.array([9.0, 20.0]), 0.9)
        0.5
    """
    return float(is_within(quantiles, levels, count, share).mean()) if len(count) else float("nan")


def central(quantiles: Floats, levels: Floats, share: float) -> tuple[Floats, Floats]:
    """Both ends of the central intervals that are to hold a share, each of shape (forecasts,).

    Raises:
        UsageError: They are not among the levels.
    """
    tail = 0.5 * (1.0 - share)
    return quantile(quantiles, levels, tail), quantile(quantiles, levels, 1.0 - tail)


def quantile(quantiles: Floats, levels: Floats, level: float) -> Floats:
    """The quantiles at a level, shape (forecasts,).

    Raises:
        UsageError: It is not among the levels.

    Examples:
        >>> quantile(np.array([[8.0], [12.0]]), np.array([0.05, 0.95]), 0.95).tolist()
        [12.0]
    """
    found = np.flatnonzero(np.isclose(levels, level))
    if not len(found):
        message = f"no quantile at {level:g}: there are those at {', '.join(f'{known:g}' for known in levels)}"
        raise UsageError(message)
    return np.asarray(quantiles[found[0]])


def pit(quantiles: Floats, levels: Floats, count: Floats, draws: Floats | None = None) -> Floats:
    """Probability integral transform: the probability that a forecast gave to what lies below the count.

    Between two quantiles, and where several quantiles are the count itself, it is only known to lie between two levels:
    the middle is given or, with draws, a point of it at random (Czado, Gneiting and Held 2009,
    doi:10.1111/j.1541-0420.2009.01191.x). Of forecasts that know how wrong they may be it is uniform.

    Args:
        quantiles: Shape (levels, forecasts), persons.
        levels: Their probabilities.
        count: Shape (forecasts,), persons.
        draws: Uniform from 0 to 1, shape (forecasts,).

    Returns:
        Shape (forecasts,), from 0 to 1.

    Examples:
        >>> pit(np.array([[8.0], [10.0], [12.0]]), np.array([0.25, 0.5, 0.75]), np.array([11.0])).tolist()
        [0.625]
    """
    low, high = _pit_ends(quantiles, levels, count)
    return np.asarray(low + (0.5 if draws is None else draws) * (high - low))


def pit_histogram(quantiles: Floats, levels: Floats, count: Floats, bins: int = PIT_BINS) -> Floats:
    """Share of the forecasts whose probability integral transform falls into each of some equal bins.

    Where it is only known to lie between two levels, the forecast is shared out evenly between them, so that nothing is
    drawn (Czado, Gneiting and Held 2009). A hump says that intervals are too wide, a trough that they are too narrow, a
    slope to the right that forecasts are too low.

    Args:
        quantiles: Shape (levels, forecasts), persons.
        levels: Their probabilities.
        count: Shape (forecasts,), persons.
        bins: How many.

    Returns:
        Shape (bins,); adds up to 1.

    Examples:
        >>> pit_histogram(np.array([[8.0], [10.0]]), np.array([0.4, 0.6]), np.array([9.0]), 2).round(6).tolist()
        [0.5, 0.5]
    """
    if not len(count):
        return np.full(bins, np.nan)
    low, high = _pit_ends(quantiles, levels, count)
    edges = np.linspace(0.0, 1.0, bins + 1)[:, None]
    below = np.clip((edges - low) / (high - low), 0.0, 1.0)
    return np.asarray(np.diff(below.mean(axis=1)))


def _pit_ends(quantiles: Floats, levels: Floats, count: Floats) -> tuple[Floats, Floats]:
    """The levels between which the distribution function lies at the count."""
    ends = np.concatenate([[0.0], levels, [1.0]])
    return ends[(quantiles < count).sum(axis=0)], ends[(quantiles <= count).sum(axis=0) + 1]


def _share(persons: float, count: Floats) -> float:
    total = float(count.sum())
    return persons / total if total > 0 else float("nan")
