"""What simsetting.yml means: parameters of nuzuh, and how the other files are to be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nuzuh.scenario.flee.keys import CONFLICT_WEIGHT, DRIVERS, FLAGS, NUMBERS, list_unread

if TYPE_CHECKING:
    from nuzuh.scenario.flee.settings import SimSettings

MODES = {"constant": "constant", "poisson": "poisson", "pop_ratio": "per_head"}
"""Spawn modes, and nuzuh's words for them."""
FLOOD_SHARES = (0.0, 0.1, 0.2, 0.5, 0.9)
FLOOD_PERSONS = (0.0, 100.0, 200.0, 300.0, 500.0)
V1 = {
    "travel.drive_km_per_day": 200.0,
    "travel.first_leg_on_foot": False,
    "departure.avoid_short_stints": False,
    "destination.camp": 2.0,
    "destination.conflict": 0.25,
}
"""What use_v1_rules sets, whatever else is given."""
HEEDS = ("ChildrenAvoidHazards", "ElderlyAvoidHazards", "WomenAvoidHazards", "BoysTakeRisk")


@dataclass(frozen=True)
class Rules:
    """What simsetting.yml says to the readers of the other files.

    Args:
        driver: What decides how many are displaced: `registrations`, `conflict` or `floods`.
        inserts_day0: Whether those registered on the first day begin in the camps.
        empties_day0: Whether they are taken off all counts instead.
        sums_camps: Whether the total is the sum over camps, and not a series of its own.
        heeds_hunger: Whether any rule looks at food insecurity.
        heeds: Which rules look at age and gender, of `HEEDS`.
        default_movechance: Probability to leave a town.
        conflict_movechance: Probability to leave a location in conflict.
        foreign_weight: Pull of locations abroad.
        conflict_weight: Pull of a location at intensity 1.
        capacity_scaling: Multiplier of capacities.
        params: Parameters of nuzuh by dotted name.
    """

    driver: str
    inserts_day0: bool
    empties_day0: bool
    sums_camps: bool
    heeds_hunger: bool
    heeds: frozenset[str]
    default_movechance: float
    conflict_movechance: float
    foreign_weight: float
    conflict_weight: float
    capacity_scaling: float
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def fills_camps(self) -> bool:
        """Whether those registered on the first day begin in the camps."""
        return self.inserts_day0 and not self.empties_day0


def rules_of(settings: SimSettings) -> Rules:
    """Read the settings; what is not carried over is listed.

    Args:
        settings: The keys and their values; faults are added to its findings.
    """
    driver = _driver(settings)
    params: dict[str, Any] = {}
    for key, (name, default) in NUMBERS.items():
        if key in settings:
            params[name] = settings.number(key, default)
    for key, name in FLAGS.items():
        if key in settings:
            params[name] = settings.flag(key)
    params |= _spawning(settings, driver) | _decay(settings, driver) | _choice(settings) | _floods(settings)
    params |= V1 if settings.flag("move_rules.use_v1_rules") else {}
    list_unread(settings, is_flood_driven=driver == "floods")
    hungers = ("displacement.hunger", "departure.hunger", "destination.hunger")
    return Rules(
        driver=driver,
        inserts_day0=settings.flag("spawn_rules.insert_day0", default=True),
        empties_day0=settings.flag("spawn_rules.empty_camps_on_day0"),
        sums_camps=settings.flag("spawn_rules.sum_from_camps", default=True),
        heeds_hunger=any(params.get(name) for name in hungers),
        heeds=frozenset(rule for rule in HEEDS if settings.flag(f"move_rules.{rule}")),
        default_movechance=params.get("departure.town", 0.3),
        conflict_movechance=params.get("departure.conflict", 1.0),
        foreign_weight=params.get("destination.abroad", 1.0),
        conflict_weight=params.get("destination.conflict", CONFLICT_WEIGHT),
        capacity_scaling=params.get("capacity.scaling", 1.0),
        params=params,
    )


def nested(params: dict[str, Any]) -> dict[str, Any]:
    """Parameters by dotted name as scenario.yml nests them, over the preset of Flee's model.

    Examples:
        >>> nested({"travel.walk_km_per_day": 42.0})
        {'preset': 'flee3', 'travel': {'walk_km_per_day': 42.0}}
    """
    found: dict[str, Any] = {"preset": "flee3"}
    for dotted, value in params.items():
        rule, _, name = dotted.partition(".")
        found.setdefault(rule, {})[name] = value
    return found


def _driver(settings: SimSettings) -> str:
    has_conflict, has_floods = (settings.values.get(key) == {} for key in DRIVERS)
    is_flood_only = settings.flag("spawn_rules.flood_zone_spawning_only")
    if has_floods or is_flood_only:
        if has_conflict:
            what = "people are displaced by conflict and by floods"
            settings.findings.warn(settings.place(DRIVERS[0]), what, "in nuzuh by floods alone")
        return "floods"
    return "conflict" if has_conflict else "registrations"


def _spawning(settings: SimSettings, driver: str) -> dict[str, Any]:
    """Who is displaced."""
    params: dict[str, Any] = {}
    if settings.flag("spawn_rules.starvation_driven_spawning"):
        params["displacement.hunger"] = 1.0
    if driver == "registrations":
        return params
    params["capacity.less_those_present"] = False  # Flee takes them off where it spawns by registrations
    section = DRIVERS[driver == "floods"]
    word = "pop_ratio" if driver == "floods" else "constant"
    word = settings.word(f"{section}.spawn_mode", word, tuple(MODES))
    params["displacement.mode"] = MODES[word]
    if driver == "floods":
        default = FLOOD_SHARES if word == "pop_ratio" else FLOOD_PERSONS
        params["displacement.by_flood_level"] = settings.numbers(f"{section}.displaced_per_flood_day", default)
    elif word == "pop_ratio":
        params["displacement.rate"] = settings.number(f"{section}.displaced_per_conflict_day", 0.01)
    else:
        params["displacement.persons_per_day"] = settings.number(f"{section}.displaced_per_conflict_day", 500.0)
    return params


def _decay(settings: SimSettings, driver: str) -> dict[str, Any]:
    """How conflict wears off; numbers that do not come from registrations do not decay in Flee, the pull does."""
    params: dict[str, Any] = {}
    factors = settings.numbers("spawn_rules.conflict_spawn_decay")
    if factors:
        name = "displacement.decay" if driver == "registrations" else "destination.conflict_decay"
        params[name] = factors
    interval = "spawn_rules.conflict_spawn_decay_interval"
    if interval in settings:
        days = settings.number(interval, 30)
        if not days.is_integer():
            settings.findings.warn(
                settings.place(interval), f"{interval} is not a whole number", f"read as {round(days)}"
            )
        params["displacement.decay_days"] = round(days)
    return params


def _choice(settings: SimSettings) -> dict[str, Any]:
    """Where people go."""
    params: dict[str, Any] = {}
    if "move_rules.awareness_level" in settings:
        params["destination.awareness"] = _awareness(settings)
    if settings.flag("move_rules.stay_close_to_home"):
        params["destination.nearby_power"] = settings.number("move_rules.home_distance_power", 0.5)
        what = "stay_close_to_home takes latitude for longitude in Flee"
        settings.findings.warn(
            settings.place("move_rules.stay_close_to_home"), what, "nuzuh measures the distance right"
        )
    if settings.flag("move_rules.use_pop_for_loc_weight"):
        params["destination.population_power"] = settings.number("move_rules.pop_power_for_loc_weight", 0.1)
    threshold = settings.number("move_rules.pruning_threshold", 1.0)
    if threshold >= 1.001:  # Flee's own limit
        params["destination.drop_below"] = 1 / threshold
    if settings.flag("move_rules.avoid_food_deprived_locations"):
        params["destination.hunger"] = 1.0
    return params


def _awareness(settings: SimSettings) -> int:
    """Legs that people look ahead; Flee cuts off decimals and takes what is below 0 for 1."""
    key = "move_rules.awareness_level"
    given = settings.number(key, 1)
    legs = int(given)
    if legs == 0:
        mends = "takes 1", "taken as 1"
        settings.findings.mend(settings.place(key), f"{key} 0: nobody ever moves in Flee", "write 1", *mends)
    elif legs != given or legs < 0:
        settings.findings.warn(settings.place(key), f"{key} {given:g} is no number of legs", f"read as {max(legs, 1)}")
    return max(legs, 1)


def _floods(settings: SimSettings) -> dict[str, Any]:
    """What floods change."""
    params: dict[str, Any] = {}
    chances = settings.numbers("move_rules.flood_rules.flood_movechances")
    if chances:
        params["departure.by_flood_level"] = chances
    key = "move_rules.flood_rules.flood_loc_weights"
    weights = settings.numbers(key)
    if weights:
        params["destination.by_flood_level"] = [weight * weight for weight in weights]  # an overflow is infinite
        settings.findings.warn(settings.place(key), "Flee applies flood_loc_weights twice", "their squares are taken")
    return params
