"""A member is what it is: on any executor, in any batch, in any order, and alone."""

import io

import pytest
import xarray as xr
from tests.runs import ATTRS, small

import nuzuh
from nuzuh.ensembles import ensemble
from nuzuh.ensembles.batches import run_batch
from nuzuh.ensembles.executors import Here
from nuzuh.ensembles.plan import plan_of

PARAMS = {"departure.town": {"uniform": [0.1, 0.5]}, "destination.awareness": {"uniform": [1, 3]}}
TRUCE = {"action": "ceasefire", "start": "2020-01-03", "breach_rate": 0.4}
N = 9


class Backwards(Here):
    """Several at a time, and the last is done first."""

    n_workers = 3

    def next_done(self):
        self._waiting.reverse()
        return super().next_done()


@pytest.fixture(scope="module")
def scenario():
    base = small()
    return nuzuh.ceasefire(start="2020-01-03", breach_rate=0.4)(base)


@pytest.fixture(scope="module")
def whole(scenario, tmp_path_factory):
    """Bytes and Dataset of all members in one go, by engine."""
    made = {}

    def of(engine):
        if engine not in made:
            folder = tmp_path_factory.mktemp("whole")
            with nuzuh.ensemble(
                scenario, N, params=PARAMS, engine=engine, executor="here", out=folder, attrs=ATTRS
            ) as runs:
                made[engine] = (folder / "result.nc").read_bytes(), runs.load()
        return made[engine]

    return of


@pytest.mark.parametrize("batch_s", [1e-9, 0.02, 1e9])
@pytest.mark.parametrize("executor", [Here, Backwards])
def test_batches_and_their_order_leave_no_trace(scenario, whole, any_engine, executor, batch_s, monkeypatch, tmp_path):
    monkeypatch.setattr(ensemble, "BATCH_S", batch_s)
    monkeypatch.setattr(ensemble, "LEAST_S", batch_s)
    words = {"params": PARAMS, "engine": any_engine, "attrs": ATTRS, "out": tmp_path}
    with nuzuh.ensemble(scenario, N, executor=executor(), **words) as runs:
        assert runs.identical(whole(any_engine)[1])
    assert (tmp_path / "result.nc").read_bytes() == whole(any_engine)[0]


@pytest.mark.parametrize("executor", ["processes:1", "processes:3", "dask:1", "dask:2"])
def test_executors_and_numbers_of_workers_leave_no_trace(scenario, whole, executor, monkeypatch, tmp_path):
    monkeypatch.setattr(ensemble, "BATCH_S", 0.02)
    monkeypatch.setattr(ensemble, "LEAST_S", 0.01)
    with nuzuh.ensemble(scenario, N, params=PARAMS, executor=executor, out=tmp_path, attrs=ATTRS) as runs:
        assert runs.identical(whole("counts")[1])
    assert (tmp_path / "result.nc").read_bytes() == whole("counts")[0]


def test_a_member_that_is_run_alone_is_the_same(scenario, whole, any_engine):
    packed = plan_of(scenario, 1, seed=1, engine=any_engine, params=PARAMS).packed
    for member in (0, 4, N - 1):
        with xr.open_dataset(io.BytesIO(run_batch(packed, range(member, member + 1)).content)) as alone:
            among = whole(any_engine)[1].sel(member=[member])
            assert alone.set_xindex("date").equals(among)


def test_more_members_leave_the_first_alone(scenario, whole, any_engine):
    fewer = nuzuh.ensemble(scenario, N - 4, params=PARAMS, engine=any_engine, executor="here")
    assert fewer.equals(whole(any_engine)[1].isel(member=slice(N - 4)))


def test_with_fixed_parameters_members_are_those_of_simulate(scenario, any_engine):
    runs = nuzuh.ensemble(scenario, N, engine=any_engine, seed=7, executor="here")
    assert runs.identical(nuzuh.simulate(scenario, members=N, engine=any_engine, seed=7))
