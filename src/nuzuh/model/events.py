"""Coded events, with a kind, days and a point each, to conflict intensity by location and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nuzuh.model.rules import intensity_of_events
from nuzuh.scenario.geography import great_circle_km
from nuzuh.typing import Bools, Floats

if TYPE_CHECKING:
    from nuzuh.model.rule_params import Events
    from nuzuh.scenario.scenario import Scenario


def intensity_under(scenario: Scenario, settings: Events) -> tuple[Floats, Bools]:
    """Conflict intensity by the events of a scenario, and whether one of them begins at a location.

    Args:
        scenario: Its events, and locations with coordinates; those without are reached by none.
        settings: Intensities, reaches and the tail, by kind.

    Returns:
        Both of shape (D, L).

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> intensity, begins = intensity_under(valley, nuzuh.Params().events)
        >>> intensity.shape, bool(intensity.any())  # it gives its conflict in spells
        ((60, 5), False)
    """
    events, locations = scenario.tables["events"], scenario.locations
    shape = (scenario.n_days, len(locations))
    if events.empty:
        return np.zeros(shape), np.zeros(shape, dtype=bool)
    kind = events["kind"]
    lat, lon = (events[axis].to_numpy(dtype=np.float64)[:, None] for axis in ("lat", "lon"))
    km = great_circle_km(lat, lon, *(locations[axis].to_numpy(dtype=np.float64) for axis in ("lat", "lon")))
    reach = kind.map({"ground": settings.ground_km, "campaign": settings.campaign_km, "strike": settings.strike_km})
    is_reached = km <= reach.to_numpy(dtype=np.float64)[:, None]  # False where a coordinate is not known
    first, last = ((events[end] - pd.Timestamp(scenario.start)).dt.days.to_numpy() for end in ("start", "end"))
    strength = kind.map({"ground": 1.0, "campaign": settings.campaign, "strike": settings.strike})
    tail = np.where(kind == "ground", settings.tail_days, 0)
    intensity = intensity_of_events(strength.to_numpy(dtype=np.float64), first, last + tail, is_reached, shape[0])
    begins = np.zeros(shape, dtype=bool)
    for event in np.flatnonzero((first >= 0) & (first < shape[0])):
        begins[first[event]] |= is_reached[event]
    return intensity, begins & (intensity > 0)
