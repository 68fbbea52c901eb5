"""What the counts of each place say at a forecast origin: level, robust rates, volatility.

The formulas are those of docs/forecasting.md. Everything at an origin is worked out from counts dated on or before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.typing import Bools, Floats, Ints

if TYPE_CHECKING:
    from nuzuh.forecast.registrations import Registrations

RATES_SEEN = 12
"""Changes between counts from which the usual rate is taken."""
CLIP = 4.0
"""A rate counts as at most so many times the usual one: recounts and late additions are no trend."""
SLOPE_OVER_DAYS = 14
VOLATILITY_DAYS = 90.0


@dataclass(frozen=True)
class Known:
    """What is known at each origin of each place; every array has shape (origins, places).

    Args:
        is_seen: Whether the place was counted by then; the other arrays are 0 where it was not.
        level: Last count, persons.
        last_day: Day of the last count.
        gap: Usual time between counts, days.
        rates: Weighted clipped rate (persons per day, shrunk by 7 days) over the time scales 15, 60 and 120 days,
            shape (3, origins, places).
        quick_rate: The same over 15 days, shrunk by 3 days.
        mean_rate: Over 60 days, not shrunk.
        growth: Weighted increases over 60 and 120 days, not clipped, shape (2, origins, places).
        volatility: Root of the squared change per day, persons.
        smooth: Exponentially smoothed counts with weights 0.6 and 0.3 of the newest, shape (2, origins, places).
        slope: Persons a day since the last count at least 14 days older.
    """

    is_seen: Bools
    level: Floats
    last_day: Floats
    gap: Floats
    rates: Floats
    quick_rate: Floats
    mean_rate: Floats
    growth: Floats
    volatility: Floats
    smooth: Floats
    slope: Floats


def known_at(registrations: Registrations, origins: Ints) -> Known:
    """What is known at each origin.

    Args:
        registrations: The counts; those after an origin play no part in its row.
        origins: Days, shape (origins,).

    Examples:
        >>> import numpy as np
        >>> from datetime import date
        >>> from nuzuh.forecast.registrations import registrations_of
        >>> camp = registrations_of({"Camp": {date(2020, 1, 1): 10, date(2020, 1, 21): 30}}, "crisis")
        >>> known = known_at(camp, np.array([7, 21]))
        >>> known.level.ravel().tolist(), known.slope.ravel().tolist()
        ([10.0, 30.0], [0.0, 1.0])
    """
    shape = (len(origins), len(registrations.places))
    table = np.zeros((15, *shape))
    for place, (days, counts) in enumerate(zip(registrations.days, registrations.counts, strict=True)):
        last = np.searchsorted(days, origins, side="right") - 1
        seen, at = np.unique(last[last >= 0], return_inverse=True)
        columns = np.array([_at_count(days[: end + 1], counts[: end + 1]) for end in seen]).reshape(-1, 15)
        table[:, last >= 0, place] = columns[at].T
    return Known(
        is_seen=table[0] > 0,
        level=table[1],
        last_day=table[2],
        gap=table[3],
        rates=table[4:7],
        quick_rate=table[7],
        mean_rate=table[8],
        growth=table[9:11],
        volatility=table[11],
        smooth=table[12:14],
        slope=table[14],
    )


def _at_count(days: Ints, counts: Floats) -> Floats:
    """One column of `Known`, in the order of its fields."""
    changes, between = np.diff(counts), np.diff(days).astype(float)
    age = (days[-1] - days[1:]).astype(float)
    rates = _clipped(changes / between)
    over = [_weighted(rates, changes, between, age, scale) for scale in (15, 60, 120)]
    means, spans, growths = zip(*over, strict=True)
    mean, span = np.array(means), np.array(spans)
    shrunk = mean * span / (span + 7.0)
    quick = mean[0] * span[0] / (span[0] + 3.0)
    recent = np.exp(-age / VOLATILITY_DAYS)
    volatility = np.sqrt((recent * changes**2).sum() / max((recent * between).sum(), 1.0))
    gap = (days[-1] - days[0]) / max(len(days) - 1, 1)
    smooth = [_smoothed(counts, weight) for weight in (0.6, 0.3)]
    return np.array(
        [1, counts[-1], days[-1], gap, *shrunk, quick, mean[1], *growths[1:], volatility, *smooth, _slope(days, counts)]
    )


def _clipped(rates: Floats) -> Floats:
    if len(rates) < 4:  # too few to say what is usual
        return rates
    most = CLIP * float(np.median(np.abs(rates[-RATES_SEEN:])))
    return np.clip(rates, -most, most)


def _weighted(rates: Floats, changes: Floats, between: Floats, age: Floats, scale: float) -> tuple[float, float, float]:
    """Mean rate, the days that it rests on, and increases a day, the past forgotten over a time scale."""
    weights = np.exp(-age / scale)
    span = float((weights * between).sum())
    if span <= 0:  # no change yet, or all so long ago that nothing is left of it
        return 0.0, 0.0, 0.0
    return float((weights * rates * between).sum() / span), span, float((weights * np.maximum(changes, 0)).sum() / span)


def _smoothed(counts: Floats, newest: float) -> float:
    """Exponentially smoothed level: the first count, moved a share of the way to each later one."""
    powers = (1 - newest) ** np.arange(len(counts) - 1, -1, -1.0)
    return float((newest * powers[1:] * counts[1:]).sum() + powers[0] * counts[0])


def _slope(days: Ints, counts: Floats) -> float:
    older = int(np.searchsorted(days, days[-1] - SLOPE_OVER_DAYS, side="right")) - 1
    if older < 0:
        return 0.0
    return float((counts[-1] - counts[older]) / (days[-1] - days[older]))
