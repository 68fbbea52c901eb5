"""What several reports say of the same: the same claim once with all its sources, contradicting ones side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from nuzuh.sources.reports.claims import Claim, ReadReport
from nuzuh.sources.reports.wording import source_of

EVERYBODY: Final = ("individuals", "inhabitants", "people", "persons", "residents", "souls", "villagers")
PERSONS: Final = frozenset((*EVERYBODY, "civilians", "displaced", "evacuees", "idps", "refugees", "returnees"))
"""Units that mean all the people that a claim counts, and not a part of them."""
FAMILIES: Final = frozenset(("families", "family", "hh", "hhs", "household", "households"))
WHERE: Final = {"displaced_new": ("origin", "location"), "returned": ("destination", "location")}
"""By kind, where the people are whom it counts, as observations have it: of those newly displaced whence they came."""
ELSEWHERE: Final = ("location", "destination")


class Subject(NamedTuple):
    """What a claim is about; claims of one subject say the same or contradict each other.

    Args:
        kind: As of the claim.
        unit: persons, families, or the word of the text.
        place: Where the people are whom it counts.
        others: Other places that it names: whence, or where to.
        first: First day, or None.
        last: Last day, or that of the report; None where neither is known.
        is_negated: Whether it is denied.
        is_hypothetical: Whether it is no observation for another reason.
    """

    kind: str
    unit: str
    place: str
    others: tuple[str, ...]
    first: date | None
    last: date | None
    is_negated: bool
    is_hypothetical: bool


@dataclass(frozen=True)
class Merged:
    """Claims that say the same.

    Args:
        subject: What they are about.
        claims: Each once, in the order of the reports; they have the same quantity.
        sources: Who says so, each once.
        published: Day of the earliest report; None where no report has one.
        is_dated: Whether one of them gives its last day itself; else it is the day of the report.
        spread: Lowest and highest quantity of all claims on this subject; None where none contradicts.
    """

    subject: Subject
    claims: tuple[Claim, ...]
    sources: tuple[str, ...]
    published: date | None
    is_dated: bool
    spread: tuple[int, int] | None = None

    @property
    def claim(self) -> Claim:
        """The first of them."""
        return self.claims[0]


def merged(reports: Iterable[ReadReport]) -> list[Merged]:
    """The claims of some reports, each said once.

    Args:
        reports: As they were read; one that is given twice counts once.

    Returns:
        In the order of first mention. Claims of the same kind, unit, place and period are one if their quantities are
        the same too, and contradict each other if not; those without a quantity contradict nothing.

    Examples:
        >>> claim = Claim("killed", 9, 9, "", "civilians", "Idlib", "", "", None, None, "", "", "", False, False, False,
        ...               (), "Nine civilians were killed.", 0, 27, 1.0)
        >>> both = [ReadReport(name, date(2020, 2, 24), "", "", (claim,)) for name in ("a.txt", "b.txt")]
        >>> [one.sources for one in merged(both)]
        [('a.txt', 'b.txt')]
    """
    said: dict[tuple[Subject, int | None, int | None], dict[tuple[Claim, str, date | None], None]] = {}
    for report in reports:
        for claim in report.claims:
            key = (subject_of(claim, report.date), claim.quantity_low, claim.quantity_high)
            said.setdefault(key, {}).setdefault((claim, source_of(report, claim), report.date))
    found = [_merged(subject, same) for (subject, _, _), same in said.items()]
    return _with_spread(found)


def subject_of(claim: Claim, published: date | None) -> Subject:
    """What a claim is about.

    Args:
        claim: The claim.
        published: Day of its report, which stands for a last day that the text does not give.
    """
    place = place_of(claim)
    others = {claim.location, claim.origin, claim.destination} - {place, ""}
    last = claim.period_end or published
    folded = tuple(sorted(name.casefold() for name in others))
    is_so = (claim.negated, claim.hypothetical)
    return Subject(claim.kind, unit_of(claim), place.casefold(), folded, claim.period_start, last, *is_so)


def place_of(claim: Claim) -> str:
    """Where the people are whom a claim counts; blank where it does not say."""
    return next(filter(None, (getattr(claim, name) for name in WHERE.get(claim.kind, ELSEWHERE))), "")


def unit_of(claim: Claim) -> str:
    """What is counted: persons, families, or the word of the text; a claim that says no unit counts persons."""
    word = claim.unit.casefold().strip()
    return "persons" if not word or word in PERSONS else "families" if word in FAMILIES else word


def _merged(subject: Subject, same: Iterable[tuple[Claim, str, date | None]]) -> Merged:
    claims, sources, days = (tuple(dict.fromkeys(parts)) for parts in zip(*same, strict=True))
    published = min((day for day in days if day is not None), default=None)
    return Merged(subject, claims, sources, published, any(claim.period_end is not None for claim in claims))


def _with_spread(found: Sequence[Merged]) -> list[Merged]:
    """The same with the spread of those that contradict each other."""
    ends: dict[Subject, set[tuple[int, int]]] = {}
    for one in found:
        given = [end for end in (one.claim.quantity_low, one.claim.quantity_high) if end is not None]
        if given:
            ends.setdefault(one.subject, set()).add((min(given), max(given)))
    spread = {
        subject: (min(low for low, _ in pairs), max(high for _, high in pairs))
        for subject, pairs in ends.items()
        if len(pairs) > 1
    }
    return [replace(one, spread=spread.get(one.subject) if _has_number(one.claim) else None) for one in found]


def _has_number(claim: Claim) -> bool:
    return claim.quantity_low is not None or claim.quantity_high is not None
