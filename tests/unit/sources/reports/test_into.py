"""Claims as rows of observations: what each becomes, what is refused and why, and what stays of a table."""

import codecs
import shutil
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.crises import crisis, day
from tests.reports_said import PUBLISHED, claim, report

import nuzuh
from nuzuh.errors import ScenarioError, UsageError
from nuzuh.scenario.checks import check_tables
from nuzuh.scenario.folder import find_folder
from nuzuh.scenario.tables import table_of
from nuzuh.sources.reports.into import add_to, rows_for

NAMES = ["date", "since", "location", "quantity", "value", "low", "high"]


@pytest.fixture(scope="module")
def land():
    places = [
        {"name": "Ariha", "kind": "town", "population": 1000, "admin1": "Idleb"},
        {"name": "Azaz", "kind": "camp", "population": 0, "admin1": "Aleppo"},
    ]
    return crisis(places, [("Ariha", "Azaz", 10)], days=20)


def row_of(land, *args, **more):
    """The only row that a claim becomes."""
    (row,), refused = rows_for([report(claim(*args, **more))], land)
    assert refused == []
    return row


def reasons(land, *args, **more):
    rows, (refused,) = rows_for([report(claim(*args, **more))], land)
    assert rows == []
    return list(refused.reasons)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            ("displaced_new", 900, {"origin": "Idleb", "period_start": day(2), "period_end": day(5)}),
            (day(5), day(2), "Idleb", "cum_displaced", 900, None, None),
        ),
        (("displaced_new", 900, {"location": "idleb"}), (PUBLISHED, None, "Idleb", "cum_displaced", 900, None, None)),
        (
            ("displaced_total", (700, 800), {"location": "Azaz", "period_start": day(2)}),
            (PUBLISHED, None, "Azaz", "n_displaced", None, 700, 800),
        ),
        (("hosted", 5, {"location": "Azaz"}), (PUBLISHED, None, "Azaz", "n_displaced", 5, None, None)),
        (
            ("returned", 7, {"destination": "Ariha", "period_start": day(0), "period_end": day(1)}),
            (day(1), day(0), "Ariha", "cum_returned", 7, None, None),
        ),
        (("displaced_total", 7, {}), (PUBLISHED, None, "", "n_displaced", 7, None, None)),
        (("displaced_total", (7, None), {}), (PUBLISHED, None, "", "n_displaced", 7, None, None)),
    ],
)
def test_a_claim_becomes_the_row_of_its_kind(land, said, expected):
    kind, quantity, more = said
    row = row_of(land, kind, quantity, **more)
    assert tuple(row.get(name) for name in NAMES) == expected
    assert (row["status"], row["published"], row["source"], row["fit"]) == ("reported", PUBLISHED, "a.txt", True)


@pytest.mark.parametrize(
    ("more", "remark"),
    [
        ({"modifier": "nearly"}, "(nearly, "),
        ({}, "the day is that of the report"),
        ({}, "no place is named: the whole scenario"),
        ({"kind": "displaced_new"}, "since when is not told: the scenario's first day"),
        ({"kind": "displaced_new", "origin": "Ariha", "destination": "Azaz"}, "to Azaz"),
        ({"quantity": (7, None)}, "the other end is not given"),
        ({"judging_words": ("regime", "hell")}, "judging words: regime, hell"),
        ({"confidence": 0.456}, "confidence 0.46"),
    ],
)
def test_the_note_has_the_sentence_and_what_was_read_into_it(land, more, remark):
    row = row_of(land, **{"quantity": 9, "sentence": "Nine\nof them."} | more)
    assert row["note"].startswith("“Nine of them.” (")
    assert remark in row["note"]


def test_a_long_sentence_is_shortened_and_no_spreadsheet_takes_it_for_a_formula(land):
    note = row_of(land, quantity=9, sentence="=1+1 " + "long " * 1000)["note"]
    assert note.startswith("“=1+1 long")
    assert len(note) < 400


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"kind": "killed"}, "a scenario has no observations of this kind"),
        ({"negated": True}, "it is denied"),
        ({"hypothetical": True}, "it is feared, planned, expected or conditional"),
        ({"quantity": None}, "the text gives no number"),
        ({"quantity": 10**400}, "it counts more people than there are"),
        ({"unit": "children"}, "it counts 'children', a part of the people"),
        ({"unit": "families"}, "it counts families: give the persons per household"),
        ({"location": "Arihaa"}, "unknown location 'Arihaa' (did you mean 'Ariha'?)"),
        ({"origin": "Ariha"}, "it does not say where they are"),
        ({"kind": "hosted"}, "it does not say where they are"),
        ({"period_end": date(2021, 1, 1)}, "2021-01-01 lies outside the scenario's days"),
        ({"kind": "displaced_new", "period_start": date(2019, 12, 1)}, "it counts since 2019-12-01, before"),
        ({"kind": "returned", "period_start": day(9), "period_end": day(8)}, "it counts since 2020-01-10, after"),
    ],
)
def test_what_is_no_observation_is_refused_with_its_reason(land, more, expected):
    (reason,) = reasons(land, **{"quantity": 9} | more)
    assert reason.startswith(expected)


def test_all_reasons_are_told_at_once_on_one_line(land):
    words = claim("displaced_new", None, negated=True, unit="boys", location="Nowhere", sentence="No\nboys.")
    _, (refused,) = rows_for([report(words, published=None)], land)
    assert len(refused.reasons) == 5
    assert str(refused).startswith("a.txt: displaced_new: it is denied, and the text gives no number, and ")
    assert str(refused).endswith(": “No boys.”")


def test_families_become_persons_by_a_number_that_the_note_names(land):
    families = claim(quantity=(100, 200), unit="households", location="Azaz")
    (row,), _ = rows_for([report(families)], land, 5.5)
    assert (row["low"], row["high"]) == (550, 1100)
    assert "100 to 200 families, 5.5 persons each" in row["note"]
    (row,), _ = rows_for([report(claim(quantity=10, unit="families", persons_per_household=6.0))], land, 5.5)
    assert row["value"] == 60
    (row,), _ = rows_for([report(claim(quantity=10, unit="families", persons_per_household=-6.0))], land, 5.5)
    assert row["value"] == 55


@pytest.mark.parametrize("persons", [0, -1, float("nan"), float("inf"), 1000])
def test_nobody_lives_in_such_households(land, persons):
    with pytest.raises(UsageError, match="persons per household: give a number above 0"):
        rows_for([], land, persons)


def test_one_row_has_all_sources_and_contradicting_rows_their_spread(land):
    same, other = claim(quantity=900, location="Azaz"), claim(quantity=700, location="Azaz", speaker="Mr X")
    rows, _ = rows_for([report(same), report(same, other, name="b.txt", published=day(10))], land)
    rows_of_one_day, _ = rows_for([report(same), report(same, other, name="b.txt")], land)
    assert [row["source"] for row in rows] == ["a.txt", "b.txt", "b.txt: Mr X"]
    assert [row["source"] for row in rows_of_one_day] == ["a.txt; b.txt", "b.txt: Mr X"]
    assert all("reports differ: 700 to 900" in row["note"] for row in rows_of_one_day)
    assert "reports differ" not in rows[0]["note"]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            claim,
            st.sampled_from(["displaced_new", "displaced_total", "hosted", "returned", "other"]),
            st.one_of(st.none(), st.integers(0, 10**11), st.tuples(st.integers(0, 9), st.integers(0, 9))),
            location=st.sampled_from(["", "Ariha", "AZAZ", "Idleb", "x"]),
            unit=st.sampled_from(["", "IDPs", "families", "men"]),
            period_start=st.one_of(st.none(), st.dates(day(-3), day(25))),
            period_end=st.one_of(st.none(), st.dates(day(-3), day(25))),
            sentence=st.text(),
            speaker=st.text(max_size=5),
        ),
        max_size=6,
    )
)
def test_whatever_is_said_the_rows_are_sound_and_every_claim_is_a_row_or_refused(claims):
    places = [
        {"name": "Ariha", "kind": "town", "admin1": "Idleb"},
        {"name": "Azaz", "kind": "camp", "admin1": "Aleppo"},
    ]
    land = crisis(places, [("Ariha", "Azaz", 10)], days=20)
    rows, refused = rows_for([report(*claims)], land, 5.0)
    assert bool(rows or refused) == bool(claims)
    made = land.with_tables(observations=table_of(rows, "observations"))
    errors = [fault.what for fault in check_tables(made) if fault.level == "error" and "observations" in fault.file]
    assert all(what.startswith("observation stands twice") for what in errors)


# into a folder


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(find_folder("valley"), tmp_path / "valley")


SAID = report(
    claim("displaced_new", 12_500, origin="Ford", period_start=date(2021, 3, 5), period_end=date(2021, 3, 12)),
    claim(
        "displaced_total", 7_000, location="Meadow", modifier="nearly", sentence='"Nearly 7,000", he said, are here.'
    ),
    claim("killed", 3),
    published=date(2021, 3, 20),
)


def test_rows_are_appended_and_the_others_stay_as_they_are_to_the_byte(folder):
    before = (folder / "observations.csv").read_bytes()
    old = nuzuh.read_scenario(folder)
    added = add_to(folder, [SAID])
    after = (folder / "observations.csv").read_bytes()
    assert after.split(b"\n")[1 : before.count(b"\n")] == before.split(b"\n")[1:-1]
    assert after.startswith(before.split(b"\n")[0] + b",since,published,note\n")
    new = nuzuh.read_scenario(folder)
    assert new.hash == old.hash
    rows = new.tables["observations"]
    assert rows["status"].tolist() == ["modelled"] * 3 + ["reported"] * 2
    assert rows["note"].tolist()[-1].startswith('“"Nearly 7,000", he said, are here.” (nearly, ')
    assert (len(added.rows), len(added.refusals), added.n_known) == (2, 1, 0)


def test_the_same_report_twice_adds_nothing(folder):
    add_to(folder, [SAID])
    once = (folder / "observations.csv").read_bytes()
    again = add_to(folder, [SAID, SAID])
    assert (folder / "observations.csv").read_bytes() == once
    assert (again.rows, again.n_known) == ((), 2)


def test_another_report_of_the_same_adds_its_own_source_alone(folder):
    add_to(folder, [SAID])
    other = report(*SAID.claims[:1], name="b.txt", published=SAID.date)
    both = add_to(folder, [SAID, other])
    assert [row["source"] for row in both.rows] == ["b.txt"]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "unended"])
@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, b""], ids=["mark", "no mark"])
def test_line_ends_mark_comments_and_tags_stay(folder, end, last, mark):
    lines = [
        "# a table",
        "note,date,quantity,value,,",
        "#description,#date,#indicator,#affected",
        "a,2021-03-02,n_displaced,5",
    ]
    text = end.join(lines) + end * last
    (folder / "observations.csv").write_bytes(mark + text.encode())
    add_to(folder, [SAID])
    after = (folder / "observations.csv").read_bytes()
    assert after.startswith(mark)
    shown = after.removeprefix(mark).decode().split(end)
    assert shown[0] == lines[0]
    assert shown[1] == lines[1] + ",since,location,published,source,status"
    assert shown[2] == lines[2] + ",,,#date +start,#loc +name,#date +published,#meta +source,#status"
    assert shown[3] == lines[3]
    assert len(shown) == 7
    assert nuzuh.read_scenario(folder).tables["observations"]["value"].tolist() == [5, 12_500, 7_000]


def test_a_folder_without_observations_gets_a_table(folder):
    (folder / "observations.csv").unlink()
    add_to(folder, [SAID])
    assert nuzuh.read_scenario(folder).tables["observations"]["value"].tolist() == [12_500, 7_000]


def test_nothing_to_add_leaves_no_trace(folder):
    (folder / "observations.csv").unlink()
    add_to(folder, [report(claim("killed", 3))])
    assert not (folder / "observations.csv").exists()


def test_a_folder_with_faults_is_left_as_it_is(folder):
    table = folder / "observations.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("9200", "many"), encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    with pytest.raises(ScenarioError, match="'many' is not a number"):
        add_to(folder, [SAID])
    assert {path.name: path.read_bytes() for path in folder.glob("*.csv")} == before


@pytest.mark.parametrize(
    ("name", "words"), [("idlib-2020", "is shipped with nuzuh"), ("nonesuch", "no scenario folder")]
)
def test_only_a_folder_of_ones_own_is_added_to(name, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=words):
        add_to(name, [SAID])


def test_rows_of_reports_come_into_no_run(folder):
    before = nuzuh.simulate(nuzuh.read_scenario(folder), members=2)
    add_to(folder, [SAID])
    after = nuzuh.read_scenario(folder)
    assert nuzuh.simulate(after, members=2).identical(before)
    assert pd.isna(after.tables["observations"]["since"].iloc[0])
