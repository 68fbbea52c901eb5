"""Where what is counted is so, where people came from, and where they went."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from nuzuh.sources.reports.counts import Count
from nuzuh.sources.reports.mentions import Mentions, Trigger
from nuzuh.sources.reports.names import HOSTS
from nuzuh.sources.reports.nearness import Weights, distance
from nuzuh.sources.reports.place import Place
from nuzuh.sources.reports.speakers import speech_days
from nuzuh.sources.reports.words import word_list

if TYPE_CHECKING:
    from nuzuh.sources.reports.speakers import Speaker

FROM: Final = word_list("from")
TO: Final = word_list("to")
AT: Final = word_list("at")


@dataclass(frozen=True)
class Whereabouts:
    """Places of a claim, each blank where the text gives none."""

    location: str = ""
    origin: str = ""
    destination: str = ""
    is_carried: bool = False


def whereabouts_of(
    mentions: Mentions, count: Count, kind: str, trigger: Trigger | None, speakers: list[Speaker]
) -> Whereabouts:
    """The places of a count."""
    grounds = _grounds(mentions, count, speakers)
    roles = _roles(grounds, mentions.sentence.text)
    found = {
        role: _joined(mentions, count, _those(grounds, roles, role), grounds) for role in ("from", "to", "at", "via")
    }
    near = [
        place
        for place, role in zip(grounds, roles, strict=True)
        if role == "at" or (role == "subject" and place.start < count.start)
    ]
    here = _joined(mentions, count, near, grounds)
    origin, destination = found["from"], found["to"] if found["to"] != found["from"] else ""
    words = "" if trigger is None else mentions.sentence.text[trigger.start : trigger.end + NEXT]
    if kind == "other" and PASSED.search(words):
        here = here or found["via"]
    went = _went(kind, origin, destination, here, found["at"], words or count.unit)
    people = _people(mentions, count)
    if kind == "hosted":
        went = replace(went, origin=went.origin or people)
    elif kind == "returned" and people and OWN_COUNTRY.search(mentions.sentence.text, count.end):
        went = replace(went, location=people, destination=people)
    elif (
        kind in ("in_need", "exposed", "displaced_total")
        and not went.location
        and count.unit == _unit_of(mentions, count)
    ):
        went = replace(went, location=people)
    carried = {place.name for place in grounds if place.kind == "referred"}
    return replace(went, is_carried=bool(went.location) and went.location in carried)


def _went(kind: str, origin: str, destination: str, here: str, at: str, words: str) -> Whereabouts:
    """By kind, and by the words that tell it, which of the places is where it is so."""
    if kind == "displaced_new":
        return _fled(origin, destination, here, at, words)
    if kind == "returned":
        place = destination or at
        return Whereabouts(place, origin, place)
    if kind == "other" and (destination or origin) and not (here and not destination):
        return Whereabouts(destination or ("" if ARRIVED.search(words) else origin), origin, destination)
    if kind == "hosted":
        return Whereabouts(here or destination, origin, "")
    died = origin if kind in ("killed", "injured", "died_of_cold") else ""
    return Whereabouts(here or destination or died, origin, "")


def _fled(origin: str, destination: str, here: str, at: str, words: str) -> Whereabouts:
    """Where people were who fled, or where they arrived if only that is said of those who poured into a place."""
    if POURED.match(words) and destination:
        return Whereabouts(destination, origin, destination)
    if WENT.match(words):
        place = origin or ("" if destination or here else at)
        return Whereabouts(place, place, destination or here)
    place = origin or ("" if destination and not here else here)
    return Whereabouts(place, place, destination)


def _grounds(mentions: Mentions, count: Count, speakers: list[Speaker]) -> list[Place]:
    """Places of a sentence at which something may be so: not those of a speaker, nor parts of other names."""
    text = mentions.sentence.text
    spoken = [*(one.span for one in speakers), *speech_days(text)]
    said = SAID_THAT.search(text, 0, count.start)
    return [
        place
        for place in mentions.places
        if place.kind not in ("people", "capital", "dateline")
        and not BODY_IN.search(text, 0, place.start)
        and not (place.end < count.start and SAID_AFTER.match(text, place.end))
        and not _is_around(text, place, mentions.places)
        and not any(low <= place.start < high and not _is_counting(place, low, high) for low, high in spoken)
        and not (said is not None and place.kind == "unknown" and place.start < said.start())
    ]


def _is_around(text: str, place: Place, places: list[Place]) -> bool:
    """Whether a place only says where another one lies: Namapa, the seat of Erati; the Catatumbo region of Colombia."""
    match = PART_OF.search(text, 0, place.start)
    if match is not None and any(other.end == match.start() for other in places if other is not place):
        return True
    if any(
        other.end < place.start and other.kind != "people" and WITHIN.fullmatch(text, other.end, place.start)
        for other in places
    ):
        return True
    inner = TOWN_OF.match(text, place.end)
    return inner is not None and any(other.start == inner.end() for other in places)


BODY_IN: Final = re.compile(
    r"\b(?:governments?|ministry|authorities|officials|cabinet|embassy|headquarters|headquartered|"
    r"university|based) (?:in|at|of) (?:the )?$",
    re.IGNORECASE,
)
"""Before the place of a body, which is not that of what it says."""
WITHIN: Final = re.compile(
    r",? in (?:the )?|, (?=[A-Z][\w -]+ (?:[Pp]rovince|[Ss]tate|[Rr]egion|[Gg]overnorate|[Dd]istrict)\b)"
)
"""Between a place and the wider one in which it lies."""
TOWN_OF: Final = re.compile(r" (?:border )?(?:town|city|village|suburb|camp|port) of ")
SAID_AFTER: Final = re.compile(r"(?: [a-z]+){0,2} (?:said|says|told|reported)\b")
PART_OF: Final = re.compile(
    r"(?:, (?:the|an?|one of the) [\w -]{2,30}| (?:region|area|district|province|state)) of (?:the "
    r")?(?:\w+ern )?$"
)


def _is_counting(place: Place, low: int, high: int) -> bool:
    """Whether a speaker is a country by its own name: Burkina Faso counted 1.4 million."""
    return place.kind == "country" and place.start <= low and place.end >= high


def _people(mentions: Mentions, count: Count) -> str:
    """The country whose people are counted: 14.6 million Syrians, Burundian refugees."""
    return next(
        (
            place.name
            for place in mentions.places
            if place.kind == "people" and count.start <= place.start <= count.end + 12
        ),
        "",
    )


def _unit_of(mentions: Mentions, count: Count) -> str:
    """The word for a people that is itself the unit of a count."""
    text = mentions.sentence.text
    return next(
        (text[one.start : one.end] for one in mentions.places if one.kind == "people" and one.end == count.end), "-"
    )


def _those(places: list[Place], roles: list[str], role: str) -> list[Place]:
    return [place for place, own in zip(places, roles, strict=True) if own == role]


def _roles(places: list[Place], text: str) -> list[str]:
    """What each place is to those who are counted: at, from, to, subject, or blank; a row has that of its first."""
    roles: list[str] = []
    for at, place in enumerate(places):
        gap = text[places[at - 1].end : place.start] if at else ""
        if at and ROW.fullmatch(gap):
            roles.append(roles[-1])
        else:
            roles.append(_role(place, text))
    return roles


TO_PLACES: Final = Weights(
    before=2, count_before=6, count_after=3, clause=4, both=8, opening=8, opening_count=6, opens=6
)
ALONE: Final = re.compile(r"(?:there|nationwide|countrywide)\b", re.IGNORECASE)
COUNTED: Final = re.compile(r" \((?=\d)")
"""A number in brackets right behind a place is one of it."""
OPENING: Final = re.compile(r"[\W_]*(?:the |neighbou?ring |nearby )?", re.IGNORECASE)
HEAD: Final = 12
HEADED: Final = re.compile(r"[^.;:]{0,40}:")
"""A row that begins with its place: Old Fangak and Ayod: 61,300 people."""
ROW: Final = re.compile(r"\s*(?:,|and|or|, and|/|\(|\) and|\),|\s)\s*(?:the )?")
SAID_THAT: Final = re.compile(r"\b(?:said|told|warned|announced|reported|claimed)\b[^.;]{0,60}? that\b", re.IGNORECASE)
WENT: Final = re.compile(r"moved|sought|crossed|went|gone", re.IGNORECASE)
POURED: Final = re.compile(r"(?:pour|stream)\w* (?!out)", re.IGNORECASE)
PASSED: Final = re.compile(r"cross|enter|arriv|pass|return|deport|came|left", re.IGNORECASE)
ARRIVED: Final = re.compile(
    r"arriv|receiv|cross|reach|came across|registered|ration|food|deliver|distribut|kits|suppl|provid", re.IGNORECASE
)
"""Words of what befalls people elsewhere than at the place from which they, or what they are given, come."""
NEXT: Final = 4
OWN_COUNTRY: Final = re.compile(r"\bto their (?:own |home )?(?:country|homeland)\b", re.IGNORECASE)
CONDITION: Final = re.compile(r"\b(?:if|should|once|unless|were)\b[^,;]{0,40}$", re.IGNORECASE)
IF: Final = re.compile(r"^(?:if|should|in the event|were)\b", re.IGNORECASE)
OPEN: Final = word_list("opens a clause")


def _role(place: Place, text: str) -> str:
    before = place.before
    if place.kind == "referred" and ALONE.match(text, place.start):
        return "at" if before not in (*FROM, *TO) else "from" if before in FROM else "to"
    if before == "of":
        before = _before_name(text[: place.start])
    if before in (*TO, "reaches") and (IF.match(text) or CONDITION.search(text[: place.start])):
        return "at"
    if before in FROM:
        return "from"
    if before in TO:
        return "to"
    if before in ("through", "via"):
        return "via"
    if before in AT:
        return "" if before == "between" and place.kind == "country" else "at"
    if HOSTS.match(text, place.end) or COUNTED.match(text, place.end):
        return "subject"
    head = text[: place.start]
    is_first = OPENING.fullmatch(head) is not None or head.rstrip().endswith(
        (",", ";", ":", "\u2013", "\u2014", "\u2022")
    )
    is_first = is_first or (place.start < HEAD and HEADED.match(text, place.end) is not None)
    return "subject" if is_first or before in OPEN or (place.kind == "country" and before == "") else ""


def _before_name(text: str) -> str:
    """The word that says what a place is, before such words as the border town of."""
    words = [match[0] for match in re.finditer(r"[\w-]+", text[-80:])][:-1]
    for word in reversed(words[-6:]):
        if word.lower() in FROM or word.lower() in TO or word.lower() in AT:
            return word.lower()
        if word[0].islower() and word.endswith(("ed", "ing")) and word not in ("surrounding", "neighbouring"):
            break
    return "in"


def _far(mentions: Mentions, count: Count, place: Place) -> float:
    is_beside = COUNTED.match(mentions.sentence.text, place.end) is not None and place.end + 2 == count.start
    return -1.0 if is_beside else distance(mentions, count, place.start, place.end, TO_PLACES)


def _joined(mentions: Mentions, count: Count, places: list[Place], all_places: list[Place]) -> str:
    """The nearest of some places, with those that stand beside it in a row."""
    far, best = min(
        ((_far(mentions, count, place), place) for place in places),
        key=lambda one: one[0],
        default=(0.0, None),
    )
    if best is None or far > (30 if len(places) > 1 else 45):
        return ""
    at = all_places.index(best)
    while at and ROW.fullmatch(mentions.sentence.text[all_places[at - 1].end : all_places[at].start]):
        at -= 1
    names = [all_places[at].name]
    text = mentions.sentence.text
    for one, other in zip(all_places[at:], all_places[at + 1 :], strict=False):
        gap = text[one.end : other.start]
        if ROW.fullmatch(gap) is None:
            break
        if other.name not in names:
            names.append(other.name)
    return "; ".join(names)
