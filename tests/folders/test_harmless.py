"""Spellings that mean the same read to the same scenario."""

import csv
import io

import pandas as pd
import pytest

import nuzuh
from nuzuh.scenario.schema import TABLES, columns_of

CSVS = ["locations.csv", "routes.csv", "conflict.csv", "closures.csv", "observations.csv"]


def rows_of(text):
    return list(csv.reader(io.StringIO(text)))


def text_of(rows, **style):
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n", **style).writerows(rows)
    return buffer.getvalue()


def with_tags(text, table):
    header, *rest = rows_of(text)
    return text_of([header, [columns_of(table)[name].hxl for name in header], *rest])


SPELLINGS = {
    "byte order mark": lambda text, _: "\ufeff" + text,
    "carriage return and line feed": lambda text, _: text.replace("\n", "\r\n"),
    "carriage return": lambda text, _: text.replace("\n", "\r"),
    "no line feed at the end": lambda text, _: text.rstrip("\n"),
    "every cell quoted": lambda text, _: text_of(rows_of(text), quoting=csv.QUOTE_ALL),
    "blank lines": lambda text, _: "\n\n" + text.replace("\n", "\n\n") + "\n\n\n",
    "lines of commas": lambda text, _: text + ",,,,,,,\n,,,\n",
    "comment lines": lambda text, _: "# a, \"comment\n#\n" + text.replace("\n", "\n# between, \"rows\n"),
    "a comment from a spreadsheet": lambda text, _: "#,,,,\n# all,,,,\n" + text,
    "tags under the header": with_tags,
    "tags after a comment": lambda text, table: with_tags(text, table).replace("\n", "\n# tags\n", 1),
    "blanks round cells": lambda text, _: text.replace(",", " , ").replace("\n", " \n "),
    "a blank before quotes": lambda text, _: text_of(rows_of(text), quoting=csv.QUOTE_ALL).replace(',"', ', "'),
    "columns in another order": lambda text, _: text_of([row[::-1] for row in rows_of(text)]),
    "short rows": lambda text, _: text_of([row[:-1] + row[-1:] * bool(row[-1]) for row in rows_of(text)]),
    "blank columns without a name": lambda text, _: text.replace("\n", ",,\n"),
}  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_spelling_changes_nothing(valley, spelling):
    plain = nuzuh.read_scenario("valley")
    for file in CSVS:
        text = (valley.path / file).read_text(encoding="utf-8")
        valley.write(file, SPELLINGS[spelling](text, file.removesuffix(".csv")))
    again = valley.tables()
    for table in TABLES:
        expected = plain.tables[table].reset_index(drop=True)
        pd.testing.assert_frame_equal(again[table].reset_index(drop=True), expected, check_exact=True)
    assert nuzuh.read_scenario(valley.path).hash == plain.hash


@pytest.mark.parametrize("word", ["yes", "Yes", "TRUE", "true", "1"])
def test_words_for_yes(valley, word):
    valley.edit("closures.csv", ",yes,", f",{word},")
    assert valley.tables()["closures"]["one_way"].tolist() == [True]


@pytest.mark.parametrize("word", ["no", "NO", "False", "0", ""])
def test_words_for_no(valley, word):
    valley.edit("closures.csv", ",yes,", f",{word},")
    assert valley.tables()["closures"]["one_way"].tolist() == [False]


@pytest.mark.parametrize(
    ("text", "value"), [("36.0", 36), ("3.6e1", 36), ("+36", 36), ("036", 36), ("٣٦", 36), ("35.75", 35.75)]
)
def test_spellings_of_a_number(valley, text, value):
    valley.edit("routes.csv", ",36,", f",{text},")
    assert valley.tables()["routes"]["distance_km"].iloc[0] == value


def test_the_settings_take_a_mark_and_any_line_ending(valley):
    text = (valley.path / "scenario.yml").read_text(encoding="utf-8")
    valley.write("scenario.yml", "\ufeff" + text.replace("\n", "\r\n"))
    assert nuzuh.read_scenario(valley.path).hash == nuzuh.read_scenario("valley").hash


def test_a_line_feed_within_quotes_belongs_to_the_cell_and_lines_are_still_counted(valley):
    valley.edit("conflict.csv", "fighting in and around the town", '"fighting, ""heavy""\nand long"')
    assert valley.tables()["conflict"]["event"].iloc[0] == 'fighting, "heavy"\nand long'
    valley.edit("conflict.csv", "Mill,", "Mil,")
    assert valley.lines() == ["conflict.csv:4:1: unknown location 'Mil': did you mean 'Mill'?"]


def test_a_fault_behind_a_line_feed_within_quotes_is_on_the_line_where_it_stands(valley):
    valley.edit("conflict.csv", "fighting in and around the town,invented,modelled", '"two\nlines",a,b')
    assert valley.lines() == ["conflict.csv:3:10: status 'b' is not known: one of observed, derived, modelled"]


def test_a_row_of_tags_is_one_only_directly_under_the_header(valley):
    tags = "#loc+name,#date+start,,#severity\n"
    valley.write("conflict.csv", f"location,start,end,intensity\nFord,2021-03-05,,0.8\n{tags}")
    assert {fault.line for fault in valley.faults()} == {3}
    valley.write("conflict.csv", "location,start,end,intensity\n#loc+name,2021-03-05,,0.5\n")
    assert [str(fault.what) for fault in valley.faults()] == ["unknown location '#loc+name'"]


@pytest.mark.parametrize("character", ["\u2028", "\x85", "\x0b", "\x1c"])
def test_other_separators_of_lines_do_not_move_faults(valley, character):
    valley.edit("conflict.csv", "fighting in and around the town", f"long{character}fighting")
    valley.edit("conflict.csv", "Mill", "Mil")
    assert valley.lines()[0].startswith("conflict.csv:3:1: ")


def test_a_quote_within_a_cell_does_not_move_characters(valley):
    valley.edit("routes.csv", "36,drive,invented,modelled", '36,drive,6" road,x')
    assert valley.lines()[0].startswith("routes.csv:2:28: status 'x'")
