"""Where in their ranges the populations of a scenario lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nuzuh.model.rules import people_at_level

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario


def peopled(scenario: Scenario, level: float) -> Scenario:
    """The scenario with its populations at a level within their ranges.

    Args:
        scenario: With `population_low` and `population_high` where a population is uncertain.
        level: -1 for the lower ends, 0 for `population`, 1 for the upper ends.

    Returns:
        The same scenario where nothing is changed.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> people = valley.locations["population"]
        >>> wide = valley.locations.assign(population_low=0.5 * people, population_high=2.0 * people)
        >>> peopled(valley.with_tables(locations=wide), -1).population / valley.population
        0.5
    """
    table = scenario.locations
    is_uncertain = (table["population_low"].notna() & table["population_high"].notna()).to_numpy()
    if level == 0 or not is_uncertain.any():
        return scenario
    people = table["population"].to_numpy(dtype=np.float64)
    low, high = (
        np.where(is_uncertain, table[end].to_numpy(dtype=np.float64), people)
        for end in ("population_low", "population_high")
    )
    there = people_at_level(low, people, high, level).astype(np.int64)
    return scenario.with_tables(locations=table.assign(population=there))
