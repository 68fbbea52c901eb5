"""What is simulated for a count is for the same people, place and days."""

import numpy as np
from tests.crises import crisis, day, fire

from nuzuh import simulate
from nuzuh.forecast.observed import simulated_for


def seen(when, quantity, **more):
    return {"date": day(when), "quantity": quantity, "value": 100, **more}


def towns(*observations, **params):
    locations = [
        {"name": "A", "kind": "town", "population": 3000, "admin1": "North"},
        {"name": "B", "kind": "town", "population": 500, "admin1": "North"},
        {"name": "C", "kind": "camp", "admin1": "South"},
    ]
    conflict = [fire("A", 0, 6), fire("B", 4, 12)]
    tables = {"conflict": conflict, "observations": observations}
    return crisis(locations, [("A", "B", 30), ("B", "C", 90)], days=20, params=params, **tables)


def simulated(*rows, **params):
    scenario = towns(*rows, **params)
    result = simulate(scenario, members=3)
    return result, simulated_for(result, scenario, scenario.tables["observations"])


def test_a_count_with_a_first_day_is_summed_from_that_day_on():
    rows = [seen(9, name, since=day(4), location="A") for name in ("cum_departures", "cum_arrivals", "cum_displaced")]
    result, found = simulated(*rows)
    for values, name in zip(found, ("new_departures", "new_arrivals", "new_displaced"), strict=True):
        assert values.tolist() == result[name].sel(location="A").isel(day=slice(4, 10)).sum("day").values.tolist()
    assert found[0].min() > 0


def test_counts_of_periods_add_up_to_that_since_the_first_day():
    periods = [seen(5, "cum_departures"), seen(9, "cum_departures", since=day(6)), seen(9, "cum_departures")]
    _, (first, second, whole) = simulated(*periods)
    assert (first + second).tolist() == whole.tolist()


def test_returns_of_a_period_are_the_increase():
    params = {"returns": {"rate": 0.3, "calm_days": 1}}
    result, (found, whole) = simulated(seen(18, "cum_returned", since=day(15)), seen(18, "cum_returned"), **params)
    returned = result.n_returned.sum("location")
    assert found.tolist() == (returned.isel(day=18) - returned.isel(day=14)).values.tolist()
    assert whole.tolist() == returned.isel(day=18).values.tolist()


def test_people_at_home_are_those_of_the_evening():
    result, (one, area, whole) = simulated(*(seen(7, "n_at_home", location=name) for name in ("A", "North", "")))
    at_home = result.n_at_home.isel(day=7)
    assert one.tolist() == at_home.sel(location="A").values.tolist()
    assert area.tolist() == whole.tolist() == at_home.sum("location").values.tolist()
    assert np.all(one < 3000)
