"""How far people get, and what a closure does to those under way."""

import numpy as np
import pytest
from tests.crises import crisis, day

from nuzuh import simulate

ONCE = {"town": 0.0, "camp": 0.0, "idp_site": 0.0, "crossing": 0.0, "transit": 1.0}


def line(*km, awareness=None, travel=None, days=12, closures=(), transit=False):
    """1,000 displaced persons at the start of a line of towns; with `transit` they go to its end only."""
    n = len(km) + 1
    inner = "transit" if transit else "town"
    locations = [
        {
            "name": f"L{i}",
            "kind": "transit" if i == 0 else "town" if i == n - 1 else inner,
            "displaced": 1000 * (i == 0),
        }
        for i in range(n)
    ]
    routes = [(f"L{i}", f"L{i + 1}", km[i]) for i in range(len(km))]
    params = {"departure": ONCE, "destination": {"awareness": awareness or 1}, "travel": travel or {}}
    return crisis(locations, routes, params=params, days=days, closures=list(closures))


def arrivals(result, location):
    return result.new_arrivals.sel(location=location).values[0].round(9).tolist()


@pytest.mark.parametrize(("km", "on_day"), [(5, 0), (199, 0), (200, 0), (201, 1), (400, 1), (401, 2), (1000, 4)])
def test_nobody_exceeds_a_days_reach(any_engine, km, on_day):
    result = simulate(line(km, travel={"drive_km_per_day": 200}), engine=any_engine)
    assert arrivals(result, "L1") == [1000 if d == on_day else 0 for d in range(12)]
    assert result.n_on_route.sum("location").values[0].round(9).tolist() == [1000] * on_day + [0] * (12 - on_day)


def test_the_legs_of_a_trip_add_up(any_engine):
    result = simulate(line(90, 90, 90, transit=True), engine=any_engine)
    assert arrivals(result, "L3")[:3] == [0, 1000, 0]


def test_speed_depends_on_mode_and_feet(any_engine):
    for mode, expected in (("drive", 0), ("walk", 3), ("crossing", 5)):
        scenario = line(120)
        routes = scenario.routes.assign(mode=mode)
        assert arrivals(simulate(scenario.with_tables(routes=routes), engine=any_engine), "L1")[expected] == 1000
    assert arrivals(simulate(line(120, travel={"walk_share": 1.0}), engine=any_engine), "L1")[3] == 1000


def test_a_share_of_people_walks(engine):
    result = simulate(line(120, travel={"walk_share": 0.3}), engine=engine)
    by_day = arrivals(result, "L1")
    assert sum(by_day) == 1000
    assert abs(by_day[3] - 300) < 4 * np.sqrt(210)


def test_the_first_leg_of_the_newly_displaced_may_be_on_foot(any_engine):
    locations = [("A", "town", 1000), ("gate", "transit", 0), ("B", "town", 0)]
    params = {"displacement": {"rate": 50}, "departure": ONCE, "travel": {"first_leg_on_foot": True}}
    scenario = crisis(
        locations,
        [("A", "gate", 70), ("gate", "B", 180)],
        params=params,
        conflict=[{"location": "A", "start": day(0), "end": day(0), "intensity": 1.0}],
    )
    assert arrivals(simulate(scenario, engine=any_engine), "B")[2] == 1000


def test_who_has_distance_left_at_the_end_of_a_trip_decides_again(any_engine):
    locations = [{"name": "A", "kind": "transit", "displaced": 1000}, ("B", "town", 0), ("C", "town", 0)]
    routes = [
        {"from": "A", "to": "B", "distance_km": 50, "one_way": True},
        {"from": "B", "to": "C", "distance_km": 50, "one_way": True},
    ]
    restless = {"departure": ONCE | {"town": 1.0}}
    assert arrivals(simulate(crisis(locations, routes, params=restless), engine=any_engine), "C")[0] == 1000
    patient = {"departure": ONCE | {"town": 1.0, "on_arrival": False}}
    assert arrivals(simulate(crisis(locations, routes, params=patient), engine=any_engine), "C")[:2] == [0, 1000]
    routes[0]["distance_km"] = 200
    assert arrivals(simulate(crisis(locations, routes, params=restless), engine=any_engine), "C")[:2] == [0, 1000]


def closed(start, end=None, kind="route", between=("L0", "L1"), **more):
    row = {"kind": kind, "from": between[0], "to": between[1], "start": day(start), **more}
    return row if end is None else row | {"end": day(end)}


def test_nobody_uses_a_closed_route(any_engine):
    result = simulate(line(50, closures=[closed(0, 4)]), engine=any_engine)
    assert arrivals(result, "L1")[:6] == [0] * 5 + [1000]
    assert result.new_departures.values[0, :5].sum() == 0


def test_who_is_on_a_route_that_closes_turns_back_to_its_start(any_engine):
    result = simulate(line(700, closures=[closed(2)]), engine=any_engine)
    assert result.n_on_route.sum("location").values[0, :3].tolist() == [1000, 1000, 0]
    assert (result.n_displaced.sel(location="L0").values[0, 2:] == 1000).all()
    assert arrivals(result, "L0")[2] == 1000


def test_who_has_not_reached_the_closed_leg_stops_before_it(any_engine):
    scenario = line(300, 300, 300, transit=True, closures=[closed(1, between=("L2", "L3"))])
    result = simulate(scenario, engine=any_engine, params={"departure.transit": 1.0})
    # on day 1 they are on the first leg; the second ends after 3 days; there they wait
    assert arrivals(result, "L2")[2] == 1000
    assert result.n_displaced.sel(location="L2").values[0, -1] == pytest.approx(1000)
    assert arrivals(result, "L3") == [0] * 12


def test_a_closure_behind_people_changes_nothing_for_them(any_engine):
    scenario = line(300, 300, transit=True, closures=[closed(2, between=("L0", "L1"))])
    assert arrivals(simulate(scenario, engine=any_engine), "L2")[2] == 1000


def test_a_border_can_be_closed_in_one_direction(any_engine):
    locations = [
        {"name": "A", "kind": "transit", "displaced": 1000},
        {"name": "B", "kind": "transit", "displaced": 1000, "country": "Other"},
        {"name": "C", "kind": "town", "country": "Other"},
        {"name": "D", "kind": "town"},
    ]
    border = closed(0, kind="border", between=("Home", "Other"), one_way=True)
    routes = [("A", "C", 10), ("B", "D", 10)]
    result = simulate(crisis(locations, routes, params={"departure": ONCE}, closures=[border]), engine=any_engine)
    assert result.n_displaced.values[0, -1].tolist() == [1000, 0, 0, 1000]


def test_a_closed_location_is_neither_entered_nor_left(any_engine):
    locations = [{"name": "A", "kind": "transit", "displaced": 900}, ("X", "crossing", 0), ("B", "town", 0)]
    routes = [("A", "X", 10), ("X", "B", 10), ("A", "B", 100)]
    params = {"departure": ONCE, "destination": {"awareness": 2}}
    gate = {"kind": "crossing", "from": "X", "start": day(0)}
    result = simulate(crisis(locations, routes, params=params, closures=[gate]), engine=any_engine)
    assert result.n_displaced.values[0, -1].tolist() == [0, 0, 900]


def test_a_border_shut_on_day_30_leaves_the_days_before_identical(any_engine):
    from nuzuh import read_scenario

    valley = read_scenario("valley")
    shut = {"kind": "border", "from": "Northland", "to": "Southland", "start": "2021-03-31"}
    later = crisis([("A", "town", 1)], [], closures=[shut]).tables["closures"]
    free, shut_ = (
        simulate(valley.with_tables(closures=table), engine=any_engine, seed=4, members=2)
        for table in (valley.tables["closures"].iloc[:0], later)
    )
    for name in free.data_vars:
        assert (free[name].values[:, :30] == shut_[name].values[:, :30]).all(), name
    assert (free.new_arrivals.values[:, 30:] != shut_.new_arrivals.values[:, 30:]).any()
