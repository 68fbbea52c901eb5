"""simsetting.yml: what each key becomes, and what is said of those that become nothing."""

import json

import pytest

from nuzuh.model.params import param_names
from nuzuh.scenario.flee.keys import FLAGS, KNOWN, NUMBERS, SILENT, UNREAD_FLAGS, UNREAD_LISTS, UNREAD_NUMBERS
from nuzuh.scenario.flee.rules import V1


def as_setting(key):
    section, _, name = key.partition("_rules.")
    return section, name


class TestCarriedOver:
    """Keys that become parameters."""

    def test_all_of_them_are_parameters(self):
        names = [name for name, _ in NUMBERS.values()] + list(FLAGS.values()) + list(V1)
        assert set(names) <= set(param_names())

    @pytest.mark.parametrize("key", NUMBERS)
    def test_numbers(self, flee, key):
        section, name = as_setting(key)
        default = NUMBERS[key][1]
        expected = {NUMBERS[key][0]: default / 2}
        assert flee.settings(f"{section}: {name}: {default / 2}").params() == expected
        assert flee.settings(f"{section}: {name}: '{default / 2}'").params() == expected

    @pytest.mark.parametrize("key", FLAGS)
    def test_flags(self, flee, key):
        section, name = as_setting(key)
        flee.write("input_csv/region_attributes_IPC.csv", "#Day,North\n0,5\n9,5\n")
        assert flee.settings(f"{section}: {name}: True").params() == {FLAGS[key]: True}
        assert flee.lines() == []

    @pytest.mark.parametrize(
        ("text", "value"), [("False", False), ("no", False), ("yes", True), ("1", True), ("0", False), ("", False)]
    )
    def test_flags_in_other_words(self, flee, text, value):
        assert flee.settings(f"move: start_on_foot: {text}").params() == {"travel.first_leg_on_foot": value}
        assert flee.lines() == []

    OTHERS = (
        ("spawn: conflict_spawn_decay: [1.0, 0.5, 0.1]", {"displacement.decay": [1.0, 0.5, 0.1]}),
        ("spawn: conflict_spawn_decay_interval: 15", {"displacement.decay_days": 15}),
        ("spawn: conflict_spawn_decay:", {}),
        (
            "spawn: conflict_driven_spawning: {spawn_mode: pop_ratio}\nspawn: conflict_spawn_decay: [1, 0.1]",
            {"displacement.mode": "per_head", "displacement.rate": 0.01, "destination.conflict_decay": [1.0, 0.1]},
        ),
        (
            "spawn: conflict_driven_spawning: {}",
            {"displacement.mode": "constant", "displacement.persons_per_day": 500.0},
        ),
        (
            "spawn: conflict_driven_spawning: {spawn_mode: poisson, displaced_per_conflict_day: 20}",
            {"displacement.mode": "poisson", "displacement.persons_per_day": 20.0},
        ),
        (
            "spawn: conflict_driven_spawning: {spawn_mode: pop_ratio}",
            {"displacement.mode": "per_head", "displacement.rate": 0.01},
        ),
        ("move: awareness_level: 2", {"destination.awareness": 2}),
        ("move: use_v1_rules: True\nmove: camp_weight: 7", {"destination.camp": 2.0} | V1),
        ("move: use_v1_rules: False", {}),
        ("move: use_pop_for_loc_weight: True", {"destination.population_power": 0.1}),
        (
            "move: use_pop_for_loc_weight: True\nmove: pop_power_for_loc_weight: 0.3",
            {"destination.population_power": 0.3},
        ),
        ("move: pop_power_for_loc_weight: 0.3", {}),
        ("move: pruning_threshold: 4", {"destination.drop_below": 0.25}),
        ("move: pruning_threshold: 1.0005", {}),
        ("move: home_distance_power: 0.3", {}),
        ("move: flood_rules: {flood_movechances: [0.3, 0.4, 1]}", {"departure.by_flood_level": [0.3, 0.4, 1.0]}),
    )

    @pytest.mark.parametrize(("text", "expected"), OTHERS)
    def test_keys_of_a_kind_of_their_own(self, flee, text, expected):
        if "displacement.mode" in expected:
            expected = expected | {"capacity.less_those_present": False}
        assert flee.settings(text).params() == expected
        assert flee.lines() == []

    @pytest.mark.parametrize(
        ("text", "mode", "levels"),
        [
            ("flood_zone_spawning_only: True", "per_head", [0.0, 0.1, 0.2, 0.5, 0.9]),
            ("flood_driven_spawn_mode: {spawn_mode: constant}", "constant", [0.0, 100.0, 200.0, 300.0, 500.0]),
            ("flood_driven_spawn_mode: {spawn_mode: poisson, displaced_per_flood_day: [0, 7]}", "poisson", [0.0, 7.0]),
            ("flood_driven_spawn_mode: {flood_spawn_mode: constant}", "per_head", [0.0, 0.1, 0.2, 0.5, 0.9]),
        ],
    )
    def test_floods_displace(self, flee, text, mode, levels):
        flee.write("input_csv/flood_level.csv", "#Day,Alpha\n" + "0,1\n" * 10)
        flee.settings(f"spawn: {text}\nspawn: conflict_zone_spawning_only: False")
        found = flee.params()
        assert found.pop("capacity.less_those_present") is False
        assert found == {"displacement.mode": mode, "displacement.by_flood_level": levels}
        assert flee.lines() == []

    @pytest.mark.parametrize(
        ("text", "name", "value"),
        [
            ("spawn: starvation_driven_spawning: True", "displacement.hunger", 1.0),
            ("move: avoid_food_deprived_locations: True", "destination.hunger", 1.0),
            ("move: flee_when_starving: True", "departure.hunger", True),
        ],
    )
    def test_hunger(self, flee, text, name, value):
        assert flee.settings(text).params() == {name: value}
        assert flee.lines() == [
            "input_csv/locations.csv: warning: rules look at food insecurity, and there is none: "
            "add region_attributes_IPC.csv, or a column IPC to locations.csv"
        ]


class TestDoneOtherwise:
    """Keys that nuzuh reads otherwise than Flee, and says so."""

    CASES = (
        (
            "move: awareness_level: 1.5",
            "2:3: warning: move_rules.awareness_level 1.5 is no number of legs: read as 1",
            {"destination.awareness": 1},
        ),
        (
            "move: awareness_level: -1",
            "2:3: warning: move_rules.awareness_level -1 is no number of legs: read as 1",
            {"destination.awareness": 1},
        ),
        (
            "spawn: conflict_spawn_decay_interval: 29.6",
            "2:3: warning: spawn_rules.conflict_spawn_decay_interval is not a whole number: read as 30",
            {"displacement.decay_days": 30},
        ),
        (
            "move: stay_close_to_home: True",
            "2:3: warning: stay_close_to_home takes latitude for longitude in Flee: nuzuh measures the distance right",
            {"destination.nearby_power": 0.5},
        ),
        (
            "move: flood_rules: {flood_loc_weights: [1, 0.5]}",
            "2:17: warning: Flee applies flood_loc_weights twice: their squares are taken",
            {"destination.by_flood_level": [1.0, 0.25]},
        ),
    )

    @pytest.mark.parametrize(("text", "line", "expected"), CASES)
    def test_it_is_told(self, flee, text, line, expected):
        assert flee.settings(text).params() == expected
        assert flee.lines() == [f"simsetting.yml:{line}"]

    def test_thinning_is_not_needed(self, flee):
        flee.add("settings", "optimisations:\n  hasten: 10\n")
        assert flee.lines() == [
            "simsetting.yml:6:3: warning: hasten has no effect: nuzuh runs the full population; no need to thin people"
        ]
        flee.edit("settings", "hasten: 10", "hasten: 1").scenario(warnings=False)

    def test_floods_go_before_conflict(self, flee):
        flee.write("input_csv/flood_level.csv", "#Day,Alpha\n" + "0,1\n" * 10)
        flee.settings("spawn: conflict_driven_spawning: {}\nspawn: flood_driven_spawn_mode: {}")
        assert flee.params()["displacement.mode"] == "per_head"
        assert flee.lines() == [
            "simsetting.yml:2:3: warning: people are displaced by conflict and by floods: in nuzuh by floods alone"
        ]


class TestNotCarriedOver:
    """Keys that become nothing: told if they are on, and silent if nothing is lost."""

    FLAGGED = tuple((key, str(not default)) for key, (default, _) in UNREAD_FLAGS.items())
    NUMBERED = tuple((key, str(default * 2)) for key, (default, _) in UNREAD_NUMBERS.items())
    LISTED = tuple((key, "[1, 2]") for key in UNREAD_LISTS)

    @staticmethod
    def yaml(key, value):
        text, depth = "", 0
        for depth, name in enumerate(key.split(".")):
            text += "\n" * bool(depth) + "  " * depth + f"{name}:"
        return f"{text} {value}\n", depth

    @pytest.mark.parametrize(
        ("key", "value"), [*FLAGGED, *NUMBERED, *LISTED, ("spawn_rules.conflict_zone_spawning_only", "False")]
    )
    def test_what_is_on_is_told(self, flee, key, value):
        text, depth = self.yaml(key, value)
        (line,) = flee.write("settings", text).lines()
        assert line.startswith(f"simsetting.yml:{depth + 1}:{2 * depth + 1}: warning: {key} is not carried over: ")

    def test_what_is_off_or_without_effect_is_not(self, flee):
        flee.write("input_csv/flood_level.csv", "#Day,Alpha\n" + "0,1\n" * 10)
        sections = {}
        for key in (*UNREAD_FLAGS, *UNREAD_NUMBERS, *UNREAD_LISTS, *SILENT):
            *path, name = key.split(".")
            section = sections
            for part in path:
                section = section.setdefault(part, {})
            section[name] = {**UNREAD_FLAGS, **UNREAD_NUMBERS}.get(key, ([],))[0]
        flee.write("settings", json.dumps(sections)).scenario(warnings=False)

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("move_rule: 1\n", "1:1: warning: unknown key 'move_rule': Flee ignores it, too; did you mean 'move_ru"),
            (
                "move_rules:\n  camp_wait: 1\n",
                "2:3: warning: unknown key 'move_rules.camp_wait': Flee ignores it, too; did you mean 'camp_weight'?",
            ),
            (
                "move_rules:\n  flood_rules:\n    flood_movechance: [1]\n",
                "3:5: warning: unknown key 'move_rules.flood_rules.flood_movechance': Flee ignores it, too; "
                "did you mean 'flood_movechances'",
            ),
        ],
    )  # fmt: skip
    def test_unknown_keys_are_told_with_near_misses(self, flee, text, line):
        (found,) = flee.write("settings", text).lines()
        assert found.startswith(f"simsetting.yml:{line}")

    def test_no_key_is_known_twice(self):
        assert len(KNOWN) == len(set(KNOWN))
