"""The folder in which an ensemble grows: what is found in it, and what is refused."""

import signal
import time
from pathlib import Path

import pytest
from tests.runs import ATTRS, Seen, StopAt, files_in, small

import nuzuh
from nuzuh.ensembles.batches import run_batch
from nuzuh.ensembles.plan import plan_of
from nuzuh.ensembles.store import Store, ranges_of
from nuzuh.errors import NuzuhError, UsageError
from nuzuh.model.disk import Disk
from nuzuh.model.interrupts import interrupts_held

FULL = Path("/dev/full")


@pytest.fixture
def run(scenario, one_by_one, tmp_path):
    """Run members into a folder, and say what was seen and told."""

    def running(members, *, of=scenario, progress=None, **words):
        told, seen = [], Seen() if progress is None else progress
        words = {"executor": "here", "attrs": ATTRS} | words
        try:
            nuzuh.ensemble(of, members, out=tmp_path / "run", tell=told.append, progress=seen, **words).close()
        except KeyboardInterrupt as stopped:
            told.append(str(stopped))
        return seen, told

    return running


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "run"


def batches_in(folder):
    return sorted((folder / "members").glob("*.nc"))


@pytest.mark.parametrize(
    ("members", "ranges"),
    [([], []), ([3], [range(3, 4)]), ([0, 1, 2, 5, 6], [range(3), range(5, 7)]), ([1, 3], [range(1, 2), range(3, 4)])],
)
def test_ranges_have_no_gaps(members, ranges):
    assert ranges_of(members) == ranges


def test_a_run_leaves_its_result_and_nothing_else(run, folder, whole):
    seen, told = run(5)
    assert files_in(folder) == ["result.nc"]
    assert (folder / "result.nc").read_bytes() == whole(5)
    assert seen == [(5, done) for done in range(1, 6)]
    assert told == []


def test_a_stopped_run_keeps_its_batches_and_says_how_to_go_on(run, folder):
    _, told = run(6, progress=StopAt(4))
    assert len(batches_in(folder)) == 4
    assert not (folder / "result.nc").exists()
    assert told == [f"stopped: 4 of 6 members are kept in '{folder}': go on with --resume {folder}"]


def test_resuming_runs_what_is_missing_and_gives_the_same_bytes(run, folder, whole):
    run(6, progress=StopAt(4))
    seen, told = run(6, resume=True)
    assert seen.n_done == [4, 5, 6]
    assert told == ["found 4 of 6 members, 2 to run"]
    assert files_in(folder) == ["result.nc"]
    assert (folder / "result.nc").read_bytes() == whole(6)


def test_resuming_a_finished_run_runs_nothing(run, folder, whole):
    run(5)
    before = (folder / "result.nc").stat()
    seen, told = run(5, resume=True)
    assert seen == [(5, 5)]
    assert told == ["found 5 of 5 members, 0 to run"]
    assert (folder / "result.nc").stat().st_mtime_ns == before.st_mtime_ns
    assert (folder / "result.nc").read_bytes() == whole(5)


def test_resuming_where_nothing_is_runs_everything(run, folder, whole):
    seen, told = run(3, resume=True)
    assert (seen.n_done, told) == ([1, 2, 3], ["found 0 of 3 members, 3 to run"])
    assert (folder / "result.nc").read_bytes() == whole(3)


def test_more_members_can_be_added_to_a_result(run, folder, whole):
    run(3)
    seen, told = run(6, resume=True)
    assert (seen.n_done, told) == ([3, 4, 5, 6], ["found 3 of 6 members, 3 to run"])
    assert (folder / "result.nc").read_bytes() == whole(6)


def test_an_extension_can_be_stopped_and_resumed(run, folder, whole):
    run(3)
    run(8, resume=True, progress=StopAt(5))
    seen, _ = run(8, resume=True)
    assert seen.n_done == [5, 6, 7, 8]
    assert (folder / "result.nc").read_bytes() == whole(8)


def test_fewer_members_than_a_result_has_are_refused(run, folder):
    run(3)
    with pytest.raises(UsageError, match="has a result of 3 members: ask for as many or more"):
        run(2, resume=True)
    assert files_in(folder) == ["result.nc"]


def test_fewer_members_than_a_stopped_run_has_batches_of_are_taken_from_them(run, folder, whole):
    run(6, progress=StopAt(4))
    seen, _ = run(3, resume=True)
    assert seen == [(3, 3)]
    assert (folder / "result.nc").read_bytes() == whole(3)


def test_batches_that_are_left_are_not_run_over(run, folder):
    run(6, progress=StopAt(2))
    before = files_in(folder)
    with pytest.raises(UsageError, match="holds members of a run that was stopped: go on with --resume"):
        run(6)
    assert files_in(folder) == before


def test_a_finished_result_may_be_replaced(run, folder, whole):
    run(3, seed=5)
    run(4)
    assert (folder / "result.nc").read_bytes() == whole(4)


def test_a_run_that_was_to_replace_a_result_can_be_resumed(run, folder, whole):
    run(3, seed=5)
    run(6, progress=StopAt(2))
    seen, _ = run(6, resume=True)
    assert seen.n_done == [2, 3, 4, 5, 6]
    assert (folder / "result.nc").read_bytes() == whole(6)


@pytest.mark.parametrize("is_finished", [True, False])
@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"seed": 2}, "seed 1 is now 2"),
        ({"engine": "mean"}, "engine counts is now mean"),
        ({"params": {"departure.town": 0.5}}, "params_hash"),
        ({"params": {"departure.town": {"uniform": [0.1, 0.5]}}}, "params_hash"),
        ({"of": small(2000)}, "scenario_hash"),
    ],
)
def test_members_of_another_run_are_refused(run, folder, change, what, is_finished):
    run(3, progress=None if is_finished else StopAt(2))
    before = files_in(folder)
    with pytest.raises(UsageError, match=f"holds members of another run .*{what}.*run the same again, or choose"):
        run(3, resume=True, **change)
    assert files_in(folder) == before


def test_members_of_another_version_are_refused(run, monkeypatch):
    run(3, progress=StopAt(2))
    monkeypatch.setattr(nuzuh, "__version__", "9.9")
    with pytest.raises(UsageError, match=r"version 0\.1\.0 is now 9\.9"):
        run(3, resume=True)


def test_all_that_differs_is_said(run):
    run(2)
    with pytest.raises(UsageError, match="seed 1 is now 7; engine counts is now mean"):
        run(2, resume=True, seed=7, engine="mean")


def truncated(path):
    path.write_bytes(path.read_bytes()[:-100])


def garbage(path):
    path.write_bytes(b"no member of anything " * 40)


def empty(path):
    path.write_bytes(b"")


def one_byte_wrong(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x40
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [truncated, garbage, empty, one_byte_wrong])
def test_a_damaged_batch_is_named_and_run_again(run, folder, whole, damage):
    run(6, progress=StopAt(4))
    hurt = batches_in(folder)[1]
    damage(hurt)
    seen, told = run(6, resume=True)
    assert seen.n_done == [3, 4, 5, 6]
    assert told == [f"found 3 of 6 members, 3 to run; could not be used, and is run again: {hurt.name}"]
    assert (folder / "result.nc").read_bytes() == whole(6)


@pytest.mark.parametrize("damage", [truncated, garbage, empty])
def test_a_damaged_result_is_named_and_run_again(run, folder, whole, damage):
    run(3)
    damage(folder / "result.nc")
    seen, told = run(3, resume=True)
    assert seen.n_done == [1, 2, 3]
    assert told[0].endswith("could not be used, and is run again: result.nc")
    assert (folder / "result.nc").read_bytes() == whole(3)


def test_a_result_that_no_ensemble_has_written_is_taken_as_it_is_or_run_again(run, scenario, folder, whole):
    folder.mkdir()
    nuzuh.write_result(nuzuh.simulate(scenario, members=3), folder / "result.nc")
    assert run(3, resume=True)[0] == [(3, 3)]
    seen, told = run(5, resume=True)
    assert seen.n_done == [1, 2, 3, 4, 5]
    assert told[0].endswith("could not be used, and is run again: result.nc")
    assert (folder / "result.nc").read_bytes() == whole(5)


def test_what_a_killed_run_left_half_written_does_no_harm(run, folder, whole):
    run(4, progress=StopAt(2))
    (folder / "members" / ".000000002-000000002-0.nc-5f3a").write_bytes(b"half")
    run(4, resume=True)
    assert files_in(folder) == ["result.nc"]
    assert (folder / "result.nc").read_bytes() == whole(4)


def test_a_folder_that_cannot_be_one_is_refused_before_anything_is_run(scenario, tmp_path):
    (tmp_path / "file").write_text("")
    seen = Seen()
    with pytest.raises(UsageError, match="is a file: name a folder"):
        nuzuh.ensemble(scenario, 2, out=tmp_path / "file", progress=seen)
    assert seen == []


def full(*_):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("where", ["os.fsync", "pathlib.Path.replace"])
def test_where_there_is_no_room_for_a_batch_the_others_are_kept(run, folder, whole, monkeypatch, where):
    run(5, progress=StopAt(2))
    with monkeypatch.context() as patch:
        patch.setattr(where, full)
        with pytest.raises(
            NuzuhError, match=r"cannot write .*No space left on device.*make room, then go on with --res"
        ):
            run(5, resume=True)
    assert len(files_in(folder)) == len(batches_in(folder)) == 2
    assert run(5, resume=True)[0].n_done == [2, 3, 4, 5]
    assert (folder / "result.nc").read_bytes() == whole(5)


def test_where_there_is_no_room_for_a_result_the_batches_are_kept(run, folder, whole, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("nuzuh.ensembles.ensemble.join", full)
        with pytest.raises(NuzuhError, match=r"cannot write '.*result.nc' \(No space left on device\): make room"):
            run(3)
    assert len(files_in(folder)) == len(batches_in(folder)) == 3
    assert run(3, resume=True)[0] == [(3, 3)]
    assert (folder / "result.nc").read_bytes() == whole(3)


def test_without_a_folder_nobody_is_sent_to_one(scenario, monkeypatch):
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(NuzuhError, match="make room, then run again, with a folder that keeps what is done"):
        nuzuh.ensemble(scenario, 2, executor="here")


@pytest.mark.skipif(not FULL.exists(), reason="a device of Linux")
def test_a_disk_that_is_full_lets_hdf5_go_on_and_says_so_at_the_end():
    disk = Disk(FULL)
    assert [disk.write(b"four"), disk.write(b"more")] == [4, 4]
    with pytest.raises(OSError, match="No space left"), disk:
        pass
    assert disk.closed


def test_what_a_disk_was_told_is_on_it(tmp_path):
    with Disk(tmp_path / "file") as disk:
        disk.write(b"some")
        disk.check()
        disk.write(memoryview(b"more"))
    assert (tmp_path / "file").read_bytes() == b"somemore"


def test_a_thousand_batches_are_found_in_seconds(scenario, tmp_path):
    plan = plan_of(scenario, 1, seed=1, engine="counts", params=None)
    store, content = Store(tmp_path, plan.identity), run_batch(plan.packed, range(1)).content
    store.add(range(1), content)
    (first,) = batches_in(tmp_path)
    for number in range(1, 1000):
        (first.parent / f"{number:09d}{first.name[9:]}").write_bytes(content)
    began = time.perf_counter()
    store.find(5)
    assert time.perf_counter() - began < 10  # under a second; half a minute where each is opened as a Dataset
    assert store.unusable == []
    assert store.missing(5) == [range(1, 5)]


def test_an_interrupt_while_a_file_is_written_comes_afterwards():
    reached = []

    def interrupted():
        with interrupts_held():
            signal.raise_signal(signal.SIGINT)
            reached.append("the end")

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert reached == ["the end"]
    assert signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
