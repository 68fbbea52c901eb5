"""Limits on how many can pass a route in a day: who comes out at its end, and who has to wait."""

import numpy as np
import pytest
from tests.crises import crisis, day, fire
from tests.laws.test_engines_agree import z_of_means, z_of_variances

from nuzuh import read_scenario, simulate
from nuzuh.errors import UsageError
from nuzuh.scenario.tables import table_of

ALL_LEAVE = {"town": 1.0, "camp": 0.0, "idp_site": 0.0, "crossing": 1.0, "transit": 1.0}


def limit(start, end, value, first=0, last=None):
    """A limit on a route from day to day."""
    row = {"action": "limit", "kind": "route", "from": start, "to": end, "start": day(first), "value": value}
    return row if last is None else row | {"end": day(last)}


def road(*limits, km=150, days=20, n=1000, **params):
    """Displaced persons in town A, from which one road leads to camp C."""
    locations = [{"name": "A", "kind": "town", "displaced": n}, ("C", "camp", 0)]
    travel = {"travel": {"drive_km_per_day": 200.0}}
    return crisis(locations, [("A", "C", km)], days=days, interventions=limits,
                  params={"departure": ALL_LEAVE} | travel | params)  # fmt: skip


def fork(*limits, n=(1000, 3000), km=(20, 20), back=False, days=1, **tables):
    """Displaced persons in towns A and B, whose roads meet at a junction J, from where one leads to camp C."""
    locations = [
        {"name": "A", "kind": "town", "displaced": n[0]},
        {"name": "B", "kind": "town", "displaced": n[1]},
        ("J", "transit", 0),
        ("C", "camp", 0),
    ]
    routes = [{"from": "A", "to": "J", "distance_km": km[0]}, {"from": "B", "to": "J", "distance_km": km[1]},
              {"from": "J", "to": "C", "distance_km": 20}]  # fmt: skip
    routes = [row | {"one_way": True} for row in routes]
    params = {"departure": ALL_LEAVE, "travel": {"drive_km_per_day": 200.0}}
    return crisis(locations[::-1] if back else locations, routes, days=days, params=params, interventions=limits,
                  **tables)  # fmt: skip


def series(result, name, location):
    return result[name].sel(location=location).values[0].round(6).tolist()


@pytest.mark.parametrize("km", [150, 200, 201, 450])
def test_as_many_as_the_limit_come_out_on_each_day_and_no_more(any_engine, km):
    result = simulate(road(limit("A", "C", 130), km=km), engine=any_engine)
    on_way = -(-km // 200) - 1
    assert series(result, "new_arrivals", "C") == [0] * on_way + [130] * 7 + [90] + [0] * (12 - on_way)
    assert series(result, "new_departures", "A") == [130] * 7 + [90] + [0] * 12
    assert series(result, "n_displaced", "A")[:7] == [1000 - 130 * d for d in range(1, 8)]


def test_people_from_near_and_far_share_the_last_route(any_engine):
    scenario = fork(limit("J", "C", 60), n=(700, 500), km=(20, 250), days=25)
    result = simulate(scenario, engine=any_engine)
    assert series(result, "new_arrivals", "C") == [60] * 20 + [0] * 5
    far = series(result, "new_departures", "B")
    assert far[:9] == [60] * 8 + [20]  # they book a day ahead of those who are near


def test_walkers_and_drivers_share_a_route(engine):
    scenario = road(limit("A", "C", 90, 0, 12), km=100, travel={"drive_km_per_day": 200.0, "walk_share": 0.5})
    arrivals = np.array(series(simulate(scenario, engine=engine), "new_arrivals", "C"))
    assert arrivals[:13].max() == 90
    assert arrivals.sum() == 1000


def test_everybody_waits_alike_whatever_the_order_of_the_table(engine):
    """100 of 4,000 who want to pass: from each town a share as large as that of the other, with the spread of a draw
    without putting back."""
    share, members = 0.25, 400
    for back in (False, True):
        result = simulate(fork(limit("J", "C", 1000), back=back), engine=engine, members=members, seed=5 + back)
        left = result.new_departures.isel(day=0)
        assert (left.sum("location") == 1000).all()
        found = left.sel(location="A").values
        variance = 1000 * share * (1 - share) * 3000 / 3999
        assert abs(found.mean() - 1000 * share) < 4 * np.sqrt(variance / members)
        assert abs(found.var(ddof=1) / variance - 1) < 4 * np.sqrt(2 / members)


def test_expected_values_are_in_proportion():
    left = simulate(fork(limit("J", "C", 1000)), engine="mean").new_departures.isel(member=0, day=0)
    assert left.values.tolist() == pytest.approx([250, 750, 0, 0])


def crossroads():
    """Two towns under fire whose people pass two limited routes, one after the other, to a camp or beyond."""
    locations = [
        ("A", "town", 900),
        ("B", "town", 600),
        ("J", "transit", 0),
        {"name": "M", "kind": "town"},
        {"name": "C", "kind": "camp", "capacity": 700},
        {"name": "D", "kind": "camp"},
    ]
    routes = [("A", "J", 60), ("B", "J", 260), ("J", "M", 90), ("M", "C", 70), ("M", "D", 150), ("A", "D", 500)]
    groups = [{"group": "a", "share": 0.4}, {"group": "b", "share": 0.6, "rel_camp": 2.0, "rel_departure": 0.5}]
    params = {
        "displacement": {"rate": 0.3},
        "departure": {"newly_displaced": 0.6, "conflict": 0.8, "camp": 0.02},
        "destination": {"awareness": 2},
        "travel": {"drive_km_per_day": 200.0, "walk_share": 0.2},
    }
    limits = [limit("J", "M", 55), limit("M", "C", 25), limit("M", "C", 12, 4, 7)]
    return crisis(locations, routes, days=14, params=params, conflict=[fire("A"), fire("B")], groups=groups,
                  interventions=limits)  # fmt: skip


@pytest.fixture(scope="module")
def runs():
    return {
        engine: simulate(crossroads(), engine=engine, seed=seed, members=400)
        for engine, seed in (("counts", 1), ("persons", 2))
    }


@pytest.mark.parametrize(
    "name", ["n_displaced", "new_arrivals", "new_departures", "n_on_route", "n_displaced_by_group"]
)
def test_counts_and_persons_agree(runs, name):
    counts, persons = (runs[engine][name].values.astype(float) for engine in ("counts", "persons"))
    assert np.abs(z_of_means(counts, persons)).max() < 4
    assert np.abs(z_of_variances(counts, persons)).max() < 4
    assert counts.std(axis=0).max() > 0


@pytest.mark.parametrize("seed", range(12))
def test_no_more_than_the_limits_arrive_on_any_network(any_engine, seed):
    """Every route into the camp is limited, and the limits change; paths lead on through it and pass several limits."""
    rng = np.random.default_rng(seed)
    names = [f"L{i}" for i in range(6)] + ["C"]
    kinds = [*rng.choice(["town", "idp_site", "crossing", "transit"], 6), "camp"]
    people = [*rng.integers(0, 3000, 6), 0]
    rows = [{"name": n, "kind": k, "displaced": m} for n, k, m in zip(names, kinds, people, strict=True)]
    pairs = {(a, b) for a, b in rng.integers(0, 6, (9, 2)).tolist() if a != b} | {(a, 6) for a in (0, 1, 2)}
    routes = [(names[a], names[b], float(rng.uniform(5, 500))) for a, b in sorted(pairs)]
    per_day = rng.integers(0, 200, (3, 2))
    limits = [limit(names[a], "C", value, 7 * half) for a in range(3) for half, value in enumerate(per_day[a])]
    more = [limit(names[a], names[b], 150) for a, b in sorted(pairs)[:4] if b != 6]
    departure = {"newly_displaced": 0.5, "town": 0.6, "idp_site": 0.4, "camp": 0.1}
    params = {"departure": departure, "destination": {"awareness": 3}, "travel": {"walk_share": 0.1}}
    scenario = crisis(rows, routes, days=14, params=params, interventions=limits + more)
    arrivals = simulate(scenario, engine=any_engine, seed=seed).new_arrivals.sel(location="C").values[0]
    assert (arrivals <= np.repeat(per_day.sum(axis=0), 7) + 1e-6).all()
    assert arrivals.sum() > 0


def test_expected_values_are_near_the_mean(runs):
    mean = simulate(crossroads(), engine="mean").n_displaced.values[0]
    assert np.allclose(runs["counts"].n_displaced.mean("member"), mean, rtol=0.05, atol=8)


def test_limits_hold_in_every_member(runs):
    per_day = [25] * 4 + [12] * 4 + [25] * 6
    for result in runs.values():
        arrivals = result.new_arrivals.sel(location="C")
        assert (arrivals <= per_day).all()
        assert (arrivals == per_day).any("member").sum() > 6


def test_a_limit_above_everybody_changes_nothing(any_engine):
    valley = read_scenario("valley")
    wide = limit("Market", "Meadow", 58_000) | {"start": valley.start}
    limited = valley.with_tables(interventions=table_of([wide], "interventions"))
    params = {"travel.walk_share": 0.3, "departure.avoid_short_stints": True}
    before, after = (simulate(each, engine=any_engine, members=2, params=params) for each in (valley, limited))
    assert before.n_draws == after.n_draws
    for name in before.data_vars:
        assert (before[name].values == after[name].values).all(), name


def test_a_limit_of_nobody_keeps_people_while_a_closure_sends_them_elsewhere(engine):
    locations = [{"name": "A", "kind": "town", "displaced": 4000}, ("C", "camp", 0), ("D", "camp", 0)]
    close = {"action": "close", "kind": "route", "from": "A", "to": "C", "start": day(0)}
    waiting, closed = (
        simulate(crisis(locations, [("A", "C", 20), ("A", "D", 20)], days=3, params={"departure": ALL_LEAVE},
                        interventions=[row]), engine=engine)
        for row in (limit("A", "C", 0), close)
    )  # fmt: skip
    assert series(closed, "n_displaced", "A") == [0, 0, 0]
    left = np.array(series(waiting, "n_displaced", "A"))
    before = np.array([4000, *left[:-1]])
    assert (np.abs(left - before / 2) < 4 * np.sqrt(before / 4)).all()
    assert waiting.n_displaced.sel(location="C").max() == 0
    assert waiting.new_departures.sel(location="A").sum() == 4000 - left[-1]


def test_the_limit_is_that_of_the_day_of_passage(any_engine):
    """The trip takes until the next day: who sets out on day 3 would pass on day 4, when nobody can."""
    rows = limit("A", "C", 100), limit("A", "C", 0, 4, 4), limit("A", "C", 30, 6, 6)
    result = simulate(road(*rows, km=300, days=9), engine=any_engine)
    assert series(result, "new_departures", "A") == [100, 100, 100, 0, 100, 30, 100, 100, 370]
    assert series(result, "new_arrivals", "C") == [0, 100, 100, 100, 0, 100, 30, 100, 100]


def test_where_limits_meet_the_last_row_holds(any_engine):
    result = simulate(road(limit("A", "C", 10, 2, 4), limit("C", "A", 50, 3)), engine=any_engine)
    assert series(result, "new_arrivals", "C")[:6] == [1000, 0, 0, 0, 0, 0]
    result = simulate(road(limit("A", "C", 10), limit("C", "A", 50.9, 3)), engine=any_engine)
    assert series(result, "new_arrivals", "C")[:6] == [10, 10, 10, 50, 50, 50]


def test_each_direction_has_its_own(any_engine):
    scenario = road(limit("A", "C", 40), departure=ALL_LEAVE | {"camp": 1.0, "newly_displaced": 0.0})
    both = scenario.locations.assign(displaced=[1000, 800])
    result = simulate(scenario.with_tables(locations=both), engine=any_engine, params={"departure.on_arrival": False})
    assert series(result, "new_arrivals", "A") == [40] * 20
    assert series(result, "new_arrivals", "C") == [40] * 20


def test_several_roads_between_two_places_share_a_limit(any_engine):
    scenario = road(limit("A", "C", 40))
    longer = scenario.routes.iloc[[0, 0]].reset_index(drop=True).assign(distance_km=[150, 170], roads=[2, 1])
    result = simulate(scenario.with_tables(routes=longer), engine=any_engine)
    assert series(result, "new_arrivals", "C") == [40] * 20


def test_a_trip_over_several_limited_routes_needs_a_passage_on_each(any_engine):
    wide_first = simulate(fork(limit("A", "J", 50), limit("J", "C", 20), n=(1000, 0), days=5), engine=any_engine)
    assert series(wide_first, "new_arrivals", "C") == [20] * 5
    wide_last = simulate(fork(limit("A", "J", 20), limit("J", "C", 50), n=(1000, 1000), days=5), engine=any_engine)
    assert series(wide_last, "new_arrivals", "C") == [50] * 5
    assert max(series(wide_last, "new_departures", "A")) <= 20


def test_limits_need_a_timetable_of_whole_trips():
    with pytest.raises(UsageError, match=r"interventions \(row 1\): .* travel\.each_leg_afresh=false"):
        simulate(road(limit("A", "C", 40), travel={"each_leg_afresh": True}))
