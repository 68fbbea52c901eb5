"""A scenario's own parameter sets: who takes which, and what goes over them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.runs import small

import nuzuh
from nuzuh.errors import ParamsError, UsageError
from nuzuh.model.parameter_sets import with_params

TOWNS = (0.2, 0.4, 0.6)
SETS = tuple({"departure.town": town, "displacement.rate": town / 4} for town in TOWNS)


@pytest.fixture
def scenario():
    return replace(small(people=200), sets=SETS, members=4)


def ensemble(scenario, members=None, params=None, **how):
    return nuzuh.ensemble(scenario, members, params=params, executor="here", **how)


def test_members_take_the_sets_in_turn_and_are_as_many_as_the_scenario_says(scenario):
    runs = ensemble(scenario)
    assert runs["departure.town"].values.tolist() == [0.2, 0.4, 0.6, 0.2]
    assert runs.attrs["priors"] == "3 parameter sets"


def test_a_member_is_what_its_set_says(scenario):
    runs = ensemble(scenario, 3)
    for member, values in enumerate(SETS):
        fixed = nuzuh.simulate(scenario, members=3, params=values)
        assert (fixed["n_displaced"][member] == runs["n_displaced"][member]).all()


def test_it_is_the_same_as_with_a_table_of_them(scenario):
    bare = replace(scenario, sets=(), members=None)
    given = ensemble(bare, 4, params=pd.DataFrame(SETS))
    assert given.equals(ensemble(scenario))


def test_a_single_run_takes_the_fixed_parameters(scenario):
    bare = replace(scenario, sets=(), members=None)
    assert nuzuh.simulate(scenario, members=2).equals(nuzuh.simulate(bare, members=2))


def test_a_parameter_that_is_given_goes_over_its_column(scenario):
    runs = ensemble(scenario, params={"departure.town": 0.5})
    assert "departure.town" not in runs.coords
    assert runs["displacement.rate"].values.tolist() == [0.05, 0.1, 0.15, 0.05]
    assert '"town":0.5' in runs.attrs["params"]


def test_a_prior_that_is_given_goes_over_its_column(scenario):
    runs = ensemble(scenario, params={"departure.town": {"uniform": [0.1, 0.15]}})
    assert ((runs["departure.town"] > 0.1) & (runs["departure.town"] < 0.15)).all()
    assert runs.attrs["priors"] == "departure.town: uniform 0.1 to 0.15; 3 parameter sets"


def test_all_columns_given_leave_no_sets(scenario):
    runs = ensemble(scenario, params={"departure.town": 0.5, "displacement.rate": 0.1})
    assert "priors" not in runs.attrs
    assert runs.equals(nuzuh.simulate(small(people=200), members=4, params={"departure.town": 0.5}))


def test_other_sets_take_the_place_of_all_of_them(scenario):
    runs = ensemble(scenario, params=pd.DataFrame({"departure.town": [0.7]}))
    assert runs["departure.town"].values.tolist() == [0.7] * 4
    assert "displacement.rate" not in runs.coords


def test_all_parameters_given_leave_no_sets(scenario):
    assert "priors" not in ensemble(scenario, params=nuzuh.Params()).attrs


def test_priors_are_drawn_unless_a_set_has_the_name(scenario):
    priors = {"departure.town": {"uniform": [0.1, 0.5]}, "departure.camp": {"uniform": [0.1, 0.5]}}
    uncertain = replace(with_params(scenario, priors), sets=SETS)
    runs = ensemble(uncertain)
    assert runs["departure.town"].values.tolist() == [0.2, 0.4, 0.6, 0.2]
    assert len(np.unique(runs["departure.camp"].values)) == 4
    assert runs.attrs["priors"] == "departure.camp: uniform 0.1 to 0.5; 3 parameter sets"


def test_a_what_if_has_the_parameters_of_its_baseline_member_by_member(scenario):
    calm = nuzuh.ceasefire(start="2020-01-10")(scenario)
    before, after = ensemble(scenario), ensemble(calm)
    assert before["departure.town"].equals(after["departure.town"])
    assert (nuzuh.compare(before, after)["n_displaced"][:, :9] == 0).all()


def test_a_set_that_cannot_be_used_is_named_before_anything_is_run(scenario):
    broken = replace(scenario, sets=(*SETS, {"departure.town": 7, "displacement.rate": 0.1}))
    with pytest.raises(ParamsError, match=r"parameter set 4 of 4: departure.town: 7 cannot be used"):
        ensemble(broken)


def test_without_a_number_of_its_own_members_must_be_given():
    with pytest.raises(UsageError, match="does not say how many members it has: give members"):
        ensemble(small())
