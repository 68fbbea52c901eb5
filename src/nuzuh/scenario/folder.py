"""Read and write a scenario folder, and name those that are shipped."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from nuzuh.errors import Fault, ScenarioError, UsageError, near_misses
from nuzuh.scenario.checks import check_tables
from nuzuh.scenario.scenario import Scenario
from nuzuh.scenario.schema import REQUIRED_TABLES, TABLES
from nuzuh.scenario.settings import Settings, read_settings, write_settings
from nuzuh.scenario.tables import read_table, write_table
from nuzuh.scenario.whole import new_folder

if TYPE_CHECKING:
    import pandas as pd

SETTINGS = "scenario.yml"


def scenario_names() -> list[str]:
    """Names of the scenarios that are shipped with nuzuh.

    Examples:
        >>> "idlib-2020" in scenario_names()
        True
    """
    return sorted(entry.name for entry in _shipped().iterdir() if (entry / SETTINGS).is_file())


def read_scenario(path_or_name: str | Path) -> Scenario:
    """Read a scenario from its folder, or one that is shipped by its name.

    Args:
        path_or_name: A folder with `scenario.yml` and tables, or a name as `scenario_names` lists them.

    Returns:
        The scenario; its tables have passed every check.

    Raises:
        UsageError: There is no such folder and no such name.
        ScenarioError: The folder has faults; all of them are in `.faults`.

    Examples:
        >>> read_scenario("valley").n_days
        60
    """
    scenario, faults = read_folder(find_folder(path_or_name))
    if scenario is None or any(fault.level == "error" for fault in faults):
        raise ScenarioError(faults)
    return scenario


def find_folder(path_or_name: str | Path) -> Path:
    """The folder of a scenario given by path or by the name of a shipped one.

    Raises:
        UsageError: There is no such folder and no such name.
    """
    path = Path(path_or_name)
    if path.is_dir():
        return path
    if path.is_file():
        message = f"'{path}' is a file: name the folder that holds {SETTINGS}"
        raise UsageError(message)
    names = scenario_names()
    if str(path_or_name) in names:
        return _shipped() / str(path_or_name)
    message = f"no folder and no shipped scenario '{path_or_name}': {near_misses(str(path_or_name), names)}"
    raise UsageError(message)


def read_folder(path: Path) -> tuple[Scenario | None, list[Fault]]:
    """Read a folder as far as it goes.

    Args:
        path: The folder.

    Returns:
        The scenario, or None where too little could be read; and all faults, errors and warnings.
    """
    if not (path / SETTINGS).is_file():
        way_out = f"name the folder that holds {SETTINGS}, or begin one with 'nuzuh new NAME'"
        return None, [Fault(str(path), 0, 0, f"no {SETTINGS} in the folder", way_out)]
    settings = read_settings(path / SETTINGS)
    tables, faults = _read_tables(path)
    faults = [*settings.faults, *faults]
    scenario = _scenario_of(path, settings, tables)
    if scenario is not None:
        faults += check_tables(scenario, settings.places)
    return scenario, sorted(faults)


def write_scenario(scenario: Scenario, folder: str | Path, *, hxl: bool = False) -> Path:
    """Write a scenario as a folder that `read_scenario` gives back exactly.

    Args:
        scenario: What to write.
        folder: A folder that does not exist yet; it appears whole or not at all.
        hxl: Whether each table gets a row of HXL tags under its header.

    Returns:
        The folder.

    Raises:
        UsageError: There is something at that path already.
    """
    texts = {SETTINGS: write_settings(scenario)}
    for name in TABLES:
        if len(scenario.tables[name]) or name in REQUIRED_TABLES:
            texts[f"{name}.csv"] = write_table(scenario.tables[name], name, hxl=hxl)
    with new_folder(Path(folder)) as partial:
        for name, text in texts.items():
            (partial / name).write_text(text, encoding="utf-8", newline="\n")
    return Path(folder)


def _shipped() -> Path:
    return Path(str(files("nuzuh").joinpath("scenarios")))


def _read_tables(path: Path) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    tables: dict[str, pd.DataFrame] = {}
    faults = []
    for name in TABLES:
        file = path / f"{name}.csv"
        if file.is_file():
            tables[name], found = read_table(file, name)
            faults += found
        elif name in REQUIRED_TABLES:
            faults.append(Fault(str(file), 0, 0, "no such file", f"a scenario needs {' and '.join(REQUIRED_TABLES)}"))
    known = {SETTINGS, *(f"{name}.csv" for name in TABLES)}
    for file in sorted(path.glob("*.csv")):
        if file.name not in known:
            way_out = near_misses(file.stem, TABLES)
            faults.append(Fault(str(file), 0, 0, "no table of this name is read", way_out, "warning"))
    return tables, faults


def _scenario_of(path: Path, settings: Settings, tables: dict[str, pd.DataFrame]) -> Scenario | None:
    values = settings.values
    if not isinstance(values.get("params"), dict) or not values.get("start") or not values.get("end"):
        return None
    if values["end"] < values["start"] or any(name not in tables for name in REQUIRED_TABLES):
        return None
    sources = values["sources"] if isinstance(values["sources"], list) else []
    return Scenario(
        name=str(values.get("name") or path.name),
        title=str(values.get("title") or values.get("name") or path.name),
        start=values["start"],
        end=values["end"],
        home_country=str(values.get("home_country") or ""),
        tables=tables,
        params=values["params"],
        sources=tuple(source for source in sources if isinstance(source, dict)),
        path=path,
    )
