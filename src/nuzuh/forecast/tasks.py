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
NEAR_DAYS = 3
"""A count so close to origin + horizon is the one that a forecast is compared with; without one there is no task."""
BEYOND = 0.5
NEVER = 2**40
"""A day that does not come."""
NONE_YET = 2**40


@dataclass(frozen=True)
class Tasks:
    """Forecasts of single counts, ordered by origin; every array has one entry a task.

    Args:
        origin: Position among the origins.
        place: Position among the places.
        horizon: Days ahead.
        target: Day of the count, on which it can be learned from.
        until: Day on which a count nearer to origin + horizon replaces it; `NEVER` for the nearest of all.
        lead: Days from the place's last count at the origin to the target.
        count: The real count, persons; NaN where it is not known yet.
        experts: What each expert expects, shape (experts, tasks).
    """

    origin: Ints
    place: Ints
    horizon: Ints
    target: Ints
    until: Ints
    lead: Floats
    count: Floats
    experts: Floats

    def __len__(self) -> int:
        """How many there are."""
        return len(self.origin)

    def chosen(self, which: Bools) -> Tasks:
        """Some of them; `which` is a mask."""
        parts = (self.origin, self.place, self.horizon, self.target, self.until)
        origin, place, horizon, target, until = (part[which] for part in parts)
        return Tasks(origin, place, horizon, target, until, self.lead[which], self.count[which], self.experts[:, which])

    def is_known(self, day: int) -> Bools:
        """Of which forecasts the errors were known on a day as they stand here, shape (tasks,)."""
        return np.asarray((self.target <= day) & (day < self.until))

    @property
    def is_final(self) -> Bools:
        """Which are compared with the count nearest to their target of all, shape (tasks,)."""
        return np.asarray(self.until == NEVER)

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

    A target may be compared with one count at first and with a nearer one when that is made. Such a task stands there
    twice, so that each origin learns from what was known by then, whatever was counted later.

    Args:
        registrations: The counts.
        known: What is known at each origin.
        origins: Days, shape (origins,).
        horizons: Days ahead.
        others: What further experts expect; see `hindcast`.
    """
    found = [np.zeros((6, 0))]
    for place, (days, counts) in enumerate(zip(registrations.days, registrations.counts, strict=True)):
        for horizon in horizons:
            at, target, until = _compared(days, origins, origins + horizon, known.is_seen[:, place])
            here, ahead = np.full(len(at), place), np.full(len(at), horizon)
            count = counts[np.searchsorted(days, target)]
            found.append(np.array([at, here, ahead, target, until, count], dtype=float))
    table = np.concatenate(found, axis=1)
    table = table[:, np.argsort(table[0], kind="stable")]
    origin, place_ix, horizon_days, target, until = table[:5].astype(np.int64)
    tasks = tasks_for(known, origins, origin, place_ix, horizon_days, target, table[5], others)
    return replace(tasks, until=until)


def _compared(days: Ints, origins: Ints, targets: Ints, is_seen: Bools) -> tuple[Ints, Ints, Ints]:
    """With which counts each target is compared, and until when: positions of origins, days of counts, days.

    Going through the days near a target in order, a count replaces the one before if it is nearer.
    """
    best = np.full(len(targets), NONE_YET)
    rows: list[tuple[Ints, Ints, Ints]] = []
    for off in range(-NEAR_DAYS, NEAR_DAYS + 1):
        day = targets + off
        is_there = is_seen & (day > origins) & np.isin(day, days)
        nearer = np.flatnonzero(is_there & (abs(off) < np.abs(best)))
        replaced = nearer[best[nearer] != NONE_YET]
        rows.append((replaced, targets[replaced] + best[replaced], day[replaced]))
        best[nearer] = off
    final = np.flatnonzero(best != NONE_YET)
    rows.append((final, targets[final] + best[final], np.full(len(final), NEVER)))
    at, target, until = (np.concatenate([row[part] for row in rows]) for part in range(3))
    learned = np.searchsorted(origins, target) < np.searchsorted(origins, until)  # by some origin, or it is final
    kept = learned | (until == NEVER)
    return at[kept], target[kept], until[kept]


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
    cell = (origin * known.level.shape[1] + place) * (1 + int(horizon.max(initial=0))) + horizon
    for at in _apart(cell, horizon):
        experts[:, at] = _expected(known, origins, origin[at], place[at], lead[at])
    further = [_further(path, experts, origin, place, target - origins[origin]) for path in others.values()]
    until = np.full(len(origin), NEVER)
    return Tasks(origin, place, horizon, target, until, lead, count, np.array([*experts, *further]))


def _further(path: Floats, experts: Floats, origin: Ints, place: Ints, ahead: Ints) -> Floats:
    """What a further expert expects, no further beyond all others than half of what lies between them.

    One that has gone astray in a crisis is found out after the longest horizon only; so much is what that may cost.
    Where it does not say, it counts as a steady trend, so that all are compared on the same forecasts.
    """
    is_within = ahead < path.shape[2]
    said = path[origin, place, np.where(is_within, ahead, 0)]
    low, high = experts.min(axis=0), experts.max(axis=0)
    beyond = BEYOND * (high - low)
    kept = np.clip(said, np.maximum(low - beyond, 0.0), high + beyond)
    return np.asarray(np.where(is_within & ~np.isnan(said), kept, experts[STEADY]))


def _apart(cell: Ints, horizon: Ints) -> list[Ints]:
    """Positions of tasks in sets of which no two members share origin and place."""
    order = np.argsort(cell, kind="stable")
    ordered = cell[order]
    turn = np.zeros(len(cell), dtype=np.int64)
    turn[order] = np.arange(len(cell)) - np.searchsorted(ordered, ordered)  # how many of the same stand before
    sets = [np.flatnonzero((horizon == days) & (turn == nth)) for days in np.unique(horizon) for nth in np.unique(turn)]
    return [at for at in sets if len(at)]


def _expected(known: Known, origins: Ints, origin: Ints, place: Ints, lead: Floats) -> Floats:
    """The experts' forecasts of tasks of which no two share both origin and place, shape (experts, tasks)."""
    leads = np.zeros(known.level.shape)
    leads[origin, place] = lead
    return expert_forecasts(known, origins[:, None].astype(float), leads)[:, origin, place]
