"""Figures of many members: what putting batches together costs, and what memory a large result takes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import nuzuh
from nuzuh.ensembles.batches import run_batch
from nuzuh.ensembles.join import join
from nuzuh.ensembles.plan import plan_of
from nuzuh.ensembles.store import Piece, Store
from nuzuh.scenario.scenario import Scenario

READ = """
    import resource, sys, time
    from nuzuh.ensembles.quantiles import quantiles
    from nuzuh.model.result import open_result
    from nuzuh.outputs.tables import displaced_csv
    work = {"quantiles": lambda runs: quantiles(runs, "n_displaced", [0.05, 0.5, 0.95]), "displaced.csv": displaced_csv}
    with open_result(sys.argv[1]) as runs:
        began = time.perf_counter()
        work[sys.argv[2]](runs)
        print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def store_figures(idlib: Scenario, folder: Path) -> None:
    """Time to find and join a thousand batches, of 30 members of Idlib again and again."""
    plan = plan_of(idlib, 1, seed=1, engine="counts", params=None)
    store, content = Store(folder, plan.identity), run_batch(plan.packed, range(30)).content
    for first in range(0, 30_000, 30):
        store.add(range(first, first + 30), content)
    began = time.perf_counter()
    Store(folder, plan.identity).find(30_000)
    found = time.perf_counter()
    join(store.pieces, 30_000, folder / "result.nc", {})
    joined, size = time.perf_counter(), (folder / "result.nc").stat().st_size / 1e9
    print(f"1,000 batches of 30 members of Idlib: found in {found - began:.1f} s, joined in {joined - found:.1f} s")
    print(f"30,000 members of Idlib: {size:.1f} GB")


def memory_figures(scenario: Scenario, folder: Path) -> None:
    """Memory and time of quantiles of 10,000 members, 100 days and 100 locations, of 200 of them again and again."""
    nuzuh.ensemble(scenario, 200, executor="here", out=folder).close()
    pieces = [Piece(folder / "result.nc", tuple(range(first, first + 200))) for first in range(0, 10_000, 200)]
    join(pieces, 10_000, folder / "large.nc", {})
    for name in ("quantiles", "displaced.csv"):
        command = [sys.executable, "-c", textwrap.dedent(READ), folder / "large.nc", name]
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        seconds, peak_mb = map(float, shown.split())
        print(f"10,000 members, 100 days, 100 locations: {name:<14} {seconds:6.1f} s, peak {peak_mb:,.0f} MB")


def memory_and_time(idlib: Scenario, hundred: Scenario) -> None:
    """Both."""
    for figures, scenario in ((store_figures, idlib), (memory_figures, hundred)):
        with tempfile.TemporaryDirectory() as folder:
            figures(scenario, Path(folder))
