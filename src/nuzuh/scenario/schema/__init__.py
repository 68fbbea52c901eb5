"""The tables of a scenario, described by data: one CSV each, with type, unit, default and description."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TABLES = (
    "locations",
    "routes",
    "conflict",
    "events",
    "closures",
    "temperature",
    "shelter",
    "interventions",
    "observations",
    "reported",
    "groups",
    "floods",
    "food_insecurity",
    "standards",
)
REQUIRED_TABLES = ("locations", "routes")


@dataclass(frozen=True)
class Column:
    """One column of a table, as its schema file describes it.

    Args:
        name: Header of the column.
        type: `text`, `number`, `integer`, `date`, `flag`, `choice`, `location` or `place`
            (a location or any grouping of locations).
        unit: Unit of the values; empty where they have none.
        required: Whether each row must have a value.
        default: Text that stands for a blank cell; empty where a blank stays blank.
        minimum: Smallest value allowed, or None.
        maximum: Largest value allowed, or None.
        choices: The words allowed in a `choice`.
        hxl: Tag of the column in the Humanitarian Exchange Language.
        description: What the column means.
    """

    name: str
    type: str
    unit: str
    required: bool
    default: str
    minimum: float | None
    maximum: float | None
    choices: tuple[str, ...]
    hxl: str
    description: str

    @property
    def is_text(self) -> bool:
        """Whether a blank is an empty text, and not a missing value."""
        return self.type in ("text", "choice", "location", "place")

    @property
    def is_never_blank(self) -> bool:
        """Whether every row has a value, given or by default."""
        return self.required or bool(self.default)


@cache
def columns_of(table: str) -> dict[str, Column]:
    """The columns of a table, by name and in order.

    Args:
        table: One of `TABLES`.

    Examples:
        >>> columns_of("routes")["distance_km"].unit
        'km'
    """
    text = files(__name__).joinpath(f"{table}.csv").read_text(encoding="utf-8")
    return {row["column"]: _column(row) for row in csv.DictReader(text.splitlines())}


def _column(row: dict[str, str]) -> Column:
    return Column(
        name=row["column"],
        type=row["type"],
        unit=row["unit"],
        required=row["required"] == "yes",
        default=row["default"],
        minimum=float(row["min"]) if row["min"] else None,
        maximum=float(row["max"]) if row["max"] else None,
        choices=tuple(row["choices"].split()),
        hxl=row["hxl"],
        description=row["description"],
    )
