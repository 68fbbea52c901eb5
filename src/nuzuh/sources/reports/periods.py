"""Periods as texts state them, resolved against the day of the report."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from nuzuh.sources.reports import resolving
from nuzuh.sources.reports.days import DATE, DAY, MONTH, WEEKDAY, YEAR
from nuzuh.sources.reports.text import lowered

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
    r"christmas|yesterday)"
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
    small = lowered(text)
    present = {hint for hint in HINTS if hint in small}
    for rule in RULES:
        if present.isdisjoint(rule.hints):
            continue
        for match in rule.pattern.finditer(small):
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
    return Rule(words, re.compile(rf"(?<![\w-]){pattern}(?![\w])"), resolve, is_state)


MONTH_HINTS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"


BOTH: Final = rf"(?P<low>{DATE}|{DAY}|{MONTH}(?: {YEAR})?|{YEAR})"
RULES: Final = (
    _rule(
        "since",
        rf"since (?:[\w-]+ ){{1,8}}?(?:on |in |of |last )(?P<start>{DATE}|{WEEKDAY}|{MONTH}(?: {YEAR})?|{YEAR})",
        resolving.since,
    ),
    _rule(
        " week of| weeks of",
        (
            rf"(?:in |during )?the (?P<which>first two|first three|first|second|third|last) "
            rf"weeks? of (?P<month>{MONTH}(?: "
            rf"{YEAR})?)"
        ),
        resolving.week_of_month,
    ),
    _rule(
        "since|starting|beginning",
        rf"(?:since|starting|beginning) (?P<start>{START})(?:,? (?:and )?(?:as of|until|up to|to) (?P<until>{DATE}))?",
        resolving.since,
    ),
    _rule("19|20", rf"(?:in |during |of )?(?P<low>{YEAR})(?: and | to |[\u2013-])(?P<high>{YEAR})", resolving.years),
    _rule("between", rf"between (?P<low>{DATE}),[^,;.]{{1,60}}, and (?P<high>{DATE})", resolving.between),
    _rule("between", rf"between (?P<low>{WEEKDAY}) and (?P<high>{WEEKDAY})", resolving.between_days),
    _rule("from |between", rf"(?:from|between) {BOTH}{DASH}(?P<high>{DATE}|{MONTH} {DAY})", resolving.between),
    _rule(
        "from |between",
        rf"(?:from|between) (?P<low>{DATE}|{MONTH} {DAY}){DASH}(?P<high>{DAY}(?= |[.,;]|$))",
        resolving.between,
    ),
    _rule("from |between", rf"(?:from|between) {BOTH}{DASH}(?P<high>{MONTH}(?: {YEAR})?|{YEAR})", resolving.between),
    _rule(MONTH_HINTS, rf"(?P<low>{DATE}|{DAY}) ?(?:\u2013|\u2014|-|to) ?(?P<high>{DATE})", resolving.between),
    _rule(MONTH_HINTS, rf"(?:on )?(?P<low>{DAY}) (?:and) (?P<high>{DATE})", resolving.between),
    _rule(
        MONTH_HINTS,
        rf"(?P<low>{MONTH} {DAY}) ?(?:\u2013|\u2014|-|to) ?(?P<high>{DAY}(?:,? {YEAR})?)",
        resolving.between,
    ),
    _rule(
        MONTH_HINTS,
        rf"(?:in )?(?P<low>{MONTH}) ?(?:\u2013|\u2014|-|to|and) ?(?P<high>{MONTH}(?: {YEAR})?)",
        resolving.between,
    ),
    _rule(
        "as of|as at|up to|until|till|to ",
        rf"(?:as of|as at|up to|until|till|to) (?P<day>{DATE}|today|now)",
        resolving.state,
        is_state=True,
    ),
    _rule(
        "end of",
        (
            rf"(?:by|before|until|at) (?:the )?end of (?P<when>{MONTH}(?: {YEAR})?|{YEAR}|the (?:month|"
            r"year)|this (?:month|year))"
        ),
        resolving.by_end,
        is_state=True,
    ),
    _rule(
        "months of ",
        rf"(?:in |during |over )?the (?P<which>first|last) (?P<count>two|three|four|five|six) months of "
        rf"(?P<of>the year|this year|last year|{YEAR})",
        resolving.months_of,
    ),
    _rule(
        "past|last|previous",
        r"(?:over|during|in|within|for)? ?(?:the )?(?:past|last|previous) (?:(?P<count>"
        + COUNT
        + r") )?(?:\w+ )?(?P<unit>fortnight|hours|days|nights|weeks|months|years|decades?)",
        resolving.past,
    ),
    _rule(
        "past|last",
        r"(?:over|during|in|within) the (?:past|last) (?P<count>)(?P<unit>week|month|year|day)",
        resolving.past,
    ),
    _rule(
        "next|coming",
        r"(?:over|during|in|within) the (?:next|coming) (?:(?P<count>"
        + COUNT
        + r") )?(?P<unit>days?|weeks?|months?|years?)",
        resolving.ahead,
    ),
    _rule("within ", rf"within (?P<count>{COUNT}) (?P<unit>days?|weeks?|months?|years?)", resolving.ahead),
    _rule(
        "quarter of|half of",
        (
            rf"(?:in |during |over )?the (?P<which>first|second|third|fourth|last) (?P<part>quarter|half) of "
            rf"(?P<of>the year|this year|last year|the month|this month|last month|{MONTH}(?: {YEAR})?|{YEAR})"
        ),
        resolving.part_of,
    ),
    _rule(" ago", rf"(?P<count>{COUNT}) (?P<unit>{SPAN}) ago", resolving.ago),
    _rule(
        "this |the month",
        r"(?:(?:so far )?this (?P<unit>week|month|year)|(?:during|over) the month(?! of))",
        resolving.this,
    ),
    _rule("last year", rf"(?:in )?{MONTH},? (?:of )?last year", resolving.month_alone),
    _rule("last ", rf"(?:in )?last {MONTH}", resolving.month_alone),
    _rule("next ", r"(?:by the end of )?next (?P<unit>week|month|year)", resolving.next),
    _rule("tomorrow", r"tomorrow", resolving.next),
    _rule("before ", rf"before (?P<when>{MONTH})(?! \d)", resolving.before_month),
    _rule("end of last", r"(?:at|by) the end of last (?P<unit>month|year)", resolving.end_of_last),
    _rule("at the ", rf"at the (?:start|beginning) of (?P<when>{MONTH}(?: {YEAR})?|{YEAR})", resolving.start_of_one),
    _rule("by ", rf"by (?P<year>{YEAR})", resolving.by_year),
    _rule(
        "last|previous", r"(?:over the |at the )?(?:last|previous) (?P<unit>week|month|year|weekend)", resolving.last
    ),
    _rule("weekend", r"over the (?P<unit>weekend)", resolving.last),
    _rule("by ", rf"by (?P<day>{DATE}|{WEEKDAY})", resolving.state, is_state=True),
    _rule(
        "night|day|this ", r"last night|overnight|yesterday|today|this (?:morning|evening|afternoon)", resolving.near
    ),
    _rule(
        MONTH_HINTS + "|-", r"(?:on |the night of |the (?:morning|evening) of )?(?P<day>" + DATE + ")", resolving.day
    ),
    _rule("day", rf"(?:on |last )?(?P<day>{WEEKDAY})(?:'s|\u2019s)?", resolving.day),
    _rule("from ", rf"from (?P<when>{MONTH})(?: on(?:wards)?)?(?=[.,;]|$)", resolving.from_ahead),
    _rule(
        MONTH_HINTS,
        rf"(?:in|during|throughout|of|for|through) (?:early |late |mid-)?{MONTH}(?:,? {YEAR})?",
        resolving.month_alone,
    ),
    _rule(MONTH_HINTS, rf"{MONTH} {YEAR}", resolving.month_alone),
    _rule("19|20", rf"(?:in|during|of|throughout) (?P<year>{YEAR})", resolving.year),
    _rule("19|20", rf"(?<=, )(?P<year>{YEAR})$", resolving.year),
    _rule("19|20", rf"{YEAR}", resolving.blank),
    _rule("st|nd|rd|th", r"(?:the )?\d{1,2}(?:st|nd|rd|th)", resolving.blank),
)
HINTS: Final = tuple(sorted({hint for rule in RULES for hint in rule.hints}))
"""Earlier rules take the words before later ones; a rule without days only keeps its number from being a count."""
