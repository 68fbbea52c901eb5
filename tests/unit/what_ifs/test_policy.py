"""What each what-if does to which table, and what it refuses."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh import WhatIfError, simulate
from nuzuh.model.forcing import forcing_of
from nuzuh.model.network import network_of
from nuzuh.scenario.tables import table_of, write_table
from nuzuh.what_ifs.policy import POLICIES

PLACES = [
    {"name": "A", "kind": "town", "population": 1_000, "area": "hills", "admin1": "East", "lat": 10, "lon": 20},
    {"name": "B", "kind": "town", "population": 500, "area": "hills"},
    {"name": "camp", "kind": "camp", "capacity": 300},
    {"name": "gate", "kind": "crossing"},
    {"name": "door", "kind": "crossing"},
    {"name": "far", "kind": "town", "country": "Abroad"},
]
ROUTES = [
    ("A", "B", 40),
    ("B", "camp", 30),
    ("B", "gate", 50),
    ("B", "door", 50),
    ("gate", "far", 15),
    ("far", "door", 9),
]
SHUT = [
    {"kind": "border", "from": "Home", "to": "Abroad", "start": day(0), "one_way": True},
    {"kind": "crossing", "from": "gate", "start": day(5), "end": day(9)},
]


def scenario(**more):
    return crisis(PLACES, ROUTES, days=20, **{"closures": SHUT, **more})


def rows(changed, table="interventions"):
    """Rows of a table without what is blank; dates as days."""
    found = []
    for row in changed.tables[table].to_dict("records"):
        known = {key: value for key, value in row.items() if not (value == "" or pd.isna(value))}
        known |= {key: changed.day_of(known[key].date()) for key in ("start", "end") if key in known}
        found.append(known)
    return found


def brief(changed):
    return [tuple(row.get(key, "") for key in ("action", "kind", "from", "to")) for row in rows(changed)]


def refused(function, base=None):
    with pytest.raises(WhatIfError) as caught:
        function(base or scenario())
    return str(caught.value).split("\n")


def is_open(changed, start, end):
    """On which days the arc from one location to another can be used."""
    network, ix = network_of(changed), changed.location_ix
    arc = np.flatnonzero((network.start == ix[start]) & (network.end == ix[end]))
    return np.flatnonzero(forcing_of(changed, network).is_open[:, arc].any(axis=1)).tolist()


def test_a_ceasefire_is_a_row_that_says_where_it_comes_from():
    found = rows(nuzuh.ceasefire(day(3), day(6), "hills", breach_rate=0.1, quiets=0.75)(scenario()))
    assert found == [
        {"action": "ceasefire", "from": "hills", "start": 3, "end": 6, "value": 0.25, "breach_rate": 0.1,
         "source": "what-if ceasefire", "status": "modelled"}
    ]  # fmt: skip


@pytest.mark.parametrize("start", ["2020-01-04", date(2020, 1, 4), pd.Timestamp("2020-01-04 12:00")])
def test_days_are_dates_or_text(start):
    assert rows(nuzuh.ceasefire(start)(scenario()))[0]["start"] == 3


def test_days_not_given_are_all_days():
    assert [rows(nuzuh.ceasefire()(scenario()))[0][key] for key in ("start", "end")] == [0, 19]


def test_the_scenario_itself_stays_as_it_is():
    base = scenario()
    before = {name: write_table(table, name) for name, table in base.tables.items()}
    for function in (nuzuh.ceasefire(), nuzuh.new_camp("new", "A"), nuzuh.corridor("A", "camp", distance_km=60)):
        function(base)
    assert {name: write_table(table, name) for name, table in base.tables.items()} == before


def test_no_ceasefire_cuts_a_row_in_time():
    truce = {"action": "ceasefire", "start": day(4), "value": 0, "note": "kept"}
    found = rows(nuzuh.no_ceasefire(day(8), day(11))(scenario(interventions=[truce])))
    assert [(row["start"], row.get("end"), row["note"]) for row in found] == [(4, 7, "kept"), (12, None, "kept")]


def test_no_ceasefire_somewhere_keeps_it_elsewhere():
    truce = {"action": "ceasefire", "from": "hills", "start": day(4), "end": day(9)}
    quiet = scenario(conflict=[fire("A"), fire("B")], interventions=[truce])
    changed = nuzuh.no_ceasefire(day(6), day(7), where="A")(quiet)
    intensity = forcing_of(changed, network_of(changed)).intensity
    assert np.flatnonzero(intensity[:, 0] == 0).tolist() == [4, 5, 8, 9]
    assert np.flatnonzero(intensity[:, 1] == 0).tolist() == [4, 5, 6, 7, 8, 9]


def test_no_ceasefire_leaves_other_interventions_and_other_days_alone():
    others = [{"action": "scale_conflict", "start": day(0), "value": 0.5}]
    others += [{"action": "ceasefire", "start": day(0), "end": day(2)}, {"action": "ceasefire", "start": day(9)}]
    assert rows(nuzuh.no_ceasefire(day(9))(scenario(interventions=others))) == rows(scenario(interventions=others[:2]))


def test_no_ceasefire_where_there_is_none_is_refused():
    truce = {"action": "ceasefire", "start": day(4), "end": day(9)}
    known = "no-ceasefire: no ceasefire is in force there from 2020-01-11 to 2020-01-20"
    assert refused(nuzuh.no_ceasefire(day(10)), scenario(interventions=[truce])) == [
        f"{known}: ceasefires: 2020-01-05 to 2020-01-10"
    ]
    assert refused(nuzuh.no_ceasefire(day(10)))[0].endswith("ceasefires: the scenario has none")


def test_fighting_goes_on_as_on_average():
    conflict = [fire("A", 0, 3, 0.8), fire("A", 4, 14, 0.1), fire("B", 2, 3, 1.0), fire("B", 10, 11, 0.9)]
    on = nuzuh.prolong_conflict(day(10), like=(day(0), day(3)))(scenario(conflict=conflict))
    intensity = forcing_of(on, network_of(on)).intensity
    assert intensity[:, 0].tolist() == [0.8] * 4 + [0.1] * 6 + [0.8] * 10
    assert intensity[:, 1].tolist() == [0.0, 0.0, 1.0, 1.0] + [0.0] * 6 + [0.9, 0.9] + [0.5] * 8
    new = [row for row in rows(on, "conflict") if row.get("status") == "modelled"]
    assert {row["source"] for row in new} == {"what-if prolong-conflict"}
    assert {row["event"] for row in new} == {"as on average from 2020-01-01 to 2020-01-04"}


def test_fighting_goes_on_where_it_is_asked_to():
    conflict = [fire("A", 0, 3, 0.8), fire("B", 0, 3, 0.5)]
    on = nuzuh.prolong_conflict(day(4), day(5), like=(day(0), day(3)), where="B")(scenario(conflict=conflict))
    intensity = forcing_of(on, network_of(on)).intensity
    assert intensity[4:].sum(axis=0).tolist() == [0.0, 1.0, 0.0, 0.0, 0.0, 0.0]


def test_the_average_is_taken_before_ceasefires():
    truce = {"action": "ceasefire", "start": day(0), "end": day(3)}
    on = nuzuh.prolong_conflict(day(4), like=(day(0), day(3)))(
        scenario(conflict=[fire("A", 0, 3, 0.8)], interventions=[truce])
    )
    assert forcing_of(on, network_of(on)).intensity[:, 0].tolist() == [0.0] * 4 + [0.8] * 16


def test_an_open_border_opens_all_ways_abroad():
    opened = nuzuh.open_border(day(3), day(12))(scenario())
    assert brief(opened) == [("open", "border", "Home", "Abroad"), ("open", "crossing", "gate", "")]
    assert is_open(opened, "gate", "far") == is_open(opened, "door", "far") == list(range(3, 13))
    assert is_open(opened, "B", "gate") == list(range(20))


def test_a_border_open_at_one_crossing_stays_shut_at_others():
    opened = nuzuh.open_border(day(3), day(12), at="gate", per_day=70)(scenario())
    assert brief(opened) == [
        ("open", "crossing", "gate", ""), ("open", "route", "gate", "far"), ("limit", "route", "gate", "far")
    ]  # fmt: skip
    assert rows(opened)[-1]["value"] == 70
    assert is_open(opened, "gate", "far") == list(range(3, 13))
    assert is_open(opened, "door", "far") == []


def test_a_crossing_that_is_open_is_left_as_it_is():
    assert brief(nuzuh.open_border(day(10), at=["gate", "door"])(scenario())) == [
        ("open", "route", "gate", "far"), ("open", "route", "door", "far")
    ]  # fmt: skip
    by_hand = {"action": "close", "kind": "crossing", "from": "door", "start": day(10)}
    assert ("open", "crossing", "door", "") in brief(nuzuh.open_border(at="door")(scenario(interventions=[by_hand])))


def test_a_border_closes_everywhere_or_at_one_crossing():
    free = scenario(closures=[])
    assert is_open(nuzuh.close_border(day(3))(free), "door", "far") == [0, 1, 2]
    at_gate = nuzuh.close_border(day(3), at="gate")(free)
    assert is_open(at_gate, "gate", "far") == [0, 1, 2]
    assert is_open(at_gate, "B", "gate") == is_open(at_gate, "door", "far") == list(range(20))


def test_a_corridor_opens_a_closed_route_and_no_other():
    walled = scenario(closures=[{"kind": "location", "from": "B", "start": day(0)}])
    way = nuzuh.corridor("A", "B", day(5), day(7), per_day=120, hours=6)(walled)
    assert is_open(way, "A", "B") == [5, 6, 7]
    assert is_open(way, "B", "camp") == []
    assert rows(way)[-1] | {"action": "limit", "value": 30.0} == rows(way)[-1]


def test_a_corridor_where_there_was_no_route_is_closed_on_other_days():
    way = nuzuh.corridor("A", "camp", day(5), day(7), distance_km=65, mode="walk")(scenario())
    assert (
        rows(way, "routes")[-1] | {"from": "A", "to": "camp", "distance_km": 65.0, "mode": "walk"}
        == rows(way, "routes")[-1]
    )
    assert is_open(way, "A", "camp") == is_open(way, "camp", "A") == [5, 6, 7]
    assert is_open(nuzuh.corridor("A", "camp", distance_km=65)(scenario()), "A", "camp") == list(range(20))


def test_a_corridor_beside_a_route_back_leads_one_way():
    back = crisis(PLACES[:2], [{"from": "B", "to": "A", "distance_km": 40, "one_way": True}], days=20)
    way = nuzuh.corridor("A", "B", distance_km=40)(back)
    assert way.routes["one_way"].tolist() == [True, True]


def test_a_new_camp_lies_where_its_neighbour_does():
    changed = nuzuh.new_camp("new", near=["A", "B"], start=day(4), end=day(8), capacity=90, distance_km=7)(scenario())
    place = rows(changed, "locations")[-1]
    assert (
        place | {"area": "hills", "admin1": "East", "lat": 10.0, "lon": 20.0, "capacity": 90.0, "kind": "camp"} == place
    )
    assert [(r["from"], r["to"], r["distance_km"]) for r in rows(changed, "routes")[-2:]] == [
        ("A", "new", 7.0),
        ("B", "new", 7.0),
    ]
    assert np.flatnonzero(forcing_of(changed, network_of(changed)).is_there[:, -1]).tolist() == [4, 5, 6, 7, 8]


def test_a_new_camp_can_have_its_own_position_and_distances():
    changed = nuzuh.new_camp("new", near={"B": 3, "camp": 4}, lat=11, lon=21, kind="idp_site")(scenario())
    assert (
        rows(changed, "locations")[-1] | {"lat": 11.0, "lon": 21.0, "kind": "idp_site"}
        == rows(changed, "locations")[-1]
    )
    assert changed.routes["distance_km"].tolist()[-2:] == [3.0, 4.0]


@pytest.mark.parametrize(("argument", "value", "expected"), [("to", 500, 500), ("by", 50, 350), ("times", 1.5, 450)])
def test_capacity_is_raised(argument, value, expected):
    changed = nuzuh.more_capacity("camp", day(5), day(6), **{argument: value})(scenario())
    capacity = forcing_of(changed, network_of(changed)).capacity[:, 2]
    assert capacity.tolist() == [300] * 5 + [expected] * 2 + [300] * 13


def test_capacity_is_raised_over_what_it_is_on_each_day():
    earlier = {"action": "capacity", "from": "camp", "start": day(6), "end": day(7), "value": 1_000}
    changed = nuzuh.more_capacity("camp", day(5), day(8), by=1)(scenario(interventions=[earlier]))
    assert forcing_of(changed, network_of(changed)).capacity[4:10, 2].tolist() == [300, 301, 1001, 1001, 301, 300]


def test_an_evacuation_and_a_winter_are_rows():
    both = nuzuh.combined(nuzuh.evacuate("A", day(2), share_per_day=0.4), nuzuh.winterise(0.5, "hills"))(scenario())
    assert [(r["action"], r["from"], r["value"]) for r in rows(both)] == [
        ("evacuate", "A", 0.4),
        ("winterise", "hills", 0.5),
    ]


@pytest.mark.parametrize(
    "displacement", [{"mode": "registrations"}, {"mode": "poisson"}, {"mode": "per_head", "from_population": False}]
)
def test_homes_are_not_evacuated_where_the_number_of_the_displaced_is_given(displacement):
    given = scenario(params={"displacement": displacement})
    what = (
        "evacuate: 1,500 people are at home in 'hills', and who leaves home is given: set displacement.mode to conflict"
    )
    assert refused(nuzuh.evacuate("hills", share_per_day=1.0), given)[0].startswith(what)
    assert len(rows(nuzuh.evacuate("camp", share_per_day=1.0)(given))) == 1


DAYS = "choose a day from 2020-01-01 to 2020-01-20"
REFUSED = {
    "no date": (nuzuh.ceasefire("1.1.2020"), [
        "ceasefire: start '1.1.2020' is not a date: write year-month-day, as 2020-01-31",
    ]),
    "no day": (nuzuh.ceasefire("2020-02-30"), [
        "ceasefire: start 2020-02-30 is no day of the calendar: give a day that exists",
    ]),
    "outside": (nuzuh.ceasefire(day(-1), day(20)), [
        f"ceasefire: start 2019-12-31 lies outside the scenario's days: {DAYS}",
        f"ceasefire: end 2020-01-21 lies outside the scenario's days: {DAYS}",
    ]),
    "backwards": (nuzuh.close_border(day(4), day(3)), [
        "close-border: end 2020-01-04 lies before start 2020-01-05: swap them",
    ]),
    "unknown place": (nuzuh.ceasefire(where="hill"), ["ceasefire: unknown place 'hill': did you mean 'hills'?"]),
    "several": (nuzuh.ceasefire(where="hill", breach_rate=2, quiets=-1), [
        "ceasefire: unknown place 'hill': did you mean 'hills'?",
        "ceasefire: quiets is -1: give a number from 0 to 1",
        "ceasefire: breach_rate is 2: give a number from 0 to 1",
    ]),
    "no number": (nuzuh.winterise("half"), ["winterise: share 'half' is not a number: give one from 0 to 1"]),
    "a flag": (nuzuh.winterise(True), ["winterise: share 'True' is not a number: give one from 0 to 1"]),
    "not finite": (nuzuh.winterise(float("nan")), ["winterise: share 'nan' is not a number: give one from 0 to 1"]),
    "like one day": (nuzuh.prolong_conflict(like="2020-01-02"), [
        "prolong-conflict: like is not a first and a last day: write two days, as [2020-02-20, 2020-03-05]"
    ]),
    "like quiet days": (nuzuh.prolong_conflict(like=(day(1), day(2))), [
        "prolong-conflict: nobody fought there from 2020-01-02 to 2020-01-03: choose days with fighting"
    ]),
    "unknown crossing": (nuzuh.open_border(at="gat"), ["open-border: unknown location 'gat': did you mean 'gate'?"]),
    "no crossing": (nuzuh.open_border(at="A"), [
        "open-border: no route leads from 'A' across the border: choose from gate, door"
    ]),
    "less than nobody": (nuzuh.open_border(per_day=-1), [
        "open-border: per_day is -1: give a number from 0 up (persons per day)"
    ]),
    "names of the wrong kind": (nuzuh.open_border(at=[1]), [
        "open-border: at '[1]' is not a list of names: write one name or several",
    ]),
    "a corridor of hours": (nuzuh.corridor("A", "B", hours=6), [
        "corridor: a corridor of 6 hours a day has no per_day: give per_day, the persons who could pass in 24 hours, "
        "or leave hours out"
    ]),
    "a corridor where there is no route": (nuzuh.corridor("A", "camp"), [
        "corridor: no route leads from 'A' to 'camp': give distance_km to have one added"
    ]),
    "a corridor where there is one": (nuzuh.corridor("A", "B", distance_km=4), [
        "corridor: there is a route from 'A' to 'B' already: leave distance_km out: that route is opened"
    ]),
    "a corridor to itself": (nuzuh.corridor("A", "A", distance_km=4), [
        "corridor: the corridor leads back to 'A': name two locations"
    ]),
    "a corridor by boat": (nuzuh.corridor("A", "camp", distance_km=0, mode="boat", hours=25, per_day=-1), [
        "corridor: per_day is -1: give a number from 0 up (persons per day)",
        "corridor: hours is 25: give a number from 0 to 24",
        "corridor: mode 'boat' is not known: one of drive, walk, crossing",
        "corridor: distance_km is 0: give a number from 0.001 to 40000 (km)",
    ]),
    "a corridor from nowhere": (nuzuh.corridor(3, "B"), [
        "corridor: from '3' is not a name: write the name of a location",
    ]),
    "a camp that is there": (nuzuh.new_camp("hills", "A"), [
        "new-camp: there is a place 'hills' already: choose another name",
    ]),
    "a camp of no kind": (nuzuh.new_camp(" ", [], lat=1, capacity=1.5, kind="town"), [
        "new-camp: near names no location: name one or several",
        "new-camp: kind 'town' is not known: one of camp, idp_site",
        "new-camp: name ' ' is not a name: write one",
        "new-camp: one of lat and lon is missing: give both or neither",
        "new-camp: capacity 1.5 is not a whole number: round it",
    ]),
    "a camp off the globe": (nuzuh.new_camp("new", "A", lat=91, lon=0), [
        "new-camp: lat is 91: give a number from -90 to 90 (degrees)"
    ]),
    "a camp on the spot": (nuzuh.new_camp("new", {"A": 0}), [
        "new-camp: near is 0: give a number from 0.001 to 40000 (km)",
    ]),
    "two new capacities": (nuzuh.more_capacity("camp", to=5, by=5), [
        "more-capacity: to and by are given: give one of to, by and times"
    ]),
    "no new capacity": (nuzuh.more_capacity(()), [
        "more-capacity: at names no location: name one or several",
        "more-capacity: no new capacity is given: give one of to, by and times",
    ]),
    "less capacity": (nuzuh.more_capacity("camp", times=0.5), [
        "more-capacity: times is 0.5: give a number from 1 to 1e+06",
    ]),
    "no capacity to raise": (nuzuh.more_capacity("B", by=5), [
        "more-capacity: the capacity of 'B' has no limit to raise: give the new one as 'to'"
    ]),
    "an evacuation of everywhere": (nuzuh.evacuate("", share_per_day=1), [
        "evacuate: place is blank: one of A, B, camp, gate, door, far, East, hills"
    ]),
    "a place that is no name": (nuzuh.evacuate(["A"], share_per_day=1), [
        "evacuate: place '['A']' is not a name: write the name of a place"
    ]),
}  # fmt: skip


@pytest.mark.parametrize(("function", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_with_the_way_out(function, expected):
    assert refused(function) == expected


def test_a_scenario_without_a_way_abroad_has_no_border_to_open():
    inland = crisis(PLACES[:2], ROUTES[:1])
    assert refused(nuzuh.open_border(), inland) == [
        "open-border: no route leads abroad: add one to routes.csv, or use corridor"
    ]


def test_what_comes_out_must_pass_the_checks_of_a_folder():
    broken = scenario().with_tables(
        conflict=table_of([{"location": "nowhere", "start": day(0), "intensity": 1}], "conflict")
    )
    assert refused(nuzuh.ceasefire(), broken)[0].startswith(
        "ceasefire: conflict (row 1, location): unknown location 'nowhere'"
    )


def test_a_changed_scenario_reads_back_from_its_folder(tmp_path):
    functions = (
        nuzuh.ceasefire(day(2)), nuzuh.no_ceasefire(day(9)), nuzuh.open_border(), nuzuh.new_camp("new", "A", day(3)),
        nuzuh.prolong_conflict(day(9), like=(day(0), day(4))), nuzuh.evacuate("B", share_per_day=0.1),
        nuzuh.more_capacity(["camp", "new"], to=400), nuzuh.corridor("A", "camp", day(3), day(4), distance_km=66),
        nuzuh.close_border(day(15), at="gate"), nuzuh.winterise(),
    )  # fmt: skip
    changed = nuzuh.combined(*functions)(scenario(conflict=[fire("A", 0, 6, 0.3)]))
    again = nuzuh.read_scenario(nuzuh.write_scenario(changed, tmp_path / "again"))
    assert again.hash == changed.hash
    assert (simulate(again).n_displaced.values == simulate(changed).n_displaced.values).all()


def test_every_policy_is_public():
    for name, factory in POLICIES.items():
        assert getattr(nuzuh, name.replace("-", "_")) is factory
