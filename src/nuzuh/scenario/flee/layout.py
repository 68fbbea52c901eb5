"""Where the files of a Flee folder lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

INPUTS = "input_csv"
DATA = "source_data"
OURS = "scenario.yml"
SIGNS = ("locations.csv", "routes.csv", "conflicts.csv", "sim_period.csv")
"""A folder `input_csv` with one of these is Flee's; lying flat, the last one tells."""
SETTINGS = ("simsetting.yml", "simsetting.yaml")


@dataclass(frozen=True)
class Layout:
    """The parts of a Flee folder.

    Args:
        root: The folder of the conflict.
        inputs: Where locations.csv lies.
        data: Where data_layout.csv lies.
        settings: The file simsetting.yml; where there is none, where it belongs.
    """

    root: Path
    inputs: Path
    data: Path
    settings: Path


def is_flee_folder(path: Path) -> bool:
    """Whether a folder is laid out as Flee's are: with `input_csv`, or with its files lying flat.

    Args:
        path: A folder, or anything else.

    Examples:
        >>> from pathlib import Path
        >>> is_flee_folder(Path("nowhere"))
        False
    """
    try:
        if (path / OURS).exists():
            return False
        is_nested = any((path / INPUTS / name).is_file() for name in SIGNS)
        return is_nested or (path / SIGNS[-1]).is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def layout_of(path: Path) -> Layout:
    """Where the parts of a Flee folder lie; where it cannot be looked at, where they would.

    Args:
        path: The folder, or its `input_csv`.
    """
    try:
        path = path if path.name else path.resolve()
        inputs = path / INPUTS if (path / INPUTS).is_dir() else path
        root = path.parent if inputs == path and path.name == INPUTS else path
        data = root / DATA if (root / DATA).is_dir() else inputs
        places = [folder / name for folder in (root, inputs) for name in SETTINGS]
        settings = next((place for place in places if place.is_file()), places[0])
    except (OSError, ValueError):  # a name that no file can have
        return Layout(path, path, path, path / SETTINGS[0])
    return Layout(root, inputs, data, settings)
