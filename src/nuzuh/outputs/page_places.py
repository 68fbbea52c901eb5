"""What a scenario is, as the page reads it: places, routes, observations, what is closed and where there is fire."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from nuzuh.outputs.borders import borders_within
from nuzuh.outputs.page_numbers import one_or_none
from nuzuh.scenario.observations import observed
from nuzuh.typing import Floats

if TYPE_CHECKING:
    from collections.abc import Hashable

    import numpy.typing as npt

    from nuzuh.model.forcing import Forcing
    from nuzuh.model.network import Network
    from nuzuh.scenario.scenario import Scenario

Columns = dict[str, list[Any]]
Spell = list[Any]
INTENSITY_STEP: Final = 0.1
"""Steps of conflict intensity that the page tells apart: finer ones make a spell of every day."""
BOTH_WAYS: Final = 2
MARGIN: Final = 0.3
"""Of the width and height of the locations: a page is wider or higher than they are."""
LEAST_MARGIN: Final = 0.1
"""Degrees."""


def scenario_head(scenario: Scenario) -> dict[str, Any]:
    """Name, days, country, people and sources of a scenario."""
    return {
        "name": scenario.name,
        "title": scenario.title,
        "start": scenario.start.isoformat(),
        "n_days": scenario.n_days,
        "home_country": scenario.home_country,
        "population": scenario.population,
        "hash": scenario.hash,
        "sources": [{str(key): str(value) for key, value in source.items()} for source in scenario.sources],
    }


def location_columns(scenario: Scenario) -> Columns:
    """Locations as columns, in the order of the scenario."""
    rows = scenario.locations
    texts = {name: rows[name].astype(str).tolist() for name in ("name", "kind", "pcode", "admin1", "status", "source")}
    return texts | {
        "lat": [one_or_none(value) for value in rows["lat"]],
        "lon": [one_or_none(value) for value in rows["lon"]],
        "country": list(scenario.countries),
        "population": [int(n) for n in rows["population"]],
    }


def route_columns(scenario: Scenario) -> Columns:
    """Routes as columns, by the numbers of the locations at their ends; a border lies between two countries."""
    ix, countries = scenario.location_ix, scenario.countries
    start = [ix[name] for name in scenario.routes["from"]]
    end = [ix[name] for name in scenario.routes["to"]]
    return {
        "from": start,
        "to": end,
        "km": [one_or_none(km) for km in scenario.routes["distance_km"]],
        "is_border": [int(countries[a] != countries[b]) for a, b in zip(start, end, strict=True)],
    }


def border_lines(locations: Columns) -> list[dict[str, Any]]:
    """Borders around the locations of a page, in whole thousandths of a degree, delta coded for each coordinate."""
    known = [(lon, lat) for lon, lat in zip(locations["lon"], locations["lat"], strict=True) if None not in (lon, lat)]
    if not known:
        return []
    low, high = np.min(known, axis=0), np.max(known, axis=0)
    aside = np.maximum(MARGIN * (high - low), LEAST_MARGIN)
    west, south = np.maximum(low - aside, (-360, -90)).tolist()
    east, north = np.minimum(high + aside, (360, 90)).tolist()
    return [
        {"kind": kind, "name": name, "line": _delta_coded(line)}
        for kind, name, line in borders_within(west, south, east, north)
    ]


def _delta_coded(line: Floats) -> list[int]:
    whole = np.rint(line * 1000).astype(np.int64)
    return [int(n) for n in np.diff(whole, axis=0, prepend=0).ravel()]


def observation_rows(scenario: Scenario) -> list[dict[str, Any]]:
    """The observations of a scenario, in the order of its table; what is blank is left out."""
    return [_observation(row) for row in observed(scenario).to_dict("records")]


def closed_spells(scenario: Scenario, network: Network, forcing: Forcing) -> list[Spell]:
    """When routes are closed: `[route, first day, last day, way]`; way 0 is from `from`, 1 from `to`, 2 both.

    A route that leads one way alone is not closed the other way.

    Args:
        scenario: What was run.
        network: Its routes.
        forcing: What each day brings.
    """
    is_closed = ~forcing.is_open
    start = np.array([scenario.location_ix[name] for name in scenario.routes["from"]])
    is_back = network.start != start[network.route]
    ways = np.zeros((2, scenario.n_days, len(start)), dtype=bool)
    for way in (0, 1):
        here = is_back == bool(way)
        ways[way][:, network.route[here]] = is_closed[:, here]
    kinds = np.where(ways.all(axis=0), BOTH_WAYS + 1, ways[0] * 1 + ways[1] * 2)
    return [[route, first, last, kind - 1] for route, first, last, kind in spells(kinds)]


def fire_spells(forcing: Forcing) -> list[Spell]:
    """Where there is fire: `[location, first day, last day, intensity]`, in steps of a tenth.

    Where a ceasefire may be breached it is the expected intensity, for members differ there.
    """
    intensity = forcing.expected().intensity
    steps = np.ceil(np.round(intensity / INTENSITY_STEP, 6)).astype(np.int64)
    return [[place, first, last, round(n * INTENSITY_STEP, 1)] for place, first, last, n in spells(steps)]


def spells(values: npt.NDArray[np.int64]) -> Iterator[tuple[int, int, int, int]]:
    """Runs of days with the same value, those of 0 left out.

    Args:
        values: Shape (D, columns).

    Yields:
        Column, first day, last day and value, by column and day.

    Examples:
        >>> list(spells(np.array([[0, 2], [1, 2], [1, 0]])))
        [(0, 1, 2, 1), (1, 0, 1, 2)]
    """
    for column, days in enumerate(values.T):
        edges = [0, *(np.flatnonzero(np.diff(days)) + 1), len(days)]
        for first, after in pairwise(edges):
            if days[first]:
                yield column, int(first), int(after) - 1, int(days[first])


def _observation(row: dict[Hashable, Any]) -> dict[str, Any]:
    since = {} if pd.isna(row["since"]) else {"since": row["since"].date().isoformat()}
    to = {"to": row["to"]} if row["to"] else {}
    numbers = {name: one_or_none(row[name]) for name in ("low", "value", "high")}
    where = {"date": row["date"].date().isoformat(), **since, "location": row["location"], **to}
    return {
        **where,
        "quantity": row["quantity"],
        **numbers,
        "fit": bool(row["fit"]),
        "source": row["source"],
        "status": row["status"],
    }
