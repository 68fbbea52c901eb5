"""Crises by path: registrations of a spreadsheet, a scenario or a folder of Flee, as they were known at their time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from nuzuh.errors import ScenarioError
from nuzuh.forecast.registered import stock_counts
from nuzuh.forecast.registrations import Registrations, from_rows, registrations_of
from nuzuh.scenario.flee.folder import is_flee_folder, scenario_name
from nuzuh.scenario.flee.published import published_counts
from nuzuh.scenario.folder import SETTINGS, find_folder, read_folder
from nuzuh.scenario.observations import to_learn_from

if TYPE_CHECKING:
    from nuzuh.errors import Fault
    from nuzuh.scenario.scenario import Scenario


def read_registrations(path: str | Path) -> tuple[Registrations, list[Fault]]:
    """Registrations of one crisis, whatever they are kept in, and what was found wrong with them.

    Args:
        path: A spreadsheet (CSV) of counts by place and date, a scenario folder, a folder of Flee, or the name of a
            shipped scenario. The crisis is named after the file or the folder.

    Raises:
        UsageError: There is nothing of that name, or there are no counts in it.
        ScenarioError: It has faults; all of them are in `.faults`.

    Examples:
        >>> found, faults = read_registrations("valley")
        >>> found.name, found.places, faults
        ('valley', ('Meadow',), [])
    """
    if Path(path).is_file():
        return registrations_of_file(path)
    folder = find_folder(path)
    if is_flee_folder(folder):
        return registrations_of_flee(folder)
    scenario, faults = read_folder(folder)
    if scenario is None:
        raise ScenarioError(faults)
    return registrations_of_scenario(scenario), faults


def scenario_of(path: str | Path) -> Scenario | None:
    """The scenario of a crisis; None where there are only counts. A folder of Flee is repaired where it can be.

    Raises:
        ScenarioError: It has faults; all of them are in `.faults`.
    """
    if Path(path).is_file():
        return None
    scenario, faults = read_folder(find_folder(path), lenient=True)
    if scenario is None:
        raise ScenarioError(faults)
    return scenario


def crises_in(path: str | Path) -> list[str | Path]:
    """The crises of a path: itself, or those in a folder that is no crisis but holds some, in order of their names.

    Args:
        path: As for `read_registrations`, or a folder of spreadsheets, scenarios and folders of Flee.

    Examples:
        >>> crises_in("valley")
        ['valley']
    """
    folder = Path(path)
    if not folder.is_dir() or _is_crisis(folder):
        return [path]
    found = sorted(entry for entry in folder.iterdir() if entry.suffix == ".csv" or _is_crisis(entry))
    return [*found] or [path]


def _is_crisis(folder: Path) -> bool:
    return folder.is_dir() and ((folder / SETTINGS).is_file() or is_flee_folder(folder))


def registrations_of_file(path: str | Path) -> tuple[Registrations, list[Fault]]:
    """Registrations of a spreadsheet, and warnings.

    Raises:
        ScenarioError: It cannot be read.
        UsageError: There are no counts in it.
    """
    from nuzuh.sources.registrations import read_counts  # noqa: PLC0415 (only spreadsheets need it)

    counts = read_counts(path)
    return from_rows(counts.rows, Path(path).stem), list(counts.faults)


def registrations_of_flee(folder: str | Path) -> tuple[Registrations, list[Fault]]:
    """Registrations of a folder of Flee, and warnings; see `published_counts`.

    Raises:
        ScenarioError: Files that cannot be read.
        UsageError: There are no counts in its period.
    """
    counts, start, faults = published_counts(folder)
    return registrations_of(counts, scenario_name(Path(folder)), start), faults


def registrations_of_scenario(scenario: Scenario) -> Registrations:
    """Displaced persons counted under the names of a scenario's locations; day 0 is its first.

    Rows that are for checking only (`fit` is no) are left out.

    Raises:
        UsageError: There are none.

    Examples:
        >>> import nuzuh
        >>> registrations_of_scenario(nuzuh.read_scenario("valley")).places
        ('Meadow',)
    """
    rows = stock_counts(scenario.with_tables(observations=to_learn_from(scenario)))
    dates = pd.Timestamp(scenario.start) + pd.to_timedelta(rows["day"], unit="D")
    table = pd.DataFrame({"location": rows["location"], "date": dates, "n": rows["count"]})
    return from_rows(table, scenario.name, scenario.start)
