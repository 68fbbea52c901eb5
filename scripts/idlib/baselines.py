"""What anybody could have said of the totals without places: the scores that a model has to beat.

    python -m idlib.baselines    (from scripts/)

- persistence: each count is the last one published before it, or, out of sample, the last one known;
- mean rate: a straight line from nobody on 1 December through the last count known; on all counts, the best such line;
- pool: people exposed, without any place, who leave at one rate in an offensive and at another outside it. The size of
  the pool and both rates are fitted.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import least_squares

import nuzuh

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario
    from nuzuh.typing import Floats

OFFENSIVES: Final = ((date(2019, 12, 16), date(2019, 12, 24)), (date(2020, 1, 24), date(2020, 3, 5)))
"""First and last day of each phase, as the reports name them (events.csv)."""
LAST_KNOWN: Final = date(2020, 1, 26)
LARGEST_POOL: Final = 3e6


def counts_of(scenario: Scenario) -> tuple[Floats, Floats]:
    """Days and persons of the totals from 27 December to 8 March."""
    seen = scenario.tables["observations"]
    seen = seen[(seen["quantity"] == "cum_displaced") & (seen["location"] == "")]
    days = np.array([scenario.day_of(day.date()) for day in seen["date"]], dtype=np.float64)
    return days, seen["value"].fillna((seen["low"] + seen["high"]) / 2).to_numpy(dtype=np.float64)


def mean_error(said: Floats, counts: Floats) -> float:
    """Mean of |said - counted| / counted."""
    return float(np.abs(said / counts - 1).mean())


def best_line(days: Floats, counts: Floats) -> Floats:
    """A straight line from nobody on the first day, with the rate that has the least squares of relative errors."""
    shape = (days + 1) / counts
    return (days + 1) * shape.sum() / np.square(shape).sum()


def pool(days: Floats, counts: Floats, first: date) -> Floats:
    """A pool fitted to counts, with what it says of all days up to the last of `days` (relative least squares).

    Args:
        days: Of the counts, shape (counts,).
        counts: Persons.
        first: Day 0.

    Returns:
        Persons displaced by the end of each day, shape (100,).
    """
    is_on = np.zeros(100, dtype=bool)
    for start, end in OFFENSIVES:
        is_on[(start - first).days : (end - first).days + 1] = True

    def course(found: Floats) -> Floats:
        size, on, off = np.exp(found)
        return np.asarray(size * -np.expm1(-np.cumsum(np.where(is_on, on, off))))

    def error(found: Floats) -> Floats:
        return np.asarray(course(found)[days.astype(int)] / counts - 1)

    starts = [np.log([size, 0.05, 0.005]) for size in (6e5, 1e6, 1.6e6)]
    bounds = (np.log([1e4, 1e-6, 1e-6]), np.log([LARGEST_POOL, 1.0, 1.0]))
    best = min((least_squares(error, start, bounds=bounds) for start in starts), key=lambda one: float(one.cost))
    return course(best.x)


def baseline_scores() -> dict[str, dict[str, float]]:
    """Mean absolute errors: of all counts, and of those after the last known one from those before."""
    scenario = nuzuh.read_scenario("idlib-2020")
    days, counts = counts_of(scenario)
    is_known = days <= scenario.day_of(LAST_KNOWN)
    known_days, known = days[is_known], counts[is_known]
    later, after = days[~is_known], counts[~is_known]
    line = (later + 1) * known[-1] / (known_days[-1] + 1)
    return {
        "fitted on all": {
            "persistence, one count ahead": mean_error(counts[:-1], counts[1:]),
            "mean rate": mean_error(best_line(days, counts), counts),
            "pool": mean_error(pool(days, counts, scenario.start)[days.astype(int)], counts),
        },
        "known on 26 January, 2 February to 8 March": {
            "persistence": mean_error(np.full(len(after), known[-1]), after),
            "mean rate": mean_error(line, after),
            "pool": mean_error(pool(known_days, known, scenario.start)[later.astype(int)], after),
        },
    }


if __name__ == "__main__":
    print(json.dumps(baseline_scores(), indent=1))
