"""Read and write a scenario folder, and name those that are shipped."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from nuzuh.errors import Fault, ScenarioError, UsageError, near_misses, quoted
from nuzuh.scenario.checks import check_tables
from nuzuh.scenario.csvfile import CsvFile
from nuzuh.scenario.flee.folder import is_flee_folder, read_flee
from nuzuh.scenario.parameter_sets import SetsFile, by_name, parameter_sets_csv, read_sets
from nuzuh.scenario.scenario import Scenario
from nuzuh.scenario.schema import REQUIRED_TABLES, TABLES
from nuzuh.scenario.settings import SETS, Settings, check_name, read_settings, write_settings
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


def read_scenario(path_or_name: str | Path, *, lenient: bool = False) -> Scenario:
    """Read a scenario from its folder, a folder of Flee as it stands, or one that is shipped by its name.

    Args:
        path_or_name: A folder with `scenario.yml` and tables, a folder of Flee (`input_csv`, `source_data`,
            `simsetting.yml`), or a name as `scenario_names` lists them.
        lenient: Whether a folder of Flee is repaired where it can be; `nuzuh.check` lists the repairs. It has no
            effect on other folders yet.

    Returns:
        The scenario; its tables have passed every check.

    Raises:
        UsageError: There is no such folder and no such name.
        ScenarioError: The folder has faults; all of them are in `.faults`.

    Examples:
        >>> read_scenario("valley").n_days
        60
    """
    scenario, faults = read_folder(find_folder(path_or_name), lenient=lenient)
    if scenario is None:
        raise ScenarioError(faults)
    return scenario


def find_folder(path_or_name: str | Path) -> Path:
    """The folder of a scenario given by path or by the name of a shipped one.

    Raises:
        UsageError: There is no such folder and no such name.
    """
    path = Path(path_or_name)
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
    except OSError as error:
        message = f"no folder {quoted(str(path_or_name))} ({error.strerror}): name a scenario folder"
        raise UsageError(message) from None
    if is_folder:
        return path
    if is_file:
        message = f"'{path}' is a file: name the folder that holds {SETTINGS}"
        raise UsageError(message)
    names = scenario_names()
    if str(path_or_name) in names:
        return _shipped() / str(path_or_name)
    way_out = near_misses(str(path_or_name), names)
    message = f"no folder and no shipped scenario {quoted(str(path_or_name))}: {way_out}"
    raise UsageError(message)


def own_folder(path: str | Path) -> Path:
    """The folder of a scenario that may be changed: one of nuzuh's own format, given by its path.

    Raises:
        UsageError: There is no such folder, or it is another's.
    """
    folder = Path(path)
    if folder.is_dir() and (folder / SETTINGS).is_file():
        return folder
    what, way_out = f"no scenario folder {quoted(str(path))}", f"name one that holds {SETTINGS}"
    if folder.is_dir() and is_flee_folder(folder):
        what, way_out = f"'{path}' is a folder of Flee", "write it as a scenario with 'nuzuh import flee' first"
    elif not folder.exists() and str(path) in scenario_names():
        what, way_out = f"'{path}' is shipped with nuzuh and stays as it is", "write a copy of it first, and name that"
    message = f"{what}: {way_out}"
    raise UsageError(message)


def read_folder(path: Path, *, lenient: bool = False) -> tuple[Scenario | None, list[Fault]]:
    """Read a folder as far as it goes.

    Args:
        path: The folder.
        lenient: Whether a folder of Flee is repaired where it can be.

    Returns:
        The scenario, or None where there is an error; and all faults, errors and warnings.
    """
    try:
        present = {file.name for file in path.iterdir()}
    except OSError as error:
        what = f"the folder cannot be read ({error.strerror})"
        return None, [Fault(str(path), 0, 0, what, "name a folder that you may read")]
    if is_flee_folder(path):
        return read_flee(path, lenient=lenient)
    settings = read_settings(path / SETTINGS) if SETTINGS in present else _no_settings(path, present)
    faults = [*settings.faults]
    if SETTINGS in present or present & {f"{name}.csv" for name in TABLES}:
        faults += _absent_tables(path, present, settings.values.get("parameter_sets", ""))
    sets = sets_file(path, settings)
    files = {name: read_table(path / f"{name}.csv", name) for name in TABLES if f"{name}.csv" in present}
    scenario = _scenario_of(path, settings, {name: file.frame for name, file in files.items()}, sets)
    faults += [fault for file in files.values() for fault in file.faults] + (sets.faults if sets else [])
    if present.issuperset(f"{name}.csv" for name in REQUIRED_TABLES):
        faults += check_tables(scenario, files, settings.places)
    is_sound = not any(fault.level == "error" for fault in faults)
    return scenario if is_sound else None, sorted(faults)


def write_scenario(scenario: Scenario, folder: str | Path, *, hxl: bool = False) -> Path:
    """Write a scenario as a folder that `read_scenario` gives back exactly.

    Args:
        scenario: What to write.
        folder: A folder that does not exist yet; it appears whole or not at all.
        hxl: Whether each table gets a row of HXL tags under its header.

    Returns:
        The folder.

    Raises:
        UsageError: There is something at that path already, or the name cannot be a scenario's.
    """
    check_name(scenario.name)
    texts = {SETTINGS: write_settings(scenario)}
    for name in TABLES:
        if len(scenario.tables[name]) or name in REQUIRED_TABLES:
            texts[f"{name}.csv"] = write_table(scenario.tables[name], name, hxl=hxl)
    if scenario.sets:
        texts[SETS] = parameter_sets_csv(by_name(scenario.sets), hxl=hxl)
    with new_folder(Path(folder)) as partial:
        for name, text in texts.items():
            (partial / name).write_text(text, encoding="utf-8", newline="\n")
    return Path(folder)


def sets_file(path: Path, settings: Settings) -> SetsFile | None:
    """The file of parameter sets that scenario.yml names; None where it names none.

    Args:
        path: The folder.
        settings: Its scenario.yml.

    Returns:
        The file as it was read. One that is not in the folder, or is a table, has this one fault.
    """
    name = settings.values.get("parameter_sets")
    if not name:
        return None
    names = sorted({file.name for file in path.glob("*.csv")} - {f"{table}.csv" for table in TABLES})
    if name in names:
        return read_sets(path / name)
    what = f"no file of parameter sets {quoted(name)} in the folder"
    way_out = near_misses(name, names) if names else "put a CSV file of that name there, or leave the key out"
    place = settings.places.get("parameter_sets", (0, 0))
    return SetsFile(CsvFile(path / name), (), [Fault(str(path / SETTINGS), *place, what, way_out)])


def _shipped() -> Path:
    return Path(str(files("nuzuh").joinpath("scenarios")))


def _no_settings(path: Path, present: set[str]) -> Settings:
    way_out = f"name the folder that holds {SETTINGS}, or begin one with 'nuzuh new NAME'"
    if "scenario.yaml" in present:
        way_out = f"rename scenario.yaml to {SETTINGS}"
    return Settings(faults=[Fault(str(path), 0, 0, f"no {SETTINGS} in the folder", way_out)])


def _absent_tables(path: Path, present: set[str], sets: str) -> list[Fault]:
    """Tables that must be there and are not, and CSV files that nothing reads; that of parameter sets is read."""
    way_out = f"a scenario needs {' and '.join(REQUIRED_TABLES)}"
    faults = [
        Fault(str(path / f"{name}.csv"), 0, 0, "no such file", way_out)
        for name in REQUIRED_TABLES
        if f"{name}.csv" not in present
    ]
    for name in present - {f"{name}.csv" for name in TABLES} - {sets}:
        if name.lower().endswith(".csv") and not name.startswith("."):
            way_out = near_misses(name[:-4], TABLES)
            faults.append(Fault(str(path / name), 0, 0, "no table of this name is read", way_out, "warning"))
    return faults


def _scenario_of(path: Path, settings: Settings, tables: dict[str, pd.DataFrame], sets: SetsFile | None) -> Scenario:
    """The scenario; where a date cannot be used, the widest span of days stands in for the checks."""
    values = settings.values
    start, end = values.get("start") or date.min, values.get("end") or date.max
    start, end = (start, end) if start <= end else (date.min, date.max)
    return Scenario(
        name=values.get("name", path.name),
        title=values.get("title", values.get("name", path.name)),
        start=start,
        end=end,
        home_country=values.get("home_country", ""),
        tables=tables,
        params=values["params"] if isinstance(values.get("params"), dict) else {},
        sources=tuple(values["sources"]) if isinstance(values.get("sources"), list) else (),
        path=path,
        sets=sets.sets if sets else (),
        members=values.get("members"),
    )
