"""The engine that moves numbers of people, by chance or in expected values.

Persons who share a location and a class are exchangeable, so drawing how many of them do a thing is exact in
distribution (Banisch, arXiv 1410.6277). The cost depends on locations, itineraries and days, not on people.
"""

from __future__ import annotations

from nuzuh.model.choice import Weights, no_weights
from nuzuh.model.compiled import compiled, kernel
from nuzuh.model.conditions import Conditions, is_given
from nuzuh.model.counts.departures import arrive_and_leave
from nuzuh.model.counts.groups import write_groups
from nuzuh.model.counts.homes import force_from_home, return_home
from nuzuh.model.counts.state import Chance, Moves, Stocks, chance_of, moves_of, stocks_of
from nuzuh.model.counts.travel import arrive_overnight
from nuzuh.model.passages import passages_along
from nuzuh.model.record import (
    N_AT_HOME,
    N_DISPLACED,
    N_ENTERED,
    N_ON_ROUTE,
    N_RETURNED,
    NEW_ARRIVALS,
    NEW_DISPLACED,
)
from nuzuh.model.trips import END, END_DAY, PERSONS, no_trips
from nuzuh.typing import Floats, Ints


class CountEngine:
    """One member, moved day by day in numbers of people.

    Args:
        conditions: The rules evaluated for each day.
        at_home: People at home on the first morning, shape (L, K).
        displaced: Displaced persons on the first morning, shape (L, K).
        seed: Of the run.
        member: Of the ensemble.
        is_mean: Expected values instead of draws.
        passages: Whether those along routes are counted.
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
        passages: bool = False,
    ) -> None:
        """Begin with everybody at home, but for those who are displaced already."""
        self.is_exact = not is_mean
        self.conditions = conditions
        self.chance = chance_of(conditions, at_home.size, seed, member, is_mean=is_mean)
        self.stocks = stocks_of(at_home, displaced)
        self.moves = moves_of(conditions, at_home.shape, passages=passages)
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
        on_route_or_home = record[N_ON_ROUTE : N_RETURNED + 1]  # a view: picking rows by number would copy them
        return float(record[N_DISPLACED].sum() + on_route_or_home.sum())

    def write_groups(self, day: int, record: Floats) -> None:
        """Write down who is where by group in the evening of the day that was stepped through.

        Args:
            day: Index of the day.
            record: Shape (variables of `record.BY_GROUP`, G, L), zero before.
        """
        write_groups(self.conditions.classes.group, self.stocks, *self.trips, int(self.moves.n_trips[0]), day, record)

    def write_moves(self, record: Floats) -> None:
        """Write down who set out from where to where on the day that was stepped through.

        Args:
            record: Shape (U, U), from each unit to each.
        """
        record[:] = self.moves.between

    def write_passages(self, record: Floats) -> None:
        """Write down who set out along which arc on the day that was stepped through, if that was asked for.

        Args:
            record: Shape (A,).
        """
        record[:] = passages_along(self.conditions.roads, self.moves.by_itinerary, self.moves.by_arc)

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
    m.moved[:] = 0.0
    m.between[:] = 0.0
    m.by_itinerary[:] = 0.0
    m.by_arc[:] = 0.0
    s.n_new[:] = 0.0
    arrive_overnight(c.roads, c.classes, rows, flows, m, s.n_displaced, day, record[NEW_ARRIVALS])
    for again in range(2 if len(c.p_return) > 0 and not is_given(c.sources) else 1):
        force_from_home(c.sources, c.classes, x, s, s.n_returned if again else s.n_at_home, day, again)
    for band in range(len(m.arriving)):
        if band == 0 or m.any_arriving[band] > 0:
            rows, flows = arrive_and_leave(c, x, s, m, w, rows, flows, day, band, record)
    if len(c.p_return) > 0:
        return_home(c.classes.home, c.p_return[day], x, s, day)
    _write(s, m, rows, flows, day, record)
    return rows, flows


@kernel
def _write(s: Stocks, m: Moves, rows: Ints, flows: Floats, day: int, record: Floats) -> None:
    for i in range(len(s.n_new)):
        record[N_DISPLACED, i] = s.n_waiting[i]
        record[N_ENTERED, i] = s.n_entered[i]
        for k in range(s.n_new.shape[1]):
            record[NEW_DISPLACED, i] += s.n_new[i, k]
            record[N_AT_HOME, i] += s.n_at_home[i, k]
            record[N_DISPLACED, i] += s.n_displaced[i, k]
            record[N_RETURNED, i] += s.n_returned[i, k]
    for at in range(m.n_trips[0]):
        if rows[at, END_DAY] > day:
            record[N_ON_ROUTE, rows[at, END]] += flows[at, PERSONS]
