"""conflicts.csv and flood_level.csv: spells as Flee sees them."""

import pytest

from nuzuh.scenario.flee.conflict import conflict_spells


def days(folder, alpha, beta="0" * 10):
    """Write a table of conflict from the cells of each column, one a day."""
    rows = [f"{day},{a},{b}" for day, (a, b) in enumerate(zip(alpha, beta, strict=True))]
    return folder.write("conflicts", "\n".join(["#Day,Alpha,Beta", *rows]) + "\n")


def spells(folder, *, lenient=False):
    rows = folder.rows("conflict", "location", "start", "end", "intensity", lenient=lenient)
    return [(name, int(start[-2:]), int(end[-2:]), intensity) for name, start, end, intensity in rows]


def test_days_become_spells(flee):
    days(flee, "1111100110", "0001000000")
    assert spells(flee) == [("Alpha", 1, 5, 1.0), ("Alpha", 8, 9, 1.0), ("Beta", 4, 4, 1.0)]


@pytest.mark.parametrize(
    ("values", "before", "expected"),
    [
        ([], 0, []),
        ([], 1, [(0, 5, 1)]),
        ([0, 0, 0, 0, 0, 0], 1, [(0, 5, 1)]),
        ([0, 0, 0.5, 0.5, 0, 0], 1, [(0, 1, 1), (2, 3, 0.5)]),
        ([0.5, 0, 0, 0, 0, 0], 1, [(0, 0, 0.5)]),
        ([0.2, 0.8, 0.8, 0, 0.3, 0.1], 0, [(0, 2, 0.2), (4, 5, 0.3)]),
        ([1e-7, 1, 0, 0, 0, 0], 0, [(1, 1, 1)]),
        ([0, 0, 0, 0, 0, 1], 0, [(5, 5, 1)]),
    ],
)
def test_a_spell_keeps_the_intensity_of_its_first_day(values, before, expected):
    assert conflict_spells(values, before, n_days=6) == expected


def test_a_conflict_zone_is_in_conflict_before_its_column_says_so(flee):
    days(flee, "0000011000")
    assert spells(flee) == [("Alpha", 1, 5, 1.0), ("Alpha", 6, 7, 1.0)]
    flee.edit("locations", "conflict_zone,0", "conflict_zone,5")
    assert spells(flee) == [("Alpha", 6, 7, 1.0)]


def test_without_a_column_it_stays_so(flee):
    flee.edit("conflicts", "#Day,Alpha,Beta", "#Day,Gamma,Beta")
    assert ("Alpha", 1, 10, 1.0) in spells(flee)


def test_its_first_intensity_may_be_an_attribute(flee):
    text = flee.file("locations").read_text(encoding="utf-8")
    text = text.replace("population\n", "population,conflict_intensity\n").replace(",1000", ",1000,0.4")
    days(flee.write("locations", text), "0000011000")
    assert spells(flee) == [("Alpha", 1, 5, 0.4), ("Alpha", 6, 7, 1.0)]
    for value, taken in (("high", 1.0), ("-1", None)):
        flee.write("locations", text.replace("0.4", value))
        (line,) = flee.lines()
        assert f"conflict_intensity {value!r} is not" in line or "is below 0" in line
        assert (("Alpha", 1, 5, taken) in spells(flee, lenient=True)) == (taken is not None)


def test_changes_within_a_spell_are_told(flee):
    days(flee, ["0.2"] * 5 + ["0.8"] * 5)
    assert spells(flee) == [("Alpha", 1, 10, 0.2)]
    assert flee.lines() == [
        "input_csv/conflicts.csv: warning: intensities change within spells (Alpha): "
        "Flee keeps that of a spell's first day; so it is here"
    ]


class TestHeavyIntensities:
    """Intensities above 1, which nuzuh does not know."""

    def test_what_weighs_beside_them_is_divided_as_well(self, flee):
        flee.write("input_csv/region_attributes_IPC.csv", "#Day,North\n0,5\n9,5\n")
        days(flee, ["4"] * 10, ["2"] * 10).settings("spawn: starvation_driven_spawning: True")
        assert flee.params()["displacement.hunger"] == 0.25

    def test_they_are_divided_and_the_pull_follows(self, flee):
        days(flee, ["4"] * 10, ["2"] * 10).add("settings", "  conflict_weight: 0.5\n")
        assert spells(flee) == [("Alpha", 1, 10, 1.0), ("Beta", 1, 10, 0.5)]
        assert flee.scenario().params["destination"]["conflict"] == 0.5**4
        assert flee.lines() == [
            "input_csv/conflicts.csv: warning: intensities go up to 4: divided by 4, and "
            "destination.conflict adapted so that nothing else changes"
        ]

    def test_without_a_weight_flees_own_is_taken(self, flee):
        days(flee, ["2"] * 10)
        assert flee.scenario().params["destination"]["conflict"] == pytest.approx(0.1)

    @pytest.mark.parametrize(
        ("mode", "name", "value"), [("pop_ratio", "rate", 0.01), ("constant", "persons_per_day", 500.0)]
    )
    def test_rates_follow_too(self, flee, mode, name, value):
        flee.edit("settings", "spawn_rules:", f"spawn_rules:\n  conflict_driven_spawning:\n    spawn_mode: {mode}")
        assert flee.scenario().params["displacement"][name] == value
        days(flee, ["3"] * 10)
        assert flee.scenario().params["displacement"][name] == value * 3

    @pytest.mark.parametrize("weight", ["-0.5", "1e300"])
    def test_a_weight_that_none_can_be_is_left_to_a_later_check(self, flee, weight):
        days(flee, ["4"] * 10).add("settings", f"  conflict_weight: {weight}\n")
        assert flee.scenario().params["destination"]["conflict"] == float(weight)


class TestColumns:
    """Headers, and cells under them."""

    def test_blanks_after_commas(self, flee):
        text = flee.file("conflicts").read_text(encoding="utf-8")
        flee.write("conflicts", text.replace(",", ", "))
        flee.scenario(warnings=False)

    @pytest.mark.parametrize("day", ['"#Day"', "Day", "#Days", "\ufeff#Day"])
    def test_the_first_cell_may_say_anything(self, flee, day):
        flee.edit("conflicts", "#Day", day).scenario(warnings=False)

    def test_columns_without_a_location_are_told_one_by_one(self, flee):
        flee.edit("conflicts", "Alpha,Beta", "Alpha,Bet,Zeta,")
        text = flee.file("conflicts").read_text(encoding="utf-8")
        flee.write("conflicts", text.replace(",0\n", ",0,0,\n"))
        assert flee.lines() == [
            "input_csv/conflicts.csv:1:12: warning: column of an unknown location 'Bet': left out"
            "; did you mean 'Beta'?",
            "input_csv/conflicts.csv:1:16: warning: column of an unknown location 'Zeta': left out"
            "; did you mean 'Beta'?",
            "input_csv/conflicts.csv:1:21: warning: a column without a name: left out",
        ]

    def test_a_column_that_stands_twice(self, flee):
        flee.edit("conflicts", "Alpha,Beta", "Alpha,Alpha")
        assert "conflicts.csv:1:12: column 'Alpha' stands twice: delete one of them, or run" in flee.lines()[0]
        assert spells(flee, lenient=True) == [("Alpha", 1, 10, 1.0)]

    @pytest.mark.parametrize(
        ("cell", "what"),
        [("-1", "value -1 is below 0"), ("x", "'x' is not a number"), ("", "the cell is blank"), ("nan", "'nan' is")],
    )
    def test_a_value_that_is_no_intensity(self, flee, cell, what):
        flee.edit("conflicts", "5,1,0", f"5,{cell},0")
        (line,) = flee.lines()
        assert line.startswith(f"input_csv/conflicts.csv:7:3: {what}")
        assert line.endswith("give a number from 0 up, or run with --lenient, which takes 0")
        assert spells(flee, lenient=True) == [("Alpha", 1, 5, 1.0), ("Alpha", 7, 10, 1.0)]

    def test_a_row_that_ends_early(self, flee):
        flee.edit("conflicts", "5,1,0", "5,1").edit("conflicts", "8,1,0", "8")
        (line,) = flee.lines()
        assert line.startswith("input_csv/conflicts.csv:7:1: the row has 2 cells, the header 3 (2 such rows): fill")
        assert spells(flee, lenient=True) == [("Alpha", 1, 8, 1.0), ("Alpha", 10, 10, 1.0)]


class TestLength:
    """Tables that are shorter or longer than the run."""

    def test_a_short_table_is_an_error_or_its_last_day_is_held(self, flee):
        flee.edit("period", "10", "12")
        assert flee.lines() == [
            "input_csv/conflicts.csv:11:1: the table ends on day 9 (2020-01-10), the run on day 11: give a row for "
            "each day up to 2020-01-12, or run with --lenient, which holds the last day"
        ]
        assert flee.lines(lenient=True)[0].endswith(": the last day is held until 2020-01-12")
        assert spells(flee, lenient=True) == [("Alpha", 1, 12, 1.0)]

    def test_a_long_table_is_cut(self, flee):
        flee.add("conflicts", "10,1,1\n" * 5)
        assert flee.scenario(warnings=False)
        assert spells(flee) == [("Alpha", 1, 10, 1.0)]

    def test_remarks_between_rows_are_no_days(self, flee):
        flee.edit("conflicts", "5,1,0", "# a remark\n\n5,1,0").scenario(warnings=False)

    @pytest.mark.parametrize("text", ["", "#Day,Alpha,Beta\n"])
    def test_a_table_without_days(self, flee, text):
        assert any("conflicts.csv" in line for line in flee.write("conflicts", text).lines(lenient=True))
        assert flee.lines()


def test_without_the_file_conflict_zones_stay_as_they_are(flee):
    flee.delete("conflicts")
    (line,) = flee.lines()
    assert line.startswith("input_csv/conflicts.csv: no such file: put a table there")
    assert line.endswith("or run with --lenient, which keeps the conflict zones of locations.csv")
    assert spells(flee, lenient=True) == [("Alpha", 1, 10, 1.0)]


def test_days_without_conflict_are_told_since_flee_stops(flee):
    days(flee, "1111111100")
    assert flee.lines() == [
        "input_csv/conflicts.csv: warning: no people live in conflict on 2 days (first 2020-01-09): "
        "Flee stops there; whoever is newly registered on such a day is not displaced"
    ]


class TestFloods:
    """flood_level.csv."""

    LEVELS = "#Day,Alpha,Beta\n" + "".join(f"{day},{level},0\n" for day, level in enumerate("0012220113"))

    @pytest.fixture
    def flooded(self, flee):
        flee.write("input_csv/flood_level.csv", self.LEVELS).delete("conflicts")
        return flee.edit("settings", "spawn_rules:", "spawn_rules:\n  flood_zone_spawning_only: True")

    def test_levels_become_spells(self, flooded):
        flooded.scenario(warnings=False)
        assert flooded.rows("floods", "location", "start", "end", "level") == [
            ("Alpha", "2020-01-03", "2020-01-03", 1.0),
            ("Alpha", "2020-01-04", "2020-01-06", 2.0),
            ("Alpha", "2020-01-08", "2020-01-09", 1.0),
            ("Alpha", "2020-01-10", "2020-01-10", 3.0),
        ]

    def test_decimals_are_cut_off(self, flooded):
        flooded.edit("input_csv/flood_level.csv", "9,3,0", "9,3.9,0")
        assert flooded.rows("floods", "level")[-1] == (3.0,)

    def test_it_must_be_there_if_floods_displace(self, flooded):
        flooded.delete("input_csv/flood_level.csv")
        for lenient in (False, True):
            assert flooded.lines(lenient=lenient)[0].startswith("input_csv/flood_level.csv: no such file: put a table")

    def test_it_is_read_in_any_case(self, flee):
        flee.write("input_csv/flood_level.csv", self.LEVELS)
        assert len(flee.scenario(warnings=False).tables["floods"]) == 4
