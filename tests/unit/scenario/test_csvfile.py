"""Rows of a CSV file, and the place of each cell."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.scenario.csvfile import CsvFile, read_csv, write_csv

CELL = st.text(st.sampled_from('ab,"\r\n# é'), max_size=5).map(str.strip)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=4))
def test_each_cell_begins_where_its_place_says(rows):
    text = write_csv(rows)
    file = CsvFile(path=None, text=text)
    line = 1
    for row in rows:
        for cell, content in enumerate(row):
            at_line, at = file.place(line, cell)
            rest = "".join(file.lines[at_line - 1 :])[at - 1 :]
            read = next(csv.reader(io.StringIO(rest, newline=""), skipinitialspace=True, strict=True), [])
            assert (read or [""])[0] == content
        line += len(list(io.StringIO(write_csv([row]), newline="")))


@given(st.lists(st.lists(CELL, min_size=2, max_size=3), min_size=1, max_size=4))
def test_cells_are_read_as_they_were_written(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_text("header\n" + write_csv(rows), encoding="utf-8", newline="")
    read = [cells for _, cells in read_csv(path).rows[1:]]
    kept = [row for row in rows if any(row)]
    assert read == (kept[1:] if kept and all(cell.startswith("#") for cell in kept[0] if cell) else kept)


@pytest.mark.parametrize(("line", "cell", "place"), [(0, 0, (0, 0)), (3, 0, (3, 0)), (2, 5, (2, 4)), (2, 1, (2, 3))])
def test_places_outside_the_file_are_cut_back(line, cell, place):
    assert CsvFile(path=None, text="a,b\nc,d\n").place(line, cell) == place


def test_blank_cells_have_places():
    file = CsvFile(path=None, text=", ,x\n")
    assert [file.place(1, cell) for cell in range(3)] == [(1, 1), (1, 3), (1, 4)]


def test_a_cell_larger_than_the_csv_module_takes_is_a_fault(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("group,share\nall," + "9" * 200_000 + "\n", encoding="utf-8")
    (fault,) = read_csv(path).faults
    assert (fault.line, fault.column) == (2, 5)
    assert str(fault).endswith(
        "(field larger than field limit (131072)): save it as CSV in UTF-8; the rows below are not checked"
    )
