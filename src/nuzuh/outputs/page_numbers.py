"""Numbers as the page reads them: whole, delta coded, of few digits where nobody reads more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nuzuh.ensembles.quantiles import quantiles_of
from nuzuh.typing import Floats

if TYPE_CHECKING:
    import numpy.typing as npt

Series = list[int]
Band = dict[str, Series]
BAND: Final = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
"""A 90 % interval, a 50 % interval and the median, over members."""
INTERVAL: Final = {"q05": 0.05, "q50": 0.5, "q95": 0.95}
DIGITS: Final = 2
"""Of persons by location: what is drawn on a map or in a small chart shows no more, and it thirds the file."""
STEPS: Final = 100
"""Steps up to the largest value of a location that its median has at least, so that its curve is smooth."""
KNOT_DAYS: Final = 7


def series(values: npt.ArrayLike) -> Series:
    """Numbers in order as whole ones, the first and then the differences.

    Examples:
        >>> series([10.2, 12.0, 11.9])
        [10, 2, 0]
    """
    whole = np.rint(np.asarray(values, dtype=np.float64)).astype(np.int64)
    return [int(n) for n in np.diff(whole, prepend=0)]


def summed(deltas: Sequence[int]) -> list[int]:
    """The numbers of a series.

    Examples:
        >>> summed([10, 2, 0])
        [10, 12, 12]
    """
    return [int(n) for n in np.cumsum(np.asarray(deltas, dtype=np.int64))]


def few_digits(values: Floats, digits: int = DIGITS) -> Floats:
    """Numbers with the first digits alone; those of no more digits stay whole.

    Examples:
        >>> few_digits(np.array([0.4, 712.0, -12345.0]), 3).tolist()
        [0.0, 712.0, -12300.0]
    """
    size = np.floor(np.log10(np.maximum(np.abs(values), 1.0)))
    step = 10.0 ** np.maximum(size - (digits - 1), 0)
    return np.asarray(np.rint(values / step) * step + 0.0)  # no -0


def step_of(largest: float, steps: int) -> int:
    """The step of numbers of which so many at least are told apart: 1, 2 or 5 times a power of ten.

    Examples:
        >>> step_of(25_968, 200), step_of(90, 200)
        (100, 1)
    """
    wanted = max(largest / steps, 1.0)
    power = 10 ** int(np.floor(np.log10(wanted)))
    return int(power * max(n for n in (1, 2, 5) if n * power <= wanted))


def smooth(values: Floats) -> list[Series]:
    """A series for each location, of few digits, and of so many that a curve of it is smooth.

    Args:
        values: Shape (D, L).
    """
    steps = [step_of(most, STEPS) for most in values.max(axis=0)]
    own = 10.0 ** np.maximum(np.floor(np.log10(np.maximum(values, 1.0))) - (DIGITS - 1), 0)
    step = np.minimum(own, steps)
    return [series(column) for column in (np.rint(values / step) * step).T]


def band(values: Floats) -> Band:
    """Quantiles over members by day.

    Args:
        values: Shape (members, D).
    """
    found = quantiles_of(values, list(BAND.values()))
    return {name: series(row) for name, row in zip(BAND, found, strict=True)}


def by_location(values: Floats) -> list[Series]:
    """A series of few digits for each location.

    Args:
        values: Shape (D, L).
    """
    return [series(column) for column in few_digits(values).T]


def knots(n_days: int) -> list[int]:
    """The days for which intervals by location are given: each seventh, and the last.

    Examples:
        >>> knots(17)
        [0, 7, 14, 16]
    """
    return sorted({*range(0, n_days, KNOT_DAYS), n_days - 1})


def plain(values: Iterable[float], decimals: int = 2) -> list[float | int]:
    """Numbers to be read, whole where they are.

    Examples:
        >>> plain([1.0, 2.345])
        [1, 2.35]
    """
    return [_plain(value, decimals) for value in values]


def one_or_none(value: float) -> float | int | None:
    """A number to be read; None for NaN, which JSON does not have."""
    return None if np.isnan(value) else _plain(value, 6)


def _plain(value: float, decimals: int) -> Any:
    number = round(float(value), decimals)
    return int(number) if number.is_integer() else number
