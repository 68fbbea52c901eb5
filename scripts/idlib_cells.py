"""Group the community points of Idlib's countryside into cells, and count the points of the named towns.

    python scripts/idlib_cells.py --points points.csv --table scripts/idlib/cells.csv

The points are OCHA's (Common Operational Datasets, Syria, CC BY 3.0 IGO; columns `lat`, `lon`, `adm3_pcode`) and are
no part of this repository; the table of groups is, with centroids to a hundredth of a degree (1 km), so that no single
point can be read from it. The same points give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from idlib.control import is_held, outline
from idlib.tables import Row, distance_km, read_rows, to_plane

NEAR_TOWN_KM = 2.5
"""Points this near to a named town of their sub-district count as the town. Range 2-3: positions are known to 3 km."""

CELL_KM = 5.0
"""Largest distance between two points of a cell. Range 4-6: an event reaches about as far."""

COLUMNS = ["name", "pcode", "lat", "lon", "n_points", "town", "source", "status"]
"""Columns of the table: `town` is the named town nearest in the sub-district, blank for a town's own row."""

SOURCE = "OCHA community points (COD; CC BY 3.0 IGO)"
"""Where the points come from."""


def groups(points: list[Row]) -> list[list[Row]]:
    """Group points so that no two of a group lie further apart than `CELL_KM` (complete linkage).

    Args:
        points: Points of one sub-district.

    Returns:
        The groups, from north to south and from west to east.
    """
    if len(points) < 2:
        return [points] if points else []
    plane = np.array([to_plane(point) for point in points])
    labels = fcluster(linkage(plane, method="complete"), CELL_KM, criterion="distance")
    found: dict[int, list[Row]] = defaultdict(list)
    for label, point in zip(labels, points, strict=True):
        found[int(label)].append(point)
    return sorted(found.values(), key=lambda group: (-_mean(group, "lat"), _mean(group, "lon")))


def split(points: list[Row], towns: list[Row]) -> tuple[dict[str, int], list[Row]]:
    """Give each town the points near it.

    Args:
        points: Points of one sub-district.
        towns: Its named towns.

    Returns:
        Number of points by name of town, and the points further than `NEAR_TOWN_KM` from all of them.
    """
    counts = {town["name"]: 0 for town in towns}
    far = []
    for point in points:
        nearest = min(towns, key=lambda town: distance_km(town, point), default=None)
        if nearest and distance_km(nearest, point) <= NEAR_TOWN_KM:
            counts[nearest["name"]] += 1
        else:
            far.append(point)
    return counts, far


def rows_of(unit: Row, points: list[Row], towns: list[Row]) -> list[Row]:
    """Make the rows of a sub-district: its towns, and its cells if `subdistricts.csv` asks for them.

    Args:
        unit: The sub-district.
        points: Its points in opposition hands on 1 December 2019.
        towns: Its named towns.

    Returns:
        The rows. Without cells every point counts at the nearest town.
    """
    if unit["cells"] == "yes":
        counts, far = split(points, towns)
    else:
        counts, far = {town["name"]: 0 for town in towns}, []
        for point in points:
            counts[min(towns, key=lambda town: distance_km(town, point))["name"]] += 1
    rows = [
        {"name": name, "pcode": unit["pcode"], "n_points": str(number), "source": SOURCE, "status": "derived"}
        for name, number in counts.items()
    ]
    numbers: dict[str, int] = defaultdict(int)
    for group in groups(far):
        row = {"lat": f"{_mean(group, 'lat'):.2f}", "lon": f"{_mean(group, 'lon'):.2f}", "pcode": unit["pcode"]}
        town = min(towns, key=lambda town: distance_km(town, row))["name"] if towns else ""
        label = town or unit["admin3"]
        numbers[label] += 1
        row |= {"name": f"{label} countryside {numbers[label]}", "n_points": str(len(group)), "town": town}
        rows.append(row | {"source": f"centroid of {SOURCE}", "status": "derived"})
    return rows


def main() -> None:
    """Read the points and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=Path, required=True, help="OCHA's community points")
    parser.add_argument("--table", type=Path, required=True, help="table to write")
    args = parser.parse_args()
    with args.points.open(encoding="utf-8", newline="") as stream:
        points = list(csv.DictReader(stream))
    corners = outline(read_rows("control"), "2019-12-01")
    held = [point for point in points if is_held(float(point["lat"]), float(point["lon"]), corners)]
    locations = read_rows("locations")
    with args.table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        for unit in read_rows("subdistricts"):
            towns = [row for row in locations if row["pcode"] == unit["pcode"] and row["kind"] == "town"]
            inside = [point for point in held if point["adm3_pcode"] == unit["pcode"]]
            writer.writerows(rows_of(unit, inside, towns))


def _mean(points: list[Row], column: str) -> float:
    """Average a column over points."""
    return sum(float(point[column]) for point in points) / len(points)


if __name__ == "__main__":
    main()
