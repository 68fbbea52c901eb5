"""The file routes.csv: which roads there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nuzuh.errors import quoted
from nuzuh.scenario.flee.rows import FleeFile, Row, is_there, number, parse_number, read_with_comments

if TYPE_CHECKING:
    from pathlib import Path

    from nuzuh.scenario.flee.findings import Findings
    from nuzuh.scenario.flee.names import Names

FIXED = ("name1", "name2", "distance", "forced_redirection")
SPEED = "max_move_speed"
Key = tuple[frozenset[str], float]
"""Both ends of a road, and its length: roads alike are one row."""


def read_routes(path: Path, names: Names, findings: Findings) -> list[dict[str, Any]]:
    """Read routes.csv as rows of nuzuh's table.

    Args:
        path: The file.
        names: Names of the locations.
        findings: Faults are added here.
    """
    file = read_with_comments(path, findings, (FIXED[0],))
    if not is_there(path):
        findings.error(file.place, "no such file", f"put a table there with the columns {', '.join(FIXED[:3])}")
    _list_redirections(file, findings)
    attributes = {name: cell for cell, name in file.attributes(len(FIXED))}
    _list_attributes(file, attributes, findings)
    found: dict[Key, dict[str, Any]] = {}
    first: dict[Key, Row] = {}
    for row in file.rows:
        route = _route(row, names, attributes.get(SPEED), findings)
        if route is None:
            continue
        key = frozenset((route["from"], route["to"])), route["distance_km"]
        if key in found:
            found[key]["roads"] += 1
            what = f"the route stands twice (first on line {first[key].line})"
            findings.warn(row.place(), what, "counted as two roads, as in Flee; delete one if it is the same road")
        else:
            found[key], first[key] = route, row
    if file.is_read and not found:
        findings.error(file.place, "no route in the file", f"give a row each, with {', '.join(FIXED[:3])}")
    return list(found.values())


def _route(row: Row, names: Names, speed_cell: int | None, findings: Findings) -> dict[str, Any] | None:
    """One route, or None where there is none."""
    if not row.text(0):
        findings.leave_out(row.place(), "the first cell is blank", "name the location")
        return None
    if len(row.cells) < 3:
        findings.leave_out(row.place(), f"{len(row.cells)} cells in place of 3", f"give {', '.join(FIXED[:3])}")
        return None
    ends = names.find(row, 0, findings), names.find(row, 1, findings)
    km = number(row, 2, "distance", findings)
    if km is not None and km <= 0:
        findings.error(row.place(2), f"distance {row.text(2)} is not above 0", "give the length in km")
        return None
    if km is None or ends[0] is None or ends[1] is None:
        return None
    if ends[0] == ends[1]:
        findings.warn(row.place(1), f"the route leads from {quoted(ends[0])} back to it", "left out")
        return None
    speed = None if speed_cell is None else _speed(row, speed_cell, findings)
    route = {"from": ends[0], "to": ends[1], "distance_km": km, "km_per_day": speed, "roads": 1}
    return route | {"source": row.file.path.name, "status": "observed"}


def _speed(row: Row, cell: int, findings: Findings) -> float | None:
    if not row.text(cell):
        return None
    speed = number(row, cell, SPEED, findings)
    if speed is not None and speed <= 0:
        findings.error(
            row.place(cell), f"{SPEED} {row.text(cell)} is not above 0", "give km per day, or close the route"
        )
        return None
    return speed


def _list_redirections(file: FleeFile, findings: Findings) -> None:
    """The fourth column, which Flee reads as a whole number and then never looks at."""
    filled = [row for row in file.rows if row.text(3) not in ("", "0")]
    texts = [row for row in filled if parse_number(row.text(3)) is None]
    if texts:
        what = f"forced_redirection {quoted(texts[0].text(3))} is not a number ({len(texts)} rows)"
        way_out = "write 0 there, and put other attributes into columns of their own from the fifth on"
        findings.mend(texts[0].place(3), what, way_out, "ignores the column", "the column is ignored")
    doubled = [row for row in filled if parse_number(row.text(3)) == 1]
    forced = [row for row in filled if parse_number(row.text(3)) not in (None, 1)]
    if doubled:
        what = f"forced_redirection 1 makes two roads of one in Flee ({len(doubled)} rows)"
        findings.warn(doubled[0].place(3), what, "taken for one road")
    if forced:
        what = f"forced_redirection is not carried over ({len(forced)} rows)"
        findings.warn(forced[0].place(3), what, "without effect in Flee, too")


def _list_attributes(file: FleeFile, attributes: dict[str, int], findings: Findings) -> None:
    for name, cell in attributes.items():
        if name != SPEED and file.header and any(row.text(cell) for row in file.rows):
            way_out = "nuzuh has no rule that reads it"
            findings.warn(file.header.place(cell), f"column {quoted(name)} is not carried over", way_out)
