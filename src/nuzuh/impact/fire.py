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

    from nuzuh.impact.surroundings import Surroundings
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


def fires(result: xr.Dataset, around: Surroundings, factors: Mapping[str, float]) -> Iterator[Fire]:
    """The fire that each member of a result was under, in order.

    Args:
        result: Names seed, engine and members, and parameters in which these differ.
        around: What the members were under.
        factors: Edges of bands and the reach, as `standards` gives them.
    """
    is_near = _is_near(around.scenario, factors["reach_km"])
    before: tuple[Forcing, Fire] | None = None
    for at, member in enumerate(result["member"].values):
        forcing = around.of(result, at)
        if before is None or forcing is not before[0] or forcing.is_random:
            before = forcing, _fire(_drawn(result, forcing, int(member)), is_near, factors)
        yield before[1]


def _drawn(result: xr.Dataset, forcing: Forcing, member: int) -> Forcing:
    """The forcing of a member, as its engine had it."""
    if result.attrs["engine"] == "mean":
        return forcing.expected()
    return forcing.for_member(int(result.attrs["seed"]), member)


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
