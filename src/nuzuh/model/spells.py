"""Events written out as spells of conflict, for what reads or changes these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from nuzuh.model.events import intensity_under
from nuzuh.model.forcing import conflict_by_day
from nuzuh.model.params import params_of
from nuzuh.scenario.tables import table_of
from nuzuh.typing import Floats

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

SOURCE: Final = "events.csv, by the rule of events"


def spelled(scenario: Scenario) -> Scenario:
    """The same crisis with its events written out as spells of conflict, by the scenario's own parameters.

    For what changes spells of conflict, or ends them at a forecast origin. The names and sources of single events are
    lost, since a spell may come from several.

    Args:
        scenario: With events or without; without any it is returned as it is.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> event = {"kind": "ground", "start": "2021-03-20", "end": "2021-03-21", "lat": 10.0, "lon": 20.0}
        >>> told = valley.with_tables(events=nuzuh.scenario.tables.table_of([event], "events"))
        >>> len(spelled(told).tables["events"]), len(spelled(told).tables["conflict"]) >= len(valley.tables["conflict"])
        (0, True)
    """
    if scenario.tables["events"].empty:
        return scenario
    by_event, _ = intensity_under(scenario, params_of(scenario.params).events)
    table = scenario.tables["conflict"]
    is_hit = np.asarray(by_event.any(axis=0))
    kept = table[~is_hit[[scenario.location_ix[name] for name in table["location"]]]] if len(table) else table
    combined, _ = conflict_by_day(scenario)
    rows, intensities = [], []
    for at in np.flatnonzero(is_hit):
        for first, last in _runs(combined[:, at]):
            rows.append(_row(scenario, int(at), first, last))
            intensities.append(combined[first, at])
    new = table_of(rows, "conflict").assign(intensity=intensities)  # as text they would be rounded
    new.index = new.index + max(kept.index, default=0)
    whole = pd.concat([kept, new]) if len(kept) else new
    return scenario.with_tables(conflict=whole, events=scenario.tables["events"].iloc[:0])


def _row(scenario: Scenario, at: int, first: int, last: int) -> dict[str, Any]:
    days = {"start": scenario.date_of(first), "end": scenario.date_of(last)}
    name = scenario.locations["name"].iloc[at]
    return {
        "location": name,
        **days,
        "intensity": 1,
        "event": "events of these days",
        "source": SOURCE,
        "status": "modelled",
    }


def _runs(values: Floats) -> list[tuple[int, int]]:
    """First and last index of each run of one value above 0."""
    starts = np.flatnonzero(np.diff(values, prepend=np.nan) != 0)
    ends = np.append(starts[1:], len(values)) - 1
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True) if values[start] > 0]
