"""What was simulated for the same people, place and day as each observation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from nuzuh.model.result import slabs
from nuzuh.typing import Floats

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario

VARIABLE_OF: Final = {
    "n_displaced": "n_displaced",
    "cum_returned": "n_returned",
    "cum_displaced": "new_displaced",
    "cum_arrivals": "new_arrivals",
    "cum_departures": "new_departures",
}
"""The variable of a result that each observed quantity is compared with."""
STOCKS: Final = ("n_displaced", "cum_returned")
"""Quantities that a variable holds as they are; the others are sums over days."""


def simulated_for(result: xr.Dataset, scenario: Scenario, rows: pd.DataFrame) -> list[Floats]:
    """What was simulated for each of some observations; the result is read once for all of them.

    Args:
        result: As `simulate` or `ensemble` gives it.
        scenario: What was run.
        rows: Rows of the table of observations, with dates within the run.

    Returns:
        For each row the persons by member, shape (members,). Displaced persons of the whole scenario include those
        on the road.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> rows = valley.tables["observations"]
        >>> [len(members) for members in simulated_for(nuzuh.simulate(valley, members=2), valley, rows)]
        [2, 2, 2]
    """
    wanted = list(dict.fromkeys([*(VARIABLE_OF[quantity] for quantity in rows["quantity"]), "n_on_route"]))
    found: list[list[Floats]] = [[] for _ in range(len(rows))]
    for part in slabs(result[wanted], "member"):
        read = {str(name): array.values for name, array in part.data_vars.items()} if len(rows) else {}
        for row, values in zip(rows.itertuples(), found, strict=True):
            here = list(scenario.places[row.location])
            values.append(_quantity(read, row.quantity, here, row.location, scenario.day_of(row.date.date())))
    return [np.concatenate(values) for values in found]


def _quantity(read: dict[str, Floats], quantity: str, here: list[int], place: str, day: int) -> Floats:
    """Values of a quantity at some locations by member, shape (members,)."""
    values = read[VARIABLE_OF[quantity]]
    if quantity not in STOCKS:
        return np.asarray(values[:, : day + 1, here].sum(axis=(1, 2)))
    on_route = read["n_on_route"][:, day].sum(axis=-1) if quantity == "n_displaced" and not place else 0
    return np.asarray(values[:, day, here].sum(axis=-1) + on_route)
