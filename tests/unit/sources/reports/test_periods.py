"""Periods as texts state them, against the day of the report."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.sources.reports.periods import periods_in

TODAY = date(2020, 2, 24)
"""A Monday."""
SAID = [
    ("since 1 December 2019", "2019-12-01", "2020-02-24"),
    ("since December", "2019-12-01", "2020-02-24"),
    ("since the start of the year", "2020-01-01", "2020-02-24"),
    ("since last month", "2020-01-01", "2020-02-24"),
    ("since the war began on 15 March 2011", "2011-03-15", "2020-02-24"),
    ("between 9 and 12 February", "2020-02-09", "2020-02-12"),
    ("between December 12 and 25", "2019-12-12", "2019-12-25"),
    ("between 1 December and 20 January", "2019-12-01", "2020-01-20"),
    ("between April and August", "2019-04-01", "2019-08-31"),
    ("between 2003 and 2008", "2003-01-01", "2008-12-31"),
    ("between Thursday and Sunday", "2020-02-20", "2020-02-23"),
    ("from 29 April to 24 February", "2019-04-29", "2020-02-24"),
    ("19\u201325 February 2020", "2020-02-19", "2020-02-25"),
    ("on 12 and 13 February", "2020-02-12", "2020-02-13"),
    ("as of 20 January", None, "2020-01-20"),
    ("last week", "2020-02-17", "2020-02-23"),
    ("over the weekend", "2020-02-22", "2020-02-23"),
    ("last month", "2020-01-01", "2020-01-31"),
    ("last year", "2019-01-01", "2019-12-31"),
    ("so far this year", "2020-01-01", "2020-02-24"),
    ("in the past week", "2020-02-17", "2020-02-24"),
    ("over the last nine years", "2011-02-24", "2020-02-24"),
    ("over the past 24 hours", "2020-02-23", "2020-02-24"),
    ("three weeks ago", "2020-02-03", "2020-02-03"),
    ("on Friday", "2020-02-21", "2020-02-21"),
    ("yesterday", "2020-02-23", "2020-02-23"),
    ("overnight", "2020-02-23", "2020-02-24"),
    ("in January last year", "2019-01-01", "2019-01-31"),
    ("in the first week of February", "2020-02-01", "2020-02-07"),
    ("in 2016", "2016-01-01", "2016-12-31"),
    ("by the end of March", None, "2020-03-31"),
    ("in the next three months", "2020-02-24", "2020-05-24"),
    ("in the first quarter of the year", "2020-01-01", "2020-03-31"),
    ("in the first half of February", "2020-02-01", "2020-02-15"),
    ("in the second half of 2019", "2019-07-01", "2019-12-31"),
    ("in the last three months of 2019", "2019-10-01", "2019-12-31"),
    ("in July and August", "2019-07-01", "2019-08-31"),
    ("in 1991 and 1992", "1991-01-01", "1992-12-31"),
    ("since last November", "2019-11-01", "2020-02-24"),
    ("since early December", "2019-12-01", "2020-02-24"),
    ("since mid-December", "2019-12-15", "2020-02-24"),
    ("since Christmas", "2019-12-25", "2020-02-24"),
    ("last January", "2020-01-01", "2020-01-31"),
    ("during the month", "2020-02-01", "2020-02-24"),
    ("over the past twenty-four hours", "2020-02-23", "2020-02-24"),
    ("at the end of last month", "2020-01-31", "2020-01-31"),
    ("at the start of 2020", "2020-01-01", "2020-01-01"),
    ("before April", None, "2020-03-31"),
    ("by 2030", None, "2030-12-31"),
    ("next week", "2020-03-02", "2020-03-08"),
    ("next month", "2020-03-01", "2020-03-31"),
    ("by the end of next year", None, "2021-12-31"),
    ("tomorrow", "2020-02-25", "2020-02-25"),
    ("within two years", "2020-02-24", "2022-02-24"),
    ("by the end of January", None, "2020-01-31"),
    ("between 9 October, when it began, and 22 October", "2019-10-09", "2019-10-22"),
    ("between 7 and 8 million", None, None),
    ("from 06:00 to 18:00", None, None),
    ("on 29 February 2019", None, None),
    ("in recent days", None, None),
]


@pytest.mark.parametrize(("text", "start", "stop"), SAID, ids=[text for text, _, _ in SAID])
def test_what_is_said_is_resolved(text, start, stop):
    found = [one for one in periods_in(f"It happened {text}, they say.", TODAY) if one.start or one.stop]
    days = [tuple(day and day.isoformat() for day in (one.start, one.stop)) for one in found]
    assert days == ([] if start is None and stop is None else [(start, stop)])


@pytest.mark.parametrize(
    ("text", "is_ahead"),
    [("by the end of March", True), ("in the next three months", True), ("since 1 March", False), ("in 2020", False)],
)
def test_what_lies_ahead_is_told(text, is_ahead):
    assert [one.is_ahead for one in periods_in(text, TODAY)] == [is_ahead]


def test_without_a_day_of_the_report_only_full_dates_are_told():
    assert [one for one in periods_in("on 3 May and last week", None) if one.start] == []
    (one,) = periods_in("on 3 May 2019", None)
    assert one.start == one.stop == date(2019, 5, 3)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 360))
def test_a_day_without_its_year_is_the_last_such_day(today, back):
    day = today - timedelta(back)
    if (day.month, day.day) == (2, 29):
        return
    (one,) = periods_in(f"on {day.day} {day:%B}", today)
    assert one.start == one.stop == day


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.text(max_size=60), st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_a_period_ends_after_it_begins(text, today):
    for word in ("", "since ", "between "):
        for one in periods_in(word + text, today):
            assert one.start is None or one.stop is None or one.start <= one.stop
