"""The words of a row that is made of claims: who says so, and the remark for the reader."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nuzuh.sources.reports.claims import Claim, ReadReport

BETWEEN: Final = "; "
"""Between the sources of a row; no source holds it."""
MOST_OF_A_SENTENCE: Final = 240
"""Characters of a sentence in a remark: longer ones are cut, the report has the rest."""
UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of characters that break a line, turn its direction or cannot be seen."""
FORMULAS: Final = "=+-@"
"""With one of these a spreadsheet takes a cell for a formula."""


def source_of(report: ReadReport, claim: Claim) -> str:
    """Who says so: the report, and the speaker and organisation where it names them."""
    name = one_line(report.name) or one_line(report.title) or "a report"
    who = ", ".join(filter(None, (one_line(claim.speaker), one_line(claim.speaker_organisation))))
    return (f"{name}: {who}" if who else name).replace(";", ",").lstrip(FORMULAS + " ")


def quoted_sentence(text: str) -> str:
    """A sentence in quotation marks on one line, shortened."""
    line = one_line(text)
    cut = line if len(line) <= MOST_OF_A_SENTENCE else line[: MOST_OF_A_SENTENCE - 1].rstrip() + "…"
    return f"“{cut}”"


def one_line(text: str) -> str:
    """A text on one line, without what cannot be seen.

    Examples:
        >>> one_line("two" + chr(10) + " lines" + chr(0x202E))
        'two lines'
    """
    seen = "".join(" " if unicodedata.category(c) in UNSEEN else c for c in text)
    return " ".join(seen.split())
