"""The days that words for a period stand for: each rule of `periods` has one function here.

Each takes what its pattern matched and the day of the report, and gives the first and the last day, each None where
the words leave it open, or None where they name no days.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from nuzuh.sources.reports.days import MONTH, YEAR, back, day_of, last_of, month_in, month_of, start_of
from nuzuh.sources.reports.numbers import value_of


def since(match: re.Match[str], today: date) -> tuple[date | None, date | None]:
    """Since 1 December, until 10 February."""
    until = match["until"] if "until" in match.re.groupindex else None
    return start_of(match["start"], today), day_of(until, today) if until else today


def between(match: re.Match[str], today: date) -> tuple[date | None, date | None] | None:
    """Between two days, months or years."""
    low, high = match["low"], match["high"]
    if re.fullmatch(YEAR, low) and re.fullmatch(YEAR, high):
        return date(int(low), 1, 1), date(int(high), 12, 31)
    has_days = bool(re.search(r"(?<!\d)\d{1,2}(?!\d)", low))
    if not has_days:
        last = month_of(high, today)[1]
        first = month_of(low if re.search(YEAR, low) else f"{low} {last.year}", today)[0]
        return (first if first <= last else first.replace(year=first.year - 1)), last
    month = re.search(MONTH, low, re.IGNORECASE)
    if month_in(high.lower()) is None and month is not None:  # December 12 and 25
        high = f"{month[0]} {high}"
    last = day_of(high, today)
    if month_in(low.lower()) is None:  # 9 and 12 February
        return last.replace(day=int(re.sub(r"\D", "", low))), last
    first = day_of(low, today) if re.search(YEAR, low) else day_of(low, last)
    return first, last


def between_days(match: re.Match[str], today: date) -> tuple[date, date]:
    """Between Monday and Friday."""
    last = day_of(match["high"], today)
    return day_of(match["low"], last), last


def day(match: re.Match[str], today: date) -> tuple[date, date]:
    """On 12 February, on Friday."""
    day = day_of(match["day"], today)
    return day, day


def state(match: re.Match[str], today: date) -> tuple[None, date]:
    """As of 12 February, up to today."""
    return None, (today if match["day"].lower() in ("today", "now") else day_of(match["day"], today))


def month_alone(match: re.Match[str], today: date) -> tuple[date, date]:
    """In January, in January 2020."""
    return month_of(match[0], today)


def year(match: re.Match[str], _today: date) -> tuple[date, date]:
    """In 2019."""
    return date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31)


def last(match: re.Match[str], today: date) -> tuple[date, date]:
    """Last week, month, year or weekend."""
    unit = match["unit"].lower()
    if unit == "week":
        monday = today - timedelta(today.weekday() + 7)
        return monday, monday + timedelta(6)
    if unit == "weekend":
        sunday = today - timedelta((today.weekday() - 6) % 7)
        return sunday - timedelta(1), sunday
    if unit == "month":
        last = today.replace(day=1) - timedelta(1)
        return last.replace(day=1), last
    return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)


def this(match: re.Match[str], today: date) -> tuple[date, date]:
    """This week, month or year, up to the day of the report."""
    unit = (match["unit"] or "month").lower()
    if unit == "week":
        return today - timedelta(today.weekday()), today
    return (today.replace(day=1) if unit == "month" else date(today.year, 1, 1)), today


def past(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """In the past three weeks."""
    word = (match["count"] or "one").lower()
    if word in ("several", "few"):
        return None
    return back(today, 1 if word == "a" else value_of(word) or 1, match["unit"].lower()), today


def ahead(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """In the next three weeks."""
    word = (match["count"] or ("few" if match["unit"].lower().endswith("s") else "one")).lower()
    if word in ("several", "few"):
        return None
    return today, back(today, -(value_of(word) or 1), match["unit"].lower())


def ago(match: re.Match[str], today: date) -> tuple[date | None, date | None] | None:
    """Three weeks ago."""
    word = match["count"].lower()
    if word in ("several", "few"):
        return None
    day = back(today, 1 if word == "a" else value_of(word) or 1, match["unit"].lower())
    return day, day


def near(match: re.Match[str], today: date) -> tuple[date, date]:
    """Today, yesterday, overnight."""
    word = match[0].lower()
    if "overnight" in word or "last night" in word:
        return today - timedelta(1), today
    day = today - timedelta(1) if "yesterday" in word else today
    return day, day


JUST_PAST: Final = 45
"""Days for which by the end of the month means the one that has passed."""


def next(match: re.Match[str], today: date) -> tuple[date | None, date]:
    """Tomorrow, next week, by the end of next year."""
    unit = (match.groupdict().get("unit") or "day").lower()
    if unit == "day":
        return today + timedelta(1), today + timedelta(1)
    if unit == "week":
        monday = today + timedelta(7 - today.weekday())
        first, last = monday, monday + timedelta(6)
    elif unit == "month":
        first = last_of(today) + timedelta(1)
        last = last_of(first)
    else:
        first, last = date(today.year + 1, 1, 1), date(today.year + 1, 12, 31)
    return (None if match[0].lower().startswith("by") else first), last


def before_month(match: re.Match[str], today: date) -> tuple[None, date]:
    """Before March: up to the last day of February."""
    return None, month_of(match["when"], today, ahead=True)[0] - timedelta(1)


def end_of_last(match: re.Match[str], today: date) -> tuple[date, date]:
    """At the end of last month."""
    day = today.replace(day=1) - timedelta(1) if match["unit"].lower() == "month" else date(today.year - 1, 12, 31)
    return day, day


def start_of_one(match: re.Match[str], today: date) -> tuple[date, date]:
    """At the start of March, of 2020."""
    words = match["when"]
    day = date(int(words), 1, 1) if re.fullmatch(YEAR, words) else month_of(words, today)[0]
    return day, day


def by_year(match: re.Match[str], _today: date) -> tuple[None, date]:
    """By 2030."""
    return None, date(int(match["year"]), 12, 31)


def by_end(match: re.Match[str], today: date) -> tuple[None, date]:
    """By the end of March."""
    text = match["when"].lower()
    if re.fullmatch(YEAR, text):
        return None, date(int(text), 12, 31)
    if text in ("the year", "this year"):
        return None, date(today.year, 12, 31)
    if text in ("the month", "this month"):
        return None, last_of(today)
    ahead = month_of(text, today, ahead=not match[0].lower().startswith("at"))[1]
    past = month_of(text, today)[1]
    return None, (past if (today - past).days < JUST_PAST else ahead)


def from_ahead(match: re.Match[str], today: date) -> tuple[date, None]:
    """From March."""
    return month_of(match["when"], today, ahead=True)[0], None


def week_of_month(match: re.Match[str], today: date) -> tuple[date, date]:
    """In the first two weeks of January."""
    first, last = month_of(match["month"], today)
    words = match["which"].lower().split()
    if len(words) > 1:
        return first, first + timedelta(13 if words[1] == "two" else 20)
    at = {"first": 0, "second": 7, "third": 14}.get(match["which"].lower())
    return (first + timedelta(at), first + timedelta(at + 6)) if at is not None else (last - timedelta(6), last)


def years(match: re.Match[str], _today: date) -> tuple[date, date] | None:
    """In 1991 and 1992, 1998-2000."""
    low, high = int(match["low"]), int(match["high"])
    return (date(low, 1, 1), date(high, 12, 31)) if low < high else None


def part_of(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """A quarter of a year, or a half of a year or of a month."""
    first, last = _whole(match["of"].lower(), today)
    at = {"first": 0, "second": 1, "third": 2, "fourth": 3}.get(match["which"].lower(), -1)
    if (last - first).days < 31:  # the halves of a month
        middle = first + timedelta(14)
        return (first, middle) if at == 0 else (middle + timedelta(1), last)
    n_months = 3 if match["part"].lower() == "quarter" else 6
    at = 12 // n_months - 1 if at < 0 else at
    if at >= 12 // n_months:
        return None
    return date(first.year, at * n_months + 1, 1), last_of(date(first.year, (at + 1) * n_months, 1))


def months_of(match: re.Match[str], today: date) -> tuple[date, date]:
    """In the last three months of 2023."""
    first, last = _whole(match["of"].lower(), today)
    count = value_of(match["count"].lower()) or 1
    if match["which"].lower() == "first":
        return first, last_of(date(first.year, count, 1))
    return date(last.year, 13 - count, 1), last


def _whole(words: str, today: date) -> tuple[date, date]:
    """The year or the month of which a part is meant."""
    year = re.search(YEAR, words)
    if month_in(words) is not None:
        return month_of(words, today)
    if "month" in words:
        last = today.replace(day=1) - timedelta(1)
        return (last.replace(day=1), last) if "last" in words else (today.replace(day=1), last_of(today))
    number = int(year[0]) if year else today.year - ("last" in words)
    return date(number, 1, 1), date(number, 12, 31)


def blank(_match: re.Match[str], _today: date) -> None:
    """No days: only its numbers count nobody."""
