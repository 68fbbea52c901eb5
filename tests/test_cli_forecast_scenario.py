"""`nuzuh forecast` of a scenario: the simulator beside the counts, what-ifs, files, and what is refused."""

import csv
import json
import shlex
import shutil

import pytest
from typer.testing import CliRunner

from nuzuh.cli import app
from nuzuh.scenario.folder import find_folder

FEW = ("--origin", "2021-04-11", "--days", "7,14", "--members", "10")


def cli(*words):
    return CliRunner().invoke(app, ["forecast", *map(str, words)], catch_exceptions=False)


def told(*words):
    said = cli(*words, "--json")
    assert said.exit_code == 0, said.stderr
    return json.loads(said.stdout)


@pytest.fixture(scope="module")
def plain():
    """As it is printed."""
    return cli("valley", *FEW, "--json").stdout


def test_json_has_what_is_promised(plain):
    found = json.loads(plain)
    assert {"crisis", "origin", "days", "total", "locations", "simulator", "warnings", "command"} <= set(found)
    assert (found["crisis"], found["origin"], found["days"]) == ("valley", "2021-04-11", [7, 14])
    assert list(found["locations"]) == ["Meadow"]  # who was counted
    simulator = found["simulator"]
    assert (simulator["members"], simulator["counts"], simulator["course"], simulator["seed"]) == (10, 3, "known", 1)
    for ahead, when in (("7", "2021-04-18"), ("14", "2021-04-25")):
        assert simulator[ahead]["date"] == when
        assert list(simulator[ahead]["locations"]) == ["Ford", "Mill", "Market", "Meadow", "Harbour"]
        for figures in (simulator[ahead]["cum_displaced"], simulator[ahead]["n_displaced"]):
            assert figures["low90"] <= figures["low50"] <= figures["median"] <= figures["high50"] <= figures["high90"]
    assert simulator["7"]["cum_displaced"]["mean"] <= simulator["14"]["cum_displaced"]["mean"]
    assert 22_000 < simulator["7"]["cum_displaced"]["median"] < 26_000  # as was counted on the day before the origin
    assert "effect" not in found
    assert "what_if" not in found


def test_the_command_that_is_printed_gives_the_same_again(plain):
    words = (*FEW, "--course", "held", "--what-if", "ceasefire(start=2021-04-12)", "--noise", "0.1", "--lag-days", "2")
    first = cli("valley", *words, "--json").stdout
    command = shlex.split(json.loads(first)["command"])
    assert command[:3] == ["nuzuh", "forecast", "valley"]
    assert cli(*command[2:], "--json").stdout == first
    assert first != plain


def test_noise_and_lag_and_seed_count():
    words = ("valley", "--origin", "2021-04-02", "--days", "9", "--members", "5")  # nobody was counted at Meadow yet
    figures = [
        told(*words, *more)["simulator"]["9"]["n_displaced"]
        for more in ((), ("--noise", "0.5"), ("--lag-days", "5"), ("--seed", "2"), ("--course", "held"))
    ]
    assert all(figures[0] != each for each in figures[1:])


def test_a_what_if_adds_its_effect():
    words = ("valley", "--origin", "2021-03-20", "--days", "14", "--members", "10")
    without, found = told(*words), told(*words, "--what-if", "ceasefire(start=2021-03-21)")
    assert found["what_if"] == "ceasefire(start=2021-03-21)"
    effect = found["effect"]["14"]
    assert set(effect) == {"date", "cum_displaced", "n_displaced", "locations"}
    assert effect["cum_displaced"]["high90"] < 0
    means = [each["simulator"]["14"]["cum_displaced"]["mean"] for each in (found, without)]
    assert means[0] - means[1] == pytest.approx(effect["cum_displaced"]["mean"], abs=1)


def test_a_what_if_moves_the_forecast_of_what_will_be_registered_and_is_on_the_screen(plain, tmp_path):
    said = cli("valley", *FEW, "--what-if", "camp-at-mill", "--out", tmp_path / "out")
    assert "camp-at-mill" in said.stdout
    found = json.loads((tmp_path / "out" / "forecast.json").read_text(encoding="utf-8"))
    moved = found["effect"]["14"]["locations"]["Meadow"]["mean"]
    before, after = (each["locations"]["Meadow"]["14"]["mean"] for each in (json.loads(plain), found))
    assert after == pytest.approx(max(before + moved, 0), abs=1)


def test_files_say_the_same_as_json(tmp_path):
    out = tmp_path / "out"
    said = cli("valley", *FEW, "--json", "--out", out)
    assert said.exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == ["forecast.csv", "forecast.json", "forecast.png"]
    found = json.loads(said.stdout)
    assert json.loads((out / "forecast.json").read_text(encoding="utf-8")) == found
    rows = list(csv.DictReader((out / "forecast.csv").read_text(encoding="utf-8").splitlines()))
    (row,) = (r for r in rows if (r["location"], r["days"], r["model"]) == ("Market", "14", "simulator"))
    for key, value in found["simulator"]["14"]["locations"]["Market"].items():
        assert int(row[key]) == value
    assert {row["status"] for row in rows[1:]} == {"modelled"}


def test_before_a_location_was_counted_the_simulator_speaks_alone():
    words = ("valley", "--origin", "2021-03-20", "--days", "7", "--members", "5")
    found = told(*words)
    assert "learned from 1 count by 2021-03-20" in cli(*words).stdout
    assert "total" not in found
    assert "locations" not in found
    assert found["simulator"]["counts"] == 1


def test_a_scenario_without_registrations_of_locations_is_forecast_by_its_totals(tmp_path):
    said = cli("idlib-2020", "--members", "10", "--days", "23", "--out", tmp_path / "out")
    assert said.exit_code == 0
    found = json.loads((tmp_path / "out" / "forecast.json").read_text(encoding="utf-8"))
    assert "total" not in found
    assert "locations" not in found
    assert found["crisis"] == "idlib-2020"
    assert found["simulator"]["counts"] > 0
    assert f"{found['simulator']['23']['cum_displaced']['median']:,}" in said.stdout
    rows = list(csv.DictReader((tmp_path / "out" / "forecast.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["model"] for row in rows[1:]} == {"simulator"}
    assert (tmp_path / "out" / "forecast.png").stat().st_size > 0
    assert "persistence" not in said.stdout  # of registrations, of which there are none
    assert "baseline" not in said.stdout.lower()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--what-if", "ceasefires"], "did you mean 'ceasefire'"),
        (["--what-if", "camp-at-mil"], "camp-at-mill"),
        (["--what-if", "ceasefire", "--series-only"], "--what-if needs a scenario that is simulated"),
        (["--course", "hold"], "no course of conflict 'hold': did you mean 'held'"),
        (["--origin", "2020-01-01"], "origin 2020-01-01"),
        (["--origin", "2021-03-10"], "nothing in valley was counted by 2021-03-10"),
        (["--days", "0"], "whole numbers from 1 to 366"),
        (["--days", "7,367"], "days ahead: 367"),
        (["--noise", "0"], "noise 0.0 and lag None: give a share"),
        (["--lag-days", "-1"], "noise None and lag -1: give a share"),
        (["--members", "1"], "--members"),
    ],
)
def test_impossible_options_are_refused_and_nothing_is_written(tmp_path, words, said):
    out = tmp_path / "out"
    found = cli("valley", "--members", "5", *words, "--out", out)
    assert found.exit_code == 2
    assert said in found.stderr
    assert not out.exists()


def test_a_spreadsheet_has_no_what_ifs(tmp_path):
    sheet = tmp_path / "camps.csv"
    sheet.write_text("location,date,n\nNorth,2020-01-01,100\nNorth,2020-02-01,900\n", encoding="utf-8")
    found = cli(sheet, "--what-if", "ceasefire")
    assert found.exit_code == 2
    assert "--what-if needs a scenario that is simulated: name its folder, without --series-only" in found.stderr


def test_a_scenario_that_nobody_counted_cannot_be_forecast(tmp_path):
    folder = shutil.copytree(find_folder("valley"), tmp_path / "valley")
    (folder / "observations.csv").unlink()
    found = cli(folder)
    assert found.exit_code == 2
    assert "has no observations within its days" in found.stderr
