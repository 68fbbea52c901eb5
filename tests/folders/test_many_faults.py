"""All faults are listed together, and quickly."""

import time

import pandas as pd
import pytest

import nuzuh

MANY = {
    "scenario.yml": "name: a/b\ntitel: x\nstart: 2021-02-30\nend: 2021-04-29\nhome_country: Northland\n"
    "params:\n  departure:\n    twon: 1\n",
    "locations.csv": "name,kind,lat,lon,population,capacity,countri\nFord,town,95,20,-5,,\nMill,twon,10,20,8000,,\n"
    "Mill,town,10,20,9,,\nMeadow,camp,10,,0,5,\nHill,idp_site,,,9,5,\n",
    "routes.csv": "from,to,distance_km\nFord,Ford,1\nFord,Mil,ten\nMill,Ford,9\nMill,Ford,9\n",
    "conflict.csv": "location,start,end,intensity\nFord,2021-03-05,2021-03-01,0.5\nFord,2021-03-05,2021-03-09,2\n"
    "Mill,2021-03-05,2021-03-09,1\nMill,2021-03-09,,1\nNowhere,2021-03-09,,1\n",
    "closures.csv": "kind,from,to,start\nborder,Northland,Narnia,2021-03-05\n",
    "observations.csv": "",
}

EXPECTED = """
closures.csv:2:18: unknown country 'Narnia'
conflict.csv:2:17: end 2021-03-01 lies before start 2021-03-05
conflict.csv:3:28: intensity 2 is above 1
conflict.csv:5:6: spells for 'Mill' overlap (with line 4)
conflict.csv:6:1: unknown location 'Nowhere'
locations.csv:1:39: unknown column 'countri'
locations.csv:2:11: lat 95 is above 90
locations.csv:2:17: population -5 is below 0
locations.csv:3:6: kind 'twon' is not known
locations.csv:4:1: location 'Mill' stands twice (first on line 3)
locations.csv:5:1: warning: no route leads to camp 'Meadow' from where people live
locations.csv:5:16: lon is blank
locations.csv:6:1: warning: no route leads away from 'Hill'
locations.csv:6:19: capacity 5 is below the 9 people there on the first day
observations.csv:1:1: the file is empty
routes.csv:2:6: the route leads back to its start
routes.csv:3:6: unknown location 'Mil'
routes.csv:3:10: distance_km 'ten' is not a number
routes.csv:5:1: route stands twice (first on line 4)
scenario.yml:1:1: name 'a/b' cannot be the name of a folder
scenario.yml:2:1: unknown key 'titel'
scenario.yml:3:1: start 2021-02-30 is no day of the calendar
scenario.yml:8:5: params.departure.twon: unknown parameter
""".strip().split("\n")


def test_all_faults_of_a_folder_are_listed_together_each_once(valley):
    for file, content in MANY.items():
        valley.write(file, content)
    lines = valley.lines()
    assert [line.rpartition(": ")[0] for line in lines] == EXPECTED
    assert all(line.rpartition(": ")[2] for line in lines)


def spells(n_rows, n_faulty, names):
    days = pd.date_range("2021-03-01", "2021-04-29")
    yield "location,start,end,intensity,event"
    for row in range(n_rows):
        day = f"{days[row // len(names) % len(days)]:%Y-%m-%d}"
        name = "Idlip" if row < n_faulty else names[row % len(names)]
        yield f"{name},{day},{day},{'2' if row < n_faulty // 2 else '0.5'},shelling"


@pytest.fixture
def large(valley):
    """The valley with 400 more towns along the road."""
    names = [f"Town {i}" for i in range(400)]
    towns = "".join(f"{name},town,,,,10,,,\n" for name in names)
    legs = "".join(f"Market,{name},9,drive,,\n" for name in names)
    for file, more in {"locations.csv": towns, "routes.csv": legs}.items():
        valley.write(file, (valley.path / file).read_text(encoding="utf-8") + more)
    return valley, names


def test_thousands_of_faults_are_listed_in_a_few_seconds(large):
    valley, names = large
    valley.write("conflict.csv", "\n".join(spells(20_000, 5_000, names)))
    began = time.process_time()
    faults = valley.faults()
    assert time.process_time() - began < 6  # 1 s on a laptop
    assert sum(fault.what == "unknown location 'Idlip'" for fault in faults) == 5_000
    assert sum("above 1" in fault.what for fault in faults) == 2_500


def test_a_hundred_thousand_rows_are_read_in_a_few_seconds(large):
    valley, names = large
    rows = "\n".join(spells(24_000, 0, names))
    valley.write("conflict.csv", rows + "\n" + "\n".join(["Ford,2021-03-01,2021-03-01,0.5,"] * 76_000))
    began = time.process_time()
    table = nuzuh.scenario.tables.read_table(valley.path / "conflict.csv", "conflict")
    assert time.process_time() - began < 4  # 1 s on a laptop
    assert len(table.frame) == 100_000
