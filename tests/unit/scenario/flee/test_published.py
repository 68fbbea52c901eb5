"""Registrations of a Flee folder as they were published."""

from datetime import date

import pytest

from nuzuh.errors import ScenarioError
from nuzuh.forecast.crises import registrations_of_flee
from nuzuh.scenario.flee.published import published_counts


def counts(folder):
    return published_counts(folder.path)[0]


def test_corrections_in_hindsight_play_no_part(flee):
    before = counts(flee)
    flee.write("corrections", "Gamma,2020-01-06\n")
    assert counts(flee) == before == {"Gamma": {date(2020, 1, 1): 100, date(2020, 1, 6): 200}}


def test_what_was_counted_outside_the_period_is_left_out(flee):
    flee.write("gamma", "2019-12-01,50\n2020-01-06,200\n2020-01-11,250\n")
    assert counts(flee) == {"Gamma": {date(2020, 1, 6): 200}}


def test_several_files_count_from_the_date_on_which_all_have_begun(flee):
    flee.write("layout", "total,refugees.csv\nGamma,gamma.csv,outside.csv\n")
    flee.write("source_data/outside.csv", "2020-01-03,1000\n2020-01-08,2000\n")
    assert counts(flee)["Gamma"] == {date(2020, 1, 3): 1100, date(2020, 1, 6): 1200, date(2020, 1, 8): 2200}


def test_rows_out_of_order_are_sorted_and_counts_of_one_date_averaged(flee):
    flee.write("gamma", "2020-01-06,200\n2020-01-01,100\n2020-01-06,300\n")
    assert counts(flee)["Gamma"] == {date(2020, 1, 1): 100, date(2020, 1, 6): 250}


def test_a_year_that_cannot_be_meant_is_mended_and_told(flee):
    flee.write("gamma", "2020-01-01,100\n2020-01-03,110\n2019-01-06,200\n2020-01-08,250\n")
    found, _, faults = published_counts(flee.path)
    assert found["Gamma"][date(2020, 1, 6)] == 200
    assert any("read as 2020-01-06" in str(fault) and "gamma.csv:3" in str(fault) for fault in faults)


def test_a_folder_without_a_period_is_an_error(flee):
    flee.write("period", "StartDate,yesterday\nLength,10\n")
    with pytest.raises(ScenarioError, match=r"sim_period\.csv"):
        published_counts(flee.path)


def test_day_0_of_the_registrations_is_that_of_the_period(flee):
    found, _ = registrations_of_flee(flee.path)
    assert found.start == date(2020, 1, 1)
    assert found.days[0].tolist() == [0, 5]
