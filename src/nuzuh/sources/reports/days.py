"""Days, months and years from their words, the last such up to the day of a report."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
DAYS: Final = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTH: Final = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|"
    r"\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)(?![a-z])"
)
DAY: Final = r"(?:[0-3]?\d)(?:st|nd|rd|th)?(?![\d,.]*\d|[a-z%])"
YEAR: Final = r"(?:19|20)\d\d(?![\d,]*\d)"
DATE: Final = rf"(?:\d{{4}}-\d\d-\d\d|(?:the )?{DAY} (?:of )?{MONTH}(?:,? {YEAR})?|{MONTH} {DAY}(?:,? {YEAR})?)"
WEEKDAY: Final = rf"(?:{'|'.join(DAYS)})"


def day_of(text: str, today: date, *, year: int | None = None, ahead: bool = False) -> date:
    """A day from its words: the last such day up to the report's, or the next one.

    Raises:
        ValueError: It is no day.
    """
    words = text.lower().strip()
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", words)
    if iso:
        return date(*map(int, iso.groups()))
    if words == "yesterday":
        return today - timedelta(1)
    weekday = next((at for at, name in enumerate(DAYS) if words.endswith(name)), None)
    if weekday is not None:
        return today - timedelta((today.weekday() - weekday) % 7)
    number, month = re.search(r"(?<!\d)([0-3]?\d)(?:st|nd|rd|th)?(?!\d)", words), month_in(words)
    if number is None or month is None:
        message = f"no day: {text}"
        raise ValueError(message)
    stated = re.search(YEAR, words)
    if stated or year:
        return date(int(stated[0]) if stated else year or 0, month, int(number[1]))
    return _nearest(lambda in_year: date(in_year, month, int(number[1])), today, ahead=ahead)


def _nearest(made: Callable[[int], date], today: date, *, ahead: bool) -> date:
    """The last such day up to today, or the first from today on."""
    for year in (today.year, today.year + 1) if ahead else (today.year, today.year - 1):
        day = made(year)
        if (day >= today) if ahead else (day <= today):
            return day
    return made(today.year)


def month_in(words: str) -> int | None:
    """The number of the month that words name, or None."""
    found = re.search(rf"(?<![a-z]){MONTH}", words)
    return None if found is None else next(at for at, name in enumerate(MONTHS, 1) if name.startswith(found[0][:3]))


def month_of(text: str, today: date, *, ahead: bool = False) -> tuple[date, date]:
    """First and last day of a month from its words."""
    month, stated = month_in(text.lower()), re.search(YEAR, text)
    if month is None:
        message = f"no month: {text}"
        raise ValueError(message)
    first = date(int(stated[0]), month, 1) if stated else None
    if first is None and re.search(r"last year", text, re.IGNORECASE):
        first = date(today.year - 1, month, 1)
    if first is None:
        first = _nearest(lambda year: date(year, month, 1), today, ahead=ahead)
        if ahead and (today.year, today.month) == (today.year, month):
            first = date(today.year, month, 1)
    return first, last_of(first)


def last_of(first: date) -> date:
    """Last day of the month of a day."""
    return (first.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


def back(today: date, count: int, unit: str) -> date:
    """So many units before a day."""
    if unit.startswith(("hour", "night")):
        return today - timedelta(max(round(count / 24), 1) if unit.startswith("hour") else count)
    if unit.startswith(("week", "fortnight")):
        return today - timedelta(7 * count * (2 if unit.startswith("fortnight") else 1))
    if unit.startswith(("month", "year", "decade")):
        months = count * {"m": 1, "y": 12, "d": 120}[unit[0]]
        year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
        first = date(year, month + 1, 1)
        return first.replace(day=min(today.day, last_of(first).day))
    return today - timedelta(count)


def start_of(text: str, today: date) -> date:
    """First day of what stands after since."""
    words = text.lower()
    if words == "christmas":
        return day_of("25 december", today)
    part = re.match(r"early|mid|late", words)
    if part is not None:
        first, last = month_of(words, today)
        return first if part[0] == "early" else first + timedelta(14) if part[0] == "mid" else last - timedelta(9)
    if re.search(r"year\b", words):
        return date(today.year - (words == "last year"), 1, 1)
    if re.search(r"month\b", words):
        return ((today.replace(day=1) - timedelta(1)) if words == "last month" else today).replace(day=1)
    if "week" in words:
        return today - timedelta(today.weekday() + (7 if "last" in words else 0))
    try:
        return day_of(words, today)
    except ValueError:
        year = re.search(YEAR, words)
        if year is None or month_in(words) is not None:
            return month_of(words, today)[0]
        return date(int(year[0]), 1, 1)
