"""`nuzuh read`: reports on the screen, as JSON, as a page, in a file that grows, and into a scenario."""

import json
import shutil

import pytest
from tests.claims.scoring import TEXTS
from typer.testing import CliRunner

import nuzuh
from nuzuh.cli import app

FIRST = TEXTS / "01-flash-update.txt"


KEYS = [
    *("kind", "quantity_low", "quantity_high", "modifier", "unit", "location", "origin", "destination"),
    *("period_start", "period_end", "speaker", "speaker_role", "speaker_organisation", "quoted", "negated"),
    *("hypothetical", "judging_words", "sentence", "start", "end", "confidence"),
]


def nuzuh_cli(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path):
    nuzuh.write_scenario(nuzuh.read_scenario("idlib-2020"), tmp_path / "mine")
    return tmp_path / "mine"


def test_claims_are_shown_and_said_to_be_reported():
    done = nuzuh_cli("read", FIRST, "--scenario", "idlib-2020")
    assert done.exit_code == 0
    assert "1 report, 14 claims" in done.stdout
    assert "Reported, not observed." in done.stdout
    assert "815,000" in done.stdout


def test_json_of_one_report_has_the_keys_that_others_read():
    printed = json.loads(nuzuh_cli("read", FIRST, "--json").stdout)
    assert list(printed) == ["report", "claims", "agreements", "operations", "appeals"]
    assert printed["report"]["date"] == "2020-02-14"
    assert printed["report"]["title"].startswith("North-west Syria: Flash Update")
    assert list(printed["claims"][0])[: len(KEYS)] == KEYS


def test_json_of_several_is_an_object_a_line():
    lines = nuzuh_cli("read", TEXTS, "--json").stdout.splitlines()
    assert [json.loads(line)["report"]["name"] for line in lines] == sorted(path.name for path in TEXTS.glob("*.txt"))


def test_rows_come_into_a_scenario_as_reported_and_are_accepted(folder, tmp_path):
    text = tmp_path / "report.txt"
    said = "Some 500,000 people fled Idlib since 1 December. 70,000 families fled Aleppo since 1 December."
    text.write_text(f"date 2020-02-14\n\n{said}\n")
    before = nuzuh.read_scenario(folder)
    done = nuzuh_cli("read", text, "--into", folder)
    assert done.exit_code == 0, done.output
    assert "1 row reported" in done.stdout
    assert "70,000 families" in done.stderr
    assert nuzuh.read_scenario(folder).hash == before.hash  # nothing uses it
    done = nuzuh_cli("read", text, "--into", folder, "--persons-per-household", "5.5")
    assert "1 row reported; 1 row there already" in done.stdout
    assert "2 rows accepted" in nuzuh_cli("accept", folder, "--all").stdout
    rows = nuzuh.read_scenario(folder).tables["observations"]
    accepted = rows[rows["status"] == "accepted"]
    assert sorted(accepted["value"]) == [385_000, 500_000]
    assert nuzuh.read_scenario(folder).hash != before.hash


def test_a_page_has_text_and_rows(tmp_path):
    done = nuzuh_cli("read", FIRST, "--page", tmp_path / "claims.html")
    assert f"Written: {tmp_path / 'claims.html'}" in done.stdout
    page = (tmp_path / "claims.html").read_text(encoding="utf-8")
    assert "142,000 people left their homes" in page
    assert "Reported, not observed" in page


def test_many_are_kept_as_they_are_read_and_gone_on_with(tmp_path, monkeypatch):
    out = tmp_path / "claims.jsonl"
    whole = tmp_path / "whole.jsonl"
    assert nuzuh_cli("read", TEXTS, "-o", whole).exit_code == 0
    from nuzuh.sources.reports import files

    real, n_read = files.read_file, 0

    def stopped(path, scenario=None, reader=None):
        nonlocal n_read
        n_read += 1
        if n_read == 4:
            raise KeyboardInterrupt
        return real(path, scenario, reader)

    monkeypatch.setattr(files, "read_file", stopped)
    done = nuzuh_cli("read", TEXTS, "-o", out)
    assert done.exit_code == 130
    assert "the same command goes on with it" in done.stderr
    assert not out.exists()
    part = out.with_name("claims.jsonl.part")
    assert len(part.read_text(encoding="utf-8").splitlines()) == 3
    lines = part.read_bytes().splitlines(keepends=True)
    part.write_bytes(b"".join(lines[:2]) + b"no JSON\n" + lines[2][:-40])  # damaged, and cut off
    monkeypatch.setattr(files, "read_file", real)
    done = nuzuh_cli("read", TEXTS, "-o", out)
    assert "2 of them by an earlier call" in done.stdout
    assert out.read_bytes() == whole.read_bytes()
    assert not part.exists()


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "latin.txt").write_bytes("Türkiye".encode("latin-1"))
    done = nuzuh_cli("read", tmp_path / "nowhere.txt", tmp_path / "empty")
    assert done.exit_code == 2
    assert "no report" in done.stderr
    assert "has no report" in done.stderr
    done = nuzuh_cli("read", tmp_path / "latin.txt")
    assert done.exit_code == 2
    assert "no text in UTF-8 (byte 2)" in done.stderr
    done = nuzuh_cli("read", FIRST, "--page", "x.pdf", "--persons-per-household", "5", "-o", "y.jsonl")
    assert done.exit_code == 2
    for words in ("ends in .html", "is for --into", "--out stands alone"):
        assert words in done.stderr


def test_a_language_model_that_does_not_answer_is_told():
    done = nuzuh_cli("read", FIRST, "--language-model", "http://127.0.0.1:9/v1/chat/completions", "--model", "any")
    assert done.exit_code == 4
    assert "does not answer" in done.stderr


def test_a_shipped_scenario_is_not_written_to():
    done = nuzuh_cli("read", FIRST, "--into", "idlib-2020")
    assert done.exit_code == 2


def test_what_would_steer_a_terminal_is_shown_by_its_code(tmp_path):
    name = tmp_path / "report.txt"
    name.write_text("date 2020-02-14 20 people were killed in A\u202eriha.")
    assert "\u202e" not in nuzuh_cli("read", name).stdout


def test_a_copy_of_a_report_says_the_same(tmp_path):
    copy = shutil.copy(FIRST, tmp_path / "copy.txt")
    one, other = (json.loads(nuzuh_cli("read", path, "--json").stdout)["claims"] for path in (FIRST, copy))
    assert one == other
