"""A run as one tidy table: CSV with a row of HXL tags, fields named as in OCHA's HAPI."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from nuzuh.ensembles.quantiles import quantiles
from nuzuh.outputs.country_codes import country_code
from nuzuh.outputs.origin import origin_of
from nuzuh.scenario.csvfile import write_csv

if TYPE_CHECKING:
    import xarray as xr

PLACE: Final = {
    "location_code": "#country +code +v_iso3",
    "location_name": "#country +name",
    "admin1_name": "#adm1 +name",
    "admin2_name": "#adm2 +name",
    "name": "#loc +name",
    "kind": "#loc +type",
    "pcode": "#loc +code",
    "lat": "#geo +lat",
    "lon": "#geo +lon",
}
"""Columns that say where, and their tags. In HAPI a location is a country; ours have their own name beside it."""
WHEN: Final = {"reference_period_start": "#date +start", "reference_period_end": "#date +end"}
NUMBERS: Final = {
    "population": ("#affected +median", 0.5),
    "population_q05": ("#affected +q05", 0.05),
    "population_q25": ("#affected +q25", 0.25),
    "population_q75": ("#affected +q75", 0.75),
    "population_q95": ("#affected +q95", 0.95),
}
"""Columns of numbers of people: tag, and quantile over members."""
ORIGIN: Final = {
    "status": "#status",
    "scenario": "#meta +scenario",
    "scenario_hash": "#meta +hash",
    "seed": "#meta +seed",
    "members": "#meta +members",
    "version": "#meta +version",
}
"""Columns that are the same in every row, so that it can be cut out, joined and passed on by itself."""
QUANTITY: Final = {"quantity": "#indicator +code"}


def hapi_csv(
    result: xr.Dataset,
    quantities: Sequence[str] = ("n_displaced",),
    progress: Callable[[int, int], None] | None = None,
) -> str:
    """Numbers of people by quantity, location and day, a row each.

    Args:
        result: As `simulate` gives it, or some of its days.
        quantities: Variables of the result by member, day and location.
        progress: Called with all steps and those done.

    Returns:
        Locations in the scenario's order. `population` is the median over members, beside the ends of its 50 and 90 %
        intervals. Medians of locations do not add up to the median of the total.

    Examples:
        >>> import nuzuh
        >>> result = nuzuh.simulate(nuzuh.read_scenario("valley"), seed=1).sel(date=slice("2021-04-29", None))
        >>> rows = hapi_csv(result).splitlines()
        >>> len(rows), rows[0][:73]
        (7, 'location_code,location_name,admin1_name,admin2_name,name,kind,pcode,lat,l')
        >>> rows[5]
        ',Northland,,,Meadow,camp,,10.55,20.35,2021-04-29,2021-04-29,n_displaced,8998,8998,8998,8998,8998,modelled,...'
    """
    columns = PLACE | WHEN | QUANTITY | {name: tag for name, (tag, _) in NUMBERS.items()} | ORIGIN
    rows = (row for number in range(len(quantities)) for row in _rows(result, quantities, number, progress))
    return write_csv([[*columns], [*columns.values()], *rows])


def place_columns(result: xr.Dataset) -> dict[str, list[str]]:
    """What says where each location is; blank where it is not known.

    Args:
        result: As `simulate` gives it; one of an earlier version, without units of administration, has blanks.
    """
    n_places = result.sizes["location"]
    countries = result["country"].values.tolist()
    named = {"admin1_name": "admin1", "admin2_name": "admin2", "name": "location", "kind": "kind", "pcode": "pcode"}
    texts = {
        column: [str(text) for text in result[name].values] if name in result.coords else [""] * n_places
        for column, name in named.items()
    }
    degrees = {name: [number_text(value) for value in result[name].values.tolist()] for name in ("lat", "lon")}
    codes = [country_code(country) for country in countries]
    return {"location_code": codes, "location_name": countries} | texts | degrees


def number_text(value: float) -> str:
    """A number with as many digits as it has, at most fifteen; a missing one is blank."""
    return "" if np.isnan(value) else f"{value:.15g}"


def _rows(
    result: xr.Dataset, quantities: Sequence[str], number: int, progress: Callable[[int, int], None] | None
) -> Iterator[list[str]]:
    """All rows of a quantity."""

    def tell(n_all: int, n_done: int) -> None:
        if progress is not None:
            progress(n_all * len(quantities), n_all * number + n_done)

    shares = [share for _, share in NUMBERS.values()]
    values = quantiles(result, quantities[number], shares, tell)
    dates = [str(day)[:10] for day in result["date"].values]
    origin = origin_of(result)
    fixed = [origin[name] for name in ORIGIN]
    for at, place in enumerate(zip(*place_columns(result).values(), strict=True)):
        for day, numbers in zip(dates, values[:, :, at].T.tolist(), strict=True):
            yield [*place, day, day, quantities[number], *map(number_text, numbers), *fixed]
