"""Sensitivity as files and as an object of plain numbers."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nuzuh.outputs.figures import sensitivity_figure
from nuzuh.scenario.csvfile import write_csv
from nuzuh.scenario.whole import filled_folder

if TYPE_CHECKING:
    import xarray as xr

OF_OUTCOME: Final = {
    "central": "#affected +central",
    "q05": "#affected +q05",
    "median": "#affected +median",
    "q95": "#affected +q95",
}
OF_PARAMETER: Final = {
    f"{name}{end}": f"#indicator +{name}{tag}"
    for name in ("first", "total")
    for end, tag in (("", ""), ("_low", " +low"), ("_high", " +high"))
}
COLUMNS: Final = {
    "outcome": "#indicator +outcome",
    "unit": "#indicator +unit",
    **OF_OUTCOME,
    "parameter": "#indicator +parameter",
    "prior": "#description +prior",
    **OF_PARAMETER,
}
"""Columns of sensitivity.csv and their tags."""
FIGURE: Final = "sensitivity.png"
DOTS_PER_INCH: Final = 150


def sensitivity_object(found: xr.Dataset) -> dict[str, Any]:
    """A sensitivity analysis as one object of plain numbers, as `nuzuh sensitivity --json` prints it.

    Args:
        found: As `nuzuh.sensitivity` gives it.

    Returns:
        An index of an outcome that does not vary is None.

    Examples:
        >>> import nuzuh
        >>> rate = {"displacement.rate": {"uniform": [0.05, 0.2]}}
        >>> found = nuzuh.sensitivity(nuzuh.read_scenario("valley"), n=8, params=rate, executor="here")
        >>> sensitivity_object(found)["parameters"]
        {'displacement.rate': 'uniform 0.05 to 0.2'}
    """
    parameters = dict(zip(found["parameter"].values.tolist(), found["prior"].values.tolist(), strict=True))
    return {
        "scenario": found.attrs["scenario"],
        "n": int(found.attrs["n"]),
        "runs": int(found.attrs["runs"]),
        "parameters": parameters,
        "outcomes": {name: _outcome(found.sel(outcome=name)) for name in found["outcome"].values.tolist()},
        **{key: found.attrs[key] for key in ("engine", "seed", "scenario_hash", "version", "command")},
        "note": found.attrs["comment"],
    }


def sensitivity_csv(found: xr.Dataset) -> str:
    """A sensitivity analysis as CSV, with a row of HXL tags under the header.

    Args:
        found: As `nuzuh.sensitivity` gives it.

    Returns:
        One row for each outcome and parameter; indices of an outcome that does not vary are blank.
    """
    rows = []
    for name in found["outcome"].values:
        outcome = found.sel(outcome=name)
        spread = [_cell(outcome[column].item()) for column in OF_OUTCOME]
        for at, parameter in enumerate(found["parameter"].values):
            indices = [_cell(outcome[column].values[at]) for column in OF_PARAMETER]
            prior = str(found["prior"].values[at])
            rows.append([str(name), outcome["unit"].item(), *spread, str(parameter), prior, *indices])
    return write_csv([[*COLUMNS], [*COLUMNS.values()], *rows])


def write_sensitivity(found: xr.Dataset, folder: str | Path) -> Path:
    """Write a sensitivity analysis into a folder; its files appear together when all are written, or not at all.

    Args:
        found: As `nuzuh.sensitivity` gives it.
        folder: Made if it is not there; files of an earlier analysis in it are replaced.

    Returns:
        The folder, with sensitivity.csv, sensitivity.json and sensitivity.png.

    Raises:
        UsageError: The folder cannot be written.
    """
    with filled_folder(Path(folder)) as partial:
        (partial / "sensitivity.csv").write_text(sensitivity_csv(found), encoding="utf-8", newline="\n")
        text = json.dumps(sensitivity_object(found), indent=2, ensure_ascii=False)
        (partial / "sensitivity.json").write_text(text + "\n", encoding="utf-8", newline="\n")
        sensitivity_figure(found).savefig(partial / FIGURE, dpi=DOTS_PER_INCH)
    return Path(folder)


def _outcome(outcome: xr.Dataset) -> dict[str, Any]:
    spread = {name: _plain(outcome[name].item()) for name in OF_OUTCOME}
    indices = {
        name: {
            str(parameter): [_plain(outcome[key].values[at], 4) for key in (f"{name}_low", name, f"{name}_high")]
            for at, parameter in enumerate(outcome["parameter"].values)
        }
        for name in ("first", "total")
    }
    return spread | indices | {"unit": outcome["unit"].item()}


def _plain(value: float, decimals: int = 2) -> float | int | None:
    """A rounded number, a whole one where it is one; None where there is none."""
    if math.isnan(value):
        return None
    number = round(float(value), decimals)
    return int(number) if number.is_integer() else number


def _cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.10g}"
