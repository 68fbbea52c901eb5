"""How a count corrects an ensemble: what linear theory says, and what a count says that says nothing."""

from dataclasses import replace

import numpy as np
import pytest

from nuzuh.forecast.kalman import MOST_SURPRISE, Innovation, learned, shifts

RNG = np.random.default_rng(7)
EXPECTED = RNG.normal(8.0, 0.5, 40)
OTHER = 0.6 * EXPECTED + RNG.normal(0.0, 0.4, 40)
SEEN = Innovation(EXPECTED, 8.7, 0.04, 0.09)


def variance(values):
    return values.var(ddof=1)


def test_a_count_that_says_nothing_changes_nothing_to_the_bit():
    for nothing in (replace(SEEN, count_variance=np.inf), replace(SEEN, model_variance=np.inf)):
        assert np.array_equal(learned(OTHER, EXPECTED, nothing), OTHER)
        assert not shifts(nothing, EXPECTED).any()


def test_a_perfect_count_pins_what_is_expected():
    perfect = Innovation(EXPECTED, 8.4, 0.0, 0.0)
    assert learned(EXPECTED, EXPECTED, perfect) == pytest.approx(np.full(40, 8.4))
    assert EXPECTED + shifts(perfect, EXPECTED) == pytest.approx(np.full(40, 8.4))


def test_a_stock_follows_a_perfect_count_even_where_the_model_is_wrong_and_all_members_agree():
    agreed = Innovation(np.full(5, 8.0), 11.0, 0.0, 0.01)
    assert agreed.expected + shifts(agreed, agreed.expected) == pytest.approx(np.full(5, 11.0))
    assert np.array_equal(learned(agreed.expected, agreed.expected, agreed), agreed.expected)  # no spread, no lesson


def test_mean_and_variance_after_a_count_are_those_of_a_kalman_filter():
    """K is the ensemble's share of the variance; the model's own error is noise to what is learned."""
    gain = variance(EXPECTED) / (variance(EXPECTED) + 0.04 + 0.09)
    found = learned(EXPECTED, EXPECTED, SEEN)
    assert found.mean() == pytest.approx(EXPECTED.mean() + gain * (8.7 - EXPECTED.mean()))
    assert variance(found) == pytest.approx((1.0 - gain) * variance(EXPECTED))


def test_the_models_own_error_is_part_of_the_gain_of_a_stock():
    gain = (variance(EXPECTED) + 0.09) / (variance(EXPECTED) + 0.04 + 0.09)
    found = EXPECTED + shifts(SEEN, EXPECTED)
    assert found.mean() == pytest.approx(EXPECTED.mean() + gain * (8.7 - EXPECTED.mean()))
    assert variance(found) == pytest.approx((1.0 - gain) * variance(EXPECTED))


def test_what_depends_on_the_count_only_in_part_is_learned_by_regression():
    covariance = np.cov(OTHER, EXPECTED)[0, 1]
    whole = variance(EXPECTED) + 0.04 + 0.09
    found = learned(OTHER, EXPECTED, SEEN)
    assert found.mean() == pytest.approx(OTHER.mean() + covariance / whole * (8.7 - EXPECTED.mean()))
    assert variance(found) == pytest.approx(variance(OTHER) - covariance**2 / whole)


def test_several_things_are_learned_as_each_alone():
    both = learned(np.column_stack([OTHER, EXPECTED]), EXPECTED, SEEN)
    for at, values in enumerate((OTHER, EXPECTED)):
        assert both[:, at] == pytest.approx(learned(values, EXPECTED, SEEN))


def test_an_innovation_teaches_no_more_than_the_most_surprise():
    most, far, low = (replace(SEEN, counted=EXPECTED.mean() + n * SEEN.sd) for n in (MOST_SURPRISE, 40.0, -40.0))
    assert far.standardised == pytest.approx(40.0)
    assert learned(OTHER, EXPECTED, far) == pytest.approx(learned(OTHER, EXPECTED, most))
    assert OTHER.mean() - learned(OTHER, EXPECTED, low).mean() == pytest.approx(
        learned(OTHER, EXPECTED, most).mean() - OTHER.mean()
    )
    less = replace(most, counted=EXPECTED.mean() + (MOST_SURPRISE - 0.5) * SEEN.sd)
    assert learned(OTHER, EXPECTED, less).mean() < learned(OTHER, EXPECTED, most).mean()


def test_stocks_follow_a_count_however_surprising():
    far = replace(SEEN, counted=EXPECTED.mean() + 40.0)
    gain = (SEEN.ensemble_variance + SEEN.model_variance) / SEEN.sd**2
    assert shifts(far, EXPECTED).mean() == pytest.approx(40.0 * gain)


def test_others_are_moved_with_the_members_and_teach_nothing():
    more = np.append(EXPECTED, 20.0), np.append(OTHER, -5.0)
    found = learned(more[1], more[0], SEEN)
    assert found[:-1] == pytest.approx(learned(OTHER, EXPECTED, SEEN))
    assert shifts(SEEN, more[0])[:-1] == pytest.approx(shifts(SEEN, EXPECTED))


def test_one_at_the_mean_moves_as_the_mean_does():
    mean = EXPECTED.mean()
    found = learned(np.append(EXPECTED, mean), np.append(EXPECTED, mean), SEEN)
    assert found[-1] == pytest.approx(learned(EXPECTED, EXPECTED, SEEN).mean())
    assert shifts(SEEN, np.array([mean]))[0] == pytest.approx(shifts(SEEN, EXPECTED).mean())


def test_a_single_member_learns_nothing_but_its_stock_moves():
    alone = Innovation(np.array([2.0]), 4.0, 1.0, 1.0)
    assert learned(alone.expected, alone.expected, alone).tolist() == [2.0]
    assert shifts(alone, alone.expected) == pytest.approx([1.0])


def test_a_count_that_is_certain_of_what_is_certain_changes_nothing():
    certain = Innovation(np.full(3, 8.0), 8.0, 0.0, 0.0)
    assert learned(np.arange(3.0), certain.expected, certain).tolist() == [0.0, 1.0, 2.0]
    assert shifts(certain, certain.expected).tolist() == [0.0, 0.0, 0.0]
