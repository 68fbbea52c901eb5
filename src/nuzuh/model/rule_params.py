"""The parameters of each rule: default, unit, meaning, bounds, and where the default comes from."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SETTINGS = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True)


def setting(default: Any, unit: str, description: str, source: str = "", **bounds: float) -> Any:
    """A parameter: its default, unit, meaning, bounds and where the default comes from."""
    extra: dict[str, Any] = {"unit": unit, "source": source or "assumed"}
    return Field(default, description=description, json_schema_extra=extra, **bounds)  # type: ignore[call-overload,unused-ignore]


class Events(BaseModel):
    """How coded events become conflict by location and day; ground fighting has the intensity 1."""

    model_config = SETTINGS
    campaign: float = setting(1.0, "share", "Intensity of a bombing campaign", "trial on Idlib; 0.5 to 1", ge=0, le=1)
    strike: float = setting(
        0.1, "share", "Intensity of single strikes and sporadic shelling", "trial on Idlib; 0.05 to 0.2", ge=0, le=1
    )
    tail_days: int = setting(
        3, "days", "Days that ground fighting is felt after its last day", "trial on Idlib; 1 to 7", ge=0, le=365
    )
    ground_km: float = setting(5, "km", "Reach of ground fighting", "positions are known to 3 km; 4 to 8", ge=0, le=100)
    campaign_km: float = setting(5, "km", "Reach of a bombing campaign", "as of ground fighting", ge=0, le=100)
    strike_km: float = setting(3, "km", "Reach of a strike", "a town across; 2 to 5", ge=0, le=100)


class Population(BaseModel):
    """Where in their ranges the populations lie."""

    model_config = SETTINGS
    level: float = setting(
        0,
        "",
        "Where between population_low (-1), population (0) and population_high (1) of locations.csv people are, at all "
        "locations alike; in between their numbers are interpolated in the logarithm",
        ge=-1,
        le=1,
    )


class Displacement(BaseModel):
    """Who is forced from home."""

    model_config = SETTINGS
    mode: Literal["conflict", "per_head", "constant", "poisson", "registrations"] = setting(
        "conflict",
        "",
        "conflict: each person leaves with 1 - exp(-rate * threat); per_head: with rate * intensity; constant and "
        "poisson: persons_per_day * intensity leave each location; registrations: the observed total is given",
    )
    from_population: bool = setting(
        True,
        "",
        "Whether those forced from home are taken from the population; no: they enter from outside the books, and "
        "the population is the weight of its location",
    )
    by_flood_level: tuple[float, ...] = setting(
        (),
        "",
        "Displacement by floods in place of conflict: what stands for rate * intensity (per_head) or for "
        "persons_per_day * intensity (constant, poisson) at level 0, 1, 2 …; levels between are interpolated; with "
        "registrations it says where only, with conflict it has no effect",
    )
    hunger: float = setting(
        0, "multiplier", "Weight of food insecurity beside conflict among the sources (registrations)", "Flee 3", ge=0
    )
    rate: float = setting(0.05, "per day", "Rate at which people leave under the heaviest fighting", ge=0, le=50)
    persons_per_day: float = setting(
        500,
        "persons per day",
        "Persons who leave a location at intensity 1 (constant, poisson)",
        "Flee 3",
        ge=0,
    )
    fear: float = setting(
        0, "share", "Threat of fighting next door, as a share of the same at home; 0 is off", ge=0, le=1
    )
    fear_km: float = setting(10, "km", "Distance over which that threat falls by e", gt=0, le=1000)
    decay: tuple[float, ...] = setting(
        (),
        "share",
        "Factors on displacement by age of the spell, one for each decay_days; the last stays",
    )
    rows_are_spells: bool = setting(
        False,
        "",
        "Whether each row of the conflict table is a spell of its own, with an age of its own; no: rows that follow "
        "each other without a day of calm are one",
        "Flee 3",
    )
    decay_days: int = setting(30, "days", "Days for which each factor of decay holds", "Flee 3", ge=1)


class Departure(BaseModel):
    """Who of the displaced sets out on a day, by kind of the location where they stay."""

    model_config = SETTINGS
    newly_displaced: float | None = setting(
        1.0,
        "probability",
        "On the day of being forced from home; blank (null): as the kind of the location",
        ge=0,
        le=1,
    )
    conflict: float = setting(1.0, "probability per day", "At a location under full threat", "Flee 3", ge=0, le=1)
    town: float = setting(0.3, "probability per day", "In a town", "Flee 3", ge=0, le=1)
    camp: float = setting(0.001, "probability per day", "In a camp", "Flee 3", ge=0, le=1)
    idp_site: float = setting(0.1, "probability per day", "At a site for displaced persons", "Flee 3", ge=0, le=1)
    crossing: float = setting(0.3, "probability per day", "At a border crossing", ge=0, le=1)
    transit: float = setting(1.0, "probability per day", "At a transit location", "Flee 3", ge=0, le=1)
    on_arrival: bool = setting(
        True, "", "Whether people who arrive with a part of the day left decide again; no: not before the next morning"
    )
    by_intensity: bool = setting(
        True,
        "",
        "Between the kind's value and conflict's in proportion to the threat; no: conflict's at any threat",
    )
    population_power: float = setting(
        0, "", "Exponent of population (or capacity) / population_base on these; 0 is off", "Flee 3", ge=-5, le=5
    )
    population_base: float = setting(10_000, "persons", "Population at which that factor is 1", "Flee 3", gt=0)
    hunger: bool = setting(False, "", "Whether the share of people without enough food sets out in any case", "Flee 3")
    by_flood_level: tuple[float, ...] = setting(
        (), "probability per day", "Under floods, at level 0, 1, 2 …, in place of the others; () is off", "Flee 3"
    )
    avoid_short_stints: bool = setting(
        False,
        "",
        "Whether people who reach a town with most of the day left, after a day of little travel, go on for certain",
        "Flee 3",
    )


class Destination(BaseModel):
    """Which itinerary is chosen: a logit in log distance."""

    model_config = SETTINGS
    awareness: int = setting(
        1, "legs", "Legs that people look ahead; transit locations add none", "Flee 3", ge=1, le=30
    )
    paths: int = setting(
        3, "paths", "Shortest paths kept to each destination; 0 keeps every simple path", ge=0, le=1000
    )
    prune_below: float = setting(
        0.01,
        "share",
        "Drop a detour that weighs less than this share of the shortest path to the same end",
        ge=0,
        le=1,
    )
    softening_km: float = setting(10, "km", "Added to each distance", "Flee 3", ge=0)
    distance_power: float = setting(1, "", "Exponent of the distance", "Flee 3", ge=0, le=20)
    weight_power: float = setting(1, "", "Exponent of the whole weight", "Flee 3", gt=0, le=20)
    weight_softening: float = setting(0, "", "Added to each pull", "Flee 3", ge=0)
    camp: float = setting(1, "multiplier", "Pull of camps and sites", "Flee 3", ge=0)
    abroad: float = setting(1, "multiplier", "Pull of locations abroad", "Flee 3", ge=0)
    conflict: float = setting(
        0.25, "multiplier", "Pull of a location under full threat", "FabFlee settings", ge=0, le=1
    )
    conflict_decay: tuple[float, ...] | None = setting(
        None,
        "share",
        "Factors on the threat in that pull by age of the spell, one for each displacement.decay_days; blank (null): "
        "those of displacement.decay",
    )
    population_power: float = setting(0, "", "Exponent of the population in the pull of towns; 0 is off", ge=0, le=5)
    nearby_power: float = setting(
        0,
        "",
        "Exponent by which a pull falls with the straight line in km (at least 1); 0 is off",
        "Flee 3",
        ge=0,
        le=5,
    )
    hunger: float = setting(
        0, "multiplier", "The pull at home is multiplied by 1 - hunger * (food insecurity)^2", "Flee 3", ge=0, le=1
    )
    by_flood_level: tuple[float, ...] = setting(
        (), "multiplier", "Pull of a location under floods, at level 0, 1, 2 …; () is off", "Flee 3"
    )
    drop_below: float = setting(
        0, "share", "Itineraries that weigh less than this share of the heaviest are not chosen", "Flee 3", ge=0, le=1
    )


class Travel(BaseModel):
    """How far people get in a day."""

    model_config = SETTINGS
    drive_km_per_day: float = setting(200, "km per day", "By vehicle", "FabFlee settings", gt=0)
    walk_km_per_day: float = setting(35, "km per day", "On foot", "Flee 3", gt=0)
    crossing_km_per_day: float = setting(20, "km per day", "On routes of mode crossing", "Flee 3", gt=0)
    walk_share: float = setting(0, "share", "Share of people who go on foot all the way", ge=0, le=1)
    first_leg_on_foot: bool = setting(False, "", "Whether people walk the first leg that they ever travel")
    each_leg_afresh: bool = setting(
        False,
        "",
        "Whether each leg begins with a whole day's reach, and ends on the day after where it is just as long (Flee's "
        "timetable: plans are looked at again at each stop); no: a day's reach is shared by its legs",
        "Flee 3",
    )
    band_km: float | None = setting(
        10,
        "km",
        "Within a day decisions are taken in bands of this width, at the speed of a vehicle; blank (null): a tenth of "
        "a day's reach, a sixth if awareness is above 1, a twentieth with avoid_short_stints",
        gt=0,
    )


class Capacity(BaseModel):
    """How a place fills up."""

    model_config = SETTINGS
    buffer: float = setting(
        0.9, "share", "Occupancy from which the pull of a place begins to fall", "Flee 3", ge=0, le=1
    )
    scaling: float = setting(1, "multiplier", "Multiplies every capacity", "Flee 3", ge=0)
    less_those_present: bool = setting(
        False, "", "Whether those displaced on the first day are taken off the capacity and counted as well", "Flee 3"
    )
    turned_away_below: float = setting(
        0,
        "share",
        "Who has chosen a camp or site with less room than this stays, to choose another day",
        "Flee 3",
        ge=0,
        le=1,
    )


class Returns(BaseModel):
    """Who goes home again. Off while rate is 0."""

    model_config = SETTINGS
    rate: float = setting(0, "probability per day", "Of going home while home is calm", ge=0, le=1)
    calm_days: int = setting(30, "days", "Days without any threat after which a home counts as calm", ge=1)
