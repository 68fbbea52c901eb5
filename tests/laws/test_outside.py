"""People who come from outside the books, registered totals, and other sources than conflict (Flee)."""

import numpy as np
import pytest
from tests.crises import crisis, day, fire

from nuzuh import simulate

OUTSIDE = {"mode": "registrations", "from_population": False}


def towns(displacement, *, days=8, departure=None, population=(100, 300), **tables):
    """Two towns, A and B, in which displaced persons stay."""
    locations = [("A", "town", population[0]), ("B", "town", population[1])]
    params = {
        "displacement": displacement,
        "departure": {"town": 0.0, "conflict": 0.0, "newly_displaced": 0.0} | (departure or {}),
    }
    return crisis(locations, [("A", "B", 10)], days=days, params=params, **tables)


def total(*values):
    return [{"date": day(n), "quantity": "cum_displaced", "value": value} for n, value in values]


def test_people_from_outside_are_entered_and_the_population_stays(any_engine):
    scenario = towns(OUTSIDE, conflict=[fire("A"), fire("B")], observations=total((0, 0), (4, 8000)))
    result = simulate(scenario, engine=any_engine)
    assert result.n_at_home.values[0, -1].tolist() == [100, 300]
    assert result.n_entered.sum("location").values[0].round(6).tolist() == [0, 2000, 4000, 6000] + [8000] * 4
    share = result.n_entered.values[0, -1, 0] / 8000
    assert abs(share - 0.25) < 4 * np.sqrt(0.25 * 0.75 / 8000)


def test_a_fall_is_a_debt_that_later_arrivals_work_off(any_engine):
    """A fall of 500 and a rise of 300 force nobody out; a rise of 300 more forces 100."""
    seen = [
        {"date": day(n), "location": "B", "quantity": "n_displaced", "value": v}
        for n, v in enumerate((900, 400, 700, 1000))
    ]
    scenario = towns(OUTSIDE, conflict=[fire("A")], observations=seen, days=5)
    assert simulate(scenario, engine=any_engine).new_displaced.sum("location").values[0].tolist() == [900, 0, 0, 100, 0]


@pytest.mark.parametrize("mode", ["constant", "poisson", "per_head"])
def test_rates_force_people_out_who_are_not_in_the_population(engine, mode):
    scenario = towns(
        {"mode": mode, "from_population": False, "persons_per_day": 400, "rate": 0.5}, conflict=[fire("A")], days=50
    )
    entered = simulate(scenario, engine=engine).n_entered.values[0, -1, 0]
    expected = {"constant": 20_000, "poisson": 20_000, "per_head": 2500}[mode]
    assert entered == expected if mode != "poisson" else abs(entered - expected) < 4 * np.sqrt(expected)


def test_chance_forces_people_out_who_are_not_in_the_population(engine):
    scenario = towns({"rate": 0.7, "from_population": False}, conflict=[fire("A")], days=100)
    p = 1 - np.exp(-0.7)
    entered = simulate(scenario, engine=engine).n_entered.values[0, -1, 0]
    assert abs(entered - 10_000 * p) < 4 * np.sqrt(10_000 * p * (1 - p))


def test_floods_force_people_out_by_their_level(any_engine):
    floods = [
        {"location": "A", "start": day(0), "end": day(1), "level": 1},
        {"location": "A", "start": day(2), "level": 1.5},
    ]
    rates = {"mode": "constant", "by_flood_level": [0, 10, 30]}
    result = simulate(towns(rates, floods=floods, conflict=[fire("B")], days=4), engine=any_engine)
    assert result.new_displaced.values[0].tolist() == [[10, 0], [10, 0], [20, 0], [20, 0]]
    shares = {"mode": "per_head", "by_flood_level": [0, 0, 1.0]}
    flood = {"location": "A", "start": day(1), "level": 2}
    result = simulate(towns(shares, floods=[flood]), engine=any_engine)
    assert result.new_displaced.values[0, :3, 0].tolist() == [0, 100, 0]


def test_under_floods_people_leave_and_come_by_its_level(any_engine):
    floods = [{"location": "A", "start": day(2), "level": 1}]
    departure = {"by_flood_level": [0.0, 1.0]}
    scenario = towns({"rate": 0.0}, departure=departure, floods=floods)
    people = scenario.locations.assign(displaced=[50, 0])
    result = simulate(scenario.with_tables(locations=people), engine=any_engine)
    assert result.n_displaced.values[0, :3, 0].tolist() == [50, 50, 0]
    shunned = simulate(
        scenario.with_tables(locations=people),
        engine=any_engine,
        params={"departure.town": 1.0, "destination.by_flood_level": [1.0, 0.0]},
    )
    assert (shunned.new_arrivals.values[0, 3:, 0] == 0).all()


def test_the_hungry_leave_and_are_not_drawn_to_hunger(any_engine):
    hungry = [{"location": "A", "date": day(0), "share": 0.0}, {"location": "A", "date": day(2), "share": 1.0}]
    scenario = towns({"rate": 0.0}, departure={"hunger": True}, food_insecurity=hungry)
    people = scenario.with_tables(locations=scenario.locations.assign(displaced=[50, 0]))
    result = simulate(people, engine=any_engine)
    assert result.n_displaced.values[0, 0, 0] == 50
    assert result.n_displaced.values[0, 2, 0] == 0
    drawn = {"departure.town": 1.0, "destination.hunger": 1.0, "departure.hunger": False}
    assert (simulate(people, engine=any_engine, params=drawn).new_arrivals.values[0, 3:, 0] == 0).all()


def test_hunger_weighs_among_the_sources(any_engine):
    hungry = [{"location": "B", "date": day(0), "share": 0.5}]
    mode = {"mode": "registrations", "hunger": 1.0}
    scenario = towns(mode, food_insecurity=hungry, observations=total((0, 0), (1, 40)), population=(400, 400))
    assert simulate(scenario, engine=any_engine).new_displaced.values[0, 1].tolist() == [0, 40]


def test_groups_that_differ_in_nothing_are_one(engine):
    """Merged groups are drawn as one: the same numbers, whatever the labels."""
    scenario = towns({"rate": 0.3}, conflict=[fire("A")], departure={"town": 0.5})
    groups = [{"group": name, "share": 0.25} for name in "abcd"]
    parted = crisis([("A", "town", 1)], [], groups=groups).tables["groups"]
    assert simulate(scenario.with_tables(groups=parted), engine=engine).equals(simulate(scenario, engine=engine))


def test_each_of_several_roads_is_a_choice(any_engine):
    locations = [{"name": "A", "kind": "transit", "displaced": 9000}, ("B", "town", 0), ("C", "town", 0)]
    routes = [
        {"from": "A", "to": "B", "distance_km": 30, "roads": 2, "one_way": True},
        {"from": "A", "to": "C", "distance_km": 30, "km_per_day": 10.0, "one_way": True},
    ]
    params = {"departure": {"town": 0.0, "transit": 1.0}}
    result = simulate(crisis(locations, routes, days=4, params=params), engine=any_engine)
    to_b, to_c = result.new_arrivals.values[0, :, 1], result.new_arrivals.values[0, :, 2]
    assert abs(to_b[0] - 6000) < 4 * np.sqrt(2000)
    assert to_c.round(6).tolist() == [0, 0, round(9000 - to_b[0], 6), 0]  # 30 km at 10 a day
