"""The command nuzuh backtest: exit codes, what is printed, and what is left behind."""

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.counted import START
from typer.testing import CliRunner

import nuzuh
from nuzuh.cli import app
from nuzuh.forecast.crises import crises_in, read_registrations
from nuzuh.scenario.folder import find_folder
from nuzuh.scenario.tables import table_of

FLEE = Path(__file__).parents[2] / "shared/data/flee"


def cli(*words):
    return CliRunner().invoke(app, ["backtest", *(str(word) for word in words)], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path):
    """A scenario whose camp was counted every five days."""
    valley = nuzuh.read_scenario("valley")
    rows = [
        {
            "location": "Meadow",
            "date": valley.date_of(day).isoformat(),
            "quantity": "n_displaced",
            "value": 5000 + 30 * day,
            "source": "invented",
            "status": "modelled",
        }
        for day in range(0, 60, 5)
    ]
    counted = valley.with_tables(observations=table_of(rows, "observations"))
    nuzuh.write_scenario(counted, tmp_path / "crises" / "meadow")
    return tmp_path / "crises" / "meadow"


def test_a_table_is_printed_and_the_exit_code_is_0(folder):
    done = cli(folder)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Errors by crisis and days ahead" in done.stdout
    assert "valley" in done.stdout
    assert "Written" not in done.stdout


def test_json_is_one_object_and_nothing_else(folder):
    done = cli(folder, "--json", "--seed", 3)
    assert (done.exit_code, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    said = json.loads(done.stdout)
    assert said["crises"]["valley"]["7"]["n"] > 0
    assert said["crises"]["valley"]["90"]["n"] == 0
    assert said["seed"] == 3
    assert said["command"] == f"nuzuh backtest {folder} --method nuzuh --seed 3"


def test_files_are_written_and_named(folder, tmp_path):
    done = cli(folder, "--out", tmp_path / "out")
    assert f"Written: {tmp_path}/out/backtest.csv, backtest.json, backtest.png, model-card.md" in done.stdout.replace(
        "\n", ""
    )
    assert json.loads((tmp_path / "out/backtest.json").read_text())["crises"]["valley"]
    assert (tmp_path / "out/model-card.md").read_text().startswith("# Model card")


def test_a_method_can_be_chosen(folder):
    said = json.loads(cli(folder, "--method", "drift", "--json").stdout)
    assert said["method"] == "drift"
    assert said["pooled"]["7"]["ratio_drift"] == 1


WRONG_USE = {
    "unknown method": (["--method", "persistance"], "no method 'persistance' for valley: did you mean 'persistence'?"),
    "negative seed": (["--seed", -1], "Invalid value for '--seed'"),
    "out is a file": (["--out", __file__], "is a file: name a folder"),
}


@pytest.mark.parametrize("case", WRONG_USE)
def test_wrong_use_exits_with_2_and_says_the_way_out(case, folder):
    words, message = WRONG_USE[case]
    done = cli(folder, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


def test_all_that_cannot_be_used_is_told_at_once(folder):
    done = cli(folder, "idlib-2020", "nowhere")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "idlib-2020 has no registrations: give dated counts" in done.stderr
    assert "no folder and no shipped scenario 'nowhere'" in done.stderr


def test_a_broken_scenario_exits_with_3_beside_what_else_is_wrong(folder, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(find_folder("valley"), broken)
    (broken / "routes.csv").write_text("from,to,distance_km\nMeadow,Nowhere,5\n")
    done = cli(broken, "nowhere", folder)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "broken/routes.csv:2:" in done.stderr
    assert "no shipped scenario 'nowhere'" in done.stderr


def test_two_crises_of_one_name_are_refused(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "again")
    done = cli(folder, tmp_path / "again")
    assert done.exit_code == 2
    assert "two crises are named 'valley': rename the file or folder" in done.stderr


def test_a_folder_that_holds_crises_stands_for_them(folder):
    (folder.parent / "notes.txt").write_text("")
    assert crises_in(folder.parent) == [folder]
    assert crises_in(folder) == [folder]
    assert cli(folder.parent).exit_code == 0


def test_registrations_of_a_scenario_are_its_counts(folder):
    found, faults = read_registrations(folder)
    assert (found.name, found.places, faults) == ("valley", ("Meadow",), [])
    assert found.counts[0][:2].tolist() == [5000.0, 5150.0]


@pytest.mark.skipif(not FLEE.is_dir(), reason="the real folders are not there")
def test_folders_of_flee_are_read_as_they_stand():
    done = cli(FLEE / "burundi", FLEE / "mali2012", "--json")
    assert done.exit_code == 0
    assert list(json.loads(done.stdout)["crises"]) == ["burundi", "mali2012"]


@pytest.mark.skipif(find_spec("nuzuh.sources") is None, reason="spreadsheets are not read yet")
def test_a_spreadsheet_is_a_crisis(tmp_path):
    rows = [
        f"Camp,{START.replace(month=month, day=day)},{month * 100 + day}" for month in range(1, 10) for day in (1, 15)
    ]
    (tmp_path / "camps.csv").write_text("\n".join(["location,date,n", *rows]) + "\n")
    done = cli(tmp_path / "camps.csv", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["crises"]["camps"]["30"]["n"] > 0
