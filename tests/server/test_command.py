"""The command `nuzuh serve`: what it prints, what it refuses, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nuzuh.cli import app
from nuzuh.outputs.server.store import Store


@pytest.fixture
def command(tmp_path):
    """Start the command; what it has printed is read up to the line that says where runs are kept."""
    running = []

    def start(*words):
        process = subprocess.Popen(
            [sys.executable, "-m", "nuzuh", "serve", "--port", "0", "--runs", tmp_path / "runs", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        running.append(process)
        return process, process.stdout.readline(), process.stdout.readline()

    yield start
    for process in running:
        process.kill()
        process.communicate()


def refused(*words):
    ran = CliRunner().invoke(app, ["serve", *map(str, words)])
    return ran.exit_code, ran.output


def children_of(pid):
    """Processes that a process has started; elsewhere than on Linux nobody is asked."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in listed.read_text().split()] if listed.exists() else []


def test_it_says_where_it_is_and_ends_cleanly_with_all_it_started(command):
    process, where, kept = command()
    address = re.search(r"http://127\.0\.0\.1:\d+/", where)[0]
    assert "runs" in kept
    assert "Ctrl-C" in kept
    with urllib.request.urlopen(f"{address}api/runs", timeout=60) as answer:  # noqa: S310 (our own)
        assert answer.status == 200
    children = children_of(process.pid)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors.strip()) == (0, "Stopped.")
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_a_host_that_others_reach_has_a_token(command):
    _, where, _ = command("--host", "0.0.0.0")  # noqa: S104
    address, token = re.search(r"(http://127\.0\.0\.1:\d+/)\?token=(\S+)", where).groups()
    assert len(token) >= 32
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(f"{address}api/runs", timeout=20)  # noqa: S310
    asked = urllib.request.Request(f"{address}api/runs", headers={"authorization": f"Bearer {token}"})  # noqa: S310
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310
        assert answer.status == 200


def test_a_port_in_use_is_a_wrong_use(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, told = refused("--port", taken.getsockname()[1], "--runs", tmp_path / "runs")
    assert code == 2
    assert "--port 0" in told
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nonesuch"], "no folder and no shipped scenario"),
        (["--host", "no.such.host.invalid"], "--host"),
        (["--token", "short"], "at least 16"),
        (["--token", "with blanks in between"], "no blanks"),
        (["--port", "70000"], "65535"),
    ],
)
def test_wrong_use_is_refused(tmp_path, words, told):
    code, output = refused("--port", 0, "--runs", tmp_path / "runs", *words)
    assert code == 2
    assert told in output


def test_a_folder_of_runs_that_cannot_be_had_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    assert refused("--port", 0, "--runs", tmp_path / "file")[0] == 2
    store = Store(tmp_path / "runs")
    code, told = refused("--port", 0, "--runs", tmp_path / "runs")
    store.close()
    assert code == 2
    assert "another server" in told
