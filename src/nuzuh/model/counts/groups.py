"""Who is where in the evening by group, in numbers of people."""

from __future__ import annotations

from nuzuh.model.compiled import compiled
from nuzuh.model.counts.state import Stocks
from nuzuh.model.record import AT_HOME_BY_GROUP, DISPLACED_BY_GROUP, ON_ROUTE_BY_GROUP, RETURNED_BY_GROUP
from nuzuh.model.trips import CLASS, END, END_DAY, PERSONS
from nuzuh.typing import Floats, Ints


@compiled
def write_groups(group: Ints, s: Stocks, rows: Ints, flows: Floats, n_trips: int, day: int, record: Floats) -> None:
    """Write down the evening of each group.

    Args:
        group: Of each class, shape (K,).
        s: The stocks.
        rows: People on the road, and those who spend the night at a stop of their trip.
        flows: How many they are.
        n_trips: Rows in use.
        day: Index of the day.
        record: Shape (variables of `BY_GROUP`, G, L); zero before.
    """
    for i in range(len(s.n_displaced)):
        for k in range(len(group)):
            record[DISPLACED_BY_GROUP, group[k], i] += s.n_displaced[i, k]
            record[AT_HOME_BY_GROUP, group[k], i] += s.n_at_home[i, k]
            record[RETURNED_BY_GROUP, group[k], i] += s.n_returned[i, k]
    for at in range(n_trips):
        variable = ON_ROUTE_BY_GROUP if rows[at, END_DAY] > day else DISPLACED_BY_GROUP
        record[variable, group[rows[at, CLASS]], rows[at, END]] += flows[at, PERSONS]
