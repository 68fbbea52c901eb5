"""Dates as spreadsheets hold them; whether the day or the month comes first is decided for a whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from nuzuh.errors import quoted
from nuzuh.scenario.cells import CellError
from nuzuh.sources.registrations.names import plain

YEARS = range(1900, 2101)
SERIALS = range(14_611, 73_415)
"""Excel's numbers of the days from 1940 to 2100."""
SERIAL_ZERO = date(1899, 12, 30)
"""Excel takes 1900 for a leap year: its numbers count from this day on from March 1900."""
WAY_OUT = "write year-month-day, as 2020-01-31"

TIME = re.compile(r"(?P<day>.*?)[T\s]+[0-9]{1,2}:[0-9]{2}.*", re.DOTALL)
YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
SHORT_YEAR = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}")
SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]*)?")
NO_DAY = re.compile(r"[0-9]{4}|[0-9]{4}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{4}")

MONTHS = (
    "january jan janvier janv يناير كانون_الثاني",
    "february feb fevrier fevr fev فبراير شباط",
    "march mar mars مارس اذار",
    "april apr avril avr ابريل نيسان",
    "may mai مايو ايار",
    "june jun juin يونيو حزيران",
    "july jul juillet juil يوليو تموز",
    "august aug aout اغسطس اب",
    "september sept sep septembre سبتمبر ايلول",
    "october oct octobre اكتوبر تشرين_الاول",
    "november nov novembre نوفمبر تشرين_الثاني",
    "december dec decembre ديسمبر كانون_الاول",
)
"""English, French, and both Arabic sets of names, without accents."""


@dataclass(frozen=True)
class TwoWays:
    """A date that begins with its day or with its month.

    Args:
        first: The first number.
        second: The second.
        year: The year.
    """

    first: int
    second: int
    year: int


@dataclass
class Dates:
    """What the texts of a column of dates say.

    Args:
        values: Date of each text that has one.
        wrong: What is wrong with each of the others.
        unclear: Texts that begin with a day or a month, which cannot be told from any of them.
        serial: One of them that is a day as Excel numbers them, if any is.
        order: In words, where day or month comes first.
    """

    values: dict[str, date] = field(default_factory=dict)
    wrong: dict[str, CellError] = field(default_factory=dict)
    unclear: tuple[str, ...] = ()
    serial: str = ""
    order: str = ""


def read_dates(texts: Iterable[str]) -> Dates:
    """Read the different texts of a column of dates.

    A column in which no first number and no second is above 12 could be read either way, and is not read at all.
    Points between the numbers (31.01.2020) are only ever used with the day first.

    Args:
        texts: The cells; none is blank.

    Examples:
        >>> found = read_dates(["03/04/2020", "28/04/2020"])
        >>> found.values["03/04/2020"], found.order
        (datetime.date(2020, 4, 3), 'day first')
        >>> read_dates(["03/04/2020", "05/04/2020"]).unclear
        ('03/04/2020', '05/04/2020')
    """
    found = Dates()
    two_ways: dict[str, TwoWays] = {}
    for text in dict.fromkeys(texts):
        try:
            meant = meaning(text)
        except CellError as error:
            found.wrong[text] = error
            continue
        if isinstance(meant, TwoWays):
            two_ways[text] = meant
        else:
            found.values[text] = meant
            found.serial = found.serial or text * bool(SERIAL.fullmatch(text))
    if two_ways:
        _decide(two_ways, found)
    return found


def meaning(text: str) -> date | TwoWays:
    """The date of one cell, as far as it can be told from it alone.

    Raises:
        CellError: It is none.

    Examples:
        >>> meaning("31 Jan 2020"), meaning("43861"), meaning("2020-01-31T00:00:00")
        (datetime.date(2020, 1, 31), datetime.date(2020, 1, 31), datetime.date(2020, 1, 31))
        >>> meaning("Jan-20")
        Traceback (most recent call last):
            ...
        nuzuh.scenario.cells.CellError: 'Jan-20' has no day
    """
    timed = TIME.fullmatch(text)
    written = (timed["day"] if timed else text).strip()
    if not written.isascii():
        written = "".join(str(int(c)) if c.isdecimal() else c for c in written)
    if parts := YEAR_FIRST.fullmatch(written):
        return _date(text, int(parts[1]), int(parts[3]), int(parts[4]))
    if parts := COMPACT.fullmatch(written):
        return _date(text, *(int(part) for part in parts.groups()))
    if parts := YEAR_LAST.fullmatch(written):
        first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
        if parts[2] == "." or first == second:
            return _date(text, year, second, first)
        return TwoWays(first, second, year)
    if (parts := SERIAL.fullmatch(written)) and int(parts[1]) in SERIALS:
        return SERIAL_ZERO + timedelta(days=int(parts[1]))
    if SHORT_YEAR.fullmatch(written):
        what = f"{quoted(text)} has a year of two digits"
        raise CellError(what, WAY_OUT)
    if NO_DAY.fullmatch(written):
        raise _without_day(text)
    return _with_month(text, written)


def _with_month(text: str, written: str) -> date:
    """A date whose month is a word."""
    words = _joined(plain(written)).split()
    named = [at for at, word in enumerate(words) if word in _months()]
    numbers = [word for at, word in enumerate(words) if at not in named]
    what = f"{quoted(text)} is not a date"
    if len(named) != 1 or len(numbers) not in (1, 2) or not all(number.isdecimal() for number in numbers):
        raise CellError(what, WAY_OUT)
    if len(numbers) == 1:
        raise _without_day(text)
    day, year = numbers if len(numbers[0]) < 3 else numbers[::-1]
    if len(day) > 2 or len(year) not in (2, 4) or (len(year) == 2 and named != [1]):
        raise CellError(what, WAY_OUT)
    century = 0 if len(year) == 4 else 2000 if int(year) < 70 else 1900
    return _date(text, century + int(year), _months()[words[named[0]]], int(day))


def _decide(two_ways: dict[str, TwoWays], found: Dates) -> None:
    """Read dates with numbers up to 12 as those above 12 tell, or not at all."""
    by_month = {text for text, parts in two_ways.items() if parts.second > 12}
    by_day = {text for text, parts in two_ways.items() if parts.first > 12}
    if not by_day and not by_month:
        found.unclear = tuple(two_ways)
        return
    is_day_first = len(by_day) >= len(by_month)
    found.order = "day first" if is_day_first else "month first"
    others = by_month - by_day if is_day_first else by_day - by_month
    for text, parts in two_ways.items():
        day, month = (parts.first, parts.second) if is_day_first else (parts.second, parts.first)
        if text in others:
            what = f"{quoted(text)} does not have its {found.order}, as other rows do"
            found.wrong[text] = CellError(what, WAY_OUT)
            continue
        try:
            found.values[text] = _date(text, parts.year, month, day)
        except CellError as error:
            found.wrong[text] = error


def _date(text: str, year: int, month: int, day: int) -> date:
    try:
        when = date(year, month, day)
    except ValueError:
        what = f"{quoted(text)} is no day of the calendar"
        raise CellError(what, "give a day that exists") from None
    if year not in YEARS:
        what = f"{quoted(text)} is out of reach"
        raise CellError(what, f"give a year from {YEARS[0]} to {YEARS[-1]}")
    return when


def _without_day(text: str) -> CellError:
    return CellError(f"{quoted(text)} has no day", "give the day of the count, as 2020-01-31")


@cache
def _months() -> dict[str, int]:
    return {
        "_".join(plain(part) for part in name.split("_")): number
        for number, names in enumerate(MONTHS, start=1)
        for name in names.split()
    }


def _joined(text: str) -> str:
    """A text with a blank inside the name of a month, as Arabic has some, replaced."""
    for name in _months():
        if "_" in name:
            text = text.replace(name.replace("_", " "), name)
    return text
