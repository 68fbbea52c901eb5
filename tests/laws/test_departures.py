"""Who sets out, and when."""

import numpy as np
import pytest
from scipy import stats
from tests.crises import crisis, fire

from nuzuh import simulate

PAIR = [("A", "town", 0), ("B", "camp", 0)]
STAY = {"town": 0.0, "camp": 0.0, "idp_site": 0.0, "crossing": 0.0, "conflict": 0.0, "newly_displaced": 0.0}


def settled(n, **params):
    """n displaced persons at A, one route to a camp B."""
    locations = [{"name": "A", "kind": "town", "displaced": n}, {"name": "B", "kind": "camp"}]
    return crisis(locations, [("A", "B", 50)], params={"departure": STAY | params}, days=20)


def test_with_probability_zero_nobody_leaves(any_engine):
    result = simulate(settled(1000), engine=any_engine)
    assert (result.n_displaced.sel(location="A") == 1000).all()
    assert result.new_departures.sum() == 0


def test_with_probability_one_everybody_leaves_at_once(any_engine):
    result = simulate(settled(1000, town=1.0), engine=any_engine)
    assert result.n_displaced.sel(location="B").values == pytest.approx(1000)
    assert result.new_departures.sum("location").values.ravel().tolist() == [1000] + [0] * 19


def test_departures_are_geometric(engine):
    p, n = 0.2, 100_000
    left = simulate(settled(n, town=p), engine=engine).new_departures.sel(location="A").values.ravel()
    expected = n * p * (1 - p) ** np.arange(20)
    rest = n - left.sum(), n - expected.sum()
    assert stats.chisquare([*left, rest[0]], [*expected, rest[1]]).pvalue > 1e-3


def test_nobody_sets_out_who_has_nowhere_to_go(any_engine):
    locations = [{"name": "A", "kind": "town", "displaced": 1000}, {"name": "B", "kind": "camp"}, ("C", "town", 5)]
    closures = [{"kind": "location", "from": "A", "start": "2020-01-01", "end": "2020-01-10"}]
    lonely = crisis(locations, [("A", "B", 50)], params={"departure": STAY | {"town": 1.0}}, closures=closures)
    result = simulate(lonely, engine=any_engine)
    assert (result.n_displaced.sel(location="A")[:, :10] == 1000).all()
    assert (result.n_displaced.sel(location="A")[:, 10] == 0).all()


def test_people_forced_out_leave_with_their_own_probability(any_engine):
    params = {"displacement": {"rate": 50}, "departure": STAY | {"newly_displaced": 1.0}}
    flight = crisis(
        [("A", "town", 1000), ("B", "camp", 0)], [("A", "B", 50)], conflict=[fire("A", 3, 4)], params=params
    )
    result = simulate(flight, engine=any_engine)
    assert result.n_displaced.sel(location="B").values[0, 2:4].round(6).tolist() == [0, 1000]


def test_without_a_value_of_their_own_they_leave_as_others_do(any_engine):
    params = {"displacement": {"rate": 50}, "departure": STAY | {"newly_displaced": None}}
    flight = crisis(
        [("A", "town", 1000), ("B", "camp", 0)], [("A", "B", 50)], conflict=[fire("A", 3, 4)], params=params
    )
    result = simulate(flight, engine=any_engine)
    assert result.new_departures.sum() == 0
    assert result.n_displaced.sel(location="A").values[0, 3] == pytest.approx(1000)


def test_groups_leave_by_their_multipliers(engine):
    groups = [
        {"group": "slow", "share": 0.5, "rel_departure": 0.5, "rel_displacement": 0.0},
        {"group": "quick", "share": 0.5, "rel_departure": 1.0},
    ]
    n = 40_000
    scenario = settled(n, town=0.3).with_tables(groups=crisis(PAIR, [], groups=groups).tables["groups"])
    left = simulate(scenario, engine=engine).new_departures.sel(location="A").values.ravel()
    days = np.arange(20)
    expected = n / 2 * (0.15 * 0.85**days + 0.3 * 0.7**days)
    assert stats.chisquare([*left, n - left.sum()], [*expected, n - expected.sum()]).pvalue > 1e-3
