"""Arguments, parameters, and what a result says of itself."""

from datetime import date

import pytest
from tests.crises import crisis

import nuzuh
from nuzuh import Params, ParamsError, UsageError, read_scenario, simulate
from nuzuh.model.params import param_names
from nuzuh.outputs.summary import compare_with_observed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"engine": "count"}, "did you mean 'counts'"),
        ({"members": 0}, "members is 0: give a whole number from 1"),
        ({"seed": -1}, "seed is -1"),
        ({"seed": 2**63}, "seed is 9223372036854775808"),
        ({"params": {"departure.twon": 1}}, r"departure.twon: unknown parameter: did you mean 'town'"),
        ({"params": {"departures.town": 1}}, r"departures: unknown parameter: did you mean 'departure'"),
        ({"params": {"town": 1}}, "no parameter 'town'"),
        ({"params": {"departure.town": 7}}, "less than or equal to 1"),
        ({"params": {"travel.band_km": float("nan")}}, "finite"),
    ],
)
def test_what_cannot_be_used_is_said(arguments, said):
    with pytest.raises(UsageError, match=said):
        simulate(read_scenario("valley"), **arguments)


def test_all_faults_of_parameters_are_said_at_once():
    with pytest.raises(ParamsError) as caught:
        nuzuh.params_of({"departure": {"town": 3, "cmap": 0.1}, "trave": {}})
    assert len(str(caught.value).splitlines()) == 3


def test_every_parameter_has_a_meaning_and_a_source():
    for dotted in param_names():
        rule, name = dotted.split(".")
        field = type(getattr(Params(), rule)).model_fields[name]
        assert field.description, dotted
        assert field.json_schema_extra["source"], dotted


def test_parameters_are_frozen():
    with pytest.raises(ValueError, match="frozen"):
        Params().departure.town = 0.5


def test_a_result_says_where_it_comes_from():
    valley = read_scenario("valley")
    result = simulate(valley, seed=3, params={"departure.town": 0.25})
    assert result.attrs["scenario_hash"] == valley.hash
    assert result.attrs["seed"] == 3
    assert result.attrs["engine"] == "counts"
    assert '"town":0.25' in result.attrs["params"]
    assert "not observations" in result.attrs["comment"]
    assert all(result[name].attrs["units"] for name in result.data_vars)


def test_what_was_pruned_is_said():
    names = [f"L{i}" for i in range(6)]
    locations = [{"name": name, "kind": "town", "displaced": 1} for name in names]
    routes = [(a, b, 10 + i) for i, a in enumerate(names) for b in names[i + 1 :]]
    paths = {
        n: simulate(crisis(locations, routes, params={"destination": {"awareness": 3, "paths": n}})) for n in (0, 1)
    }
    assert "detours dropped" in paths[1].attrs["itineraries"]
    assert int(paths[1].attrs["itineraries"].split()[0]) == 30  # one to each of the others
    dropped = {"destination": {"awareness": 3, "paths": 0, "prune_below": 0.9}}
    assert ", 0 longer" in simulate(crisis(locations, routes, params=dropped)).attrs["itineraries"]


def test_too_many_itineraries_are_refused_with_the_way_out(monkeypatch):
    from nuzuh.model import network

    monkeypatch.setattr(network, "MOST_ITINERARIES", 100)
    names = [f"L{i}" for i in range(8)]
    locations = [{"name": name, "kind": "town", "displaced": 1} for name in names]
    routes = [(a, b, 10) for i, a in enumerate(names) for b in names[i + 1 :]]
    with pytest.raises(UsageError, match=r"lower destination\.paths or destination\.awareness"):
        simulate(crisis(locations, routes, params={"destination": {"awareness": 5, "paths": 0}}))


def test_a_result_is_read_back_as_it_was_written(tmp_path):
    result = simulate(read_scenario("valley"), members=2)
    nuzuh.write_run(result, tmp_path / "run")
    again = nuzuh.read_result(tmp_path / "run")
    assert again.identical(result)
    with pytest.raises(UsageError, match="no result at"):
        nuzuh.read_result(tmp_path / "nothing")


def test_progress_counts_the_days_of_all_members():
    told = []
    simulate(read_scenario("valley"), members=2, progress=lambda total, done: told.append((total, done)))
    assert told == [(120, done) for done in range(1, 121)]


def test_counts_since_the_first_day_are_compared_only_where_the_run_has_it():
    valley = read_scenario("valley")
    later = valley.between(start=date(2021, 3, 5))
    kinds = {c.quantity for c in compare_with_observed(simulate(later), later)}
    assert kinds == {"n_displaced"}
    shorter = valley.between(end=date(2021, 4, 12))
    assert "cum_displaced" in {c.quantity for c in compare_with_observed(simulate(shorter), shorter)}


def test_a_location_may_be_closed_to_those_who_come_and_open_to_those_who_leave():
    locations = [{"name": "A", "kind": "transit", "displaced": 10}, {"name": "T", "kind": "transit", "displaced": 10}]
    locations += [{"name": "B", "kind": "camp"}]
    taken = {"kind": "location", "from": "B", "start": "2020-01-01", "one_way": True}
    away = {"kind": "location", "from": "A", "start": "2020-01-01", "one_way": True}
    scenario = crisis(locations, [("A", "B", 5), ("T", "B", 5)], closures=[away])
    assert simulate(scenario).n_displaced.values[0, -1].tolist() == [0, 0, 20]
    assert simulate(crisis(locations, [("A", "B", 5)], closures=[taken])).new_departures.sum() == 0


def test_memory_that_would_not_suffice_is_refused(monkeypatch):
    from nuzuh.model import classes

    monkeypatch.setattr(classes, "MOST_CELLS", 10)
    with pytest.raises(UsageError, match=r"set returns\.rate=0"):
        simulate(read_scenario("valley"), params={"returns.rate": 0.1})
