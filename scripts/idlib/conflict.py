"""Conflict by location and day from the coded events, and the closure of locations that changed hands.

One rule for all events: the kind of an event gives its intensity and its tail; it holds at the locations
that the event names and at those within `RADIUS_KM` of its point; a location takes the maximum over events.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from idlib.tables import END, START, Row, days, distance_km

INTENSITY = {"ground": 1.0, "campaign": 1.0, "raids": 0.3, "strike": 0.1, "shelling": 0.1}
"""Intensity by kind of event. Ground fighting and a sustained bombing campaign: 1. Raids at the edge of a
campaign: 0.3 (assumed; range 0.1-0.5). A single strike and sporadic shelling: 0.1 (range 0.05-0.2; with 0.5
the modelled course of displacement misses the counts by 14-24 %, whatever else is fitted; own trial)."""

TAIL_DAYS = {"ground": 3, "campaign": 0, "raids": 0, "strike": 1, "shelling": 0}
"""Days that an event outlasts its last day, cut by a ceasefire. Ground fighting: 3 (range 1-7). A strike: 1
(range 0-3). Both from an own trial against the course of displacement."""

RADIUS_KM = 5.0
"""Reach of an event that is given by a point. Range 4-8: positions are known to about 3 km."""

CAPTURE_GRACE_DAYS = 3
"""Days between the capture of a location and its closure, so that people can leave it. Range 1-7."""


class Fire(NamedTuple):
    """The strongest event at a location on a day."""

    intensity: float
    event: str
    source: str
    status: str


def event_locations(event: Row, locations: list[Row]) -> set[str]:
    """Name the locations that an event reaches.

    Args:
        event: A row of `events.csv`.
        locations: Locations with people, where conflict is coded.

    Returns:
        Names: those listed, and those within `RADIUS_KM` of the point if there is one.

    Raises:
        ValueError: If the event names an unknown location.
    """
    named = set(filter(None, event["locations"].split(";")))
    unknown = sorted(named - {row["name"] for row in locations})
    if unknown:
        message = f"events.csv {event['id']}: no such location with people: {', '.join(unknown)}"
        raise ValueError(message)
    if event["lat"]:
        named |= {row["name"] for row in locations if distance_km(event, row) <= RADIUS_KM}
    return named


def event_days(event: Row, ceasefires: list[date]) -> list[date]:
    """List the days of an event and of its tail.

    Args:
        event: A row of `events.csv`.
        ceasefires: First days of the ceasefires; they end the tails of earlier events.

    Returns:
        Days within the scenario.
    """
    end = date.fromisoformat(event["end"])
    last = end + timedelta(TAIL_DAYS[event["kind"]])
    for start in ceasefires:
        if end < start <= last:
            last = start - timedelta(1)
    return [day for day in days(event["start"], last.isoformat()) if START <= day <= END]


def fires(events: list[Row], locations: list[Row], ceasefires: list[date]) -> dict[str, dict[date, Fire]]:
    """Find the strongest event at each location on each day; of equals, the one listed first.

    Args:
        events: Rows of `events.csv`.
        locations: Locations with people.
        ceasefires: First days of the ceasefires.

    Returns:
        Location, day, strongest event.
    """
    found: dict[str, dict[date, Fire]] = defaultdict(dict)
    for event in events:
        status = "derived" if event["status"] == "observed" else "modelled"
        source = f"{event['source']} (events.csv {event['id']})"
        fire = Fire(INTENSITY[event["kind"]], event["event"], source, status)
        for name in event_locations(event, locations):
            for day in event_days(event, ceasefires):
                old = found[name].get(day)
                if old is None or fire.intensity > old.intensity:
                    found[name][day] = fire
    return found


def spells(by_day: dict[date, Fire]) -> list[tuple[date, date, Fire]]:
    """Merge consecutive days under the same event into spells.

    Args:
        by_day: Strongest event by day.

    Returns:
        First day, last day and event of each spell, in order.
    """
    merged: list[tuple[date, date, Fire]] = []
    for day in sorted(by_day):
        if merged and merged[-1][2] == by_day[day] and merged[-1][1] + timedelta(1) == day:
            merged[-1] = (merged[-1][0], day, by_day[day])
        else:
            merged.append((day, day, by_day[day]))
    return merged


def conflict_rows(events: list[Row], locations: list[Row], interventions: list[Row]) -> list[Row]:
    """Make the scenario's table of conflict.

    Args:
        events: Rows of `events.csv`.
        locations: Rows of `locations.csv`.
        interventions: Rows of `interventions.csv`; the ceasefires cut tails.

    Returns:
        One row a spell, in the order of the locations.
    """
    ceasefires = [date.fromisoformat(row["start"]) for row in interventions if row["action"] == "ceasefire"]
    towns = [row for row in locations if row["n_points"]]
    by_location = fires(events, towns, ceasefires)
    rows = []
    for town in towns:
        for start, end, fire in spells(by_location.get(town["name"], {})):
            row = {"location": town["name"], "start": start.isoformat(), "end": end.isoformat()}
            row |= {"intensity": str(fire.intensity), "event": fire.event}
            rows.append(row | {"source": fire.source, "status": fire.status})
    return rows


def closure_rows(closures: list[Row], captures: list[Row]) -> list[Row]:
    """Make the scenario's table of closures: those coded by hand, then one for each captured location.

    Args:
        closures: Rows of `closures.csv`.
        captures: Rows of `captures.csv`.

    Returns:
        The rows. The closure of a location starts `CAPTURE_GRACE_DAYS` after its capture.
    """
    rows = list(closures)
    for row in captures:
        start = date.fromisoformat(row["captured"]) + timedelta(CAPTURE_GRACE_DAYS)
        end = date.fromisoformat(row["regained"]) - timedelta(1) if row["regained"] else END
        why = f"captured by government forces on {row['captured']}; displaced people do not enter"
        note = "; ".join(filter(None, [why, row["note"]]))
        status = "derived" if row["status"] == "observed" else "modelled"
        closure = {"kind": "location", "from": row["location"], "source": row["source"], "status": status}
        rows.append(closure | {"start": start.isoformat(), "end": end.isoformat(), "note": note})
    return rows
