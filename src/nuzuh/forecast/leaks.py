"""Inputs that give the answer away: figures taken from the registrations that a run is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from nuzuh.errors import Fault, quoted
from nuzuh.forecast.registered import registered, registered_places
from nuzuh.model.params import params_of
from nuzuh.scenario.csvfile import CsvFile, read_csv
from nuzuh.scenario.flee.layout import is_flee_folder, layout_of
from nuzuh.scenario.folder import SETTINGS
from nuzuh.scenario.observations import is_total, observed, to_learn_from
from nuzuh.scenario.settings import read_settings
from nuzuh.typing import Floats

if TYPE_CHECKING:
    from pathlib import Path

    from nuzuh.scenario.scenario import Scenario

NEAR = 0.02
"""Capacities are rounded to hundreds, and registrations corrected afterwards: what is closer than this is no chance."""
WAYS_OUT = {
    "capacity": "give the capacity that was planned, or run with --no-leaks",
    "start": "give a count published by the first day, or run with --no-leaks",
    "total": "use another displacement.mode to forecast, or run with --no-leaks",
}


@dataclass(frozen=True)
class Leak:
    """One input that was taken from the registrations, as far as can be told.

    Args:
        kind: `capacity` and `start` (displaced persons on the first day) of a location, or the `total` of a run.
        location: Name of the location; empty for the total.
        what: What gives what away, with figures and dates.
    """

    kind: Literal["capacity", "start", "total"]
    location: str
    what: str

    def as_fault(self, file: str, line: int = 0, column: int = 0) -> Fault:
        """The leak as a warning about a place in a file.

        Examples:
            >>> print(Leak("total", "", "the total leaks").as_fault("a.yml", 12))
            a.yml:12: warning: the total leaks: use another displacement.mode to forecast, or run with --no-leaks
        """
        return Fault(file, line, column, self.what, WAYS_OUT[self.kind], "warning")


def leaks(scenario: Scenario) -> tuple[Leak, ...]:
    """Find the inputs of a scenario that give away what a run is compared with.

    Args:
        scenario: With its observations.

    Returns:
        Capacities near the most that was ever registered in the same location during the run, displaced persons on
        the first day that are the location's registration, and totals given day by day.

    Raises:
        ParamsError: The scenario's parameters cannot be used.

    Examples:
        >>> import nuzuh
        >>> leaks(nuzuh.read_scenario("valley"))
        ()
    """
    places = registered_places(scenario)
    table = registered(scenario, places)
    inputs = scenario.with_tables(observations=to_learn_from(scenario))
    return (*_capacities(scenario), *_starts(scenario, places, table[0]), *_total(inputs))


def without_leaks(scenario: Scenario) -> Scenario:
    """The same scenario without the inputs that `leaks` finds.

    Capacities that leak are left blank, that is without limit, and nobody is displaced at first where the number
    leaks. Where the total leaks, people are displaced by conflict, out of the population, at the scenario's own
    `displacement.rate` or its default. How many are displaced then rests on that rate, which nobody has fitted: the
    run says where people go sooner than how many they are.

    Args:
        scenario: With its observations.

    Returns:
        The scenario itself if there are no leaks.

    Raises:
        ParamsError: The scenario's parameters cannot be used.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> without_leaks(valley) is valley
        True
    """
    found = leaks(scenario)
    if not found:
        return scenario
    of_kind = {kind: [leak.location for leak in found if leak.kind == kind] for kind in WAYS_OUT}
    frame = scenario.locations.copy()
    frame.loc[frame["name"].isin(of_kind["capacity"]), "capacity"] = np.nan
    frame.loc[frame["name"].isin(of_kind["start"]), "displaced"] = 0
    changed = scenario.with_tables(locations=frame)
    if not of_kind["total"]:
        return changed
    own = scenario.params.get("displacement", {})
    displacement = {**own, "mode": "conflict", "from_population": True}
    return replace(changed, params={**scenario.params, "displacement": displacement})


def leak_faults(scenario: Scenario) -> list[Fault]:
    """The leaks of a scenario as warnings, each with its place where the scenario was read from files.

    Raises:
        ParamsError: The scenario's parameters cannot be used.

    Examples:
        >>> import nuzuh
        >>> leak_faults(nuzuh.read_scenario("valley"))
        []
    """
    found = leaks(scenario)
    folder = scenario.path
    if folder is None or not found:
        return [leak.as_fault(scenario.name) for leak in found]
    locations, settings = _files(folder)
    table = read_csv(locations)
    places = [_settings_place(settings) if leak.kind == "total" else _cell(table, leak) for leak in found]
    return sorted(leak.as_fault(*place) for leak, place in zip(found, places, strict=True))


def _capacities(scenario: Scenario) -> Iterator[Leak]:
    rows = observed(scenario)
    first, last = pd.Timestamp(scenario.start), pd.Timestamp(scenario.end)
    rows = rows[(rows["quantity"] == "n_displaced") & (rows["date"] >= first) & (rows["date"] <= last)]
    counts = rows["value"].fillna((rows["low"] + rows["high"]) / 2)
    for name, capacity in zip(scenario.locations["name"], scenario.locations["capacity"], strict=True):
        own = counts[(rows["location"] == name).to_numpy()]
        most = own.max() if len(own) else 0.0
        if most > 0 and abs(capacity - most) <= NEAR * most:  # False where the capacity is blank
            when = f"{rows['date'][own.idxmax()]:%Y-%m-%d}"
            near = "is" if round(most) == capacity else "is near"
            what = f"capacity {capacity:,.0f} of {quoted(name)} {near} the most that is registered there ({most:,.0f}"
            yield Leak("capacity", name, f"{what} on {when})")


def _starts(scenario: Scenario, places: Sequence[str], counts: Floats) -> Iterator[Leak]:
    displaced = dict(zip(scenario.locations["name"], scenario.locations["displaced"], strict=True))
    for name, count in zip(places, counts, strict=True):
        if displaced[name] > 0 and abs(displaced[name] - count) < 1:  # counts are rounded down or up
            what = f"{displaced[name]:,} displaced in {quoted(name)} at first is its registration of {scenario.start}"
            yield Leak("start", name, what)


def _total(scenario: Scenario) -> Iterator[Leak]:
    """The same series as `nuzuh.model.forcing.new_registered` reads."""
    places = registered_places(scenario)
    mode = params_of(scenario.params).displacement.mode
    rows = observed(scenario)
    totals = rows[is_total(scenario, rows)]
    if mode != "registrations" or not (len(totals) or places):
        return
    what = f"{registered(scenario, places)[-1].sum():,.0f} in all on {scenario.end}"
    if len(totals):
        what = f"totals from {totals['date'].min():%Y-%m-%d} to {totals['date'].max():%Y-%m-%d}"
    yield Leak("total", "", f"the number displaced each day is taken from what is registered ({what})")


def _cell(table: CsvFile, leak: Leak) -> tuple[str, int, int]:
    """File, line and character of a location's figure, or of its row where the header does not name the column."""
    header = table.rows[0][1] if table.rows else []
    column = {"capacity": "capacity", "start": "displaced"}[leak.kind]
    named = header.index("name") if "name" in header else 0
    for line, cells in table.rows:  # a folder of Flee may have no header
        if cells[named : named + 1] == [leak.location]:
            return str(table.path), *table.place(line, header.index(column) if column in header else named)
    return str(table.path), 0, 0


def _files(folder: Path) -> tuple[Path, Path]:
    """The files of locations and of settings in a scenario folder, or in one of Flee."""
    layout = layout_of(folder) if is_flee_folder(folder) else None
    if layout is not None:
        return layout.inputs / "locations.csv", layout.settings
    return folder / "locations.csv", folder / SETTINGS


def _settings_place(file: Path) -> tuple[str, int, int]:
    """File, line and character at which the way people are displaced is set; in Flee no setting says it."""
    places = read_settings(file).places if file.name == SETTINGS else {}
    names = ("params.displacement.mode", "params.preset", "params")
    return str(file), *next((places[name] for name in names if name in places), (0, 0))
