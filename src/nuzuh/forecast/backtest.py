"""A backtest: forecasts of past crises from what was known at each origin, scored against what was counted then.

Origins are every 7 days from day 0 to the last count. A forecast is of a real count within 3 days of its horizon; no
count is made up between two. See docs/forecasting.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import UsageError, quoted
from nuzuh.forecast.beside_simulator import Simulated, hindcasts_of
from nuzuh.forecast.bootstrap import Ratio, generator, pooled_ratio
from nuzuh.forecast.crisis_scores import BASELINES, COMPARISONS, CrisisScores, scores_of
from nuzuh.forecast.residuals import Residuals, reference_residuals
from nuzuh.forecast.tasks import HORIZONS
from nuzuh.typing import Floats

if TYPE_CHECKING:
    from nuzuh.forecast.course import CourseName
    from nuzuh.forecast.hindcast import Hindcast
    from nuzuh.forecast.registrations import Registrations
    from nuzuh.scenario.scenario import Scenario

METHOD = "nuzuh"
POOLED = "all crises"
"""What draws of crises are keyed by: the same for all comparisons, so that these differ by the methods alone."""
FEWEST_GROWN = 10
"""With fewer forecasts of times of growth a crisis says nothing of them."""
Comparison = tuple[str, tuple[str, ...], str]
"""A method, those that it is compared with, and the measure."""


@dataclass(frozen=True)
class Pooled:
    """All crises at one horizon, each of the same weight, however many forecasts of it there are.

    Args:
        n_crises: Crises with forecasts that could be checked.
        left_out: Why others are not in the ratios, by name.
        ratios: Geometric means over crises; see `HorizonScore`.
        methods: WAPE of each method over that of the better baseline, the same way.
        cov50: Mean share of the counts in 50 % intervals.
        cov90: The same of 90 %.
        bias: Mean of forecast over observed.
        n_growing: Crises in which people were a fifth more than at the origins.
        bias_growing: Mean of forecast over observed in them.
        bias_grown: Mean over crises of forecast over observed of those origins after which people had become a fifth
            more, of crises with at least 10 of them. Origins picked by what came after make any forecast look low.
        pit: Mean histogram of the probability integral transform.
    """

    n_crises: int
    left_out: dict[str, str]
    ratios: dict[str, Ratio]
    methods: dict[str, Ratio]
    cov50: float
    cov90: float
    bias: float
    n_growing: int
    bias_growing: float
    bias_grown: float
    pit: tuple[float, ...]


@dataclass(frozen=True)
class Backtest:
    """How good forecasts of past crises would have been.

    Args:
        method: The one that is judged beside the baselines.
        methods: All that were scored in every crisis.
        horizons: Days ahead.
        seed: Of the draws for intervals.
        crises: Scores by name.
        pooled: All crises by days ahead.
        overall: Geometric means over crises and horizons, as `Pooled.ratios`.
        overall_methods: The same, as `Pooled.methods`.
        command: What gives it again; empty where it was not typed.
    """

    method: str
    methods: tuple[str, ...]
    horizons: tuple[int, ...]
    seed: int
    crises: dict[str, CrisisScores]
    pooled: dict[int, Pooled]
    overall: dict[str, Ratio]
    overall_methods: dict[str, Ratio]
    command: str = ""


def backtest(
    crises: Sequence[Registrations],
    *,
    scenarios: Mapping[str, Scenario] | None = None,
    course: CourseName = "held",
    horizons: Sequence[int] = HORIZONS,
    method: str = METHOD,
    reference: Residuals | None = None,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Backtest:
    """Forecast past crises at every origin, and score the forecasts.

    A crisis that is among the reference crises is judged without its own errors; it is known by its name.

    Args:
        crises: Registrations, each under another name.
        scenarios: By the name of a crisis, from which the simulator learns and joins the experts; the method without
            it and the simulator alone are scored, too.
        course: Whether the simulator knows the course of conflict after an origin, or holds it as it was.
        horizons: Days ahead.
        method: Which is judged beside the baselines: nuzuh, or one of the baselines themselves.
        reference: Errors of other crises, for the distributions; those shipped with nuzuh if not given.
        seed: Of the draws for intervals of ratios.
        progress: Told how many crises there are, and how many are done.

    Raises:
        UsageError: There is no crisis, or two of one name; an unknown method; an impossible horizon.

    Examples:
        >>> from datetime import date, timedelta
        >>> from nuzuh.forecast.registrations import registrations_of
        >>> counts = {date(2020, 1, 1) + timedelta(7 * week): 100.0 + 10 * week for week in range(30)}
        >>> found = backtest([registrations_of({"Camp": counts}, "crisis")])
        >>> found.crises["crisis"].horizons[30].n, found.crises["crisis"].horizons[30].best
        (26, 'drift')
    """
    _check(crises, horizons, seed)
    told = scenarios or {}
    asked = [Simulated(crisis, told.get(crisis.name), tuple(horizons), course, seed) for crisis in crises]
    return judge(
        hindcasts_of(asked),
        len(crises),
        horizons=horizons,
        method=method,
        reference=reference,
        seed=seed,
        progress=progress,
    )


def judge(
    hindcasts: Iterable[Hindcast],
    n: int,
    *,
    horizons: Sequence[int] = HORIZONS,
    method: str = METHOD,
    reference: Residuals | None = None,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Backtest:
    """Score forecasts that were made elsewhere, with whatever methods they offer; see `backtest`.

    Args:
        hindcasts: One for each crisis.
        n: How many there are.
        horizons: Days ahead.
        method: Which is judged.
        reference: Errors of other crises.
        seed: Of the draws.
        progress: Told how many crises there are, and how many are done.
    """
    known = reference_residuals() if reference is None else reference
    scores: dict[str, CrisisScores] = {}
    for found in hindcasts:
        if progress is not None:
            progress(n, len(scores))
        name = found.registrations.name
        scores[name] = scores_of(found, known.without(name), tuple(horizons), method, seed)
    if progress is not None:
        progress(n, n)
    return _pooled(scores, tuple(horizons), method, seed)


def _check(crises: Sequence[Registrations], horizons: Sequence[int], seed: int) -> None:
    if not crises:
        message = "no crisis to forecast: give registrations of at least one"
        raise UsageError(message)
    twice = sorted(name for name, n in Counter(crisis.name for crisis in crises).items() if n > 1)
    if twice:
        names = ", ".join(map(quoted, twice))
        message = f"two crises are named {names}: rename the file or folder, or change the name in scenario.yml"
        raise UsageError(message)
    wrong = sorted({days for days in horizons if days < 1 or list(horizons).count(days) > 1})
    if wrong or not horizons:
        message = f"no forecast of {wrong or 'no'} days ahead: give whole days from 1 on, each once, as 7, 30, 90"
        raise UsageError(message)
    if seed < 0:
        message = f"seed is {seed}: give 0 or more"
        raise UsageError(message)


def _pooled(scores: dict[str, CrisisScores], horizons: tuple[int, ...], method: str, seed: int) -> Backtest:
    """All crises together, horizon by horizon and over all of them."""
    offered = [crisis.losses.methods for crisis in scores.values()]
    methods = tuple(name for name in offered[0] if all(name in names for names in offered))
    compared = {name: (method, others, measure) for name, (others, measure) in COMPARISONS.items()}
    ratios, overall = _ratios(scores, horizons, compared, seed)
    beside = {name: (name, BASELINES, "wape") for name in methods}
    of_methods, overall_methods = _ratios(scores, horizons, beside, seed)
    pooled = {days: _at_horizon(scores, days, method, ratios[days], of_methods[days]) for days in horizons}
    return Backtest(method, methods, horizons, seed, scores, pooled, overall, overall_methods)


def _ratios(
    scores: dict[str, CrisisScores], horizons: tuple[int, ...], compared: Mapping[str, Comparison], seed: int
) -> tuple[dict[int, dict[str, Ratio]], dict[str, Ratio]]:
    """Pooled ratios by horizon, and over all horizons, each of the same weight within a crisis."""
    by_horizon: dict[int, dict[str, Ratio]] = {days: {} for days in horizons}
    n_origins = {days: sum(crisis.horizons[days].n_origins for crisis in scores.values()) for days in horizons}
    overall = {}
    for key, (name, others, measure) in compared.items():
        pairs = [crisis.losses.log_ratios(name, others, measure) for crisis in scores.values()]
        values, samples = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
        for at, days in enumerate(horizons):
            ratio = pooled_ratio(values[:, at], samples[:, :, at], generator(seed, POOLED))
            by_horizon[days][key] = ratio.of_origins(n_origins[days])
        ratio = pooled_ratio(_mean_finite(values), _mean_finite(samples), generator(seed, POOLED))
        overall[key] = ratio.of_origins(max(n_origins.values()))
    return by_horizon, overall


def _at_horizon(
    scores: dict[str, CrisisScores], days: int, method: str, ratios: dict[str, Ratio], of_methods: dict[str, Ratio]
) -> Pooled:
    rows = {name: crisis.horizons[days] for name, crisis in scores.items()}
    judged = {name: row.methods[method] for name, row in rows.items() if row.n}
    growing = [score.bias for name, score in judged.items() if rows[name].is_growing]
    pits = np.array([score.pit for score in judged.values()])
    return Pooled(
        n_crises=len(judged),
        left_out=_left_out(scores, days),
        ratios=ratios,
        methods=of_methods,
        cov50=_mean(score.cov50 for score in judged.values()),
        cov90=_mean(score.cov90 for score in judged.values()),
        bias=_mean(score.bias for score in judged.values()),
        n_growing=len(growing),
        bias_growing=_mean(growing),
        bias_grown=_mean(score.bias_grown for name, score in judged.items() if rows[name].n_grown >= FEWEST_GROWN),
        pit=tuple(pits.mean(axis=0).tolist()) if len(pits) else (),
    )


def _left_out(scores: dict[str, CrisisScores], days: int) -> dict[str, str]:
    found = {}
    for name, crisis in scores.items():
        row = crisis.horizons[days]
        if not row.n:
            found[name] = f"no place was counted again {days} days after an origin"
        elif not 0 < row.ratios["better"].value < np.inf:
            found[name] = "a baseline or the method made no error at all"
    return found


def _mean_finite(logs: Floats) -> Floats:
    """Mean over the last axis of what is finite; NaN where nothing is."""
    finite = np.isfinite(logs)
    n = finite.sum(axis=-1)
    return np.asarray(np.where(n > 0, np.where(finite, logs, 0.0).sum(axis=-1) / np.maximum(n, 1), np.nan))


def _mean(values: Iterable[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")
