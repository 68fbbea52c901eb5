"""What interventions do, and that what they do not touch stays the same."""

import numpy as np
import pytest
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh import simulate
from nuzuh.model.forcing import forcing_of
from nuzuh.model.network import network_of

LOCATIONS = [("A", "town", 10_000), ("B", "town", 10_000), ("camp", "camp", 0), ("new", "camp", 0)]
ROUTES = [("A", "B", 30), ("B", "camp", 30), ("A", "new", 30)]


def with_interventions(*rows, **more):
    conflict = [fire("A", 0, None, 0.8), fire("B", 5, 14, 0.4)]
    return crisis(LOCATIONS, ROUTES, days=20, conflict=conflict, interventions=list(rows), **more)


def forcing(scenario):
    return forcing_of(scenario, network_of(scenario))


def test_a_ceasefire_quiets_conflict_for_its_days():
    ceasefire = {"action": "ceasefire", "from": "A", "start": day(3), "end": day(6), "value": 0.25}
    intensity = forcing(with_interventions(ceasefire)).intensity
    assert intensity[:, 0].tolist() == [0.8] * 3 + [0.2] * 4 + [0.8] * 13
    assert intensity[6, 1] == 0.4


def test_a_ceasefire_everywhere_without_a_value_means_silence():
    intensity = forcing(with_interventions({"action": "ceasefire", "start": day(3)})).intensity
    assert intensity[3:].sum() == 0
    assert intensity[2, 0] == 0.8


def test_breaches_come_at_their_rate_and_differ_by_member():
    ceasefire = {"action": "ceasefire", "start": day(0), "breach_rate": 0.3}
    compiled = forcing(crisis(LOCATIONS, ROUTES, days=400, conflict=[fire("A")], interventions=[ceasefire]))
    members = [compiled.for_member(1, member).intensity[:, 0] for member in range(20)]
    assert set(np.unique(members)) == {0.0, 1.0}
    assert np.mean(members) == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / 8000))
    assert (members[0] != members[1]).any()
    assert (compiled.for_member(1, 0).intensity[:, 0] == members[0]).all()
    assert compiled.expected().intensity[:, 0].tolist() == pytest.approx([0.3] * 400)


def test_both_engines_meet_the_same_breaches():
    ceasefire = {"action": "ceasefire", "start": day(0), "breach_rate": 0.2}
    scenario = with_interventions(ceasefire, params={"displacement": {"mode": "constant", "persons_per_day": 100}})
    found = [simulate(scenario, engine=name, members=4).new_displaced.values for name in ("counts", "persons")]
    assert (found[0] == found[1]).all()
    assert found[0].sum() > 0


def test_conflict_can_be_scaled_but_not_beyond_one():
    scaled = {"action": "scale_conflict", "start": day(0), "value": 2.0}
    intensity = forcing(with_interventions(scaled)).intensity
    assert intensity[5].tolist() == [1.0, 0.8, 0.0, 0.0]


def test_routes_open_and_close_in_the_order_of_the_table():
    shut = {"action": "close", "kind": "route", "from": "A", "to": "B", "start": day(2), "end": day(9)}
    free = {"action": "open", "kind": "route", "from": "B", "to": "A", "start": day(5), "end": day(6)}
    scenario = with_interventions(shut, free)
    is_open = forcing(scenario).is_open[:, network_of(scenario).route == 0]
    assert is_open.all(axis=1).tolist() == [True] * 2 + [False] * 3 + [True] * 2 + [False] * 3 + [True] * 10


def test_capacity_can_change():
    capacity = {"action": "capacity", "from": "camp", "start": day(4), "end": day(5), "value": 70}
    compiled = forcing(with_interventions(capacity)).capacity[:, 2]
    assert compiled[3:7].tolist() == [np.inf, 70, 70, np.inf]


def test_a_new_camp_takes_part_only_while_it_is_there(any_engine):
    opening = {"action": "add_location", "from": "new", "start": day(8)}
    result = simulate(with_interventions(opening, params={"departure": {"camp": 0.0}}), engine=any_engine)
    arrivals = result.new_arrivals.sel(location="new").values[0]
    assert arrivals[:8].sum() == 0
    assert arrivals[8:].sum() > 0


@pytest.mark.parametrize("rows", [
    [{"action": "scale_conflict", "start": day(0), "value": 1.0}],
    [{"action": "ceasefire", "start": day(0), "value": 1.0, "breach_rate": 0.5}],
    [{"action": "open", "kind": "route", "from": "A", "to": "B", "start": day(0)}],
    [{"action": "capacity", "from": "camp", "start": day(0), "value": 1e15}],
])  # fmt: skip
def test_what_changes_nothing_changes_nothing(any_engine, rows):
    before = simulate(with_interventions(), engine=any_engine, members=2)
    after = simulate(with_interventions(*rows), engine=any_engine, members=2)
    for name in before.data_vars:
        assert (before[name].values == after[name].values).all(), name


def test_an_intervention_leaves_the_days_before_it_identical(any_engine):
    before = simulate(with_interventions(), engine=any_engine)
    after = simulate(with_interventions({"action": "ceasefire", "start": day(10)}), engine=any_engine)
    for name in before.data_vars:
        assert (before[name].values[:, :10] == after[name].values[:, :10]).all(), name
    assert (before.new_displaced.values[:, 10] != after.new_displaced.values[:, 10]).any()


def test_temperature_of_the_narrower_place_wins():
    locations = [
        {"name": n, "kind": "town", "population": 1, "area": a} for n, a in (("A", "hill"), ("B", "hill"), ("C", ""))
    ]
    temperature = [
        {"location": "A", "start": day(1), "end": day(1), "t_min_c": -9},
        {"location": "", "start": day(0), "end": day(1), "t_min_c": 3},
        {"location": "hill", "start": day(1), "end": day(2), "t_min_c": -2},
    ]
    t = forcing(crisis(locations, [("A", "B", 1), ("B", "C", 1)], days=4, temperature=temperature)).t_min_c
    assert t[:3].tolist()[:2] == [[3, 3, 3], [-9, -2, 3]]
    assert t[2, :2].tolist() == [-2, -2]
    assert np.isnan(t[3]).all()


def test_the_shipped_crisis_reads_as_it_was_reported():
    idlib = nuzuh.read_scenario("idlib-2020")
    compiled = forcing(idlib)
    border = [
        arc
        for arc, (a, b) in enumerate(zip(network_of(idlib).start, network_of(idlib).end, strict=True))
        if (idlib.countries[a], idlib.countries[b]) == ("Syria", "Turkey")
    ]
    assert border
    assert not compiled.is_open[:, border].any()
    first_truce = slice(idlib.day_of(day(11)), idlib.day_of(day(14)))
    assert compiled.intensity[first_truce].sum() == 0
    assert compiled.intensity.sum() > 0
