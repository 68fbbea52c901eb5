"""Importance sampling: posteriors that are known, weights, and draws that stand for all points."""

import numpy as np
import pytest
from scipy import stats

from nuzuh.forecast.importance import Kernels, resampled, sampled, weights_of


def near(values, sd):
    """Likelihood of figures that were measured with an error."""
    return lambda figures: -0.5 * np.square((figures - values) / sd).sum(axis=1)


def found(model, likelihood, n_parameters=1, n=500, seed=1, most_rounds=20):
    rng = np.random.default_rng(seed)
    return sampled(model, likelihood, n_parameters, n=n, most_rounds=most_rounds, rng=rng)


def moments(sample):
    mean = sample.weights @ sample.points
    off = sample.points - mean
    return mean, (sample.weights[:, None] * off).T @ off


def test_a_flat_likelihood_leaves_the_prior_after_one_round():
    sample = found(lambda points, _: points, lambda figures: np.zeros(len(figures)))
    assert sample.n_rounds == 1
    np.testing.assert_allclose(sample.weights, 1 / 500)


@pytest.mark.parametrize("sd", [1.0, 0.1, 0.003])
def test_a_normal_posterior_is_found_however_narrow(sd):
    """Prior N(0, 1) and measurement 1.5 with error sd: mean 1.5 / (1 + sd²), variance sd² / (1 + sd²)."""
    mean, covariance = moments(found(lambda points, _: points, near(1.5, sd), n=1000))
    after = sd / np.sqrt(1 + sd**2)
    assert mean[0] == pytest.approx(1.5 / (1 + sd**2), abs=0.1 * after)
    assert np.sqrt(covariance[0, 0]) == pytest.approx(after, rel=0.1)


def test_parameters_of_which_only_the_sum_is_seen_hang_together():
    """Both have the prior's variance along the difference, and next to none along the sum."""
    mean, covariance = moments(found(lambda points, _: points.sum(axis=1, keepdims=True), near(1.0, 0.1), 2, n=2000))
    np.testing.assert_allclose(mean, 0.5, atol=0.06)
    assert covariance[0, 1] / covariance[0, 0] == pytest.approx(-0.98, abs=0.03)
    assert covariance[0, 0] == pytest.approx(0.5, abs=0.08)


def test_fourteen_parameters_are_not_too_many():
    """Errors from a tenth to one and a half of the prior, along axes that are not the parameters'."""
    axes = np.linalg.qr(np.random.default_rng(0).standard_normal((14, 14)))[0]
    sd = np.geomspace(0.1, 1.5, 14)
    sample = found(lambda points, _: points @ axes, near(0.5, sd), 14, n=256)
    mean, covariance = moments(sample._replace(points=sample.points @ axes))
    assert sample.n_effective >= 256
    np.testing.assert_allclose(mean, 0.5 / (1 + sd**2), atol=0.2)
    np.testing.assert_allclose(np.sqrt(np.diag(covariance)), sd / np.sqrt(1 + sd**2), rtol=0.2)


def test_two_peaks_are_both_kept():
    sample = found(lambda points, _: np.square(points), near(1.0, 0.1), n=1000)
    assert sample.weights[sample.points[:, 0] > 0].sum() == pytest.approx(0.5, abs=0.1)


def test_chance_in_the_model_widens_the_posterior_as_its_variance_does():
    """Chance of sd 0.6 and noise of sd 0.3 are an error of variance 0.45."""
    rng = np.random.default_rng(5)
    sample = found(lambda points, _: points + 0.6 * rng.standard_normal(points.shape), near(1.0, 0.3), n=2000)
    mean, covariance = moments(sample)
    assert mean[0] == pytest.approx(1 / 1.45, abs=0.08)
    assert covariance[0, 0] == pytest.approx(0.45 / 1.45, rel=0.15)


def test_what_is_too_far_to_be_reached_ends_with_few_effective_points():
    sample = found(lambda points, _: points, near(3.0, 1e-6), n=50, most_rounds=2)
    assert sample.n_rounds == 2
    assert sample.n_effective < 50


def test_truths_drawn_from_the_prior_have_uniform_ranks():
    """Simulation-based calibration of the sampler by itself, on a model that is no straight line."""

    def model(points, _):
        return np.stack([np.exp(0.5 * points[:, 0]), points.sum(axis=1)], axis=1)

    ranks = []
    for seed in range(200):
        rng = np.random.default_rng([3, seed])
        truth = rng.standard_normal((1, 2))
        seen = model(truth, 0) + 0.3 * rng.standard_normal((1, 2))
        sample = found(model, near(seen, 0.3), 2, n=80, seed=seed)
        chosen = sample.points[resampled(sample.weights, 99, rng)]
        ranks.append((chosen < truth).sum(axis=0))
    for of_parameter in np.transpose(ranks):
        assert stats.chisquare(np.bincount(of_parameter // 10, minlength=10)).pvalue > 0.01


def test_kernels_are_a_density():
    kernels = Kernels(np.array([[0.0], [2.0]]), np.array([[0.5]]))
    at = np.linspace(-4, 6, 2001)[:, None]
    assert np.exp(kernels.log_density(at)).sum() * 0.005 == pytest.approx(1.0)
    drawn = kernels.draw(20_000, np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(1.0, abs=0.03)
    assert drawn.var() == pytest.approx(1.25, abs=0.05)


def test_weights_of_very_small_likelihoods_sum_to_one():
    assert weights_of(np.array([-1e6, -1e6 - np.log(3)])) == pytest.approx([0.75, 0.25])


def test_resampling_repeats_points_by_weight_and_the_first_stand_for_all():
    weights = weights_of(np.random.default_rng(1).standard_normal(40))
    chosen = resampled(weights, 1000, np.random.default_rng(2))
    assert (np.abs(np.bincount(chosen, minlength=40) - 1000 * weights) < 1).all()
    assert stats.kstest(chosen[:100], chosen[100:]).pvalue > 0.01
