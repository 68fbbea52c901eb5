"""How a count corrects an ensemble: a square-root filter that takes one count after the other, without any draw.

Whitaker and Hamill, Ensemble data assimilation without perturbed observations, Mon. Wea. Rev. 130, 2002.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuzuh.typing import Floats

MOST_SURPRISE = 3.0
"""An innovation teaches as if it were at most so many standard deviations: late additions and zeros are no trend."""


@dataclass(frozen=True)
class Innovation:
    """A count beside what an ensemble expected of it, both on the scale on which they are compared.

    Args:
        expected: By the members, shape (M,).
        counted: What was counted.
        count_variance: Of the count.
        model_variance: Of what the model leaves out, since the count before.
    """

    expected: Floats
    counted: float
    count_variance: float
    model_variance: float

    @property
    def ensemble_variance(self) -> float:
        """Variance of what the members expect; 0 for a single one."""
        return float(self.expected.var(ddof=1)) if len(self.expected) > 1 else 0.0

    @property
    def sd(self) -> float:
        """Standard deviation of the difference between the count and what is expected."""
        return float(np.sqrt(self.ensemble_variance + self.count_variance + self.model_variance))

    @property
    def standardised(self) -> float:
        """That difference in standard deviations: about standard normal where the spread is right."""
        return (self.counted - float(self.expected.mean())) / self.sd


def learned(values: Floats, expected: Floats, seen: Innovation) -> Floats:
    """What is held of something, corrected by a count of something that depends on it.

    Args:
        values: By the members, and by others that are moved as they are, shape (m,) or (m, n).
        expected: What each of them expected of the count, shape (m,).
        seen: The count and what the members, the first of these, expected.

    Returns:
        Of the shape of the values; the same to the bit where the count says nothing (infinite variance).

    Examples:
        >>> values = np.array([-1.0, 0.0, 1.0])
        >>> learned(values, values, Innovation(values, 1.0, 0.0, 0.0)).tolist()
        [1.0, 1.0, 1.0]
        >>> learned(values, values, Innovation(values, 1.0, np.inf, 0.0)).tolist()
        [-1.0, 0.0, 1.0]
    """
    n = len(seen.expected)
    if n < 2 or not np.isfinite(seen.sd) or seen.sd == 0:
        return values
    mean = seen.expected.mean()
    covariance = (seen.expected - mean) @ (values[:n] - values[:n].mean(axis=0)) / (n - 1)
    gain = covariance / seen.sd**2
    surprise = np.clip(seen.standardised, -MOST_SURPRISE, MOST_SURPRISE) * seen.sd
    less = 1.0 / (1.0 + np.sqrt((seen.count_variance + seen.model_variance) / seen.sd**2))
    return np.asarray(values + surprise * gain - less * np.multiply.outer(expected - mean, gain))


def shifts(seen: Innovation, expected: Floats) -> Floats:
    """How far a count moves what each of some members expected of it, on the scale of the innovation.

    The model's own error is part of the gain: a stock follows its counts even where all members agree.

    Args:
        seen: The count and what the ensemble expected.
        expected: Of those to be moved, shape (m,).

    Returns:
        Shape (m,); zeros where the count says nothing.

    Examples:
        >>> seen = Innovation(np.array([1.0, 1.0]), 3.0, 1.0, 1.0)
        >>> shifts(seen, seen.expected).round(6).tolist()
        [1.0, 1.0]
    """
    if not np.isfinite(seen.sd) or seen.sd == 0:
        return np.zeros(len(expected))
    gain = (seen.ensemble_variance + seen.model_variance) / seen.sd**2
    less = 1.0 / (1.0 + np.sqrt(seen.count_variance / seen.sd**2))
    mean = float(seen.expected.mean())
    return np.asarray(gain * (seen.counted - mean) - gain * less * (expected - mean))
