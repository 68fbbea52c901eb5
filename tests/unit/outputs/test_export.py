"""Exports: what is refused and why, what is left behind, and that much is never held at once."""

import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from tests.results import AWKWARD, result_of

import nuzuh
from nuzuh.model import result as results
from nuzuh.outputs import export as exports
from nuzuh.outputs.export import FORMATS, file_of, refusals
from nuzuh.outputs.kept_run import open_run

WRONG = {
    "unknown format": ({"formats": ["parket"]}, "no format 'parket': did you mean 'parquet'?"),
    "file of another format": (
        {"path": "x.xlsx"},
        "'x.xlsx' does not end as hxl does: name a file in .csv, or",
    ),
    "one file for two": ({"formats": ["hxl", "geojson"], "path": "x.csv"}, "one file for 2 formats: name a folder"),
    "day for all of it": ({"formats": ["netcdf"], "day": date(2020, 1, 2)}, "a single day cannot be chosen for netcdf"),
    "day outside": (
        {"day": date(2021, 1, 2)},
        "2021-01-02 is not within the run: choose a day from 2020-01-01",
    ),
    "quantity of a map": (
        {"formats": ["geojson"], "quantities": ["n_at_home"]},
        "quantities cannot be chosen for",
    ),
    "unknown quantity": ({"quantities": ["n_displace"]}, "no quantity 'n_displace': did you mean 'n_displaced'"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_done_is_refused_with_the_way_out(case):
    asked, message = WRONG[case]
    asked = {"formats": ["hxl"], "path": "x"} | asked
    (found,) = refusals(result_of(AWKWARD), asked.pop("formats"), Path(asked.pop("path")), **asked)
    assert message in found


def test_all_reasons_are_named_at_once(tmp_path):
    with pytest.raises(nuzuh.UsageError) as caught:
        nuzuh.export(result_of(AWKWARD), "parquet", tmp_path / "x.csv", day=date(2019, 1, 1), quantities=["people"])
    assert len(str(caught.value).splitlines()) == 5
    assert not list(tmp_path.iterdir())


def test_what_belongs_to_a_run_is_not_replaced(tmp_path):
    run = nuzuh.write_run(result_of(AWKWARD), tmp_path / "run")
    for to, name in (("netcdf", "result.nc"), ("hxl", "displaced.csv")):
        with pytest.raises(nuzuh.UsageError, match=rf"{name}' belongs to the run itself: choose another name"):
            nuzuh.export(result_of(AWKWARD), to, run / name)


def test_a_place_that_cannot_be_written_is_named_with_all_else(tmp_path):
    (tmp_path / "file").write_text("")
    wrong = refusals(result_of(AWKWARD), ["hxl", "netcdf"], tmp_path / "file", quantities=["people"])
    assert len(wrong) == 2
    assert "file' is a file: name a folder" in wrong[0]


def test_parquet_without_pyarrow_names_the_extra(monkeypatch, tmp_path):
    monkeypatch.setattr(exports, "find_spec", lambda _: None)
    with pytest.raises(nuzuh.UsageError, match=r"pip install 'nuzuh\[parquet\]'"):
        nuzuh.export(result_of(AWKWARD), "parquet", tmp_path)
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(nuzuh.UsageError, match=r"pip install 'nuzuh\[parquet\]'"):
        exports.write_parquet(result_of(AWKWARD), tmp_path / "x.parquet")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("to", FORMATS)
def test_a_file_appears_whole_or_not_at_all(to, tmp_path):
    def stop(_n_all, n_done):
        if n_done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        nuzuh.export(result_of(AWKWARD), to, tmp_path, progress=stop)
    assert not list(tmp_path.iterdir())
    file = nuzuh.export(result_of(AWKWARD), to, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [file.name] == [FORMATS[to].file]
    first = file.read_bytes()
    assert nuzuh.export(result_of(AWKWARD), to, tmp_path).read_bytes() == first
    assert nuzuh.export(result_of(AWKWARD, seed=1), to, tmp_path).read_bytes() != first


FULL = """
    import resource, nuzuh
    from pathlib import Path
    result = nuzuh.ensemble(nuzuh.read_scenario("valley"), members=4)
    nuzuh.export(result, {to!r}, {whole!r})
    half = Path({whole!r}, {file!r}).stat().st_size // 2
    resource.setrlimit(resource.RLIMIT_FSIZE, (half, -1))
    nuzuh.export(result, {to!r}, {part!r})
"""


@pytest.mark.parametrize("to", FORMATS)
def test_a_disk_that_takes_no_more_is_told(to, tmp_path):
    """A limit on the size of files fails as a full disk does: in the middle of one; HDF5 would end by a signal."""
    whole, part = tmp_path / "whole", tmp_path / "part"
    script = textwrap.dedent(FULL).format(to=to, whole=str(whole), part=str(part), file=FORMATS[to].file)
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 1, ran.stderr
    assert f"NuzuhError: cannot write '{part}' (File too large): make room" in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["whole"]


@pytest.mark.parametrize("to", FORMATS)
def test_progress_rises_to_all(to, tmp_path):
    seen = []
    nuzuh.export(result_of(AWKWARD), to, tmp_path, progress=lambda *step: seen.append(step))
    done = [n_done for _, n_done in seen]
    assert done == sorted(done)
    assert seen[-1][0] == seen[-1][1]


@pytest.mark.parametrize("to", ["parquet", "netcdf", "hxl"])
def test_many_members_are_read_a_few_at_a_time(to, tmp_path, monkeypatch):
    """However few are read at a time, the file is the same."""
    result = result_of(AWKWARD, members=5)
    whole = nuzuh.export(result, to, tmp_path / "whole").read_bytes()
    small = 2 * 8 * 8 * 4  # two members
    for place, name in (
        ("nuzuh.model.result", "MOST_BYTES"),
        ("nuzuh.outputs.export_parquet", "ROWS_BYTES"),
        ("nuzuh.ensembles.quantiles", "DAYS_BYTES"),
    ):
        monkeypatch.setattr(f"{place}.{name}", small)
    monkeypatch.setattr(results.slabs, "__defaults__", (small,))
    seen = []
    parts = nuzuh.export(result, to, tmp_path / "parts", progress=lambda *step: seen.append(step))
    assert len(seen) > 2
    if to == "parquet":  # its groups of rows are others
        import pandas as pd

        assert pd.read_parquet(parts).equals(pd.read_parquet(tmp_path / "whole" / "members.parquet"))
    else:
        assert parts.read_bytes() == whole


def test_a_path_is_a_file_or_a_folder(tmp_path):
    assert file_of("hxl", tmp_path / "a.csv") == tmp_path / "a.csv"
    assert file_of("hxl", tmp_path / "a") == tmp_path / "a" / "hxl.csv"
    assert file_of("geojson", tmp_path / "a.json") == tmp_path / "a.json"
    (tmp_path / "b.csv").mkdir()
    assert file_of("hxl", tmp_path / "b.csv") == tmp_path / "b.csv" / "hxl.csv"


def test_a_kept_run_is_opened_and_what_is_none_is_told(tmp_path):
    result = result_of(AWKWARD)
    nuzuh.write_run(result, tmp_path / "compared" / "baseline")
    nuzuh.write_run(result, tmp_path / "compared" / "calm")
    with open_run(tmp_path / "compared" / "calm") as opened:
        assert opened.load().equals(result)
    with pytest.raises(nuzuh.UsageError, match=r"holds 2 runs: name one of .*baseline, .*calm"):
        open_run(tmp_path / "compared")
    with pytest.raises(nuzuh.UsageError, match="no result at"):
        open_run(tmp_path / "nowhere")
    (tmp_path / "text.nc").write_text("no result")
    xr.Dataset({"x": ("y", np.arange(3))}).to_netcdf(tmp_path / "other.nc", engine="h5netcdf")
    xr.Dataset({"date": ("day", np.arange(3))}).to_netcdf(tmp_path / "dated.nc", engine="h5netcdf")
    for name in ("text.nc", "other.nc", "dated.nc"):
        with pytest.raises(nuzuh.UsageError, match=f"{name}' cannot be read as a result"):
            open_run(tmp_path / name)
