"""How sure a comparison is: ratios of summed errors, with intervals from blocks of consecutive forecast origins.

Forecasts from neighbouring origins share their errors, and so do the places of a crisis. Whole blocks of origins are
therefore drawn with replacement (circular block bootstrap, Politis and Romano 1992), and, where crises are pooled,
the crises as well. Draws of a crisis depend on the seed and its name alone, not on what else is in the backtest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nuzuh.typing import Floats, Ints

BLOCK_ORIGINS = 13
"""A quarter of a year of weekly origins: within the longest horizon, 90 days, forecasts have targets in common."""
SAMPLES = 2000
SHARE = 0.9
FEWEST_ORIGINS = 3 * BLOCK_ORIGINS
"""With fewer blocks than three an interval would look surer than anybody is."""

Verdict = Literal["better", "worse", "unclear", "too short"]


@dataclass(frozen=True)
class Ratio:
    """A ratio of errors; below 1 the first is better.

    Args:
        value: NaN where both are 0 or there are none, infinite where only the second is 0.
        low: Lower end of its 90 % interval, NaN where there are too few origins for one.
        high: Upper end; infinite where in many draws only the second is 0.
    """

    value: float
    low: float = float("nan")
    high: float = float("nan")

    def of_origins(self, n: int) -> Ratio:
        """The same, with its interval only if it is of enough origins for one.

        Examples:
            >>> Ratio(0.9, 0.8, 0.95).of_origins(38)
            Ratio(value=0.9, low=nan, high=nan)
        """
        return self if n >= FEWEST_ORIGINS else Ratio(self.value)

    @property
    def verdict(self) -> Verdict:
        """Whether the first is better or worse, or unclear since the interval contains 1: that is within noise.

        Examples:
            >>> Ratio(0.9, 0.8, 0.95).verdict, Ratio(0.9, 0.8, 1.1).verdict, Ratio(0.9).verdict
            ('better', 'unclear', 'too short')
        """
        if np.isnan(self.low) or np.isnan(self.high):
            return "too short"
        if self.high < 1.0:
            return "better"
        return "worse" if self.low > 1.0 else "unclear"


def generator(seed: int, name: str) -> np.random.Generator:
    """Random numbers that depend on a seed and a name alone."""
    return np.random.default_rng([seed, *name.encode()])


def resampled(
    losses: Floats, random: np.random.Generator, block: int = BLOCK_ORIGINS, samples: int = SAMPLES
) -> Floats:
    """Sums of losses over origins, of which blocks are drawn anew in each sample.

    Args:
        losses: Summed by origin, in their order, shape (origins, ...): all that belongs to an origin is drawn together.
        random: Where draws come from.
        block: Consecutive origins that are drawn together; after the last comes the first.
        samples: How many.

    Returns:
        Shape (samples, ...).

    Examples:
        >>> resampled(np.ones((26, 2)), generator(1, "crisis"), samples=2).tolist()
        [[26.0, 26.0], [26.0, 26.0]]
    """
    n = len(losses)
    if n == 0:
        return np.zeros((samples, *losses.shape[1:]))
    length = min(block, n)
    around = np.concatenate([losses, losses[: length - 1]])
    sums = np.lib.stride_tricks.sliding_window_view(around, length, axis=0).sum(axis=-1)
    starts = random.integers(n, size=(samples, -(-n // length)))
    return np.asarray(sums[starts].sum(axis=1))


def log_ratios(sums: Floats, first: int, others: Ints | list[int]) -> Floats:
    """Logarithm of the losses of one method over the least of some others.

    Args:
        sums: Shape (..., methods).
        first: Position of the method.
        others: Positions of those that it is compared with.

    Returns:
        Shape (...); NaN where both are 0, infinite where one of them is.

    Examples:
        >>> np.exp(log_ratios(np.array([[9.0, 10.0, 12.0], [0.0, 0.0, 1.0]]), 0, [1, 2])).round(6).tolist()
        [0.9, nan]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(sums[..., first]) - np.log(sums[..., others].min(axis=-1)))


def ratio_of(log_value: float, log_samples: Floats) -> Ratio:
    """A ratio with the interval of its samples; without one where more than a tenth of them are 0 over 0.

    Args:
        log_value: Logarithm of the ratio.
        log_samples: Of the resampled ones, shape (samples,).

    Examples:
        >>> ratio_of(0.0, np.zeros(10))
        Ratio(value=1.0, low=1.0, high=1.0)
    """
    value = float(np.exp(log_value))
    known = log_samples[~np.isnan(log_samples)]
    if not np.isfinite(log_value) or not len(known) or len(known) < 0.9 * len(log_samples):
        return Ratio(value)
    tail = 0.5 * (1.0 - SHARE)
    low, high = np.exp(np.quantile(known, [tail, 1.0 - tail], method="inverted_cdf"))  # some may be infinite
    return Ratio(value, float(low), float(high))


def pooled_ratio(log_values: Floats, log_samples: Floats, random: np.random.Generator) -> Ratio:
    """Geometric mean of ratios over crises, each of the same weight; what is not finite is left out.

    Each sample draws crises with replacement, and of each of them a sample of its origins.

    Args:
        log_values: Logarithms of the ratios, shape (crises,).
        log_samples: Of the resampled ones, shape (crises, samples).
        random: Where draws come from.

    Examples:
        >>> pooled_ratio(np.log([0.5, 2.0]), np.log([[0.5], [2.0]]), generator(1, "pooled")).value
        1.0
    """
    usable = np.isfinite(log_values)
    n, samples = int(usable.sum()), log_samples.shape[1]
    if n == 0:
        return Ratio(float("nan"))
    crises = random.integers(n, size=(samples, n))
    which = random.integers(samples, size=(samples, n))
    drawn = log_samples[usable][crises, which]
    drawn = np.where(np.isfinite(drawn), drawn, log_values[usable][crises])
    return ratio_of(float(log_values[usable].mean()), drawn.mean(axis=1))
