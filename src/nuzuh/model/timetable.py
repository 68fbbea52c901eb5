"""Itineraries and roads for the engines: how long each takes, how near each end is, which days differ."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.model import rules
from nuzuh.model.conditions import DRIVES, WALKS, Choices, Ends, Roads
from nuzuh.model.network import MODES, Itineraries, Network
from nuzuh.scenario.geography import great_circle_km
from nuzuh.typing import Bools, Floats, Ints

if TYPE_CHECKING:
    from nuzuh.model.params import Params
    from nuzuh.model.rule_params import Travel
    from nuzuh.model.setting import Setting


def trips_of(setting: Setting) -> tuple[Choices, Roads]:
    """Itineraries and arcs, and the days that each takes at each pace; all that members share."""
    network, found, travel = setting.network, setting.itineraries, setting.params.travel
    km_per_day = _speeds(network, travel)
    whole_day = travel.drive_km_per_day
    if travel.each_leg_afresh:  # a clock in kilometres must hold a day of the fastest
        whole_day = max(whole_day, float(km_per_day.max(initial=0.0)))
    arc_days = network.km[:, None] / km_per_day
    per_leg = arc_days[found.legs]
    sums = np.concatenate([np.zeros((1, 2)), np.cumsum(per_leg, axis=0)])
    whole = sums[found.first_leg[1:]] - sums[found.first_leg[:-1]]
    first, stop = per_leg[found.first_leg[:-1]], found.end
    first_arc = found.legs[found.first_leg[:-1]]
    reach = km_per_day[first_arc] / whole_day
    if travel.each_leg_afresh:
        whole, stop = first, network.end[first_arc]
    settings = setting.params.destination
    limited = np.flatnonzero(np.isfinite(setting.capacity).any(axis=0))
    first_origin, origins = _origins(found, limited)
    choices = Choices(
        pattern=setting.pattern,
        first=found.first,
        end=found.end,
        nearness=rules.distance_weight(found.km, settings.softening_km, settings.distance_power),
        closeness=_closeness(setting),
        days=by_pace(whole, first),
        reach=reach[:, [DRIVES, WALKS, WALKS]],
        stop=stop,
        n_legs=np.diff(found.first_leg),
        onward=_onward(found) if travel.each_leg_afresh else np.full(len(found.end), -1),
        power=settings.weight_power,
        is_other=np.ones(len(setting.pattern), dtype=bool),
        limited=limited,
        first_origin=first_origin,
        origins=origins,
    )
    roads = Roads(
        first_leg=found.first_leg,
        legs=found.legs,
        end=found.end,
        arc_start=network.start,
        arc_end=network.end,
        arc_days=arc_days,
        arc_reach=km_per_day / whole_day,
        is_open=setting.forcing.is_open,
        closes=_closes(setting.forcing.is_open),
        n_bands=math.ceil(_n_bands(setting.params) * whole_day / travel.drive_km_per_day),
        each_leg_afresh=travel.each_leg_afresh,
    )
    return choices, roads


def reweighted(choices: Choices, setting: Setting) -> Choices:
    """The same itineraries as weighed by another setting, which shares timetable and capacities.

    Args:
        choices: Of the one.
        setting: The other.
    """
    settings = setting.params.destination
    return choices._replace(
        nearness=rules.distance_weight(setting.itineraries.km, settings.softening_km, settings.distance_power),
        closeness=_closeness(setting),
        power=settings.weight_power,
    )


def by_pace(whole: Floats, first: Floats) -> Floats:
    """Days that some legs take by pace, shape (n, 3): driving, walking, and walking the first of them.

    Args:
        whole: Days to drive and to walk all of them, shape (n, 2).
        first: The same for the first leg.
    """
    mixed = whole[:, DRIVES] - first[:, DRIVES] + first[:, WALKS]
    return np.column_stack([whole, mixed])


def _n_bands(params: Params) -> int:
    """Bands in a day: where none are asked for, so many that more change nothing beyond noise (docs/flee.md)."""
    if params.travel.band_km is not None:
        return max(round(params.travel.drive_km_per_day / params.travel.band_km), 1)
    if params.departure.avoid_short_stints:  # what was travelled on the day decides who goes on
        return 20
    return 6 if params.destination.awareness > 1 else 10


def is_other(pattern: Ints, ends: Ends) -> Bools:
    """Whether a day is not as the day before for those who choose a destination, shape (D,)."""
    differs = np.ones(len(pattern), dtype=bool)
    differs[1:] = pattern[1:] != pattern[:-1]
    for by_day in (ends.pull, ends.capacity, ends.is_camp):
        differs[1:] |= (by_day[1:] != by_day[:-1]).any(axis=tuple(range(1, by_day.ndim)))
    return differs


def _origins(found: Itineraries, limited: Ints) -> tuple[Ints, Ints]:
    """From where there are itineraries to each of some locations: where each list begins, by pattern, and all lists."""
    number = np.full(found.first.shape[1], -1)
    number[limited] = np.arange(len(limited))
    starts, lists = np.zeros((len(found.first), len(limited) + 1), dtype=np.int64), [np.zeros(0, dtype=np.int64)]
    for pattern, first in enumerate(found.first):
        origin = np.repeat(np.arange(len(first) - 1), np.diff(first))
        end = number[found.end[first[0] : first[-1]]]
        pairs = np.unique(np.stack([end[end >= 0], origin[end >= 0]]), axis=1)
        starts[pattern] = sum(map(len, lists)) + np.searchsorted(pairs[0], np.arange(len(limited) + 1))
        lists.append(pairs[1])
    return starts, np.concatenate(lists)


def _onward(found: Itineraries) -> Ints:
    """The itinerary, under the same pattern, that has the legs of each but the first; -1 where there is none."""
    onward = np.full(len(found.end), -1)
    for first in found.first:
        ways = range(first[0], first[-1])
        legs = {way: tuple(found.legs[found.first_leg[way] : found.first_leg[way + 1]].tolist()) for way in ways}
        known = {path: way for way, path in legs.items()}
        onward[first[0] : first[-1]] = [known.get(legs[way][1:], -1) for way in ways]
    return onward


def _speeds(network: Network, travel: Travel) -> Floats:
    """Kilometres a day on each arc, driving and walking, shape (A, 2); nobody walks faster than a slow route allows."""
    by_mode = {"drive": travel.drive_km_per_day, "walk": travel.walk_km_per_day, "crossing": travel.crossing_km_per_day}
    driven = np.array([by_mode[mode] for mode in MODES])[network.mode]
    driven = np.where(np.isnan(network.km_per_day), driven, network.km_per_day)
    is_slow = ~np.isnan(network.km_per_day) | (network.mode != MODES.index("drive"))
    walked = np.where(is_slow, np.minimum(driven, travel.walk_km_per_day), travel.walk_km_per_day)
    return np.stack([driven, walked], axis=1)


def _closeness(setting: Setting) -> Floats:
    """Factor on the pull of each itinerary's end by the straight line to it, shape (R,); 1 where it is not known."""
    found, power = setting.itineraries, setting.params.destination.nearby_power
    if power == 0:
        return np.ones(len(found.end))
    lat, lon = (setting.scenario.locations[name].to_numpy(dtype=np.float64) for name in ("lat", "lon"))
    start = setting.network.start[found.legs[found.first_leg[:-1]]]
    km = great_circle_km(lat[start], lon[start], lat[found.end], lon[found.end])
    return np.asarray(np.maximum(np.where(np.isnan(km), 1.0, km), 1.0) ** -power)


def _closes(is_open: Bools) -> Bools:
    closes = np.zeros(len(is_open), dtype=bool)
    closes[1:] = (is_open[:-1] & ~is_open[1:]).any(axis=1)
    return closes
