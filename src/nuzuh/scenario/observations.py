"""Observations: which stand for what was counted, which a run may learn from, which count everybody since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

REPORTED: Final = "reported"
"""Status of a row that the program read from a report and nobody has looked at: no part of the program uses it."""
ACCEPTED: Final = "accepted"
"""Status of such a row once an analyst has checked it against its sentence; it then counts as any other does."""


def observed(scenario: Scenario) -> pd.DataFrame:
    """The observations of a scenario but for those that nobody has accepted, which change nothing and are not shown.

    Whatever compares, learns or shows takes its rows from here, not from the table.

    Examples:
        >>> import nuzuh
        >>> len(observed(nuzuh.read_scenario("valley")))
        3
    """
    return without_reported(scenario.tables["observations"])


def reported(scenario: Scenario) -> pd.DataFrame:
    """The others: rows that were read from reports and that nobody has accepted."""
    rows = scenario.tables["observations"]
    return rows[rows["status"] == REPORTED]


def without_reported(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table of observations but those that were only read from a report."""
    return rows[rows["status"] != REPORTED]


def to_learn_from(scenario: Scenario) -> pd.DataFrame:
    """The observations that calibration, assimilation and the inputs of a run may use; the others are for checking.

    Examples:
        >>> import nuzuh
        >>> len(to_learn_from(nuzuh.read_scenario("valley")))
        3
    """
    rows = observed(scenario)
    return rows[rows["fit"]]


def is_total(scenario: Scenario, rows: pd.DataFrame) -> pd.Series[bool]:
    """Which rows count all persons displaced since the scenario's first day, or the first of its published counts."""
    first = pd.Timestamp(scenario.counted_from or scenario.start)
    is_whole = (rows["quantity"] == "cum_displaced") & (rows["location"] == "")
    return is_whole & (rows["since"].isna() | (rows["since"] == first))


def begins_before(scenario: Scenario, rows: pd.DataFrame) -> pd.Series[bool]:
    """Which rows count since a day before the run begins, so that it cannot be compared with them."""
    is_cut = scenario.counted_from is not None
    is_since_first = rows["since"].isna() & is_cut
    return rows["quantity"].str.startswith("cum_") & (is_since_first | (rows["since"] < pd.Timestamp(scenario.start)))
