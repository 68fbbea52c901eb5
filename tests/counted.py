"""Invented crises for tests of forecasts: counts of a few places, weekly or at random dates."""

from datetime import date, timedelta

import numpy as np

from nuzuh.forecast.registrations import Registrations, registrations_of

START = date(2020, 1, 1)


def counted(name="crisis", weeks=60, **of_week):
    """A crisis counted weekly: for each place a function from the week to persons."""
    places = of_week or {"Camp": lambda week: 1000.0 + 50.0 * week}
    return registrations_of(
        {place: {START + timedelta(7 * week): of(week) for week in range(weeks)} for place, of in places.items()}, name
    )


def wandering(name="crisis", seed=1, days=500, places=4):
    """A crisis of places that grow by fits and starts, counted on random dates."""
    random = np.random.default_rng(seed)
    dates, counts = [], []
    for _ in range(places):
        dates.append(np.flatnonzero(random.random(days) < 0.15))
        steps = random.gamma(0.3, 300.0, days) - random.gamma(0.2, 200.0, days)
        counts.append(np.maximum(1000.0 + np.cumsum(steps), 0.0).round()[dates[-1]])
    names = tuple(f"Camp {at}" for at in range(places))
    return Registrations(name, START, names, tuple(dates), tuple(counts))
