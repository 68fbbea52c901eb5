"""What was simulated for the same people, place and day as each observation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from nuzuh.model.result import slabs
from nuzuh.typing import Floats

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario

VARIABLE_OF: Final = {
    "n_displaced": "n_displaced",
    "cum_returned": "n_returned",
    "cum_displaced": "new_displaced",
    "cum_arrivals": "new_arrivals",
    "cum_departures": "new_departures",
    "cum_moves": "new_moves",
    "n_at_home": "n_at_home",
}
"""The variable of a result that each observed quantity is compared with."""
STOCKS: Final = ("n_displaced", "n_at_home", "cum_returned")
"""Quantities that a variable holds as they are; the others are sums over days."""
MOVES: Final = "cum_moves"


def simulated_for(result: xr.Dataset, scenario: Scenario, rows: pd.DataFrame) -> list[Floats]:
    """What was simulated for each of some observations; the result is read once for all of them.

    Args:
        result: As `simulate` or `ensemble` gives it.
        scenario: What was run.
        rows: Rows of the table of observations, with dates within the run, `since` as well.

    Returns:
        For each row the persons by member, shape (members,). Displaced persons of the whole scenario include those
        on the road. Where a count has a first day (`since`), it is summed from that day on; of returns, which are
        held as a stock, it is the increase.

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
            first = 0 if pd.isna(row.since) else scenario.day_of(row.since.date())
            days = (first, scenario.day_of(row.date.date()))
            if row.quantity == MOVES:
                values.append(_moves(part[VARIABLE_OF[MOVES]], row.location, row.to, days))
            else:
                here = list(scenario.places[row.location])
                values.append(_quantity(read, row.quantity, here, row.location, days))
    return [np.concatenate(values) for values in found]


def _quantity(read: dict[str, Floats], quantity: str, here: list[int], place: str, days: tuple[int, int]) -> Floats:
    """Values of a quantity at some locations by member, from a first to a last day, shape (members,)."""
    (first, day), values = days, read[VARIABLE_OF[quantity]]
    if quantity not in STOCKS:
        return np.asarray(values[:, first : day + 1, here].sum(axis=(1, 2)))
    on_route = read["n_on_route"][:, day].sum(axis=-1) if quantity == "n_displaced" and not place else 0
    before = values[:, first - 1, here].sum(axis=-1) if first > 0 else 0
    return np.asarray(values[:, day, here].sum(axis=-1) + on_route - before)


def _moves(moves: xr.DataArray, origin: str, to: str, days: tuple[int, int]) -> Floats:
    """Persons who set out from a unit to another by member, shape (members,); any of them where a name is blank."""
    chosen = {name: moves[name] == unit for name, unit in (("origin", origin), ("destination", to)) if unit}
    there = moves.isel(day=slice(days[0], days[1] + 1)).sel(chosen)
    return np.asarray(there.sum(["day", "origin", "destination"]).values)
