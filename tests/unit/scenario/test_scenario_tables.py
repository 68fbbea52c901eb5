"""Tables from code and to text."""

from datetime import date

import pandas as pd
import pytest

from nuzuh.scenario.cells import CellError
from nuzuh.scenario.schema import TABLES, columns_of
from nuzuh.scenario.tables import empty_table, read_table, table_of, write_table

LEG = {"from": "A", "to": "B", "distance_km": 10}


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_has_the_columns_of_its_schema(table):
    frame = empty_table(table)
    assert list(frame) == list(columns_of(table))
    assert len(frame) == 0


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_is_a_header_of_the_required_columns(table, tmp_path):
    text = write_table(empty_table(table), table)
    assert text == ",".join(name for name, column in columns_of(table).items() if column.required) + "\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    read = read_table(tmp_path / "t.csv", table)
    assert read.faults == []
    pd.testing.assert_frame_equal(read.frame, empty_table(table))


def test_rows_from_code_take_defaults_and_lose_outer_blanks():
    frame = table_of([LEG | {"from": " A "}], "routes")
    assert frame.loc[1, ["from", "mode", "one_way", "note"]].tolist() == ["A", "drive", False, ""]


def test_dates_from_code_may_be_text_or_dates():
    rows = [{"location": "A", "start": start, "intensity": 1} for start in ("2020-01-31", date(2020, 1, 31))]
    first, second = table_of(rows, "conflict")["start"]
    assert first == second


def test_an_unknown_column_from_code_is_an_error():
    with pytest.raises(KeyError, match="distance"):
        table_of([LEG | {"distance": 3}], "routes")


def test_an_impossible_value_from_code_is_an_error():
    with pytest.raises(CellError, match=r"below 0\.001"):
        table_of([LEG | {"distance_km": 0}], "routes")


def test_columns_that_say_nothing_are_left_out():
    assert write_table(table_of([LEG], "routes"), "routes") == "from,to,distance_km\nA,B,10\n"
    one_way = write_table(table_of([LEG | {"one_way": True}], "routes"), "routes")
    assert one_way == "from,to,distance_km,one_way\nA,B,10,yes\n"


def test_tags_stand_under_the_header():
    text = write_table(table_of([LEG], "routes"), "routes", hxl=True)
    assert text.split("\n")[1] == "#loc +from +name,#loc +to +name,#distance +km"


def test_cells_that_csv_would_misread_are_quoted():
    rows = [LEG | {"from": 'a "b", c', "to": "x\ry"}, LEG | {"from": "# d"}]
    text = write_table(table_of(rows, "routes"), "routes")
    assert text == 'from,to,distance_km\n"a ""b"", c","x\ry",10\n"# d",B,10\n'
