"""What registrations say day by day, and the measures of how far a run is from them."""

import numpy as np
import pytest
from tests.crises import crisis, day

from nuzuh.errors import UsageError
from nuzuh.forecast.registered import ard, ard_rescaled, is_observed, registered, registered_places

RANDOM = np.random.default_rng(7)
DATA = RANDOM.integers(1, 100, (20, 4)).astype(float)
SIMULATED = RANDOM.integers(1, 100, (20, 4)).astype(float)


def count(place, n, value=None, **more):
    return {"date": day(n), "location": place, "quantity": "n_displaced", "value": value, **more}


def camps(*rows):
    return crisis([("Town", "town", 9), ("B", "camp", 0), ("A", "camp", 0)], [], days=11, observations=rows)


def test_places_are_those_counted_under_their_own_name_in_the_order_of_locations():
    rows = [count("A", 1, 5), count("B", 1, 5), count("", 1, 10)]
    total = {"date": day(1), "location": "Town", "quantity": "cum_displaced", "value": 3}
    assert registered_places(camps(*rows, total)) == ("B", "A")


def test_between_dates_the_count_changes_evenly_and_outside_them_it_stands_still():
    table = registered(camps(count("A", 2, 10), count("A", 6, 50)), ["A"])
    assert table.ravel().tolist() == [10, 10, 10, 20, 30, 40, 50, 50, 50, 50, 50]


def test_rows_in_any_order_and_before_the_first_day_count():
    table = registered(camps(count("A", 10, 60), count("A", -10, 20)), ["A"])
    assert table.ravel().tolist() == [40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60]


def test_of_an_interval_the_middle_counts_and_of_two_publishers_the_mean():
    rows = [count("A", 0, low=10, high=30), count("A", 5, 10, source="x"), count("A", 5, 50, source="y")]
    assert registered(camps(*rows), ["A"])[[0, 5]].ravel().tolist() == [20, 30]


def test_columns_are_in_the_order_that_is_asked_for():
    scenario = camps(count("A", 0, 1), count("B", 0, 2))
    assert registered(scenario, ["A", "B"])[0].tolist() == [1, 2]
    assert registered(scenario, ["B", "A"])[0].tolist() == [2, 1]
    assert registered(scenario, []).shape == (11, 0)


def test_a_place_without_registrations_is_named():
    with pytest.raises(UsageError, match="no registrations of 'B': one of A"):
        registered(camps(count("A", 0, 1)), ["B"])


def test_days_observed_are_those_with_a_row_for_any_of_the_places():
    scenario = camps(count("A", 0, 1), count("A", 7, 1), count("B", 3, 2), count("B", 99, 2))
    assert is_observed(scenario, ["A"]).nonzero()[0].tolist() == [0, 7]
    assert is_observed(scenario, ["A", "B"]).nonzero()[0].tolist() == [0, 3, 7]


@pytest.mark.parametrize("measure", [ard, ard_rescaled])
def test_the_registered_figures_themselves_are_no_error(measure):
    assert measure(DATA, DATA) == 0


@pytest.mark.parametrize("measure", [ard, ard_rescaled])
def test_the_unit_and_the_order_of_places_do_not_matter(measure):
    error = measure(SIMULATED, DATA)
    assert error > 0
    assert measure(SIMULATED * 1000, DATA * 1000) == pytest.approx(error)
    assert measure(SIMULATED[:, ::-1], DATA[:, ::-1]) == pytest.approx(error)


def test_half_of_the_people_is_an_error_of_a_half_and_none_rescaled():
    assert ard(DATA / 2, DATA) == pytest.approx(0.5)
    assert ard_rescaled(DATA / 2, DATA) == pytest.approx(0)


def test_nobody_is_an_error_of_one():
    assert ard(0 * DATA, DATA) == 1
    assert ard_rescaled(0 * DATA, DATA) == 1


def test_rescaled_no_number_of_people_matters_on_any_day():
    by_day = np.arange(1.0, 21)[:, None]
    assert ard_rescaled(SIMULATED * by_day, DATA) == pytest.approx(ard_rescaled(SIMULATED, DATA))


def test_days_on_which_nobody_is_registered_are_skipped():
    data = np.vstack([DATA, np.zeros((3, 4))])
    assert ard(np.vstack([SIMULATED, np.ones((3, 4))]), data) == pytest.approx(ard(SIMULATED, DATA))
    assert np.isnan(ard(DATA, 0 * DATA))
    assert np.isnan(ard_rescaled(DATA, 0 * DATA))


def test_a_day_weighs_the_same_with_few_people_and_with_many():
    data, simulated = np.array([[1.0, 1.0], [1e6, 1e6]]), np.array([[2.0, 0.0], [1e6, 1e6]])
    assert ard(simulated, data) == pytest.approx(0.5)
