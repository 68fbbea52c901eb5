"""The file locations.csv: what each location is in nuzuh."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nuzuh.errors import quoted
from nuzuh.scenario.flee.names import Names
from nuzuh.scenario.flee.rows import FleeFile, Row, is_there, parse_number, read_with_comments, whole
from nuzuh.scenario.scenario import SITES

if TYPE_CHECKING:
    from pathlib import Path

    from nuzuh.scenario.flee.findings import Findings
    from nuzuh.scenario.flee.rules import Rules

FIXED = ("name", "region", "country", "latitude", "longitude", "location_type", "conflict_date", "population")
TYPES = (
    ("camp", "camp"),
    ("conflict", "town"),
    ("forward", "crossing"),
    ("marker", "transit"),
    ("flood_zone", "town"),
    ("default", "town"),
    ("town", "town"),
)
"""Parts of a type, in the order in which Flee looks for them, and nuzuh's kind."""
READ = ("initial_idps", "conflict_intensity", "IPC")
LEAST_MOVECHANCE = 0.005
"""Under this probability to leave, Flee takes a location for a camp."""


@dataclass(frozen=True)
class Location:
    """One location.

    Args:
        row: The row that it comes from.
        name: Its name, without blanks around it.
        kind: Its kind in nuzuh.
        type: What Flee took the type for: a word of `TYPES`, or blank.
        people: The last fixed column: population, or the capacity of a camp.
        intensity: Conflict intensity with which it begins, before conflicts.csv is read; 0 is calm.
        attributes: Further columns, by name.
    """

    row: Row
    name: str
    kind: str
    type: str
    people: int
    intensity: float
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def region(self) -> str:
        """Its region."""
        return self.row.text(1)

    @property
    def country(self) -> str:
        """Its country."""
        return self.row.text(2)

    @property
    def is_site(self) -> bool:
        """Whether it is a camp or a site."""
        return self.kind in SITES

    @property
    def population(self) -> int:
        """People who live there; a camp by its type has none."""
        return 0 if self.type == "camp" else self.people


@dataclass
class Locations:
    """All locations.

    Args:
        file: The file they come from.
        by_name: Each by its name, in order.
        names: Their names, as other files refer to them.
        countries: The countries, likewise.
    """

    file: FleeFile
    by_name: dict[str, Location]
    names: Names
    countries: Names


def read_locations(path: Path, rules: Rules, findings: Findings) -> Locations:
    """Read locations.csv.

    Args:
        path: The file.
        rules: What the settings say.
        findings: Faults are added here.
    """
    file = read_with_comments(path, findings, (FIXED[0],))
    if not is_there(path):
        findings.error(file.place, "no such file", f"put a table there with the columns {', '.join(FIXED)}")
    attributes = dict(file.attributes(len(FIXED)))
    _list_attributes(file, attributes, findings)
    found: dict[str, Location] = {}
    for row in file.rows:
        name = _name(row, found, findings)
        if name:
            found[name] = _location(row, name, attributes, rules, findings)
    if file.is_read and not found:
        findings.error(file.place, "no location in the file", f"give a row each, with {', '.join(FIXED)}")
    raw = [location.row.raw[0] for location in found.values()]
    countries = [location.row.raw[2] for location in found.values() if location.country]
    return Locations(file, found, Names("location", raw), Names("country", countries))


def _list_attributes(file: FleeFile, attributes: dict[int, str], findings: Findings) -> None:
    """Columns that nuzuh does not read, and values that no header names."""
    for cell, name in attributes.items():
        if name not in READ and file.header and any(row.text(cell) for row in file.rows):
            way_out = "nuzuh has no rule that reads it"
            findings.warn(file.header.place(cell), f"column {quoted(name)} is not carried over", way_out)
    for row in file.rows:
        nameless = [cell for cell in range(len(FIXED), len(row.cells)) if row.text(cell) and cell not in attributes]
        if nameless:
            way_out = "name the column in a header that begins with #; nobody reads it, Flee neither"
            findings.warn(row.place(nameless[0]), "a column without a name", way_out)
            return


def _name(row: Row, found: dict[str, Location], findings: Findings) -> str:
    """The name of the location, or blank and a fault where the row cannot be used."""
    name = row.text(0)
    if not name:
        findings.leave_out(row.place(), "the first cell is blank", "name the location")
    elif len(row.cells) < len(FIXED):
        what = f"{len(row.cells)} cells in place of {len(FIXED)}"
        findings.leave_out(row.place(), what, f"give {', '.join(FIXED[len(row.cells) :])}")
    elif name in found:
        what = f"location {quoted(name)} stands twice (first on line {found[name].row.line})"
        kept = "keeps the first", "only the first is kept"
        findings.mend(row.place(), what, "delete one of them, or name it otherwise", *kept)
    else:
        return name
    return ""


def _location(row: Row, name: str, attributes: dict[int, str], rules: Rules, findings: Findings) -> Location:
    text = row.text(5).casefold()
    part, kind = next((entry for entry in TYPES if entry[0] in text), ("", "crossing"))
    if part == "camp" and "idp" in text:
        kind = "idp_site"
    if not part:
        what = f"unknown location_type {quoted(row.text(5))}"
        way_out = "everybody goes on as soon as there is time, as in Flee; write town, conflict_zone or camp"
        findings.warn(row.place(5), what, f"{way_out} if you meant one of these")
    known = {named: row.text(cell) for cell, named in attributes.items()}
    is_in_conflict = part == "conflict" and _conflict_date(row, findings) == 0
    intensity = _intensity(row, known, findings) if is_in_conflict else 0.0
    movechance = rules.conflict_movechance if is_in_conflict else rules.default_movechance
    if kind == "town" and part != "flood_zone" and movechance < LEAST_MOVECHANCE:
        kind = "camp"
        what = f"{quoted(name)} is a camp to Flee, since only {movechance:g} leave on a day"
        findings.warn(row.place(5), what, "taken for a camp; its population is kept")
    label = "capacity" if part == "camp" else "population"
    return Location(row, name, kind, part, whole(row, 7, label, findings), intensity, known)


def _conflict_date(row: Row, findings: Findings) -> int:
    """Day of the conflict; above 0, a town until conflicts.csv says otherwise."""
    if row.text(6):
        return (
            0 if row.text(6).startswith("-") and parse_number(row.text(6)) else whole(row, 6, "conflict_date", findings)
        )
    findings.mend(row.place(6), "conflict_date is blank", "write 0 or a day", "takes 0", "taken as 0")
    return 0


def _intensity(row: Row, known: dict[str, str], findings: Findings) -> float:
    """Intensity of a conflict that has begun before the first day."""
    text = known.get("conflict_intensity", "")
    value = parse_number(text)
    if value is None and text:
        what = f"conflict_intensity {quoted(text)} is not a number"
        findings.mend(row.place(), what, "correct it", "takes 1", "taken as 1")
    elif value is not None and value < 0:
        what = f"conflict_intensity {text} is below 0"
        findings.mend(row.place(), what, "correct it", "takes 0", "taken as 0")
        return 0.0
    return 1.0 if value is None else value
