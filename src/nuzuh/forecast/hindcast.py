"""Forecasts at each of several origins, each from what was known then: the method as it would have run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nuzuh.forecast.experts import DRIFT, EXPERTS, PERSISTENCE, prior_of
from nuzuh.forecast.hedge import MEMORY_DAYS, weights
from nuzuh.forecast.intervals import Distribution, Pool, Spread, distributions, spread_of
from nuzuh.forecast.residuals import PLACES, TOTAL, Residuals, reference_residuals, residuals_of
from nuzuh.forecast.stretch import stretched
from nuzuh.forecast.tasks import HORIZONS, Tasks, past_tasks
from nuzuh.forecast.totals import totals_of
from nuzuh.forecast.trends import Known, known_at
from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    from nuzuh.forecast.registrations import Registrations

METHODS = ("persistence", "drift", "online", "nuzuh")


class Record(NamedTuple):
    """Forecasts and what they were compared with, some of them with one count at first and a nearer one later.

    Args:
        tasks: The forecasts; see `past_tasks`.
        forecasts: What each method said, persons, each of shape (tasks,).
        spread: Their scale and classes.
    """

    tasks: Tasks
    forecasts: dict[str, Floats]
    spread: Spread


@dataclass(frozen=True)
class Hindcast:
    """Past forecasts of a crisis, each made of what was known at its origin.

    Args:
        registrations: The counts.
        origins: Days, shape (origins,).
        known: What was known at each.
        record: All that an origin may have learned from.
        of: Of what the forecasts are: `place`, or `total`.
    """

    registrations: Registrations
    origins: Ints
    known: Known
    record: Record
    of: str = PLACES

    @cached_property
    def tasks(self) -> Tasks:
        """The forecasts, each with the count nearest to its target."""
        return self.record.tasks.chosen(self.record.tasks.is_final)

    @cached_property
    def forecasts(self) -> dict[str, Floats]:
        """What each method said, persons, each of shape (tasks,)."""
        is_final = self.record.tasks.is_final
        return {name: said[is_final] for name, said in self.record.forecasts.items()}

    @cached_property
    def spread(self) -> Spread:
        """Scale and classes of the forecasts."""
        return self.record.spread.chosen(self.record.tasks.is_final)

    def residuals(self, method: str = "nuzuh") -> Residuals:
        """The errors of a method, in units of their scale, in the order of the tasks."""
        r = self.spread.residuals(self.forecasts[method], self.tasks.count)
        names = [self.registrations.name] * len(r)
        return residuals_of(self.tasks.horizon, self.spread.z, self.spread.age, r, names)

    def distributions(self, reference: Residuals | None = None, method: str = "nuzuh") -> Distribution:
        """Distributions of a method's forecasts as they would have been given at the time; see `intervals`.

        Args:
            reference: Errors of other crises; by default those that are shipped, but for this crisis.
            method: Whose forecasts; baselines get the same intervals.
        """
        tasks, forecasts, spread = self.record
        found = distributions(tasks, forecasts[method][None], spread, self.pool([method], reference))[0]
        return stretched(tasks, found, tasks, found, self.origins).chosen(tasks.is_final)

    def pool(self, methods: Sequence[str], reference: Residuals | None = None) -> Pool:
        """The errors of some methods, and those of other crises."""
        others = reference_residuals(self.of).without(self.registrations.name) if reference is None else reference
        tasks, forecasts, spread = self.record
        errors = [spread.residuals(forecasts[method], tasks.count) for method in methods]
        return Pool(tasks, spread, np.array(errors), others, self.origins)

    @cached_property
    def total(self) -> Hindcast:
        """The same of all places of an origin and horizon together; see `totals`."""
        summed = totals_of(self.known, self.tasks, self.forecasts, self.age_days, self.origins)
        return replace(self, record=Record(*summed), of=TOTAL)

    @property
    def age_days(self) -> Floats:
        """Days since the first count of the crisis, shape (origins,)."""
        return (self.origins - self.registrations.first_day).astype(np.float64)


def hindcast(
    registrations: Registrations,
    origins: Ints,
    horizons: tuple[int, ...] = HORIZONS,
    others: Mapping[str, Floats] | None = None,
) -> Hindcast:
    """Forecast at each origin in turn.

    Args:
        registrations: The counts.
        origins: Days, ascending, shape (origins,).
        horizons: Days ahead.
        others: Further experts by name: what each expects in each place on each day after each origin, persons, shape
            (origins, places, days), made of nothing but what was known at that origin; NaN where it does not say.

    Examples:
        >>> import numpy as np
        >>> from datetime import date, timedelta
        >>> from nuzuh.forecast.registrations import registrations_of
        >>> counts = {date(2020, 1, 1) + timedelta(day): 100.0 + day for day in range(60)}
        >>> found = hindcast(registrations_of({"Camp": counts}, "crisis"), np.arange(0, 60, 7))
        >>> int(found.tasks.horizon.max()), len(found.tasks)
        (30, 13)
    """
    known = known_at(registrations, origins)
    tasks = past_tasks(registrations, known, origins, horizons, others or {})
    forecasts = all_methods(tasks, tasks, known, origins)
    if others:
        alone = {name: tasks.experts[len(EXPERTS) + at] for at, name in enumerate(others)}
        few, n_own = tasks.of_experts(len(EXPERTS)), "nuzuh without " + ", ".join(others)
        forecasts = {**forecasts, **alone, n_own: all_methods(few, few, known, origins)["nuzuh"]}
    age_days = (origins - registrations.first_day).astype(np.float64)
    record = Record(tasks, forecasts, spread_of(known, tasks, age_days))
    return Hindcast(registrations, origins, known, record)


def all_methods(tasks: Tasks, past: Tasks, known: Known, origins: Ints) -> dict[str, Floats]:
    """Forecasts by each method; `past` are those to learn from."""
    n_seen = known.is_seen.sum(axis=1)
    baselines = (tasks.experts[PERSISTENCE], tasks.experts[DRIFT])
    mixed = (weights(tasks, past, origins, n_seen, prior_of(len(tasks.experts))) * tasks.experts).sum(axis=0)
    return dict(zip(METHODS, (*baselines, _online(tasks, past, origins), mixed), strict=True))


def _online(tasks: Tasks, past: Tasks, origins: Ints) -> Floats:
    """Persistence or drift, whichever did better at the horizon so far: what one could fairly have chosen."""
    errors = np.abs(past.experts[[PERSISTENCE, DRIFT]] - past.count)
    horizons = np.unique(np.concatenate([past.horizon, tasks.horizon]))
    of_past, of_task = (np.searchsorted(horizons, each.horizon) for each in (past, tasks))
    found: Floats = tasks.experts[PERSISTENCE].copy()
    for at in np.unique(tasks.origin):
        known = past.is_known(int(origins[at]))
        age = np.exp(-(origins[at] - past.target[known]) / MEMORY_DAYS)
        lost, drifted = (np.bincount(of_past[known], age * error[known], len(horizons)) for error in errors)
        asked = np.flatnonzero(tasks.origin == at)
        better = asked[(drifted < lost)[of_task[asked]]]
        found[better] = tasks.experts[DRIFT, better]
    return found
