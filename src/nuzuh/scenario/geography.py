"""Distances on the globe, and what can be reached by routes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nuzuh.typing import Floats, Ints

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""


def great_circle_km(lat_a: npt.ArrayLike, lon_a: npt.ArrayLike, lat_b: npt.ArrayLike, lon_b: npt.ArrayLike) -> Floats:
    """Great-circle distance by the haversine formula (Sinnott, Sky and Telescope 68, 1984).

    Args:
        lat_a: Latitude of the first point, degrees.
        lon_a: Longitude of the first point, degrees.
        lat_b: Latitude of the second point, degrees.
        lon_b: Longitude of the second point, degrees.

    Returns:
        Kilometres; arguments are broadcast against each other, NaN where one is NaN.

    Examples:
        >>> round(float(great_circle_km(35.93, 36.63, 36.20, 37.16)))  # Idlib to Aleppo
        56
    """
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half = np.sin((phi_b - phi_a) / 2) ** 2
    half = half + np.cos(phi_a) * np.cos(phi_b) * np.sin(np.radians(np.subtract(lon_b, lon_a)) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def reachable(n: int, pairs: Sequence[tuple[int, int]], sources: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Which of n locations can be reached from some of them.

    Args:
        n: Number of locations.
        pairs: Rows of the two ends of each route, in the direction in which it is travelled.
        sources: Rows to begin from; they count as reached.

    Returns:
        Whether each location is reached.

    Examples:
        >>> reachable(3, [(0, 2)], [0]).tolist()
        [True, False, True]
    """
    from scipy.sparse import coo_array  # noqa: PLC0415 (heavy, and a forecast of counts needs no map)
    from scipy.sparse.csgraph import breadth_first_order  # noqa: PLC0415

    ends = np.array([*pairs, *((n, source) for source in sources)], dtype=np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(n + 1, n + 1)).tocsr()
    reached = np.zeros(n + 1, dtype=np.bool_)
    reached[breadth_first_order(graph, n, return_predecessors=False)] = True
    return reached[:n]


def neighbours(lat: Floats, lon: Floats, radius_km: float) -> tuple[Ints, Ints, Floats]:
    """All ordered pairs of locations within a distance of each other.

    Args:
        lat: Degrees, shape (L,); a location without coordinates has no neighbours.
        lon: Degrees, shape (L,).
        radius_km: Great-circle distance up to which a pair counts; 0 gives none.

    Returns:
        Row of the one, row of the other, and kilometres between them, one entry a pair.
    """
    from scipy.spatial import cKDTree  # noqa: PLC0415 (heavy)

    known = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
    if radius_km <= 0 or len(known) < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    phi, lam = np.radians(lat[known]), np.radians(lon[known])
    points = np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)
    chord = 2 * np.sin(min(radius_km / EARTH_RADIUS_KM, np.pi) / 2)
    found = cKDTree(points).query_pairs(chord, output_type="ndarray").astype(np.int64)
    here, there = known[np.concatenate([found, found[:, ::-1]]).T]
    return here, there, great_circle_km(lat[here], lon[here], lat[there], lon[there])
