"""Batches of one member each, so that a run can be stopped anywhere, and what comes out of runs that are not."""

import pytest
from tests.runs import ATTRS, small

import nuzuh
from nuzuh.ensembles import ensemble


@pytest.fixture(scope="session")
def scenario():
    return small()


@pytest.fixture
def one_by_one(monkeypatch):
    """Each member is a batch of its own."""
    monkeypatch.setattr(ensemble, "BATCH_S", 1e-9)
    monkeypatch.setattr(ensemble, "LEAST_S", 1e-9)


@pytest.fixture(scope="session")
def whole(scenario, tmp_path_factory):
    """The bytes of a result of so many members, run in one go."""
    made = {}

    def bytes_of(members):
        if members not in made:
            folder = tmp_path_factory.mktemp("whole")
            nuzuh.ensemble(scenario, members, executor="here", out=folder, attrs=ATTRS).close()
            made[members] = (folder / "result.nc").read_bytes()
        return made[members]

    return bytes_of
