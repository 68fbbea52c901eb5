"""Where what is counted is so, where people came from, and where they went."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nuzuh.sources.reports.mentions import Count, Mentions, Trigger
from nuzuh.sources.reports.nearness import Weights, distance
from nuzuh.sources.reports.places import Place
from nuzuh.sources.reports.speakers import speech_days
from nuzuh.sources.reports.words import word_list

if TYPE_CHECKING:
    from nuzuh.sources.reports.before import Before
    from nuzuh.sources.reports.speakers import Speaker

FROM: Final = word_list("from")
TO: Final = word_list("to")
AT: Final = word_list("at")
BACK: Final = re.compile(
    r"\b(?:the (?:province|governorate|region|enclave|country|city|town|village|district|area)|"
    r"its (?:borders|soil)|it (?=(?:now )?(?:hosts|shelters|has taken))|there(?! (?:were|are|was|"
    r"is|have|has|had|remain)))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Whereabouts:
    """Places of a claim, each blank where the text gives none."""

    location: str = ""
    origin: str = ""
    destination: str = ""
    is_carried: bool = False


def whereabouts_of(
    mentions: Mentions,
    count: Count,
    kind: str,
    trigger: Trigger | None,
    before: Before,
    speakers: list[Speaker],
) -> Whereabouts:
    """The places of a count."""
    text = mentions.sentence.text
    spoken = [one.span for one in speakers] + speech_days(text)
    said = SAID_THAT.search(text, 0, count.start)
    usable = [
        place
        for place in mentions.places
        if not _is_name_part(text, place, mentions.places)
        and not any(low <= place.start < high for low, high in spoken)
        and not (said is not None and place.kind == "unknown" and place.start < said.start())
    ]
    people = next(
        (
            place.name
            for place in mentions.places
            if place.kind == "people" and count.start <= place.start <= count.end + 12
        ),
        "",
    )
    grounds = [place for place in usable if place.kind not in ("people", "capital")]
    roles = _roles(grounds, text)
    origin = _joined(mentions, count, _those(grounds, roles, "from"), grounds)
    destination = _joined(mentions, count, _those(grounds, roles, "to"), grounds)
    if origin == destination:
        destination = ""
    near = [
        place
        for place, role in zip(grounds, roles, strict=True)
        if role == "at" or (role == "subject" and place.start < count.start)
    ]
    here = _joined(mentions, count, near, grounds)
    known = [one for one in mentions.places if one.kind not in ("people", "capital")]
    known = [one for one in known if one.kind != "unknown" or one in usable or one.before in AT]
    carried, is_beside = _carried(mentions, count, known, before)
    if carried and is_beside:
        here = ""
    elif here:
        carried = ""
    if kind == "displaced_new" and trigger is not None and WENT.match(text, trigger.start):
        destination, here = destination or here, ""
    if kind == "displaced_new" and destination and not origin and not here:
        return Whereabouts("", "", destination)
    if kind == "displaced_new":
        place = origin or here or carried
        return Whereabouts(place, place, destination, is_carried=bool(carried and place == carried))
    if kind == "returned":
        place = destination or _joined(mentions, count, _those(grounds, roles, "at"), grounds) or carried
        return Whereabouts(place, origin, place, is_carried=bool(carried and place == carried))
    if kind == "other" and destination:
        return Whereabouts(destination, origin, destination)
    if kind == "hosted":
        return Whereabouts(here or carried or destination, origin or people, "", is_carried=bool(carried and not here))
    place = here or carried or destination or (origin if kind in ("killed", "injured", "died_of_cold") else "")
    return Whereabouts(place, origin, "", is_carried=bool(carried and not here))


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
OPENING: Final = re.compile(r"[\W_]*(?:the |neighbou?ring |nearby )?", re.IGNORECASE)
HEAD: Final = 12
HEADED: Final = re.compile(r"[^.;:]{0,40}:")
"""A row that begins with its place: Old Fangak and Ayod: 61,300 people."""
BESIDE: Final = 3
"""Words within which in the country, or there, belongs to a count."""
ROW: Final = re.compile(r"\s*(?:,|and|or|, and|/|\(|\) and|\),|\s)\s*(?:the )?")
SAID_THAT: Final = re.compile(r"\b(?:said|told|warned|announced|reported|claimed)\b[^.;]{0,60}? that\b", re.IGNORECASE)
WENT: Final = re.compile(r"moved|sought|crossed|went|gone", re.IGNORECASE)
CONDITION: Final = re.compile(r"\b(?:if|should|once|unless|were)\b[^,;]{0,40}$", re.IGNORECASE)
IF: Final = re.compile(r"^(?:if|should|in the event|were)\b", re.IGNORECASE)
OPEN: Final = word_list("opens a clause")


def _role(place: Place, text: str) -> str:
    before = place.before
    if before == "of":
        before = _before_name(text[: place.start])
    if before in (*TO, "reaches") and (IF.match(text) or CONDITION.search(text[: place.start])):
        return "at"
    if before in FROM:
        return "from"
    if before in TO:
        return "to"
    if before in AT:
        return "" if before == "between" and place.kind == "country" else "at"
    head = text[: place.start]
    is_first = OPENING.fullmatch(head) is not None or head.rstrip().endswith(
        (",", ";", ":", "\u2013", "\u2014", "\u2022")
    )
    is_first = is_first or (place.start < HEAD and HEADED.match(text, place.end) is not None)
    return "subject" if is_first or before in OPEN or (place.kind == "country" and before == "") else ""


def _before_name(text: str) -> str:
    """The word that says what a place is, before such words as the border town of."""
    words = [match[0].lower() for match in re.finditer(r"[\w-]+", text[-80:])][:-1]
    for word in reversed(words[-6:]):
        if word in FROM or word in TO or word in AT:
            return word
        if word.endswith(("ed", "ing")) and word not in ("surrounding", "neighbouring"):
            break
    return "in"


def _is_name_part(text: str, place: Place, places: list[Place]) -> bool:
    """Whether a place is a part of another name: Idleb Health Directorate, Syrian Arab Army."""
    after = re.match(r"\s+([A-Z][\w-]+)", text[place.end :])
    if after is None or place.kind == "unknown" or any(other.start == place.end + after.start(1) for other in places):
        return False
    return after[1] not in ("Province", "Governorate", "City", "State", "Region")


def _joined(mentions: Mentions, count: Count, places: list[Place], all_places: list[Place]) -> str:
    """The nearest of some places, with those that stand beside it in a row."""
    far, best = min(
        ((distance(mentions, count, place.start, place.end, TO_PLACES), place) for place in places),
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


def _carried(mentions: Mentions, count: Count, known: list[Place], told: Before) -> tuple[str, bool]:
    """The place that a word such as there or the province refers back to, and whether it stands beside the count."""
    text = mentions.sentence.text
    near = [
        (
            mentions.between(match.start(), count.start) + 3 * mentions.n_breaks(match.start(), count.start),
            match,
        )
        for match in BACK.finditer(text)
    ]
    cost, match = min(near, key=lambda one: one[0], default=(99, None))
    if match is None or cost > 22:
        return "", False
    is_beside = match.start() >= count.end and mentions.between(count.end, match.start()) <= BESIDE
    before = [place.name for place in known if place.start < match.start()] or [*told.places]
    if re.search(r"the country|its (?:borders|soil)|^it ", match[0], re.IGNORECASE):
        return _country([place for place in known if place.start < match.start()], told), is_beside
    return (before[-1] if before else ""), is_beside


def _country(here: list[Place], told: Before) -> str:
    """The country of which a text tells: the last one that people are not said to come from."""
    own = [place.name for place in here if place.kind == "country" and place.before not in FROM]
    return own[-1] if own else told.countries[-1] if told.countries else ""
