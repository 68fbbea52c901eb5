"""A run as NetCDF by the Climate and Forecast conventions, for programs that know nothing of nuzuh."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import xarray as xr

from nuzuh.model.disk import Disk
from nuzuh.model.result import compression, slabs
from nuzuh.outputs.origin import origin_of

if TYPE_CHECKING:
    import h5netcdf

CONVENTIONS: Final = "CF-1.11"
DIMS: Final = {"day": "time"}
"""Dimensions of a result that are called otherwise by the conventions."""
KNOWN: Final[dict[str, dict[str, str]]] = {
    "member": {"standard_name": "realization", "units": "1", "long_name": "member of the ensemble"},
    "lat": {"standard_name": "latitude", "units": "degrees_north", "long_name": "latitude (WGS 84)"},
    "lon": {"standard_name": "longitude", "units": "degrees_east", "long_name": "longitude (WGS 84)"},
    "kind": {"long_name": "kind of the location"},
    "country": {"long_name": "country in which the location lies"},
    "pcode": {"long_name": "P-code of the finest administrative unit known"},
    "admin1": {"long_name": "first administrative level"},
    "admin2": {"long_name": "second administrative level"},
}
"""Attributes of coordinates. An axis attribute would be wrong for lat and lon, which name points and span no grid."""
TIME: Final = {"standard_name": "time", "long_name": "day, from its midnight", "axis": "T", "bounds": "time_bounds"}
OF_A_DAY: Final = {"units": "1", "counted": "persons", "cell_methods": "time: sum"}
OF_AN_EVENING: Final = {"units": "1", "counted": "persons", "cell_methods": "time: point (in the evening of the day)"}
"""UDUNITS knows no persons: a number of them has the unit 1, and what is counted stands beside it."""


def write_netcdf(result: xr.Dataset, path: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Write all members of all variables, with the names and attributes that the conventions ask for.

    Members are read and written a few at a time. The day is the dimension `time` in days since the first one; names
    are labels (`location_name`) beside a dimension without a coordinate, as only numbers may be coordinates of one.

    Args:
        result: As `simulate` gives it, or as `ensemble` left it on the disk.
        path: The file.
        progress: Called with all steps and those done.

    Raises:
        OSError: There is no room for it.
    """
    import h5netcdf  # noqa: PLC0415 (only where a file is written)

    head = _head(result)
    start = io.BytesIO()
    head.to_netcdf(start, engine="h5netcdf")
    labels = {str(name): tuple(map(str, array.dims)) for name, array in head.coords.items() if name not in head.dims}
    n_done, n_all = 0, len(result.data_vars) * result.sizes["member"]
    with Disk(path) as disk:
        disk.write(start.getvalue())
        with h5netcdf.File(disk, "r+") as file:
            file.attrs.pop("coordinates", None)  # xarray's; the conventions know it only of variables
            for name in map(str, result.data_vars):
                target = _variable(file, result, name, labels)
                for part in slabs(result[[name]], "member"):
                    first, size = n_done % result.sizes["member"], part.sizes["member"]
                    target[first : first + size] = part[name].values
                    disk.check()
                    n_done += size
                    if progress is not None:
                        progress(n_all, n_done)


def _head(result: xr.Dataset) -> xr.Dataset:
    """All but the numbers of people."""
    names = {str(name): f"{name}_name" for name in result.coords if _is_label(result, str(name))}
    coords: dict[str, Any] = {
        names.get(str(name), str(name)): (
            tuple(DIMS.get(str(dim), str(dim)) for dim in array.dims),
            array.values,
            KNOWN.get(str(name), dict(array.attrs)),
        )
        for name, array in result.coords.items()
        if name != "date"
    }
    days = result["date"].values.astype("datetime64[D]")
    first = str(days[0])
    numbers = (days - days[0]).astype(np.int64)
    coords["time"] = ("time", numbers, TIME | {"units": f"days since {first}", "calendar": "proleptic_gregorian"})
    bounds = np.stack([numbers, numbers + 1], axis=1)
    return xr.Dataset({"time_bounds": (("time", "bound"), bounds)}, coords, _attributes(result))


def _is_label(result: xr.Dataset, name: str) -> bool:
    """Whether a coordinate names what is along its own dimension in words."""
    return name in result.dims and result[name].dtype.kind not in "iuf"


def _attributes(result: xr.Dataset) -> dict[str, Any]:
    """Those of the whole file: what the conventions ask for first, then all that the result says of itself."""
    origin = origin_of(result)
    return {
        "Conventions": CONVENTIONS,
        "title": origin["title"],
        "institution": "not recorded: whoever gave the command",
        "source": f"model: {origin['version']}, engine {origin['engine']}",
        "history": "\n".join(filter(None, [origin["command"], "nuzuh export --to netcdf"])),
        "references": "the documentation of nuzuh, pages model and exports",
        "comment": f"{origin['note']} {origin['intervals']}",
        "status": origin["status"],
    } | {key: value for key, value in result.attrs.items() if key not in {"title", "comment"}}


def _variable(file: h5netcdf.File, result: xr.Dataset, name: str, labels: dict[str, tuple[str, ...]]) -> Any:
    """A variable of the file, still without its numbers."""
    array = result[name]
    dims = tuple(DIMS.get(str(dim), str(dim)) for dim in array.dims)
    settings = compression(result[[name]])[name]
    target = file.create_variable(
        name,
        dims,
        array.dtype,
        chunks=settings["chunksizes"],
        compression="gzip",
        compression_opts=settings["complevel"],
        shuffle=settings["shuffle"],
    )
    beside = sorted(label for label, of in labels.items() if of and set(of) <= set(dims))
    is_of_a_day = str(array.attrs.get("units", "")).endswith("per day")
    attrs = {"long_name": str(array.attrs["long_name"])} | (OF_A_DAY if is_of_a_day else OF_AN_EVENING)
    target.attrs.update(attrs | {"coordinates": " ".join(beside)})
    return target
