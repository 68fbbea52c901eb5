"""Factors from people to needs, and edges by which exposure is told apart; a scenario may have its own."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

RISING = (
    ("covered_space_m2", "covered_space_cold_m2"),
    ("covered_space_cold_m2", "covered_space_cold_high_m2"),
    ("fire_sporadic_up_to", "fire_sustained_up_to"),
)
"""Pairs of factors of which the first may not be above the second."""


@dataclass(frozen=True)
class Standard:
    """One factor as it is shipped.

    Args:
        factor: Its name.
        value: Used where the scenario gives no other.
        unit: Of the value.
        minimum: Smallest value allowed.
        maximum: Largest value allowed.
        source: The standard that it is taken from; what is assumed says so.
        description: What the factor means.
    """

    factor: str
    value: float
    unit: str
    minimum: float
    maximum: float
    source: str
    description: str

    def allows(self, value: float) -> bool:
        """Whether a scenario may give this value."""
        return self.minimum <= value <= self.maximum


@cache
def shipped_standards() -> Mapping[str, Standard]:
    """All factors, by name and in order.

    Examples:
        >>> shipped_standards()["persons_per_latrine"].unit
        'persons'
    """
    text = files("nuzuh.scenario").joinpath("standards.csv").read_text(encoding="utf-8")
    return {row["factor"]: _standard(row) for row in csv.DictReader(text.splitlines())}


def standards(scenario: Scenario) -> Mapping[str, float]:
    """The value of each factor: the scenario's own where its table `standards` has one, else the shipped one.

    Examples:
        >>> import nuzuh
        >>> standards(nuzuh.read_scenario("valley"))["water_l_per_day"]
        15.0
    """
    own = scenario.tables["standards"]
    return {name: standard.value for name, standard in shipped_standards().items()} | dict(
        zip(own["factor"], own["value"].astype(float), strict=True)
    )


def _standard(row: dict[str, str]) -> Standard:
    return Standard(
        factor=row["factor"],
        value=float(row["value"]),
        unit=row["unit"],
        minimum=float(row["min"]),
        maximum=float(row["max"]),
        source=row["source"],
        description=row["description"],
    )
