"""The keys of simsetting.yml: what each becomes in nuzuh, and which nobody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nuzuh.errors import near_misses, quoted

if TYPE_CHECKING:
    from nuzuh.scenario.flee.settings import SimSettings

CONFLICT_WEIGHT = 0.1**0.5
"""Flee's default of conflict_weight."""
NUMBERS: dict[str, tuple[str, float]] = {
    "move_rules.max_move_speed": ("travel.drive_km_per_day", 360.0),
    "move_rules.max_walk_speed": ("travel.walk_km_per_day", 35.0),
    "move_rules.foreign_weight": ("destination.abroad", 1.0),
    "move_rules.camp_weight": ("destination.camp", 1.0),
    "move_rules.conflict_weight": ("destination.conflict", CONFLICT_WEIGHT),
    "move_rules.conflict_movechance": ("departure.conflict", 1.0),
    "move_rules.camp_movechance": ("departure.camp", 0.001),
    "move_rules.idpcamp_movechance": ("departure.idp_site", 0.1),
    "move_rules.default_movechance": ("departure.town", 0.3),
    "move_rules.capacity_buffer": ("capacity.buffer", 0.9),
    "move_rules.capacity_scaling": ("capacity.scaling", 1.0),
    "move_rules.softening": ("destination.softening_km", 10.0),
    "move_rules.weight_softening": ("destination.weight_softening", 0.0),
    "move_rules.weight_power": ("destination.weight_power", 1.0),
    "move_rules.distance_power": ("destination.distance_power", 1.0),
    "move_rules.movechance_pop_base": ("departure.population_base", 10_000.0),
    "move_rules.movechance_pop_scale_factor": ("departure.population_power", 0.0),
}
"""Keys with a number, the parameter that takes it as it stands, and Flee's default."""
FLAGS = {
    "spawn_rules.take_from_population": "displacement.from_population",
    "move_rules.avoid_short_stints": "departure.avoid_short_stints",
    "move_rules.start_on_foot": "travel.first_leg_on_foot",
    "move_rules.flee_when_starving": "departure.hunger",
}
"""Keys with yes or no, and the parameter that takes it as it stands."""
DRIVERS = ("spawn_rules.conflict_driven_spawning", "spawn_rules.flood_driven_spawn_mode")
READ = (
    "spawn_rules.insert_day0",
    "spawn_rules.empty_camps_on_day0",
    "spawn_rules.sum_from_camps",
    "spawn_rules.conflict_spawn_decay",
    "spawn_rules.conflict_spawn_decay_interval",
    "spawn_rules.starvation_driven_spawning",
    "spawn_rules.flood_zone_spawning_only",
    *DRIVERS,
    f"{DRIVERS[0]}.spawn_mode",
    f"{DRIVERS[0]}.displaced_per_conflict_day",
    f"{DRIVERS[1]}.spawn_mode",
    f"{DRIVERS[1]}.displaced_per_flood_day",
    "move_rules.awareness_level",
    "move_rules.use_v1_rules",
    "move_rules.stay_close_to_home",
    "move_rules.home_distance_power",
    "move_rules.use_pop_for_loc_weight",
    "move_rules.pop_power_for_loc_weight",
    "move_rules.pruning_threshold",
    "move_rules.avoid_food_deprived_locations",
    "move_rules.flood_rules",
    "move_rules.flood_rules.flood_movechances",
    "move_rules.flood_rules.flood_loc_weights",
    "move_rules.ChildrenAvoidHazards",
    "move_rules.ElderlyAvoidHazards",
    "move_rules.WomenAvoidHazards",
    "move_rules.BoysTakeRisk",
    "optimisations.hasten",
)
"""Keys that are read one by one."""
UNREAD_FLAGS = {
    "spawn_rules.camps_are_sinks": (False, "without effect in Flee, too"),
    "spawn_rules.camps_are_sicks": (False, "in nuzuh everybody stays in the books"),
    "spawn_rules.read_from_agents_csv_file": (False, "in nuzuh nobody is listed by hand: agents.csv is not read"),
    "move_rules.fixed_routes": (False, "in nuzuh everybody chooses on the way"),
    "move_rules.two_system_decision_making": (False, "without effect in Flee, too"),
    "move_rules.use_economic_pull": (False, "give locations an attraction instead"),
    "move_rules.MatchCampReligion": (False, "in nuzuh groups do not seek their own"),
    "move_rules.MatchCampEthnicity": (False, "in nuzuh groups do not seek their own"),
    "move_rules.MatchTownEthnicity": (False, "in nuzuh groups do not seek their own"),
    "move_rules.MatchConflictEthnicity": (False, "in nuzuh groups do not seek their own"),
    "move_rules.flood_rules.flood_forecaster": (False, "in nuzuh people know of floods when they come"),
}
"""Keys that are not carried over: Flee's default, and what to know."""
UNREAD_NUMBERS = {
    "default_conflict_intensity": (1.0, "location_changes.csv is not read"),
    "spawn_rules.average_social_connectivity": (3.0, "without effect in Flee, too"),
    "move_rules.avg_religion_fraction": (0.25, "in nuzuh groups do not seek their own"),
}
UNREAD_LISTS = {
    "move_rules.harvest_months": "in nuzuh nobody goes home for the harvest",
    "move_rules.flood_rules.flood_link_weights": "without effect in Flee, too",
    "move_rules.flood_rules.flood_awareness_weights": "in nuzuh groups do not differ in what they know of floods",
}
SILENT = (
    "number_of_steps",
    "conflict_input_file",
    "flood_level_input_file",
    *(f"log_levels.{name}" for name in ("agent", "link", "camp", "init", "conflict", "idp_totals", "granularity")),
    "spawn_rules.flood_driven_spawning",
    "spawn_rules.flood_spawn_mode",
    f"{DRIVERS[1]}.flood_spawn_mode",
    "move_rules.max_crossing_speed",
    "move_rules.max_flood_level",
    "move_rules.flood_rules.max_flood_level",
    "move_rules.flood_rules.flood_forecaster_timescale",
    "move_rules.flood_rules.flood_forecaster_weights",
    "move_rules.flood_rules.flood_forecaster_end_time",
)
"""Logging, the model of single roads, and spellings that Flee does not read either: nothing is lost."""
ZONES = "spawn_rules.conflict_zone_spawning_only"
SECTIONS = ("log_levels", "spawn_rules", "move_rules", "optimisations")
KNOWN = (
    *SECTIONS,
    *NUMBERS,
    *FLAGS,
    *READ,
    *UNREAD_FLAGS,
    *UNREAD_NUMBERS,
    *UNREAD_LISTS,
    *SILENT,
    ZONES,
)


def list_unread(settings: SimSettings, *, is_flood_driven: bool) -> None:
    """List, key by key, what is not carried over.

    Args:
        settings: The keys and their values; faults are added to its findings.
        is_flood_driven: Whether people flee from floods, and may well do so elsewhere than in conflict.
    """
    _check_sections(settings)
    for key in settings.values:
        if key not in KNOWN:
            _report_unknown(settings, key)
    for flag, (default, reason) in UNREAD_FLAGS.items():
        if settings.flag(flag, default=default) != default:
            _report_unread(settings, flag, reason)
    for number, (usual, reason) in UNREAD_NUMBERS.items():
        if settings.number(number, usual) != usual:
            _report_unread(settings, number, reason)
    for name, reason in UNREAD_LISTS.items():
        if settings.values.get(name):
            _report_unread(settings, name, reason)
    if not settings.flag(ZONES, default=True) and not is_flood_driven:
        _report_unread(settings, ZONES, "in nuzuh people are displaced from locations in conflict alone")
    if settings.number("optimisations.hasten", 1) != 1:
        place = settings.place("optimisations.hasten")
        settings.findings.warn(place, "hasten has no effect", "nuzuh runs the full population; no need to thin people")


def _check_sections(settings: SimSettings) -> None:
    """Sections must hold keys; of those that may be absent, one without any stands for none."""
    for section in (*SECTIONS, *DRIVERS, "move_rules.flood_rules"):
        value = settings.values.get(section, {})
        if value != {} and (value is not None or section in DRIVERS):
            what = f"{section}: {quoted(str(value))} is no section"
            settings.findings.error(settings.place(section), what, "write its keys below it, indented")


def _report_unknown(settings: SimSettings, key: str) -> None:
    parent, _, name = key.rpartition(".")
    if parent and parent not in KNOWN:
        return  # the section is reported as a whole
    siblings = {known.rpartition(".")[2]: known for known in KNOWN if known.rpartition(".")[0] == parent}
    way_out = f"Flee ignores it, too; {near_misses(name, list(siblings))}"
    settings.findings.warn(settings.place(key), f"unknown key {quoted(key)}", way_out)


def _report_unread(settings: SimSettings, key: str, reason: str) -> None:
    settings.findings.warn(settings.place(key), f"{key} is not carried over", reason)
