"""How well the texts of this folder are read, and the report that the first issue of reading came with."""

from pathlib import Path

import pytest
from tests.claims.scoring import TEXTS, compared, labels_of, precision_recall

import nuzuh
from nuzuh.sources.reports.claims import KINDS

SHARED = Path(__file__).parents[3] / "shared" / "data" / "reports" / "2020-02-24.txt"
NAMES = sorted(path.stem for path in TEXTS.glob("*.txt"))


@pytest.fixture(scope="module")
def idlib():
    return nuzuh.read_scenario("idlib-2020")


@pytest.mark.parametrize("name", NAMES)
def test_labels_stand_in_their_texts(name):
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    for label in labels_of(TEXTS / f"{name}.csv"):
        assert text.count(label["quote"]) == 1, label["quote"]
        assert set(label["kind"].split("|")) <= set(KINDS)


def test_the_texts_that_the_rules_were_made_with_are_read(idlib):
    precision, recall = precision_recall(compared(TEXTS, NAMES, idlib))
    assert precision >= 0.75
    assert recall >= 0.74


def test_rows_with_nothing_against_them_are_righter_than_the_rest(idlib):
    read = [one for one in compared(TEXTS, NAMES, idlib) if one.claim is not None]
    sure = [one.is_right for one in read if not one.claim.reasons]
    doubted = [one.is_right for one in read if one.claim.reasons]
    assert sum(sure) / len(sure) >= 0.88 > sum(doubted) / len(doubted) + 0.1


def test_a_text_without_claims_gives_none(idlib):
    assert compared(TEXTS, ["08-no-claims"], idlib) == []


@pytest.mark.skipif(not SHARED.is_file(), reason="needs the shared report of 24 February 2020")
@pytest.mark.parametrize("name", ["idlib-2020", None])
def test_the_report_of_24_february_2020(name):
    scenario = None if name is None else nuzuh.read_scenario(name)
    read = nuzuh.read_report(SHARED.read_text(encoding="utf-8"), scenario)
    idlib = "Idleb" if name else "Idlib"
    assert [(one.kind, one.quantity_high, one.modifier, one.location) for one in read.claims] == [
        ("displaced_new", 1_000_000, "nearly", idlib),
        ("exposed", 3_000_000, "", idlib),
        ("died_of_cold", None, "several", ""),
        ("hosted", 4_000_000, "nearly", "Turkey"),
    ]
    (agreement,) = read.agreements
    assert agreement.parties == ("Russia", "Turkey")
    assert agreement.period_start.year == agreement.period_end.year == 2018
    assert {"three successful military operations", "safety zones", "winter offensive"} <= {
        one.what for one in read.operations
    }
    assert [one.number for one in read.operations if "operations" in one.what] == [3]
    grandi = read.appeals[-1]
    assert (grandi.speaker, grandi.speaker_organisation) == ("Filippo Grandi", "UNHCR")
    assert grandi.speaker_role == "UN High Commissioner for Refugees"
    assert (str(grandi.period_start), str(grandi.period_end)) == ("2020-02-17", "2020-02-23")
