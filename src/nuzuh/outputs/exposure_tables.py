"""Exposure and needs as tables that others can use: CSV with a row of HXL tags."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from nuzuh.impact.needs import NEEDS, QUANTILES
from nuzuh.scenario.csvfile import write_csv
from nuzuh.typing import Floats

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xarray as xr

TOLD_APART: Final = {
    "location": "#loc +name",
    "date": "#date +occurred",
    "group": "#population +group",
    "quantity": "#indicator +code",
    "band": "#severity +fire",
    "below_c": "#temperature +below",
    "shelter": "#shelter +type",
}
"""Columns of exposure.csv that say what a row counts, and their tags."""
VALUES: Final = {"median": "#affected +median", "q05": "#affected +q05", "q95": "#affected +q95"}
ENDINGS: Final = (("", " +median"), ("_q05", " +q05"), ("_q95", " +q95"))
"""What follows the name of a need, and its tag."""
FULL: Final = {
    "location": "#loc +name",
    "kind": "#loc +type",
    "capacity": "#capacity",
    "p_full": "#indicator +share +full",
    "full_q05": "#date +full +q05",
    "full_median": "#date +full +median",
    "full_q95": "#date +full +q95",
}
"""Columns of full_dates.csv and their tags."""


def exposure_csv(exposed: xr.Dataset) -> str:
    """Exposure as CSV, one row for each quantity and all that it is told apart by.

    Args:
        exposed: As `exposure` gives it.

    Returns:
        Median, 5 % and 95 % quantile over members. Rows in which all three are 0 are left out, and so are columns
        by which nothing is told apart. A row without a date is a sum over the run.
    """
    columns = [name for name in TOLD_APART if name == "quantity" or name in exposed.coords]
    tags = [TOLD_APART[name] for name in columns] + [*VALUES.values()]
    rows = [row for name in exposed.data_vars for row in _exposure_rows(exposed, str(name), columns)]
    return write_csv([[*columns, *VALUES], tags, *rows])


def needs_csv(needed: xr.Dataset) -> str:
    """Needs by location and date as CSV; a row without a location is the total over all locations.

    Args:
        needed: As `needs` gives it.

    Returns:
        For each need the median over members, and with `_q05` and `_q95` the ends of its 90 % interval. Totals
        first, then locations in the scenario's order.
    """
    head = [("location", "#loc +name"), ("date", "#date +occurred")]
    for name in NEEDS:
        head += [(f"{name}{ending}", f"#indicator +{name}{tag}") for ending, tag in ENDINGS]
    dates = [str(day)[:10] for day in needed["date"].values]
    totals = [np.quantile(needed[f"{name}_total"].values, QUANTILES, axis=0)[[1, 0, 2]] for name in NEEDS]
    places = [needed[name].values[[1, 0, 2]] for name in NEEDS]
    rows = list(_need_rows("", dates, np.concatenate(totals)))
    for at, location in enumerate(needed["location"].values):
        rows += _need_rows(str(location), dates, np.concatenate([place[:, :, at] for place in places]))
    return write_csv([[name for name, _ in head], [tag for _, tag in head], *rows])


def full_dates_csv(full: pd.DataFrame) -> str:
    """When locations with a capacity are full, as CSV; a blank date is not within the run.

    Args:
        full: As `full_dates` gives it.
    """
    rows = [[_cell(value) for value in row] for row in full[[*FULL]].itertuples(index=False)]
    return write_csv([[*FULL], [*FULL.values()], *rows])


def _exposure_rows(exposed: xr.Dataset, name: str, columns: list[str]) -> Iterator[list[str]]:
    low, middle, high = np.quantile(exposed[name].values, QUANTILES, axis=0)
    dims = [str(dim) for dim in exposed[name].dims[1:]]
    names = ["date" if dim == "day" else dim for dim in dims]
    labels = [[_cell(label) for label in exposed[dim].values] for dim in names]
    values = zip(middle.ravel(), low.ravel(), high.ravel(), strict=True)
    for label, numbers in zip(product(*labels), values, strict=True):
        if any(numbers):
            told = dict(zip(names, label, strict=True)) | {"quantity": name}
            yield [told.get(column, "") for column in columns] + [f"{n:.10g}" for n in numbers]


def _need_rows(location: str, dates: list[str], values: Floats) -> list[list[str]]:
    return [[location, date, *(f"{n:.10g}" for n in numbers)] for date, numbers in zip(dates, values.T, strict=True)]


def _cell(value: object) -> str:
    if isinstance(value, np.datetime64 | pd.Timestamp):
        return str(value)[:10]
    if value is pd.NaT:
        return ""
    return f"{value:.10g}" if isinstance(value, float) else str(value)
