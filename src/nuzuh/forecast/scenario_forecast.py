"""The forecast of a scenario: of its registrations with the simulator among the experts, and by the simulator alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import UsageError
from nuzuh.forecast.assimilate import Analysis, Change, assimilate, run_on
from nuzuh.forecast.beside_simulator import SIMULATOR
from nuzuh.forecast.forecaster import checked_days, forecast_of
from nuzuh.forecast.intervals import LEVELS
from nuzuh.forecast.simulated import simulated_paths
from nuzuh.scenario.observations import to_learn_from
from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.forecast.course import CourseName
    from nuzuh.forecast.learner import Learning
    from nuzuh.forecast.registrations import Registrations
    from nuzuh.model.simulate import Progress
    from nuzuh.scenario.scenario import Scenario


@dataclass(frozen=True)
class ScenarioForecast:
    """What is expected of a crisis.

    Args:
        registered: As `forecast_of` gives it, the simulator among the experts; None where no location was counted.
            Under a what-if it is shifted by the simulator's mean difference.
        simulated: By the simulator alone, in persons: n_displaced (location, days, probability), total_displaced and
            cum_displaced (days, probability), the last since the first day of the scenario.
        effect: What the what-if changes, member by member: the same variables; None without one.
    """

    registered: xr.Dataset | None
    simulated: xr.Dataset
    effect: xr.Dataset | None


def forecast_scenario(  # noqa: PLR0913 (each says one thing of a forecast)
    scenario: Scenario,
    registrations: Registrations | None,
    origin: date,
    days: Sequence[int],
    *,
    members: int = 100,
    seed: int = 1,
    course: CourseName = "known",
    change: Change | None = None,
    how: Learning | None = None,
    progress: Progress | None = None,
) -> ScenarioForecast:
    """Forecast a scenario from what was counted by a date, under its own course or a what-if.

    Args:
        scenario: What is; inputs that give the answer away are taken out.
        registrations: Counts of its locations; None where there are none.
        origin: The last day of which anything is known.
        days: How many days ahead.
        members: Of the simulator's ensemble.
        seed: Of its draws.
        course: Whether the conflict after the origin is `known` as in the tables, or `held` as it was. The expert among
            the others always holds it, as it did in the past from which its weight comes.
        change: A what-if, from the origin on.
        how: How sure the ensemble is of what.
        progress: Called with all steps and those done.

    Raises:
        UsageError: Nothing was counted by the origin; an origin or days that cannot be used.
    """
    ahead = checked_days(days)
    learned = assimilate(scenario, origin, members=members, seed=seed, how=how, progress=progress)
    changed = run_on(learned, ahead[-1], course=course, change=change, progress=progress)
    without = changed if change is None else run_on(learned, ahead[-1], course=course, progress=progress)
    effect = None if change is None else _effect(changed, without, ahead)
    registered = None
    if registrations is not None:
        registered = _registered(scenario, learned, registrations, ahead, how, progress)
        if effect is not None:
            registered = _shifted(registered, effect)
    return ScenarioForecast(registered, _simulated(changed, learned, ahead), effect)


def _registered(
    scenario: Scenario,
    learned: Analysis,
    registrations: Registrations,
    days: tuple[int, ...],
    how: Learning | None,
    progress: Progress | None,
) -> xr.Dataset:
    def simulator(origins: Ints, most_days: int) -> dict[str, Floats]:
        known = registrations.until(int(origins[-1]))
        paths = simulated_paths(scenario, known, origins, most_days, seed=learned.seed, how=how, progress=progress)
        return {SIMULATOR: paths}

    return forecast_of(registrations, learned.origin, days, simulator)


def _simulated(run: xr.Dataset, learned: Analysis, days: tuple[int, ...]) -> xr.Dataset:
    found = _quantiles(run, days)
    attrs = {key: run.attrs[key] for key in ("title", "scenario", "scenario_hash", "seed", "course", "version")}
    noted = {"members": run.sizes["member"], "counts": len(learned.learner.lessons)}
    comment = "Modelled, not observed. Aggregate numbers of people; nobody is tracked."
    return found.assign_attrs(**attrs, **noted, origin=learned.origin.isoformat(), comment=comment)


def _effect(changed: xr.Dataset, without: xr.Dataset, days: tuple[int, ...]) -> xr.Dataset:
    base = without.reindex(location=changed["location"].values, fill_value=0)
    names = ["n_displaced", "cum_displaced"]
    return _quantiles(changed.assign({name: changed[name] - base[name].values for name in names}), days)


def _quantiles(run: xr.Dataset, days: tuple[int, ...]) -> xr.Dataset:
    """Quantiles and means over members on the days ahead, in whole persons as far as members are."""
    import xarray as xr  # noqa: PLC0415 (heavy)

    at = np.array(days) - 1
    stocks, displaced = run["n_displaced"].values[:, at].astype(float), run["cum_displaced"].values[:, at]
    total = stocks.sum(axis=2)
    return xr.Dataset(
        {
            "n_displaced": (("location", "days", "probability"), np.quantile(stocks, LEVELS, axis=0).T),
            "mean": (("location", "days"), stocks.mean(axis=0).T),
            "total_displaced": (("days", "probability"), np.quantile(total, LEVELS, axis=0).T),
            "total_mean": ("days", total.mean(axis=0)),
            "cum_displaced": (("days", "probability"), np.quantile(displaced, LEVELS, axis=0).T),
            "cum_mean": ("days", displaced.mean(axis=0)),
        },
        coords={
            "location": run["location"].values,
            "days": list(days),
            "probability": LEVELS.round(2),
            "date": ("days", run["date"].values[at]),
        },
    )


def _shifted(registered: xr.Dataset, effect: xr.Dataset) -> xr.Dataset:
    """The forecast of registrations moved by what a what-if changes on average; nobody is less than nobody."""
    names = registered["location"].values
    moved = effect["mean"].reindex(location=names, fill_value=0.0).values
    own = registered.sel(model="nuzuh")
    shifted = {
        "n_displaced": np.maximum(own["n_displaced"].values + moved[..., None], 0.0),
        "mean": np.maximum(own["mean"].values + moved, 0.0),
        "total_displaced": np.maximum(own["total_displaced"].values + moved.sum(axis=0)[:, None], 0.0),
        "total_mean": np.maximum(own["total_mean"].values + moved.sum(axis=0), 0.0),
    }
    at = registered["model"].values.tolist().index("nuzuh")
    result = registered.copy(deep=True)
    for name, values in shifted.items():
        result[name].values[at] = values
    return result


def origin_of(scenario: Scenario, origin: date | None) -> date:
    """The forecast origin of a scenario: the date given, or that of its last observation to learn from within its days.

    Raises:
        UsageError: It has no observations.
    """
    if origin is not None:
        return origin
    dates: list[date] = [when.date() for when in to_learn_from(scenario)["date"]]
    within = [when for when in dates if scenario.start <= when <= scenario.end]
    if not within:
        message = f"{scenario.name} has no observations within its days: give some, or 'nuzuh run' it"
        raise UsageError(message)
    return max(within)


def with_noise(how: Learning, noise: float | None, lag_days: int | None) -> Learning:
    """How sure an ensemble is, with another noise (share of a count) or lag (days) of counts.

    Raises:
        UsageError: A noise that is not above 0, or a lag below 0.
    """
    if (noise is not None and not 0 < noise <= 10) or (lag_days is not None and not 0 <= lag_days <= 365):
        message = f"noise {noise} and lag {lag_days}: give a share from 0.001 to 10, and days from 0 to 365"
        raise UsageError(message)
    return replace(
        how,
        noise=how.noise if noise is None else noise,
        lag_days=how.lag_days if lag_days is None else lag_days,
    )
