"""Numbers as texts state them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.sources.reports.numbers import numbers_in, value_of

SAID = [
    ("nearly one million people", [(1_000_000, 1_000_000, "nearly")]),
    ("more than 900,000", [(900_000, None, "more than")]),
    ("up to 900,000", [(None, 900_000, "up to")]),
    ("no more than 35,000", [(None, 35_000, "no more than")]),
    ("between 700,000 and 900,000", [(700_000, 900_000, "")]),
    ("250,000\u2013300,000", [(250_000, 300_000, "")]),
    ("2.5 to 3 million", [(2_500_000, 3_000_000, "")]),
    ("28 children and 17 women", [(28, 28, ""), (17, 17, "")]),
    ("28 and 17", [(28, 28, ""), (17, 17, "")]),
    ("nine hundred and forty-six thousand", [(946_000, 946_000, "")]),
    ("half a million", [(500_000, 500_000, "")]),
    ("tens of thousands", [(10_000, 100_000, "")]),
    ("several hundred", [(100, 1_000, "")]),
    ("70 000 families", [(70_000, 70_000, "")]),
    ("630k", [(630_000, 630_000, "")]),
    ("four million-strong", [(4_000_000, 4_000_000, "")]),
    ("a dozen mosques", [(12, 12, "")]),
    ("M5, 40%, $1.5bn, v2.0", []),
]


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text for text, _ in SAID])
def test_what_is_said_is_read(text, expected):
    assert [(one.low, one.high, one.modifier) for one in numbers_in(text)] == expected


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(2, 9_999_999))
def test_digits_with_or_without_commas_are_the_same(number):
    assert value_of(str(number)) == value_of(f"{number:,}") == number


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_a_number_lies_within_its_text(text):
    for one in numbers_in(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.low is None or one.high is None or one.low <= one.high
