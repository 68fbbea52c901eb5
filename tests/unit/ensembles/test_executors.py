"""Executors by name, what cannot be one, and clusters that fall silent."""

import builtins
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest
from tests.runs import DoAt, Seen, small

import nuzuh
from nuzuh.ensembles import executors
from nuzuh.ensembles.executors import Here, Processes, executor_of
from nuzuh.ensembles.plan import plan_of
from nuzuh.errors import NuzuhError, UsageError


@pytest.fixture(scope="module")
def packed():
    return plan_of(small(), 9, seed=1, engine="counts", params=None).packed


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_names():
    assert isinstance(executor_of("here"), Here)
    assert executor_of("processes").n_workers == executors.n_processors() == len(os.sched_getaffinity(0))
    assert executor_of("processes:7").n_workers == 7
    mine = Here()
    assert executor_of(mine) is mine


@pytest.mark.parametrize(
    ("name", "way_out"),
    [
        ("proceses", "did you mean 'processes'"),
        ("processes:0", "did you mean 'processes:4'"),
        ("processes:-1", "did you mean 'processes:4'"),
        ("processes:two", "did you mean"),
        ("processes:99999", "did you mean"),
        ("dask:0", "did you mean 'dask:4'"),
        ("dask://", "did you mean 'dask:4' or 'dask'"),
        ("dask://host", "did you mean 'dask://host:port'"),
        ("dask://host:port", "did you mean"),
        ("dask://ho st:8786", "did you mean 'dask://host:port'"),
        ("here:2", "did you mean 'here'"),
        ("", "one of here, processes, processes:4, dask, dask:4, dask://host:port"),
        ("cloud", "one of here, processes, processes:4, dask, dask:4, dask://host:port"),
    ],
)
def test_a_name_that_is_none_is_refused_with_what_was_meant(name, way_out):
    with pytest.raises(UsageError, match=f"^no executor '{name}': .*{way_out}"):
        executor_of(name)


def test_without_dask_the_way_to_get_it_is_named(monkeypatch):
    import_as_ever = builtins.__import__

    def without(name, *args, **kwargs):
        if name.partition(".")[0] in ("dask", "distributed"):
            raise ImportError(name)
        return import_as_ever(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    for name in ("dask", "dask:2", "dask://127.0.0.1:8786"):
        with pytest.raises(UsageError, match=r"Dask is not installed: pip install 'nuzuh\[cluster\]'"):
            executor_of(name)


def test_where_nothing_listens_is_said_soon(monkeypatch):
    assert executors.ANSWER_S <= 10
    monkeypatch.setattr(executors, "ANSWER_S", 0.5)
    began = time.monotonic()
    with pytest.raises(
        UsageError, match=r"no Dask scheduler answers at '127.0.0.1:.*': start one with 'dask scheduler'"
    ):
        executor_of(f"dask://127.0.0.1:{free_port()}")
    assert time.monotonic() - began < 5


def test_here_runs_in_order(packed):
    here = Here()
    here.submit(packed, range(4, 6))
    here.submit(packed, range(1))
    assert (here.n_workers, here.n_under_way) == (1, 2)
    members, batch = here.next_done()
    assert members == range(4, 6)
    assert batch.content
    assert 0 < batch.cpu_s < batch.wall_s * 4
    here.close()
    assert here.n_under_way == 0


def test_processes_end_and_others_do_not(packed):
    """Neither those of the caller, nor those that the caller starts while they are at work."""
    context = multiprocessing.get_context("spawn")
    before, after = (context.Process(target=time.sleep, args=(60,)) for _ in range(2))
    before.start()
    workers = Processes(1)
    try:
        workers.submit(packed, range(2))
        after.start()
        assert workers.next_done()[0] == range(2)
        workers.submit(packed, range(2, 9))
        workers.close()
        assert workers.n_under_way == 0
        assert set(multiprocessing.active_children()) == {before, after}
    finally:
        for process in (before, after):
            process.kill()
            process.join()


def test_a_run_in_a_thread_starts_processes_too(scenario):
    """Where signals cannot be changed."""
    found = []
    thread = threading.Thread(target=lambda: found.append(nuzuh.ensemble(scenario, 3, executor="processes:1")))
    thread.start()
    thread.join()
    assert found[0].equals(nuzuh.simulate(scenario, members=3))


def test_starting_leaves_the_main_module_as_it_was():
    main = sys.modules["__main__"]
    before, handler = dict(vars(main)), signal.getsignal(signal.SIGINT)
    with executors._starting():
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
        assert not hasattr(main, "__file__")
    assert vars(main) == before
    assert signal.getsignal(signal.SIGINT) == handler


@pytest.fixture
def computers():
    """Start programs of Dask as on other computers; they are ended."""
    started = []

    def start(program, *words, **environment):
        command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *map(str, words)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        started.append(subprocess.Popen(command, env=os.environ | environment, **quiet))
        return started[-1]

    yield start
    for process in reversed(started):
        process.terminate()
        process.wait()


def test_a_cluster_of_other_computers(scenario, computers, tmp_path, monkeypatch):
    """A scheduler without workers, workers with another nuzuh, a run, and a scheduler that dies under one."""
    port = free_port()
    scheduler = computers("scheduler", "--port", port, "--no-dashboard")
    address = f"dask://127.0.0.1:{port}"
    with monkeypatch.context() as patch:
        patch.setattr(executors, "ANSWER_S", 4)
        with pytest.raises(UsageError, match=f"has no workers: start some with 'dask worker 127.0.0.1:{port}'"):
            executor_of(address)
    (tmp_path / "nuzuh-0.0.1.dist-info").mkdir()
    (tmp_path / "nuzuh-0.0.1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: nuzuh\nVersion: 0.0.1\n")
    other = computers("worker", f"127.0.0.1:{port}", "--no-dashboard", PYTHONPATH=str(tmp_path))
    with pytest.raises(UsageError, match=r"tcp://.* has '0\.0\.1': install 0\.1\.0 on all of them"):
        executor_of(address)
    other.terminate()
    other.wait()
    computers("worker", f"127.0.0.1:{port}", "--nthreads", "1", "--no-dashboard")
    assert nuzuh.ensemble(scenario, 3, executor=address).equals(nuzuh.simulate(scenario, members=3))
    monkeypatch.setattr(executors, "ANSWER_S", 1)
    words = {"engine": "persons", "out": tmp_path / "run"}
    with pytest.raises(NuzuhError, match="the Dask scheduler does not answer any more: go on with --resume"):
        nuzuh.ensemble(small(100_000), 60, executor=address, progress=DoAt(2, scheduler.kill), **words)
    seen = Seen()
    nuzuh.ensemble(small(100_000), 4, executor="here", progress=seen, resume=True, **words).close()
    assert seen.n_done[0] >= 2
