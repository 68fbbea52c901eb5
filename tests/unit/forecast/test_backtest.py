"""Backtests: laws on invented crises, and what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from tests.counted import START, counted, wandering

import nuzuh
from nuzuh.errors import UsageError
from nuzuh.forecast.backtest import judge
from nuzuh.forecast.hindcast import METHODS, hindcast
from nuzuh.forecast.registrations import registrations_of
from nuzuh.outputs.backtest_tables import backtest_object

HORIZONS = (7, 30, 90)
CONSTANT = counted("constant", Camp=lambda _: 500.0, Town=lambda _: 80.0)
LINEAR = counted("linear", Camp=lambda week: 1000.0 + 50.0 * week)
WANDERING = wandering("wandering", seed=4)
SHORT = counted("short", weeks=6, Camp=lambda week: 100.0 + week)


@pytest.fixture(scope="module")
def found():
    return nuzuh.backtest([CONSTANT, LINEAR, WANDERING, SHORT])


def test_of_constant_counts_nobody_errs_and_no_ratio_is_made(found):
    for days in HORIZONS:
        row = found.crises["constant"].horizons[days]
        wape = {name: score.wape for name, score in row.methods.items()}
        assert wape == pytest.approx(dict.fromkeys(METHODS, 0.0), abs=1e-12)
        assert row.best == ""
        assert np.isnan(row.ratios["better"].value)
        assert "no error at all" in found.pooled[days].left_out["constant"]


def test_where_counts_rise_evenly_drift_wins(found):
    for days in HORIZONS:
        row = found.crises["linear"].horizons[days]
        assert row.best == "drift"
        assert row.ratios["better"].verdict == "worse"
        assert row.methods["drift"].wape < 0.2 * row.methods["persistence"].wape


def test_scores_are_those_of_the_forecasts(found):
    made = hindcast(WANDERING, np.arange(0, WANDERING.last_day + 1, 7))
    asked = made.tasks.horizon == 30
    row, count = found.crises["wandering"].horizons[30], made.tasks.count[asked]
    assert row.n == asked.sum()
    assert row.n_origins == len(set(made.tasks.origin[asked]))
    for name, values in made.forecasts.items():
        assert row.methods[name].wape == pytest.approx(np.abs(values[asked] - count).sum() / count.sum())
    wape = {name: score.wape for name, score in row.methods.items()}
    assert row.ratios["better"].value == pytest.approx(wape["nuzuh"] / min(wape["persistence"], wape["drift"]))
    assert row.ratios["online"].value == pytest.approx(wape["nuzuh"] / wape["online"])
    crps = {name: score.crps for name, score in row.methods.items()}
    assert row.ratios["crps"].value == pytest.approx(crps["nuzuh"] / min(crps["persistence"], crps["drift"]))


def test_an_interval_contains_its_ratio(found):
    for days in HORIZONS:
        for ratio in found.crises["wandering"].horizons[days].ratios.values():
            assert ratio.low <= ratio.value <= ratio.high


def test_a_crisis_under_another_name_changes_no_pooled_ratio():
    once = nuzuh.backtest([WANDERING])
    twice = nuzuh.backtest([WANDERING, replace(WANDERING, name="another")])
    for days in HORIZONS:
        for key, ratio in once.pooled[days].ratios.items():
            assert twice.pooled[days].ratios[key].value == pytest.approx(ratio.value)
        assert twice.pooled[days].cov90 == pytest.approx(once.pooled[days].cov90)
    assert twice.overall["better"].value == pytest.approx(once.overall["better"].value)


def test_scores_of_a_crisis_do_not_depend_on_the_others(found):
    alone = nuzuh.backtest([WANDERING])
    assert alone.crises["wandering"] == found.crises["wandering"]


def test_the_same_seed_gives_the_same_intervals_and_another_others(found):
    again = nuzuh.backtest([LINEAR, WANDERING])
    assert again.pooled[90].ratios == nuzuh.backtest([LINEAR, WANDERING]).pooled[90].ratios
    other = nuzuh.backtest([WANDERING], seed=2).crises["wandering"].horizons[90].ratios["better"]
    assert other.value == found.crises["wandering"].horizons[90].ratios["better"].value
    assert other.low != found.crises["wandering"].horizons[90].ratios["better"].low


def test_a_crisis_of_few_origins_has_a_ratio_but_no_interval(found):
    ratio = found.crises["short"].horizons[7].ratios["persistence"]
    assert np.isfinite(ratio.value)
    assert ratio.verdict == "too short"
    assert nuzuh.backtest([SHORT]).overall["persistence"].verdict == "too short"


def test_a_crisis_too_short_for_a_horizon_is_left_out_of_it(found):
    row = found.crises["short"].horizons[90]
    assert row.n == 0
    assert np.isnan(row.methods["nuzuh"].wape)
    assert found.pooled[90].left_out["short"] == "no place was counted again 90 days after an origin"
    assert found.pooled[90].n_crises == 3


def test_a_crisis_that_was_counted_once_has_no_scores():
    once = registrations_of({"Camp": {START: 10.0}}, "once")
    assert nuzuh.backtest([once]).crises["once"].horizons[7].n == 0


def test_coverage_and_bias_count_each_crisis_the_same(found):
    rows = [found.crises[name].horizons[7].methods["nuzuh"] for name in found.crises]
    assert found.pooled[7].cov90 == pytest.approx(np.mean([row.cov90 for row in rows]))
    assert found.pooled[7].bias == pytest.approx(np.mean([row.bias for row in rows]))
    assert sum(found.pooled[7].pit) == pytest.approx(1.0)


def test_growth_is_told_from_the_counts():
    grown = counted("grown", Camp=lambda week: 100.0 * 1.05**week)
    found = nuzuh.backtest([grown, CONSTANT])
    assert [found.crises["grown"].horizons[days].is_growing for days in HORIZONS] == [False, True, True]
    row = found.crises["grown"].horizons[90]
    assert (row.n_grown, found.pooled[90].n_growing) == (row.n, 1)
    assert found.pooled[90].bias_growing == row.methods["nuzuh"].bias == row.methods["nuzuh"].bias_grown
    assert np.isnan(found.pooled[7].bias_growing)


def test_a_baseline_can_be_judged_too():
    found = nuzuh.backtest([LINEAR], method="persistence")
    assert found.pooled[30].ratios["persistence"].value == 1
    assert found.pooled[30].ratios["better"].value > 1
    assert found.crises["linear"].horizons[30].best == "drift"


def with_oracle(made, times=1.0):
    """A hindcast in which somebody knew what was to come, but for a factor."""
    said = {**made.record.forecasts, "oracle": made.record.tasks.count * times}
    return replace(made, record=made.record._replace(forecasts=said))


def test_further_methods_of_a_hindcast_are_scored_beside_the_others():
    made = hindcast(WANDERING, np.arange(0, WANDERING.last_day + 1, 7))
    made = with_oracle(made, 1.001)
    found = judge([made], 1, method="oracle")
    assert found.methods == (*METHODS, "oracle")
    assert found.overall_methods["oracle"].value == found.overall["better"].value < 0.1
    assert found.crises["wandering"].horizons[7].best == "oracle"
    said = backtest_object(found)
    assert list(said["crises"]["wandering"]["7"]["wape"]) == [*METHODS, "oracle"]


def test_a_method_that_not_all_crises_offer_is_not_pooled():
    made = [hindcast(crisis, np.arange(0, crisis.last_day + 1, 7)) for crisis in (WANDERING, LINEAR)]
    made[0] = with_oracle(made[0])
    found = judge(made, 2)
    assert found.methods == METHODS
    assert "oracle" in found.crises["wandering"].horizons[7].methods


def test_progress_is_told():
    told = []
    nuzuh.backtest([CONSTANT, LINEAR], progress=lambda total, done: told.append((total, done)))
    assert told == [(2, 0), (2, 1), (2, 2)]


REFUSED = {
    "no crisis": ({}, [], "no crisis to forecast"),
    "two of one name": ({}, [LINEAR, CONSTANT, LINEAR], "two crises are named 'linear': rename the file or folder"),
    "unknown method": ({"method": "persistance"}, [LINEAR], "no method 'persistance' for linear: did you mean 'pers"),
    "no horizon": ({"horizons": ()}, [LINEAR], "no forecast of no days ahead"),
    "a horizon of no days": ({"horizons": (7, 0)}, [LINEAR], r"no forecast of \[0\] days ahead: give whole days"),
    "a horizon twice": ({"horizons": (7, 30, 7)}, [LINEAR], r"no forecast of \[7\] days ahead: .* each once"),
    "negative seed": ({"seed": -1}, [LINEAR], "seed is -1: give 0 or more"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_is_refused(case):
    options, crises, message = REFUSED[case]
    with pytest.raises(UsageError, match=message):
        nuzuh.backtest(crises, **options)


def test_other_horizons_can_be_asked_for():
    found = nuzuh.backtest([LINEAR], horizons=(14, 60))
    assert list(found.crises["linear"].horizons) == list(found.pooled) == [14, 60]
    assert found.crises["linear"].horizons[14].n > 0


def test_dates_and_sizes_are_those_of_the_counts(found):
    crisis = found.crises["constant"]
    assert (crisis.first, crisis.last) == (date(2020, 1, 1), START + timedelta(7 * 59))
    assert (crisis.n_places, crisis.n_counts) == (2, 120)
