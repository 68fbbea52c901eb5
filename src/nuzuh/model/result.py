"""Result: an xarray Dataset of members, days and locations, with units and provenance."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

import nuzuh
from nuzuh.errors import UsageError
from nuzuh.model.calendar import dates_of
from nuzuh.model.classes import group_names
from nuzuh.model.record import BY_GROUP, VARIABLES
from nuzuh.typing import Floats

if TYPE_CHECKING:
    from nuzuh.model.setting import Setting


def dataset_of(
    setting: Setting, record: Floats, by_group: Floats, *, seed: int, engine: str, n_draws: int
) -> xr.Dataset:
    """Give names, units and provenance to what the engines wrote down.

    Args:
        setting: What was run.
        record: Shape (members, days, variables, locations).
        by_group: Shape (members, days, variables of `BY_GROUP`, groups, locations); no groups where there is but one.
        seed: Of the run.
        engine: Its name.
        n_draws: Random draws taken in all.

    Returns:
        Whole numbers, but for expected values (`engine="mean"`).
    """
    scenario, locations = setting.scenario, setting.scenario.locations
    kind = np.float64 if engine == "mean" else np.int64
    variables = {
        variable.name: (
            ("member", "day", "location"),
            record[:, :, position].astype(kind),
            {"long_name": variable.long_name, "units": "persons per day" if variable.is_flow else "persons"},
        )
        for position, variable in enumerate(VARIABLES)
    }
    coords = {
        "member": ("member", np.arange(len(record)), {"long_name": "member of the ensemble"}),
        "date": ("day", dates_of(scenario).astype("datetime64[ns]"), {"long_name": "date"}),
        "location": (
            "location",
            locations["name"].to_numpy(dtype=str),
            {"long_name": "name of the location"},
        ),
        "kind": ("location", locations["kind"].to_numpy(dtype=str)),
        "country": ("location", np.array(scenario.countries)),
        "pcode": ("location", locations["pcode"].to_numpy(dtype=str)),
        "lat": ("location", locations["lat"].to_numpy(), {"units": "degrees_north"}),
        "lon": ("location", locations["lon"].to_numpy(), {"units": "degrees_east"}),
    }
    attrs = {
        "title": scenario.title,
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "params_hash": setting.params.hash,
        "params": setting.params.model_dump_json(),
        "seed": seed,
        "engine": engine,
        "n_draws": n_draws,
        "population": scenario.population,
        "itineraries": setting.itineraries.describe(),
        "version": nuzuh.__version__,
        "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:]]) if sys.argv and sys.argv[0] else "",
        "comment": "Modelled values, not observations. Aggregate numbers of people; nobody is tracked.",
    }
    result = xr.Dataset(variables, coords=coords, attrs=attrs).set_xindex("date")
    return _with_groups(result, by_group, group_names(scenario))


def _with_groups(result: xr.Dataset, by_group: Floats, names: list[str]) -> xr.Dataset:
    """The result with what was written down by group as well; the same where there is but one."""
    if not names:
        return result
    groups = ("group", np.array(names), {"long_name": "groups that the rules tell apart"})
    variables = {
        f"{variable.name}_by_group": (
            ("member", "day", "group", "location"),
            by_group[:, :, position].astype(result[variable.name].dtype),
            {"long_name": f"{variable.long_name}, by group", "units": "persons"},
        )
        for position, variable in enumerate(VARIABLES[number] for number in BY_GROUP)
    }
    return result.assign_coords(group=groups).assign(variables)


def cum_displaced(result: xr.Dataset) -> xr.DataArray:
    """Persons displaced since the first day, over all locations.

    Args:
        result: As `simulate` gives it.

    Returns:
        Dimensions member and day.
    """
    total = result["new_displaced"].sum("location").cumsum("day")
    return total.rename("cum_displaced").assign_attrs(
        long_name="persons displaced since the first day", units="persons"
    )


def write_result(result: xr.Dataset, path: Path) -> None:
    """Write a result as NetCDF 4, compressed; the same result gives the same bytes."""
    squeezed = {name: {"zlib": True, "complevel": 4, "shuffle": True} for name in result.data_vars}
    result.to_netcdf(path, engine="h5netcdf", encoding=squeezed)


def read_result(path: str | Path) -> xr.Dataset:
    """Read a result back.

    Args:
        path: A `result.nc`, or the folder that holds one.

    Returns:
        The Dataset as it was written.

    Raises:
        UsageError: There is no such file.
    """
    file = Path(path) / "result.nc" if Path(path).is_dir() else Path(path)
    if not file.is_file():
        message = f"no result at '{file}': make one with 'nuzuh run SCENARIO --out DIR'"
        raise UsageError(message)
    with xr.open_dataset(file, engine="h5netcdf") as opened:
        return opened.load().set_xindex("date")
