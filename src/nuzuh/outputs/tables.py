"""Tables that others can use: CSV with a row of HXL tags."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.ensembles.quantiles import quantiles
from nuzuh.model.record import VARIABLES
from nuzuh.model.result import slabs

if TYPE_CHECKING:
    import xarray as xr

COLUMNS = {
    "location": "#loc +name",
    "date": "#date +occurred",
    "n_displaced": "#affected +displaced +median",
    "n_displaced_mean": "#affected +displaced +mean",
    "n_displaced_q05": "#affected +displaced +q05",
    "n_displaced_q95": "#affected +displaced +q95",
    "new_arrivals": "#affected +arrivals +new",
    "new_departures": "#affected +departures +new",
    "new_displaced": "#affected +displaced +new",
    "n_on_route": "#affected +travelling",
    "n_at_home": "#population +home",
    "n_returned": "#affected +returned",
}
"""Columns of displaced.csv and their tags. A column without a suffix is the median over members."""


def displaced_csv(result: xr.Dataset) -> str:
    """Displaced persons by location and date as CSV, with a row of HXL tags under the header.

    Args:
        result: As `simulate` gives it.

    Returns:
        One row for each location and date, locations in the scenario's order.
    """
    values = {variable.name: quantiles(result, variable.name, [0.5])[0] for variable in VARIABLES}
    parts = [part["n_displaced"].values.mean(axis=0) for part in slabs(result[["n_displaced"]], "day")]
    values["n_displaced_mean"] = np.concatenate(parts)
    values["n_displaced_q05"], values["n_displaced_q95"] = quantiles(result, "n_displaced", [0.05, 0.95])
    dates = [str(day)[:10] for day in result["date"].values]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerow(COLUMNS.values())
    numbers = [values[name] for name in list(COLUMNS)[2:]]
    for at, name in enumerate(result["location"].values):
        columns = [[f"{n:.10g}" for n in array[:, at]] for array in numbers]
        writer.writerows(zip([name] * len(dates), dates, *columns, strict=True))
    return buffer.getvalue()
