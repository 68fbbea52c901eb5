"""A scenario that is written and read again is the same to the last bit, and so are its files."""

import tempfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nuzuh
from nuzuh.scenario.scenario import Scenario
from nuzuh.scenario.schema import TABLES
from nuzuh.scenario.tables import table_of

SLOW = settings(max_examples=25, deadline=None)
FIRST, DAYS = date(2020, 1, 1), 90
WORDS = st.one_of(
    st.text(min_size=1, max_size=12),
    st.sampled_from(
        [
            "إدلب",
            "Ma'arrat, north",
            'the "old" town',
            "# no comment",
            "#",
            "two\r\nlines",
            "a\rb",
            "a\x85  b",
            "a\u2028b",
            "=1+1",
        ]
    ),
).map(str.strip)
SETTINGS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**60), 2**60), st.floats(allow_nan=False, allow_infinity=False), WORDS
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
PRIORS = st.fixed_dictionaries(
    {}, optional={"value": FINITE, "uniform": st.lists(FINITE, min_size=2, max_size=2), "normal": st.lists(FINITE)}
)


def some(draw, strategy):
    """A value, or a blank."""
    return draw(st.one_of(st.none(), strategy))


@st.composite
def locations(draw):
    rows = []
    for name in draw(st.lists(WORDS.filter(bool), min_size=2, max_size=5, unique=True)):
        displaced = draw(st.integers(0, 10**9))
        is_placed = draw(st.booleans())
        rows.append(
            {
                "name": name,
                "kind": draw(st.sampled_from(["town", "crossing", "transit"])),
                "country": draw(st.sampled_from(["", "Élan vital"])),
                "lat": draw(st.floats(-90, 90)) if is_placed else None,
                "lon": draw(st.floats(-180, 180)) if is_placed else None,
                "population": draw(st.integers(1, 10**10)),
                "displaced": displaced,
                "capacity": some(draw, st.integers(displaced, 10**12)),
                "attraction": draw(st.floats(-20, 20)),
                "area": draw(WORDS),
                "source": draw(WORDS),
                "status": draw(st.sampled_from(["", "observed", "modelled"])),
                "note": draw(WORDS),
            }
        )
    return [rows[0] | {"country": ""}, *rows[1:]]


@st.composite
def spells(draw, location):
    """Spells of a location that follow each other, the last of them without an end at times."""
    days = sorted(draw(st.sets(st.integers(0, DAYS), max_size=6)))
    pairs = [(FIRST + timedelta(a), FIRST + timedelta(b)) for a, b in zip(days[::2], days[1::2], strict=False)]
    ends = [end for _, end in pairs[:-1]] + [some(draw, st.just(end)) for _, end in pairs[-1:]]
    return [
        {"location": location, "start": start, "end": end, "source": draw(WORDS)}
        for (start, _), end in zip(pairs, ends, strict=True)
    ]


@st.composite
def scenarios(draw):
    places = draw(locations())
    names = [row["name"] for row in places]
    legs = list(pairwise(names))
    conflict = [row | {"intensity": draw(st.floats(0, 1))} for name in names for row in draw(spells(name))]
    nights = [row | {"t_min_c": draw(st.floats(-60, 50))} for row in draw(spells(""))]
    rows = {
        "locations": places,
        "routes": [
            {"from": a, "to": b, "distance_km": draw(st.floats(0.001, 40000)), "one_way": draw(st.booleans())}
            for a, b in legs
        ],
        "conflict": conflict,
        "temperature": nights,
        "observations": [
            {"date": FIRST + timedelta(day), "quantity": "cum_displaced", "value": draw(st.floats(0, 1e12))}
            for day in draw(st.sets(st.integers(0, DAYS), max_size=3))
        ],
        "reported": [{"date": FIRST, "figure": "n_displaced", "words": draw(WORDS)}] if draw(st.booleans()) else [],
        "standards": [{"factor": "reach_km", "value": draw(st.floats(0, 20000))}] if draw(st.booleans()) else [],
        "groups": [{"group": "all", "share": 1, "rel_camp": draw(st.floats(0, 1e6))}] if draw(st.booleans()) else [],
    }
    return Scenario(
        name=draw(st.from_regex(r"\w[\w .-]*", fullmatch=True)),
        title=draw(WORDS),
        start=FIRST,
        end=FIRST + timedelta(DAYS),
        home_country=draw(WORDS.filter(lambda word: word not in ("", "Élan vital"))),
        tables={name: table_of(table, name) for name, table in rows.items()},
        params=draw(st.dictionaries(WORDS, st.dictionaries(WORDS, SETTINGS | PRIORS, max_size=3), max_size=2)),
        sources=tuple(draw(st.lists(st.fixed_dictionaries({"name": WORDS}, optional={"url": WORDS}), max_size=2))),
    )


def files_of(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("hxl", [False, True])
@SLOW
@given(scenario=scenarios())
def test_what_is_written_is_read_again(hxl, scenario):
    with tempfile.TemporaryDirectory() as parent:
        folder = nuzuh.write_scenario(scenario, Path(parent, "one"), hxl=hxl)
        again = nuzuh.read_scenario(folder)
        assert files_of(nuzuh.write_scenario(again, Path(parent, "two"), hxl=hxl)) == files_of(folder)
    for name in TABLES:
        expected = scenario.tables[name].reset_index(drop=True)
        pd.testing.assert_frame_equal(again.tables[name].reset_index(drop=True), expected, check_exact=True)
    for field in ("name", "title", "start", "end", "home_country", "params", "sources", "hash"):
        assert getattr(again, field) == getattr(scenario, field), field


@pytest.mark.parametrize("hxl", [False, True])
@pytest.mark.parametrize("name", nuzuh.scenario_names())
def test_the_shipped_scenarios_are_read_again(name, hxl, tmp_path):
    scenario = nuzuh.read_scenario(name)
    again = nuzuh.read_scenario(nuzuh.write_scenario(scenario, tmp_path / "again", hxl=hxl))
    assert again.hash == scenario.hash
    assert (again.title, again.sources) == (scenario.title, scenario.sources)


@pytest.mark.parametrize("name", nuzuh.scenario_names())
def test_each_written_table_can_have_a_row_of_tags(name, tmp_path):
    folder = nuzuh.write_scenario(nuzuh.read_scenario(name), tmp_path / "tagged", hxl=True)
    for file in folder.glob("*.csv"):
        tags = file.read_text(encoding="utf-8").split("\n")[1].split(",")
        assert all(tag.startswith("#") for tag in tags), file
