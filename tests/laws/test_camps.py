"""Camps that turn people away, that are not run as camps, and that count those present twice (Flee)."""

import numpy as np
import pytest
from tests.crises import crisis, day

from nuzuh import simulate

ALL_LEAVE = {"town": 1.0, "camp": 0.0, "idp_site": 0.0, "crossing": 1.0, "transit": 1.0}


def fork(camp, *, n=1000, days=6, departure=None, capacity=None, destination=None, **tables):
    """Displaced persons in town A, from which one road of 10 km leads to a camp, and one to town B."""
    locations = [
        {"name": "A", "kind": "town", "displaced": n},
        {"name": "B", "kind": "crossing"},
        {"name": "C", "kind": "camp", **camp},
    ]
    routes = [{"from": "A", "to": end, "distance_km": 10, "one_way": True} for end in "BC"]
    params = {
        "departure": ALL_LEAVE | {"crossing": 0.0} | (departure or {}),
        "capacity": capacity or {},
        "destination": destination or {},
    }
    return crisis(locations, routes, days=days, params=params, **tables)


def at(result, location):
    return result.n_displaced.sel(location=location).values[0].round(6).tolist()


def test_whoever_chose_a_full_camp_stays_and_chooses_again(engine):
    """Half of the weight is the camp's by its pull; its room of 0.4 leaves it 0.4 / 1.4."""
    camp = {"displaced": 96, "capacity": 100}
    turned = simulate(fork(camp, capacity={"turned_away_below": 0.5}), engine=engine)
    assert at(turned, "C") == [96] * 6
    stayed = at(turned, "A")[0]
    assert abs(stayed - 1000 * 0.4 / 1.4) < 4 * np.sqrt(1000 * 0.4 / 1.4 * 1 / 1.4)
    soft = simulate(fork(camp, capacity={"turned_away_below": 0.3}), engine=engine)
    assert at(soft, "A")[0] == 0
    assert at(soft, "C")[0] > 300  # capacity is soft: all choices of a band see the same room


def test_a_town_with_a_capacity_turns_nobody_away(any_engine):
    scenario = fork({"kind": "town", "displaced": 96, "capacity": 100}, capacity={"turned_away_below": 0.5})
    assert at(simulate(scenario, engine=any_engine), "A")[0] == 0


def test_a_closed_camp_is_a_town_until_it_opens(any_engine):
    shut = {"kind": "camp", "from": "C", "start": day(0), "end": day(2)}
    scenario = fork({"displaced": 500, "capacity": 10_000}, n=0, closures=[shut], destination={"camp": 5.0})
    back = scenario.routes.assign(one_way=False)
    slow = {"travel.drive_km_per_day": 8}
    result = simulate(scenario.with_tables(routes=back), engine=any_engine, params=slow)
    assert at(result, "C")[0] == 0  # all leave it, as they leave a town
    shut_later = {"kind": "camp", "from": "C", "start": day(2)}
    result = simulate(
        scenario.with_tables(routes=back, closures=closures_of(shut_later)), engine=any_engine, params=slow
    )
    assert at(result, "C")[:3] == [500, 500, 0]


def closures_of(*rows):
    return crisis([("A", "town", 1)], [], closures=list(rows)).tables["closures"]


def test_a_closed_camp_neither_draws_as_a_camp_nor_turns_away(any_engine):
    shut = {"kind": "camp", "from": "C", "start": day(0)}
    camp = {"displaced": 96, "capacity": 100}
    scenario = fork(camp, closures=[shut], capacity={"turned_away_below": 0.5}, destination={"camp": 1e6}, days=1,
                    departure={"camp": 0.0})  # fmt: skip
    went = simulate(scenario, engine=any_engine).new_departures.sel(location="A").item()
    assert went == pytest.approx(1000)  # nobody is turned away, though its room is 0.4
    share = simulate(scenario, engine="mean").new_arrivals.sel(location="C").item() / 1000
    assert share == pytest.approx(0.4 / 1.4)


def test_those_present_can_count_twice(engine):
    """Flee takes them off the capacity and counts them as well; where nothing is left, there is no limit."""
    camp, twice = {"displaced": 400, "capacity": 1000}, {"less_those_present": True, "buffer": 1.0}
    half_full = fork(
        camp, n=150, capacity={"less_those_present": True, "buffer": 0.5, "turned_away_below": 0.7}, days=1
    )
    assert at(simulate(half_full, engine=engine), "C")[0] == 400  # 400 of 600: a room of 2/3 turns people away
    plenty = {"capacity.less_those_present": False}  # 400 of 1,000: a room of 1
    assert at(simulate(half_full, engine=engine, params=plenty), "C")[0] > 400
    full = fork(camp | {"displaced": 600}, n=150, capacity=twice, days=1)  # 600 of 400
    assert at(simulate(full, engine=engine), "C")[0] == 600
    unlimited = fork(camp | {"displaced": 1000}, n=150, capacity=twice, days=1)
    assert at(simulate(unlimited, engine=engine), "C")[0] > 1000
