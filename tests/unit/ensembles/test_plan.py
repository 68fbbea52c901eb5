"""What an ensemble is: the parameters of each member, and what is refused before anything is run."""

import pickle

import numpy as np
import pandas as pd
import pytest
from tests.runs import small

import nuzuh
from nuzuh.ensembles.batches import run_batch
from nuzuh.ensembles.plan import plan_of
from nuzuh.errors import ParamsError, UsageError

UNIFORM = {"departure.town": {"uniform": [0.1, 0.5]}}
TABLE = pd.DataFrame({"departure.town": [0.1, 0.2, 0.3], "destination.awareness": [1.0, 2.0, 2.0]})


def plan(scenario, params=None, members=5, seed=1, engine="counts"):
    return plan_of(scenario, members, seed=seed, engine=engine, params=params)


def run(scenario, params=None, members=5, **words):
    return nuzuh.ensemble(scenario, members, params=params, executor="here", **words)


@pytest.mark.parametrize("params", [None, {"departure.town": 0.5}, nuzuh.Params()])
def test_fixed_parameters_give_what_simulate_gives(scenario, params):
    assert run(scenario, params).identical(nuzuh.simulate(scenario, members=5, params=params))


def test_drawn_parameters_are_coordinates_of_the_members(scenario):
    runs = run(scenario, UNIFORM, members=8)
    drawn = runs["departure.town"]
    assert drawn.dims == ("member",)
    assert len(set(drawn.values)) == 8
    assert ((drawn > 0.1) & (drawn < 0.5)).all()
    assert runs.attrs["priors"] == "departure.town: uniform 0.1 to 0.5"


def test_a_member_is_what_its_parameters_say(scenario):
    runs = run(scenario, UNIFORM, members=3)
    for member, town in enumerate(runs["departure.town"].values):
        fixed = nuzuh.simulate(scenario, members=3, params={"departure.town": float(town)})
        assert (fixed["n_displaced"][member] == runs["n_displaced"][member]).all()


def test_priors_of_the_scenario_are_drawn_from_unless_a_value_is_given():
    uncertain = small(departure={"town": {"uniform": [0.1, 0.5]}})
    assert run(uncertain)["departure.town"].equals(run(small(), UNIFORM)["departure.town"])
    assert "departure.town" not in run(uncertain, {"departure.town": 0.3}).coords
    assert "departure.town" not in run(uncertain, nuzuh.params_of(uncertain.params)).coords


def test_draws_depend_on_seed_and_member_alone(scenario):
    first, more, other = (run(scenario, UNIFORM, members=n, seed=seed) for n, seed in ((3, 1), (6, 1), (3, 2)))
    assert first["departure.town"].equals(more["departure.town"][:3])
    assert not set(first["departure.town"].values) & set(other["departure.town"].values)


@pytest.mark.parametrize("what_if", [nuzuh.ceasefire(start="2020-01-05"), nuzuh.new_camp("D", {"B": 20}, capacity=50)])
def test_a_what_if_sees_the_draws_of_its_baseline(scenario, what_if):
    before, after = run(scenario, UNIFORM), run(what_if(scenario), UNIFORM)
    assert before["departure.town"].equals(after["departure.town"])
    assert not before["n_displaced"].equals(after["n_displaced"])


def test_members_take_the_rows_of_a_table_in_turn(scenario):
    runs = run(scenario, TABLE, members=7)
    assert runs["departure.town"].values.tolist() == [0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1]
    assert runs["destination.awareness"].values.tolist() == [1, 2, 2, 1, 2, 2, 1]
    assert runs["destination.awareness"].dtype == np.int64
    assert runs.attrs["priors"] == "3 parameter sets"


def test_a_table_goes_over_priors(scenario):
    uncertain = small(departure={"town": {"uniform": [0.6, 0.9]}, "camp": {"uniform": [0.01, 0.02]}})
    runs = run(uncertain, TABLE)
    assert runs["departure.town"].values.max() == 0.3
    assert len(set(runs["departure.camp"].values)) == 5


def test_numbers_of_a_table_have_the_kind_of_their_parameter(scenario):
    mixed = pd.DataFrame({"departure.town": [1, 0.25], "departure.by_intensity": [True, False]}, dtype=object)
    runs = run(scenario, mixed)
    assert runs["departure.town"].values.tolist() == [1, 0.25, 1, 0.25, 1]
    assert runs["departure.town"].dtype == np.float64
    assert runs["departure.by_intensity"].values.tolist() == [1, 0, 1, 0, 1]


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ({"departure.town": [0.1, 7]}, "^parameter set 2 of 2: departure.town: 7.* less than or equal to 1"),
        ({"departure.town": [float("nan"), 0.2]}, "^parameter set 1 of 2: departure.town: nan"),
        ({"destination.awareness": [1, 1.5]}, "^parameter set 2 of 2: destination.awareness: 1.5"),
        ({"displacement.mode": ["conflict"]}, "^parameter set 1 of 1: displacement.mode: 'conflict' is not a number$"),
        ({"departure.town": [{"uniform": [0, 1]}]}, "is not a number"),
        ({"departure.newly_displaced": pd.Series([None, 0.5], dtype=object)}, "set 1 of 2: .*: 'None' is not a number"),
        ({"departure.twon": [0.1]}, "^unknown parameter 'departure.twon': did you mean 'departure.town'"),
        ({"town": [0.1]}, "^unknown parameter 'town'"),
        ({"preset": [1]}, "^unknown parameter 'preset'"),
    ],
)
def test_a_fault_in_a_table_is_named_with_its_row(scenario, rows, what):
    with pytest.raises(ParamsError, match=what):
        plan(scenario, pd.DataFrame(rows))


def test_all_faults_of_a_table_are_said_up_to_ten(scenario):
    with pytest.raises(ParamsError) as caught:
        plan(scenario, pd.DataFrame({"departure.town": [5, 0.1, 6], "departure.camp": [0.1, 9, 8]}))
    assert [line[:20] for line in str(caught.value).splitlines()] == [f"parameter set {n} of 3"[:20] for n in (1, 2, 3)]
    assert str(caught.value).count("; departure.camp") == 1
    with pytest.raises(ParamsError, match=r"(?s)parameter set 10 of 30: [^\n]*\nand 20 more$"):
        plan(scenario, pd.DataFrame({"departure.town": [5] * 30}))


def test_a_column_that_stands_twice_is_refused(scenario):
    twice = pd.DataFrame([[0.1, 0.2]], columns=["departure.town", "departure.town"])
    with pytest.raises(ParamsError, match=r"departure\.town: stands in two columns: leave one"):
        plan(scenario, twice)


@pytest.mark.parametrize("table", [pd.DataFrame(), TABLE.iloc[:0], pd.DataFrame(index=[0, 1])])
def test_an_empty_table_is_refused(scenario, table):
    with pytest.raises(UsageError, match="the table of parameters is empty"):
        plan(scenario, table)


@pytest.mark.parametrize("params", [[0.1], "flee3", 3, pd.Series({"departure.town": 0.1})])
def test_what_holds_no_parameters_is_refused(scenario, params):
    with pytest.raises(UsageError, match="give a mapping by dotted name, Params, or a table"):
        plan(scenario, params)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ({"members": 0}, "members is 0: give a whole number from 1"),
        ({"seed": -1}, "seed is -1"),
        ({"engine": "count"}, "no engine 'count': did you mean 'counts'"),
        ({"params": {"departure.town": 7}}, "departure.town: 7 cannot be used"),
        ({"params": {"departure.town": {"uniform": [0.5, 0.1]}}}, "departure.town: .*does not rise"),
    ],
)
def test_what_cannot_be_run_is_refused_at_once(scenario, words, what):
    with pytest.raises(UsageError, match=what):
        plan(scenario, **words)


def test_plans_are_alike_if_their_members_are():
    scenario = small()
    same = [plan(scenario, UNIFORM), plan(small(), dict(UNIFORM)), plan(scenario, UNIFORM, members=9)]
    assert same[0].identity == same[1].identity == same[2].identity
    others = [
        plan(scenario),
        plan(scenario, {"departure.town": {"uniform": [0.1, 0.6]}}),
        plan(scenario, {"departure.camp": {"uniform": [0.1, 0.5]}}),
        plan(scenario, UNIFORM | {"departure.camp": 0.2}),
        plan(scenario, TABLE),
        plan(scenario, TABLE[::-1]),
    ]
    assert len({other.identity["params_hash"] for other in [same[0], *others]}) == 7


def test_a_plan_runs_wherever_it_is_sent_to(scenario):
    packed = plan(scenario, UNIFORM).packed
    assert packed == plan(scenario, UNIFORM).packed
    assert run_batch(packed, range(2, 3)).content == run_batch(bytes(bytearray(packed)), range(2, 3)).content


def test_a_plan_of_another_version_is_not_run(scenario):
    _, content = pickle.loads(plan(scenario).packed)  # noqa: S301
    old = pickle.dumps(("0.0.1", content))
    with pytest.raises(UsageError, match=r"cannot run a plan of nuzuh 0\.0\.1: install the same on all computers"):
        run_batch(old, range(1))
