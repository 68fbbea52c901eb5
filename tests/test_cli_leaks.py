"""The command line on inputs that give the answer away, and on warnings before a run."""

import json
import shutil

import pytest
from tests.test_cli import nuzuh_cli

import nuzuh
from nuzuh.scenario.folder import find_folder


def edit(folder, file, old, new):
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def valley(tmp_path):
    return shutil.copytree(find_folder("valley"), tmp_path / "valley")


@pytest.fixture
def leaky(valley):
    edit(valley, "locations.csv", ",9000,", ",9200,")
    edit(valley, "scenario.yml", "  displacement:\n", "  displacement:\n    mode: registrations\n")
    return valley


def test_check_lists_leaks_as_warnings_behind_the_faults(leaky):
    edit(leaky, "routes.csv", ",36,", ",3,")
    done = nuzuh_cli("check", leaky)
    starts = [f"{leaky}/{place}" for place in ("routes.csv:2:", "locations.csv:5:28: ", "scenario.yml:10:5: ")]
    assert done.exit_code == 0
    for line, start in zip(done.stdout.splitlines(), starts, strict=True):
        assert line.startswith(start)
        assert ": warning: " in line
    assert done.stderr == f"{leaky}: 0 faults, 3 warnings\n"


def test_where_there_are_faults_leaks_wait(leaky):
    edit(leaky, "routes.csv", ",36,", ",-3,")
    done = nuzuh_cli("check", leaky)
    assert (done.exit_code, done.stderr) == (3, f"{leaky}: 1 fault, 0 warnings\n")


def test_parameters_that_cannot_be_used_are_faults_and_leaks_wait(leaky):
    edit(leaky, "scenario.yml", "mode: registrations", "mode: registration")
    done = nuzuh_cli("check", leaky)
    assert (done.exit_code, done.stderr) == (3, f"{leaky}: 1 fault, 0 warnings\n")
    assert f"{leaky}/scenario.yml:10:5: params.displacement.mode" in done.stdout


def test_a_run_without_leaks_says_what_it_leaves_out_and_rests_on_the_rate(leaky, tmp_path):
    done = nuzuh_cli("run", leaky, "--no-leaks", "--out", tmp_path / "out")
    assert done.exit_code == 0
    capacity, total, note = done.stderr.splitlines()
    assert capacity.startswith("left out: capacity 9,200 of 'Meadow'")
    assert total.startswith("left out: the number displaced each day")
    assert note == "people are displaced by conflict instead, at a displacement.rate that nobody has fitted"
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert run["params"]["displacement"]["mode"] == "conflict"
    assert run["command"].endswith(" --no-leaks")


def test_a_run_without_leaks_is_that_of_the_scenario_without_them(leaky):
    said = json.loads(nuzuh_cli("run", leaky, "--no-leaks", "--json").stdout)
    clean = nuzuh.without_leaks(nuzuh.read_scenario(leaky))
    same = nuzuh.summarise(nuzuh.simulate(clean, seed=1), clean)
    assert said["cum_displaced"] == same["cum_displaced"]


def test_a_leak_that_the_command_brings_in_is_left_out_too(valley):
    plain = nuzuh_cli("run", valley, "--json").stdout
    words = ["run", valley, "--no-leaks", "--set", "displacement.mode=registrations"]
    assert "left out: the number displaced each day" in nuzuh_cli(*words).stderr
    said = json.loads(nuzuh_cli(*words, "--json").stdout)
    assert said["cum_displaced"] == json.loads(plain)["cum_displaced"]


def test_parameters_of_the_command_hold_without_leaks(valley):
    said = json.loads(nuzuh_cli("run", valley, "--no-leaks", "--json", "--set", "displacement.rate=0").stdout)
    assert {day[1] for day in said["cum_displaced"].values()} == {0}


def test_where_nothing_leaks_that_is_said(valley):
    done = nuzuh_cli("run", valley, "--no-leaks")
    assert done.stderr == "nothing to leave out: no input gives the answer away\n"


def test_with_json_nothing_else_is_said(leaky):
    edit(leaky, "routes.csv", ",36,", ",3,")
    done = nuzuh_cli("run", leaky, "--no-leaks", "--json")
    assert (done.exit_code, done.stderr, done.stdout.count("\n")) == (0, "", 1)


def test_a_run_counts_the_warnings_of_its_folder(valley):
    edit(valley, "routes.csv", ",36,", ",3,")
    assert nuzuh_cli("run", valley).stderr == f"1 warning: nuzuh check {valley} lists them\n"
    (valley / "more.csv").write_text("", encoding="utf-8")
    assert nuzuh_cli("run", valley).stderr == f"2 warnings: nuzuh check {valley} lists them\n"


def test_lenient_has_no_effect_on_a_scenario_folder_yet(valley):
    assert nuzuh_cli("check", valley, "--lenient").stdout == f"{valley}: no faults\n"
    edit(valley, "routes.csv", ",36,", ",-3,")
    assert nuzuh_cli("check", valley, "--lenient").stdout == nuzuh_cli("check", valley).stdout
    assert nuzuh_cli("run", valley, "--lenient").exit_code == 3
