"""Scores: worked by hand, against scoringrules, and by their laws."""

import numpy as np
import pytest
import scoringrules
from scipy.stats import norm

from nuzuh.errors import UsageError
from nuzuh.forecast.intervals import LEVELS
from nuzuh.forecast.score import (
    SHARES,
    bias,
    central,
    coverage,
    crps,
    is_within,
    pit,
    pit_histogram,
    quantile,
    wape,
    weighted_interval_score,
)

RANDOM = np.random.default_rng(5)
COUNT = RANDOM.gamma(2.0, 500.0, 40)
SPREAD_OUT = np.sort(RANDOM.gamma(2.0, 500.0, (len(LEVELS), 40)), axis=0)
POINT = np.broadcast_to(RANDOM.gamma(2.0, 500.0, 40), (len(LEVELS), 40))
"""Distributions that are sure of one value."""


def normal(n, sd=1.0):
    """Counts that are normal, and forecasts that take them for normal of some standard deviation."""
    count = 100.0 + np.random.default_rng(7).standard_normal(n)
    return np.repeat(100.0 + sd * norm.ppf(LEVELS)[:, None], n, axis=1), count


def test_wape_weighs_by_persons():
    assert wape(np.array([90.0, 3.0]), np.array([100.0, 1.0])) == pytest.approx(12.0 / 101.0)


def test_bias_is_forecast_over_observed():
    assert bias(np.array([90.0, 3.0]), np.array([100.0, 1.0])) == pytest.approx(93.0 / 101.0)


@pytest.mark.parametrize("score", [wape, bias])
def test_without_people_there_is_no_share(score):
    assert np.isnan(score(np.array([5.0]), np.array([0.0])))
    assert np.isnan(score(np.array([]), np.array([])))


def test_crps_by_hand():
    # pinball losses of 13: 0.25 * 5, 0.5 * 3, 0.75 * 1, and twice their mean
    assert crps(np.array([[8.0], [10.0], [12.0]]), np.array([0.25, 0.5, 0.75]), np.array([13.0])) == pytest.approx(
        2 * (1.25 + 1.5 + 0.75) / 3
    )


def test_crps_is_that_of_scoringrules():
    theirs = scoringrules.crps_quantile(COUNT, SPREAD_OUT.T, LEVELS, backend="numpy")
    assert crps(SPREAD_OUT, LEVELS, COUNT) == pytest.approx(theirs)


def test_crps_of_normal_quantiles_is_nearly_the_exact_one():
    quantiles, count = normal(500)
    exact = scoringrules.crps_normal(count, 100.0, 1.0, backend="numpy")
    assert crps(quantiles, LEVELS, count).mean() == pytest.approx(exact.mean(), rel=0.02)


def test_scores_of_a_single_value_are_the_absolute_error():
    errors = np.abs(POINT[0] - COUNT)
    assert crps(POINT, LEVELS, COUNT) == pytest.approx(errors)
    assert weighted_interval_score(POINT, LEVELS, COUNT) == pytest.approx(errors)


def test_a_perfect_forecast_scores_0_and_lies_in_its_intervals():
    perfect = np.broadcast_to(COUNT, (len(LEVELS), 40))
    assert wape(COUNT, COUNT) == 0
    assert bias(COUNT, COUNT) == 1
    assert not crps(perfect, LEVELS, COUNT).any()
    assert not weighted_interval_score(perfect, LEVELS, COUNT).any()
    assert coverage(perfect, LEVELS, COUNT, 0.5) == 1


def test_weighted_interval_score_by_hand():
    # |3 - 1| / 2; 50 %: 0.25 * (2 + 4 * 1); 90 %: 0.05 * (4 + 0)
    quantiles = np.array([[-1.0], [0.0], [1.0], [2.0], [3.0]])
    found = weighted_interval_score(quantiles, np.array([0.05, 0.25, 0.5, 0.75, 0.95]), np.array([3.0]), (0.5, 0.9))
    assert found == pytest.approx((1.0 + 1.5 + 0.2) / 2.5)


def test_weighted_interval_score_is_put_together_of_scoringrules_interval_scores():
    total = 0.5 * np.abs(COUNT - quantile(SPREAD_OUT, LEVELS, 0.5))
    for share in SHARES:
        low, high = central(SPREAD_OUT, LEVELS, share)
        total += (1 - share) / 2 * scoringrules.interval_score(COUNT, low, high, 1 - share, backend="numpy")
    assert weighted_interval_score(SPREAD_OUT, LEVELS, COUNT) == pytest.approx(total / (len(SHARES) + 0.5))


def test_weighted_interval_score_is_near_the_crps():
    quantiles, count = normal(500)
    near = weighted_interval_score(quantiles, LEVELS, count).mean()
    assert near == pytest.approx(crps(quantiles, LEVELS, count).mean(), rel=0.07)


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_calibrated_forecasts_cover_what_they_promise(share):
    quantiles, count = normal(4000)
    assert coverage(quantiles, LEVELS, count, share) == pytest.approx(share, abs=0.02)


def test_the_ends_of_an_interval_belong_to_it():
    quantiles = np.array([[8.0] * 4, [12.0] * 4])
    inside = is_within(quantiles, np.array([0.25, 0.75]), np.array([7.9, 8.0, 12.0, 12.1]), 0.5)
    assert inside.tolist() == [False, True, True, False]


def test_without_forecasts_there_is_no_coverage_and_no_histogram():
    nothing = np.zeros((len(LEVELS), 0))
    assert np.isnan(coverage(nothing, LEVELS, np.array([]), 0.9))
    assert np.isnan(pit_histogram(nothing, LEVELS, np.array([]))).all()


def test_a_quantile_that_is_not_kept_is_refused():
    with pytest.raises(UsageError, match=r"no quantile at 0\.025: there are those at 0\.05, 0\.5"):
        quantile(np.zeros((2, 1)), np.array([0.05, 0.5]), 0.025)


def test_pit_is_where_the_count_lies_in_the_distribution():
    levels = np.array([0.25, 0.5, 0.75])
    quantiles = np.repeat(np.array([[8.0], [10.0], [12.0]]), 4, axis=1)
    assert pit(quantiles, levels, np.array([7.0, 9.0, 11.0, 13.0])).tolist() == [0.125, 0.375, 0.625, 0.875]


def test_pit_of_ties_is_the_middle_of_the_levels_or_drawn_between_them():
    levels = np.array([0.2, 0.4, 0.6, 0.8])
    quantiles = np.array([[0.0], [0.0], [0.0], [5.0]])
    assert pit(quantiles, levels, np.array([0.0])).tolist() == pytest.approx([0.4])
    drawn = pit(quantiles, levels, np.array([0.0]), np.array([0.75]))
    assert drawn.tolist() == pytest.approx([0.6])


def test_pit_of_calibrated_forecasts_is_level_of_narrow_ones_a_trough_of_low_ones_a_slope():
    quantiles, count = normal(8000)
    level = pit_histogram(quantiles, LEVELS, count)
    assert level == pytest.approx(np.full(10, 0.1), abs=0.015)
    narrow = pit_histogram(normal(8000, sd=0.5)[0], LEVELS, count)
    assert min(narrow[[0, -1]]) > 0.15 > max(narrow[4:6])
    low = pit_histogram(quantiles - 1.0, LEVELS, count)
    assert low[-1] > 0.3
    assert low[0] < 0.05


def test_the_histogram_is_what_randomised_values_give_on_average():
    draws = np.random.default_rng(3).random(40)
    ties = np.where(SPREAD_OUT < 800, 800.0, SPREAD_OUT)
    count = np.where(COUNT < 800, 800.0, COUNT)
    many = [pit(ties, LEVELS, count, (draws + shift) % 1) for shift in np.linspace(0, 1, 400, endpoint=False)]
    values, _ = np.histogram(np.concatenate(many), bins=10, range=(0, 1))
    assert pit_histogram(ties, LEVELS, count) == pytest.approx(values / values.sum(), abs=0.002)


def test_a_histogram_adds_up_to_1():
    assert pit_histogram(SPREAD_OUT, LEVELS, COUNT, 7).sum() == pytest.approx(1.0)
