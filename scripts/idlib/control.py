"""Control of places on 1 December 2019 and on 6 March 2020: lines of contact, and the side on which a point lies."""

from __future__ import annotations

from itertools import pairwise
from typing import TypeAlias

from idlib.tables import Row

Point: TypeAlias = tuple[float, float]
"""Latitude and longitude, in degrees."""

BEHIND = ((36.95, 38.03), (36.95, 36.0), (35.87, 36.0))
"""Corners in Turkey that close the line of contact to an outline."""


def outline(control: list[Row], day: str) -> list[Point]:
    """Close the line of contact behind the land in opposition hands.

    Args:
        control: Rows of `control.csv`: points of the lines from the Turkish border in the west to that in the east.
        day: ISO date of the line.

    Returns:
        Corners of the outline. Places in Turkey may lie inside.
    """
    return [*((float(row["lat"]), float(row["lon"])) for row in control if row["day"] == day), *BEHIND]


def is_held(lat: float, lon: float, corners: list[Point]) -> bool:
    """Tell whether a point was in opposition hands.

    Args:
        lat: Latitude, in degrees.
        lon: Longitude, in degrees.
        corners: The outline.

    Returns:
        Whether a line due east of the point crosses the outline an odd number of times.
    """
    inside = False
    for (lat_a, lon_a), (lat_b, lon_b) in pairwise([*corners, corners[0]]):
        if (lat_a > lat) != (lat_b > lat) and lon < lon_a + (lat - lat_a) / (lat_b - lat_a) * (lon_b - lon_a):
            inside = not inside
    return inside


def crosses(a: Point, b: Point, corners: list[Point]) -> bool:
    """Tell whether the straight way from one point to another leads across the line of contact.

    Args:
        a: First point.
        b: Second point.
        corners: The outline.

    Returns:
        Whether any side of the outline is crossed.
    """
    return any(
        _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0
        for c, d in pairwise([*corners, corners[0]])
    )


def _turn(a: Point, b: Point, c: Point) -> float:
    """Give the sign of the turn at `b` on the way from `a` to `c`: left, straight on or right."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
