"""Files of parameter sets: what is in them comes back, and every fault is told with its place."""

import pytest

import nuzuh
from nuzuh.errors import ParamsError
from nuzuh.model.parameter_sets import read_parameter_sets
from nuzuh.scenario.parameter_sets import parameter_sets_csv

FAULTS = {
    "unknown parameter": ("departure.twon,displacement.rate\n1,1\n", ":1:1: unknown parameter 'departure.twon': did"),
    "a word": ("departure.town,displacement.rate\n0.1,high\n", ":2:5: 'high' is no number: give one"),
    "blank": ("departure.town,displacement.rate\n0.1,\n", ":2:5: '' is no number"),
    "not finite": ("departure.town\n0.1\nnan\n", ":3:1: 'nan' is no number"),
    "too many cells": ("departure.town\n0.1,2\n", ":2: 2 cells under a header of 1: give one value for each"),
    "too few cells": ("departure.town,departure.camp\n0.1\n", ":2: 1 cells under a header of 2"),
    "no set": ("departure.town\n", ":1: no parameter set: add a row"),
    "empty": ("", ":1:1: the file is empty"),
}


def file(folder, text):
    path = folder / "sets.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_told_with_its_place(case, tmp_path):
    text, message = FAULTS[case]
    with pytest.raises(ParamsError) as told:
        read_parameter_sets(file(tmp_path, text))
    assert f"sets.csv{message}" in str(told.value)


def test_all_faults_are_told_at_once(tmp_path):
    with pytest.raises(ParamsError) as told:
        read_parameter_sets(file(tmp_path, "departure.twon\nhigh\nlow\n"))
    assert len(str(told.value).splitlines()) == 3


def test_a_file_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(ParamsError, match="cannot be read"):
        read_parameter_sets(tmp_path / "nonesuch.csv")


def test_values_come_back_to_the_bit_and_whole_numbers_as_such(tmp_path):
    sets = {"displacement.rate": [0.1, 1 / 3, 5e-324], "destination.awareness": [1.0, 2.0, 3.0]}
    table = read_parameter_sets(file(tmp_path, parameter_sets_csv(sets)))
    assert table.to_dict(orient="list") == sets
    assert table["destination.awareness"].dtype.kind == "i"


def test_comments_and_tags_are_left_out(tmp_path):
    text = "# from a survey\ndeparture.town\n#indicator\n0.25\n"
    assert read_parameter_sets(file(tmp_path, text))["departure.town"].tolist() == [0.25]


def test_an_ensemble_takes_the_table(tmp_path):
    table = read_parameter_sets(file(tmp_path, "destination.awareness,departure.town\n1,0.2\n3,0.4\n"))
    runs = nuzuh.ensemble(nuzuh.read_scenario("valley"), 3, params=table, engine="mean", executor="here")
    assert runs["destination.awareness"].values.tolist() == [1, 3, 1]
