"""Spells: from a first to a last day, in order, within the scenario and without overlap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from nuzuh.errors import Fault, quoted
from nuzuh.scenario.schema import TABLES, columns_of

if TYPE_CHECKING:
    from nuzuh.scenario.checks.subject import Subject

KEYS = {
    "conflict": ["location"],
    "temperature": ["location"],
    "closures": ["kind", "from", "to"],
    "floods": ["location"],
    "shelter": ["location", "class"],
}
"""By table, the columns within which one spell must end before the next begins."""


def impossible_dates(subject: Subject) -> Iterator[Fault]:
    """Spells that end before they begin, and those that have no effect."""
    scenario = subject.scenario
    first, last = pd.Timestamp(scenario.start), pd.Timestamp(scenario.end)
    for table in TABLES:
        if "start" not in columns_of(table):
            continue
        for line, row in subject.each(table, "start", "end"):
            start, end = row["start"], row["end"]
            if end < start:
                what = f"end {end:%Y-%m-%d} lies before start {start:%Y-%m-%d}"
                yield subject.fault(table, line, "end", what, "swap them")
            elif start > last or end < first:
                what = "the row lies wholly outside the scenario's days"
                way_out = f"it has no effect between {scenario.start} and {scenario.end}"
                yield subject.fault(table, line, "start", what, way_out, "warning")


def overlaps(subject: Subject) -> Iterator[Fault]:
    """Spells of the same location that share a day."""
    for table, columns in KEYS.items():
        frame = subject.rows(table, *columns, "start", "end")
        spells = frame[~(frame["end"] < frame["start"])]
        spells = spells.assign(
            first=spells["start"].fillna(pd.Timestamp(subject.scenario.start)),
            last=spells["end"].fillna(pd.Timestamp(subject.scenario.end)),
        )
        for key, rows in spells.sort_values("first", kind="stable").groupby(columns, sort=False):
            name = quoted(" ".join(part for part in key if part)) if any(key) else "everywhere"
            yield from _overlaps_of(subject, table, name, rows)


def _overlaps_of(subject: Subject, table: str, name: str, rows: pd.DataFrame) -> Iterator[Fault]:
    before: tuple[int, pd.Timestamp] | None = None
    is_open = dict(zip(rows.index, rows["end"].isna(), strict=True))
    for line, start, end in zip(rows.index, rows["first"], rows["last"], strict=True):
        if before is not None and start <= before[1]:
            what = f"spells for {name} overlap (with line {before[0]})"
            way_out = f"begin this one after {before[1]:%Y-%m-%d}, or join the two"
            if is_open[before[0]]:
                way_out = f"give line {before[0]} an end before {start:%Y-%m-%d}, or join the two"
            yield subject.fault(table, line, "start", what, way_out)
        if before is None or end > before[1]:
            before = line, end
