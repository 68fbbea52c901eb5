"""A run beside one of Flee: laws of the differences, and what is said of each camp."""

import csv
import io

import numpy as np
import pytest
import xarray as xr
from rich.console import Console
from tests.crises import crisis, day

from nuzuh.outputs.beside_flee import (
    ards,
    beside_csv,
    beside_flee,
    difference_of_days,
    difference_pooled,
    differences_by_place,
    figures,
    scale_meant,
    show_beside_flee,
)
from nuzuh.outputs.flee_output import FleeOutput

RANDOM = np.random.default_rng(11)
NUZUH = RANDOM.integers(1, 100, (20, 4)).astype(float)
FLEE = RANDOM.integers(1, 100, (20, 4)).astype(float)
DIFFERENCES = pytest.mark.parametrize("difference", [difference_of_days, difference_pooled])


@DIFFERENCES
def test_the_same_figures_do_not_differ(difference):
    assert difference(FLEE, FLEE) == 0


@DIFFERENCES
def test_the_unit_does_not_matter_and_a_tenth_more_is_a_tenth(difference):
    assert difference(NUZUH * 7, FLEE * 7) == pytest.approx(difference(NUZUH, FLEE))
    assert difference(FLEE * 1.1, FLEE) == pytest.approx(0.1)


@DIFFERENCES
def test_nobody_in_flee_at_all_is_no_figure(difference):
    assert np.isnan(difference(NUZUH, 0 * FLEE))


def test_days_with_nobody_in_flees_camps_are_skipped():
    flee, nuzuh = np.vstack([FLEE, np.zeros((2, 4))]), np.vstack([NUZUH, np.ones((2, 4))])
    assert difference_of_days(nuzuh, flee) == pytest.approx(difference_of_days(NUZUH, FLEE))
    assert difference_pooled(nuzuh, flee) > difference_pooled(NUZUH, FLEE)


def test_camps_add_up_to_the_whole():
    assert differences_by_place(NUZUH, FLEE).sum() == pytest.approx(difference_of_days(NUZUH, FLEE))


def test_days_weigh_alike_in_the_mean_and_by_their_people_when_pooled():
    flee, nuzuh = np.array([[1.0], [99.0]]), np.array([[2.0], [99.0]])
    assert difference_of_days(nuzuh, flee) == pytest.approx(0.5)
    assert difference_pooled(nuzuh, flee) == pytest.approx(0.01)


def count(place, n, value):
    return {"date": day(n), "location": place, "quantity": "n_displaced", "value": value}


@pytest.fixture
def scenario():
    rows = [count("A", 0, 100), count("A", 4, 180), count("Town", 3, 5)]
    return crisis([("Town", "town", 9), ("A", "camp", 0), ("B", "camp", 0)], [], days=6, observations=rows)


@pytest.fixture
def beside(scenario):
    """Two members, and Flee's figures of days 1 to 4, camps the other way round."""
    stocks = np.zeros((2, 6, 3))
    stocks[0, :, 1], stocks[1, :, 1], stocks[:, :, 2] = 100, 140, 50
    result = xr.Dataset({"n_displaced": (("member", "day", "location"), stocks)})
    flee = np.array([[40.0, 60.0], [50.0, 150.0], [50.0, 150.0], [50.0, 150.0]])
    return beside_flee(result, scenario, FleeOutput(("B", "A"), np.array([1, 2, 3, 4]), flee))


def test_camps_and_days_are_those_of_flee(beside):
    assert beside.places == ("B", "A")
    assert beside.dates == tuple(day(n) for n in (1, 2, 3, 4))
    assert beside.nuzuh.tolist() == [[50, 120]] * 4
    assert beside.nuzuh_median.tolist() == [50, 120]
    assert beside.registered[:, 1].tolist() == [120, 140, 160, 180]
    assert np.isnan(beside.registered[:, 0]).all()
    assert beside.is_observed.tolist() == [False, False, False, True]
    assert beside.left_out == ("Town",)


def test_both_models_are_measured_where_there_are_registrations(beside):
    assert ards(beside)["ard"] == pytest.approx({"nuzuh": (0 + 20 / 140 + 40 / 160 + 60 / 180) / 4,
                                                 "flee": (60 / 120 + 10 / 140 + 10 / 160 + 30 / 180) / 4})  # fmt: skip
    assert ards(beside)["ard_rescaled"] == pytest.approx({"nuzuh": 0, "flee": 0}, abs=1e-12)
    assert ards(beside)["ard_observed_days"] == pytest.approx({"nuzuh": 60 / 180, "flee": 30 / 180})


def test_figures_are_plain_numbers(beside):
    said = figures(beside)
    assert said["days"] == 4
    assert said["mean_of_days"] == pytest.approx((70 / 100 + 3 * 30 / 200) / 4, abs=1e-4)
    assert said["pooled"] == pytest.approx((70 + 3 * 30) / 700, abs=1e-4)
    assert said["camps"]["A"] == {"nuzuh": 120, "flee": 150, "registered": 180, "difference": 0.2625}
    assert said["camps"]["B"]["registered"] is None


def test_without_registrations_there_is_no_error_to_say(beside, scenario):
    blank = scenario.with_tables(observations=scenario.tables["observations"].iloc[:0])
    result = xr.Dataset({"n_displaced": (("member", "day", "location"), np.ones((1, 6, 3)))})
    alone = beside_flee(result, blank, FleeOutput(("A",), np.array([0]), np.array([[2.0]])))
    assert figures(alone)["ard"] == {"nuzuh": None, "flee": None}
    assert "registered" not in shown(alone).replace(" registered ", "")


def test_the_table_has_a_row_for_each_camp_and_day(beside):
    rows = list(csv.reader(io.StringIO(beside_csv(beside))))
    assert rows[:2] == [["location", "date", "nuzuh", "flee", "registered"], ["B", "2020-01-02", "50", "40", ""]]
    assert rows[-1] == ["A", "2020-01-05", "120", "150", "180"]
    assert len(rows) == 1 + 2 * 4


def shown(beside):
    console = Console(file=io.StringIO(), width=120)
    show_beside_flee(console, beside)
    return console.file.getvalue()


def test_the_screen_says_both_differences_and_what_is_left_out(beside):
    text = shown(beside)
    assert "Mean over 4 days of Σ|nuzuh - Flee| / Σ Flee: 0.28" in text
    assert "The same over all days at once: 0.229" in text
    assert "Registered, but not in Flee's output: Town" in text
    assert "days with registrations" in text


@pytest.mark.parametrize(
    ("times", "meant"), [(1, None), (1.4, None), (1.5, None), (19.7, 20), (2.2, None), (0.1, None)]
)
def test_a_whole_number_of_times_as_many_people_is_a_thinned_run(beside, times, meant):
    flee = beside.nuzuh / times
    assert scale_meant(type(beside)(**{**vars(beside), "flee": flee})) == meant
    assert scale_meant(type(beside)(**{**vars(beside), "flee": 0 * flee})) is None
