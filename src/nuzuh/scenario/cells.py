"""One cell of a table: its text to a value, or what is wrong with it."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from nuzuh.errors import near_misses

if TYPE_CHECKING:
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
        return _date(text, column)
    if column.type == "flag":
        return _flag(text, column)
    if column.type == "choice" and text not in column.choices:
        what = f"{column.name} '{text}' is not known"
        raise CellError(what, near_misses(text, column.choices))
    return text


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
        return value.strftime("%Y-%m-%d") if isinstance(value, date) else str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(float(value))
    return str(value)


def _blank(column: Column) -> Value:
    if column.required:
        what = f"{column.name} is blank"
        raise CellError(what, f"give a value ({column.description[0].lower()}{column.description[1:]})")
    return "" if column.type in ("text", "choice", "location", "place") else None


def _number(text: str, column: Column) -> int | float:
    try:
        value = float(text)
    except ValueError:
        what = f"{column.name} '{text}' is not a number"
        plain = text.replace(",", "").replace("\u00a0", "").replace(" ", "")
        is_grouped = plain != text and _is_number(plain)
        raise CellError(what, f"write {plain}" if is_grouped else "write digits, as 1234.5") from None
    if not math.isfinite(value):
        what = f"{column.name} '{text}' is not a finite number"
        raise CellError(what, "give a number, or leave the cell blank where the column allows it")
    _check_bounds(value, column)
    if column.type == "number":
        return value
    if not value.is_integer():
        what = f"{column.name} {text} is not a whole number"
        raise CellError(what, f"write {round(value)}")
    return int(value)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _check_bounds(value: float, column: Column) -> None:
    if column.minimum is not None and value < column.minimum:
        what = f"{column.name} {value:g} is below {column.minimum:g}"
    elif column.maximum is not None and value > column.maximum:
        what = f"{column.name} {value:g} is above {column.maximum:g}"
    else:
        return
    low = "-∞" if column.minimum is None else f"{column.minimum:g}"
    high = "∞" if column.maximum is None else f"{column.maximum:g}"
    raise CellError(what, f"give a value from {low} to {high}{f' {column.unit}' if column.unit else ''}")


def _date(text: str, column: Column) -> date:
    try:
        return date.fromisoformat(text if len(text) == 10 else "")  # also takes 20200131 and 2020-W05-5
    except ValueError:
        parts = text.split("-")
        is_iso = len(parts) == 3 and [len(part) for part in parts] == [4, 2, 2] and text.replace("-", "").isdigit()
        if is_iso:
            what = f"{column.name} {text} is no day of the calendar"
            raise CellError(what, "give a day that exists") from None
        what = f"{column.name} '{text}' is not a date"
        raise CellError(what, "write year-month-day, as 2020-01-31") from None


def _flag(text: str, column: Column) -> bool:
    try:
        return YES_NO[text.casefold()]
    except KeyError:
        what = f"{column.name} '{text}' is neither yes nor no"
        raise CellError(what, "write yes or no") from None
