"""Needs: from displaced persons staying to covered space, water, latrines, tents, winter kits and heating."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import xarray as xr

from nuzuh.ensembles.quantiles import quantiles_of
from nuzuh.impact.shelter import SHELTER, shelter_given, shelter_shares
from nuzuh.impact.surroundings import surroundings_of
from nuzuh.model.result import slabs
from nuzuh.model.setting import capacities
from nuzuh.scenario.standards import standards
from nuzuh.typing import Floats

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

QUANTILES: Final = (0.05, 0.5, 0.95)
"""A 90 % interval and the median, over members."""
NEEDS: Final = {
    "covered_space_m2": ("covered space", "m2"),
    "covered_space_high_m2": ("covered space, high in the cold", "m2"),
    "water_l_per_day": ("water", "litres per day"),
    "latrines": ("latrines", "latrines"),
    "latrines_at_first": ("latrines in the first days", "latrines"),
    "tents": ("family tents", "tents"),
    "winter_kits": ("winter kits", "kits"),
    "heating_household_days": ("household-days of heating so far", "household-days"),
}
"""Long name and unit. All are stocks of their day, but for heating, which adds up."""
IN_TENTS: Final = ("tent", "open", "unknown")
"""Classes of shelter for which a family tent is counted; a winterised tent is a tent."""
WITHOUT_KIT: Final = ("tent", "unfinished", "public", "open", "unknown")
"""Classes for which winter kits are counted."""
HEATING: Final = "heating_household_days"
BY_TEMPERATURE: Final = ("winter_kits", HEATING)
"""Needs that are counted only where a night temperature is known."""


def needs(result: xr.Dataset, scenario: Scenario) -> xr.Dataset:
    """What displaced persons staying need by humanitarian standards. Modelled; nothing says what is there already.

    Each need is a factor by day and location times the displaced persons staying; its quantiles at a place are the
    factor times theirs. Totals are formed member by member, since quantiles of places do not sum to those of the
    total. People on the road and at home are not counted. Numbers are not rounded.

    Args:
        result: As `simulate` gives it.
        scenario: What was run; its temperature, shelter, standards and rows of `winterise` may be others.

    Returns:
        Each of `NEEDS` with dimensions quantile, day and location, and `…_total` with member and day. Attributes
        `share_temperature_known` and `share_shelter_known` say for what share of the person-days these were given:
        where no temperature is known, space is that of mild weather and neither kits nor heating are counted; where
        no shelter is known, tents are counted for all (and kits, if it is cold).

    Raises:
        UsageError: The result is not one of this scenario.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> needed = needs(nuzuh.simulate(valley, members=3), valley)
        >>> dict(needed.latrines.sizes)
        {'quantile': 3, 'day': 60, 'location': 5}
        >>> dict(needed.latrines_total.sizes)
        {'member': 3, 'day': 60}
    """
    t_min_c, values = surroundings_of(result, scenario).common.t_min_c, standards(scenario)
    given = shelter_given(scenario)
    factors = _factors(t_min_c, given, shelter_shares(scenario), values)
    staying = result[["n_displaced"]].transpose("member", "day", "location")
    data: dict[str, tuple[tuple[str, ...], Floats, dict[str, str]]] = {}
    for name, by_place in _by_place(staying, factors).items():
        data[name] = (("quantile", "day", "location"), by_place, _attrs(name))
    for name, total in _totals(staying, factors).items():
        words = _attrs(name)
        words["long_name"] += ", all locations"
        data[f"{name}_total"] = (("member", "day"), total, words)
    coords = {name: (c.dims, c.values, c.attrs) for name, c in result.coords.items() if "group" not in c.dims}
    found = xr.Dataset(data, coords=coords | {"quantile": list(QUANTILES)}, attrs=result.attrs).set_xindex("date")
    mean = np.concatenate([part["n_displaced"].values.mean(axis=0) for part in slabs(staying, "day")])
    return found.assign_attrs(
        standards=json.dumps(dict(values)),
        share_temperature_known=_share(mean, ~np.isnan(t_min_c)),
        share_shelter_known=_share(mean, 1 - given[:, :, SHELTER.index("unknown")]),
    )


def full_dates(result: xr.Dataset, scenario: Scenario) -> pd.DataFrame:
    """When each location with a capacity is full for the first time, with intervals over members.

    A location is full on a day on which as many displaced persons stay there in the evening as it takes: its
    capacity, interventions and the parameters of the run included.

    Args:
        result: As `simulate` gives it.
        scenario: What was run.

    Returns:
        One row for each location that has a capacity on any day: `location`, `kind`, `capacity` (on the last day
        on which it has one), `p_full` (share of members that fill it within the run), and `full_q05`,
        `full_median`, `full_q95`: the date by which this share of members has filled it; NaT where fewer do.

    Raises:
        UsageError: The result is not one of this scenario.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> full_dates(nuzuh.simulate(valley, members=3), valley)[["location", "capacity", "p_full"]]
          location  capacity  p_full
        0   Meadow    9000.0     1.0
    """
    around = surroundings_of(result, scenario)
    forcing = around.common
    capacity = capacities(scenario, around.params, forcing)
    is_limited = np.isfinite(capacity) & forcing.is_there
    staying = result["n_displaced"].transpose("member", "day", "location")
    dates = np.append(result["date"].values.astype("datetime64[s]"), np.datetime64("NaT", "s"))
    rows = []
    for at in np.flatnonzero(is_limited.any(axis=0)):
        is_full = (staying[:, :, at].values >= capacity[:, at]) & is_limited[:, at]
        first = np.where(is_full.any(axis=1), is_full.argmax(axis=1), scenario.n_days)
        low, middle, high = dates[np.quantile(first, QUANTILES, method="inverted_cdf").astype(np.int64)]
        name, kind = scenario.locations["name"].iloc[at], scenario.locations["kind"].iloc[at]
        last = capacity[is_limited[:, at], at][-1]
        rows.append((name, kind, last, float(is_full.any(axis=1).mean()), low, middle, high))
    names = ["location", "kind", "capacity", "p_full", "full_q05", "full_median", "full_q95"]
    return pd.DataFrame(rows, columns=names).astype(dict.fromkeys(names[4:], "datetime64[s]"))


def _factors(t_min_c: Floats, given: Floats, shares: Floats, values: Mapping[str, float]) -> dict[str, Floats]:
    """What one displaced person staying needs, by day and location, shape (D, L) each.

    Args:
        t_min_c: Night temperatures; NaN, where it is not known, counts as mild.
        given: Shares by class of shelter, before any is winterised, shape (D, L, C).
        shares: The same after.
        values: Factors, as `standards` gives them.
    """
    everywhere, households = np.ones_like(t_min_c), 1 / values["persons_per_household"]
    is_cold, heats = t_min_c < values["space_cold_below_c"], t_min_c < values["heating_below_c"]
    in_tents = given[:, :, [SHELTER.index(name) for name in IN_TENTS]].sum(axis=2)
    without_kit = shares[:, :, [SHELTER.index(name) for name in WITHOUT_KIT]].sum(axis=2)
    return {
        "covered_space_m2": np.where(is_cold, values["covered_space_cold_m2"], values["covered_space_m2"]),
        "covered_space_high_m2": np.where(is_cold, values["covered_space_cold_high_m2"], values["covered_space_m2"]),
        "water_l_per_day": everywhere * values["water_l_per_day"],
        "latrines": everywhere / values["persons_per_latrine"],
        "latrines_at_first": everywhere / values["persons_per_latrine_at_first"],
        "tents": in_tents / values["persons_per_tent"],
        "winter_kits": heats * without_kit * households * values["winter_kits_per_household"],
        HEATING: heats * households,
    }


def _by_place(staying: xr.Dataset, factors: Mapping[str, Floats]) -> dict[str, Floats]:
    """Quantiles over members, shape (3, D, L) each; some places at a time, since all at once would take much memory."""
    stocks, heating, before = [], [], 0
    for part in slabs(staying, "location"):
        persons = part["n_displaced"].values
        here = slice(before, before + persons.shape[2])
        stocks.append(quantiles_of(persons, QUANTILES))
        heating.append(quantiles_of(np.cumsum(persons * factors[HEATING][:, here], axis=1), QUANTILES))
        before = here.stop
    n_displaced = np.concatenate(stocks, axis=2)
    found = {name: n_displaced * factor for name, factor in factors.items()}
    return found | {HEATING: np.concatenate(heating, axis=2)}


def _totals(staying: xr.Dataset, factors: Mapping[str, Floats]) -> dict[str, Floats]:
    """Sums over locations, shape (members, D) each."""
    by_day = np.stack(list(factors.values()), axis=2)
    parts = []
    for part in slabs(staying, "member"):
        persons = part["n_displaced"].values
        parts.append(np.stack([persons[:, day] @ by_day[day] for day in range(persons.shape[1])], axis=1))
    totals = np.concatenate(parts)
    found = {name: totals[:, :, at] for at, name in enumerate(factors)}
    return found | {HEATING: found[HEATING].cumsum(axis=1)}


def _share(mean: Floats, is_known: Floats) -> float:
    """Share of the person-days for which something is known; 1 where there is nobody."""
    return float((mean * is_known).sum() / mean.sum()) if mean.sum() else 1.0


def _attrs(name: str) -> dict[str, str]:
    long_name, unit = NEEDS[name]
    return {"long_name": long_name, "units": unit}
