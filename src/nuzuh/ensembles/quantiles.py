"""Quantiles over members, of more members than memory holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.model.result import MOST_BYTES, slabs
from nuzuh.typing import Floats

if TYPE_CHECKING:
    import xarray as xr

DAYS_BYTES = 4 * MOST_BYTES
"""Part of a variable that is read at a time: each part takes another pass over all members in the file."""
SORTED_AT_A_TIME = 2**20


def quantiles(
    result: xr.Dataset, name: str, shares: Sequence[float], progress: Callable[[int, int], None] | None = None
) -> Floats:
    """Quantiles of a variable over members, a few days at a time.

    Args:
        result: As `simulate` or `ensemble` gives it.
        name: Of the variable.
        shares: Between 0 and 1.
        progress: Called with all days and those done.

    Returns:
        Shape (shares, D, ...): the other dimensions of the variable, in their order.

    Examples:
        >>> import nuzuh
        >>> runs = nuzuh.ensemble(nuzuh.read_scenario("valley"), members=20, executor="here")
        >>> quantiles(runs, "n_displaced", [0.05, 0.5, 0.95]).shape
        (3, 60, 5)
    """
    parts, n_done = [], 0
    for part in slabs(result[[name]], "day", DAYS_BYTES):
        parts.append(quantiles_of(part[name].values, shares))
        n_done += part.sizes["day"]
        if progress is not None:
            progress(result.sizes["day"], n_done)
    return np.concatenate(parts, axis=1)


def quantiles_of(values: Floats, shares: Sequence[float]) -> Floats:
    """Quantiles over the first dimension; where all values are the same nothing is sorted.

    Args:
        values: Shape (members, ...).
        shares: Between 0 and 1.

    Returns:
        Shape (shares, ...).
    """
    flat = values.reshape(len(values), -1)
    low = flat.min(axis=0)
    found = np.tile(low.astype(np.float64), (len(shares), 1))
    varies = np.flatnonzero(flat.max(axis=0) > low)
    size = max(SORTED_AT_A_TIME // len(flat), 1)
    for first in range(0, len(varies), size):
        columns = varies[first : first + size]
        beside_each_other = np.ascontiguousarray(flat[:, columns].T)  # sorted four times as fast as members apart
        found[:, columns] = np.quantile(beside_each_other, shares, axis=1, overwrite_input=True)
    return found.reshape(len(shares), *values.shape[1:])
