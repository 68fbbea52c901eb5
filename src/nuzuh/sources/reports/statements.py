"""Agreements, military operations with areas of control, and appeals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from nuzuh.sources.reports.claims import Statement
from nuzuh.sources.reports.numbers import value_of
from nuzuh.sources.reports.periods import Period, periods_in
from nuzuh.sources.reports.places import Gazetteer, places_in
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
    r"\b(?:(?P<number>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten) )?(?:(?<![\u2019'])\b\w+ "
    r"){0,2}?(?:military|ground|air|cross-border military|winter|summer) (?P<noun>operations?|"
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


def _with(report: Report, name: str) -> Iterator[Sentence]:
    """The sentences that have one of some words, without which a pattern cannot be there: a quick look before it."""
    wanted = word_list(name)
    for sentence in report.sentences:
        low = sentence.text.lower()
        if any(word in low for word in wanted):
            yield sentence


def agreements_in(report: Report, gazetteer: Gazetteer) -> Iterator[Statement]:
    """Agreements that a report names, one for each sentence."""
    for sentence in _with(report, "agreement words"):
        match = AGREEMENT.search(sentence.text)
        if match is None or sentence.is_heading or not AGREED.search(sentence.text):
            continue
        if WANTED.search(sentence.text[: match.start()]) and not re.search(r"\bsigned\b", sentence.text):
            continue
        yield _statement(
            sentence, match[0], _parties(sentence.text, gazetteer), report.date, gazetteer, near=match.start()
        )


def operations_in(report: Report, gazetteer: Gazetteer) -> Iterator[Statement]:
    """Military operations and areas of control, each as the text names it."""
    for sentence in _with(report, "operation words"):
        for pattern in (OPERATION, CONTROL):
            for match in pattern.finditer(sentence.text):
                number = match.groupdict().get("number")
                found = _statement(
                    sentence,
                    match[0].strip(),
                    _actors(sentence.text, gazetteer),
                    report.date,
                    gazetteer,
                    near=match.start(),
                )
                yield replace(found, number=value_of(number) if number else None)


def appeals_in(report: Report, gazetteer: Gazetteer) -> Iterator[Statement]:
    """What is asked for, by whom, of whom."""
    for sentence in _with(report, "appeal words"):
        match = APPEAL.search(sentence.text)
        if match is None:
            continue
        said = next(iter(speakers_in(sentence, None)), None)
        who = (said.name or said.organisation,) if said else ()
        addressee = ADDRESSEE.search(sentence.text)
        found = _statement(
            sentence, _wish(sentence.text, match.start()), who, report.date, gazetteer, near=match.start()
        )
        found = replace(found, addressee=addressee["who"].strip() if addressee else "")
        if said is not None:
            found = replace(found, speaker=said.name, speaker_role=said.role, speaker_organisation=said.organisation)
        yield found


def _wish(text: str, start: int) -> str:
    """What is asked for: to the end of the quotation or of the sentence."""
    end = min([at for at in (text.find(mark, start) for mark in ("”", '"', ";")) if at > 0] or [len(text)])
    return text[start:end].strip(" .,")


def _statement(
    sentence: Sentence, what: str, parties: tuple[str, ...], today: date | None, gazetteer: Gazetteer, *, near: int
) -> Statement:
    period = _nearest([one for one in periods_in(sentence.text, today) if one.start or one.stop], near)
    place = next(
        (
            one.name
            for one in places_in(sentence.text, gazetteer)
            if one.kind in ("area", "location", "unknown") and one.before in ("in", "at", "over", "around")
        ),
        "",
    )
    return Statement(
        what,
        parties,
        period.start if period else None,
        period.stop if period else None,
        place,
        "",
        None,
        sentence.text,
        sentence.start,
        sentence.end,
    )


def _nearest(periods: list[Period], near: int) -> Period | None:
    return min(periods, key=lambda one: abs(one.begin - near), default=None)


def _parties(text: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Who agreed: the two that the text names with between or by, or else its countries."""
    match = BETWEEN.search(text)
    if match is not None:
        return match["one"].strip(), match["two"].strip()
    return _actors(text, gazetteer)


def _actors(text: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Countries that a sentence names, as themselves or by their capitals."""
    found = [one.name for one in places_in(text, gazetteer) if one.kind in ("country", "capital", "people")]
    return tuple(dict.fromkeys(found))
