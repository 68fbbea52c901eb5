"""Faults that only several rows or several tables show together, one function each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from nuzuh.errors import Fault
from nuzuh.scenario.checks import access, figures, network, places, points, spells
from nuzuh.scenario.checks.subject import Subject

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario
    from nuzuh.scenario.tables import TableFile

CHECKS: Mapping[Callable[[Subject], Iterable[Fault]], tuple[str, ...]] = {
    places.unknown_locations: ("locations",),
    places.duplicates: (),
    places.home_country: ("locations",),
    spells.impossible_dates: (),
    spells.overlaps: (),
    network.lengths: (),
    network.second_roads: (),
    network.reach: ("locations", "routes"),
    network.capacities: (),
    network.coordinates: (),
    network.population: ("locations",),
    network.population_ranges: (),
    points.events: ("locations",),
    access.closures: ("locations",),
    access.interventions: ("locations",),
    figures.observations: (),
    figures.unaccepted: (),
    figures.observed_periods: (),
    figures.observed_moves: ("locations",),
    figures.reported: (),
    figures.group_shares: ("groups",),
    figures.shelter_shares: ("shelter",),
    figures.standards: (),
    figures.standards_in_order: ("standards",),
}
"""Each check, and the tables that must have been read to the end for it to say anything."""


def check_tables(
    scenario: Scenario,
    files: Mapping[str, TableFile] | None = None,
    settings_places: Mapping[str, tuple[int, int]] | None = None,
) -> list[Fault]:
    """Find what is wrong with tables that were read cell by cell already.

    A cell with a fault of its own causes no further ones: no check looks at it.

    Args:
        scenario: The tables.
        files: Where each table was read from, for the places of faults; none for tables made in code.
        settings_places: Line and column of each key of scenario.yml, for faults that belong there.

    Returns:
        All faults, errors and warnings, in no order.
    """
    subject = Subject(scenario, files or {}, settings_places or {})
    return [fault for check, needed in CHECKS.items() if subject.is_whole(*needed) for fault in check(subject)]
