"""Registrations as observations: the counts of each camp, and the total that drives a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nuzuh.errors import quoted
from nuzuh.scenario.flee.rows import is_there
from nuzuh.scenario.flee.series import LAYOUT, Series, corrected, read_all_series

if TYPE_CHECKING:
    from pathlib import Path

    from nuzuh.scenario.flee.findings import Findings
    from nuzuh.scenario.flee.layout import Layout
    from nuzuh.scenario.flee.locations import Locations
    from nuzuh.scenario.flee.period import Period
    from nuzuh.scenario.flee.rules import Rules
    from nuzuh.typing import Floats

TOTAL_NOTE = "increase of the registered total (decreases are worked off first)"
STRAIGHT = 1e-6
"""Persons by which a line may bend without a row of its own: beyond what adding up decimals leaves."""


@dataclass(frozen=True)
class Registrations:
    """What was registered.

    Args:
        series: All series, the total first.
        period: Days of the run.
        rules: What the settings say.
    """

    series: tuple[Series, ...]
    period: Period
    rules: Rules

    def on_day0(self, name: str) -> int:
        """People registered at a location on the first day who begin there."""
        if not self.rules.fills_camps:
            return 0
        return next((int(series.at(0)) for series in self.series if series.name == name), 0)

    def rows(self, locations: Locations) -> list[dict[str, Any]]:
        """Rows of nuzuh's table of observations.

        Args:
            locations: All locations; series of other names count in the total alone.
        """
        found = [row for series in self.series if series.name in locations.by_name for row in self._counts(series)]
        return found + (self._total() if self.rules.driver == "registrations" and self.series else [])

    def _counts(self, series: Series) -> list[dict[str, Any]]:
        """The counts of one camp; where rows are out of order, what Flee makes of each date."""
        before = series.at(0) if self.rules.empties_day0 else 0.0
        days = sorted({count.day for count in series.counts if 0 <= count.day < self.period.n_days})
        is_read = series.disorder is None and not self.rules.empties_day0
        return [
            {
                "date": self.period.date_of(day),
                "location": series.name,
                "quantity": "n_displaced",
                "value": max(series.at(day) - before, 0.0),
                "source": series.source,
                "status": "observed" if is_read and not series.is_derived else "derived",
            }
            for day in days
        ]

    def _total(self) -> list[dict[str, Any]]:
        """People newly registered since the first day: the days on which their number bends."""
        total = self.total()
        bends = np.abs(np.diff(total, 2)) > STRAIGHT
        days = [0, *(np.flatnonzero(bends) + 1).tolist(), self.period.n_days - 1]
        return [
            {
                "date": self.period.date_of(day),
                "quantity": "cum_displaced",
                "value": round(float(total[day]), 6),
                "source": LAYOUT,
                "status": "derived",
                "note": TOTAL_NOTE,
            }
            for day in dict.fromkeys(days)
        ]

    def total(self) -> Floats:
        """People newly registered up to each day, shape (D,): decreases are worked off by later increases."""
        summed = self.series[1:] if self.rules.sums_camps else self.series[:1]
        registered = np.zeros(self.period.n_days)
        for series in summed:
            registered += [series.at(day) for day in range(self.period.n_days)]
        is_before = self.rules.inserts_day0 or self.rules.empties_day0
        since = registered - registered[0] if is_before else registered
        return np.maximum.accumulate(np.maximum(since, 0.0))


def read_registrations(
    layout: Layout, locations: Locations, period: Period, rules: Rules, findings: Findings
) -> Registrations:
    """Read data_layout.csv, the files that it names and registration_corrections.csv.

    Args:
        layout: Where they lie.
        locations: All locations.
        period: Days of the run.
        rules: What the settings say.
        findings: Faults are added here.
    """
    path = layout.data / LAYOUT
    is_needed = rules.driver == "registrations"
    if is_needed and not is_there(path):
        way_out = "put a row 'total,refugees.csv' there and one for each camp, or spawn by conflict"
        findings.error((str(path), 0, 0), "no such file", way_out)
    series = read_all_series(layout.data, period, findings) if is_there(path) else []
    series = corrected(series, layout.inputs / "registration_corrections.csv", period, findings) if series else []
    if is_needed and is_there(path) and len(series) < 1 + rules.sums_camps:
        findings.error((str(path), 0, 0), "no camp in the file", "give a row for the total, and one for each camp")
    found = Registrations(tuple(series), period, rules)
    _report_roles(found, locations, path, findings)
    return found


def _report_roles(found: Registrations, locations: Locations, path: Path, findings: Findings) -> None:
    """Series that do not have the part in the total that one would expect."""
    rules = found.rules
    nowhere = [series for series in found.series[1:] if series.name not in locations.by_name]
    if nowhere:
        names = ", ".join(quoted(series.name) for series in nowhere)
        what = f"no location is called {names}"
        findings.warn(nowhere[0].row.place(), what, "counted in the total alone, as in Flee")
    if found.series and found.series[0].name in locations.by_name and rules.sums_camps:
        what = f"the first row is {quoted(found.series[0].name)}"
        findings.warn(found.series[0].row.place(), what, "Flee takes it for the total: not counted in the sum")
    if rules.driver == "registrations" and not rules.inserts_day0 and not rules.empties_day0:
        what = "without insert_day0 Flee displaces the people of the first day twice (total and camps)"
        findings.warn((str(path), 0, 0), what, "displaced once here, on the first day")
