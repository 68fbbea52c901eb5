"""Both engines have the same mean and variance at every location and day; expected values are that mean."""

from datetime import date

import numpy as np
import pytest

from nuzuh import read_scenario, simulate

MEMBERS = 400


def tenth(scenario):
    """The same crisis with a tenth of the people."""
    locations = scenario.locations
    small = locations.assign(population=locations["population"] // 10, capacity=np.floor(locations["capacity"] / 10))
    return scenario.with_tables(locations=small)


def z_of_means(first, second):
    spread = np.sqrt(first.var(axis=0, ddof=1) / len(first) + second.var(axis=0, ddof=1) / len(second))
    return (first.mean(axis=0) - second.mean(axis=0)) / np.where(spread > 0, spread, np.inf)


def z_of_variances(first, second):
    """Difference of two variances by the spread of squared deviations."""
    squares = [(x - x.mean(axis=0)) ** 2 for x in (first, second)]
    return z_of_means(*squares)


@pytest.fixture(scope="module")
def runs():
    valley = tenth(read_scenario("valley")).between(end=date(2021, 4, 14))
    params = {"travel.walk_share": 0.2, "departure.town": 0.2, "travel.band_km": 10}
    return {
        engine: simulate(valley, engine=engine, seed=seed, members=members, params=params)
        for engine, seed, members in (("counts", 3, MEMBERS), ("persons", 4, MEMBERS), ("mean", 1, 1))
    }


@pytest.mark.parametrize("name", ["n_displaced", "new_displaced", "new_arrivals", "new_departures", "n_on_route"])
def test_counts_and_persons_agree(runs, name):
    counts, persons = (runs[engine][name].values.astype(float) for engine in ("counts", "persons"))
    assert np.abs(z_of_means(counts, persons)).max() < 4
    assert np.abs(z_of_variances(counts, persons)).max() < 4
    assert counts.std(axis=0).max() > 0


def test_expected_values_are_the_mean_where_nothing_fills_up(runs):
    """Displacement is linear, so that its mean is exact; with room in the weights it is close."""
    counts, mean = runs["counts"], runs["mean"]
    exact = counts.new_displaced.values.astype(float)
    spread = exact.std(axis=0, ddof=1) / np.sqrt(MEMBERS)
    z = (exact.mean(axis=0) - mean.new_displaced.values[0]) / np.where(spread > 0, spread, np.inf)
    assert np.abs(z).max() < 4
    assert np.allclose(counts.n_displaced.values.mean(axis=0), mean.n_displaced.values[0], rtol=0.05, atol=15)


def test_narrower_bands_change_nothing_beyond_noise():
    """Trips are timed exactly; bands only say whose decisions are taken together."""
    valley = tenth(read_scenario("valley")).between(end=date(2021, 4, 14))
    wide, narrow = (
        simulate(valley, seed=seed, members=MEMBERS, params={"travel.band_km": km}).n_displaced.values.astype(float)
        for seed, km in ((1, 10.0), (2, 5.0))
    )
    assert np.abs(z_of_means(wide, narrow)).max() < 4
