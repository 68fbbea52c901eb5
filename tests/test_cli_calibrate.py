"""The command nuzuh calibrate, and --params of run and compare: exit codes, what is printed, what is left behind."""

import csv
import json
import shutil

import pytest
from typer.testing import CliRunner

import nuzuh
from nuzuh.cli import app
from nuzuh.model.result import open_result
from nuzuh.scenario.folder import find_folder

VALLEY = ["calibrate", "valley", "--n", 16, "--engine", "mean", "--executor", "here"]
VARY = ["--vary", "displacement.rate=0.05,0.2"]
WRONG_USE = {
    "no prior": ([], "no parameter of 'valley' is uncertain: give a range, as --vary displacement.rate=0.05,0.2, or a"),
    "no range": (["--vary", "displacement.rate=0.05"], "is no range: write rule.name=low,high"),
    "range that falls": (["--vary", "displacement.rate=0.2,0.05"], "uniform [0.2, 0.05] does not rise"),
    "no date": ([*VARY, "--until", "soon"], "--until"),
    "a date before all observations": (
        [*VARY, "--until", "2021-03-14"],
        "known by 2021-03-14 can be compared with a run: the first was known on 2021-03-15; give that day or a later",
    ),
    "no noise": ([*VARY, "--noise", 0], "noise is 0: give a share above 0"),
    "negative lag": ([*VARY, "--lag", -1], "lag is -1 days: give 0 or more"),
    "too few runs": ([*VARY, "--n", 3], "n is 3: give 16 or more"),
    "no draws": ([*VARY, "--draws", 0], "Invalid value for '--draws'"),
    "unknown engine": ([*VARY, "--engine", "meen"], "no engine 'meen': did you mean 'mean'?"),
    "unknown executor": ([*VARY, "--executor", "proceses"], "no executor 'proceses': did you mean 'processes'"),
    "out is a file": ([*VARY, "--out", __file__], "is a file: name a folder"),
}


def cli(*words):
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.mark.parametrize("case", WRONG_USE)
def test_wrong_use_exits_with_2_and_says_the_way_out(case):
    words, message = WRONG_USE[case]
    done = cli(*VALLEY, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


def test_all_that_is_wrong_is_told_at_once():
    done = cli(*VALLEY, "--n", 3, "--noise", -1, "--engine", "x", "--until", "2021-03-02")
    for words in ("is uncertain", "n is 3", "noise is -1", "no engine 'x'", "no observation"):
        assert words in done.stderr


def test_json_is_one_object_and_nothing_else():
    done = cli(
        *VALLEY, *VARY, "--json", "--seed", 3, "--until", "2021-04-01", "--lag", 2, "--noise", 0.2, "--draws", 50
    )
    assert (done.exit_code, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    said = json.loads(done.stdout)
    assert (said["scenario"], said["n"], said["seed"], said["draws"]) == ("valley", 16, 3, 50)
    assert [one["date"] for one in said["observations"]] == ["2021-03-15"]
    rate = said["parameters"]["displacement.rate"]
    assert rate["prior"]["q05"] < rate["posterior"]["q05"] < rate["posterior"]["q95"] < rate["prior"]["q95"]
    assert said["command"] == (
        "nuzuh calibrate valley --vary displacement.rate=0.05,0.2 --until 2021-04-01 --noise 0.2 --lag 2 --n 16 "
        "--draws 50 --seed 3 --engine mean"
    )


def test_the_screen_shows_parameters_counts_and_that_they_are_modelled():
    done = cli(*VALLEY, *VARY, "--vary", "returns.rate=0,0.1", "--set", "departure.town=0")
    assert done.exit_code == 0
    for words in ("displacement.rate", "Meadow", "3 of 3 observations are modelled", "modelled, not observed"):
        assert words in done.stdout


def test_priors_of_the_folder_are_learned(tmp_path):
    folder = shutil.copytree(find_folder("valley"), tmp_path / "valley")
    text = (folder / "scenario.yml").read_text(encoding="utf-8")
    (folder / "scenario.yml").write_text(text.replace("rate: 0.12", "rate: {uniform: [0.05, 0.2]}"), encoding="utf-8")
    said = json.loads(cli("calibrate", folder, *VALLEY[2:], "--json").stdout)
    assert list(said["parameters"]) == ["displacement.rate"]


def test_the_same_command_writes_the_same_bytes(tmp_path):
    for name in "ab":
        done = cli(*VALLEY, *VARY, "--engine", "counts", "--out", tmp_path / name)
        assert done.exit_code == 0
        assert f"Written: {tmp_path / name}/posterior.csv" in "".join(done.stdout.splitlines())
    for name in ("posterior.csv", "calibration.json", "calibration.png"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_when_runs_fail_nothing_is_left_behind(tmp_path, monkeypatch):
    def fail(*_, **__):
        message = "the books do not balance"
        raise nuzuh.BalanceError(message)

    monkeypatch.setattr(nuzuh, "calibrate", fail)
    done = cli(*VALLEY, *VARY, "--out", tmp_path / "out")
    assert (done.exit_code, done.stderr) == (4, "nuzuh: the books do not balance\n")
    assert list(tmp_path.iterdir()) == []


def test_an_out_folder_that_cannot_be_written_is_known_before_the_runs(monkeypatch):
    monkeypatch.setattr(nuzuh, "calibrate", None)
    assert cli(*VALLEY, *VARY, "--out", f"{__file__}/x").exit_code == 2


@pytest.fixture
def sets(tmp_path):
    path = tmp_path / "sets.csv"
    path.write_text("displacement.rate\n0.06\n0.18\n", encoding="utf-8")
    return path


def test_run_takes_a_file_of_sets_row_by_row_and_other_settings_beside_it(sets, tmp_path):
    words = ["--params", sets, "--set", "departure.town=0", "--members", 3, "--executor", "here", "--engine", "mean"]
    assert cli("run", "valley", *words, "--out", tmp_path / "out").exit_code == 0
    with open_result(tmp_path / "out") as result:
        assert result["displacement.rate"].values.tolist() == [0.06, 0.18, 0.06]
        assert json.loads(result.attrs["params"])["departure"]["town"] == 0
        assert f"--params {sets}" in result.attrs["command"]


def test_a_single_member_has_the_first_row(sets):
    said = json.loads(cli("run", "valley", "--params", sets, "--engine", "mean", "--json").stdout)
    alone = json.loads(cli("run", "valley", "--set", "displacement.rate=0.06", "--engine", "mean", "--json").stdout)
    assert said["cum_displaced"] == alone["cum_displaced"]


def test_compare_has_the_same_sets_under_a_what_if(sets, tmp_path):
    words = ["--what-if", "ceasefire(start=2021-03-10)", "--members", 2, "--executor", "here", "--params", sets]
    assert cli("compare", "valley", *words, "--out", tmp_path / "out").exit_code == 0
    for folder in (path for path in (tmp_path / "out").iterdir() if path.is_dir()):
        with open_result(folder) as result:
            assert result["displacement.rate"].values.tolist() == [0.06, 0.18]


def test_a_file_of_sets_that_cannot_be_used_is_told_with_its_place(sets):
    sets.write_text("displacement.rat\n0.1\n", encoding="utf-8")
    done = cli("run", "valley", "--params", sets)
    assert done.exit_code == 2
    assert f"{sets}:1:1: unknown parameter 'displacement.rat': did you mean 'displacement.rate'" in done.stderr


def test_what_calibrate_writes_run_takes(tmp_path):
    assert cli(*VALLEY, *VARY, "--draws", 4, "--out", tmp_path).exit_code == 0
    with (tmp_path / "posterior.csv").open(encoding="utf-8") as file:
        rates = [float(row["displacement.rate"]) for row in csv.DictReader(file)]
    words = ["--members", 4, "--executor", "here", "--engine", "mean", "--out", tmp_path / "run"]
    assert cli("run", "valley", "--params", tmp_path / "posterior.csv", *words).exit_code == 0
    with open_result(tmp_path / "run") as result:
        assert result["displacement.rate"].values.tolist() == rates
