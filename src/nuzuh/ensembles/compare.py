"""Two ensembles on the same random numbers, member by member."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import UsageError
from nuzuh.model.passages import ROUTE_ENDS
from nuzuh.model.result import PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr


def compare(baseline: xr.Dataset, other: xr.Dataset) -> xr.Dataset:
    """What changes from one ensemble to another: the second less the first, member by member.

    Both must be run with the same seed: members of the same number then have the same random numbers, and differ only
    by what makes the scenarios differ.

    Args:
        baseline: As `ensemble` or `simulate` gives it.
        other: The same for a what-if.

    Returns:
        A Dataset like both, in persons more (or fewer) than in the baseline. A location that one of them does not
        have, such as a new camp, has nobody there; to or from a unit that one does not have nobody moves. Moves are
        left out where only one tells units apart, and passages where only one has them, or other routes.

    Raises:
        UsageError: They differ in seed, engine, members or days, so that a difference would not be that of the what-if.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> runs = nuzuh.ensemble(valley, members=20, executor="here")
        >>> calm = nuzuh.ensemble(nuzuh.ceasefire(start="2021-03-10")(valley), members=20, executor="here")
        >>> float(nuzuh.compare(runs, calm).n_displaced.sel(date="2021-03-09").max())
        0.0
    """
    check_pair(baseline, other)
    baseline, other = _without_other_routes(baseline, other)
    names = {
        dim: list(dict.fromkeys([*baseline[dim].values, *other[dim].values]))
        for dim in PLACES
        if dim in baseline.dims and dim in other.dims
    }
    first, second = (_at(result, names) for result in (baseline, other))
    return (second - first).assign_attrs(
        title=f"{other.attrs['title']}, less the baseline",
        seed=baseline.attrs["seed"],
        engine=baseline.attrs["engine"],
        comment="Differences between modelled values, not observations.",
    )


def check_pair(baseline: xr.Dataset, other: xr.Dataset) -> None:
    """See that two results can be compared member by member.

    Raises:
        UsageError: They cannot; all reasons are named.
    """
    reasons = [
        f"{name} {baseline.attrs[name]} and {other.attrs[name]}"
        for name in ("seed", "engine")
        if baseline.attrs[name] != other.attrs[name]
    ]
    reasons += [
        f"other {plural}"
        for plural, name in (("members", "member"), ("days", "date"))
        if not np.array_equal(baseline[name].values, other[name].values)
    ]
    if reasons:
        message = f"the results cannot be compared ({'; '.join(reasons)}): run both with the same"
        raise UsageError(message)


def _without_other_routes(*results: xr.Dataset) -> list[xr.Dataset]:
    """Results with passages where all have the same routes, else without them."""
    routes = [[result[name].values.tolist() for name in ROUTE_ENDS if name in result.coords] for result in results]
    if all(one == routes[0] for one in routes):
        return list(results)
    return [result.drop_dims("route", errors="ignore") for result in results]


def _at(result: xr.Dataset, names: Mapping[str, list[str]]) -> xr.Dataset:
    """A result at some places, in this order; nobody is at one that it does not have."""
    common = result.drop_dims([dim for dim in PLACES if dim in result.dims and dim not in names])
    if all(list(common[dim].values) == wanted for dim, wanted in names.items()):
        return common
    return common.reindex(names, fill_value=dict.fromkeys(common.data_vars, 0))
