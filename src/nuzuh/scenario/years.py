"""Slips of the year in columns of dates, as in the first weeks of January."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

YEARS_OFF = (1, -1, 2, -2)
FEW = 3
"""Of two or three dates it cannot be told which way a file runs."""
FAR_DAYS = 200
"""A last row is only moved to so many days after the row above: there is no row below that would confirm it."""


def misdated(dates: Sequence[date]) -> dict[int, date]:
    """Rows whose year is wrong beyond doubt, and what was meant.

    Where dates ascend but for one that would stand in order with another year, that year was meant.

    Args:
        dates: In the order of a file.

    Returns:
        The intended date by position; empty for columns that do not ascend otherwise.

    Examples:
        >>> misdated([date(2018, 12, 24), date(2018, 1, 3), date(2019, 1, 14)])
        {1: datetime.date(2019, 1, 3)}
        >>> misdated([date(2019, 1, 14), date(2018, 1, 3), date(2017, 12, 24)])
        {}
    """
    found: dict[int, date] = {}
    for at, when in enumerate(dates):
        above = found.get(at - 1, dates[at - 1]) if at else None
        below = dates[at + 1] if at + 1 < len(dates) else None
        if above is None or (when > above and (below is None or when < below or above >= below)):
            continue
        if above >= below if below else at < FEW:  # the disorder is not this row's alone, or nobody can tell
            continue
        meant = _between(when, above, below)
        if meant is not None:
            found[at] = meant
    return found if _ascends([found.get(at, when) for at, when in enumerate(dates)]) else {}


def _between(when: date, above: date, below: date | None) -> date | None:
    for years in YEARS_OFF:
        try:
            moved = when.replace(year=when.year + years)
        except ValueError:  # 29 February
            continue
        if above < moved and (moved < below if below else (moved - above).days <= FAR_DAYS):
            return moved
    return None


def _ascends(dates: Sequence[date]) -> bool:
    return all(earlier <= later for earlier, later in pairwise(dates))
