"""A day of a run as GeoJSON (RFC 7946): locations as points and routes as lines, for maps."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from nuzuh.ensembles.quantiles import quantiles
from nuzuh.outputs.export_csv import place_columns
from nuzuh.outputs.origin import origin_of

if TYPE_CHECKING:
    import xarray as xr

STOCK: Final = "n_displaced"
SHARES: Final = {"": 0.5, "_q05": 0.05, "_q25": 0.25, "_q75": 0.75, "_q95": 0.95}
"""What follows the name of a quantity, and its quantile over members."""
HALF_ROUND: Final = 180.0
SAID_OF_EACH: Final = ("status", "scenario", "scenario_hash", "seed", "version")
"""Of the origin, what stands with every feature: many programs forget what stands beside them."""


def geojson(result: xr.Dataset, day: int = -1, progress: Callable[[int, int], None] | None = None) -> dict[str, Any]:
    """Displaced persons staying at each location in the evening of a day, with 50 and 90 % intervals; and routes.

    Args:
        result: As `simulate` gives it.
        day: Which; the last one if nothing is said.
        progress: Called with all days that are read and those done.

    Returns:
        A FeatureCollection: a point for each location, a line for each route, straight from end to end. What has no
        position has no geometry, as the RFC wants it. Each feature says by itself that its numbers are modelled, and
        the whole origin stands under `nuzuh`.

    Examples:
        >>> import nuzuh
        >>> drawn = geojson(nuzuh.simulate(nuzuh.read_scenario("valley"), seed=1))
        >>> drawn["features"][3]["geometry"]
        {'type': 'Point', 'coordinates': [20.35, 10.55]}
        >>> drawn["features"][3]["properties"]["n_displaced"], drawn["features"][3]["properties"]["status"]
        (8998, 'modelled')
    """
    one = result.isel(day=[day])
    origin = origin_of(result)
    said = {"date": str(one["date"].values[0])[:10]} | {key: origin[key] for key in SAID_OF_EACH}
    features = [*_locations(one, progress), *_routes(one)]
    for feature in features:
        feature["properties"] |= said
    return {"type": "FeatureCollection", "nuzuh": origin, "features": features}


def _locations(one: xr.Dataset, progress: Callable[[int, int], None] | None) -> Iterator[dict[str, Any]]:
    """A point for each location."""
    values = quantiles(one, STOCK, list(SHARES.values()), progress)[:, 0].T.tolist()
    places = place_columns(one)
    words = {column: texts for column, texts in places.items() if column not in {"lat", "lon"}}
    if "status" in one.coords:
        words["location_status"] = one["status"].values.tolist()
    for at, (position, numbers) in enumerate(zip(_positions(one), values, strict=True)):
        counted = {f"{STOCK}{ending}": _plain(n) for ending, n in zip(SHARES, numbers, strict=True)}
        told = {"feature": "location"} | {column: texts[at] for column, texts in words.items()} | counted
        yield _feature({"type": "Point", "coordinates": position} if position else None, told)


def _routes(one: xr.Dataset) -> Iterator[dict[str, Any]]:
    """A line for each route; none in results of an earlier version, which do not know them."""
    if "route_from" not in one.coords:
        return
    position = dict(zip(one["location"].values.tolist(), _positions(one), strict=True))
    ends = zip(*(one[name].values.tolist() for name in ("route_from", "route_to", "route_km")), strict=True)
    for start, end, km in ends:
        told = {"feature": "route", "from": start, "to": end, "distance_km": km}
        here, there = position.get(start), position.get(end)
        yield _feature(_line(here, there) if here and there else None, told)


def _line(here: list[float], there: list[float]) -> dict[str, Any]:
    """A line the short way round; where it crosses the antimeridian it is cut in two there, as the RFC wants it.

    Examples:
        >>> _line([178.0, 0.0], [-178.0, 4.0])["coordinates"]
        [[[178.0, 0.0], [180.0, 2.0]], [[-180.0, 2.0], [-178.0, 4.0]]]
    """
    if abs(there[0] - here[0]) <= HALF_ROUND:
        return {"type": "LineString", "coordinates": [here, there]}
    edge = math.copysign(HALF_ROUND, here[0])
    across = there[0] + 2 * edge - here[0]
    lat = here[1] + (there[1] - here[1]) * (edge - here[0]) / across
    return {"type": "MultiLineString", "coordinates": [[here, [edge, lat]], [[-edge, lat], there]]}


def _positions(result: xr.Dataset) -> list[list[float] | None]:
    """Longitude and latitude of each location; None where they are not known."""
    pairs = zip(result["lon"].values.tolist(), result["lat"].values.tolist(), strict=True)
    return [None if math.isnan(lon) or math.isnan(lat) else [lon, lat] for lon, lat in pairs]


def _feature(geometry: dict[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _plain(value: float) -> int | float:
    """A whole number where it is one."""
    return int(value) if value.is_integer() else value
