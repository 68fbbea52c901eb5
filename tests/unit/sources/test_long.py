"""One row for each count: columns in any order, by the habits of several publishers and languages."""

import pytest

PLAIN = {("A", "2020-01-31"): 10, ("B", "2020-02-29"): 20}


@pytest.mark.parametrize(
    "header",
    [
        "location,date,n",
        "Site Name,Reporting Date,Number of individuals",
        "Site,Survey Date,Total IDPs (Individuals)",
        "admin2Name,reportingDate,numPresentIdpInd",
        "geomaster_name,data_date,individuals",
        "Country of asylum,Date,Refugees under UNHCR's mandate",
        "admin1_name,reference_period_start,population",
        "Camp,As of,# IDP INDIVIDUALS",
        "name,date,value",
        "lieu,date,effectif",
        "Nom du site,Date d'enquête,Nombre d'individus",
        "الموقع,التاريخ,عدد الأفراد",
        "المخيم,تاريخ,العدد",
    ],
)
def test_habits_of_naming(sheet, header):
    text = f"{header}\nA,2020-01-31,10\nB,2020-02-29,20\n"
    assert sheet.counts(text) == PLAIN
    assert sheet.warnings(text) == []


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (2, 1, 0)])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_columns_in_any_order_parted_by_anything(sheet, order, separator):
    rows = [("location", "date", "n"), ("A", "2020-01-31", "10"), ("B", "2020-02-29", "20")]
    assert sheet.counts("\n".join(separator.join(row[at] for at in order) for row in rows)) == PLAIN


def test_rows_stay_in_the_order_of_the_file_with_their_lines(sheet):
    rows = sheet.read("location,date,n\n\n# a remark\nB,2020-02-01,1\nA,2020-01-01,2\nB,2020-01-01,3\n").rows
    assert list(rows.columns) == ["location", "date", "n", "line"]
    assert rows["location"].tolist() == ["B", "A", "B"]
    assert rows["line"].tolist() == [4, 5, 6]
    assert str(rows["date"].dtype) == "datetime64[ns]"
    assert str(rows["n"].dtype) == "float64"


@pytest.mark.parametrize("start", ["", "\ufeff", "Registrations of refugees in Aland\n\n", "# made by hand\n"])
def test_what_may_stand_above_the_header(sheet, start):
    assert sheet.counts(start + "location,date,n\nA,2020-01-31,10\nB,2020-02-29,20\n") == PLAIN


@pytest.mark.parametrize(
    "text",
    [
        "#loc+name,#date,#affected+idps\n{}",
        "Where,When,Who\n#loc +name,#date +occurred,#affected +idps +ind\n{}",
        "where,when,who\n#adm2+name,#date+reported,#affected+refugees\n{}",
        "date,n,location\n#adm1,#date+survey,#population\n{}",
    ],
    ids=["alone", "below", "areas", "against the names"],
)
def test_tags_of_hxl_say_more_than_names(sheet, text):
    assert sheet.counts(text.format("A,2020-01-31,10\nB,2020-02-29,20\n")) == PLAIN


def test_hxl_prefers_names_of_finer_places_and_persons_that_are_affected(sheet):
    text = (
        "c,p,a1,a2,o,d,hh,pop,x\n"
        "#adm2+code,#country+name,#adm1+name,#adm2+name,#adm1+origin+name,#date,#affected+hh,#population,#affected+idps\n"
        "C1,Aland,East,Kuru,West,2020-01-31,2,900,10\nC2,Aland,East,Ford,West,2020-01-31,4,800,20\n"
    )
    assert sheet.counts(text) == {("Kuru", "2020-01-31"): 10, ("Ford", "2020-01-31"): 20}
    finest, persons = sheet.warnings(text)
    assert (
        finest
        == "1:8: places are read from 'a2', the finest; 'p', 'a1' say where: delete the columns that are not meant"
    )
    assert persons.startswith("1:22: persons are read from 'x', not from 'pop': ")


def test_the_finest_place_is_the_one_with_most_names(sheet):
    text = "location_name,admin1_name,date,n\nAland,East,2020-01-31,10\nAland,West,2020-01-31,20\n"
    assert set(sheet.counts(text)) == {("East", "2020-01-31"), ("West", "2020-01-31")}
    assert "'admin1_name', the finest; 'location_name' say where" in sheet.warnings(text)[0]


def test_codes_of_places_are_read_where_there_are_no_names(sheet):
    assert set(sheet.counts("pcode,date,n\nSY01,2020-01-31,10\n")) == {("SY01", "2020-01-31")}


def test_places_may_be_numbered(sheet):
    text = "block,site,date,n\nx,101,2020-01-31,10\nx,102,2020-01-31,20\n"
    assert sheet.counts(text) == {("101", "2020-01-31"): 10, ("102", "2020-01-31"): 20}
    wide = "date,camp,village,total\n2020-01-31,10,20,30\n"
    assert sheet.counts(wide) == {("camp", "2020-01-31"): 10, ("village", "2020-01-31"): 20}


def test_places_of_one_name_in_several_areas_are_several_places(sheet):
    text = "site,district,date,n\nTown,East,2020-01-31,10\nTown,West,2020-01-31,20\nHill,East,2020-01-31,5\n"
    assert sheet.counts(text) == {
        ("Town (East)", "2020-01-31"): 10,
        ("Town (West)", "2020-01-31"): 20,
        ("Hill", "2020-01-31"): 5,
    }
    assert "2:1: 'Town' lies in several areas of 'district'" in sheet.warnings(text)[-1]


def test_rows_for_whole_areas_are_left_out(sheet):
    text = "admin1_name,admin2_name,date,n\nEast,,2020-01-31,30\nEast,Kuru,2020-01-31,10\nEast,Ford,2020-01-31,20\n"
    assert set(sheet.counts(text)) == {("Kuru", "2020-01-31"), ("Ford", "2020-01-31")}
    assert "2:6: 1 row is without 'admin2_name' left out" in sheet.warnings(text)[-1]


def test_names_that_differ_in_capitals_are_one_place(sheet):
    text = "location,date,n\nCamp A,2020-01-31,10\nCAMP  A,2020-02-29,20\n"
    assert sheet.counts(text) == {("Camp A", "2020-01-31"): 10, ("Camp A", "2020-02-29"): 20}
    assert sheet.warnings(text) == ["3: 'CAMP A' is taken for 'Camp A': spell it the same in all rows"]


def test_a_file_of_one_place_is_named_after_the_file(sheet):
    assert sheet.counts("Date,Refugees\n2020-01-31,10\n") == {("counts", "2020-01-31"): 10}
    assert sheet.counts("Date,Individuals,Households\n2020-01-31,10,2\n") == {("counts", "2020-01-31"): 10}


def test_counts_of_persons_are_preferred_and_households_never_read(sheet):
    text = "site,date,households,refugees,individuals\nA,2020-01-31,2,8,10\n"
    assert sheet.counts(text) == {("A", "2020-01-31"): 10}
    assert "persons are read from 'individuals', not from 'refugees'" in sheet.warnings(text)[0]
    (error,) = sheet.errors("site,date,Total households\nA,2020-01-31,2\n")
    assert error.startswith("1:11: 'Total households' counts households, and no column counts persons: give persons")


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("site,date,2.1.b: Total IDP individuals present", "1:11: persons are read from '2.1.b"),
        ("site,date,kept", "1:11: persons are read from 'kept': call the column n if that is right"),
        ("site,Date of the visit,n", "dates are read"),
        ("1.1: Site visited,date,n", "1:1: places are read from '1.1: Site visited'"),
        ("Kebele,date,n", "1:1: places are read from 'Kebele': call the column location"),
        ("site,when,n", "1:6: dates are read from 'when': call the column date"),
    ],
)
def test_guesses_are_told(sheet, header, what):
    text = f"{header}\nA,2020-01-31,10\n"
    assert sheet.counts(text) == {("A", "2020-01-31"): 10}
    warnings = sheet.warnings(text)
    assert any(what in warning for warning in warnings) or what == "dates are read"


@pytest.mark.parametrize(
    ("header", "row", "error"),
    [
        ("site,date,type,agency", "A,2020-01-31,x,y", "1:1: no column counts persons: give the number of persons"),
        ("site,date,kept,seen", "A,2020-01-31,1,2", "1:11: persons may be counted in 'kept', 'seen': call the right"),
        (
            "here,there,date,n",
            "A,B,2020-01-31,1",
            "1:1: places may stand in 'here', 'there': call the right column loc",
        ),
        ("site,n", "A,1", "1:1: no column of dates is known by its name or its cells: begin with a header such as"),
        ("site,year,n", "A,2020,1", "1:6: there are no dates, only 'year': give the day of each count"),
        ("A,2020-01-31,10", "B,2020-02-29,20", "1:3: the first row is no header: it has a date where"),
    ],
)
def test_what_no_column_says_is_an_error(sheet, header, row, error):
    assert sheet.errors(f"{header}\n{row}\n")[0].startswith(error)


def test_an_observation_table_of_nuzuh_is_read_for_its_stocks(sheet):
    text = (
        "date,location,quantity,value,source\n2020-01-31,A,n_displaced,10,x\n2020-01-31,A,cum_arrivals,90,x\n"
        "2020-02-29,A,n_displaced,12,x\n"
    )
    assert sheet.counts(text) == {("A", "2020-01-31"): 10, ("A", "2020-02-29"): 12}
    assert "only 'n_displaced' is read of 'n_displaced', 'cum_arrivals'" in sheet.warnings(text)[0]
    (error,) = sheet.errors(text.replace("n_displaced", "present"))
    assert error.startswith("1:15: the rows count different things: 'present', 'cum_arrivals'")
