"""Forecasts at each of several origins, each from what was known then: the method as it would have run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.forecast.experts import DRIFT, PERSISTENCE, PRIOR
from nuzuh.forecast.hedge import MEMORY_DAYS, weights
from nuzuh.forecast.intervals import Distribution, Spread, distributions, spread_of
from nuzuh.forecast.residuals import Residuals, residuals_of
from nuzuh.forecast.tasks import HORIZONS, Tasks, past_tasks
from nuzuh.forecast.trends import Known, known_at
from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    from nuzuh.forecast.registrations import Registrations

METHODS = ("persistence", "drift", "online", "nuzuh")


@dataclass(frozen=True)
class Hindcast:
    """Past forecasts of a crisis, each made of what was known at its origin.

    Args:
        registrations: The counts.
        origins: Days, shape (origins,).
        known: What was known at each.
        tasks: Forecasts whose counts are known.
        forecasts: What each method said, persons, each of shape (tasks,).
        spread: Scale and class of the forecasts.
    """

    registrations: Registrations
    origins: Ints
    known: Known
    tasks: Tasks
    forecasts: dict[str, Floats]
    spread: Spread

    def residuals(self, method: str = "nuzuh") -> Residuals:
        """The errors of a method, in units of their scale, in the order of the tasks."""
        r = self.spread.residuals(self.forecasts[method], self.tasks.count)
        return residuals_of(self.tasks.horizon, self.spread.z, r, [self.registrations.name] * len(r))

    def distributions(self, reference: Residuals, method: str = "nuzuh") -> Distribution:
        """Distributions of a method's forecasts as they would have been given; see `intervals`."""
        errors = self.residuals(method)
        return distributions(
            self.tasks, self.forecasts[method], self.spread, self.tasks, errors, reference, self.origins
        )


def hindcast(registrations: Registrations, origins: Ints, horizons: tuple[int, ...] = HORIZONS) -> Hindcast:
    """Forecast at each origin in turn.

    Args:
        registrations: The counts.
        origins: Days, ascending, shape (origins,).
        horizons: Days ahead.

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
    tasks = past_tasks(registrations, known, origins, horizons)
    forecasts = all_methods(tasks, tasks, known, origins)
    return Hindcast(registrations, origins, known, tasks, forecasts, spread_of(known, tasks))


def all_methods(tasks: Tasks, past: Tasks, known: Known, origins: Ints) -> dict[str, Floats]:
    """Forecasts by each method; `past` are those to learn from."""
    n_seen = known.is_seen.sum(axis=1)
    baselines = (tasks.experts[PERSISTENCE], tasks.experts[DRIFT])
    mixed = (weights(tasks, past, origins, n_seen, PRIOR) * tasks.experts).sum(axis=0)
    return dict(zip(METHODS, (*baselines, _online(tasks, past, origins), mixed), strict=True))


def _online(tasks: Tasks, past: Tasks, origins: Ints) -> Floats:
    """Persistence or drift, whichever did better at the horizon so far: what one could fairly have chosen."""
    errors = np.abs(past.experts[[PERSISTENCE, DRIFT]] - past.count)
    found: Floats = tasks.experts[PERSISTENCE].copy()
    for at in np.unique(tasks.origin):
        age = np.exp(-(origins[at] - past.target) / MEMORY_DAYS) * (past.target <= origins[at])
        for horizon in np.unique(tasks.horizon):
            losses = (errors * np.where(past.horizon == horizon, age, 0.0)).sum(axis=1)
            asked = (tasks.origin == at) & (tasks.horizon == horizon)
            if losses[1] < losses[0]:
                found[asked] = tasks.experts[DRIFT, asked]
    return found
