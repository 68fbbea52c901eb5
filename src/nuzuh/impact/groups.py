"""Groups of people in a result: as the rules moved them, and as the table of groups names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import UsageError
from nuzuh.model.classes import MULTIPLIERS
from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario

STOCKS = ("n_at_home", "n_returned", "n_displaced", "n_on_route")
"""Variables of a result that hold people at one time."""


@dataclass(frozen=True)
class Groups:
    """The groups of a scenario, and where they are in a result.

    Args:
        names: Of the groups, G in all.
        moved: Which of the groups that were moved apart each belongs to, shape (G,).
        share: Share of each in the one that it was moved with, shape (G,).
        moved_share: Share of the population in each that was moved apart.
        is_by_group: Whether the result tells those apart that were moved apart.
    """

    names: tuple[str, ...]
    moved: Ints
    share: Floats
    moved_share: Floats
    is_by_group: bool

    def people(self, result: xr.Dataset) -> dict[str, Floats]:
        """The stocks of a result, shape (members, D, groups moved apart, L) each; views, not copies."""
        if self.is_by_group:
            order = ("member", "day", "group", "location")
            return {name: result[f"{name}_by_group"].transpose(*order).values for name in STOCKS}
        return {name: result[name].values[:, :, None] for name in STOCKS}

    def population(self, scenario: Scenario) -> Floats:
        """People at home on the first morning, by location and groups moved apart."""
        return np.asarray(scenario.locations["population"].to_numpy(dtype=np.float64)[:, None] * self.moved_share)

    def apart(self, values: Floats) -> Floats:
        """Numbers by groups moved apart to numbers by group; groups are the last dimension."""
        return np.asarray(values[..., self.moved] * self.share)


ALL = Groups(("all",), np.zeros(1, np.int64), np.ones(1), np.ones(1), is_by_group=False)
"""Everybody."""


def groups_in(result: xr.Dataset, scenario: Scenario) -> Groups:
    """The groups by which a result can be told apart; without a table of groups there is one, `all`.

    Where the result does not tell groups apart, each gets its share of every number.

    Raises:
        UsageError: The groups of the result are not those of the scenario.
    """
    table: pd.DataFrame = scenario.tables["groups"]
    if not len(table):
        return ALL
    share = table["share"].to_numpy(dtype=np.float64)
    moved = table.groupby(list(MULTIPLIERS), sort=False).ngroup().to_numpy(dtype=np.int64)
    is_by_group = "n_displaced_by_group" in result
    if not is_by_group:
        moved = np.zeros_like(moved)
    elif result.sizes["group"] != moved.max() + 1:
        message = f"the result has {result.sizes['group']} groups: give the scenario that was run"
        raise UsageError(message)
    moved_share = np.bincount(moved, share).astype(np.float64)
    return Groups(tuple(table["group"]), moved, share / moved_share[moved], moved_share, is_by_group)
