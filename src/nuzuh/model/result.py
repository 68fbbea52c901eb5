"""Result: an xarray Dataset of members, days and locations, with units and provenance."""

from __future__ import annotations

import io
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import xarray as xr

import nuzuh
from nuzuh.errors import UsageError
from nuzuh.model.calendar import dates_of
from nuzuh.model.classes import group_names
from nuzuh.model.disk import Disk
from nuzuh.model.record import BY_GROUP, NEW_MOVES, VARIABLES
from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    from nuzuh.model.setting import Setting


def dataset_of(
    setting: Setting, record: Floats, by_group: Floats, moves: Floats, *, members: Ints, seed: int, engine: str
) -> xr.Dataset:
    """Give names, units and provenance to what the engines wrote down.

    Args:
        setting: What was run.
        record: Shape (members, days, variables, locations).
        by_group: Shape (members, days, variables of `BY_GROUP`, groups, locations); no groups where there is but one.
        moves: Shape (members, days, units, units), from each to each; no units where there is nothing to tell apart.
        members: Number of each, shape (members,).
        seed: Of the run.
        engine: Its name.

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
        "member": ("member", members, {"long_name": "member of the ensemble"}),
        "date": ("day", dates_of(scenario).astype("datetime64[ns]"), {"long_name": "date"}),
        "location": (
            "location",
            locations["name"].to_numpy(dtype=str),
            {"long_name": "name of the location"},
        ),
        "kind": ("location", locations["kind"].to_numpy(dtype=str)),
        "country": ("location", np.array(scenario.countries)),
        "pcode": ("location", locations["pcode"].to_numpy(dtype=str)),
        "admin1": ("location", locations["admin1"].to_numpy(dtype=str)),
        "admin2": ("location", locations["admin2"].to_numpy(dtype=str)),
        "status": ("location", locations["status"].to_numpy(dtype=str), {"long_name": "how the location is known"}),
        "lat": ("location", locations["lat"].to_numpy(), {"units": "degrees_north"}),
        "lon": ("location", locations["lon"].to_numpy(), {"units": "degrees_east"}),
        "route_from": ("route", scenario.routes["from"].to_numpy(dtype=str), {"long_name": "one end of the route"}),
        "route_to": ("route", scenario.routes["to"].to_numpy(dtype=str), {"long_name": "the other end"}),
        "route_km": ("route", scenario.routes["distance_km"].to_numpy(float), {"units": "km"}),
    }
    attrs = {
        "title": scenario.title,
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "params_hash": setting.params.hash,
        "params": setting.params.model_dump_json(),
        "seed": seed,
        "engine": engine,
        "population": scenario.population,
        "itineraries": setting.itineraries.describe(),
        "version": nuzuh.__version__,
        "command": command_line(),
        "comment": "Modelled values, not observations. Aggregate numbers of people; nobody is tracked.",
    }
    result = xr.Dataset(variables, coords=coords, attrs=attrs).set_xindex("date")
    return _with_moves(_with_groups(result, by_group, group_names(scenario)), moves, setting.unit_names)


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


def _with_moves(result: xr.Dataset, moves: Floats, names: list[str]) -> xr.Dataset:
    """The result with moves between units as well; the same where there is nothing to tell apart."""
    if not names:
        return result
    coords = {
        name: (name, np.array(names), {"long_name": f"admin1, or country where that is blank, {where}"})
        for name, where in (("origin", "where people set out"), ("destination", "that they chose"))
    }
    attrs = {"long_name": NEW_MOVES.long_name, "units": "persons per day"}
    counted = moves.astype(result["new_departures"].dtype)
    return result.assign_coords(coords).assign(
        {NEW_MOVES.name: (("member", "day", "origin", "destination"), counted, attrs)}
    )


def command_line() -> str:
    """The command that this process was started with."""
    return " ".join([Path(sys.argv[0]).name, *sys.argv[1:]]) if sys.argv and sys.argv[0] else ""


PLACES = ("location", "origin", "destination")
"""Dimensions of a result that a scenario with another location may have longer."""
MOST_BYTES = 64 * 2**20
"""Part of a variable that is worked on at a time, where all members together need not fit into memory."""


class Tallies(NamedTuple):
    """What is counted beside a result.

    Args:
        n_draws: Random draws that each member took, shape (members,).
        n_unplaced: Registered persons who could not be placed in each, shape (members,).
    """

    n_draws: Ints
    n_unplaced: Floats


def with_tallies(result: xr.Dataset, tallies: Tallies) -> xr.Dataset:
    """A result with the attributes `n_draws`, in all, and `n_unplaced`, the mean of members."""
    return result.assign_attrs(
        n_draws=int(tallies.n_draws.sum()), n_unplaced=round(float(tallies.n_unplaced.mean()), 6)
    )


def slabs(result: xr.Dataset, dim: str, most_bytes: int = MOST_BYTES) -> Iterator[xr.Dataset]:
    """A result in parts that fit into memory, in order.

    Args:
        result: As `simulate` gives it, or one whose numbers are read when they are used.
        dim: The dimension along which it is cut.
        most_bytes: What a variable of a part takes at most, unless one step along `dim` takes more.
    """
    largest = max(math.prod(array.shape) * array.dtype.itemsize for array in result.data_vars.values())
    size = max(int(most_bytes * result.sizes[dim] / max(largest, 1)), 1)
    for first in range(0, result.sizes[dim], size):
        yield result.isel({dim: slice(first, first + size)})


def cum_displaced(result: xr.Dataset) -> xr.DataArray:
    """Persons displaced since the first day, over all locations.

    Args:
        result: As `simulate` gives it.

    Returns:
        Dimensions member and day.
    """
    parts = [part.sum("location").cumsum("day") for part in slabs(result[["new_displaced"]], "member")]
    total = xr.concat(parts, "member")["new_displaced"]
    return total.rename("cum_displaced").assign_attrs(
        long_name="persons displaced since the first day", units="persons"
    )


def compression(result: xr.Dataset) -> dict[str, dict[str, Any]]:
    """How the variables of a result are stored: compressed, each member by itself.

    A file can then be put together from files of some members each, without compressing anything again.
    """
    settings = {"zlib": True, "complevel": 1, "shuffle": True}
    return {str(name): settings | {"chunksizes": (1, *array.shape[1:])} for name, array in result.data_vars.items()}


def write_result(result: xr.Dataset, path: Path) -> None:
    """Write a result as NetCDF 4, compressed; the same result gives the same bytes.

    Raises:
        OSError: There is no room for it.
    """
    content = io.BytesIO()
    result.to_netcdf(content, engine="h5netcdf", encoding=compression(result))
    with Disk(path) as disk:
        disk.write(content.getvalue())


def read_result(path: str | Path) -> xr.Dataset:
    """Read a result back.

    Args:
        path: A `result.nc`, or the folder that holds one.

    Returns:
        The Dataset as it was written.

    Raises:
        UsageError: There is no such file.
    """
    with open_result(path) as opened:
        return opened.load()


def open_result(path: str | Path) -> xr.Dataset:
    """A result whose numbers are read from the file when they are used: for more members than memory holds.

    Args:
        path: As for `read_result`.

    Raises:
        UsageError: There is no such file.
    """
    file = Path(path) / "result.nc" if Path(path).is_dir() else Path(path)
    if not file.is_file():
        message = f"no result at '{file}': make one with 'nuzuh run SCENARIO --out DIR'"
        raise UsageError(message)
    return xr.open_dataset(file, engine="h5netcdf").set_xindex("date")
