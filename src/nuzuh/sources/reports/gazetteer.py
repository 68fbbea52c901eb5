"""Names of places that are known, however they are spelt: a scenario's, and countries with people and capitals."""

from __future__ import annotations

import csv
import re
import unicodedata
import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from nuzuh.sources.reports.words import word_list

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

FEW: Final = 4
"""Sounds of a short name, in which a and i are told apart."""
ARTICLE: Final = re.compile(r"^(?:al|an|as|ash|ar|ad|az|at|el|en|es|esh|er|ed|ez|et)[- ](?=.)")
ARABIC: Final = re.compile(r"[\u0621-\u064a]")
POSSESSIVE: Final = re.compile(r"['\u2019]s?$")
SOUNDS: Final = (
    ("kh", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("sh", "s"),
    ("ou", "u"),
    ("oo", "u"),
    ("q", "k"),
    ("ay", "a"),
    ("ai", "a"),
    ("ey", "a"),
    ("ei", "a"),
    ("iy", "a"),
)
CONSONANTS: Final = dict(zip("بتثجحخدذرزسشصضطظغفقكلمنه", "bttjhkddrzssSdttgfkklmnh".lower(), strict=True))
"""Arabic letters by the sounds that SOUNDS leaves; long vowels, hamza and ain have none."""
SMALL: Final = word_list("arabic no name")
"""Arabic words that would be taken for names."""


@dataclass(frozen=True)
class Entry:
    """What a gazetteer knows by a name.

    Args:
        name: Its own name.
        kind: As of `Place`.
        area: The area of the first level that has the name too: then it is meant unless a city is said.
        district: A smaller area that has the name too: it is meant where a district is said.
    """

    name: str
    kind: str
    area: str = ""
    district: str = ""


@dataclass(frozen=True)
class Gazetteer:
    """Names of places, found however they are spelt.

    Args:
        latin: By the sounds of the name.
        arabic: By the consonants of the name.
        named: Names that the text itself shows to be those of places, wherever they stand in it.
    """

    latin: dict[str, Entry] = field(default_factory=dict)
    arabic: dict[str, Entry] = field(default_factory=dict)
    named: frozenset[str] = frozenset()

    def with_named(self, names: Iterable[str]) -> Gazetteer:
        """The same with names that a text itself shows to be those of places."""
        return replace(self, named=frozenset(name for name in names if name[0].isupper()))

    def entry(self, words: str) -> Entry | None:
        """What is known by a name, or None."""
        words = POSSESSIVE.sub("", words)
        if ARABIC.search(words):
            key = arabic_key(words)
            return nations().arabic.get(words) or (
                self.arabic.get(key) if len(key) > 1 and words not in SMALL else None
            )
        exact = nations().latin.get(words)
        if exact is not None:
            return exact
        key = latin_key(words)
        found = self.latin.get(key)
        if found is None and words in self.named:
            return Entry(words, "unknown")
        if found is not None and len(key) < FEW and _bare(words) != _bare(found.name):
            return None  # too short to be told from a common word
        return found


_last: list[tuple[weakref.ref[Scenario], Gazetteer]] = []
"""The last scenario with its gazetteer: a folder of reports is read with one."""


def gazetteer_of(scenario: Scenario | None) -> Gazetteer:
    """The places of a scenario: its locations and the areas in which they lie."""
    if scenario is None:
        return Gazetteer()
    if _last and _last[0][0]() is scenario:
        return _last[0][1]
    table = scenario.tables["locations"]
    areas = (tuple(filter(None, table[column].unique())) for column in ("admin3", "admin2", "admin1"))
    gazetteer = _gazetteer(tuple(table["name"]), *areas)
    _last[:] = [(weakref.ref(scenario), gazetteer)]
    return gazetteer


@lru_cache(maxsize=8)
def _gazetteer(
    names: tuple[str, ...], admin3: tuple[str, ...], admin2: tuple[str, ...], admin1: tuple[str, ...]
) -> Gazetteer:
    latin: dict[str, Entry] = {}
    for name in names:
        latin.setdefault(latin_key(name), Entry(name, "location"))
    for level_names in (admin3, admin2, admin1):
        for name in level_names:
            known = latin.get(latin_key(name), Entry(name, "area"))
            level = {"area": name} if level_names is admin1 else {"district": name}
            latin[latin_key(name)] = replace(known, **level)
    return Gazetteer(latin, {arabic_key_of(one.name): one for one in latin.values()})


@cache
def nations() -> Gazetteer:
    """Countries, their people, and the capitals by which their governments are named."""
    text = files("nuzuh.sources.reports").joinpath("nations.csv").read_text(encoding="utf-8")
    latin: dict[str, Entry] = {}
    arabic: dict[str, Entry] = {}
    for row in csv.DictReader(text.splitlines()):
        for kind, column in (
            ("capital", "capital"),
            ("people", "people"),
            ("country", "other"),
            ("country", "country"),
        ):
            for name in filter(None, row[column].split("|")):
                (arabic if ARABIC.search(name) else latin)[name] = Entry(row["country"], kind)
    return Gazetteer(latin, arabic)


@lru_cache(maxsize=20_000)
def latin_key(name: str) -> str:
    """A name by its sounds: Idlib and Idleb, Saraqib and Saraqeb, A'zaz and Azaz are the same.

    Examples:
        >>> latin_key("Ma'arrat an-Nu'man") == latin_key("Maaret al-Numan"), latin_key("Idlib") == latin_key("Idleb")
        (True, True)
    """
    plain = (
        unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
        if not name.isascii()
        else name.lower()
    )
    words = [ARTICLE.sub("", word) for word in re.sub(r"['\u2019\u02bc\u2018`]", "", plain).replace("-", " ").split()]
    return " ".join(filter(None, (_sounds(word) for word in words if word not in ARTICLES)))


ARTICLES: Final = word_list("arabic articles")


def _bare(name: str) -> str:
    return ARTICLE.sub("", name.lower()).replace("'", "")


@cache
def peoples() -> frozenset[str]:
    """Words for the people of countries."""
    return frozenset(name for name, entry in nations().latin.items() if entry.kind == "people")


def _sounds(word: str) -> str:
    for old, new in SOUNDS:
        word = word.replace(old, new)
    word = re.sub(r"[uow]+", "u", word.removesuffix("h"))
    wide = re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiy]+", "a", word))
    if len(wide) > FEW:
        return wide
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[iy]+", "i", re.sub(r"[ae]+", "a", word)))


def arabic_key_of(name: str) -> str:
    """The consonants of a name in Latin letters."""
    return " ".join(re.sub(r"[aueioyw' ]", "", re.sub(r"(?<=.)[ae]?t$", "", word)) for word in latin_key(name).split())


def arabic_key(name: str) -> str:
    """The consonants of a name in Arabic letters."""
    words = re.sub(r"[\u064b-\u0652\u0640]", "", name).split()
    return " ".join("".join(CONSONANTS.get(letter, "") for letter in word.removeprefix("ال")) for word in words)
