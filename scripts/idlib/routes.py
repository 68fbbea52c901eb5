"""Routes of the scenario: coded by hand between named locations, by rule to and between the cells.

Left out: all roads through Aleppo city, which was in government hands and closed to the displaced; the road from
Harim to Jindires (35 km in FabFlee), which leads past the checkpoint of Deir Ballut or by Turkey; and what would
lead across the line of contact of 1 December 2019.
"""

from __future__ import annotations

from itertools import combinations, pairwise

from idlib.control import Point, crosses
from idlib.tables import Row, distance_km

ROAD_FACTOR = 1.3
"""Length by road over the great circle where none is published. Range 1.15-1.4 (road lengths in FabFlee)."""

SHORTEST_KM = 0.5
"""Least length of a route: camps lie beside towns, positions are known to a few kilometres. Range 0.1-2."""

NEIGHBOUR_KM = 15.0
"""Neighbours further apart than this are not joined by rule. Range 12-20: cells of a sub-district lie 3-8 km apart."""


def route_km(row: Row, by_name: dict[str, Row]) -> float:
    """Give the length of a route.

    Args:
        row: A row of `routes.csv`; `via` names the locations that a through road passes.
        by_name: Places by name.

    Returns:
        The published length, or the great circle between consecutive places times `ROAD_FACTOR`, in km.
    """
    if row["published_km"]:
        return float(row["published_km"])
    stops = [row["from"], *filter(None, row["via"].split(";")), row["to"]]
    great_circle = sum(distance_km(by_name[a], by_name[b]) for a, b in pairwise(stops))
    return max(ROAD_FACTOR * great_circle, SHORTEST_KM)


def neighbours(places: list[Row]) -> list[tuple[Row, Row]]:
    """Find the pairs of the relative-neighbourhood graph that a cell is part of.

    Args:
        places: Places that people live in.

    Returns:
        Pairs at most `NEIGHBOUR_KM` apart such that no third place is nearer to both than they are to each other.
    """
    km = {(a["name"], b["name"]): distance_km(a, b) for a in places for b in places}
    pairs = []
    for a, b in combinations(places, 2):
        far = km[a["name"], b["name"]]
        if far > NEIGHBOUR_KM or not (a["cell"] or b["cell"]):
            continue
        if all(max(km[a["name"], c["name"]], km[c["name"], b["name"]]) >= far for c in places):
            pairs.append((a, b))
    return pairs


def cell_routes(places: list[Row], corners: list[Point]) -> list[Row]:
    """Join the cells to their neighbours, and each to the named town that it belongs to.

    Args:
        places: Named locations and cells.
        corners: Outline of the land in opposition hands on 1 December 2019.

    Returns:
        Rows as in `routes.csv`; none across the line of contact.
    """
    by_name = {place["name"]: place for place in places}
    pairs = [(a, b, "neighbours by rule") for a, b in neighbours([place for place in places if place["n_points"]])]
    known = {frozenset((a["name"], b["name"])) for a, b, _ in pairs}
    cells = [place for place in places if place["town"]]
    new = [cell for cell in cells if frozenset((cell["name"], cell["town"])) not in known]
    pairs += [(cell, by_name[cell["town"]], "cell to its town") for cell in new]
    rows = []
    for a, b, why in pairs:
        if not crosses(_point(a), _point(b), corners):
            row = {"from": a["name"], "to": b["name"], "mode": "drive", "via": "", "published_km": ""}
            rows.append(row | {"source": why, "status": "derived", "note": ""})
    return rows


def route_rows(routes: list[Row], places: list[Row], corners: list[Point]) -> list[Row]:
    """Make the scenario's table of routes.

    Args:
        routes: Rows of `routes.csv`.
        places: Named locations and cells.
        corners: Outline of the land in opposition hands on 1 December 2019.

    Returns:
        The rows, with a length each: those coded by hand, then those of the cells.
    """
    by_name = {place["name"]: place for place in places}
    rows = []
    for row in [*routes, *cell_routes(places, corners)]:
        via = f"via {row['via'].replace(';', ' and ')}" if row["via"] else ""
        note = "; ".join(filter(None, [via, row["note"]]))
        source = row["source"]
        if not row["published_km"]:
            source = f"great circle times {ROAD_FACTOR} ({source})"
        rows.append(row | {"distance_km": f"{route_km(row, by_name):.1f}", "source": source, "note": note})
    return rows


def _point(place: Row) -> Point:
    """Give the position of a place."""
    return float(place["lat"]), float(place["lon"])
