"""A crisis of which the truth is known: another run of it, from which counts are taken."""

from functools import cache

import numpy as np
from tests.crises import crisis, day, fire

import nuzuh

CAMPS = ("East", "West")
RATE, TIMES, MORE_PULL = 0.01, 3.0, 1.0
"""Rate of displacement that the scenario believes, how many times as high it is, and the pull of West beyond it."""


def two_camps(rate=RATE, pull=0.0, observations=(), conflict=None, days=100, **tables):
    """Two towns under fire and two camps."""
    locations = [
        ("Town", "town", 200_000),
        ("Mill", "town", 80_000),
        {"name": "East", "kind": "camp"},
        {"name": "West", "kind": "camp", "attraction": pull},
    ]
    routes = [
        ("Town", "Mill", 60),
        ("Town", "East", 120),
        ("Mill", "East", 90),
        ("Mill", "West", 100),
        ("Town", "West", 130),
    ]
    return crisis(
        locations,
        routes,
        days=days,
        params={"displacement": {"rate": rate}, "departure": {"town": 0.3}},
        conflict=conflict or [fire("Town"), fire("Mill", 10, 70, 0.6)],
        observations=list(observations),
        **tables,
    )


@cache
def truth():
    """What happens: more are displaced than the scenario believes, and more of them go west."""
    return nuzuh.simulate(two_camps(TIMES * RATE, MORE_PULL), seed=99).isel(member=0)


def counts(until=56, first=6, every=7):
    """Both camps are counted weekly, without any error."""
    stocks = truth().n_displaced
    return [
        {
            "date": day(n),
            "location": name,
            "quantity": "n_displaced",
            "value": int(stocks.sel(location=name).isel(day=n)),
        }
        for n in range(first, until, every)
        for name in CAMPS
    ]


def scrambled(rows, after, seed=5):
    """The same rows with other values where they are of later days."""
    generator = np.random.default_rng(seed)
    return [row | {"value": int(generator.integers(1, 500_000))} if row["date"] > after else row for row in rows]
