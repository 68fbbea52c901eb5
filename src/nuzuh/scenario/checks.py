"""Faults that only several rows or several tables show together, one function each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from nuzuh.errors import Fault, near_misses
from nuzuh.scenario.geography import components, great_circle_km
from nuzuh.scenario.schema import TABLES, columns_of
from nuzuh.scenario.tables import locate

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

Level = Literal["error", "warning"]
Places = Mapping[str, tuple[int, int]]
SHORTEST_ROAD = 0.8
"""A road under this share of the straight line is reported: coordinates differ between gazetteers, but not so much."""


def check_tables(scenario: Scenario, places: Places | None = None) -> list[Fault]:
    """Find what is wrong with tables that were read cell by cell already.

    Args:
        scenario: The tables, with the lines of their files as index.
        places: Line and column of each key of scenario.yml, for faults that belong there.

    Returns:
        All faults, errors and warnings, in no order.
    """
    faults = [fault for check in CHECKS for fault in check(scenario)]
    line, column = (places or {}).get("home_country", (0, 0))
    return faults + list(_home_country(scenario, line, column))


def fault_in(
    scenario: Scenario,
    table: str,
    line: Hashable,
    column: str,
    what: str,
    way_out: str,
    level: Level = "error",
) -> Fault:
    """A fault in a cell, with the place in the file where the scenario came from one."""
    number = int(str(line))
    if scenario.path is None:
        return Fault(f"{table} (row {number}, {column})", 0, 0, what, way_out, level)
    path = Path(scenario.path) / f"{table}.csv"
    return Fault(str(path), number, locate(path, number, table, column), what, way_out, level)


def _unknown_places(scenario: Scenario) -> Iterator[Fault]:
    locations = [name for name in scenario.location_ix if name]
    places = [name for name in scenario.places if name]
    for table in TABLES:
        for column in columns_of(table).values():
            if column.type not in ("location", "place"):
                continue
            known = locations if column.type == "location" else places
            for line, name in scenario.tables[table][column.name].items():
                if name and name not in known:
                    way_out = near_misses(name, known)
                    yield fault_in(scenario, table, line, column.name, f"unknown location '{name}'", way_out)


def _duplicates(scenario: Scenario) -> Iterator[Fault]:
    keys: dict[str, Callable[[Any], Hashable]] = {
        "locations": lambda row: row["name"],
        "groups": lambda row: row["group"],
        "routes": lambda row: (row["from"], row["to"]) if row["one_way"] else frozenset((row["from"], row["to"])),
        "observations": lambda row: (row["date"], row["location"], row["quantity"], row["source"]),
    }
    for table, key in keys.items():
        first: dict[Hashable, Hashable] = {}
        column = next(iter(columns_of(table)))
        for line, row in scenario.tables[table].iterrows():
            found = first.setdefault(key(row), line)
            if found != line and row[column] not in ("", None):
                what = f"{table[:-1]} stands twice (first on line {found})"
                yield fault_in(scenario, table, line, column, what, "delete one of them")


def _dates(scenario: Scenario) -> Iterator[Fault]:
    first, last = pd.Timestamp(scenario.start), pd.Timestamp(scenario.end)
    for table in TABLES:
        frame = scenario.tables[table]
        if "start" not in frame:
            continue
        for line, start, end in zip(frame.index, frame["start"], frame["end"], strict=True):
            if end < start:
                what = f"end {end:%Y-%m-%d} lies before start {start:%Y-%m-%d}"
                yield fault_in(scenario, table, line, "end", what, "swap them")
            elif start > last or end < first:
                what = "the row lies wholly outside the scenario's days"
                way_out = f"it has no effect between {scenario.start} and {scenario.end}"
                yield fault_in(scenario, table, line, "start", what, way_out, "warning")


def _overlaps(scenario: Scenario) -> Iterator[Fault]:
    keys = {
        "conflict": ["location"],
        "temperature": ["location"],
        "closures": ["kind", "from", "to"],
        "shelter": ["location", "class"],
    }
    for table, columns in keys.items():
        frame = scenario.tables[table]
        spells = frame.assign(
            start=frame["start"].fillna(pd.Timestamp(scenario.start)),
            end=frame["end"].fillna(pd.Timestamp(scenario.end)),
        )
        for key, rows in spells.sort_values("start", kind="stable").groupby(columns, sort=False):
            name = " ".join(str(part) for part in key if part) or "everywhere"
            yield from _overlaps_of(scenario, table, name, rows)


def _overlaps_of(scenario: Scenario, table: str, name: str, rows: pd.DataFrame) -> Iterator[Fault]:
    previous_line, previous_end = None, None
    for line, start, end in zip(rows.index, rows["start"], rows["end"], strict=True):
        if previous_end is not None and start <= previous_end:
            what = f"spells of {name} overlap (with line {previous_line})"
            way_out = f"begin this one after {previous_end:%Y-%m-%d}, or join the two"
            yield fault_in(scenario, table, line, "start", what, way_out)
        if previous_end is None or end > previous_end:
            previous_line, previous_end = line, end


def _routes(scenario: Scenario) -> Iterator[Fault]:
    locations = scenario.locations.drop_duplicates("name").set_index("name")
    for line, row in scenario.routes.iterrows():
        if row["from"] == row["to"]:
            yield fault_in(scenario, "routes", line, "to", "the route leads back to its start", "delete it")
        elif row["from"] in locations.index and row["to"] in locations.index:
            ends = locations.loc[[row["from"], row["to"]], ["lat", "lon"]].to_numpy()
            straight = float(great_circle_km(ends[0, 0], ends[0, 1], ends[1, 0], ends[1, 1]))
            if row["distance_km"] < SHORTEST_ROAD * straight:  # False where a coordinate is blank
                what = f"{row['distance_km']:g} km is less than the straight line of {straight:.0f} km"
                yield fault_in(scenario, "routes", line, "distance_km", what, "check the coordinates", "warning")


def _reach(scenario: Scenario) -> Iterator[Fault]:
    """Camps that nobody can reach, and people who cannot go anywhere, by routes alone."""
    ix = scenario.location_ix
    pairs = [
        (ix[a], ix[b])
        for a, b in zip(scenario.routes["from"], scenario.routes["to"], strict=True)
        if a in ix and b in ix
    ]
    group = components(len(scenario.locations), pairs)
    people = (scenario.locations["population"] + scenario.locations["displaced"]).to_numpy() > 0
    inhabited = set(group[people])
    sizes = np.bincount(group, minlength=1)
    for (line, row), component in zip(scenario.locations.iterrows(), group, strict=True):
        if row["kind"] in ("camp", "idp_site") and component not in inhabited:
            what = f"no route leads to {row['kind']} '{row['name']}' from where people live"
            yield fault_in(scenario, "locations", line, "name", what, "add a route to routes.csv")
        elif sizes[component] == 1 and row["population"] > 0:
            what = f"no route leads away from '{row['name']}'"
            yield fault_in(scenario, "locations", line, "name", what, "people there stay", "warning")


def _locations(scenario: Scenario) -> Iterator[Fault]:
    for line, row in scenario.locations.iterrows():
        is_site = row["kind"] in ("camp", "idp_site")
        held = row["displaced"] + (row["population"] if is_site else 0)
        if row["capacity"] < held:  # False where the capacity is blank
            what = f"capacity {row['capacity']:.0f} is below the {held} people there on the first day"
            way_out = f"give at least {held}, or leave the cell blank for no limit"
            yield fault_in(scenario, "locations", line, "capacity", what, way_out)
        if np.isnan(row["lat"]) != np.isnan(row["lon"]):
            missing = "lat" if np.isnan(row["lat"]) else "lon"
            yield fault_in(scenario, "locations", line, missing, f"{missing} is blank", "give both or neither")


def _people(scenario: Scenario) -> Iterator[Fault]:
    line = next(iter(scenario.locations.index), 0)
    if scenario.population == 0:
        yield fault_in(scenario, "locations", line, "population", "nobody lives anywhere", "give a population")


def _home_country(scenario: Scenario, line: int, column: int) -> Iterator[Fault]:
    countries = sorted(set(scenario.countries))
    if scenario.home_country not in countries:
        path = str(scenario.path / "scenario.yml") if scenario.path else "scenario"
        what = f"no location lies in home_country '{scenario.home_country}'"
        yield Fault(path, line, column, what, near_misses(scenario.home_country, countries))


def _closures(scenario: Scenario) -> Iterator[Fault]:
    for line, row in scenario.tables["closures"].iterrows():
        yield from _access(scenario, "closures", line, row)


def _interventions(scenario: Scenario) -> Iterator[Fault]:
    for line, row in scenario.tables["interventions"].iterrows():
        action = row["action"]
        if action in ("open", "close"):
            if row["kind"]:
                yield from _access(scenario, "interventions", line, row)
            else:
                way_out = near_misses("", columns_of("interventions")["kind"].choices)
                yield fault_in(scenario, "interventions", line, "kind", f"{action} has no kind", way_out)
        elif action in ("capacity", "add_location") and row["from"] not in scenario.location_ix:
            way_out = near_misses(row["from"], list(scenario.location_ix))
            what = f"{action} of the unknown location '{row['from']}'"
            yield fault_in(scenario, "interventions", line, "from", what, way_out)
        elif action in ("ceasefire", "scale_conflict") and row["from"] not in scenario.places:
            way_out = near_misses(row["from"], [place for place in scenario.places if place])
            yield fault_in(scenario, "interventions", line, "from", f"unknown location '{row['from']}'", way_out)
        if action == "capacity" and np.isnan(row["value"]):
            yield fault_in(scenario, "interventions", line, "value", "capacity has no value", "give persons")
        if action == "ceasefire" and row["value"] > 1:
            what = f"a ceasefire multiplies conflict by {row['value']:g}"
            yield fault_in(scenario, "interventions", line, "value", what, "give 0 to 1, or use scale_conflict")


def _access(scenario: Scenario, table: str, line: Hashable, row: pd.Series[Any]) -> Iterator[Fault]:
    """What a closure names: is it there?"""
    kind, first, second = row["kind"], row["from"], row["to"]
    known = list(dict.fromkeys(scenario.countries)) if kind == "border" else list(scenario.location_ix)
    ends = {"from": first} if kind in ("location", "crossing") else {"from": first, "to": second}
    noun = "country" if kind == "border" else "location"
    unknown = {column: name for column, name in ends.items() if name not in known}
    for column, name in unknown.items():
        what = f"unknown {noun} '{name}'" if name else f"{column} is blank"
        yield fault_in(scenario, table, line, column, what, near_misses(name, known))
    if unknown:
        return
    if kind == "crossing" and scenario.locations["kind"].iloc[scenario.location_ix[first]] != "crossing":
        yield fault_in(scenario, table, line, "from", f"'{first}' is no crossing", "use kind location")
    pairs = set(map(frozenset, zip(scenario.routes["from"], scenario.routes["to"], strict=True)))
    if kind == "route" and frozenset((first, second)) not in pairs:
        what = f"no route between '{first}' and '{second}'"
        others = sorted({name for pair in pairs if first in pair for name in pair if name != first})
        yield fault_in(scenario, table, line, "to", what, near_misses(second, others))


def _observations(scenario: Scenario) -> Iterator[Fault]:
    for line, row in scenario.tables["observations"].iterrows():
        if np.isnan(row["value"]) and (np.isnan(row["low"]) or np.isnan(row["high"])):
            way_out = "give a value, or low and high"
            yield fault_in(scenario, "observations", line, "value", "no value and no interval", way_out)
        if row["low"] > row["high"]:
            what = f"low {row['low']:.0f} is above high {row['high']:.0f}"
            yield fault_in(scenario, "observations", line, "low", what, "swap them")
        elif row["value"] < row["low"] or row["value"] > row["high"]:
            what = f"value {row['value']:.0f} is outside its own interval"
            yield fault_in(scenario, "observations", line, "value", what, "correct one of the three")
        if not pd.Timestamp(scenario.start) <= row["date"] <= pd.Timestamp(scenario.end) and row["date"] is not pd.NaT:
            what = f"{row['date']:%Y-%m-%d} lies outside the scenario's days"
            yield fault_in(scenario, "observations", line, "date", what, "it is not compared", "warning")


def _shares(scenario: Scenario) -> Iterator[Fault]:
    groups = scenario.tables["groups"]
    if len(groups) and abs(groups["share"].sum() - 1) > 1e-6:
        what = f"the shares of all groups sum to {groups['share'].sum():g}"
        yield fault_in(scenario, "groups", groups.index[-1], "share", what, "make them sum to 1")
    shelter = scenario.tables["shelter"]
    for (name, _), rows in shelter.groupby(["location", "start"], dropna=False, sort=False):
        if abs(rows["share"].sum() - 1) > 0.011:  # published shares are rounded to a percent
            what = f"the shares of shelter in {name or 'all locations'} sum to {rows['share'].sum():g}"
            yield fault_in(scenario, "shelter", rows.index[-1], "share", what, "make them sum to 1")


CHECKS: tuple[Callable[[Scenario], Iterable[Fault]], ...] = (
    _unknown_places,
    _duplicates,
    _dates,
    _overlaps,
    _routes,
    _reach,
    _locations,
    _people,
    _closures,
    _interventions,
    _observations,
    _shares,
)
