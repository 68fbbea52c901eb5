"""Exposure: person-days under fire, person-nights of frost by shelter, people within reach of fighting."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import xarray as xr

from nuzuh.errors import UsageError, near_misses
from nuzuh.impact.fire import BANDS, Fire, fires
from nuzuh.impact.groups import ALL, groups_in
from nuzuh.impact.shelter import SHELTER, shelter_shares
from nuzuh.impact.surroundings import surroundings_of
from nuzuh.model.result import slabs
from nuzuh.scenario.standards import standards
from nuzuh.typing import Floats

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

BELOW_C: Final = (0.0, -5.0, -10.0)
"""Night temperatures below which a night counts as cold; the colder ones count in the warmer ones too."""
LETTERS: Final = {"day": "d", "location": "l", "group": "g"}
"""What exposure can be told apart by, and how sums name it."""
VARIABLES: Final = {
    "person_days_under_fire": (("band",), "person-days", "person-days of people present at places under fire"),
    "person_nights_cold": (("below_c", "shelter"), "person-nights", "cold person-nights of displaced persons"),
    "person_nights_unknown": ((), "person-nights", "person-nights of displaced persons without a known temperature"),
    "ever_within_reach": ((), "persons", "people who were in their homes within reach of fire on at least one day"),
    "n_within_reach": ((), "persons", "people in their homes within reach of a place under fire"),
}
"""Dimensions beside member and those asked for, unit and long name."""


class Cold(NamedTuple):
    """Nights, the same for all members.

    Args:
        is_below: Whether each night is below each of `BELOW_C`, shape (D, L, T).
        staying: Share of the displaced persons staying who have such a night, by class of shelter, (D, L, T, C).
        is_unknown: Whether no temperature is known, shape (D, L).
    """

    is_below: Floats
    staying: Floats
    is_unknown: Floats


def exposure(result: xr.Dataset, scenario: Scenario, *, by: Collection[str] = ()) -> xr.Dataset:
    """What people live through: fire, frost, and fighting close to their homes. Modelled, as all in a result.

    Bands of fire, the reach and the intensity that counts are factors of `nuzuh.scenario.standards`. A member has
    the fire that it was run with, breaches of ceasefires included. Deaths are not estimated.

    Args:
        result: As `simulate` gives it.
        scenario: What was run; its temperature, shelter, standards and rows of `winterise` may be others.
        by: Any of `day`, `location` and `group`; the rest is summed over.

    Returns:
        Dimensions member and those of `by`, in this order: day, location, group.

        - `person_days_under_fire` by `band`: everybody present (at home, returned, displaced and staying) on days
          with an intensity in the band, where they are in the evening. People on the road are not counted.
        - `person_nights_cold` by `below_c` and `shelter`: displaced persons on nights below these temperatures.
          People on the road are of class `road`, at the place that they travel to. Those at home are not counted.
        - `person_nights_unknown`: displaced persons, staying and on the road, where no temperature is known.
        - `ever_within_reach`: people at home or returned on the morning of the first day on which their place was
          within `reach_km` of one under fire. It has no dimension day.
        - `n_within_reach`, with `by` day only: people at home or returned within `reach_km` of a place under fire.

    Raises:
        UsageError: The result is not one of this scenario, or `by` names something else.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> exposed = exposure(nuzuh.simulate(valley, members=3), valley, by=["location"])
        >>> dict(exposed.person_days_under_fire.sizes)
        {'member': 3, 'location': 5, 'band': 3}
    """
    kept = _kept(by)
    around, factors = surroundings_of(result, scenario), standards(scenario)
    groups = groups_in(result, scenario) if "group" in kept else ALL
    cold = _cold(around.common.t_min_c, shelter_shares(scenario))
    letters = "".join(LETTERS[name] for name in kept)
    members = []
    for part in slabs(result, "member"):
        people = groups.people(part)
        for at, fire in enumerate(fires(part, around, factors)):
            at_start = groups.population(around.peopled(part, at))
            members.append(
                _of_member({name: stock[at] for name, stock in people.items()}, at_start, fire, cold, letters)
            )
    data = {}
    for name in members[0]:
        extra, unit, long_name = VARIABLES[name]
        dims = ("member", *(dim for dim in kept if dim != "day" or name != "ever_within_reach"), *extra)
        values = np.stack([member[name] for member in members])
        if "group" in kept:
            at = dims.index("group")
            values = np.moveaxis(groups.apart(np.moveaxis(values, at, -1)), -1, at)
        data[name] = (dims, values, {"long_name": long_name, "units": unit})
    return _dataset(data, result, kept, groups.names).assign_attrs(standards=json.dumps(dict(factors)))


def _of_member(people: Mapping[str, Floats], at_start: Floats, fire: Fire, cold: Cold, kept: str) -> dict[str, Floats]:
    """All quantities of one member.

    Args:
        people: Its stocks, shape (D, G, L) each.
        at_start: People at home on the first morning, shape (L, G).
        fire: Its own.
        cold: Nights.
        kept: Letters of the dimensions that are not summed over, in order.
    """
    home = people["n_at_home"] + people["n_returned"]
    staying, on_route = people["n_displaced"], people["n_on_route"]
    nights = np.einsum(f"dgl,dltc->{kept}tc", staying, cold.staying)
    nights[..., SHELTER.index("road")] = np.einsum(f"dgl,dlt->{kept}t", on_route, cold.is_below)
    found = {
        "person_days_under_fire": np.einsum(f"dgl,dlb->{kept}b", home + staying, fire.is_in_band.astype(np.float64)),
        "person_nights_cold": nights,
        "person_nights_unknown": np.einsum(f"dgl,dl->{kept}", staying + on_route, cold.is_unknown),
        "ever_within_reach": np.einsum(f"lg->{kept.replace('d', '')}", _ever_within_reach(at_start, home, fire)),
    }
    if "d" in kept:
        is_within_reach = fire.is_within_reach.astype(np.float64)
        found["n_within_reach"] = np.einsum(f"dgl,dl->{kept}", home, is_within_reach)
    return found


def _ever_within_reach(at_start: Floats, home: Floats, fire: Fire) -> Floats:
    """People in their homes on the morning of the first day within reach, shape (L, G).

    Args:
        at_start: On the first morning, shape (L, G).
        home: In the evening of each day, shape (D, G, L).
        fire: Of the member.
    """
    first = fire.is_within_reach.argmax(axis=0)
    evening_before = home[first - 1, :, np.arange(len(first))]
    morning = np.where(first[:, None] == 0, at_start, evening_before)
    is_ever = np.asarray(fire.is_within_reach.any(axis=0))
    return np.asarray(np.where(is_ever[:, None], morning, 0.0))


def _cold(t_min_c: Floats, shares: Floats) -> Cold:
    is_below = (t_min_c[:, :, None] < np.array(BELOW_C)).astype(np.float64)  # NaN is below nothing
    return Cold(is_below, is_below[..., None] * shares[:, :, None], np.isnan(t_min_c).astype(np.float64))


def _kept(by: Collection[str]) -> tuple[str, ...]:
    """The dimensions that stay, in their order."""
    names = (by,) if isinstance(by, str) else tuple(by)
    for name in names:
        if name not in LETTERS:
            message = f"exposure cannot be told apart by '{name}': {near_misses(name, tuple(LETTERS))}"
            raise UsageError(message)
    return tuple(name for name in LETTERS if name in names)


def _dataset(
    data: dict[str, tuple[tuple[str, ...], Floats, dict[str, str]]],
    result: xr.Dataset,
    kept: tuple[str, ...],
    groups: tuple[str, ...],
) -> xr.Dataset:
    """Quantities with the coordinates of the result that they still have."""
    dims = {"member", *kept} - {"group"}
    coords = {name: (c.dims, c.values, c.attrs) for name, c in result.coords.items() if {*c.dims} <= dims}
    own = {"band": list(BANDS), "below_c": ("below_c", list(BELOW_C), {"units": "degrees_Celsius"})}
    own |= {"shelter": list(SHELTER)} | ({"group": list(groups)} if "group" in kept else {})
    found = xr.Dataset(data, coords=coords | own, attrs=result.attrs)
    return found.set_xindex("date") if "day" in kept else found
