"""What a report says, in rows that an analyst can check: each tied to its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Final, TypeVar

KINDS: Final = (
    "displaced_total",
    "displaced_new",
    "exposed",
    "in_need",
    "hosted",
    "returned",
    "killed",
    "injured",
    "died_of_cold",
    "sites",
    "other",
)
"""What is counted: people displaced in all or within a period, exposed to fire, siege or cold, in need of aid, hosted
as refugees, returned, killed, injured, dead of cold; camps and sites; anything else, towns taken among it."""

Row = TypeVar("Row", "Claim", "Statement")


@dataclass(frozen=True)
class Claim:
    """One statement of a report. What the text does not give is blank: nothing is filled in.

    Args:
        kind: One of `KINDS`.
        quantity_low: Lower end of the number; None where the text has none.
        quantity_high: Upper end. Both are the number itself where one is given, with its `modifier` beside it.
        modifier: How the text qualifies the number: nearly, more than, up to.
        unit: What is counted, in the words of the text: persons, families, children, camps.
        location: Where it is so, by the gazetteer's name where it knows the place.
        origin: Where people came from.
        destination: Where they went.
        period_start: First day that the statement is about.
        period_end: Last day.
        speaker: Who says it; blank where the report itself does.
        speaker_role: The speaker's office.
        speaker_organisation: For whom the speaker speaks.
        quoted: Whether the number stands within quotation marks.
        negated: Whether it is denied.
        hypothetical: Whether it is feared, planned, expected or conditional: then it is no observation.
        judging_words: Words of its sentence that judge rather than report.
        sentence: The sentence, as in the text.
        start: Where the sentence begins, in characters of the text.
        end: Where it ends.
        confidence: From 0 to 1, how far the reading can be relied on.
        reasons: Why not further.
        persons_per_household: By which families may be turned into persons; None: not stated.
    """

    kind: str
    quantity_low: int | None
    quantity_high: int | None
    modifier: str
    unit: str
    location: str
    origin: str
    destination: str
    period_start: date | None
    period_end: date | None
    speaker: str
    speaker_role: str
    speaker_organisation: str
    quoted: bool
    negated: bool
    hypothetical: bool
    judging_words: tuple[str, ...]
    sentence: str
    start: int
    end: int
    confidence: float
    reasons: tuple[str, ...] = ()
    persons_per_household: float | None = None

    def is_observation(self) -> bool:
        """Whether something is said to be so: neither denied nor only feared, planned or expected."""
        return not self.negated and not self.hypothetical


@dataclass(frozen=True)
class Statement:
    """An agreement, a military operation, an area of control or an appeal.

    Args:
        what: What it is, in the words of the text.
        parties: Who agreed, who fights, who appeals, as the text names them.
        period_start: First day, if the text gives one.
        period_end: Last day.
        location: Where.
        addressee: To whom an appeal is made.
        number: How many, as in three operations; None: one, or not said.
        sentence: The sentence, as in the text.
        start: Where the sentence begins, in characters of the text.
        end: Where it ends.
        speaker: Who says so; blank where the report itself does.
        speaker_role: The speaker's office.
        speaker_organisation: For whom the speaker speaks.
    """

    what: str
    parties: tuple[str, ...]
    period_start: date | None
    period_end: date | None
    location: str
    addressee: str
    number: int | None
    sentence: str
    start: int
    end: int
    speaker: str = ""
    speaker_role: str = ""
    speaker_organisation: str = ""


@dataclass(frozen=True)
class ReadReport:
    """A report as it was read.

    Args:
        name: Of its file; blank for a text.
        date: Its day, from its first line; None where it has none.
        title: Its title, or blank.
        text: All of it.
        claims: What it says of people, in order of the text.
        agreements: What it says was agreed.
        operations: Military operations and areas of control.
        appeals: What is asked for, of whom.
    """

    name: str
    date: date | None
    title: str
    text: str
    claims: tuple[Claim, ...] = ()
    agreements: tuple[Statement, ...] = ()
    operations: tuple[Statement, ...] = ()
    appeals: tuple[Statement, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """As `nuzuh read --json` prints it."""
        return {
            "report": {"name": self.name, "date": _plain(self.date), "title": self.title},
            "claims": [_row(claim) for claim in self.claims],
            "agreements": [_row(one) for one in self.agreements],
            "operations": [_row(one) for one in self.operations],
            "appeals": [_row(one) for one in self.appeals],
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any], text: str = "") -> ReadReport:
        """A report that was read before, from what `to_json` gave."""
        report = content["report"]
        return cls(
            report["name"],
            _day(report["date"]),
            report["title"],
            text,
            tuple(_of(Claim, row) for row in content["claims"]),
            *(tuple(_of(Statement, row) for row in content[name]) for name in ("agreements", "operations", "appeals")),
        )


def _row(one: Claim | Statement) -> dict[str, Any]:
    return {name: _plain(value) for name, value in asdict(one).items()}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _of(kind: type[Row], row: Mapping[str, Any]) -> Row:
    known = {one.name for one in fields(kind)}
    values: dict[str, Any] = {name: value for name, value in row.items() if name in known}
    values |= {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return kind(**values | {name: _day(values[name]) for name in ("period_start", "period_end")})
