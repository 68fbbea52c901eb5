"""The two pictures of the brief, as numbers for its template: a map and a chart that need no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import cos, radians, sqrt
from typing import Any, Final, NamedTuple

from nuzuh.outputs.page_numbers import step_of, summed

Page = Mapping[str, Any]
WIDTH: Final = 340.0
"""Of both pictures, in units of their own."""
MAP_HEIGHTS: Final = (200.0, 330.0)
"""Least and most."""
CHART_HEIGHT: Final = 150.0
LEFT: Final = 34.0
"""Of the chart, for the numbers of its axis; BELOW for its dates."""
BELOW: Final = 16.0
LARGEST_PX: Final = 20.0
"""Radius of the largest circle."""
LEAST_SHARE: Final = 0.005
"""Of the largest: places with fewer displaced persons are not drawn."""
N_LABELS: Final = 9
LETTER: Final = 4.1
"""Width of a letter, and LINE the height of one, by which labels are kept apart."""
LINE: Final = 9.0
N_TICKS: Final = 4
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


class Mark(NamedTuple):
    """What was observed: a line from a low to a high end, and a dot in the middle."""

    x: float
    low: float
    middle: float
    high: float


class Tick(NamedTuple):
    """Where a line of an axis is, and what it says."""

    at: float
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


class Chart(NamedTuple):
    """A chart: the bands and the median of the baseline, medians of what-ifs, marks of what was observed."""

    width: float
    height: float
    wide: str
    narrow: str
    lines: Sequence[tuple[str, str]]
    marks: Sequence[Mark]
    days: Sequence[Tick]
    persons: Sequence[Tick]


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
        return Map(WIDTH, MAP_HEIGHTS[0], "", "", "", [], [], when, "")
    plane = _plane([places["lon"][ix] for ix in known], [places["lat"][ix] for ix in known])
    staying = [sum(row) for row in page["runs"][0]["staying"]["median"]]
    most = max(max(staying), 1)
    shown = [ix for ix in sorted(known, key=lambda ix: -staying[ix]) if staying[ix] > LEAST_SHARE * most]
    circles = [
        Circle(*_rounded(*plane.at(places["lon"][ix], places["lat"][ix])), _radius(staying[ix], most), places["kind"][ix])
        for ix in shown
    ]
    lines = {kind: _borders(page["borders"], kind, plane) for kind in ("country", "admin1")}
    names = [places["name"][ix] for ix in shown]
    labels = list(_labels(circles, names, plane.height))
    return Map(WIDTH, plane.height, *lines.values(), _routes(page, plane), circles, labels, when, f"{most:,.0f}")


def chart_of(page: Page) -> Chart:
    """The chart of persons displaced since the first day."""
    n_days, runs = page["scenario"]["n_days"], page["runs"]
    bands = {name: summed(row) for name, row in runs[0]["total"]["cum_displaced"].items()}
    medians = [summed(run["total"]["cum_displaced"]["q50"]) for run in runs]
    start = date.fromisoformat(page["scenario"]["start"])
    seen = list(_observed(page, start))
    most = max(1.0, *(max(row) for row in medians), max(bands["q95"]), *(high for *_, high in seen))

    def x(day: float) -> float:
        return round(LEFT + (WIDTH - LEFT - 4) * day / max(n_days - 1, 1), 1)

    def y(persons: float) -> float:
        return round((CHART_HEIGHT - BELOW) * (1 - persons / (most * 1.06)), 1)

    def line(row: Sequence[float]) -> str:
        return "M" + "L".join(f"{x(day)} {y(persons)}" for day, persons in enumerate(row))

    def area(low: Sequence[float], high: Sequence[float]) -> str:
        back = "L".join(f"{x(day)} {y(low[day])}" for day in reversed(range(len(low))))
        return f"{line(high)}L{back}z"

    return Chart(
        width=WIDTH,
        height=CHART_HEIGHT,
        wide=area(bands["q05"], bands["q95"]),
        narrow=area(bands["q25"], bands["q75"]),
        lines=[(run["name"], line(row)) for run, row in zip(runs, medians, strict=True)],
        marks=[Mark(x(day), y(low), y(middle), y(high)) for day, low, middle, high in seen],
        days=[Tick(x(day), _short(start + timedelta(days=day))) for day in _ticks(n_days)],
        persons=[Tick(y(n), _thousands(n)) for n in range(0, int(most) + 1, _tick_step(most))],
    )


def _plane(lons: Sequence[float], lats: Sequence[float]) -> Plane:
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    narrowing = max(cos(radians((south + north) / 2)), 0.05)
    wide, high = max((east - west) * narrowing, 0.05), max(north - south, 0.05)
    inner = WIDTH - 2 * MARGIN
    height = min(max(high * inner / wide + 2 * MARGIN, MAP_HEIGHTS[0]), MAP_HEIGHTS[1])
    per_lat = min(inner / wide, (height - 2 * MARGIN) / high)
    x, y = (WIDTH - wide * per_lat) / 2, (height - high * per_lat) / 2
    return Plane(west, north, per_lat, narrowing, x, y, round(height, 1))


def _rounded(x: float, y: float) -> tuple[float, float]:
    return round(x, 1), round(y, 1)


def _radius(persons: float, most: float) -> float:
    return round(max(LARGEST_PX * sqrt(persons / most), 0.8), 1)


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
    n = 0
    for circle, name in zip(circles, names, strict=True):
        width = LETTER * len(name)
        for anchor, left in (("start", circle.x + circle.r + 2), ("end", circle.x - circle.r - 2 - width)):
            box = (left, circle.y - LINE / 2, left + width, circle.y + LINE / 2)
            is_inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= height
            if n < N_LABELS and is_inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                n += 1
                at = left if anchor == "start" else left + width
                yield Label(round(at, 1), round(circle.y + LINE / 3, 1), anchor, name)
                break


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _observed(page: Page, start: date) -> Iterator[tuple[int, float, float, float]]:
    """Day, low end, middle and high end of each total that was counted within the days of the page."""
    for row in page["observations"]:
        day = (date.fromisoformat(row["date"]) - start).days
        is_total = row["quantity"] == "cum_displaced" and not row["location"] and "since" not in row
        if is_total and 0 <= day < page["scenario"]["n_days"]:
            ends = [row["value"] if end is None else end for end in (row["low"], row["high"])]
            middle = (ends[0] + ends[1]) / 2 if row["value"] is None else row["value"]
            yield day, ends[0], middle, ends[1]


def _ticks(n_days: int) -> range:
    return range(0, n_days, max(-(-n_days // N_TICKS), 1))


def _tick_step(most: float) -> int:
    step = step_of(most, N_TICKS)
    return step if most / step <= 2 * N_TICKS else 2 * step


def _short(when: date) -> str:
    return f"{when.day} {when:%b}"


def _thousands(n: int) -> str:
    return "0" if n == 0 else f"{n / 1000:,.10g}k" if n >= 1000 else str(n)  # noqa: PLR2004
