"""Cells: text to value and back."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from nuzuh.scenario.cells import CellError, format_cell, parse_cell, parse_column, parse_date
from nuzuh.scenario.schema import TABLES, columns_of

ALL = [(table, column) for table in TABLES for column in columns_of(table).values()]


@pytest.mark.parametrize(("table", "column"), ALL, ids=lambda part: getattr(part, "name", part))
def test_a_blank_is_the_default_or_a_fault_or_a_blank(table, column):
    if column.required:
        with pytest.raises(CellError, match=f"{column.name} is blank"):
            parse_cell("", column)
    elif column.default:
        assert parse_cell("", column) == parse_cell(column.default, column)
    else:
        assert parse_cell("", column) in ("", None)


@pytest.mark.parametrize(("table", "column"), ALL, ids=lambda part: getattr(part, "name", part))
def test_bounds_are_allowed_and_what_lies_beyond_is_not(table, column):
    for bound, beyond in ((column.minimum, -1), (column.maximum, 1)):
        if bound is not None:
            assert parse_cell(format_cell(bound, column), column) == bound
            with pytest.raises(CellError, match=r"is (below|above)"):
                parse_cell(format_cell(bound + beyond, column), column)


@pytest.mark.parametrize(("table", "column"), ALL, ids=lambda part: getattr(part, "name", part))
def test_the_schema_is_complete(table, column):
    assert column.type in ("text", "number", "integer", "date", "flag", "choice", "location", "place")
    assert column.description
    assert column.hxl.startswith("#")
    assert bool(column.choices) == (column.type == "choice")
    assert (column.type not in ("number", "integer")) or column.unit or "rel_" in column.name or column.name == "value"


@pytest.mark.parametrize("blank", [None, float("nan"), np.nan, pd.NaT])
def test_missing_values_are_written_as_blanks(blank):
    assert format_cell(blank, columns_of("conflict")["end"]) == ""


@pytest.mark.parametrize("value", [date(2020, 2, 29), datetime(2020, 2, 29, 12), pd.Timestamp("2020-02-29")])  # noqa: DTZ001
def test_dates_of_any_make_are_written_by_day(value):
    assert format_cell(value, columns_of("conflict")["start"]) == "2020-02-29"


def test_early_years_keep_their_four_digits():
    assert format_cell(date(33, 4, 3), columns_of("conflict")["start"]) == "0033-04-03"
    assert parse_date("0033-04-03", "start") == date(33, 4, 3)


@pytest.mark.parametrize(("value", "text"), [(0.1, "0.1"), (5.0, "5"), (1e-7, "1e-07"), (1e22, "1" + "0" * 22)])
def test_numbers_are_written_exactly(value, text):
    column = columns_of("observations")["value"]
    assert format_cell(value, column) == text
    assert parse_cell(text, column) == value


def test_a_column_keeps_what_could_be_read_and_places_the_rest():
    values, errors = parse_column(["1", "x", "3", "x", ""], columns_of("locations")["population"])
    assert values == [1, 0, 3, 0, 0]
    assert {row: error.what for row, error in errors.items()} == {
        1: "population 'x' is not a number",
        3: "population 'x' is not a number",
    }


def test_what_stands_in_for_an_unreadable_cell_is_a_blank():
    expected = {"locations": {"capacity": None, "lat": None}, "closures": {"one_way": False, "kind": "", "start": None}}
    for table, columns in expected.items():
        for name, blank in columns.items():
            assert parse_column(["?"], columns_of(table)[name])[0] == [blank]
