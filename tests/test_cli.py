"""The command line: exit codes, what is said on which stream, and what is left behind."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

import nuzuh
from nuzuh.cli import app
from nuzuh.scenario.folder import find_folder

KEYS = ["scenario", "engine", "seed", "members", "days", "population", "cpu_s", "n_draws", "cum_displaced",
        "n_displaced", "observed", "reported"]  # fmt: skip
OUT = ["displaced.csv", "exposure.csv", "full_dates.csv", "needs.csv", "outcomes.nc", "page.json", "report.html",
       "result.nc", "run.json"]  # fmt: skip


def nuzuh_cli(*words):
    """The command in this process; anything but a clean exit is raised."""
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def command(*words):
    return [sys.executable, "-m", "nuzuh", *(str(word) for word in words)]


@pytest.fixture
def broken(tmp_path):
    folder = shutil.copytree(find_folder("valley"), tmp_path / "broken")
    for file, old, new in (
        ("conflict.csv", "Mill", "Mil"),
        ("routes.csv", ",36,", ",-1,"),
        ("routes.csv", ",34,", ",3,"),
    ):
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder


WRONG_USE = {
    "unknown command": (["rum"], "No such command 'rum'"),
    "no scenario": (["run"], "Missing argument"),
    "unknown option": (["run", "valley", "--engines", "mean"], "No such option: --engines"),
    "unknown scenario": (["run", "valey"], "no folder and no shipped scenario 'valey': did you mean 'valley'?"),
    "unknown engine": (["run", "valley", "--engine", "person"], "no engine 'person': did you mean 'persons'?"),
    "no members": (["run", "valley", "--members", "0"], "Invalid value for '--members'"),
    "members in words": (["run", "valley", "--members", "ten"], "Invalid value for '--members'"),
    "more members than fit": (["run", "valley", "--members", 10**18], "Invalid value for '--members'"),
    "negative seed": (["run", "valley", "--seed", "-1"], "Invalid value for '--seed'"),
    "seed too large": (["run", "valley", "--seed", 2**63], "Invalid value for '--seed'"),
    "no day": (["run", "valley", "--start", "2021-02-30"], "--start 2021-02-30 is no day of the calendar: give a day"),
    "no date": (["run", "valley", "--end", "20210401"], "--end '20210401' is not a date: write 2021-04-01"),
    "days outside": (["run", "valley", "--end", "2022-01-01"], "choose some from 2021-03-01 to 2021-04-29"),
    "end before start": (["run", "valley", "--start", "2021-04-01", "--end", "2021-03-31"], "choose some from"),
    "unknown parameter": (["run", "valley", "--set", "departure.twon=1"], "unknown parameter: did you mean 'town'?"),
    "unknown rule": (["run", "valley", "--set", "departures.town=1"], "did you mean 'departure'?"),
    "rule without a name": (["run", "valley", "--set", "departure=1"], "no parameter 'departure'"),
    "parameter too large": (["run", "valley", "--set", "departure.town=7"], "departure.town: 7 cannot be used"),
    "parameter in words": (["run", "valley", "--set", "departure.town=often"], "departure.town: 'often' cannot be"),
    "parameter not finite": (["run", "valley", "--set", "departure.town=NaN"], "departure.town: nan cannot be used"),
    "parameter without value": (["run", "valley", "--set", "departure.town"], "has no value: write rule.name=value"),
    "parameter of many digits": (["run", "valley", "--set", "departure.town=" + "9" * 5000], "cannot be used"),
    "parameter of many brackets": (["run", "valley", "--set", "departure.town=" + "[" * 9999], "cannot be used"),
    "prior that falls": (["run", "valley", "--set", 'departure.town={"uniform": [1, 0]}'], "[1, 0] does not rise"),
    "check nothing": (["check", "nosuch"], "no folder and no shipped scenario 'nosuch'"),
    "check a file": (["check", __file__], "is a file: name the folder that holds scenario.yml"),
    "new in a bad name": (["new", "a:b"], "'a:b' cannot be a scenario's name: use letters, digits"),
    "out is a file": (["run", "valley", "--out", __file__], "is a file: name a folder"),
    "out is below a file": (["run", "valley", "--out", f"{__file__}/x"], "is a file: name a folder"),
}


@pytest.mark.parametrize("case", WRONG_USE)
def test_wrong_use_exits_with_2_and_says_the_way_out(case):
    words, message = WRONG_USE[case]
    done = nuzuh_cli(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_an_out_folder_that_may_not_be_written_is_known_before_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(nuzuh, "simulate", None)
    done = nuzuh_cli("run", "valley", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "choose a folder that you may write to" in done.stderr


def test_check_lists_all_faults_and_counts_them(broken):
    done = nuzuh_cli("check", broken)
    assert done.exit_code == 3
    assert done.stdout.splitlines() == [
        f"{broken}/conflict.csv:3:1: unknown location 'Mil': did you mean 'Mill'?",
        f"{broken}/routes.csv:2:11: distance_km -1 is below 0.001: give a value from 0.001 to 40000 km",
        f"{broken}/routes.csv:3:13: warning: 3 km is less than the straight line of 28 km: check the coordinates",
    ]
    assert done.stderr == f"{broken}: 2 faults, 1 warning\n"


def test_check_of_warnings_alone_is_success(broken):
    for file in ("conflict.csv", "routes.csv"):
        text = (broken / file).read_text(encoding="utf-8")
        (broken / file).write_text(text.replace("Mil,", "Mill,").replace(",-1,", ",36,"), encoding="utf-8")
    done = nuzuh_cli("check", broken)
    assert (done.exit_code, done.stderr) == (0, f"{broken}: 0 faults, 1 warning\n")


@pytest.mark.parametrize("name", nuzuh.scenario_names())
def test_the_shipped_scenarios_have_no_faults(name):
    done = nuzuh_cli("check", name)
    assert (done.exit_code, done.stdout, done.stderr) == (0, f"{name}: no faults\n", "")


def test_a_bad_folder_is_not_run_and_all_its_faults_are_on_standard_error(broken):
    done = nuzuh_cli("run", broken, "--json")
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr == nuzuh_cli("check", broken).stdout


def test_a_bad_parameter_in_the_settings_is_a_fault_of_the_folder(broken):
    folder = shutil.copytree(find_folder("valley"), broken.parent / "params")
    text = (folder / "scenario.yml").read_text(encoding="utf-8")
    (folder / "scenario.yml").write_text(text.replace("town:", "twon:"), encoding="utf-8")
    done = nuzuh_cli("run", folder)
    assert done.exit_code == 3
    assert "scenario.yml:14:5: params.departure.twon: unknown parameter: did you mean 'town'?" in done.stderr


def test_new_writes_a_scenario_that_passes_its_check_and_runs(tmp_path):
    folder = tmp_path / "my-crisis"
    assert nuzuh_cli("new", folder).exit_code == 0
    assert nuzuh_cli("check", folder).stdout == f"{folder}: no faults\n"
    done = nuzuh_cli("run", folder, "--json")
    assert json.loads(done.stdout)["scenario"] == "my-crisis"


def test_new_overwrites_nothing(tmp_path):
    folder = tmp_path / "my-crisis"
    nuzuh_cli("new", folder)
    (folder / "routes.csv").write_text("mine", encoding="utf-8")
    done = nuzuh_cli("new", folder)
    assert done.exit_code == 2
    assert "exists already: choose another name, or delete it first" in done.stderr
    assert (folder / "routes.csv").read_text(encoding="utf-8") == "mine"


def test_scenarios_lists_what_is_shipped():
    done = nuzuh_cli("scenarios")
    assert [line.split()[0] for line in done.stdout.splitlines()] == nuzuh.scenario_names()


def test_version_is_that_of_the_package():
    assert nuzuh_cli("--version").stdout == f"nuzuh {nuzuh.__version__}\n"


def test_a_run_shows_simulated_beside_observed():
    done = nuzuh_cli("run", "valley", "--members", 3)
    assert done.exit_code == 0
    for words in ("simulated", "observed", "90 % interval", "Meadow", "modelled, not observed"):
        assert words in done.stdout


@pytest.mark.parametrize("engine", ["counts", "persons", "mean"])
def test_json_is_one_object_and_nothing_else(engine):
    done = nuzuh_cli("run", "valley", "--engine", engine, "--seed", 3, "--json", "--set", "departure.town=0.25")
    assert (done.exit_code, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert list(said) == KEYS
    assert (said["engine"], said["seed"], said["members"], said["days"]) == (engine, 3, 1, 60)
    assert len(said["cum_displaced"]) == 60
    assert done.stdout.count("\n") == 1


def test_days_and_parameters_change_the_run():
    words = ["run", "valley", "--json", "--start", "2021-03-05", "--end", "2021-03-14"]
    plain, calm = (json.loads(nuzuh_cli(*words, *more).stdout) for more in ([], ["--set", "displacement.rate=0"]))
    assert list(plain["cum_displaced"])[::9] == ["2021-03-05", "2021-03-14"]
    assert plain["cum_displaced"]["2021-03-14"][1] > 0
    assert calm["cum_displaced"]["2021-03-14"] == [0, 0, 0]


def test_a_run_takes_the_central_value_of_a_prior():
    words = ["run", "valley", "--json", "--end", "2021-03-14", "--set"]
    settings = ['displacement.rate={"uniform": [0.05, 0.15], "value": 0.12}', "displacement.rate=0.12"]
    uncertain, known = (json.loads(nuzuh_cli(*words, setting).stdout) for setting in settings)
    assert uncertain["cum_displaced"] == known["cum_displaced"]


def test_out_holds_the_result_a_table_and_how_it_came_about(tmp_path):
    out = tmp_path / "a" / "out"
    words = ["run", "valley", "--seed", 2, "--set", "departure.town=0.25", "--out", out]
    assert nuzuh_cli(*words).exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == OUT
    assert nuzuh.read_result(out).sizes["location"] == 5
    header, tags, *rows = (out / "displaced.csv").read_text(encoding="utf-8").splitlines()
    assert header.startswith("location,date,n_displaced,")
    assert all(tag.startswith("#") for tag in tags.split(","))
    assert len(rows) == 5 * 60
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert run["seed"] == 2
    assert run["params"]["departure"]["town"] == 0.25
    again = ["run", "valley", "--engine", "counts", "--seed", "2", "--members", "1", "--set", "departure.town=0.25"]
    assert run["command"] == " ".join(["nuzuh", *again])


def test_the_command_in_the_result_is_quoted_for_a_shell(tmp_path):
    folder = shutil.copytree(find_folder("valley"), tmp_path / "my crisis")
    nuzuh_cli("run", folder, "--out", tmp_path / "out")
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert f"'{folder}'" in run["command"]


@pytest.mark.parametrize("engine", ["counts", "persons", "mean"])
def test_the_same_seed_gives_the_same_bytes_in_another_folder(engine, tmp_path):
    for name in ("one", "two"):
        assert nuzuh_cli("run", "valley", "--engine", engine, "--seed", 5, "--out", tmp_path / name).exit_code == 0
    for file in OUT:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file


def test_another_seed_gives_another_result(tmp_path):
    one, two = (json.loads(nuzuh_cli("run", "valley", "--seed", seed, "--json").stdout) for seed in (1, 2))
    assert one["cum_displaced"] != two["cum_displaced"]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(28, "No space left on device", "x"), "nuzuh: No space left on device: x\n"),
        (MemoryError(), "nuzuh: not enough memory: take fewer members or the counts engine\n"),
        (nuzuh.BalanceError("the books do not balance"), "nuzuh: the books do not balance\n"),
    ],
)
def test_a_run_that_fails_exits_with_4(error, message, monkeypatch):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(nuzuh, "simulate", fail)
    done = nuzuh_cli("run", "valley")
    assert (done.exit_code, done.stderr) == (4, message)


def test_exit_codes_reach_the_shell(broken):
    for words, code in ((["check", "valley"], 0), (["run", "valey"], 2), (["run", broken], 3)):
        done = subprocess.run(command(*words), capture_output=True, text=True, check=False)
        assert done.returncode == code
        assert "Traceback" not in done.stderr


def test_help_is_shown_at_once():
    took = []
    for _ in range(3):
        began = time.perf_counter()
        shown = subprocess.run(command("--help"), capture_output=True, text=True, check=True).stdout
        took.append(time.perf_counter() - began)
    for name in ("run", "check", "new", "scenarios"):
        assert f"  {name}" in shown
    assert min(took) < 0.6  # 0.2 s on a laptop; a heavy import takes over a second


def test_letters_that_a_terminal_lacks_are_no_traceback(tmp_path):
    folder = shutil.copytree(find_folder("valley"), tmp_path / "valley")
    (folder / "groups.csv").write_text("group,share\nنسب,1\nنسب,0\n", encoding="utf-8")
    plain = os.environ | {"PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command("check", folder), capture_output=True, text=True, check=False, env=plain)
    assert done.returncode == 3
    assert r"\u0646" in done.stdout


def test_a_reader_that_leaves_is_no_traceback(broken):
    rows = "".join("Nowhere,2021-03-01,,1\n" for _ in range(9000))
    (broken / "conflict.csv").write_text("location,start,end,intensity\n" + rows, encoding="utf-8")
    with subprocess.Popen(command("check", broken), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_a_bar_on_a_terminal_shows_the_members_done_and_goes_away():
    terminal, end = pty.openpty()
    words = command("run", "valley", "--members", 30, "--executor", "here")
    shown = b""
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=end, text=True) as process:
        os.close(end)
        while part := _read(terminal):  # as it comes: a full terminal would stop the program
            shown += part
        printed = process.stdout.read()
    os.close(terminal)
    shown = shown.decode()
    assert process.returncode == 0
    assert "A valley" in shown
    assert "30/30" in shown
    assert "members/s, left" in shown
    assert "\x1b" not in printed


def _read(terminal):
    """What is shown next on a terminal; nothing when its other end is closed."""
    try:
        return os.read(terminal, 100_000)
    except OSError:
        return b""


SAYS_WHEN_IT_RUNS = """
import signal, sys
import nuzuh, nuzuh.cli

def told(*words, progress, simulate=nuzuh.simulate, **named):
    say = lambda total, done: done == 1 and print("running", file=sys.stderr, flush=True)
    return simulate(*words, progress=say, **named)

signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored where the tests are run
nuzuh.simulate = told
nuzuh.cli.main()
"""


def test_ctrl_c_exits_with_130_and_leaves_nothing(tmp_path):
    words = ["run", "idlib-2020", "--members", "1", "--engine", "persons", "--out", str(tmp_path / "out")]
    process = subprocess.Popen([sys.executable, "-c", SAYS_WHEN_IT_RUNS, *words], stderr=subprocess.PIPE, text=True)
    with process:
        assert process.stderr.readline() == "running\n"
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert (process.returncode, said) == (130, "nuzuh: stopped: no file was left half-written\n")
    assert list(tmp_path.iterdir()) == []
