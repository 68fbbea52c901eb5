"""Draws are exact, keyed, and independent of each other."""

import numpy as np
import pytest
from scipy import stats

from nuzuh.model import draws
from nuzuh.model.compiled import compiled

N = 40_000


@compiled
def binomials(seed, n, p, size):
    out = np.empty(size, dtype=np.int64)
    key = draws.key_of(seed, 0, 1, 0)
    for i in range(size):
        out[i] = draws.binomial(draws.fold(key, i), n, p)
    return out


@compiled
def hypergeometrics(seed, n, marked, total, size):
    out = np.empty(size, dtype=np.int64)
    key = draws.key_of(seed, 0, 5, 0)
    for i in range(size):
        out[i] = draws.hypergeometric(draws.fold(key, i), n, marked, total)
    return out


@compiled
def poissons(seed, mean, size):
    out = np.empty(size, dtype=np.int64)
    key = draws.key_of(seed, 0, 2, 0)
    for i in range(size):
        out[i] = draws.poisson(draws.fold(key, i), mean)
    return out


@compiled
def multinomials(seed, n, sums, size):
    out = np.empty((size, len(sums)))
    key = draws.key_of(seed, 0, 3, 0)
    for i in range(size):
        draws.multinomial(draws.fold(key, i), n, sums, out[i])
    return out


@compiled
def categories(seed, n, sums):
    out = np.zeros(len(sums))
    key = draws.key_of(seed, 0, 4, 0)
    for person in range(n):
        out[draws.category(key, person, sums)] += 1
    return out


def p_of_counts(found, pmf):
    """p-value of a χ² test of draws against a distribution, cells of at least ten expected."""
    values, counts = np.unique(found, return_counts=True)
    order = np.argsort(-pmf(values), kind="stable")
    kept = [(counts[i], len(found) * pmf(values[i])) for i in order if len(found) * pmf(values[i]) >= 10]
    seen, expected = map(np.array, zip(*kept, strict=True))
    rest = len(found) - seen.sum(), len(found) - expected.sum()
    if rest[1] >= 10:
        seen, expected = np.append(seen, rest[0]), np.append(expected, rest[1])
    if len(seen) < 2:
        return 1.0
    return stats.chisquare(seen, expected * seen.sum() / expected.sum()).pvalue


@pytest.mark.parametrize("p", [1e-7, 0.003, 0.3, 0.5, 0.77, 0.9999])
@pytest.mark.parametrize("n", [1, 2, 7, 19, 33, 400, 10_000, 4_000_000_000])
def test_binomial_is_exact(n, p):
    found = binomials(11, n, p, N)
    expected = stats.binom(n, p)
    assert abs(found.mean() - expected.mean()) < 5 * expected.std() / np.sqrt(N) + 1e-12
    if expected.std() < 500:
        assert p_of_counts(found, expected.pmf) > 1e-4
    else:
        assert stats.kstest((found - expected.mean()) / expected.std(), "norm").pvalue > 1e-4


def test_binomial_at_the_edges_draws_nothing():
    assert set(binomials(1, 50, 0.0, 100)) == {0}
    assert set(binomials(1, 50, 1.0, 100)) == {50}
    assert set(binomials(1, 0, 0.5, 100)) == {0}
    assert set(binomials(1, 50, 1.5, 100)) == {50}
    assert set(binomials(1, 50, -0.5, 100)) == {0}


@pytest.mark.parametrize(("n", "marked", "total"), [
    (1, 1, 2), (3, 5, 9), (7, 3, 9), (30, 40, 60), (10, 500, 100_000), (900, 20, 1000), (5000, 3000, 9000),
    (40_000, 700_000, 1_000_000), (2, 3_900_000_000, 4_000_000_000),
])  # fmt: skip
def test_hypergeometric_is_exact(n, marked, total):
    found = hypergeometrics(16, n, marked, total, N)
    assert p_of_counts(found, stats.hypergeom(total, marked, n).pmf) > 1e-4


def test_hypergeometric_holds_for_whole_populations():
    found = hypergeometrics(17, 10**8, 2 * 10**8, 4 * 10**9, 1000)
    spread = np.sqrt(10**8 * 0.05 * 0.95 * (1 - 10**8 / (4 * 10**9)))
    assert stats.kstest((found - 5e6) / spread, "norm").pvalue > 1e-4


def test_hypergeometric_at_the_edges_draws_nothing():
    for n, marked, total, expected in ((0, 5, 9, 0), (9, 5, 9, 5), (4, 9, 9, 4), (4, 0, 9, 0)):
        assert set(hypergeometrics(1, n, marked, total, 50)) == {expected}


@pytest.mark.parametrize("mean", [0.01, 0.7, 9.9, 10.1, 45.0, 3000.0])
def test_poisson_is_exact(mean):
    assert p_of_counts(poissons(12, mean, N), stats.poisson(mean).pmf) > 1e-4


@pytest.mark.parametrize("n", [3, 60, 5000])
def test_multinomial_is_exact(n):
    weights = np.array([0.0, 3.0, 1.0, 0.0, 0.01, 6.0, 0.0])
    found = multinomials(13, n, weights.cumsum(), N)
    assert (found.sum(axis=1) == n).all()
    assert (found[:, weights == 0] == 0).all()
    shares = weights / weights.sum()
    for j in np.flatnonzero(weights):
        assert p_of_counts(found[:, j].astype(int), stats.binom(n, shares[j]).pmf) > 1e-4
    covariance = np.cov(found[:, 1], found[:, 5])[0, 1]
    assert covariance == pytest.approx(-n * shares[1] * shares[5], rel=0.1)


def test_categories_follow_their_weights():
    weights = np.array([0.0, 3.0, 1.0, 0.0, 6.0, 0.0])
    found = categories(14, 100_000, weights.cumsum())
    assert (found[weights == 0] == 0).all()
    positive = weights > 0
    expected = 100_000 * weights[positive] / weights.sum()
    assert stats.chisquare(found[positive], expected).pvalue > 1e-4


def test_rounding_never_loses_a_person_in_a_long_chain():
    weights = 10.0 ** -np.arange(40)
    assert (multinomials(15, 10**12, weights.cumsum(), 200).sum(axis=1) == 10**12).all()


def test_uniforms_fill_the_interval_and_know_nothing_of_each_other():
    u = draws.uniforms(5, 0, 1, 300, 300)
    assert stats.kstest(u.ravel(), "uniform").pvalue > 1e-3
    for other in (
        draws.uniforms(6, 0, 1, 300, 300),
        draws.uniforms(5, 1, 1, 300, 300),
        draws.uniforms(5, 0, 2, 300, 300),
    ):
        assert abs(np.corrcoef(u.ravel(), other.ravel())[0, 1]) < 0.015
    for first, second in ((u[:-1], u[1:]), (u[:, :-1], u[:, 1:])):
        assert abs(np.corrcoef(first.ravel(), second.ravel())[0, 1]) < 0.015


def test_a_draw_depends_on_its_key_alone():
    wide, narrow = draws.uniforms(5, 3, 2, 40, 100), draws.uniforms(5, 3, 2, 20, 50)
    assert (wide[:20, :50] == narrow).all()
