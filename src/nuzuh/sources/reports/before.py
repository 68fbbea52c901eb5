"""What was read before a sentence, and to what its words may refer back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from nuzuh.sources.reports.claims import Claim
from nuzuh.sources.reports.mentions import Mentions
from nuzuh.sources.reports.periods import Period
from nuzuh.sources.reports.speakers import Speaker

N_PLACES: Final = 40
N_PERIODS: Final = 3
NEAR: Final = 400
"""Characters beyond which a sentence no longer refers back to a claim."""
GROUND: Final = ("area", "country", "location", "unknown")
HEADINGS: Final = (
    (re.compile(r"arrivals"), "other"),
    (re.compile(r"people displaced|displaced people by|displacement between|newly displaced"), "displaced_new"),
    (re.compile(r"returns|returnees"), "returned"),
    (re.compile(r"idps by|where idps"), "displaced_total"),
    (re.compile(r"killed|deaths"), "killed"),
)
"""What the rows under a heading count."""
EVENT: Final = re.compile(
    r"\b(?:strikes?|air ?strikes?|attack(?:s|ed)?|shelling|shelled|bomb(?:ed|ing|s)?|hit|struck|"
    r"massacre|explosion|blast|accident|"
    r"earthquake|overturned|collapsed|raid|landed|shells?|fell on)\b",
    re.IGNORECASE,
)
"""Words for an event of which a paragraph may tell."""
THE_EVENT: Final = re.compile(
    r"\bthe (?:raid|strikes?|attack|blast|explosion|shelling|bombing|battle|bombardment|earthquake|"
    r"scene)\b",
    re.IGNORECASE,
)
PLACED: Final = re.compile(r"\b(?:town|city|village|district|suburb|neighbou?rhood) of $", re.IGNORECASE)
BACK_TO: Final = re.compile(
    r"\b(?:since (?:that day|then)|(?:in|on|during|in the course of) that (?:day|week|month|period)|"
    r"(?:in|over|during) the same (?:period|days|weeks|months|time))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Heading:
    """What a heading over rows says of them."""

    kind: str = ""
    period: Period | None = None


@dataclass(frozen=True)
class Scene:
    """The one event that a paragraph tells of."""

    place: str
    period: Period | None


@dataclass(frozen=True)
class Before:
    """What was read before a sentence.

    Args:
        heading: Over the rows that are read.
        claims: Of the last sentence that had any, while it is near.
        places: Last places, the latest at the end.
        periods: Last periods.
        paragraph: Number of the paragraph of `scene`.
        scene: Its event.
        speaker: Who spoke.
        last_scene: The event of an earlier paragraph.
        countries: Countries of which was told, the latest at the end.
    """

    heading: Heading = field(default_factory=Heading)
    claims: tuple[Claim, ...] = ()
    places: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    paragraph: int = -1
    scene: Scene | None = None
    speaker: Speaker | None = None
    last_scene: Scene | None = None
    countries: tuple[str, ...] = ()

    def at(self, mentions: Mentions) -> Before:
        """What of it holds for a sentence: a new paragraph tells of another event, a sentence ends a list."""
        sentence = mentions.sentence
        here = self
        if sentence.paragraph != self.paragraph:
            here = replace(here, paragraph=sentence.paragraph, scene=None, last_scene=self.scene or self.last_scene)
        return here if sentence.is_row or sentence.is_heading else replace(here, heading=Heading())

    def after(self, mentions: Mentions, found: tuple[Claim, ...], speaker: Speaker | None) -> Before:
        """What is known once a sentence was read."""
        sentence = mentions.sentence
        is_near = bool(self.claims) and self.claims[-1].end + NEAR > sentence.start
        places = (place.name for place in mentions.places if place.kind in GROUND)
        return Before(
            _heading_of(mentions) if sentence.is_heading or sentence.text.endswith(":") else self.heading,
            found or (self.claims if is_near else ()),
            (*self.places, *places)[-N_PLACES:],
            (*self.periods, *mentions.periods)[-N_PERIODS:],
            self.paragraph,
            _scene_of(mentions, self.scene),
            speaker,
            self.last_scene,
            (*self.countries, *_countries(mentions))[-N_PERIODS:],
        )

    def scene_for(self, text: str) -> Scene | None:
        """The event of which a sentence tells: that of its paragraph, or the one before if it says the strike."""
        return self.scene or (self.last_scene if THE_EVENT.search(text) else None)

    def again(self, text: str, today: date | None) -> Period | None:
        """The period to which since that day, or in that week, refers back."""
        match = BACK_TO.search(text)
        if match is None or not self.periods:
            return None
        last = self.periods[-1]
        is_since = match[0].lower().startswith("since")
        return Period(match.start(), match.end(), last.start, today if is_since else last.stop)


def _countries(mentions: Mentions) -> list[str]:
    """Countries of which a sentence tells: not those that people come from, and none of a row of them."""
    text, found = mentions.sentence.text, [place for place in mentions.places if place.kind == "country"]
    return [
        place.name
        for at, place in enumerate(found)
        if place.before != "from"
        and not (at and ROW.fullmatch(text[found[at - 1].end : place.start]))
        and not (at + 1 < len(found) and ROW.fullmatch(text[place.end : found[at + 1].start]))
    ]


ROW: Final = re.compile(r"\s*(?:,|and|or|, and)\s*(?:the )?")


def _heading_of(mentions: Mentions) -> Heading:
    text = mentions.sentence.text.lower()
    kind = next((kind for words, kind in HEADINGS if words.search(text)), "")
    return Heading(kind, mentions.periods[0] if mentions.periods else None)


def _scene_of(mentions: Mentions, before: Scene | None) -> Scene | None:
    """The event of a paragraph: the first that has a place in it."""
    if before is not None or not EVENT.search(mentions.sentence.text):
        return before
    text = mentions.sentence.text
    places = [one.name for one in mentions.places if PLACED.search(text[: one.start])] or [
        one.name
        for one in mentions.places
        if one.kind in ("unknown", "location") and one.before in ("in", "at", "on", "near")
    ]
    return Scene(places[0], mentions.periods[0] if mentions.periods else None) if places else None
