"""The same claim of several reports is one with all its sources; contradicting ones stay, and know their spread."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports_said import PUBLISHED, claim, report

from nuzuh.sources.reports.merge import merged, place_of, subject_of
from nuzuh.sources.reports.wording import one_line, source_of

DAYS = st.sampled_from([None, date(2020, 1, 2), PUBLISHED])
NUMBERS = st.one_of(st.none(), st.integers(0, 4), st.tuples(st.integers(0, 3), st.integers(3, 5)))
CLAIMS = st.builds(
    claim,
    st.sampled_from(["displaced_new", "displaced_total", "killed"]),
    NUMBERS,
    location=st.sampled_from(["", "A", "B"]),
    unit=st.sampled_from(["people", "families", "children"]),
    period_end=DAYS,
    negated=st.booleans(),
    speaker=st.sampled_from(["", "Mr X"]),
)
REPORTS = st.lists(
    st.builds(
        lambda claims, name, day: report(*claims, name=name, published=day),
        st.lists(CLAIMS, max_size=5),
        st.sampled_from(["a", "b", "c"]),
        DAYS,
    ),
    max_size=4,
)
FAST = settings(max_examples=100, deadline=None)


def said(found):
    """What does not depend on the order of reports."""
    return {(one.subject, one.claim.quantity_low, one.claim.quantity_high): set(one.sources) for one in found}


@FAST
@given(REPORTS)
def test_every_claim_is_in_one_of_them_and_no_other(reports):
    found = merged(reports)
    assert len(said(found)) == len(found)
    pairs = {(one, subject_of(one, each.date)) for each in reports for one in each.claims}
    assert {(one, each.subject) for each in found for one in each.claims} == pairs
    sources = {source_of(each, one) for each in reports for one in each.claims}
    assert {source for one in found for source in one.sources} == sources


@FAST
@given(REPORTS)
def test_reports_that_are_given_twice_count_once(reports):
    assert merged([*reports, *reports]) == merged(reports)


@FAST
@given(REPORTS)
def test_the_order_of_reports_changes_nothing_but_that_of_what_is_found(reports):
    found, other = merged(reports), merged(reports[::-1])
    assert said(found) == said(other)
    assert {(one.subject, one.spread, one.published) for one in found} == {
        (one.subject, one.spread, one.published) for one in other
    }


@FAST
@given(REPORTS)
def test_a_spread_holds_all_that_is_said_of_a_subject_and_no_more(reports):
    found = merged(reports)
    for one in found:
        same = [each for each in found if each.subject == one.subject and each.claim.quantity_low is not None]
        ends = [end for each in same for end in (each.claim.quantity_low, each.claim.quantity_high)]
        expected = (min(ends), max(ends)) if len(same) > 1 and one in same else None
        assert one.spread == expected


def test_the_same_claim_has_all_its_sources():
    first, second = claim(quantity=900, location="A"), claim(quantity=900, location="a", unit="IDPs", speaker="Ms Y")
    found = merged([report(first), report(second, name="b.txt", published=PUBLISHED)])
    assert [(one.sources, one.spread) for one in found] == [(("a.txt", "b.txt: Ms Y"), None)]


def test_contradicting_claims_stay_side_by_side_with_their_spread():
    found = merged([report(claim(quantity=900)), report(claim(quantity=(700, 800)), name="b.txt")])
    assert [(one.claim.quantity_high, one.spread) for one in found] == [(900, (700, 900)), (800, (700, 900))]


def test_what_is_denied_feared_of_another_place_time_or_unit_does_not_contradict():
    others = [{"negated": True}, {"hypothetical": True}, {"location": "B"}, {"period_end": date(2020, 1, 2)}]
    others += [{"unit": "families"}, {"unit": "children"}, {"origin": "B"}, {"kind": "killed"}]
    claims = [claim(quantity=5), *(claim(**{"kind": "displaced_total", "quantity": 7} | one) for one in others)]
    assert [one.spread for one in merged([report(*claims)])] == [None] * len(claims)


def test_without_a_day_of_its_own_a_claim_is_of_the_day_of_its_report():
    dated, undated = claim(quantity=5, period_end=PUBLISHED), claim(quantity=5)
    (one,) = merged([report(undated), report(dated, name="b.txt", published=date(2020, 2, 1))])
    assert (one.subject.last, one.is_dated, one.published) == (PUBLISHED, True, PUBLISHED)
    assert len(merged([report(undated), report(undated, name="b.txt", published=date(2020, 2, 1))])) == 2


def test_those_newly_displaced_are_counted_whence_they_came_others_where_they_are():
    names = {"origin": "A", "location": "B", "destination": "C"}
    kinds = ["displaced_new", "displaced_total", "hosted", "returned"]
    assert [place_of(claim(kind, **names)) for kind in kinds] == ["A", "B", "B", "C"]
    assert [place_of(claim(kind, location="B")) for kind in kinds] == ["B"] * 4


def test_sources_are_words_on_one_line_that_nothing_takes_for_a_formula():
    hostile = claim(speaker="=HYPERLINK(1)\u202e; x\n", speaker_organisation="UN")
    assert source_of(report(hostile, name="=a;b.txt"), hostile) == "a,b.txt: =HYPERLINK(1) , x, UN"
    assert one_line("\x00a\u2028\u2066b\ufeff") == "a b"
