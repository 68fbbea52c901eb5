"""An ensemble of runs that learns from counts: level of displacement, pull of each destination, and who is where."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.forecast.correction import Books, Reserves, corrected, pool_corrected, total_corrected
from nuzuh.forecast.drift import drifting, walks
from nuzuh.forecast.kalman import Innovation, learned, shifts
from nuzuh.forecast.learned import learn_into, own_copy
from nuzuh.model.counts.engine import CountEngine
from nuzuh.model.record import N_DISPLACED, NEW_DISPLACED, VARIABLES
from nuzuh.model.simulate import run_days
from nuzuh.model.trips import CLASS, END, END_DAY, PERSONS
from nuzuh.scenario.scenario import SITES
from nuzuh.typing import Bools, Floats

if TYPE_CHECKING:
    from nuzuh.forecast.counts import Count
    from nuzuh.model.conditions import Conditions
    from nuzuh.model.forcing import Forcing
    from nuzuh.model.setting import Setting


@dataclass(frozen=True)
class Learning:
    """How sure a learning ensemble is of what, before and while it learns. Standard deviations are of logarithms.

    Args:
        level_sd: Of the level of displacement where nothing is learned.
        level_days: Days over which it forgets: it drifts, and returns to the scenario's own.
        pull_sd: Of the pull of each destination where nothing is learned.
        pull_days: Days over which it forgets.
        noise: Of counts, as a share of them.
        floor: Persons by which a count may be off in any case.
        lag_days: Days by which counts lag: a count of a day is the stock of so many days before.
        left_out: By which stocks change in a day for reasons that the model leaves out.
    """

    level_sd: float = 1.0
    level_days: float = 60.0
    pull_sd: float = 1.0
    pull_days: float = 180.0
    noise: float = 0.05
    floor: float = 100.0
    lag_days: int = 0
    left_out: float = 0.03


@dataclass(frozen=True)
class Lesson:
    """What one count taught.

    Args:
        count: The count.
        expected: What the ensemble expected, persons, its median.
        standardised: The innovation in standard deviations.
        ensemble_sd: Spread of the ensemble, of the logarithm.
        sd: Spread of the innovation as it was expected, of the logarithm.
        is_first: Whether it only says where people are.
    """

    count: Count
    expected: float
    standardised: float
    ensemble_sd: float
    sd: float
    is_first: bool


@dataclass
class Learner:
    """The ensemble as it stands in the evening of a day. Made by `learner_of`; `advance` and `learn` change it.

    Args:
        setting: The scenario, compiled.
        forcing: What each day brings, the same for all members.
        base: Conditions before anything is learned.
        own: The same, with days rewritten for each member in turn.
        engines: One each; the last may be a centre, which begins with the mean level and pulls, is moved by
            the same gains, and plays no part in the rest.
        n_members: Members without the centre.
        knows_start: Whether all who were displaced on the first morning are in the books. If not, the first count of
            a place says where people are, and nothing of what moves them.
        how: How sure it is of what.
        day: Days stepped through.
        level: Of each engine, shape (M,), logarithm.
        pull: Of each engine and location, shape (M, L), logarithm.
        drifts: Daily steps of the level, shape (M, D), and of the pulls, shape (M, D, L), in standard deviations.
        cumulative: Persons displaced since the first day, shape (M,).
        recent: Stocks of the last evenings, shape (M, L), and those cumulative counts, the newest last.
        last_count: Day of the last count of each place.
        counted: Locations where displaced persons were counted so far, shape (L,).
        lessons: What was learned.
    """

    setting: Setting
    forcing: Forcing
    base: Conditions
    own: Conditions
    engines: list[CountEngine]
    n_members: int
    knows_start: bool
    how: Learning
    day: int
    level: Floats
    pull: Floats
    drifts: tuple[Floats, Floats]
    cumulative: Floats
    recent: deque[tuple[Floats, Floats]]
    last_count: dict[str, int]
    counted: Bools
    lessons: list[Lesson]

    def advance(self, until: int) -> None:
        """Step all engines through the days before `until`."""
        if until <= self.day:
            return
        days = slice(self.day, until)
        how = self.how
        self.pull = drifting(self.pull, self.drifts[1][:, days], how.pull_sd, how.pull_days)[:, -1]
        paths = drifting(self.level, self.drifts[0][:, days], how.level_sd, how.level_days)
        record = np.zeros((until - self.day, len(VARIABLES), self.pull.shape[1]))
        stocks = np.zeros((until - self.day, *self.pull.shape))
        forced = np.zeros((until - self.day, len(self.engines)))
        for m, engine in enumerate(self.engines):
            learn_into(self.own, self.base, self.day, paths[m], self.pull[m], self.forcing.evacuated)
            engine.conditions = self.own
            run_days(self.setting.scenario, engine, record, np.zeros(0), m, first=self.day)
            stocks[:, m] = record[:, N_DISPLACED]
            forced[:, m] = record[:, NEW_DISPLACED].sum(axis=1)
        cumulative = self.cumulative + np.cumsum(forced, axis=0)
        self.recent.extend((stocks[at], cumulative[at]) for at in range(len(record)))
        self.level, self.cumulative, self.day = paths[:, -1], cumulative[-1], until

    def learn(self, counts: Sequence[Count]) -> None:
        """Correct the ensemble by the counts of the day that it has last stepped through."""
        for count in counts:
            if count.is_total:
                self._move_total(self._lesson(count, np.zeros(len(self.engines)))[0])
        here = [count for count in counts if not count.is_total]
        if not here:
            return
        self.counted[[row for count in here for row in count.rows]] = True
        pool = self._pool()
        held = np.log(pool + self.how.floor)
        changes = np.zeros(self.pull.shape)
        for count in here:
            moved, held = self._lesson(count, held)
            changes += self._spread(count, moved)
        pool_changes = np.maximum((pool + self.how.floor) * np.expm1(held - np.log(pool + self.how.floor)), -pool)
        pool_changes = np.where(self._is_whole(), np.rint(pool_changes), pool_changes)
        for m in np.flatnonzero(changes.any(axis=1) | (pool_changes != 0)).tolist():
            reserves = self._reserves(m, self.counted)
            self._write(m, corrected(pool_corrected(self._books(m), pool_changes[m], reserves), changes[m], reserves))

    def _pool(self) -> Floats:
        """Displaced persons whom nobody counts: on the road, or where there was no count so far, shape (M,)."""
        books = [self._books(m) for m in range(len(self.engines))]
        return np.array([each.displaced[~self.counted].sum() + each.travelling.sum() for each in books])

    def _lesson(self, count: Count, pool: Floats) -> tuple[Floats, Floats]:
        """Learn level and pulls from a count; how far it moves each stock, as the logarithm of a factor, shape (M,)."""
        stocks, cumulative = self.recent[max(-1 - self.how.lag_days, -len(self.recent))]
        expected = cumulative if count.is_total else stocks[:, list(count.rows)].sum(axis=1)
        floor, day = self.how.floor, count.day
        is_first = not (self.knows_start or count.is_total) and count.place not in self.last_count
        apart = day - self.last_count.get(count.place, 0)
        sd = np.hypot(self.how.noise * count.value + floor, count.sd) / (count.value + floor)
        scale = np.log(expected + floor)
        seen = Innovation(
            scale[: self.n_members], float(np.log(count.value + floor)), sd**2, self.how.left_out**2 * max(apart, 1)
        )
        if is_first:
            seen = Innovation(seen.expected, seen.counted, seen.count_variance, np.inf)
        expected_now = float(np.median(expected[: self.n_members]))
        self.lessons.append(
            Lesson(count, expected_now, 0.0 if is_first else seen.standardised, seen.ensemble_variance**0.5,
                   seen.sd, is_first)
        )  # fmt: skip
        self.last_count[count.place] = day
        if is_first:
            return (seen.counted - scale if np.isfinite(sd) else np.zeros(len(scale))), pool
        self._learn_parameters(scale, seen, count.rows)
        return shifts(seen, scale), learned(pool, scale, seen)

    def _learn_parameters(self, scale: Floats, seen: Innovation, rows: tuple[int, ...]) -> None:
        """All counts say something of the level; each of the pull of its own locations alone (localisation)."""
        self.level = learned(self.level, scale, seen)
        at = [row for row in rows if self.setting_learns(row)]
        if at:
            self.pull[:, at] = learned(self.pull[:, at], scale, seen)

    def setting_learns(self, row: int) -> bool:
        """Whether the pull of a location is learned."""
        return bool(self.pull[: self.n_members, row].any())

    def _spread(self, count: Count, factors: Floats) -> Floats:
        """Persons by which the stock of each location of a count changes in each engine, shape (M, L)."""
        rows = list(count.rows)
        stocks = self.recent[-1][0]
        whole = stocks[:, rows].sum(axis=1)
        change = (whole + self.how.floor) * np.expm1(factors)
        change = np.maximum(change, -whole)
        shares = np.divide(stocks[:, rows], whole[:, None], out=np.full((len(whole), len(rows)), 1.0 / len(rows)),
                           where=whole[:, None] > 0)  # fmt: skip
        found = np.zeros(stocks.shape)
        found[:, rows] = change[:, None] * shares
        return np.where(self._is_whole()[:, None], np.rint(found), found)

    def _move_total(self, factors: Floats) -> None:
        floor = self.how.floor
        change = (self.cumulative + floor) * np.expm1(factors)
        change = np.where(self._is_whole(), np.rint(change), change)
        everywhere = np.ones(self.pull.shape[1], dtype=bool)
        for m in np.flatnonzero(change).tolist():
            before = self._books(m)
            after = total_corrected(before, float(change[m]), self._reserves(m, everywhere))
            moved = before.at_home.sum() - after.at_home.sum() + after.entered.sum() - before.entered.sum()
            self._write(m, after)
            self._follow([cumulative for _, cumulative in self.recent], m, moved)
            self.cumulative[m] = self.recent[-1][1][m]

    def _is_whole(self) -> Bools:
        return np.array([engine.is_exact for engine in self.engines])

    def _books(self, m: int) -> Books:
        engine = self.engines[m]
        rows, flows = engine.trips
        n, s, settled = int(engine.moves.n_trips[0]), engine.stocks, self.base.classes.settled
        under_way = np.where(rows[:n, END_DAY] >= self.day, flows[:n, PERSONS], 0.0)
        return Books(s.n_at_home, s.n_displaced, s.n_entered, under_way, rows[:n, END], settled[rows[:n, CLASS]])

    def _reserves(self, m: int, is_counted: Bools) -> Reserves:
        sources, classes = self.base.sources, self.base.classes
        stocks = self.engines[m].stocks
        weight = sources.weight[: self.day].sum(axis=0)[:, None] * classes.rel_displacement[classes.group]
        gone = np.maximum(self.setting.people[0] - stocks.n_at_home - stocks.n_returned, 0.0)
        return Reserves(is_counted, weight, gone, classes.home, not sources.from_population, self.engines[m].is_exact)

    def _write(self, m: int, books: Books) -> None:
        """Put corrected books into an engine, and into the stocks of the last evenings."""
        engine = self.engines[m]
        rows, flows = engine.trips
        n, stocks = int(engine.moves.n_trips[0]), engine.stocks
        moved = (books.displaced - stocks.n_displaced).sum(axis=1)
        stocks.n_at_home[:], stocks.n_displaced[:], stocks.n_entered[:] = books.at_home, books.displaced, books.entered
        under_way = rows[:n, END_DAY] >= self.day
        flows[:n, PERSONS] = np.where(under_way, books.travelling, flows[:n, PERSONS])
        self._follow([recent for recent, _ in self.recent], m, moved)

    def _follow(self, evenings: list[Floats], m: int, moved: Floats | float) -> None:
        """Raise or lower the last evenings by the factor by which the newest of them moves: none falls below zero."""
        floor = self.how.floor
        more = moved / (evenings[-1][m] + floor)
        for evening in evenings[:-1]:
            evening[m] = np.maximum(evening[m] + (evening[m] + floor) * more, 0.0)
        evenings[-1][m] += moved


def learner_of(
    setting: Setting,
    conditions: tuple[Forcing, Conditions],
    how: Learning,
    *,
    members: int,
    seed: int,
    is_mean: bool = False,
    centre: bool = False,
    knows_start: bool = True,
    learns: Sequence[int] = (),
) -> Learner:
    """An ensemble before its first day.

    Args:
        setting: The scenario, compiled.
        conditions: Its expected forcing, and the rules evaluated under it.
        how: How sure it is of what.
        members: Their number.
        seed: Of all random draws.
        is_mean: Expected values instead of draws: members differ by what they hold to be true alone.
        centre: Whether there is one more engine with the mean of all, in expected values.
        knows_start: Whether all who were displaced on the first morning are in the books.
        learns: Locations whose pull is learned besides camps and sites.
    """
    forcing, base = conditions
    locations = setting.scenario.locations
    is_learned = np.array(locations["kind"].isin(SITES), dtype=bool)
    is_learned[list(learns)] = True
    n_days, n = setting.scenario.n_days, members + centre
    first, steps = walks(seed, members, n_days, is_learned)
    level, pull = how.level_sd * first[:, 0], how.pull_sd * first[:, 1:]
    more = ((0, int(centre)), (0, 0))
    engines = [CountEngine(base, *setting.people, seed, m, is_mean=is_mean or m == members) for m in range(n)]
    return Learner(
        setting=setting,
        forcing=forcing,
        base=base,
        own=own_copy(base),
        engines=engines,
        n_members=members,
        knows_start=knows_start,
        how=how,
        day=0,
        level=np.pad(level, more[:1]),
        pull=np.pad(pull, more),
        drifts=(np.pad(steps[:, :, 0], more), np.pad(steps[:, :, 1:], (*more, (0, 0)))),
        cumulative=np.zeros(n),
        recent=deque(maxlen=how.lag_days + 1),
        last_count={},
        counted=np.zeros(len(is_learned), dtype=bool),
        lessons=[],
    )
