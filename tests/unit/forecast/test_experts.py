"""What is known of a series at an origin, and what the experts make of it."""

from datetime import date, timedelta

import numpy as np
import pytest
from tests.counted import wandering

from nuzuh.errors import UsageError
from nuzuh.forecast.experts import DRIFT, EXPERTS, PERSISTENCE, PRIOR, expert_forecasts, prior_of
from nuzuh.forecast.hindcast import hindcast
from nuzuh.forecast.registrations import registrations_of
from nuzuh.forecast.trends import BLOCK, known_at

START = date(2020, 1, 1)


def series(counts, every=7):
    return {START + timedelta(days=every * at): float(count) for at, count in enumerate(counts)}


def crisis(**places):
    return registrations_of({name: series(counts) for name, counts in places.items()}, "test", START)


def expected(registrations, origin, lead):
    """What each expert expects so many days after the last count, shape (experts, places)."""
    origins = np.array([origin])
    leads = np.full((1, len(registrations.places)), float(lead))
    return expert_forecasts(known_at(registrations, origins), origins[:, None].astype(float), leads)[:, 0]


def test_prior_weights_add_up_to_one_with_and_without_further_experts():
    assert PRIOR.sum() == pytest.approx(1)
    for n in (10, 11, 13):
        assert prior_of(n).sum() == pytest.approx(1)


def test_where_nothing_ever_changed_all_experts_say_the_same():
    assert expected(crisis(camp=[500] * 20), 133, 90) == pytest.approx(500)


def test_nobody_expects_less_than_nobody():
    falling = crisis(camp=[900, 700, 500, 300, 100])
    assert (expected(falling, 28, 300) >= 0).all()


def test_persistence_and_drift_are_what_they_are_called():
    rising = crisis(camp=[100, 200, 300, 400])
    found = expected(rising, 21, 14)
    assert found[PERSISTENCE] == pytest.approx(400)
    assert found[DRIFT] == pytest.approx(600)  # 100 a week for two weeks


def test_longer_lasting_trends_go_further():
    rising = expected(crisis(camp=np.arange(100, 2000, 100)), 126, 90)[:, 0]
    trends = [rising[list(EXPERTS).index(f"trend for {days} days")] for days in (15, 40, 100, 400)]
    assert trends == sorted(trends)
    assert trends[0] > rising[PERSISTENCE]


def test_one_recount_is_no_trend():
    quiet = [1000, 1010, 1000, 1010, 1000, 1010, 1000, 1010, 1000, 1010, 1000, 1010, 9000]
    found = expected(crisis(camp=quiet), 84, 30)[list(EXPERTS).index("trend for 40 days"), 0]
    assert 9000 < found < 9100  # not the 25,000 or so of a line through the last two counts


def test_what_is_known_of_a_count_is_the_same_to_the_bit_whatever_follows():
    long = wandering("long", seed=3, days=7 * 3 * BLOCK)
    origins = np.arange(0, long.last_day, 49)
    whole = known_at(long, origins)
    for at in (5, len(origins) // 2, len(origins) - 2):
        cut = known_at(long.until(int(origins[at])), origins[: at + 1])
        for name in ("level", "rates", "volatility", "smooth", "growth", "slope", "mean_rate", "gap"):
            seen = whole.is_seen[at]
            assert (getattr(cut, name)[..., -1, :] == getattr(whole, name)[..., at, :][..., seen]).all(), name


def test_counts_follow_the_formula_of_one_end():
    """The rates of docs/forecasting.md, worked out by hand for five counts."""
    counts, days = np.array([0.0, 100, 150, 600, 650]), np.array([0.0, 10, 20, 40, 50])
    camp = registrations_of(
        {"camp": {START + timedelta(days=int(d)): c for d, c in zip(days, counts, strict=True)}}, "test", START
    )
    known = known_at(camp, np.array([50]))
    between, changes = np.diff(days), np.diff(counts)
    rates = np.clip(changes / between, -4 * 7.5, 4 * 7.5)  # the median of 10, 5, 22.5 and 5 is 7.5
    for at, scale in enumerate((15, 60, 120)):
        weights = np.exp(-(50 - days[1:]) / scale)
        span = (weights * between).sum()
        mean = (weights * rates * between).sum() / span
        assert known.rates[at, 0, 0] == pytest.approx(mean * span / (span + 7))
    assert known.slope[0, 0] == pytest.approx((650 - 150) / 30)  # the last count at least 14 days older is of day 20


def test_a_further_expert_that_is_always_right_comes_to_count_most():
    truth = crisis(camp=1000 + 400 * np.sin(np.arange(60) / 3))
    origins = np.arange(0, truth.last_day + 1, 7)
    days = np.arange(truth.last_day + 100)
    path = np.interp(days, truth.days[0], truth.counts[0])
    oracle = np.array([[path[origin : origin + 95] for _ in truth.places] for origin in origins])
    found = hindcast(truth, origins, others={"oracle": oracle})
    late = found.tasks.origin > 30
    errors = {name: np.abs(said - found.tasks.count)[late].mean() for name, said in found.forecasts.items()}
    assert errors["oracle"] < 0.2 * errors["nuzuh without oracle"]  # not 0: it may not go far beyond the others
    assert errors["nuzuh"] < 0.3 * errors["nuzuh without oracle"]


def test_a_further_expert_that_has_gone_astray_costs_little():
    camp = crisis(camp=1000 + 10 * np.arange(60) + 30 * np.sin(np.arange(60)))
    origins = np.arange(0, camp.last_day + 1, 7)
    wild = np.full((len(origins), 1, 95), 1e6)
    found = hindcast(camp, origins, others={"wild": wild})
    errors = {name: np.abs(said - found.tasks.count).sum() for name, said in found.forecasts.items()}
    assert errors["nuzuh"] < 1.1 * errors["nuzuh without wild"]


def test_a_further_expert_that_says_nothing_changes_little():
    camp = crisis(camp=1000 + 400 * np.sin(np.arange(60) / 3))
    origins = np.arange(0, camp.last_day + 1, 7)
    silent = np.full((len(origins), 1, 95), np.nan)
    found = hindcast(camp, origins, others={"silent": silent})
    steady = found.tasks.experts[list(EXPERTS).index("trend for 40 days")]
    assert (found.forecasts["silent"] == steady).all()


def test_nothing_counted_by_an_origin_is_an_error_with_the_first_date():
    with pytest.raises(UsageError, match="no registrations of test by 2019-12-31: the first is of 2020-01-01"):
        crisis(camp=[1, 2]).until(-1)
