"""`nuzuh forecast` of a spreadsheet: what is printed and written, and what is refused."""

import csv
import json
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from nuzuh.cli import app
from nuzuh.errors import UsageError
from nuzuh.outputs.forecast_tables import forecast_object

ROWS = [
    (name, date(2020, 1, 6) + timedelta(days=7 * week), round(base + slope * week + 40 * (week % 3)))
    for name, base, slope in (("North", 4000, 90), ("South", 900, 30))
    for week in range(40)
]


def cli(*words):
    return CliRunner().invoke(app, ["forecast", *map(str, words)], catch_exceptions=False)


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "camps.csv"
    lines = ["location,date,n", *(f"{name},{when},{n}" for name, when, n in ROWS)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_json_has_what_is_promised(sheet):
    found = json.loads(cli(sheet, "--json").stdout)
    assert found["crisis"] == "camps"
    assert found["origin"] == str(ROWS[-1][1])
    assert found["days"] == [7, 30, 90]
    assert list(found["locations"]) == ["North", "South"]
    assert found["locations"]["North"]["last"] == {"date": str(ROWS[39][1]), "n": ROWS[39][2]}
    ahead = found["locations"]["North"]["30"]
    assert ahead["low90"] <= ahead["low50"] <= ahead["median"] <= ahead["high50"] <= ahead["high90"]
    assert ahead["net_arrivals"]["median"] == ahead["median"] - ROWS[39][2]
    assert set(ahead["baselines"]) == {"persistence", "drift"}
    assert ahead["date"] == str(ROWS[-1][1] + timedelta(days=30))
    assert found["total"]["last"]["n"] == ROWS[39][2] + ROWS[79][2]


def test_the_command_that_is_printed_gives_the_same_again(sheet):
    first = cli(sheet, "--days", "14", "--json").stdout
    command = json.loads(first)["command"].split()
    again = cli(*command[2:], "--json").stdout
    assert again == first


def test_counts_after_the_origin_play_no_part(sheet):
    origin = ROWS[25][1]
    before = json.loads(cli(sheet, "--origin", origin, "--json").stdout)
    kept = ["location,date,n", *(f"{name},{when},{n}" for name, when, n in ROWS if when <= origin)]
    sheet.write_text("\n".join(kept) + "\n", encoding="utf-8")
    after = json.loads(cli(sheet, "--json").stdout)
    for found in (before, after):
        del found["warnings"]  # doubts are about the whole file
    assert after == before


def test_files_say_the_same_as_the_screen_and_json(sheet, tmp_path):
    out = tmp_path / "out"
    said = cli(sheet, "--out", out)
    assert said.exit_code == 0
    assert f"Written: {out}/forecast.csv, forecast.json, forecast.png" in said.stdout.replace("\n", "")
    assert sorted(path.name for path in out.iterdir()) == ["forecast.csv", "forecast.json", "forecast.png"]
    found = json.loads((out / "forecast.json").read_text(encoding="utf-8"))
    rows = list(csv.DictReader((out / "forecast.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0]["location"] == "#loc +name"
    row = next(r for r in rows if r["location"] == "South" and r["days"] == "90" and r["model"] == "nuzuh")
    for key in ("median", "mean", "low50", "high50", "low90", "high90"):
        assert int(row[key]) == found["locations"]["South"]["90"][key]
    assert row["status"] == "modelled"
    assert f"{found['locations']['South']['90']['median']:,}" in said.stdout
    assert "Forecast, not observed." in said.stdout


def test_warnings_are_told_and_are_in_json(sheet):
    text = sheet.read_text(encoding="utf-8").replace(f"North,{ROWS[20][1]},{ROWS[20][2]}", f"North,{ROWS[20][1]},61")
    sheet.write_text(text, encoding="utf-8")
    said = cli(sheet)
    assert "camps.csv:22" in said.stderr
    assert "digit" in said.stderr
    assert any("camps.csv:22" in line for line in json.loads(cli(sheet, "--json").stdout)["warnings"])
    assert cli(sheet, "--json").stderr == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--days", "0"], "whole numbers from 1 to 366"),
        (["--days", "a week"], "--days 'a week': give whole numbers of days with commas between, as 7,30,90"),
        (["--origin", "yesterday"], "yesterday"),
        (["--origin", "2019-01-01"], "no registrations of camps by 2019-01-01: the first is of 2020-01-06"),
        (["--what-if", "ceasefire"], "--what-if needs a scenario"),
    ],
)
def test_impossible_options_are_refused(sheet, tmp_path, words, told):
    out = tmp_path / "out"
    said = cli(sheet, *words, "--out", out)
    assert said.exit_code == 2
    assert told in said.stderr
    assert not out.exists()


def test_a_broken_sheet_is_refused_with_all_faults_and_nothing_is_written(sheet, tmp_path):
    text = sheet.read_text(encoding="utf-8")
    text = text.replace(str(ROWS[3][1]), "2020-13-45").replace(f",{ROWS[50][2]}", ",many")
    sheet.write_text(text, encoding="utf-8")
    said = cli(sheet, "--out", tmp_path / "out")
    assert said.exit_code == 3
    assert "camps.csv:5" in said.stderr
    assert "many" in said.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    said = cli(tmp_path / "none.csv")
    assert said.exit_code == 2
    assert "none.csv" in said.stderr


def test_a_scenario_can_be_forecast_from_its_counts_alone():
    found = json.loads(cli("valley", "--series-only", "--days", "7", "--json").stdout)
    assert list(found["locations"]) == ["Meadow"]
    assert "simulator" not in found


def test_nothing_to_show_is_an_error():
    with pytest.raises(UsageError, match="neither a forecast of registrations nor one by the simulator"):
        forecast_object(None)
