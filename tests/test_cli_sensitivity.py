"""The command nuzuh sensitivity: exit codes, what is printed, and what is left behind."""

import json
import shutil
import sys

import pytest
from typer.testing import CliRunner

import nuzuh
from nuzuh.cli import app
from nuzuh.scenario.folder import find_folder

VALLEY = ["sensitivity", "valley", "--n", 8, "--executor", "here"]
VARY = ["--vary", "displacement.rate=0.05,0.2"]
WRONG_USE = {
    "no prior": ([], "no parameter of 'valley' is uncertain: give a range, as --vary displacement.rate=0.05,0.2, or a"),
    "no power of two": ([*VARY, "--n", 100], "n is 100: give a power of two from 8 on; the nearest is 128"),
    "no range": (["--vary", "displacement.rate=0.05"], "is no range: write rule.name=low,high"),
    "a range in words": (["--vary", "displacement.rate=low,high"], "is no range: write rule.name=low,high"),
    "a range without a name": (["--vary", "0.05,0.2"], "is no range: write rule.name=low,high"),
    "three ends": (["--vary", "displacement.rate=1,2,3"], "is no range: write rule.name=low,high"),
    "range that falls": (["--vary", "displacement.rate=0.2,0.05"], "uniform [0.2, 0.05] does not rise"),
    "range that is not finite": (["--vary", "displacement.rate=0,inf"], "uniform [0.0, inf] is not finite"),
    "range of a word": (["--vary", "displacement.mode=0,1"], "a prior, and the parameter is not a number"),
    "unknown parameter": (["--vary", "displacement.rat=0.1,0.2"], "unknown parameter: did you mean 'rate'?"),
    "unknown engine": ([*VARY, "--engine", "meen"], "no engine 'meen': did you mean 'mean'?"),
    "unknown executor": ([*VARY, "--executor", "proceses"], "no executor 'proceses': did you mean 'processes'"),
    "negative seed": ([*VARY, "--seed", -1], "Invalid value for '--seed'"),
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


def test_without_salib_the_way_out_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "SALib.analyze", None)
    done = cli(*VALLEY, *VARY)
    assert (done.exit_code, done.stderr) == (2, "nuzuh: SALib is not installed: pip install 'nuzuh[sensitivity]'\n")


def test_an_out_folder_that_cannot_be_written_is_known_before_the_runs(monkeypatch):
    monkeypatch.setattr(nuzuh, "sensitivity", None)
    assert cli(*VALLEY, *VARY, "--out", f"{__file__}/x").exit_code == 2


def test_json_is_one_object_and_nothing_else():
    done = cli(*VALLEY, *VARY, "--json", "--seed", 3)
    assert (done.exit_code, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    said = json.loads(done.stdout)
    assert (said["scenario"], said["n"], said["runs"], said["seed"]) == ("valley", 8, 24, 3)
    assert said["parameters"] == {"displacement.rate": "uniform 0.05 to 0.2"}
    assert said["outcomes"]["error"]["unit"] == "%"
    low, value, high = said["outcomes"]["cum_displaced"]["total"]["displacement.rate"]
    assert low < value < high
    assert said["command"] == "nuzuh sensitivity valley --vary displacement.rate=0.05,0.2 --n 8 --seed 3 --engine mean"


def test_a_range_keeps_the_value_of_the_scenario_in_its_midst():
    run = json.loads(cli("run", "valley", "--engine", "mean", "--json").stdout)["cum_displaced"]["2021-04-29"]
    said = json.loads(cli(*VALLEY, *VARY, "--json").stdout)
    assert said["outcomes"]["cum_displaced"]["central"] == run[1]


def test_a_range_beside_the_value_of_the_scenario_has_its_own_middle():
    above = json.loads(cli(*VALLEY, "--vary", "displacement.rate=0.2,0.4", "--json").stdout)
    run = cli("run", "valley", "--engine", "mean", "--json", "--set", "displacement.rate=0.3")
    assert above["outcomes"]["cum_displaced"]["central"] == json.loads(run.stdout)["cum_displaced"]["2021-04-29"][1]


def test_a_prior_can_be_set_and_beside_it_other_parameters():
    prior = 'displacement.rate={"lognormal": [0.1, 0.5]}'
    said = json.loads(cli(*VALLEY, "--set", prior, "--set", "departure.town=0", "--json").stdout)
    assert said["parameters"] == {"displacement.rate": "lognormal with median 0.1 and sd of log 0.5"}


def test_priors_of_the_folder_are_varied(tmp_path):
    folder = shutil.copytree(find_folder("valley"), tmp_path / "valley")
    text = (folder / "scenario.yml").read_text(encoding="utf-8")
    (folder / "scenario.yml").write_text(text.replace("rate: 0.12", "rate: {uniform: [0.05, 0.2]}"), encoding="utf-8")
    said = json.loads(cli("sensitivity", folder, *VALLEY[2:], "--json").stdout)
    assert list(said["parameters"]) == ["displacement.rate"]


def test_out_holds_the_table_the_object_and_the_figure(tmp_path):
    done = cli(*VALLEY, *VARY, "--out", tmp_path / "a" / "out")
    assert done.exit_code == 0
    assert "modelled, not observed" in done.stdout
    assert "displacement.rate" in done.stdout
    files = sorted(path.name for path in (tmp_path / "a" / "out").iterdir())
    assert files == ["sensitivity.csv", "sensitivity.json", "sensitivity.png"]


def test_when_runs_fail_nothing_is_left_behind(tmp_path, monkeypatch):
    def fail(*_, **__):
        message = "the books do not balance"
        raise nuzuh.BalanceError(message)

    monkeypatch.setattr(nuzuh, "sensitivity", fail)
    done = cli(*VALLEY, *VARY, "--out", tmp_path / "out")
    assert (done.exit_code, done.stderr) == (4, "nuzuh: the books do not balance\n")
    assert list(tmp_path.iterdir()) == []
