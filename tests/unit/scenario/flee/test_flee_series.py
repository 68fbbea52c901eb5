"""Files of dated counts: headers, sums, corrections and interpolation as Flee does them."""

import pytest

from nuzuh.scenario.flee.series import Count, combined

TOTAL = "increase of the registered total (decreases are worked off first)"


def counts(folder, *, lenient=False, source=None):
    """The rows of camps: day of January, location, value, status."""
    rows = folder.rows("observations", "date", "location", "quantity", "value", "status", "source", lenient=lenient)
    kept = [row for row in rows if row[2] == "n_displaced" and source in (None, row[5])]
    return [(int(date[-2:]), name, value, status) for date, name, _, value, status, _ in kept]


def total(folder, *, lenient=False):
    """The rows of the total: day of January and value."""
    rows = folder.rows("observations", "date", "quantity", "value", lenient=lenient)
    return [(int(date[-2:]), value) for date, quantity, value in rows if quantity == "cum_displaced"]


def test_counts_within_the_run_are_observations(flee):
    assert counts(flee) == [(1, "Gamma", 100.0, "observed"), (6, "Gamma", 200.0, "observed")]


def test_the_total_is_what_was_newly_registered(flee):
    assert total(flee) == [(1, 0.0), (6, 100.0), (10, 140.0)]
    row = flee.scenario().tables["observations"].iloc[-1]
    assert (row["location"], row["source"], row["status"], row["note"]) == ("", "data_layout.csv", "derived", TOTAL)


@pytest.mark.parametrize(
    "head",
    ["", ",\n", ",\t\n", "\n", "Date,Number\n", "DateTime,x\n", "#DateTime,x\n", "#sep=,\t\n", "\ufeff,\r\n", ",n\n"],
)
def test_headers_of_many_kinds(flee, head):
    flee.write("gamma", head + "2020-01-01,100,7\n# a remark\n\n2020-01-02,\n2020-01-06, 200\r\n2020-1-11,250")
    flee.scenario(warnings=False)
    assert counts(flee) == [(1, "Gamma", 100.0, "observed"), (6, "Gamma", 200.0, "observed")]


@pytest.mark.parametrize(
    ("row", "fault", "mended"),
    [
        ("01/02/2020,5", "1: date '01/02/2020' is not a date: write year-month-day", None),
        ("2020-02-31,5", "1: date '2020-02-31' is not a date: write year-month-day", None),
        (",5", "1: the first cell is blank: write year-month-day", None),
        ("2020-01-03,12.5", "12: count '12.5' is not a whole number: write 12", 12.0),
        ('2020-01-03,"1,234"', "12: count '1,234' is not a whole number: write 1234", 1234.0),
        ("2020-01-03,many", "12: count 'many' is not a whole number: write digits", None),
        ("2020-01-03,-5", "12: count '-5' is below 0: give a number from 0 up", None),
        ("2020-01-03,1e12", "12: count '1e12' is more than all people: correct it", None),
    ],
)
def test_rows_that_flee_refuses(flee, row, fault, mended):
    flee.edit("gamma", "2020-01-06,200", f"{row}\n2020-01-06,200")
    (line,) = flee.lines()
    assert line.startswith(f"source_data/gamma.csv:2:{fault}")
    assert " or run with --lenient, which " in line
    values = {day: value for day, _, value, _ in counts(flee, lenient=True)}
    assert values == {1: 100.0, 6: 200.0} | ({} if mended is None else {3: mended})


def test_rows_before_the_start_are_used_between_dates(flee):
    flee.write("gamma", "2019-12-22,0\n2020-01-11,200\n")
    assert counts(flee) == []
    assert flee.rows("locations", "displaced")[2] == (100,)
    assert total(flee) == [(1, 0.0), (10, 90.0)]


def test_what_the_first_day_has_is_cut_to_whole_people(flee):
    flee.write("gamma", "2019-12-30,0\n2020-01-02,100\n")
    assert flee.rows("locations", "displaced")[2] == (66,)


def test_before_the_first_row_its_value_holds(flee):
    flee.write("gamma", "2020-01-05,50\n2020-01-08,80\n")
    assert flee.rows("locations", "displaced")[2] == (50,)
    assert total(flee) == [(1, 0.0), (5, 0.0), (8, 30.0), (10, 30.0)]


def test_decreases_are_worked_off_before_anybody_is_added(flee):
    flee.write("gamma", "2020-01-01,1000\n2020-01-02,500\n2020-01-03,800\n2020-01-04,1100\n")
    assert total(flee) == [(1, 0.0), (3, 0.0), (4, 100.0), (10, 100.0)]


class TestDisorder:
    """Rows that do not ascend: the first that is later wins, with the one above it."""

    TEXT = "2020-01-01,0\n2020-01-07,60\n2020-01-03,100\n2020-01-09,160\n"

    def test_it_is_read_as_flee_does_and_told(self, flee):
        flee.write("gamma", self.TEXT)
        # up to the 6th the second row is the first that is later; from the 7th on the last, between 3rd and 9th
        assert [count[:1] + count[2:] for count in counts(flee)] == [
            (1, 0.0, "derived"),
            (3, 20.0, "derived"),
            (7, 140.0, "derived"),
            (9, 160.0, "derived"),
        ]
        assert total(flee) == [(1, 0.0), (6, 50.0), (7, 140.0), (9, 160.0), (10, 160.0)]
        assert flee.lines() == [
            "source_data/gamma.csv:3:1: warning: the dates of 'Gamma' do not ascend from this row on: "
            "read as Flee does: on each day, the first row that is later and the one above it"
        ]

    def test_of_a_date_that_stands_twice_the_second_counts_from_then_on(self, flee):
        flee.write("gamma", "2020-01-01,0\n2020-01-05,40\n2020-01-05,80\n2020-01-09,100\n")
        assert counts(flee)[1] == (5, "Gamma", 80.0, "derived")
        assert total(flee)[1:3] == [(4, 30.0), (5, 80.0)]
        assert flee.lines()[0].startswith("source_data/gamma.csv:3:1: warning: the dates of 'Gamma'")


class TestSums:
    """Several files in a row of data_layout.csv."""

    @staticmethod
    def table(*rows):
        return [Count(day, value, ("", 0, 0)) for day, value in rows]

    def test_each_date_takes_what_the_other_table_has(self):
        first = self.table((0, 10), (4, 20), (6, 30), (9, 40))
        second = self.table((2, 1), (4, 2), (7, 3))
        # at a date of the first, the second's last value; at one of the second alone, the first's next
        expected = [(0, 10), (2, 21), (4, 22), (6, 32), (7, 43)]
        assert [(count.day, count.value) for count in combined(first, second)] == expected

    def test_after_the_end_of_the_first_its_last_value_holds(self):
        found = combined(self.table((0, 10), (1, 20)), self.table((1, 5), (3, 7)))
        assert [(count.day, count.value) for count in found] == [(0, 10), (1, 25), (3, 27)]

    def test_three_files(self, flee):
        flee.edit("layout", "gamma.csv", "gamma.csv,outside.csv,,far.csv")
        flee.write("source_data/outside.csv", "2020-01-01,5\n2020-01-08,15\n")
        flee.write("source_data/far.csv", "2020-01-08,1000\n")
        assert counts(flee, source="gamma.csv + outside.csv + far.csv") == [
            (1, "Gamma", 105.0, "derived"),
            (6, "Gamma", 205.0, "derived"),
            (8, "Gamma", 1265.0, "derived"),
        ]

    def test_a_file_that_is_not_there(self, flee):
        flee.edit("layout", "gamma.csv", "gamma.csv,outside.csv")
        assert flee.lines() == [
            "source_data/data_layout.csv:2:17: no file 'outside.csv' in the folder: put it there, or delete its name, "
            "or run with --lenient, which leaves the file out"
        ]
        assert counts(flee, lenient=True)[0] == (1, "Gamma", 100.0, "observed")


class TestCorrections:
    """registration_corrections.csv."""

    def test_all_rows_above_are_scaled(self, flee):
        flee.write("corrections", '"Gamma","2020-01-06","normalize"\n\nGamma\n')
        flee.write("gamma", "2019-12-31,50\n2020-01-04,400\n2020-01-06,200\n2020-01-11,250\n")
        flee.scenario(warnings=False)
        assert counts(flee) == [(4, "Gamma", 200.0, "derived"), (6, "Gamma", 200.0, "derived")]
        assert flee.rows("locations", "displaced")[2] == (68,)

    def test_each_row_of_a_date_is_one_correction_in_the_order_of_the_files(self, flee):
        flee.write("corrections", "Gamma,2020-01-08\nGamma,2020-01-05\n")
        flee.write("gamma", "2020-01-01,10\n2020-01-05,20\n2020-01-08,40\n2020-01-05,10\n2020-01-12,30\n")
        # 8th: 40/20 doubles both above; 5th: 40/20 doubles the first; 5th again, lower down: 10/40 of all above
        assert [count[:1] + count[2:3] for count in counts(flee)] == [(1, 10.0), (5, 10.0), (8, pytest.approx(130 / 7))]

    def test_sums_are_corrected_as_a_whole(self, flee):
        flee.edit("layout", "gamma.csv", "gamma.csv,outside.csv").write("corrections", "Gamma,2020-01-06\n")
        flee.write("source_data/outside.csv", "2020-01-01,100\n2020-01-06,200\n")
        flee.edit("gamma", "2020-01-01,100", "2020-01-01,0")
        assert [count[2] for count in counts(flee)] == [400.0, 400.0]

    @pytest.mark.parametrize(
        ("row", "fault"),
        [
            ("Gamma,2020-01-07", "7: gamma.csv has no count on 2020-01-07: give a date that the file has"),
            ("Gamma,soon", "7: date 'soon' is not a date: write year-month-day"),
        ],
    )
    def test_corrections_that_flee_stops_at(self, flee, row, fault):
        (line,) = flee.write("corrections", row).lines()
        assert line.startswith(f"input_csv/registration_corrections.csv:1:{fault}")
        assert counts(flee, lenient=True)[0] == (1, "Gamma", 100.0, "observed")

    def test_from_nobody_nothing_can_be_scaled(self, flee):
        flee.edit("gamma", "2020-01-01,100", "2020-01-01,0").write("corrections", "Gamma,2020-01-06")
        (line,) = flee.lines()
        assert "the count of 'Gamma' before 2020-01-06 is 0: nothing can be scaled" in line
        assert counts(flee, lenient=True)[0][2] == 0.0

    def test_before_the_start_nothing_is_corrected_as_in_flee(self, flee):
        flee.write("corrections", "Gamma,2019-12-31\n").scenario(warnings=False)
        assert counts(flee)[0][3] == "observed"

    def test_the_first_row_and_unknown_series_change_nothing(self, flee):
        flee.write("corrections", "Gamma,2020-01-01\nGama,2020-01-06\n")
        assert flee.lines() == [
            "input_csv/registration_corrections.csv:1:7: warning: 2020-01-01 is the first row of gamma.csv: "
            "nothing is corrected",
            "input_csv/registration_corrections.csv:2:1: warning: no series is called 'Gama': "
            "nothing is corrected; did you mean 'Gamma'?",
        ]
