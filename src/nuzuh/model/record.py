"""What is written down every evening, for each location: the rows of an engine's record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

N_DISPLACED: Final = 0
NEW_DISPLACED: Final = 1
NEW_ARRIVALS: Final = 2
NEW_DEPARTURES: Final = 3
N_ON_ROUTE: Final = 4
N_AT_HOME: Final = 5
N_RETURNED: Final = 6
N_ENTERED: Final = 7


@dataclass(frozen=True)
class Variable:
    """One variable of a result.

    Args:
        name: As in the Dataset.
        long_name: For axes and readers.
        is_flow: A number a day, not a stock.
    """

    name: str
    long_name: str
    is_flow: bool


VARIABLES: Final = (
    Variable("n_displaced", "displaced persons staying at the location in the evening", is_flow=False),
    Variable("new_displaced", "persons forced from their homes at the location on the day", is_flow=True),
    Variable("new_arrivals", "displaced persons who arrived at the location on the day", is_flow=True),
    Variable("new_departures", "displaced persons who set out from the location on the day", is_flow=True),
    Variable("n_on_route", "displaced persons on the road to the location in the evening", is_flow=False),
    Variable("n_at_home", "persons at home at the location who were not displaced", is_flow=False),
    Variable("n_returned", "persons who have returned to their homes at the location", is_flow=False),
    Variable("n_entered", "persons forced from home at the location who were never in its population", is_flow=False),
)
"""In the order of the constants above."""

NEW_MOVES: Final = Variable(
    "new_moves", "displaced persons who set out on the day, by where they were and where they chose to go", is_flow=True
)
"""Between units (`Scenario.units`), of both ends of the itinerary that was chosen: where people are turned back on the
way, the choice counts. It adds up to the departures of all locations, so that who stops on the way and goes on
counts again, from the unit of the stop."""

BY_GROUP: Final = (N_DISPLACED, N_ON_ROUTE, N_AT_HOME, N_RETURNED)
"""Those that are written down by group as well, where the rules tell groups apart."""
DISPLACED_BY_GROUP, ON_ROUTE_BY_GROUP, AT_HOME_BY_GROUP, RETURNED_BY_GROUP = range(4)
"""Rows of that record, in the same order."""
