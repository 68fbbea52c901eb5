"""A run that was kept in a folder, opened again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from nuzuh.errors import UsageError, quoted
from nuzuh.model.result import open_result

if TYPE_CHECKING:
    import xarray as xr

RESULT: Final = "result.nc"
ATTRS: Final = ("scenario", "scenario_hash", "seed", "engine", "version", "command", "comment")
"""By which a result of ours is known."""
UNREADABLE: Final = (OSError, ValueError, KeyError)
"""What h5netcdf and xarray raise for a file that is damaged, or something else."""


def open_run(path: str | Path) -> xr.Dataset:
    """The result of a run whose numbers are read when they are used.

    Args:
        path: The folder of a run, one run inside the folder of a comparison, or a result.nc.

    Raises:
        UsageError: There is no run, or the file is no result; of a comparison, its runs are named.
    """
    place = Path(path)
    runs = sorted(file.parent.name for file in place.glob(f"*/{RESULT}"))
    if runs and not (place / RESULT).is_file():
        message = f"{quoted(str(path))} holds {len(runs)} runs: name one of {', '.join(str(place / n) for n in runs)}"
        raise UsageError(message)
    try:
        result = open_result(place)
    except UNREADABLE:
        raise _no_result(place, "damaged, or no NetCDF file") from None
    if not set(ATTRS) <= set(result.attrs):
        result.close()
        raise _no_result(place, "it was made by another program")
    return result


def _no_result(path: Path, why: str) -> UsageError:
    file = path / RESULT if path.is_dir() else path
    way_out = "make one with 'nuzuh run SCENARIO --out DIR'"
    return UsageError(f"{quoted(str(file))} cannot be read as a result ({why}): {way_out}")
