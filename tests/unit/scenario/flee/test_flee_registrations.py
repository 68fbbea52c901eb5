"""Which series make the total that drives a run, and which settings change it."""

import pytest


def total(folder, *, lenient=False):
    rows = folder.rows("observations", "date", "quantity", "value", lenient=lenient)
    return [(int(date[-2:]), value) for date, quantity, value in rows if quantity == "cum_displaced"]


def spawn(folder, *keys):
    return folder.edit("settings", "spawn_rules:", "\n  ".join(["spawn_rules:", *keys]))


def test_series_without_a_location_count_in_the_total(flee):
    flee.add("layout", "Delta,delta.csv\nCity,delta.csv\n").write(
        "source_data/delta.csv", "2020-01-01,0\n2020-01-06,50\n"
    )
    assert total(flee) == [(1, 0.0), (6, 200.0), (10, 240.0)]
    assert flee.lines() == [
        "source_data/data_layout.csv:3:1: warning: no location is called 'Delta', 'City': "
        "counted in the total alone, as in Flee"
    ]
    assert set(flee.scenario().tables["observations"]["location"]) == {"Gamma", ""}


def test_the_first_row_is_the_total_whatever_it_is_called(flee):
    flee.edit("layout", "total,refugees.csv", "Gamma,gamma.csv").edit(
        "layout", "Gamma,gamma.csv\nGamma,", "Gamma,gamma.csv\nBeta,"
    )
    assert flee.lines() == [
        "source_data/data_layout.csv:1:1: warning: the first row is 'Gamma': "
        "Flee takes it for the total: not counted in the sum"
    ]
    assert flee.rows("locations", "displaced") == [(0,), (0,), (100,)]  # Beta is no camp: nobody is put there


def test_the_total_can_be_a_series_of_its_own(flee):
    spawn(flee, "sum_from_camps: False")
    assert total(flee) == [(1, 0.0), (10, 135.0)]


def test_counts_less_those_of_the_first_day(flee):
    spawn(flee, "empty_camps_on_day0: True")
    flee.write("gamma", "2020-01-01,100\n2020-01-03,80\n2020-01-06,200\n")
    flee.scenario(warnings=False)
    rows = flee.rows("observations", "quantity", "value", "status")
    assert rows[:3] == [
        ("n_displaced", 0.0, "derived"),
        ("n_displaced", 0.0, "derived"),
        ("n_displaced", 100.0, "derived"),
    ]
    assert total(flee) == [(1, 0.0), (3, 0.0), (4, 20.0), (6, 100.0), (10, 100.0)]


def test_without_insert_day0_they_arrive_on_the_first_day(flee):
    spawn(flee, "insert_day0: False")
    assert total(flee) == [(1, 100.0), (6, 200.0), (10, 240.0)]
    assert flee.lines() == [
        "source_data/data_layout.csv: warning: without insert_day0 Flee displaces the people of the first day twice "
        "(total and camps): displaced once here, on the first day"
    ]


@pytest.mark.parametrize(
    "driver", ["conflict_driven_spawning:\n    spawn_mode: constant", "flood_zone_spawning_only: True"]
)
def test_a_run_that_is_not_driven_by_them_has_no_total(flee, driver):
    flee.write("input_csv/flood_level.csv", "#Day,Alpha\n" + "0,1\n" * 10)
    spawn(flee, driver).scenario(warnings=False)
    assert total(flee) == []
    assert flee.rows("observations", "value") == [(100.0,), (200.0,)]
    flee.delete("layout").scenario(warnings=False)
    assert flee.rows("locations", "displaced")[2] == (0,)


def test_a_run_that_is_driven_by_them_needs_them(flee):
    flee.delete("layout")
    for lenient in (False, True):
        (line,) = flee.lines(lenient=lenient)
        assert line.startswith("source_data/data_layout.csv: no such file: put a row 'total,refugees.csv' there")


@pytest.mark.parametrize("text", ["", "total,refugees.csv\n", "\n\n"])
def test_a_total_needs_a_camp(flee, text):
    flee.write("layout", text)
    assert flee.lines() == [
        "source_data/data_layout.csv: no camp in the file: give a row for the total, and one for each camp"
    ]


@pytest.mark.parametrize(
    "text",
    ['\ufeff"total","refugees.csv"\r\n\r\n# x\r\nGamma, gamma.csv \r\n', "total,refugees.csv\nGamma,gamma.csv,,\n,\n"],
)
def test_harmless_spellings(flee, text):
    flee.write("layout", text).scenario(warnings=False)
    assert len(total(flee)) == 3


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Gamma,refugees.csv", "3:1: series 'Gamma' stands twice (first on line 2): delete one of them"),
        (",gamma.csv", "3:1: the first cell is blank: name the camp"),
        ("Delta", "3:1: no file is named: name one in the second cell"),
        ("Delta,delta.csv", "3:7: no file 'delta.csv' in the folder: put it there, or delete its name"),
        (f"Delta,{'x' * 300}.csv", "3:7: no file 'xxx"),
    ],
)
def test_rows_that_flee_refuses(flee, row, fault):
    flee.add("layout", row + "\n")
    (line,) = [line for line in flee.lines() if " or run with --lenient, which " in line]
    assert line.startswith(f"source_data/data_layout.csv:{fault}")
    assert total(flee, lenient=True) == [(1, 0.0), (6, 100.0), (10, 140.0)]


def test_a_file_without_counts(flee):
    flee.write("gamma", "Date,Refugees\n")
    (line,) = flee.lines()
    assert line.startswith("source_data/gamma.csv: no count in the file: give a date and a count, or run")
    assert total(flee, lenient=True) == [(1, 0.0), (10, 0.0)]
    assert flee.rows("locations", "displaced", lenient=True)[2] == (0,)


def test_a_run_of_one_day(flee):
    flee.edit("period", "10", "1")
    assert total(flee) == [(1, 0.0)]
