"""What the checks look at: a scenario, which of its cells could be read, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from nuzuh.errors import Fault

if TYPE_CHECKING:
    import pandas as pd

    from nuzuh.scenario.scenario import Scenario
    from nuzuh.scenario.tables import TableFile


@dataclass(frozen=True)
class Subject:
    """A scenario under examination.

    Args:
        scenario: Its tables.
        files: Where each table was read from; none for tables made in code.
        settings_places: Line and column of each key of scenario.yml.
    """

    scenario: Scenario
    files: Mapping[str, TableFile]
    settings_places: Mapping[str, tuple[int, int]]

    def is_whole(self, *tables: str) -> bool:
        """Whether all rows of these tables could be read."""
        return all(self.files[table].is_whole for table in tables if table in self.files)

    def unread(self, table: str, *columns: str) -> set[Any]:
        """Lines on which one of these cells could not be read."""
        if table not in self.files:
            return set()
        return {line for line, column in self.files[table].unread if column in columns}

    def rows(self, table: str, *columns: str) -> pd.DataFrame:
        """The rows in which all of these cells could be read."""
        frame = self.scenario.tables[table]
        unread = self.unread(table, *columns)
        return frame[~frame.index.isin(list(unread))] if unread else frame

    def each(self, table: str, *columns: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The same rows one by one, each with its line and these cells."""
        frame = self.rows(table, *columns)[list(columns)]
        yield from zip(frame.index.tolist(), frame.to_dict("records"), strict=True)

    def fault(
        self,
        table: str,
        line: int,
        column: str,
        what: str,
        way_out: str,
        level: Literal["error", "warning"] = "error",
    ) -> Fault:
        """A fault in a cell, with its place in the file where the table came from one."""
        if table not in self.files:
            return Fault(f"{table} (row {line}, {column})", 0, 0, what, way_out, level)
        file = self.files[table]
        return Fault(str(file.file.path), *file.place(line, column), what, way_out, level)

    @cached_property
    def route_ends(self) -> set[frozenset[str]]:
        """The two ends of each route."""
        routes = self.scenario.routes
        return {frozenset(ends) for ends in zip(routes["from"], routes["to"], strict=True)}
