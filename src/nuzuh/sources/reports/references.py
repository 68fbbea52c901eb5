"""Words that refer back to a place: the city, there, the country, the two towns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from nuzuh.sources.reports.gazetteer import nations
from nuzuh.sources.reports.place import Place
from nuzuh.sources.reports.text import lowered
from nuzuh.sources.reports.words import word_lists

SORTS: Final = {
    word: name.removeprefix("sort ")
    for name, found in word_lists().items()
    if name.startswith("sort ")
    for word in found
}
"""Sort of a place by the word that says what it is."""
COUNTRY: Final = frozenset({"country"})
KNOWN_AS: Final = {"area": ("province", "district"), "location": ("town", "village", "city")}
"""Sorts that a place of a gazetteer may have, by its kind."""
NOUNS: Final = "|".join(sorted(SORTS, key=len, reverse=True))
PLURALS: Final = "|".join(word[:-1] + "ies" if word[-1] == "y" else word + "s" for word in SORTS)
SEVERAL: Final = re.compile(
    rf"\b(?:both|the (?:same )?(?:two|three|four|five)|these (?:two|three|four|five)?) ?(?P<noun>{PLURALS}|"
    r"areas)\b(?! (?:around|in|near|of|at|on)\b)",
    re.IGNORECASE,
)
BACK: Final = re.compile(
    rf"\b(?:the|this|that|our|its|my) (?:same |whole |entire |besieged |provincial |regional )?(?P<noun>{NOUNS})\b"
    r"(?!['\u2019-])(?! (?:of (?!the month)|council|authorit|"
    r"government|office|director|wall|centre|population))"
    r"|\b(?P<there>here|there(?! (?:were|are|was|is|have|has|had|remain|would|will|could|may)))\b"
    r"|(?<=ing )(?P<where>there)\b"
    r"|(?<=\bof )(?P<town>town)\b|(?<=\bin )(?P<intown>town)\b"
    r"|(?:(?<=people )|(?<=families )|(?<=children )|(?<=households )|(?<=persons ))(?P<beside>there)\b"
    r"|\b(?P<country>nationwide|countrywide|whole country|it (?=(?:now |already |also |still |"
    r"currently )?(?:hosts|shelters|has taken)))",
)
NAMED: Final = re.compile(r" (?:at |in |near |around )?[A-Z]")
"""Behind a word that does not refer back: the town of a name that follows."""
AFTER: Final = re.compile(rf"(?:['\u2019]s)? (?P<noun>{NOUNS})s?\b", re.IGNORECASE)
BEFORE: Final = re.compile(
    rf"\b(?<!\ba )(?<!\ban )(?P<noun>{NOUNS}) of (?:the )?$|\b(?:the|its) (?:\w+ )?(?P<alone>{NOUNS}),? "
    r"$",
    re.IGNORECASE,
)
APPOSED: Final = re.compile(
    rf", (?:an?|the|its|another|one of the) (?:[\w'\u2019-]+ ){{0,4}}?(?P<noun>{NOUNS})\b", re.IGNORECASE
)
LAST_WORD: Final = re.compile(r"([\w-]+)\s+(?:the\s+)?$")
ROW: Final = re.compile(r"\s*(?:,|and|or|, and)\s*(?:the )?")
SETTLED: Final = frozenset({"town", "city", "village"})
"""Sorts that texts use of the same place."""
WIDE: Final = frozenset({"province", "region", "district"})
N_KEPT: Final = 40
N_ROWS: Final = 3
N_BACK: Final = 12
"""Places to look back for one of a sort."""


@dataclass(frozen=True)
class Told:
    """Places of which was told, the latest at the end.

    Args:
        places: All of them.
        rows: Those that were named in a row.
        countries: Those that people are not said to come from, and that stand in no row.
        peoples: Countries of whose people was told.
    """

    places: tuple[Place, ...] = ()
    rows: tuple[tuple[Place, ...], ...] = ()
    countries: tuple[Place, ...] = ()
    peoples: tuple[Place, ...] = ()

    def with_places(self, text: str, places: Sequence[Place]) -> Told:
        """The same once a sentence was read."""
        grounds = [place for place in places if place.kind not in ("people", "capital")]
        rows = _rows(text, grounds)
        countries = [row[0] for row in rows if len(row) == 1 and row[0].sorts == COUNTRY and row[0].before != "from"]
        return Told(
            (*self.places, *grounds)[-N_KEPT:],
            (*self.rows, *(tuple(row) for row in rows if len(row) > 1))[-N_ROWS:],
            (*self.countries, *countries)[-N_ROWS:],
            (*self.peoples, *(place for place in places if place.kind == "people"))[-N_ROWS:],
        )


def _rows(text: str, places: Sequence[Place]) -> list[list[Place]]:
    rows: list[list[Place]] = []
    for at, place in enumerate(places):
        if at and ROW.fullmatch(text[places[at - 1].end : place.start]):
            rows[-1].append(place)
        else:
            rows.append([place])
    return rows


def sorts_of(text: str, place: Place) -> set[str]:
    """Country, province, town, camp or the like; empty where neither the text nor a gazetteer says."""
    if place.kind == "country" and place.name not in nations().latin:
        return {"region"}  # a part of it
    if place.kind in ("country", *KNOWN_AS):
        return {"country"} if place.kind == "country" else set(KNOWN_AS[place.kind])
    words = place.name.lower().split()
    if words[0] in ("old", "new"):
        return set()  # a part of a city
    found = {SORTS[word] for word in (words[-1], words[0]) if word in SORTS}
    for match in (AFTER.match(text, place.end), BEFORE.search(text, 0, place.start), APPOSED.match(text, place.end)):
        if match is not None:
            found.add(SORTS[next(filter(None, match.groups())).lower()])
    return found


def sorts_in(text: str, places: Sequence[Place]) -> list[tuple[str, set[str]]]:
    """What each place of a sentence is; a row shares what is said of all of it: Hajjah and Abyan governorates."""
    found = []
    for row in _rows(text, places):
        match = AFTER.match(text, row[-1].end)
        shared = {SORTS[match["noun"].lower()]} if match is not None and match[0].endswith("s") else set()
        found += [(place.name, sorts_of(text, place) | shared) for place in row]
    return found


def referred(text: str, places: Sequence[Place], told: Told) -> list[Place]:
    """The places of a sentence, with those to which its words refer back.

    Args:
        text: Of the sentence.
        places: That it names.
        told: Of which sentences before told.
    """
    found = list(places)
    for match in [*BACK.finditer(lowered(text)), *SEVERAL.finditer(text)]:
        if match["noun"] and match.re is BACK and NAMED.match(text, match.end()):
            continue
        if any(place.start < match.end() and place.end > match.start() for place in found):
            continue
        here = told.with_places(text, [place for place in places if place.end <= match.start()])
        meant = _several(match, here) if match.re is SEVERAL else _meant(match, here)
        if meant is not None:
            last = LAST_WORD.search(text, 0, match.start())
            word = last[1].lower() if last else ""
            found.append(Place(match.start(), match.end(), meant.name, "referred", word, meant.sorts))
    return sorted(found, key=lambda one: one.start)


def _several(match: re.Match[str], told: Told) -> Place | None:
    """The last places of a sort that were named in a row, or else the last two of that sort."""
    noun = match["noun"].lower()
    sort = SORTS.get(noun.removesuffix("s"), SORTS.get(noun.removesuffix("ies") + "y", ""))
    size = next((n for word, n in SIZES.items() if word in match[0].lower()), 0)
    alike = [row for row in told.rows if not sort or any(_is_of(place, sort) for place in row)]
    vague = [row for row in told.rows if not any(place.sorts for place in row)]
    one_by_one = tuple(place for place in told.places if sort and _is_of(place, sort))[-max(size, 2) :]
    fitting = [row for row in vague if len(row) == size] + [row for row in alike if len(row) == size]
    meant = fitting[-1] if fitting else alike[-1] if alike else one_by_one
    if not meant:
        return None
    names = dict.fromkeys(name for place in meant for name in place.name.split("; "))
    return replace(meant[0], name="; ".join(names)) if len(names) > 1 else None


SIZES: Final = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5}


def _is_of(place: Place, sort: str) -> bool:
    return sort in place.sorts


def _is_capital(name: str) -> bool:
    entry = nations().latin.get(name)
    return entry is not None and entry.kind == "capital"


def _seat_of(country: str) -> str:
    return next(
        (name for name, entry in nations().latin.items() if entry.kind == "capital" and entry.name == country), ""
    )


def _meant(match: re.Match[str], told: Told) -> Place | None:
    noun = (match["noun"] or match["town"] or match["intown"] or "").lower()
    sort = SORTS.get(noun, "")
    if sort == "country" or match["country"]:
        return next(reversed(told.countries or told.peoples), None)
    grounds = told.places
    if match["there"] or match["beside"] or match["where"]:
        return grounds[-1] if grounds else None
    if noun == "capital":
        seats = [place for place in grounds if _is_capital(place.name)]
        if seats:
            return seats[-1]
        if told.countries:
            seat = _seat_of(told.countries[-1].name)
            return replace(told.countries[-1], name=seat) if seat else None
    near = grounds[-N_BACK:]
    exact = [place for place in near if _is_of(place, sort)]
    vague = [place for place in near if not place.sorts]
    alike = [place for kin in (SETTLED, WIDE) if sort in kin for place in near if place.sorts & kin]
    best = exact or vague or alike
    return best[-1] if best else None
