"""Where each leg begins with a whole day's reach, people stop on the way and look at their plans again (Flee)."""

import pytest
from tests.crises import crisis, day

from nuzuh import simulate

AFRESH = {"each_leg_afresh": True, "drive_km_per_day": 200.0}
STILL = {"town": 0.0, "camp": 0.0, "idp_site": 0.0, "crossing": 1.0, "transit": 1.0}


def line(*km, awareness=1, days=10, departure=None, end=None, travel=None, params=None, **tables):
    """1,000 displaced persons at a crossing; after it towns, or with `awareness` the end of the line alone."""
    n = len(km)
    locations = [{"name": "L0", "kind": "crossing", "displaced": 1000}]
    locations += [{"name": f"L{i}", "kind": "town"} for i in range(1, n)] + [
        {"name": f"L{n}", "kind": "town"} | (end or {})
    ]
    routes = [{"from": f"L{i}", "to": f"L{i + 1}", "distance_km": km[i], "one_way": True} for i in range(n)]
    pulls = {"awareness": awareness, "paths": 0, "prune_below": 0.0}
    rules = {
        "departure": STILL | (departure or {}),
        "destination": pulls,
        "travel": AFRESH | (travel or {}),
        **(params or {}),
    }
    return crisis(locations, routes, days=days, params=rules, **tables)


def stays(scenario, location, engine):
    return simulate(scenario, engine=engine).n_displaced.sel(location=location).values[0].round(9).tolist()


@pytest.mark.parametrize(("km", "nights"), [(199, 0), (200, 1), (399, 1), (400, 2)])
def test_a_leg_as_long_as_a_days_reach_takes_two_days(any_engine, km, nights):
    assert stays(line(km), "L1", any_engine)[: nights + 1] == [0] * nights + [1000]


def test_each_leg_has_a_whole_days_reach(any_engine):
    restless = {"town": 1.0}
    assert stays(line(170, 170, departure=restless), "L2", any_engine)[0] == 1000  # 340 km in a day at 200
    assert stays(line(170, 170, 170, departure=restless), "L3", any_engine)[:2] == [0, 1000]
    assert stays(line(200, 170, departure=restless), "L2", any_engine)[:2] == [0, 1000]


def test_a_route_may_be_faster_than_the_vehicle(any_engine):
    """500 km at 600 a day leave a sixth of its day, in which people go on."""
    scenario = line(500, 100, departure={"town": 1.0})
    fast = scenario.routes.assign(km_per_day=[600.0, float("nan")])
    result = simulate(scenario.with_tables(routes=fast), engine=any_engine)
    assert result.n_displaced.sel(location="L2").values[0, 0] == pytest.approx(1000)


def marked(*km, **more):
    """The same line, on which the places between are passed through."""
    scenario = line(*km, **more)
    inner = scenario.locations["name"].isin([f"L{i}" for i in range(1, len(km))])
    kinds = scenario.locations["kind"].mask(inner, "transit")
    return scenario.with_tables(locations=scenario.locations.assign(kind=kinds))


def test_the_night_is_spent_at_a_stop_when_the_day_is_over(any_engine):
    """150 and 150 km at 200 a day end on the first day; the third leg begins in the morning."""
    scenario = marked(150, 150, 150)
    result = simulate(scenario, engine=any_engine)
    assert result.n_displaced.sel(location="L2").values[0, :2].round(6).tolist() == [1000, 0]
    assert result.n_displaced.sel(location="L3").values[0, :2].round(6).tolist() == [0, 1000]
    assert result.new_arrivals.sel(location="L1").values[0, 0] == pytest.approx(1000)
    assert result.new_departures.sel(location="L2").values[0].sum() == pytest.approx(1000)


def test_whoever_finds_the_road_closed_at_a_stop_gives_up_there(any_engine):
    shut = {"kind": "route", "from": "L2", "to": "L3", "start": day(1), "end": day(3)}
    result = simulate(marked(150, 150, 150, closures=[shut]), engine=any_engine)
    assert result.n_displaced.sel(location="L2").values[0, :4].round(6).tolist() == [1000] * 4
    assert result.n_displaced.sel(location="L3").values[0, 4] == pytest.approx(1000)


def test_whoever_is_on_a_leg_that_closes_turns_back_to_its_start(any_engine):
    shut = {"kind": "route", "from": "L1", "to": "L2", "start": day(2)}
    result = simulate(marked(100, 900, closures=[shut]), engine=any_engine)
    assert result.n_on_route.sum("location").values[0, :2].tolist() == [1000, 1000]
    assert (result.n_displaced.sel(location="L1").values[0, 2:] == 1000).all()


def test_a_full_camp_is_given_up_at_a_stop(any_engine):
    """Two ways to the camp: those on the short one fill it before those who stop overnight."""
    locations = [
        {"name": "A", "kind": "crossing", "displaced": 10},
        {"name": "B", "kind": "crossing", "displaced": 500},
        {"name": "M", "kind": "transit"},
        {"name": "C", "kind": "camp", "capacity": 400},
    ]
    routes = [("B", "C", 10), ("A", "M", 250), ("M", "C", 60)]
    params = {
        "departure": STILL | {"transit": 0.0},
        "destination": {"paths": 0},
        "travel": AFRESH,
        "capacity": {"turned_away_below": 0.5},
    }
    one_way = [{"from": a, "to": b, "distance_km": km, "one_way": True} for a, b, km in routes]
    result = simulate(crisis(locations, one_way, days=4, params=params), engine=any_engine)
    assert result.n_displaced.sel(location="M").values[0].tolist() == [0, 10, 10, 10]
    assert result.n_displaced.sel(location="C").values[0].tolist() == [500] * 4


def test_people_walk_the_first_leg_that_they_ever_travel(any_engine):
    """70 km on foot at 35 a day end on the third day, with most of it left; the next leg is driven."""
    params = {"travel": AFRESH | {"first_leg_on_foot": True, "walk_km_per_day": 35.0}, "departure": {"town": 1.0}}
    result = simulate(line(70, 150, travel=params["travel"], departure=params["departure"]), engine=any_engine)
    assert result.n_on_route.sum("location").values[0, :2].tolist() == [1000, 1000]
    assert result.n_displaced.sel(location="L2").values[0, 2] == 1000


def test_whoever_waited_before_the_first_leg_walks_it_too(any_engine):
    shut = {"kind": "location", "from": "L0", "start": day(0), "end": day(4)}
    scenario = line(34, 150, travel={"first_leg_on_foot": True}, departure={"town": 1.0}, closures=[shut])
    assert stays(scenario, "L2", any_engine)[4:6] == [0, 1000]
    assert stays(line(35, 150, travel={"first_leg_on_foot": True}, closures=[shut]), "L1", any_engine)[5:7] == [0, 1000]


def test_after_little_travel_nobody_stays_in_the_next_town(any_engine):
    """Towns 30 km apart at 200 a day: after 3.3 legs of the day half of it is used up."""
    scenario = line(*[30] * 12, departure={"avoid_short_stints": True}, days=3)
    result = simulate(scenario, engine=any_engine)
    went = [round(float(n)) for n in result.new_departures.values[0, 0]]
    assert went[:7] == [1000] * 7  # 180 km: (0 + 0.9) / 2 is below a half; at 210 km the day is over
    assert result.n_displaced.sel(location="L7").values[0].tolist() == [1000, 1000, 1000]


def test_recent_travel_counts_against_going_on(any_engine):
    """A day on the road, then a town after 100 km: (0.5 + 0.5) / 2 is not below a half."""
    assert stays(line(300, 30, departure={"avoid_short_stints": True}), "L1", any_engine)[1:3] == [1000, 1000]
    assert stays(line(290, 30, departure={"avoid_short_stints": True}), "L2", any_engine)[1] == 1000


def test_nobody_is_made_to_go_on_from_a_town_under_fire_or_a_camp(any_engine):
    on = {"avoid_short_stints": True, "conflict": 0.0, "by_intensity": False}
    fire = [{"location": "L1", "start": day(0), "intensity": 1.0}]
    rest = {"displacement": {"rate": 0.0}}
    assert stays(line(30, 30, departure=on, params=rest, conflict=fire), "L1", any_engine)[0] == 1000
    scenario = line(30, 30, departure=on)
    kinds = scenario.locations["kind"].mask(scenario.locations["name"] == "L1", "camp")
    in_camp = scenario.with_tables(locations=scenario.locations.assign(kind=kinds))
    assert stays(in_camp, "L1", any_engine)[0] == 1000
