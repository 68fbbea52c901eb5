"""Forecasts of all places of a crisis together: the sum of theirs, with errors of sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nuzuh.forecast.intervals import Spread, spread
from nuzuh.forecast.tasks import NEVER, Tasks
from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nuzuh.forecast.trends import Known

LEAST_SHARE = 0.8
"""Share of the displaced persons last counted, in places that were counted at the target: with less a past sum says
nothing of the total."""


def totals_of(
    known: Known,
    tasks: Tasks,
    forecasts: Mapping[str, Floats],
    age_days: Floats,
    origins: Ints,
    *,
    least_share: float = LEAST_SHARE,
) -> tuple[Tasks, dict[str, Floats], Spread]:
    """The sums over the places of each origin and horizon.

    The volatility of a sum is the sum of the places': arrivals of a crisis come and cease together.

    Args:
        known: What is known at each origin.
        tasks: Forecasts of places.
        forecasts: By method, each of shape (tasks,).
        age_days: Days since the first count of the crisis, shape (origins,).
        origins: Days, shape (origins,).
        least_share: Share of the last counts that the places with a task must hold.

    Returns:
        Tasks of which each stands for an origin and a horizon, their forecasts and their spread.
    """
    keys = np.stack([tasks.origin, tasks.horizon])
    (origin, horizon), which = np.unique(keys, axis=1, return_inverse=True)
    which = which.reshape(-1)
    level = known.level[tasks.origin, tasks.place]
    share = _sums(level, which, len(origin)) / np.maximum(known.level.sum(axis=1)[origin], 1.0)
    whole = np.flatnonzero(share >= least_share)
    volatility = known.volatility[tasks.origin, tasks.place]
    n = len(origin)
    lead = _sums(tasks.lead, which, n) / np.bincount(which, minlength=n)
    ends = origins[tasks.origin] + tasks.horizon
    settled = np.zeros(n, dtype=np.int64)  # when no nearer count of any place can come any more
    np.maximum.at(settled, which, np.maximum(tasks.target, 2 * ends - tasks.target))
    summed = Tasks(
        origin=origin[whole],
        place=np.zeros(len(whole), dtype=np.int64),
        horizon=horizon[whole],
        target=settled[whole],
        until=np.full(len(whole), NEVER),
        lead=lead[whole],
        count=_sums(tasks.count, which, n)[whole],
        experts=np.array([_sums(expert, which, n)[whole] for expert in tasks.experts]),
    )
    total = _sums(level, which, n)[whole]
    spreads = spread(total, total, _sums(volatility, which, n)[whole], summed.lead, age_days[summed.origin])
    return summed, {name: _sums(values, which, n)[whole] for name, values in forecasts.items()}, spreads


def _sums(values: Floats, which: Ints, n: int) -> Floats:
    return np.bincount(which, values, n).astype(np.float64)
