"""Numbers, as spreadsheets hold them."""

import pytest


def written(sheet, *counts):
    """Counts read from a column, in order."""
    lines = [f'A,2020-01-{day:02},"{text}"\n' for day, text in enumerate(counts, start=1)]
    return sheet.read("location,date,n\n" + "".join(lines)).rows["n"].tolist()


def refused(sheet, *counts):
    lines = [f'A,2020-01-{day:02},"{text}"\n' for day, text in enumerate(counts, start=1)]
    return sheet.errors("location,date,n\n" + "".join(lines))


@pytest.mark.parametrize(
    "text",
    [
        "12345",
        "12,345",
        "12 345",
        "12\u00a0345",
        "12\u202f345",
        "12'345",
        "12345.0",
        "12.345",
        "١٢٣٤٥",
        "١٢٬٣٤٥",
        "12.345,0",
    ],
)
def test_one_number_in_many_spellings(sheet, text):
    assert written(sheet, text) == [12345]


def test_a_point_parts_thousands_only_where_nothing_says_otherwise(sheet):
    assert written(sheet, "12.345", "980", "1.234.567") == [12345, 980, 1234567]
    assert written(sheet, "12.345", "980.5") == [12.345, 980.5]
    assert written(sheet, "12.345", "9800", "1.234.567") == [12345, 9800, 1234567]
    assert refused(sheet, "12.345", "9800") == [
        "2:14: count '12.345' may be 12345 or 12.345: write all counts without separators of thousands"
    ]
    text = "location,date,n\nA,2020-01-01,12.345\n"
    assert sheet.warnings(text)[0].startswith("2:14: '12.345' is read as 12345, as are all counts with points")


def test_a_comma_parts_thousands_unless_others_stand_before_decimals(sheet):
    assert written(sheet, "12,345", "9800", "1,234,567") == [12345, 9800, 1234567]
    assert written(sheet, "12,5") == [12.5]
    assert refused(sheet, "12,345", "12,5") == [
        "2:14: count '12,345' may be 12345 or 12.345: write all counts without separators of thousands"
    ]


def test_what_says_that_nobody_was_counted_is_passed_over(sheet):
    assert written(sheet, "", "-", "n/a", "N/A", "NaN", "…", "\u2013", "no data", "0") == [0]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("-5", "is below 0: give the number of people present, from 0 up"),
        ("(5)", "is below 0"),
        ("~300", "is not a number: write the number alone, as 300, or leave the cell blank"),
        ("1200+", "is not a number: write the number alone, as 1200"),
        ("12 %", "is not a number"),
        ("many", "is not a number: write digits, as 1234, or leave the cell blank"),
        ("1,23,456", "is not a number"),
        ("99999999999", "is more than all people: correct it"),
        ("1e999", "is more than all people"),
        ("inf", "is not a number"),
        ("1_000", "is not a number"),
    ],
)
def test_what_is_no_count_is_an_error_where_it_stands(sheet, text, what):
    first, *more = refused(sheet, "10", text)
    assert first.startswith(f"3:14: count '{text}' {what}")
    assert not more
