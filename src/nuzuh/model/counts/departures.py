"""Setting out, in numbers of people: who arrives in a band of the day, and who leaves."""

from __future__ import annotations

from nuzuh.model.choice import Weights, begin_day, refresh, update_rooms
from nuzuh.model.compiled import kernel
from nuzuh.model.conditions import Conditions, class_after, recent_of
from nuzuh.model.counts.destinations import depart, leads_anywhere
from nuzuh.model.counts.state import Chance, Moves, Stocks, moved_today, some
from nuzuh.model.counts.travel import stop_over
from nuzuh.model.draws import (
    SET_OUT,
    SET_OUT_NEW,
    fold,
    key_of,
)
from nuzuh.model.record import NEW_ARRIVALS, NEW_DEPARTURES
from nuzuh.model.rules import goes_on
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
        rows, flows = depart(c, x, m, w, visited, rows, flows, s.n_displaced, day, band, record[NEW_DEPARTURES])
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
        n, today = 0.0, moved_today(moved, staying, i) if moved[i] > 0.0 else 0.0
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
        today = moved_today(m.moved[band], staying, i)
        for k in range(staying.shape[1]):
            g, share, fresh = c.classes.group[k], 1.0, new[i, k]
            m.leaving[i, k] = 0.0
            if staying[i, k] <= 0.0:
                continue
            if looks_first:
                if w.is_stale[i, g]:
                    refresh(c.choices, c.ends, w, day, i, g)
                if not leads_anywhere(w.sums, g * width + firsts[i] - firsts[0], firsts[i + 1] - firsts[i]):
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
