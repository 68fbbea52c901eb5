"""routes.csv: roads, their doubles, and columns that nobody reads."""

import pytest

HEADER = "#name1,name2,distance,forced_redirection\n"


def test_rows_become_routes(flee):
    assert flee.rows("routes", "from", "to", "distance_km", "roads", "mode", "source") == [
        ("Alpha", "Beta", 50.0, 1, "drive", "routes.csv"),
        ("Beta", "Gamma", 80.0, 1, "drive", "routes.csv"),
    ]
    assert flee.scenario().routes["km_per_day"].isna().all()


@pytest.mark.parametrize("header", ["", "#name1,name2,distance\n", "\ufeff#name1,name2,distance\r\n\r\n# a remark\n"])
def test_headers_of_many_kinds(flee, header):
    flee.write("routes", header + "Alpha,Beta,50\nBeta,Gamma,80.5\n")
    flee.scenario(warnings=False)


def test_a_header_that_flee_takes_for_a_row(flee):
    (line,) = flee.edit("routes", "#name1", "name1").lines()
    assert line.startswith("input_csv/routes.csv:1:1: warning: Flee takes the header for a row")


def test_speed_on_a_road(flee):
    flee.write("routes", "#name1,name2,distance,forced,max_move_speed\nAlpha,Beta,50,0,120\nBeta,Gamma,80,0,\n")
    assert flee.scenario(warnings=False).routes["km_per_day"].fillna(-1).tolist() == [120.0, -1.0]


@pytest.mark.parametrize("double", ["Beta,Gamma,80,0", "Gamma,Beta,80.0,0"])
def test_the_same_road_twice_weighs_double_as_in_flee(flee, double):
    flee.add("routes", double + "\n")
    assert flee.rows("routes", "from", "to", "roads") == [("Alpha", "Beta", 1), ("Beta", "Gamma", 2)]
    assert flee.lines() == [
        "input_csv/routes.csv:4:1: warning: the route stands twice (first on line 3): "
        "counted as two roads, as in Flee; delete one if it is the same road"
    ]


def test_another_length_is_another_road(flee):
    flee.add("routes", "Beta,Gamma,81,0\n")
    assert flee.rows("routes", "distance_km", "roads") == [(50.0, 1), (80.0, 1), (81.0, 1)]
    flee.scenario(warnings=False)


def test_a_road_back_to_its_start_is_left_out(flee):
    flee.add("routes", "Beta,Beta,5,0\n")
    assert len(flee.scenario().routes) == 2
    assert flee.lines() == ["input_csv/routes.csv:4:6: warning: the route leads from 'Beta' back to it: left out"]


def test_an_unknown_location(flee):
    flee.add("routes", "Gama,Nowhere,5,0\n")
    assert flee.lines() == [
        "input_csv/routes.csv:4:1: unknown location 'Gama': did you mean 'Gamma'? "
        "or run with --lenient, which leaves the row out",
        "input_csv/routes.csv:4:6: unknown location 'Nowhere': one of Alpha, Beta, Gamma, "
        "or run with --lenient, which leaves the row out",
    ]
    assert len(flee.scenario(lenient=True).routes) == 2
    assert flee.lines(lenient=True)[1] == (
        "input_csv/routes.csv:4:6: warning: unknown location 'Nowhere': the row is left out"
    )


def test_letters_of_another_case(flee):
    flee.edit("routes", "Beta,Gamma", "Beta,GAMMA")
    assert flee.lines() == [
        "input_csv/routes.csv:3:6: unknown location 'GAMMA': did you mean 'Gamma'? "
        "or run with --lenient, which reads it as 'Gamma'"
    ]
    assert flee.rows("routes", "to", lenient=True)[1] == ("Gamma",)


def test_blanks_that_flee_trips_over(flee):
    flee.edit("routes", "Beta,Gamma", "Beta, Gamma").edit("locations", "Alpha,", "Alpha ,")
    assert flee.lines() == [
        "input_csv/routes.csv:2:1: warning: 'Alpha' differs from location 'Alpha ' by blanks: "
        "Flee does not find it; read as the same",
        "input_csv/routes.csv:3:7: warning: ' Gamma' differs from location 'Gamma' by blanks: "
        "Flee does not find it; read as the same",
    ]
    assert len(flee.scenario().routes) == 2


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",Gamma,5,0", "4:1: the first cell is blank: name the location"),
        ("Alpha,Gamma", "4:1: 2 cells in place of 3: give name1, name2, distance"),
        ('Alpha,Gamma,"1,200",0', "4:13: distance '1,200' is grouped: write 1200"),
    ],
)
def test_rows_that_flee_refuses(flee, row, fault):
    flee.add("routes", row + "\n")
    (line,) = flee.lines()
    assert line.startswith(f"input_csv/routes.csv:{fault}, or run with --lenient, which ")
    (line,) = flee.lines(lenient=True)
    assert ": warning: " in line
    assert line.endswith(("read as 1200", "the row is left out"))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Alpha,Gamma,0,0", ":4:13: distance 0 is not above 0: give the length in km"),
        ("Alpha,Gamma,-7,0", ":4:13: distance -7 is not above 0: give the length in km"),
        ("Alpha,Gamma,,0", ":4:13: distance is blank: write digits, as 12.5"),
        ("Alpha,Gamma,far,0", ":4:13: distance 'far' is not a number: write digits, as 12.5"),
        ("Alpha,Gamma,inf,0", ":4:13: distance 'inf' is not a number: write digits, as 12.5"),
        (
            "Alpha,Gamma,50000,0",
            ": Alpha to Gamma: distance_km 50000 is above 40000: give a value from 0.001 to 40000 km",
        ),
    ],
)
def test_lengths_that_none_can_have_are_errors_in_any_case(flee, row, fault):
    flee.add("routes", row + "\n")
    assert flee.lines() == flee.lines(lenient=True) == [f"input_csv/routes.csv{fault}"]


def test_speeds_that_none_can_have(flee):
    flee.write("routes", "#name1,name2,distance,forced,max_move_speed\nAlpha,Beta,50,0,0\nBeta,Gamma,80,0,fast\n")
    assert flee.lines() == [
        "input_csv/routes.csv:2:17: max_move_speed 0 is not above 0: give km per day, or close the route",
        "input_csv/routes.csv:3:17: max_move_speed 'fast' is not a number: write digits, as 12.5",
    ]


def test_a_file_without_any_route(flee):
    flee.write("routes", HEADER)
    assert flee.lines() == ["input_csv/routes.csv: no route in the file: give a row each, with name1, name2, distance"]


def test_forced_redirection_is_ignored_as_in_flee(flee):
    flee.write("routes", HEADER + "Alpha,Beta,50,2\nBeta,Gamma,80,2\nAlpha,Gamma,200,1\n")
    assert flee.lines() == [
        "input_csv/routes.csv:2:15: warning: forced_redirection is not carried over (2 rows): "
        "without effect in Flee, too",
        "input_csv/routes.csv:4:17: warning: forced_redirection 1 makes two roads of one in Flee (1 rows): "
        "taken for one road",
    ]
    assert set(flee.scenario().routes["roads"]) == {1}


def test_text_in_the_column_of_redirections(flee):
    flee.write("routes", "#name1,name2,distance,link_type\nAlpha,Beta,50,drive\nBeta,Gamma,80,walk\n")
    assert flee.lines() == [
        "input_csv/routes.csv:2:15: forced_redirection 'drive' is not a number (2 rows): write 0 there, and put other "
        "attributes into columns of their own from the fifth on, or run with --lenient, which ignores the column"
    ]
    assert len(flee.scenario(lenient=True).routes) == 2


def test_attributes_that_nobody_reads_are_listed_once(flee):
    header = "#name1,name2,distance,forced,link_type,walk_probability,empty\n"
    flee.write("routes", header + "Alpha,Beta,50,0,drive,0.5,\nBeta,Gamma,80,0,walk,0.1,\n")
    assert flee.lines() == [
        f"input_csv/routes.csv:1:{place}: warning: column '{name}' is not carried over: nuzuh has no rule that reads it"
        for place, name in ((30, "link_type"), (40, "walk_probability"))
    ]


def test_a_camp_that_no_route_reaches_is_named(flee):
    flee.add("locations", "Delta,West,Abroad,10.8,20.8,camp,,300\nEpsilon,West,Home,10.9,20.9,town,,\n")
    assert flee.lines() == [
        "input_csv/locations.csv:5:1: warning: no route leads to 'Delta' from where people live: nobody will arrive "
        "there, as in Flee"
    ]
    flee.add("routes", "Gamma,Delta,30\n")
    assert flee.lines() == []
