"""Routes of the scenario.

Left out: all roads through Aleppo city, which was in government hands and closed to the displaced, and the
road from Harim to Jindires (35 km in FabFlee), which leads past the checkpoint of Deir Ballut or by Turkey.
"""

from __future__ import annotations

from itertools import pairwise

from idlib.tables import Row, distance_km

ROAD_FACTOR = 1.3
"""Length by road over the great circle where none is published. Range 1.15-1.4 (road lengths in FabFlee)."""

SHORTEST_KM = 0.5
"""Least length of a route: camps lie beside towns, positions are known to a few kilometres. Range 0.1-2."""


def route_km(row: Row, by_name: dict[str, Row]) -> float:
    """Give the length of a route.

    Args:
        row: A row of `routes.csv`; `via` names the locations that a through road passes.
        by_name: Locations by name.

    Returns:
        The published length, or the great circle between consecutive locations times `ROAD_FACTOR`, in km.
    """
    if row["published_km"]:
        return float(row["published_km"])
    stops = [row["from"], *filter(None, row["via"].split(";")), row["to"]]
    great_circle = sum(distance_km(by_name[a], by_name[b]) for a, b in pairwise(stops))
    return max(ROAD_FACTOR * great_circle, SHORTEST_KM)


def route_rows(routes: list[Row], locations: list[Row]) -> list[Row]:
    """Make the scenario's table of routes.

    Args:
        routes: Rows of `routes.csv`.
        locations: Rows of `locations.csv`.

    Returns:
        The rows, with a length each.
    """
    by_name = {row["name"]: row for row in locations}
    rows = []
    for row in routes:
        via = f"via {row['via'].replace(';', ' and ')}" if row["via"] else ""
        note = "; ".join(filter(None, [via, row["note"]]))
        source = row["source"]
        if not row["published_km"]:
            source = f"great circle times {ROAD_FACTOR} ({source})"
        rows.append(row | {"distance_km": f"{route_km(row, by_name):.1f}", "source": source, "note": note})
    return rows
