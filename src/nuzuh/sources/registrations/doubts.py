"""What is doubtful about counts that can be read: each doubt a function, with its threshold; none changes a count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nuzuh.errors import Fault, quoted
from nuzuh.sources.registrations.copies import copied
from nuzuh.sources.registrations.series import Doubt, Series, series_of

if TYPE_CHECKING:
    Place = Callable[[int, int], tuple[str, int, int]]

LARGE_AFTER_ZERO = 100
"""Persons at the second count that make a first count of 0 doubtful."""
FAR_DAYS = 730
"""Days that part a group of dates from all others, if at most FAR_SHARE of the dates are in it."""
FAR_SHARE = 0.1
FAR_FROM = 5
"""Of so many dates a single one may be far from the others."""
MIN_RISING = 10
"""Counts of a place that never fall, of which at least MIN_RISES rise, that make it a sum of arrivals."""
MIN_RISES = 3
STOPPED_GAPS = 4
"""A place is no longer counted after so many usual gaps, and at least STOPPED_DAYS, before the end of the file."""
STOPPED_DAYS = 60
MIN_CHANGES = 8
"""Changes of a place of which at least STALE_SHARE are zero, and not all, that make its counts copies."""
STALE_SHARE = 0.5
JUMP = 5.0
"""Times by which a count differs from both neighbours, and by at least JUMP_PERSONS, if a digit too many was typed."""
JUMP_PERSONS = 50


def doubts(table: pd.DataFrame, place: Place, today: date) -> list[Fault]:
    """All that is doubtful about the counts of a file, as warnings.

    Args:
        table: location, date, n, line and cell; each place and date once.
        place: From a line and the position of a cell to file, line and character.
        today: The day after which dates lie in the future.

    Examples:
        >>> days = pd.to_datetime(["2020-01-01", "2020-02-01"])
        >>> rows = pd.DataFrame({"location": "Camp", "date": days, "n": [0.0, 900.0], "line": [2, 3], "cell": 2})
        >>> print(*doubts(rows, lambda line, cell: ("camps.csv", line, cell), date(2021, 1, 1)))
        camps.csv:2:2: warning: 'Camp' has 0 on 2020-01-01, its first date, and 900 on the next: delete the 0 if nobody
        had been counted there yet
    """
    every = series_of(table)
    found = [*far_dates(every), *future_dates(every, today), *copied(every)]
    for check in (first_zero, never_falling, stale, jumps):
        found += [doubt for series in every for doubt in check(series)]
    found += stopped(every)
    return sorted(Fault(*place(doubt.line, doubt.cell), doubt.what, doubt.way_out, "warning") for doubt in found)


def first_zero(series: Series) -> Iterator[Doubt]:
    """A first count of 0, followed by one of at least 100: people were probably there and not yet counted."""
    if len(series.counts) > 1 and series.counts[0] == 0 and series.counts[1] >= LARGE_AFTER_ZERO:
        what = (
            f"{quoted(series.place)} has 0 on {series.on(0)}, its first date, and {series.counts[1]:,.0f} on the next"
        )
        yield series.doubt(0, what, "delete the 0 if nobody had been counted there yet")


def never_falling(series: Series) -> Iterator[Doubt]:
    """At least 10 counts, three of them rises and none a fall: probably all who ever came, those who left included."""
    changes = np.diff(series.counts)
    if len(series.counts) >= MIN_RISING and (changes > 0).sum() >= MIN_RISES and (changes >= 0).all():
        what = f"{quoted(series.place)} never falls in {len(series.counts)} counts"
        yield series.doubt(-1, what, "make sure that it is the number present, not all who ever arrived")


def stale(series: Series) -> Iterator[Doubt]:
    """At least half of 8 or more changes are zero while others are not: counts were probably copied forward."""
    changes = np.diff(series.counts)
    n_zero = int((changes == 0).sum())
    if len(changes) >= MIN_CHANGES and STALE_SHARE * len(changes) <= n_zero < len(changes):
        what = f"{quoted(series.place)} repeats the count before on {n_zero} of {len(changes)} dates"
        first = int(np.argmax(changes == 0)) + 1
        yield series.doubt(first, what, "delete repetitions that were not counted anew")


def jumps(series: Series) -> Iterator[Doubt]:
    """A count over five times, or under a fifth, of both its neighbours, by 50 persons or more: a slip of typing."""
    if len(series.counts) < 3:
        return
    below = np.minimum(series.counts[:-2], series.counts[2:])
    above = np.maximum(series.counts[:-2], series.counts[2:])
    middle = series.counts[1:-1]
    is_high = (middle > JUMP * above) & (middle - above >= JUMP_PERSONS)
    is_low = (middle < below / JUMP) & (below - middle >= JUMP_PERSONS)
    for ix in np.flatnonzero(is_high | is_low) + 1:
        before, count, after = series.counts[ix - 1 : ix + 2]
        what = f"{quoted(series.place)} has {count:,.0f} on {series.on(ix)}, between {before:,.0f} and {after:,.0f}"
        yield series.doubt(int(ix), what, "look for a digit too many or too few")


def stopped(every: list[Series]) -> Iterator[Doubt]:
    """The last count is older than four usual gaps, and 60 days, at the last date of the file."""
    last = max(int(series.days[-1]) for series in every)
    for series in every:
        if len(series.days) < 2:
            continue
        gap = float(np.median(np.diff(series.days)))
        silent = last - int(series.days[-1])
        if silent >= STOPPED_DAYS and silent > STOPPED_GAPS * gap:
            what = (
                f"{quoted(series.place)} was last counted on {series.on(-1)}, {silent} days before the end of the file"
            )
            yield series.doubt(-1, what, "end it with a count of 0 if the site was closed")


def future_dates(every: list[Series], today: date) -> Iterator[Doubt]:
    """Dates after today."""
    now = int(np.datetime64(today, "D").astype(np.int64))
    for series in every:
        late = np.flatnonzero(series.days > now)
        if len(late):
            others = f", as {len(late) - 1} more" if len(late) > 1 else ""
            what = f"{quoted(series.place)} has a count on {series.on(int(late[0]))}, in the future{others}"
            yield series.doubt(int(late[0]), what, "correct the date; a projection is no registration")


def far_dates(every: list[Series]) -> Iterator[Doubt]:
    """A tenth of the dates of the file or less (of five to nine dates, one), two years and more from all others."""
    days = np.unique(np.concatenate([series.days for series in every]))
    n_few = max(int(FAR_SHARE * len(days)), int(len(days) >= FAR_FROM))
    gaps = np.diff(days)
    early = [int(days[ix]) for ix in range(n_few) if gaps[ix] > FAR_DAYS]
    late = [int(days[-ix - 1]) for ix in range(n_few) if gaps[-ix - 1] > FAR_DAYS]
    begin, end = max(early, default=int(days[0]) - 1), min(late, default=int(days[-1]) + 1)
    for series in every:
        far = np.flatnonzero((series.days <= begin) | (series.days >= end))
        if len(far):
            what = f"{quoted(series.place)} has a count on {series.on(int(far[0]))}, two years and more from most dates"
            yield series.doubt(int(far[0]), what, "correct the date, or delete the row")
