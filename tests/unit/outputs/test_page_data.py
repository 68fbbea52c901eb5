"""The payload of the page says what the result says, in few letters."""

import json

import numpy as np
import pytest

import nuzuh
from nuzuh.errors import UsageError
from nuzuh.outputs.page_data import differences_of, page_payload, run_payload
from nuzuh.outputs.page_flows import expected_passages, flow_rows
from nuzuh.outputs.page_join import joined
from nuzuh.outputs.page_numbers import few_digits, smooth, summed
from nuzuh.outputs.page_weave import unwoven, woven

WHAT_IFS = ("ceasefire-in-march", "camp-at-mill")


@pytest.fixture(scope="module")
def valley():
    return nuzuh.read_scenario("valley")


@pytest.fixture(scope="module")
def result(valley):
    return nuzuh.simulate(valley, members=8)


@pytest.fixture(scope="module")
def run(result, valley):
    return run_payload(result, valley)


@pytest.fixture(scope="module")
def changed(valley):
    return {name: nuzuh.what_if(name, valley).function(valley) for name in WHAT_IFS}


@pytest.fixture(scope="module")
def others(changed):
    return {name: nuzuh.simulate(scenario, members=8) for name, scenario in changed.items()}


@pytest.fixture(scope="module")
def page(valley, run, result, changed, others):
    runs = [run, *(run_payload(others[name], changed[name], name=name) for name in WHAT_IFS)]
    differences = [None, *(differences_of(result, others[name], valley, changed[name]) for name in WHAT_IFS)]
    return page_payload(valley, runs, differences, [valley, *changed.values()])


def test_totals_are_quantiles_of_the_members_in_whole_persons(run, result):
    expected = np.quantile(nuzuh.cum_displaced(result).values, [0.05, 0.5, 0.95], axis=0)
    for name, values in zip(("q05", "q50", "q95"), expected, strict=True):
        assert np.abs(np.array(summed(run["total"]["cum_displaced"][name])) - values).max() <= 0.5


def test_medians_of_places_are_within_a_twentieth_and_a_hundredth_of_their_largest(run, result):
    median = np.median(result.n_displaced.values, axis=0)
    for at, row in enumerate(run["staying"]["median"]):
        off = np.abs(np.array(summed(row)) - median[:, at])
        assert (off <= np.maximum(0.05 * median[:, at], 0.5)).all()
        assert off.max() <= max(0.01 * median[:, at].max(), 0.5)


def test_intervals_are_given_each_week_and_on_the_last_day(run):
    assert run["staying"]["knots"] == [0, 7, 14, 21, 28, 35, 42, 49, 56, 59]
    assert {len(row) for name in ("q05", "q95") for row in run["staying"][name]} == {10}


def test_weekly_exposure_adds_up_to_that_of_the_run(run, result, valley):
    sums = nuzuh.exposure(result, valley)
    rows = {(row["quantity"], row["of"]): row for row in run["exposure"]["rows"]}
    weekly = nuzuh.exposure(result, valley, by=["day"]).person_days_under_fire.sel(band="heavy").values
    expected = np.median(np.add.reduceat(weekly, run["exposure"]["weeks"], axis=1), axis=0)
    assert np.allclose(rows["person_days_under_fire", "heavy"]["q50"], expected, atol=0.5)
    assert np.isclose(weekly.sum(axis=1), sums.person_days_under_fire.sel(band="heavy")).all()
    assert rows["person_days_under_fire", "heavy"]["unit"] == "person-days"


def test_needs_of_a_week_are_the_most_on_any_of_its_days(run, result, valley):
    rows = {row["quantity"]: row for row in run["needs"]["rows"]}
    total = nuzuh.needs(result, valley).latrines_total.values
    expected = [np.median(total[:, first : first + 7].max(axis=1)) for first in run["needs"]["weeks"]]
    assert np.allclose(rows["latrines"]["q50"], expected, atol=0.5)


def test_flows_are_expected_passages_in_steps(run, result, valley):
    passages = expected_passages(result, valley)
    found = np.zeros_like(passages)
    for route, way, first, *persons in run["flows"]:
        found[first : first + len(persons), route, way] = persons
    step = np.gcd.reduce([n for row in run["flows"] for n in row[3:]])
    assert np.abs(found - passages).max() <= step / 2 + 1e-9
    assert passages.max() / 100 >= step


def test_nobody_on_any_route_makes_no_flows():
    assert list(flow_rows(np.zeros((5, 3, 2)))) == []


def test_flows_of_members_that_differ_in_parameters_are_means_of_theirs(valley):
    priors = {"displacement.rate": {"uniform": [0.05, 0.3]}}
    runs = nuzuh.ensemble(valley, 3, params=priors, executor="here")
    each = [
        nuzuh.simulate(valley, engine="mean", params={"displacement.rate": rate}, passages=True).new_passages.values[0]
        for rate in runs["displacement.rate"].values.tolist()
    ]
    assert np.allclose(expected_passages(runs, valley), np.mean(each, axis=0))


def test_progress_is_told_while_flows_are_worked_out(valley, result):
    seen = []
    expected_passages(result, valley, progress=lambda total, done: seen.append((total, done)))
    assert seen[-1] == (60, 60)


def test_closed_routes_and_fire_are_spells_of_the_scenario(run, valley):
    table = valley.tables["closures"].iloc[0]
    countries = dict(zip(valley.locations["name"], valley.countries, strict=True))
    days = [valley.day_of(table[end].date()) for end in ("start", "end")]
    assert run["closed"]
    for route, first, last, way in run["closed"]:
        ends = [countries[valley.routes.iloc[route][end]] for end in ("from", "to")]
        assert [first, last] == days
        assert (ends if way == 0 else ends[::-1]) == [table["from"], table["to"]]
    assert run["fire"] == [[0, 4, 23, 0.8], [1, 14, 40, 0.5]]


def test_only_parameters_that_differ_from_the_defaults_are_told(run):
    assert run["params"]["departure.town"] == 0.05
    assert "departure.camp" not in run["params"]


def test_observations_stand_beside_what_was_simulated_for_them(run, result, valley, page):
    assert [row["observation"] for row in run["compared"]] == [0, 1, 2]
    first = page["observations"][0]
    day = (nuzuh.cum_displaced(result).sel(date=first["date"])).values
    assert run["compared"][0]["q50"] == np.median(day)
    assert "since" not in first
    assert first["status"] == "modelled"


def test_a_page_is_json_and_the_same_twice(page, valley, result):
    text = json.dumps(page, allow_nan=False)
    assert json.loads(text) == page
    again = run_payload(result, valley)
    assert json.dumps(again) == json.dumps(
        page["runs"][0] | {k: again[k] for k in ("staying", "new_displaced", "flows")}
    )


def test_all_runs_have_the_places_that_any_of_them_has(page, changed, others):
    camp = changed["camp-at-mill"]
    assert page["locations"]["name"] == camp.locations["name"].tolist()
    assert len(page["routes"]["from"]) == len(camp.routes)
    n = len(camp.locations)
    assert {len(run["staying"]["median"]) for run in page["runs"]} == {n}
    new = camp.location_ix[(set(camp.locations["name"]) - set(nuzuh.read_scenario("valley").locations["name"])).pop()]
    assert not any(page["runs"][0]["staying"]["median"][new])
    most = others["camp-at-mill"].n_displaced.isel(location=new).median("member").max()
    assert np.isclose(max(summed(page["runs"][2]["staying"]["median"][new])), most, rtol=0.05)


def test_differences_are_those_of_the_members(page, result, others):
    calm = others["ceasefire-in-march"]
    fewer = nuzuh.cum_displaced(calm).values - nuzuh.cum_displaced(result).values
    assert summed(page["differences"][1]["cum_displaced"]["q50"]) == np.rint(np.median(fewer, axis=0)).tolist()
    last = (calm.n_displaced - result.n_displaced).isel(day=-1).median("member").values
    found = [sum(row) for row in page["differences"][1]["staying"]["q50"]]
    assert np.allclose(found[: len(last)], few_digits(last))
    outcomes = {(row["section"], row["quantity"], row["of"]) for row in page["differences"][1]["outcomes"]}
    assert ("displaced", "cum_displaced", "") in outcomes


def test_differences_need_the_same_members(valley, result, changed):
    with pytest.raises(UsageError, match="cannot be compared"):
        differences_of(result, nuzuh.simulate(valley, members=2), valley, valley)


def test_runs_of_other_crises_do_not_stand_on_one_page(valley, page, run):
    other = page_payload(valley, [run]) | {"scenario": page["scenario"] | {"n_days": 61, "home_country": "Elsewhere"}}
    with pytest.raises(UsageError, match="other numbers of days: 60, 61; other home countries"):
        joined([page_payload(valley, [run]), other], [None, None])


def test_observations_that_only_a_what_if_has_are_left_out(valley, run):
    page = page_payload(valley, [run])
    other = page | {"observations": page["observations"][1:]}
    other["runs"] = [run | {"compared": [{"observation": 0, "q05": 1, "q50": 2, "q95": 3}]}]
    assert joined([page, other], [None, None])["runs"][1]["compared"][0]["observation"] == 1


def test_woven_runs_come_apart_as_they_were(page):
    apart = unwoven(json.loads(json.dumps(woven(page))))
    for run in apart["runs"]:
        run["flows"] = [row for row in run["flows"] if row[2:] != [0]]
    assert apart == page


def test_what_ifs_take_less_room_when_woven(page):
    same = page | {"runs": [page["runs"][0] | {"name": name} for name in "abc"], "differences": [None] * 3}
    assert unwoven(woven(same))["differences"] == [None, None, None]


def test_curves_are_smooth_and_large_numbers_short():
    values = np.array([[0.0, 1.0], [45_678.0, 2.0], [123.0, 3.0]])
    assert [summed(row) for row in smooth(values)] == [[0, 45_600, 120], [1, 2, 3]]


def test_a_scenario_without_positions_has_no_borders(valley, run):
    bare = valley.with_tables(locations=valley.locations.assign(lat=np.nan, lon=np.nan))
    page = page_payload(bare, [run])
    assert (page["borders"], page["locations"]["lat"][0]) == ([], None)


def test_words_follow_the_scenario_and_its_run(page):
    card = page["card"]
    assert list(card) == ["purpose", "data", "method", "evaluation", "risks", "contact"]
    assert all(card.values())
    assert "Beside 2 observed totals" in card["evaluation"][0]
    assert any("Table locations: 5 of 5 rows are modelled" in text for text in page["assumptions"])
    assert any("Northland-Southland" in text for text in page["assumptions"])


def test_a_run_without_observations_says_so(valley, result):
    bare = valley.with_tables(observations=valley.tables["observations"].iloc[:0])
    page = page_payload(bare, [run_payload(result, bare)])
    assert page["card"]["evaluation"] == ["Nothing was observed with which this run could be compared."]
