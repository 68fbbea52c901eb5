"""Counts as spreadsheets hold them; what parts thousands is decided for all counts of a file together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from nuzuh.errors import quoted
from nuzuh.scenario.cells import CellError

MAX_PEOPLE = 1e10
NO_COUNT = frozenset(
    {
        *(
            "",
            "-",
            "--",
            "\u2013",
            "\u2014",
            ".",
            "..",
            "...",
            "\u2026",
            "n/a",
            "#n/a",
            "na",
            "n.a.",
            "n.a",
            "nan",
            "null",
        ),
        *("none", "nd", "n.d.", "n/d", "no data", "not available", "لا يوجد", "غير متوفر"),
    }
)
"""Entries that say that nobody was counted."""
PLAIN = re.compile(r"[0-9]+(?:\.0*)?|[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+")
COMMAS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
POINTS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
CLEAR_POINTS = re.compile(r"[0-9]+(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|[0-9]+\.[0-9]{3},[0-9]+")
DECIMAL = re.compile(r"[0-9]*([.,])[0-9]+")
GAPS = re.compile(r"(?<=[0-9])[\s'\u2019](?=[0-9]{3}(?![0-9]))")
NEGATIVE = re.compile(r"[-\u2212]\s*[0-9].*|\([0-9].*\)")
NUMBER_WITHIN = re.compile(r"[0-9][0-9.,\s]*")
ARABIC_MARKS = str.maketrans({"\u066b": ".", "\u066c": ","})
"""Decimal separator and thousands separator beside Arabic digits."""


@dataclass
class Numbers:
    """What the texts of the counts of a file say.

    Args:
        values: Count by text; None where nobody was counted.
        wrong: What is wrong with each of the others.
        grouped_by_points: A text with points between thousands, and how it is read, if there are any.
    """

    values: dict[str, float | None] = field(default_factory=dict)
    wrong: dict[str, CellError] = field(default_factory=dict)
    grouped_by_points: tuple[str, float] | None = None


def read_numbers(texts: Iterable[str]) -> Numbers:
    """Read the different texts of all counts of a file.

    A comma before three digits parts thousands, unless other counts of the file have a comma before decimals. A point
    before three digits does so only if nothing in the file says otherwise: no other decimals, and no number of four
    or more digits without a point.

    Args:
        texts: The cells.

    Examples:
        >>> read_numbers(["1 200", "n/a", "12,345"]).values
        {'1 200': 1200.0, 'n/a': None, '12,345': 12345.0}
        >>> read_numbers(["980", "12.345"]).values
        {'980': 980.0, '12.345': 12345.0}
        >>> read_numbers(["12.345", "9800"]).wrong["12.345"].what
        "'12.345' may be 12345 or 12.345"
    """
    found = Numbers()
    open_texts: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        written = _ascii(text)
        if written.casefold() in NO_COUNT:
            found.values[text] = None
        elif PLAIN.fullmatch(written):
            _set(found, text, float(written))
        else:
            open_texts[text] = written
    _read_open(open_texts, found)
    return found


def is_like_a_number(text: str) -> bool:
    """Whether a cell could be a count, whatever parts its thousands.

    Examples:
        >>> is_like_a_number("12.345,6"), is_like_a_number("Camp 4")
        (True, False)
    """
    written = _ascii(text)
    return any(pattern.fullmatch(written) for pattern in (PLAIN, COMMAS, POINTS, DECIMAL, NEGATIVE))


def _ascii(text: str) -> str:
    """A number with digits that Python's patterns know, without blanks between its thousands."""
    if not text.isascii():
        text = "".join(str(int(c)) if c.isdecimal() else c for c in text).translate(ARABIC_MARKS)
    return GAPS.sub("", text)


def _read_open(texts: dict[str, str], found: Numbers) -> None:
    """Read what has commas or points in it, and say what is wrong with the rest."""
    commas, points = _decimals(texts.values(), ","), _decimals(texts.values(), ".")
    is_plain_large = any(value is not None and value >= 1000 and "," not in t for t, value in found.values.items())
    has_many_points = any(
        re.fullmatch(r"[0-9]+(\.[0-9]{3}){2,}(,[0-9]+)?|[0-9]+\.[0-9]{3},[0-9]+", t) for t in texts.values()
    )
    for text, written in texts.items():
        if COMMAS.fullmatch(written) and not (commas and written.count(",") == 1 and "." not in written):
            _set(found, text, float(written.replace(",", "")))
        elif COMMAS.fullmatch(written):
            found.wrong[text] = _either(text, written.replace(",", ""), written.replace(",", "."))
        elif POINTS.fullmatch(written) and not points and (has_many_points or not is_plain_large):
            value = float(written.replace(".", "").replace(",", "."))
            found.grouped_by_points = found.grouped_by_points or (text, value)
            _set(found, text, value)
        elif POINTS.fullmatch(written) and not points:
            found.wrong[text] = _either(text, written.replace(".", ""), written)
        elif DECIMAL.fullmatch(written):
            _set(found, text, float(written.replace(",", ".")))
        else:
            found.wrong[text] = _no_number(text, written)


def _decimals(texts: Iterable[str], mark: str) -> bool:
    """Whether a mark stands before decimals in some numbers: it parts off other than three digits."""
    grouped = COMMAS if mark == "," else POINTS
    return any((m := DECIMAL.fullmatch(text)) and m[1] == mark and not grouped.fullmatch(text) for text in texts)


def _set(found: Numbers, text: str, value: float) -> None:
    if value > MAX_PEOPLE:
        found.wrong[text] = CellError(f"{quoted(text)} is more than all people", "correct it")
    else:
        found.values[text] = value


def _either(text: str, one: str, other: str) -> CellError:
    way_out = "write all counts without separators of thousands"
    return CellError(f"{quoted(text)} may be {one} or {other}", way_out)


def _no_number(text: str, written: str) -> CellError:
    if NEGATIVE.fullmatch(written):
        return CellError(f"{quoted(text)} is below 0", "give the number of people present, from 0 up")
    within = NUMBER_WITHIN.search(written)
    way_out = f"write the number alone, as {within[0].strip(' .,')}" if within else "write digits, as 1234"
    return CellError(f"{quoted(text)} is not a number", f"{way_out}, or leave the cell blank")
