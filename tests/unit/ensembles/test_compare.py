"""Two ensembles on the same random numbers, member by member."""

import numpy as np
import pytest
from tests.crises import crisis, day, fire

import nuzuh

PLACES = [("A", "town", 2_000), ("B", "town", 500), ("camp", "camp", 0)]
ROUTES = [("A", "B", 40), ("B", "camp", 30)]


@pytest.fixture(scope="module")
def scenario():
    return crisis(PLACES, ROUTES, days=20, conflict=[fire("A", 2)])


@pytest.fixture(scope="module")
def runs(scenario):
    return nuzuh.simulate(scenario, members=4)


def test_what_changes_nothing_differs_nowhere_in_no_member(scenario, runs):
    same = nuzuh.simulate(nuzuh.ceasefire(quiets=0)(scenario), members=4)
    found = nuzuh.compare(runs, same)
    assert all((found[name] == 0).all() for name in found.data_vars)


def test_a_difference_is_the_what_if_less_the_baseline(scenario, runs):
    calm = nuzuh.simulate(nuzuh.ceasefire(start=day(5))(scenario), members=4)
    found = nuzuh.compare(runs, calm)
    assert (found.n_at_home == calm.n_at_home - runs.n_at_home).all()
    assert (found.new_displaced.sel(date=str(day(4))) == 0).all()
    assert (found.new_displaced.sum() < 0).all()


def test_a_location_of_one_of_the_two_is_empty_in_the_other(scenario, runs):
    camp = nuzuh.simulate(nuzuh.new_camp("hill", near={"B": 5})(scenario), members=4)
    there, back = nuzuh.compare(runs, camp), nuzuh.compare(camp, runs)
    assert there["location"].values.tolist() == ["A", "B", "camp", "hill"]
    assert (there.n_displaced.sel(location="hill") == camp.n_displaced.sel(location="hill")).all()
    assert (back.n_displaced.sel(location="hill") <= 0).all()


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"seed": 2, "members": 4}, "seed 1 and 2"),
        ({"members": 3}, "other members"),
        ({"members": 4, "engine": "persons"}, "engine counts and persons"),
    ],
)
def test_runs_that_differ_in_more_than_the_scenario_are_refused(scenario, runs, other, reason):
    with pytest.raises(nuzuh.UsageError, match=reason):
        nuzuh.compare(runs, nuzuh.simulate(scenario, **other))


def test_other_days_are_refused(scenario, runs):
    with pytest.raises(nuzuh.UsageError, match="other days"):
        nuzuh.compare(runs, nuzuh.simulate(scenario.between(end=day(10)), members=4))


def test_the_same_numbers_make_an_effect_clearer_than_others(scenario):
    """Common random numbers: on days that both share the most, the effect spreads at most half as much."""
    calm = nuzuh.ceasefire(start=day(8))(scenario)
    first, same, other = (
        nuzuh.simulate(which, members=60, seed=seed).n_displaced.sel(date=str(day(9)), location="camp")
        for which, seed in ((scenario, 1), (calm, 1), (calm, 2))
    )
    assert np.std(same - first) <= 0.5 * np.std(other - first)
