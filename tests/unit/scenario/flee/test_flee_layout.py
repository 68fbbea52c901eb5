"""Which folders are Flee's, where their files lie, and how the scenario is called."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from nuzuh.scenario.flee.folder import read_flee, scenario_name
from nuzuh.scenario.flee.layout import is_flee_folder, layout_of


def test_a_sound_folder_is_read_without_a_word(flee):
    scenario = flee.scenario(warnings=False)
    assert (scenario.name, scenario.title) == ("crisis", "crisis, from a Flee folder")
    assert (scenario.start, scenario.end) == (date(2020, 1, 1), date(2020, 1, 10))
    assert scenario.home_country == "Home"
    assert scenario.sources == ({"name": "Flee folder crisis"},)
    assert scenario.params == {
        "preset": "flee3",
        "displacement": {"from_population": False},
        "travel": {"drive_km_per_day": 200.0},
    }
    assert all((table["source"] != "").all() and (table["status"] != "").all() for table in scenario.tables.values())


def test_its_input_csv_stands_for_the_folder(flee):
    scenario, faults = read_flee(flee.path / "input_csv")
    assert scenario.name == "crisis"
    assert faults == []


def test_files_may_lie_flat(flee, tmp_path):
    flat = tmp_path / "flat"
    flat.mkdir()
    for file in flee.path.rglob("*.*"):
        shutil.copy(file, flat)
    assert is_flee_folder(flat)
    scenario, faults = read_flee(flat)
    assert faults == []
    assert len(scenario.tables["observations"]) == 5


def test_settings_may_lie_beside_the_inputs_and_end_in_yaml(flee):
    flee.file("settings").rename(flee.path / "input_csv" / "simsetting.yaml")
    assert flee.scenario(warnings=False).params["travel"]["drive_km_per_day"] == 200.0


def test_a_text_path_will_do(flee):
    assert read_flee(str(flee.path))[1] == []


def test_a_folder_of_ours_is_never_flees(flee):
    flee.write("scenario.yml", "name: ours\n")
    assert not is_flee_folder(flee.path)
    assert read_flee(flee.path)[0] is None


@pytest.mark.parametrize("name", ["locations", "routes", "conflicts", "sim_period"])
def test_one_file_in_input_csv_tells(tmp_path, name):
    assert not is_flee_folder(tmp_path)
    (tmp_path / "input_csv").mkdir()
    assert not is_flee_folder(tmp_path)
    (tmp_path / "input_csv" / f"{name}.csv").touch()
    assert is_flee_folder(tmp_path)


def test_lying_flat_the_period_tells(tmp_path):
    (tmp_path / "locations.csv").touch()
    assert not is_flee_folder(tmp_path)
    (tmp_path / "sim_period.csv").touch()
    assert is_flee_folder(tmp_path)


@pytest.mark.parametrize("path", ["nowhere", "x" * 5000, "a\0b"])
def test_what_is_no_folder_is_a_fault(path):
    assert not is_flee_folder(Path(path))
    scenario, (fault,) = read_flee(path)
    assert scenario is None
    assert fault.what == "not a folder of Flee's"


def test_the_working_directory_may_be_the_folder(flee, monkeypatch):
    monkeypatch.chdir(flee.path)
    assert read_flee(".")[0].name == "crisis"
    monkeypatch.chdir(flee.path / "input_csv")
    assert layout_of(Path()).root == flee.path


@pytest.mark.parametrize(
    ("folder", "name"), [("mali (2012)", "mali -2012"), ("..hidden", "hidden"), ("a/b.c", "b.c"), ("!!", "flee")]
)
def test_a_name_is_made_from_that_of_the_folder(folder, name):
    assert scenario_name(Path(folder)) == name


@pytest.mark.parametrize("name", ["locations", "routes", "period"])
def test_without_these_there_is_no_scenario(flee, name):
    flee.delete(name)
    for lenient in (False, True):
        assert [line for line in flee.lines(lenient=lenient) if "no such file" in line]


@pytest.mark.parametrize("name", ["closures", "corrections"])
def test_without_these_nothing_is_missed(flee, name):
    flee.delete(name)
    flee.scenario(warnings=False)


@pytest.mark.parametrize("name", ["location_changes.csv", "input_csv/agents.csv", "input_csv/major_routes.csv"])
def test_files_that_are_not_carried_over_are_listed(flee, name):
    flee.write(name, "x,y\n")
    (line,) = flee.lines()
    assert line.startswith(f"{name}: warning: the file is not carried over: in nuzuh ")


def test_every_file_that_is_no_utf8_is_a_fault_of_its_own(flee):
    for name in ("locations", "routes", "conflicts", "closures", "corrections", "period", "layout", "gamma"):
        sound = flee.file(name).read_bytes()
        flee.write(name, "Café,1\n".encode("latin-1"))
        assert any("not UTF-8" in line and ":1:4:" in line for line in flee.lines(lenient=True)), name
        flee.write(name, sound)


@pytest.mark.parametrize("text", ["", ",", '"', "\0", "#", "a\n,b\n", '"a\nb",,,,,,,,,\n', "9" * 200_000])
def test_garbage_never_raises(flee, text):
    flee.write("input_csv/demographics_age.csv", "age,Default\n1,1\n")
    flee.write("input_csv/flood_level.csv", "#Day\n")
    flee.write("input_csv/region_attributes_IPC.csv", "#Day\n")
    for file in sorted(flee.path.rglob("*.*")):
        sound = file.read_bytes()
        flee.write(str(file), text).lines(lenient=True)  # goes further than without
        file.write_bytes(sound)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("StartDate,2020-01-01\n", [": no row Length: add a row as 'Length,300'"]),
        ("Length,5\n", [": no row StartDate: add a row as 'StartDate,2013-12-01'"]),
        (
            "StartDate,1.5.2020\nLength,0\n",
            [
                ":1:11: StartDate '1.5.2020' is not a date: write it as 2013-12-01",
                ":2:8: the run has no days: give their number",
            ],
        ),
        ("StartDate,2020-01-01\nLength,-5\n", [":2:8: Length '-5' is below 0: give the number of days"]),
        ("StartDate,2020-01-01\nLength,99999\n", [":2:8: the run has 99999 days: give at most 36525"]),
        ("StartDate,9999-12-31\nLength,10\n", [":1:11: the run ends after the year 9999: correct StartDate"]),
        ("StartDate,2020-01-01\nLength,ten\n", [":2:8: Length 'ten' is not a whole number: write digits, as 12345"]),
    ],
)
def test_a_period_that_cannot_be_read(flee, text, lines):
    assert flee.write("period", text).lines() == [f"input_csv/sim_period.csv{line}" for line in lines]


@pytest.mark.parametrize(
    "text",
    ['\ufeff"startdate","2020-01-01"\r\n\r\nLENGTH, 10 \r\n', "# a remark\nStartDate,2020-1-1\nLength,10"],
)
def test_a_period_in_other_spellings(flee, text):
    assert flee.write("period", text).scenario(warnings=False).n_days == 10


def test_routes_are_looked_at_without_a_period(flee):
    flee.delete("period").edit("routes", "Beta,Gamma", "Beta,Gama")
    assert any("unknown location 'Gama'" in line for line in flee.lines())
