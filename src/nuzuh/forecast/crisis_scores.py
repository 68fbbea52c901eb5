"""Scores of the forecasts of one crisis, by horizon and method, with what is needed to pool them with others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import UsageError, near_misses
from nuzuh.forecast.bootstrap import Ratio, generator, log_ratios, ratio_of, resampled
from nuzuh.forecast.intervals import LEVELS
from nuzuh.forecast.score import bias, coverage, crps, pit_histogram, wape, weighted_interval_score
from nuzuh.typing import Bools, Floats

if TYPE_CHECKING:
    from datetime import date

    from nuzuh.forecast.hindcast import Hindcast
    from nuzuh.forecast.intervals import Distribution
    from nuzuh.forecast.residuals import Residuals

BASELINES = ("persistence", "drift")
ONLINE = "online"
COMPARISONS = {
    "better": (BASELINES, "wape"),
    **{name: ((name,), "wape") for name in (*BASELINES, ONLINE)},
    "crps": (BASELINES, "crps"),
}
"""What the judged method is compared with, and in which measure; of two, with the one that did better afterwards."""
GROWN = 1.2
"""People count as growing in number from a fifth more than at the origin."""
NO_ERROR = 1e-6
"""Persons; what is less comes of rounding, as weights add up to 1 but for it."""
MEASURES = ("wape", "crps")
"""Losses that are resampled: absolute errors, and scores of distributions."""


@dataclass(frozen=True)
class MethodScore:
    """Scores of a method in one crisis at one horizon; NaN where there is nothing to score.

    Args:
        wape: Sum of absolute errors over sum of counts.
        crps: Mean continuous ranked probability score, persons.
        wis: Mean weighted interval score, persons.
        cov50: Share of the counts in their 50 % intervals.
        cov90: The same of 90 %.
        bias: Means of the distributions over counts, both summed.
        bias_median: The same of their medians.
        bias_grown: The same as `bias`, of those origins after which people had become a fifth more.
        pit: Histogram of the probability integral transform, shape (bins,).
    """

    wape: float
    crps: float
    wis: float
    cov50: float
    cov90: float
    bias: float
    bias_median: float
    bias_grown: float
    pit: tuple[float, ...]


@dataclass(frozen=True)
class HorizonScore:
    """Scores of one crisis at one horizon.

    Args:
        n: Forecasts that could be checked.
        n_origins: Origins that they are of.
        n_grown: Those of them of origins after which people had become a fifth more.
        growth: Sum of the counts over sum of the last counts at their origins.
        methods: Scores by method.
        ratios: WAPE of the method that is judged over that of the better baseline, of each baseline, and of the online
            choice; under crps its CRPS over that of the better baseline.
        best: Which of it and the baselines has the least WAPE; empty where they are the same.
    """

    n: int
    n_origins: int
    n_grown: int
    growth: float
    methods: dict[str, MethodScore]
    ratios: dict[str, Ratio]
    best: str

    @property
    def is_growing(self) -> bool:
        """Whether people were a fifth more than at the origins, all forecasts taken together."""
        return self.growth >= GROWN


@dataclass(frozen=True)
class Losses:
    """Summed losses of a crisis, to be pooled.

    Args:
        methods: Names, in order.
        sums: Shape (measures, horizons, methods), persons.
        samples: The same with origins drawn anew, shape (samples, measures, horizons, methods).
    """

    methods: tuple[str, ...]
    sums: Floats
    samples: Floats

    def log_ratios(self, method: str, others: tuple[str, ...], measure: str = "wape") -> tuple[Floats, Floats]:
        """Logarithms of a method's loss over the least of others: (horizons,), and (samples, horizons)."""
        first, rest = self.methods.index(method), [self.methods.index(name) for name in others]
        at = MEASURES.index(measure)
        return log_ratios(self.sums[at], first, rest), log_ratios(self.samples[:, at], first, rest)


@dataclass(frozen=True)
class CrisisScores:
    """Scores of one crisis.

    Args:
        name: Of the crisis.
        first: Date of its first count.
        last: Date of its last.
        n_places: How many places were counted.
        n_counts: How many counts there are.
        horizons: Scores by days ahead.
        losses: To pool them.
    """

    name: str
    first: date
    last: date
    n_places: int
    n_counts: int
    horizons: dict[int, HorizonScore]
    losses: Losses = field(repr=False, compare=False)


def scores_of(
    found: Hindcast, reference: Residuals, horizons: tuple[int, ...], method: str = "nuzuh", seed: int = 1
) -> CrisisScores:
    """Score all methods of a hindcast, and judge one of them beside the baselines.

    Args:
        found: Forecasts as they would have been made.
        reference: Errors of other crises, for the distributions.
        horizons: Days ahead.
        method: The one that is judged.
        seed: Of the draws for intervals.

    Raises:
        UsageError: The hindcast does not offer the method.
    """
    if method not in found.forecasts:
        name = found.registrations.name
        message = f"no method '{method}' for {name}: {near_misses(method, tuple(found.forecasts))}"
        raise UsageError(message)
    given = {name: found.distributions(reference, name) for name in found.forecasts}
    losses = _losses(found, given, horizons, seed)
    known = found.registrations
    return CrisisScores(
        known.name,
        known.date_of(known.first_day),
        known.date_of(known.last_day),
        len(known.places),
        sum(map(len, known.counts)),
        {days: _horizon(found, given, losses, at, days, method) for at, days in enumerate(horizons)},
        losses,
    )


def _horizon(
    found: Hindcast, given: dict[str, Distribution], losses: Losses, at: int, days: int, method: str
) -> HorizonScore:
    asked = found.tasks.horizon == days
    origins, counts = found.tasks.origin[asked], found.tasks.count[asked]
    last = found.forecasts["persistence"][asked]
    grown = np.isin(origins, np.flatnonzero(np.bincount(origins, counts) >= GROWN * np.bincount(origins, last)))
    methods = {name: _method(found.forecasts[name], given[name], found, asked, grown) for name in given}
    n_origins = len(np.unique(origins))
    ratios = {name: _ratio(losses, at, method, *beside).of_origins(n_origins) for name, beside in COMPARISONS.items()}
    growth = float(counts.sum() / last.sum()) if last.sum() > 0 else float("nan")
    return HorizonScore(
        int(asked.sum()), n_origins, int(grown.sum()), growth, methods, ratios, _best(methods, (method, *BASELINES))
    )


def _method(forecast: Floats, given: Distribution, found: Hindcast, asked: Bools, grown: Bools) -> MethodScore:
    count, quantiles = found.tasks.count[asked], given.quantiles[:, asked]
    mean, median = given.mean[asked], given.at(0.5)[asked]
    return MethodScore(
        wape=wape(forecast[asked], count),
        crps=_mean(crps(quantiles, LEVELS, count)),
        wis=_mean(weighted_interval_score(quantiles, LEVELS, count)),
        cov50=coverage(quantiles, LEVELS, count, 0.5),
        cov90=coverage(quantiles, LEVELS, count, 0.9),
        bias=bias(mean, count),
        bias_median=bias(median, count),
        bias_grown=bias(mean[grown], count[grown]),
        pit=tuple(pit_histogram(quantiles, LEVELS, count).tolist()),
    )


def _losses(found: Hindcast, given: dict[str, Distribution], horizons: tuple[int, ...], seed: int) -> Losses:
    """Absolute errors and CRPS, summed by origin and drawn anew in blocks of origins, all horizons together."""
    tasks = found.tasks
    used, at = np.unique(tasks.origin, return_inverse=True)
    by_origin = np.zeros((len(used), len(MEASURES), len(horizons), len(given)))
    for of, days in enumerate(horizons):
        asked = tasks.horizon == days
        for n, (name, distribution) in enumerate(given.items()):
            errors = np.abs(found.forecasts[name] - tasks.count)
            scores = crps(distribution.quantiles, LEVELS, tasks.count)
            for measure, loss in enumerate((errors, scores)):
                loss[loss < NO_ERROR] = 0.0
                by_origin[:, measure, of, n] = np.bincount(at[asked], loss[asked], len(used))
    random = generator(seed, found.registrations.name)
    return Losses(tuple(given), by_origin.sum(axis=0), resampled(by_origin, random))


def _ratio(losses: Losses, at: int, method: str, others: tuple[str, ...], measure: str) -> Ratio:
    values, samples = losses.log_ratios(method, others, measure)
    return ratio_of(float(values[at]), samples[:, at])


def _best(methods: dict[str, MethodScore], named: tuple[str, ...]) -> str:
    found = {name: methods[name].wape for name in named}
    least, most = min(found.values()), max(found.values())
    return min(found, key=found.__getitem__) if most - least > 1e-12 else ""


def _mean(scores: Floats) -> float:
    return float(scores.mean()) if len(scores) else float("nan")
