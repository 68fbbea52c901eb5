"""The folder of a run: its result, tables for others to use, and how it came about."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nuzuh.impact.exposure import exposure
from nuzuh.impact.needs import full_dates, needs
from nuzuh.impact.outcomes import outcomes_of
from nuzuh.model.result import write_result
from nuzuh.outputs.exposure_tables import exposure_csv, full_dates_csv, needs_csv
from nuzuh.outputs.outcomes_file import FILE as OUTCOMES
from nuzuh.outputs.outcomes_file import write_outcomes
from nuzuh.outputs.page_data import page_payload, run_payload
from nuzuh.outputs.tables import displaced_csv
from nuzuh.scenario.whole import filled_folder

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.outputs.page_flows import Progress
    from nuzuh.scenario.scenario import Scenario
    from nuzuh.what_ifs.policy import WhatIf

TABLES = ("displaced.csv", "exposure.csv", "needs.csv", "full_dates.csv", "run.json")
"""Tables of a run beside its result."""
PAGE = "page.json"
"""What a page shows of the run: a report is made of it without the scenario, and without running anything again."""
FOR_REPORTS = (PAGE, OUTCOMES)
LIBRARIES = ("numba", "numpy", "pandas", "scipy", "xarray", "h5netcdf")


def write_run(
    result: xr.Dataset,
    folder: str | Path,
    scenario: Scenario | None = None,
    *,
    what_if: WhatIf | None = None,
    progress: Progress | None = None,
) -> Path:
    """Write a run into a folder; its files appear together when all are written, or not at all.

    The same run gives the same bytes on the same machine.

    Args:
        result: As `simulate` gives it.
        folder: Made if it is not there; files of an earlier run in it are replaced.
        scenario: What was run: then the tables of exposure and needs, and what a report needs, are written as well.
        what_if: Under which it was run, for the name and title of a report.
        progress: Called while flows along routes are worked out for the report.

    Returns:
        The folder.

    Raises:
        UsageError: The folder cannot be written.
    """
    with filled_folder(Path(folder)) as partial:
        write_result(result, partial / "result.nc")
        _write(result, partial, scenario, what_if, progress)
    return Path(folder)


def write_tables(
    result: xr.Dataset,
    folder: str | Path,
    scenario: Scenario | None = None,
    *,
    what_if: WhatIf | None = None,
    progress: Progress | None = None,
) -> Path:
    """Write all but the result itself, as `write_run`: for an ensemble, whose result is in its folder already.

    Args:
        result: As `ensemble` gives it.
        folder: That of the ensemble.
        scenario: As for `write_run`, and so are the others.
        what_if: Under which it was run.
        progress: Called while flows are worked out.

    Returns:
        The folder.

    Raises:
        UsageError: The folder cannot be written.
    """
    with filled_folder(Path(folder)) as partial:
        _write(result, partial, scenario, what_if, progress)
    return Path(folder)


def _write(
    result: xr.Dataset,
    folder: Path,
    scenario: Scenario | None,
    what_if: WhatIf | None,
    progress: Progress | None,
) -> None:
    texts = {
        "displaced.csv": displaced_csv(result),
        "run.json": json.dumps(provenance(result), indent=2, ensure_ascii=False) + "\n",
    }
    if scenario is not None:
        texts["exposure.csv"] = exposure_csv(exposure(result, scenario, by=["location"]))
        texts["needs.csv"] = needs_csv(needs(result, scenario))
        texts["full_dates.csv"] = full_dates_csv(full_dates(result, scenario))
        write_outcomes(outcomes_of(result, scenario), result["member"].values, folder / OUTCOMES)
        named = {"name": what_if.name, "title": what_if.title, "note": what_if.note} if what_if else {}
        run = run_payload(result, scenario, **named, progress=progress)
        texts[PAGE] = json.dumps(page_payload(scenario, [run]), ensure_ascii=False, separators=(",", ":")) + "\n"
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def provenance(result: xr.Dataset) -> dict[str, Any]:
    """How a result came about: versions, fingerprints, seed, parameters, command."""
    attrs = result.attrs
    return {
        "scenario": attrs["scenario"],
        "title": attrs["title"],
        "scenario_hash": attrs["scenario_hash"],
        "params_hash": attrs["params_hash"],
        "params": json.loads(attrs["params"]),
        "priors": attrs.get("priors", ""),
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
