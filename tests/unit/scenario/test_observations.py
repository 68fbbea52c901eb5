"""Observations: the days and moves that they count, and which of them are for checking only."""

import pytest
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh.errors import UsageError
from nuzuh.forecast.counts import counts_known
from nuzuh.forecast.crises import registrations_of_scenario
from nuzuh.forecast.scenario_forecast import origin_of
from nuzuh.model.forcing import new_registered
from nuzuh.scenario.checks import check_tables
from nuzuh.scenario.observations import begins_before, is_total, to_learn_from


def seen(when, quantity="cum_displaced", value=100, **more):
    return {"date": day(when), "quantity": quantity, "value": value, **more}


def towns(*observations, admin1=("North", "South"), **params):
    locations = [
        {"name": name, "kind": kind, "population": people, "admin1": unit, "admin2": f"{name} district"}
        for name, kind, people, unit in zip("AB", ("town", "camp"), (1000, 0), admin1, strict=True)
    ]
    conflict = [fire("A", 0, 19)]
    tables = {"conflict": conflict, "observations": observations}
    return crisis(locations, [("A", "B", 10)], days=20, params=params, **tables)


def said(scenario):
    return [(fault.what, fault.way_out) for fault in check_tables(scenario)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"location": "North", "to": "South"}, []),
        ({"to": "South"}, []),
        ({}, []),
        ({"location": "A"}, ["'A' is no admin1: moves are counted between these alone"]),
        ({"to": "B district"}, ["'B district' is no admin1: moves are counted between these alone"]),
        ({"to": "Souht"}, ["unknown location 'Souht'"]),
    ],
)
def test_moves_are_between_units_of_admin1(row, expected):
    assert [what for what, _ in said(towns(seen(5, "cum_moves", **row)))] == expected


@pytest.mark.parametrize("admin1", [("", ""), ("North", "North")], ids=["none", "one"])
def test_without_two_units_there_are_no_moves(admin1):
    faults = said(towns(seen(5, "cum_moves"), admin1=admin1))
    assert faults == [
        ("moves are counted between units of admin1, and there are no two of them", "fill in admin1 in locations.csv")
    ]


def test_units_are_admin1_or_the_country_where_that_is_blank():
    assert towns().units == ("North", "South")
    assert towns(admin1=("North", "")).units == ("North", "Home")
    assert towns(admin1=("Home", "")).units == ()


def test_counts_of_one_date_over_different_days_or_ways_do_not_stand_twice():
    rows = seen(9, "cum_moves"), seen(9, "cum_moves", to="South"), seen(9, "cum_moves", since=day(3))
    assert said(towns(*rows)) == []
    assert [what for what, _ in said(towns(*rows, rows[-1]))] == ["observation stands twice (first on line 3)"]


def test_a_total_counts_everybody_since_the_first_day():
    rows = seen(5), seen(6, since=day(0)), seen(7, since=day(1)), seen(8, location="A"), seen(9, "n_displaced")
    scenario = towns(*rows)
    assert is_total(scenario, scenario.tables["observations"]).tolist() == [True, True, False, False, False]


def test_a_run_that_begins_later_has_what_is_counted_since_its_own_days():
    rows = seen(9), seen(9, "n_displaced"), seen(9, since=day(3)), seen(9, since=day(4))
    scenario = towns(*rows).between(start=day(4))
    assert begins_before(scenario, scenario.tables["observations"]).tolist() == [True, False, True, False]
    whole = towns(*rows)
    assert not begins_before(whole, whole.tables["observations"]).any()


def test_rows_are_learned_from_unless_they_are_for_checking():
    scenario = towns(seen(5), seen(6, fit=False), seen(7, fit="yes"))
    assert to_learn_from(scenario)["date"].dt.date.tolist() == [day(5), day(7)]


def test_assimilation_learns_from_no_row_that_is_for_checking():
    rows = [seen(5), seen(6, "n_displaced", location="B")]
    checks = [seen(7, fit=False), seen(8, "n_displaced", location="B", fit=False)]
    others = [seen(9, since=day(2)), seen(9, "n_at_home"), seen(9, "cum_moves")]
    known = counts_known(towns(*rows, *checks, *others), day(19))
    assert known == counts_known(towns(*rows), day(19))
    assert [count.day for count in known] == [5, 6]


def test_a_forecast_begins_after_the_last_row_to_learn_from():
    assert origin_of(towns(seen(5), seen(8, fit=False)), None) == day(5)
    with pytest.raises(UsageError, match="no observations"):
        origin_of(towns(seen(8, fit=False)), None)


@pytest.mark.parametrize("quantity", ["cum_displaced", "n_displaced"])
def test_a_run_does_not_take_rows_for_checking_as_its_input(quantity):
    place = {"location": "B"} if quantity == "n_displaced" else {}
    rows = [seen(n, quantity, 10 * n, **place) for n in (0, 5)]
    checks = [seen(9, quantity, 500, fit=False, **place)]
    assert new_registered(towns(*rows, *checks)).tolist() == new_registered(towns(*rows)).tolist()
    assert new_registered(towns(*checks)).sum() == 0


def test_totals_over_some_days_are_no_input_of_a_run():
    rows = [seen(n, value=10 * n) for n in (0, 5)]
    assert (
        new_registered(towns(*rows, seen(9, value=500, since=day(6)))).tolist() == new_registered(towns(*rows)).tolist()
    )


def test_totals_for_checking_are_no_leak():
    mode = {"displacement": {"mode": "registrations"}}
    assert nuzuh.leaks(towns(seen(5, fit=False), **mode)) == ()
    assert [leak.kind for leak in nuzuh.leaks(towns(seen(5), **mode))] == ["total"]


def test_registrations_of_a_scenario_are_the_rows_to_learn_from():
    rows = [seen(n, "n_displaced", 10 * n, location="B", fit=n != 7) for n in (3, 7, 9)]
    assert [days.tolist() for days in registrations_of_scenario(towns(*rows)).days] == [[3, 9]]


def test_new_columns_leave_the_fingerprint_of_a_scenario_as_it_was():
    """The valley's, as it was before the columns `since`, `to` and `fit` were there."""
    assert nuzuh.read_scenario("valley").hash == "2b9353ed15d4bb62"
