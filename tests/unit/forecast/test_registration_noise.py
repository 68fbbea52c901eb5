"""Registration noise: probabilities add up, intervals hold their values, nothing overflows."""

import numpy as np
import pytest
from tests.crises import crisis, day

from nuzuh.forecast.registration_noise import Reported, counted, log_likelihood, reported


def likelihood(low, high, simulated, sd=0.5):
    return np.exp(log_likelihood(np.array([[simulated]]), Reported(np.array([low]), np.array([high])), sd))[0]


@pytest.mark.parametrize("simulated", [0.0, 0.4, 3.0, 80.0])
def test_probabilities_of_all_counts_sum_to_one(simulated):
    assert sum(likelihood(n - 0.5, n + 0.5, simulated) for n in range(3000)) == pytest.approx(1.0)


def test_an_interval_is_as_likely_as_the_counts_in_it():
    within = sum(likelihood(n - 0.5, n + 0.5, 80.0) for n in range(60, 91))
    assert likelihood(59.5, 90.5, 80.0) == pytest.approx(within)


def test_errors_of_different_counts_are_independent():
    simulated, low, high = np.array([[100.0, 30.0]]), np.array([90.0, 20.0]), np.array([120.0, 30.0])
    together = np.exp(log_likelihood(simulated, Reported(low, high), 0.5))
    assert together == pytest.approx(likelihood(90.0, 120.0, 100.0) * likelihood(20.0, 30.0, 30.0))


@pytest.mark.parametrize("simulated", [0.0, 1e9])
@pytest.mark.parametrize("sd", [0.001, 1e6])
def test_what_is_very_unlikely_is_still_a_number(simulated, sd):
    counts = Reported(np.array([-0.5, 9199.5]), np.array([0.5, 9200.5]))
    assert np.isfinite(log_likelihood(np.array([[simulated, simulated]]), counts, sd)).all()


def test_counts_are_drawn_as_likely_as_they_are_said_to_be():
    drawn = counted(np.full(40_000, 20.0), 0.3, np.random.default_rng(1))
    assert (drawn % 1 == 0).all()
    for n in (15, 20, 26):
        assert (drawn == n).mean() == pytest.approx(likelihood(n - 0.5, n + 0.5, 20.0, 0.3), abs=0.004)


def test_counts_are_never_below_zero():
    assert counted(np.zeros(1000), 2.0, np.random.default_rng(1)).min() == 0


def test_a_value_is_rounded_and_an_interval_is_taken_whole():
    rows = [
        {"date": day(1), "quantity": "cum_displaced", "value": 100},
        {"date": day(2), "quantity": "cum_displaced", "low": 100, "high": 140},
        {"date": day(3), "quantity": "cum_displaced", "value": 110, "low": 100, "high": 140},
        {"date": day(4), "quantity": "cum_displaced", "value": 0},
    ]
    scenario = crisis([("A", "town", 1000)], [], observations=rows)
    counts = reported(scenario.tables["observations"])
    assert counts.low.tolist() == [99.5, 99.5, 99.5, -0.5]
    assert counts.high.tolist() == [100.5, 140.5, 140.5, 0.5]
    assert counts.middle.tolist() == [100, 120, 120, 0]


def test_each_count_may_have_an_error_of_its_own():
    """As likely as the same counts one by one, each with its error."""
    simulated, counts = np.array([[90.0, 40.0]]), Reported(np.array([95.5, 49.5]), np.array([96.5, 50.5]))
    each = [
        log_likelihood(simulated[:, i : i + 1], Reported(counts.low[i : i + 1], counts.high[i : i + 1]), sd)
        for i, sd in enumerate((0.05, 0.4))
    ]
    assert log_likelihood(simulated, counts, np.array([0.05, 0.4])) == pytest.approx(sum(each))
