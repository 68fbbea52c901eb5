"""simsetting.yml: values that Flee stumbles over, or takes for others."""

import pytest

ON_FOOT = {"travel.first_leg_on_foot": False}


class TestWrong:
    """Values that Flee stumbles over, or takes for others."""

    CASES = (
        ("move: camp_weight: heavy", "move_rules.camp_weight: 'heavy' is not a number", {"destination.camp": 1.0}),
        ("move: camp_weight: True", "move_rules.camp_weight: 'True' is not a number", {"destination.camp": 1.0}),
        ("move: camp_weight:", "move_rules.camp_weight: 'None' is not a number", {"destination.camp": 1.0}),
        ("move: camp_weight: .inf", "move_rules.camp_weight: 'inf' is not a number", {"destination.camp": 1.0}),
        ("move: camp_weight: [1, 2]", "move_rules.camp_weight: '[1, 2]' is not a number", {"destination.camp": 1.0}),
        ("spawn: conflict_spawn_decay: 0.5", "spawn_rules.conflict_spawn_decay: '0.5' is not a list of numbers", {}),
        ("spawn: conflict_spawn_decay: [1, x]", "spawn_rules.conflict_spawn_decay: ", {}),
        ("move: start_on_foot: perhaps", "move_rules.start_on_foot: 'perhaps' is not yes or no", ON_FOOT),
        ("move: start_on_foot: [no]", "move_rules.start_on_foot: ", ON_FOOT),
        ("move: start_on_foot: 'false'", "move_rules.start_on_foot: 'false' as text means yes to Flee", ON_FOOT),
        ('move: start_on_foot: "no"', "move_rules.start_on_foot: 'no' as text means yes", ON_FOOT),
        ("move: start_on_foot: None", "move_rules.start_on_foot: 'None' as text means yes", ON_FOOT),
        ("move: start_on_foot: n", "move_rules.start_on_foot: 'n' as text means yes", ON_FOOT),
        ("move: awareness_level: 0", "move_rules.awareness_level 0: nobody ever moves", {"destination.awareness": 1}),
        (
            "spawn: conflict_driven_spawning: {spawn_mode: often}",
            "spawn_rules.conflict_driven_spawning.spawn_mode: 'often' is not one of constant, poisson, pop_ratio",
            {
                "displacement.mode": "constant",
                "displacement.persons_per_day": 500.0,
                "capacity.less_those_present": False,
            },
        ),
    )

    @pytest.mark.parametrize(("text", "fault", "mended"), CASES)
    def test_it_is_an_error_or_mended(self, flee, text, fault, mended):
        (line,) = flee.settings(text).lines()
        assert line.startswith("simsetting.yml:2:")
        assert fault in line
        assert " or run with --lenient, which " in line
        assert flee.params(lenient=True) == mended

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("move_rules: 5\n", "1:1: move_rules: '5' is no section"),
            ("spawn_rules: [1]\n", "1:1: spawn_rules: '[1]' is no section"),
            (
                "spawn_rules:\n  conflict_driven_spawning: True\n",
                "2:3: spawn_rules.conflict_driven_spawning: 'True' is",
            ),
            ("spawn_rules:\n  flood_driven_spawn_mode:\n", "2:3: spawn_rules.flood_driven_spawn_mode: 'None' is no"),
            ("move_rules: {\n", "2:1: not YAML ("),
            ("a: 1\na: 2\n", "2:1: not YAML (found duplicate key"),
        ],
    )
    def test_what_is_no_section_cannot_be_mended(self, flee, text, line):
        for lenient in (False, True):
            found = flee.write("settings", text).lines(lenient=lenient)
            assert found[0].startswith(f"simsetting.yml:{line}"), found

    @pytest.mark.parametrize("text", ["move_rules:\n", "move_rules: {}\n", "log_levels:\n  agent: 1\n"])
    def test_a_section_without_keys_is_none(self, flee, text):
        assert flee.write("settings", text).params() == {}

    def test_without_the_file_flees_defaults_hold(self, flee):
        (line,) = flee.delete("settings").lines()
        assert line.endswith("put Flee's settings there, or run with --lenient, which takes all of Flee's defaults")
        assert flee.params(lenient=True) == {}

    @pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n- b\n", "42"])
    def test_a_file_without_keys(self, flee, text):
        (line,) = flee.write("settings", text).lines()
        assert line.startswith("simsetting.yml:1:1: ")
        assert flee.params(lenient=True) == {}

    def test_the_dead_leftover_of_flee_1_is_not_looked_at(self, flee):
        flee.write("input_csv/simsetting.csv", "rubbish").write("simsetting.csv", "rubbish").scenario(warnings=False)

    @pytest.mark.parametrize(
        "text",
        ["a: &a [*a]", "move_rules: &m {a: *m}", "? [x]\n: 1", "move_rules: !!python/none x", "? {a: b}\n: 1", "1: 2"],
    )
    def test_garbage_never_raises(self, flee, text):
        flee.write("settings", text + "\n").lines(lenient=True)
