"""Country borders, coasts and first-level boundaries of the world, for maps that need no network.

From Natural Earth at 1:10 million (public domain), simplified by `scripts/make_borders.py`: country borders to about
0.4 km, first-level boundaries and coasts to about 3 km. Natural Earth draws borders as they are held, not as they are
claimed, and its first-level boundaries may be out of date: `DISCLAIMER` goes with every map.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from nuzuh.errors import UsageError

if TYPE_CHECKING:
    from nuzuh.typing import Floats

Kind = Literal["country", "admin1"]
DISCLAIMER: Final = (
    "The boundaries and names shown and the designations used on this map do not imply official endorsement or "
    "acceptance by the United Nations."
)
LINES: Final[tuple[tuple[Kind, str], ...]] = (
    ("country", "coast"),
    ("country", "land border"),
    ("admin1", "first-level boundary"),
)
"""Kind and name of a border, by its number in the file."""
UNITS: Final = 1000
"""To a degree, in the file."""
MARGIN: Final = 0.1
"""Of the width and height of a box: borders are given this far beyond it, so that a map can be panned a little."""


class Border(NamedTuple):
    """A line on a map.

    Args:
        kind: `country` for coasts and the borders of countries, `admin1` for the boundaries of their largest units.
        name: What the line is: `coast`, `land border` or `first-level boundary`.
        line: Longitudes and latitudes in degrees, shape (points, 2); at least two points.
    """

    kind: Kind
    name: str
    line: Floats


class _World(NamedTuple):
    """All lines, one after another.

    Args:
        source: Where they come from.
        kind: Number in `LINES`, shape (lines,).
        begins: Where each begins in the points, and where the last one ends, shape (lines + 1,).
        points: Degrees, shape (points, 2).
        low: West and south of each line, degrees, shape (lines, 2).
        high: East and north, likewise.
    """

    source: str
    kind: np.ndarray[tuple[int], np.dtype[np.uint8]]
    begins: np.ndarray[tuple[int], np.dtype[np.int64]]
    points: Floats
    low: Floats
    high: Floats


def borders_within(west: float, south: float, east: float, north: float) -> list[Border]:
    """The borders in a box and a little around it.

    Args:
        west: Smallest longitude, degrees.
        south: Smallest latitude, degrees.
        east: Largest longitude, degrees; above 180 the box goes on over the antimeridian.
        north: Largest latitude, degrees.

    Returns:
        Lines cut off at the box, which is a tenth wider and higher on each side than what was asked for; a line that
        leaves the box and comes back is several. Countries first.

    Raises:
        UsageError: It is no box on the globe.

    Examples:
        >>> for border in borders_within(36.3, 36.0, 36.8, 36.6):
        ...     print(border.kind, border.name, border.line.shape)
        country land border (20, 2)
        country land border (12, 2)
        admin1 first-level boundary (5, 2)
    """
    if not (-360 <= west <= east <= 360 and east - west <= 360 and -90 <= south <= north <= 90):
        message = (
            f"no box from longitude {west:g} to {east:g} and latitude {south:g} to {north:g}: give west, south, east "
            "and north in degrees, west not above east and south not above north"
        )
        raise UsageError(message)
    aside, above = MARGIN * (east - west), MARGIN * (north - south)
    low, high = np.array([west - aside, south - above]), np.array([east + aside, north + above])
    found = []
    for turn in (-360.0, 0.0, 360.0):  # the same places again, for boxes over the antimeridian
        shift = np.array([turn, 0.0])
        found += [
            Border(border.kind, border.name, border.line + shift) for border in _between(low - shift, high - shift)
        ]
    return sorted(found, key=lambda border: border.kind == "admin1")


def borders_source() -> str:
    """Where the borders come from: name, edition and files."""
    return _world().source


def _between(low: Floats, high: Floats) -> list[Border]:
    """Borders within a box, from its lower left to its upper right corner."""
    world = _world()
    is_near = ((world.high >= low) & (world.low <= high)).all(axis=1)
    found = []
    for number in np.flatnonzero(is_near):
        line = world.points[world.begins[number] : world.begins[number + 1]]
        kind, name = LINES[world.kind[number]]
        found += [Border(kind, name, part) for part in clipped(line, low, high)]
    return found


def clipped(line: Floats, low: Floats, high: Floats) -> list[Floats]:
    """The parts of a line that lie within a box (Liang and Barsky).

    Args:
        line: Shape (points, 2).
        low: Lower left corner, shape (2,).
        high: Upper right corner, shape (2,).

    Returns:
        Lines, in order; their ends lie on the box where it cuts them off.

    Examples:
        >>> zigzag = np.array([[0.0, 0.0], [2.0, 2.0], [4.0, 0.0]])
        >>> [part.tolist() for part in clipped(zigzag, np.array([0.0, 0.0]), np.array([4.0, 1.0]))]
        [[[0.0, 0.0], [1.0, 1.0]], [[3.0, 1.0], [4.0, 0.0]]]
    """
    start, way = line[:-1], np.diff(line, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([(low - start) / way, (high - start) / way])
    first, last = np.fmin(ends[0], ends[1]), np.fmax(ends[0], ends[1])
    is_still = way == 0
    is_inside = (start >= low) & (start <= high)
    first = np.where(is_still, np.where(is_inside, -np.inf, np.inf), first).max(axis=1).clip(min=0)
    last = np.where(is_still, np.where(is_inside, np.inf, -np.inf), last).min(axis=1).clip(max=1)
    parts: list[list[Floats]] = []
    goes_on = False
    for at in np.flatnonzero(first < last):
        if not (goes_on and first[at] == 0 and parts):
            parts.append([start[at] + first[at] * way[at]])
        parts[-1].append(start[at] + last[at] * way[at])
        goes_on = bool(last[at] == 1)
    return [np.array(part) for part in parts]


@cache
def _world() -> _World:
    """Read the file once."""
    with as_file(files("nuzuh.outputs") / "borders.npz") as path, np.load(path) as data:
        steps = data["step_high"].astype(np.int64).T * 256 + data["step_low"].T
        start, n_points = data["start"].T, data["n_steps"].astype(np.int64) + 1
        source, kind = str(data["source"]), data["kind"]
    begins = np.concatenate([[0], np.cumsum(n_points)])
    moves = np.zeros((begins[-1], 2), np.int64)
    moves[np.delete(np.arange(begins[-1]), begins[:-1])] = steps
    moves[begins[:-1]] = start
    # the sum begins anew with each line
    total = np.cumsum(moves, axis=0)
    before = np.concatenate([[[0, 0]], total[begins[1:-1] - 1]])
    points = (total - np.repeat(before, n_points, axis=0)) / UNITS
    low, high = (np.ufunc.reduceat(ufunc, points, begins[:-1], axis=0) for ufunc in (np.minimum, np.maximum))
    return _World(source, kind, begins, points, low, high)
