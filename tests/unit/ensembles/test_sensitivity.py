"""Sensitivity: indices where they are known, the sample, and what cannot be done."""

import sys

import numpy as np
import pytest
from tests.crises import crisis, fire

import nuzuh
from nuzuh.ensembles.sensitivity import parameter_sets
from nuzuh.errors import ParamsError, UsageError
from nuzuh.model.priors import priors_of

RATE = {"displacement.rate": {"uniform": [0.02, 0.2]}}
NO_CAMPS = {"departure.camp": {"uniform": [0, 0.5]}}
PRIORS = priors_of(
    {
        "displacement": {"rate": {"lognormal": [0.1, 0.5]}},
        "departure": {"town": {"beta": [2, 5]}},
        "destination": {"awareness": {"uniform": [1, 3]}},
    }
)


@pytest.fixture(scope="module")
def two_towns():
    """Nobody is in a camp."""
    places, roads = [("A", "town", 10_000), ("B", "town", 0)], [("A", "B", 20)]
    return crisis(places, roads, days=10, conflict=[fire("A")])


def analysed(scenario, params, **more):
    return nuzuh.sensitivity(scenario, **({"n": 16, "params": params, "executor": "here"} | more))


@pytest.fixture(scope="module")
def found(two_towns):
    return analysed(two_towns, RATE | NO_CAMPS, outcomes=["cum_displaced"])


def test_a_parameter_that_cannot_matter_has_no_part_in_the_variance(found):
    camp = found.sel(outcome="cum_displaced", parameter="departure.camp")
    for name in ("first", "first_low", "first_high", "total", "total_low", "total_high"):
        assert camp[name] == 0


def test_a_parameter_that_alone_matters_has_all_of_it(two_towns):
    rate = analysed(two_towns, RATE | NO_CAMPS, n=64, outcomes=["cum_displaced"]).sel(parameter="displacement.rate")
    assert rate.first.item() == pytest.approx(1, abs=0.05)
    assert rate.total.item() == pytest.approx(1, abs=0.05)
    assert rate.first_low < 1 < rate.first_high


def test_two_that_multiply_share_what_neither_explains_by_itself(two_towns):
    """Of a product of two uniform variables from 0 each explains 3/7, and has a part in 4/7."""
    ranges = {"displacement.rate": {"uniform": [0, 1e-4]}, "departure.conflict": {"uniform": [0, 1e-4]}}
    both = analysed(two_towns, ranges | {"departure.newly_displaced": 0}, n=128, outcomes=["n_displaced B"])
    np.testing.assert_allclose(both.first, 3 / 7, atol=0.05)
    np.testing.assert_allclose(both.total, 4 / 7, atol=0.05)


def test_the_central_outcome_is_that_of_a_run_and_quantiles_rise(found, two_towns):
    run = nuzuh.simulate(two_towns, engine="mean", params={"displacement.rate": 0.11})
    assert found.central.item() == pytest.approx(run.new_displaced.values.sum())
    ends = [nuzuh.simulate(two_towns, engine="mean", params={"displacement.rate": rate}) for rate in (0.02, 0.2)]
    low, high = (end.new_displaced.values.sum() for end in ends)
    assert low < found.q05 < found["median"] < found.q95 < high


def test_an_outcome_that_does_not_vary_has_no_indices(two_towns):
    same = analysed(two_towns, NO_CAMPS, outcomes=["cum_displaced", "n_displaced A"])
    for name in ("first", "first_low", "first_high", "total", "total_low", "total_high"):
        assert np.isnan(same[name]).all()
    np.testing.assert_allclose(same.q05, same.central)
    np.testing.assert_allclose(same.q95, same.central)


def test_priors_of_the_scenario_are_varied_too(two_towns):
    places, roads = [("A", "town", 10_000), ("B", "town", 0)], [("A", "B", 20)]
    params = {"displacement": {"rate": {"uniform": [0.02, 0.2], "value": 0.05}}}
    uncertain = crisis(places, roads, days=10, conflict=[fire("A")], params=params)
    own = analysed(uncertain, None, outcomes=["cum_displaced"])
    np.testing.assert_array_equal(own.parameter, ["displacement.rate"])
    assert own.centre.item() == 0.05
    given = analysed(two_towns, RATE, outcomes=["cum_displaced"])
    np.testing.assert_array_equal(own.total, given.total)


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_gives_the_same_analysis(seed, two_towns):
    one, two = (analysed(two_towns, RATE, n=8, seed=seed) for _ in range(2))
    assert one.identical(two)


def test_another_seed_gives_another_sample(two_towns, found):
    assert analysed(two_towns, RATE | NO_CAMPS, seed=2).q05[0] != found.q05[0]


def test_with_an_engine_that_draws_chance_is_in_the_total_of_all(two_towns):
    drawn = analysed(two_towns, RATE | NO_CAMPS, engine="counts", outcomes=["cum_displaced"])
    assert drawn.attrs["engine"] == "counts"
    assert drawn.central.item().is_integer()
    assert drawn.total.sel(parameter="displacement.rate") > 0.5
    assert 0 < drawn.total.sel(parameter="departure.camp") < 0.01


def test_the_sample_has_a_row_for_each_run_and_crosses_two_matrices():
    sets = parameter_sets(PRIORS, n=8, seed=3)
    assert sets.shape == (8 * (2 + 3), 3)
    blocks = sets.to_numpy().reshape(8, 5, 3)
    a, b = blocks[:, 0], blocks[:, 4]
    for at in range(3):
        crossed = a.copy()
        crossed[:, at] = b[:, at]
        np.testing.assert_array_equal(blocks[:, at + 1], crossed)


def test_points_are_mapped_through_the_priors():
    sets = parameter_sets(PRIORS, n=256, seed=3)
    base = sets.iloc[::5]
    for name, prior in PRIORS.items():
        for share in (0.1, 0.5, 0.9):
            assert (base[name] <= prior.quantile(share)).mean() >= share - 0.02, name
    assert sets["destination.awareness"].value_counts(normalize=True).round(2).tolist() == pytest.approx(
        [1 / 3] * 3, abs=0.02
    )
    assert all(isinstance(value, int) for value in sets["destination.awareness"].tolist())


@pytest.mark.parametrize(("n", "nearest"), [(100, 128), (90, 64), (3, 8), (0, 8), (-8, 8), (12, 8), (2**20 + 1, 2**20)])
def test_a_sample_that_is_no_power_of_two_is_refused_with_the_nearest(n, nearest, two_towns):
    with pytest.raises(UsageError, match=f"n is {n}: give a power of two from 8 on; the nearest is {nearest}$"):
        analysed(two_towns, RATE, n=n)


def test_without_a_prior_the_error_shows_how_to_give_one(two_towns):
    with pytest.raises(UsageError, match=r"no parameter of 'test' is uncertain: give a range, as --vary"):
        analysed(two_towns, {"displacement.rate": 0.1})


def test_faults_of_priors_are_told(two_towns):
    with pytest.raises(ParamsError, match="does not rise"):
        analysed(two_towns, {"displacement.rate": {"uniform": [1, 0]}})


def test_an_outcome_asked_for_twice_is_given_once(two_towns):
    assert analysed(two_towns, RATE, n=8, outcomes=["n_displaced B"] * 2).sizes["outcome"] == 1


def test_an_unknown_outcome_is_told(two_towns):
    with pytest.raises(UsageError, match="no outcome 'deaths'"):
        analysed(two_towns, RATE, outcomes=["deaths"])


def test_without_salib_the_error_says_how_to_install_it(two_towns, monkeypatch):
    monkeypatch.setitem(sys.modules, "SALib.analyze", None)
    with pytest.raises(UsageError, match=r"SALib is not installed: pip install 'nuzuh\[sensitivity\]'"):
        analysed(two_towns, RATE)
