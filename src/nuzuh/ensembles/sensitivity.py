"""Sensitivity: which uncertain parameters move the answer, and how far it moves with all of them."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

import nuzuh
from nuzuh.ensembles.ensemble import ensemble
from nuzuh.ensembles.measures import Measure, default_outcomes, measure_of, measured
from nuzuh.errors import UsageError
from nuzuh.model.params import with_settings
from nuzuh.model.priors import Prior, priors_of
from nuzuh.model.result import command_line
from nuzuh.model.simulate import simulate
from nuzuh.typing import Floats

if TYPE_CHECKING:
    from nuzuh.ensembles.ensemble import Progress
    from nuzuh.ensembles.executors import Executor
    from nuzuh.model.simulate import EngineName
    from nuzuh.scenario.scenario import Scenario

LEAST_N: Final = 8
"""With fewer points the indices say nothing."""
N_RESAMPLES: Final = 500
"""Of the bootstrap behind the intervals."""
SHARE: Final = 0.9
"""Of the intervals."""
QUANTILES: Final = {"q05": 0.05, "median": 0.5, "q95": 0.95}
ROUNDING: Final = 1e-9
"""Outcomes that differ by a smaller share are the same: expected values are rounded differently."""
INDICES: Final = {
    "first": "first-order index: share of the variance that the parameter explains by itself",
    "total": "total index: share of the variance in which the parameter has a part",
}


class Method(NamedTuple):
    """What SALib does.

    Args:
        sample: Points of the unit cube.
        analyse: Indices of the outcomes at these points.
    """

    sample: Callable[..., Floats]
    analyse: Callable[..., Mapping[str, Floats]]


def sensitivity(
    scenario: Scenario,
    n: int = 64,
    *,
    params: Mapping[str, Any] | None = None,
    seed: int = 1,
    engine: EngineName = "mean",
    outcomes: Sequence[str] | None = None,
    executor: str | Executor | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Share out the variance of outcomes among the parameters that are uncertain: Sobol' indices.

    Sample and estimators are those of Saltelli et al. (2010), Computer Physics Communications 181, 259-270: first
    order as (b), total as (f, after Jansen) of their table 2, with SALib. The model is run n · (2 + number of
    parameters) times, and once with central values.

    Args:
        scenario: What is; priors stand among its parameters or in `params`.
        n: Points of the Sobol' sequence, a power of two.
        params: Parameters that differ from the scenario's, by dotted name, fixed or with a prior.
        seed: Of the sample, the bootstrap, and the draws of an engine that draws.
        engine: `mean`, without chance; with `counts` and `persons` the runs differ by chance too: it is in every
            total index and in no first-order index.
        outcomes: Names as `nuzuh.ensembles.measures.measure_of` takes them; None: `default_outcomes`.
        executor: As `ensemble` takes it.
        progress: Called after each batch of runs.

    Returns:
        Dimensions outcome and parameter. Indices `first` and `total`, each with the ends of its 90 % bootstrap interval
        (`first_low`, `first_high`, …); they are NaN for an outcome that does not vary. By outcome alone, in its `unit`:
        `central`, with the central values of all priors, and `q05`, `median` and `q95` over the sample. Priors, in
        words and with their central values, are coordinates of parameter.

    Raises:
        UsageError: No parameter is uncertain, n is no power of two, an unknown outcome, or SALib is not installed.
        ParamsError: Parameters that cannot be used.

    Examples:
        >>> import nuzuh
        >>> rate = {"displacement.rate": {"uniform": [0.05, 0.2]}, "departure.camp": {"uniform": [0, 0.01]}}
        >>> found = nuzuh.sensitivity(nuzuh.read_scenario("valley"), n=8, params=rate, executor="here")
        >>> found.total.sel(outcome="cum_displaced").idxmax().item()
        'displacement.rate'
    """
    method = _method()
    _check_n(n)
    uncertain = replace(scenario, params=with_settings(scenario.params, params or {}))
    priors = uncertain_in(uncertain)
    central = simulate(uncertain, seed=seed, engine=engine)
    names = dict.fromkeys(outcomes or default_outcomes(uncertain, central))
    measures = [measure_of(name, uncertain) for name in names]
    sets = parameter_sets(priors, n, seed, method)
    with (
        tempfile.TemporaryDirectory(prefix="nuzuh-") as folder,  # so that the runs need not fit into memory
        ensemble(
            uncertain,
            len(sets),
            params=sets,
            seed=seed,
            engine=engine,
            executor=executor,
            out=folder,
            progress=progress,
        ) as runs,
    ):
        values = measured(runs, measures)
    found = _dataset(
        _indices(values, list(priors), seed, method), values, measured(central, measures)[0], measures, priors
    )
    return found.assign_attrs(
        scenario=scenario.name,
        title=scenario.title,
        scenario_hash=scenario.hash,
        n=n,
        runs=len(sets),
        engine=engine,
        seed=seed,
        version=nuzuh.__version__,
        command=command_line(),
        comment="Modelled values, not observations.",
    )


def parameter_sets(priors: Mapping[str, Prior], n: int, seed: int, method: Method | None = None) -> pd.DataFrame:
    """The parameter sets of Saltelli's sample: points of a scrambled Sobol' sequence, mapped through the priors.

    Args:
        priors: By dotted name.
        n: Points, a power of two.
        seed: Of the scrambling.
        method: SALib; None: load it.

    Returns:
        A column for each parameter. For each point, one after the other: the row A, then A with one parameter after
        the other from B, then the row B.

    Raises:
        UsageError: SALib is not installed.

    Examples:
        >>> from nuzuh.model.priors import priors_of
        >>> priors = priors_of({"displacement": {"rate": {"uniform": [0.05, 0.2]}, "fear": {"beta": [2, 2]}}})
        >>> parameter_sets(priors, n=8, seed=1).shape
        (32, 2)
    """
    points = (method or _method()).sample(_problem(list(priors)), n, calc_second_order=False, seed=seed)
    columns = zip(priors.items(), points.T, strict=True)
    return pd.DataFrame({name: [prior.quantile(float(u)) for u in column] for (name, prior), column in columns})


def uncertain_in(scenario: Scenario) -> dict[str, Prior]:
    """The priors of a scenario, by dotted name.

    Raises:
        UsageError: There is none.
        ParamsError: Parameters that cannot be used.

    Examples:
        >>> import nuzuh
        >>> uncertain_in(nuzuh.read_scenario("valley"))
        Traceback (most recent call last):
        ...
        nuzuh.errors.UsageError: no parameter of 'valley' is uncertain: give a range, ...
    """
    priors = priors_of(scenario.params)
    if priors:
        return priors
    message = (
        f"no parameter of '{scenario.name}' is uncertain: give a range, as --vary displacement.rate=0.05,0.2, or a "
        'prior in scenario.yml, --set or params, as displacement.rate: {"uniform": [0.05, 0.2]}'
    )
    raise UsageError(message)


def _method() -> Method:
    """SALib.

    Raises:
        UsageError: It is not installed.
    """
    try:
        from SALib.analyze import sobol as analysis  # noqa: PLC0415 (an extra)
        from SALib.sample import sobol as sampling  # noqa: PLC0415
    except ImportError:
        message = "SALib is not installed: pip install 'nuzuh[sensitivity]'"
        raise UsageError(message) from None
    return Method(sampling.sample, analysis.analyze)


def _check_n(n: int) -> None:
    """See that a Sobol' sequence of n points is balanced."""
    if n >= LEAST_N and n & (n - 1) == 0:
        return
    below = 1 << max(n, LEAST_N).bit_length() - 1
    nearest = min(below, 2 * below, key=lambda power: abs(power - n))
    message = f"n is {n}: give a power of two from {LEAST_N} on; the nearest is {nearest}"
    raise UsageError(message)


def _problem(names: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def _indices(values: Floats, names: Sequence[str], seed: int, method: Method) -> dict[str, Floats]:
    """Indices and half the width of their intervals, shape (outcomes, parameters); NaN where nothing varies."""
    found = {key: np.full((values.shape[1], len(names)), np.nan) for key in ("S1", "S1_conf", "ST", "ST_conf")}
    base = _base(values, len(names))
    varies = np.ptp(base, axis=0) > ROUNDING * np.abs(base).max(axis=0)
    for at in np.flatnonzero(varies):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a resample without variance counts as 0, which is no one's concern
            said = method.analyse(
                _problem(names),
                values[:, at],
                calc_second_order=False,
                num_resamples=N_RESAMPLES,
                conf_level=SHARE,
                seed=seed + 1,  # SALib takes 0 for none
            )
        for key, rows in found.items():
            rows[at] = said[key]
    return found


def _base(values: Floats, n_params: int) -> Floats:
    """The rows A and B of the sample, which are independent of each other: shape (2n, outcomes)."""
    each = n_params + 2
    return np.concatenate([values[::each], values[each - 1 :: each]])


def _dataset(
    indices: Mapping[str, Floats],
    values: Floats,
    central: Floats,
    measures: Sequence[Measure],
    priors: Mapping[str, Prior],
) -> xr.Dataset:
    both, of_outcome = ("outcome", "parameter"), ("outcome",)
    data: dict[str, tuple[tuple[str, ...], Floats, dict[str, str]]] = {}
    for name, key in (("first", "S1"), ("total", "ST")):
        middle, half = indices[key], indices[f"{key}_conf"]
        data[name] = both, middle, {"long_name": INDICES[name]}
        data[f"{name}_low"] = both, middle - half, {"long_name": f"lower end of the 90 % interval of {name}"}
        data[f"{name}_high"] = both, middle + half, {"long_name": f"upper end of the 90 % interval of {name}"}
    data["central"] = of_outcome, central, {"long_name": "outcome with the central values of all parameters"}
    for name, row in zip(
        QUANTILES, np.quantile(_base(values, len(priors)), [*QUANTILES.values()], axis=0), strict=True
    ):
        data[name] = of_outcome, row, {"long_name": f"{QUANTILES[name]:.0%} quantile over the sample"}
    coords = {
        "outcome": [measure.name for measure in measures],
        "meaning": ("outcome", [measure.meaning for measure in measures]),
        "unit": ("outcome", [measure.unit for measure in measures]),
        "parameter": list(priors),
        "prior": ("parameter", [prior.describe() for prior in priors.values()]),
        "centre": ("parameter", [float(prior.centre) for prior in priors.values()]),
    }
    return xr.Dataset(data, coords=coords)
