"""Setting out, person by person: who leaves, where to, and when they will be there."""

from __future__ import annotations

from nuzuh.model.choice import Weights, begin_day, refresh, update_rooms
from nuzuh.model.compiled import kernel
from nuzuh.model.conditions import WALKS, Conditions
from nuzuh.model.draws import DESTINATION, SET_OUT, SET_OUT_NEW, WALK, fold, key_of, search, uniform
from nuzuh.model.persons.passage import book
from nuzuh.model.persons.people import LEAVING, NEW, ON_ROUTE, STAYING, People, Tally, Wide
from nuzuh.model.persons.travel import stop_over
from nuzuh.model.record import NEW_DEPARTURES
from nuzuh.model.rules import arrival, arrival_afresh, goes_on
from nuzuh.typing import Floats


@kernel
def decide(
    c: Conditions,
    x: People,
    t: Tally,
    w: Weights,
    deciding: Wide,
    when: tuple[int, int, int],
    band: int,
    record: Floats,
) -> None:
    """The decisions of a band: those at places with a capacity first, since they make room for the others."""
    n_leaving = 0
    if band == 0:
        begin_day(c.choices, w, when[2])
    for limited in (True, False):
        update_rooms(c.ends, c.choices, w, t.n_displaced, when[2])
        if not limited or c.ends.is_limited.any():
            n_leaving = _leave(c, x, t, w, deciding, when, band, limited, n_leaving)
    if t.first_stopping[0] >= 0:
        stop_over(c, x, t, w, when[2], band, record)
    leaving = x.leaving[:n_leaving]
    _choose(c, x, t, w, leaving, when, band)
    if c.limits.most > 0:
        leaving = leaving[: book(c.limits, x, t, leaving, when, band, c.roads.n_bands)]
    _set_out(c, x, t, leaving, when[2], band, record[NEW_DEPARTURES])


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
    n_draws, width, heeds_recent = 0, len(w.sums) // w.is_stale.shape[1], len(c.leaving.is_town) > 0 and band > 0
    for person in deciding:
        i = x.location[person]
        if c.ends.is_limited[i] != limited:
            continue
        g = c.classes.group[x.kind[person]]
        is_new = x.status[person] == NEW
        p = c.leaving.p_new[day, i, g] if is_new else c.leaving.p[day, i, g]
        if heeds_recent:
            p = goes_on(p, c.leaving.is_town[day, i], x.recent[person], x.end_time[person])
        own = fold(fold(key_new if is_new else key, person), band)
        n_draws += 1
        x.status[person] = STAYING
        draw = uniform(own, 0)
        if draw >= p or firsts[i + 1] == firsts[i]:
            continue
        if w.is_stale[i, g]:
            refresh(c.choices, c.ends, w, day, i, g)
        if draw < p * w.accepted[i, g] and w.sums[g * width + firsts[i + 1] - firsts[0] - 1] > 0.0:
            x.status[person] = LEAVING
            t.n_displaced[i] -= 1.0
            x.leaving[n_leaving] = person
            n_leaving += 1
    t.n_draws[0] += n_draws
    return n_leaving


@kernel
def _choose(
    c: Conditions, x: People, t: Tally, w: Weights, leaving: Wide, when: tuple[int, int, int], band: int
) -> None:
    """Those who set out draw an itinerary and a pace each."""
    seed, member, day = when
    key, key_walk = key_of(seed, member, DESTINATION, day), key_of(seed, member, WALK, day)
    firsts, width = c.choices.first[c.choices.pattern[day]], len(w.sums) // w.is_stale.shape[1]
    for person in leaving:
        i, g = x.location[person], c.classes.group[x.kind[person]]
        if w.is_stale[i, g]:
            refresh(c.choices, c.ends, w, day, i, g)
        low, high = g * width + firsts[i] - firsts[0], g * width + firsts[i + 1] - firsts[0]
        value = uniform(fold(fold(key, person), band), 0) * w.sums[high - 1]
        x.itinerary[person] = firsts[i] + search(w.sums, low, high, value) - low
        x.pace[person] = c.classes.pace[x.kind[person]]
        if c.walk_share > 0.0 and uniform(fold(fold(key_walk, person), band), 0) < c.walk_share:
            x.pace[person] = WALKS
    t.n_draws[0] += len(leaving) * (2 if c.walk_share > 0.0 else 1)


@kernel
def _set_out(c: Conditions, x: People, t: Tally, leaving: Wide, day: int, band: int, departures: Floats) -> None:
    """They go."""
    days, reach, n_bands, stops = c.choices.days, c.choices.reach, c.roads.n_bands, c.choices.stop
    for person in leaving:
        i, itinerary, pace = x.location[person], x.itinerary[person], x.pace[person]
        end, start = stops[itinerary], t.clock[i]
        if c.roads.each_leg_afresh:
            start = x.end_time[person] if band > 0 else 0.0
            later, end_band, time = arrival_afresh(band, start, days[itinerary, pace], reach[itinerary, pace], n_bands)
        else:
            later, end_band, time = arrival(band, start, days[itinerary, pace], n_bands)
        x.status[person] = ON_ROUTE
        x.location[person] = end
        x.start_day[person] = day
        x.start_time[person] = start
        x.end_day[person] = day + later
        x.end_band[person] = end_band
        x.end_time[person] = time
        x.n_legs[person] = c.choices.n_legs[itinerary]
        x.leg[person] = 0
        departures[i] += 1.0
        if c.units.n > 0:
            t.between[c.units.of_location[i], c.units.of_end[itinerary]] += 1.0
        if len(t.by_itinerary) > 0:
            t.by_itinerary[itinerary] += 1.0
        t.n_on_route[end] += 1
        if later == 0:
            x.later[person] = t.first_arriving[end_band]
            t.first_arriving[end_band] = person
