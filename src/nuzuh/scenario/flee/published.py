"""Registrations of a Flee folder as they were published: no correction in hindsight, no line between two dates."""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from nuzuh.errors import Fault, ScenarioError
from nuzuh.scenario.flee.findings import Findings
from nuzuh.scenario.flee.layout import layout_of
from nuzuh.scenario.flee.period import Period, read_period
from nuzuh.scenario.flee.series import Count, read_all_series
from nuzuh.scenario.years import misdated

if TYPE_CHECKING:
    from collections.abc import Sequence


def published_counts(folder: str | Path) -> tuple[dict[str, dict[date, float]], date, list[Fault]]:
    """Counts of each camp within the period of a folder, on the dates on which they were counted.

    registration_corrections.csv plays no part: it scales the past by counts of later dates, which nobody knew then. A
    camp in several files counts from the date on which all of them have begun, each file with its last count. Several
    counts of one date are averaged; a date whose year cannot be meant is mended and told.

    Args:
        folder: Of Flee; only sim_period.csv, data_layout.csv and the files that it names are read.

    Returns:
        Counts by camp and date, the first day of the period, and warnings.

    Raises:
        ScenarioError: Files that cannot be read.
    """
    layout = layout_of(Path(folder))
    findings = Findings(lenient=True)
    period = read_period(layout.inputs / "sim_period.csv", findings)
    if period is None:
        raise ScenarioError(sorted(set(findings.faults)))
    add_up = partial(_added_up, period=period, findings=findings)
    series = read_all_series(layout.data, period, findings, add_up)[1:]
    if not findings.is_sound:
        raise ScenarioError(sorted(set(findings.faults)))
    counts = {each.name: _within(each.counts, period) for each in series}
    return counts, period.start, sorted(set(findings.faults))


def _within(counts: Sequence[Count], period: Period) -> dict[date, float]:
    return {period.date_of(count.day): count.value for count in counts if 0 <= count.day < period.n_days}


def _added_up(files: list[list[Count]], period: Period, findings: Findings) -> list[Count]:
    """The sum of several files, at each date of any of them from the first at which all have begun."""
    tables = [_in_order(file, period, findings) for file in files if file]
    if len(tables) < 2:
        return tables[0] if tables else []
    begun = max(table[0].day for table in tables)
    rows = sorted((count.day, at, count) for at, table in enumerate(tables) for count in table)
    last: dict[int, float] = {}
    found: dict[int, Count] = {}
    for day, at, count in rows:
        last[at] = count.value
        if day >= begun:
            found[day] = Count(day, sum(last.values()), count.place)
    return list(found.values())


def _in_order(counts: list[Count], period: Period, findings: Findings) -> list[Count]:
    """The counts of a file by date, each date once."""
    dates = [period.date_of(count.day) for count in counts]
    meant = misdated(dates)
    for at, when in meant.items():
        what = f"the date {dates[at]} stands between {dates[at - 1]} and later ones"
        findings.warn(counts[at].place, what, f"read as {when}: correct the year in the file")
    days = [period.day_of(meant.get(at, when)) for at, when in enumerate(dates)]
    rows = sorted(zip(days, counts, strict=True), key=lambda row: row[0])
    by_day = [(day, [count for _, count in same]) for day, same in groupby(rows, key=lambda row: row[0])]
    return [Count(day, fmean(count.value for count in same), same[0].place) for day, same in by_day]
