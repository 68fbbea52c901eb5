"""How long forecasts take, and how good they were: `scripts/benchmark forecast`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np

DATA = Path(__file__).parents[3] / "shared" / "data" / "flee"
NUZUH = Path(sys.executable).parent / "nuzuh"
SITES, WEEKS = 50, 157
"""Three years of weekly counts."""


def forecast_figures() -> None:
    """All figures about forecasts, one after the other."""
    for figure in FORECAST_FIGURES:
        figure()


def backtest_figures() -> None:
    """Time of the backtest of the real conflicts from the command line, and what came out."""
    if not DATA.is_dir():
        print(f"backtest: no Flee folders at {DATA}")
        return
    spent, done = _timed("backtest", str(DATA), "--json")
    if done.returncode:
        print(f"backtest of the real conflicts: exit code {done.returncode}: {done.stderr.strip()[-300:]}")
        return
    found = json.loads(done.stdout)
    print(f"backtest of {len(found['crises'])} conflicts: {spent:6.2f} s wall")
    for days, pooled in found["pooled"].items():
        low, high = pooled["ci"]
        print(
            f"  {days:>2} days: ratio to better {pooled['ratio_better']:.3f} ({low:.3f} to {high:.3f}), "
            f"CRPS {pooled['rel_crps']:.3f}, in 50 % {pooled['cov50']:.3f}, in 90 % {pooled['cov90']:.3f}, "
            f"bias {pooled['bias']:.3f}, in {pooled['n_growing']} growing crises {pooled['bias_growing'] or 0:.3f}"
        )
    overall = found["overall"]
    print(f"  all: {overall['ratio_better']:.4f}; by method " + _by_method(overall["methods"]))


def spreadsheet_figures() -> None:
    """Time of a forecast from a spreadsheet of 50 sites over three years, three times."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "registrations.csv"
        file.write_text(spreadsheet(), encoding="utf-8")
        runs = [_timed("forecast", str(file), "--json") for _ in range(3)]
    spent, done = min(runs, key=lambda run: run[0])
    failed = f", exit code {done.returncode}: {done.stderr.strip()[-300:]}" if done.returncode else ""
    print(f"forecast of {SITES} sites, {WEEKS} weeks: {spent:6.2f} s wall, best of 3{failed}")


def simulator_figures() -> None:
    """The same backtest with the simulator among the experts, in a process for each processor."""
    if not DATA.is_dir():
        return
    spent, done = _timed("backtest", str(DATA), "--simulator", "--json")
    if done.returncode:
        print(f"backtest with the simulator: exit code {done.returncode}: {done.stderr.strip()[-300:]}")
        return
    overall = json.loads(done.stdout)["overall"]
    print(f"backtest with the simulator: {spent:6.2f} s wall; by method " + _by_method(overall["methods"]))


def idlib_figures() -> None:
    """Time of a forecast of Idlib from 31 January 2020 with 500 members, and what it says of 23 February."""
    for course in ("known", "held"):
        words = ("forecast", "idlib-2020", "--origin", "2020-01-31", "--days", "23", "--members", "500", "--json")
        spent, done = _timed(*words, "--course", course)
        if done.returncode:
            print(f"forecast of Idlib: exit code {done.returncode}: {done.stderr.strip()[-300:]}")
            return
        said = json.loads(done.stdout)["simulator"]["23"]["cum_displaced"]
        print(f"forecast of Idlib, course {course}, 500 members: {spent:6.2f} s wall; displaced by 23 February {said}")


def spreadsheet() -> str:
    """Weekly counts of invented sites that grow by fits and starts."""
    random = np.random.default_rng(1)
    steps = random.gamma(0.5, 400.0, (WEEKS, SITES)) - random.gamma(0.5, 300.0, (WEEKS, SITES))
    counts = np.maximum(random.gamma(2.0, 4000.0, SITES) + steps.cumsum(axis=0), 0).round()
    rows = [
        f"Site {site},{date(2021, 1, 4) + timedelta(7 * week)},{counts[week, site]:.0f}"
        for site in range(SITES)
        for week in range(WEEKS)
    ]
    return "\n".join(["location,date,n", *rows]) + "\n"


def _timed(*words: str) -> tuple[float, subprocess.CompletedProcess[str]]:
    began = time.perf_counter()
    done = subprocess.run([NUZUH, *words], capture_output=True, text=True, check=False)
    return time.perf_counter() - began, done


def _by_method(methods: dict[str, dict[str, float]]) -> str:
    return ", ".join(f"{name} {ratio['ratio_better']:.3f}" for name, ratio in methods.items())


FORECAST_FIGURES: tuple[Callable[[], None], ...] = (
    backtest_figures,
    spreadsheet_figures,
    simulator_figures,
    idlib_figures,
)
"""Others are added here."""
