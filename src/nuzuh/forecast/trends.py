"""What the counts of each place say at a forecast origin: level, robust rates, volatility.

The formulas are those of docs/forecasting.md. Everything at an origin is worked out from counts dated on or before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nuzuh.typing import Bools, Floats, Ints

if TYPE_CHECKING:
    from nuzuh.forecast.registrations import Registrations

RATES_SEEN = 12
"""Changes between counts from which the usual rate is taken."""
CLIP = 4.0
"""A rate counts as at most so many times the usual one: recounts and late additions are no trend."""
SLOPE_OVER_DAYS = 14
VOLATILITY_DAYS = 90.0
BLOCK = 128
"""Counts that are looked at together, so that memory does not grow with the square of a long series."""


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
    table = np.zeros((15, len(origins), len(registrations.places)))
    for place, (days, counts) in enumerate(zip(registrations.days, registrations.counts, strict=True)):
        last = np.searchsorted(days, origins, side="right") - 1
        seen, at = np.unique(last[last >= 0], return_inverse=True)
        blocks = [_at_counts(days, counts, seen[seen // BLOCK == block]) for block in np.unique(seen // BLOCK)]
        if blocks:
            table[:, last >= 0, place] = np.concatenate(blocks, axis=1)[:, at]
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


def _at_counts(days: Ints, counts: Floats, ends: Ints) -> Floats:
    """What is known when the counts up to some positions are there: the fields of `Known` in order, (15, ends).

    Matrices have a row for each end and a column for each change between two counts. Their width is that of the block,
    whatever is counted later, and sums run along rows: what comes after an end changes no bit of its numbers.
    """
    width = (int(ends[0]) // BLOCK + 1) * BLOCK
    n = min(width, len(days) - 1)
    changes, between, age = np.zeros(width), np.zeros(width), np.full((len(ends), width), np.inf)
    changes[:n], between[:n] = np.diff(counts[: n + 1]), np.diff(days[: n + 1])
    age[:, :n] = np.where(np.arange(n) < ends[:, None], days[ends, None] - days[1 : n + 1], np.inf)
    rates = np.divide(changes, between, out=np.zeros(width), where=between > 0)
    moved = _clipped(rates, ends) * between
    over = [_weighted(moved, changes, between, age, scale) for scale in (15, 60, 120)]
    mean, span, growths = (np.array(part) for part in zip(*over, strict=True))
    recent = np.exp(-age / VOLATILITY_DAYS)
    volatility = np.sqrt((recent * changes**2).sum(axis=1) / np.maximum((recent * between).sum(axis=1), 1.0))
    gap = (days[ends] - days[0]) / np.maximum(ends, 1)
    smooth = [_smoothed(counts, ends, weight) for weight in (0.6, 0.3)]
    rows = [np.ones(len(ends)), counts[ends], days[ends], gap, *(mean * span / (span + 7.0))]
    quick = mean[0] * span[0] / (span[0] + 3.0)
    return np.array([*rows, quick, mean[1], *growths[1:], volatility, *smooth, _slopes(days, counts, ends)])


def _clipped(rates: Floats, ends: Ints) -> Floats:
    """Rates as they are taken at each end, shape (ends, rates): none far from what is usual there."""
    sizes = np.abs(rates)
    most = np.full(len(ends), np.inf)  # of less than four it cannot be told what is usual
    long = ends >= RATES_SEEN
    most[long] = CLIP * np.median(sliding_window_view(sizes, RATES_SEEN)[ends[long] - RATES_SEEN], axis=1)
    for at in np.flatnonzero((ends >= 4) & ~long):
        most[at] = CLIP * np.median(sizes[: ends[at]])
    return np.clip(rates, -most[:, None], most[:, None])


def _weighted(
    moved: Floats, changes: Floats, between: Floats, age: Floats, scale: float
) -> tuple[Floats, Floats, Floats]:
    """Mean rate, the days that it rests on, and increases a day, the past forgotten over a time scale; each (ends,)."""
    weights = np.exp(-age / scale)
    span = (weights * between).sum(axis=1)
    whole = np.where(span > 0, span, 1.0)  # no change yet, or all so long ago that nothing is left of it
    return (weights * moved).sum(axis=1) / whole, span, (weights * np.maximum(changes, 0)).sum(axis=1) / whole


def _smoothed(counts: Floats, ends: Ints, newest: float) -> Floats:
    """Exponentially smoothed level at each end: the first count, moved a share of the way to each later one."""
    levels = [float(counts[0])]
    for count in counts[1 : int(ends[-1]) + 1].tolist():
        levels.append(levels[-1] + newest * (count - levels[-1]))
    return np.array(levels)[ends]


def _slopes(days: Ints, counts: Floats, ends: Ints) -> Floats:
    older = np.searchsorted(days, days[ends] - SLOPE_OVER_DAYS, side="right") - 1
    known = older >= 0
    span = np.where(known, days[ends] - days[older], 1.0)
    return np.where(known, (counts[ends] - counts[older]) / span, 0.0)
