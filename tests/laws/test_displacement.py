"""Who is forced from home, and how many."""

import numpy as np
import pytest
from scipy import stats
from tests.crises import crisis, day, fire

from nuzuh import simulate

TOWNS = [
    {"name": "A", "kind": "town", "population": 30_000, "lat": 10.0, "lon": 20.0},
    {"name": "B", "kind": "town", "population": 10_000, "lat": 10.1, "lon": 20.0},
    {"name": "C", "kind": "town", "population": 20_000, "lat": 15.0, "lon": 20.0},
    {"name": "camp", "kind": "camp"},
]
ROUTES = [("A", "B", 15), ("B", "camp", 60), ("C", "camp", 600)]


def towns(*, conflict=(), displacement=None, days=20, **more):
    params = {"displacement": displacement or {}} | more.pop("params", {})
    return crisis(TOWNS, ROUTES, days=days, conflict=list(conflict), params=params, **more)


def displaced(result, location):
    return result.new_displaced.sel(location=location).values[0]


def test_the_rate_is_per_person_and_day(engine):
    scenario = towns(conflict=[fire("A", 2, 11, 0.5)], displacement={"rate": 0.2})
    left = displaced(simulate(scenario, engine=engine), "A")
    p = 1 - np.exp(-0.2 * 0.5)
    expected = 30_000 * p * (1 - p) ** np.arange(10)
    assert left[:2].sum() == left[12:].sum() == 0
    assert stats.chisquare([*left[2:12], 30_000 - left.sum()], [*expected, 30_000 - expected.sum()]).pvalue > 1e-3


def test_without_conflict_nobody_is_displaced(any_engine):
    for mode in ("conflict", "per_head", "constant", "poisson", "registrations"):
        result = simulate(towns(displacement={"mode": mode}), engine=any_engine)
        assert result.new_displaced.sum() == 0


def test_people_run_from_a_front_that_comes_near(any_engine):
    fear = {"rate": 1.0, "fear": 0.5, "fear_km": 10}
    result = simulate(towns(conflict=[fire("A", 0, 0)], displacement=fear), engine=any_engine)
    km = 11.12  # a tenth of a degree of latitude
    expected = 10_000 * (1 - np.exp(-0.5 * np.exp(-km / 10)))
    assert abs(displaced(result, "B")[0] - expected) < 4 * np.sqrt(expected)
    assert displaced(result, "C").sum() == 0


def test_fear_does_not_grow_with_the_resolution_of_the_map():
    fear = {"rate": 1.0, "fear": 0.5, "fear_km": 10}
    split = [{**TOWNS[0], "name": f"A{i}", "population": 10_000} for i in range(3)] + TOWNS[1:]
    routes = [("A0", "A1", 1), ("A1", "A2", 1), ("A2", "B", 15), *ROUTES[1:]]
    fine = crisis(split, routes, conflict=[fire(f"A{i}", 0, 0) for i in range(3)], params={"displacement": fear})
    coarse = towns(conflict=[fire("A", 0, 0)], displacement=fear)
    found = [displaced(simulate(scenario, engine="mean"), "B")[0] for scenario in (fine, coarse)]
    assert found[0] == pytest.approx(found[1])


def test_a_share_of_the_people_leaves_each_day(engine):
    scenario = towns(conflict=[fire("A", 0, 0, 0.5)], displacement={"mode": "per_head", "rate": 0.2})
    assert abs(displaced(simulate(scenario, engine=engine), "A")[0] - 3000) < 4 * np.sqrt(2700)


def test_a_constant_number_leaves_each_day_until_nobody_is_left(any_engine):
    constant = {"mode": "constant", "persons_per_day": 5001}
    result = simulate(towns(conflict=[fire("A", 0, None, 0.5), fire("B")], displacement=constant), engine=any_engine)
    assert displaced(result, "B").round(6).tolist()[:4] == [5001, 4999, 0, 0]
    expected = 2500.5 if any_engine == "mean" else 2500
    assert displaced(result, "A")[:5].round(6).tolist() == [expected] * 5
    assert result.n_at_home.min() >= 0


def test_a_poisson_number_has_its_mean_and_variance(engine):
    poisson = {"mode": "poisson", "persons_per_day": 20}
    scenario = towns(conflict=[fire("A")], displacement=poisson, days=600)
    left = displaced(simulate(scenario, engine=engine), "A")
    assert abs(left.mean() - 20) < 4 * np.sqrt(20 / 600)
    assert abs(left.var() / 20 - 1) < 4 * np.sqrt(2 / 600)


def observed(*values):
    return [{"date": day(n), "quantity": "cum_displaced", "value": value} for n, value in values]


def test_registrations_give_the_total_and_conflict_the_places(engine):
    observations = observed((0, 0), (10, 8000))
    conflict = [fire("A", 0, None, 1.0), fire("B", 0, None, 0.5)]
    scenario = towns(conflict=conflict, displacement={"mode": "registrations"}, observations=observations)
    result = simulate(scenario, engine=engine)
    total = result.new_displaced.sum("location").values[0]
    assert total.tolist() == [0] + [800] * 10 + [0] * 9
    left = [displaced(result, name)[1] for name in ("A", "B")]
    assert stats.chisquare(left, [800 * 30 / 35, 800 * 5 / 35]).pvalue > 1e-3


def test_a_fall_of_registrations_is_a_debt(any_engine):
    # a fall of 500 and then a rise of 300 displaces nobody; the next 400 displace 200
    observations = observed((0, 1000), (1, 500), (2, 800), (3, 1200))
    scenario = towns(conflict=[fire("A")], displacement={"mode": "registrations"}, observations=observations)
    total = simulate(scenario, engine=any_engine).new_displaced.sum("location").values[0]
    assert total[:5].round(6).tolist() == [1000, 0, 0, 200, 0]


def test_more_registrations_than_people_empty_the_sources_and_no_more(any_engine):
    observations = observed((0, 0), (1, 99_000))
    scenario = towns(conflict=[fire("A"), fire("B")], displacement={"mode": "registrations"}, observations=observations)
    result = simulate(scenario, engine=any_engine)
    assert result.n_at_home.values[0, -1].round(6).tolist() == [0, 0, 20_000, 0]


def test_a_row_can_be_a_spell_of_its_own(any_engine):
    rows = [fire("A", 0, 2), fire("A", 3)]
    decay = {"mode": "constant", "persons_per_day": 100, "decay": [1.0, 0.5], "decay_days": 3}
    joined = displaced(simulate(towns(conflict=rows, displacement=decay), engine=any_engine), "A")
    assert joined[:6].tolist() == [100] * 3 + [50] * 3
    decay["rows_are_spells"] = True
    parted = displaced(simulate(towns(conflict=rows, displacement=decay), engine=any_engine), "A")
    assert parted[:7].tolist() == [100] * 6 + [50]


def test_an_old_spell_loses_its_force_by_the_decay(any_engine):
    decay = {"mode": "constant", "persons_per_day": 100, "decay": [1.0, 0.5], "decay_days": 3}
    left = displaced(simulate(towns(conflict=[fire("A")], displacement=decay), engine=any_engine), "A")
    assert left[:8].tolist() == [100] * 3 + [50] * 5


def test_groups_are_displaced_by_their_multipliers(engine):
    groups = [{"group": "a", "share": 0.25, "rel_displacement": 2.0}, {"group": "b", "share": 0.75}]
    scenario = towns(conflict=[fire("A", 0, 0)], displacement={"rate": 0.1}, groups=groups)
    expected = 7500 * (1 - np.exp(-0.2)) + 22_500 * (1 - np.exp(-0.1))
    assert abs(displaced(simulate(scenario, engine=engine), "A")[0] - expected) < 4 * np.sqrt(expected)


def test_people_return_to_calm_homes_and_may_be_forced_out_again(any_engine):
    params = {"returns": {"rate": 1.0, "calm_days": 3}, "departure": {"town": 0.0, "camp": 0.0}}
    conflict = [fire("A", 0, 0), fire("A", 8, 8)]
    scenario = towns(conflict=conflict, displacement={"rate": 50}, params=params)
    result = simulate(scenario, engine=any_engine)
    returned = result.n_returned.sel(location="A").values[0].round(6)
    assert returned[:3].tolist() == [0, 0, 0]  # not yet calm for three days
    assert returned[3] == 30_000
    assert returned[8] == 0  # forced out a second time
    assert returned[11] == 30_000


def test_those_displaced_before_the_first_day_have_no_home_to_return_to(any_engine):
    locations = [{"name": "A", "kind": "town", "population": 10, "displaced": 500}, ("B", "camp", 0)]
    params = {"returns": {"rate": 1.0, "calm_days": 1}, "departure": {"town": 0.0}}
    result = simulate(crisis(locations, [("A", "B", 10)], params=params), engine=any_engine)
    assert result.n_returned.sum() == 0


def test_a_run_that_begins_later_takes_only_what_was_registered_since(any_engine):
    observations = observed((0, 0), (10, 8000))
    scenario = towns(conflict=[fire("A")], displacement={"mode": "registrations"}, observations=observations)
    total = simulate(scenario.between(start=day(5)), engine=any_engine).new_displaced.sum("location").values[0]
    assert total.round(6).tolist() == [800] * 6 + [0] * 9


def test_registered_stocks_of_camps_give_the_total_too(any_engine):
    observations = [
        {"date": day(0), "location": "camp", "quantity": "n_displaced", "value": 500},
        {"date": day(5), "location": "camp", "quantity": "n_displaced", "value": 1000},
    ]
    scenario = towns(conflict=[fire("A")], displacement={"mode": "registrations"}, observations=observations)
    total = simulate(scenario, engine=any_engine).new_displaced.sum("location").values[0]
    assert total.round(6).tolist() == [500] + [100] * 5 + [0] * 14


def test_a_given_number_is_not_taken_twice_where_people_return(any_engine):
    params = {"returns": {"rate": 1.0, "calm_days": 1}}
    constant = {"mode": "constant", "persons_per_day": 100}
    conflict = [fire("A", 0, 2), fire("A", 6, 8)]
    result = simulate(towns(conflict=conflict, displacement=constant, params=params), engine=any_engine)
    assert displaced(result, "A")[:9].round(6).tolist() == [100] * 3 + [0] * 3 + [100] * 3
