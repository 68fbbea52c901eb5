"""Corrected stocks: the books balance, and people come from where they are said to come from."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.forecast.correction import Books, Reserves, corrected, pool_corrected, shared, total_corrected

QUICK = settings(max_examples=150, deadline=None)
L, K, T = 4, 2, 3
PEOPLE = st.integers(0, 60)


def arrays(numbers, shape):
    return st.lists(numbers, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))).map(
        lambda values: np.array(values, dtype=float).reshape(shape)
    )


@st.composite
def stocks(draw, is_whole=True):
    """Books and reserves; in whole numbers, or in thirds of persons."""
    size = 1.0 if is_whole else 1 / 3
    ends, classes = (draw(arrays(st.integers(0, most), T)).astype(np.int64) for most in (L - 1, K - 1))
    entered = draw(arrays(PEOPLE, L)) * size
    people = [draw(arrays(PEOPLE, (L, K))) * size for _ in range(3)]
    books = Books(people[0], people[1], entered, draw(arrays(PEOPLE, T)) * size, ends, classes)
    homes = np.array(draw(st.sampled_from([(-1, -1), (0, -1), (2, 1)])))
    weight, is_counted = draw(arrays(st.integers(0, 3), (L, K))), draw(arrays(st.booleans(), L)).astype(bool)
    return books, Reserves(is_counted, weight, people[2], homes, draw(st.booleans()), is_whole)


def check(before, after, reserves):
    """Nobody is made up or lost, or half a person."""
    assert after.people == pytest.approx(before.people, abs=1e-7)
    if reserves.is_whole:
        assert after.people == before.people
    for name in ("at_home", "displaced", "entered", "travelling"):
        values = getattr(after, name)
        assert (values >= (0 if reserves.is_whole else -1e-9)).all(), name
        assert not reserves.is_whole or (values == np.rint(values)).all(), name


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@QUICK
@given(st.booleans().flatmap(stocks), arrays(st.integers(-150, 150), L))
def test_books_balance_after_stocks_are_corrected(given_stocks, changes):
    books, reserves = given_stocks
    kept = books.copied()
    after = corrected(books, changes, reserves)
    check(books, after, reserves)
    assert same(books, kept)  # the books that are corrected stay as they are


@QUICK
@given(st.booleans().flatmap(stocks), st.integers(-400, 400))
def test_books_balance_after_a_total_or_the_pool_is_corrected(given_stocks, change):
    books, reserves = given_stocks
    for correct in (total_corrected, pool_corrected):
        check(books, correct(books, float(change), reserves), reserves)


@QUICK
@given(st.booleans().flatmap(stocks))
def test_a_change_of_nobody_changes_nothing(given_stocks):
    books, reserves = given_stocks
    assert same(corrected(books, np.zeros(L), reserves), books)
    assert same(total_corrected(books, 0.0, reserves), books)
    assert same(pool_corrected(books, 0.0, reserves), books)


@QUICK
@given(stocks(), arrays(st.integers(-150, 150), L))
def test_stocks_change_as_they_should_where_there_are_enough_people(given_stocks, changes):
    """Counted places end where the count says: nobody lends from there."""
    books, reserves = given_stocks
    reserves = reserves._replace(is_counted=reserves.is_counted | (changes != 0), from_outside=True)
    books.at_home[0, 0] += 1  # somebody to say where those from outside were forced from home
    had = books.displaced.sum(axis=1)
    after = corrected(books, changes, reserves).displaced.sum(axis=1)
    counted = reserves.is_counted
    assert after[counted].tolist() == np.maximum(had + changes, 0.0)[counted].tolist()


@QUICK
@given(st.integers(0, 300), arrays(st.integers(0, 5), 6), arrays(st.integers(0, 40), 6), st.booleans())
def test_shares_add_up_and_none_is_above_its_most(n, weights, most, is_whole):
    found = shared(float(n), weights, most, is_whole=is_whole)
    assert found.sum() == pytest.approx(min(n, most[weights > 0].sum()))
    assert (found <= most).all()
    assert (found[weights == 0] == 0).all()
    assert not is_whole or (found == np.rint(found)).all()


def test_shares_are_in_proportion_where_there_is_room():
    assert shared(30.0, np.array([1.0, 2.0, 3.0]), np.full(3, np.inf), is_whole=True).tolist() == [5, 10, 15]
    assert shared(1.0, np.array([1.0, 3.0]), np.full(2, np.inf), is_whole=False).tolist() == [0.25, 0.75]


def books_of(at_home=(0, 0, 0), displaced=(0, 0, 0), travelling=(0,), bound_for=(0,), entered=(0, 0, 0)):
    """Three locations, one class."""
    column = [np.array(values, dtype=float)[:, None] for values in (at_home, displaced)]
    flat = [np.array(values, dtype=float) for values in (entered, travelling)]
    return Books(*column, *flat, np.array(bound_for), np.zeros(len(bound_for), dtype=np.int64))


def reserves_of(counted=(0, 0, 0), weight=(1, 1, 1), gone=(0, 0, 0), home=-1, from_outside=False):
    column = [np.array(values, dtype=float)[:, None] for values in (weight, gone)]
    return Reserves(np.array(counted, dtype=bool), *column, np.array([home]), from_outside, is_whole=True)


def test_too_many_here_are_first_those_too_few_there():
    before = books_of((900, 0, 0), (0, 100, 50), (40,), (2,))
    after = corrected(before, np.array([0, -30, 20]), reserves_of((0, 1, 1), gone=(10, 0, 0)))
    assert after.displaced.ravel().tolist() == [0, 70, 70]
    assert after.travelling.tolist() == [40]
    assert after.at_home.ravel().tolist() == [910, 0, 0]  # ten are nowhere: they have not left home


def test_who_is_missing_was_on_the_way_there_first_then_uncounted_then_at_home():
    before = books_of((900, 0, 0), (0, 25, 50), (40, 7), (2, 1))
    steps = [reserves_of((0, 0, 1), weight=(1, 0, 0))] * 3
    calls = [corrected(before, np.array([0, 0, n]), reserves) for n, reserves in zip((30, 60, 90), steps, strict=True)]
    assert [after.displaced.ravel().tolist() for after in calls] == [[0, 25, 80], [0, 5, 110], [0, 0, 140]]
    assert [after.travelling.tolist() for after in calls] == [[10, 7], [0, 7], [0, 7]]
    assert [after.at_home[0, 0] for after in calls] == [900, 900, 875]


def test_a_place_that_is_counted_lends_nobody():
    before = books_of((900, 0, 0), (0, 25, 50))
    after = corrected(before, np.array([0, 0, 60]), reserves_of((0, 1, 1), weight=(1, 0, 0)))
    assert after.displaced.ravel().tolist() == [0, 25, 110]
    assert after.at_home.ravel().tolist() == [840, 0, 0]


def test_people_leave_home_where_there_was_fighting_then_anywhere():
    before = books_of((50, 30, 0), (0, 0, 0))
    after = corrected(before, np.array([0, 0, 60]), reserves_of((0, 0, 1), weight=(1, 0, 0)))
    assert after.at_home.ravel().tolist() == [0, 20, 0]


def test_where_not_so_many_are_left_fewer_are_moved():
    before = books_of((5, 0, 0), (0, 3, 10), (2,), (2,))
    more = corrected(before, np.array([0, 0, 60]), reserves_of((0, 0, 1)))
    assert more.displaced.ravel().tolist() == [0, 0, 20]
    fewer = corrected(before, np.array([0, 0, -60]), reserves_of((0, 0, 1), gone=(90, 0, 0)))
    assert fewer.displaced.ravel().tolist() == [0, 3, 0]
    assert fewer.at_home.ravel().tolist() == [15, 0, 0]


def test_no_more_go_home_than_left_while_there_are_other_homes():
    before = books_of((100, 100, 0), (0, 0, 50))
    fewer, more = (corrected(before, np.array([0, 0, -n]), reserves_of((0, 0, 1), gone=(40, 0, 0))) for n in (40, 50))
    assert fewer.at_home.ravel().tolist() == [140, 100, 0]
    assert more.at_home.ravel().tolist() == [146, 104, 0]  # ten were displaced on the first day already


def test_those_of_a_home_go_back_to_it():
    before = books_of((100, 100, 0), (0, 0, 50))
    after = corrected(before, np.array([0, 0, -40]), reserves_of((0, 0, 1), gone=(40, 0, 0), home=1))
    assert after.at_home.ravel().tolist() == [100, 140, 0]


def test_from_outside_people_enter_and_were_never_there():
    before = books_of((100, 0, 0), (0, 0, 50), entered=(50, 0, 0))
    reserves = reserves_of((0, 0, 1), from_outside=True)
    more = corrected(before, np.array([0, 0, 30]), reserves)
    fewer = corrected(before, np.array([0, 0, -30]), reserves)
    assert (more.entered.sum(), fewer.entered.sum()) == (80, 20)
    assert more.at_home.tolist() == fewer.at_home.tolist() == before.at_home.tolist()


def test_a_total_moves_all_stocks_in_proportion():
    before = books_of((900, 0, 0), (0, 20, 80))
    more = total_corrected(before, 50, reserves_of(weight=(1, 0, 0)))
    fewer = total_corrected(before, -50, reserves_of((1, 1, 1), gone=(100, 0, 0)))
    assert (more.displaced.ravel().tolist(), more.at_home[0, 0]) == ([0, 30, 120], 850)
    assert (fewer.displaced.ravel().tolist(), fewer.at_home[0, 0]) == ([0, 10, 40], 950)


def test_a_total_of_nobody_yet_is_placed_where_people_flee_from():
    after = total_corrected(books_of((900, 300, 0)), 40, reserves_of(weight=(1, 1, 0)))
    assert after.displaced.ravel().tolist() == [30, 10, 0]
    assert after.at_home.ravel().tolist() == [870, 290, 0]


def test_the_pool_is_who_nobody_counts_and_who_is_on_the_road():
    before = books_of((900, 0, 0), (0, 60, 80), (20,), (2,))
    reserves = reserves_of((0, 0, 1), weight=(1, 0, 0), gone=(160, 0, 0))
    fewer, more = (pool_corrected(before, n, reserves) for n in (-40, 40))
    assert (fewer.displaced.ravel().tolist(), fewer.travelling.tolist()) == ([0, 30, 80], [10])
    assert fewer.at_home[0, 0] == 940
    assert (more.displaced.ravel().tolist(), more.travelling.tolist()) == ([0, 100, 80], [20])
    assert more.at_home[0, 0] == 860
