"""Simulation-based calibration: truths drawn from the prior, data made from them, and how often the posterior has them.

Talts, Betancourt, Simpson, Vehtari and Gelman 2018, arXiv:1804.06788.
"""

from __future__ import annotations

import functools
import multiprocessing
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from scipy import stats

import nuzuh
from nuzuh.forecast.calibrate import NOISE, values_at
from nuzuh.forecast.known import known_by
from nuzuh.forecast.observed import simulated_for
from nuzuh.forecast.registration_noise import counted
from nuzuh.model.params import with_settings
from nuzuh.model.priors import priors_of
from nuzuh.scenario.scenario import Scenario

RANGES = {
    "displacement.rate": {"uniform": [0.03, 0.3]},
    "departure.town": {"beta": [2, 20]},
    "destination.camp": {"lognormal": [2, 0.5]},
}
N_TRIALS = 200
N_DRAWS = 99
"""Of the posterior, among which the truth is ranked: from 0 to 99."""
N_BINS = 10


class Trial(NamedTuple):
    """How the posterior of one made-up data set stands to the truth.

    Args:
        rank: Draws of the posterior below the truth, by parameter.
        is_inside: Whether the truth lies between the 5 % and the 95 % quantile.
        runs: Of the model.
    """

    rank: list[int]
    is_inside: list[bool]
    runs: int


def trial(
    number: int, *, scenario: Scenario, ranges: Mapping[str, Any] = RANGES, n: int = 256, noise: float = NOISE
) -> Trial:
    """Draw a truth from the prior, make its counts with chance and noise, and calibrate on them."""
    rng = np.random.default_rng([7, number])
    uncertain = replace(scenario, params=with_settings(scenario.params, ranges))
    priors, known = priors_of(uncertain.params), known_by(uncertain)
    truth = values_at(priors, rng.standard_normal((1, len(priors)))).iloc[0]
    run = nuzuh.simulate(known.scenario, seed=10_000 + number, params=truth.to_dict())
    figures = np.concatenate(simulated_for(run, known.scenario, known.rows))
    rows = known.rows.assign(value=counted(figures, noise, rng), low=np.nan, high=np.nan)
    made = uncertain.with_tables(observations=rows)
    found = nuzuh.calibrate(made, noise=noise, n=n, seed=number, executor="here")
    low, high = found.posterior.quantile([0.05, 0.95], "draw").values
    below = (found.posterior[:N_DRAWS] < truth.to_numpy()).sum("draw").values
    return Trial(below.tolist(), ((low <= truth) & (truth <= high)).tolist(), found.attrs["runs"])


def p_uniform(ranks: Iterable[int]) -> float:
    """Probability of ranks that are spread so unevenly over the bins, or more, if they are uniform."""
    in_bins = np.bincount(np.array([*ranks]) * N_BINS // (N_DRAWS + 1), minlength=N_BINS)
    return float(stats.chisquare(in_bins).pvalue)


def calibration_figures() -> None:
    """Ranks and coverage of the parameters of the teaching scenario."""
    began = time.perf_counter()
    one = functools.partial(trial, scenario=nuzuh.read_scenario("valley"))
    with multiprocessing.get_context("spawn").Pool() as pool:
        trials = pool.map(one, range(N_TRIALS), chunksize=1)
    for at, name in enumerate(RANGES):
        ranks = np.array([one.rank[at] for one in trials])
        p_ks = stats.kstest((ranks + 0.5) / (N_DRAWS + 1), "uniform").pvalue
        inside = np.mean([one.is_inside[at] for one in trials])
        print(
            f"calibration of valley, {name}: truth inside the 90 % interval in {inside:.1%} of {N_TRIALS} trials; "
            f"ranks uniform with p = {p_uniform(ranks):.2f} ({N_BINS} bins), {p_ks:.2f} (Kolmogorov-Smirnov)"
        )
    runs, spent = sum(one.runs for one in trials), time.perf_counter() - began
    print(f"calibration of valley: {runs:,} runs in {spent:.0f} s, {runs / N_TRIALS:.0f} a trial")
