"""Under Flee's rules both engines have the same mean and variance, stops on the way and full camps included."""

import numpy as np
import pytest
from tests.crises import crisis, day, fire
from tests.laws.test_engines_agree import z_of_means, z_of_variances

from nuzuh import simulate

MEMBERS = 400


def network():
    """Four towns in a row between two camps, one of which fills up; people come from outside by registrations."""
    locations = [
        ("A", "town", 1000),
        ("B", "town", 500),
        ("M", "transit", 0),
        ("C", "town", 0),
        {"name": "D", "kind": "camp", "capacity": 260, "displaced": 30},
        {"name": "E", "kind": "camp"},
    ]
    routes = [
        ("A", "B", 90),
        ("B", "M", 120),
        ("M", "C", 150),
        ("A", "D", 230),
        ("B", "D", 60),
        ("C", "E", 40),
        ("A", "C", 310),
    ]
    shut = {"kind": "route", "from": "M", "to": "C", "start": day(5), "end": day(7)}
    seen = [{"date": day(n), "quantity": "cum_displaced", "value": value} for n, value in ((0, 0), (4, 600), (8, 700))]
    params = {
        "preset": "flee3",
        "travel": {"drive_km_per_day": 200.0, "band_km": 10.0},
        "destination": {"awareness": 2},
        "departure": {"camp": 0.05},
    }
    return crisis(locations, routes, days=12, params=params, conflict=[fire("A"), fire("B", 3, 6)], closures=[shut],
                  observations=seen)  # fmt: skip


@pytest.fixture(scope="module", params=[{}, {"travel.first_leg_on_foot": True}], ids=["plain", "on_foot"])
def runs(request):
    return {
        engine: simulate(network(), engine=engine, seed=seed, members=MEMBERS, params=request.param)
        for engine, seed in (("counts", 1), ("persons", 2))
    }


@pytest.mark.parametrize("name", ["n_displaced", "new_arrivals", "new_departures", "n_on_route", "n_entered"])
def test_counts_and_persons_agree(runs, name):
    counts, persons = (runs[engine][name].values.astype(float) for engine in ("counts", "persons"))
    assert np.abs(z_of_means(counts, persons)).max() < 4
    assert np.abs(z_of_variances(counts, persons)).max() < 4
    assert counts.std(axis=0).max() > 0


def test_recent_travel_in_classes_is_close_to_that_of_persons():
    """The engine of counts tells it apart in steps of an eighth of a day, so that they agree nearly."""
    params = {"departure.avoid_short_stints": True}
    means = [
        simulate(network(), engine=engine, seed=1, members=MEMBERS, params=params).n_displaced.mean("member").values
        for engine in ("counts", "persons")
    ]
    assert np.abs(means[0] - means[1]).sum() / means[1].sum() < 0.02
