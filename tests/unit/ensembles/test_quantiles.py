"""Quantiles over members, a part of a result at a time."""

import subprocess
import sys
import textwrap

import numpy as np
import pytest
import xarray as xr
from tests.crises import crisis, fire

import nuzuh
from nuzuh.ensembles import quantiles as room
from nuzuh.ensembles.join import join
from nuzuh.ensembles.quantiles import quantiles, quantiles_of
from nuzuh.ensembles.store import Piece

SHARES = [0.0, 0.05, 0.5, 0.95, 1.0]


@pytest.mark.parametrize("kind", [np.int64, np.float64])
@pytest.mark.parametrize("shape", [(1, 4, 3), (2, 4, 3), (57, 4, 3), (9, 5)])
def test_they_are_those_of_numpy(kind, shape):
    values = np.random.default_rng(1).integers(0, 40, shape).astype(kind)
    values[:, 0] = 7
    assert (quantiles_of(values, SHARES) == np.quantile(values, SHARES, axis=0)).all()


def test_they_do_not_change_what_they_are_of():
    values = np.random.default_rng(1).random((9, 5))
    before = values.copy()
    quantiles_of(values, SHARES)
    assert (values == before).all()


@pytest.mark.parametrize("n_bytes", [1, 3000, 2**30])
def test_parts_make_no_difference(n_bytes, monkeypatch):
    values = np.random.default_rng(1).integers(0, 1000, (30, 11, 4))
    result = xr.Dataset({"n": (("member", "day", "location"), values)})
    monkeypatch.setattr(room, "DAYS_BYTES", n_bytes)
    monkeypatch.setattr(room, "SORTED_AT_A_TIME", n_bytes)
    assert (quantiles(result, "n", SHARES) == np.quantile(values, SHARES, axis=0)).all()


MEMORY = """
    import resource, sys
    from nuzuh.ensembles import quantiles
    from nuzuh.model.result import cum_displaced, open_result
    quantiles.DAYS_BYTES = 40 * 2**20
    with open_result(sys.argv[1]) as runs:
        runs["n_displaced"][0].values
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        quantiles.quantiles(runs, "n_displaced", [0.05, 0.5, 0.95])
        cum_displaced(runs)
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


def test_a_result_need_not_fit_into_memory(tmp_path):
    """2,000 members of 100 days and 100 locations, 153 MB for each of eight variables, take less than one of them."""
    ring = [(f"L{i}", f"L{(i + 1) % 100}", 40) for i in range(100)]
    towns = [(f"L{i}", "town", 5000) for i in range(100)]
    scenario = crisis(towns, ring, days=100, conflict=[fire(f"L{i}", i, i + 20, 0.3) for i in range(0, 100, 7)])
    nuzuh.ensemble(scenario, 20, executor="here", out=tmp_path).close()
    again_and_again = [Piece(tmp_path / "result.nc", tuple(range(first, first + 20))) for first in range(0, 2000, 20)]
    join(again_and_again, 2000, tmp_path / "large.nc", {})
    command = [sys.executable, "-c", textwrap.dedent(MEMORY), tmp_path / "large.nc"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert float(shown) < 153
