"""Food insecurity: region_attributes_IPC.csv, or else the column IPC of locations.csv."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from nuzuh.errors import near_misses, quoted
from nuzuh.scenario.flee.rows import FleeFile, Row, is_there, parse_number, read_with_header

if TYPE_CHECKING:
    from pathlib import Path

    from nuzuh.scenario.flee.findings import Findings
    from nuzuh.scenario.flee.locations import Locations
    from nuzuh.scenario.flee.period import Period

STATIC = "IPC"


def read_hunger(
    path: Path, locations: Locations, period: Period, findings: Findings, *, is_heeded: bool
) -> list[dict[str, Any]]:
    """Food insecurity as rows of nuzuh's table.

    Args:
        path: The file region_attributes_IPC.csv; it may be absent.
        locations: All locations.
        period: Days of the run.
        findings: Faults are added here.
        is_heeded: Whether any rule looks at food insecurity.
    """
    if not is_there(path):
        return _static(locations, period, findings) if is_heeded else []
    file = read_with_header(path, findings)
    if file.header is None:
        return []
    days = _days(file, period, findings)
    if is_heeded:
        _check_span(file, days, period, findings)
    rows: list[dict[str, Any]] = []
    for cell, region in enumerate(file.header.cells):
        if cell > 0 and region:
            rows += _of_region(file, cell, days, locations, period, findings)
    return rows


def _of_region(
    file: FleeFile, cell: int, days: dict[int, Row], locations: Locations, period: Period, findings: Findings
) -> list[dict[str, Any]]:
    """Rows of one region; of its locations one by one, where a location has the region's name."""
    region = file.header.text(cell) if file.header else ""
    within = [name for name, location in locations.by_name.items() if location.region == region]
    if not within and file.header:
        regions = list(dict.fromkeys(location.region for location in locations.by_name.values()))
        what = f"column of an unknown region {quoted(region)}"
        findings.warn(file.header.place(cell), what, f"left out; {near_misses(region, regions)}")
    places = within if region in locations.by_name else [region] * bool(within)
    shares = {day: _share(row, cell, findings) for day, row in days.items()}
    return [_row(place, day, share, file.path.name, period) for place in places for day, share in shares.items()]


def _days(file: FleeFile, period: Period, findings: Findings) -> dict[int, Row]:
    """The listed days, in order."""
    found: dict[int, Row] = {}
    for row in file.rows:
        value = parse_number(row.text(0))
        day = value + period.start.toordinal() if value is not None else 0.0
        if value is None or not value.is_integer() or not 1 <= day <= date.max.toordinal():
            findings.leave_out(row.place(), f"{quoted(row.text(0))} is not a day", "give its number, from 0")
        elif int(value) in found:
            findings.leave_out(row.place(), f"day {value:g} stands twice", "delete one of them")
        else:
            found[int(value)] = row
    return dict(sorted(found.items()))


def _check_span(file: FleeFile, days: dict[int, Row], period: Period, findings: Findings) -> None:
    if not days or min(days) > 0 or max(days) < period.n_days - 1:
        what = "the listed days do not span the run"
        way_out = f"list the days 0 and {period.n_days - 1}"
        mends = "holds the first and the last", "the first and the last are held"
        findings.mend(file.place, what, way_out, *mends)


def _static(locations: Locations, period: Period, findings: Findings) -> list[dict[str, Any]]:
    """The column of locations.csv, which holds for all days."""
    source = locations.file.path.name
    cells = {name: cell for cell, name in locations.file.attributes(8)}
    if STATIC not in cells:
        what = "rules look at food insecurity, and there is none"
        findings.warn(locations.file.place, what, "add region_attributes_IPC.csv, or a column IPC to locations.csv")
        return []
    return [
        _row(name, 0, _share(location.row, cells[STATIC], findings), source, period)
        for name, location in locations.by_name.items()
        if location.row.text(cells[STATIC])
    ]


def _share(row: Row, cell: int, findings: Findings) -> float:
    """A percentage as a share."""
    value = parse_number(row.text(cell))
    if value is None or not 0 <= value <= 100:
        what = f"{quoted(row.text(cell))} is not a percentage"
        findings.mend(row.place(cell), what, "give a number from 0 to 100", "takes 0", "taken as 0")
        return 0.0
    return value / 100


def _row(place: str, day: int, share: float, source: str, period: Period) -> dict[str, Any]:
    when = period.date_of(day)
    return {"location": place, "date": when, "share": share, "source": source, "status": "derived"}
