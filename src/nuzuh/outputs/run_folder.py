"""The folder of a run: result.nc, displaced.csv and run.json."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nuzuh.model.result import write_result
from nuzuh.outputs.tables import displaced_csv
from nuzuh.scenario.whole import filled_folder

if TYPE_CHECKING:
    import xarray as xr

LIBRARIES = ("numba", "numpy", "pandas", "scipy", "xarray", "h5netcdf")


def write_run(result: xr.Dataset, folder: str | Path) -> Path:
    """Write a run into a folder; its files appear together when all are written, or not at all.

    The same run gives the same bytes on the same machine.

    Args:
        result: As `simulate` gives it.
        folder: Made if it is not there; files of an earlier run in it are replaced.

    Returns:
        The folder.

    Raises:
        UsageError: The folder cannot be written.
    """
    with filled_folder(Path(folder)) as partial:
        write_result(result, partial / "result.nc")
        (partial / "displaced.csv").write_text(displaced_csv(result), encoding="utf-8", newline="\n")
        text = json.dumps(provenance(result), indent=2, ensure_ascii=False)
        (partial / "run.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    return Path(folder)


def provenance(result: xr.Dataset) -> dict[str, Any]:
    """How a result came about: versions, fingerprints, seed, parameters, command."""
    attrs = result.attrs
    return {
        "scenario": attrs["scenario"],
        "title": attrs["title"],
        "scenario_hash": attrs["scenario_hash"],
        "params_hash": attrs["params_hash"],
        "params": json.loads(attrs["params"]),
        "engine": attrs["engine"],
        "seed": int(attrs["seed"]),
        "members": int(result.sizes["member"]),
        "start": str(result["date"].values[0])[:10],
        "end": str(result["date"].values[-1])[:10],
        "population": int(attrs["population"]),
        "n_draws": int(attrs["n_draws"]),
        "n_unplaced": float(attrs["n_unplaced"]),
        "itineraries": attrs["itineraries"],
        "command": attrs["command"],
        "versions": {"nuzuh": attrs["version"], "python": platform.python_version()}
        | {name: version(name) for name in LIBRARIES},
        "note": attrs["comment"],
    }
