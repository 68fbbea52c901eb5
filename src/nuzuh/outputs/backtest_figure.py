"""A backtest as a figure: errors beside the baselines', intervals beside what they promise, and where counts fell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from nuzuh.outputs.figures import FAINT, GRID, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from nuzuh.forecast.backtest import Backtest
    from nuzuh.forecast.bootstrap import Ratio

COLOURS: Final = {"better": "#0072B2", "worse": "#D55E00", "unclear": FAINT, "too short": FAINT}
"""Of verdicts: two of Okabe and Ito, which colour-blind readers tell apart, and grey for what cannot be told."""
SHARES: Final = {"cov50": (0.5, "50 %", "#56B4E9"), "cov90": (0.9, "90 %", "#0072B2")}
WIDEST: Final = (0.4, 1.6)
"""Ratios beyond which intervals are cut off: where they end no longer matters."""
ALL: Final = "all crises"


def backtest_figure(found: Backtest) -> Figure:
    """Ratios of errors, coverage and histograms of the probability integral transform; a column for each horizon.

    Args:
        found: As `nuzuh.backtest` gives it.

    Returns:
        A figure of matplotlib.

    Examples:
        >>> from datetime import date, timedelta
        >>> import nuzuh
        >>> from nuzuh.forecast.registrations import registrations_of
        >>> counts = {date(2020, 1, 1) + timedelta(7 * week): 100.0 + 10 * week for week in range(30)}
        >>> len(backtest_figure(nuzuh.backtest([registrations_of({"Camp": counts}, "crisis")])).axes)
        9
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 (heavy)
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415

    rows = 0.3 * (len(found.crises) + 1)
    heights = [1.1 + rows, 1.1 + rows, 2.0]
    figure = Figure(figsize=(11.0, 1.6 + sum(heights)), layout=ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.12))
    panels = figure.subplots(3, len(found.horizons), squeeze=False, sharex="row", sharey="row", height_ratios=heights)
    for at, days in enumerate(found.horizons):
        ratio_dots(found, days, panels[0, at])
        coverage_dots(found, days, panels[1, at])
        pit_bars(found, days, panels[2, at])
    panels[0, 0].set_xlim(*_reach(found))
    panels[1, 0].set_xlim(-0.02, 1.02)
    for ax, name in zip(
        panels[:, 0], ("error: ratio to better", "counts in intervals", "counts by decile"), strict=True
    ):
        ax.annotate(name, (0, 1), (0, 22), "axes fraction", "offset points", fontsize=9.5, color=INK, weight="bold")
    figure.suptitle(_title(found), x=0.01, ha="left", fontsize=11, parse_math=False)
    figure.supxlabel(_note(found), x=0.01, ha="left", fontsize=8.5, color=FAINT)
    return figure


def ratio_dots(found: Backtest, days: int, ax: Axes) -> Axes:
    """Errors of the judged method over those of the better baseline, by crisis and pooled, with their intervals.

    Args:
        found: As `nuzuh.backtest` gives it.
        days: The horizon.
        ax: Where to draw.
    """
    ratios = {name: crisis.horizons[days].ratios["better"] for name, crisis in found.crises.items()}
    ratios[ALL] = found.pooled[days].ratios["better"]
    ax.axvline(1, color=INK, linewidth=1.2, zorder=1.5)
    low, high = _reach(found)
    for at, (name, ratio) in enumerate(ratios.items()):
        if not math.isfinite(ratio.value):
            _said(ax, at, 1.0, "no errors to compare", "center")
        elif low <= ratio.value <= high:
            _dot(ax, at, ratio, is_pooled=name == ALL)
        elif ratio.value > high:
            _said(ax, at, high, f"{ratio.value:.2f} \N{RIGHTWARDS ARROW}", "right")
        else:
            _said(ax, at, low, f"\N{LEFTWARDS ARROW} {ratio.value:.2f}", "left")
    _rows(ax, list(ratios), f"{days} days ahead")
    return ax


def coverage_dots(found: Backtest, days: int, ax: Axes) -> Axes:
    """Shares of the counts that fell into the judged method's 50 and 90 % intervals, by crisis and on average.

    Args:
        found: As `nuzuh.backtest` gives it.
        days: The horizon.
        ax: Where to draw.
    """
    rows = [crisis.horizons[days].methods[found.method] for crisis in found.crises.values()]
    for key, (share, label, colour) in SHARES.items():
        ax.axvline(share, color=colour, linewidth=1.2, zorder=1)
        values = [*(getattr(row, key) for row in rows), getattr(found.pooled[days], key)]
        for at, value in enumerate(values):
            marker = "D" if at == len(rows) else "o"
            ax.plot([share, value], [at, at], color=colour, linewidth=1.2, alpha=0.6, zorder=2)
            ax.plot(value, at, marker, color=colour, markersize=6, zorder=3)
        ax.annotate(label, (share, 1), (0, 3), ("data", "axes fraction"), "offset points", ha="center", fontsize=8)
    _rows(ax, [*found.crises, ALL], "")
    ax.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    return ax


def pit_bars(found: Backtest, days: int, ax: Axes) -> Axes:
    """Shares of the counts by tenth of the distributions, mean over crises; level bars are right.

    Args:
        found: As `nuzuh.backtest` gives it.
        days: The horizon.
        ax: Where to draw.
    """
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 (heavy)

    shares = found.pooled[days].pit
    width = 1.0 / max(len(shares), 1)
    ax.bar([(at + 0.5) * width for at in range(len(shares))], shares, 0.92 * width, color=COLOURS["better"], zorder=2)
    ax.axhline(width, color=INK, linewidth=0.9, zorder=3)
    ax.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    ax.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))  # no halves of a percent
    ax.set_xticks([width / 2, 0.5, 1 - width / 2], ["lower", "as the median", "higher"])
    ax.grid(visible=True, axis="y", color=GRID, linewidth=0.8, zorder=0)
    _bare(ax)
    return ax


def _said(ax: Axes, at: int, where: float, text: str, side: str) -> None:
    """Words in place of a dot, on white so that lines do not cross them."""
    white = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    ax.text(where, at, text, ha=side, va="center", fontsize=8, color=FAINT, zorder=4, bbox=white)


def _dot(ax: Axes, at: int, ratio: Ratio, *, is_pooled: bool) -> None:
    colour = COLOURS[ratio.verdict]
    if ratio.verdict != "too short":
        ax.plot(
            [ratio.low, min(ratio.high, 2 * WIDEST[1])],
            [at, at],
            color=colour,
            linewidth=1.8,
            solid_capstyle="butt",
            zorder=2,
        )
    filled = "white" if ratio.verdict == "too short" else colour
    ax.plot(ratio.value, at, "D" if is_pooled else "o", color=colour, markersize=6, markerfacecolor=filled, zorder=3)


def _rows(ax: Axes, names: list[str], heading: str) -> None:
    """Names down the left, the pooled row set off by a line."""
    ax.set_yticks(range(len(names)), names, parse_math=False)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.axhline(len(names) - 1.5, color=GRID, linewidth=1.4, zorder=0)
    ax.grid(visible=True, axis="x", color=GRID, linewidth=0.8, zorder=0)
    if heading:
        ax.set_title(heading, loc="left", fontsize=9.5, color=FAINT)
    _bare(ax)


def _bare(ax: Axes) -> None:
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0, labelsize=8.5, labelcolor=INK)


def _reach(found: Backtest) -> tuple[float, float]:
    """From where to where ratios are drawn: all of them with their intervals, unless these are very wide."""
    ratios = [row.ratios["better"] for crisis in found.crises.values() for row in crisis.horizons.values()]
    ratios += [pooled.ratios["better"] for pooled in found.pooled.values()]
    ends = [end for ratio in ratios for end in (ratio.low, ratio.value, ratio.high) if math.isfinite(end)]
    low, high = min([*ends, 0.9]) - 0.03, max([*ends, 1.1]) + 0.03
    return max(low, WIDEST[0]), min(high, WIDEST[1])


def _title(found: Backtest) -> str:
    crises = f"{len(found.crises)} crises" if len(found.crises) > 1 else next(iter(found.crises))
    return f"Forecasts by {found.method} of {crises}, each from what was known at its origin"


def _note(found: Backtest) -> str:
    return (
        f"Ratio: sum of absolute errors of {found.method} over that of the better of persistence and drift, chosen "
        "afterwards; lines are 90 % intervals.\nBlue: smaller beyond noise. Orange: larger. Grey: cannot be told; "
        "hollow: too few origins for an interval. Diamonds: all crises, each of the same weight.\n"
        "By decile: where in the distributions the counts fell; level bars mean that they knew how wrong they may be."
    )
