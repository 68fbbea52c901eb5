"""Agreements, military operations with areas of control, and appeals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from nuzuh.sources.reports.claims import Statement
from nuzuh.sources.reports.numbers import value_of
from nuzuh.sources.reports.periods import Period, periods_in
from nuzuh.sources.reports.place import Place
from nuzuh.sources.reports.speakers import speakers_in
from nuzuh.sources.reports.text import Report, Sentence
from nuzuh.sources.reports.words import word_list

AGREEMENT: Final = re.compile(
    r"\b(?:(?:[A-Z][\w-]+ |additional |de-escalation |cease-?fire |peace |humanitarian |security "
    r"|further |new ){0,3})"
    r"(?:agreement|accord|memorandum(?: of understanding)?|protocol|treaty|truce|cease-?fire|cessation "
    r"of hostilities|deal|pact)\b",
    re.IGNORECASE,
)
AGREED: Final = re.compile(
    r"\b(?:sign(?:ed|ing|s)?|agreed|reached|brokered|concluded|announced|struck|abide|hold|holds|"
    r"guarantors?|between|negotiated)\b",
    re.IGNORECASE,
)
WANTED: Final = re.compile(
    r"\b(?:call(?:s|ed)?(?:,[^,]*,)? (?:up)?(?:on|for)|ask(?:s|ed)? for|need|urge[sd]?|demand(?:s|"
    r"ed)?|request(?:s|ed)?)\b",
    re.IGNORECASE,
)
BETWEEN: Final = re.compile(
    r"\b(?:between|by|with) (?:the )?(?P<one>[A-Z][\w \u2019'-]*?) and (?:the )?(?P<two>[A-Z][\w\u2019'-]*(?: "
    r"[A-Z][\w\u2019'-]*)*)"
)
OPERATION: Final = re.compile(
    r"\b(?:(?P<number>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten) )?(?:(?:successful|"
    r"major|new|cross-border|large-scale|joint|ongoing|recent|separate|Turkish|Russian|"
    r"Syrian) ){0,2}(?:military|ground|air|cross-border military|winter|summer) (?P<noun>operations?|"
    r"offensives?|campaigns?|incursions?)\b"
    r"|\bOperation [A-Z]\w+(?: [A-Z]\w+)?|\b(?:Euphrates Shield|Olive Branch|Peace Spring|Spring Shield)\b",
)
CONTROL: Final = re.compile(
    r"\b(?:safe(?:ty)?[ -]zones?|buffer zones?|de-escalation zones?|security corridors?|no-fly "
    r"zones?|areas? under (?:the )?control of [\w -]+|areas? (?:which|that) (?:it|they) controls?|"
    r"(?:rebel|government|opposition|regime|Turkish|Kurdish)-(?:held|controlled) (?:\w+ )?(?:province|"
    r"areas?|territory|city|town|enclave|parts?)|(?:opposition|rebel) stronghold|controlled by "
    r"(?:the )?[A-Z][\w -]+|which has held [\w ]+)",
    re.IGNORECASE,
)
APPEAL: Final = re.compile(
    r"\b(?:(?:call(?:s|ed|ing)?(?:,? once more,?)? (?:up)?on|call(?:s|ed|ing)?(?:,? once more,?)? "
    r"for|urge[sd]?|appeal(?:s|ed)? (?:to|for)|demand(?:s|ed)? (?:that|an?)|"
    r"we need|we ask|I ask|must (?:stop|end|be protected|be allowed|cease)|are urged to|is urged "
    r"to|implore[sd]?|has asked (?:that|for)|ask(?:s|ed)? (?:that|for)))\b",
    re.IGNORECASE,
)
ADDRESSEE: Final = re.compile(
    r"\b(?:call(?:s|ed|ing)? (?:up)?on|urge[sd]?|appeal(?:s|ed)? to|we ask|demand(?:s|ed)? that) "
    r"(?P<who>(?:the |all |both )?(?:[\w\u2019'-]+ ){0,5}?[\w\u2019'-]+?)(?= to\b| for\b| who\b|"
    r" that\b|,|\.|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ground:
    """A sentence with what it names."""

    sentence: Sentence
    places: list[Place]
    periods: list[Period]


def _with(report: Report, places: Sequence[list[Place]], name: str) -> Iterator[Ground]:
    """The sentences that have one of some words, without which a pattern cannot be there: a quick look before it."""
    wanted = word_list(name)
    for sentence, found in zip(report.sentences, places, strict=True):
        low = sentence.text.lower()
        if any(word in low for word in wanted):
            periods = [one for one in periods_in(sentence.text, report.date) if one.start or one.stop]
            yield Ground(sentence, found, periods)


def agreements_in(report: Report, places: Sequence[list[Place]]) -> Iterator[Statement]:
    """Agreements that a report names, one for each sentence.

    Args:
        report: The report.
        places: Those of each of its sentences.
    """
    for ground in _with(report, places, "agreement words"):
        text = ground.sentence.text
        match = AGREEMENT.search(text)
        if match is None or ground.sentence.is_heading or not AGREED.search(text):
            continue
        if WANTED.search(text[: match.start()]) and not re.search(r"\bsigned\b", text):
            continue
        yield _statement(ground, match[0], _parties(ground), near=match.start())


def operations_in(report: Report, places: Sequence[list[Place]]) -> Iterator[Statement]:
    """Military operations and areas of control, each as the text names it."""
    for ground in _with(report, places, "operation words"):
        actors = _actors(ground)
        for pattern in (OPERATION, CONTROL):
            for match in pattern.finditer(ground.sentence.text):
                number = match.groupdict().get("number")
                found = _statement(ground, match[0].strip(), actors, near=match.start())
                yield replace(found, number=value_of(number) if number else None)


def appeals_in(report: Report, places: Sequence[list[Place]]) -> Iterator[Statement]:
    """What is asked for, by whom, of whom."""
    for ground in _with(report, places, "appeal words"):
        text = ground.sentence.text
        match = APPEAL.search(text)
        if match is None:
            continue
        said = next(iter(speakers_in(ground.sentence, None)), None)
        who = (said.name or said.organisation,) if said else ()
        addressee = ADDRESSEE.search(text)
        found = _statement(ground, _wish(text, match.start()), who, near=match.start())
        found = replace(found, addressee=addressee["who"].strip() if addressee else "")
        if said is not None:
            found = replace(found, speaker=said.name, speaker_role=said.role, speaker_organisation=said.organisation)
        yield found


def _wish(text: str, start: int) -> str:
    """What is asked for: to the end of the quotation or of the sentence."""
    end = min([at for at in (text.find(mark, start) for mark in ("”", '"', ";")) if at > 0] or [len(text)])
    return text[start:end].strip(" .,")


def _statement(ground: Ground, what: str, parties: tuple[str, ...], *, near: int) -> Statement:
    period = min(ground.periods, key=lambda one: abs(one.begin - near), default=None)
    named = (one.name for one in ground.places if one.kind in SOMEWHERE and one.before in INSIDE)
    return Statement(
        what,
        parties,
        period.start if period else None,
        period.stop if period else None,
        next(named, ""),
        "",
        None,
        ground.sentence.text,
        ground.sentence.start,
        ground.sentence.end,
    )


SOMEWHERE: Final = ("area", "location", "unknown")
INSIDE: Final = ("in", "at", "over", "around")


def _parties(ground: Ground) -> tuple[str, ...]:
    """Who agreed: the two that the text names with between or by, or else its countries."""
    match = BETWEEN.search(ground.sentence.text)
    if match is not None:
        return match["one"].strip(), match["two"].strip()
    return _actors(ground)


def _actors(ground: Ground) -> tuple[str, ...]:
    """Countries that a sentence names, as themselves or by their capitals."""
    found = [one.name for one in ground.places if one.kind in ("country", "capital", "people")]
    return tuple(dict.fromkeys(found))
