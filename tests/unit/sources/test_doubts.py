"""Each doubt fires where it should, and is silent where it should be."""

from datetime import date, timedelta

import pytest

FIRST = date(2020, 1, 6)
ACTIVE = (100, 140, 90, 150, 120, 160, 110, 170, 130, 180, 95, 145)
"""Counts that rise and fall and give no reason for doubt."""


def doubts(sheet, gap=7, first=FIRST, **series):
    """Warnings about series of counts, one after the other, from one day on."""
    lines = [
        f"{name},{first + timedelta(days=gap * step)},{count}\n"
        for name, counts in series.items()
        for step, count in enumerate(counts)
        if count is not None
    ]
    return sheet.warnings("location,date,n\n" + "".join(lines))


def test_series_that_give_no_reason_for_doubt(sheet):
    assert doubts(sheet, A=ACTIVE, B=[3 * n + 7 * (n % 3) for n in ACTIVE]) == []


def test_a_first_count_of_zero(sheet):
    assert doubts(sheet, A=(0, 100, 90)) == [
        "2:14: 'A' has 0 on 2020-01-06, its first date, and 100 on the next: "
        "delete the 0 if nobody had been counted there yet"
    ]
    assert doubts(sheet, A=(0, 99, 120)) == []
    assert doubts(sheet, A=(40, 0, 120, 90)) == []


def test_counts_of_another_place(sheet):
    assert doubts(sheet, A=ACTIVE, B=ACTIVE) == [
        "14:14: 'B' has the same counts as 'A': delete one of them if they are the same people"
    ]
    assert doubts(sheet, A=ACTIVE[:5], B=ACTIVE[:5], C=ACTIVE[:5])[1].startswith(
        "12:14: 'C' has the same counts as 'A'"
    )
    assert doubts(sheet, A=ACTIVE[:4], B=ACTIVE[:4]) == []
    assert doubts(sheet, A=ACTIVE, B=(*ACTIVE[:-1], 146)) == []
    assert doubts(sheet, A=(50,) * 9, B=(50,) * 9) == []


def test_places_that_share_a_total_by_a_key(sheet):
    shares = [n * 250 for n in ACTIVE], [n * 750 for n in ACTIVE]
    assert doubts(sheet, A=shares[0], B=shares[1]) == [
        "14:14: 'B' is always 3 times 'A': give one count for both: a total split by a key says nothing of each"
    ]
    assert doubts(sheet, A=shares[0], B=[n * (1 + 0.002 * (n > 100_000)) for n in shares[1]]) == []
    assert doubts(sheet, A=shares[0][:4], B=shares[1][:4]) == []


def test_places_of_which_one_begins_later_can_be_copies(sheet):
    later = [None] * 4 + list(ACTIVE[4:])
    assert "'B' has the same counts as 'A'" in doubts(sheet, A=ACTIVE, B=later)[0]


def test_too_many_places_are_not_compared(sheet):
    many = {f"P{place}": [100 + (place * 7 + step * step * 31) % 97 for step in range(5)] for place in range(5000)}
    assert any("5,000 places are too many to look for copies" in warning for warning in doubts(sheet, **many))


def test_a_count_that_never_falls(sheet):
    assert doubts(sheet, A=range(100, 200, 10)) == [
        "11:14: 'A' never falls in 10 counts: make sure that it is the number present, not all who ever arrived"
    ]
    assert doubts(sheet, A=range(100, 190, 10)) == []
    assert doubts(sheet, A=[*range(100, 200, 10), 189]) == []


def test_a_series_that_stops(sheet):
    assert doubts(sheet, A=ACTIVE, B=ACTIVE[2::-1]) == [
        "16:14: 'B' was last counted on 2020-01-20, 63 days before the end of the file: "
        "end it with a count of 0 if the site was closed"
    ]
    assert doubts(sheet, A=ACTIVE, B=ACTIVE[3::-1]) == []
    assert doubts(sheet, gap=28, A=ACTIVE[:8], B=(*ACTIVE[3::-1], None)) == []


def test_counts_that_are_repeated(sheet):
    assert doubts(sheet, A=(90, 90, 80, 80, 70, 70, 75, 75, 60)) == [
        "3:14: 'A' repeats the count before on 4 of 8 dates: delete repetitions that were not counted anew"
    ]
    assert doubts(sheet, A=(90, 90, 80, 80, 70, 70, 75, 65, 60)) == []
    assert doubts(sheet, A=(90, 90, 80, 80, 70, 70, 75, 75)) == []
    assert doubts(sheet, A=(90,) * 9) == []


@pytest.mark.parametrize(("count", "fires"), [(501, True), (500, False), (19, True), (20, False)])
def test_a_digit_too_many_or_too_few(sheet, count, fires):
    found = doubts(sheet, A=(100, count, 100, 90))
    assert (
        found
        == [f"3:14: 'A' has {count} on 2020-01-13, between 100 and 100: look for a digit too many or too few"] * fires
    )


def test_small_numbers_jump(sheet):
    assert doubts(sheet, A=(5, 50, 4, 60, 9)) == [
        "5:14: 'A' has 60 on 2020-01-27, between 4 and 9: look for a digit too many or too few"
    ]


def test_dates_in_the_future(sheet):
    assert doubts(sheet, first=date(2025, 12, 26), A=(100, 90, 95)) == [
        "3:14: 'A' has a count on 2026-01-02, in the future, as 1 more: "
        "correct the date; a projection is no registration"
    ]
    assert doubts(sheet, first=date(2025, 12, 18), A=(100, 90, 95)) == []


def test_dates_far_from_all_others(sheet):
    text = "location,date,n\n" + "".join(f"A,{FIRST + timedelta(days=7 * step)},{n}\n" for step, n in enumerate(ACTIVE))
    found = sheet.warnings(text + "B,2010-01-06,8\n")
    assert found[0] == (
        "14:14: 'B' has a count on 2010-01-06, two years and more from most dates: correct the date, or delete the row"
    )
    assert not any("two years" in warning for warning in sheet.warnings(text + "B,2018-06-06,8\n"))
    assert not any("two years" in warning for warning in doubts(sheet, gap=800, A=ACTIVE[:4], first=date(2010, 1, 1)))


def test_doubts_change_no_count(sheet):
    text = "location,date,n\nA,2020-01-06,0\nA,2020-01-13,9000\nA,2020-01-20,100\n"
    assert sorted(sheet.counts(text).values()) == [0, 100, 9000]
