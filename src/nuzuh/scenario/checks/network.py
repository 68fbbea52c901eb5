"""Locations and the routes between them: lengths, reach, capacity, coordinates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import Fault, close_names, quoted
from nuzuh.scenario.geography import great_circle_km, reachable
from nuzuh.scenario.scenario import SITES

if TYPE_CHECKING:
    from nuzuh.scenario.checks.subject import Subject

SHORTEST_ROAD = 0.8
"""A road under this share of the straight line is reported: coordinates differ between gazetteers, but not so much."""


def lengths(subject: Subject) -> Iterator[Fault]:
    """Routes that lead back to their start, or are shorter than the straight line."""
    ix = subject.scenario.location_ix
    points = subject.scenario.locations[["lat", "lon"]].to_numpy()
    routes = subject.rows("routes", "from", "to", "distance_km")
    known = routes[routes["from"].isin(ix) & routes["to"].isin(ix)]
    ends = points[known["from"].map(ix).to_numpy("int64")], points[known["to"].map(ix).to_numpy("int64")]
    straight = great_circle_km(ends[0][:, 0], ends[0][:, 1], ends[1][:, 0], ends[1][:, 1])
    for line, km, least in zip(known.index, known["distance_km"], straight, strict=True):
        if km < SHORTEST_ROAD * least:  # False where a coordinate is blank
            what = f"{km:g} km is less than the straight line of {least:.0f} km"
            yield subject.fault("routes", line, "distance_km", what, "check the coordinates", "warning")
    for line, row in subject.each("routes", "from", "to"):
        if row["from"] == row["to"]:
            yield subject.fault("routes", line, "to", "the route leads back to its start", "delete it")


def second_roads(subject: Subject) -> Iterator[Fault]:
    """Two routes of different length between the same locations: meant, or a slip in a name."""
    first: dict[tuple[str, str], tuple[int, float]] = {}
    for line, row in subject.each("routes", "from", "to", "distance_km", "one_way"):
        ends = [(row["from"], row["to"])] + [(row["to"], row["from"])] * (not row["one_way"])
        before = [first.setdefault(pair, (line, row["distance_km"])) for pair in ends]
        others = [number for number, km in before if number != line and km != row["distance_km"]]
        if others:
            what = f"a second route of another length (first on line {others[0]})"
            yield subject.fault("routes", line, "from", what, "both are used: delete one if it is a slip", "warning")


def reach(subject: Subject) -> Iterator[Fault]:
    """Camps that nobody can reach, and people who cannot go anywhere, by routes alone."""
    if subject.unread("routes", "from", "to"):
        return
    frame = subject.scenario.locations
    unread = subject.unread("locations", "population", "displaced")
    people = (frame["population"] + frame["displaced"] > 0).to_numpy() | frame.index.isin(list(unread))
    pairs = _directed(subject)
    is_reached = reachable(len(frame), pairs, np.flatnonzero(people).tolist())
    leads_away = np.isin(np.arange(len(frame)), [a for a, b in pairs if a != b])
    for at, (line, name, kind) in enumerate(zip(frame.index.tolist(), frame["name"], frame["kind"], strict=True)):
        if subject.scenario.location_ix[name] != at or not name:
            continue  # a name that stands twice is reported as such
        if kind in SITES and not is_reached[at]:
            what = f"no route leads to {kind} {quoted(name)} from where people live"
            way_out = "add a route to routes.csv, or nobody will arrive there"
            yield subject.fault("locations", line, "name", what, way_out, "warning")
        elif people[at] and not leads_away[at]:
            what = f"no route leads away from {quoted(name)}"
            way_out = "add a route to routes.csv, or people there stay"
            yield subject.fault("locations", line, "name", what, way_out, "warning")


def _directed(subject: Subject) -> list[tuple[int, int]]:
    """Routes in each direction of travel, by rows; a misspelt end counts as the location that was meant."""
    ix = subject.scenario.location_ix
    names = tuple(ix)
    pairs = []
    for _, row in subject.each("routes", "from", "to", "one_way"):
        meant = [name if name in ix else next(iter(close_names(name, names)), "") for name in (row["from"], row["to"])]
        if all(name in ix for name in meant):
            ends = ix[meant[0]], ix[meant[1]]
            pairs += [ends] if row["one_way"] else [ends, ends[::-1]]
    return pairs


def capacities(subject: Subject) -> Iterator[Fault]:
    """Locations that hold more people on the first day than they can take."""
    for line, row in subject.each("locations", "kind", "population", "displaced", "capacity"):
        held = row["displaced"] + (row["population"] if row["kind"] in SITES else 0)
        if row["capacity"] < held:  # False where the capacity is blank
            what = f"capacity {row['capacity']:.0f} is below the {held} people there on the first day"
            way_out = f"give at least {held}, or leave the cell blank for no limit"
            yield subject.fault("locations", line, "capacity", what, way_out)


def coordinates(subject: Subject) -> Iterator[Fault]:
    """Locations with one coordinate."""
    for line, row in subject.each("locations", "lat", "lon"):
        if np.isnan(row["lat"]) != np.isnan(row["lon"]):
            missing = "lat" if np.isnan(row["lat"]) else "lon"
            yield subject.fault("locations", line, missing, f"{missing} is blank", "give both or neither")


def population(subject: Subject) -> Iterator[Fault]:
    """A scenario without people."""
    if subject.scenario.population == 0 and not subject.unread("locations", "population", "displaced"):
        line = next(iter(subject.scenario.locations.index.tolist()), 0)
        yield subject.fault("locations", line, "population", "nobody lives anywhere", "give a population")


def population_ranges(subject: Subject) -> Iterator[Fault]:
    """Ranges of the population with one end, in the wrong order, or beside the population."""
    for line, row in subject.each("locations", "population", "population_low", "population_high"):
        low, people, high = row["population_low"], row["population"], row["population_high"]
        if np.isnan(low) != np.isnan(high):
            missing = "population_low" if np.isnan(low) else "population_high"
            yield subject.fault(
                "locations", line, missing, f"{missing} is blank", "give both ends of the range or neither"
            )
        elif low > people or people > high:  # False where they are blank
            what = f"the population {people} lies outside its range {low:.0f} to {high:.0f}"
            yield subject.fault("locations", line, "population", what, "correct one of the three")
        elif people > 0 and low < 1:
            what = "the range of the population begins at 0"
            yield subject.fault("locations", line, "population_low", what, "give at least 1, or a population of 0")
