"""The engine that moves persons one by one: each takes each decision by a draw of his or her own.

Persons are numbers without a name or a trace in the output: what is written down is the same aggregate as in the
engine of counts. The engine is there as a check on the other, and for rules that need a person's memory.
"""

from __future__ import annotations

import numpy as np

from nuzuh.model.choice import Weights, no_weights
from nuzuh.model.compiled import compiled
from nuzuh.model.conditions import Conditions, Sources, is_given
from nuzuh.model.draws import FORCED, RETURN, fold, key_of
from nuzuh.model.passages import passages_along
from nuzuh.model.persons.departures import decide
from nuzuh.model.persons.groups import write_groups
from nuzuh.model.persons.homes import force_from_home, return_home
from nuzuh.model.persons.people import AT_HOME, RETURNED, People, Tally, people_of, tally_of, with_room
from nuzuh.model.persons.travel import arrive, arrive_overnight, find_staying, rest, stop_over
from nuzuh.model.record import (
    N_AT_HOME,
    N_DISPLACED,
    N_ENTERED,
    N_ON_ROUTE,
    N_RETURNED,
    NEW_ARRIVALS,
    NEW_DISPLACED,
)
from nuzuh.typing import Floats, Ints


class PersonEngine:
    """One member, moved day by day as persons.

    Args:
        conditions: The rules evaluated for each day.
        at_home: People at home on the first morning, shape (L, K), whole numbers. They are persons only where
            those forced from home are taken from them.
        displaced: Displaced persons on the first morning, shape (L, K), whole numbers.
        seed: Of the run.
        member: Of the ensemble.
        passages: Whether those along routes are counted.
    """

    is_exact = True

    def __init__(
        self,
        conditions: Conditions,
        at_home: Floats,
        displaced: Floats,
        seed: int,
        member: int,
        *,
        passages: bool = False,
    ) -> None:
        """Make the persons."""
        homes, strangers = at_home.astype(np.int64), displaced.astype(np.int64)
        self.conditions = conditions
        self.seed, self.member = seed, member
        self.people = people_of(homes if conditions.sources.from_population else np.zeros_like(homes), strangers)
        self.weights = no_weights(conditions)
        self.tally = tally_of(homes, strangers, conditions, len(self.people.status), passages=passages)
        if not conditions.sources.from_population:
            self.people = with_room(self.people, len(self.people.status), _most_entering(conditions.sources, homes))

    def step(self, day: int, record: Floats) -> float:
        """Move everybody through one day.

        Args:
            day: Index of the day.
            record: Shape (variables of `record.py`, L); gets what is known in the evening.

        Returns:
            People in the books in the evening.
        """
        if not self.conditions.sources.from_population:
            most = _most_entering(self.conditions.sources, self.tally.n_at_home, day)
            self.people = with_room(self.people, int(self.tally.n_used[0]), most)
        _day(self.conditions, self.people, self.tally, self.weights, (self.seed, self.member, day), record)
        return float(record[[N_AT_HOME, N_DISPLACED, N_ON_ROUTE, N_RETURNED]].sum())

    def write_groups(self, day: int, record: Floats) -> None:
        """Write down who is where by group in the evening of the day that was stepped through.

        Args:
            day: Index of the day.
            record: Shape (variables of `record.BY_GROUP`, G, L), zero before.
        """
        x, t = self.people, self.tally
        group = self.conditions.classes.group
        write_groups(group, x.status, x.location, x.kind, t.n_at_home, t.n_returned, record)

    def write_moves(self, record: Floats) -> None:
        """Write down who set out from where to where on the day that was stepped through.

        Args:
            record: Shape (U, U), from each unit to each.
        """
        record[:] = self.tally.between

    def write_passages(self, record: Floats) -> None:
        """Write down who set out along which arc on the day that was stepped through, if that was asked for.

        Args:
            record: Shape (A,).
        """
        record[:] = passages_along(self.conditions.roads, self.tally.by_itinerary, self.tally.by_arc)

    @property
    def n_draws(self) -> int:
        """Random draws so far."""
        return int(self.tally.n_draws[0])


def _most_entering(sources: Sources, homes: Ints, day: int | None = None) -> int:
    """How many persons can enter on a day, or are likely to on all days."""
    days = slice(None) if day is None else slice(day, day + 1)
    if len(sources.total):
        return int(sources.total[days].sum())
    if not len(sources.by_location):
        return 0 if day is None else int((homes.sum(axis=1) * (sources.p_forced[day] > 0).any(axis=1)).sum())
    mean = float(sources.by_location[days].sum())
    return int(mean + (10.0 * mean**0.5 + 100.0 if sources.is_poisson else 0.0))


@compiled
def _day(c: Conditions, x: People, t: Tally, w: Weights, when: tuple[int, int, int], record: Floats) -> None:
    """One day in the order of docs/model.md: travel overnight, displacement, decisions, arrivals, returns."""
    seed, member, day = when
    settled, afresh, arrivals = c.classes.settled, c.roads.each_leg_afresh, record[NEW_ARRIVALS]
    record[:] = 0.0
    t.first_arriving[:] = -1
    t.clock[:] = 0.0
    t.between[:] = 0.0
    t.by_itinerary[:] = 0.0
    t.by_arc[:] = 0.0
    arrive_overnight(c.roads, settled, x, t, day, arrivals)
    for again in range(2 if len(c.p_return) > 0 and not is_given(c.sources) else 1):
        key = fold(key_of(seed, member, FORCED, day), again)
        homes, status = (t.n_returned, RETURNED) if again else (t.n_at_home, AT_HOME)
        force_from_home(c.sources, c.classes, x, t, key, day, status, homes, record[NEW_DISPLACED])
    for band in range(c.n_deciding):
        if band == 0 or t.first_arriving[band] >= 0:
            n = find_staying(x.status, x.deciding) if band == 0 else arrive(x, t, settled, band, afresh, arrivals)
            decide(c, x, t, w, x.deciding[:n], when, band, record)
    for band in range(c.n_deciding, len(t.first_arriving)):
        arrive(x, t, settled, band, afresh, arrivals)
        if t.first_stopping[0] >= 0:
            stop_over(c, x, t, w, day, band, record)
    if len(c.p_return) > 0:
        return_home(c.p_return[day], c.classes.home, x, t, key_of(seed, member, RETURN, day))
    if len(c.leaving.is_town) > 0:
        rest(c.roads, x, day)
    for i in range(len(t.n_displaced)):
        record[N_AT_HOME, i] = t.n_at_home[i].sum()
        record[N_RETURNED, i] = t.n_returned[i].sum()
        record[N_DISPLACED, i] = t.n_displaced[i]
        record[N_ON_ROUTE, i] = t.n_on_route[i]
        record[N_ENTERED, i] = t.n_entered[i]
