"""A scenario and its parameters, compiled: the rules evaluated for every day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.model import rules
from nuzuh.model.classes import classes_of, groups_of, people_at_start
from nuzuh.model.conditions import Choices, Classes, Conditions, Ends, Leaving, Limits, Roads, Sources, Units
from nuzuh.model.forcing import Forcing, forcing_of
from nuzuh.model.limits import check_limits, limits_of
from nuzuh.model.network import Itineraries, Network, itineraries_of, network_of, search_of
from nuzuh.model.population import peopled
from nuzuh.model.timetable import is_other, reweighted, trips_of
from nuzuh.scenario.geography import neighbours
from nuzuh.scenario.scenario import SITES
from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    from nuzuh.model.params import Params
    from nuzuh.scenario.scenario import Scenario

FEAR_ENDS_AT = 0.001
"""Fear of fighting next door is cut off where less than this share of it is left."""


@dataclass(frozen=True)
class Setting:
    """A scenario and its parameters, compiled: all that members share.

    Args:
        scenario: What was compiled, its populations at the level of the parameters.
        params: With which parameters.
        forcing: What each day brings.
        network: The routes.
        itineraries: The choices.
        pattern: Pattern of open arcs of each day, shape (D,).
        near: Pairs of neighbours (i, j, km), for the fear of fighting next door.
        timed: A setting with the same itineraries, timetable and capacities; None where there is none.
    """

    scenario: Scenario
    params: Params
    forcing: Forcing
    network: Network
    itineraries: Itineraries
    pattern: Ints
    near: tuple[Ints, Ints, Floats]
    timed: Setting | None = None

    @cached_property
    def groups(self) -> dict[str, Floats]:
        """Share and multipliers of each group."""
        return groups_of(self.scenario)

    @cached_property
    def classes(self) -> Classes:
        """Kinds of people."""
        return classes_of(self.scenario, self.params, self.groups["rel_displacement"])

    @cached_property
    def people(self) -> tuple[Floats, Floats]:
        """People at home and displaced persons on the first morning, shapes (L, K)."""
        returns = self.params.returns.rate > 0
        return people_at_start(self.scenario, self.classes, self.groups["share"], returns=returns)

    @cached_property
    def capacity(self) -> Floats:
        """Room for displaced persons at each location, shape (D, L): its capacity, and none where it is evacuated."""
        capacity = capacities(self.scenario, self.params, self.forcing)
        capacity[self.forcing.evacuated > 0] = 0.0
        return capacity

    @cached_property
    def trips(self) -> tuple[Choices, Roads]:
        """Itineraries and roads for the engines."""
        if self.timed is None:
            return trips_of(self)
        choices, roads = self.timed.trips
        return reweighted(choices, self), roads

    @cached_property
    def limits(self) -> Limits:
        """How many can pass which routes."""
        return limits_of(self.forcing, self.itineraries, self.trips[1].arc_days)

    @cached_property
    def unit_names(self) -> list[str]:
        """Units between which moves are counted, in order of the table; none where there is nothing to tell apart."""
        return list(dict.fromkeys(self.scenario.units))

    @cached_property
    def units(self) -> Units:
        """The same for the engines."""
        names = self.unit_names
        of_location = np.array([names.index(unit) for unit in self.scenario.units], dtype=np.uint16)
        return Units(of_location, of_location[self.itineraries.end] if names else of_location, len(names))


def setting_of(scenario: Scenario, params: Params, like: Setting | None = None) -> Setting:
    """Compile a scenario: its network, itineraries and days.

    Args:
        scenario: Checked tables.
        params: The parameters.
        like: The same scenario compiled with other parameters: what does not depend on them is taken from it.

    Raises:
        UsageError: The parameters ask for more than memory holds, or for a timetable that limits cannot have.
    """
    check_limits(scenario, params)
    network = like.network if like else network_of(scenario)
    has_same_fire = like is not None and like.params.events == params.events
    forcing = like.forcing if like and has_same_fire else forcing_of(scenario, network, params.events)
    patterns, pattern = np.unique(forcing.is_open, axis=0, return_inverse=True)
    cutoff_km = -params.displacement.fear_km * float(np.log(FEAR_ENDS_AT)) if params.displacement.fear else 0.0
    lat, lon = (scenario.locations[name].to_numpy(dtype=np.float64) for name in ("lat", "lon"))
    is_known = like is not None and search_of(like.params.destination) == search_of(params.destination)
    return Setting(
        scenario=peopled(scenario, params.population.level),
        params=params,
        forcing=forcing,
        network=network,
        itineraries=like.itineraries if like and is_known else itineraries_of(network, patterns, params.destination),
        pattern=pattern.reshape(-1).astype(np.int64),
        near=neighbours(lat, lon, cutoff_km),
        timed=like if like and is_known and _timed_alike(like.params, params) else None,
    )


def _timed_alike(one: Params, other: Params) -> bool:
    """Whether itineraries take as long, and locations hold as many, under two sets of parameters."""
    return (
        one.travel == other.travel
        and one.capacity == other.capacity
        and one.departure.avoid_short_stints == other.departure.avoid_short_stints
    )


def conditions_of(setting: Setting, forcing: Forcing) -> Conditions:
    """Evaluate the rules for every day.

    Args:
        setting: The scenario, compiled.
        forcing: The setting's own, or one member's.
    """
    params, groups = setting.params, setting.groups
    here, there, km = setting.near
    nearness = np.exp(-km / params.displacement.fear_km)
    felt = rules.threat(forcing.intensity, here, there, nearness, params.displacement.fear)
    begins = forcing.begins & params.displacement.rows_are_spells
    age, days = rules.spell_age(felt, begins), params.displacement.decay_days
    decay = params.destination.conflict_decay
    fading = rules.decay(age, params.displacement.decay, days)
    heeded = felt * (fading if decay is None else rules.decay(age, decay, days))
    pulls = _pull(setting, forcing, heeded, groups)
    ends = _ends(setting, forcing, pulls)
    choices, roads = setting.trips
    return Conditions(
        classes=setting.classes,
        sources=_sources(setting, forcing, felt, fading, groups["rel_displacement"]),
        leaving=_leaving(setting, forcing, felt, groups["rel_departure"]),
        ends=ends,
        choices=choices._replace(is_other=is_other(setting.pattern, ends)),
        roads=roads,
        limits=setting.limits,
        units=setting.units,
        p_return=_returns(params, forcing, felt),
        n_deciding=roads.n_bands + 1 if params.departure.on_arrival else 1,
        walk_share=params.travel.walk_share,
    )


def _sources(setting: Setting, forcing: Forcing, felt: Floats, fading: Floats, rel: Floats) -> Sources:
    settings, people = setting.params.displacement, setting.scenario.locations["population"].to_numpy(dtype=np.float64)
    total, by_location = np.zeros(0), np.zeros((0, 0))
    p_forced = np.zeros((*felt.shape, len(rel)))
    weight = felt * fading + settings.hunger * forcing.hungry
    strength = (settings.rate if settings.mode == "per_head" else settings.persons_per_day) * felt * fading
    if settings.by_flood_level:
        strength = rules.by_level(settings.by_flood_level, forcing.flood_level) * (forcing.flood_level > 0)
        weight = (strength > 0).astype(np.float64)
    if settings.mode == "conflict":
        p_forced = rules.p_forced(felt * fading, settings.rate, rel)
    elif settings.mode == "per_head" and settings.from_population:
        p_forced = rules.p_forced_per_head(strength, rel)
    elif settings.mode == "per_head":
        by_location = strength * people
    elif settings.mode == "registrations":
        total = forcing.new_registered
    else:
        by_location = strength
    if settings.from_population and settings.mode in ("conflict", "per_head"):  # else their number is given
        p_forced = rules.p_in_any_case(p_forced, forcing.evacuated[:, :, None])
    return Sources(p_forced, total, by_location, settings.mode == "poisson", weight, settings.from_population)


def _leaving(setting: Setting, forcing: Forcing, felt: Floats, rel: Floats) -> Leaving:
    settings, locations = setting.params.departure, setting.scenario.locations
    kinds = locations["kind"].to_numpy(dtype=str)
    p_kind = np.array([getattr(settings, kind) for kind in kinds], dtype=np.float64)
    lived_in = ~forcing.is_camp & np.isin(kinds, SITES)
    taken = locations["displaced"] if setting.params.capacity.less_those_present else 0
    people = np.maximum(locations["population"], locations["capacity"].fillna(0) - taken).to_numpy(dtype=np.float64)
    factor = rules.of_population(people, settings.population_base, settings.population_power)
    p = rules.p_set_out(
        np.where(lived_in, settings.town, p_kind) * factor,
        settings.conflict * factor,
        felt,
        by_intensity=settings.by_intensity,
    )
    if settings.hunger:
        p = rules.p_in_any_case(np.minimum(p, 1.0), forcing.hungry)
    if settings.by_flood_level:
        p = np.where(forcing.flood_level > 0, rules.by_level(settings.by_flood_level, forcing.flood_level), p)
    p_staying = np.minimum(1.0, p[:, :, None] * rel)
    is_town = (lived_in | (kinds == "town")) & (felt == 0) if settings.avoid_short_stints else np.zeros((0, 0), bool)
    p_new = p_staying if settings.newly_displaced is None else np.full_like(p_staying, settings.newly_displaced)
    evacuated = forcing.evacuated[:, :, None]
    return Leaving(rules.p_in_any_case(p_staying, evacuated), rules.p_in_any_case(p_new, evacuated), is_town)


def _pull(setting: Setting, forcing: Forcing, felt: Floats, groups: dict[str, Floats]) -> Floats:
    settings, scenario = setting.params.destination, setting.scenario
    locations = scenario.locations
    kind_is_camp = locations["kind"].isin(SITES).to_numpy()
    is_abroad = np.array(scenario.countries) != scenario.home_country
    heeded = np.where(forcing.is_camp, settings.camp, 1.0) * np.where(is_abroad, settings.abroad, 1.0)
    heeded = heeded * np.where(is_abroad, 1.0, 1.0 - settings.hunger * forcing.hungry**2)
    people = np.maximum(locations["population"].to_numpy(dtype=np.float64), 1.0)
    other = np.exp(locations["attraction"].to_numpy(dtype=np.float64)) * np.where(
        kind_is_camp, 1.0, people**settings.population_power
    )
    if settings.by_flood_level:
        flooded = rules.by_level(settings.by_flood_level, forcing.flood_level)
        other = other * np.where(forcing.flood_level > 0, flooded, 1.0)
    rel = np.where(kind_is_camp[:, None], groups["rel_camp"], 1.0)
    rel = rel * np.where(is_abroad[:, None], groups["rel_abroad"], 1.0)
    by_day = np.broadcast_to(other, felt.shape)[:, :, None] * rel
    return rules.pull(heeded, settings.conflict, felt, groups["pull_power"], by_day)


def capacities(scenario: Scenario, params: Params, forcing: Forcing) -> Floats:
    """Displaced persons that each location takes in a run, shape (D, L); infinite where there is no limit.

    A location that does not exist on a day has no room.
    """
    settings, present = params.capacity, scenario.locations["displaced"].to_numpy(dtype=np.float64)
    capacity = np.full_like(forcing.capacity, np.inf)
    np.multiply(forcing.capacity, settings.scaling, out=capacity, where=np.isfinite(forcing.capacity))
    if settings.less_those_present:
        capacity = capacity - present * settings.scaling
        capacity[capacity < 1] = np.inf
    capacity[~forcing.is_there] = 0.0
    return capacity


def _ends(setting: Setting, forcing: Forcing, pulls: Floats) -> Ends:
    """Locations as destinations."""
    settings, capacity = setting.params.capacity, setting.capacity
    return Ends(
        pull=np.ascontiguousarray(pulls.transpose(0, 2, 1)),
        capacity=capacity,
        is_limited=np.asarray(np.isfinite(capacity).any(axis=0)),
        buffer=settings.buffer,
        softening=setting.params.destination.weight_softening,
        is_camp=forcing.is_camp,
        turned_away_below=settings.turned_away_below,
        drop_below=setting.params.destination.drop_below,
    )


def _returns(params: Params, forcing: Forcing, felt: Floats) -> Floats:
    if params.returns.rate == 0:
        return np.zeros((0, 0))
    is_calm = (rules.days_calm(felt) >= params.returns.calm_days) & (forcing.evacuated == 0)
    return np.asarray(params.returns.rate * is_calm)
