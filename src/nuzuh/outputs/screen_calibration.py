"""A calibration on the screen of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table

from nuzuh.outputs.calibration_words import calibration_object
from nuzuh.outputs.observation_words import way

if TYPE_CHECKING:
    import xarray as xr
    from rich.console import Console


def show_calibration(console: Console, found: xr.Dataset) -> None:
    """Print what was assumed and learned of each parameter, predicted counts beside observed ones, and remarks.

    Args:
        console: Where to print.
        found: As `nuzuh.calibrate` gives it.
    """
    said = calibration_object(found)
    console.print(f"\n{found.attrs['title']}: observations to {said['until']}", highlight=False)
    console.print(
        f"{said['runs']:,} runs in {said['rounds']} rounds, worth {said['n_effective']:,.0f} draws of the posterior",
        style="dim",
        highlight=False,
    )
    console.print("\nParameters, before and after")
    console.print(_parameters(said["parameters"]))
    console.print("\nWhat would be counted, and what was")
    console.print(_observations(said["observations"]))
    for line in said["remarks"]:
        console.print(line, style="dim", highlight=False, markup=False)


def _parameters(parameters: dict[str, Any]) -> Table:
    table = Table()
    table.add_column("parameter")
    for name in ("assumed, 90 %", "median", "90 % interval", "spread left"):
        table.add_column(name, justify="right", no_wrap=True)
    for name, one in parameters.items():
        before, after = one["prior"], one["posterior"]
        assumed, learned = (f"{row['q05']:.3g} to {row['q95']:.3g}" for row in (before, after))
        table.add_row(name, assumed, f"{after['median']:.3g}", learned, f"{one['spread_left']:.0%}")
    return table


def _observations(observations: list[dict[str, Any]]) -> Table:
    table = Table()
    for name in ("date", "quantity", "place"):
        table.add_column(name)
    for name in ("observed", "predicted", "90 % interval", "rank"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in observations:
        low, middle, high = one["predicted"]
        figures = f"{one['value']:,.0f}", f"{middle:,.0f}", f"{low:,.0f} to {high:,.0f}", f"{one['rank']:.0%}"
        when = f"{one['since']} to {one['date']}" if "since" in one else one["date"]
        where = way(one["location"], one["to"]) if "to" in one else one["location"] or "in all"
        table.add_row(when, one["quantity"], where, *figures)
    return table
