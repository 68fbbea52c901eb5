"""A what-if that changes nothing changes nothing; one that begins later leaves the days before it alone."""

import pytest
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh import simulate

START = 30
PLACES = [
    {"name": "A", "kind": "town", "population": 9_000, "lat": 10, "lon": 20},
    {"name": "B", "kind": "town", "population": 5_000, "displaced": 400, "lat": 10.3, "lon": 20},
    {"name": "camp", "kind": "camp", "capacity": 2_500, "lat": 10.5, "lon": 20},
    {"name": "gate", "kind": "crossing", "lat": 10.7, "lon": 20},
    {"name": "far", "kind": "town", "country": "Abroad", "lat": 10.8, "lon": 20},
]
ROUTES = [("A", "B", 40), ("B", "camp", 30), ("B", "gate", 50), ("camp", "gate", 30), ("gate", "far", 15)]
CONFLICT = [fire("A", 0, 25, 0.6), fire("A", 26, 44, 0.3), fire("B", 20, 40, 0.5)]
TRUCE = {"action": "ceasefire", "start": day(28), "end": day(50), "breach_rate": 0.4}
SHUT = {"kind": "border", "from": "Home", "to": "Abroad", "start": day(10), "end": day(40)}
PARAMS = {
    "displacement": {"rate": 0.08, "fear": 0.2},
    "departure": {"town": 0.1, "on_arrival": True},
    "destination": {"awareness": 3},
    "returns": {"rate": 0.02, "calm_days": 5},
}

NOTHING = {
    "a ceasefire that quiets nothing": nuzuh.ceasefire(quiets=0.0, breach_rate=0.3),
    "the border open while it is": nuzuh.open_border(end=day(9)),
    "the border closed while it is": nuzuh.close_border(day(10), day(40)),
    "a corridor on an open road": nuzuh.corridor("A", "B"),
    "the capacity that is": nuzuh.more_capacity("camp", times=1),
    "an evacuation of nobody": nuzuh.evacuate("A", share_per_day=0.0),
    "winter": nuzuh.winterise(),
    "nothing at all": nuzuh.combined(),
}
LATER = {
    "ceasefire": nuzuh.ceasefire(day(START), where="A", breach_rate=0.1),
    "no ceasefire": nuzuh.no_ceasefire(day(START)),
    "fighting goes on": nuzuh.prolong_conflict(day(START), like=(day(5), day(24))),
    "border open": nuzuh.open_border(day(START)),
    "gate open": nuzuh.open_border(day(START), at="gate"),
    "border closed": nuzuh.close_border(day(START), at="gate"),
    "corridor": nuzuh.corridor("A", "camp", day(START), day(34), distance_km=60),
    "camp": nuzuh.new_camp("new", near={"A": 20, "B": 20}, start=day(START), capacity=500),
    "more room": nuzuh.more_capacity("camp", day(START), to=6_000),
    "less than no limit": nuzuh.more_capacity("B", day(START), to=100),
    "evacuation": nuzuh.evacuate("B", day(START), share_per_day=0.3),
    "all": nuzuh.combined(nuzuh.ceasefire(day(START)), nuzuh.open_border(day(START)), nuzuh.winterise()),
}


@pytest.fixture(scope="module")
def base():
    tables = {"conflict": CONFLICT, "interventions": [TRUCE], "closures": [SHUT]}
    return crisis(PLACES, ROUTES, days=60, params=PARAMS, **tables)


@pytest.fixture(scope="module")
def as_it_was(base):
    return {engine: simulate(base, members=3, engine=engine) for engine in ("counts", "persons", "mean")}


@pytest.mark.parametrize("function", NOTHING.values(), ids=NOTHING)
def test_a_what_if_that_changes_nothing_changes_nothing(base, as_it_was, any_engine, function):
    after = simulate(function(base), members=3, engine=any_engine)
    for name, before in as_it_was[any_engine].data_vars.items():
        assert (before.values == after[name].values).all(), name


@pytest.mark.parametrize("function", LATER.values(), ids=LATER)
def test_a_what_if_leaves_the_days_before_it_alone(base, as_it_was, any_engine, function):
    before = as_it_was[any_engine]
    after = simulate(function(base), members=3, engine=any_engine)
    shared = after.sel(location=before.location.values)
    for name in before.data_vars:
        assert (before[name].values[:, :START] == shared[name].values[:, :START]).all(), name
    assert (before.n_displaced.values[:, START:] != shared.n_displaced.values[:, START:]).any()
