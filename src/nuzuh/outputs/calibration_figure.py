"""Calibration drawn: what was assumed and what was learned, what would be counted and what was, and the ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from nuzuh.outputs.calibration_words import label_of
from nuzuh.outputs.figures import FAINT, GRID, INK

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BEFORE, AFTER, SEEN = "#999999", "#0072B2", "#D55E00"
"""Colours of prior, posterior and observation: of Okabe and Ito, which colour-blind readers tell apart."""
N_BINS: Final = 20
N_COLUMNS: Final = 3
MOST_OBSERVATIONS: Final = 24
"""Observations that are drawn, the last ones; all of them are in the ranks and in the JSON."""
FARTHEST: Final = 100.0
"""Ratios beyond which intervals are cut off."""


def marginal(data: xr.Dataset, ax: Axes) -> Axes:
    """One parameter: prior in outline, posterior filled, its median and 90 % interval above.

    Args:
        data: One parameter of what `nuzuh.calibrate` gives.
        ax: Where to draw.

    Returns:
        The axes.
    """
    before, after = data["prior"].values, data["posterior"].values
    low, high = np.quantile(before, [0.002, 0.998])
    edges = np.linspace(min(low, after.min()), max(high, after.max()), N_BINS + 1).tolist()
    ax.hist(after, edges, density=True, color=AFTER, alpha=0.75, label="posterior", zorder=2)
    ax.hist(before, edges, density=True, histtype="step", color=BEFORE, linewidth=1.3, label="prior", zorder=3)
    ends = np.quantile(after, [0.05, 0.5, 0.95])
    top = ax.get_ylim()[1] * 1.04
    ax.plot(ends[[0, 2]], [top, top], color=INK, linewidth=1.4, zorder=4)
    ax.plot(ends[1], top, "o", color=INK, markersize=4, zorder=4)
    ax.set_yticks([])
    _plain(ax)
    spread = f"{ends[1]:.3g} ({ends[0]:.3g} to {ends[2]:.3g})"
    ax.set_title(f"{data['parameter'].item()}\n{spread}", loc="left", fontsize=9, color=INK)
    return ax


def predictive(data: xr.Dataset, ax: Axes) -> Axes:
    """What would be counted as a ratio to what was: 90 % intervals, with and without noise, by observation.

    Args:
        data: Observations of what `nuzuh.calibrate` gives; the first comes to stand on top.
        ax: Where to draw.

    Returns:
        The axes.
    """
    n = data.sizes["observation"]
    for key, width, label in (("predicted", 2.2, "counts predicted"), ("simulated", 6.0, "simulated")):
        ratios = (data[key].values + 1.0) / (data["observed"].values + 1.0)
        low, middle, high = np.quantile(ratios, [0.05, 0.5, 0.95], axis=0).clip(1 / FARTHEST, FARTHEST)
        ax.hlines(range(n), low, high, color=AFTER, linewidth=width, alpha=0.75, label=f"{label}, 90 %", zorder=2)
    ax.plot(middle, range(n), "|", color=INK, markersize=9, zorder=3)
    ends = [(data[end].values + 1.0) / (data["observed"].values + 1.0) for end in ("low", "high")]
    ax.hlines(range(n), *ends, color=SEEN, linewidth=2.2, zorder=4)
    ax.plot(np.ones(n), range(n), "D", color=SEEN, markersize=3.5, label="observed", zorder=4)
    ax.axvline(1.0, color=SEEN, linewidth=0.8, zorder=1)
    ax.set_yticks(range(n), [label_of(data.isel(observation=at)) for at in range(n)], parse_math=False)
    ax.set_ylim(n - 0.5, -0.5)
    ax.xaxis.set_major_formatter(lambda ratio, _: f"{ratio:g}")
    _plain(ax)
    ax.set_title("counts, as a multiple of the observed", loc="left", fontsize=9, color=INK)
    return ax


def rank_histogram(data: xr.Dataset, ax: Axes) -> Axes:
    """How many observations have which rank among predicted counts; level where the model fits.

    Args:
        data: What `nuzuh.calibrate` gives.
        ax: Where to draw.

    Returns:
        The axes.
    """
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 (heavy)

    n = data.sizes["observation"]
    n_bins = 10 if n >= 30 else 5
    ax.hist(data["rank"].values, np.linspace(0, 1, n_bins + 1).tolist(), color=AFTER, alpha=0.75, zorder=2, rwidth=0.94)
    ax.axhline(n / n_bins, color=INK, linewidth=0.9, linestyle="--", zorder=3)
    ax.set_xlim(0, 1)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    _plain(ax)
    ax.set_title("rank of the observed", loc="left", fontsize=9, color=INK)
    return ax


def calibration_figure(found: xr.Dataset) -> Figure:
    """A calibration on one page: a panel for each parameter, then predicted counts beside observed ones, and ranks.

    Args:
        found: As `nuzuh.calibrate` gives it.

    Returns:
        A figure of matplotlib.

    Examples:
        >>> import nuzuh
        >>> rate = {"displacement.rate": {"uniform": [0.02, 0.4]}}
        >>> valley = nuzuh.read_scenario("valley")
        >>> found = nuzuh.calibrate(valley, params=rate, n=16, engine="mean", executor="here")
        >>> len(calibration_figure(found).axes)
        3
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 (heavy)
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415

    n_parameters, n = found.sizes["parameter"], found.sizes["observation"]
    shown = found.isel(observation=slice(max(n - MOST_OBSERVATIONS, 0), None))
    n_rows = -(-n_parameters // N_COLUMNS)
    heights = [1.7] * n_rows + [1.0 + 0.26 * shown.sizes["observation"]]
    figure = Figure(figsize=(11.0, 1.3 + sum(heights)), layout=ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.1))
    grid = figure.add_gridspec(n_rows + 1, N_COLUMNS, height_ratios=heights)
    for at, name in enumerate(found["parameter"].values):
        first = marginal(found.sel(parameter=name), figure.add_subplot(grid[at // N_COLUMNS, at % N_COLUMNS]))
    counts = predictive(shown, figure.add_subplot(grid[n_rows, : N_COLUMNS - 1]))
    rank_histogram(found, figure.add_subplot(grid[n_rows, N_COLUMNS - 1]))
    pairs = [pair for ax in (first, counts) for pair in zip(*ax.get_legend_handles_labels(), strict=True)]
    figure.legend(*zip(*pairs, strict=True), loc="outside lower right", ncols=5, frameon=False, fontsize=9)
    figure.suptitle(found.attrs["title"], x=0.01, ha="left", fontsize=11, parse_math=False)
    until, noise, runs = (found.attrs[key] for key in ("until", "noise", "runs"))
    note = f"Observations to {until}, noise {noise:.0%}. Modelled, {runs:,} runs."
    figure.supxlabel(note, x=0.01, ha="left", fontsize=9, color=FAINT)
    return figure


def _plain(ax: Axes) -> None:
    ax.grid(visible=True, axis="x", color=GRID, linewidth=0.8, zorder=0)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0, labelsize=8.5, labelcolor=INK)
