"""locations.csv: kinds, people, room, coordinates, the home country."""

import pytest

HEADER = "#name,region,country,latitude,longitude,location_type,conflict_date,population"


def place(folder, **changes):
    """The row of Gamma with some cells changed."""
    cells = {"name": "Gamma", "region": "East", "country": "Abroad", "lat": "10.7", "lon": "20.7"}
    cells |= {"type": "camp", "date": "", "people": "400"} | changes
    return folder.edit("locations", "Gamma,East,Abroad,10.7,20.7,camp,,400", ",".join(cells.values()))


def located(folder, *columns, lenient=False):
    return folder.rows("locations", *columns, lenient=lenient)[2]


def test_each_column_has_its_place(flee):
    assert flee.rows("locations", "name", "admin1", "country", "lat", "lon", "kind", "population", "displaced") == [
        ("Alpha", "North", "Home", 10.5, 20.5, "town", 1000, 0),
        ("Beta", "South", "Home", 10.6, 20.6, "town", 500, 0),
        ("Gamma", "East", "Abroad", 10.7, 20.7, "camp", 0, 100),
    ]
    assert located(flee, "capacity", "source", "status") == (400.0, "locations.csv", "observed")


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("camp", "camp"),
        ("Camp", "camp"),
        ("refugee_camp_in_conflict", "camp"),
        ("idpcamp", "idp_site"),
        ("camp for IDPs", "idp_site"),
        ("conflict", "town"),
        ("conflict_zone", "town"),
        ("forwarding_hub", "crossing"),
        ("marker", "transit"),
        ("flood_zone", "town"),
        ("default", "town"),
        ("Town", "town"),
    ],
)
def test_kinds_are_told_by_parts_of_the_type(flee, word, kind):
    flee.edit("locations", "Beta,South,Home,10.6,20.6,town,,500", f"Beta,South,Home,10.6,20.6,{word},0,500")
    assert flee.rows("locations", "kind")[1] == (kind,)


def test_another_type_is_left_by_everybody_as_in_flee(flee):
    place(flee, type="village")
    assert located(flee, "kind", "population") == ("crossing", 400)
    (line,) = flee.lines()
    assert line.startswith("input_csv/locations.csv:4:29: warning: unknown location_type 'village': everybody goes on")


FAULTS = [
    ({"people": '"22,849"'}, "4:35: capacity '22,849' is not a whole number: write 22849", "read as 22849"),
    ({"people": "412.0"}, "4:35: capacity '412.0' is not a whole number: write 412", "read as 412"),
    ({"people": "-5"}, "4:35: capacity -5 is below 0: give a number from 0 up", "read as 0"),
    ({"lat": "north"}, "4:19: latitude 'north' is not a number: correct it", "both are left blank"),
    ({"lat": "nan"}, "4:19: latitude 'nan' is not a number: correct it", "both are left blank"),
    ({"name": ""}, "4:1: the first cell is blank: name the location", "the row is left out"),
    ({"name": "Beta"}, "4:1: location 'Beta' stands twice (first on line 3): delete one", "only the first is kept"),
    ({"type": "conflict", "date": "", "people": "9"}, "4:38: conflict_date is blank: write 0 or a day", "taken as 0"),
    ({"type": "conflict", "date": "5.0"}, "4:38: conflict_date '5.0' is not a whole number: write 5", "read as 5"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "strict", "mended"), FAULTS)
def test_what_flee_refuses_is_an_error_or_mended(flee, changes, strict, mended):
    place(flee, **changes)
    (line,) = [line for line in flee.lines() if "locations.csv:4" in line]
    assert line.startswith(f"input_csv/locations.csv:{strict}")
    assert " or run with --lenient, which " in line
    (line,) = [line for line in flee.lines(lenient=True) if "locations.csv:4" in line]
    where, what = strict.split(": ", 1)
    assert line == f"input_csv/locations.csv:{where}: warning: {what.rsplit(': ', 1)[0]}: {mended}"


def test_a_number_that_is_none_cannot_be_mended(flee):
    place(flee, people="many")
    expected = ["input_csv/locations.csv:4:35: capacity 'many' is not a whole number: write digits, as 12345"]
    assert flee.lines() == flee.lines(lenient=True) == expected


def test_more_than_all_people_is_an_error(flee):
    place(flee, people="9" * 300)
    assert any("is more than all people" in line for line in flee.lines(lenient=True))


def test_a_short_row(flee):
    flee.edit("locations", "Gamma,East,Abroad,10.7,20.7,camp,,400", "Gamma,East,Abroad,10.7,20.7,camp")
    assert flee.lines()[0] == (
        "input_csv/locations.csv:4:1: 6 cells in place of 8: give conflict_date, population, "
        "or run with --lenient, which leaves the row out"
    )


def test_a_file_without_any_location(flee):
    flee.write("locations", HEADER)
    assert flee.lines()[0].startswith("input_csv/locations.csv: no location in the file: give a row each")


@pytest.mark.parametrize("header", ['"#name","region"', '#"name","region"', "\ufeff#name,region", "# name,region"])
def test_headers_of_many_kinds(flee, header):
    flee.edit("locations", "#name,region", header)
    flee.scenario(warnings=False)


def test_a_file_without_a_header(flee):
    flee.edit("locations", HEADER + "\n", "")
    flee.scenario(warnings=False)


def test_a_header_that_flee_takes_for_a_row(flee):
    flee.edit("locations", "#name", "name")
    assert flee.lines() == [
        "input_csv/locations.csv:1:1: warning: Flee takes the header for a row: "
        "begin the header with #, or delete it; it is left out"
    ]
    assert len(flee.scenario().locations) == 3


def test_harmless_spellings(flee):
    text = flee.file("locations").read_text(encoding="utf-8")
    flee.write("locations", text.replace("Alpha,North", ' "Alpha" , North ').replace('"', "").replace("\n", "\r\n\r\n"))
    assert flee.rows("locations", "name", "admin1")[0] == ("Alpha", "North")


def test_a_number_with_blanks_is_one(flee):
    place(flee, people=" 400 ")
    flee.scenario(warnings=False)


@pytest.mark.parametrize(
    ("lat", "lon", "line"),
    [
        ("0", "0", None),
        ("", "", None),
        ("0.0", "20", "kept"),
        ("", "20", "4:19: warning: one of the coordinates is blank: both are left blank"),
        ("95", "20", "4:19: warning: 95 north, 20 east is nowhere on earth: left blank"),
    ],
)
def test_coordinates_that_say_nothing(flee, lat, lon, line):
    place(flee, lat=lat, lon=lon)
    assert flee.lines() == ([] if line in (None, "kept") else [f"input_csv/locations.csv:{line}"])
    assert flee.scenario().locations["lat"].notna().tolist() == [True, True, line == "kept"]


class TestRoom:
    """Displaced persons and capacity on the first day."""

    def test_the_real_capacity_is_kept(self, flee):
        assert located(flee, "displaced", "capacity", "note") == (100, 400.0, "")

    @pytest.mark.parametrize("people", ["", "0"])
    def test_no_capacity_is_no_limit(self, flee, people):
        place(flee, people=people)
        assert flee.lines() == []
        assert flee.scenario().locations["capacity"].isna().all()

    @pytest.mark.parametrize("people", ["100", "60"])
    def test_a_capacity_that_the_first_day_uses_up_is_no_limit(self, flee, people):
        place(flee, people=people)
        assert flee.lines() == [
            f"input_csv/locations.csv:4:35: warning: capacity {people} of 'Gamma' leaves no room beside "
            "the 100 of the first day: no limit, as in Flee"
        ]
        assert located(flee, "note") == (f"capacity {people}, which the first day uses up: no limit in Flee",)
        assert flee.scenario().locations["capacity"].isna().all()

    def test_scaling_counts(self, flee):
        place(flee, people="101")
        assert located(flee, "capacity") == (101.0,)
        flee.add("settings", "  capacity_scaling: 0.9\n")
        assert flee.scenario().locations["capacity"].isna().all()

    @pytest.mark.parametrize("keys", ["insert_day0: False", "empty_camps_on_day0: True"])
    def test_nobody_is_there_if_the_settings_say_so(self, flee, keys):
        flee.edit("settings", "spawn_rules:\n", f"spawn_rules:\n  {keys}\n")
        place(flee, people="60")
        assert located(flee, "displaced", "capacity") == (0, 60.0)

    def test_initial_idps_come_on_top_and_take_no_room(self, flee):
        text = flee.file("locations").read_text(encoding="utf-8")
        flee.write("locations", text.replace("population\n", "population,initial_idps\n").replace(",400", ",400,30"))
        assert flee.lines() == []
        assert located(flee, "displaced", "capacity", "note") == (
            130,
            430.0,
            "capacity 400 and the 30 of initial_idps, whom Flee does not take off it",
        )

    def test_without_registrations_the_first_day_takes_no_room_twice(self, flee):
        flee.settings("spawn: conflict_driven_spawning: {spawn_mode: pop_ratio}")
        assert flee.rows("locations", "displaced", "capacity")[-1] == (100, 400)
        flee.edit("locations", "camp,,400", "camp,,60")
        assert flee.rows("locations", "displaced", "capacity", "note")[-1] == (
            100,
            100,
            "capacity 60, full on the first day",
        )

    def test_initial_idps_must_be_people(self, flee):
        text = flee.file("locations").read_text(encoding="utf-8")
        flee.write("locations", text.replace("population\n", "population,initial_idps\n").replace(",400", ",400,3.7"))
        (line,) = flee.lines()
        assert "initial_idps '3.7' is not a number of people: write 4, or run with" in line
        assert located(flee, "displaced", lenient=True) == (104,)

    def test_a_town_that_few_leave_is_a_camp(self, flee):
        flee.add("settings", "  default_movechance: 0.004\n")
        assert flee.rows("locations", "name", "kind", "population")[:2] == [
            ("Alpha", "town", 1000),
            ("Beta", "camp", 500),
        ]
        assert flee.lines() == [
            "input_csv/locations.csv:3:27: warning: 'Beta' is a camp to Flee, since only 0.004 leave on a day: "
            "taken for a camp; its population is kept"
        ]

    def test_a_flood_zone_that_few_leave_is_none(self, flee):
        flee.edit("locations", "town,,500", "flood_zone,,500").add("settings", "  default_movechance: 0.004\n")
        assert flee.rows("locations", "kind")[1] == ("town",)


class TestHome:
    """The home country."""

    SWAPPED = ("Alpha,North,Home,10.5", "Alpha,North,Abroad,10.5")

    def test_it_is_where_most_people_live(self, flee):
        flee.edit("locations", "Beta,South,Home,10.6,20.6,town,,500", "Beta,South,Home,10.6,20.6,town,,5000")
        assert flee.edit("locations", *self.SWAPPED).scenario(warnings=False).home_country == "Home"

    def test_without_people_it_is_where_most_locations_are(self, flee):
        text = flee.file("locations").read_text(encoding="utf-8")
        flee.write("locations", text.replace("1000", "").replace("500", ""))
        assert flee.scenario().home_country == "Home"

    def test_where_it_matters_a_difference_from_flee_is_told(self, flee):
        flee.edit("locations", "town,,500", "town,,5000").edit("locations", *self.SWAPPED)
        flee.add("settings", "  foreign_weight: 2.0\n")
        assert flee.lines() == [
            "input_csv/locations.csv:2:13: warning: the first row lies in 'Abroad', which Flee takes for the home "
            "country: taken for abroad: most people live in 'Home'"
        ]

    def test_without_countries_there_is_a_home_all_the_same(self, flee):
        text = flee.file("locations").read_text(encoding="utf-8")
        flee.write("locations", text.replace(",Home,", ",,").replace(",Abroad,", ",,"))
        assert flee.scenario().home_country == "Home"
        assert flee.lines() == [
            "input_csv/locations.csv: warning: no location has a country: the home country is called Home"
        ]


def test_attributes_that_nobody_reads_are_listed_once(flee):
    text = flee.file("locations").read_text(encoding="utf-8")
    flee.write("locations", text.replace("population\n", "population,hdi,IPC,\n").replace(",400", ",400,0.5,3,"))
    assert flee.lines() == [
        "input_csv/locations.csv:1:80: warning: column 'hdi' is not carried over: nuzuh has no rule that reads it"
    ]


def test_values_that_no_header_names_are_told(flee):
    flee.edit("locations", ",400", ",400,7")
    (line,) = flee.lines()
    assert line.startswith("input_csv/locations.csv:4:39: warning: a column without a name: name the column")
