"""What a claim takes from what stands before it: from the whole of which it is a part, a heading, an event."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from nuzuh.sources.reports.before import Before, Scene
from nuzuh.sources.reports.claims import Claim
from nuzuh.sources.reports.dating import days_of
from nuzuh.sources.reports.gazetteer import latin_key
from nuzuh.sources.reports.lexicon import PERSONS
from nuzuh.sources.reports.words import word_list

MISSING: Final = re.compile(
    r"\b(?:evacuated|missing|survivors|rescued|under the rubble|unaccounted for)\b", re.IGNORECASE
)
SECTORS: Final = word_list("sectors")
JOINING: Final = word_list("within a name")
SHORT: Final = 60
"""Letters of a row that is no more than a place and its number."""
SIDES: Final = word_list("sides")
"""Words for those who fight, by whom a list may count."""
MOVES: Final = frozenset({"displaced_new", "displaced_total", "hosted", "returned"})
"""Kinds of which a list of places may follow a sentence."""


def inherited(claim: Claim, head: Claim, *, is_part: bool, has_unit: bool) -> Claim:
    """What a part has of the whole where it says nothing itself."""
    taken: dict[str, Any] = {}
    if not claim.location and (is_part or head.kind == claim.kind):
        taken["location"] = head.location
    if not claim.origin and not claim.location:
        taken["origin"] = head.origin
    if claim.period_start is None and claim.period_end is None:
        taken |= {"period_start": head.period_start, "period_end": head.period_end}
    if not claim.speaker and not claim.speaker_organisation:
        taken |= {
            "speaker": head.speaker,
            "speaker_role": head.speaker_role,
            "speaker_organisation": head.speaker_organisation,
        }
    is_alike = not has_unit and head.kind == claim.kind
    return replace(claim, unit=head.unit if is_alike else claim.unit, **taken)


def _in_scene(claim: Claim, scene: Scene) -> Claim:
    """A claim about people killed or hurt, at the place and on the day of the event of its paragraph."""
    taken: dict[str, Any] = {}
    if not claim.location:
        taken["location"] = scene.place
    if claim.period_start is None and claim.period_end is None and scene.period is not None:
        taken |= {"period_start": scene.period.start, "period_end": scene.period.stop}
    if not taken:
        return claim
    return replace(claim, **taken, reasons=(*claim.reasons, "its event is told in a sentence before"))


def completed(claim: Claim, before: Before, *, is_row: bool) -> Claim:
    """A claim with what the heading over its row, or the event of its paragraph, says."""
    period = before.heading.period
    if is_row and period is not None and claim.period_start is None and claim.period_end is None:
        start, stop = days_of(period, claim.kind, "")
        claim = replace(claim, period_start=start, period_end=stop)
    if is_row and not _names(claim):
        claim = _in_row(claim, before)
    scene = before.scene_for(claim.sentence)
    if scene is not None and (claim.kind in ("killed", "injured") or MISSING.search(claim.sentence)):
        return _in_scene(claim, scene)
    return claim


def _names(claim: Claim) -> bool:
    """Whether the place of a claim stands in its own sentence."""
    return bool(claim.location) and latin_key(claim.location.split("; ")[0]) in latin_key(claim.sentence)


def _in_row(claim: Claim, before: Before) -> Claim:
    """A claim of a list: at the place that stands first in its row, or at that of the heading over it."""
    named = ROW_PLACE.match(claim.sentence)
    words = {word.lower() for word in named["name"].split()} if named is not None else set()
    is_name = named is not None and all(word[0].isupper() or word in JOINING for word in named["name"].split())
    is_listed = claim.kind in MOVES or bool(before.heading.kind) or len(claim.sentence) < SHORT
    if named is None or not (is_name and is_listed) or words & PERSONS.keys() or words & SECTORS or words & SIDES:
        above = before.heading.place
        return claim if claim.location or not above else replace(claim, location=above)
    place = named["name"].strip()
    return replace(claim, location=place, destination=claim.destination or (place if claim.kind == "other" else ""))


ROW_PLACE: Final = re.compile(
    r"(?P<name>[A-Z][\w'\u2019 -]{1,40}?)(?: (?:town|district|city|province|state|county|site|"
    r"camp))?(?:, [^:\u2013]*)?\s*"
    r"(?::|[\u2013\u2014])\s"
)
