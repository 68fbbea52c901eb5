"""The file closures.csv: what is closed when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nuzuh.errors import near_misses, quoted
from nuzuh.scenario.flee.rows import Row, is_whole, parse_number, read_with_comments

if TYPE_CHECKING:
    from pathlib import Path

    from nuzuh.scenario.flee.findings import Findings
    from nuzuh.scenario.flee.locations import Locations
    from nuzuh.scenario.flee.period import Period

HEADER = "closure_type"
KINDS = {"location": "location", "country": "border", "camp": "camp", "idpcamp": "camp", "link": "route"}
DEAD = "remove_forced_redirection"
PAIRS = ("border", "route")


@dataclass(frozen=True)
class Closure:
    """One closure.

    Args:
        row: The row that it comes from.
        kind: Its kind in nuzuh.
        ends: What is closed: one name or two.
        start: First day.
        end: Last day.
    """

    row: Row
    kind: str
    ends: tuple[str, ...]
    start: int
    end: int

    @property
    def key(self) -> tuple[str, frozenset[str]]:
        """What is closed, whichever way round it is written."""
        return self.kind, frozenset(self.ends)


def read_closures(
    path: Path, locations: Locations, routes: list[dict[str, Any]], period: Period, findings: Findings
) -> list[dict[str, Any]]:
    """Read closures.csv as rows of nuzuh's table.

    Args:
        path: The file; it may be absent.
        locations: All locations.
        routes: Rows of the table of routes.
        period: Days of the run.
        findings: Faults are added here.
    """
    roads = {frozenset((route["from"], route["to"])) for route in routes}
    found: list[Closure] = []
    for row in read_with_comments(path, findings, (HEADER,)).rows:
        closure = _closure(row, locations, roads, period, findings)
        if closure is not None:
            found.append(closure)
    return [_table_row(closure, period) for closure in _joined(found, findings)]


def _closure(
    row: Row, locations: Locations, roads: set[frozenset[str]], period: Period, findings: Findings
) -> Closure | None:
    """One closure, or None where nothing is closed."""
    word = row.text(0)
    if word == DEAD:
        findings.warn(row.place(), f"{DEAD} is not carried over", "without effect in Flee, too")
        return None
    if word not in KINDS:
        what = f"unknown closure_type {quoted(word)}" if word else "the first cell is blank"
        findings.leave_out(row.place(), what, near_misses(word, [*KINDS, DEAD]))
        return None
    if len(row.cells) < 5:
        what = f"{len(row.cells)} cells in place of 5"
        findings.leave_out(row.place(), what, "give closure_type, name1, name2, closure_start and closure_end")
        return None
    kind = KINDS[word]
    ends = _ends(row, kind, locations, findings)
    days = _days(row, period, findings)
    if ends is None or days is None or not _is_there(row, kind, ends, locations, roads, findings):
        return None
    if kind == "route":
        what = "closures of a link never work in Flee"
        findings.warn(row.place(), what, "closed here, in both directions; delete the row for what Flee does")
    return Closure(row, kind, ends, *days)


def _ends(row: Row, kind: str, locations: Locations, findings: Findings) -> tuple[str, ...] | None:
    names = locations.countries if kind == "border" else locations.names
    cells = (1, 2) if kind in PAIRS else (1,)
    found = [names.find(row, cell, findings) for cell in cells]
    ends = tuple(name for name in found if name is not None)
    return ends if len(ends) == len(cells) else None


def _is_there(
    row: Row, kind: str, ends: tuple[str, ...], locations: Locations, roads: set[frozenset[str]], findings: Findings
) -> bool:
    """Whether a camp is one, and a link joins its ends."""
    if kind == "camp" and not locations.by_name[ends[0]].is_site:
        findings.leave_out(row.place(1), f"{quoted(ends[0])} is no camp", "use closure_type location")
        return False
    if kind == "route" and frozenset(ends) not in roads:
        findings.leave_out(row.place(1), f"no route joins {quoted(ends[0])} and {quoted(ends[1])}", "name both ends")
        return False
    return True


def _days(row: Row, period: Period, findings: Findings) -> tuple[int, int] | None:
    """First and last day of a closure; Flee opens again on the morning of closure_end."""
    start = _day(row, 3, findings)
    end = _day(row, 4, findings)
    if start is None:
        return None
    last = period.n_days - 1
    if end is None or end < start:
        if end is not None:
            findings.warn(
                row.place(4), f"closure_end {end} lies before closure_start {start}", f"closed to {period.end}"
            )
        end = last + 1
    if start < 0 or start == end or start > last:
        what = "begins before the run" if start < 0 else "has no day" if start == end else "begins after the run"
        findings.warn(row.place(3), f"the closure {what}", "nothing is closed, as in Flee")
        return None
    return start, min(end - 1, last)


def _day(row: Row, cell: int, findings: Findings) -> int | None:
    """A day of a closure; None where the row cannot be used, or where it lasts to the end."""
    text = row.text(cell)
    if is_whole(text):
        return int(text)
    name = ("closure_start", "closure_end")[cell - 3]
    value = parse_number(text)
    if value is not None:
        mends = f"reads it as {round(value)}", f"read as {round(value)}"
        findings.mend(row.place(cell), f"{name} {quoted(text)} is not a whole number", f"write {round(value)}", *mends)
        return round(value)
    what = f"{name} {quoted(text)} is not a day" if text else f"{name} is blank"
    if cell == 4:
        mends = "closes to the end of the run", "closed to the end of the run"
        findings.mend(row.place(cell), what, "give the number of the day, from 0", *mends)
    else:
        findings.leave_out(row.place(cell), what, "give the number of the day, from 0")
    return None


def _joined(closures: list[Closure], findings: Findings) -> list[Closure]:
    """Closures of the same thing that overlap or follow one another, as one."""
    found: list[Closure] = []
    for closure in sorted(closures, key=lambda closure: (closure.kind, sorted(closure.ends), closure.start)):
        before = found[-1] if found else None
        if before is None or before.key != closure.key or closure.start > before.end:
            found.append(closure)
            continue
        what = f"the closure overlaps that of line {before.row.line}"
        findings.warn(closure.row.place(3), what, "joined to one; Flee opens again at the first closure_end")
        found[-1] = Closure(before.row, before.kind, before.ends, before.start, max(before.end, closure.end))
    return sorted(found, key=lambda closure: closure.row.line)


def _table_row(closure: Closure, period: Period) -> dict[str, Any]:
    return {
        "kind": closure.kind,
        "from": closure.ends[0],
        "to": closure.ends[1] if len(closure.ends) > 1 else "",
        "start": period.date_of(closure.start),
        "end": period.date_of(closure.end),
        "source": closure.row.file.path.name,
        "status": "observed",
    }
