"""What a map of a run shows on each day: places in kilometres, people, fire, and who sets out along which route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nuzuh.ensembles.quantiles import quantiles
from nuzuh.errors import UsageError
from nuzuh.impact.surroundings import surroundings_of

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.outputs.figure_frame import Run
    from nuzuh.scenario.scenario import Scenario
    from nuzuh.typing import Bools, Floats, Ints

KM_PER_DEGREE: Final = 111.195
PASSAGES: Final = "new_passages"
"""The variable of a result that has people by route and direction, where it was asked for."""
UNDER_FIRE: Final = 0.1
"""Conflict intensity from which a place is marked, as `reach_intensity` of the standards."""


PADDING: Final = 0.07
"""Of the width and the height of all places, left free on each side."""
LEAST_KM: Final = 10.0
SHAPES: Final = (0.6, 1.2)
"""Least and largest height of a map, by its width."""


class Extent(NamedTuple):
    """What a map shows.

    Args:
        lon: Longitude of its middle, degrees.
        lat: Latitude, likewise.
        width: Kilometres.
        height: Kilometres.
    """

    lon: float
    lat: float
    width: float
    height: float

    def plane(self, lon: Floats, lat: Floats) -> Floats:
        """Degrees as kilometres east and north of the middle, shape (points, 2)."""
        east = (lon - self.lon) * KM_PER_DEGREE * np.cos(np.radians(self.lat))
        return np.stack([east, (lat - self.lat) * KM_PER_DEGREE], axis=-1)

    def degrees(self, east: float, north: float) -> tuple[float, float]:
        """Kilometres from the middle as longitude and latitude."""
        lat = self.lat + north / KM_PER_DEGREE
        return self.lon + east / KM_PER_DEGREE / np.cos(np.radians(self.lat)), max(min(lat, 90.0), -90.0)


def extent_of(*results: xr.Dataset) -> Extent:
    """The part of the world in which all locations of some results lie.

    Raises:
        UsageError: None has coordinates.

    Examples:
        >>> import nuzuh
        >>> extent = extent_of(nuzuh.simulate(nuzuh.read_scenario("valley")))
        >>> f"{extent.width:.0f} by {extent.height:.0f} km around latitude {extent.lat:.2f}"
        '100 by 89 km around latitude 10.35'
    """
    lon, lat = (np.concatenate([np.asarray(one[name], dtype=np.float64) for one in results]) for name in ("lon", "lat"))
    is_placed = np.isfinite(lon) & np.isfinite(lat)
    if not is_placed.any():
        message = "no map: no location has coordinates (columns lat and lon of locations.csv)"
        raise UsageError(message)
    east, north = (float(values[is_placed].min() + values[is_placed].max()) / 2 for values in (lon, lat))
    at = Extent(east, north, 0, 0).plane(lon[is_placed], lat[is_placed])
    width, height = np.maximum(np.ptp(at, axis=0) * (1 + 2 * PADDING), LEAST_KM).tolist()
    width = max(width, height / SHAPES[1])
    return Extent(east, north, width, max(height, width * SHAPES[0]))


@dataclass(frozen=True)
class MapCourse:
    """All days of a run, to be drawn one by one.

    Args:
        names: Of the locations that have coordinates.
        kinds: Their kinds.
        at: Where they lie, kilometres east and north of the middle of the map, shape (L, 2).
        extent: What the map shows.
        persons: Displaced persons staying, median over members, shape (D, L).
        is_under_fire: Shape (D, L).
        ends: Numbers of the locations that routes join, shape (R, 2).
        is_border: Which routes lead over a border, shape (R,).
        is_open: Shape (D, R).
        flows: People who set out along each route from its first end and from its second, mean over members, shape
            (D, R, 2); no days where the run has no passages.
    """

    names: list[str]
    kinds: list[str]
    at: Floats
    extent: Extent
    persons: Floats
    is_under_fire: Bools
    ends: Ints
    is_border: Bools
    is_open: Bools
    flows: Floats


def course_of(run: Run, extent: Extent | None = None) -> MapCourse:
    """All that a map needs of a run.

    Args:
        run: With its scenario; without, there are no routes but those of passages, no closures and no fire.
        extent: What the map shows; None: all locations of the run.

    Raises:
        UsageError: No location has coordinates, or the scenario is not the one that was run.

    Examples:
        >>> import nuzuh
        >>> from nuzuh.outputs.figure_frame import Run
        >>> valley = nuzuh.read_scenario("valley")
        >>> course = course_of(Run("baseline", nuzuh.simulate(valley, members=2), valley))
        >>> course.persons.shape, course.is_open.shape
        ((60, 5), (60, 6))
    """
    result, scenario = run.result, run.scenario
    lon, lat = (np.asarray(result[name].values, dtype=np.float64) for name in ("lon", "lat"))
    extent = extent or extent_of(result)
    is_placed = np.isfinite(lon) & np.isfinite(lat)
    fire, ends, is_open = _nothing(result) if scenario is None else _conditions(result, scenario)
    flows = _flows(result, ends)
    number = np.cumsum(is_placed) - 1
    shown = is_placed[ends].all(axis=1)
    country = result["country"].values
    return MapCourse(
        names=result["location"].values[is_placed].tolist(),
        kinds=result["kind"].values[is_placed].tolist(),
        at=extent.plane(lon[is_placed], lat[is_placed]),
        extent=extent,
        persons=quantiles(result, "n_displaced", [0.5])[0][:, is_placed],
        is_under_fire=fire[:, is_placed],
        ends=number[ends[shown]],
        is_border=country[ends[shown, 0]] != country[ends[shown, 1]],
        is_open=is_open[:, shown],
        flows=flows[:, shown],
    )


def _nothing(result: xr.Dataset) -> tuple[Bools, Ints, Bools]:
    """Without a scenario: no fire, and the routes of passages, all open."""
    n_days, names = result.sizes["day"], result["location"].values.tolist()
    ends = np.zeros((0, 2), dtype=np.int64)
    if PASSAGES in result:
        columns = [[names.index(name) for name in result[end].values] for end in ("route_from", "route_to")]
        ends = np.array(columns, dtype=np.int64).reshape(2, -1).T
    return np.zeros((n_days, len(names)), bool), ends, np.ones((n_days, len(ends)), bool)


def _conditions(result: xr.Dataset, scenario: Scenario) -> tuple[Bools, Ints, Bools]:
    """Fire by day and place, the ends of routes, and which of these are open, in both directions."""
    around = surroundings_of(result, scenario)
    forcing = around.common.expected()
    columns = [[scenario.location_ix[name] for name in scenario.routes[end]] for end in ("from", "to")]
    ends = np.array(columns, dtype=np.int64).reshape(2, -1).T
    is_open = np.ones((scenario.n_days, len(ends)), dtype=bool)
    np.logical_and.at(is_open.T, around.network.route, forcing.is_open.T)
    return forcing.intensity >= UNDER_FIRE, ends, is_open


def _flows(result: xr.Dataset, ends: Ints) -> Floats:
    if PASSAGES not in result or result.sizes["route"] != len(ends):
        return np.zeros((0, len(ends), 2))
    return np.asarray(result[PASSAGES].mean("member").values, dtype=np.float64)
