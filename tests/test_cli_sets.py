"""A scenario that ships with parameter sets and a number of members, on the command line."""

import json
import shutil

import pytest
from tests.test_cli import nuzuh_cli

from nuzuh.scenario.folder import find_folder

SETS = "displacement.rate\n0.08\n0.15\n"


@pytest.fixture
def folder(tmp_path):
    made = shutil.copytree(find_folder("valley"), tmp_path / "fitted")
    text = (made / "scenario.yml").read_text(encoding="utf-8")
    (made / "scenario.yml").write_text(text + "parameter_sets: posterior.csv\nmembers: 4\n", encoding="utf-8")
    (made / "posterior.csv").write_text(SETS, encoding="utf-8")
    return made


def done(*words):
    ran = nuzuh_cli(*words, "--executor", "here")
    assert ran.exit_code == 0, ran.output
    return ran


def test_a_run_takes_them_and_says_so(folder, tmp_path):
    shown = done("run", folder, "--impact", "--out", tmp_path / "out").stdout
    assert shown.count("Members differ in parameters as well: 2 parameter sets.") == 3
    assert "chance alone" not in shown
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert (record["members"], record["priors"]) == (4, "2 parameter sets")
    assert "--members 4" in record["command"]


def test_other_members_and_parameters_go_over_them(folder):
    shown = done("run", folder, "--members", 3, "--set", "displacement.rate=0.1").stdout
    assert "that of chance alone" in shown
    said = json.loads(done("run", folder, "--members", 3, "--json").stdout)
    assert said["members"] == 3


def test_parameters_that_are_set_go_over_them_without_leaks_too(folder):
    shown = done("run", folder, "--no-leaks", "--set", "displacement.rate=0.1").stdout
    assert "that of chance alone" in shown


def test_another_file_takes_their_place(folder, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("departure.town\n0.1\n0.2\n0.3\n", encoding="utf-8")
    assert "as well: 3 parameter sets." in done("run", folder, "--params", other).stdout


def test_one_member_is_a_single_run_with_the_fixed_parameters(folder):
    one = [json.loads(nuzuh_cli("run", name, "--members", 1, "--json").stdout) for name in (folder, "valley")]
    assert one[0]["cum_displaced"] == one[1]["cum_displaced"]


def test_a_comparison_takes_them(folder):
    said = json.loads(done("compare", folder, "--what-if", "ceasefire(start=2021-03-20)", "--json").stdout)
    assert (said["members"], said["priors"]) == (4, "2 parameter sets")


def test_a_set_that_cannot_be_used_is_a_fault_of_the_scenario(folder):
    (folder / "posterior.csv").write_text("displacement.rate\nhigh\n", encoding="utf-8")
    ran = nuzuh_cli("run", folder)
    assert ran.exit_code == 3
    assert "posterior.csv:2:1: 'high' is no number" in ran.stderr
