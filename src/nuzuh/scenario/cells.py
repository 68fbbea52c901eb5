"""One cell of a table: its text to a value, or what is wrong with it."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from nuzuh.errors import near_misses, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nuzuh.scenario.schema import Column

Value = str | int | float | bool | date | None
YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class CellError(ValueError):
    """A cell that cannot be read: what is wrong, and the way out.

    Args:
        what: What is wrong.
        way_out: What to do about it.
    """

    def __init__(self, what: str, way_out: str) -> None:
        """Keep both halves apart: the reader of the table adds where."""
        super().__init__(what)
        self.what = what
        self.way_out = way_out


def parse_cell(text: str, column: Column) -> Value:
    """Turn the text of a cell into a value.

    Args:
        text: The cell, without surrounding blanks.
        column: The column's description.

    Returns:
        A value of the column's type; None for a blank that has no default (an empty string in a text column).

    Raises:
        CellError: The text is no such value, or out of bounds.

    Examples:
        >>> from nuzuh.scenario.schema import columns_of
        >>> parse_cell("12.5", columns_of("routes")["distance_km"])
        12.5
    """
    text = text or column.default
    if not text:
        return _blank(column)
    if column.type in ("number", "integer"):
        return _number(text, column)
    if column.type == "date":
        return parse_date(text, column.name)
    if column.type == "flag":
        return _flag(text, column)
    if column.type == "choice" and text not in column.choices:
        what = f"{column.name} {quoted(text)} is not known"
        raise CellError(what, near_misses(text, column.choices))
    return text


def parse_date(text: str, name: str) -> date:
    """Read a day as year-month-day.

    Args:
        text: What was written.
        name: What it is the day of, for the message.

    Raises:
        CellError: The text is no date, or the calendar has no such day.

    Examples:
        >>> parse_date("2020-02-29", "start")
        datetime.date(2020, 2, 29)
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):  # fromisoformat also takes 20200131 and 2020-W05-5
        what = f"{name} {quoted(text)} is not a date"
        raise CellError(what, _date_meant(text))
    try:
        return date.fromisoformat(text)
    except ValueError:
        what = f"{name} {text} is no day of the calendar"
        raise CellError(what, "give a day that exists") from None


def parse_column(texts: Sequence[str], column: Column) -> tuple[list[Value], dict[int, CellError]]:
    """Turn all cells of a column into values; each different text is read once.

    Args:
        texts: The cells.
        column: The column's description.

    Returns:
        The values, and by row what is wrong with the others, for which a blank stands in.
    """
    values: dict[str, Value] = {}
    wrong: dict[str, CellError] = {}
    for text in set(texts):
        try:
            values[text] = parse_cell(text, column)
        except CellError as error:
            values[text], wrong[text] = _stand_in(column), error
    errors = {row: wrong[text] for row, text in enumerate(texts) if text in wrong} if wrong else {}
    return [values[text] for text in texts], errors


def format_column(values: Sequence[Value], column: Column) -> list[str]:
    """The text of all values of a column."""
    texts: dict[Value, str] = {}
    return [texts[v] if v in texts else texts.setdefault(v, format_cell(v, column)) for v in values]


def format_cell(value: Value, column: Column) -> str:
    """Write a value so that `parse_cell` gives it back exactly.

    Args:
        value: As `parse_cell` returns it; NaN and NaT stand for a blank.
        column: The column's description.

    Examples:
        >>> from nuzuh.scenario.schema import columns_of
        >>> format_cell(12.5, columns_of("routes")["distance_km"])
        '12.5'
    """
    if value is None or value != value:  # noqa: PLR0124 (NaN and NaT differ from themselves)
        return ""
    if column.type == "flag":
        return "yes" if value else "no"
    if column.type == "date":
        return value.isoformat()[:10] if isinstance(value, date) else str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(float(value))
    return str(value)


def _stand_in(column: Column) -> Value:
    """What a cell that could not be read is taken for."""
    if column.type == "flag":
        return False
    if column.type == "integer" and column.is_never_blank:
        return 0
    return "" if column.is_text else None


def _blank(column: Column) -> Value:
    if column.required:
        what = f"{column.name} is blank"
        raise CellError(what, f"give a value ({column.description[0].lower()}{column.description[1:]})")
    return "" if column.is_text else None


def _date_meant(text: str) -> str:
    """The way out for a date in another spelling."""
    parts = re.match(r"([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|([0-9]{2})([0-9]{2}))(?![0-9])", text)
    if parts:
        year, month, day = (int(part) for part in parts.groups() if part)
        with suppress(ValueError):
            return f"write {date(year, month, day)}"
    return "write year-month-day, as 2020-01-31"


def _number(text: str, column: Column) -> int | float:
    value = _float(text)
    if value is None:
        what = f"{column.name} {quoted(text)} is not a number"
        raise CellError(what, _number_meant(text, column))
    if not math.isfinite(value):
        what = f"{column.name} {quoted(text)} is not a finite number"
        raise CellError(what, "give a number" if column.required else "give a number, or leave the cell blank")
    _check_bounds(value, column)
    if column.type == "number":
        return value
    if not value.is_integer():
        what = f"{column.name} {text} is not a whole number"
        raise CellError(what, f"write {round(value)}")
    return int(value)


def _float(text: str) -> float | None:
    """A number as people write it, not as Python does (1_000)."""
    try:
        return float(text) if "_" not in text else None
    except ValueError:
        return None


def _number_meant(text: str, column: Column) -> str:
    """The way out for a number in another spelling: grouped, with a decimal comma, a unit or a percent sign."""
    compact = re.sub(r"(?<=\d)[\s_'\u2019](?=\d)", "", text)
    if re.fullmatch(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+", compact) and not re.fullmatch(r"[+-]?\d+,\d{3}", compact):
        return f"write {compact.replace('.', '').replace(',', '.')} (a point before decimals, no other separator)"
    plain = compact.replace(",", "")
    if _float(plain) is not None:
        is_unclear = column.type == "number" and compact.count(",") == 1 and "." not in compact
        return f"write {plain}" + (f", or {compact.replace(',', '.')} if the comma stands before decimals" * is_unclear)
    number = re.match(r"[+-]?\d+(\.\d+)?(?=\s*(%|[^\W\d_]))", compact)
    if number and compact.endswith("%"):
        return f"write {float(number[0]) / 100:g}" if column.unit.startswith("share") else f"write {number[0]}"
    if number:
        return f"write the number alone, as {number[0]}"
    return "write digits, as 1234.5" + ("" if column.required else ", or leave the cell blank")


def _check_bounds(value: float, column: Column) -> None:
    if column.minimum is not None and value < column.minimum:
        what = f"{column.name} {_shown(value)} is below {_shown(column.minimum)}"
    elif column.maximum is not None and value > column.maximum:
        what = f"{column.name} {_shown(value)} is above {_shown(column.maximum)}"
    else:
        return
    unit = f" {column.unit}" if column.unit else ""
    if column.maximum is None:
        raise CellError(what, f"give a value from {_shown(column.minimum or 0)}{unit} up")
    raise CellError(what, f"give a value from {_shown(column.minimum or 0)} to {_shown(column.maximum)}{unit}")


def _shown(value: float) -> str:
    """A number in full, but for those of more than 15 digits."""
    return f"{value:.15g}"


def _flag(text: str, column: Column) -> bool:
    try:
        return YES_NO[text.casefold()]
    except KeyError:
        what = f"{column.name} {quoted(text)} is neither yes nor no"
        raise CellError(what, "write yes or no") from None
