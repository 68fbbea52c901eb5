"""Two ensembles on the same random numbers, member by member."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import UsageError

if TYPE_CHECKING:
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
        have, such as a new camp, has nobody there.

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
    names = list(dict.fromkeys([*baseline["location"].values, *other["location"].values]))
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


def _at(result: xr.Dataset, names: list[str]) -> xr.Dataset:
    """A result at some locations, in this order; nobody is at one that it does not have."""
    if list(result["location"].values) == names:
        return result
    return result.reindex(location=names, fill_value=dict.fromkeys(result.data_vars, 0))
