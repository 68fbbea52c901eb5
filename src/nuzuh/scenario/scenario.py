"""Scenario: a frozen bundle of checked tables, dates and provenance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from nuzuh.errors import UsageError, near_misses
from nuzuh.scenario.observations import without_reported
from nuzuh.scenario.parameter_sets import Sets, by_name, parameter_sets_csv
from nuzuh.scenario.schema import TABLES
from nuzuh.scenario.tables import empty_table, write_table

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

SITES = ("camp", "idp_site")
"""Kinds of locations that are run for displaced persons."""
PLACE_COLUMNS = ("name", "area", "admin1", "admin2", "admin3", "pcode")
"""Columns of locations by which a `place` may be named."""


@dataclass(frozen=True)
class Scenario:
    """A crisis to be run: what is known and assumed, before anything moves.

    Nothing in a scenario is changed in place: functions take one and return another.

    Args:
        name: Short name, as the folder's.
        title: One line for people.
        start: First day.
        end: Last day (included).
        home_country: Country whose people are displaced; a location without a country lies in it.
        tables: One pandas table for each of `nuzuh.scenario.schema.TABLES`.
        params: Parameters that differ from the defaults, nested as in `scenario.yml`.
        sources: Where the figures come from; one mapping each, with `name` and, where there is one, `url`.
        path: The folder it was read from, or None.
        counted_from: First day of the published counts, where the scenario was cut to begin later; else None.
        sets: Parameter sets that go over `params` in an ensemble: member m takes number m modulo their number. A
            single run takes none of them.
        members: How many members an ensemble has where nobody says; None: no number of its own.
    """

    name: str
    title: str
    start: date
    end: date
    home_country: str
    tables: Mapping[str, pd.DataFrame]
    params: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Mapping[str, str], ...] = ()
    path: Path | None = None
    counted_from: date | None = None
    sets: Sets = ()
    members: int | None = None

    def __post_init__(self) -> None:
        """Complete the tables, and close the mapping to changes."""
        tables = {name: self.tables.get(name, None) for name in TABLES}
        whole = {name: empty_table(name) if table is None else table for name, table in tables.items()}
        object.__setattr__(self, "tables", MappingProxyType(whole))

    def __getstate__(self) -> dict[str, Any]:
        """What is pickled: the fields, with tables as a plain dictionary."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {"tables": dict(self.tables)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Open a pickle, and close the mapping of tables again."""
        self.__dict__.update(state | {"tables": MappingProxyType(state["tables"])})

    @property
    def n_days(self) -> int:
        """Number of days, the first and the last included."""
        return (self.end - self.start).days + 1

    @property
    def locations(self) -> pd.DataFrame:
        """The table of locations."""
        return self.tables["locations"]

    @property
    def routes(self) -> pd.DataFrame:
        """The table of routes."""
        return self.tables["routes"]

    @property
    def population(self) -> int:
        """People in the scenario on the first day: at home, and displaced already."""
        return int(self.locations["population"].sum() + self.locations["displaced"].sum())

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Country of each location."""
        return tuple(country or self.home_country for country in self.locations["country"])

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Unit of each location between which moves are counted: its admin1, or its country where that is blank.

        Units of one name are one, wherever they lie.

        Returns:
            No names where no location has an admin1, or all are of one unit: there is nothing to tell apart.
        """
        admin1 = self.locations["admin1"].tolist()
        units = tuple(name or country for name, country in zip(admin1, self.countries, strict=True))
        return units if any(admin1) and len(set(units)) > 1 else ()

    @cached_property
    def location_ix(self) -> dict[str, int]:
        """Row of each location by its name; of a name that stands twice, the first."""
        found: dict[str, int] = {}
        for ix, name in enumerate(self.locations["name"]):
            found.setdefault(name, ix)
        return found

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """Rows of locations by every name that stands for one or several; blank stands for all.

        A location's own name goes before an area's, an area's before an administrative unit's.
        """
        found: dict[str, tuple[int, ...]] = {"": tuple(range(len(self.locations)))}
        for column in PLACE_COLUMNS:
            rows: dict[str, list[int]] = {}
            for ix, name in enumerate(self.locations[column]):
                rows.setdefault(name, []).append(ix)
            found = {name: tuple(ixs) for name, ixs in rows.items() if name} | found
        return found

    @cached_property
    def hash(self) -> str:
        """A short fingerprint of all that a run depends on."""
        digest = hashlib.sha256()
        head = [self.name, self.start.isoformat(), self.end.isoformat(), self.home_country]
        digest.update(json.dumps([head, _plain(self.params)], sort_keys=True).encode())
        used = {**self.tables, "observations": without_reported(self.tables["observations"])}
        for name in TABLES:
            if len(used[name]):  # a new kind of table leaves the others' fingerprints as they are
                digest.update(f"{name}\n{write_table(used[name], name)}".encode())
        if self.sets or self.members:
            digest.update(f"members {self.members}\n{parameter_sets_csv(by_name(self.sets))}".encode())
        return digest.hexdigest()[:16]

    def with_tables(self, **tables: pd.DataFrame) -> Scenario:
        """The same scenario with other tables in place of those named.

        Raises:
            UsageError: A name that is no table.
        """
        for name in tables.keys() - set(TABLES):
            message = f"no table '{name}': {near_misses(name, TABLES)}"
            raise UsageError(message)
        return replace(self, tables={**self.tables, **tables})

    def between(self, start: date | None = None, end: date | None = None) -> Scenario:
        """The same scenario over a part of its days; everybody begins at home on the new first day.

        Args:
            start: New first day, or None to keep it.
            end: New last day, or None to keep it.

        Raises:
            UsageError: The days lie outside the scenario, or in the wrong order.
        """
        first, last = start or self.start, end or self.end
        if not self.start <= first <= last <= self.end:
            message = (
                f"the days {first} to {last} are not within the scenario: choose some from {self.start} to {self.end}"
            )
            raise UsageError(message)
        counted_from = self.counted_from or (self.start if first > self.start else None)
        return replace(self, start=first, end=last, counted_from=counted_from)

    def day_of(self, when: date) -> int:
        """Index of a date; below 0 or from `n_days` on where it lies outside."""
        return (when - self.start).days

    def date_of(self, day: int) -> date:
        """Date of a day's index."""
        return self.start + timedelta(days=day)


def _plain(value: Any) -> Any:
    """Mappings and sequences of any make as plain dictionaries and lists."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
