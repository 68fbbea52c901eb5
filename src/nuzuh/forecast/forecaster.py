"""The forecast of registrations: for each place and for all together, with intervals, beside the baselines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

import nuzuh
from nuzuh.errors import UsageError
from nuzuh.forecast.experts import EXPERTS, prior_of
from nuzuh.forecast.hedge import weights
from nuzuh.forecast.hindcast import Hindcast, all_methods, hindcast
from nuzuh.forecast.intervals import LEVELS, Distribution, Spread, distributions, spread_of
from nuzuh.forecast.stretch import is_scored, stretched
from nuzuh.forecast.tasks import HORIZONS, STEP_DAYS, Tasks, tasks_for
from nuzuh.forecast.totals import totals_of
from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.forecast.registrations import Registrations

SHOWN = ("nuzuh", "persistence", "drift")
"""Methods whose distributions are given."""
MOST_DAYS = 366
"""How far ahead anything is said: in a year everything may be otherwise."""
Others = Callable[[Ints, int], Mapping[str, Floats]]
"""Further experts: from origins (days) and the days ahead to what each expects; see `hindcast`."""


def forecast_of(
    registrations: Registrations,
    origin: date | None = None,
    days: Sequence[int] = HORIZONS,
    others: Others | None = None,
) -> xr.Dataset:
    """Forecast the displaced persons in each place from what was counted by a date.

    The method has run at each week before the origin, too, so that its experts are weighted and its intervals are as
    wide as the past of this crisis asks for. Whatever was counted after the origin plays no part.

    Args:
        registrations: Stocks by place and date.
        origin: The last day of which anything is known; that of the last count if not given.
        days: How many days ahead.
        others: Further experts, as the simulator.

    Returns:
        Dimensions model (`nuzuh`, `persistence`, `drift`), location, days and probability (1 to 99 %), in persons:

        - n_displaced, mean: displaced persons in a location, by quantiles and on average (shapes model, location, days,
          and probability for the first);
        - total_displaced, total_mean: in all locations seen by the origin together, likewise without location;
        - last_count, last_date: of each location; last_total: the sum of the last counts;
        - weight: what each expert counts, shape (expert, location, days).

    Raises:
        UsageError: Nothing was counted by the origin, or days that cannot be used.

    Examples:
        >>> from datetime import date, timedelta
        >>> from nuzuh.forecast.registrations import registrations_of
        >>> counts = {date(2020, 1, 1) + timedelta(day): 1000.0 + 10 * day for day in range(0, 90, 7)}
        >>> found = forecast_of(registrations_of({"Camp": counts}, "crisis"), days=[30])
        >>> median = found.n_displaced.sel(model="nuzuh", location="Camp", days=30, probability=0.5)
        >>> 1840 < float(median) < 2300
        True
    """
    horizons = checked_days(days)
    day = registrations.last_day if origin is None else registrations.day_of(origin)
    known = registrations.until(day)
    origins = origins_until(known, day)
    further = others(origins, horizons[-1] + STEP_DAYS) if others else {}
    past = hindcast(known, origins, horizons, further)
    live = _live(past, horizons, further)
    return _dataset(past, live, horizons)


def checked_days(days: Sequence[int]) -> tuple[int, ...]:
    """Days ahead in ascending order, each once.

    Raises:
        UsageError: There are none, or some that are no whole number from 1 to 366.
    """
    wrong = [str(each) for each in days if not 1 <= each <= MOST_DAYS]
    if wrong or not days:
        message = f"days ahead: {', '.join(wrong) or 'none'}: give whole numbers from 1 to {MOST_DAYS}, as 7,30,90"
        raise UsageError(message)
    return tuple(sorted({int(each) for each in days}))


def origins_until(registrations: Registrations, day: int) -> Ints:
    """Weekly origins from the first count to a day, which is the last of them."""
    return np.arange(day, registrations.first_day - 1, -STEP_DAYS)[::-1]


def _live(past: Hindcast, horizons: tuple[int, ...], further: Mapping[str, Floats]) -> Tasks:
    """The forecasts asked for: each place at each horizon from the last origin."""
    last = len(past.origins) - 1
    places = np.arange(len(past.registrations.places))
    place, horizon = (part.ravel() for part in np.meshgrid(places, np.array(horizons), indexing="ij"))
    origin, unknown = np.full(len(place), last), np.full(len(place), np.nan)
    target = past.origins[last] + horizon
    return tasks_for(past.known, past.origins, origin, place, horizon, target, unknown, further)


def _dataset(past: Hindcast, live: Tasks, horizons: tuple[int, ...]) -> xr.Dataset:
    import xarray as xr  # noqa: PLC0415 (heavy)

    known = past.registrations
    forecasts = all_methods(live, past.record.tasks, past.known, past.origins)
    spread = spread_of(past.known, live, past.age_days)
    totals = totals_of(past.known, live, forecasts, past.age_days, past.origins, least_share=0.0)
    shape = len(known.places), len(horizons)
    of_places = _distributions(past, live, forecasts, spread)
    of_totals = of_places if len(known.places) == 1 else _distributions(past.total, *totals)
    counts = weights(live, past.record.tasks, past.origins, past.known.is_seen.sum(axis=1), prior_of(len(live.experts)))
    day = int(past.origins[-1])
    names = [*EXPERTS, *(f"further {at + 1}" for at in range(len(live.experts) - len(EXPERTS)))]
    quantiles = np.array([each.quantiles.T.reshape(*shape, -1) for each in of_places])
    means = np.array([each.mean.reshape(shape) for each in of_places])
    by_day = ("model", "location", "days")
    return xr.Dataset(
        {
            "n_displaced": ((*by_day, "probability"), quantiles, _named("displaced persons in a place")),
            "mean": (by_day, means, _named("mean of n_displaced")),
            "total_displaced": (
                ("model", "days", "probability"),
                np.array([each.quantiles.T for each in of_totals]),
                _named("displaced persons in all places seen by the origin"),
            ),
            "total_mean": (
                ("model", "days"),
                np.array([each.mean for each in of_totals]),
                _named("mean of the total"),
            ),
            "last_count": ("location", past.known.level[-1], _named("last count")),
            "last_date": ("location", [np.datetime64(known.date_of(int(at)), "ns") for at in past.known.last_day[-1]]),
            "last_total": ((), past.known.level[-1].sum(), _named("sum of the last counts")),
            "weight": (("expert", "location", "days"), counts.reshape(-1, *shape), {"units": "1"}),
        },
        coords={
            "model": list(SHOWN),
            "location": list(known.places),
            "days": list(horizons),
            "probability": LEVELS.round(2),
            "expert": names,
            "date": ("days", [np.datetime64(known.date_of(day + ahead), "ns") for ahead in horizons]),
        },
        attrs={
            "title": f"Forecast of registrations: {known.name}",
            "crisis": known.name,
            "origin": known.date_of(day).isoformat(),
            "comment": "Forecast, not observed. Stocks as a registration desk would count them.",
            "version": nuzuh.__version__,
        },
    )


def _named(long_name: str) -> dict[str, str]:
    return {"long_name": long_name, "units": "persons"}


def _distributions(past: Hindcast, live: Tasks, forecasts: Mapping[str, Floats], spread: Spread) -> list[Distribution]:
    """The distributions that are shown, from the errors of forecasts whose target has come."""
    pool = past.pool(SHOWN)
    found = distributions(live, np.array([forecasts[name] for name in SHOWN]), spread, pool)
    tasks, forecasts_then, spread_then = past.record
    last = len(past.origins) - 1
    scored = is_scored(tasks, past.origins, last) & tasks.is_known(int(past.origins[last]))
    said = np.array([forecasts_then[name][scored] for name in SHOWN])
    tasks = tasks.chosen(scored)
    then = distributions(tasks, said, spread_then.chosen(scored), pool)
    return [stretched(live, now, tasks, before, past.origins) for now, before in zip(found, then, strict=True)]
