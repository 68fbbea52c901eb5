"""How a count comes about: what is so, times an error of registration, rounded or known as an interval.

    log(count + 1) = log(number + 1) + sd · e,    e standard normal

so that errors grow with the number, and no count is below 0. The 1 is a person: it keeps the logarithm of nobody
finite, and changes nothing for hundreds. What is reported is an interval in which the count lies; a single value is
rounded to whole persons. The likelihood is the probability of that interval, the same for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nuzuh.typing import Floats

if TYPE_CHECKING:
    import pandas as pd

HALF: Final = 0.5
"""Of a person: a count stands for all that is rounded to it."""
LARGEST_LOG: Final = 700.0
"""Of a count that is drawn: beyond it numbers overflow."""


class Reported(NamedTuple):
    """Intervals in which counts lie.

    Args:
        low: Lower ends in persons, shape (observations,); 0 and below stands for none.
        high: Upper ends.
    """

    low: Floats
    high: Floats

    @property
    def middle(self) -> Floats:
        """The middle of each."""
        return np.maximum((self.low + self.high) / 2, 0.0)


def reported(rows: pd.DataFrame) -> Reported:
    """The intervals of some observations.

    Args:
        rows: Rows of the table of observations.

    Examples:
        >>> import nuzuh
        >>> reported(nuzuh.read_scenario("valley").tables["observations"]).low
        array([11999.5, 21999.5,  9199.5])
    """
    low, high = (rows[end].fillna(rows["value"]).to_numpy(dtype=np.float64) for end in ("low", "high"))
    return Reported(low - HALF, high + HALF)


def errors_of(rows: pd.DataFrame, noise: float) -> Floats:
    """Standard deviation of the error of each observation, as a share of it, shape (observations,).

    Args:
        rows: Rows of the table of observations.
        noise: For those that name no error of their own.

    Examples:
        >>> import nuzuh
        >>> errors_of(nuzuh.read_scenario("valley").tables["observations"], 0.1)
        array([0.1, 0.1, 0.1])
    """
    return np.asarray(rows["error"].fillna(noise).to_numpy(dtype=np.float64))


def log_likelihood(simulated: Floats, counts: Reported, sd: float | Floats) -> Floats:
    """Logarithm of the probability of what is reported, errors of different counts being independent.

    Args:
        simulated: Persons, shape (points, observations).
        counts: What is reported.
        sd: Of the error, as a share of the number (of its logarithm); one for all, or of each, shape (observations,).

    Returns:
        Shape (points,).

    Examples:
        >>> counts = Reported(np.array([0.0]), np.array([99.0]))
        >>> np.exp(log_likelihood(np.array([[99.0]]), counts, sd=0.1)).round(3)
        array([0.5])
    """
    from scipy.special import log_ndtr  # noqa: PLC0415 (keeps --help fast)

    centre = np.log1p(simulated)
    below = np.where(counts.low > 0, (np.log1p(np.maximum(counts.low, 0.0)) - centre) / sd, -np.inf)
    above = (np.log1p(counts.high) - centre) / sd
    is_right = below > 0  # the difference of two small numbers, not of two that are close to 1
    low, high = np.where(is_right, -above, below), np.where(is_right, -below, above)
    upper = log_ndtr(high)
    share = np.exp(log_ndtr(low) - upper)
    return np.asarray((upper + np.log1p(-np.minimum(share, 1 - np.finfo(float).eps))).sum(axis=-1))


def counted(simulated: Floats, sd: float | Floats, rng: np.random.Generator) -> Floats:
    """Draw what would have been counted.

    Args:
        simulated: Persons, of any shape.
        sd: As for `log_likelihood`.
        rng: Where the errors come from.

    Returns:
        Whole persons, of the same shape.
    """
    logs = np.log1p(simulated) + sd * rng.standard_normal(simulated.shape)
    return np.asarray(np.maximum(np.rint(np.expm1(np.minimum(logs, LARGEST_LOG))), 0.0))
