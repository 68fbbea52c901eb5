"""Flee's own conflicts, side by side with what Flee gave for them: `scripts/benchmark flee`."""

from __future__ import annotations

import statistics
from pathlib import Path

import nuzuh
from nuzuh.model.setting import setting_of
from nuzuh.model.simulate import all_params
from nuzuh.outputs.beside_flee import ards, beside_flee, difference_of_days, difference_pooled
from nuzuh.outputs.flee_output import read_flee_output
from nuzuh.scenario.scenario import Scenario

DATA = Path(__file__).parents[3] / "shared" / "data"
MEMBERS = 20
FLEE = {
    "burundi": (0.470, 517),
    "car": (0.400, 1850),
    "mali2012": (0.354, 160),
    "ssudan": (0.502, 1400),
    "syria2013": (0.261, 20_000),
    "nigeria2016_adm1": (0.340, 3100),
}
"""By conflict: Flee's ARD against registrations, and its CPU seconds at full size (measured or extrapolated)."""
VARIANTS = {
    "start_on_foot": {"travel.first_leg_on_foot": True},
    "avoid_short_stints": {"departure.avoid_short_stints": True},
    "start_on_foot+avoid_short_stints": {"travel.first_leg_on_foot": True, "departure.avoid_short_stints": True},
    "awareness_2": {"destination.awareness": 2},
}
"""Settings of which Flee's runs of Burundi exist, beside its own."""


def flee_figures() -> None:
    """How near, how fast: each conflict with its own settings, Burundi with others, and a wider awareness."""
    if not DATA.is_dir():
        print(f"flee: no Flee folders and runs at {DATA}")
        return
    for name in FLEE:
        _compare(name, DATA / "flee" / name)
    for name, params in VARIANTS.items():
        _compare(f"burundi.{name}", DATA / "flee" / "burundi", params)
    for name in FLEE:
        _awareness(name)


def _compare(name: str, folder: Path, params: dict[str, object] | None = None) -> None:
    scenario = nuzuh.read_scenario(folder, lenient=True)
    file = next((DATA / "flee-runs").glob(f"{name}.thinned-by-*.csv.gz"))
    thinned = int(file.name.split("thinned-by-")[1].split(".")[0])
    output = read_flee_output(file, scenario, scale=thinned)
    spent, _ = _cpu(scenario, params)
    beside = beside_flee(nuzuh.simulate(scenario, members=MEMBERS, params=params), scenario, output)
    days, pooled = difference_of_days(beside.nuzuh, beside.flee), difference_pooled(beside.nuzuh, beside.flee)
    text = f"flee: {name:<40} mean of days {days:.4f}, pooled {pooled:.4f}, {spent:.3f} s CPU a member"
    if name in FLEE:
        text += f" (Flee {FLEE[name][1]:,} s: {FLEE[name][1] / spent:,.0f} times)"
    print(text)
    for measure, found in ards(beside).items():
        known = f" (all of Flee's days at full size: {FLEE[name][0]:.3f})" if name in FLEE and measure == "ard" else ""
        print(f"      {measure:<28} nuzuh {found['nuzuh']:.3f}, Flee {found['flee']:.3f}{known}")


def _awareness(name: str) -> None:
    """What looking three legs ahead costs."""
    scenario = nuzuh.read_scenario(DATA / "flee" / name, lenient=True)
    found = {legs: _cpu(scenario, {"destination.awareness": legs}) for legs in (1, 3)}
    (one, few), (three, many) = found[1], found[3]
    print(f"flee: {name:<20} awareness 3 takes {three / one:.2f} times awareness 1 ({few}; {many})")


def _cpu(scenario: Scenario, params: dict[str, object] | None) -> tuple[float, str]:
    """CPU seconds of a member once compiled and read, and the itineraries and cells that it has."""
    from figures import cpu_of_member

    spent, engine, _ = cpu_of_member(scenario, members=5, params=params)
    setting = setting_of(scenario, all_params(scenario, params))
    cells = engine.stocks.n_displaced.size + len(setting.itineraries.legs) * engine.stocks.n_displaced.shape[1]
    return statistics.median(spent), f"{len(setting.itineraries.end):,} itineraries, {cells:,} cells"
