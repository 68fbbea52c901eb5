"""Crises by path: the registrations of a scenario, or of a folder of Flee, as they were known at their time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from nuzuh.forecast.registered import stock_counts
from nuzuh.forecast.registrations import Registrations, from_rows, registrations_of
from nuzuh.scenario.flee.folder import scenario_name
from nuzuh.scenario.flee.published import published_counts

if TYPE_CHECKING:
    from nuzuh.errors import Fault
    from nuzuh.scenario.scenario import Scenario


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

    Raises:
        UsageError: There are none.

    Examples:
        >>> import nuzuh
        >>> registrations_of_scenario(nuzuh.read_scenario("valley")).places
        ('Meadow',)
    """
    rows = stock_counts(scenario)
    dates = pd.Timestamp(scenario.start) + pd.to_timedelta(rows["day"], unit="D")
    table = pd.DataFrame({"location": rows["location"], "date": dates, "n": rows["count"]})
    return from_rows(table, scenario.name, scenario.start)
