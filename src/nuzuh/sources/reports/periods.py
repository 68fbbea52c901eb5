"""Periods as texts state them, resolved against the day of the report."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from nuzuh.sources.reports.days import (
    DATE,
    DAY,
    MONTH,
    WEEKDAY,
    YEAR,
    back,
    day_of,
    last_of,
    month_in,
    month_of,
    start_of,
)
from nuzuh.sources.reports.numbers import value_of

COUNT: Final = (
    r"(?:\d{1,4}|a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|thirty|"
    r"twenty-four|forty-eight|seventy-two|"
    r"several|few)"
)
SPAN: Final = r"(?:hours?|days?|nights?|weeks?|fortnight|months?|years?|decades?)"
START: Final = (
    rf"(?:{DATE}|{MONTH}(?: {YEAR})?|{YEAR}|(?:last |this )?{WEEKDAY}|(?:last|this) (?:week|month|"
    rf"year)|the (?:start|beginning|turn) of (?:the (?:month|year)|{MONTH}(?: {YEAR})?|{YEAR})|"
    rf"(?:the )?(?:start|beginning) of {MONTH}|(?:early|mid-?|late) ?{MONTH}(?: {YEAR})?|last {MONTH}|"
    r"Christmas|yesterday)"
)
DASH: Final = r" ?(?:\u2013|\u2014|-|to|until|till|and) ?"


@dataclass(frozen=True)
class Period:
    """A period of a sentence.

    Args:
        begin: Where its words begin.
        end: Where they end.
        start: First day; None where the text gives none.
        stop: Last day; None where the text gives none.
        is_state: Whether it is the day of a count: as of.
        is_ahead: Whether it lies after the report.
    """

    begin: int
    end: int
    start: date | None
    stop: date | None
    is_state: bool = False
    is_ahead: bool = False


Resolver = Callable[[re.Match[str], date], tuple[date | None, date | None] | None]


def periods_in(text: str, today: date | None) -> list[Period]:
    """All periods of a sentence, in order; blank ones hold the place of words that name no day that can be told.

    Args:
        text: The sentence.
        today: The day of the report; None: only full dates can be told.
    """
    found: list[Period] = []
    taken: list[tuple[int, int]] = []
    low = text.lower()
    present = {hint for hint in HINTS if hint in low}
    for rule in RULES:
        if present.isdisjoint(rule.hints):
            continue
        for match in rule.pattern.finditer(text):
            begin, end = match.span()
            if any(begin < high and end > low for low, high in taken):
                continue
            days = _resolved(rule.resolve, match, today)
            taken.append((begin, end))
            if days is not None:
                is_ahead = _is_ahead(days, today)
                found.append(Period(begin, end, *days, rule.is_state, is_ahead))
    return sorted(found, key=lambda one: one.begin)


def _is_ahead(days: tuple[date | None, date | None], today: date | None) -> bool:
    """Whether a period begins today or later and ends after today."""
    start, stop = days
    if today is None:
        return False
    if start is None or stop is None:
        return (start or stop or today) > today
    return start >= today and stop > today


def _resolved(resolve: Resolver, match: re.Match[str], today: date | None) -> tuple[date | None, date | None] | None:
    if today is None and not re.search(YEAR, match[0]):
        return None
    try:
        return resolve(match, today or date(2000, 1, 1))
    except (ValueError, OverflowError):  # 31 February; the year 0
        return None


def _since(match: re.Match[str], today: date) -> tuple[date | None, date | None]:
    until = match["until"] if "until" in match.re.groupindex else None
    return start_of(match["start"], today), day_of(until, today) if until else today


def _between(match: re.Match[str], today: date) -> tuple[date | None, date | None] | None:
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


def _between_days(match: re.Match[str], today: date) -> tuple[date, date]:
    last = day_of(match["high"], today)
    return day_of(match["low"], last), last


def _day(match: re.Match[str], today: date) -> tuple[date, date]:
    day = day_of(match["day"], today)
    return day, day


def _state(match: re.Match[str], today: date) -> tuple[None, date]:
    return None, (today if match["day"].lower() in ("today", "now") else day_of(match["day"], today))


def _month_alone(match: re.Match[str], today: date) -> tuple[date, date]:
    return month_of(match[0], today)


def _year(match: re.Match[str], _today: date) -> tuple[date, date]:
    return date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31)


def _last(match: re.Match[str], today: date) -> tuple[date, date]:
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


def _this(match: re.Match[str], today: date) -> tuple[date, date]:
    unit = (match["unit"] or "month").lower()
    if unit == "week":
        return today - timedelta(today.weekday()), today
    return (today.replace(day=1) if unit == "month" else date(today.year, 1, 1)), today


def _past(match: re.Match[str], today: date) -> tuple[date, date] | None:
    word = (match["count"] or "one").lower()
    if word in ("several", "few"):
        return None
    return back(today, 1 if word == "a" else value_of(word) or 1, match["unit"].lower()), today


def _ahead(match: re.Match[str], today: date) -> tuple[date, date] | None:
    word = (match["count"] or ("few" if match["unit"].lower().endswith("s") else "one")).lower()
    if word in ("several", "few"):
        return None
    return today, back(today, -(value_of(word) or 1), match["unit"].lower())


def _ago(match: re.Match[str], today: date) -> tuple[date | None, date | None] | None:
    word = match["count"].lower()
    if word in ("several", "few"):
        return None
    day = back(today, 1 if word == "a" else value_of(word) or 1, match["unit"].lower())
    return day, day


def _near(match: re.Match[str], today: date) -> tuple[date, date]:
    word = match[0].lower()
    if "overnight" in word or "last night" in word:
        return today - timedelta(1), today
    day = today - timedelta(1) if "yesterday" in word else today
    return day, day


JUST_PAST: Final = 45
"""Days for which by the end of the month means the one that has passed."""


def _next(match: re.Match[str], today: date) -> tuple[date | None, date]:
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


def _before_month(match: re.Match[str], today: date) -> tuple[None, date]:
    return None, month_of(match["when"], today, ahead=True)[0] - timedelta(1)


def _last_of(match: re.Match[str], today: date) -> tuple[date, date]:
    day = today.replace(day=1) - timedelta(1) if match["unit"].lower() == "month" else date(today.year - 1, 12, 31)
    return day, day


def _first_of(match: re.Match[str], today: date) -> tuple[date, date]:
    words = match["when"]
    day = date(int(words), 1, 1) if re.fullmatch(YEAR, words) else month_of(words, today)[0]
    return day, day


def _by_year(match: re.Match[str], _today: date) -> tuple[None, date]:
    return None, date(int(match["year"]), 12, 31)


def _by_end(match: re.Match[str], today: date) -> tuple[None, date]:
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


def _from_ahead(match: re.Match[str], today: date) -> tuple[date, None]:
    return month_of(match["when"], today, ahead=True)[0], None


def _week_of_month(match: re.Match[str], today: date) -> tuple[date, date]:
    first, last = month_of(match["month"], today)
    words = match["which"].lower().split()
    if len(words) > 1:
        return first, first + timedelta(13 if words[1] == "two" else 20)
    at = {"first": 0, "second": 7, "third": 14}.get(match["which"].lower())
    return (first + timedelta(at), first + timedelta(at + 6)) if at is not None else (last - timedelta(6), last)


def _years(match: re.Match[str], _today: date) -> tuple[date, date] | None:
    low, high = int(match["low"]), int(match["high"])
    return (date(low, 1, 1), date(high, 12, 31)) if low < high else None


def _part_of(match: re.Match[str], today: date) -> tuple[date, date] | None:
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


def _blank(_match: re.Match[str], _today: date) -> None:
    return None


@dataclass(frozen=True)
class Rule:
    """Words for a period, and the days they stand for.

    Args:
        hints: Without one of these the words cannot be there: looked for first, since that is quick.
        pattern: The words.
        resolve: To days.
        is_state: Whether it is the day of a count.
    """

    hints: frozenset[str]
    pattern: re.Pattern[str]
    resolve: Resolver
    is_state: bool


def _rule(hints: str, pattern: str, resolve: Resolver, *, is_state: bool = False) -> Rule:
    words = frozenset(hints.split("|"))
    return Rule(words, re.compile(rf"(?<![\w-]){pattern}(?![\w])", re.IGNORECASE), resolve, is_state)


MONTH_HINTS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"


BOTH: Final = rf"(?P<low>{DATE}|{DAY}|{MONTH}(?: {YEAR})?|{YEAR})"
RULES: Final = (
    _rule(
        "since",
        rf"since (?:[\w-]+ ){{1,8}}?(?:on |in |of |last )(?P<start>{DATE}|{WEEKDAY}|{MONTH}(?: {YEAR})?|{YEAR})",
        _since,
    ),
    _rule(
        " week of| weeks of",
        (
            rf"(?:in |during )?the (?P<which>first two|first three|first|second|third|last) "
            rf"weeks? of (?P<month>{MONTH}(?: "
            rf"{YEAR})?)"
        ),
        _week_of_month,
    ),
    _rule(
        "since|starting|beginning",
        rf"(?:since|starting|beginning) (?P<start>{START})(?:,? (?:and )?(?:as of|until|up to|to) (?P<until>{DATE}))?",
        _since,
    ),
    _rule("19|20", rf"(?:in |during |of )?(?P<low>{YEAR})(?: and | to |[\u2013-])(?P<high>{YEAR})", _years),
    _rule("between", rf"between (?P<low>{DATE}),[^,;.]{{1,60}}, and (?P<high>{DATE})", _between),
    _rule("between", rf"between (?P<low>{WEEKDAY}) and (?P<high>{WEEKDAY})", _between_days),
    _rule("from |between", rf"(?:from|between) {BOTH}{DASH}(?P<high>{DATE}|{MONTH} {DAY})", _between),
    _rule(
        "from |between", rf"(?:from|between) (?P<low>{DATE}|{MONTH} {DAY}){DASH}(?P<high>{DAY}(?= |[.,;]|$))", _between
    ),
    _rule("from |between", rf"(?:from|between) {BOTH}{DASH}(?P<high>{MONTH}(?: {YEAR})?|{YEAR})", _between),
    _rule(MONTH_HINTS, rf"(?P<low>{DATE}|{DAY}) ?(?:\u2013|\u2014|-|to) ?(?P<high>{DATE})", _between),
    _rule(MONTH_HINTS, rf"(?:on )?(?P<low>{DAY}) (?:and) (?P<high>{DATE})", _between),
    _rule(MONTH_HINTS, rf"(?P<low>{MONTH} {DAY}) ?(?:\u2013|\u2014|-|to) ?(?P<high>{DAY}(?:,? {YEAR})?)", _between),
    _rule(MONTH_HINTS, rf"(?P<low>{MONTH}) ?(?:\u2013|\u2014|-|to) ?(?P<high>{MONTH}(?: {YEAR})?)", _between),
    _rule(
        "as of|as at|up to|until|till|to ",
        rf"(?:as of|as at|up to|until|till|to) (?P<day>{DATE}|today|now)",
        _state,
        is_state=True,
    ),
    _rule(
        "end of",
        (
            rf"(?:by|before|until|at) (?:the )?end of (?P<when>{MONTH}(?: {YEAR})?|{YEAR}|the (?:month|"
            r"year)|this (?:month|year))"
        ),
        _by_end,
        is_state=True,
    ),
    _rule(
        "past|last|previous",
        r"(?:over|during|in|within|for)? ?(?:the )?(?:past|last|previous) (?:(?P<count>"
        + COUNT
        + r") )?(?:\w+ )?(?P<unit>fortnight|hours|days|nights|weeks|months|years|decades?)",
        _past,
    ),
    _rule("past|last", r"(?:over|during|in|within) the (?:past|last) (?P<count>)(?P<unit>week|month|year|day)", _past),
    _rule(
        "next|coming",
        r"(?:over|during|in|within) the (?:next|coming) (?:(?P<count>"
        + COUNT
        + r") )?(?P<unit>days?|weeks?|months?|years?)",
        _ahead,
    ),
    _rule("within ", rf"within (?P<count>{COUNT}) (?P<unit>days?|weeks?|months?|years?)", _ahead),
    _rule(
        "quarter of|half of",
        (
            rf"(?:in |during |over )?the (?P<which>first|second|third|fourth|last) (?P<part>quarter|half) of "
            rf"(?P<of>the year|this year|last year|the month|this month|last month|{MONTH}(?: {YEAR})?|{YEAR})"
        ),
        _part_of,
    ),
    _rule(" ago", rf"(?P<count>{COUNT}) (?P<unit>{SPAN}) ago", _ago),
    _rule("this |the month", r"(?:(?:so far )?this (?P<unit>week|month|year)|(?:during|over) the month(?! of))", _this),
    _rule("last year", rf"(?:in )?{MONTH},? (?:of )?last year", _month_alone),
    _rule("last ", rf"(?:in )?last {MONTH}", _month_alone),
    _rule("next ", r"(?:by the end of )?next (?P<unit>week|month|year)", _next),
    _rule("tomorrow", r"tomorrow", _next),
    _rule("before ", rf"before (?P<when>{MONTH})(?! \d)", _before_month),
    _rule("end of last", r"(?:at|by) the end of last (?P<unit>month|year)", _last_of),
    _rule("at the ", rf"at the (?:start|beginning) of (?P<when>{MONTH}(?: {YEAR})?|{YEAR})", _first_of),
    _rule("by ", rf"by (?P<year>{YEAR})", _by_year),
    _rule("last|previous", r"(?:over the |at the )?(?:last|previous) (?P<unit>week|month|year|weekend)", _last),
    _rule("weekend", r"over the (?P<unit>weekend)", _last),
    _rule("by ", rf"by (?P<day>{DATE}|{WEEKDAY})", _state, is_state=True),
    _rule("night|day|this ", r"last night|overnight|yesterday|today|this (?:morning|evening|afternoon)", _near),
    _rule(MONTH_HINTS + "|-", r"(?:on |the night of |the (?:morning|evening) of )?(?P<day>" + DATE + ")", _day),
    _rule("day", rf"(?:on |last )?(?P<day>{WEEKDAY})(?:'s|\u2019s)?", _day),
    _rule("from ", rf"from (?P<when>{MONTH})(?: on(?:wards)?)?(?=[.,;]|$)", _from_ahead),
    _rule(
        MONTH_HINTS,
        rf"(?:in|during|throughout|of|for|through) (?:early |late |mid-)?{MONTH}(?:,? {YEAR})?",
        _month_alone,
    ),
    _rule(MONTH_HINTS, rf"{MONTH} {YEAR}", _month_alone),
    _rule("19|20", rf"(?:in|during|of|throughout) (?P<year>{YEAR})", _year),
    _rule("19|20", rf"(?<=, )(?P<year>{YEAR})$", _year),
    _rule("19|20", rf"{YEAR}", _blank),
    _rule("st|nd|rd|th", r"(?:the )?\d{1,2}(?:st|nd|rd|th)", _blank),
)
HINTS: Final = tuple(sorted({hint for rule in RULES for hint in rule.hints}))
"""Earlier rules take the words before later ones; a rule without days only keeps its number from being a count."""
