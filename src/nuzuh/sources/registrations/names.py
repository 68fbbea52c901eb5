"""Names by which columns of a spreadsheet are known: names.csv, HXL tags, and the words that a long name holds."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
WORD = re.compile(r"[^\W_]+")
TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+\s*[a-z0-9_]+)*", re.IGNORECASE)
"""A tag of the Humanitarian Exchange Language, https://hxlstandard.org/standard/1-1final/tagging/."""
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069\ufeff\u0640"))
"""Marks of direction and joining, and the Arabic stroke that only lengthens a word."""
HOUSEHOLD_WORDS = {"household", "households", "hh", "hhs", "family", "families", "menage", "menages", "foyers"}
COUNT_WORDS = {
    "individuals",
    "individual",
    "ind",
    "persons",
    "people",
    "idps",
    "idp",
    "refugees",
    "individus",
    "personnes",
}
DATE_WORDS = {"date"}
PLACE_WORDS = {"site", "camp", "settlement", "location", "village", "locality", "localite", "lieu"}
OTHERWISE = {
    *("origin", "type", "status", "code", "id", "reason", "level", "manager", "agency", "percent", "percentage", "pct"),
    *("share", "rate", "male", "males", "female", "females", "men", "women", "boys", "girls", "children", "new", "age"),
    *("arrivals", "departures", "returnees", "returnee", "returns", "birth", "opening", "capacity", "round", "host"),
}
"""A long name with one of these words says something else than whom, where or when."""


@dataclass(frozen=True, order=True)
class Role:
    """What a column is read as.

    Args:
        is_guess: Whether only some words of its name say so.
        rank: Place in the order of preference, the lowest first.
        role: date, place, code, count, households, part, measure or passed.
    """

    is_guess: bool
    rank: int
    role: str


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A name without case, accents, punctuation and marks, its words parted by single blanks.

    Examples:
        >>> plain("numPresentIdpInd"), plain("admin1_Name"), plain("Réfugiés (total)")
        ('num present idp ind', 'admin 1 name', 'refugies total')
    """
    spaced = CAMEL.sub(" ", text.translate(INVISIBLE).replace("\N{DEGREE SIGN}", "o"))
    parts = unicodedata.normalize("NFKD", spaced).casefold()
    return " ".join(WORD.findall("".join(c for c in parts if not unicodedata.combining(c))))


@cache
def known_names() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The rows of names.csv in order: role, whose habit, names as they are written."""
    text = files("nuzuh.sources.registrations").joinpath("names.csv").read_text(encoding="utf-8")
    return tuple(
        (row["role"], row["habit"], tuple(row["names"].split("|"))) for row in csv.DictReader(text.splitlines())
    )


@cache
def _by_name() -> dict[str, Role]:
    found: dict[str, Role] = {}
    for role, _, names in known_names():
        for name in names if role != "total" else ():
            found.setdefault(plain(name), Role(is_guess=False, rank=len(found), role=role))
    return found


@cache
def _totals() -> frozenset[str]:
    return frozenset(plain(name) for role, _, names in known_names() if role == "total" for name in names)


def is_total(name: str) -> bool:
    """Whether a place, or a class of people, is called as the whole is.

    Examples:
        >>> is_total("Grand Total"), is_total("Total Uganda"), is_total("Tal Abyad")
        (True, True, False)
    """
    words = plain(name)
    return words in _totals() or words.startswith(("total ", "sub total", "subtotal", "sous total"))


def role_of(header: str, tag: str = "") -> Role | None:
    """What a column is, by its HXL tag, else by its name, else by the words of its name.

    Args:
        header: Its name.
        tag: Its HXL tag, if any.

    Examples:
        >>> role_of("Total IDPs (Individuals)").role, role_of("x", "#adm2 +name").role, role_of("Mahama")
        ('count', 'place', None)
    """
    return _by_tag(tag) or _by_name().get(plain(header)) or _by_words(header)


def _by_words(header: str) -> Role | None:
    words = set(plain(header).split())
    if words & HOUSEHOLD_WORDS:
        return Role(is_guess=True, rank=0, role="households")
    if words & OTHERWISE:
        return None
    for role, known in (("date", DATE_WORDS), ("count", COUNT_WORDS), ("place", PLACE_WORDS)):
        if words & known:
            return Role(is_guess=True, rank=0, role=role)
    return None


def _by_tag(tag: str) -> Role | None:
    """The role of an HXL tag; among several of one role those of the lower rank are preferred."""
    if not TAG.fullmatch(tag):
        return None
    name, *more = (part.strip() for part in tag.casefold().split("+"))
    attributes = set(more)
    if name == "#date":
        rank = 20 * bool(attributes & {"published", "created", "updated", "end"}) - 100
        return _tagged("passed" if attributes & {"year", "month", "week"} else "date", rank)
    if name in ("#loc", "#site", "#country") or re.fullmatch(r"#adm[0-9]", name):
        return _tagged_place(name, attributes)
    if name in ("#affected", "#inneed", "#targeted", "#population"):
        return _tagged_count(name, attributes)
    if name in ("#indicator", "#geo", "#meta", "#status", "#description", "#source"):
        return _tagged("measure" if name == "#indicator" and "value" not in attributes else "passed")
    return None


def _tagged_place(name: str, attributes: set[str]) -> Role:
    if attributes & {"origin", "type", "reason", "status"}:
        return _tagged("part")
    if attributes & {"lat", "lon", "count", "num"}:
        return _tagged("passed")
    return _tagged("code" if attributes & {"code", "pcode", "id", "iso3", "v_pcode"} else "place")


def _tagged_count(name: str, attributes: set[str]) -> Role:
    if attributes & {"hh", "households", "household", "families"}:
        return _tagged("households")
    if attributes & {"type", "group", "category", "status", "gender", "age", "sex"}:
        return _tagged("part")
    if attributes & {"f", "m", "children", "adults", "elderly", "infants", "pct", "low", "high", "min", "max", "host"}:
        return _tagged("passed")
    order = ("#affected", "#inneed", "#targeted", "#population").index(name)
    named = bool(attributes & {"displaced", "idps", "refugees"}) + bool(attributes & {"ind", "individuals", "total"})
    return _tagged("count", 10 * order - 2 * named - 100)


def _tagged(role: str, rank: int = -100) -> Role:
    return Role(is_guess=False, rank=rank, role=role)
