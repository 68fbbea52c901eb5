"""Acceptance: somebody has checked rows that were read from reports, and they count as any other from then on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nuzuh.errors import UsageError
from nuzuh.scenario.csvfile import read_csv
from nuzuh.scenario.folder import own_folder, read_scenario
from nuzuh.scenario.observations import ACCEPTED, REPORTED, reported
from nuzuh.scenario.table_text import replace_table, with_cells

if TYPE_CHECKING:
    import pandas as pd

TABLE: Final = "observations"


def accept(folder: str | Path, lines: Iterable[int]) -> pd.DataFrame:
    """Turn observations that were read from reports into accepted ones, which runs are compared with and learn from.

    Nothing but the status of these rows is changed in `observations.csv`, which is written whole or not at all.

    Args:
        folder: A scenario folder of one's own.
        lines: The rows, by the lines of `observations.csv` on which they begin.

    Returns:
        The accepted rows, indexed by line.

    Raises:
        UsageError: There is no such folder, or some of the rows are not there or not reported; all of them are told.
        ScenarioError: The folder has faults, or would have: two accepted rows of one source contradict each other.

    Examples:
        >>> import nuzuh, tempfile
        >>> folder = nuzuh.write_scenario(nuzuh.read_scenario("valley"), f"{tempfile.mkdtemp()}/valley")
        >>> len(accept(folder, []))
        0
    """
    path = own_folder(folder)
    scenario = read_scenario(path)
    rows = scenario.tables[TABLE]
    wanted = list(dict.fromkeys(lines))
    wrong = [reason for line in wanted for reason in _wrong(rows, line)]
    if wrong:
        raise UsageError("\n".join([*wrong, f"'nuzuh accept {folder}' lists the rows that can be accepted"]))
    if wanted:
        text = with_cells(read_csv(path / f"{TABLE}.csv"), "status", dict.fromkeys(wanted, ACCEPTED))
        replace_table(path, scenario, TABLE, text)
    return rows.loc[wanted].assign(status=ACCEPTED)


def to_accept(folder: str | Path) -> pd.DataFrame:
    """The observations of a folder that were read from reports and not accepted, indexed by line.

    Raises:
        UsageError: There is no such folder.
        ScenarioError: It has faults; all of them are in `.faults`.
    """
    return reported(read_scenario(own_folder(folder)))


def _wrong(rows: pd.DataFrame, line: int) -> list[str]:
    """Why a row cannot be accepted; nothing where it can."""
    if line not in rows.index:
        return [f"no observation begins on line {line}"]
    status = rows["status"].loc[line]
    if status == REPORTED:
        return []
    return [f"the observation on line {line} is {f'{status} already' if status else 'not reported'}"]
