"""Dates to day indices, and back at the edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario


def dates_of(scenario: Scenario) -> npt.NDArray[np.datetime64]:
    """The scenario's days as dates, in order."""
    first = np.datetime64(scenario.start, "D")
    return np.arange(first, first + scenario.n_days)


def days_of(scenario: Scenario, start: pd.Timestamp, end: pd.Timestamp) -> slice:
    """The days of a spell as a slice of day indices, cut to the scenario.

    Args:
        scenario: Gives the first day and the number of days.
        start: First date; NaT stands for the scenario's first.
        end: Last date, included; NaT stands for the scenario's last.

    Examples:
        >>> import pandas as pd, nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> days_of(valley, pd.Timestamp(valley.start), pd.NaT)
        slice(0, 60, None)
    """
    first = pd.Timestamp(scenario.start)
    low = 0 if pd.isna(start) else (start - first).days
    high = scenario.n_days if pd.isna(end) else (end - first).days + 1
    return slice(max(low, 0), max(min(high, scenario.n_days), 0))
