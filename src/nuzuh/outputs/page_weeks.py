"""Exposure and needs by week, over all locations: sums of a week, or the most on any of its days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nuzuh.ensembles.quantiles import quantiles_of
from nuzuh.impact.exposure import exposure
from nuzuh.impact.needs import NEEDS, needs
from nuzuh.impact.outcomes import nights_below
from nuzuh.model.result import slabs
from nuzuh.outputs.comparison import outcome_label
from nuzuh.outputs.page_numbers import INTERVAL, plain
from nuzuh.typing import Floats

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario

WEEK_DAYS: Final = 7
WITHIN_REACH: Final = "n_within_reach"


def exposure_by_week(result: xr.Dataset, scenario: Scenario) -> dict[str, Any]:
    """What people live through in each week, as medians and 90 % intervals over members of the sums of the week.

    Args:
        result: As `simulate` or `ensemble` gives it.
        scenario: What was run.

    Returns:
        First days of the weeks, and a row for each quantity that is not 0 throughout. People within reach of fire
        are a stock: theirs is the most on any day of the week.
    """
    weeks = first_days(scenario.n_days)
    parts = [_weekly(part, scenario, weeks) for part in slabs(result, "member")]
    rows = []
    for key in parts[0]:
        values = np.concatenate([part[key] for part in parts])
        rows += _row(*key, _unit(key[0]), _label(*key), values)
    return {"weeks": weeks, "rows": rows}


def needs_by_week(result: xr.Dataset, scenario: Scenario) -> dict[str, Any]:
    """What displaced persons staying need, the most on any day of each week; arguments and form as above."""
    weeks, needed = first_days(scenario.n_days), needs(result, scenario)
    rows = []
    for name, (_, unit) in NEEDS.items():
        values = np.maximum.reduceat(needed[f"{name}_total"].values, weeks, axis=1)
        rows += _row(name, "", unit, outcome_label("needs", name, "", unit), values)
    return {"weeks": weeks, "rows": rows}


def first_days(n_days: int) -> list[int]:
    """The first day of each week of a run; the last week may be shorter.

    Examples:
        >>> first_days(17)
        [0, 7, 14]
    """
    return list(range(0, n_days, WEEK_DAYS))


def _weekly(part: xr.Dataset, scenario: Scenario, weeks: list[int]) -> dict[tuple[str, str], Floats]:
    """Exposure of some members by quantity and what it is of, shape (members, weeks) each."""
    exposed = exposure(part, scenario, by=["day"])
    found: dict[tuple[str, str], Floats] = {}
    for band in exposed["band"].values:
        found["person_days_under_fire", str(band)] = exposed["person_days_under_fire"].sel(band=band).values
    for below_c in exposed["below_c"].values:
        nights, name = exposed["person_nights_cold"].sel(below_c=below_c), nights_below(float(below_c))
        found[name, ""] = nights.sum("shelter").values
        if below_c == 0:
            found |= {(name, str(shelter)): nights.sel(shelter=shelter).values for shelter in nights["shelter"].values}
    found["person_nights_unknown", ""] = exposed["person_nights_unknown"].values
    sums = {key: np.add.reduceat(values, weeks, axis=1) for key, values in found.items()}
    return sums | {(WITHIN_REACH, ""): np.maximum.reduceat(exposed[WITHIN_REACH].values, weeks, axis=1)}


def _unit(quantity: str) -> str:
    if quantity == WITHIN_REACH:
        return "persons"
    return "person-days" if quantity.startswith("person_days") else "person-nights"


def _label(quantity: str, of: str) -> str:
    if quantity == WITHIN_REACH:
        return "people at home in reach of fire, the most on any day"
    return outcome_label("exposure", quantity, of, "")


def _row(quantity: str, of: str, unit: str, label: str, values: Floats) -> list[dict[str, Any]]:
    """A row of medians and intervals; none where all is 0."""
    if not values.any():
        return []
    found = quantiles_of(values, list(INTERVAL.values()))
    numbers = {name: plain(row, 0) for name, row in zip(INTERVAL, found, strict=True)}
    return [{"quantity": quantity, "of": of, "unit": unit, "label": label, **numbers}]
