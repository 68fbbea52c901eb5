"""nuzuh report, and the reports that nuzuh run and nuzuh compare write beside their results."""

import pytest
from typer.testing import CliRunner

from nuzuh.cli import app


def nuzuh_cli(*words):
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = tmp_path_factory.mktemp("report")
    run = ("--members", 4, "--executor", "here")
    for words in (
        ("run", "valley", *run, "--out", made / "run"),
        ("compare", "valley", "--what-if", "camp-at-mill", *run, "--out", made / "compared"),
    ):
        done = nuzuh_cli(*words)
        assert done.exit_code == 0, done.output
        assert f"Written: {words[-1]}/report.html" in done.output.replace("\n", "")
    return made


def test_runs_and_comparisons_have_a_report_beside_them(place):
    assert "nuzuh-data" in (place / "run" / "report.html").read_text(encoding="utf-8")
    assert "Camp" in (place / "compared" / "report.html").read_text(encoding="utf-8")
    assert not (place / "compared" / "baseline" / "report.html").exists()


def test_the_report_of_a_comparison_is_made_again_from_its_folder(place, tmp_path):
    done = nuzuh_cli("report", place / "compared", "-o", tmp_path / "again.html")
    assert done.exit_code == 0, done.output
    assert "Written: " in done.output
    assert (tmp_path / "again.html").read_bytes() == (place / "compared" / "report.html").read_bytes()


def test_folders_of_runs_make_the_same_report_as_their_comparison(place, tmp_path):
    folders = [place / "compared" / name for name in ("baseline", "camp-at-mill")]
    assert nuzuh_cli("report", *folders, "--out", tmp_path / "a.html").exit_code == 0
    assert (tmp_path / "a.html").read_bytes() == (place / "compared" / "report.html").read_bytes()


@pytest.mark.parametrize("words", [("nonesuch", "-o", "a.html"), ("nonesuch", "-o", "a.txt"), ("nonesuch",)])
def test_wrong_use_is_told_with_exit_code_2(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["report", *words])
    assert done.exit_code == 2
    assert not list(tmp_path.iterdir())
