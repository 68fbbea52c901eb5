"""The chart of the brief, as numbers for its template: it needs no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from nuzuh.outputs.page_numbers import step_of, summed

Page = Mapping[str, Any]
WIDTH: Final = 340.0
HEIGHT: Final = 150.0
LEFT: Final = 34.0
"""For the numbers of the axis; BELOW for its dates, RIGHT and ABOVE to end within the picture."""
BELOW: Final = 16.0
RIGHT: Final = 4.0
ABOVE: Final = 1.06
N_TICKS: Final = 4
MOST_POINTS: Final = 90
"""Of a curve: more are not seen, and a page has seven of them."""


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


class Chart(NamedTuple):
    """A chart: the bands and the median of the baseline, medians of what-ifs, marks of what was observed."""

    width: float
    height: float
    left: float
    wide: str
    narrow: str
    lines: Sequence[tuple[str, str]]
    marks: Sequence[Mark]
    days: Sequence[Tick]
    persons: Sequence[Tick]


def chart_of(page: Page) -> Chart:
    """The chart of persons displaced since the first day."""
    n_days, runs = page["scenario"]["n_days"], page["runs"]
    bands = {name: summed(row) for name, row in runs[0]["total"]["cum_displaced"].items()}
    medians = [summed(run["total"]["cum_displaced"]["q50"]) for run in runs]
    start = date.fromisoformat(page["scenario"]["start"])
    shown = sorted({*range(0, n_days, -(-n_days // MOST_POINTS)), n_days - 1})
    seen = list(_observed(page, start))
    most = max(1.0, *(max(row) for row in medians), *bands["q95"], *(high for *_, high in seen))

    def x(day: float) -> float:
        return float(round(LEFT + (WIDTH - LEFT - RIGHT) * day / max(n_days - 1, 1), 1))

    def y(persons: float) -> float:
        return round((HEIGHT - BELOW) * (1 - persons / (most * ABOVE)), 1)

    def points(row: Sequence[float]) -> list[str]:
        return [f"{x(day):g} {y(row[day]):g}" for day in shown]

    def area(low: Sequence[float], high: Sequence[float]) -> str:
        return f"M{'L'.join([*points(high), *reversed(points(low))])}z"

    return Chart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        wide=area(bands["q05"], bands["q95"]),
        narrow=area(bands["q25"], bands["q75"]),
        lines=[(run["name"], "M" + "L".join(points(row))) for run, row in zip(runs, medians, strict=True)],
        marks=[Mark(x(day), y(low), y(middle), y(high)) for day, low, middle, high in seen],
        days=[Tick(x(day), _short(start + timedelta(days=day))) for day in _ticks(n_days)],
        persons=[Tick(y(n), _thousands(n)) for n in range(0, int(most) + 1, _tick_step(most))],
    )


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
    return "0" if n == 0 else f"{n / 1000:,.10g}k" if n >= 1000 else str(n)
