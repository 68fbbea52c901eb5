"""A backtest on the screen of a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from rich.table import Table

from nuzuh.forecast.bootstrap import FEWEST_ORIGINS
from nuzuh.forecast.crisis_scores import BASELINES
from nuzuh.outputs.backtest_words import headline, interval, number, verdict_of, with_interval

if TYPE_CHECKING:
    from rich.console import Console

    from nuzuh.forecast.backtest import Backtest

REMARKS: Final = (
    "Errors are sums of absolute errors over sums of counts (WAPE). Ratios, also of CRPS, are to the better of "
    "persistence and drift, chosen afterwards; below 1 is better. Intervals are of 90 %.",
    f"'noise': the interval of the ratio contains 1. 'too short': fewer than {FEWEST_ORIGINS} origins, no interval.",
    "50/90 %: counts in the 50 and 90 % intervals. Bias: mean forecast over observed.",
    "Counts are today's revision of the past: what was published at the time may have been less exact.",
)


def show_backtest(console: Console, found: Backtest) -> None:
    """Print scores by crisis and horizon, all crises together, and what follows from them.

    Args:
        console: Where to print.
        found: As `nuzuh.backtest` gives it.
    """
    console.print("\nErrors by crisis and days ahead", highlight=False)
    console.print(_crises(found))
    console.print(f"\nAll crises, each of the same weight: errors of {found.method} over those of", highlight=False)
    console.print(_pooled(found))
    console.print("\nErrors of each method over those of the better baseline", highlight=False)
    console.print(_methods(found))
    console.print(headline(found), highlight=False)
    for days, pooled in found.pooled.items():
        for name, why in pooled.left_out.items():
            console.print(f"{name} is not in the ratios at {days} days: {why}.", style="dim", highlight=False)
    for line in REMARKS:
        console.print(line, style="dim", highlight=False)


def _crises(found: Backtest) -> Table:
    table = Table()
    table.add_column("crisis", overflow="fold")
    shown = (*(name for name in BASELINES if name != found.method), found.method)
    headings = ["persist." if name == "persistence" else name for name in shown]
    for name in ["days", "n", *headings, "ratio", "interval", "CRPS", "50/90 %", "bias"]:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column(f"{found.method} is", no_wrap=True)
    for name, crisis in found.crises.items():
        for at, (days, row) in enumerate(crisis.horizons.items()):
            judged, better = row.methods[found.method], row.ratios["better"]
            table.add_row(
                "" if at else name,
                f"{days}",
                f"{row.n:,}",
                *(number(row.methods[key].wape, 3) for key in shown),
                number(better.value),
                interval(better),
                number(row.ratios["crps"].value),
                _covered(judged.cov50, judged.cov90),
                number(judged.bias),
                verdict_of(row),
                end_section=at == len(crisis.horizons) - 1,
            )
    return table


def _pooled(found: Backtest) -> Table:
    table = Table()
    names = ["days", "crises", "the better", "persistence", "the online choice", "CRPS", "50/90 %", "bias"]
    for name in names:
        table.add_column(name, justify="right", no_wrap=True)
    for days, pooled in found.pooled.items():
        table.add_row(
            f"{days}",
            f"{pooled.n_crises}",
            *(with_interval(pooled.ratios[key]) for key in ("better", "persistence", "online")),
            number(pooled.ratios["crps"].value),
            _covered(pooled.cov50, pooled.cov90),
            number(pooled.bias),
        )
    return table


def _methods(found: Backtest) -> Table:
    table = Table()
    table.add_column("method")
    for name in (*(f"{days} days" for days in found.horizons), "all"):
        table.add_column(name, justify="right", no_wrap=True)
    for method, overall in found.overall_methods.items():
        ratios = [*(pooled.methods[method] for pooled in found.pooled.values()), overall]
        table.add_row(method, *map(with_interval, ratios))
    return table


def _covered(cov50: float, cov90: float) -> str:
    return f"{100 * cov50:.0f}/{100 * cov90:.0f}" if math.isfinite(cov50) else "-"
