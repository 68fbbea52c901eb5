"""Real workers and real runs are killed: what was done is kept, and what comes out is the same."""

import multiprocessing
import os
import signal
import subprocess
import textwrap
import threading

import psutil
import pytest
from tests.runs import ATTRS, DoAt, Seen, StopAt, files_in, small, started

import nuzuh
from nuzuh.ensembles import cluster as room
from nuzuh.errors import NuzuhError

N = 10
PEOPLE = 100_000
"""So many, moved one by one, that a member takes a tenth of a second."""


@pytest.fixture(scope="module")
def long():
    return small(PEOPLE)


@pytest.fixture(scope="module")
def long_whole(long, tmp_path_factory):
    """The bytes of ten members."""
    folder = tmp_path_factory.mktemp("long")
    nuzuh.ensemble(long, N, engine="persons", executor="here", out=folder, attrs=ATTRS).close()
    return (folder / "result.nc").read_bytes()


@pytest.fixture(scope="module")
def cluster():
    """A cluster that runs already, with two workers in processes of their own."""
    import distributed

    local = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs="CRITICAL")
    yield local
    local.close()


@pytest.fixture
def run(long, one_by_one, tmp_path):
    """Run ten members into a folder, and say what was seen and told."""

    def running(executor, progress=None, **words):
        told, seen = [], Seen() if progress is None else progress
        words = {"engine": "persons", "attrs": ATTRS, "out": tmp_path / "run"} | words
        nuzuh.ensemble(long, N, executor=executor, tell=told.append, progress=seen, **words).close()
        return seen, told

    return running


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "run"


class Workers:
    """Processes that were started since."""

    def __init__(self):
        self.others = set(multiprocessing.active_children())
        self.are_safe = threading.Event()
        self.killer = threading.Thread(target=self._kill_all)

    @property
    def alive(self):
        return [child for child in multiprocessing.active_children() if child not in self.others]

    def kill_one(self):
        """As a machine does that is short of memory."""
        os.kill(self.alive[0].pid, signal.SIGKILL)

    def _kill_all(self):
        while not self.are_safe.wait(0.02):
            for child in self.alive:
                child.kill()

    def stop_killing(self):
        self.are_safe.set()
        self.killer.join()


@pytest.fixture
def workers():
    return Workers()


def address_of(cluster):
    cluster.wait_for_workers(2, timeout=30)
    return cluster.scheduler_address.replace("tcp", "dask")


def is_sound(seen):
    """Progress never falls, and ends when all members are there."""
    return seen.n_done == sorted(seen.n_done) and {n_all for n_all, _ in seen} == {N} and seen.n_done[-1] == N


def test_a_killed_process_loses_nothing(run, folder, workers, long_whole):
    seen, told = run("processes:2", DoAt(4, workers.kill_one))
    assert told
    assert all(line.startswith("a worker was lost: members ") for line in told)
    assert is_sound(seen)
    assert (folder / "result.nc").read_bytes() == long_whole
    assert workers.alive == []


def test_processes_that_are_killed_again_and_again_end_the_run_and_keep_its_batches(run, folder, workers, long_whole):
    with pytest.raises(NuzuhError, match=r"workers were lost 4 times with members .* --resume"):
        run("processes:2", DoAt(3, workers.killer.start))
    workers.stop_killing()
    n_kept = len(files_in(folder))
    assert 3 <= n_kept < N
    seen, _ = run("here", resume=True)
    assert seen.n_done == list(range(n_kept, N + 1))
    assert (folder / "result.nc").read_bytes() == long_whole


@pytest.mark.parametrize("executor", ["here", "processes:2"])
def test_a_run_that_is_interrupted_can_be_resumed_anywhere(run, folder, workers, long_whole, executor):
    with pytest.raises(KeyboardInterrupt):
        run(executor, StopAt(5))
    assert workers.alive == []
    assert len(files_in(folder)) == 5
    seen, told = run("here", resume=True)
    assert seen.n_done == list(range(5, N + 1))
    assert told == [f"found 5 of {N} members, {N - 5} to run"]
    assert (folder / "result.nc").read_bytes() == long_whole


def test_a_killed_worker_of_a_cluster_loses_nothing(run, folder, cluster, long_whole):
    pids = [nanny.pid for nanny in cluster.workers.values()]
    seen, _ = run(address_of(cluster), DoAt(4, lambda: os.kill(pids[0], signal.SIGKILL)))
    cluster.wait_for_workers(2, timeout=30)
    assert is_sound(seen)
    assert (folder / "result.nc").read_bytes() == long_whole


def test_an_interrupted_run_leaves_a_cluster_as_it_was(run, folder, cluster, long_whole):
    address = address_of(cluster)
    with pytest.raises(KeyboardInterrupt):
        run(address, StopAt(5))
    seen, _ = run(address, resume=True)
    assert seen.n_done == list(range(5, N + 1))
    assert (folder / "result.nc").read_bytes() == long_whole


def test_a_cluster_of_this_computer_outlives_its_workers(run, folder, workers, long_whole):
    seen, told = run("dask:2", DoAt(4, workers.kill_one))
    assert all(line.startswith("a worker was lost: members ") for line in told)
    assert told
    assert is_sound(seen)
    assert (folder / "result.nc").read_bytes() == long_whole
    assert workers.alive == []


def test_a_cluster_whose_workers_are_killed_again_and_again_is_given_up(run, folder, workers, monkeypatch):
    monkeypatch.setattr(room, "GONE_S", 1)
    with pytest.raises(NuzuhError, match=r"workers were lost 4 times|has no workers any more: go on with --resume"):
        run("dask:2", DoAt(3, workers.killer.start))
    workers.stop_killing()
    assert len(files_in(folder)) >= 3


SCRIPT = f"""
    nuzuh.ensemble(
        small({PEOPLE}), {N}, engine="persons", executor=sys.argv[2], out=sys.argv[1], attrs=ATTRS, tell=print,
        resume=len(sys.argv) > 3, progress=lambda n_all, n_done: print(n_done)
    ).close()
"""


def read_until(process, line):
    """Lines that a script prints, up to one."""
    lines = []
    for shown in process.stdout:
        lines.append(shown.strip())
        if lines[-1] == line:
            return lines
    pytest.fail(f"the script has ended: {lines} {process.stderr.read()}")


def workers_of(process):
    return [
        child for child in psutil.Process(process.pid).children(recursive=True) if "spawn_main" in child.cmdline()[-2]
    ]


def test_a_script_that_is_interrupted_from_the_keyboard_says_how_to_go_on(folder, tmp_path, run, long_whole):
    with started(SCRIPT, tmp_path, folder, "processes:2") as process:
        read_until(process, "4")
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all processes of a group
        _, errors = process.communicate(timeout=30)
    n_kept = len(files_in(folder))
    said = f"KeyboardInterrupt: stopped: {n_kept} of {N} members are kept in '{folder}': go on with --resume {folder}"
    assert errors.strip().endswith(said)
    assert "Process" not in errors  # and no worker says anything
    seen, _ = run("here", resume=True)
    assert seen.n_done == list(range(n_kept, N + 1))
    assert (folder / "result.nc").read_bytes() == long_whole


@pytest.mark.parametrize("executor", ["processes:2", "dask:2"])
def test_workers_end_when_the_run_that_started_them_is_killed(folder, tmp_path, run, long_whole, executor):
    with started(SCRIPT, tmp_path, folder, executor) as process:
        read_until(process, "4")
        workers = workers_of(process)
        assert len(workers) == 2
        process.kill()
        _, alive = psutil.wait_procs(workers, timeout=10)
        assert alive == []
        process.communicate()
    n_kept = len(list(folder.glob("members/*.nc")))
    seen, told = run("here", resume=True)
    assert told == [f"found {n_kept} of {N} members, {N - n_kept} to run"]
    assert seen.n_done == list(range(n_kept, N + 1))
    assert (folder / "result.nc").read_bytes() == long_whole


def test_a_script_needs_no_guard(folder, tmp_path, long_whole):
    with started(SCRIPT, tmp_path, folder, "processes:2") as process:
        shown, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert shown.split() == [str(n) for n in range(1, N + 1)]  # once, and by no worker
    assert errors == ""
    assert (folder / "result.nc").read_bytes() == long_whole


@pytest.mark.parametrize(("most_bytes", "n_kept", "what"), [(20_000, 0, "members/"), (64_000, N, "result.nc")])
def test_a_disk_that_takes_no_more_ends_a_run_in_good_order(
    folder, tmp_path, run, long_whole, most_bytes, n_kept, what
):
    """A limit on the size of files fails as a full disk does: in the middle of one."""
    limit = f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({most_bytes}, -1))\n"
    with started(limit + textwrap.dedent(SCRIPT), tmp_path, folder, "here") as process:
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1  # and not by a signal: HDF5 takes the program down where it cannot write
    assert f"NuzuhError: cannot write '{folder}/{what}" in errors
    assert f"(File too large): make room, then go on with --resume {folder}" in errors
    assert len(files_in(folder)) == len(list(folder.glob("members/*.nc"))) == n_kept
    seen, _ = run("here", resume=True)
    assert seen.n_done[0] == max(n_kept, 1)
    assert (folder / "result.nc").read_bytes() == long_whole


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting takes root")
def test_a_full_disk_ends_a_run_in_good_order(folder, run, long_whole):
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", folder]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(NuzuhError, match=r"No space left on device\): make room, then go on with --resume"):
            run("here")
        n_kept = len(files_in(folder))
        assert 0 < n_kept < N
        subprocess.run(["mount", "-o", "remount,size=10m", folder], check=True)
        assert run("here", resume=True)[0].n_done == list(range(n_kept, N + 1))
        assert (folder / "result.nc").read_bytes() == long_whole
    finally:
        subprocess.run(["umount", folder], check=True)
