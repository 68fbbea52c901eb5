"""Demographics and food insecurity: groups of people, and shares of the hungry."""

import pytest

from nuzuh.scenario.checks import check_tables

AGES = "age,Default\n" + "".join(f"{age},{weight}\n" for age, weight in ((5, 30), (17, 10), (40, 50), (60, 10)))


def write(folder, **tables):
    for name, text in tables.items():
        folder.write(f"input_csv/demographics_{name}.csv", text)
    return folder


def groups(folder, *, lenient=False):
    rows = folder.rows("groups", "group", "share", "pull_power", lenient=lenient)
    assert [fault for fault in check_tables(folder.scenario(lenient=lenient)) if fault.level == "error"] == []
    return rows


def heed(folder, *rules):
    return folder.add("settings", "".join(f"  {rule}: True\n" for rule in rules))


class TestGroups:
    """demographics_ATTRIBUTE.csv."""

    def test_ages_fall_into_the_bands_that_rules_see(self, flee):
        expected = [("0-14", 0.3, 1.0), ("15-18", 0.1, 1.0), ("19-59", 0.5, 1.0), ("60+", 0.1, 1.0)]
        assert groups(write(flee, age=AGES)) == expected
        assert flee.rows("groups", "source", "status")[0] == ("demographics_age.csv", "derived")
        flee.scenario(warnings=False)

    def test_bands_without_people_are_left_out(self, flee):
        assert groups(write(flee, age="age,Default\n14,1\n15,0\n18,1\n19,2\n")) == [
            ("0-14", 0.25, 1.0),
            ("15-18", 0.25, 1.0),
            ("19-59", 0.5, 1.0),
        ]

    def test_attributes_are_independent(self, flee):
        write(flee, age=AGES, gender="gender,Default\nmale,1\nfemale,3\n", faith="faith,Default\na,1\nb,1\n")
        found = {group: share for group, share, _ in groups(flee)}
        assert len(found) == 16
        assert found["19-59 / female / b"] == pytest.approx(0.5 * 0.75 * 0.5)

    def test_shares_sum_to_1_to_the_last(self, flee):
        write(flee, tribe="tribe,Default\n" + "".join(f"{name},1\n" for name in "abcdefg"))
        assert sum(share for _, share, _ in groups(flee)) == pytest.approx(1, abs=1e-12)

    def test_attributes_that_make_too_many_groups_are_listed(self, flee):
        write(flee, age=AGES, tribe="tribe,Default\n" + "".join(f"{number},1\n" for number in range(16)))
        assert len(groups(flee)) == 4
        assert flee.lines() == [
            "input_csv/demographics_tribe.csv:1:1: warning: attribute 'tribe' is not carried over: "
            "it would make 64 groups, and no rule looks at it"
        ]

    def test_values_may_be_words(self, flee):
        assert groups(write(flee, age="age,Default\nyoung,1\nold,3\n")) == [("young", 0.25, 1.0), ("old", 0.75, 1.0)]

    def test_a_value_that_stands_twice_is_added_up(self, flee):
        assert groups(write(flee, x="x,Default\na,1\nb,2\na,1\n")) == [("a", 0.5, 1.0), ("b", 0.5, 1.0)]

    def test_weights_by_location_are_listed(self, flee):
        assert len(groups(write(flee, x="x,Default,Alpha\na,1,5\n"))) == 1
        assert flee.lines() == [
            "input_csv/demographics_x.csv:1:11: warning: weights by location (Alpha) are not carried over: "
            "the column Default holds everywhere"
        ]

    @pytest.mark.parametrize(
        ("text", "fault", "n_groups"),
        [
            ("ages,Default\n5,1\n", "1:1: no column 'age': add it to the header", 0),
            ("age,default\n5,1\n", "1:1: no column 'Default': add it to the header", 0),
            ("age,Default\n5,0\n", " the weights of age sum to 0: give a weight above 0", 0),
            ("age,Default\n5,x\n40,1\n", "2:3: weight 'x' is not a number from 0 up: correct it", 1),
            ("age,Default\n5,-1\n40,1\n", "2:3: weight '-1' is not a number from 0 up: correct it", 1),
            ("age,Default\n,1\n40,1\n", "2:1: the age is blank: give it", 1),
        ],
    )
    def test_what_flee_refuses_is_an_error_or_mended(self, flee, text, fault, n_groups):
        (line,) = write(flee, age=text).lines()
        assert line.startswith(f"input_csv/demographics_age.csv:{fault}, or run with --lenient, which ")
        assert len(groups(flee, lenient=True)) == n_groups


class TestHeeds:
    """Rules that look at age and gender."""

    GENDERS = "gender,Default\nmale,1\nFemale,1\n"

    @pytest.mark.parametrize(
        ("rules", "careful", "careless"),
        [
            (("ChildrenAvoidHazards",), {"0-14 / male", "0-14 / Female", "15-18 / male", "15-18 / Female"}, set()),
            (("ElderlyAvoidHazards",), {"60+ / male", "60+ / Female"}, set()),
            (("WomenAvoidHazards",), {f"{age} / Female" for age in ("0-14", "15-18", "19-59", "60+")}, set()),
            (("BoysTakeRisk",), set(), {"15-18 / male"}),
            (
                ("ChildrenAvoidHazards", "BoysTakeRisk"),
                {"0-14 / male", "0-14 / Female", "15-18 / Female"},
                {"15-18 / male"},
            ),
        ],
    )
    def test_who_heeds_hazards(self, flee, rules, careful, careless):
        found = groups(heed(write(flee, age=AGES, gender=self.GENDERS), *rules))
        assert {group for group, _, power in found if power == 2} == careful
        assert {group for group, _, power in found if power == 0} == careless
        flee.scenario(warnings=False)

    @pytest.mark.parametrize(
        ("rule", "tables", "what"),
        [
            ("ElderlyAvoidHazards", {}, "needs demographics_age.csv"),
            ("WomenAvoidHazards", {"age": AGES}, "needs demographics_gender.csv"),
            ("BoysTakeRisk", {"age": AGES}, "needs demographics_gender.csv"),
            ("ChildrenAvoidHazards", {"age": "age,Default\nyoung,1\n"}, "needs ages in numbers"),
        ],
    )
    def test_a_rule_that_cannot_tell_people_apart_is_told(self, flee, rule, tables, what):
        heed(write(flee, **tables), rule)
        assert flee.lines() == [f"simsetting.yml:5:3: warning: {rule} {what}: it has no effect"]


class TestHunger:
    """region_attributes_IPC.csv, and the column IPC."""

    NAME = "input_csv/region_attributes_IPC.csv"
    RULE = "flee_when_starving"

    def hungry(self, folder, *, lenient=False):
        return folder.rows("food_insecurity", "location", "date", "share", lenient=lenient)

    def test_regions_by_day(self, flee):
        heed(flee, self.RULE).write(self.NAME, "#Day,North,East\n9,50,0\n0,20,100\n")
        assert self.hungry(flee) == [
            ("North", "2020-01-01", 0.2),
            ("North", "2020-01-10", 0.5),
            ("East", "2020-01-01", 1.0),
            ("East", "2020-01-10", 0.0),
        ]
        flee.scenario(warnings=False)

    def test_a_region_called_like_a_location_stands_for_all_of_its_own(self, flee):
        flee.edit("locations", "Alpha,North", "Alpha,Beta").edit("locations", "Beta,South", "Beta,Beta")
        flee.write(self.NAME, "#Day,Beta\n0,20\n9,20\n")
        assert [row[0] for row in self.hungry(flee)] == ["Alpha", "Alpha", "Beta", "Beta"]

    def test_an_unknown_region_is_left_out(self, flee):
        flee.write(self.NAME, "#Day,Nord\n0,20\n9,20\n")
        assert flee.lines() == [
            f"{self.NAME}:1:6: warning: column of an unknown region 'Nord': left out; did you mean 'North'?"
        ]
        assert self.hungry(flee) == []

    @pytest.mark.parametrize(
        ("text", "fault", "n_rows"),
        [
            ("#Day,North\n1,20\n9,20\n", " the listed days do not span the run: list the days 0 and 9", 2),
            ("#Day,North\n0,20\n8,20\n", " the listed days do not span the run: list the days 0 and 9", 2),
            ("#Day,North\n", " the listed days do not span the run: list the days 0 and 9", 0),
            ("#Day,North\n0,20\nx,5\n9,20\n", "3:1: 'x' is not a day: give its number", 2),
            ("#Day,North\n0,20\n9e9,5\n9,20\n", "3:1: '9e9' is not a day: give its number", 2),
            ("#Day,North\n0,20\n0,5\n9,20\n", "3:1: day 0 stands twice: delete one of them", 2),
            ("#Day,North\n0,120\n9,20\n", "2:3: '120' is not a percentage: give a number from 0 to 100", 2),
            ("#Day,North\n0,\n9,20\n", "2:3: '' is not a percentage: give a number from 0 to 100", 2),
        ],
    )
    def test_what_flee_refuses_is_an_error_or_mended(self, flee, text, fault, n_rows):
        (line,) = heed(flee, self.RULE).write(self.NAME, text).lines()
        assert line.startswith(f"{self.NAME}:{fault}")
        assert " or run with --lenient, which " in line
        assert len(self.hungry(flee, lenient=True)) == n_rows

    def test_the_column_of_locations_holds_for_all_days(self, flee):
        text = flee.file("locations").read_text(encoding="utf-8")
        flee.write("locations", text.replace("population\n", "population,IPC\n").replace(",500", ",500,30"))
        assert self.hungry(flee) == []
        assert self.hungry(heed(flee, self.RULE)) == [("Beta", "2020-01-01", 0.3)]
        flee.scenario(warnings=False)

    def test_a_file_that_is_empty_says_nothing(self, flee):
        flee.write(self.NAME, "").scenario(warnings=False)
