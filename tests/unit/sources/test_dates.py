"""Dates, as spreadsheets hold them."""

import pytest


def written(sheet, *dates):
    """Dates read from a column, in order."""
    rows = sheet.read("location,date,n\n" + "".join(f'A,"{text}",{n}\n' for n, text in enumerate(dates))).rows
    return [str(when.date()) for when in rows.sort_values("n")["date"]]


def refused(sheet, *dates):
    return sheet.errors("location,date,n\n" + "".join(f'A,"{text}",{n}\n' for n, text in enumerate(dates)))


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-31",
        "2020-1-31",
        "2020/01/31",
        "20200131",
        "2020-01-31T00:00:00",
        "2020-01-31 12:30:00+03:00",
        "2020-01-31T00:00:00.000Z",
        "31/01/2020",
        "31-1-2020",
        "31.01.2020",
        "31/01/2020 00:00",
        "01/31/2020",
        "31 Jan 2020",
        "31-Jan-20",
        "Jan 31, 2020",
        "31 janvier 2020",
        "31 كانون الثاني 2020",
        "31 يناير 2020",
        "\u0663\u0661/\u0660\u0661/\u0662\u0660\u0662\u0660",
        "43861",
        "43861.0",
    ],
)
def test_one_day_in_many_spellings(sheet, text):
    assert written(sheet, text) == ["2020-01-31"]


def test_the_order_of_day_and_month_is_that_of_the_column(sheet):
    assert written(sheet, "03/04/2020", "28/04/2020") == ["2020-04-03", "2020-04-28"]
    assert written(sheet, "03/04/2020", "03/28/2020") == ["2020-03-04", "2020-03-28"]
    assert written(sheet, "04/04/2020", "05/05/2020") == ["2020-04-04", "2020-05-05"]
    assert written(sheet, "03.04.2020", "05.04.2020") == ["2020-04-03", "2020-04-05"]


def test_a_column_that_can_be_read_two_ways_is_not_read(sheet):
    assert refused(sheet, "03/04/2020", "05/04/2020") == [
        "2:3: in '03/04/2020' and all other rows the day and the month could be exchanged: "
        "write year-month-day, as 2020-01-31"
    ]


def test_a_column_that_contradicts_itself_is_not_read(sheet):
    assert refused(sheet, "28/04/2020", "29/04/2020", "04/30/2020") == [
        "4:3: date '04/30/2020' does not have its day first, as other rows do: write year-month-day, as 2020-01-31"
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2020-02-30", "is no day of the calendar: give a day that exists"),
        ("31/02/2020", "is no day of the calendar"),
        ("2020-13-01", "is no day of the calendar"),
        ("30 Feb 2020", "is no day of the calendar"),
        ("Jan-20", "has no day: give the day of the count, as 2020-01-31"),
        ("20-Jan", "has no day"),
        ("January 2020", "has no day"),
        ("2020-01", "has no day"),
        ("01/2020", "has no day"),
        ("2020", "has no day"),
        ("1/2/20", "has a year of two digits: write year-month-day"),
        ("0201-01-31", "is out of reach: give a year from 1900 to 2100"),
        ("last week", "is not a date: write year-month-day"),
        ("Jan 31 20", "is not a date"),
        ("31 Jan Feb 2020", "is not a date"),
        ("1 Jan 31 2020", "is not a date"),
        ("99999", "is not a date"),
    ],
)
def test_what_is_no_date_is_an_error_where_it_stands(sheet, text, what):
    first, *more = refused(sheet, "2020-01-01", text)
    assert first.startswith(f"3:3: date '{text}' {what}")
    assert not more


def test_a_blank_date_is_an_error_and_all_errors_are_told(sheet):
    errors = sheet.errors("location,date,n\nA,,1\nA,2020-02-30,-5\n,2020-02-03,x\n")
    assert errors == [
        "2:3: the date is blank: give the day of the count, or delete the row",
        "3:3: date '2020-02-30' is no day of the calendar: give a day that exists",
        "3:14: count '-5' is below 0: give the number of people present, from 0 up",
        "4:1: the place is blank: name it in each row; a merged cell has it in the first alone",
        "4:13: count 'x' is not a number: write digits, as 1234, or leave the cell blank",
    ]


def test_days_of_excel_are_told(sheet):
    text = "location,date,n\nA,43861,10\n"
    assert sheet.warnings(text) == [
        "2:3: '43861' is read as 2020-01-31, a day as Excel numbers them: format the column as dates if that is wrong"
    ]


@pytest.mark.parametrize("is_upwards", [True, False])
def test_a_wrong_year_is_mended_in_a_long_file(sheet, is_upwards):
    dates = ["2018-12-10", "2018-12-17", "2018-12-24", "2018-01-03", "2019-01-14"]
    rows = [(place, when) for when in (dates if is_upwards else dates[::-1]) for place in "AB"]
    text = "location,date,n\n" + "".join(f"{place},{when},5\n" for place, when in rows)
    assert [str(when)[:10] for when in sheet.read(text).rows["date"]].count("2019-01-03") == 2
    assert sheet.warnings(text) == [
        f"{line}:3: the year of 2018-01-03 does not fit the dates above and below: "
        "read as 2019-01-03: correct the year in the file"
        for line in ((8, 9) if is_upwards else (4, 5))
    ]


@pytest.mark.parametrize("is_transposed", [True, False])
def test_a_wrong_year_is_mended_once_in_a_wide_file(sheet, is_transposed):
    dates = ["2018-12-10", "2018-12-24", "2018-01-03", "2019-01-14", "2019-01-21"]
    rows = [("date", "A", "B"), *((when, "1", "2") for when in dates)]
    rows = list(zip(*rows, strict=True)) if is_transposed else rows
    text = "\n".join(",".join(row) for row in rows)
    assert {when for _, when in sheet.counts(text)} == {when.replace("2018-01", "2019-01") for when in dates}
    (warning,) = sheet.warnings(text)
    assert warning.startswith("1:28: the year" if is_transposed else "4:1: the year")


def test_blank_cells_do_not_disorder_the_dates_of_a_header(sheet):
    text = "site,2012-01-01,2012-01-02,2012-01-03,2013-01-02,2013-01-03\nB,,1,1,,\nA,1,,,1,1\n"
    assert ("A", "2012-01-01") in sheet.counts(text)
    assert not any("the year" in warning for warning in sheet.warnings(text))


def test_dates_in_disorder_are_left_as_they_are(sheet):
    for dates in (
        ["2019-05-01", "2018-01-03", "2017-12-24", "2019-01-01"],
        ["2019-06-15", "2019-01-01"],
        ["2018-12-24", "2018-01-03", "2019-01-14"],
    ):
        assert written(sheet, *dates) == dates
