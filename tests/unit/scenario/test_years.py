"""Years that cannot be meant."""

from datetime import date, timedelta

import pytest

from nuzuh.scenario.years import misdated

WEEKS = [date(2019, 11, 1) + timedelta(days=14 * at) for at in range(10)]


@pytest.mark.parametrize("at", range(1, 9))
@pytest.mark.parametrize("years", [1, -1])
def test_a_year_off_is_found_and_mended(at, years):
    slipped = [*WEEKS]
    slipped[at] = WEEKS[at].replace(year=WEEKS[at].year + years)
    assert misdated(slipped) == {at: WEEKS[at]}


def test_the_last_row_is_mended_only_to_a_date_soon_after():
    slipped = [*WEEKS[:-1], WEEKS[-1].replace(year=2019)]
    assert misdated(slipped) == {9: WEEKS[-1]}
    far = [*WEEKS, WEEKS[-1] - timedelta(days=20)]  # a year later would be 345 days after the row above
    assert misdated(far) == {}


def test_dates_in_order_are_left_alone():
    assert misdated(WEEKS) == {}
    assert misdated(WEEKS[::-1]) == {}
    assert misdated([date(2020, 2, 1), date(2020, 1, 1)]) == {}  # which way does it run?
    assert misdated([]) == {}


def test_two_slips_apart_are_both_mended():
    slipped = [*WEEKS]
    slipped[2], slipped[6] = WEEKS[2].replace(year=2018), WEEKS[6].replace(year=2019)
    assert misdated(slipped) == {2: WEEKS[2], 6: WEEKS[6]}


def test_where_rows_are_in_no_order_nothing_is_guessed():
    assert misdated([WEEKS[at] for at in (3, 0, 7, 1, 9, 2)]) == {}
