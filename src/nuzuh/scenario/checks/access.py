"""Closures and interventions: is there what they name, and do they say enough?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from nuzuh.errors import Fault, near_misses, quoted
from nuzuh.scenario.scenario import SITES
from nuzuh.scenario.schema import columns_of

if TYPE_CHECKING:
    from nuzuh.scenario.checks.subject import Subject


def closures(subject: Subject) -> Iterator[Fault]:
    """Closures of what is not there."""
    for line, row in subject.each("closures", "kind", "from", "to"):
        yield from _access(subject, "closures", line, row)


def interventions(subject: Subject) -> Iterator[Fault]:
    """Interventions on what is not there, or without the figure that they need."""
    scenario = subject.scenario
    for line, row in subject.each("interventions", "action", "kind", "from", "to"):
        action, name = row["action"], row["from"]
        if action in ("open", "close"):
            if row["kind"]:
                yield from _access(subject, "interventions", line, row)
            else:
                way_out = near_misses("", columns_of("interventions")["kind"].choices)
                yield subject.fault("interventions", line, "kind", f"{action} has no kind", way_out)
        elif action == "limit":
            yield from _limit(subject, line, row)
        elif action in ("capacity", "add_location") and name not in scenario.location_ix:
            what = f"unknown location {quoted(name)}" if name else f"{action} has no location"
            way_out = near_misses(name, list(scenario.location_ix))
            yield subject.fault("interventions", line, "from", what, way_out)
        elif action in ("ceasefire", "scale_conflict", "winterise") and name not in scenario.places:
            way_out = near_misses(name, [place for place in scenario.places if place])
            yield subject.fault("interventions", line, "from", f"unknown location {quoted(name)}", way_out)
        elif action == "evacuate" and (not name or name not in scenario.places):
            what = f"unknown location {quoted(name)}" if name else "evacuate has no location"
            way_out = near_misses(name, [place for place in scenario.places if place])
            yield subject.fault("interventions", line, "from", what, way_out)
    yield from _values(subject)


def _limit(subject: Subject, line: int, row: dict[str, Any]) -> Iterator[Fault]:
    if row["kind"] != "route":
        what = f"a limit is not on a {row['kind']}" if row["kind"] else "limit has no kind"
        yield subject.fault("interventions", line, "kind", what, "give route, and a row for each route")
    else:
        yield from _access(subject, "interventions", line, row)


def _values(subject: Subject) -> Iterator[Fault]:
    for line, row in subject.each("interventions", "action", "value"):
        if row["action"] == "capacity" and np.isnan(row["value"]):
            yield subject.fault("interventions", line, "value", "capacity has no value", "give it in persons")
        if row["action"] == "limit" and np.isnan(row["value"]):
            yield subject.fault("interventions", line, "value", "limit has no value", "give it in persons per day")
        if row["action"] == "ceasefire" and row["value"] > 1:
            what = f"a ceasefire multiplies conflict by {row['value']:g}"
            yield subject.fault("interventions", line, "value", what, "give 0 to 1, or use scale_conflict")
        if row["action"] == "winterise" and not row["value"] <= 1:  # a blank is NaN
            what = "winterise has no value" if np.isnan(row["value"]) else f"winterise has the share {row['value']:g}"
            yield subject.fault("interventions", line, "value", what, "give the share that is winterised, 0 to 1")
        if row["action"] == "evacuate" and not row["value"] <= 1:  # a blank is NaN
            what = "evacuate has no value" if np.isnan(row["value"]) else f"evacuate has the share {row['value']:g}"
            way_out = "give the share of people brought out in a day, 0 to 1"
            yield subject.fault("interventions", line, "value", what, way_out)


def _access(subject: Subject, table: str, line: int, row: dict[str, Any]) -> Iterator[Fault]:
    """Whether there is what a closure names."""
    scenario = subject.scenario
    kind, first, second = row["kind"], row["from"], row["to"]
    if kind == "border" and not scenario.home_country:
        return  # that it is absent is reported; which countries there are cannot be said
    known = list(dict.fromkeys(scenario.countries)) if kind == "border" else list(scenario.location_ix)
    ends = {"from": first} if kind in ("location", "crossing", "camp") else {"from": first, "to": second}
    noun = "country" if kind == "border" else "location"
    unknown = {column: name for column, name in ends.items() if name not in known}
    for column, name in unknown.items():
        what = f"unknown {noun} {quoted(name)}" if name else f"{column} is blank"
        yield subject.fault(table, line, column, what, near_misses(name, known))
    if unknown:
        return
    if kind == "crossing" and scenario.locations["kind"].iloc[scenario.location_ix[first]] not in ("crossing", ""):
        yield subject.fault(table, line, "from", f"{quoted(first)} is no crossing", "use kind location")
    if kind == "camp" and scenario.locations["kind"].iloc[scenario.location_ix[first]] not in (*SITES, ""):
        yield subject.fault(table, line, "from", f"{quoted(first)} is no camp or site", "use kind location")
    if len(ends) == 1 and second:
        what = f"to has no effect: kind {kind} is about {quoted(first)} alone"
        yield subject.fault(table, line, "to", what, "leave it blank, or use kind route", "warning")
    if kind == "route" and subject.is_whole("routes") and frozenset((first, second)) not in subject.route_ends:
        what = f"no route between {quoted(first)} and {quoted(second)}"
        others = sorted({name for ends in subject.route_ends if first in ends for name in ends if name != first})
        yield subject.fault(table, line, "to", what, near_misses(second, others))
