"""Files that cannot be read: what is wrong, where, and the way out; never another exception."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuzuh.errors import ScenarioError
from nuzuh.sources.registrations import read_counts

GOOD = b"location,date,n\nA,2020-01-31,10\nB,2020-01-31,20\n"
ANY = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PIECES = [
    *(
        b'"',
        b'""',
        b",",
        b";",
        b"\t",
        b"\n",
        b"\r",
        b"#",
        b"# ",
        b"#date",
        b"#adm1+name",
        b"\x00",
        b"\xff",
        b"-",
        b"1e999",
    ),
    *(
        b"nan",
        b"9" * 400,
        b"0001-01-01",
        b"9999-12-31",
        b"0000/01/02",
        b"31/12/2020",
        b"12/31/2020",
        b"01/02/2020",
        b"Jan-20",
    ),
    *(
        b"43861",
        b"total",
        b"1.234",
        b"1,5",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xa8",
        b"\xc2\xb2",
        b"\xd9\xa3",
        b"sex",
        b"date",
        b"households",
    ),
]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "1:1: the file is empty: begin with a header, as location,date,n"),
        (b"# nothing\n\n", "1:1: the file is empty"),
        (b"location,date,n\n", "1:1: there is no row below the header: add rows, as Camp,2020-01-31,1200"),
        (b"location,date,n\nA,2020-01-31,\n", "1:1: there are no counts: give numbers of persons below the header"),
        (b"location,date,n\nA,2020-01-31,12,345\n", "2:17: the row has 4 cells, the header 3: put cells that hold ','"),
        (b'location,date,n\n"A,2020-01-31,1\n', "2: a quote is opened and never closed: close it, or remove it"),
        (b'location,date,n\n"A"x,2020-01-31,1\n', "2: text after a closing quote: write a quote inside quotes twice"),
        (
            b"location,date,n\n" + b"A" * 140_000 + b",2020-01-31,1\n",
            "2: not a CSV file (field larger than field limit",
        ),
        ("location,date,n\nÉ,2020-01-31,1\n".encode("latin-1"), "2:1: not UTF-8"),
        ("location,date,n\n".encode("utf-16"), "1:1: the file is UTF-16: save it as UTF-8 text"),
        (b"PK\x03\x04\xff", "1:1: the file is an Excel workbook: save it as UTF-8 text"),
    ],
)
def test_files_that_cannot_be_read(sheet, content, error):
    first, *more = sheet.errors(content)
    assert first.startswith(error)
    assert not more


def test_a_file_that_is_not_there(tmp_path):
    for path, what in [
        (tmp_path / "none.csv", "cannot be read"),
        (tmp_path, "cannot be read"),
        ("a\x00b", "no file can"),
    ]:
        with pytest.raises(ScenarioError, match=what):
            read_counts(path)


def test_a_file_that_is_too_large(sheet):
    sheet.path.touch()
    os.truncate(sheet.path, 60_000_000)
    with pytest.raises(ScenarioError, match=r"the file has 60 million bytes: give at most 50 million: the columns of"):
        read_counts(sheet.path)


def test_a_cell_with_line_breaks_keeps_the_lines_below_right(sheet):
    text = 'location,date,n\n"A\nB",2020-01-31,1\nC,2020-01-31,x\n'
    (error,) = sheet.errors(text)
    assert error.startswith("4:14: count 'x' is not a number")
    assert set(sheet.counts(text.replace("x", "2"))) == {("A B", "2020-01-31"), ("C", "2020-01-31")}


def only_our_exceptions(path, content):
    """Faults that are told once and on one line, or counts that are sound."""
    path.write_bytes(content)
    rows, faults = None, ()
    try:
        found = read_counts(path)
        rows, faults = found.rows, found.faults
    except ScenarioError as error:
        faults = error.faults
    assert len(faults) == len(set(faults))
    assert all("\n" not in str(fault) for fault in faults)
    assert any(fault.level == "error" for fault in faults) == (rows is None)
    if rows is not None:
        assert len(rows)
        assert (rows["n"] >= 0).all()
        assert not rows.isna().any(axis=None)
        assert not rows.duplicated(["location", "date"]).any()


@ANY
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes(tmp_path, content):
    only_our_exceptions(tmp_path / "any.csv", content)


@ANY
@given(data=st.data())
def test_good_files_with_pieces_exchanged(tmp_path, data):
    wide = b"date,A,B\n2020-01-31,1,2\n2020-02-29,3,4\n"
    dated = b"site,sex,2020-01-31,29/02/2020\nA,f,1,2\nA,m,1,2\n"
    content = bytearray(data.draw(st.sampled_from([GOOD, wide, dated])))
    for _ in range(data.draw(st.integers(1, 4))):
        at, length = data.draw(st.integers(0, len(content))), data.draw(st.integers(0, 12))
        content[at : at + length] = data.draw(st.sampled_from(PIECES))
    only_our_exceptions(tmp_path / "some.csv", bytes(content))
