"""Members and what-ifs on the command line: nuzuh run --members --resume --what-if, nuzuh compare."""

import json
import shutil
import signal
import subprocess
import sys

import pandas as pd
import pytest
from tests.test_cli import nuzuh_cli

import nuzuh
from nuzuh.scenario.folder import find_folder

RUN = [
    "displaced.csv",
    "exposure.csv",
    "full_dates.csv",
    "needs.csv",
    "outcomes.nc",
    "page.json",
    "result.nc",
    "run.json",
]
NAMES = ["ceasefire-in-march", "camp-at-mill+ceasefire(start=2021-03-20)"]
TWO = [word for name in NAMES for word in ("--what-if", name)]


def compared(*words):
    done = nuzuh_cli("compare", "valley", *words, "--members", 6, "--executor", "here")
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("compared") / "out"
    compared(*TWO, "--out", made)
    return made


@pytest.fixture(scope="module")
def whole():
    return json.loads(compared(*TWO, "--json").output)


def test_a_comparison_as_json_has_every_outcome_of_every_what_if(whole):
    assert list(whole) == ["scenario", "members", "seed", "priors", "what_ifs"]
    assert (whole["scenario"], whole["members"], whole["seed"]) == ("valley", 6, 1)
    first, second = (whole["what_ifs"][name]["outcomes"] for name in NAMES)
    keys = [(row["section"], row["quantity"], row["of"], row["date"]) for row in first]
    assert keys == [(row["section"], row["quantity"], row["of"], row["date"]) for row in second]
    assert {section for section, *_ in keys} == {"displaced", "destination", "exposure", "needs"}
    last = first[[key[0] for key in keys].index("destination") - 1]
    assert list(last) == [
        "section", "quantity", "of", "date", "unit", "baseline", "with_what_if", "difference", "p_above_0", "p_below_0",
    ]  # fmt: skip
    assert last["date"] == "2021-04-29"
    assert last["difference"][2] < 0 == last["p_above_0"]


def test_a_comparison_is_that_of_two_ensembles(whole):
    valley = nuzuh.read_scenario("valley")
    calm = nuzuh.what_if(NAMES[0], valley).function(valley)
    fewer = nuzuh.compare(nuzuh.simulate(valley, members=6), nuzuh.simulate(calm, members=6))
    expected = fewer.n_displaced.sel(date="2021-04-29", location="Ford").quantile([0.05, 0.5, 0.95]).values
    rows = whole["what_ifs"][NAMES[0]]["outcomes"]
    (found,) = (row["difference"] for row in rows if (row["section"], row["of"]) == ("destination", "Ford"))
    assert found == pytest.approx(expected, abs=0.01)


def test_a_folder_has_the_comparison_and_every_run(folder, whole):
    assert sorted(path.name for path in folder.iterdir()) == [
        "baseline", "camp-at-mill+ceasefire-start-2021-03-20-", "ceasefire-in-march", "comparison.csv",
        "comparison.json",
        "report.html",
    ]  # fmt: skip
    assert sorted(path.name for path in (folder / "baseline").iterdir()) == RUN
    assert json.loads((folder / "comparison.json").read_text(encoding="utf-8")) == whole
    table = pd.read_csv(folder / "comparison.csv", skiprows=[1])
    assert len(table) == sum(len(one["outcomes"]) for one in whole["what_ifs"].values())
    assert table["difference"].tolist()[0] == whole["what_ifs"][NAMES[0]]["outcomes"][0]["difference"][1]


def test_a_comparison_goes_on_with_what_is_there(folder, whole):
    shutil.rmtree(folder / "ceasefire-in-march")
    (folder / "comparison.json").unlink()
    kept = (folder / "baseline" / "result.nc").stat().st_mtime_ns
    done = compared(*TWO, "--resume", folder)
    assert "found 6 of 6 members, 0 to run" in done.stderr
    assert (folder / "baseline" / "result.nc").stat().st_mtime_ns == kept
    assert json.loads((folder / "comparison.json").read_text(encoding="utf-8")) == whole


def test_the_screen_says_what_a_difference_is(capsys):
    shown = compared(*TWO).stdout
    for words in (
        "6 members each",
        "ceasefire-in-march: A ceasefire from 10 March",
        "Displaced since the first day",
        "Displaced persons staying",
        "all abroad, 2021-04-29",
        "Exposure, from the first day to the last",
        "person-days under heavy fire",
        "Needs of displaced persons staying",
        "P(>0)",
        "Modelled, not observed",
        "that of chance alone",
    ):
        assert words in shown, words


def test_priors_are_named_beside_the_intervals():
    prior = 'displacement.rate={"uniform": [0.04, 0.06]}'
    shown = compared("--what-if", NAMES[0], "--set", prior).stdout
    assert "displacement.rate: uniform 0.04 to 0.06" in shown


WRONG = {
    "no what-if": (["compare", "valley"], "Missing option '--what-if'"),
    "unknown what-if": (["compare", "valley", "--what-if", "ceasfire"], "did you mean 'ceasefire'"),
    "unknown scenario": (["compare", "valey", "--what-if", "ceasefire"], "did you mean 'valley'?"),
    "unknown executor": (["run", "valley", "--members", 3, "--executor", "proceses"], "did you mean 'processes'"),
    "two folders": (["run", "valley", "--out", "a", "--resume", "b"], "two folders"),
    "nothing to go on with": (["run", "valley", "--resume", "nowhere"], "no folder 'nowhere' to go on with"),
    "unknown what-if of a run": (["run", "valley", "--what-if", "open-boarder"], "did you mean 'open-border'"),
}


@pytest.mark.parametrize(("words", "message"), WRONG.values(), ids=WRONG)
def test_wrong_use_is_said_with_the_way_out(words, message):
    done = nuzuh_cli(*words)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.replace("│", " ").split())


def test_a_folder_with_something_in_it_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    done = nuzuh_cli("compare", "valley", "--what-if", "ceasefire", "--out", tmp_path)
    assert done.exit_code == 2
    assert "is not empty" in done.stderr


def test_a_broken_what_if_is_a_fault_of_the_scenario(tmp_path):
    valley = shutil.copytree(find_folder("valley"), tmp_path / "valley")
    (valley / "what-ifs" / "broken.yml").write_text("title: x\nsteps:\n  - ceasfire: {}\n", encoding="utf-8")
    done = nuzuh_cli("compare", valley, "--what-if", "broken")
    assert done.exit_code == 3
    assert "broken.yml:3:5: " in done.stderr


def test_members_of_a_run_are_kept_and_gone_on_with(tmp_path):
    first = nuzuh_cli("run", "valley", "--members", 4, "--executor", "here", "--out", tmp_path / "a")
    more = nuzuh_cli("run", "valley", "--members", 7, "--executor", "here", "--resume", tmp_path / "a")
    whole = nuzuh_cli("run", "valley", "--members", 7, "--executor", "here", "--out", tmp_path / "b")
    assert (first.exit_code, more.exit_code, whole.exit_code) == (0, 0, 0)
    assert "found 4 of 7 members, 3 to run" in more.stderr
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == sorted([*RUN, "report.html"])
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_a_run_of_others_is_not_gone_on_with(tmp_path):
    nuzuh_cli("run", "valley", "--members", 2, "--executor", "here", "--out", tmp_path)
    done = nuzuh_cli("run", "valley", "--members", 4, "--seed", 2, "--executor", "here", "--resume", tmp_path)
    assert done.exit_code == 2
    assert "seed 1 is now 2" in done.stderr


def test_a_run_under_a_what_if_is_that_what_if(tmp_path):
    nuzuh_cli("run", "valley", "--what-if", "ceasefire(start=2021-03-10)", "--out", tmp_path)
    valley = nuzuh.read_scenario("valley")
    calm = nuzuh.simulate(nuzuh.ceasefire(start="2021-03-10")(valley))
    assert nuzuh.read_result(tmp_path).n_displaced.equals(calm.n_displaced)
    command = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["command"]
    assert "--what-if 'ceasefire(start=2021-03-10)'" in command


def test_impact_is_shown_where_it_is_asked_for():
    words = "Exposure, from the first day to the last"
    assert words not in nuzuh_cli("run", "valley").stdout
    shown = nuzuh_cli("run", "valley", "--impact").stdout
    assert words in shown
    assert "first day on which they are full" in shown


SAYS_WHEN_MEMBERS_ARE_THERE = """
import signal, sys
import nuzuh, nuzuh.cli
import nuzuh.ensembles.ensemble as running

def told(*words, progress, ensemble=nuzuh.ensemble, **named):
    say = lambda total, done: done >= 3 and print("running", file=sys.stderr, flush=True)
    return ensemble(*words, progress=say, **named)

signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored where the tests are run
running.BATCH_S = running.LEAST_S = 0.01
nuzuh.ensemble = told
nuzuh.cli.main()
"""


def stopped(*words):
    """What is said last where members are there already and Ctrl-C is pressed."""
    code = [sys.executable, "-c", SAYS_WHEN_MEMBERS_ARE_THERE]
    with subprocess.Popen([*code, *words], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr.readline() == "running\n"
        process.send_signal(signal.SIGINT)
        said = process.stderr.read().splitlines()[-1]
    assert process.returncode == 130
    return said


def test_ctrl_c_keeps_what_is_there_and_says_how_to_go_on(tmp_path):
    said = stopped("run", "valley", "--members", "100000", "--executor", "here", "--out", str(tmp_path / "out"))
    assert "of 100,000 members are kept" in said
    assert said.endswith(f"--resume {tmp_path / 'out'}")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["members"]
    assert all(path.suffix == ".nc" for path in (tmp_path / "out" / "members").iterdir())


def test_a_comparison_that_is_stopped_is_gone_on_with_as_a_whole(tmp_path):
    words = ["--what-if", NAMES[0], "--members", "100000", "--executor", "here", "--out", str(tmp_path)]
    said = stopped("compare", "valley", *words)
    assert f"kept in '{tmp_path / 'baseline'}'" in said
    assert said.endswith(f"--resume {tmp_path}")
    within = nuzuh_cli("compare", "valley", "--what-if", NAMES[0], "--resume", tmp_path / "baseline")
    assert within.exit_code == 2
    assert "holds no comparison to go on with" in within.stderr
