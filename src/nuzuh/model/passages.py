"""Passages: who sets out along each route on a day, from who has chosen which itinerary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import xarray as xr

from nuzuh.typing import Floats

if TYPE_CHECKING:
    from nuzuh.model.conditions import Roads
    from nuzuh.model.network import Network
    from nuzuh.scenario.scenario import Scenario

NAME: Final = "new_passages"
LONG_NAME: Final = "displaced persons who set out along the route on the day, by direction"
WAYS: Final = ("forth", "back")
"""From `from` to `to`, and the other way."""
ROUTE_ENDS: Final = ("route_from", "route_to")
"""Coordinates of `route`: the locations at its ends."""


def passages_along(roads: Roads, by_itinerary: Floats, by_arc: Floats) -> Floats:
    """Who sets out along each arc on a day.

    Args:
        roads: Whose legs the itineraries have.
        by_itinerary: Who set out on each itinerary, shape (R,). A trip counts on all its legs on the day on which it
            begins; where each leg begins afresh, on the first of them.
        by_arc: Who went on along each arc from a stop, shape (A,).

    Returns:
        Shape (A,).
    """
    ways = np.flatnonzero(by_itinerary)
    first, after = roads.first_leg[ways], roads.first_leg[ways + 1]
    n_legs = np.ones_like(first) if roads.each_leg_afresh else after - first
    begins = np.cumsum(n_legs) - n_legs
    legs = np.arange(n_legs.sum()) + np.repeat(first - begins, n_legs)
    weights = np.repeat(by_itinerary[ways], n_legs)
    return by_arc + np.bincount(roads.legs[legs], weights=weights, minlength=len(by_arc))


def with_passages(result: xr.Dataset, passages: Floats, network: Network, scenario: Scenario) -> xr.Dataset:
    """A result with passages by route and direction; the same where they were not asked for.

    Args:
        result: The Dataset.
        passages: By arc, shape (members, D, A); None of them where they were not asked for.
        network: Whose arcs they are.
        scenario: Whose routes these belong to.
    """
    if not passages.size:
        return result
    start = np.array([scenario.location_ix[name] for name in scenario.routes["from"]], dtype=np.int64)
    is_back = network.start != start[network.route]
    found = np.zeros((*passages.shape[:2], len(start), len(WAYS)))
    by_way = found.reshape(*passages.shape[:2], -1)  # the same numbers
    np.add.at(by_way.T, network.route * len(WAYS) + is_back, passages.T)
    attrs = {"long_name": LONG_NAME, "units": "persons per day"}
    counted = found.astype(result["new_departures"].dtype)
    return result.assign_coords(way=list(WAYS)).assign({NAME: (("member", "day", "route", "way"), counted, attrs)})
