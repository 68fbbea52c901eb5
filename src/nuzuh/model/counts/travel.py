"""On the road, in numbers of people: arrivals of the night, stops on the way."""

from __future__ import annotations

from nuzuh.model.choice import Weights
from nuzuh.model.compiled import kernel
from nuzuh.model.conditions import Classes, Conditions, Roads, class_after
from nuzuh.model.counts.state import Moves, Stocks
from nuzuh.model.record import NEW_ARRIVALS, NEW_DEPARTURES
from nuzuh.model.rules import keeps_plan
from nuzuh.model.trips import (
    CLASS,
    END,
    END_BAND,
    END_DAY,
    END_TIME,
    ITINERARY,
    LEG,
    N_LEGS,
    NEXT,
    PACE,
    PERSONS,
    START_DAY,
    START_TIME,
    begin_leg,
    move_trip,
    on_foot,
    replan,
)
from nuzuh.typing import Bools, Floats, Ints


@kernel
def arrive_overnight(
    roads: Roads, classes: Classes, rows: Ints, flows: Floats, m: Moves, n_displaced: Floats, day: int, arrivals: Floats
) -> None:
    """Bring those to their location who arrive today, and turn those back whose route has closed.

    Cells are read one by one: a row taken out of a table costs a reference count.
    """
    kept, closes, each_leg_afresh, settled = 0, roads.closes[day], roads.each_leg_afresh, classes.settled
    arriving, any_arriving, clock, moved = m.arriving, m.any_arriving, m.clock, m.moved
    first_leg, legs, is_open = roads.first_leg, roads.legs, roads.is_open[day]
    for at in range(m.n_trips[0]):
        n = flows[at, PERSONS]
        if n <= 0.0:
            continue  # a trip that ended at a stop
        if closes and rows[at, END_DAY] >= day and _is_cut_off(first_leg, legs, is_open, rows, at):
            _meet_closures(roads, rows[at], flows[at], day)
        end, end_day, stops = rows[at, END], rows[at, END_DAY], each_leg_afresh and rows[at, LEG] + 1 < rows[at, N_LEGS]
        if end_day > day or stops:
            if kept != at:
                move_trip(rows, flows, at, rows, flows, kept)
            if end_day <= day:  # at a stop since yesterday, or during the day
                stop_in(m.first_stopping, any_arriving, rows, kept, rows[kept, END_BAND] if end_day == day else 0)
            kept += 1
            continue
        k = settled[rows[at, CLASS]]
        if end_day < day:
            n_displaced[end, k] += n
            arrivals[end] += n
        else:
            band, time = rows[at, END_BAND], flows[at, END_TIME]
            arriving[band, end, k] += n
            any_arriving[band] = 1
            clock[band, end] = max(clock[band, end], time)
            moved[band, end] += n * time
    m.n_trips[0] = kept


@kernel
def _is_cut_off(first_leg: Ints, legs: Ints, is_open: Bools, rows: Ints, at: int) -> bool:
    """Whether a leg of a trip has closed, so that it has to be looked at again."""
    begin, n_closed = first_leg[rows[at, ITINERARY]], 0
    for leg in range(begin + max(rows[at, LEG], 0), begin + rows[at, N_LEGS]):
        n_closed += not is_open[legs[leg]]
    return n_closed > 0


@kernel
def _meet_closures(roads: Roads, row: Ints, flow: Floats, day: int) -> None:
    """Change a trip to how far it can get now that routes have closed."""
    if not roads.each_leg_afresh:
        row[END], row[END_DAY], row[END_BAND], flow[END_TIME], row[N_LEGS] = replan(
            roads, day, row[ITINERARY], row[PACE], row[START_DAY], flow[START_TIME], row[N_LEGS]
        )
        return
    arc = roads.legs[roads.first_leg[row[ITINERARY]] + row[LEG]]
    if not roads.is_open[day, arc]:
        row[END], row[END_DAY], row[N_LEGS] = roads.arc_start[arc], day - 1, row[LEG] + 1


@kernel
def stop_in(first_stopping: Ints, any_arriving: Ints, rows: Ints, at: int, band: int) -> None:
    """List a trip among those that stop on the way in a band."""
    rows[at, NEXT] = first_stopping[band]
    first_stopping[band] = at
    any_arriving[band] = 1


@kernel
def join_trip(flows: Floats, at: int, n: float, time: float) -> None:
    """Add people to a trip that stops; their clock is the mean of all, so that none is favoured."""
    before = flows[at, PERSONS]
    flows[at, END_TIME] = (before * flows[at, END_TIME] + n * time) / (before + n)
    flows[at, PERSONS] = before + n


@kernel
def stop_with(
    together: Ints,
    first_stopping: Ints,
    any_arriving: Ints,
    rows: Ints,
    at: int,
    band: int,
    place: int,
    n_classes: int,
    n_legs: Ints,
) -> None:
    """List a trip that stops in a band as the one that all join who have the same way ahead.

    It becomes a trip over that way alone, of which no leg has been travelled.
    """
    itinerary = place // n_classes
    rows[at, ITINERARY], rows[at, LEG], rows[at, N_LEGS], rows[at, END_BAND] = itinerary, -1, n_legs[itinerary], band
    together[band, place] = at
    stop_in(first_stopping, any_arriving, rows, at, band)


@kernel
def stop_over(
    c: Conditions, s: Stocks, m: Moves, w: Weights, rows: Ints, flows: Floats, day: int, band: int, record: Floats
) -> None:
    """Those at a stop go on for certain, unless the road ahead is closed, or the camp at its end turns them away.

    They give the trip up then; where the day is over they spend the night there.
    """
    legs, first_leg, ends, is_open = c.roads.legs, c.roads.first_leg, c.roads.end, c.roads.is_open[day]
    settled, n_recent, is_turned_away, n_waiting = c.classes.settled, c.classes.n_recent, w.is_turned_away, s.n_waiting
    arrivals, departures, is_over = record[NEW_ARRIVALS], record[NEW_DEPARTURES], band >= c.n_deciding
    between, of_location, of_end, by_arc = m.between, c.units.of_location, c.units.of_end, m.by_arc
    arcs, ways = (c.roads.arc_end, c.roads.arc_days, c.roads.arc_reach), (c.choices.n_legs, c.choices.onward)
    arriving = (m.arriving, m.any_arriving, m.clock, m.moved, m.first_stopping, m.together)
    joins, n_classes = m.together.shape[1] > 0, m.giving_up.shape[1]
    at = m.first_stopping[band]
    while at >= 0:
        n, stop, following = flows[at, PERSONS], rows[at, END], rows[at, NEXT]
        time = flows[at, END_TIME] if band > 0 else 0.0
        if band == 0:
            n_waiting[stop] -= n
        else:
            arrivals[stop] += n
        itinerary, k = rows[at, ITINERARY], settled[rows[at, CLASS]]
        if joins:
            m.together[band, itinerary * n_classes + k] = -1
        arc = legs[first_leg[itinerary] + rows[at, LEG] + 1]
        if is_over:
            rows[at, CLASS] = class_after(n_recent, k, time, 1)
            n_waiting[stop] += n
        elif keeps_plan(is_open[arc], is_turned_away[ends[itinerary]]):
            departures[stop] += n
            if len(between) > 0:
                between[of_location[stop], of_end[itinerary]] += n
            if len(by_arc) > 0:
                by_arc[arc] += n
            rows[at, CLASS], rows[at, START_DAY], flows[at, START_TIME] = k, day, time
            _go_on(arcs, ways, arriving, rows, flows, at, (band, c.roads.n_bands, arc, n_recent))
        else:
            m.giving_up[stop, k if band == 0 else class_after(n_recent, k, time, 1)] += n
            flows[at, PERSONS] = 0.0
        at = following
    m.first_stopping[band] = -1


@kernel
def _go_on(
    arcs: tuple[Ints, Floats, Floats],
    ways: tuple[Ints, Ints],
    arriving: tuple[Floats, Ints, Floats, Floats, Ints, Ints],
    rows: Ints,
    flows: Floats,
    at: int,
    how: tuple[int, int, int, int],
) -> None:
    """Put those of a trip on the leg that it has come to."""
    by_band, any_arriving, clock, moved, first_stopping, together = arriving
    band, n_bands, arc, n_recent = how
    leg, n = rows[at, LEG] + 1, flows[at, PERSONS]
    foot = on_foot(rows[at, PACE], leg)
    end, later, end_band, time, reach = begin_leg(arcs, arc, foot, band, flows[at, START_TIME], n_bands)
    if later == 0 and leg + 1 == rows[at, N_LEGS]:
        by_band[end_band, end, rows[at, CLASS]] += n
        any_arriving[end_band] = 1
        clock[end_band, end] = max(clock[end_band, end], time)
        moved[end_band, end] += n * time
        flows[at, PERSONS] = 0.0
        return
    joins = later == 0 and leg == 0 and together.shape[1] > 0 and foot == 0 and ways[1][rows[at, ITINERARY]] >= 0
    place = ways[1][rows[at, ITINERARY]] * by_band.shape[2] + rows[at, CLASS]
    if joins and together[end_band, place] >= 0:
        join_trip(flows, together[end_band, place], n, time)
        flows[at, PERSONS] = 0.0
        return
    rows[at, LEG], rows[at, CLASS] = leg, class_after(n_recent, rows[at, CLASS], reach, later)
    rows[at, END], rows[at, END_DAY], rows[at, END_BAND] = end, rows[at, START_DAY] + later, end_band
    flows[at, END_TIME] = time
    if joins:
        stop_with(together, first_stopping, any_arriving, rows, at, end_band, place, by_band.shape[2], ways[0])
    elif later == 0:
        stop_in(first_stopping, any_arriving, rows, at, end_band)
