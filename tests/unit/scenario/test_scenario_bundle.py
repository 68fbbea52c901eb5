"""Scenario: frozen, complete, and cut by functions that give another."""

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

import nuzuh
from nuzuh.errors import UsageError
from nuzuh.scenario.checks import check_tables
from nuzuh.scenario.scenario import Scenario
from nuzuh.scenario.schema import TABLES
from nuzuh.scenario.tables import table_of

PLACES = [
    {"name": "A", "kind": "town", "population": 5, "displaced": 2, "admin1": "North", "area": "B"},
    {"name": "B", "kind": "town", "population": 7, "admin1": "North", "country": "Abroad", "pcode": "X1"},
    {"name": "C", "kind": "camp", "area": "B", "lat": 1},
]


def scenario(**tables):
    tables = {"locations": PLACES, "routes": [{"from": "A", "to": "B", "distance_km": 3}]} | tables
    whole = {name: table_of(rows, name) for name, rows in tables.items()}
    return Scenario("s", "S", date(2020, 1, 1), date(2020, 1, 31), "Home", whole)


def test_a_scenario_has_every_table_and_none_can_be_exchanged():
    found = scenario()
    assert list(found.tables) == list(TABLES)
    with pytest.raises(TypeError):
        found.tables["routes"] = None
    with pytest.raises(FrozenInstanceError):
        found.name = "other"


def test_people_are_those_at_home_and_those_displaced():
    assert scenario().population == 14


def test_a_blank_country_is_the_home_country():
    assert scenario().countries == ("Home", "Abroad", "Home")


def test_a_name_goes_before_an_area_and_blank_is_everywhere():
    places = scenario().places
    assert places["B"] == (1,)
    assert places["North"] == (0, 1)
    assert places["X1"] == (1,)
    assert places[""] == (0, 1, 2)


def test_days_are_counted_from_the_first():
    found = scenario()
    assert found.n_days == 31
    assert found.day_of(date(2020, 1, 31)) == 30
    assert found.date_of(30) == date(2020, 1, 31)


def test_between_cuts_the_days_only():
    cut = scenario().between(date(2020, 1, 10), date(2020, 1, 12))
    assert (cut.n_days, cut.start) == (3, date(2020, 1, 10))
    assert scenario().between().hash == scenario().hash


@pytest.mark.parametrize(
    ("start", "end"),
    [(date(2019, 12, 31), None), (None, date(2020, 2, 1)), (date(2020, 1, 9), date(2020, 1, 8))],
)
def test_days_outside_the_scenario_are_wrong_use(start, end):
    with pytest.raises(UsageError, match="choose some from 2020-01-01 to 2020-01-31"):
        scenario().between(start, end)


def test_tables_are_exchanged_by_name():
    found = scenario()
    other = found.with_tables(routes=table_of([{"from": "A", "to": "B", "distance_km": 4}], "routes"))
    assert found.routes["distance_km"].tolist() == [3]
    assert other.routes["distance_km"].tolist() == [4]
    assert other.hash != found.hash
    with pytest.raises(UsageError, match="no table 'route': did you mean 'routes'"):
        found.with_tables(route=found.routes)


def test_a_table_without_rows_is_no_part_of_the_hash():
    bare = scenario()
    flood = {"location": "A", "start": "2020-01-01", "level": 1}
    flooded = bare.with_tables(floods=table_of([flood], "floods"))
    assert flooded.hash != bare.hash
    assert flooded.with_tables(floods=flooded.tables["floods"].iloc[:0]).hash == bare.hash


def test_the_hash_is_of_what_a_run_depends_on():
    valley = nuzuh.read_scenario("valley")
    assert valley.hash == nuzuh.read_scenario("valley").hash
    assert valley.between(end=date(2021, 4, 1)).hash != valley.hash
    first, second = (replace(valley, params={"displacement": {"decay": decay}}) for decay in ([1, 0.5], (1, 0.4)))
    assert first.hash != second.hash
    assert first.hash == replace(valley, params={"displacement": {"decay": (1, 0.5)}}).hash


def test_faults_of_tables_made_in_code_name_the_row():
    shown = sorted(map(str, check_tables(scenario())))
    assert shown == [
        "locations (row 3, lon): lon is blank: give both or neither",
        "locations (row 3, name): warning: no route leads to camp 'C' from where people live: "
        "add a route to routes.csv, or nobody will arrive there",
    ]


def test_a_home_country_of_tables_made_in_code_is_checked():
    rows = [row | {"country": "Abroad"} for row in PLACES]
    shown = [str(fault) for fault in check_tables(scenario(locations=rows))]
    assert "scenario: no location lies in home_country 'Home': one of Abroad" in shown


def test_a_one_way_route_does_not_lead_to_a_camp_the_other_way():
    rows = [*PLACES[:2], {"name": "C", "kind": "camp"}]
    for one_way, n_faults in ((True, 1), (False, 0)):
        legs = [
            {"from": "A", "to": "B", "distance_km": 3},
            {"from": "C", "to": "B", "distance_km": 3, "one_way": one_way},
        ]
        assert len(check_tables(scenario(locations=rows, routes=legs))) == n_faults


def test_two_one_way_routes_may_lead_both_ways_but_not_beside_a_road():
    there = {"from": "A", "to": "B", "distance_km": 3, "one_way": True}
    back = there | {"from": "B", "to": "A"}
    rows = PLACES[:2]
    assert check_tables(scenario(locations=rows, routes=[there, back])) == []
    (fault,) = check_tables(scenario(locations=rows, routes=[there, back | {"one_way": False}]))
    assert fault.what == "route stands twice (first on line 1)"
