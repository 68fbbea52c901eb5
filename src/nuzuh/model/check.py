"""All that can be said about a scenario folder before anything is run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nuzuh.errors import Fault
from nuzuh.model.parameter_sets import faults_in_sets
from nuzuh.model.params import faults_in_settings, param_faults
from nuzuh.scenario.flee.layout import is_flee_folder, layout_of
from nuzuh.scenario.folder import SETTINGS, find_folder, read_folder, sets_file
from nuzuh.scenario.settings import read_settings

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario


def check(path_or_name: str | Path, *, lenient: bool = False) -> list[Fault]:
    """Find all faults of a scenario: its tables, its settings, its parameters and sets of them.

    Args:
        path_or_name: A scenario folder, a folder of Flee, or the name of a shipped scenario.
        lenient: Whether a folder of Flee is repaired where it can be; repairs are listed as warnings.

    Returns:
        Errors and warnings in order of file and line; empty if all is well.

    Raises:
        UsageError: There is no such folder and no such name.

    Examples:
        >>> check("valley")
        []
    """
    return examine(path_or_name, lenient=lenient)[1]


def examine(path_or_name: str | Path, *, lenient: bool = False) -> tuple[Scenario | None, list[Fault]]:
    """Read a scenario and find all its faults, parameters included.

    Args:
        path_or_name: As for `check`.
        lenient: As for `check`.

    Returns:
        The scenario, or None where there is an error; and all faults, in order of file and line.

    Raises:
        UsageError: There is no such folder and no such name.

    Examples:
        >>> scenario, faults = examine("valley")
        >>> scenario.n_days, faults
        (60, [])
    """
    folder = find_folder(path_or_name)
    scenario, faults = read_folder(folder, lenient=lenient)
    if scenario is not None and not scenario.sets and not param_faults(scenario.params):
        return scenario, sorted(faults)  # the usual case, in which nothing is read twice
    found = _faults_in_params(folder, scenario)
    return None if found else scenario, sorted(faults + found)


def _faults_in_params(folder: Path, scenario: Scenario | None) -> list[Fault]:
    if is_flee_folder(folder):  # the names are ours there, so that they have no place in its file
        layout = layout_of(folder)
        file = layout.settings if layout else folder
        return faults_in_settings(scenario.params, str(file), {}) if scenario else []
    file = folder / SETTINGS
    if not file.is_file():
        return []
    settings = read_settings(file)
    params = settings.values.get("params")
    known = params if isinstance(params, dict) else {}
    sets = sets_file(folder, settings)
    return faults_in_settings(known, str(file), settings.places) + (list(faults_in_sets(sets, known)) if sets else [])
