"""Several rows of one place and date: added up if a column tells them apart, averaged if nothing does."""

HEADER = "location,date,n\n"


def test_the_same_count_twice_is_read_once(sheet):
    text = HEADER + "A,2020-01-31,10\nA,2020-01-31,10\nB,2020-01-31,5\n"
    assert sheet.counts(text) == {("A", "2020-01-31"): 10, ("B", "2020-01-31"): 5}
    assert sheet.warnings(text) == ["3: the count of 'A' on 2020-01-31 is given 2 times: read once"]


def test_different_counts_that_nothing_tells_apart_are_averaged(sheet):
    text = "location,date,n,source\nA,2020-01-31,10,x\nA,2020-01-31,20,y\n"
    assert sheet.counts(text) == {("A", "2020-01-31"): 15}
    assert sheet.warnings(text) == ["3: 'A' has several counts on 2020-01-31, from 10 to 20: their mean is read"]


def test_parts_are_added_up(sheet):
    text = "location,date,n,sex\nA,2020-01-31,10,f\nA,2020-01-31,10,m\nB,2020-01-31,5,f\nB,2020-01-31,6,m\n"
    assert sheet.counts(text) == {("A", "2020-01-31"): 20, ("B", "2020-01-31"): 11}
    assert sheet.warnings(text) == [
        "2:17: counts of one place and date are sums over 'sex' ('f', 'm'): "
        "keep one row for each place and date if they should not be added up"
    ]


def test_any_column_of_words_tells_apart_but_not_one_of_remarks(sheet):
    rows = "A,2020-01-31,10,x\nA,2020-01-31,20,y\n"
    assert sheet.counts("location,date,n,clan\n" + rows) == {("A", "2020-01-31"): 30}
    assert sheet.counts("location,date,n,remarks\n" + rows) == {("A", "2020-01-31"): 15}


def test_repeated_parts_are_averaged_before_they_are_added_up(sheet):
    text = "location,date,n,sex\nA,2020-01-31,10,f\nA,2020-01-31,12,f\nA,2020-01-31,9,m\n"
    assert sheet.counts(text) == {("A", "2020-01-31"): 20}
    assert any("'A' has several counts on 2020-01-31, from 10 to 12" in warning for warning in sheet.warnings(text))


def test_parts_beside_their_total_are_left_out(sheet):
    text = (
        "location,date,n,gender,age_range\nA,2020-01-31,30,all,all\nA,2020-01-31,20,f,all\nA,2020-01-31,10,m,all\n"
        "A,2020-01-31,7,all,0-4\nB,2020-01-31,4,f,all\nB,2020-01-31,5,m,all\n"
    )
    assert sheet.counts(text) == {("A", "2020-01-31"): 30, ("B", "2020-01-31"): 9}
    assert "3:17: 2 rows for parts of 'gender' stand beside their total: only the total is read" in sheet.warnings(text)


def test_sums_that_lack_a_part_are_told(sheet):
    text = "location,date,n,sex\nA,2020-01-31,10,f\nA,2020-01-31,10,m\nA,2020-02-29,11,f\n"
    assert sheet.counts(text) == {("A", "2020-01-31"): 20, ("A", "2020-02-29"): 11}
    told = "4: 1 of 2 sums lack a part that the place has on other dates, as 'A' on 2020-02-29: they may be too low"
    assert told in sheet.warnings(text)


def test_two_rows_of_one_date_in_a_wide_file(sheet):
    assert sheet.counts("date,A\n2020-01-31,10\n2020-01-31,20\n") == {("A", "2020-01-31"): 15}
