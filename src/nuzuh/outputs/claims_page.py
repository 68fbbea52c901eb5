"""A page of reports: the text of each, its sentences marked, beside the rows that were read from them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

import nuzuh
from nuzuh.sources.reports.claims import Claim, ReadReport, Statement
from nuzuh.sources.reports.merge import Merged, Subject, merged, subject_of
from nuzuh.sources.reports.wording import source_of

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that turn the direction of what follows, that cannot be seen, or that no file can hold."""
KIND_WORDS: Final = {
    "displaced_total": "displaced in all",
    "displaced_new": "displaced in a period",
    "exposed": "exposed",
    "in_need": "in need",
    "hosted": "refugees hosted",
    "returned": "returned",
    "killed": "killed",
    "injured": "injured",
    "died_of_cold": "died of cold",
    "sites": "camps and sites",
    "other": "other",
}
LISTS: Final = {"agreements": "Agreements", "operations": "Operations and areas of control", "appeals": "Appeals"}
Same = Mapping[tuple[Subject, int | None, int | None], Merged]
"""Claims that say the same, by subject and quantity."""


class Link(NamedTuple):
    """From a sentence to a row: its anchor, and the number that is shown."""

    anchor: str
    number: str


class Piece(NamedTuple):
    """A part of the text; a sentence from which rows were read has an anchor and links to them."""

    text: str
    anchor: str = ""
    links: tuple[Link, ...] = ()


class Row(NamedTuple):
    """A claim as a row of the table; `sentence` where the text does not have it at its place."""

    link: Link
    back: str
    kind: str
    quantity: str
    unit: str
    places: tuple[tuple[str, str], ...]
    period: str
    who: tuple[str, ...]
    confidence: str
    reasons: tuple[str, ...]
    flags: tuple[str, ...]
    sentence: str


class Remark(NamedTuple):
    """An agreement, an operation or an appeal, in words."""

    link: Link
    back: str
    what: str
    details: tuple[tuple[str, str], ...]
    sentence: str


class Shown(NamedTuple):
    """A report as the page shows it."""

    anchor: str
    name: str
    title: str
    day: str
    pieces: tuple[Piece, ...]
    rows: tuple[Row, ...]
    lists: Mapping[str, tuple[Remark, ...]]


def claims_page(reports: Sequence[ReadReport]) -> str:
    """Reports and what was read from them as one HTML document, which asks for nothing from elsewhere.

    Args:
        reports: As they were read. Without its text a report shows the sentence of each row.

    Returns:
        The document. Nothing that a report says is taken for markup; what cannot be seen is shown by its code.

    Examples:
        >>> page = claims_page([ReadReport("a.txt", None, "", "Nobody came. <script>")])
        >>> "Nobody came. &lt;script&gt;" in page, "<script" in page
        (True, False)
    """
    from markupsafe import Markup  # noqa: PLC0415 (not for --help)

    style = _file("theme.css", "page") + "\n" + _file("claims.css", "claims")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    same = {(one.subject, one.claim.quantity_low, one.claim.quantity_high): one for one in merged(reports)}
    shown = [_shown(report, number, same) for number, report in enumerate(reports, start=1)]
    page = _environment().get_template("claims.html")
    text = page.render(reports=shown, policy=policy, style=Markup(style), version=nuzuh.__version__)  # noqa: S704
    return text + "\n"


def visible(text: str) -> Markup:
    r"""A text as it is, for HTML: no part of it is markup, and what cannot be seen is shown by its code.

    Examples:
        >>> print(visible("<b>" + chr(0x202E)))
        &lt;b&gt;<span class="code">U+202E</span>
    """
    from markupsafe import Markup, escape  # noqa: PLC0415 (not for --help)

    parts = []
    at = 0
    for match in HIDDEN.finditer(text):
        parts += [escape(text[at : match.start()]), Markup('<span class="code">U+{:04X}</span>').format(ord(match[0]))]
        at = match.end()
    return Markup("").join([*parts, escape(text[at:])])


def _shown(report: ReadReport, number: int, same: Same) -> Shown:
    anchor = f"r{number}"
    claims = [(Link(f"{anchor}-{at}", str(at)), claim) for at, claim in enumerate(report.claims, start=1)]
    others = {
        name: [(Link(f"{anchor}-{name[:2]}{at}", f"{name[:2].title()}{at}"), one) for at, one in enumerate(of, 1)]
        for name, of in ((name, getattr(report, name)) for name in LISTS)
    }
    pieces = _pieces(report.text, anchor, [*claims, *(pair for pairs in others.values() for pair in pairs)])
    back = {link.anchor: piece.anchor for piece in pieces for link in piece.links}
    rows = [_row(link, claim, back.get(link.anchor, ""), report, same) for link, claim in claims]
    lists = {
        LISTS[name]: tuple(_remark(link, one, back.get(link.anchor, "")) for link, one in pairs)
        for name, pairs in others.items()
        if pairs
    }
    day = _day(report.date) if report.date else ""
    return Shown(anchor, report.name, report.title, day, tuple(pieces), tuple(rows), lists)


def _pieces(text: str, anchor: str, read: Iterable[tuple[Link, Claim | Statement]]) -> list[Piece]:
    """The text in parts; sentences that overlap are marked as one, and what does not stand at its place is not."""
    spans = sorted(
        (one.start, one.end, at, link)
        for at, (link, one) in enumerate(read)
        if 0 <= one.start < one.end <= len(text) and text[one.start : one.end] == one.sentence
    )
    pieces: list[Piece] = []
    at = 0
    if not text:
        return pieces
    lines = text.replace("\r\n", " \n").replace("\r", "\n")  # of the same length, so that places stay right
    for start, end, links in _joined(spans):
        name = f"{anchor}-s{len(pieces)}"
        pieces += [Piece(lines[at:start]), Piece(lines[start:end], name, tuple(links))]
        at = end
    return [*pieces, Piece(lines[at:])]


def _joined(spans: Iterable[tuple[int, int, int, Link]]) -> list[tuple[int, int, list[Link]]]:
    found: list[tuple[int, int, list[Link]]] = []
    for start, end, _, link in spans:
        if found and start < found[-1][1]:
            first, last, links = found[-1]
            found[-1] = (first, max(last, end), [*links, link])
        else:
            found.append((start, end, [link]))
    return found


def _row(link: Link, claim: Claim, back: str, report: ReadReport, same: Same) -> Row:
    told = (("", claim.location), ("from", claim.origin), ("to", claim.destination))
    one = same[subject_of(claim, report.date), claim.quantity_low, claim.quantity_high]
    who = tuple(filter(None, (claim.speaker, claim.speaker_role, claim.speaker_organisation)))
    return Row(
        link,
        back,
        KIND_WORDS.get(claim.kind, claim.kind),
        _quantity(claim),
        claim.unit,
        tuple((word, name) for word, name in told if name),
        _period(claim.period_start, claim.period_end),
        who or ("the report",),
        f"{claim.confidence:.2f}",
        claim.reasons,
        tuple(_flags(claim, one, source_of(report, claim))),
        "" if back else claim.sentence,
    )


def _flags(claim: Claim, one: Merged, own: str) -> list[str]:
    """What whoever checks a row should look at first."""
    flags = [
        word
        for word, is_so in (
            ("denied", claim.negated),
            ("feared, planned or conditional", claim.hypothetical),
            ("quoted", claim.quoted),
        )
        if is_so
    ]
    if claim.judging_words:
        flags.append(f"judging words: {', '.join(claim.judging_words)}")
    others = [source for source in one.sources if source != own]
    if others:
        flags.append(f"said also by {'; '.join(others)}")
    if one.spread is not None:
        flags.append(f"contradicted: {one.spread[0]:,} to {one.spread[1]:,}")
    return flags


def _remark(link: Link, one: Statement, back: str) -> Remark:
    said = {
        "how many": "" if one.number is None else f"{one.number:,}",
        "who": ", ".join(one.parties),
        "to whom": one.addressee,
        "where": one.location,
        "when": _period(one.period_start, one.period_end),
    }
    details = tuple((word, text) for word, text in said.items() if text)
    return Remark(link, back, one.what, details, "" if back else one.sentence)


def _quantity(claim: Claim) -> str:
    ends = [f"{end:,}" for end in (claim.quantity_low, claim.quantity_high) if end is not None]
    if not ends:
        return f"{claim.modifier}, no number".removeprefix(", ")
    return f"{claim.modifier} {' to '.join(dict.fromkeys(ends))}".strip()


def _period(first: date | None, last: date | None) -> str:
    """Days in words; blank where none is told."""
    if first is None or last is None:
        return f"from {_day(first)}" if first else f"until {_day(last)}" if last else ""
    return _day(first) if first == last else f"{_day(first)} to {_day(last)}"


def _day(when: date) -> str:
    return f"{when.day} {when:%b} {when.year}"


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader  # noqa: PLC0415 (not for --help)

    loader = PackageLoader("nuzuh.outputs", "claims")
    made = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.filters["visible"] = visible
    return made


def _file(name: str, folder: str) -> str:
    return files("nuzuh.outputs").joinpath(folder, name).read_text(encoding="utf-8")
