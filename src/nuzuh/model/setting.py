"""A scenario and its parameters, compiled: the rules evaluated for every day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import UsageError
from nuzuh.model import rules
from nuzuh.model.conditions import (
    DRIVES,
    WALKS,
    WALKS_FIRST_LEG,
    Choices,
    Classes,
    Conditions,
    Ends,
    Leaving,
    Roads,
    Sources,
)
from nuzuh.model.forcing import Forcing, forcing_of
from nuzuh.model.network import MODES, Itineraries, Network, itineraries_of, network_of
from nuzuh.scenario.geography import neighbours
from nuzuh.typing import Bools, Floats, Ints

if TYPE_CHECKING:
    import pandas as pd

    from nuzuh.model.params import Params
    from nuzuh.scenario.scenario import Scenario

FEAR_ENDS_AT = 0.001
"""Fear of fighting next door is cut off where less than this share of it is left."""
MOST_CELLS = 200_000_000
"""Above this a single array of people by location and class would take over 1.6 gigabytes."""


@dataclass(frozen=True)
class Setting:
    """A scenario and its parameters, compiled: all that members share.

    Args:
        scenario: What was compiled.
        params: With which parameters.
        forcing: What each day brings.
        network: The routes.
        itineraries: The choices.
        pattern: Pattern of open arcs of each day, shape (D,).
        near: Pairs of neighbours (i, j, km), for the fear of fighting next door.
    """

    scenario: Scenario
    params: Params
    forcing: Forcing
    network: Network
    itineraries: Itineraries
    pattern: Ints
    near: tuple[Ints, Ints, Floats]


def setting_of(scenario: Scenario, params: Params) -> Setting:
    """Compile a scenario: its network, itineraries and days.

    Raises:
        UsageError: The parameters ask for more than memory holds.
    """
    network = network_of(scenario)
    forcing = forcing_of(scenario, network)
    patterns, pattern = np.unique(forcing.is_open, axis=0, return_inverse=True)
    cutoff_km = -params.displacement.fear_km * float(np.log(FEAR_ENDS_AT)) if params.displacement.fear else 0.0
    lat, lon = (scenario.locations[name].to_numpy(dtype=np.float64) for name in ("lat", "lon"))
    return Setting(
        scenario=scenario,
        params=params,
        forcing=forcing,
        network=network,
        itineraries=itineraries_of(network, patterns, params.destination),
        pattern=pattern.reshape(-1).astype(np.int64),
        near=neighbours(lat, lon, cutoff_km),
    )


def conditions_of(setting: Setting, forcing: Forcing) -> Conditions:
    """Evaluate the rules for every day.

    Args:
        setting: The scenario, compiled.
        forcing: The setting's own, or one member's.
    """
    scenario, params = setting.scenario, setting.params
    groups = _groups(scenario)
    here, there, km = setting.near
    nearness = np.exp(-km / params.displacement.fear_km)
    felt = rules.threat(forcing.intensity, here, there, nearness, params.displacement.fear)
    fading = rules.decay(rules.spell_age(felt), params.displacement.decay, params.displacement.decay_days)
    pulls = _pull(scenario, params, felt * fading, groups) * forcing.is_there[:, :, None]
    choices, roads = _trips(setting)
    return Conditions(
        classes=_classes(scenario, params, groups["rel_displacement"]),
        sources=_sources(params, forcing, felt * fading, groups["rel_displacement"]),
        leaving=_leaving(scenario, params, felt, groups["rel_departure"]),
        ends=Ends(
            pull=np.ascontiguousarray(pulls.transpose(0, 2, 1)),
            capacity=_scaled(forcing.capacity, params.capacity.scaling),
            is_limited=np.asarray(np.isfinite(forcing.capacity).any(axis=0)),
            buffer=params.capacity.buffer,
        ),
        choices=choices,
        roads=roads,
        p_return=_returns(params, felt),
        n_deciding=roads.n_bands + 1 if params.departure.on_arrival else 1,
        walk_share=params.travel.walk_share,
        pace_new=WALKS_FIRST_LEG if params.travel.first_leg_on_foot else DRIVES,
    )


def people_at_start(setting: Setting, conditions: Conditions) -> tuple[Floats, Floats]:
    """People at home and displaced persons on the first morning, by location and class, shapes (L, K).

    Groups get their share of each location, rounded so that each location keeps its number of people.
    """
    locations = setting.scenario.locations
    shares = _groups(setting.scenario)["share"]
    at_home = _shared_out(locations["population"].to_numpy(), shares)
    displaced = _shared_out(locations["displaced"].to_numpy(), shares)
    if not len(conditions.p_return):
        return at_home, displaced
    classes = conditions.classes
    homes, strangers = (np.zeros((len(locations), len(classes.group))) for _ in range(2))
    for k, (group, home) in enumerate(zip(classes.group, classes.home, strict=True)):
        if home >= 0:
            homes[home, k] = at_home[home, group]
        else:
            strangers[:, k] = displaced[:, group]
    return homes, strangers


def _groups(scenario: Scenario) -> dict[str, Floats]:
    table: pd.DataFrame = scenario.tables["groups"]
    names = ("share", "rel_displacement", "rel_departure", "rel_camp", "rel_abroad")
    if not len(table):
        return {name: np.ones(1) for name in names}
    return {name: table[name].to_numpy(dtype=np.float64) for name in names}


def _classes(scenario: Scenario, params: Params, rel_displacement: Floats) -> Classes:
    """Group and home of each class; homes count only where people return to them."""
    n_groups = len(rel_displacement)
    if params.returns.rate == 0:
        return Classes(np.arange(n_groups), np.full(n_groups, -1), rel_displacement)
    homes = np.append(np.flatnonzero(scenario.locations["population"] > 0), -1)
    if n_groups * len(homes) * len(scenario.locations) > MOST_CELLS:
        message = (
            f"returns among {len(homes)} homes and {n_groups} groups need too much memory: set returns.rate=0, "
            "or use fewer locations"
        )
        raise UsageError(message)
    return Classes(np.repeat(np.arange(n_groups), len(homes)), np.tile(homes, n_groups), rel_displacement)


def _sources(params: Params, forcing: Forcing, felt: Floats, rel: Floats) -> Sources:
    settings, shape = params.displacement, felt.shape
    total, by_location = np.zeros(0), np.zeros((0, 0))
    p_forced = np.zeros((*shape, len(rel)))
    if settings.mode == "conflict":
        p_forced = rules.p_forced(felt, settings.rate, rel)
    elif settings.mode == "per_head":
        p_forced = rules.p_forced_per_head(felt, settings.rate, rel)
    elif settings.mode == "registrations":
        total = forcing.new_registered
    else:
        by_location = settings.persons_per_day * felt
    return Sources(p_forced, total, by_location, settings.mode == "poisson", felt)


def _leaving(scenario: Scenario, params: Params, felt: Floats, rel: Floats) -> Leaving:
    settings = params.departure
    p_kind = np.array([getattr(settings, kind) for kind in scenario.locations["kind"]], dtype=np.float64)
    p_staying = rules.p_set_out(p_kind, settings.conflict, felt, rel, by_intensity=settings.by_intensity)
    if settings.newly_displaced is None:
        return Leaving(p_staying, p_staying)
    return Leaving(p_staying, np.full_like(p_staying, settings.newly_displaced))


def _pull(scenario: Scenario, params: Params, felt: Floats, groups: dict[str, Floats]) -> Floats:
    settings, locations = params.destination, scenario.locations
    is_camp = locations["kind"].isin(["camp", "idp_site"]).to_numpy()
    is_abroad = np.array(scenario.countries) != scenario.home_country
    people = np.maximum(locations["population"].to_numpy(dtype=np.float64), 1.0)
    by_location = (
        np.exp(locations["attraction"].to_numpy(dtype=np.float64))
        * np.where(is_camp, settings.camp, people**settings.population_power)
        * np.where(is_abroad, settings.abroad, 1.0)
    )
    rel = np.where(is_camp[:, None], groups["rel_camp"], 1.0) * np.where(is_abroad[:, None], groups["rel_abroad"], 1.0)
    return rules.pull(by_location, settings.conflict, felt, rel, settings.weight_softening)


def _scaled(capacity: Floats, scaling: float) -> Floats:
    """Capacities times a number; no limit stays none."""
    scaled = np.full_like(capacity, np.inf)
    return np.multiply(capacity, scaling, out=scaled, where=np.isfinite(capacity))


def _returns(params: Params, felt: Floats) -> Floats:
    if params.returns.rate == 0:
        return np.zeros((0, 0))
    is_calm = rules.days_calm(felt) >= params.returns.calm_days
    return np.asarray(params.returns.rate * is_calm)


def _closes(is_open: Bools) -> Bools:
    closes = np.zeros(len(is_open), dtype=bool)
    closes[1:] = (is_open[:-1] & ~is_open[1:]).any(axis=1)
    return closes


def _trips(setting: Setting) -> tuple[Choices, Roads]:
    """Itineraries and arcs, and the days that each takes at each pace."""
    network, found, travel = setting.network, setting.itineraries, setting.params.travel
    speeds = {
        "drive": travel.drive_km_per_day,
        "walk": travel.walk_km_per_day,
        "crossing": travel.crossing_km_per_day,
    }
    driven = network.km / np.array([speeds[mode] for mode in MODES])[network.mode]
    arc_days = np.stack([driven, np.maximum(driven, network.km / travel.walk_km_per_day)], axis=1)
    per_leg = arc_days[found.legs]
    sums = np.concatenate([np.zeros((1, 2)), np.cumsum(per_leg, axis=0)])
    whole = sums[found.first_leg[1:]] - sums[found.first_leg[:-1]]
    first = per_leg[found.first_leg[:-1]]
    mixed = whole[:, DRIVES] - first[:, DRIVES] + first[:, WALKS]
    settings = setting.params.destination
    choices = Choices(
        pattern=setting.pattern,
        first=found.first,
        end=found.end,
        nearness=rules.distance_weight(found.km, settings.softening_km, settings.distance_power),
        days=np.column_stack([whole, mixed]),
        power=settings.weight_power,
    )
    roads = Roads(
        first_leg=found.first_leg,
        legs=found.legs,
        end=found.end,
        arc_start=network.start,
        arc_days=arc_days,
        is_open=setting.forcing.is_open,
        closes=_closes(setting.forcing.is_open),
        n_bands=max(round(travel.drive_km_per_day / travel.band_km), 1),
    )
    return choices, roads


def _shared_out(people: Ints, shares: Floats) -> Floats:
    """Whole persons by group, shape (L, G): rounded down, then up where most is missing."""
    exact = people[:, None] * shares
    whole = np.floor(exact)
    missing = people - whole.sum(axis=1).astype(np.int64)
    rank = np.argsort(np.argsort(whole - exact, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray(whole + (rank < missing[:, None]))
