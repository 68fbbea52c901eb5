"""Figures: a function draws data into axes that it is given, or makes a whole figure that is still to be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INDEX_BARS: Final = {"first": ("by itself (first order)", "#0072B2"), "total": ("in all (total)", "#E69F00")}
"""Indices, what they are called, and their colours: two of Okabe and Ito, which colour-blind readers tell apart."""
INK, FAINT, GRID = "#333333", "#767676", "#E4E4E4"
MOST_PANELS: Final = 6
WIDEST: Final = (-0.25, 1.5)
"""Shares beyond which intervals are cut off: where they end no longer matters."""


def sensitivity_bars(data: xr.Dataset, ax: Axes) -> Axes:
    """First-order and total indices of one outcome as horizontal bars, with their intervals.

    Args:
        data: One outcome of what `nuzuh.sensitivity` gives; its first parameter comes to stand on top.
        ax: Where to draw.

    Returns:
        The axes.

    Examples:
        >>> import nuzuh
        >>> from matplotlib.figure import Figure
        >>> rate = {"displacement.rate": {"uniform": [0.05, 0.2]}}
        >>> found = nuzuh.sensitivity(nuzuh.read_scenario("valley"), n=8, params=rate, executor="here")
        >>> ax = sensitivity_bars(found.sel(outcome="cum_displaced"), Figure().subplots())
        >>> [label.get_text() for label in ax.get_yticklabels()]
        ['displacement.rate']
    """
    at = np.arange(data.sizes["parameter"])
    for (name, (label, colour)), shift in zip(INDEX_BARS.items(), (-0.18, 0.18), strict=True):
        value, low, high = (data[key].values for key in (name, f"{name}_low", f"{name}_high"))
        ax.barh(at + shift, np.nan_to_num(value), height=0.34, color=colour, label=label, zorder=2)
        is_wide = high > low  # where a parameter does nothing at all there is no interval
        value, low, high = value[is_wide], low[is_wide], high[is_wide]
        reach = [value - low, high - value]
        ax.errorbar(
            value, (at + shift)[is_wide], xerr=reach, fmt="none", ecolor=INK, elinewidth=0.9, capsize=2, zorder=3
        )
    ax.set_yticks(at, [str(name) for name in data["parameter"].values])
    ax.set_ylim(len(at) - 0.5, -0.5)
    ax.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    ax.grid(visible=True, axis="x", color=GRID, linewidth=0.8, zorder=0)
    ax.axvline(0, color=INK, linewidth=0.8, zorder=3)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0, labelsize=9, labelcolor=INK)
    if np.isnan(data["total"].values).all():
        ax.text(0.5, len(at) / 2 - 0.5, "the same in all runs", ha="center", va="center", color=FAINT, fontsize=9)
    _headed(ax, data["meaning"].item(), f"modelled: {_spread(data)}")
    return ax


def sensitivity_figure(found: xr.Dataset) -> Figure:
    """The first outcomes of a sensitivity analysis, a panel each; parameters that matter more stand higher.

    Args:
        found: As `nuzuh.sensitivity` gives it.

    Returns:
        A figure of matplotlib.

    Examples:
        >>> import nuzuh
        >>> rate = {"displacement.rate": {"uniform": [0.05, 0.2]}}
        >>> found = nuzuh.sensitivity(nuzuh.read_scenario("valley"), n=8, params=rate, executor="here")
        >>> len(sensitivity_figure(found).axes)
        6
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 (heavy)
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415

    shown = found.isel(outcome=slice(MOST_PANELS))
    order = np.argsort(-shown["total"].fillna(0).mean("outcome").values, kind="stable")
    shown = shown.isel(parameter=order)
    n_columns = min(shown.sizes["outcome"], 2)
    n_rows = -(-shown.sizes["outcome"] // n_columns)
    size = (11.0 if n_columns > 1 else 9.0, 1.2 + n_rows * (0.75 + 0.42 * shown.sizes["parameter"]))
    figure = Figure(figsize=size, layout=ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.1))
    panels = figure.subplots(n_rows, n_columns, squeeze=False, sharex=True, sharey=True).ravel()
    for ax, name in zip(panels, shown["outcome"].values, strict=False):
        sensitivity_bars(shown.sel(outcome=name), ax)
    for ax in panels[shown.sizes["outcome"] :]:
        ax.remove()
    panels[0].set_xlim(_reach(shown))
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower right", ncols=2, frameon=False, fontsize=9)
    figure.suptitle(found.attrs["title"], x=0.01, ha="left", fontsize=11, parse_math=False)
    note = f"Share of the variance of each outcome, with 90 % intervals. Modelled, {found.attrs['runs']:,} runs."
    figure.supxlabel(note, x=0.01, ha="left", fontsize=9, color=FAINT)
    return figure


def _headed(ax: Axes, heading: str, line: str) -> None:
    """A heading over axes, and a fainter line under it."""
    ax.set_title(f"{heading}\n", loc="left", fontsize=9.5, color=INK, parse_math=False)  # a place may have a $
    ax.annotate(line, (0, 1), (0, 6), "axes fraction", "offset points", fontsize=9, color=FAINT)


def _reach(found: xr.Dataset) -> tuple[float, float]:
    """From where to where shares are drawn: all bars and intervals, unless these are very wide."""
    ends = np.nan_to_num([found[f"{name}_{end}"].values for name in INDEX_BARS for end in ("low", "high")])
    low, high = float(ends.min(initial=0)), float(ends.max(initial=1))
    return max(low - 0.02, WIDEST[0]), min(high + 0.02, WIDEST[1])


def _spread(outcome: xr.Dataset) -> str:
    """How far an outcome moves with all parameters, on one line."""
    low, high, central = (outcome[name].item() for name in ("q05", "q95", "central"))
    if outcome["unit"].item() == "%":
        return f"{low:.1f} to {high:.1f} % (90 % interval), central {central:.1f} %"
    return f"{low:,.0f} to {high:,.0f} (90 % interval), central {central:,.0f}"
