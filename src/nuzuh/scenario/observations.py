"""Observations: which a run may learn from, which count everybody, and which begin before the run does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario


def to_learn_from(scenario: Scenario) -> pd.DataFrame:
    """The observations that calibration, assimilation and the inputs of a run may use; the others are for checking.

    Examples:
        >>> import nuzuh
        >>> len(to_learn_from(nuzuh.read_scenario("valley")))
        3
    """
    rows = scenario.tables["observations"]
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
