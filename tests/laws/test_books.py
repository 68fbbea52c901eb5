"""The books balance, every day, to the person, on any network; nothing depends on batches or on compilation."""

import json
import os
import subprocess
import sys
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.crises import crisis, day

from nuzuh import read_scenario, simulate
from nuzuh.errors import BalanceError
from nuzuh.model import simulate as module

KINDS = ["town", "camp", "idp_site", "crossing", "transit"]


@st.composite
def crises(draw):
    """Random networks with conflict, closures, capacities, groups and every switch of the rules."""
    n, days = draw(st.integers(2, 7)), draw(st.integers(2, 12))
    names = [f"L{i}" for i in range(n)]
    whole = st.integers(0, 3000)
    locations = [
        {"name": name, "kind": draw(st.sampled_from(KINDS)), "population": draw(whole), "displaced": draw(whole),
         "lat": draw(st.floats(30, 31)), "lon": draw(st.floats(30, 31)),
         "capacity": draw(st.one_of(st.none(), whole))}
        for name in names
    ]  # fmt: skip
    pairs = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=14, unique=True))
    routes = [
        {"from": names[a], "to": names[b], "distance_km": draw(st.floats(0.1, 700)),
         "mode": draw(st.sampled_from(["drive", "walk", "crossing"])), "one_way": draw(st.booleans())}
        for a, b in pairs if a != b
    ]  # fmt: skip
    span = st.tuples(st.integers(0, days - 1), st.integers(0, days - 1)).map(sorted)

    def spells(**columns):
        return [
            {"start": day(low), "end": day(high), **{key: draw(values) for key, values in columns.items()}}
            for low, high in draw(st.lists(span, max_size=4))
        ]

    somewhere = st.sampled_from(names)
    chance = st.floats(0, 1)
    params = {
        "displacement": {
            "mode": draw(st.sampled_from(["conflict", "per_head", "constant", "poisson", "registrations"])),
            "rate": draw(st.floats(0, 3)), "fear": draw(chance), "persons_per_day": draw(st.floats(0, 900)),
            "from_population": draw(st.booleans()), "by_flood_level": draw(st.sampled_from([(), (0.0, 0.1, 0.9)])),
        },
        "departure": {kind: draw(chance) for kind in [*KINDS, "conflict", "newly_displaced"]}
        | {"on_arrival": draw(st.booleans()), "avoid_short_stints": draw(st.booleans()), "hunger": draw(st.booleans())},
        "destination": {
            "awareness": draw(st.integers(1, 4)), "paths": draw(st.integers(0, 3)),
            "weight_power": draw(st.floats(0.5, 3)), "drop_below": draw(st.sampled_from([0.0, 0.5])),
            "nearby_power": draw(st.sampled_from([0.0, 0.5])),
        },
        "travel": {
            "walk_share": draw(chance), "first_leg_on_foot": draw(st.booleans()), "band_km": draw(st.floats(3, 300)),
            "each_leg_afresh": draw(st.booleans()),
        },
        "capacity": {"turned_away_below": draw(chance), "less_those_present": draw(st.booleans())},
        "returns": {"rate": draw(st.sampled_from([0.0, 0.4])), "calm_days": draw(st.integers(1, 4))},
    }  # fmt: skip
    limits = spells(value=st.integers(0, 400)) if routes and not params["travel"]["each_leg_afresh"] else []
    for row in limits:
        route = draw(st.sampled_from(routes))
        row |= {"action": "limit", "kind": "route", "from": route["from"], "to": route["to"]}
    groups = [{"group": "a", "share": 0.3, "rel_departure": 0.7}, {"group": "b", "share": 0.7, "rel_displacement": 1.3}]
    return crisis(
        locations,
        routes,
        days=days,
        params=params,
        conflict=spells(location=somewhere, intensity=chance),
        closures=spells(kind=st.sampled_from(["location", "camp"]), **{"from": somewhere}),
        floods=spells(location=somewhere, level=st.integers(0, 3)),
        food_insecurity=[{"date": day(0), "share": draw(chance)}],
        observations=[{"date": day(days - 1), "quantity": "cum_displaced", "value": draw(st.integers(0, 9000))}],
        interventions=limits,
        groups=groups if draw(st.booleans()) else [],
    )


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(scenario=crises(), seed=st.integers(0, 2**40))
def test_people_neither_appear_nor_vanish(scenario, seed):
    for engine in ("counts", "persons", "mean"):
        result = simulate(scenario, engine=engine, seed=seed)
        stocks = result.n_at_home + result.n_displaced + result.n_on_route + result.n_returned
        total = stocks.sum("location").values
        people = scenario.population + result.n_entered.sum("location").values
        if engine == "mean":
            assert np.allclose(total, people, rtol=1e-9)
        else:
            assert (total == people).all()
        if scenario.params["displacement"]["from_population"]:
            assert not result.n_entered.any()
        for name in result.data_vars:
            assert (result[name] >= -1e-6).all(), name
            if name.endswith("_by_group"):
                whole = result[name.removesuffix("_by_group")]
                assert np.allclose(result[name].sum("group"), whole, rtol=1e-9, atol=1e-6), name
        if scenario.params["returns"]["rate"] == 0:
            _check_each_location(scenario, result)


def _check_each_location(scenario, result):
    """What stays tonight is what stayed last night, plus what came, less what left."""
    before = np.concatenate([[scenario.locations["displaced"]], result.n_displaced.values[0, :-1]])
    change = (result.new_displaced + result.new_arrivals - result.new_departures).values[0]
    assert np.allclose(before + change, result.n_displaced.values[0], atol=1e-5)


def test_a_difference_in_the_books_is_raised_and_never_clamped(monkeypatch):
    class Leaky(module.CountEngine):
        def step(self, today, record):
            return super().step(today, record) - (today == 3)

    monkeypatch.setattr(module, "CountEngine", Leaky)
    with pytest.raises(BalanceError, match=r"2021-03-04.*57999.*58000"):
        simulate(read_scenario("valley"))


def test_a_member_is_the_same_in_any_batch(engine):
    valley = read_scenario("valley").between(end=date(2021, 3, 25))
    few, many = (simulate(valley, engine=engine, seed=8, members=n) for n in (2, 4))
    for name in few.data_vars:
        assert (few[name].values == many[name].values[:2]).all()
    assert (many.n_displaced.values[2] != many.n_displaced.values[3]).any()


def test_another_seed_gives_another_run(engine):
    valley = read_scenario("valley")
    first, second = (simulate(valley, engine=engine, seed=seed).n_displaced.values for seed in (1, 2))
    assert (first != second).any()


def test_the_length_of_the_run_does_not_change_its_days(any_engine):
    valley = read_scenario("valley")
    whole = simulate(valley, engine=any_engine)
    part = simulate(valley.between(end=date(2021, 3, 30)), engine=any_engine)
    assert (whole.n_displaced.values[:, :30] == part.n_displaced.values).all()


RUN = """
import json, nuzuh
from datetime import date
from nuzuh.scenario.tables import table_of
valley = nuzuh.read_scenario("valley").between(end=date(2021, 3, 12))
locations = valley.locations
small = locations.assign(population=locations["population"] // 50, capacity=locations["capacity"] // 50)
limit = {"action": "limit", "kind": "route", "from": "Market", "to": "Meadow", "start": valley.start, "value": 7}
groups = [{"group": "a", "share": 0.5}, {"group": "b", "share": 0.5, "rel_departure": 0.5}]
tables = {"interventions": table_of([limit], "interventions"), "groups": table_of(groups, "groups")}
scenario = valley.with_tables(locations=small, **tables)
found = {}
for engine in ("counts", "persons", "mean"):
    params = {"travel.walk_share": 0.2, "travel.first_leg_on_foot": True, "returns.rate": 0.1, "returns.calm_days": 2}
    result = nuzuh.simulate(scenario, engine=engine, params=params)
    found[engine] = [[round(x, 6) for x in result[name].values.ravel().tolist()] for name in result.data_vars]
print(json.dumps(found))
"""


def test_uncompiled_code_gives_the_same_result():
    shown = [
        subprocess.run(
            [sys.executable, "-W", "error::RuntimeWarning", "-c", RUN],
            env={**os.environ, "NUMBA_DISABLE_JIT": flag},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for flag in ("0", "1")
    ]
    assert json.loads(shown[0]) == json.loads(shown[1])
    assert sum(map(sum, json.loads(shown[0])["counts"])) > 0
