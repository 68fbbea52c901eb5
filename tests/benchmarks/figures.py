"""The figures of docs/performance.md, measured: `scripts/benchmark [NAME…]`."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from calibration import calibration_figures
from ensembles import ENSEMBLE_FIGURES
from flee import flee_figures
from forecasts import forecast_figures
from memory import memory_and_time
from reading import reading_figures
from reports import report_figures
from scipy.spatial import cKDTree
from serving import serve_figures

import nuzuh
from nuzuh.model import draws
from nuzuh.model.compiled import compiled
from nuzuh.model.counts.engine import CountEngine
from nuzuh.model.persons.engine import PersonEngine
from nuzuh.model.record import VARIABLES
from nuzuh.model.setting import conditions_of, setting_of
from nuzuh.model.simulate import all_params
from nuzuh.outputs.summary import compare_with_observed
from nuzuh.scenario.scenario import Scenario
from nuzuh.scenario.tables import table_of

NUZUH = Path(sys.executable).parent / "nuzuh"
OFFENSIVE_ENDS = date(2020, 3, 7)


def idlib(*, end: date | None = OFFENSIVE_ENDS, factor: float = 1.0) -> Scenario:
    """The shipped crisis, its first 98 days, with more or fewer people."""
    scenario = nuzuh.read_scenario("idlib-2020").between(end=end)
    locations = scenario.locations
    people = (locations["population"] * factor).round().astype("int64")
    return scenario.with_tables(locations=locations.assign(population=people))


def cpu_of_member(scenario: Scenario, engine: str = "counts", members: int = 1, params: dict | None = None):
    """CPU seconds of the day loop, member by member, and the engine of the last."""
    setting = setting_of(scenario, all_params(scenario, params))
    record = np.zeros((scenario.n_days, len(VARIABLES), len(scenario.locations)))
    spent = []
    for member in range(members + 1):  # the first compiles
        conditions = conditions_of(setting, setting.forcing.for_member(1, member))
        people = setting.people
        mover = (
            PersonEngine(conditions, *people, 1, member)
            if engine == "persons"
            else CountEngine(conditions, *people, 1, member, is_mean=False)
        )
        began = time.process_time()
        for day in range(scenario.n_days):
            mover.step(day, record[day])
        spent.append(time.process_time() - began)
    return spent[1:], mover, record


@compiled
def _many_binomials(size: int, n: int, p: float) -> int:
    key, total = draws.key_of(1, 0, 1, 0), 0
    for i in range(size):
        total += draws.binomial(draws.fold(key, i), n, p)
    return total


@compiled
def _many_categories(size: int, sums: np.ndarray) -> int:
    key, total = draws.key_of(1, 0, 2, 0), 0
    for i in range(size):
        total += draws.category(key, i, sums)
    return total


def cost_of_a_draw() -> dict[str, float]:
    """Nanoseconds of one draw of each kind."""
    sums = np.cumsum(np.random.default_rng(1).random(85))
    kinds: dict[str, Callable[[int], int]] = {
        "choice among 85": lambda size: _many_categories(size, sums),
        "binomial, 0.3 expected": lambda size: _many_binomials(size, 30, 0.01),
        "binomial, 3 expected": lambda size: _many_binomials(size, 300, 0.01),
        "binomial, 30 expected": lambda size: _many_binomials(size, 3000, 0.01),
        "binomial, 30,000 expected": lambda size: _many_binomials(size, 3_000_000, 0.01),
    }
    found = {}
    for name, draw in kinds.items():
        draw(10)
        rounds = []
        for _ in range(5):
            began = time.process_time()
            draw(400_000)
            rounds.append((time.process_time() - began) / 400_000 * 1e9)
        found[name] = statistics.median(rounds)
    return found


def draw_figures() -> None:
    """Cost of one draw."""
    for name, ns in cost_of_a_draw().items():
        print(f"draw: {name:<28} {ns:6.0f} ns")


def idlib_figures() -> None:
    """CPU of a member of Idlib, against what its draws cost, and with a thousand times the people."""
    ns = statistics.mean(cost_of_a_draw().values())
    spent, engine, _ = cpu_of_member(idlib(), members=20)
    ms = statistics.median(spent) * 1e3
    ratio = ms * 1e6 / (engine.n_draws * ns)
    print(f"counts, Idlib, 98 days: {ms:.1f} ms CPU a member, {engine.n_draws:,} draws at {ns:.0f} ns: x {ratio:.2f}")
    before = _peak_mb()
    many, big, _ = cpu_of_member(idlib(factor=1000), members=20)
    times = statistics.median(many) / statistics.median(spent)
    print(
        f"the same with 3.9 billion people: {statistics.median(many) * 1e3:6.1f} ms, x {times:.2f}, "
        f"{big.n_draws:,} draws, peak memory {_peak_mb() - before:+.0f} MB"
    )


def network(n: int, people: int = 100_000_000, days: int = 365) -> Scenario:
    """A synthetic country: n locations, three routes each, conflict at one in twenty, a camp in twenty."""
    rng = np.random.default_rng(n)
    lat, lon = 10 + 10 * rng.random(n), 20 + 10 * rng.random(n)
    _, near = cKDTree(np.stack([lat, lon], axis=1)).query(np.stack([lat, lon], axis=1), k=8)
    pairs = {(min(a, b), max(a, b)) for a in range(n) for b in near[a, 1:]}
    length = {pair: np.hypot(lat[pair[0]] - lat[pair[1]], lon[pair[0]] - lon[pair[1]]) * 111 * 1.3 for pair in pairs}
    chosen = sorted(sorted(pairs, key=length.__getitem__)[: 3 * n])
    names = np.array([f"L{i}" for i in range(n)])
    kind = np.where(np.arange(n) % 20 == 0, "camp", "town")
    locations = table_of([{"name": "L", "kind": "town"}], "locations").iloc[[0] * n].reset_index(drop=True)
    locations = locations.assign(
        name=names, kind=kind, lat=lat, lon=lon, population=np.where(kind == "camp", 0, people // n)
    )
    locations["capacity"] = np.where(kind == "camp", 3 * people // n, np.nan)
    routes = (
        table_of([{"from": "A", "to": "B", "distance_km": 1}], "routes").iloc[[0] * len(chosen)].reset_index(drop=True)
    )
    ends = np.array(chosen)
    km = np.maximum([length[pair] for pair in chosen], 1.0)
    routes = routes.assign(**{"from": names[ends[:, 0]], "to": names[ends[:, 1]], "distance_km": km})
    under_fire = rng.choice(n, n // 20, replace=False)
    begins = rng.integers(0, days - 60, len(under_fire))
    first = pd.Timestamp("2021-01-01")
    conflict = table_of([{"location": "L", "start": "2021-01-01", "intensity": 1}], "conflict")
    conflict = conflict.iloc[[0] * len(under_fire)].reset_index(drop=True)
    starts = (first + pd.to_timedelta(begins, "D")).astype("datetime64[s]")
    conflict = conflict.assign(location=names[under_fire], start=starts, end=starts + pd.Timedelta(days=60))
    tables = {"locations": locations, "routes": routes, "conflict": conflict}
    end = (first + pd.Timedelta(days=days - 1)).date()
    return Scenario("synthetic", "synthetic", first.date(), end, "Home", tables, {"departure": {"town": 0.05}})


def network_figures() -> None:
    """How time grows with the number of locations."""
    for n in (100, 1000, 10_000):
        scenario = network(n)
        began = time.process_time()
        result = nuzuh.simulate(scenario)
        spent = time.process_time() - began
        print(
            f"network: {n:>6,} locations, {len(scenario.routes):>6,} routes, 100 million people, 365 days: "
            f"{spent:6.1f} s CPU, {result.attrs['n_draws']:>12,} draws, peak {_peak_mb():,.0f} MB"
        )


def person_figures() -> None:
    """Person-days in a CPU second, at rest and moving."""
    people = 4_000_000
    pair = [{"name": "A", "kind": "town", "displaced": people}, {"name": "B", "kind": "town"}]
    ring = [{"name": f"L{i}", "kind": "town", "displaced": people // 10} for i in range(10)]
    routes = [{"from": f"L{i}", "to": f"L{(i + 1) % 10}", "distance_km": 150} for i in range(10)]
    cases = {
        "at rest": (pair, [{"from": "A", "to": "B", "distance_km": 50}], 1e-9),
        "moving": (ring, routes, 1.0),
    }
    for name, (locations, roads, p) in cases.items():
        tables = {"locations": table_of(locations, "locations"), "routes": table_of(roads, "routes")}
        params = {"departure": {"town": p}}
        scenario = Scenario("rest", "rest", date(2021, 1, 1), date(2021, 1, 20), "Home", tables, params)
        spent, engine, record = cpu_of_member(scenario, "persons", members=3)
        moves = record[:, 3].sum() / scenario.n_days / people
        rate = people * scenario.n_days / statistics.median(spent) / 1e6
        held = sum(array.nbytes for array in engine.people) / people
        print(
            f"persons, {name}: {rate:.1f} million person-days a CPU second, "
            f"{moves:.2f} trips a day, {held:.0f} bytes a person"
        )


def command_figures() -> None:
    """Wall time and memory of the commands as a user starts them."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "NUMBA_CACHE_DIR": folder}
        for name, words, runs in (
            ("nuzuh --help", ["--help"], 5),
            ("nuzuh run idlib-2020, the first time", ["run", "idlib-2020"], 1),
            ("nuzuh run idlib-2020, warm", ["run", "idlib-2020"], 5),
            ("nuzuh run idlib-2020 --members 20, warm", ["run", "idlib-2020", "--members", "20"], 3),
        ):
            spent = []
            for _ in range(runs):
                began = time.perf_counter()
                subprocess.run([NUZUH, *words], env=environment, check=True, capture_output=True)
                spent.append(time.perf_counter() - began)
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"{name:<42} {statistics.median(spent):6.2f} s wall (most memory of any so far {peak:,.0f} MB)")


def error_figures() -> None:
    """Idlib's curve, places and moves, with the shipped parameters."""
    scenario = idlib(end=date(2020, 3, 9))
    result = nuzuh.simulate(scenario, members=20)
    comparisons = compare_with_observed(result, scenario)
    totals = [c for c in comparisons if c.quantity == "cum_displaced" and not c.location]
    mean = np.mean([abs(c.difference) / c.value for c in totals])
    seen, made = ([0.0, *values] for values in zip(*((c.value, c.simulated[1]) for c in totals), strict=True))
    increments = np.abs(np.diff(made) - np.diff(seen)).sum() / np.diff(seen).sum()
    moves = float(result["new_departures"].sum() / result["new_displaced"].sum())
    print(f"Idlib, cumulative displaced, 27 December to 8 March: mean absolute error {mean:.1%}")
    print(f"Idlib, increments between dates: Σ|difference| / Σ observed {increments:.2f}; moves a person {moves:.2f}")
    for c in comparisons:
        if c.location:
            print(
                f"  {c.when} {c.location:<28} {c.simulated[1]:>9,.0f} against {c.value:>9,.0f}: "
                f"{c.difference / c.value:+.0%}"
            )


def agreement_figures() -> None:
    """Largest |z| between the two engines, over locations and days."""
    cases = {
        "valley, 1,000 members": (nuzuh.read_scenario("valley"), 1000),
        "Idlib at 1/20 population, 200 members": (idlib(factor=0.05), 200),
    }
    for name, (scenario, members) in cases.items():
        counts, persons = (
            nuzuh.simulate(scenario, engine=engine, seed=seed, members=members)["n_displaced"].values.astype(float)
            for engine, seed in (("counts", 1), ("persons", 2))
        )
        for what, a, b in (
            ("mean", counts, persons),
            ("variance", (counts - counts.mean(axis=0)) ** 2, (persons - persons.mean(axis=0)) ** 2),
        ):
            spread = np.sqrt((a.var(axis=0, ddof=1) + b.var(axis=0, ddof=1)) / members)
            z = np.abs((a.mean(axis=0) - b.mean(axis=0)) / np.where(spread > 0, spread, np.inf))
            above = int((z > 4).sum())
            print(
                f"{name}: {what}: largest |z| {z.max():.2f}, "
                f"{above} of {z.size:,} above 4, {(z > 2).mean():.1%} above 2"
            )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


FIGURES = {
    "draws": draw_figures,
    "idlib": idlib_figures,
    "network": network_figures,
    "persons": person_figures,
    "commands": command_figures,
    "error": error_figures,
    "agreement": agreement_figures,
    "flee": flee_figures,
    "forecast": forecast_figures,
    "serve": serve_figures,
    **ENSEMBLE_FIGURES,
    "calibration": calibration_figures,
    "report": report_figures,
    "reading": reading_figures,
    "store": lambda: memory_and_time(idlib(), network(100, days=100)),
}

if __name__ == "__main__":
    for chosen in sys.argv[1:] or FIGURES:
        FIGURES[chosen]()
