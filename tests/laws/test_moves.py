"""Moves between units: they add up to the departures, and are there only where units are told apart."""

import io

import numpy as np
import pytest
from rich.console import Console
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh import read_result, simulate
from nuzuh.ensembles import ensemble
from nuzuh.forecast.assimilate import assimilate, effect, run_on
from nuzuh.forecast.observed import simulated_for
from nuzuh.outputs.run_folder import write_run
from nuzuh.outputs.screen import show_run
from nuzuh.outputs.summary import summarise

ADMIN1 = ("North", "North", "South", "South", "")
UNITS = ["North", "South", "Abroad"]
LIMIT = {"action": "limit", "kind": "route", "from": "B", "to": "C", "start": day(0), "value": 60}
CASES = {
    "plain": {},
    "on_arrival": {"departure": {"on_arrival": True, "town": 0.5}},
    "walkers": {"travel": {"walk_share": 0.4, "first_leg_on_foot": True}},
    "outside": {"displacement": {"from_population": False}},
    "returns": {"returns": {"rate": 0.3, "calm_days": 2}},
    "leg_by_leg": {"travel": {"each_leg_afresh": True, "drive_km_per_day": 60.0}, "destination": {"awareness": 3}},
    "turned_away": {
        "travel": {"each_leg_afresh": True, "drive_km_per_day": 200.0},
        "capacity": {"turned_away_below": 0.5},
        "departure": {"avoid_short_stints": True},
    },
    "flee3": {"preset": "flee3", "displacement": {"mode": "conflict", "from_population": True}},
}


def towns(admin1=ADMIN1, interventions=(), observations=(), **params):
    rows = zip("ABCDE", ("town", "town", "town", "camp", "camp"), (3000, 800, 500, 0, 0), admin1, strict=True)
    locations = [{"name": n, "kind": kind, "population": people, "admin1": unit} for n, kind, people, unit in rows]
    locations[3] |= {"capacity": 500}
    locations[4] |= {"country": "Abroad"}
    routes = [("A", "B", 40), ("B", "C", 60), ("C", "D", 50), ("C", "E", 150), ("A", "D", 260)]
    return crisis(
        locations,
        routes,
        days=14,
        params=params,
        conflict=[fire("A", 0, 6), fire("B", 4, 9), fire("C", 8, 9)],
        closures=[{"kind": "route", "from": "C", "to": "E", "start": day(5), "end": day(7)}],
        interventions=interventions,
        observations=observations,
    )


@pytest.mark.parametrize("case", CASES)
def test_moves_add_up_to_departures(any_engine, case):
    result = simulate(towns(**CASES[case]), engine=any_engine, members=2)
    assert result.new_moves.dims == ("member", "day", "origin", "destination")
    assert result.new_moves.dtype == result.new_departures.dtype
    assert result.origin.values.tolist() == result.destination.values.tolist() == UNITS
    _check_origins(result)
    assert result.new_moves.sel(origin="North", destination="South").sum() > 0


def test_only_those_who_get_a_passage_move(any_engine):
    result = simulate(towns(interventions=[LIMIT]), engine=any_engine, members=2)
    assert result.new_departures.sum() < simulate(towns(), engine=any_engine, members=2).new_departures.sum()
    _check_origins(result)


def _check_origins(result):
    """Of each unit, all who set out from its locations, wherever they go."""
    for unit in UNITS:
        here = [
            name
            for name, own in zip("ABCDE", ("North", "North", "South", "South", "Abroad"), strict=True)
            if own == unit
        ]
        departures = result.new_departures.sel(location=here).sum("location")
        moves = result.new_moves.sel(origin=unit).sum("destination")
        assert np.allclose(moves, departures, rtol=1e-9, atol=1e-6), unit


def test_what_counts_is_where_people_chose_to_go(any_engine):
    """From A there is but one way, through B to C, and C is more than a day away."""
    locations = [{"name": n, "kind": "town", "population": p, "admin1": n} for n, p in (("A", 100), ("B", 0), ("C", 0))]
    params = {
        "departure": {"town": 1.0, "on_arrival": False},
        "displacement": {"rate": 3.0},
        "destination": {"awareness": 3, "distance_power": 0.0},
        "travel": {"drive_km_per_day": 100.0},
    }
    scenario = crisis(locations, [("A", "B", 90), ("B", "C", 90)], days=3, conflict=[fire("A", 0, 0)], params=params)
    moves = simulate(scenario, engine=any_engine).new_moves.isel(member=0)
    assert moves.sel(origin="A", destination=["B", "C"]).isel(day=slice(0, 2)).sum("day").min() > 10
    assert moves.sel(destination="A").isel(day=0).sum() == 0


@pytest.mark.parametrize("admin1", [("",) * 5, ("North",) * 4 + ("North",)], ids=["none", "one"])
def test_where_units_are_not_told_apart_there_are_no_moves(any_engine, admin1):
    result = simulate(towns(admin1), engine=any_engine)
    assert not {"new_moves", "origin", "destination"} & set(result.variables)


def test_counting_moves_takes_no_draw_and_changes_nothing(any_engine):
    with_units, without = (simulate(towns(admin1), engine=any_engine, members=2) for admin1 in (ADMIN1, ("",) * 5))
    assert with_units.attrs["n_draws"] == without.attrs["n_draws"]
    for name in without.data_vars:
        assert np.array_equal(with_units[name], without[name]), name


def test_both_engines_move_as_many(engine):
    """Means over members of either agree with the expected values, within four standard errors."""
    runs = simulate(towns(), engine=engine, members=40).new_moves.sum("day")
    expected = simulate(towns(), engine="mean").new_moves.sum("day").isel(member=0)
    error = runs.std("member") / np.sqrt(40)
    assert (abs(runs.mean("member") - expected) <= 4 * error + 0.03 * expected + 1).all()


def test_ensembles_keep_moves(any_engine, tmp_path, monkeypatch):
    monkeypatch.setattr(ensemble, "BATCH_S", 1e-9)
    monkeypatch.setattr(ensemble, "LEAST_S", 1e-9)
    whole = simulate(towns(), engine=any_engine, members=7)
    with nuzuh.ensemble(towns(), 3, engine=any_engine, executor="here", out=tmp_path) as few:
        assert few.new_moves.identical(whole.new_moves.isel(member=slice(3)))
    with nuzuh.ensemble(towns(), 7, engine=any_engine, executor="here", out=tmp_path, resume=True) as runs:
        assert runs.identical(whole)


def test_a_result_with_moves_can_be_written_and_read_back(tmp_path):
    result = simulate(towns(), members=2)
    write_run(result, tmp_path / "run", towns())
    assert read_result(tmp_path / "run").identical(result)


def test_differences_are_taken_unit_by_unit():
    one, other = simulate(towns()), simulate(towns((*ADMIN1[:3], "Camp", "")))
    less = nuzuh.compare(one, other).new_moves
    assert less.destination.values.tolist() == [*UNITS, "Camp"]
    assert less.sum() == 0
    assert less.sel(destination="Camp").sum() == -less.sel(destination="South").sum() > 0
    none = nuzuh.compare(simulate(towns(("",) * 5)), other)
    assert not {"new_moves", "origin", "destination"} & set(none.variables)


def seen(when, value=100, **more):
    return {"date": day(when), "quantity": "cum_moves", "value": value, **more}


def test_observed_moves_are_compared_with_those_of_their_days_and_ends():
    rows = [
        seen(9, location="North", to="South", since=day(4)),
        seen(9, to="South"),
        seen(9, location="North"),
        seen(9),
    ]
    scenario = towns(observations=rows)
    result = simulate(scenario, members=3)
    one, into, out, every = simulated_for(result, scenario, scenario.tables["observations"])
    moves = result.new_moves.isel(day=slice(10))
    assert one.tolist() == moves.sel(origin="North", destination="South")[:, 4:].sum("day").values.tolist()
    assert into.tolist() == moves.sel(destination="South").sum(["day", "origin"]).values.tolist()
    assert out.tolist() == moves.sel(origin="North").sum(["day", "destination"]).values.tolist()
    assert every.tolist() == result.new_departures.isel(day=slice(10)).sum(["day", "location"]).values.tolist()


def test_observed_moves_are_shown_with_both_ends():
    scenario = towns(observations=[seen(9, location="North", to="South", since=day(4)), seen(9, to="South")])
    result, text = simulate(scenario), io.StringIO()
    show_run(Console(file=text, width=140), result, scenario)
    assert "│ moves so far   │ any to South " in text.getvalue()
    assert "│ moves 5-10 Jan │ North to South " in text.getvalue()
    assert [row["to"] for row in summarise(result, scenario)["observed"]] == ["South", "South"]


def test_calibration_learns_from_moves():
    truth = simulate(towns(), engine="mean").new_moves.sel(origin="North", destination="South").sum().item()
    rate = {"displacement.rate": {"uniform": [0.01, 0.4]}}
    scenario = towns(observations=[seen(13, round(truth), location="North", to="South")])
    found = nuzuh.calibrate(scenario, params=rate, n=32, engine="mean", executor="here")
    assert found.posterior.std() < found.prior.std() / 2
    assert found.to.values.tolist() == ["South"]


def test_a_learned_ensemble_that_runs_on_counts_moves():
    counted = {"date": day(5), "quantity": "n_displaced", "location": "D", "value": 300}
    found = assimilate(towns(observations=[counted]), day(6), members=3)
    result = run_on(found, 5)
    _check_origins(result)
    less = effect(found, nuzuh.ceasefire(start=day(7)), 5)
    assert less.new_moves.shape == result.new_moves.shape
    assert less.new_moves.sum().item() == less.new_departures.sum().item() != 0
