"""The engine that moves persons one by one: each takes each decision by a draw of his or her own.

Persons are numbers without a name or a trace in the output: what is written down is the same aggregate as in the
engine of counts. The engine is there as a check on the other, and for rules that need a person's memory.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from nuzuh.model.choice import Weights, no_weights, refresh, update_rooms
from nuzuh.model.compiled import compiled, kernel
from nuzuh.model.conditions import WALKS, Conditions, Roads, Sources, is_given
from nuzuh.model.draws import (
    DESTINATION,
    FORCED,
    RETURN,
    SET_OUT,
    SET_OUT_NEW,
    WALK,
    fold,
    key_of,
    multinomial,
    poisson,
    search,
    uniform,
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
from nuzuh.model.trips import replan
from nuzuh.typing import Floats, Ints

AT_HOME: Final = 0
STAYING: Final = 1
NEW: Final = 2
LEAVING: Final = 3
LEAVING_NEW: Final = 4
ON_ROUTE: Final = 5
RETURNED: Final = 6

Small = npt.NDArray[np.int8]
Medium = npt.NDArray[np.int16]
Wide = npt.NDArray[np.int32]


class People(NamedTuple):
    """The persons, one entry each: 52 bytes a person.

    Args:
        status: One of the constants above.
        location: Where the person is, or where the trip under way ends.
        kind: Class of the person (`Conditions.classes`).
        itinerary: Of the trip under way.
        pace: Of the trip under way.
        start_day: Day on which it began.
        start_time: Time of that day, as a share of it.
        end_day: Day of the arrival.
        end_band: Band of that day.
        end_time: Time of that day.
        n_legs: Legs still planned, from its start.
        day_displaced: Day on which the person was forced from home; -1 before.
        later: The next person who arrives in the same band; -1 at the end of the list.
        deciding: Persons who decide in this band, in the first entries.
        leaving: Persons who set out in this band, in the first entries.
    """

    status: Small
    location: Wide
    kind: Wide
    itinerary: Wide
    pace: Small
    start_day: Medium
    start_time: Floats
    end_day: Medium
    end_band: Medium
    end_time: Floats
    n_legs: Medium
    day_displaced: Medium
    later: Wide
    deciding: Wide
    leaving: Wide


class Tally(NamedTuple):
    """Counts by location.

    Args:
        n_at_home: Shape (L, K).
        n_returned: Shape (L, K).
        n_displaced: Shape (L,); whole numbers.
        n_on_route: By the end of the trip, shape (L,).
        first_arriving: First person of the list of each band, shape (bands + 2,).
        clock: Time of day at which the last who arrived at a location in this band is there, shape (L,).
        quota: Persons of a class to be forced from each location, shape (L, K).
        left: Persons of a class who are still to be looked at, shape (L, K).
        n_draws: Random draws so far, shape (1,).
    """

    n_at_home: Ints
    n_returned: Ints
    n_displaced: Floats
    n_on_route: Ints
    first_arriving: Ints
    clock: Floats
    quota: Floats
    left: Floats
    n_draws: Ints


class PersonEngine:
    """One member, moved day by day as persons.

    Args:
        conditions: The rules evaluated for each day.
        at_home: People at home on the first morning, shape (L, K), whole numbers.
        displaced: Displaced persons on the first morning, shape (L, K), whole numbers.
        seed: Of the run.
        member: Of the ensemble.
    """

    is_exact = True

    def __init__(self, conditions: Conditions, at_home: Floats, displaced: Floats, seed: int, member: int) -> None:
        """Make the persons, ordered by location and class."""
        n_locations, n_classes = at_home.shape
        counts = np.concatenate([at_home.reshape(-1), displaced.reshape(-1)]).astype(np.int64)
        cell = np.tile(np.arange(n_locations * n_classes), 2)
        status = np.repeat(np.array([AT_HOME, STAYING], dtype=np.int8), n_locations * n_classes)
        n = int(counts.sum())
        self.conditions = conditions
        self.seed, self.member = seed, member
        self.people = People(
            status=np.repeat(status, counts),
            location=np.repeat((cell // n_classes).astype(np.int32), counts),
            kind=np.repeat((cell % n_classes).astype(np.int32), counts),
            itinerary=np.zeros(n, np.int32),
            pace=np.zeros(n, np.int8),
            start_day=np.zeros(n, np.int16),
            start_time=np.zeros(n),
            end_day=np.zeros(n, np.int16),
            end_band=np.zeros(n, np.int16),
            end_time=np.zeros(n),
            n_legs=np.zeros(n, np.int16),
            day_displaced=np.full(n, -1, np.int16),
            later=np.full(n, -1, np.int32),
            deciding=np.zeros(n, np.int32),
            leaving=np.zeros(n, np.int32),
        )
        self.weights = no_weights(conditions)
        self.tally = Tally(
            n_at_home=at_home.astype(np.int64),
            n_returned=np.zeros(at_home.shape, np.int64),
            n_displaced=displaced.sum(axis=1),
            n_on_route=np.zeros(n_locations, np.int64),
            first_arriving=np.full(conditions.roads.n_bands + 2, -1, np.int64),
            clock=np.zeros(n_locations),
            quota=np.zeros(at_home.shape),
            left=np.zeros(at_home.shape),
            n_draws=np.zeros(1, np.int64),
        )

    def step(self, day: int, record: Floats) -> float:
        """Move everybody through one day.

        Args:
            day: Index of the day.
            record: Shape (variables of `record.py`, L); gets what is known in the evening.

        Returns:
            People in the books in the evening.
        """
        _day(self.conditions, self.people, self.tally, self.weights, (self.seed, self.member, day), record)
        return float(record[[N_AT_HOME, N_DISPLACED, N_ON_ROUTE, N_RETURNED]].sum())

    @property
    def n_draws(self) -> int:
        """Random draws so far."""
        return int(self.tally.n_draws[0])


@compiled
def _day(c: Conditions, x: People, t: Tally, w: Weights, when: tuple[int, int, int], record: Floats) -> None:
    """One day in the order of docs/model.md: travel overnight, displacement, decisions, arrivals, returns."""
    seed, member, day = when
    record[:] = 0.0
    t.first_arriving[:] = -1
    t.clock[:] = 0.0
    _arrive_overnight(c.roads, x, t, day, record[NEW_ARRIVALS])
    for again in range(2 if len(c.p_return) > 0 and not is_given(c.sources) else 1):
        key = fold(key_of(seed, member, FORCED, day), again)
        homes, status = (t.n_returned, RETURNED) if again else (t.n_at_home, AT_HOME)
        _force_from_home(c, x, t, key, day, status, homes, record[NEW_DISPLACED])
    for band in range(c.n_deciding):
        if band == 0 or t.first_arriving[band] >= 0:
            n = _find_staying(x.status, x.deciding) if band == 0 else _arrive(x, t, band, record[NEW_ARRIVALS])
            _decide(c, x, t, w, x.deciding[:n], when, band, record[NEW_DEPARTURES])
    for band in range(c.n_deciding, len(t.first_arriving)):
        _arrive(x, t, band, record[NEW_ARRIVALS])
    if len(c.p_return) > 0:
        _return_home(c.p_return[day], c.classes.home, x, t, key_of(seed, member, RETURN, day))
    for i in range(len(t.n_displaced)):
        record[N_AT_HOME, i] = t.n_at_home[i].sum()
        record[N_RETURNED, i] = t.n_returned[i].sum()
        record[N_DISPLACED, i] = t.n_displaced[i]
        record[N_ON_ROUTE, i] = t.n_on_route[i]


@kernel
def _arrive_overnight(roads: Roads, x: People, t: Tally, day: int, arrivals: Floats) -> None:
    """List those who arrive today by band, and turn those back whose route has closed."""
    for person in range(len(x.status)):
        if x.status[person] != ON_ROUTE:
            continue
        if roads.closes[day]:
            _replan(roads, x, t, day, person)
        if x.end_day[person] < day:
            at = x.location[person]
            x.status[person] = STAYING
            t.n_on_route[at] -= 1
            t.n_displaced[at] += 1.0
            arrivals[at] += 1.0
        elif x.end_day[person] == day:
            band = x.end_band[person]
            x.later[person] = t.first_arriving[band]
            t.first_arriving[band] = person


@kernel
def _replan(roads: Roads, x: People, t: Tally, day: int, person: int) -> None:
    """How far a person under way can get now that routes have closed."""
    itinerary, pace, n_legs = int(x.itinerary[person]), int(x.pace[person]), int(x.n_legs[person])
    start_day = int(x.start_day[person])
    end, end_day, end_band, end_time, n_legs = replan(
        roads, day, itinerary, pace, start_day, x.start_time[person], n_legs
    )
    t.n_on_route[x.location[person]] -= 1
    t.n_on_route[end] += 1
    x.location[person] = end
    x.end_day[person] = end_day
    x.end_band[person] = end_band
    x.end_time[person] = end_time
    x.n_legs[person] = n_legs


@kernel
def _arrive(x: People, t: Tally, band: int, arrivals: Floats) -> int:
    """End the trips of all who arrive in a band, and list them as deciding; their number."""
    n = 0
    t.clock[:] = 0.0
    person = t.first_arriving[band]
    while person >= 0:
        at = x.location[person]
        t.clock[at] = max(t.clock[at], x.end_time[person])
        x.status[person] = STAYING
        t.n_on_route[at] -= 1
        t.n_displaced[at] += 1.0
        arrivals[at] += 1.0
        x.deciding[n] = person
        n += 1
        person = x.later[person]
    return n


@kernel
def _find_staying(status: Small, deciding: Wide) -> int:
    """List all who are displaced and staying somewhere in the morning; their number."""
    n = 0
    for person in range(len(status)):
        if status[person] == STAYING or status[person] == NEW:
            deciding[n] = person
            n += 1
    return n


@kernel
def _force_from_home(
    c: Conditions, x: People, t: Tally, key: np.uint64, day: int, status: int, homes: Ints, displaced: Floats
) -> None:
    """Move people who are at home, or home again, to the displaced."""
    by_number = is_given(c.sources)
    if by_number:
        _set_quotas(c.sources, c.classes.group, c.classes.rel_displacement, t, key, day, homes)
    elif c.sources.p_forced[day].max() <= 0.0:
        return
    own = fold(key, 2)
    n_draws = 0
    for person in range(len(x.status)):
        if x.status[person] != status:
            continue
        i, k = x.location[person], x.kind[person]
        p = c.sources.p_forced[day, i, c.classes.group[k]]
        if by_number:
            p = t.quota[i, k] / t.left[i, k]
            t.left[i, k] -= 1.0
        if p <= 0.0:
            continue
        n_draws += 1
        if uniform(fold(own, person), 0) < p:
            x.status[person] = NEW
            x.day_displaced[person] = day
            homes[i, k] -= 1
            t.n_displaced[i] += 1.0
            displaced[i] += 1.0
            t.quota[i, k] -= 1.0
    t.n_draws[0] += n_draws


@kernel
def _set_quotas(sources: Sources, group: Ints, rel: Floats, t: Tally, key: np.uint64, day: int, homes: Ints) -> None:
    """How many persons of each location and class are to be forced out, where their number is given."""
    for i in range(len(homes)):
        for k in range(homes.shape[1]):
            t.quota[i, k] = 0.0
            t.left[i, k] = homes[i, k]
    if len(sources.total) > 0:
        _share_out(sources.weight[day], group, rel, t, fold(key, 0), sources.total[day], homes, 0, len(homes))
        return
    for i in range(len(homes)):
        number = sources.by_location[day, i]
        if sources.is_poisson and number > 0.0:
            t.n_draws[0] += 1
            number = float(poisson(fold(fold(key, i), 1), number))
        own = fold(fold(key, i), 0)
        _share_out(sources.weight[day], group, rel, t, own, np.floor(number), homes, i, i + 1)


@kernel
def _share_out(
    weight: Floats,
    group: Ints,
    rel: Floats,
    t: Tally,
    key: np.uint64,
    number: float,
    homes: Ints,
    start: int,
    stop: int,
) -> None:
    n_classes = homes.shape[1]
    sums = np.zeros((stop - start) * n_classes)
    chosen = np.zeros(len(sums))
    attempt = 0
    while number > 0.5:
        total = 0.0
        for j in range(len(sums)):
            i, k = start + j // n_classes, j % n_classes
            total += weight[i] * rel[group[k]] * (homes[i, k] - t.quota[i, k])
            sums[j] = total
        if total <= 0.0:
            return
        t.n_draws[0] += multinomial(fold(key, attempt), int(number), sums, chosen)
        attempt += 1
        number = 0.0
        for j in range(len(sums)):
            i, k = start + j // n_classes, j % n_classes
            n = min(chosen[j], homes[i, k] - t.quota[i, k])
            number += chosen[j] - n
            t.quota[i, k] += n


@kernel
def _decide(
    c: Conditions,
    x: People,
    t: Tally,
    w: Weights,
    deciding: Wide,
    when: tuple[int, int, int],
    band: int,
    departures: Floats,
) -> None:
    """The decisions of a band: those at places with a capacity first, since they make room for the others."""
    n_leaving = 0
    for limited in (True, False):
        update_rooms(c.ends, w, t.n_displaced, when[2], limited and band == 0)
        if not limited or c.ends.is_limited.any():
            n_leaving = _leave(c, x, t, w, deciding, when, band, limited, n_leaving)
    _set_out(c, x, t, w, x.leaving[:n_leaving], when, band, departures)


@kernel
def _leave(
    c: Conditions,
    x: People,
    t: Tally,
    w: Weights,
    deciding: Wide,
    when: tuple[int, int, int],
    band: int,
    limited: bool,
    n_leaving: int,
) -> int:
    """Draw who sets out from the locations with, or from those without a capacity; the number of all who do."""
    seed, member, day = when
    key, key_new = key_of(seed, member, SET_OUT, day), key_of(seed, member, SET_OUT_NEW, day)
    firsts = c.choices.first[c.choices.pattern[day]]
    n_draws, width = 0, len(w.sums) // w.version.shape[1]
    for person in deciding:
        i = x.location[person]
        if c.ends.is_limited[i] != limited:
            continue
        g = c.classes.group[x.kind[person]]
        is_new = x.status[person] == NEW
        p = c.leaving.p_new[day, i, g] if is_new else c.leaving.p[day, i, g]
        own = fold(fold(key_new if is_new else key, person), band)
        n_draws += 1
        x.status[person] = STAYING
        if uniform(own, 0) >= p or firsts[i + 1] == firsts[i]:
            continue
        if w.version[i, g] != w.current[0]:
            refresh(c.choices, c.ends, w, day, i, g)
        if w.sums[g * width + firsts[i + 1] - firsts[0] - 1] > 0.0:
            x.status[person] = LEAVING_NEW if is_new else LEAVING
            t.n_displaced[i] -= 1.0
            x.leaving[n_leaving] = person
            n_leaving += 1
    t.n_draws[0] += n_draws
    return n_leaving


@kernel
def _set_out(
    c: Conditions,
    x: People,
    t: Tally,
    w: Weights,
    leaving: Wide,
    when: tuple[int, int, int],
    band: int,
    departures: Floats,
) -> None:
    """Those who set out draw an itinerary and a pace each, and go."""
    seed, member, day = when
    key, key_walk = key_of(seed, member, DESTINATION, day), key_of(seed, member, WALK, day)
    ends, days, first_leg = c.choices.end, c.choices.days, c.roads.first_leg
    firsts, width = c.choices.first[c.choices.pattern[day]], len(w.sums) // w.version.shape[1]
    for person in leaving:
        i, g = x.location[person], c.classes.group[x.kind[person]]
        if w.version[i, g] != w.current[0]:
            refresh(c.choices, c.ends, w, day, i, g)
        low, high = g * width + firsts[i] - firsts[0], g * width + firsts[i + 1] - firsts[0]
        value = uniform(fold(fold(key, person), band), 0) * w.sums[high - 1]
        itinerary = firsts[i] + search(w.sums, low, high, value) - low
        pace = c.pace_new if x.status[person] == LEAVING_NEW else 0
        if c.walk_share > 0.0 and uniform(fold(fold(key_walk, person), band), 0) < c.walk_share:
            pace = WALKS
        end = ends[itinerary]
        later, end_band, time = arrival(band, t.clock[i], days[itinerary, pace], c.roads.n_bands)
        x.status[person] = ON_ROUTE
        x.location[person] = end
        x.itinerary[person] = itinerary
        x.pace[person] = pace
        x.start_day[person] = day
        x.start_time[person] = t.clock[i]
        x.end_day[person] = day + later
        x.end_band[person] = end_band
        x.end_time[person] = time
        x.n_legs[person] = first_leg[itinerary + 1] - first_leg[itinerary]
        departures[i] += 1.0
        t.n_on_route[end] += 1
        if later == 0:
            x.later[person] = t.first_arriving[end_band]
            t.first_arriving[end_band] = person
    t.n_draws[0] += len(leaving) * (2 if c.walk_share > 0.0 else 1)


@kernel
def _return_home(p_return: Floats, homes: Ints, x: People, t: Tally, key: np.uint64) -> None:
    """Displaced persons whose home is calm may go home."""
    for person in range(len(x.status)):
        home = homes[x.kind[person]]
        if x.status[person] == STAYING and home >= 0 and p_return[home] > 0.0:
            t.n_draws[0] += 1
            if uniform(fold(key, person), 0) < p_return[home]:
                t.n_displaced[x.location[person]] -= 1.0
                t.n_returned[home, x.kind[person]] += 1
                x.location[person] = home
                x.status[person] = RETURNED
