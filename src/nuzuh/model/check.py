"""All that can be said about a scenario folder before anything is run."""

from __future__ import annotations

from pathlib import Path

from nuzuh.errors import Fault
from nuzuh.model.params import faults_in_settings
from nuzuh.scenario.folder import SETTINGS, find_folder, read_folder
from nuzuh.scenario.settings import read_settings


def check(path_or_name: str | Path) -> list[Fault]:
    """Find all faults of a scenario: its tables, its settings and its parameters.

    Args:
        path_or_name: A folder, or the name of a shipped scenario.

    Returns:
        Errors and warnings in order of file and line; empty if all is well.

    Raises:
        UsageError: There is no such folder and no such name.

    Examples:
        >>> check("valley")
        []
    """
    folder = find_folder(path_or_name)
    _, faults = read_folder(folder)
    file = folder / SETTINGS
    if file.is_file():
        settings = read_settings(file)
        params = settings.values.get("params")
        if isinstance(params, dict):
            faults += faults_in_settings(params, str(file), settings.places)
    return sorted(faults)
