"""Past forecasts that could be checked: for each origin, place and horizon the real count nearest to the target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.forecast.experts import EXPERTS, STEADY, expert_forecasts
from nuzuh.typing import Bools, Floats, Ints

if TYPE_CHECKING:
    from nuzuh.forecast.registrations import Registrations
    from nuzuh.forecast.trends import Known

NONE: Mapping[str, Floats] = MappingProxyType({})
HORIZONS = (7, 30, 90)
STEP_DAYS = 7
NEAR_DAYS = 3.5
"""A count so close to origin + horizon is the one that a forecast is compared with; without one there is no task."""


@dataclass(frozen=True)
class Tasks:
    """Forecasts of single counts, ordered by origin; every array has one entry a task.

    Args:
        origin: Position among the origins.
        place: Position among the places.
        horizon: Days ahead.
        target: Day of the count.
        lead: Days from the place's last count at the origin to the target.
        count: The real count, persons; NaN where it is not known yet.
        experts: What each expert expects, shape (experts, tasks).
    """

    origin: Ints
    place: Ints
    horizon: Ints
    target: Ints
    lead: Floats
    count: Floats
    experts: Floats

    def __len__(self) -> int:
        """How many there are."""
        return len(self.origin)

    def chosen(self, which: Bools) -> Tasks:
        """Some of them; `which` is a mask."""
        parts = (self.origin, self.place, self.horizon, self.target)
        origin, place, horizon, target = (part[which] for part in parts)
        return Tasks(origin, place, horizon, target, self.lead[which], self.count[which], self.experts[:, which])

    def of_experts(self, n: int) -> Tasks:
        """The same with the first experts alone."""
        return replace(self, experts=self.experts[:n])


def past_tasks(
    registrations: Registrations,
    known: Known,
    origins: Ints,
    horizons: tuple[int, ...],
    others: Mapping[str, Floats] = NONE,
) -> Tasks:
    """All tasks with a real count: each place seen by the origin and counted near a target after it.

    Args:
        registrations: The counts.
        known: What is known at each origin.
        origins: Days, shape (origins,).
        horizons: Days ahead.
        others: What further experts expect; see `hindcast`.
    """
    found = []
    for place, (days, counts) in enumerate(zip(registrations.days, registrations.counts, strict=True)):
        for horizon in horizons:
            near = _nearest(days, origins + horizon)
            fits = known.is_seen[:, place] & (np.abs(days[near] - origins - horizon) <= NEAR_DAYS)
            at = np.flatnonzero(fits & (days[near] > origins))
            here, ahead = np.full(len(at), place), np.full(len(at), horizon)
            found.append(np.array([at, here, ahead, days[near[at]], counts[near[at]]], dtype=float))
    table = np.concatenate(found, axis=1)
    table = table[:, np.argsort(table[0], kind="stable")]
    origin, place_ix, horizon_days, target = table[:4].astype(np.int64)
    return tasks_for(known, origins, origin, place_ix, horizon_days, target, table[4], others)


def tasks_for(
    known: Known,
    origins: Ints,
    origin: Ints,
    place: Ints,
    horizon: Ints,
    target: Ints,
    count: Floats,
    others: Mapping[str, Floats] = NONE,
) -> Tasks:
    """Tasks with what the experts expect; see `Tasks` for the arguments."""
    lead = target - known.last_day[origin, place]
    experts = np.zeros((len(EXPERTS), len(origin)))
    for days in np.unique(horizon):
        at = np.flatnonzero(horizon == days)
        experts[:, at] = _expected(known, origins, origin[at], place[at], lead[at])
    further = [_further(path, experts[STEADY], origin, place, target - origins[origin]) for path in others.values()]
    return Tasks(origin, place, horizon, target, lead, count, np.array([*experts, *further]))


def _further(path: Floats, otherwise: Floats, origin: Ints, place: Ints, ahead: Ints) -> Floats:
    """What a further expert expects; where it does not say, what a steady trend gives, so that all are compared."""
    is_within = ahead < path.shape[2]
    said = path[origin, place, np.where(is_within, ahead, 0)]
    return np.asarray(np.where(is_within & ~np.isnan(said), np.maximum(said, 0.0), otherwise))


def _expected(known: Known, origins: Ints, origin: Ints, place: Ints, lead: Floats) -> Floats:
    """The experts' forecasts of tasks of which no two share both origin and place, shape (experts, tasks)."""
    leads = np.zeros(known.level.shape)
    leads[origin, place] = lead
    return expert_forecasts(known, origins[:, None].astype(float), leads)[:, origin, place]


def _nearest(days: Ints, targets: Ints) -> Ints:
    """Position of the day nearest to each target; the earlier of two as near."""
    after = np.clip(np.searchsorted(days, targets), 0, len(days) - 1)
    before = np.maximum(after - 1, 0)
    return np.where(np.abs(days[before] - targets) <= np.abs(days[after] - targets), before, after)
