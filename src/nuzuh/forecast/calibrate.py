"""Calibration: which values of uncertain parameters fit what was observed by a date, as a posterior.

Each count is taken as what the model says, times an error of registration (`nuzuh.forecast.registration_noise`). Every
point is a run of the model with parameters of its own, of the engine that will be used afterwards: with `counts` chance
is in the runs, and the posterior is that of the model with its chance, without any assumption on how large it is. The
sampler is `nuzuh.forecast.importance`; no run is thrown away.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import xarray as xr

import nuzuh
from nuzuh.ensembles.sensitivity import uncertain_in
from nuzuh.errors import UsageError
from nuzuh.forecast.importance import Sample, resampled, sampled
from nuzuh.forecast.known import Known, known_by
from nuzuh.forecast.leaks import leaks
from nuzuh.forecast.registration_noise import Reported, counted, errors_of, log_likelihood, reported
from nuzuh.forecast.rounds import Rounds
from nuzuh.model.params import with_settings
from nuzuh.model.priors import Prior
from nuzuh.model.result import command_line
from nuzuh.model.simulate import check_run
from nuzuh.typing import Floats

if TYPE_CHECKING:
    from nuzuh.ensembles.ensemble import Progress
    from nuzuh.ensembles.executors import Executor
    from nuzuh.model.simulate import EngineName
    from nuzuh.scenario.scenario import Scenario

LEAST_N: Final = 16
"""With fewer points there is no telling where the likely ones are."""
MOST_ROUNDS: Final = 20
NOISE: Final = 0.1
"""Of registrations, as a share; assumed."""


def calibrate(  # noqa: PLR0913 (each says one thing of a calibration)
    scenario: Scenario,
    until: date | None = None,
    *,
    params: Mapping[str, Any] | None = None,
    noise: float = NOISE,
    lag_days: int = 0,
    n: int = 256,
    draws: int = 1000,
    seed: int = 1,
    engine: EngineName = "counts",
    executor: str | Executor | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """The posterior of uncertain parameters, given what was observed by a date.

    Args:
        scenario: What is; priors stand among its parameters or in `params`.
        until: Observations dated, and where it is told published, by this day count; None: all of them.
        params: Parameters that differ from the scenario's, by dotted name, fixed or with a prior.
        noise: Standard deviation of the error of a count, as a share of it: of registration, and of the model itself.
            Of observations that name no `error` of their own. Errors of different counts are taken as independent.
        lag_days: Days by which registration runs late: a count is compared with the run so many days before.
        n: Runs of a round, and the effective number of points at which it ends.
        draws: Parameter sets that are drawn from the posterior, all with the same weight.
        seed: Of points, chance, errors and draws; the same seed gives the same posterior to the bit.
        engine: `counts` and `persons`, with chance; `mean`, without.
        executor: As `ensemble` takes it.
        progress: Called after each batch of runs; how many rounds it takes is not known before.

    Returns:
        Dimensions draw, parameter and observation. `posterior` holds the parameter sets, of which
        `posterior.to_pandas()` makes a table that `ensemble` takes; `prior` as many values of each parameter, evenly
        spaced in probability. For each observation `low`, `observed` and `high`, in persons; for each draw of it what
        was `simulated`, and `predicted`, what would be counted then. `rank` is the share of predicted counts below the
        observed. Attributes tell the effective number of points (`n_effective`), `rounds` and `runs`, what was
        `left_out`, and inputs of the scenario that give the answer away (`leaks`).

    Raises:
        UsageError: Arguments that cannot be used, no observation by the date, no uncertain parameter; all are told.
        ParamsError: Parameters that cannot be used.

    Examples:
        >>> import nuzuh
        >>> rate = {"displacement.rate": {"uniform": [0.02, 0.4]}}
        >>> valley = nuzuh.read_scenario("valley")
        >>> found = nuzuh.calibrate(valley, params=rate, n=64, engine="mean", executor="here")
        >>> bool(found.posterior.std() < found.prior.std() / 2)
        True
    """
    uncertain = replace(scenario, params=with_settings(scenario.params, params or {}))
    priors, known = _looked_at(
        lambda: uncertain_in(uncertain),
        lambda: known_by(uncertain, until, lag_days),
        lambda: check_run(seed, 1, engine),
        lambda: _check(noise, lag_days, n, draws),
    )
    counts, errors = reported(known.rows), errors_of(known.rows, noise)
    rng = np.random.default_rng(seed)
    rounds = Rounds(known, seed, engine, executor, progress)
    try:
        sample = sampled(
            lambda points, number: rounds.run(values_at(priors, points), number),
            lambda figures: log_likelihood(figures, counts, errors),
            len(priors),
            n=n,
            most_rounds=MOST_ROUNDS,
            rng=rng,
        )
    finally:
        rounds.close()
    return _dataset(sample, known, counts, priors, errors, draws, rng).assign_attrs(
        scenario=scenario.name,
        title=scenario.title,
        scenario_hash=uncertain.hash,
        until=(until or scenario.end).isoformat(),
        noise=noise,
        lag_days=lag_days,
        n=n,
        n_effective=sample.n_effective,
        rounds=sample.n_rounds,
        runs=len(sample.points),
        seed=seed,
        engine=engine,
        left_out=list(known.left_out),
        leaks=[leak.what for leak in leaks(known.scenario)],
        version=nuzuh.__version__,
        command=command_line(),
        comment="Modelled values beside observations. A posterior holds under the rules of the model and its noise.",
    )


def values_at(priors: Mapping[str, Prior], points: Floats) -> pd.DataFrame:
    """Parameter sets at points in standard normal coordinates.

    Args:
        priors: By dotted name.
        points: Shape (sets, parameters).

    Returns:
        A column for each parameter, as `ensemble` takes it.

    Examples:
        >>> from nuzuh.model.priors import priors_of
        >>> priors = priors_of({"displacement": {"rate": {"uniform": [0.1, 0.2]}}})
        >>> values_at(priors, np.zeros((1, 1)))["displacement.rate"].round(3).tolist()
        [0.15]
    """
    from scipy.special import ndtr  # noqa: PLC0415 (keeps --help fast)

    columns = zip(priors.items(), ndtr(points).T, strict=True)
    return pd.DataFrame({name: [prior.quantile(float(u)) for u in column] for (name, prior), column in columns})


def _looked_at(*looks: Callable[[], Any]) -> tuple[Any, Any]:
    """What the first two look-ups give.

    Raises:
        UsageError: Any of them found something wrong; all of it is told.
    """
    found, faults = [], dict[str, UsageError]()
    for look in looks:
        try:
            found.append(look())
        except UsageError as error:
            faults.setdefault(str(error), error)  # parameters are read twice
    if len(faults) > 1:
        raise UsageError("\n".join(faults))
    for fault in faults.values():
        raise fault
    return found[0], found[1]


def _check(noise: float, lag_days: int, n: int, draws: int) -> None:
    faults = []
    if not (math.isfinite(noise) and noise > 0):
        faults.append(f"noise is {noise:g}: give a share above 0, as 0.1 for counts that are good to a tenth")
    if lag_days < 0:
        faults.append(f"lag is {lag_days} days: give 0 or more; no count is made before the day to which it belongs")
    if n < LEAST_N:
        faults.append(f"n is {n}: give {LEAST_N} or more")
    if draws < 1:
        faults.append(f"draws is {draws}: give 1 or more")
    if faults:
        raise UsageError("\n".join(faults))


def _dataset(
    sample: Sample,
    known: Known,
    counts: Reported,
    priors: Mapping[str, Prior],
    errors: Floats,
    draws: int,
    rng: np.random.Generator,
) -> xr.Dataset:
    chosen = resampled(sample.weights, draws, rng)
    figures = sample.figures[chosen]
    predicted = counted(figures, errors, rng)
    levels = (np.arange(draws) + 0.5) / draws
    rank = (predicted < counts.middle).mean(axis=0) + 0.5 * (predicted == counts.middle).mean(axis=0)
    each, of_observation = ("draw", "parameter"), ("observation",)
    prior = np.array([[one.quantile(float(u)) for one in priors.values()] for u in levels], dtype=np.float64)
    rows, persons = known.rows, {"units": "persons"}
    data = {
        "posterior": (each, values_at(priors, sample.points[chosen]).to_numpy(dtype=np.float64)),
        "prior": (each, prior, {"long_name": "quantiles of the prior, evenly spaced in probability"}),
        "simulated": (("draw", "observation"), figures, persons),
        "predicted": (("draw", "observation"), predicted, persons),
        "low": (of_observation, np.maximum(counts.low, 0.0), persons),
        "observed": (of_observation, counts.middle, persons),
        "high": (of_observation, counts.high, persons),
        "rank": (of_observation, rank, {"long_name": "share of predicted counts below the observed one"}),
    }
    lag = pd.Timedelta(days=known.lag_days)
    coords = {
        "parameter": ("parameter", list(priors)),
        "described": ("parameter", [one.describe() for one in priors.values()]),
        "date": ("observation", (rows["date"] + lag).to_numpy("datetime64[ns]")),
        "location": ("observation", rows["location"].to_numpy(dtype=str)),
        "quantity": ("observation", rows["quantity"].to_numpy(dtype=str)),
        "status": ("observation", rows["status"].to_numpy(dtype=str)),
    }
    if rows["since"].notna().any() or (rows["to"] != "").any():
        coords |= {
            "since": ("observation", (rows["since"] + lag).to_numpy("datetime64[ns]")),
            "to": ("observation", rows["to"].to_numpy(dtype=str)),
        }
    return xr.Dataset(data, coords=coords)
