"""Locations as rows of nuzuh's table, and the country that is home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nuzuh.errors import quoted
from nuzuh.scenario.flee.locations import FIXED, Location, Locations
from nuzuh.scenario.flee.rows import parse_number

if TYPE_CHECKING:
    from nuzuh.scenario.flee.findings import Findings
    from nuzuh.scenario.flee.rules import Rules


def coordinates(location: Location, findings: Findings) -> tuple[float | None, float | None]:
    """Latitude and longitude; Flee's 0, 0 and blanks say nothing.

    Args:
        location: The location.
        findings: Faults are added here.
    """
    row = location.row
    texts = row.text(3), row.text(4)
    values = [parse_number(text or "0") for text in texts]
    lat, lon = values
    for cell, value in zip((3, 4), values, strict=True):
        if value is None:
            what = f"{FIXED[cell]} {quoted(row.text(cell))} is not a number"
            findings.mend(row.place(cell), what, "correct it", "leaves both blank", "both are left blank")
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return None, None
    if not all(texts):
        findings.warn(row.place(3), "one of the coordinates is blank", "both are left blank")
        return None, None
    if abs(lat) > 90 or abs(lon) > 180:
        findings.warn(row.place(3), f"{lat:g} north, {lon:g} east is nowhere on earth", "left blank")
        return None, None
    return lat, lon


def home_country(locations: Locations, rules: Rules, findings: Findings) -> str:
    """The country in which most people live.

    Flee takes that of the first row, which makes all others foreign.

    Args:
        locations: All locations.
        rules: What the settings say.
        findings: Faults are added here.
    """
    people: dict[str, tuple[int, int]] = {}
    for location in locations.by_name.values():
        n_people, n_rows = people.get(location.country, (0, 0))
        people[location.country] = n_people + location.population, n_rows + 1
    named = {country: count for country, count in people.items() if country}
    if not named:
        findings.warn(locations.file.place, "no location has a country", "the home country is called Home")
        return "Home"
    home = max(named, key=lambda country: named[country])
    first = next(iter(people))
    if first != home and (rules.foreign_weight != 1 or rules.heeds_hunger):
        what = f"the first row lies in {quoted(first)}, which Flee takes for the home country"
        way_out = f"taken for abroad: most people live in {quoted(home)}"
        findings.warn(next(iter(locations.by_name.values())).row.place(2), what, way_out)
    return home


def location_row(location: Location, findings: Findings, day0: int, rules: Rules) -> dict[str, Any]:
    """The row of a location in nuzuh's table.

    Args:
        location: The location.
        findings: Faults are added here.
        day0: People registered there on the first day; Flee takes them off the capacity.
        rules: What the settings say.
    """
    lat, lon = coordinates(location, findings)
    row: dict[str, Any] = {
        "name": location.name,
        "kind": location.kind,
        "country": location.country,
        "lat": lat,
        "lon": lon,
        "population": location.population,
        "admin1": location.region,
        "source": location.row.file.path.name,
        "status": "observed",
    }
    return row | (_room(location, findings, day0, rules) if location.is_site else {})


def _room(location: Location, findings: Findings, day0: int, rules: Rules) -> dict[str, Any]:
    """Those displaced in a camp on the first day, and its capacity.

    Where registrations say how many are displaced, Flee takes those registered off the capacity but not those of
    initial_idps, and a capacity used up is none: it stands for no limit.
    """
    before = _initial_idps(location, findings)
    capacity = location.people if location.type == "camp" else 0
    room: dict[str, Any] = {"displaced": day0 + before}
    if capacity and rules.driver != "registrations":
        room["capacity"] = max(capacity, day0 + before)
        if capacity < day0 + before:
            room["note"] = f"capacity {capacity}, full on the first day"
    elif capacity and (capacity - day0) * rules.capacity_scaling >= 1:
        room["capacity"] = capacity + before
        if before:
            room["note"] = f"capacity {capacity} and the {before} of initial_idps, whom Flee does not take off it"
    elif capacity:
        room["note"] = f"capacity {capacity}, which the first day uses up: no limit in Flee"
        what = f"capacity {capacity} of {quoted(location.name)} leaves no room beside the {day0} of the first day"
        findings.warn(location.row.place(7), what, "no limit, as in Flee")
    return room


def _initial_idps(location: Location, findings: Findings) -> int:
    text = location.attributes.get("initial_idps", "")
    value = parse_number(text or "0")
    if value is None or value < 0 or not value.is_integer():
        what = f"initial_idps {quoted(text)} is not a number of people"
        meant = round(max(value or 0, 0))
        mends = f"reads it as {meant}", f"read as {meant}"
        findings.mend(location.row.place(), what, f"write {meant}", *mends)
        return meant
    return int(value)
