"""Distributions of forecasts: what errors of the past and of other crises make of them."""

import numpy as np
import pytest
from tests.counted import wandering

from nuzuh.forecast.hindcast import hindcast
from nuzuh.forecast.intervals import LEVELS, spread
from nuzuh.forecast.residuals import Residuals, reference_residuals, residuals_of
from nuzuh.forecast.stretch import EACH, PRIOR_STRETCH, _log_factor, is_scored

CRISIS = wandering("invented", seed=5, days=600)
PAST = hindcast(CRISIS, np.arange(0, CRISIS.last_day + 1, 7))
NOBODY = residuals_of(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0), np.zeros(0), [])


def of_size(r, n=50):
    """Other crises that were all wrong by the same."""
    horizons = np.repeat([7, 30, 90], n)
    ones = np.ones(len(horizons))
    return residuals_of(horizons, -3 * ones, 5 * ones, r * ones, ["other"] * len(horizons))


def test_the_first_forecasts_have_the_errors_of_other_crises():
    found = PAST.distributions(of_size(0.25))
    first = PAST.tasks.origin == PAST.tasks.origin.min()
    shifted = PAST.forecasts["nuzuh"][first] + 0.25 * PAST.spread.scale[first]
    assert found.at(0.5)[first] == pytest.approx(shifted)
    assert found.mean[first] == pytest.approx(shifted)


def test_with_no_errors_at_all_a_forecast_is_certain():
    found = PAST.distributions(NOBODY)
    first = PAST.tasks.origin == PAST.tasks.origin.min()
    assert found.at(0.95)[first] == pytest.approx(PAST.forecasts["nuzuh"][first])


def test_baselines_get_intervals_by_the_same_rule():
    reference = of_size(0.25)
    first = PAST.tasks.origin == PAST.tasks.origin.min()
    for method in ("persistence", "drift"):
        found = PAST.distributions(reference, method)
        shifted = PAST.forecasts[method][first] + 0.25 * PAST.spread.scale[first]
        assert found.at(0.5)[first] == pytest.approx(shifted)


def test_of_a_crisis_that_is_alike_throughout_at_least_nine_of_ten_counts_are_in_the_90_percent_interval():
    found = PAST.distributions()
    late = PAST.tasks.origin > 20
    held = (PAST.tasks.count >= found.at(0.05)) & (PAST.tasks.count <= found.at(0.95))
    assert held[late].mean() > 0.9


def test_wider_past_errors_stretch_and_narrower_ones_shrink_the_outer_interval():
    many = np.ones(2000)
    assert _log_factor(2.0 * many, many) == pytest.approx(np.log(2.0), abs=0.05)
    assert _log_factor(0.5 * many, many) == pytest.approx(np.log(0.5), abs=0.05)
    assert _log_factor(np.zeros(0), np.zeros(0)) == PRIOR_STRETCH


def test_only_each_fourth_origin_of_a_year_is_learned_from():
    at = 70
    origins = np.unique(PAST.tasks.origin[is_scored(PAST.tasks, PAST.origins, at)])
    assert ((at - origins) % EACH == 0).all()
    assert PAST.origins[at] - PAST.origins[origins.min()] <= 364


def test_a_crisis_is_not_judged_by_its_own_errors_in_the_shipped_table():
    assert "mali2012" in reference_residuals().crisis
    assert "mali2012" not in reference_residuals().without("mali2012").crisis


@pytest.mark.parametrize("of", ["place", "total"])
def test_each_shipped_crisis_counts_the_same_at_a_horizon(of):
    found: Residuals = reference_residuals(of)
    for horizon in (7, 30, 90):
        part = found.kept(found.horizon == horizon)
        sums = {}
        for name, weight in zip(part.crisis, part.weight, strict=True):
            sums[name] = sums.get(name, 0) + weight
        assert list(sums.values()) == pytest.approx([1.0] * len(sums))


def test_the_scale_grows_with_the_place_and_more_with_the_crisis():
    def scale(level, mean):
        return spread(np.array([level]), np.array([mean]), np.ones(1), np.ones(1), np.ones(1)).scale[0]

    assert scale(20_000.0, 5_000.0) > scale(2_000.0, 5_000.0)
    assert scale(10_000.0, 50_000.0) / scale(10_000.0, 5_000.0) > scale(50_000.0, 5_000.0) / scale(5_000.0, 5_000.0)


def test_a_total_is_the_sum_of_its_places():
    total = PAST.total
    at = int(np.flatnonzero(total.tasks.horizon == 30)[0])
    parts = (PAST.tasks.origin == total.tasks.origin[at]) & (PAST.tasks.horizon == 30)
    assert total.tasks.count[at] == pytest.approx(PAST.tasks.count[parts].sum())
    assert total.forecasts["nuzuh"][at] == pytest.approx(PAST.forecasts["nuzuh"][parts].sum())
    assert (total.distributions().quantiles[94] >= total.distributions().quantiles[4]).all()


def test_totals_are_only_compared_where_most_people_were_counted():
    total = PAST.total.tasks
    for origin, horizon in zip(total.origin, total.horizon, strict=True):
        places = PAST.tasks.place[(PAST.tasks.origin == origin) & (PAST.tasks.horizon == horizon)]
        assert PAST.known.level[origin, places].sum() >= 0.8 * PAST.known.level[origin].sum()


def test_levels_are_those_of_scores():
    assert len(LEVELS) == 99
