"""Outputs of Flee: both formats, all that is tolerated, and each fault with its place."""

import gzip

import numpy as np
import pytest
from tests.crises import crisis

from nuzuh.errors import ScenarioError, UsageError
from nuzuh.outputs.flee_output import read_flee_output

CAMPS = crisis([("Town", "town", 9), ("A", "camp", 0), ("B Camp", "camp", 0)], [], days=4)
HEADER = (
    "Day,Date,A sim,A data,A error,B Camp sim,B Camp data,B Camp error,Total error,refugees in camps (UNHCR),"
    "total refugees (simulation),raw UNHCR refugee count,refugees in camps (simulation),refugee_debt\n"
)
ROWS = [
    "0,2020-01-02,10,11,0.1,20,22,0.1,0.1,33,30,33,30,0\n",
    "1,2020-01-03,12,13,0.1,24,26,0.1,0.1,39,36,39,36,0\n",
]
WIDE = HEADER + "".join(ROWS)
LONG = "location,date,seed1,seed2\nA,2020-01-01,1,3\nA,2020-01-02,4,4\nB Camp,2020-01-01,5,7\nB Camp,2020-01-02,0,1\n"


@pytest.fixture
def read(tmp_path):
    def read_text(text, **more):
        file = tmp_path / "out.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_flee_output(file, CAMPS, **more)

    return read_text


def same(one, other):
    assert one.places == other.places
    assert one.days.tolist() == other.days.tolist()
    assert np.array_equal(one.counts, other.counts)


def test_a_printed_table_is_read_by_its_day_not_its_date(read):
    found = read(WIDE)
    assert found.places == ("A", "B Camp")
    assert found.days.tolist() == [0, 1]
    assert found.counts.tolist() == [[10, 20], [12, 24]]


def test_of_a_long_table_the_seeds_are_averaged(read):
    found = read(LONG)
    assert found.places == ("A", "B Camp")
    assert found.days.tolist() == [0, 1]
    assert found.counts.tolist() == [[2, 6], [4, 0.5]]


@pytest.mark.parametrize("text", [WIDE, LONG])
def test_counts_are_scaled(read, text):
    assert np.array_equal(read(text, scale=20).counts, 20 * read(text).counts)


@pytest.mark.parametrize(
    "text",
    [
        "#" + WIDE,
        "# " + WIDE,
        "\ufeff" + WIDE,
        WIDE.replace("\n", "\r\n"),
        WIDE.replace("\n", "\n\n") + "\n\n",
        WIDE.replace(",", ", "),
        WIDE.replace("Day,", "day,"),
        WIDE.replace("A sim", '"A sim"'),
        "Reading settings\nWARNING: a link, or two, is missing\n" + WIDE,
        HEADER + "# a remark\n" + "".join(ROWS),
        HEADER + "".join(reversed(ROWS)),
        WIDE + "4,2020-01-06,0,0,0,0,0,0,0,0,0,0,0,0\n",  # a day behind the last
        "A sim,B Camp sim,Day\n10,20,0\n12,24,1\n",
        gzip.compress(WIDE.encode()),
    ],
)
def test_what_can_be_read_without_doubt_is_read(read, text):
    same(read(text), read(WIDE))


@pytest.mark.parametrize(
    "text",
    [
        gzip.compress(LONG.encode(), mtime=0),
        LONG.replace("location", "#location"),
        LONG.replace("location,date", "Location,Date"),
        LONG + "A,2020-01-05,9,9\nB Camp,2019-12-31,9,9\n",  # days outside
        "".join([*LONG.splitlines(keepends=True)[:1], *sorted(LONG.splitlines(keepends=True)[1:], reverse=True)])
        .replace("date,seed1", "date,seed1"),
    ],
)  # fmt: skip
def test_a_long_table_may_be_written_in_many_ways(read, text):
    found, plain = read(text), read(LONG)
    order = [found.places.index(place) for place in plain.places]
    assert np.array_equal(found.counts[:, order], plain.counts)


FAULTS = {
    "empty": ("", ["1: no column 'CAMP sim' in any line: give the table that Flee's run.py prints"]),
    "another table": ("name,km\nA,3\n", ["1: no column 'CAMP sim' in any line"]),
    "no day": (WIDE.replace("Day,", "Step,"), ["1:1: no column 'Day'"]),
    "unknown camp": (WIDE.replace("B Camp", "C Camp"), ["1:31: unknown location 'C Camp': did you mean 'B Camp'?"]),
    "no number": (WIDE.replace(",12,", ",many,"), ["3:14: 'many' is no number of people"]),
    "negative": (WIDE.replace(",12,", ",-12,"), ["3:14: '-12' is no number of people"]),
    "not finite": (WIDE.replace(",12,", ",inf,"), ["3:14: 'inf' is no number of people"]),
    "cut off": (WIDE[:-40], ["3:12: the row ends early: was Flee stopped there? delete the row"]),
    "words between": (HEADER + "Error in day 0\n" + "".join(ROWS), ["2:15: the row ends early"]),
    "no day in a row": (WIDE.replace("\n1,", "\none,"), ["3:1: Day 'one' is not a whole number: delete the row"]),
    "many digits": (HEADER + ROWS[0].replace("0,", "9" * 5000 + ",", 1), ["2:1: Day '9999"]),
    "day twice": (WIDE + ROWS[0], ["4:1: 'A' on 2020-01-01 stands twice (first on line 2): keep one"] * 2),
    "no rows": (HEADER, [" none of its days lies between 2020-01-01 and 2020-01-04"]),
    "other days": (HEADER + "9" + ROWS[0], [" none of its days lies between 2020-01-01 and 2020-01-04"]),
    "no seeds": ("location,date\nA,2020-01-01\n", ["1:1: no column with counts: add one, as seed1"]),
    "no date": (LONG.replace("2020-01-02,4", "2.1.2020,4"), ["3:3: date '2.1.2020' is not a date"]),
    "no such date": (LONG.replace("2020-01-02,4", "2020-02-30,4"), ["3:3: date 2020-02-30 is no day of the calendar"]),
    "unknown location": (LONG.replace("B Camp", "B"), ["4:1: unknown location 'B'"]),
    "no seed": (LONG.replace(",4,4", ",4,"), ["3:16: '' is no number of people"]),
    "short row": (LONG.replace(",4,4", ""), ["3:13: the row ends early"]),
    "row twice": (LONG + "A,2020-01-01,1,1\n", ["6:1: 'A' on 2020-01-01 stands twice (first on line 2)"]),
    "row missing": (LONG.replace("A,2020-01-02,4,4\n", ""), [" no figure for 'A' on 1 of 2 days, first on 2020-01-02"]),
    "broken archive": (gzip.compress(WIDE.encode())[:40], [" not gzip ("]),
    "no archive": (b"\x1f\x8b" + WIDE.encode(), [" not gzip ("]),
    "not UTF-8": (WIDE.encode().replace(b"Camp", b"C\xe9"), ["1:34: not UTF-8"]),
    "a cell too large": (WIDE + "x" * 200_000 + "\n", ["4: not CSV (field larger than field limit (131072))"]),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_reported_with_its_place_and_causes_no_other(read, tmp_path, case):
    text, expected = FAULTS[case]
    with pytest.raises(ScenarioError) as raised:
        read(text)
    shown = [str(fault).removeprefix(f"{tmp_path}/out.csv:") for fault in raised.value.faults]
    if case == "day twice":
        expected = [expected[0], expected[0].replace("'A'", "'B Camp'")]
    assert len(shown) == len(expected)
    for line, start in zip(shown, expected, strict=True):
        assert line.startswith(start), line


def test_all_faults_are_listed_together(read):
    text = WIDE.replace("B Camp", "C Camp").replace(",12,", ",many,") + ROWS[0]
    with pytest.raises(ScenarioError) as raised:
        read(text)
    assert [fault.line for fault in raised.value.faults] == [1, 3, 4]


def test_no_file_is_wrong_use(tmp_path):
    with pytest.raises(UsageError, match=r"no output of Flee at '.*nosuch': name the file"):
        read_flee_output(tmp_path / "nosuch", CAMPS)
