"""The map of the brief, as numbers for its template: it needs no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import cos, radians, sqrt
from typing import Any, Final, NamedTuple

from nuzuh.outputs.page_numbers import summed

Page = Mapping[str, Any]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
WIDTH: Final = 340.0
HEIGHTS: Final = (200.0, 330.0)
"""Least and most, in the same unit as all here."""
LARGEST: Final = 20.0
"""Radius of the largest circle."""
LEAST_SHARE: Final = 0.02
"""Of the largest: places with fewer displaced persons, and routes with fewer on them, are not drawn."""
N_LABELS: Final = 9
LETTER: Final = 4.7
"""Width of a letter, and LINE the height of one, by which labels are kept apart."""
LINE: Final = 10.0
MARGIN: Final = 14.0


class Circle(NamedTuple):
    """A location: where, how large, and of which kind."""

    x: float
    y: float
    r: float
    kind: str


class Label(NamedTuple):
    """A name beside a circle; `anchor` as SVG has it."""

    x: float
    y: float
    anchor: str
    text: str


class Map(NamedTuple):
    """A map: borders and closed routes as paths, circles, the largest first, and labels."""

    width: float
    height: float
    countries: str
    units: str
    routes: str
    circles: Sequence[Circle]
    labels: Sequence[Label]
    when: str
    largest: str


class Plane(NamedTuple):
    """Degrees to units: longitudes are narrowed by the cosine of the middle latitude."""

    west: float
    north: float
    per_lat: float
    narrowing: float
    x: float
    y: float
    height: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point is."""
        return (
            self.x + (lon - self.west) * self.per_lat * self.narrowing,
            self.y + (self.north - lat) * self.per_lat,
        )


def map_of(page: Page) -> Map:
    """The map of displaced persons staying on the last day of the baseline."""
    places = page["locations"]
    known = [ix for ix, lat in enumerate(places["lat"]) if lat is not None and places["lon"][ix] is not None]
    last = date.fromisoformat(page["scenario"]["start"]) + timedelta(days=page["scenario"]["n_days"] - 1)
    when = f"{last.day} {last:%B %Y}"
    if not known:
        return Map(WIDTH, HEIGHTS[0], "", "", "", [], [], when, "")
    plane = _plane([places["lon"][ix] for ix in known], [places["lat"][ix] for ix in known])
    staying = [sum(row) for row in page["runs"][0]["staying"]["median"]]
    most = max(*staying, 1)
    shown = [ix for ix in sorted(known, key=lambda ix: -staying[ix]) if staying[ix] > LEAST_SHARE * most]
    points = [_rounded(*plane.at(places["lon"][ix], places["lat"][ix])) for ix in shown]
    circles = [
        Circle(*point, _radius(staying[ix], most), places["kind"][ix]) for point, ix in zip(points, shown, strict=True)
    ]
    countries, units = (_borders(page["borders"], kind, plane) for kind in ("country", "admin1"))
    names = [places["name"][ix] for ix in shown]
    labels = list(_labels(circles, names, plane.height))
    return Map(WIDTH, plane.height, countries, units, _routes(page, plane), circles, labels, when, f"{most:,.0f}")


def _plane(lons: Sequence[float], lats: Sequence[float]) -> Plane:
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    narrowing = max(cos(radians((south + north) / 2)), 0.05)
    wide, high = max((east - west) * narrowing, 0.05), max(north - south, 0.05)
    inner = WIDTH - 2 * MARGIN
    height = min(max(high * inner / wide + 2 * MARGIN, HEIGHTS[0]), HEIGHTS[1])
    per_lat = min(inner / wide, (height - 2 * MARGIN) / high)
    x, y = (WIDTH - wide * per_lat) / 2, (height - high * per_lat) / 2
    return Plane(west, north, per_lat, narrowing, x, y, round(height, 1))


def _rounded(x: float, y: float) -> tuple[float, float]:
    return round(x, 1), round(y, 1)


def _radius(persons: float, most: float) -> float:
    return round(max(LARGEST * sqrt(persons / most), 0.8), 1)


def _borders(borders: Sequence[Mapping[str, Any]], kind: str, plane: Plane) -> str:
    """Borders of a kind as one path; points closer than a unit to the one before are left out."""
    parts = []
    for border in borders:
        if border["kind"] == kind:
            lons, lats = (summed(border["line"][at::2]) for at in (0, 1))
            points = [plane.at(lon / 1000, lat / 1000) for lon, lat in zip(lons, lats, strict=True)]
            parts.append("M" + "L".join(f"{px:.0f} {py:.0f}" for px, py in _thinned(points)))
    return "".join(parts)


def _thinned(points: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    last = points[0]
    yield last
    for point in points[1:-1]:
        if abs(point[0] - last[0]) + abs(point[1] - last[1]) >= 1:
            last = point
            yield point
    yield points[-1]


def _routes(page: Page, plane: Plane) -> str:
    """Routes on which more than a few set out at any time, as one path."""
    places, routes = page["locations"], page["routes"]
    totals: dict[int, int] = {}
    for route, _, _, *persons in page["runs"][0]["flows"]:
        totals[route] = totals.get(route, 0) + sum(persons)
    most = max(totals.values(), default=0)
    parts = []
    for route, total in sorted(totals.items()):
        ends = [(places["lon"][ix], places["lat"][ix]) for ix in (routes["from"][route], routes["to"][route])]
        if total > most * LEAST_SHARE and all(None not in end for end in ends):
            parts.append("M" + "L".join(f"{px:.0f} {py:.0f}" for px, py in (plane.at(*end) for end in ends)))
    return "".join(parts)


def _labels(circles: Sequence[Circle], names: Sequence[str], height: float) -> Iterator[Label]:
    """Names of the largest circles, to the right or left of each, where no other is in the way."""
    taken = [(c.x - c.r, c.y - c.r, c.x + c.r, c.y + c.r) for c in circles[:N_LABELS]]
    n_left = N_LABELS
    for circle, name in zip(circles, names, strict=True):
        free = [box for box in _beside(circle, name) if _is_free(box, taken, height)]
        if free and n_left:
            taken.append(free[0])
            n_left -= 1
            is_right = free[0][0] > circle.x
            at, anchor = (free[0][0], "start") if is_right else (free[0][2], "end")
            yield Label(round(at, 1), round(circle.y + LINE / 3, 1), anchor, name)


def _beside(circle: Circle, name: str) -> Iterator[Box]:
    """Where a name has room: to the right of a circle, and to its left."""
    width = LETTER * len(name)
    for left in (circle.x + circle.r + 2, circle.x - circle.r - 2 - width):
        yield left, circle.y - LINE / 2, left + width, circle.y + LINE / 2


def _is_free(box: Box, taken: Sequence[Box], height: float) -> bool:
    left, top, right, bottom = box
    is_inside = left >= 0 and right <= WIDTH and top >= 0 and bottom <= height
    return is_inside and not any(left < o[2] and o[0] < right and top < o[3] and o[1] < bottom for o in taken)
