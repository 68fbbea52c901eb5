"""Closure of the places that changed hands."""

from __future__ import annotations

from datetime import date, timedelta

from idlib.control import Point, is_held
from idlib.tables import END, Row, distance_km

CAPTURE_GRACE_DAYS = 3
"""Days between the capture of a location and its closure, so that people can leave it. Range 1-7."""


def closure_rows(closures: list[Row], captures: list[Row], places: list[Row], corners: list[Point]) -> list[Row]:
    """Make the scenario's table of closures: those coded by hand, then one for each location that fell.

    Args:
        closures: Rows of `closures.csv`.
        captures: Rows of `captures.csv`.
        places: Named locations and cells.
        corners: Outline of the land in opposition hands on 6 March 2020.

    Returns:
        The rows. A named location falls on the day of its row of `captures.csv`. A cell that lay in government
        hands on 6 March fell on the day of the capture nearest to it.
    """
    by_name = {row["place"]: row for row in captures}
    lasting = [row for row in captures if not row["regained"]]
    rows = list(closures)
    for place in places:
        if place["name"] in by_name:
            rows.append(_closure(place["name"], by_name[place["name"]]))
        elif place["cell"] and not is_held(float(place["lat"]), float(place["lon"]), corners):
            nearest = min(lasting, key=lambda row: distance_km(row, place))
            why = f"day of {nearest['place']}; the capture nearest to it"
            rows.append(_closure(place["name"], nearest | {"status": "modelled", "note": why}))
    return rows


def _closure(name: str, capture: Row) -> Row:
    """Close a location `CAPTURE_GRACE_DAYS` after a capture, to the day before it was regained."""
    start = date.fromisoformat(capture["captured"]) + timedelta(CAPTURE_GRACE_DAYS)
    end = date.fromisoformat(capture["regained"]) - timedelta(1) if capture["regained"] else END
    why = f"captured by government forces on {capture['captured']}; displaced people do not enter"
    note = "; ".join(filter(None, [why, capture["note"]]))
    status = "derived" if capture["status"] == "observed" else "modelled"
    closure = {"kind": "location", "from": name, "source": capture["source"], "status": status}
    return closure | {"start": start.isoformat(), "end": end.isoformat(), "note": note}
