"""Fit idlib-2020 with `nuzuh.calibrate`, and score the fits: docs/idlib.md tells what came out.

    python scripts/fit_idlib.py fit [--until 2020-01-29] [--one-rule] OUT.csv
    python scripts/fit_idlib.py score SETS.csv
    python scripts/fit_idlib.py what-ifs SETS.csv

`fit` draws parameter sets from the posterior of the parameters of movement and, unless `--one-rule`, of the constants
of the rule of events and the level of the population. `score` runs them and prints every figure of docs/idlib.md.
`what-ifs` runs them under a ceasefire that holds, and under an open border for several pulls and limits.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import nuzuh
from idlib import scores
from nuzuh.model.parameter_sets import read_parameter_sets
from nuzuh.scenario.parameter_sets import parameter_sets_csv

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario
    from nuzuh.typing import Floats

MOVEMENT: dict[str, dict[str, Any]] = {
    "displacement.rate": {"uniform": [0.05, 0.4]},
    "displacement.fear": {"uniform": [0.0, 0.3]},
    "displacement.fear_km": {"uniform": [4.0, 25.0]},
    "departure.conflict": {"uniform": [0.05, 0.6]},
    "destination.distance_power": {"uniform": [0.0, 2.5]},
    "destination.camp": {"lognormal": [5_000, 1.0]},
    "destination.population_power": {"uniform": [0.4, 1.1]},
}
"""Four of displacement, of people at home and of those displaced before, and three of destination."""

RULE: dict[str, dict[str, Any]] = {
    "events.campaign": {"uniform": [0.5, 1.0]},
    "events.strike": {"uniform": [0.05, 0.2]},
    "events.tail_days": {"uniform": [1, 7]},
    "events.ground_km": {"uniform": [4.0, 8.0]},
    "events.campaign_km": {"uniform": [4.0, 8.0]},
    "events.strike_km": {"uniform": [2.0, 5.0]},
    "population.level": {"uniform": [-1.0, 1.0]},
}
"""The constants of the rule within their ranges, and the level of the population within its own."""


def fit(args: argparse.Namespace) -> None:
    """Calibrate, and write parameter sets from the posterior."""
    scenario = nuzuh.read_scenario("idlib-2020")
    priors = MOVEMENT if args.one_rule else MOVEMENT | RULE
    found = nuzuh.calibrate(
        scenario,
        args.until,
        params=priors,
        noise=args.noise,
        n=args.n,
        draws=args.draws,
        seed=args.seed,
        engine="mean",
        progress=_tell,
    )
    print(f"\n{found.attrs['rounds']} rounds, {found.attrs['runs']} runs, worth {found.attrs['n_effective']:.0f} draws")
    for name in found.parameter.values:
        after, before = found.posterior.sel(parameter=name), found.prior.sel(parameter=name)
        low, middle, high = after.quantile([0.05, 0.5, 0.95]).values
        left = float(after.std() / before.std())
        print(f"{name:32} {middle:10.3f} ({low:.3f} to {high:.3f}), spread left {left:.0%}")
    table = found.posterior.to_pandas()
    sets = {str(name): [float(f"{value:.4g}") for value in table[name]] for name in table.columns}  # it knows no more
    args.out.write_text(parameter_sets_csv(sets), encoding="utf-8")


def score(args: argparse.Namespace) -> None:
    """Run parameter sets, and print how they compare with what was reported."""
    scenario = nuzuh.read_scenario("idlib-2020")
    sets = read_parameter_sets(args.sets)
    members = min(args.members, len(sets))
    with nuzuh.ensemble(scenario, members, params=sets, engine=args.engine, progress=_tell) as runs:
        print(json.dumps(figures(runs.load(), scenario), indent=1))


DANA = 712_000
"""People of Dana before the wave (OCHA): a pull abroad of as much draws as its towns do together."""

PULLS = (0.1, 0.3, 1.0, 3.0, 10.0)
"""Of places abroad, in multiples of Dana's."""

PER_DAY = (1_000, 5_000, None)
"""Persons let through in a day at each of two crossings; None: no limit."""


def what_ifs(args: argparse.Namespace) -> None:
    """Run parameter sets under what-ifs, and print differences as ranges."""
    scenario = nuzuh.read_scenario("idlib-2020").between(end=date(2020, 3, 8))
    sets = read_parameter_sets(args.sets).iloc[: args.members]
    base = _cumulative(scenario, sets, args.engine)
    held = nuzuh.ceasefire(start="2020-01-12", breach_rate=0)(scenario)
    calm = _cumulative(held, sets, args.engine)
    for day in ("2020-02-23", "2020-03-08"):
        print(f"\nceasefire holds, fewer displaced by {day}: {_range(base.sel(date=day) - calm.sel(date=day))}")
    for per_day in PER_DAY:
        opened = nuzuh.open_border(start="2020-02-01", at=["Bab al-Hawa", "Atmeh gate"], per_day=per_day)(scenario)
        for pull in PULLS:
            power = sets["destination.population_power"]
            chosen = sets.assign(**{"destination.abroad": pull * DANA**power / 2})  # two places abroad
            with nuzuh.ensemble(opened, len(sets), params=chosen, engine=args.engine) as runs:
                abroad = runs.n_displaced.isel(day=-1).sel(location=["Reyhanli", "Kilis"]).sum("location").values
            print(f"border open, {per_day or 'no limit'} a day, pull {pull:g} x Dana: in Turkey {_range(abroad)}")


def _cumulative(scenario: Scenario, sets: Any, engine: Any) -> xr.DataArray:
    with nuzuh.ensemble(scenario, len(sets), params=sets, engine=engine) as runs:
        return runs.new_displaced.sum("location").cumsum("day").assign_coords(date=runs.date).load()


def _range(values: Any) -> str:
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    return f"{middle:,.0f} ({low:,.0f} to {high:,.0f})"


def figures(runs: xr.Dataset, scenario: Scenario) -> dict[str, Any]:
    """Every score, as median and 90 % interval over members."""
    total, late = scores.totals(runs, scenario), scores.totals(runs, scenario, "2020-02-02")
    stocks = scores.destinations(runs, scenario)
    low, high = np.quantile(late.simulated, [0.05, 0.95], axis=1)
    return {
        "totals, mean absolute error": _spread(np.abs(total.error).mean(axis=0)),
        "totals of the median": _error_of_median(total),
        "totals, by date": _by_row(total, "date"),
        "increments": _spread(scores.increments(total)),
        "2 Feb to 8 Mar, mean absolute error": _spread(np.abs(late.error).mean(axis=0)),
        "2 Feb to 8 Mar, of the median": _error_of_median(late),
        "2 Feb to 8 Mar, points within 90 %": int(((low <= late.reported) & (late.reported <= high)).sum()),
        "2 Feb to 8 Mar, half width of 90 %": float(((high - low) / 2 / np.median(late.simulated, axis=1)).max()),
        "Ma'arrat gone by 2 January": _spread(scores.share_gone(runs, scenario)),
        "from receiving sub-districts": _spread(scores.share_from_receiving(runs, scenario)),
        "moves a person": _spread(scores.moves_a_person(runs)),
        "destinations": _by_row(stocks, "location"),
        "destinations, of the median": _error_of_median(stocks),
        "February departures": _by_row(scores.places(runs, scenario, "cum_departures", since=True), "location"),
        "February arrivals": _by_row(scores.places(runs, scenario, "cum_arrivals", since=True), "location"),
        "stocks": _by_row(scores.places(runs, scenario, "n_displaced"), "location", "date"),
        "January moves": _by_row(scores.places(runs, scenario, "cum_moves", since=True), "location", "to"),
    }


def _error_of_median(found: scores.Compared) -> float:
    return float(np.abs(np.median(found.simulated, axis=1) / found.reported - 1).mean())


def _spread(values: Floats) -> list[float]:
    return [round(float(v), 3) for v in np.quantile(values, [0.05, 0.5, 0.95])]


def _by_row(found: scores.Compared, *names: str) -> dict[str, str]:
    table = {}
    for row, simulated, reported in zip(found.rows.itertuples(), found.simulated, found.reported, strict=True):
        label = " ".join(str(getattr(row, name)).removesuffix(" 00:00:00") for name in names)
        low, middle, high = np.quantile(simulated, [0.05, 0.5, 0.95])
        error = f"{middle / reported - 1:+.0%}"
        table[label] = f"{middle:,.0f} ({low:,.0f} to {high:,.0f}), reported {reported:,.0f}, {error}"
    return table


def _tell(n_all: int, n_done: int) -> None:
    print(f"\r{n_done:,} of {n_all:,} runs", end="", file=sys.stderr, flush=True)


def main() -> None:
    """Parse, and do one of the three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("fit")
    one.add_argument("out", type=Path)
    one.add_argument("--until", type=date.fromisoformat)
    one.add_argument("--one-rule", action="store_true")
    one.add_argument("--noise", type=float, default=0.25)
    one.add_argument("--n", type=int, default=96)
    one.add_argument("--draws", type=int, default=100)
    one.add_argument("--seed", type=int, default=1)
    one.set_defaults(do=fit)
    other = commands.add_parser("score")
    other.add_argument("sets", type=Path)
    other.add_argument("--members", type=int, default=100)
    other.add_argument("--engine", default="mean")
    other.set_defaults(do=score)
    third = commands.add_parser("what-ifs")
    third.add_argument("sets", type=Path)
    third.add_argument("--members", type=int, default=50)
    third.add_argument("--engine", default="mean")
    third.set_defaults(do=what_ifs)
    args = parser.parse_args()
    args.do(args)


if __name__ == "__main__":
    main()
