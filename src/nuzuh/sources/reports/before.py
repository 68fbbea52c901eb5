"""What was read before a sentence, and to what its words may refer back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from nuzuh.sources.reports.claims import Claim
from nuzuh.sources.reports.mentions import Mentions
from nuzuh.sources.reports.periods import Period
from nuzuh.sources.reports.references import Told
from nuzuh.sources.reports.speakers import Speaker
from nuzuh.sources.reports.text import lowered

N_PERIODS: Final = 3
LINES: Final = 2
"""Lines after which it, he or she no longer stands for who spoke: the next paragraph, with a blank line before it."""
NEAR: Final = 400
"""Characters beyond which a sentence no longer refers back to a claim."""
HEADINGS: Final = (
    (re.compile(r"camp population|populations? of (?:the )?camps|people in camps|camp residents"), "displaced_total"),
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
    r"earthquake|overturned|collapsed|raid(?:s|ed)?|landed|shells?|fell on|fire|flood(?:s|ed)?|"
    r"capsized|clash(?:es|ed)?|battle|ambush(?:ed)?|"
    r"storm(?:ed)?|landslide|mudslide|crash(?:ed)?|stampede|assault(?:ed)?|gunmen|armed|attackers|"
    r"militants|barrels?|rockets?|"
    r"drone|mortars?|mine|embankment|burst|broke)\b",
)
"""Words for an event of which a paragraph may tell."""
THE_EVENT: Final = re.compile(
    r"\bthe (?:raid|strikes?|attack|blast|explosion|shelling|bombing|battle|bombardment|earthquake|"
    r"scene|fire|flood|ambush|assault|clash|crash|accident|disaster|tragedy|incident)\b",
    re.IGNORECASE,
)
TOLL: Final = re.compile(r"\b(?:death )?toll (?:at|to|stood|rose)\b|\bdenied that (?:any|anyone|it)\b", re.IGNORECASE)
PLACED: Final = re.compile(r"\b(?:town|city|village|district|suburb|neighbou?rhood) of $", re.IGNORECASE)
BACK_TO: Final = re.compile(
    r"\b(?:since (?:that day|then)|(?:(?:in|on|during|in the course of) )?that (?:same )?(?:day|"
    r"night|morning|evening|week|month|year|period)|"
    r"(?:in|over|during) the same (?:period|days?|weeks?|months?|time|night|year))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Heading:
    """What a heading over rows says of them."""

    kind: str = ""
    period: Period | None = None
    place: str = ""


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
        told: Places of which was told.
        periods: Last periods.
        paragraph: Number of the paragraph of `scene`.
        scene: Its event.
        speaker: Who spoke.
        spoke_at: Paragraph in which that was.
        last_scene: The event of an earlier paragraph.
    """

    heading: Heading = field(default_factory=Heading)
    claims: tuple[Claim, ...] = ()
    told: Told = field(default_factory=Told)
    periods: tuple[Period, ...] = ()
    paragraph: int = -1
    scene: Scene | None = None
    speaker: Speaker | None = None
    last_scene: Scene | None = None
    spoke_at: int = -1

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
        return Before(
            _heading_of(mentions) if sentence.is_heading or sentence.text.endswith(":") else self.heading,
            found or (self.claims if is_near else ()),
            self.told.with_places(sentence.text, mentions.places),
            (*self.periods, *mentions.periods)[-N_PERIODS:],
            self.paragraph,
            _scene_of(mentions, self.scene),
            speaker or (self.speaker if sentence.paragraph - self.spoke_at <= LINES else None),
            self.last_scene,
            sentence.paragraph if speaker else self.spoke_at,
        )

    def scene_for(self, text: str) -> Scene | None:
        """The event of which a sentence tells: that of its paragraph, or the one before if it says the strike."""
        return self.scene or (self.last_scene if THE_EVENT.search(text) or TOLL.search(text) else None)

    def again(self, text: str, today: date | None) -> Period | None:
        """The period to which since that day, or in that week, refers back."""
        match = BACK_TO.search(text)
        if match is None or not self.periods:
            return None
        last = self.periods[-1]
        is_since = match[0].lower().startswith("since")
        return Period(match.start(), match.end(), last.start, today if is_since else last.stop)


def _heading_of(mentions: Mentions) -> Heading:
    text = mentions.sentence.text.lower()
    kind = next((kind for words, kind in HEADINGS if words.search(text)), "")
    period = mentions.periods[0] if mentions.periods else None
    return Heading(kind, period, "" if BY_PLACE.search(text) else _ground_of(mentions))


BY_PLACE: Final = re.compile(
    r"\b(?:by|per) (?:\w+ )?(?:governorate|province|district|location|site|state|region|area|area "
    r"of|county|country|town|place)"
    r"|where |locations|main (?:sites|areas)",
    re.IGNORECASE,
)


def _ground_of(mentions: Mentions) -> str:
    """The only place that a heading names."""
    names = dict.fromkeys(one.name for one in mentions.places if one.kind not in ("people", "capital"))
    return next(iter(names)) if len(names) == 1 else ""


def _scene_of(mentions: Mentions, before: Scene | None) -> Scene | None:
    """The event of a paragraph: the first that has a place in it."""
    if before is not None or not EVENT.search(lowered(mentions.sentence.text)):
        return before
    text = mentions.sentence.text
    places = [one.name for one in mentions.places if PLACED.search(text[: one.start])] or [
        one.name
        for one in mentions.places
        if one.kind in ("unknown", "location")
        and one.before in ("in", "at", "on", "near", "outside", "off", "over", "hit", "struck", "bombed", "shelled")
    ]
    return Scene(places[0], mentions.periods[0] if mentions.periods else None) if places else None
