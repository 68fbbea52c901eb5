"""Files demographics_ATTRIBUTE.csv: people as groups, as far as rules can tell them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from nuzuh.errors import quoted
from nuzuh.scenario.flee.rows import Row, parse_number, read_with_header

if TYPE_CHECKING:
    from pathlib import Path

    from nuzuh.scenario.flee.findings import Findings, Place
    from nuzuh.scenario.flee.settings import SimSettings

DEFAULT = "Default"
MAX_GROUPS = 60
BANDS = ((15, "0-14"), (19, "15-18"), (60, "19-59"), (float("inf"), "60+"))
"""Ages below which a band ends, where Flee's rules see a difference, and its label."""
MINORS, BOYS, ELDERLY = ("0-14", "15-18"), "15-18", "60+"
GENDERS = ("gender", "sex")
FEMALE = ("female", "f", "woman", "women", "girl")
MALE = ("male", "m", "man", "men", "boy")
NEEDS = {
    "ChildrenAvoidHazards": (("age",),),
    "ElderlyAvoidHazards": (("age",),),
    "WomenAvoidHazards": (GENDERS,),
    "BoysTakeRisk": (("age",), GENDERS),
}
"""The attributes that a rule looks at, each by any of its names."""
FIRST = ("age", *GENDERS)


@dataclass(frozen=True)
class Attribute:
    """An attribute of people.

    Args:
        name: Its name.
        shares: Share of people by value; they sum to 1.
        place: Where it was read.
        source: Name of the file.
    """

    name: str
    shares: dict[str, float]
    place: Place
    source: str


def read_groups(folder: Path, heeds: frozenset[str], settings: SimSettings, findings: Findings) -> list[dict[str, Any]]:
    """Read all files of demographics as rows of nuzuh's table of groups.

    Args:
        folder: Where they lie.
        heeds: Rules that look at age or gender.
        settings: Where these stand.
        findings: Faults are added here.
    """
    paths = sorted(folder.glob("demographics_*.csv")) if folder.is_dir() else []
    read = [attribute for path in paths if (attribute := _read_attribute(path, findings))]
    found = {attribute.name: attribute for attribute in read}
    for rule in sorted(heeds):
        _check_need(rule, found, settings, findings)
    kept = _kept(found, findings)
    source = ", ".join(attribute.source for attribute in kept)
    names = [attribute.name for attribute in kept]
    return [
        {
            "group": " / ".join(values),
            "share": share,
            "pull_power": _pull_power(dict(zip(names, values, strict=True)), heeds),
            "source": source,
            "status": "derived",
        }
        for values, share in _shares(kept)
    ]


def _read_attribute(path: Path, findings: Findings) -> Attribute | None:
    """One attribute; None where its file cannot be used."""
    name = re.split(r"[_.]", path.name, maxsplit=2)[1]
    file = read_with_header(path, findings)
    if file.header is None:
        return None
    cells = {text: cell for cell, text in reversed([*enumerate(file.header.cells)])}
    missing = [column for column in (name, DEFAULT) if column not in cells]
    if missing:
        what = f"no column {quoted(missing[0])}"
        mends = "leaves the file out", "the file is left out"
        findings.mend(file.header.place(), what, "add it to the header", *mends)
        return None
    local = [text for text in cells if text and text not in (name, DEFAULT)]
    if local:
        what = f"weights by location ({', '.join(local[:3])}{' …' if len(local) > 3 else ''}) are not carried over"
        findings.warn(file.header.place(cells[local[0]]), what, f"the column {DEFAULT} holds everywhere")
    weights: dict[str, float] = {}
    for row in file.rows:
        value = row.text(cells[name])
        if value:
            weights[value] = weights.get(value, 0.0) + _weight(row, cells[DEFAULT], findings)
        else:
            findings.leave_out(row.place(cells[name]), f"the {name} is blank", "give it")
    total = sum(weights.values())
    if not total > 0:
        mends = "leaves the file out", "the file is left out"
        findings.mend(file.place, f"the weights of {name} sum to 0", "give a weight above 0", *mends)
        return None
    shares = {value: weight / total for value, weight in weights.items()}
    return Attribute(name, _banded(shares) if name == "age" else shares, file.header.place(), path.name)


def _weight(row: Row, cell: int, findings: Findings) -> float:
    value = parse_number(row.text(cell))
    if value is None or value < 0:
        what = f"weight {quoted(row.text(cell))} is not a number from 0 up"
        findings.mend(row.place(cell), what, "correct it", "takes 0", "taken as 0")
        return 0.0
    return value


def _banded(shares: dict[str, float]) -> dict[str, float]:
    """Shares by band of ages; where ages are no numbers, as they are."""
    ages = {text: parse_number(text) for text in shares}
    bands = dict.fromkeys((label for _, label in BANDS), 0.0)
    for text, age in ages.items():
        if age is None:
            return shares
        bands[next(label for below, label in BANDS if age < below)] += shares[text]
    return {label: share for label, share in bands.items() if share > 0}


def _check_need(rule: str, found: dict[str, Attribute], settings: SimSettings, findings: Findings) -> None:
    """See that people can be told apart by what a rule looks at."""
    place = settings.place(f"move_rules.{rule}")
    for names in NEEDS[rule]:
        known = next((found[name] for name in names if name in found), None)
        if known is None:
            findings.warn(place, f"{rule} needs demographics_{names[0]}.csv", "it has no effect")
        elif known.name == "age" and not {label for _, label in BANDS}.issuperset(known.shares):
            findings.warn(place, f"{rule} needs ages in numbers", "it has no effect")


def _kept(found: dict[str, Attribute], findings: Findings) -> list[Attribute]:
    """Attributes to tell people apart by: those that rules look at, and others while groups stay few."""
    kept = [found[name] for name in FIRST if name in found]
    for attribute in (each for name, each in found.items() if name not in FIRST):
        n_groups = prod(len(each.shares) for each in [*kept, attribute])
        if n_groups <= MAX_GROUPS:
            kept.append(attribute)
        else:
            what = f"attribute {quoted(attribute.name)} is not carried over"
            findings.warn(attribute.place, what, f"it would make {n_groups} groups, and no rule looks at it")
    return kept


def _shares(kept: list[Attribute]) -> list[tuple[tuple[str, ...], float]]:
    """Each combination of values and its share; what rounding leaves goes to the last."""
    if not kept:
        return []
    combined = [tuple(zip(*items, strict=True)) for items in product(*(each.shares.items() for each in kept))]
    found = [(values, round(prod(shares), 9)) for values, shares in combined]
    last = max(round(1 - sum(share for _, share in found[:-1]), 9), 0.0)
    return [*found[:-1], (found[-1][0], last)]


def _pull_power(person: dict[str, str], heeds: frozenset[str]) -> float:
    """Exponent of the pull of destinations: 2 for those who avoid hazards, 0 for those who take risks."""
    age = person.get("age", "")
    gender = next((person[name].casefold() for name in GENDERS if name in person), "")
    if "BoysTakeRisk" in heeds and age == BOYS and gender in MALE:
        return 0.0
    avoids = (
        ("ChildrenAvoidHazards" in heeds and age in MINORS)
        or ("ElderlyAvoidHazards" in heeds and age == ELDERLY)
        or ("WomenAvoidHazards" in heeds and gender in FEMALE)
    )
    return 2.0 if avoids else 1.0
