"""How a what-if changes tables: rows are added or cut, and what comes out passes the checks of a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nuzuh.errors import WhatIfError
from nuzuh.scenario.checks import check_tables
from nuzuh.scenario.scenario import Scenario
from nuzuh.scenario.tables import table_of
from nuzuh.typing import Bools

if TYPE_CHECKING:
    from collections.abc import Iterator

Change = Callable[[Scenario], Scenario]
"""A what-if, as a function of a scenario."""
Row = dict[str, Any]
"""One row of a table by column."""
ONE_DAY = timedelta(days=1)


def with_rows(scenario: Scenario, name: str, **tables: Sequence[Row]) -> Scenario:
    """The scenario with rows added at the end of tables, each marked as modelled by a what-if.

    Args:
        scenario: The scenario as it is.
        name: Of the what-if.
        tables: New rows by table; columns that a row does not name take their default.

    Raises:
        WhatIfError: The tables do not fit together any more; all reasons are in `.refused`.
    """
    return with_frames(scenario, name, **{
        table: _appended(scenario.tables[table], table_of(marked(rows, name), table)) for table, rows in tables.items()
    })  # fmt: skip


def with_frames(scenario: Scenario, name: str, **frames: pd.DataFrame) -> Scenario:
    """The scenario with other tables, which pass all checks that those of a folder do.

    Raises:
        WhatIfError: They do not fit together; all reasons are in `.refused`.
    """
    changed = scenario.with_tables(**frames)
    errors = sorted(fault for fault in check_tables(changed) if fault.level == "error")
    if errors:
        raise WhatIfError(name, [("", f"{fault.file}: {fault.what}", fault.way_out) for fault in errors])
    return changed


def marked(rows: Iterable[Row], name: str) -> list[Row]:
    """Rows of which every reader can see where they come from."""
    return [{**row, "source": f"what-if {name}", "status": "modelled"} for row in rows]


def rows_of(scenario: Scenario, table: str) -> list[Row]:
    """A table as rows that `table_of` takes."""
    rows: list[Row] = scenario.tables[table].to_dict("records")
    return rows


def span(scenario: Scenario, row: Row) -> tuple[date, date]:
    """First and last day of a row; a blank stands for the scenario's."""
    start, end = row["start"], row["end"]
    return (
        scenario.start if pd.isna(start) else pd.Timestamp(start).date(),
        scenario.end if pd.isna(end) else pd.Timestamp(end).date(),
    )


def outside(scenario: Scenario, row: Row, first: date, last: date) -> Iterator[Row]:
    """What is left of a row when some days are taken out of it: itself, a part before, a part after, or nothing."""
    start, end = span(scenario, row)
    if last < start or end < first:
        yield row
        return
    if start < first:
        yield {**row, "end": first - ONE_DAY}
    if last < end:
        yield {**row, "start": last + ONE_DAY}


def spells_of(is_on: Bools) -> list[tuple[int, int]]:
    """First and last index of each run of days on which something holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_on, [False]]).astype(np.int64)))
    return [(int(begun), int(over) - 1) for begun, over in edges.reshape(-1, 2)]


def _appended(frame: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """A table with rows at its end; lines go on where they ended."""
    if not len(frame):
        return new
    below = new.set_index(new.index + frame.index.max())
    return pd.concat([frame, below])
