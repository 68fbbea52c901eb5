"""nuzuh plot: folders and scenarios in, pictures out; where scenarios come from."""

import shutil

import pytest
from tests.test_cli import nuzuh_cli

from nuzuh.outputs.run_origin import finished_run, run_folders
from nuzuh.scenario.folder import find_folder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run of an own scenario under a what-if, with other days and parameters; and a comparison."""
    folder = tmp_path_factory.mktemp("plots")
    own = shutil.copytree(find_folder("valley"), folder / "own")
    options = ["--start", "2021-03-05", "--what-if", "ceasefire-in-march", "--set", "departure.town=0.2"]
    assert nuzuh_cli("run", own, *options, "--out", folder / "run").exit_code == 0
    words = ["--what-if", "ceasefire-in-march", "--members", 3, "--executor", "here", "--out", folder / "both"]
    assert nuzuh_cli("compare", "valley", *words).exit_code == 0
    return folder


def test_a_scenario_is_found_again_by_its_command(made):
    run = finished_run(made / "run")
    assert run.scenario is not None
    assert run.scenario.hash == run.result.attrs["scenario_hash"]
    assert (run.name, run.scenario.n_days) == ("run", 56)


def test_the_runs_of_a_comparison_are_found_the_baseline_first(made):
    runs = [finished_run(folder) for folder in run_folders(made / "both")]
    assert [run.name for run in runs] == ["baseline", "ceasefire-in-march"]
    assert [run.scenario.hash for run in runs] == [run.result.attrs["scenario_hash"] for run in runs]


def test_a_comparison_is_drawn_whole(made, tmp_path):
    done = nuzuh_cli("plot", made / "both", "--kind", "difference", "-o", tmp_path / "difference.svg")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"Written: {tmp_path}/difference.svg\n"
    assert [path.name for path in tmp_path.iterdir()] == ["difference.svg"]


def test_runs_of_one_name_are_told_apart_by_their_folders(made, tmp_path):
    both = made / "both" / "baseline"
    assert nuzuh_cli("plot", both, both, "-o", tmp_path / "curve.svg").exit_code == 0
    assert str(both) in (tmp_path / "curve.svg").read_text(encoding="utf-8")


def test_a_scenario_that_has_changed_is_not_used_and_that_is_said(made, tmp_path):
    table = made / "own" / "observations.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("9200", "9300"), encoding="utf-8")
    try:
        done = nuzuh_cli("plot", made / "run", "--location", "Meadow", "-o", tmp_path / "curve.png")
    finally:
        table.write_text(text, encoding="utf-8")
    assert done.exit_code == 0
    assert (
        "run: scenario 'valley' is not found, or has changed since this run: drawn without observations" in done.stderr
    )


def test_a_scenario_is_run_for_its_picture(tmp_path):
    words = ["--members", 2, "--executor", "here", "--kind", "map", "-o", tmp_path / "map.png"]
    assert nuzuh_cli("plot", "valley", *words).exit_code == 0
    assert (tmp_path / "map.png").stat().st_size > 10_000


def test_all_that_is_wrong_is_told_at_once_before_anything_is_run(made, tmp_path):
    words = ["--kind", "map", "--date", "2021-02-30", "--location", "Medow", "-o", tmp_path / "map.bmp"]
    done = nuzuh_cli("plot", "valley", made / "both", "valey", *words)
    assert done.exit_code == 2
    told = done.stderr.splitlines()
    assert [line for line in told if "2021-02-30 is no day of the calendar" in line]
    assert [line for line in told if "no shipped scenario 'valey': did you mean 'valley'?" in line]
    assert [line for line in told if "no location 'Medow': did you mean 'Meadow'?" in line]
    assert [line for line in told if "no picture can be written as 'map.bmp'" in line]
    assert len(told) == 5
    assert not list(tmp_path.iterdir())


def test_a_result_that_cannot_be_read_is_a_fault(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "result.nc").write_text("no NetCDF")
    done = nuzuh_cli("plot", tmp_path / "run", "-o", tmp_path / "a.png")
    assert done.exit_code == 2
    assert "result.nc' cannot be read" in done.stderr


def test_a_folder_that_cannot_be_written_is_told_before_the_run(tmp_path):
    (tmp_path / "file").write_text("")
    done = nuzuh_cli("plot", "valley", "-o", tmp_path / "file" / "a.png")
    assert (done.exit_code, "is a file: name a folder" in done.stderr) == (2, True)
