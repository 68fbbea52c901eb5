"""Curves, destinations and differences: what stands in the axes is what the runs hold."""

import io
from datetime import date

import numpy as np
import pytest
from matplotlib.figure import Figure

import nuzuh
from nuzuh.outputs.figure_frame import Run
from nuzuh.outputs.run_figures import (
    by_day,
    counts_of,
    curve_figure,
    curve_of,
    destinations_figure,
    difference_figure,
    difference_of,
    ranked,
    stays_of,
)

VALLEY = nuzuh.read_scenario("valley")
CALM = nuzuh.ceasefire(start="2021-03-10")(VALLEY)
APRIL = date(2021, 4, 10)


@pytest.fixture(scope="module")
def baseline():
    return Run("baseline", nuzuh.simulate(VALLEY, members=6), VALLEY)


@pytest.fixture(scope="module")
def calm():
    return Run("a $quiet$ month", nuzuh.simulate(CALM, members=6), CALM)


def labels(ax):
    return [text.get_text() for text in ax.figure.legends[0].get_texts()]


def line(ax, label):
    (found,) = (one for one in ax.get_lines() if one.get_label() == label)
    return found.get_ydata()


def test_a_curve_is_the_median_between_its_intervals(baseline):
    ax = curve_figure([baseline]).axes[0]
    total = nuzuh.cum_displaced(baseline.result).values
    assert line(ax, "modelled (median)") == pytest.approx(np.median(total, axis=0))
    low, lower, middle, upper, high = curve_of(baseline).quantiles
    assert (low <= lower).all()
    assert (lower <= middle).all()
    assert (middle <= upper).all()
    assert (upper <= high).all()
    assert ax.get_title(loc="left") == "Displaced since 1 March 2021"


def test_a_curve_of_a_place_stands_beside_what_was_counted_there(baseline):
    ax = curve_figure([baseline], "Meadow").axes[0]
    assert {"90 % interval", "50 % interval", "modelled (median)", "counted"} <= set(labels(ax))
    (points,) = (one for one in ax.containers if one.get_label() == "counted")
    counted = [c.value for c in counts_of(baseline, "Meadow")]
    assert points.lines[0].get_ydata().tolist() == counted
    assert counted


def test_rows_that_are_for_checking_only_are_hollow(baseline):
    seen = VALLEY.tables["observations"].assign(fit=False)
    ax = curve_figure([baseline._replace(scenario=VALLEY.with_tables(observations=seen))], "Meadow").axes[0]
    (points,) = (one for one in ax.containers if one.get_label() == "counted, for checking only")
    assert points.lines[0].get_markerfacecolor() == "white"


def test_without_its_scenario_a_curve_has_no_observations(baseline):
    ax = curve_figure([baseline._replace(scenario=None)], "Meadow").axes[0]
    assert "counted" not in labels(ax)


def test_ceasefires_of_the_scenario_are_shaded(baseline, calm):
    word = "ceasefire in the scenario"
    assert word in labels(curve_figure([calm]).axes[0])
    assert word not in labels(curve_figure([baseline]).axes[0])


def test_several_runs_differ_in_dashes_as_well(baseline, calm):
    ax = curve_figure([baseline, calm]).axes[0]
    first, second = ax.get_lines()[:2]
    assert first.get_linestyle() != second.get_linestyle()
    assert {"baseline (median)", "a $quiet$ month (median)"} <= set(labels(ax))


def test_the_note_says_modelled_and_what_the_interval_holds(baseline):
    alone = baseline._replace(result=baseline.result.isel(member=[0]))
    notes = [" ".join(text.get_text() for text in curve_figure([run]).texts) for run in (baseline, alone)]
    assert "Modelled, not observed; 6 members. The interval is that of chance alone" in notes[0].replace("\n", " ")
    assert "a single run: no interval" in notes[1]


def test_a_difference_is_taken_member_by_member(baseline, calm):
    found = difference_of(baseline, calm, "Ford")
    here = {"location": "Ford"}
    pairs = calm.result.n_displaced.sel(here).values - baseline.result.n_displaced.sel(here).values
    assert found.quantiles[2] == pytest.approx(np.median(pairs, axis=0))
    assert found.quantiles[[0, 4]] == pytest.approx(np.quantile(pairs, [0.05, 0.95], axis=0))


def test_each_what_if_has_a_panel_on_one_scale(baseline, calm):
    figure = difference_figure([baseline, calm, calm._replace(name="again")])
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["a $quiet$ month", "again"]
    assert figure.axes[0].get_ylim() == figure.axes[1].get_ylim()
    figure.savefig(io.BytesIO())  # a name is text, not a formula


def test_runs_of_other_seeds_cannot_be_compared(baseline):
    other = baseline._replace(result=baseline.result.assign_attrs(seed=2))
    with pytest.raises(nuzuh.UsageError, match="seed 1 and 2"):
        difference_figure([baseline, other])


def test_nobody_is_at_a_place_that_only_a_what_if_has(baseline):
    camp = nuzuh.what_if("camp-at-mill", VALLEY).function(VALLEY)
    run = Run("camp", nuzuh.simulate(camp, members=6), camp)
    assert by_day(baseline, "Hill").tolist() == np.zeros((6, 60)).tolist()
    assert difference_of(baseline, run, "Hill").quantiles[2, -1] > 0
    stays = [stays_of(one, APRIL) for one in (run, baseline)]
    assert ranked(stays, Figure().subplots()).get_yticks().size == len(stays[0].places)


def test_a_place_may_be_an_area(baseline):
    frame = VALLEY.locations.copy()
    frame["area"] = ["", "", "", "Plain", "Plain"]
    areal = baseline._replace(scenario=VALLEY.with_tables(locations=frame))
    both = by_day(baseline, "Meadow") + by_day(baseline, "Harbour")
    assert by_day(areal, "Plain").tolist() == both.tolist()


def test_destinations_are_ranked_beside_what_was_counted_that_day(baseline):
    ax = destinations_figure([baseline], APRIL).axes[0]
    on_day = np.median(baseline.result.n_displaced.sel(date="2021-04-10").values, axis=0)
    names = [label.get_text() for label in ax.get_yticklabels()]
    order = baseline.result["location"].values[np.argsort(-on_day)]
    assert names == [name for name in order if name in names]
    counted = line(ax, "counted on that day")
    assert [names[row] for row in counted] == ["Meadow"]


def test_before_anybody_is_displaced_the_picture_says_so(baseline):
    calm_start = baseline._replace(result=baseline.result.copy().assign(n_displaced=baseline.result.n_displaced * 0))
    ax = destinations_figure([calm_start], APRIL).axes[0]
    assert "nobody is displaced yet" in [text.get_text() for text in ax.texts]
