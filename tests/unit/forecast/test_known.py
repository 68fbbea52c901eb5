"""What was known by a date: which observations count, with which day, and why others do not."""

from datetime import timedelta

import pytest
from tests.crises import crisis, day, fire

from nuzuh.errors import UsageError
from nuzuh.forecast.known import known_by


def seen(when, quantity="cum_displaced", value=100, **more):
    return {"date": day(when), "quantity": quantity, "value": value, **more}


def town(*observations, **params):
    return crisis([("A", "town", 1000)], [], days=20, conflict=[fire("A")], observations=observations, params=params)


def days_of(known):
    return [(when.date() - day(0)).days for when in known.rows["date"]]


def test_later_observations_are_not_known():
    known = known_by(town(seen(3), seen(8), seen(9)), day(8))
    assert days_of(known) == [3, 8]
    assert known.scenario.end == day(8)
    assert known.scenario.tables["observations"]["date"].max().date() == day(8)


def test_what_was_published_later_was_not_known_either():
    known = known_by(town(seen(3), seen(5, published=day(9)), seen(6, published=day(7))), day(8))
    assert days_of(known) == [3, 6]


def test_without_a_date_all_observations_of_the_run_count():
    known = known_by(town(seen(3), seen(19), seen(25)))
    assert days_of(known) == [3, 19]
    assert known.left_out == ()


def test_registration_that_runs_late_is_compared_with_an_earlier_day():
    known = known_by(town(seen(3), seen(9)), day(12), lag_days=5)
    assert days_of(known) == [4]
    assert known.left_out == ("1 observation left out: compared with a day outside the run",)


def test_returns_count_only_where_somebody_can_return():
    rows = seen(5), seen(6, "cum_returned")
    assert known_by(town(*rows)).left_out == (
        "1 observation left out: nobody returns in this scenario (returns.rate is 0)",
    )
    assert days_of(known_by(town(*rows, returns={"rate": 0.1}))) == [5, 6]
    assert days_of(known_by(town(*rows, returns={"rate": {"uniform": [0, 0.2], "value": 0}}))) == [5, 6]


def test_totals_that_are_given_to_the_run_say_nothing():
    rows = seen(5), seen(6, location="A"), seen(7, "n_displaced")
    known = known_by(town(*rows, displacement={"mode": "registrations"}))
    assert days_of(known) == [6, 7]
    assert known.left_out == ("1 observation left out: an input of the run (displacement.mode is registrations)",)


def test_counts_since_a_day_before_the_run_cannot_be_compared():
    known = known_by(town(seen(5), seen(6, "n_displaced")).between(start=day(2)))
    assert days_of(known) == [6]
    assert known.left_out == ("1 observation left out: counted since a day before the run",)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "the table of observations is empty; add counts to observations.csv"),
        ([seen(9), seen(10)], "the first was known on 2020-01-10; give that day or a later one as --until"),
        ([seen(2, published=day(9))], "the first was known on 2020-01-10"),
        ([seen(2, "cum_returned")], r"\(1 nobody returns in this scenario \(returns.rate is 0\)\): give a later"),
    ],
)
def test_where_nothing_is_known_the_way_out_is_told(rows, message):
    with pytest.raises(UsageError, match=f"no observation of 'test' known by {day(4)} can be compared.*{message}"):
        known_by(town(*rows), day(4))


def test_a_day_after_the_run_is_as_its_last():
    assert days_of(known_by(town(seen(3)), day(0) + timedelta(days=500))) == [3]


def test_rows_for_checking_are_left_out_and_told():
    known = known_by(town(seen(3), seen(8, fit=False), seen(9)))
    assert days_of(known) == [3, 9]
    assert known.left_out == ("1 observation left out: for checking only (fit is no)",)
    with pytest.raises(UsageError, match=r"1 for checking only"):
        known_by(town(seen(3, fit=False)))


def test_counts_since_a_day_of_the_run_are_compared_where_the_run_was_cut():
    rows = seen(9), seen(9, "cum_departures", since=day(3)), seen(9, "cum_departures", since=day(6))
    known = known_by(town(*rows).between(start=day(5)))
    assert known.rows["since"].dt.date.tolist() == [day(6)]
    assert known.left_out == ("2 observations left out: counted since a day before the run",)


def test_first_days_of_counts_are_as_late_as_the_counts():
    rows = seen(9), seen(9, "cum_departures", since=day(2)), seen(9, "cum_departures", since=day(6))
    known = known_by(town(*rows), lag_days=3)
    assert days_of(known) == [6, 6, 6]
    assert known.rows["since"].iloc[1:].dt.date.tolist() == [day(0), day(3)]
    assert known.rows["since"].isna().tolist() == [True, False, False]
