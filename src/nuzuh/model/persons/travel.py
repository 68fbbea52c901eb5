"""On the road, person by person: arrivals of the night, stops on the way, rest in the evening."""

from __future__ import annotations

from nuzuh.model.choice import Weights
from nuzuh.model.compiled import kernel
from nuzuh.model.conditions import Conditions, Roads
from nuzuh.model.persons.people import NEW, ON_ROUTE, STAYING, WAITING, People, Small, Tally, Wide
from nuzuh.model.record import NEW_DEPARTURES
from nuzuh.model.rules import keeps_plan, recent_travel
from nuzuh.model.trips import begin_leg, on_foot, replan
from nuzuh.typing import Floats, Ints


@kernel
def arrive_overnight(roads: Roads, settled: Ints, x: People, t: Tally, day: int, arrivals: Floats) -> None:
    """List those who arrive or stop today by band, and turn those back whose route has closed."""
    for person in range(len(x.status)):
        if x.status[person] == WAITING:
            _list(x, t.first_stopping, 0, person)
            continue
        if x.status[person] != ON_ROUTE:
            continue
        if roads.closes[day]:
            _meet_closures(roads, x, t, day, person)
        if x.end_day[person] < day:
            at = x.location[person]
            x.status[person] = STAYING
            x.kind[person] = settled[x.kind[person]]
            t.n_on_route[at] -= 1
            t.n_displaced[at] += 1.0
            arrivals[at] += 1.0
        elif x.end_day[person] == day:
            _list(x, t.first_arriving, x.end_band[person], person)


@kernel
def _list(x: People, first: Ints, band: int, person: int) -> None:
    """Put a person at the head of a list."""
    x.later[person] = first[band]
    first[band] = person


@kernel
def _meet_closures(roads: Roads, x: People, t: Tally, day: int, person: int) -> None:
    """How far a person under way can get now that routes have closed."""
    itinerary, pace, n_legs = int(x.itinerary[person]), int(x.pace[person]), int(x.n_legs[person])
    end, end_day, end_band = int(x.location[person]), int(x.end_day[person]), int(x.end_band[person])
    end_time = x.end_time[person]
    if roads.each_leg_afresh:
        arc = roads.legs[roads.first_leg[itinerary] + x.leg[person]]
        if not roads.is_open[day, arc]:
            end, end_day, n_legs = roads.arc_start[arc], day - 1, x.leg[person] + 1
    else:
        end, end_day, end_band, end_time, n_legs = replan(
            roads, day, itinerary, pace, int(x.start_day[person]), x.start_time[person], n_legs
        )
    t.n_on_route[x.location[person]] -= 1
    t.n_on_route[end] += 1
    x.location[person] = end
    x.end_day[person] = end_day
    x.end_band[person] = end_band
    x.end_time[person] = end_time
    x.n_legs[person] = n_legs


@kernel
def arrive(x: People, t: Tally, settled: Ints, band: int, each_leg_afresh: bool, arrivals: Floats) -> int:
    """End the trips of all who arrive in a band, and list them as deciding, or as stopping; the number deciding."""
    n = 0
    t.clock[:] = 0.0
    person = t.first_arriving[band]
    while person >= 0:
        following, at = x.later[person], x.location[person]
        x.kind[person] = settled[x.kind[person]]
        t.n_on_route[at] -= 1
        arrivals[at] += 1.0
        if each_leg_afresh and x.leg[person] + 1 < x.n_legs[person]:
            _list(x, t.first_stopping, 0, person)
        else:
            t.clock[at] = max(t.clock[at], x.end_time[person])
            x.status[person] = STAYING
            t.n_displaced[at] += 1.0
            x.deciding[n] = person
            n += 1
        person = following
    return n


@kernel
def find_staying(status: Small, deciding: Wide) -> int:
    """List all who are displaced and staying somewhere in the morning; their number."""
    n = 0
    for person in range(len(status)):
        if status[person] in (STAYING, NEW):
            deciding[n] = person
            n += 1
    return n


@kernel
def stop_over(c: Conditions, x: People, t: Tally, w: Weights, day: int, band: int, record: Floats) -> None:
    """Those at a stop go on for certain, unless the road ahead is closed, or the camp at its end turns them away.

    They give the trip up then; where the day is over they spend the night there.
    """
    person = t.first_stopping[0]
    while person >= 0:
        following, stop, itinerary = x.later[person], x.location[person], x.itinerary[person]
        arc = c.roads.legs[c.roads.first_leg[itinerary] + x.leg[person] + 1]
        goes_on = keeps_plan(c.roads.is_open[day, arc], w.is_turned_away[c.roads.end[itinerary]])
        if band < c.n_deciding and goes_on:
            if band == 0:
                t.n_displaced[stop] -= 1.0
            record[NEW_DEPARTURES, stop] += 1.0
            if c.units.n > 0:
                t.between[c.units.of_location[stop], c.units.of_end[itinerary]] += 1.0
            if len(t.by_arc) > 0:
                t.by_arc[arc] += 1.0
            _go_on(c.roads, x, t, day, band, person)
        else:
            x.status[person] = WAITING if band >= c.n_deciding else STAYING
            if band > 0:
                t.n_displaced[stop] += 1.0
        person = following
    t.first_stopping[0] = -1


@kernel
def _go_on(roads: Roads, x: People, t: Tally, day: int, band: int, person: int) -> None:
    """Put a person on the next leg of the trip."""
    leg, start = x.leg[person] + 1, x.end_time[person] if band > 0 else 0.0
    arcs = (roads.arc_end, roads.arc_days, roads.arc_reach)
    arc = roads.legs[roads.first_leg[x.itinerary[person]] + leg]
    end, later, end_band, time, _ = begin_leg(arcs, arc, on_foot(x.pace[person], leg), band, start, roads.n_bands)
    x.status[person] = ON_ROUTE
    x.leg[person] = leg
    x.location[person] = end
    x.start_day[person] = day
    x.start_time[person] = start
    x.end_day[person] = day + later
    x.end_band[person] = end_band
    x.end_time[person] = time
    t.n_on_route[end] += 1
    if later == 0:
        _list(x, t.first_arriving, end_band, person)


@kernel
def rest(roads: Roads, x: People, day: int) -> None:
    """In the evening, today's travel becomes recent travel."""
    for person in range(len(x.status)):
        status, moved = x.status[person], 0.0
        if status == ON_ROUTE:
            arc = roads.legs[roads.first_leg[x.itinerary[person]] + x.leg[person]]
            moved = roads.arc_reach[arc, on_foot(x.pace[person], x.leg[person])]
        elif status in (STAYING, WAITING) and x.end_day[person] == day:
            moved = x.end_time[person]
        x.recent[person] = recent_travel(x.recent[person], moved, 1)
