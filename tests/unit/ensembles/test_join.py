"""Files of some members each, put together: the same bytes however they were divided."""

import itertools

import h5py
import numpy as np
import pytest
import xarray as xr

import nuzuh
from nuzuh.ensembles.batches import run_batch
from nuzuh.ensembles.join import join
from nuzuh.ensembles.plan import plan_of
from nuzuh.ensembles.store import Piece, Store

PARAMS = {"departure.town": {"uniform": [0.1, 0.5]}, "destination.awareness": {"uniform": [1, 3]}}
DIVISIONS = [
    [range(6)],
    [range(2), range(2, 3), range(3, 6)],
    [range(3, 6), range(2), range(2, 3)],
    [range(m, m + 1) for m in (5, 0, 3, 1, 4, 2)],
]


@pytest.fixture(scope="module")
def plan(scenario):
    return plan_of(scenario, 6, seed=1, engine="counts", params=PARAMS)


@pytest.fixture
def joined(plan, tmp_path):
    """The bytes of members, divided like that, put together."""
    numbers = itertools.count()

    def of(division, n_members=6):
        store = Store(tmp_path / str(next(numbers)), plan.identity)
        for members in division:
            store.add(members, run_batch(plan.packed, members).content)
        join(store.pieces, n_members, store.folder / "all.nc", {"command": "test"})
        return store.folder / "all.nc"

    return of


def test_the_division_leaves_no_trace(joined):
    contents = {joined(division).read_bytes() for division in DIVISIONS}
    assert len(contents) == 1


def test_members_that_are_not_wanted_leave_no_trace(joined):
    assert joined(DIVISIONS[1], 4).read_bytes() == joined([range(4)], 4).read_bytes()


def test_members_that_stand_in_two_pieces_leave_no_trace(joined):
    assert joined([range(4), range(2, 6)]).read_bytes() == joined([range(6)]).read_bytes()


def test_a_result_and_batches_make_a_result(joined, plan, tmp_path):
    first = joined([range(3)], 3)
    batch = tmp_path / "batch.nc"
    batch.write_bytes(run_batch(plan.packed, range(3, 6)).content)
    pieces = [Piece(first, (0, 1, 2)), Piece(batch, (3, 4, 5))]
    join(pieces, 6, tmp_path / "all.nc", {"command": "test"})
    assert (tmp_path / "all.nc").read_bytes() == joined([range(6)]).read_bytes()


def test_what_is_counted_beside_a_result_is_that_of_all_members(joined, scenario):
    with nuzuh.read_result(joined(DIVISIONS[2])) as whole:
        parts = [nuzuh.ensemble(scenario, n, params=PARAMS, executor="here").attrs["n_draws"] for n in (5, 6)]
        assert whole.attrs["n_draws"] == parts[1] > parts[0]


def test_others_see_a_result_and_nothing_else(joined):
    path = joined(DIVISIONS[1])
    with xr.open_dataset(path, engine="h5netcdf") as opened:
        assert set(opened.data_vars) == {name for name in opened.data_vars if opened[name].ndim == 3}
        assert opened["n_displaced"].encoding["chunksizes"] == (1, 20, 3)
        assert opened["n_displaced"].attrs["units"] == "persons"


def test_members_are_stored_one_after_the_other(joined):
    """So that a file can be read from its beginning to its end, and its bytes are always in the same order."""
    with h5py.File(joined(DIVISIONS[3]), "r") as file:
        starts = [
            file[name].id.get_chunk_info(m).byte_offset for m in range(6) for name in ("n_displaced", "n_at_home")
        ]
    assert (np.diff(starts) > 0).any()
    assert starts[::2] == sorted(starts[::2])
