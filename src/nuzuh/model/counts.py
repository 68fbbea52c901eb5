"""The engine that moves numbers of people, by chance or in expected values.

Persons who share a location and a class are exchangeable, so drawing how many of them do a thing is exact in
distribution (Banisch, arXiv 1410.6277). The cost depends on locations, itineraries and days, not on people.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nuzuh.model.choice import Weights, no_weights, running_sums, update_rooms
from nuzuh.model.compiled import compiled, kernel
from nuzuh.model.conditions import DRIVES, WALKS, Classes, Conditions, Roads, Sources, is_given
from nuzuh.model.draws import (
    DESTINATION,
    FORCED,
    RETURN,
    SET_OUT,
    SET_OUT_NEW,
    WALK,
    binomial,
    category,
    fold,
    is_few,
    key_of,
    multinomial,
    poisson,
)
from nuzuh.model.record import (
    N_AT_HOME,
    N_DISPLACED,
    N_ON_ROUTE,
    N_RETURNED,
    NEW_ARRIVALS,
    NEW_DEPARTURES,
    NEW_DISPLACED,
)
from nuzuh.model.rules import arrival
from nuzuh.model.trips import (
    CLASS,
    END,
    END_BAND,
    END_DAY,
    END_TIME,
    ITINERARY,
    N_LEGS,
    PACE,
    PERSONS,
    START_DAY,
    START_TIME,
    grown,
    move_trip,
    no_trips,
    replan,
)
from nuzuh.typing import Floats, Ints


class Chance(NamedTuple):
    """Which random numbers: those of a seed and a member; none for expected values.

    Args:
        seed: Of the run.
        member: Of the ensemble.
        is_mean: Expected values instead of draws.
        n_draws: Draws taken so far, shape (1,).
        sums: Room for the running sums of sources.
        picks: Room for the itineraries chosen.
        flows: Room for the persons who choose each of them, or who are forced from each source.
        walking: Room for those of them who walk.
    """

    seed: int
    member: int
    is_mean: bool
    n_draws: Ints
    sums: Floats
    picks: Ints
    flows: Floats
    walking: Floats


class Stocks(NamedTuple):
    """Who is where, in numbers of people, shape (L, K) each.

    Args:
        n_at_home: Not displaced.
        n_displaced: Displaced persons staying, those forced out today included.
        n_returned: Home again.
        n_new: Forced from home today.
    """

    n_at_home: Floats
    n_displaced: Floats
    n_returned: Floats
    n_new: Floats


class Moves(NamedTuple):
    """What happens within the day.

    Args:
        leaving: Setting out in this band: others (0) and those forced out today (1), shape (L, K, 2).
        arriving: By band, shape (bands + 2, L, K).
        any_arriving: Shape (bands + 2,).
        clock: Time of day at which the last of them is there, shape (bands + 2, L).
        n_staying: Displaced persons, shape (L,); kept for locations with a capacity only.
        visited: Locations where somebody decides in this band, shape (L,).
        nobody: Zeros, shape (L, K).
        n_trips: Rows of the trips in use, shape (1,).
    """

    leaving: Floats
    arriving: Floats
    any_arriving: Ints
    clock: Floats
    n_staying: Floats
    visited: Ints
    nobody: Floats
    n_trips: Ints


class CountEngine:
    """One member, moved day by day in numbers of people.

    Args:
        conditions: The rules evaluated for each day.
        at_home: People at home on the first morning, shape (L, K).
        displaced: Displaced persons on the first morning, shape (L, K).
        seed: Of the run.
        member: Of the ensemble.
        is_mean: Expected values instead of draws.
    """

    def __init__(
        self,
        conditions: Conditions,
        at_home: Floats,
        displaced: Floats,
        seed: int,
        member: int,
        *,
        is_mean: bool,
    ) -> None:
        """Begin with everybody at home, but for those who are displaced already."""
        shape, n_bands = at_home.shape, conditions.roads.n_bands
        n_choices = int(np.diff(conditions.choices.first, axis=1).max(initial=1))
        most = max(n_choices, at_home.size)
        scratch = np.zeros(at_home.size), np.zeros(most, dtype=np.int64), np.zeros(most), np.zeros(most)
        self.is_exact = not is_mean
        self.conditions = conditions
        self.chance = Chance(seed, member, is_mean, np.zeros(1, dtype=np.int64), *scratch)
        self.stocks = Stocks(at_home.copy(), displaced.copy(), np.zeros(shape), np.zeros(shape))
        self.moves = Moves(
            leaving=np.zeros((*shape, 2)),
            arriving=np.zeros((n_bands + 2, *shape)),
            any_arriving=np.zeros(n_bands + 2, dtype=np.int64),
            clock=np.zeros((n_bands + 2, shape[0])),
            n_staying=np.zeros(shape[0]),
            visited=np.zeros(shape[0], dtype=np.int64),
            nobody=np.zeros(shape),
            n_trips=np.zeros(1, dtype=np.int64),
        )
        self.weights = no_weights(conditions)
        self.trips = no_trips()

    def step(self, day: int, record: Floats) -> float:
        """Move everybody through one day.

        Args:
            day: Index of the day.
            record: Shape (variables of `record.py`, L); gets what is known in the evening.

        Returns:
            People in the books in the evening.
        """
        self.trips = _day(self.conditions, self.chance, self.stocks, self.moves, self.weights, *self.trips, day, record)
        return float(record[[N_AT_HOME, N_DISPLACED, N_ON_ROUTE, N_RETURNED]].sum())

    @property
    def n_draws(self) -> int:
        """Random draws so far."""
        return int(self.chance.n_draws[0])


@compiled
def _day(
    c: Conditions,
    x: Chance,
    s: Stocks,
    m: Moves,
    w: Weights,
    rows: Ints,
    flows: Floats,
    day: int,
    record: Floats,
) -> tuple[Ints, Floats]:
    """One day in the order of docs/model.md: travel overnight, displacement, decisions, arrivals, returns."""
    record[:] = 0.0
    m.arriving[:] = 0.0
    m.any_arriving[:] = 0
    m.clock[:] = 0.0
    s.n_new[:] = 0.0
    _arrive_overnight(c.roads, rows, flows, m, s.n_displaced, day, record[NEW_ARRIVALS])
    for again in range(2 if len(c.p_return) > 0 and not is_given(c.sources) else 1):
        _force_from_home(c.sources, c.classes, x, s, s.n_returned if again else s.n_at_home, day, again)
    for band in range(c.n_deciding):
        if band == 0 or m.any_arriving[band] > 0:
            rows, flows = _decide(c, x, s, m, w, rows, flows, day, band, record)
    for band in range(c.n_deciding, len(m.arriving)):
        if m.any_arriving[band] > 0:
            _visit(m.arriving[band], s.n_displaced, m.visited, record[NEW_ARRIVALS], band)
    if len(c.p_return) > 0:
        _return_home(c.classes.home, c.p_return[day], x, s, day)
    _write(s, m, rows, flows, record)
    return rows, flows


@kernel
def _some(is_mean: bool, key: np.uint64, n: float, p: float) -> float:
    """How many of n do what each does with probability p."""
    if is_mean or p <= 0.0 or p >= 1.0:
        return n * min(max(p, 0.0), 1.0)
    return float(binomial(key, int(n), p))


@kernel
def _arrive_overnight(
    roads: Roads, rows: Ints, flows: Floats, m: Moves, n_displaced: Floats, day: int, arrivals: Floats
) -> None:
    """Bring those to their location who arrive today, and turn those back whose route has closed."""
    kept = 0
    for at in range(m.n_trips[0]):
        row, n = rows[at], flows[at, PERSONS]
        if roads.closes[day]:
            row[END], row[END_DAY], row[END_BAND], flows[at, END_TIME], row[N_LEGS] = replan(
                roads, day, row[ITINERARY], row[PACE], row[START_DAY], flows[at, START_TIME], row[N_LEGS]
            )
        if row[END_DAY] < day:
            n_displaced[row[END], row[CLASS]] += n
            arrivals[row[END]] += n
        elif row[END_DAY] == day:
            band, end = row[END_BAND], row[END]
            m.arriving[band, end, row[CLASS]] += n
            m.any_arriving[band] = 1
            m.clock[band, end] = max(m.clock[band, end], flows[at, END_TIME])
        else:
            move_trip(rows, flows, at, rows, flows, kept)
            kept += 1
    m.n_trips[0] = kept


@kernel
def _force_from_home(
    sources: Sources, classes: Classes, x: Chance, s: Stocks, homes: Floats, day: int, again: int
) -> None:
    """Move people from their homes to the displaced; `again` tells returned people from others in the draws."""
    key = fold(key_of(x.seed, x.member, FORCED, day), again)
    if len(sources.total) > 0:
        _force_number(sources.weight[day], classes, x, s, fold(key, 0), sources.total[day], homes, 0, len(homes))
        return
    for i in range(len(homes)):
        if len(sources.by_location) > 0:
            number = sources.by_location[day, i]
            if sources.is_poisson and not x.is_mean and number > 0.0:
                x.n_draws[0] += 1
                number = float(poisson(fold(fold(key, i), 1), number))
            number = number if x.is_mean else np.floor(number)
            _force_number(sources.weight[day], classes, x, s, fold(fold(key, i), 0), number, homes, i, i + 1)
            continue
        for k in range(homes.shape[1]):
            p = sources.p_forced[day, i, classes.group[k]]
            if p > 0.0 and homes[i, k] > 0.0:
                n = _some(x.is_mean, fold(fold(key, i), k), homes[i, k], p)
                x.n_draws[0] += not x.is_mean
                homes[i, k] -= n
                s.n_new[i, k] += n
                s.n_displaced[i, k] += n


@kernel
def _force_number(
    weight: Floats,
    classes: Classes,
    x: Chance,
    s: Stocks,
    key: np.uint64,
    number: float,
    homes: Floats,
    start: int,
    stop: int,
) -> None:
    """Force a given number of people from the homes of some locations, or all who are there if they are fewer."""
    n_classes = homes.shape[1]
    sums = x.sums[: (stop - start) * n_classes]
    chosen = x.flows[: len(sums)]
    attempt = 0
    while number > 1e-9:
        total = 0.0
        for j in range(len(sums)):
            i, k = start + j // n_classes, j % n_classes
            if homes[i, k] > 1e-9:
                total += weight[i] * classes.rel_displacement[classes.group[k]] * homes[i, k]
            sums[j] = total
        if total <= 0.0:
            return
        if x.is_mean:
            for j in range(len(sums)):
                chosen[j] = number * (sums[j] - (sums[j - 1] if j > 0 else 0.0)) / total
        else:
            x.n_draws[0] += multinomial(fold(key, attempt), int(number), sums, chosen)
        attempt += 1
        number = 0.0
        for j in range(len(sums)):
            i, k = start + j // n_classes, j % n_classes
            n = min(chosen[j], homes[i, k])
            number += chosen[j] - n
            homes[i, k] -= n
            s.n_new[i, k] += n
            s.n_displaced[i, k] += n


@kernel
def _decide(
    c: Conditions,
    x: Chance,
    s: Stocks,
    m: Moves,
    w: Weights,
    rows: Ints,
    flows: Floats,
    day: int,
    band: int,
    record: Floats,
) -> tuple[Ints, Floats]:
    """Who is at a location in a band of the day decides whether to set out, and where to.

    All decisions of a band see the same room: that which is left when those who leave places with a capacity
    have gone.
    """
    staying, new = (s.n_displaced, s.n_new) if band == 0 else (m.arriving[band], m.nobody)
    n_visited = _visit(staying, s.n_displaced, m.visited, record[NEW_ARRIVALS], band)
    for i in range(len(m.n_staying)):
        if c.ends.is_limited[i]:
            m.n_staying[i] = s.n_displaced[i].sum()
    visited = m.visited[:n_visited]
    for limited in (True, False):
        update_rooms(c.ends, w, m.n_staying, day, limited and band == 0)
        _leave(c, x, m, w, visited, staying, new, day, band, limited)
    return _depart(c, x, m, w, visited, rows, flows, s.n_displaced, day, band, record[NEW_DEPARTURES])


@kernel
def _visit(staying: Floats, n_displaced: Floats, visited: Ints, arrivals: Floats, band: int) -> int:
    """List the locations where somebody is to decide; those who have just arrived are counted in first."""
    n_visited = 0
    for i in range(len(visited)):
        n = 0.0
        for k in range(staying.shape[1]):
            n += staying[i, k]
            if band > 0:
                n_displaced[i, k] += staying[i, k]
        if n > 0.0:
            visited[n_visited] = i
            n_visited += 1
            if band > 0:
                arrivals[i] += n
    return n_visited


@kernel
def _leave(
    c: Conditions,
    x: Chance,
    m: Moves,
    w: Weights,
    visited: Ints,
    staying: Floats,
    new: Floats,
    day: int,
    band: int,
    limited: bool,
) -> None:
    """Draw who sets out from the locations with, or from those without a capacity.

    Whether there is anywhere to go is looked at here where there is a capacity, since those who leave make room.
    """
    key = key_of(x.seed, x.member, SET_OUT, day)
    key_new = key_of(x.seed, x.member, SET_OUT_NEW, day)
    is_mean, n_draws = x.is_mean, 0
    for i in visited:
        if c.ends.is_limited[i] != limited:
            continue
        for k in range(staying.shape[1]):
            g = c.classes.group[k]
            fresh = new[i, k]
            m.leaving[i, k, 0] = 0.0
            m.leaving[i, k, 1] = 0.0
            if staying[i, k] <= 0.0 or (limited and not _anywhere(running_sums(c.choices, c.ends, w, day, i, g))):
                continue
            if staying[i, k] > fresh:
                entity = fold(fold(fold(key, i), k), band)
                m.leaving[i, k, 0] = _some(is_mean, entity, staying[i, k] - fresh, c.leaving.p[day, i, g])
                n_draws += 1
            if fresh > 0.0:
                m.leaving[i, k, 1] = _some(is_mean, fold(fold(key_new, i), k), fresh, c.leaving.p_new[day, i, g])
                n_draws += 1
            m.n_staying[i] -= m.leaving[i, k, 0] + m.leaving[i, k, 1]
            if c.pace_new == 0:  # all leave at the same pace: choose for all at once
                m.leaving[i, k, 0] += m.leaving[i, k, 1]
                m.leaving[i, k, 1] = 0.0
    if not is_mean:
        x.n_draws[0] += n_draws


@kernel
def _anywhere(sums: Floats) -> bool:
    """Whether any itinerary has a weight."""
    return len(sums) > 0 and sums[-1] > 0.0


@kernel
def _depart(
    c: Conditions,
    x: Chance,
    m: Moves,
    w: Weights,
    visited: Ints,
    rows: Ints,
    flows: Floats,
    n_displaced: Floats,
    day: int,
    band: int,
    departures: Floats,
) -> tuple[Ints, Floats]:
    """Those who set out choose an itinerary each and go; with nowhere to go they stay."""
    key = key_of(x.seed, x.member, DESTINATION, day)
    days, end, first_leg, n_bands = c.choices.days, c.choices.end, c.roads.first_leg, c.roads.n_bands
    for i in visited:
        first = c.choices.first[c.choices.pattern[day], i]
        for k in range(n_displaced.shape[1]):
            leaving = m.leaving[i, k, 0] + m.leaving[i, k, 1]
            if leaving <= 0.0:
                continue
            sums = running_sums(c.choices, c.ends, w, day, i, c.classes.group[k])
            if not _anywhere(sums):
                continue
            n_displaced[i, k] -= leaving
            departures[i] += leaving
            for new in range(2):
                n = m.leaving[i, k, new]
                if n <= 0.0:
                    continue
                trip = fold(fold(fold(fold(key, i), k), band), new)
                n_picks = _pick(x.is_mean, trip, n, sums, x.picks, x.flows, x.n_draws)
                rows, flows = grown(rows, flows, m.n_trips[0], 2 * n_picks)
                picks, going, when = x.picks[:n_picks], x.flows[:n_picks], (day, band, n_bands)
                walking = x.walking[:n_picks]
                _split(x.is_mean, fold(trip, WALK), c.walk_share, going, walking, x.n_draws)
                for on_foot in range(2 if c.walk_share > 0.0 else 1):
                    pace = WALKS if on_foot else c.pace_new if new else DRIVES
                    who = (i, k, first, pace)
                    _send(
                        days[:, pace], end, first_leg, m, rows, flows, picks, walking if on_foot else going, when, who
                    )
    return rows, flows


@kernel
def _pick(is_mean: bool, key: np.uint64, n: float, sums: Floats, picks: Ints, flows: Floats, n_draws: Ints) -> int:
    """Share n people out over the itineraries from a location: which, and how many each; the number of entries."""
    if not is_mean and is_few(n, len(sums)):
        n_draws[0] += int(n)
        for person in range(int(n)):
            picks[person] = category(key, person, sums)
            flows[person] = 1.0
        return int(n)
    if not is_mean:
        n_draws[0] += multinomial(key, int(n), sums, flows)
    for j in range(len(sums)):
        picks[j] = j
        if is_mean:
            flows[j] = n * (sums[j] - (sums[j - 1] if j > 0 else 0.0)) / sums[-1]
    return len(sums)


@kernel
def _split(is_mean: bool, key: np.uint64, share: float, flows: Floats, walking: Floats, n_draws: Ints) -> None:
    """Tell those who walk from the others."""
    if share <= 0.0:
        return
    for pick in range(len(flows)):
        walking[pick] = 0.0
        if flows[pick] > 0.0:
            walking[pick] = _some(is_mean, fold(key, pick), flows[pick], share)
            flows[pick] -= walking[pick]
            n_draws[0] += not is_mean


@kernel
def _send(
    days: Floats,
    ends: Ints,
    first_leg: Ints,
    m: Moves,
    rows: Ints,
    flows: Floats,
    picks: Ints,
    going: Floats,
    when: tuple[int, int, int],
    who: tuple[int, int, int, int],
) -> None:
    """Put people on the road: to arrive in a later band of today, or on a later day."""
    day, band, n_bands = when
    i, k, first, pace = who
    start = m.clock[band, i]
    for pick in range(len(picks)):
        if going[pick] <= 0.0:
            continue
        itinerary = first + picks[pick]
        later, end_band, time = arrival(band, start, days[itinerary], n_bands)
        end = ends[itinerary]
        if later == 0:
            m.arriving[end_band, end, k] += going[pick]
            m.any_arriving[end_band] = 1
            m.clock[end_band, end] = max(m.clock[end_band, end], time)
            continue
        row = rows[m.n_trips[0]]
        row[ITINERARY], row[CLASS], row[PACE], row[START_DAY] = itinerary, k, pace, day
        row[END_DAY], row[END_BAND], row[END] = day + later, end_band, end
        row[N_LEGS] = first_leg[itinerary + 1] - first_leg[itinerary]
        flow = flows[m.n_trips[0]]
        flow[PERSONS], flow[START_TIME], flow[END_TIME] = going[pick], start, time
        m.n_trips[0] += 1


@kernel
def _return_home(home: Ints, p_return: Floats, x: Chance, s: Stocks, day: int) -> None:
    """Displaced persons whose home is calm may go home."""
    key = key_of(x.seed, x.member, RETURN, day)
    for k in range(len(home)):
        p = p_return[home[k]] if home[k] >= 0 else 0.0
        if p > 0.0:
            for i in range(len(s.n_displaced)):
                if s.n_displaced[i, k] > 0.0:
                    n = _some(x.is_mean, fold(fold(key, i), k), s.n_displaced[i, k], p)
                    x.n_draws[0] += not x.is_mean
                    s.n_displaced[i, k] -= n
                    s.n_returned[home[k], k] += n


@kernel
def _write(s: Stocks, m: Moves, rows: Ints, flows: Floats, record: Floats) -> None:
    for i in range(len(s.n_new)):
        for k in range(s.n_new.shape[1]):
            record[NEW_DISPLACED, i] += s.n_new[i, k]
            record[N_AT_HOME, i] += s.n_at_home[i, k]
            record[N_DISPLACED, i] += s.n_displaced[i, k]
            record[N_RETURNED, i] += s.n_returned[i, k]
    for at in range(m.n_trips[0]):
        record[N_ON_ROUTE, rows[at, END]] += flows[at, PERSONS]
