"""Places whose counts are those of another, or a constant share of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numpy as np

from nuzuh.errors import quoted
from nuzuh.sources.registrations.series import Doubt, Series
from nuzuh.typing import Bools, Floats

MIN_DATES = 5
"""Dates on which both places were counted, from which on equal counts are doubtful."""
MIN_DIFFERENT = 3
"""Different counts among these: places that do not change are often alike."""
RATIO_WITHIN = 0.001
"""Spread of the ratio of two places over all their dates, if it is held to be constant."""
MAX_WORK = 60_000_000
"""Pairs of places times dates that are compared, about two seconds' worth."""


def copied(every: list[Series]) -> Iterator[Doubt]:
    """Two places with the same counts, or counts in a constant ratio, on at least five dates, three of them different.

    Args:
        every: All places.
    """
    long = [series for series in every if len(series.counts) >= MIN_DATES]
    table = _table(long)
    if len(long) * table.size // 2 > MAX_WORK:
        what = f"{len(long):,} places are too many to look for copies among them"
        yield long[0].doubt(0, what, "give parts of the file if that matters")
        return
    is_copy = np.zeros(len(long), dtype=bool)
    for at, first in zip(count(), long[:-1]):
        for other in np.flatnonzero(_are_equal(table[at], table[at + 1 :]) & ~is_copy[at + 1 :]) + at + 1:
            is_copy[other] = True
            what = f"{quoted(long[other].place)} has the same counts as {quoted(first.place)}"
            yield long[other].doubt(0, what, "delete one of them if they are the same people")
        ratios = _ratios(table[at], table[at + 1 :])
        for other in np.flatnonzero(~np.isnan(ratios) & ~is_copy[at + 1 :]) + at + 1:
            is_copy[other] = True
            what = f"{quoted(long[other].place)} is always {ratios[other - at - 1]:.4g} times {quoted(first.place)}"
            yield long[other].doubt(0, what, "give one count for both: a total split by a key says nothing of each")


def _table(every: list[Series]) -> Floats:
    """Counts of shape (places, dates); not a number where a place was not counted."""
    if not every:
        return np.empty((0, 0))
    days = np.unique(np.concatenate([series.days for series in every]))
    table = np.full((len(every), len(days)), np.nan)
    for row, series in zip(table, every, strict=True):
        row[np.searchsorted(days, series.days)] = series.counts
    return table


def _are_equal(one: Floats, others: Floats) -> Bools:
    """Whether each of the others is equal to one on all common dates, of which there are enough."""
    both = ~np.isnan(others) & ~np.isnan(one)
    equal = (np.where(both, others - one, 0) == 0).all(axis=1)
    return _vary(one, both, equal)


def _ratios(one: Floats, others: Floats) -> Floats:
    """Mean ratio of each of the others to one where it is constant; not a number elsewhere."""
    both = (others > 0) & (one > 0)
    ratios = np.divide(others, one, out=np.ones_like(others), where=both)
    low = np.where(both, ratios, np.inf).min(axis=1, initial=np.inf)
    high = np.where(both, ratios, 0).max(axis=1, initial=0)
    is_constant = _vary(one, both, high - low <= RATIO_WITHIN * low)
    return np.where(is_constant, (low + high) / 2, np.nan)


def _vary(one: Floats, both: Bools, among: Bools) -> Bools:
    """Which of some others share enough dates with one, and enough different counts of it on them."""
    enough: Bools = among & (both.sum(axis=1) >= MIN_DATES)
    for row in np.flatnonzero(enough):
        enough[row] = len(np.unique(one[both[row]])) >= MIN_DIFFERENT
    return enough
