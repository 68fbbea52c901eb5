"""A model card (Mitchell et al. 2019, doi:10.1145/3287560.3287596): what forecasts are for, and how far to trust them.

What depends on the backtest follows from its numbers: which crises are named, and whether a difference is claimed.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import nuzuh
from nuzuh.forecast.bootstrap import BLOCK_ORIGINS, FEWEST_ORIGINS
from nuzuh.forecast.crisis_scores import BASELINES
from nuzuh.forecast.tasks import NEAR_DAYS, STEP_DAYS
from nuzuh.outputs.backtest_words import (
    NOMINAL,
    comparison,
    headline,
    interval,
    listed,
    number,
    percent,
    verdict_of,
    with_interval,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nuzuh.forecast.backtest import Backtest, Pooled
    from nuzuh.forecast.crisis_scores import HorizonScore

MOST_NAMED: Final = 6
"""Crises and horizons that a sentence names; all of them are in the table."""
FAIR_BIAS: Final = (0.85, 1.15)
"""Forecast over observed that is called neither low nor high."""
LONG_HORIZON: Final = 90
"""The horizon at which growth matters most."""
BETTER: Final = "the better of persistence and drift"
METHODS: Final = {
    "nuzuh": (
        "For each place simple continuations of its counts (experts): the last count, damped trends over several "
        "time scales, smoothed levels, a share of all arrivals, drift. They are averaged with weights that are learned "
        "online, from those past forecasts of the same crisis whose date has come. The distribution around the average "
        "comes from past errors of the crisis and, while these are few, of reference crises, weighted by how alike the "
        "times are (kernel-weighted conformal). A crisis that is among the reference crises is judged without its own "
        "errors, if it goes by the same name. Formulas: docs/forecasting.md."
    ),
    "persistence": "The last count of each place stays as it is.",
    "drift": "Each place goes on changing as it did between its last count and the one at least 14 days older.",
    "online": "Persistence or drift, whichever had been better in the crisis at the horizon so far.",
}
PURPOSE: Final = (
    "To say how many displaced persons will be counted in places that are counted already, days to three months "
    "ahead, and how wrong that may be: for planning of shelter, food and staff, beside what people on the spot know.",
    "It is for analysts of humanitarian organisations and for researchers who can judge the counts that they put in.",
    "It is not for decisions about persons, for closing borders or places, for denying or ending aid, nor as the only "
    "ground of a plan. Who cannot say how the counts came about should not use it. It does not say what would happen "
    "if: a series knows nothing of fighting, policy or weather.",
)
ALWAYS_FAILS: Final = (
    "A place that was not counted by the origin has no forecast. New camps are not in these scores.",
    "A series that stops, is merged with another or changes its definition is continued as if nothing had happened.",
    "An offensive, a ceasefire or a closed border is seen only once it is in the counts.",
    "Medians lie below means where people arrive in waves: for planning take the mean or an upper quantile.",
    "A place that repeats its count makes 50 % intervals look too wide and persistence look good.",
)
ETHICS: Final = (
    "Counts are totals of places. No data about persons are used, and none can be forecast.",
    "The numbers stand for people. A forecast that is published can be turned against them, or change what is counted: "
    "weigh whom it may harm before it is shared, and share its intervals with it.",
    "Who is not registered is in no count and in no forecast. Places that are counted rarely are forecast worst.",
)


def model_card(found: Backtest) -> str:
    """A model card as Markdown, from a backtest.

    Args:
        found: As `nuzuh.backtest` gives it.

    Examples:
        >>> from datetime import date, timedelta
        >>> import nuzuh
        >>> from nuzuh.forecast.registrations import registrations_of
        >>> counts = {date(2020, 1, 1) + timedelta(7 * week): 100.0 + 10 * week for week in range(30)}
        >>> card = model_card(nuzuh.backtest([registrations_of({"Camp": counts}, "crisis")]))
        >>> card.splitlines()[0]
        '# Model card: forecasts of displaced persons by nuzuh'
    """
    parts = [
        [f"# Model card: forecasts of displaced persons by {found.method}", "", headline(found)],
        ["## What it is for, and what not", "", *_bullets(PURPOSE)],
        ["## Data", "", *_data(found)],
        ["## Method", "", METHODS.get(found.method, f"The method `{found.method}`; see docs/forecasting.md.")],
        ["## How good it was", "", *_evaluation(found)],
        ["## Where it fails", "", *_bullets([*_failures(found), *ALWAYS_FAILS])],
        ["## People", "", *_bullets(ETHICS)],
        ["## Where this comes from", "", *_bullets(_origin(found))],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _data(found: Backtest) -> list[str]:
    rows = [
        [name, crisis.first.isoformat(), crisis.last.isoformat(), f"{crisis.n_places:,}", f"{crisis.n_counts:,}"]
        for name, crisis in found.crises.items()
    ]
    note = (
        "Counts of displaced persons by place, on the dates on which they were counted; nothing is filled in between. "
        "They are today's revision of the past: what was published at the time is not known and may have been less "
        "exact and later, so that forecasts made at the time may have been worse."
    )
    return [*_table(["crisis", "first count", "last count", "places", "counts"], rows), "", note]


def _evaluation(found: Backtest) -> list[str]:
    """Tables from the numbers, and a sentence for each horizon."""
    protocol = (
        f"Forecasts were made every {STEP_DAYS} days from what was known by then, and compared with the real count "
        f"nearest to the horizon, within {NEAR_DAYS} days. Error: sum of absolute errors over sum of counts (WAPE). "
        "Ratio: to that of the better of persistence and drift, chosen afterwards. Its 90 % interval is from blocks of "
        f"{BLOCK_ORIGINS} origins drawn anew and, over all crises, from crises drawn anew as well; with few crises it "
        f"is rough. Noise: the interval contains 1. Too short: fewer than {FEWEST_ORIGINS} origins, no interval. Bias: "
        "mean forecast over observed."
    )
    sentences = [
        f"At {days} days {comparison(pooled.ratios['better'], found.method, BETTER)}; of the distributions (CRPS) "
        f"{comparison(pooled.ratios['crps'], found.method, BETTER)}."
        for days, pooled in found.pooled.items()
    ]
    shown = (*(name for name in BASELINES if name != found.method), found.method)
    names = [
        "crisis",
        "days",
        "n",
        *shown,
        "ratio",
        "90 % interval",
        "CRPS ratio",
        "in 50 %",
        "in 90 %",
        "bias",
        "verdict",
    ]
    rows = [
        [name, f"{days}", f"{row.n:,}", *(number(row.methods[key].wape, 3) for key in shown), *_cells(found, row)]
        for name, crisis in found.crises.items()
        for days, row in crisis.horizons.items()
    ]
    return [protocol, "", *_pooled_table(found), "", *_bullets(sentences), "", *_table(names, rows)]


def _cells(found: Backtest, row: HorizonScore) -> list[str]:
    judged, better = row.methods[found.method], row.ratios["better"]
    shares = [percent(judged.cov50), percent(judged.cov90)]
    crps = number(row.ratios["crps"].value)
    return [number(better.value), interval(better), crps, *shares, number(judged.bias), verdict_of(row)]


def _pooled_table(found: Backtest) -> list[str]:
    names = ["ratio over all crises, by method", *(f"{days} days" for days in found.horizons), "all"]
    rows = []
    for method, overall in found.overall_methods.items():
        ratios = [*(pooled.methods[method] for pooled in found.pooled.values()), overall]
        rows.append([method, *map(with_interval, ratios)])
    for label, key in ((f"{found.method}: in 50 %", "cov50"), (f"{found.method}: in 90 %", "cov90")):
        rows.append([label, *(percent(getattr(pooled, key)) for pooled in found.pooled.values()), ""])
    return _table(names, rows)


def _failures(found: Backtest) -> list[str]:
    """Where the method did badly, by the numbers."""
    rows = [
        (f"{name} at {days} days", row)
        for name, crisis in found.crises.items()
        for days, row in crisis.horizons.items()
    ]
    checked = [(name, row) for name, row in rows if row.n]
    lines = _lost(checked, found.method)
    for share, low, high in NOMINAL:
        lines += _uncovered(checked, found, share, low, high)
    lines += _biased(found)
    absent = [name for name, row in rows if not row.n]
    if absent:
        lines.append(f"Nothing can be said of {_named(absent)}: no place was counted again in time.")
    return lines


def _lost(rows: Sequence[tuple[str, HorizonScore]], method: str) -> list[str]:
    """Crises in which a baseline did better, and those with the largest errors."""
    lines = []
    worse = [(name, row) for name, row in rows if row.ratios["better"].verdict == "worse"]
    if worse:
        lines.append(f"Worse than a baseline, beyond noise: {_named(name for name, _ in worse)}.")
    behind = [name for name, row in rows if row.best not in {"", method} and (name, row) not in worse]
    if behind:
        lines.append(f"Behind a baseline, not beyond noise: {_named(behind)}.")
    unclear = sum(row.ratios["better"].verdict in {"unclear", "too short"} for _, row in rows)
    if unclear:
        lines.append(
            f"In {unclear} of {len(rows)} rows of the table the difference to the better baseline is within noise, or "
            "the crisis is too short to tell."
        )
    largest = sorted((row.methods[method].wape, name) for name, row in rows if row.methods[method].wape > 0)[-3:]
    if largest:
        said = [f"{name} ({percent(wape)} of the people counted)" for wape, name in reversed(largest)]
        lines.append(f"Largest errors: {listed(said)}.")
    return lines


def _uncovered(
    rows: Sequence[tuple[str, HorizonScore]], found: Backtest, share: int, low: float, high: float
) -> list[str]:
    """Intervals that hold more or fewer counts than they should: on average, and the crises furthest off."""
    key = f"cov{share}"
    averages = {days: getattr(pooled, key) for days, pooled in found.pooled.items() if pooled.n_crises}
    off = [f"{percent(value)} at {days} days" for days, value in averages.items() if not low <= value <= high]
    within = f"{100 * low:.0f} to {100 * high:.0f} %"
    lines = [f"On average over crises {share} % intervals hold {listed(off)}, outside {within}."] if off else []
    apart = [(abs(value - share / 100), name, value) for name, row in rows for value in [_covered(row, found, key)]]
    furthest = [f"{name} ({percent(value)})" for _, name, value in sorted(apart)[::-1] if not low <= value <= high]
    if furthest:
        lines.append(f"{share} % intervals hold too few or too many counts in {_named(furthest)}.")
    return lines


def _covered(row: HorizonScore, found: Backtest, key: str) -> float:
    return float(getattr(row.methods[found.method], key))


def _biased(found: Backtest) -> list[str]:
    """Forecast over observed at the longest horizon, where people grew in number."""
    days = min(found.horizons, key=lambda horizon: abs(horizon - LONG_HORIZON))
    pooled = found.pooled[days]
    lines = []
    if pooled.n_growing:
        names = [name for name, crisis in found.crises.items() if crisis.horizons[days].is_growing]
        lines.append(
            f"In growing crises ({listed(names)}: a fifth more people {days} days after the origins) the means of the "
            f"forecasts are {number(pooled.bias_growing)} times what was counted, {_called(pooled.bias_growing)}."
        )
    if math.isfinite(pooled.bias_grown):
        lines.append(
            f"Of origins after which people had become a fifth more within {days} days, the means are "
            f"{number(pooled.bias_grown)} times what was counted. These origins are picked by what came after, which "
            "nobody knew: forecasts tend to be low on them."
        )
    return [*lines, *_biased_overall(days, pooled)]


def _biased_overall(days: int, pooled: Pooled) -> list[str]:
    if not pooled.n_crises or FAIR_BIAS[0] <= pooled.bias <= FAIR_BIAS[1]:
        return []
    return [f"At {days} days the means are {number(pooled.bias)} times what was counted: {_called(pooled.bias)}."]


def _called(bias: float) -> str:
    if bias < FAIR_BIAS[0]:
        return "too low"
    return "too high" if bias > FAIR_BIAS[1] else "neither low nor high"


def _origin(found: Backtest) -> list[str]:
    dates = [(crisis.first, crisis.last) for crisis in found.crises.values()]
    first, last = min(date for date, _ in dates), max(date for _, date in dates)
    command = [f"Made by `{found.command}`."] if found.command else []
    return [
        f"Version: nuzuh {nuzuh.__version__}, seed {found.seed}; counts from {first} to {last}.",
        *command,
        "Questions and faults: the project's issue tracker.",
    ]


def _named(names: Iterable[str]) -> str:
    known = list(names)
    more = len(known) - MOST_NAMED
    return listed(known[:MOST_NAMED] if more <= 0 else [*known[:MOST_NAMED], f"{more} more"])


def _bullets(lines: Iterable[str]) -> list[str]:
    return [f"- {line[0].upper()}{line[1:]}" for line in lines]


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table of Markdown; a bar in a cell would end it."""
    found = [list(names), ["---"] * len(names), *(list(row) for row in rows)]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in found]
