"""Setting out, in numbers of people: who leaves, where to, and when they will be there."""

from __future__ import annotations

import numpy as np

from nuzuh.model.choice import Weights, begin_day, refresh, update_rooms
from nuzuh.model.compiled import kernel
from nuzuh.model.conditions import WALKS, Conditions, class_after, recent_of
from nuzuh.model.counts.state import Chance, Moves, Stocks, moved_today, some
from nuzuh.model.counts.travel import stop_in, stop_over
from nuzuh.model.draws import (
    DESTINATION,
    SET_OUT,
    SET_OUT_NEW,
    WALK,
    category,
    fold,
    is_few,
    key_of,
    multinomial,
)
from nuzuh.model.record import NEW_ARRIVALS, NEW_DEPARTURES
from nuzuh.model.rules import arrival, arrival_afresh, goes_on
from nuzuh.model.trips import (
    CLASS,
    END,
    END_BAND,
    END_DAY,
    END_TIME,
    ITINERARY,
    LEG,
    N_LEGS,
    PACE,
    PERSONS,
    START_DAY,
    START_TIME,
    grown,
)
from nuzuh.typing import Floats, Ints


@kernel
def arrive_and_leave(
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
    """Who arrives in a band of the day is there; where the day is not over, they decide whether to set out again.

    In the first band all decide who are somewhere. All decisions of a band see the same room: that which is left
    when those who leave places with a capacity have gone.
    """
    staying, new = (s.n_displaced, s.n_new) if band == 0 else (m.arriving[band], m.nobody)
    n_recent, decides = c.classes.n_recent, band < c.n_deciding
    n_visited = _visit(staying, s.n_displaced, m.visited, m.moved[band], record[NEW_ARRIVALS], band, n_recent)
    visited = m.visited[:n_visited]
    if decides:
        _leave(c, x, s, m, w, visited, staying, new, day, band)
    if m.first_stopping[band] >= 0:
        stop_over(c, s, m, w, rows, flows, day, band, record)
    if decides:
        rows, flows = _depart(c, x, m, w, visited, rows, flows, s.n_displaced, day, band, record[NEW_DEPARTURES])
    if c.roads.each_leg_afresh:
        _give_up(s.n_displaced, m.giving_up)
    if band == 0 and n_recent > 1:
        _rest(s.n_displaced, n_recent)
    return rows, flows


@kernel
def _leave(
    c: Conditions,
    x: Chance,
    s: Stocks,
    m: Moves,
    w: Weights,
    visited: Ints,
    staying: Floats,
    new: Floats,
    day: int,
    band: int,
) -> None:
    """Draw who sets out: from locations with a capacity first, since those who leave make room."""
    for i in c.choices.limited:
        m.n_staying[i] = s.n_waiting[i]
        for k in range(s.n_displaced.shape[1]):
            m.n_staying[i] += s.n_displaced[i, k]
    if band == 0:
        begin_day(c.choices, w, day)
    for limited in (True, False):
        update_rooms(c.ends, c.choices, w, m.n_staying, day)
        _leave_from(c, x, m, w, visited, staying, new, day, band, limited)


@kernel
def _give_up(n_displaced: Floats, giving_up: Floats) -> None:
    """Those who gave up their trip stay where they are; cell by cell, since adding arrays takes seconds to compile."""
    for i in range(len(n_displaced)):
        for k in range(n_displaced.shape[1]):
            n_displaced[i, k] += giving_up[i, k]
            giving_up[i, k] = 0.0


@kernel
def _visit(
    staying: Floats, n_displaced: Floats, visited: Ints, moved: Floats, arrivals: Floats, band: int, n_recent: int
) -> int:
    """List the locations where somebody is to decide; those who have just arrived are counted in first."""
    n_visited = 0
    for i in range(len(visited)):
        n, today = 0.0, moved_today(n_recent, moved, staying, i)
        for k in range(staying.shape[1]):
            n += staying[i, k]
            if band > 0 and staying[i, k] > 0.0:
                n_displaced[i, class_after(n_recent, k, today, 1)] += staying[i, k]
        if n > 0.0:
            visited[n_visited] = i
            n_visited += 1
            if band > 0:
                arrivals[i] += n
    return n_visited


@kernel
def _rest(n_displaced: Floats, n_recent: int) -> None:
    """Those who have not set out this morning do not travel today."""
    for i in range(len(n_displaced)):
        for k in range(n_displaced.shape[1]):
            after = class_after(n_recent, k, 0.0, 1)  # never above k: those moved are not met again
            if after != k and n_displaced[i, k] > 0.0:
                n_displaced[i, after] += n_displaced[i, k]
                n_displaced[i, k] = 0.0


@kernel
def _leave_from(
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
    is_mean, n_draws, n_recent = x.is_mean, 0, c.classes.n_recent
    looks_first = limited or c.ends.turned_away_below > 0.0
    firsts, width = c.choices.first[c.choices.pattern[day]], len(w.sums) // w.is_stale.shape[1]
    for i in visited:
        if c.ends.is_limited[i] != limited:
            continue
        today = moved_today(n_recent, m.moved[band], staying, i)
        for k in range(staying.shape[1]):
            g, share, fresh = c.classes.group[k], 1.0, new[i, k]
            m.leaving[i, k] = 0.0
            if staying[i, k] <= 0.0:
                continue
            if looks_first:
                if w.is_stale[i, g]:
                    refresh(c.choices, c.ends, w, day, i, g)
                if not _leads_anywhere(w.sums, g * width - firsts[0], firsts[i], firsts[i + 1]):
                    continue
                share = w.accepted[i, g]
            if staying[i, k] > fresh:
                p = c.leaving.p[day, i, g]
                if band > 0 and len(c.leaving.is_town) > 0:
                    p = goes_on(p, c.leaving.is_town[day, i], recent_of(n_recent, k), today)
                entity = fold(fold(fold(key, i), k), band)
                m.leaving[i, k] = some(is_mean, entity, staying[i, k] - fresh, p * share)
                n_draws += 1
            if fresh > 0.0:
                p_new = c.leaving.p_new[day, i, g] * share
                m.leaving[i, k] += some(is_mean, fold(fold(key_new, i), k), fresh, p_new)
                n_draws += 1
            m.n_staying[i] -= m.leaving[i, k]
    if not is_mean:
        x.n_draws[0] += n_draws


@kernel
def _leads_anywhere(sums: Floats, base: int, low: int, high: int) -> bool:
    """Whether any itinerary has a weight."""
    return high > low and sums[base + high - 1] > 0.0


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
    days, reach, stop, n_legs = c.choices.days, c.choices.reach, c.choices.stop, c.choices.n_legs
    n_recent, when = c.classes.n_recent, (day, band, c.roads.n_bands, c.roads.each_leg_afresh)
    firsts, width, arriving = c.choices.first[c.choices.pattern[day]], len(w.sums) // w.is_stale.shape[1], m[1:6]
    for i in visited:
        first = firsts[i]
        today = moved_today(n_recent, m.moved[band], m.arriving[band], i)
        for k in range(n_displaced.shape[1]):
            leaving = m.leaving[i, k]
            if leaving <= 0.0:
                continue
            g = c.classes.group[k]
            if w.is_stale[i, g]:
                refresh(c.choices, c.ends, w, day, i, g)
            base = g * width - firsts[0]
            if not _leads_anywhere(w.sums, base, first, firsts[i + 1]):
                continue
            sums = w.sums[base + first : base + firsts[i + 1]]
            n_displaced[i, k if band == 0 else class_after(n_recent, k, today, 1)] -= leaving
            departures[i] += leaving
            trip = fold(fold(fold(fold(key, i), k), band), 0)
            n_picks = _pick(x.is_mean, trip, leaving, sums, x.picks, x.flows, x.n_draws)
            if m.n_trips[0] + 2 * n_picks > len(flows):
                rows, flows = grown(rows, flows, m.n_trips[0], 2 * n_picks)
            picks, going, walking = x.picks[:n_picks], x.flows[:n_picks], x.walking[:n_picks]
            if c.walk_share > 0.0:
                _split(x.is_mean, fold(trip, WALK), c.walk_share, going, walking, x.n_draws)
            for on_foot in range(2 if c.walk_share > 0.0 else 1):
                pace = WALKS if on_foot else c.classes.pace[k]
                who = (k, c.classes.settled[k], n_recent, first, pace)
                timetable = (days, reach, stop, n_legs)
                start, chosen = m.clock[band, i], walking if on_foot else going
                _send(timetable, arriving, m.n_trips, rows, flows, picks, chosen, start, when, who)
    return rows, flows


@kernel
def _pick(is_mean: bool, key: np.uint64, n: float, sums: Floats, picks: Ints, flows: Floats, n_draws: Ints) -> int:
    """Share n people out over the itineraries from a location: which, and how many each; the number of entries."""
    if not is_mean and is_few(n, len(sums)):
        n_draws[0] += int(n)
        if 4 * n < len(sums):  # hardly two who choose the same
            for person in range(int(n)):
                picks[person] = category(key, person, sums)
                flows[person] = 1.0
            return int(n)
        for j in range(len(sums)):
            flows[j] = 0.0
        for person in range(int(n)):
            flows[category(key, person, sums)] += 1.0
    elif not is_mean:
        n_draws[0] += multinomial(key, int(n), sums, flows)
    for j in range(len(sums)):
        picks[j] = j
        if is_mean:
            flows[j] = n * (sums[j] - (sums[j - 1] if j > 0 else 0.0)) / sums[-1]
    return len(sums)


@kernel
def _split(is_mean: bool, key: np.uint64, share: float, flows: Floats, walking: Floats, n_draws: Ints) -> None:
    """Tell those who walk from the others."""
    for pick in range(len(flows)):
        walking[pick] = 0.0
        if flows[pick] > 0.0:
            walking[pick] = some(is_mean, fold(key, pick), flows[pick], share)
            flows[pick] -= walking[pick]
            n_draws[0] += not is_mean


@kernel
def _send(
    timetable: tuple[Floats, Floats, Ints, Ints],
    arriving: tuple[Floats, Ints, Floats, Floats, Ints],
    n_trips: Ints,
    rows: Ints,
    flows: Floats,
    picks: Ints,
    going: Floats,
    start: float,
    when: tuple[int, int, int, bool],
    who: tuple[int, int, int, int, int],
) -> None:
    """Put people on the road: to arrive in a later band of today, or on a later day."""
    days, reach, stop, n_legs = timetable
    day, band, n_bands, each_leg_afresh = when
    k, settled, n_recent, first, pace = who
    by_band, any_arriving, clock, moved, first_stopping = arriving
    for pick in range(len(picks)):
        if going[pick] <= 0.0:
            continue
        itinerary = first + picks[pick]
        if each_leg_afresh:
            later, end_band, time = arrival_afresh(band, start, days[itinerary, pace], reach[itinerary, pace], n_bands)
        else:
            later, end_band, time = arrival(band, start, days[itinerary, pace], n_bands)
        end, is_whole = stop[itinerary], n_legs[itinerary] == 1 or not each_leg_afresh
        if later == 0 and is_whole:
            by_band[end_band, end, settled] += going[pick]
            any_arriving[end_band] = 1
            clock[end_band, end] = max(clock[end_band, end], time)
            if n_recent > 1:
                moved[end_band, end] += going[pick] * time
            continue
        at = n_trips[0]
        rows[at, ITINERARY], rows[at, PACE], rows[at, START_DAY] = itinerary, pace, day
        rows[at, LEG], rows[at, N_LEGS], rows[at, END] = 0, n_legs[itinerary], end
        rows[at, CLASS] = class_after(n_recent, k, reach[itinerary, pace], later)
        rows[at, END_DAY], rows[at, END_BAND] = day + later, end_band
        flows[at, PERSONS], flows[at, START_TIME], flows[at, END_TIME] = going[pick], start, time
        n_trips[0] += 1
        if later == 0:
            stop_in(first_stopping, any_arriving, rows, at, end_band)
