"""Where people go."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats
from tests.crises import crisis, day

from nuzuh import simulate

LEAVE_ONCE = {"town": 0.0, "camp": 0.0, "idp_site": 0.0, "crossing": 0.0}
N = 60_000


def star(n=N, *, ends=("camp", "town", "town"), destination=None, **tables):
    """n displaced persons at a transit location in the middle, who leave on the first day."""
    locations = [{"name": "M", "kind": "transit", "displaced": n}]
    locations += [{"name": f"E{i}", "kind": kind} for i, kind in enumerate(ends)]
    routes = [("M", f"E{i}", km) for i, km in enumerate((20, 40, 90)[: len(ends)])]
    params = {"departure": LEAVE_ONCE, "destination": destination or {}}
    return crisis(locations, routes, params=params, days=4, **tables)


@pytest.mark.parametrize("power", [1.0, 2.0])
def test_shares_equal_the_weights(engine, power):
    settings = {"camp": 3.0, "distance_power": 1.5, "softening_km": 5, "weight_power": power, "weight_softening": 0.2}
    result = simulate(star(destination=settings), engine=engine)
    found = result.n_displaced.isel(member=0, day=-1).values[1:]
    weights = np.array([3.2, 1.2, 1.2]) * np.array([25.0, 45.0, 95.0]) ** -1.5
    expected = N * weights**power / (weights**power).sum()
    assert stats.chisquare(found, expected).pvalue > 1e-3


def test_multipliers_of_country_population_and_attraction_multiply():
    locations = [
        {"name": "M", "kind": "transit", "displaced": N},
        {"name": "abroad", "kind": "town", "country": "Other"},
        {"name": "city", "kind": "town", "population": 10_000},
        {"name": "liked", "kind": "town", "attraction": 1.0},
        {"name": "plain", "kind": "town"},
    ]
    settings = {"abroad": 0.5, "population_power": 0.25}
    params = {"departure": LEAVE_ONCE, "destination": settings}
    routes = [("M", row["name"], 30) for row in locations[1:]]
    mean = simulate(crisis(locations, routes, params=params, days=3), engine="mean").n_displaced.values[0, -1, 1:]
    assert mean / mean[3] == pytest.approx([0.5, 10.0, np.e, 1.0])


def test_a_full_camp_gets_nobody(any_engine):
    locations = [
        {"name": "M", "kind": "transit", "displaced": 10_000},
        {"name": "full", "kind": "camp", "displaced": 500, "capacity": 500},
        {"name": "free", "kind": "camp"},
    ]
    scenario = crisis(locations, [("M", "full", 5), ("M", "free", 90)], params={"departure": LEAVE_ONCE}, days=5)
    result = simulate(scenario, engine=any_engine)
    assert (result.n_displaced.sel(location="full") == 500).all()
    assert result.n_displaced.sel(location="free").values[0, -1] == 10_000


def test_those_who_leave_a_camp_make_room_before_others_choose(any_engine):
    locations = [
        {"name": "M", "kind": "transit", "displaced": 1000},
        {"name": "camp", "kind": "camp", "displaced": 500, "capacity": 500},
        {"name": "far", "kind": "town"},
    ]
    routes = [("M", "camp", 5), {"from": "camp", "to": "far", "distance_km": 10, "one_way": True}]
    params = {"departure": LEAVE_ONCE | {"camp": 1.0}, "capacity": {"buffer": 1.0}}
    result = simulate(crisis(locations, routes, params=params, days=2), engine=any_engine)
    assert result.new_departures.values[0, 0, :2].tolist() == [1000, 500 + 1000]


def test_all_places_full_means_nobody_sets_out(any_engine):
    locations = [
        {"name": "M", "kind": "transit", "displaced": 800},
        {"name": "full", "kind": "camp", "displaced": 500, "capacity": 500},
    ]
    result = simulate(
        crisis(locations, [("M", "full", 5)], params={"departure": LEAVE_ONCE}, days=5), engine=any_engine
    )
    assert result.new_departures.sum() == 0


def test_a_transit_location_adds_no_leg_and_is_nobodys_destination(any_engine):
    locations = [
        {"name": "A", "kind": "town", "displaced": 1000},
        {"name": "gate", "kind": "transit"},
        {"name": "B", "kind": "town"},
        {"name": "C", "kind": "town"},
    ]
    routes = [("A", "gate", 10), ("gate", "B", 10), ("B", "C", 10)]
    params = {"departure": LEAVE_ONCE | {"town": 0.5}, "destination": {"awareness": 1}}
    result = simulate(crisis(locations, routes, params=params, days=2), engine=any_engine)
    assert result.n_displaced.sel(location="gate").sum() == 0
    assert result.n_displaced.sel(location="B").values[0, 0] > 200


def test_awareness_is_counted_in_legs(any_engine):
    names = ["A", "B", "C", "D"]
    locations = [{"name": "A", "kind": "transit", "displaced": 4000}, *({"name": n, "kind": "town"} for n in names[1:])]
    routes = [(a, b, 10) for a, b in pairwise(names)]
    reached = {}
    for legs in (1, 2, 3):
        params = {"departure": LEAVE_ONCE, "destination": {"awareness": legs}}
        result = simulate(crisis(locations, routes, params=params, days=1), engine=any_engine)
        reached[legs] = [name for name in names[1:] if result.n_displaced.sel(location=name).sum() > 0]
    assert reached == {1: ["B"], 2: ["B", "C"], 3: ["B", "C", "D"]}


def test_a_place_under_fire_draws_fewer_people():
    fighting = [{"location": "E1", "start": day(0), "intensity": 0.5}]
    destination = {"conflict": 0.04, "camp": 1.0}
    calm = simulate(star(destination=destination), engine="mean").new_arrivals.values[0, 0]
    scenario = star(destination=destination, conflict=fighting)
    hot = simulate(scenario, engine="mean", params={"departure.conflict": 0.0}).new_arrivals.values[0, 0]
    assert hot[2] / hot[3] == pytest.approx(0.2 * calm[2] / calm[3])
