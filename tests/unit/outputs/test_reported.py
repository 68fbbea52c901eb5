"""Key figures: those that the run itself gives, of the days that it has, shown with the words of the report."""

import io

import numpy as np
import pytest
from rich.console import Console

import nuzuh
from nuzuh import exposure, simulate
from nuzuh.model import result as results
from nuzuh.model.result import cum_displaced
from nuzuh.outputs.reported import key_figures
from nuzuh.outputs.screen import show_run
from nuzuh.outputs.summary import QUANTILES, summarise
from nuzuh.scenario.tables import table_of

FIRST, LATER = "2021-03-20", "2021-04-10"
FROST = [{"start": "2021-03-01", "t_min_c": -1, "end": "2021-03-31"}, {"start": "2021-04-01", "t_min_c": 3}]
HALF = [{"class": "tent", "share": 0.5}]
NIGHTS = {"date": LATER, "figure": "person_nights_below_zero", "words": "froze"}
ROWS = [
    NIGHTS,
    {"date": LATER, "figure": "cum_displaced", "low": 9, "high": 10, "words": "about ten", "source": "A"},
    {"date": FIRST, "figure": "ever_within_reach", "location": "Mill"},
    {"date": FIRST, "figure": "n_displaced", "location": "Meadow", "high": 7},
    {"date": LATER, "figure": "ever_within_reach"},
]


def told(rows, **tables):
    given = {"reported": rows, "temperature": FROST, "shelter": HALF} | tables
    frames = {name: table_of(table, name) for name, table in given.items()}
    return nuzuh.read_scenario("valley").with_tables(**frames)


@pytest.fixture(scope="module")
def valley():
    return told(ROWS)


@pytest.fixture(scope="module")
def result(valley):
    return simulate(valley, seed=2, members=5)


def quantiles(members):
    return tuple(np.quantile(members, QUANTILES))


def shown(result, scenario):
    text = io.StringIO()
    show_run(Console(file=text, width=160), result, scenario)
    return text.getvalue()


def test_figures_are_those_of_the_run_in_the_order_of_the_table(valley, result):
    stocks = result.n_displaced.sel(location="Meadow", date=FIRST)
    whole = exposure(result, valley, by=["day", "location"])
    nights = whole.person_nights_cold.sel(below_c=0, date=slice(None, LATER)).sum(["day", "location"])
    until = valley.between(end=valley.date_of(19))
    reach = exposure(result.isel(day=slice(20)), until, by=["location"]).ever_within_reach.sel(location="Mill")
    ever = exposure(result, valley).ever_within_reach
    found = [
        (figure.figure, figure.location, figure.shelter, figure.modelled) for figure in key_figures(result, valley)
    ]
    assert found == [
        ("person_nights_below_zero", "", "", quantiles(nights.sum("shelter"))),
        *(
            ("person_nights_below_zero", "", name, quantiles(nights.sel(shelter=name)))
            for name in ("tent", "road", "unknown")
        ),
        ("cum_displaced", "", "", quantiles(cum_displaced(result).sel(date=LATER))),
        ("ever_within_reach", "Mill", "", quantiles(reach)),
        ("n_displaced", "Meadow", "", quantiles(stocks)),
        ("ever_within_reach", "", "", quantiles(ever)),
    ]
    assert all(modelled[0] > 0 for *_, modelled in found)


def test_a_result_that_is_read_in_parts_gives_the_same(valley, result, monkeypatch):
    whole = [figure.modelled for figure in key_figures(result, valley)]
    monkeypatch.setattr(results.slabs, "__defaults__", (1,))
    assert len(list(results.slabs(result, "member"))) == 5
    assert [figure.modelled for figure in key_figures(result, valley)] == whole


def test_members_with_breaches_of_their_own_meet_the_same_fire_as_in_the_whole_run():
    ceasefire = {"action": "ceasefire", "start": "2021-03-12", "value": 0, "breach_rate": 0.3}
    row = {"date": FIRST, "figure": "ever_within_reach"}
    scenario = told([row], interventions=[ceasefire])
    result = simulate(scenario, members=4)
    (figure,) = key_figures(result, scenario)
    first = exposure(result, scenario, by=["day"]).n_within_reach.sel(date=slice(None, FIRST))
    assert figure.modelled[0] >= first.max("day").min()
    short = scenario.between(end=scenario.date_of(19))
    assert figure.modelled == quantiles(exposure(simulate(short, members=4), short).ever_within_reach)


def test_reports_of_other_days_are_left_out(valley):
    shorter = valley.between(end=valley.date_of(19))
    assert [figure.figure for figure in key_figures(simulate(shorter), shorter)] == ["ever_within_reach", "n_displaced"]


def test_what_adds_up_from_before_the_run_is_left_out(valley):
    later = valley.between(start=valley.date_of(10))
    assert [figure.figure for figure in key_figures(simulate(later), later)] == ["n_displaced"]


def test_without_temperatures_no_nights_are_given():
    scenario = told([NIGHTS], temperature=[])
    assert key_figures(simulate(scenario), scenario) == []


def test_nights_of_nobody_have_no_parts():
    scenario = told([NIGHTS], temperature=FROST[1:])
    (figure,) = key_figures(simulate(scenario), scenario)
    assert figure.modelled == (0, 0, 0)


def test_a_summary_has_null_for_blanks_and_what_was_reported_with_the_whole_alone(valley, result):
    nights, tents, *_, displaced, _, stock, ever = summarise(result, valley)["reported"]
    blank = {"location": None, "shelter": None, "reported_low": None, "reported_high": None, "source": None}
    assert list(nights) == ["figure", "date", "location", "shelter", "median", "low", "high", "reported_low",
                            "reported_high", "words", "source"]  # fmt: skip
    assert {name: nights[name] for name in blank} == blank
    assert (nights["words"], tents["words"], tents["shelter"]) == ("froze", None, "tent")
    assert (displaced["reported_low"], displaced["reported_high"], displaced["source"]) == (9, 10, "A")
    assert (stock["location"], stock["reported_low"], stock["reported_high"]) == ("Meadow", None, 7)
    assert 0 < ever["low"] <= ever["median"] <= ever["high"]


def test_the_screen_has_the_words_of_the_report_beside_what_is_modelled(valley, result):
    text = shown(result, valley)
    above, _, below = text.partition("Beside the report")
    assert "People displaced since" in above
    assert "Displaced persons by place" in below
    for words in ("displaced so far, all, 2021-04-10", "  in tents", "9 to 10", "up to 7", "about ten", "modelled"):
        assert words in below


@pytest.mark.parametrize(("ends", "words"), [({"low": 5}, "from 5 "), ({"low": 5, "high": 5}, " 5 ")])
def test_ends_that_are_blank_or_the_same(ends, words):
    scenario = told([{"date": FIRST, "figure": "n_displaced", **ends}])
    (row,) = [line for line in shown(simulate(scenario), scenario).splitlines() if "displaced on the day" in line]
    assert words in row


def test_a_scenario_without_reports_prints_as_before(valley, result):
    plain = valley.with_tables(reported=table_of([], "reported"))
    above, _, rest = shown(result, valley).partition("\nBeside the report")
    below = rest[rest.index("\nDisplaced persons by place") :]
    assert shown(result, plain) == above + below
    assert summarise(result, plain)["reported"] == []
    assert plain.hash == told([]).hash != valley.hash
