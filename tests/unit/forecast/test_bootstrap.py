"""Intervals of ratios: by their laws."""

import numpy as np
import pytest

from nuzuh.forecast.bootstrap import Ratio, generator, log_ratios, pooled_ratio, ratio_of, resampled


def losses(n=80, seed=2, better=0.8):
    """Errors of two methods by origin, of which neighbours are alike; the first is better by a factor."""
    random = np.random.default_rng(seed)
    smooth = np.convolve(random.gamma(2.0, 10.0, n + 12), np.ones(13) / 13, mode="valid")
    return np.stack([better * smooth * random.uniform(0.9, 1.1, n), smooth], axis=1)


def interval(table, seed=1, name="crisis", block=13):
    samples = log_ratios(resampled(table, generator(seed, name), block), 0, [1])
    return ratio_of(float(log_ratios(table.sum(axis=0), 0, [1])), samples)


def test_an_interval_contains_its_ratio_and_knows_a_difference():
    found = interval(losses())
    assert found.low < found.value < found.high < 1
    assert found.verdict == "better"


def test_the_same_seed_gives_the_same_interval_and_another_another():
    assert interval(losses()) == interval(losses())
    assert interval(losses()).low != interval(losses(), seed=2).low
    assert interval(losses()).low != interval(losses(), name="another").low


def test_twice_the_better_is_the_worse():
    mirrored = interval(losses()[:, ::-1])
    assert mirrored.value == pytest.approx(1 / interval(losses()).value)
    assert mirrored.verdict == "worse"


def test_what_does_not_differ_is_unclear():
    table = np.random.default_rng(4).gamma(2.0, 10.0, (80, 2))
    assert interval(table).verdict == "unclear"


def test_blocks_keep_what_neighbours_have_in_common():
    """Where errors go up and down in long waves, blocks give wider intervals than single origins."""
    waves = 1 + 0.5 * np.sin(np.arange(104) / 104 * 8 * np.pi)
    table = np.stack([waves, np.ones(104)], axis=1)
    wide, narrow = interval(table), interval(table, block=1)
    assert wide.high - wide.low > 1.5 * (narrow.high - narrow.low)


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    """90 % of them, less what is lost since there are few blocks."""
    found = [interval(losses(156, seed)) for seed in range(60)]
    held = np.mean([ratio.low <= 0.8 <= ratio.high for ratio in found])
    assert 0.75 <= held <= 0.99


def test_each_sample_adds_up_whole_blocks():
    table = np.arange(26.0)[:, None]
    sums = resampled(table, generator(1, "x"), samples=50)
    starts = {sum((start + at) % 26 for at in range(13)) for start in range(26)}
    pairs = {first + second for first in starts for second in starts}
    assert set(sums.ravel()) <= pairs


def test_fewer_origins_than_a_block_are_one_block():
    assert resampled(np.arange(5.0)[:, None], generator(1, "x"), samples=3).ravel().tolist() == [10.0, 10.0, 10.0]


def test_without_origins_sums_are_0():
    assert resampled(np.zeros((0, 2)), generator(1, "x"), samples=3).tolist() == [[0, 0]] * 3


def test_the_ratio_is_to_the_best_of_the_others():
    found = np.exp(log_ratios(np.array([8.0, 20.0, 10.0]), 0, [1, 2]))
    assert found == pytest.approx(0.8)


@pytest.mark.parametrize(("sums", "value"), [((0.0, 0.0), np.nan), ((3.0, 0.0), np.inf), ((0.0, 3.0), 0.0)])
def test_without_errors_to_divide_there_is_no_interval(sums, value):
    found = ratio_of(float(log_ratios(np.array(sums), 0, [1])), np.full(10, np.nan))
    assert found.value == pytest.approx(value, nan_ok=True)
    assert found.verdict == "too short"


def test_pooling_is_a_geometric_mean():
    logs = np.log([0.5, 0.8, 1.25])
    found = pooled_ratio(logs, np.repeat(logs[:, None], 200, axis=1), generator(1, "all"))
    assert found.value == pytest.approx(0.5 ** (1 / 3))
    assert 0.5 <= found.low < found.value < found.high <= 1.25


def test_a_crisis_pooled_with_itself_is_the_same():
    samples = np.log(interval_samples())
    one = pooled_ratio(np.log([0.8]), samples[None], generator(1, "all"))
    two = pooled_ratio(np.log([0.8, 0.8]), np.stack([samples, samples]), generator(1, "all"))
    assert one.value == pytest.approx(0.8)
    assert two.value == pytest.approx(0.8)


def interval_samples():
    return np.random.default_rng(1).uniform(0.7, 0.9, 500)


def test_what_has_no_ratio_is_left_out():
    logs = np.array([np.nan, np.log(0.8), np.inf])
    found = pooled_ratio(logs, np.repeat(logs[:, None], 50, axis=1), generator(1, "all"))
    assert found.value == pytest.approx(0.8)
    assert pooled_ratio(logs[:1], np.full((1, 50), np.nan), generator(1, "all")).verdict == "too short"


def test_verdicts():
    assert [Ratio(1.0, low, high).verdict for low, high in ((0.8, 0.9), (1.1, 1.2), (0.9, 1.0))] == [
        "better",
        "worse",
        "unclear",
    ]
