"""Passages along routes: who comes by them and goes by them balances with arrivals and departures."""

import numpy as np
import pytest
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh.ensembles.compare import compare

CASES = {
    "plain": {},
    "on_arrival": {"departure": {"on_arrival": True, "town": 0.5}},
    "walkers": {"travel": {"walk_share": 0.4, "first_leg_on_foot": True}},
    "long_trips": {"travel": {"drive_km_per_day": 30.0}},
    "leg_by_leg": {"travel": {"each_leg_afresh": True, "drive_km_per_day": 60.0}, "destination": {"awareness": 3}},
    "returns": {"returns": {"rate": 0.3, "calm_days": 2}},
}
LIMIT = {"action": "limit", "kind": "route", "from": "B", "to": "C", "start": day(0), "value": 20}


def towns(roads=1, **tables):
    """Two towns under fire, a camp two legs away, and a town abroad."""
    params = tables.pop("params", {})
    locations = [("A", "town", 3000), ("B", "town", 800), ("C", "town", 500), ("D", "camp", 0)]
    routes = [("A", "B", 40), ("C", "B", 60), ("C", "D", 50), ("A", "D", 260)]
    rows = [dict(zip(("from", "to", "distance_km"), row, strict=True)) | {"roads": roads} for row in routes]
    fought = [fire("A", 0, 6), fire("B", 4, 9), fire("C", 8, 9)]
    return crisis(locations, rows, days=14, params=params, conflict=fought, **tables)


def net(result):
    """Who came less who went by routes, by member, day and location."""
    passages = result.new_passages
    found = np.zeros(result.n_displaced.shape)
    names = result.location.values.tolist()
    for route, ends in enumerate(zip(result.route_from.values, result.route_to.values, strict=True)):
        start, end = (names.index(name) for name in ends)
        forth = (passages.sel(way="forth") - passages.sel(way="back")).values[:, :, route]
        found[:, :, end] += forth
        found[:, :, start] -= forth
    return found


@pytest.mark.parametrize("case", CASES)
def test_passages_balance_with_arrivals_departures_and_those_under_way(any_engine, case):
    """Whoever has come by a route has arrived, or is on the road there; whoever has gone by one has set out."""
    result = nuzuh.simulate(towns(params=CASES[case]), engine=any_engine, members=2, passages=True)
    assert result.new_passages.dims == ("member", "day", "route", "way")
    assert result.new_passages.dtype == result.new_departures.dtype
    stayed = (result.new_arrivals - result.new_departures).cumsum("day") + result.n_on_route
    assert np.allclose(net(result).cumsum(axis=1), stayed.values, rtol=1e-9, atol=1e-6)
    assert result.new_passages.sum() >= (1 - 1e-9) * result.new_departures.sum() > 0


def test_leg_by_leg_all_who_set_out_take_a_route_from_there(any_engine):
    result = nuzuh.simulate(towns(params=CASES["leg_by_leg"]), engine=any_engine, passages=True)
    assert np.isclose(float(result.new_passages.sum()), float(result.new_departures.sum()))


def test_only_those_who_get_a_passage_are_counted(any_engine):
    """A trip counts on the day on which it begins, and may need its passage on a later one: the sum is limited."""
    few, free = (nuzuh.simulate(towns(interventions=rows), engine=any_engine, passages=True) for rows in ([LIMIT], []))
    there = [float(result.new_passages.isel(route=1).sel(way="back").sum()) for result in (few, free)]
    assert 0 < there[0] <= LIMIT["value"] * 16 < there[1]  # 14 days, and two after the last for those on the road
    stayed = (few.new_arrivals - few.new_departures).cumsum("day") + few.n_on_route
    assert np.allclose(net(few).cumsum(axis=1), stayed.values, rtol=1e-9, atol=1e-6)


def test_roads_of_one_route_are_counted_together(any_engine):
    single, double = (nuzuh.simulate(towns(roads=n), engine=any_engine, passages=True) for n in (1, 2))
    assert single.sizes["route"] == double.sizes["route"]
    stayed = (double.new_arrivals - double.new_departures).cumsum("day") + double.n_on_route
    assert np.allclose(net(double).cumsum(axis=1), stayed.values, rtol=1e-9, atol=1e-6)


def test_nothing_else_changes_where_passages_are_counted(any_engine):
    scenario = towns(params=CASES["leg_by_leg"])
    plain = nuzuh.simulate(scenario, engine=any_engine, members=2)
    counted = nuzuh.simulate(scenario, engine=any_engine, members=2, passages=True)
    assert "new_passages" not in plain
    assert plain.identical(counted.drop_vars(["new_passages", "way"]))


def test_expected_passages_are_those_of_many_members():
    scenario = towns()
    mean = nuzuh.simulate(scenario, engine="mean", passages=True).new_passages.values[0]
    counts = nuzuh.simulate(scenario, members=200, passages=True).new_passages.values
    noise = 5 * counts.std(axis=0) / np.sqrt(len(counts)) + 1
    assert (np.abs(counts.mean(axis=0) - mean) < noise).all()


def test_a_difference_has_passages_where_both_runs_have_the_same_routes():
    scenario = towns()
    runs = nuzuh.simulate(scenario, passages=True)
    calm = nuzuh.simulate(scenario.with_tables(conflict=scenario.tables["conflict"].iloc[:1]), passages=True)
    assert compare(runs, calm).new_passages.sum() < 0
    fewer = nuzuh.simulate(scenario.with_tables(routes=scenario.routes.iloc[:3]), passages=True)
    assert "new_passages" not in compare(runs, fewer)
    assert "new_passages" not in compare(runs, nuzuh.simulate(scenario))
