"""What reports say, on the screen of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

from nuzuh.outputs.screen_reported import seen

if TYPE_CHECKING:
    from rich.console import Console

    from nuzuh.sources.reports.claims import Claim, ReadReport, Statement

SECTIONS: Final = (
    ("agreements", "Agreements"),
    ("operations", "Operations and areas of control"),
    ("appeals", "Appeals"),
)
NOTE: Final = "Read by rules from the text; check each row against its sentence. Reported, not observed."


def show_claims(console: Console, report: ReadReport) -> None:
    """Print the claims of a report, then what it says of agreements, operations and appeals.

    Args:
        console: Where to print.
        report: As it was read.
    """
    day = report.date.isoformat() if report.date else "no date: a first line 'date YYYY-MM-DD' gives one"
    console.print(f"\n{seen(report.name)} ({day})", markup=False, highlight=False, style="bold")
    if report.claims:
        console.print(_table(report.claims))
    else:
        console.print("No claim of people displaced, exposed, in need, hosted, returned, hurt or dead was found.")
    for name, title in SECTIONS:
        for one in getattr(report, name):
            console.print(Text(f"{title}: {_statement(one)}"))


def _table(claims: tuple[Claim, ...]) -> Table:
    table = Table(show_lines=False)
    for name in ("kind", "number", "of", "place", "period", "who says it", "marks", "sure"):
        table.add_column(name, overflow="fold", justify="right" if name in ("number", "sure") else "left")
    for claim in claims:
        table.add_row(*(Text(seen(text)) for text in _words(claim)))
    return table


def _words(claim: Claim) -> tuple[str, ...]:
    places = [claim.location]
    if claim.origin and claim.origin != claim.location:
        places.append(f"from {claim.origin}")
    if claim.destination and claim.destination != claim.location:
        places.append(f"to {claim.destination}")
    marks = [
        word
        for word, is_so in (
            ("denied", claim.negated),
            ("feared or planned", claim.hypothetical),
            ("quoted", claim.quoted),
            ("judging words", bool(claim.judging_words)),
        )
        if is_so
    ]
    speaker = ", ".join(filter(None, (claim.speaker, claim.speaker_organisation)))
    return (
        claim.kind,
        _number(claim),
        claim.unit,
        "; ".join(filter(None, places)),
        _period(claim),
        speaker or "the report",
        ", ".join(marks),
        f"{claim.confidence:.2f}",
    )


def _number(claim: Claim) -> str:
    low, high = claim.quantity_low, claim.quantity_high
    if low is None and high is None:
        return claim.modifier or "no number"
    number = f"{high:,}" if low is None else f"{low:,}" if high in (None, low) else f"{low:,} to {high:,}"
    return f"{claim.modifier} {number}".strip()


def _period(claim: Claim | Statement) -> str:
    start, stop = claim.period_start, claim.period_end
    if start == stop:
        return start.isoformat() if start else ""
    return f"{start or '…'} to {stop or '…'}"


def _statement(one: Statement) -> str:
    said = ", ".join(filter(None, (one.speaker, one.speaker_role, one.speaker_organisation)))
    details = filter(None, (said or " and ".join(one.parties), _period(one), one.location))
    told = "; ".join(details)
    return seen(f"{one.what} ({told})" if told else one.what)
