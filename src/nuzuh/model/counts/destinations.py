"""Where those go who set out, in numbers of people: the itinerary that each takes, and when they will be there."""

from __future__ import annotations

import numpy as np

from nuzuh.model.choice import Weights, refresh
from nuzuh.model.compiled import inlined, kernel
from nuzuh.model.conditions import DRIVES, WALKS, Conditions, UnitNumbers, class_after
from nuzuh.model.counts.passage import ORIGIN, ask, book
from nuzuh.model.counts.state import Chance, Moves, moved_today, some
from nuzuh.model.counts.travel import join_trip, stop_in, stop_with
from nuzuh.model.draws import (
    DESTINATION,
    WALK,
    category,
    fold,
    is_few,
    key_of,
    multinomial,
)
from nuzuh.model.rules import arrival, arrival_afresh
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
def leads_anywhere(sums: Floats, base: int, n_ways: int) -> bool:
    """Whether any of the itineraries has a weight whose running sums begin at `base`."""
    return n_ways > 0 and sums[base + n_ways - 1] > 0.0


@kernel
def depart(
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
    timetable = (c.choices.days, c.choices.reach, c.choices.stop, c.choices.n_legs, c.choices.onward)
    units = (m.between, c.units.of_location, c.units.of_end, m.by_itinerary)
    n_recent, when = c.classes.n_recent, (day, band, c.roads.n_bands, c.roads.each_leg_afresh)
    firsts, width = c.choices.first[c.choices.pattern[day]], len(w.sums) // w.is_stale.shape[1]
    arriving = (m.arriving, m.any_arriving, m.clock, m.moved, m.first_stopping, m.together)
    # taken out of their tuples here: in the loop each look into a tuple would count references of all its arrays
    group, settled, paces, walk_share = c.classes.group, c.classes.settled, c.classes.pace, c.walk_share
    leaving, moved, staying, clock, n_trips = m.leaving, m.moved[band], m.arriving[band], m.clock[band], m.n_trips
    is_stale, sums, is_mean, n_draws = w.is_stale, w.sums, x.is_mean, x.n_draws
    picks, going, walking = x.picks, x.flows, x.walking
    asked, is_limited = n_trips[0], c.limits.most > 0
    for i in visited:
        first, n_ways = firsts[i], firsts[i + 1] - firsts[i]
        today = moved_today(moved, staying, i) if moved[i] > 0.0 else 0.0
        for k in range(n_displaced.shape[1]):
            n, g = leaving[i, k], group[k]
            if n <= 0.0:
                continue
            if is_stale[i, g]:
                refresh(c.choices, c.ends, w, day, i, g)
            base = g * width + first - firsts[0]
            if not leads_anywhere(sums, base, n_ways):
                continue
            present = k if band == 0 else class_after(n_recent, k, today, 1)
            n_displaced[i, present] -= n
            departures[i] += n
            trip = fold(fold(fold(fold(key, i), k), band), 0)
            n_picks = _pick(is_mean, trip, n, sums[base : base + n_ways], picks, going, n_draws)
            if n_trips[0] + 2 * n_picks > len(flows):
                rows, flows = grown(rows, flows, n_trips[0], 2 * n_picks)
            if walk_share > 0.0:
                _split(is_mean, fold(trip, WALK), walk_share, going, walking, n_picks, n_draws)
            for on_foot in range(2 if walk_share > 0.0 else 1):
                who = (k, settled[k], n_recent, first, WALKS if on_foot else paces[k])
                start = today if when[3] else clock[i]
                chosen = walking if on_foot else going
                if is_limited:
                    ask(n_trips, rows, flows, picks[:n_picks], chosen, i, present, who)
                else:
                    _send(timetable, arriving, units, n_trips, rows, flows, picks, chosen, n_picks, i, start, when, who)
    if is_limited:
        book(c.limits, x, m, rows, flows, asked, n_displaced, departures, when)
        n_asked, n_trips[0] = n_trips[0], asked
        for at in range(asked, n_asked):  # a row is read before one is written over it
            picks[0], going[0], i = rows[at, ITINERARY], flows[at, PERSONS], rows[at, ORIGIN]
            who = (rows[at, CLASS], settled[rows[at, CLASS]], n_recent, 0, rows[at, PACE])
            _send(timetable, arriving, units, n_trips, rows, flows, picks, going, 1, i, clock[i], when, who)
    return rows, flows


@inlined
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


@inlined
def _split(
    is_mean: bool, key: np.uint64, share: float, flows: Floats, walking: Floats, n_picks: int, n_draws: Ints
) -> None:
    """Tell those who walk from the others."""
    for pick in range(n_picks):
        walking[pick] = 0.0
        if flows[pick] > 0.0:
            walking[pick] = some(is_mean, fold(key, pick), flows[pick], share)
            flows[pick] -= walking[pick]
            n_draws[0] += not is_mean


@inlined
def _send(
    timetable: tuple[Floats, Floats, Ints, Ints, Ints],
    arriving: tuple[Floats, Ints, Floats, Floats, Ints, Ints],
    units: tuple[Floats, UnitNumbers, UnitNumbers, Floats],
    n_trips: Ints,
    rows: Ints,
    flows: Floats,
    picks: Ints,
    going: Floats,
    n_picks: int,
    origin: int,
    start: float,
    when: tuple[int, int, int, bool],
    who: tuple[int, int, int, int, int],
) -> None:
    """Put people on the road: to arrive in a later band of today, or on a later day."""
    days, reach, stop, n_legs, onward = timetable
    day, band, n_bands, each_leg_afresh = when
    k, settled, n_recent, first, pace = who
    by_band, any_arriving, clock, moved, first_stopping, together = arriving
    between, of_location, of_end, by_itinerary = units
    is_counted, is_passage_counted = len(between) > 0, len(by_itinerary) > 0
    n_classes, joins = by_band.shape[2], together.shape[1] > 0 and pace != WALKS
    for pick in range(n_picks):
        if going[pick] <= 0.0:
            continue
        itinerary = first + picks[pick]
        if is_counted:
            between[of_location[origin], of_end[itinerary]] += going[pick]
        if is_passage_counted:
            by_itinerary[itinerary] += going[pick]
        if each_leg_afresh:
            later, end_band, time = arrival_afresh(band, start, days[itinerary, pace], reach[itinerary, pace], n_bands)
        else:
            later, end_band, time = arrival(band, start, days[itinerary, pace], n_bands)
        end, is_whole = stop[itinerary], n_legs[itinerary] == 1 or not each_leg_afresh
        if later == 0 and is_whole:
            by_band[end_band, end, settled] += going[pick]
            any_arriving[end_band] = 1
            clock[end_band, end] = max(clock[end_band, end], time)
            if each_leg_afresh or n_recent > 1:
                moved[end_band, end] += going[pick] * time
            continue
        if later == 0 and joins and onward[itinerary] >= 0:
            place = onward[itinerary] * n_classes + settled
            if together[end_band, place] < 0:
                at = n_trips[0]
                rows[at, PACE], rows[at, CLASS], rows[at, END], rows[at, END_DAY] = DRIVES, settled, end, day
                flows[at, PERSONS], flows[at, END_TIME] = 0.0, 0.0
                n_trips[0] += 1
                stop_with(together, first_stopping, any_arriving, rows, at, end_band, place, n_classes, n_legs)
            join_trip(flows, together[end_band, place], going[pick], time)
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
