"""The forecast: what its parts have to do with each other, and with the hindcast."""

from datetime import timedelta

import numpy as np
import pytest
from tests.counted import wandering

import nuzuh
from nuzuh.errors import UsageError
from nuzuh.forecast.forecaster import forecast_of, origins_until
from nuzuh.forecast.hindcast import hindcast
from nuzuh.forecast.intervals import LEVELS
from nuzuh.forecast.registrations import Registrations

CRISIS = wandering("invented", seed=5, days=500)


def counted_daily(seed=2, days=330, places=3):
    steps = np.random.default_rng(seed).normal(20, 60, (places, days))
    names = tuple(f"Camp {at}" for at in range(places))
    return Registrations("daily", CRISIS.start, names, (np.arange(days),) * places, tuple(5000 + steps.cumsum(axis=1)))


def test_the_forecast_of_an_origin_is_that_of_the_hindcast():
    """What `nuzuh backtest` scores is what `nuzuh forecast` would have said."""
    crisis, origin = counted_daily(), 210
    origins = origins_until(crisis, origin)
    past = hindcast(crisis, np.concatenate([origins, [origin + 7]]))
    said = forecast_of(crisis, crisis.date_of(origin)).sel(model="nuzuh")
    found = past.distributions()
    asked = np.flatnonzero(past.tasks.origin == len(origins) - 1)
    assert len(asked) == 9
    for task in asked:
        live = said.isel(location=past.tasks.place[task]).sel(days=past.tasks.horizon[task])
        assert live.n_displaced.values == pytest.approx(found.quantiles[:, task])
        assert live["mean"].item() == pytest.approx(found.mean[task])


def test_counts_after_the_origin_play_no_part():
    origin = CRISIS.date_of(200)
    assert forecast_of(CRISIS, origin).identical(forecast_of(CRISIS.until(200), origin))


def test_quantiles_rise_and_nobody_is_less_than_nobody():
    said = forecast_of(CRISIS)
    for values in (said.n_displaced.values, said.total_displaced.values):
        assert (np.diff(values, axis=-1) >= 0).all()
        assert (values >= 0).all()


def test_intervals_widen_with_the_days_ahead():
    said = forecast_of(CRISIS).n_displaced.sel(model="nuzuh").mean("location")
    width = (said.isel(probability=94) - said.isel(probability=4)).values
    assert (np.diff(width) > 0).all()


def test_the_total_of_a_single_place_is_that_place():
    one = wandering("one", seed=8, days=400, places=1)
    said = forecast_of(one).sel(model="nuzuh")
    place = said.isel(location=0)
    assert said.total_displaced.isel(probability=49).values == pytest.approx(
        place.n_displaced.isel(probability=49).values
    )
    assert said.last_total == place.last_count


def test_weights_of_the_experts_add_up_to_one():
    assert forecast_of(CRISIS).weight.sum("expert").values == pytest.approx(1)


def test_days_ahead_are_put_in_order():
    assert forecast_of(CRISIS, days=[30, 7, 7]).days.values.tolist() == [7, 30]


@pytest.mark.parametrize("days", [[0], [7, -1], [367], []])
def test_impossible_days_are_an_error(days):
    with pytest.raises(UsageError, match="whole numbers from 1 to 366, as 7,30,90"):
        forecast_of(CRISIS, days=days)


def test_an_origin_before_the_first_count_is_an_error():
    with pytest.raises(UsageError, match="no registrations of invented by"):
        forecast_of(CRISIS, CRISIS.start - timedelta(days=1))


def test_a_crisis_with_a_single_count_is_forecast_from_other_crises():
    single = CRISIS.until(CRISIS.first_day)
    said = forecast_of(single).isel(location=0).sel(model="nuzuh")
    low, high = (said.n_displaced.isel(probability=at) for at in (4, 94))
    assert (low <= said.last_count).all()
    assert (high > said.last_count).all()


def test_levels_are_percents():
    assert forecast_of(CRISIS).probability.values == pytest.approx(LEVELS)


def test_public_names():
    assert nuzuh.forecast_of is forecast_of
