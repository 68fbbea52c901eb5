"""Which of the periods of a sentence a count is of."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from nuzuh.sources.reports.counts import Count
from nuzuh.sources.reports.days import MONTH, last_of
from nuzuh.sources.reports.mentions import Mentions
from nuzuh.sources.reports.nearness import Weights, distance
from nuzuh.sources.reports.periods import Period

STOCKS: Final = frozenset({"displaced_total", "hosted", "in_need", "exposed", "sites"})
"""Kinds that are so on a day, and do not happen within a period."""
TO_DAYS: Final = Weights(
    before=3, count_before=3, count_after=8, clause=4, stop=40, opening=6, opening_count=4, opens=4
)
FOR_A_YEAR: Final = re.compile(r"this year|(?:in|during|throughout) (?:19|20)\d\d$")
"""Years for which needs are reckoned."""
SAID: Final = re.compile(r"\b(?:said|says|reported|announced|warned|told)\b")
OUTSIDE: Final = 8
"""Words further away that a period is which is not of what is said but of when it is said."""
DATELINE: Final = re.compile(r"^[A-Z][\w /-]{2,40}, [^\u2013\u2014]{2,24}[\u2013\u2014]")
TAKEN_IN: Final = re.compile(
    r"\b(?:let in|took in|taken in|admitted|affected|damaged|flooded|destroyed|swept|washed|sprung "
    r"up|opened|new|stranded|cut off)\b",
    re.IGNORECASE,
)
"""Words by which what is else a state happened within a period."""
RUNNING: Final = re.compile(r"\b(?:stands|stood) at\b|\bhad passed\b|\bhas passed\b", re.IGNORECASE)
"""Of a total that goes on, the day is the last one counted."""


def is_dateline(text: str, period: Period) -> bool:
    """Whether a day is that of the report itself: GAZIANTEP, 19 February."""
    line = DATELINE.match(text)
    return line is not None and period.end <= line.end()


def period_of(mentions: Mentions, count: Count, kind: str) -> Period | None:
    """The period that a count is of: that of its clause, or the only one of its sentence."""
    asides = [match.span() for match in ASIDE.finditer(mentions.sentence.text)]
    told = [one for one in mentions.periods if not _is_aside(one, count, asides)]
    usable = [one for one in told if kind not in STOCKS or _suits_state(mentions, one, count, kind)]
    best = min(usable, key=lambda one: _far(mentions, one, count), default=None)
    if best is None or _far(mentions, best, count) > (30 if len(usable) > 1 else 60):
        return None
    if kind in STOCKS:
        return best
    since = (
        best
        if best.start and not best.is_state
        else next((one for one in usable if one.start and _is_since(mentions, one)), None)
    )
    until = next((one for one in usable if one.is_state and not one.is_ahead and _is_until(mentions, one)), None)
    if (
        since is not None
        and until is not None
        and _is_since(mentions, since)
        and since.start
        and until.stop
        and since.start <= until.stop
    ):
        return Period(since.begin, since.end, since.start, until.stop)
    return best


ASIDE: Final = re.compile(r", (?:which|where|whose) (?:[^,;.](?!, ))*[^,;.]?")
"""What is said by the way of something else."""


def _is_aside(period: Period, count: Count, asides: list[tuple[int, int]]) -> bool:
    return any(low <= period.begin < high and not low <= count.start < high for low, high in asides)


def _is_until(mentions: Mentions, period: Period) -> bool:
    words = mentions.sentence.text[period.begin : period.end].lower()
    return words.startswith(("as of", "as at", "up to", "until", "till", "to "))


def _is_since(mentions: Mentions, period: Period) -> bool:
    return mentions.sentence.text[period.begin : period.end].lower().startswith("since")


def _far(mentions: Mentions, period: Period, count: Count) -> float:
    far = distance(mentions, count, period.begin, period.end, TO_DAYS)
    is_outside = period.end <= count.start and SAID.search(mentions.sentence.text, period.end, count.start) is not None
    return far + OUTSIDE * is_outside


def _suits_state(mentions: Mentions, period: Period, count: Count, kind: str) -> bool:
    """Whether a period is one at which a state was counted: as of a day, or one that stands right beside the count."""
    words = mentions.sentence.text[period.begin : period.end].lower()
    if period.is_state or words == "today":
        return True
    if TAKEN_IN.search(mentions.sentence.text):
        return True
    if kind == "in_need" and FOR_A_YEAR.match(words):
        return True
    if re.match(r"since|(?:over|in|during|for) the (?:past|last)|this|last", words):
        return False
    if period.begin <= 1 and words.startswith("on "):
        return True
    others = any(
        min(count.end, period.end) <= other.start < max(count.start, period.begin)
        for other in mentions.counts
        if other is not count
    )
    return not others and _far(mentions, period, count) <= 12


def days_of(period: Period | None, kind: str, text: str) -> tuple[date | None, date | None]:
    """First and last day of a claim; a state that was counted as of a day has that day twice."""
    if period is None:
        return None, None
    if kind in STOCKS:
        is_counted = period.is_state and not period.is_ahead
        return (period.stop if is_counted else period.start), period.stop
    is_running = RUNNING.search(text) is not None and period.start == period.stop
    return (None if is_running else period.start), period.stop


def coming(words: str, start: date, stop: date) -> tuple[date, date]:
    """A month without a year in which something is planned: the next one, and not the last one."""
    if COMING.fullmatch(words.strip()) is None:
        return start, stop
    return start.replace(year=start.year + 1), last_of(stop.replace(day=1, year=stop.year + 1))


COMING: Final = re.compile(rf"(?:in|during|for) {MONTH}", re.IGNORECASE)
