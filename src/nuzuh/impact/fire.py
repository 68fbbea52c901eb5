"""Where people are under fire, and where within reach of it; each member has breaches of ceasefires of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nuzuh.scenario.geography import neighbours
from nuzuh.typing import Bools

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.model.forcing import Forcing
    from nuzuh.scenario.scenario import Scenario

BANDS: Final = ("sporadic", "sustained", "heavy")
"""Bands of conflict intensity, between the edges `fire_sporadic_up_to` and `fire_sustained_up_to`."""


class Fire(NamedTuple):
    """Fire as one member has it.

    Args:
        is_in_band: Whether each place has an intensity in each band, shape (D, L, 3).
        is_within_reach: Whether each place lies within reach of one under fire, itself included, shape (D, L).
    """

    is_in_band: Bools
    is_within_reach: Bools


def fires(result: xr.Dataset, scenario: Scenario, forcing: Forcing, factors: Mapping[str, float]) -> Iterator[Fire]:
    """The fire that each member of a result was under, in order.

    Args:
        result: Names seed, engine and members.
        scenario: Where places lie.
        forcing: Of the scenario.
        factors: Edges of bands and the reach, as `standards` gives them.
    """
    is_near = _is_near(scenario, factors["reach_km"])
    if result.attrs["engine"] == "mean":
        forcing = forcing.expected()
    shared = None if forcing.is_random else _fire(forcing, is_near, factors)
    for member in result["member"].values:
        yield shared or _fire(forcing.for_member(int(result.attrs["seed"]), int(member)), is_near, factors)


def _fire(forcing: Forcing, is_near: Bools, factors: Mapping[str, float]) -> Fire:
    intensity = forcing.intensity
    edges = [0.0, factors["fire_sporadic_up_to"], factors["fire_sustained_up_to"], np.inf]
    is_in_band = np.stack([(low < intensity) & (intensity <= high) for low, high in pairwise(edges)], axis=2)
    is_hit = (intensity > 0) & (intensity >= factors["reach_intensity"])
    return Fire(is_in_band, is_hit @ is_near)


def _is_near(scenario: Scenario, reach_km: float) -> Bools:
    """Whether locations are within reach of each other, shape (L, L); one without coordinates is near itself."""
    locations = scenario.locations
    lat, lon = (locations[name].to_numpy(dtype=np.float64) for name in ("lat", "lon"))
    is_near = np.eye(len(locations), dtype=bool)
    here, there, _ = neighbours(lat, lon, reach_km)
    is_near[here, there] = True
    return is_near
