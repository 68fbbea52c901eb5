"""A day of a run as GeoJSON (RFC 7946): locations as points and routes as lines, for maps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nuzuh.ensembles.quantiles import quantiles
from nuzuh.outputs.export_csv import place_columns
from nuzuh.outputs.origin import origin_of

if TYPE_CHECKING:
    import xarray as xr

STOCK: Final = "n_displaced"
SHARES: Final = {"": 0.5, "_q05": 0.05, "_q25": 0.25, "_q75": 0.75, "_q95": 0.95}
"""What follows the name of a quantity, and its quantile over members."""
SAID_OF_EACH: Final = ("status", "scenario", "scenario_hash", "seed", "version")
"""Of the origin, what stands with every feature: many programs forget what stands beside them."""


def geojson(result: xr.Dataset, day: int = -1, progress: Callable[[int, int], None] | None = None) -> dict[str, Any]:
    """Displaced persons staying at each location in the evening of a day, with 50 and 90 % intervals.

    Args:
        result: As `simulate` gives it.
        day: Which; the last one if nothing is said.
        progress: Called with all days that are read and those done.

    Returns:
        A FeatureCollection. A location without a position has no geometry, as the RFC wants it. Whoever opens it
        finds with each feature that its numbers are modelled, and the whole origin under `nuzuh`.

    Examples:
        >>> import nuzuh
        >>> drawn = geojson(nuzuh.simulate(nuzuh.read_scenario("valley"), seed=1))
        >>> drawn["features"][3]["geometry"]
        {'type': 'Point', 'coordinates': [20.35, 10.55]}
        >>> drawn["features"][3]["properties"]["n_displaced"], drawn["features"][3]["properties"]["status"]
        (9041, 'modelled')
    """
    one = result.isel(day=[day])
    values = quantiles(one, STOCK, list(SHARES.values()), progress)[:, 0]
    origin = origin_of(result)
    said = {"date": str(one["date"].values[0])[:10]} | {key: origin[key] for key in SAID_OF_EACH}
    places = place_columns(result)
    points = []
    for at, words in enumerate(zip(*places.values(), strict=True)):
        told = {key: word for key, word in zip(places, words, strict=True) if key not in {"lat", "lon"}}
        numbers = {
            f"{STOCK}{ending}": _plain(value) for ending, value in zip(SHARES, values[:, at].tolist(), strict=True)
        }
        known = {"location_status": str(result["status"].values[at])} if "status" in result.coords else {}
        lon, lat = (float(result[name].values[at]) for name in ("lon", "lat"))
        points.append(_feature(_point(lon, lat), {"feature": "location"} | told | known | numbers | said))
    return {"type": "FeatureCollection", "nuzuh": origin, "features": points}


def _feature(geometry: dict[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(lon: float, lat: float) -> dict[str, Any] | None:
    if np.isnan(lon) or np.isnan(lat):
        return None
    return {"type": "Point", "coordinates": [lon, lat]}


def _plain(value: float) -> int | float:
    """A whole number where it is one."""
    return int(value) if value.is_integer() else value
