"""Many members: how busy the processors are, what a cluster costs, what common random numbers give."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import nuzuh
from nuzuh.ensembles.batches import Batch
from nuzuh.ensembles.cluster import Cluster
from nuzuh.ensembles.executors import Executor
from nuzuh.ensembles.processes import Processes

NUZUH = Path(sys.executable).parent / "nuzuh"


class Timed:
    """An executor that notes what its batches take."""

    def __init__(self, executor: Executor) -> None:
        self.executor, self.batches, self.began, self.ended = executor, [], 0.0, 0.0

    @property
    def n_workers(self) -> int:
        return self.executor.n_workers

    @property
    def n_under_way(self) -> int:
        return self.executor.n_under_way

    def submit(self, plan: bytes, members: range) -> None:
        self.began = self.began or time.perf_counter()
        self.executor.submit(plan, members)

    def next_done(self) -> tuple[range, Batch | None]:
        members, batch = self.executor.next_done()
        self.batches.append((len(members), batch))
        self.ended = time.perf_counter()
        return members, batch

    def close(self) -> None:
        self.executor.close()

    def say(self, name: str) -> None:
        """How much of the workers' time, and of the processors', went into batches."""
        wall = self.ended - self.began
        n_busy = min(self.n_workers, os.cpu_count() or 1)
        inside, cpu = (sum(getattr(batch, kind) for _, batch in self.batches) for kind in ("wall_s", "cpu_s"))
        members = sum(n for n, _ in self.batches)
        content = sum(len(batch.content) for _, batch in self.batches) / members / 1e3
        print(
            f"{name}: {members:,} members, {len(self.batches)} batches, {wall:.1f} s: {members / wall:.1f} members/s, "
            f"{1e3 * cpu / members:.1f} ms CPU a member, {content:.0f} kB each; processors in batches "
            f"{cpu / n_busy / wall:.1%}; overhead {1 - inside / self.n_workers / wall:.1%} of the workers' time"
        )


def timed(name: str, executor: Executor, members: int) -> None:
    """Run Idlib on an executor whose workers have been started and have compiled."""
    scenario = nuzuh.read_scenario("idlib-2020")
    with tempfile.TemporaryDirectory() as folder:
        nuzuh.ensemble(scenario, 20 * executor.n_workers, seed=2, executor=executor, out=f"{folder}/warm").close()
        chosen = Timed(executor)
        nuzuh.ensemble(scenario, members, executor=chosen, out=f"{folder}/run").close()
        chosen.say(name)
    executor.close()


def scale_figures() -> None:
    """What handing out batches costs, in processes and on a local Dask cluster."""
    timed("processes, 2 workers", Processes(2), 600)
    for n_workers in (1, 2, 4):
        timed(f"Dask, {n_workers} workers", Cluster(n_workers=n_workers), 300 if n_workers == 1 else 600)


def ensemble_figures() -> None:
    """A thousand members of Idlib, and two what-ifs of 200 members from a cold start, as a user starts them."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "NUMBA_CACHE_DIR": f"{folder}/numba"}
        both = ["--what-if", "ceasefire-holds", "--what-if", "open-border"]
        for name, words in (
            (
                "nuzuh compare idlib-2020, two what-ifs, 200 members, cold",
                ["compare", "idlib-2020", *both, "--members", "200"],
            ),
            ("nuzuh run idlib-2020 --members 1000", ["run", "idlib-2020", "--members", "1000"]),
            ("the same, with --out", ["run", "idlib-2020", "--members", "1000", "--out", f"{folder}/out"]),
        ):
            before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            subprocess.run([NUZUH, *words], env=environment, check=True, capture_output=True)
            wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(f"{name:<60} {wall:6.1f} s wall, {cpu:6.1f} s CPU, {cpu / wall:.2f} processors busy")


def common_figures() -> None:
    """How the effect of a what-if spreads with common and with independent random numbers, at large destinations."""
    scenario = nuzuh.read_scenario("idlib-2020")
    calm = nuzuh.what_if("ceasefire-holds", scenario).function(scenario)
    base, same, other = (nuzuh.ensemble(which, 200, seed=seed) for which, seed in ((scenario, 1), (calm, 1), (calm, 2)))
    for date in ("2020-01-20", "2020-02-08", "2020-03-08", "2020-05-01"):
        b, s, o = (run.n_displaced.sel(date=date).values.astype(float) for run in (base, same, other))
        largest = np.argsort(-np.median(b, axis=0))[:20]
        ratio = np.median((s - b).std(axis=0)[largest] / (o - b).std(axis=0)[largest])
        times = np.median(b.std(axis=0)[largest] / s.std(axis=0)[largest])
        bound = (times - 1) / np.hypot(times, 1)
        print(
            f"effect of ceasefire-holds on {date}: spread with common numbers {ratio:.2f} of that with others; the "
            f"baseline spreads {times:.2f} times as much as the what-if, so that no coupling could be below {bound:.2f}"
        )


ENSEMBLE_FIGURES = {"scale": scale_figures, "members": ensemble_figures, "common": common_figures}
