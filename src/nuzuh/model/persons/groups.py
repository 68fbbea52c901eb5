"""Who is where in the evening by group, person by person."""

from __future__ import annotations

from nuzuh.model.compiled import compiled
from nuzuh.model.persons.people import NEW, ON_ROUTE, STAYING, WAITING, Small, Wide
from nuzuh.model.record import AT_HOME_BY_GROUP, DISPLACED_BY_GROUP, ON_ROUTE_BY_GROUP, RETURNED_BY_GROUP
from nuzuh.typing import Floats, Ints


@compiled
def write_groups(
    group: Ints, status: Small, location: Wide, kind: Wide, n_at_home: Ints, n_returned: Ints, record: Floats
) -> None:
    """Write down the evening of each group.

    Args:
        group: Of each class, shape (K,).
        status: Of each person.
        location: Of each person, or where the trip under way ends.
        kind: Class of each person.
        n_at_home: Shape (L, K).
        n_returned: Shape (L, K).
        record: Shape (variables of `BY_GROUP`, G, L); zero before.
    """
    for i in range(len(n_at_home)):
        for k in range(len(group)):
            record[AT_HOME_BY_GROUP, group[k], i] += n_at_home[i, k]
            record[RETURNED_BY_GROUP, group[k], i] += n_returned[i, k]
    for person in range(len(status)):
        if status[person] == ON_ROUTE:
            record[ON_ROUTE_BY_GROUP, group[kind[person]], location[person]] += 1.0
        elif status[person] in (STAYING, NEW, WAITING):
            record[DISPLACED_BY_GROUP, group[kind[person]], location[person]] += 1.0
