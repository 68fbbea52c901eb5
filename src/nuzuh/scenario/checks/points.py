"""Events and where they happened: within sight of a location, or of none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from nuzuh.errors import Fault
from nuzuh.scenario.geography import great_circle_km

if TYPE_CHECKING:
    from nuzuh.scenario.checks.subject import Subject

FAR_KM: Final = 30.0
"""An event further than this from every location is reported: in a crisis of villages it is a slip."""


def events(subject: Subject) -> Iterator[Fault]:
    """Events that lie far from every location, and those that can reach none since no location has coordinates."""
    places = subject.scenario.locations[["lat", "lon"]].dropna().to_numpy(dtype=np.float64)
    for line, row in subject.each("events", "lat", "lon"):
        if not len(places):
            what = "the event reaches no location: none has coordinates"
            yield subject.fault("events", line, "lat", what, "give lat and lon in locations.csv")
            continue
        nearest = float(great_circle_km(row["lat"], row["lon"], places[:, 0], places[:, 1]).min())
        if nearest > FAR_KM:
            what = f"the nearest location is {nearest:.0f} km away"
            yield subject.fault(
                "events", line, "lat", what, "check the coordinates: nobody there is reached", "warning"
            )
