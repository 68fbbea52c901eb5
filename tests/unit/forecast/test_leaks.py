"""Inputs that give the answer away: found, placed, and left out."""

import shutil
from dataclasses import replace

import pytest
from tests.crises import crisis, day

import nuzuh
from nuzuh.forecast.leaks import leak_faults
from nuzuh.scenario.folder import find_folder

TOTAL = {"displacement": {"mode": "registrations", "from_population": False}}


def count(place, n, value=None, quantity="n_displaced", **more):
    return {"date": day(n), "location": place, "quantity": quantity, "value": value, **more}


def camp(rows, capacity=None, displaced=0, **more):
    locations = [("Town", "town", 90_000), {"name": "A", "kind": "camp", "capacity": capacity, "displaced": displaced}]
    return crisis(locations, [("Town", "A", 10)], observations=rows, **more)


ROWS = [count("A", 0, 500), count("A", 20, 9000), count("A", 29, 8000)]


@pytest.mark.parametrize(
    ("capacity", "is_leak"),
    [(9000, True), (9180, True), (8820, True), (9181, False), (8819, False), (8000, False), (None, False), (0, False)],
)
def test_a_capacity_within_two_percent_of_the_most_registered_leaks(capacity, is_leak):
    found = nuzuh.leaks(camp(ROWS, capacity))
    assert [(leak.kind, leak.location) for leak in found] == [("capacity", "A")] * is_leak


def test_the_sentence_has_the_figures_and_the_date():
    exact, near = (nuzuh.leaks(camp(ROWS, capacity))[0].what for capacity in (9000, 9100))
    assert exact == "capacity 9,000 of 'A' is the most that is registered there (9,000 on 2020-01-21)"
    assert near == "capacity 9,100 of 'A' is near the most that is registered there (9,000 on 2020-01-21)"


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [count("A", 30, 9000)],  # after the last day
        [count("A", -1, 9000)],
        [count("Town", 5, 9000)],
        [count("", 5, 9000)],
        [count("A", 5, 9000, "cum_arrivals")],
        [count("A", 5, 0)],
    ],
)
def test_only_own_registrations_within_the_run_leak_a_capacity(rows):
    assert nuzuh.leaks(camp(rows, 9000)) == ()


def test_of_an_interval_the_middle_leaks():
    assert nuzuh.leaks(camp([count("A", 5, low=8000, high=10_000)], 9000))[0].kind == "capacity"


@pytest.mark.parametrize(("displaced", "is_leak"), [(500, True), (501, False), (499, False), (0, False)])
def test_displaced_at_first_that_are_the_registration_leak(displaced, is_leak):
    found = nuzuh.leaks(camp(ROWS, displaced=displaced))
    assert [leak.kind for leak in found] == ["start"] * is_leak


def test_a_start_taken_from_a_series_that_begins_elsewhere_leaks_too():
    rows = [count("A", -3, 100), count("A", 4, 171.4)]
    leak = nuzuh.leaks(camp(rows, displaced=130))[0]  # 130.6 rounded down
    assert leak.what == "130 displaced in 'A' at first is its registration of 2020-01-01"


def test_a_total_that_is_given_leaks_where_observations_feed_it():
    assert [leak.kind for leak in nuzuh.leaks(camp(ROWS, params=TOTAL))] == ["total"]
    assert [leak.kind for leak in nuzuh.leaks(camp(ROWS, params={"preset": "flee3"}))] == ["total"]
    assert nuzuh.leaks(camp([], params=TOTAL)) == ()
    assert nuzuh.leaks(camp(ROWS)) == ()


def test_a_total_says_which_series_it_is():
    stocks, totals = camp(ROWS, params=TOTAL), camp([count("", 3, 5, "cum_displaced")], params=TOTAL)
    assert "(8,000 in all on 2020-01-30)" in nuzuh.leaks(stocks)[0].what
    assert "(totals from 2020-01-04 to 2020-01-04)" in nuzuh.leaks(totals)[0].what


@pytest.mark.parametrize("name", nuzuh.scenario_names())
def test_the_shipped_scenarios_do_not_leak(name):
    assert nuzuh.leaks(nuzuh.read_scenario(name)) == ()


def test_without_leaks_there_are_none_and_all_else_is_kept():
    params = TOTAL | {"displacement": TOTAL["displacement"] | {"rate": 0.2}, "departure": {"town": 0.5}}
    scenario = camp(ROWS, 9000, 500, params=params)
    clean = nuzuh.without_leaks(scenario)
    assert [leak.kind for leak in nuzuh.leaks(scenario)] == ["capacity", "start", "total"]
    assert nuzuh.leaks(clean) == ()
    assert clean.params["displacement"] == {"mode": "conflict", "from_population": True, "rate": 0.2}
    assert clean.params["departure"] == {"town": 0.5}
    assert clean.locations[["capacity", "displaced"]].isna().to_numpy().tolist() == [[True, False]] * 2
    assert clean.locations["displaced"].tolist() == [0, 0]
    assert clean.tables["observations"] is scenario.tables["observations"]
    assert scenario.locations["capacity"].tolist()[1] == 9000  # the first one is as it was


def test_only_what_leaks_is_left_out():
    locations = [{"name": name, "kind": "camp", "capacity": 100, "displaced": 7} for name in "AB"]
    clean = nuzuh.without_leaks(crisis(locations, [], observations=[count("A", 3, 100)]))
    assert clean.locations["capacity"].fillna(-1).tolist() == [-1, 100]
    assert clean.locations["displaced"].tolist() == [7, 7]
    assert clean.params == {}


def test_nothing_changes_where_nothing_leaks():
    scenario = camp(ROWS)
    assert nuzuh.without_leaks(scenario) is scenario


@pytest.fixture
def leaky(tmp_path):
    folder = shutil.copytree(find_folder("valley"), tmp_path / "leaky")
    text = (folder / "locations.csv").read_text(encoding="utf-8")
    (folder / "locations.csv").write_text(text.replace(",9000,", ",9200,"), encoding="utf-8")
    text = (folder / "scenario.yml").read_text(encoding="utf-8")
    settings = text.replace("  displacement:\n", "  displacement:\n    mode: registrations\n")
    (folder / "scenario.yml").write_text(settings, encoding="utf-8")
    return folder


def test_leaks_of_a_folder_are_warnings_with_their_places(leaky):
    shown = [str(fault).removeprefix(f"{leaky}/") for fault in leak_faults(nuzuh.read_scenario(leaky))]
    assert shown == [
        "locations.csv:5:28: warning: capacity 9,200 of 'Meadow' is the most that is registered there (9,200 on "
        "2021-04-10): give the capacity that was planned, or run with --no-leaks",
        "scenario.yml:10:5: warning: the number displaced each day is taken from what is registered (totals from "
        "2021-03-15 to 2021-04-10): use another displacement.mode to forecast, or run with --no-leaks",
    ]


def test_leaks_of_a_scenario_made_in_code_name_it():
    (fault,) = leak_faults(camp(ROWS, 9000))
    assert (fault.file, fault.line, fault.level) == ("test", 0, "warning")


def test_leaks_of_another_programs_folder_stand_in_its_files(tmp_path):
    (tmp_path / "input_csv").mkdir()
    rows = "#name,region,country,lat,lon,location_type,conflict_date,population\nTown,,,,,town,,9\n A,,,,,camp,,9000\n"
    (tmp_path / "input_csv" / "locations.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "simsetting.yml").write_text("move_rules: {}\n", encoding="utf-8")
    scenario = replace(camp(ROWS, 9000, params=TOTAL), path=tmp_path)
    places = [(fault.file.removeprefix(f"{tmp_path}/"), fault.line, fault.column) for fault in leak_faults(scenario)]
    assert places == [("input_csv/locations.csv", 3, 2), ("simsetting.yml", 0, 0)]


def test_a_location_that_its_file_does_not_have_is_a_leak_without_a_line(leaky):
    scenario = nuzuh.read_scenario(leaky)
    (leaky / "locations.csv").write_text("name\n", encoding="utf-8")
    assert [fault.line for fault in leak_faults(scenario)] == [0, 10]
