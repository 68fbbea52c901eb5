"""nuzuh export on the command line."""

import json
from contextlib import contextmanager

import pytest
from tests.results import AWKWARD, result_of
from tests.test_cli import nuzuh_cli

import nuzuh
from nuzuh.outputs.export import FORMATS


@pytest.fixture
def run(tmp_path):
    return nuzuh.write_run(result_of(AWKWARD), tmp_path / "run")


def test_files_stand_beside_the_result_unless_told_otherwise(run, tmp_path):
    before = {path.name for path in run.iterdir()}
    words = [word for name in FORMATS for word in ("--to", name)]
    done = nuzuh_cli("export", run, *words)
    assert (done.exit_code, done.stderr) == (0, "")
    files = [one.file for one in FORMATS.values()]
    assert done.stdout.splitlines() == [f"Written: {run / file}" for file in files]
    assert {path.name for path in run.iterdir()} == before | set(files)
    nuzuh_cli("export", run / "result.nc", "--to", "hxl", "-o", tmp_path / "new" / "a.csv")
    assert (tmp_path / "new" / "a.csv").read_bytes() == (run / "hxl.csv").read_bytes()


def test_a_day_counts_for_the_formats_that_can_hold_one(run, tmp_path):
    done = nuzuh_cli("export", run, "--to", "hxl", "--to", "geojson", "--to", "netcdf", "--date", "2020-01-02",
                     "--quantity", "n_at_home", "-o", tmp_path)  # fmt: skip
    assert done.exit_code == 0, done.output
    rows = (tmp_path / "hxl.csv").read_text(encoding="utf-8")
    assert rows.count(",2020-01-02,2020-01-02,n_at_home,") == len(AWKWARD)
    drawn = json.loads((tmp_path / "map.geojson").read_text(encoding="utf-8"))
    assert drawn["features"][0]["properties"]["date"] == "2020-01-02"


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    words = ["--to", "parket", "--to", "geojson", "--date", "2020-02-30", "--out", tmp_path / "x.csv"]
    done = nuzuh_cli("export", tmp_path / "nowhere", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert len(lines) == 4
    for line, message in zip(lines, ["no result at", "no day of the calendar", "'parquet'?", "x.csv"], strict=True):
        assert message in line


def test_a_format_must_be_named(run):
    done = nuzuh_cli("export", run)
    assert (done.exit_code, "Missing option '--to'" in done.stderr) == (2, True)


def test_each_format_has_a_bar_for_those_who_look(run, monkeypatch):
    shown = []

    @contextmanager
    def bar(title, *, quiet):
        yield lambda *step: shown.append((title, quiet, *step))

    monkeypatch.setattr("nuzuh.commands.export.progress_bar", bar)
    nuzuh_cli("export", run, "--to", "netcdf", "--to", "hxl")
    assert {title for title, *_ in shown} == {f"{run} as netcdf", f"{run} as hxl"}
    assert shown[-1][1:] == (False, 4, 4)
