"""Parameter sets and a number of members that a folder ships with: read, written and, where wrong, told where."""

from dataclasses import replace

import pytest

import nuzuh
from nuzuh.scenario.parameter_sets import read_sets

SETS = "displacement.rate,destination.awareness\n0.1,1\n0.25,2\n"
NAMED = {
    "a file that is not there": (
        "parameter_sets: posteriors.csv",
        ["scenario.yml:21:1: no file of parameter sets 'posteriors.csv' in the folder: did you mean 'posterior.csv'?"],
    ),
    "a table": (
        "parameter_sets: routes.csv",
        ["scenario.yml:21:1: no file of parameter sets 'routes.csv' in the folder: did you mean 'posterior.csv'?"],
    ),
    "a number for a name": (
        "parameter_sets: 5",
        ["scenario.yml:21:1: parameter_sets 5 is not text: write it in quotes on one line"],
    ),
    "no members": (
        "parameter_sets: posterior.csv\nmembers: 0",
        ["scenario.yml:22:1: members 0 cannot be used: give a whole number from 1 to 10,000,000"],
    ),
    "half a member": (
        "parameter_sets: posterior.csv\nmembers: 1.5",
        ["scenario.yml:22:1: members '1.5' cannot be used: give a whole number from 1 to 10,000,000"],
    ),
    "a flag for a number": (
        "parameter_sets: posterior.csv\nmembers: true",
        ["scenario.yml:22:1: members 'True' cannot be used: give a whole number from 1 to 10,000,000"],
    ),
}
HELD = {
    "an unknown parameter": (
        "displacement.ratee,departure.town\n0.1,0.2\n",
        [
            "1:1: unknown parameter 'displacement.ratee': "
            "did you mean 'displacement.rate' or 'displacement.mode' or 'displacement.fear'?"
        ],
    ),
    "a value out of bounds": (
        "displacement.rate,departure.town\n0.1,0.2\n0.1,1.5\n",
        ["3:5: departure.town: 1.5 cannot be used: input should be less than or equal to 1"],
    ),
    "a word": ("departure.town\nhigh\n", ["2:1: 'high' is no number: give one"]),
    "a column twice": (
        "departure.town,departure.town\n0.1,0.1\n",
        ["1:16: parameter 'departure.town' stands in two columns: leave one"],
    ),
    "no set": ("departure.town\n", ["1: no parameter set: add a row for each set under the header"]),
    "nothing": ("", ["1:1: the file is empty: begin with a header, or delete the file"]),
}


@pytest.fixture
def folder(valley):
    """The valley with two parameter sets and a number of members."""
    valley.write("posterior.csv", SETS)
    return named(valley, "parameter_sets: posterior.csv\nmembers: 6")


def named(valley, lines):
    text = (valley.path / "scenario.yml").read_text(encoding="utf-8")
    valley.write("scenario.yml", text + lines + "\n")
    return valley


def test_sets_and_members_are_read(folder):
    scenario = nuzuh.read_scenario(folder.path)
    assert scenario.sets == (
        {"displacement.rate": 0.1, "destination.awareness": 1},
        {"displacement.rate": 0.25, "destination.awareness": 2},
    )
    assert scenario.members == 6
    assert folder.lines() == []


@pytest.mark.parametrize("hxl", [False, True])
def test_they_are_written_and_read_again(folder, hxl, tmp_path):
    scenario = nuzuh.read_scenario(folder.path)
    again = nuzuh.read_scenario(nuzuh.write_scenario(scenario, tmp_path / "again", hxl=hxl))
    assert (again.sets, again.members, again.hash) == (scenario.sets, scenario.members, scenario.hash)


def test_they_are_part_of_the_hash(folder):
    scenario = nuzuh.read_scenario(folder.path)
    bare = nuzuh.read_scenario("valley")
    others = [bare, replace(bare, members=6), replace(scenario, members=7), replace(scenario, sets=scenario.sets[:1])]
    assert len({scenario.hash, *(other.hash for other in others)}) == 5
    assert replace(scenario, sets=(), members=None).hash == bare.hash


@pytest.mark.parametrize("case", NAMED)
def test_a_fault_in_the_settings_has_its_place_there(case, valley):
    lines, expected = NAMED[case]
    valley.write("posterior.csv", SETS)
    shown = [line for line in named(valley, lines).lines() if "warning" not in line]
    assert shown == expected


@pytest.mark.parametrize("case", HELD)
def test_a_fault_in_the_file_has_its_place_there(case, folder):
    text, expected = HELD[case]
    folder.write("posterior.csv", text)
    assert folder.lines() == [f"posterior.csv:{line}" for line in expected]


def test_parameters_of_the_scenario_that_cannot_be_used_are_not_laid_on_the_sets(folder):
    folder.edit("scenario.yml", "town: 0.05", "town: 5")
    (line,) = folder.lines()
    assert line.startswith("scenario.yml:14:5: params.departure.town: 5 cannot be used")


def test_no_file_is_named_and_none_is_there(valley):
    named(valley, "parameter_sets: posterior.csv")
    (line,) = valley.lines()
    assert line.endswith("put a CSV file of that name there, or leave the key out")


def test_a_file_that_nobody_names_is_not_read(valley):
    valley.write("posterior.csv", SETS)
    (line,) = valley.lines()
    assert "warning: no table of this name is read" in line


def test_the_place_of_a_set_is_that_of_its_row(tmp_path):
    path = tmp_path / "sets.csv"
    path.write_text("# from a calibration\ndeparture.town\n\n0.1\n", encoding="utf-8")
    fault = read_sets(path).fault(1, 0, "what", "way out")
    assert (fault.line, fault.column) == (4, 1)
