"""What a run comes to, member by member: the figures in which what-ifs are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from nuzuh.impact.exposure import exposure
from nuzuh.impact.needs import NEEDS, needs
from nuzuh.model.result import cum_displaced
from nuzuh.typing import Floats

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario

QUANTILES: Final = (0.05, 0.5, 0.95)
ABROAD: Final = "abroad"
"""Stands for all locations outside the home country."""
Key = tuple[str, str, str, str]
"""Section, quantity, location or class, date: what an outcome is of."""


@dataclass(frozen=True)
class Effect:
    """One outcome of a baseline beside that of a what-if.

    Args:
        key: What it is of.
        unit: Its unit.
        baseline: 5 %, 50 % and 95 % quantile over members.
        what_if: The same.
        difference: The same of the what-if less the baseline, member by member.
        p_above_0: Share of members in which the difference is above zero.
        p_below_0: Share in which it is below.
    """

    key: Key
    unit: str
    baseline: tuple[float, ...]
    what_if: tuple[float, ...]
    difference: tuple[float, ...]
    p_above_0: float
    p_below_0: float


class Outcomes:
    """The outcomes of one run, by key; each has one value for each member."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.values: dict[Key, Floats] = {}
        self.units: dict[Key, str] = {}

    def add(self, key: Key, unit: str, values: Floats) -> None:
        """Add an outcome, shape (members,)."""
        self.values[key] = np.asarray(values, dtype=np.float64)
        self.units[key] = unit


def outcomes_of(result: xr.Dataset, scenario: Scenario) -> Outcomes:
    """Displaced by date, persons by destination, exposure and needs of each member.

    Args:
        result: As `ensemble` or `simulate` gives it.
        scenario: What was run.

    Returns:
        Sections `displaced` (every day), `destination` (displaced persons staying at each location on the last day,
        and all of them abroad), `exposure` (sums over the run) and `needs` (the most on any day, all locations).

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> found = outcomes_of(nuzuh.simulate(valley, members=3), valley)
        >>> found.values["displaced", "cum_displaced", "", "2021-04-29"].shape
        (3,)
    """
    found = Outcomes()
    dates = [str(day)[:10] for day in result["date"].values]
    for day, values in zip(dates, cum_displaced(result).values.T, strict=True):
        found.add(("displaced", "cum_displaced", "", day), "persons", values)
    last = result["n_displaced"].isel(day=-1).values
    for name, values in zip(result["location"].values, last.T, strict=True):
        found.add(("destination", "n_displaced", str(name), dates[-1]), "persons", values)
    is_abroad = result["country"].values != scenario.home_country
    if is_abroad.any():
        found.add(("destination", "n_displaced", ABROAD, dates[-1]), "persons", last[:, is_abroad].sum(axis=1))
    exposed = exposure(result, scenario)
    _add_exposure(found, exposed)
    if len(scenario.tables["temperature"]):  # where no night is known, 0 would read as if nobody had been cold
        _add_cold(found, exposed)
    found.add(("exposure", "person_nights_unknown", "", ""), "person-nights", exposed["person_nights_unknown"].values)
    needed = needs(result, scenario)
    for name, (_, unit) in NEEDS.items():
        found.add(("needs", name, "", ""), unit, needed[f"{name}_total"].max("day").values)
    return found


def _add_exposure(found: Outcomes, exposed: xr.Dataset) -> None:
    for band in exposed["band"].values:
        values = exposed["person_days_under_fire"].sel(band=band).values
        found.add(("exposure", "person_days_under_fire", str(band), ""), "person-days", values)
    found.add(("exposure", "ever_within_reach", "", ""), "persons", exposed["ever_within_reach"].values)


def _add_cold(found: Outcomes, exposed: xr.Dataset) -> None:
    for below_c in exposed["below_c"].values:
        nights = exposed["person_nights_cold"].sel(below_c=below_c)
        name = nights_below(float(below_c))
        found.add(("exposure", name, "", ""), "person-nights", nights.sum("shelter").values)
        for shelter in nights["shelter"].values:
            found.add(("exposure", name, str(shelter), ""), "person-nights", nights.sel(shelter=shelter).values)


def nights_below(below_c: float) -> str:
    """The name of the outcome of nights below a temperature.

    Examples:
        >>> nights_below(-5.0)
        'person_nights_below_minus_5_c'
    """
    return f"person_nights_below_{'minus_' if below_c < 0 else ''}{abs(below_c):.0f}_c"


def effects_of(baseline: Outcomes, *others: Outcomes) -> list[list[Effect]]:
    """Each outcome of what-ifs beside that of their baseline.

    Args:
        baseline: Of the baseline.
        others: Of the what-ifs, with the same members.

    Returns:
        One list for each what-if, all with the same outcomes: those of the baseline in their order, then those that
        only a what-if has, such as people in a new camp. One that a run does not have is 0 there.
    """
    runs = (baseline, *others)
    units = {key: unit for run in reversed(runs) for key, unit in run.units.items()}
    keys = dict.fromkeys(key for run in runs for key in run.values)
    nobody = np.zeros(len(next(iter(baseline.values.values()))))
    return [
        [_effect(key, units[key], baseline.values.get(key, nobody), other.values.get(key, nobody)) for key in keys]
        for other in others
    ]


def _effect(key: Key, unit: str, first: Floats, second: Floats) -> Effect:
    difference = second - first
    return Effect(
        key,
        unit,
        _quantiles(first),
        _quantiles(second),
        _quantiles(difference),
        float((difference > 0).mean()),
        float((difference < 0).mean()),
    )


def _quantiles(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in np.quantile(values, QUANTILES))
