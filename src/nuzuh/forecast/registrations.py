"""Registrations of a crisis: for each place the dated counts of displaced persons, as they were published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import UsageError
from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


@dataclass(frozen=True)
class Registrations:
    """Stocks of displaced persons by place and date.

    Args:
        name: Name of the crisis.
        start: The date of day 0.
        places: Names of the places.
        days: For each place the days of its counts, ascending, each once.
        counts: For each place the counts, persons, of the same length.
    """

    name: str
    start: date
    places: tuple[str, ...]
    days: tuple[Ints, ...]
    counts: tuple[Floats, ...]

    @property
    def first_day(self) -> int:
        """Day of the earliest count."""
        return min(int(days[0]) for days in self.days)

    @property
    def last_day(self) -> int:
        """Day of the latest count."""
        return max(int(days[-1]) for days in self.days)

    def date_of(self, day: int) -> date:
        """The date of a day."""
        return self.start + timedelta(days=int(day))

    def day_of(self, when: date) -> int:
        """The day of a date."""
        return (when - self.start).days

    def until(self, day: int) -> Registrations:
        """What was known at the end of a day: later counts, and places first counted later, are left out.

        Raises:
            UsageError: Nothing was counted by then.

        Examples:
            >>> known = registrations_of({"Camp": {date(2020, 1, 1): 10, date(2020, 1, 9): 30}}, "crisis").until(5)
            >>> known.counts[0].tolist()
            [10.0]
        """
        kept = [at for at, days in enumerate(self.days) if days[0] <= day]
        if not kept:
            message = f"no registrations of {self.name} by {self.date_of(day)}: the first is of " + str(
                self.date_of(self.first_day)
            )
            raise UsageError(message)
        ends = [int(np.searchsorted(self.days[at], day, side="right")) for at in kept]
        return replace(
            self,
            places=tuple(self.places[at] for at in kept),
            days=tuple(self.days[at][:end] for at, end in zip(kept, ends, strict=True)),
            counts=tuple(self.counts[at][:end] for at, end in zip(kept, ends, strict=True)),
        )


def registrations_of(series: Mapping[str, Mapping[date, float]], name: str, start: date | None = None) -> Registrations:
    """Registrations from dated counts by place.

    Args:
        series: For each place its counts (persons) by date; places without counts are left out.
        name: Name of the crisis.
        start: The date of day 0; the date of the earliest count if not given.

    Raises:
        UsageError: There are no counts.

    Examples:
        >>> found = registrations_of({"Camp": {date(2020, 1, 9): 30, date(2020, 1, 1): 10}}, "crisis")
        >>> found.days[0].tolist(), found.counts[0].tolist()
        ([0, 8], [10.0, 30.0])
    """
    kept = {place: sorted(counts.items()) for place, counts in series.items() if counts}
    if not kept:
        message = f"{name} has no registrations: give dated counts of displaced persons by place"
        raise UsageError(message)
    zero = start or min(counts[0][0] for counts in kept.values())
    return Registrations(
        name,
        zero,
        tuple(kept),
        tuple(np.array([(when - zero).days for when, _ in counts]) for counts in kept.values()),
        tuple(np.array([count for _, count in counts], dtype=float) for counts in kept.values()),
    )


def from_rows(rows: pd.DataFrame, name: str, start: date | None = None) -> Registrations:
    """Registrations from a table; several counts of one place and date are averaged.

    Args:
        rows: Columns location, date (timestamps) and n (persons).
        name: Name of the crisis.
        start: The date of day 0.

    Raises:
        UsageError: The table has no rows.

    Examples:
        >>> import pandas as pd
        >>> rows = pd.DataFrame({"location": ["Camp"], "date": [pd.Timestamp("2020-01-01")], "n": [10]})
        >>> from_rows(rows, "crisis").places
        ('Camp',)
    """
    means = rows.groupby(["location", "date"], sort=False)["n"].mean()
    places: Sequence[str] = list(dict.fromkeys(rows["location"]))
    series = {place: {when.date(): float(n) for when, n in means[place].items()} for place in places}
    return registrations_of(series, name, start)
