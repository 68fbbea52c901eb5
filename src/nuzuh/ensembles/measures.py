"""Measures: how a single outcome is taken from a run, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from nuzuh.errors import UsageError, near_misses
from nuzuh.model.result import slabs
from nuzuh.scenario.observations import is_total, observed
from nuzuh.typing import Floats

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario

TOTAL: Final = "cum_displaced"
STAYING: Final = "n_displaced"
ERROR: Final = "error"
ABROAD: Final = "abroad"
N_DESTINATIONS: Final = 3
"""Destinations that are looked at where none are named."""
FORMS: Final = f"{TOTAL}, {TOTAL} DATE, {STAYING} PLACE, {STAYING} {ABROAD}, {ERROR}"


@dataclass(frozen=True)
class Measure:
    """How one outcome is taken from a run.

    Args:
        name: Of the outcome: what it is, and when or where, as `cum_displaced 2020-02-23`.
        meaning: In words.
        unit: Of the outcome.
        of: From a result to the outcome of each member, shape (members,).
    """

    name: str
    meaning: str
    unit: str
    of: Callable[[xr.Dataset], Floats]


def measure_of(name: str, scenario: Scenario) -> Measure:
    """How an outcome is taken, by its name.

    Args:
        name: `cum_displaced`, persons displaced from the first day to the last; `cum_displaced DATE`, to a date;
            `n_displaced PLACE`, displaced persons staying at a location or in an area on the last day;
            `n_displaced abroad`, the same outside the home country; `error`, how far the simulated totals are from
            the observed ones on average, in per cent of these.
        scenario: What is run.

    Raises:
        UsageError: There is no such outcome, place or date, or nothing was observed.

    Examples:
        >>> import nuzuh
        >>> measure_of("n_displaced Meadow", nuzuh.read_scenario("valley")).meaning
        'displaced persons staying in Meadow on 2021-04-29'
    """
    kind, _, rest = name.partition(" ")
    if kind == TOTAL:
        return _total(name, rest, scenario)
    if kind == STAYING and rest:
        return _staying(name, rest, scenario)
    if name == ERROR:
        return _error(scenario)
    message = f"no outcome '{name}': one of {FORMS}"
    raise UsageError(message)


def default_outcomes(scenario: Scenario, result: xr.Dataset) -> list[str]:
    """Names of the outcomes to look at where nobody says which.

    Args:
        scenario: What was run.
        result: One run of it, which says where most people are.

    Returns:
        The total on the last day; its error, if totals were observed; the destinations with most displaced persons
        on the last day; all places abroad, if people are at others too; the total on each date on which it was
        observed.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> default_outcomes(valley, nuzuh.simulate(valley, engine="mean"))[:3]
        ['cum_displaced', 'error', 'n_displaced Meadow']
    """
    stocks = result[STAYING].isel(day=-1).values.mean(axis=0)
    largest = np.argsort(-stocks, kind="stable")[:N_DESTINATIONS]
    top = [str(result["location"].values[ix]) for ix in largest if stocks[ix] > 0]
    away = {str(result["location"].values[ix]) for ix in _abroad(scenario) if stocks[ix] > 0}
    totals = observed_totals(scenario)
    names = [TOTAL, *[ERROR] * any(value > 0 for _, value in totals), *(f"{STAYING} {name}" for name in top)]
    names += [f"{STAYING} {ABROAD}"] * bool(away - set(top))
    return list(dict.fromkeys([*names, *(f"{TOTAL} {when}" for when, _ in totals)]))


def observed_totals(scenario: Scenario) -> list[tuple[date, float]]:
    """Persons displaced since the first day as they were counted, by date; of an interval the middle.

    Counts since a first day before that of the run are left out.
    """
    if scenario.counted_from is not None:
        return []
    rows = observed(scenario)
    first, last = pd.Timestamp(scenario.start), pd.Timestamp(scenario.end)
    counted = rows[is_total(scenario, rows) & rows["date"].between(first, last)]
    middle = counted["value"].fillna((counted["low"] + counted["high"]) / 2)
    return sorted((when.date(), float(value)) for when, value in zip(counted["date"], middle, strict=True))


def measured(result: xr.Dataset, measures: Sequence[Measure]) -> Floats:
    """Outcomes of each member, some members at a time.

    Args:
        result: As `simulate` or `ensemble` gives it.
        measures: How each outcome is taken.

    Returns:
        Shape (members, outcomes).

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> runs = nuzuh.ensemble(valley, members=4, executor="here")
        >>> measured(runs, [measure_of("cum_displaced", valley), measure_of("error", valley)]).shape
        (4, 2)
    """
    parts = [
        np.stack([measure.of(part) for measure in measures], axis=1)
        for part in slabs(result[["new_displaced", STAYING]], "member")
    ]
    return np.concatenate(parts).astype(np.float64)


def _total(name: str, when: str, scenario: Scenario) -> Measure:
    days = {scenario.date_of(day).isoformat(): day for day in range(scenario.n_days)}
    if when and when not in days:
        message = f"no outcome '{name}': give a day from {scenario.start} to {scenario.end}"
        raise UsageError(message)
    day = days[when or scenario.end.isoformat()]
    meaning = f"persons displaced from {scenario.start} to {scenario.date_of(day)}"
    return Measure(name, meaning, "persons", lambda part: _until(part, day))


def _staying(name: str, place: str, scenario: Scenario) -> Measure:
    if place == ABROAD:
        here = _abroad(scenario)
        if not here:
            message = f"no outcome '{name}': all locations are in {scenario.home_country}"
            raise UsageError(message)
    elif place in scenario.places:
        here = list(scenario.places[place])
    else:
        message = f"no outcome '{name}': {near_misses(place, list(scenario.places))}"
        raise UsageError(message)
    where = ABROAD if place == ABROAD else f"in {place}"
    meaning = f"displaced persons staying {where} on {scenario.end}"
    return Measure(name, meaning, "persons", lambda part: part[STAYING].values[:, -1, here].sum(axis=-1))


def _error(scenario: Scenario) -> Measure:
    known = [(scenario.day_of(when), value) for when, value in observed_totals(scenario) if value > 0]
    if not known:
        message = f"no outcome '{ERROR}': no total was observed on any day of the run"
        raise UsageError(message)

    def of(part: xr.Dataset) -> Floats:
        shares = [np.abs(_until(part, day) - value) / value for day, value in known]
        return np.asarray(100.0 * np.mean(shares, axis=0))

    return Measure(ERROR, f"mean absolute error of the total on {len(known)} dates", "%", of)


def _until(part: xr.Dataset, day: int) -> Floats:
    """Persons displaced from the first day to the evening of another, shape (members,)."""
    total: Floats = part["new_displaced"][:, : day + 1].values.sum(axis=(1, 2))
    return total


def _abroad(scenario: Scenario) -> list[int]:
    """Rows of the locations outside the home country."""
    return [ix for ix, country in enumerate(scenario.countries) if country != scenario.home_country]
