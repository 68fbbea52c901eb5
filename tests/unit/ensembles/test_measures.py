"""Measures of outcomes: what they count, which are taken, and which there are not."""

from datetime import date

import numpy as np
import pytest
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh.ensembles.measures import default_outcomes, measure_of, measured, observed_totals
from nuzuh.errors import UsageError
from nuzuh.model.result import cum_displaced


def total(n, **numbers):
    return {"date": day(n), "quantity": "cum_displaced", "source": "test", "status": "modelled"} | numbers


def small(**tables):
    places = [
        ("A", "town", 1000),
        ("B", "town", 0),
        {"name": "C", "kind": "camp", "country": "Away"},
        {"name": "D", "kind": "camp", "country": "Far"},
    ]
    roads = [("A", "B", 20), ("A", "C", 20), ("A", "D", 20)]
    return crisis(places, roads, days=10, conflict=[fire("A")], **tables)


@pytest.fixture(scope="module")
def watched():
    return small(observations=[total(8, value=500), total(2, low=100, high=200), total(40, value=9)])


@pytest.fixture(scope="module")
def runs(watched):
    return nuzuh.simulate(watched, members=3)


def values(runs, scenario, *names):
    return measured(runs, [measure_of(name, scenario) for name in names])


def test_the_total_is_that_of_the_last_day_or_of_a_date(runs, watched):
    found = values(runs, watched, "cum_displaced", "cum_displaced 2020-01-03")
    np.testing.assert_array_equal(found, cum_displaced(runs).values[:, [9, 2]])


def test_staying_is_counted_by_place_and_abroad(runs, watched):
    found = values(runs, watched, "n_displaced B", "n_displaced C", "n_displaced D", "n_displaced abroad")
    np.testing.assert_array_equal(found[:, :3], runs.n_displaced.values[:, -1, 1:])
    np.testing.assert_array_equal(found[:, 3], found[:, 1] + found[:, 2])


def test_the_error_is_the_mean_over_dates_in_per_cent(runs, watched):
    so_far = cum_displaced(runs).values
    wanted = 50 * (np.abs(so_far[:, 2] / 150 - 1) + np.abs(so_far[:, 8] / 500 - 1))
    np.testing.assert_allclose(values(runs, watched, "error")[:, 0], wanted)


def test_observed_totals_are_those_within_the_run_in_order_of_date(watched):
    assert observed_totals(watched) == [(date(2020, 1, 3), 150.0), (date(2020, 1, 9), 500.0)]


def test_counts_since_an_earlier_day_are_no_totals_of_the_run(watched):
    assert observed_totals(watched.between(day(1))) == []


def test_a_total_of_nobody_is_not_compared():
    nobody = small(observations=[total(2, value=0)])
    assert "error" not in default_outcomes(nobody, nuzuh.simulate(nobody, engine="mean"))


def test_the_default_is_totals_error_largest_destinations_abroad_and_dates(runs, watched):
    names = default_outcomes(watched, runs)
    assert names[:2] == ["cum_displaced", "error"]
    assert sorted(names[2:5]) == ["n_displaced B", "n_displaced C", "n_displaced D"]
    assert names[5:] == ["cum_displaced 2020-01-03", "cum_displaced 2020-01-09"]


def test_abroad_is_looked_at_where_it_is_more_than_the_largest_destinations():
    places = [("A", "town", 9000), *({"name": n, "kind": "camp", "country": "Away"} for n in "BCDE")]
    wide = crisis(places, [("A", n, 20) for n in "BCDE"], days=10, conflict=[fire("A")])
    assert default_outcomes(wide, nuzuh.simulate(wide, engine="mean"))[-1] == "n_displaced abroad"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("deaths", "no outcome 'deaths': one of cum_displaced, cum_displaced DATE"),
        ("n_displaced", "no outcome 'n_displaced': one of"),
        ("n_displaced Bee", "no outcome 'n_displaced Bee': one of A, B, C, D"),
        ("n_displaced abroad", "all locations are in Home"),
        ("cum_displaced 2021-01-01", "give a day from 2020-01-01 to 2020-01-10"),
        ("cum_displaced soon", "give a day from 2020-01-01 to 2020-01-10"),
        ("error", "no total was observed on any day of the run"),
    ],
)
def test_an_outcome_that_there_is_not_says_what_there_is(name, message):
    scenario = small()
    if name == "n_displaced abroad":
        scenario = crisis([("A", "town", 10), ("B", "town", 0)], [("A", "B", 5)], days=10)
    with pytest.raises(UsageError, match=message):
        measure_of(name, scenario)
