"""Names: of locations that are not there, of things that stand twice, of the home country."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import TYPE_CHECKING, Any

from nuzuh.errors import Fault, close_names, near_misses, quoted
from nuzuh.scenario.observations import REPORTED
from nuzuh.scenario.schema import TABLES, columns_of

if TYPE_CHECKING:
    from nuzuh.scenario.checks.subject import Subject

KEYS: dict[str, tuple[tuple[str, ...], Callable[[dict[str, Any]], list[Hashable]]]] = {
    "locations": (("name",), lambda row: [row["name"]]),
    "groups": (("group",), lambda row: [row["group"]]),
    "routes": (
        ("from", "to", "distance_km", "one_way"),
        lambda row: (
            [(row["from"], row["to"], row["distance_km"])]
            + [(row["to"], row["from"], row["distance_km"])] * (not row["one_way"])
        ),
    ),
    "standards": (("factor",), lambda row: [row["factor"]]),
    "observations": (
        ("date", "since", "location", "to", "quantity", "source", "status", "value", "low", "high"),
        lambda row: [_observation_key(row)],
    ),
    "reported": (("date", "figure", "location", "source"), lambda row: [tuple(row.values())]),
}
"""By table, the columns that tell its rows apart, and what must stand once only: for routes, each direction
of a length."""
ROW_OF = {"reported": "reported figure"}
"""What a row of a table is called, where that is not the table's name without its s."""


def _observation_key(row: dict[str, Any]) -> Hashable:
    """What must stand once: of rows that nobody has accepted also the number, for a report may contradict itself."""
    *what, status, value, low, high = row.values()
    return (*what, str((value, low, high))) if status == REPORTED else tuple(what)


def unknown_locations(subject: Subject) -> Iterator[Fault]:
    """Cells that name a location or an area which locations.csv does not have."""
    scenario = subject.scenario
    known = {
        "location": dict.fromkeys(name for name in scenario.location_ix if name),
        "place": dict.fromkeys(name for name in scenario.places if name),
    }
    is_any_nameless = bool(subject.unread("locations", "name"))
    for table in TABLES:
        for column in columns_of(table).values():
            if column.type not in known:
                continue
            names = known[column.type]
            for line, name in subject.rows(table, column.name)[column.name].items():
                if name and name not in names:
                    if is_any_nameless and not close_names(name, tuple(names)):
                        continue  # it may be the one whose name is blank
                    way_out = near_misses(name, list(names))
                    yield subject.fault(table, line, column.name, f"unknown location {quoted(name)}", way_out)


def duplicates(subject: Subject) -> Iterator[Fault]:
    """Rows that say the same thing as an earlier one."""
    for table, (columns, keys_of) in KEYS.items():
        first: dict[Hashable, int] = {}
        for line, row in subject.each(table, *columns):
            found = {key: first.setdefault(key, line) for key in keys_of(row)}
            twice = [other for other in found.values() if other != line]
            if twice:
                name = f" {quoted(row[columns[0]])}" if len(columns) == 1 else ""
                what = f"{ROW_OF.get(table, table[:-1])}{name} stands twice (first on line {twice[0]})"
                yield subject.fault(table, line, columns[0], what, "delete one of them")


def home_country(subject: Subject) -> Iterator[Fault]:
    """A home country in which no location lies."""
    scenario = subject.scenario
    countries = sorted(set(scenario.countries))
    if scenario.home_country and countries and scenario.home_country not in countries:
        path = str(scenario.path / "scenario.yml") if scenario.path else "scenario"
        what = f"no location lies in home_country {quoted(scenario.home_country)}"
        place = subject.settings_places.get("home_country", (0, 0))
        yield Fault(path, *place, what, near_misses(scenario.home_country, countries))
