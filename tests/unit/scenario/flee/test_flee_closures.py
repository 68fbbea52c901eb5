"""closures.csv: what is closed, and from when to when."""

import pytest

HEADER = "#closure_type,name1,name2,closure_start,closure_end\n"


def close(folder, *rows):
    return folder.write("closures", HEADER + "\n".join(rows) + "\n")


def closed(folder, *, lenient=False):
    rows = folder.rows("closures", "kind", "from", "to", "start", "end", lenient=lenient)
    return [(*row[:3], int(row[3][-2:]), int(row[4][-2:])) for row in rows]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("location,Beta,Ethiopia,2,5", ("location", "Beta", "", 3, 5)),
        ("location,Beta,,0,100", ("location", "Beta", "", 1, 10)),
        ("camp,Gamma,,0,3", ("camp", "Gamma", "", 1, 3)),
        ("idpcamp,Gamma,,0,3", ("camp", "Gamma", "", 1, 3)),
        ("country,Home,Abroad,4,9", ("border", "Home", "Abroad", 5, 9)),
    ],
)
def test_each_type_has_a_kind_and_opens_on_the_morning_of_its_end(flee, row, expected):
    close(flee, row).scenario(warnings=False)
    assert closed(flee) == [expected]
    assert flee.rows("closures", "source", "status") == [("closures.csv", "observed")]


@pytest.mark.parametrize("text", ["", "\n", HEADER, "\ufeff" + HEADER.replace("\n", "\r\n"), "# nothing\n"])
def test_nothing_is_closed(flee, text):
    flee.write("closures", text).scenario(warnings=False)
    assert closed(flee) == []


def test_a_header_that_flee_takes_for_a_row(flee):
    flee.write("closures", HEADER[1:] + "location,Beta,,2,5\n")
    (line,) = flee.lines()
    assert line.startswith("input_csv/closures.csv:1:1: warning: Flee takes the header for a row")
    assert len(closed(flee)) == 1


def test_links_are_closed_though_flee_never_does(flee):
    close(flee, "link,Beta,Alpha,2,5")
    assert flee.lines() == [
        "input_csv/closures.csv:2:1: warning: closures of a link never work in Flee: "
        "closed here, in both directions; delete the row for what Flee does"
    ]
    assert closed(flee) == [("route", "Beta", "Alpha", 3, 5)]


def test_redirections_are_ignored_as_in_flee(flee):
    close(flee, "remove_forced_redirection,Nduta,Nyarugusu,101,0")
    assert flee.lines() == [
        "input_csv/closures.csv:2:1: warning: remove_forced_redirection is not carried over: "
        "without effect in Flee, too"
    ]


@pytest.mark.parametrize(
    ("start", "end", "what"),
    [(3, 3, "has no day"), (0, 0, "has no day"), (-2, 5, "begins before the run"), (10, 20, "begins after the run")],
)
def test_days_on_which_nothing_closes(flee, start, end, what):
    close(flee, f"location,Beta,,{start},{end}")
    assert flee.lines() == [f"input_csv/closures.csv:2:16: warning: the closure {what}: nothing is closed, as in Flee"]
    assert closed(flee) == []


def test_an_end_before_the_start_never_comes(flee):
    close(flee, "location,Beta,,5,2")
    assert flee.lines() == [
        "input_csv/closures.csv:2:18: warning: closure_end 2 lies before closure_start 5: closed to 2020-01-10"
    ]
    assert closed(flee) == [("location", "Beta", "", 6, 10)]


BETA = ("location", "Beta", "", 3, 5)
FAULTS = [
    ("locations,Beta,,2,5", "1: unknown closure_type 'locations': did you mean 'location'?", []),
    (",Beta,,2,5", "1: the first cell is blank: one of location, country, camp", []),
    ("location,Bet,,2,5", "10: unknown location 'Bet': did you mean 'Beta'?", []),
    ("location,,,2,5", "10: the location is blank: one of Alpha", []),
    ("location,beta,,2,5", "10: unknown location 'beta': did you mean 'Beta'?", [BETA]),
    ("country,Home,Atlantis,2,5", "14: unknown country 'Atlantis': one of Home, Abroad", []),
    ("camp,Beta,,2,5", "6: 'Beta' is no camp: use closure_type location", []),
    ("link,Alpha,Gamma,2,5", "6: no route joins 'Alpha' and 'Gamma': name both ends", []),
    ("location,Beta,2,5", "1: 4 cells in place of 5: give closure_type", []),
    ("location,Beta,,soon,5", "16: closure_start 'soon' is not a day: give the number", []),
    ("location,Beta,,2.0,5", "16: closure_start '2.0' is not a whole number: write 2", [BETA]),
    ("location,Beta,,2,", "18: closure_end is blank: give the number of the day", [(*BETA[:4], 10)]),
    ("location,Beta,,2,5.0", "18: closure_end '5.0' is not a whole number: write 5", [BETA]),
]


@pytest.mark.parametrize(("row", "fault", "mended"), FAULTS)
def test_what_flee_refuses_is_an_error_or_mended(flee, row, fault, mended):
    (line,) = close(flee, row).lines()
    assert line.startswith(f"input_csv/closures.csv:2:{fault}")
    assert " or run with --lenient, which " in line
    (line,) = flee.lines(lenient=True)
    assert ": warning: " in line
    assert closed(flee, lenient=True) == mended


def test_closures_that_overlap_are_joined(flee):
    close(flee, "country,Home,Abroad,5,8", "location,Beta,,0,2", "country,Abroad,Home,1,6", "country,Home,Abroad,8,9")
    assert closed(flee) == [
        ("location", "Beta", "", 1, 2),
        ("border", "Abroad", "Home", 2, 8),
        ("border", "Home", "Abroad", 9, 9),
    ]
    assert flee.lines() == [
        "input_csv/closures.csv:2:21: warning: the closure overlaps that of line 4: "
        "joined to one; Flee opens again at the first closure_end"
    ]


def test_blanks_that_flee_trips_over(flee):
    close(flee, "country,Home, Abroad,1,5")
    (line,) = flee.lines()
    assert "' Abroad' differs from country 'Abroad' by blanks" in line
    assert len(closed(flee)) == 1


def test_a_town_taken_for_a_camp_can_be_closed_as_one(flee):
    close(flee, "camp,Beta,,2,5").add("settings", "  default_movechance: 0.001\n")
    assert closed(flee) == [("camp", "Beta", "", 3, 5)]
