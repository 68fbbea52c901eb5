"""Places that a text names: those of a gazetteer, countries, and others by what stands before them."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from nuzuh.sources.reports.words import word_list

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

MOST_WORDS: Final = 5
FIRST_ARABIC: Final = "\u0600"
WITHIN: Final = word_list("ends a name")
FEW: Final = 4
"""Sounds of a short name, in which a and i are told apart."""
WORD: Final = re.compile(
    r"[^\W\d_](?:[^\W_]|['\u2019\u02bc\u2018`](?=\w)|\.(?=[A-Z]\.)|-(?=\w))*\.?(?<=[A-Z]\.)|[^\W\d_](?:[^\W_]|"
    r"['\u2019\u02bc\u2018`](?=\w)|-(?=\w))*"
)
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
BEFORE: Final = word_list("before a place")
"""Words before the name of a place."""
PARTS: Final = word_list("parts of a place")
AREAS: Final = word_list("areas")
TOWNS: Final = word_list("towns")
JOINING: Final = word_list("within a name")
NO_PLACE: Final = word_list("no place")
BASED: Final = re.compile(r"(?:-(?:based|led|backed|run|held|made|born)\b|(?<=-run|-led)\b|(?<=-held)\b)")
AROUND: Final = frozenset(["in", "at", "near", "from", "to", "around", "outside", "into", "inside", "towards"])
DATELINE: Final = re.compile(
    r"(?P<name>[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de'\u2019-]{2,}(?: [A-Z\u00c0-\u00de'\u2019-]{2,}){0,2})"
    r"(?:/[A-Z\u00c0-\u00de'\u2019 -]+)?(?:, [^\u2013\u2014()-]{2,30}|,? \([^)]{2,30}\))?,? (?:\([A-Z][A-Za-z]+\) "
    r")?[\u2013\u2014-] "
)
"""The town from which a story is sent: DOHUK, Iraq \u2014."""
HOSTS: Final = re.compile(
    r"(?: (?:camp|town|city|district|governorate|province|state|county|region))?(?: alone| itself|"
    r" now| also| already| still| currently| continues to)*(?: (?:has|have|had))? "
    r"(?:hosts?|hosted|hosting|recorded|counted|registered|taken in|took in|sheltere?d?s?|sheltering|"
    r"receive[ds]?|houses|housing|"
    r"is home to|admitted|absorbed|welcomed|accommodates?)\b"
)
"""After what hosts or counts people: a name before it is that of a place."""
QUARTER: Final = re.compile(
    r"\b(?P<before>in|across|from|to|throughout) the (?P<name>(?:north|south)-?(?:east|west))\b(?! "
    r"of)(?! (?-i:[A-Z]))"
    r"|\b(?P<to>in|into|to|across) (?P<abroad>neighbou?ring countries)",
    re.IGNORECASE,
)
"""A quarter of the country that stands for itself: in the north-west."""
PEOPLE_AFTER: Final = re.compile(r"\s+(?:said|says|told|added|warned|reported|announced|confirmed|denied|insisted)\b")


@dataclass(frozen=True)
class Place:
    """A place that a sentence names.

    Args:
        start: Where its name begins.
        end: Where it ends.
        name: As the gazetteer has it; as the text has it where it is not known there, or only a part of it is meant.
        kind: country, people, capital, area, location or unknown.
        before: The word before it, in small letters.
        sorts: What it is: town, province, camp; empty: the text does not say.
    """

    start: int
    end: int
    name: str
    kind: str
    before: str
    sorts: frozenset[str] = frozenset()


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


def gazetteer_of(scenario: Scenario | None) -> Gazetteer:
    """The places of a scenario: its locations and the areas in which they lie."""
    if scenario is None:
        return Gazetteer()
    table = scenario.tables["locations"]
    areas = (tuple(filter(None, table[column].unique())) for column in ("admin3", "admin2", "admin1"))
    return _gazetteer(tuple(table["name"]), *areas)


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


def places_in(text: str, gazetteer: Gazetteer) -> list[Place]:
    """All places that a sentence names, in order."""
    words = [(match.start(), match.end(), match[0]) for match in WORD.finditer(text)]
    found: list[Place] = [
        Place(*match.span(name), match[name].lower(), "unknown", match[before].lower())
        for match in QUARTER.finditer(text)
        for before, name in ((("before", "name") if match["name"] else ("to", "abroad")),)
    ]
    at = 0
    while at < len(words):
        first = words[at][2]
        if not (first[0].isupper() or first[0] >= FIRST_ARABIC or (first[0] in "ae" and _is_article(words, at))):
            at += 1
            continue
        place, n_words = _place_at(text, words, at, gazetteer)
        if place is not None and not _is_other_name(text, place, found):
            found.append(place)
        at += n_words
    line = DATELINE.match(text)
    if line is not None:
        name = line["name"].title()
        entry = gazetteer.entry(name)
        kind = "country" if entry is not None and entry.kind == "country" else "dateline"
        named = Place(0, line.end("name"), entry.name if entry and entry.kind != "capital" else name, kind, "")
        found = [named, *(one for one in found if one.start >= line.end("name"))]
    found = _possessed(text, found)
    first = SUBJECT.match(text)
    if first is not None and HOSTS.match(text, first.end()) and first[0].split()[0].lower() not in NO_PLACE:
        found += (
            [] if any(one.start < first.end() for one in found) else [Place(0, first.end(), first[0], "unknown", "")]
        )
    listed = [other for place in found for other in _listed(text, place)]
    found += [one for one in listed if not any(one.start < other.end and one.end > other.start for other in found)]
    return sorted(found, key=lambda one: one.start)


NAME: Final = (
    r"(?:[Aa]l[- ])?[^\W\d_a-z][\w'\u2019-]+(?: (?:(?:da|de|del|du|la|al|el|an) )?[^\W\d_a-z][\w'\u2019-]+){0,2}"
)
SUBJECT: Final = re.compile(NAME)
LIST: Final = re.compile(
    rf"(?:(?:'s)? (?:{'|'.join(sorted(AREAS | TOWNS))}))?((?:, (?:the )?{NAME})+,? (?:and|or) (?:the "
    rf")?{NAME})"
)


def _possessed(text: str, found: list[Place]) -> list[Place]:
    """With the region of a country in the country's place: in Ethiopia's Afar region."""
    kept: list[Place] = []
    for place in sorted(found, key=lambda one: one.start):
        is_owner = place.kind == "country" and POSSESSIVE.search(text[place.start : place.end]) is not None
        match = POSSESSED.match(text, place.end) if is_owner else None
        if match is None:
            kept += [place] if not kept or place.start >= kept[-1].end else []
        else:
            kept.append(Place(*match.span("name"), match["name"], "unknown", place.before))
    return kept


POSSESSED: Final = re.compile(rf" (?:(?:\w+ern|far) )?(?P<name>{NAME}) (?={'|'.join(sorted(AREAS | TOWNS))})")


def _listed(text: str, place: Place) -> list[Place]:
    """Names that stand in a list behind that of a place: across Marib, Hajjah and Abyan."""
    match = LIST.match(text, place.end) if place.kind not in ("people", "capital") else None
    if match is None or PEOPLE_AFTER.match(text, match.end()):
        return []
    return [
        Place(match.start(1) + name.start(), match.start(1) + name.end(), name[0], "unknown", "and")
        for name in re.finditer(NAME, match[1])
        if name[0].split()[0].lower() not in NO_PLACE
    ]


def _is_other_name(text: str, place: Place, found: list[Place]) -> bool:
    """Whether and or of stands before a name that is none of a place: a team of Marines, Affairs and Coordinator."""
    if place.kind != "unknown":
        return False
    if place.before == "and":
        return not (found and place.start - found[-1].end < NEAR)
    if re.match(r"[A-Z]{2,}-", place.name):
        return True
    body = OF_BODY.search(text, 0, place.start)
    is_body = body is not None and body[1].lower() in BODIES
    return place.before == "of" and (is_body or OF.search(text, 0, place.start) is not None)


OF_BODY: Final = re.compile(r"\b([A-Z][a-z]+) (?:for|of) (?:the )?$")
BODIES: Final = word_list("bodies")
NEAR: Final = 40
"""Letters within which a name after and goes with the place before it."""
OF: Final = re.compile(rf"\b(?:{'|'.join(sorted(word_list('of no place')))}) of (?:the )?$", re.IGNORECASE)


def _place_at(text: str, words: list[tuple[int, int, str]], at: int, gazetteer: Gazetteer) -> tuple[Place | None, int]:
    first = words[at][2]
    if text[words[at][1] : words[at][1] + 1] == "$":
        return None, 1
    if BASED.match(text, words[at][1]):
        return None, 1
    for size in range(_most_words(text, words, at), 0, -1):
        entry = gazetteer.entry(text[words[at][0] : words[at + size - 1][1]])
        if entry is not None and not (size == 1 and first.lower() in NO_PLACE and first != "US"):
            return _known(text, words, at, size, entry), size
    size = _unknown_size(text, words, at)
    return (_named(text, words, at, size), size) if size else (None, 1)


def _most_words(text: str, words: list[tuple[int, int, str]], at: int) -> int:
    """How many words could make one name: those with nothing but a blank between them, in capitals or within names."""
    size = 1
    while size < MOST_WORDS and at + size < len(words):
        word = words[at + size][2]
        is_of_name = word[0].isupper() or word[0] >= FIRST_ARABIC or word in JOINING or word in WITHIN or "-" in word
        if not is_of_name or text[words[at + size - 1][1] : words[at + size][0]] != " ":
            break
        size += 1
    return size


def _is_article(words: list[tuple[int, int, str]], at: int) -> bool:
    return words[at][2].lower().startswith(("al-", "el-", "an-", "as-", "ash-", "ar-")) or (
        words[at][2] in ("al", "el") and at + 1 < len(words) and words[at + 1][2][0].isupper()
    )


def _known(text: str, words: list[tuple[int, int, str]], at: int, size: int, entry: Entry) -> Place:
    start, end = words[at][0], words[at + size - 1][1]
    after = words[at + size][2].lower() if at + size < len(words) else ""
    before = _before(text, words, at)
    name, kind = entry.name, entry.kind
    if kind == "capital" and before in AROUND:
        name, kind = text[start:end], "unknown"  # the city, not the government that sits there
    is_town = after in TOWNS or text[:start].rstrip().lower().endswith(("city of", "town of", "village of"))
    if entry.area and not is_town:
        name, kind = entry.area, "area"
    elif entry.district and after in AREAS:
        name, kind = entry.district, "area"
    if at and words[at - 1][2].lower() in PARTS and text[words[at - 1][1] : start] == " ":
        start, name = words[at - 1][0], f"{words[at - 1][2]} {name}"  # only a part of it is meant
    return Place(start, end, name, kind, before)


def _before(text: str, words: list[tuple[int, int, str]], at: int) -> str:
    """The word right before a name, but for the; blank where a number or a comma stands there."""
    while at and not text[words[at - 1][1] : words[at][0]].strip(" \n'\u2019\"“("):
        word = words[at - 1][2].lower()
        is_part = word in PARTS or (word == "and" and at > 1 and words[at - 2][2].lower() in PARTS)
        if word != "the" and not is_part:
            return word
        at -= 1
    return ""


def _unknown_size(text: str, words: list[tuple[int, int, str]], at: int) -> int:
    """How many words make a name that nobody knows, where a word before says that it is one of a place; or 0."""
    before = words[at - 1][2].lower() if at else ""
    if before in PARTS and at > 1:
        before = words[at - 2][2].lower()
    if before == "the" and at + 1 < len(words) and _names_site(words, at):
        before = words[at - 2][2].lower() if at > 1 else "in"
    if before == "the" or before not in BEFORE or POSSESSIVE.sub("", words[at][2].lower().rstrip(".")) in NO_PLACE:
        return 0
    size = 1
    while at + size < len(words) and size < MOST_WORDS:
        gap = text[words[at + size - 1][1] : words[at + size][0]]
        word = words[at + size][2]
        if (
            gap.strip()
            or "\n" in gap
            or not (
                word[0].isupper()
                or ARTICLE.match(word.lower())
                or (word in JOINING and at + size + 1 < len(words) and words[at + size + 1][2][0].isupper())
            )
        ):
            break
        if word.lower() in NO_PLACE:
            break
        size += 1
    if PEOPLE_AFTER.match(text, words[at + size - 1][1]) or (
        words[at][2].isupper() and len(words[at][2]) > 1 and before not in ("in", "from")
    ):
        return 0
    return size


def _names_site(words: list[tuple[int, int, str]], at: int) -> bool:
    """Whether a name is that of a site: the Zaina displacement site, the Goma sites."""
    return any(word.lower().rstrip("s") in SITES for _, _, word in words[at + 1 : at + 4])


SITES: Final = word_list("named sites")


def _named(text: str, words: list[tuple[int, int, str]], at: int, size: int) -> Place:
    start, end = words[at][0], words[at + size - 1][1]
    before = words[at - 1][2].lower()
    if before == "the":
        before = words[at - 2][2].lower() if at > 1 else "in"
    if before in PARTS:
        start = words[at - 1][0]
        before = words[at - 2][2].lower() if at > 1 else ""
    return Place(start, end, POSSESSIVE.sub("", text[start:end]), "unknown", before)


def is_name_part(text: str, place: Place, places: list[Place]) -> bool:
    """Whether a place is a part of another name: Idleb Health Directorate, Syrian Arab Army."""
    after = re.match(r"\s+([A-Z][\w-]+)", text[place.end :])
    if after is None or place.kind == "unknown" or any(other.start == place.end + after.start(1) for other in places):
        return False
    return after[1] not in ("Province", "Governorate", "City", "State", "Region")
