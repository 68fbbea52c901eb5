"""One column for each site, or one for each date; places that are totals."""

import pytest

TWO = {("A", "2020-01-31"): 10, ("A", "2020-02-29"): 11, ("B", "2020-01-31"): 20, ("B", "2020-02-29"): 22}


@pytest.mark.parametrize("header", ["date,A,B", ",A,B", "Reporting Date,A,B", "التاريخ,A,B"])
def test_a_column_for_each_site(sheet, header):
    assert sheet.counts(f"{header}\n2020-01-31,10,20\n2020-02-29,11,22\n") == TWO


def test_sites_may_be_called_camps_and_have_refugees(sheet):
    text = "date,Kakuma refugee camp,Bidi Bidi settlement,Refugees elsewhere\n2020-01-31,10,20,30\n"
    assert set(sheet.counts(text)) == {
        (name, "2020-01-31") for name in ("Kakuma refugee camp", "Bidi Bidi settlement", "Refugees elsewhere")
    }
    assert set(sheet.counts("date,Kakuma\n2020-01-31,10\n")) == {("Kakuma", "2020-01-31")}


def test_columns_of_other_things_are_told(sheet):
    text = "date,A,B,notes,year,families,\n2020-01-31,10,20,flood,2020,3,1\n2020-02-29,11,22,,2020,3,2\n"
    assert sheet.counts(text) == TWO
    assert sheet.warnings(text)[0].startswith("1:10: no counts are read from 'notes', 'year', 'families', ''")


@pytest.mark.parametrize(
    "text",
    [
        "site,2020-01-31,2020-02-29\nA,10,11\nB,20,22\n",
        "Area,Site,31/01/2020,29/02/2020\nEast,A,10,11\nWest,B,20,22\n",
        "x,31 Jan 2020,29-Feb-20\nA,10,11\nB,20,22\n",
        ",43861,43890\nA,10,11\nB,20,22\n",
        "site,household size,2020-01-31,2020-02-29\nA,5,10,11\nB,5,20,22\n",
    ],
)
def test_a_column_for_each_date(sheet, text):
    assert sheet.counts(text) == TWO


def test_counts_that_look_like_days_of_excel_are_counts(sheet):
    text = "site,2020-01-31,2020-02-29\nA,43861,43890\nB,2015,2016\n"
    assert sheet.counts(text)["A", "2020-01-31"] == 43861


def test_columns_of_months_lack_a_day(sheet):
    errors = sheet.errors("site,Jan-20,Feb-20\nA,10,11\n")
    assert errors == [
        "1:6: date 'Jan-20' has no day: give the day of the count, as 2020-01-31",
        "1:13: date 'Feb-20' has no day: give the day of the count, as 2020-01-31",
    ]


def test_two_columns_of_one_site_are_an_error(sheet):
    assert sheet.errors("date,A,a\n2020-01-31,1,2\n") == [
        "1:8: two columns are called 'a': give each site one column, or another name"
    ]


def test_dates_without_places_are_an_error(sheet):
    assert sheet.errors("2020-01-31,2020-02-29\n1,2\n") == [
        "1:1: there are columns of dates, and none of places: add a column location"
    ]


def test_blank_cells_are_no_counts(sheet):
    assert set(sheet.counts("date,A,B\n2020-01-31,10,\n2020-02-29,-,n/a\n2020-03-31,,4\n")) == {
        ("A", "2020-01-31"),
        ("B", "2020-03-31"),
    }


@pytest.mark.parametrize("name", ["Total", "all", "GRAND TOTAL", "refugees", "Ensemble", "الإجمالي", "Total IDPs"])
@pytest.mark.parametrize("is_transposed", [False, True])
def test_a_total_is_left_out(sheet, name, is_transposed):
    rows = [("date", "A", "B", name), ("2020-01-31", "10", "20", "30"), ("2020-02-29", "11", "22", "33")]
    if is_transposed:
        rows = list(zip(*rows, strict=True))
    text = "\n".join(",".join(row) for row in rows)
    assert sheet.counts(text) == TWO
    (warning,) = sheet.warnings(text)
    assert f"{name!r} is the sum of the other places on 2 of 2 dates: left out" in warning


def test_a_total_among_the_rows_of_a_long_file_is_left_out(sheet):
    text = "location,date,n\nA,2020-01-31,10\nB,2020-01-31,20\ntotal,2020-01-31,30\n"
    assert set(sheet.counts(text)) == {("A", "2020-01-31"), ("B", "2020-01-31")}


def test_what_is_called_total_and_is_none_is_a_place(sheet):
    text = "date,A,B,Total West\n2020-01-31,10,20,10\n2020-02-29,11,22,33\n"
    assert ("Total West", "2020-01-31") in sheet.counts(text)
    assert (
        "'Total West' is the sum of the other places only on 1 of 2 dates: read as a place" in sheet.warnings(text)[0]
    )
    assert set(sheet.counts("date,total\n2020-01-31,10\n")) == {("counts", "2020-01-31")}


def test_a_row_of_sums_below_the_dates_is_left_out(sheet):
    text = "date,A,B\n2020-01-31,10,20\n2020-02-29,11,22\nTotal,21,42\n"
    assert sheet.counts(text) == TWO
    assert sheet.warnings(text) == ["4:1: a row of totals without a date is left out: delete it"]


def test_columns_with_one_tag_are_sites(sheet):
    text = "date,A,B\n#date,#affected,#affected\n2020-01-31,10,20\n2020-02-29,11,22\n"
    assert sheet.counts(text) == TWO
