"""How members are divided into batches, and what is reported on the way."""

import numpy as np
import pytest
from tests.runs import Seen, StopAt

import nuzuh
from nuzuh.ensembles import ensemble as room
from nuzuh.ensembles.batches import Batch
from nuzuh.ensembles.ensemble import Work
from nuzuh.ensembles.plan import plan_of
from nuzuh.ensembles.processes import Automatic, Processes
from nuzuh.ensembles.store import Piece, Store
from nuzuh.errors import NuzuhError, UsageError


class Pretended:
    """Workers that say how long batches took, and run nothing."""

    def __init__(self, n_workers, member_s, lost=()):
        self.n_workers, self.member_s, self.lost = n_workers, member_s, list(lost)
        self.waiting, self.batches, self.most = [], [], 0
        self.is_closed = False

    @property
    def n_under_way(self):
        return len(self.waiting)

    def submit(self, plan, members):
        self.waiting.append(members)
        self.batches.append(members)
        self.most = max(self.most, self.n_under_way)

    def next_done(self):
        members = self.waiting.pop(0)
        if self.lost and self.lost[0] in members:
            self.lost.pop(0)
            return members, None
        return members, Batch(b"", self.member_s * len(members), 0.0)

    def close(self):
        self.is_closed = True


class PretendedHere(Pretended):
    """This process, with members of five seconds."""

    def __init__(self):
        super().__init__(1, 5.0)


class PretendedProcesses(Pretended, Automatic):
    """Four processes, with members of five seconds."""

    n_workers = None
    n_under_way = Pretended.n_under_way

    def __init__(self):
        super().__init__(4, 5.0)


class Kept(Store):
    """A folder in which nothing is written."""

    def add(self, members, content):
        self.pieces.append(Piece(self.folder, tuple(members)))


@pytest.fixture
def work(scenario, tmp_path):
    def of(members, tell=lambda _: None, progress=None, pieces=()):
        plan = plan_of(scenario, members, seed=1, engine="counts", params=None)
        store = Kept(tmp_path, plan.identity)
        store.pieces.extend(Piece(tmp_path, tuple(piece)) for piece in pieces)
        return Work(plan, members, store, progress, tell)

    return of


@pytest.mark.parametrize("n_workers", [1, 3, 16])
@pytest.mark.parametrize("member_s", [0.001, 0.04, 0.3])
def test_batches_last_half_a_second_but_the_first_and_the_last(work, n_workers, member_s):
    """The first of each worker are one member each: they tell how long one takes."""
    workers = Pretended(n_workers, member_s)
    work(20_000).run(workers)
    assert sorted(member for batch in workers.batches for member in batch) == list(range(20_000))
    sizes = np.array([len(batch) for batch in workers.batches])
    known = np.flatnonzero(sizes > 1)[0]
    assert known <= n_workers + 1
    assert (sizes[known:-1] * member_s >= room.LEAST_S - 1e-9).all()
    assert (sizes[:-1] * member_s <= room.BATCH_S + member_s).all()


def test_batches_shrink_towards_the_end_so_that_all_end_together(work):
    workers = Pretended(4, 0.1)
    work(2000).run(workers)
    sizes = [len(batch) for batch in workers.batches]
    assert max(sizes) == 20
    assert sizes[-2] == 5


def test_each_worker_has_a_batch_to_go_on_with_once_it_is_known_how_long_they_take(work):
    workers = Pretended(4, 0.1)
    work(2000).run(workers)
    assert workers.most == 8
    unknown = Pretended(4, 0.1)
    work(3).run(unknown)
    assert unknown.most == 3


def test_progress_rises_from_what_is_there_to_all(work):
    seen = Seen()
    work(500, progress=seen, pieces=[range(10, 30), range(480, 500)]).run(Pretended(3, 0.05))
    assert {n_all for n_all, _ in seen} == {500}
    assert seen.n_done[0] == 40
    assert seen.n_done == sorted(set(seen.n_done))
    assert seen.n_done[-1] == 500


def test_a_lost_batch_is_run_again(work):
    told, seen = [], Seen()
    doing = work(100, told.append, seen)
    doing.run(Pretended(2, 0.05, lost=[0, 40, 40]))
    assert sorted(member for piece in doing.store.pieces for member in piece.members) == list(range(100))
    assert told[0] == "a worker was lost: members 0 to 0 are run again"
    assert len(told) == 3
    assert seen.n_done == sorted(set(seen.n_done))


def test_members_that_lose_their_worker_again_and_again_end_the_run(work):
    doing, workers = work(100), Pretended(2, 0.05, lost=[40] * 99)
    with pytest.raises(
        NuzuhError, match=r"lost 4 times with members .*is there enough memory\? .*processes:1.*--resume"
    ):
        doing.run(workers)
    assert doing.store.pieces


def test_an_executor_is_left_to_its_maker_but_with_nothing_under_way(work):
    workers = Pretended(2, 0.05)
    work(100).run(workers)
    assert not workers.is_closed
    with pytest.raises(KeyboardInterrupt):
        work(100, progress=StopAt(5)).run(workers)
    assert workers.is_closed


def test_an_executor_that_was_made_for_a_run_is_closed(work, monkeypatch):
    made = Pretended(2, 0.1)
    monkeypatch.setattr(room, "executor_of", lambda _: made)
    work(10).run("processes")
    assert made.is_closed


def test_an_executor_is_not_looked_for_where_nothing_is_missing(work):
    work(4, pieces=[range(4)]).run("dask://nobody:1")


def test_many_losses_are_borne_if_each_time_others_are_hit(work):
    doing = work(100)
    doing.run(Pretended(2, 0.5, lost=[member for member in range(100) for _ in range(3)]))
    assert doing.n_done == 100


def test_without_an_executor_short_work_stays_here(scenario, monkeypatch):
    monkeypatch.setattr(Processes, "submit", None)
    assert nuzuh.ensemble(scenario, 4).sizes["member"] == 4


def test_without_an_executor_long_work_goes_to_processes(work, monkeypatch):
    workers = PretendedProcesses()
    monkeypatch.setattr(room, "Here", PretendedHere)
    monkeypatch.setattr(room, "executor_of", lambda _: workers)
    monkeypatch.setattr(room, "can_start_processes", lambda: True)
    work(40).run(None)
    assert sum(map(len, workers.batches)) == 38  # after two here, the first of which compiles


def test_where_no_processes_can_be_started_all_work_stays_here(work, monkeypatch):
    monkeypatch.setattr(room, "Here", PretendedHere)
    monkeypatch.setattr(Processes, "submit", None)
    monkeypatch.setattr(room, "can_start_processes", lambda: False)
    doing = work(40)
    doing.run(None)
    assert doing.n_done == 40


def test_a_result_in_a_folder_is_read_when_it_is_used(scenario, tmp_path):
    with nuzuh.ensemble(scenario, 3, executor="here", out=tmp_path / "run") as runs:
        assert not runs["n_displaced"]._in_memory
        assert runs.equals(nuzuh.simulate(scenario, members=3))


def test_further_attributes_are_kept(scenario):
    runs = nuzuh.ensemble(scenario, 2, executor="here", attrs={"what_if": "none", "command": "by hand"})
    assert (runs.attrs["what_if"], runs.attrs["command"]) == ("none", "by hand")
    assert (runs.attrs["n_draws"], runs.attrs["n_unplaced"]) == (
        nuzuh.simulate(scenario, members=2).attrs["n_draws"],
        0,
    )


def test_an_unknown_executor_is_refused_before_anything_is_run(scenario, tmp_path):
    with pytest.raises(UsageError, match="no executor"):
        nuzuh.ensemble(scenario, 2, executor="procesess", out=tmp_path / "run")
    assert not (tmp_path / "run").exists()
