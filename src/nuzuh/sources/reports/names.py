"""Places by the shape of a text: datelines, lists of names, a country's region, what hosts people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nuzuh.sources.reports.gazetteer import POSSESSIVE, Gazetteer
from nuzuh.sources.reports.place import AREAS, NO_PLACE, TOWNS, Place
from nuzuh.sources.reports.words import word_list

DATELINE: Final = re.compile(
    r"(?P<name>[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de'\u2019-]{2,}(?: [A-Z\u00c0-\u00de'\u2019-]{2,}){0,2})"
    r"(?:/[A-Z\u00c0-\u00de'\u2019 -]+)?(?:, [^\u2013\u2014()-]{2,30}|,? \([^)]{2,30}\))?,? (?:\([A-Z][A-Za-z]+\) "
    r")?[\u2013\u2014-] "
)
"""The town from which a story is sent: DOHUK, Iraq \u2014."""
HOSTS: Final = re.compile(
    r"(?: (?:camp|town|city|district|governorate|province|state|county|region))?(?:, which)?(?: alone| itself|"
    r" now| also| already| still| currently| continues to)*(?: (?:has|have|had))? "
    r"(?:hosts?|hosted|hosting|recorded|counted|registered|taken in|took in|sheltere?d?s?|sheltering|"
    r"receive[ds]?|houses|housing|"
    r"is home to|admitted|absorbed|welcomed|accommodates?)\b"
)
"""After what hosts or counts people: a name before it is that of a place."""
COUNTS: Final = re.compile(r"(?: [a-z]+){0,2} (?:recorded|counted|registered)\b")
"""What a body may do as well as a place."""
QUARTER: Final = re.compile(
    r"\b(?P<before>in|across|from|to|throughout) the (?P<name>(?:north|south)-?(?:east|west))\b(?! "
    r"of)(?! (?-i:[A-Z]))"
    r"|\b(?P<to>in|into|to|across) (?P<abroad>neighbou?ring countries)",
    re.IGNORECASE,
)
"""A quarter of the country that stands for itself: in the north-west."""
PEOPLE_AFTER: Final = re.compile(r"\s+(?:said|says|told|added|warned|reported|announced|confirmed|denied|insisted)\b")

NAME: Final = (
    r"(?:[Aa]l[- ])?[^\W\d_a-z][\w'\u2019-]+(?: (?:(?:da|de|del|du|la|al|el|an) )?[^\W\d_a-z][\w'\u2019-]+){0,2}"
)
SUBJECT: Final = re.compile(NAME)
LIST: Final = re.compile(
    rf"(?:(?:'s)? (?:{'|'.join(sorted(AREAS | TOWNS))}))?((?:, (?:the )?{NAME})+,? (?:and|or) (?:the "
    rf")?{NAME})"
)
POSSESSED: Final = re.compile(rf" (?:(?:\w+ern|far) )?(?P<name>{NAME}) (?={'|'.join(sorted(AREAS | TOWNS))})")


def by_shape(text: str, found: list[Place], gazetteer: Gazetteer) -> list[Place]:
    """The places of a sentence, in order, with those that its shape shows beside those found so far."""
    found = [*_quarters(text), *found]
    found = _possessed(text, _with_dateline(text, found, gazetteer))
    for others in (_subject(text), (other for place in found for other in _listed(text, place))):
        more = [one for one in others if not any(one.start < known.end and one.end > known.start for known in found)]
        found = [*found, *more]
    return sorted(found, key=lambda one: one.start)


def _quarters(text: str) -> Iterator[Place]:
    """The north-west, and neighbouring countries."""
    for match in QUARTER.finditer(text):
        before, name = ("before", "name") if match["name"] else ("to", "abroad")
        yield Place(*match.span(name), match[name].lower(), "unknown", match[before].lower())


def _with_dateline(text: str, found: list[Place], gazetteer: Gazetteer) -> list[Place]:
    line = DATELINE.match(text)
    if line is None:
        return found
    entry = gazetteer.entry(line["name"].title())
    name = entry.name if entry is not None and entry.kind != "capital" else line["name"].title()
    kind = "country" if entry is not None and entry.kind == "country" else "dateline"
    return [Place(0, line.end("name"), name, kind, ""), *(one for one in found if one.start >= line.end("name"))]


def _subject(text: str) -> Iterator[Place]:
    """A name that opens a sentence and hosts people: Bidibidi hosts 270,000 refugees."""
    subject = SUBJECT.match(text)
    if (
        subject is not None
        and HOSTS.match(text, subject.end())
        and not COUNTS.match(text, subject.end())
        and subject[0].split()[0].lower() not in NO_PLACE
    ):
        yield Place(0, subject.end(), subject[0], "unknown", "")


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


def is_other_name(text: str, place: Place, found: list[Place]) -> bool:
    """Whether and or of stands before a name that is none of a place: a team of Marines, Affairs and Coordinator."""
    if place.kind != "unknown":
        return False
    if place.before == "and":
        return not (found and place.start - found[-1].end < NEAR)
    if re.match(r"[A-Z]{2,}-", place.name):
        return True
    body = BODY_OF.search(text, 0, place.start)
    is_body = body is not None and body[1].lower() in BODIES
    return place.before == "of" and (is_body or OF.search(text, 0, place.start) is not None)


BODY_OF: Final = re.compile(r"\b([A-Z][a-z]+) (?:for|of) (?:the )?$")
BODIES: Final = word_list("bodies")
NEAR: Final = 40
"""Letters within which a name after and goes with the place before it."""
OF: Final = re.compile(rf"\b(?:{'|'.join(sorted(word_list('of no place')))}) of (?:the )?$", re.IGNORECASE)


def is_name_part(text: str, place: Place, places: list[Place]) -> bool:
    """Whether a place is a part of another name: Idleb Health Directorate, Syrian Arab Army."""
    after = re.match(r"\s+([A-Z][\w-]+)", text[place.end :])
    if after is None or place.kind == "unknown" or any(other.start == place.end + after.start(1) for other in places):
        return False
    return after[1] not in ("Province", "Governorate", "City", "State", "Region")
