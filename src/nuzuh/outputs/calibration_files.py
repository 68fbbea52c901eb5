"""A calibration as files: the parameter sets, all that is known of them, and a figure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nuzuh.outputs.calibration_figure import calibration_figure
from nuzuh.outputs.calibration_words import calibration_object
from nuzuh.scenario.parameter_sets import parameter_sets_csv
from nuzuh.scenario.whole import filled_folder

if TYPE_CHECKING:
    import xarray as xr

SETS: Final = "posterior.csv"
FILES: Final = (SETS, "calibration.json", "calibration.png")
DOTS_PER_INCH: Final = 150


def write_calibration(found: xr.Dataset, folder: str | Path) -> Path:
    """Write a calibration into a folder; its files appear together when all are written, or not at all.

    Args:
        found: As `nuzuh.calibrate` gives it.
        folder: Made if it is not there; files of an earlier calibration in it are replaced.

    Returns:
        The folder, with posterior.csv, calibration.json and calibration.png.

    Raises:
        UsageError: The folder cannot be written.
    """
    names, values = found["parameter"].values, found["posterior"].values
    sets = {str(name): values[:, at].tolist() for at, name in enumerate(names)}
    with filled_folder(Path(folder)) as partial:
        (partial / SETS).write_text(parameter_sets_csv(sets), encoding="utf-8", newline="\n")
        text = json.dumps(calibration_object(found), indent=2, ensure_ascii=False)
        (partial / "calibration.json").write_text(text + "\n", encoding="utf-8", newline="\n")
        calibration_figure(found).savefig(partial / "calibration.png", dpi=DOTS_PER_INCH)
    return Path(folder)
