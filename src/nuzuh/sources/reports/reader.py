"""A report read by rules into claims."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from nuzuh.sources.reports.before import Before
from nuzuh.sources.reports.claims import Claim, ReadReport
from nuzuh.sources.reports.counts import BEFALLEN, Count
from nuzuh.sources.reports.dating import coming, days_of, is_dateline, period_of
from nuzuh.sources.reports.gazetteer import gazetteer_of
from nuzuh.sources.reports.kinds import BY_UNIT, FLOWS, is_part, kind_of
from nuzuh.sources.reports.lexicon import DENIED, FEARED, UNREAL
from nuzuh.sources.reports.mentions import Mentions, Trigger, mentions_in
from nuzuh.sources.reports.names import is_name_part
from nuzuh.sources.reports.periods import Period
from nuzuh.sources.reports.place import Place
from nuzuh.sources.reports.places import places_in
from nuzuh.sources.reports.references import referred, sorts_in
from nuzuh.sources.reports.speakers import Speaker, default_speaker, speakers_in, speech_days
from nuzuh.sources.reports.statements import agreements_in, appeals_in, operations_in
from nuzuh.sources.reports.taken_over import MOVES, completed, inherited
from nuzuh.sources.reports.text import Report, parsed, quoted_spans
from nuzuh.sources.reports.whereabouts import Whereabouts, whereabouts_of

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

REFERS_FIRST: Final = re.compile(
    r"(?:Of (?:these|them|those|this|the total)|Among (?:them|these|the (?:dead|injured|wounded|"
    r"victims|displaced))|The (?:dead|injured|victims) include|Behind it)\b|.{0,30}\bbehind it\b",
    re.IGNORECASE,
)
OF_THEM: Final = re.compile(
    r"(?<!all )(?<!most )(?<!some )(?<!many )(?<!both )\b(?:of (?:them|these|those)|of the dead)\b", re.IGNORECASE
)
REFERS: Final = re.compile(
    r".{0,60}\b(?:among them|behind it|behind that)\b"
    r"|.{0,30}\b(?:it|this|that|the (?:number|figure|total|toll)) (?:now |today )?(?:stands|stood|"
    r"has (?:risen|grown|climbed)|rose|grew|climbed)\b"
    r"|.{0,20}\b(?:figures?|estimates?|counts?|tolls?) .{0,60}\b(?:lower|higher|put it)\b",
    re.IGNORECASE,
)
CASUALTIES: Final = frozenset({"killed", "injured", "died_of_cold"})
PLAIN: Final = frozenset({"killed", "injured", "died_of_cold", "returned", "displaced_new"})
NEAR_WORDS: Final = 4
FAR_WORDS: Final = 9
"""Words within which people without a number are tied to what befell them."""


@dataclass(frozen=True)
class Context:
    """What holds for a whole report."""

    report: Report
    quotes: list[tuple[int, int]]
    speaker: Speaker | None


@dataclass(frozen=True)
class Reading:
    """What was made out of a count."""

    count: Count
    kind: str
    distance: float
    where: Whereabouts
    period: Period | None
    speaker: Speaker | None


def read_report(text: str, scenario: Scenario | None = None, *, name: str = "") -> ReadReport:
    """Read a report by rules: nothing is invented, what the text does not give is blank.

    Args:
        text: All of it; a first line that begins with `date YYYY-MM-DD` gives its day.
        scenario: By whose gazetteer places are known; None: countries alone, others as the text has them.
        name: Of its file.

    Examples:
        >>> claim = read_report("date 2020-02-24 Nearly one million people fled Idlib since 1 December.").claims[0]
        >>> claim.kind, claim.quantity_high, claim.modifier, claim.origin, claim.period_start.isoformat()
        ('displaced_new', 1000000, 'nearly', 'Idlib', '2019-12-01')
    """
    report = parsed(text)
    gazetteer = gazetteer_of(scenario)
    places = [places_in(sentence.text, gazetteer) for sentence in report.sentences]
    own = {one.name for found in places for one in found if one.kind == "unknown"}
    sorts = _sorts(report, places)
    gazetteer = gazetteer.with_named(own)
    context = Context(report, quoted_spans(text), default_speaker(report))
    claims: list[Claim] = []
    before = Before()
    quoted: dict[int, Speaker] = {}
    for sentence, found_places in zip(report.sentences, places, strict=True):
        seen = {one.name for one in found_places}
        again = any(name in sentence.text for name in own if name not in seen)
        known = places_in(sentence.text, gazetteer) if again else found_places
        known = referred(sentence.text, _whole(sentence.text, known, sorts), before.told)
        mentions = mentions_in(sentence, report.date, known)
        before = before.at(mentions)
        speakers = speakers_in(sentence, before.speaker)
        mentions = replace(mentions, periods=_periods(mentions, before, report))
        found = _claims_of(mentions, context, before, speakers)
        claims += found
        for speaker in speakers:
            quoted.setdefault(sentence.paragraph, speaker)
        before = before.after(mentions, tuple(found), speakers[-1] if speakers else None)
    return ReadReport(
        name,
        report.date,
        report.title,
        text,
        tuple(_attributed(claim, quoted, report) for claim in claims),
        tuple(agreements_in(report, places)),
        tuple(operations_in(report, places)),
        tuple(appeals_in(report, places)),
    )


def _attributed(claim: Claim, quoted: dict[int, Speaker], report: Report) -> Claim:
    """A claim within a quotation with the one who speaks in its paragraph, named before or after it."""
    if not claim.quoted or claim.speaker or claim.speaker_organisation:
        return claim
    paragraph = next((one.paragraph for one in report.sentences if one.start == claim.start), -1)
    speaker = quoted.get(paragraph)
    if speaker is None:
        return claim
    return replace(claim, speaker=speaker.name, speaker_role=speaker.role, speaker_organisation=speaker.organisation)


def _sorts(report: Report, places: list[list[Place]]) -> dict[str, frozenset[str]]:
    """What each place of a report is, wherever in it that is said."""
    sorts: dict[str, set[str]] = {}
    for sentence, found in zip(report.sentences, places, strict=True):
        for name, known in sorts_in(sentence.text, found):
            sorts.setdefault(name, set()).update(known)
    return {name: frozenset(known) for name, known in sorts.items()}


def _whole(text: str, places: list[Place], sorts: dict[str, frozenset[str]]) -> list[Place]:
    """Places that are no parts of other names, each with what it is."""
    return [
        one.of(sorts[one.name]) if sorts.get(one.name) else one
        for one in places
        if one.kind == "people" or not is_name_part(text, one, places)
    ]


def _periods(mentions: Mentions, before: Before, report: Report) -> list[Period]:
    """The periods of what a sentence says; when it was said is none of them."""
    text = mentions.sentence.text
    spoken = speech_days(text)
    usable = [
        one
        for one in mentions.periods
        if not any(low <= one.begin < high for low, high in spoken) and not is_dateline(text, one)
    ]
    again = before.again(text, report.date)
    return usable if again is None else [*usable, again]


def _claims_of(mentions: Mentions, context: Context, before: Before, speakers: list[Speaker]) -> list[Claim]:
    sentence = mentions.sentence
    opens_back = REFERS_FIRST.match(sentence.text) is not None
    refers_back = _refers_back(mentions)
    found: list[Claim] = []
    for count in mentions.counts:
        head = found[-1] if found else before.claims[-1] if before.claims and refers_back else None
        kind, trigger, distance = kind_of(
            mentions, count, head.kind if head else _told_kind(sentence.text, before, is_row=sentence.is_row)
        )
        if not kind or (count.number is None and not _is_plain(count, kind, trigger, distance, found)):
            continue
        where = whereabouts_of(mentions, count, kind, trigger, speakers)
        said = speakers[0] if speakers else context.speaker
        claim = _claim(mentions, context, Reading(count, kind, distance, where, period_of(mentions, count, kind), said))
        if head is not None:
            is_whole = refers_back and (not found or opens_back)
            is_of = is_whole or is_part(mentions, count) or {kind, head.kind} <= CASUALTIES
            if is_of or (not count.unit and head.kind == kind and found):
                claim = inherited(claim, head, is_part=is_of, has_unit=bool(count.unit))
        found.append(completed(claim, before, is_row=sentence.is_row))
    return found


def _refers_back(mentions: Mentions) -> bool:
    """Whether the first count of a sentence is a part of one before it, and not only of another of its own."""
    text, first = mentions.sentence.text, mentions.counts[0] if mentions.counts else None
    if first is None or REFERS_FIRST.match(text):
        return first is not None
    if OF_THEM.search(text, first.start, (first.number.end if first.number else first.end) + NEXT):
        return True
    match = REFERS.match(text)
    return match is not None and first.start >= match.end()


NEXT: Final = 14
"""Letters behind a number within which of them stands."""


def _told_kind(text: str, before: Before, *, is_row: bool) -> str:
    """What the heading over a row counts, or the sentence before that it goes on with: Peru follows with a million."""
    if before.heading.kind or not before.claims:
        return before.heading.kind
    last = before.claims[-1].kind
    return last if GOES_ON.search(text) or (is_row and last in MOVES) else ""


GOES_ON: Final = re.compile(r"\b(?:follow(?:s|ed)|comes next|next comes?)\b[^.;]{0,20}\b(?:with|by)\b", re.IGNORECASE)


def _is_plain(count: Count, kind: str, trigger: Trigger | None, distance: float, found: list[Claim]) -> bool:
    """Whether people without a number are a claim: they died, were hurt, fled or returned, said in as many words."""
    if count.low == 0:
        return (trigger is not None and distance <= FAR_WORDS) or count.unit.lower() in BY_UNIT
    if kind not in PLAIN or trigger is None or any(one.kind == kind for one in found):
        return False
    if count.modifier.startswith("many"):
        return distance <= NEAR_WORDS and kind in ("killed", "died_of_cold")
    return distance <= FAR_WORDS


def _claim(mentions: Mentions, context: Context, reading: Reading) -> Claim:
    sentence, count, where = mentions.sentence, reading.count, reading.where
    text = sentence.text
    is_unreal = _is_unreal(mentions, reading)
    start, stop = days_of(reading.period, reading.kind, text)
    if (
        is_unreal
        and reading.period
        and reading.period.begin > count.start
        and start
        and stop
        and start <= stop < (context.report.date or stop)
    ):
        start, stop = coming(text[reading.period.begin : reading.period.end], start, stop)
    speaker = reading.speaker
    reasons = _doubts(reading, is_dated=start is not None or stop is not None)
    return Claim(
        kind=reading.kind,
        quantity_low=count.low,
        quantity_high=count.high,
        modifier=count.modifier,
        unit="persons" if count.unit.lower() in BEFALLEN else count.unit or "persons",
        location=where.location,
        origin=where.origin,
        destination=where.destination,
        period_start=start,
        period_end=stop,
        speaker=speaker.name if speaker else "",
        speaker_role=speaker.role if speaker else "",
        speaker_organisation=speaker.organisation if speaker else "",
        quoted=any(low <= sentence.start + count.start < high for low, high in context.quotes),
        negated=_is_denied(text, count),
        hypothetical=is_unreal,
        judging_words=mentions.judging,
        sentence=text,
        start=sentence.start,
        end=sentence.end,
        confidence=round(max(SURE - DOUBT * len(reasons) - 0.01 * min(reading.distance, 15), LEAST), 2),
        reasons=reasons,
    )


SURE: Final = 0.95
DOUBT: Final = 0.12
LEAST: Final = 0.1
"""Confidence without any doubt, what each doubt takes from it, and what is left at least: an order, no probability."""


def _doubts(reading: Reading, *, is_dated: bool) -> tuple[str, ...]:
    count, where = reading.count, reading.where
    known = (
        (count.number is None, "no number"),
        (reading.distance > FAR_WORDS - 1, "the words that say what is counted stand far from the number"),
        (not where.location, "no place"),
        (where.is_carried, "the place is taken from a sentence before"),
        (reading.kind in FLOWS and not is_dated, "no period"),
        (not count.unit, "what is counted is not said beside the number"),
    )
    return tuple(doubt for is_so, doubt in known if is_so)


def _is_unreal(mentions: Mentions, reading: Reading) -> bool:
    """Whether something is feared, planned, expected or conditional."""
    text, count = mentions.sentence.text, reading.count
    feared = FEARED.search(text, 0, count.start)
    return (
        _is_said_unreal(mentions, count)
        or (feared is not None and ";" not in text[feared.end() : count.start])
        or (reading.period is not None and reading.period.is_ahead)
    )


def _is_said_unreal(mentions: Mentions, count: Count) -> bool:
    """Whether the clause of a count says so of it, and not only of what it goes on with: and plans to reach more."""
    low, high = _clause(mentions, count)
    text = mentions.sentence.text
    return any(AND.search(text, count.end, match.start()) is None for match in UNREAL.finditer(text, low, high))


AND: Final = re.compile(r"\band (?:\w+ )?$")


def _clause(mentions: Mentions, count: Count) -> tuple[int, int]:
    """Where the clause in which a count stands begins and ends."""
    text = mentions.sentence.text
    low = max([at for at in mentions.breaks if at < count.start] or [0])
    high = min([at for at in mentions.breaks if at > count.end] or [len(text)])
    return low, high


def _is_denied(text: str, count: Count) -> bool:
    match = next((match for match in DENIED.finditer(text) if match.start() < count.start), None)
    if match is None:
        return False
    between = text[match.end() : count.start]
    return (not re.search(r"[;.]|\b(?:claimed|said|counted|reported|but)\b", between) and count.number is not None) or (
        count.number is None and len(between) < 60
    )
