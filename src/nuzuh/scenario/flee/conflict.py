"""Conflict and floods: spells as Flee sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from nuzuh.scenario.flee.daily import Spell, read_daily, spells_of
from nuzuh.scenario.flee.rows import is_there

if TYPE_CHECKING:
    from pathlib import Path

    from nuzuh.scenario.flee.findings import Findings
    from nuzuh.scenario.flee.locations import Locations
    from nuzuh.scenario.flee.period import Period
    from nuzuh.scenario.flee.rules import Rules

CALM = 1e-6
"""Under this a value is 0 to Flee."""
SCALED = {"displacement.rate": 1, "displacement.persons_per_day": 1, "displacement.hunger": -1}
"""Parameters that intensity is multiplied by, or (-1) weighed against."""


@dataclass
class Conflict:
    """Conflict over the run.

    Args:
        rows: Rows of nuzuh's table.
        params: Parameters that depend on the greatest intensity, by dotted name.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)


def read_conflict(path: Path, locations: Locations, period: Period, rules: Rules, findings: Findings) -> Conflict:
    """Read conflicts.csv.

    Args:
        path: The file.
        locations: All locations; those in conflict from the beginning stay so until their column says otherwise.
        period: Days of the run.
        rules: What the settings say.
        findings: Faults are added here.
    """
    place = str(path), 0, 0
    if not is_there(path) and rules.driver != "floods":
        way_out = "put a table there with a row for each day and a column for each location"
        mends = "keeps the conflict zones of locations.csv", "the conflict zones of locations.csv stay as they are"
        findings.mend(place, "no such file", way_out, *mends)
    values = read_daily(path, locations.names, period, findings) if is_there(path) else {}
    spells = {
        name: conflict_spells(values.get(name, []), location.intensity, period.n_days)
        for name, location in locations.by_name.items()
    }
    changed = [name for name, days in values.items() if _is_uneven(days)]
    if changed:
        what = f"intensities change within spells ({', '.join(changed[:3])}{' …' if len(changed) > 3 else ''})"
        findings.warn(place, what, "Flee keeps that of a spell's first day; so it is here")
    _report_calm(spells, locations, period, rules, findings)
    return _scaled(spells, path, period, rules, findings)


def conflict_spells(values: list[float], before: float, n_days: int) -> list[Spell]:
    """Spells of one location: a spell keeps the intensity of its first day, and ends where its column falls to 0.

    Args:
        values: Its column, a value a day; empty where it has none.
        before: Intensity with which it begins; 0 is calm. It lasts until the column's first spell.
        n_days: Number of days.

    Examples:
        >>> conflict_spells([0, 0.5, 0.7, 0], before=1.0, n_days=4)
        [(0, 0, 1.0), (1, 2, 0.5)]
    """
    intensity, start = before, 0
    spells: list[Spell] = []
    for day, value in enumerate(values):
        is_first = day == 0 or values[day - 1] < CALM
        if value > CALM and is_first:
            if intensity > 0 and day > start:
                spells.append((start, day - 1, intensity))
            intensity, start = value, day
        elif value < CALM and not is_first:
            spells.append((start, day - 1, intensity))
            intensity = 0.0
    return [*spells, (start, n_days - 1, intensity)] if intensity > 0 else spells


def read_floods(
    path: Path, locations: Locations, period: Period, rules: Rules, findings: Findings
) -> list[dict[str, Any]]:
    """Read flood_level.csv as rows of nuzuh's table.

    Args:
        path: The file.
        locations: All locations.
        period: Days of the run.
        rules: What the settings say.
        findings: Faults are added here.
    """
    if not is_there(path):
        if rules.driver == "floods":
            way_out = "put a table there with a row for each day and a column for each location"
            findings.error((str(path), 0, 0), "no such file", way_out)
        return []
    values = read_daily(path, locations.names, period, findings)
    return [
        row | {"level": float(level)}
        for name, levels in values.items()
        for row, level in _rows(name, spells_of([int(level) for level in levels]), path.name, period)
    ]


def _rows(name: str, spells: list[Spell], source: str, period: Period) -> list[tuple[dict[str, Any], float]]:
    """Rows of spells, each with its value."""
    return [
        (
            {
                "location": name,
                "start": period.date_of(first),
                "end": period.date_of(last),
                "source": source,
                "status": "derived",
            },
            value,
        )
        for first, last, value in spells
    ]


def _is_uneven(values: list[float]) -> bool:
    """Whether a value changes from one positive number to another."""
    return any(a >= CALM and b >= CALM and a != b for a, b in pairwise(values))


def _scaled(spells: dict[str, list[Spell]], path: Path, period: Period, rules: Rules, findings: Findings) -> Conflict:
    """Intensities as shares of the greatest, where that is above 1; what depends on them follows."""
    greatest = max((value for found in spells.values() for _, _, value in found), default=0.0)
    top = max(greatest, 1.0)
    params: dict[str, Any] = {}
    if top > 1:
        params["destination.conflict"] = _power(rules.conflict_weight, top)
        params |= {name: rules.params[name] * top**power for name, power in SCALED.items() if name in rules.params}
        changed = ", ".join(params)
        what = f"intensities go up to {top:g}"
        findings.warn(
            (str(path), 0, 0), what, f"divided by {top:g}, and {changed} adapted so that nothing else changes"
        )
    rows = [
        row | {"intensity": value / top}
        for name, found in spells.items()
        for row, value in _rows(name, found, path.name, period)
    ]
    return Conflict(rows, params)


def _power(weight: float, exponent: float) -> float:
    """A power; a weight that none can be (the parameters are checked later) stays as it is."""
    try:
        return weight**exponent if weight >= 0 else weight
    except OverflowError:
        return weight


def _report_calm(
    spells: dict[str, list[Spell]], locations: Locations, period: Period, rules: Rules, findings: Findings
) -> None:
    """Days on which nobody lives in conflict, and nobody can be displaced: there Flee stops."""
    if rules.driver != "registrations" or rules.heeds_hunger or not findings.is_sound:
        return  # others can be displaced, or days only seem calm
    is_calm = [True] * period.n_days
    for name, found in spells.items():
        if locations.by_name[name].population > 0:
            for first, last, _ in found:
                is_calm[first : last + 1] = [False] * (last + 1 - first)
    if any(is_calm):
        first = is_calm.index(True)
        what = f"no people live in conflict on {sum(is_calm)} days (first {period.date_of(first)})"
        way_out = "Flee stops there; whoever is newly registered on such a day is not displaced"
        findings.warn((str(locations.file.path.parent / "conflicts.csv"), 0, 0), what, way_out)
