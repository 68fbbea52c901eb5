"""Figures of runs for papers: a curve beside what was counted, ranked destinations, and what a what-if changes.

Maps are in `map_figure`. All are read in grey as well: runs differ in the dashes of their lines, not in colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from nuzuh.ensembles.compare import check_pair
from nuzuh.ensembles.quantiles import quantiles_of
from nuzuh.model.result import cum_displaced
from nuzuh.outputs.figure_frame import Run, dated, day_words, first_day, footed, headed, new_figure, title_of
from nuzuh.outputs.figures import FAINT, GRID, INK
from nuzuh.outputs.summary import compare_with_observed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from nuzuh.outputs.summary import Comparison
    from nuzuh.typing import Floats

SHARES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
STYLES: Final = (
    ("#0072B2", "-"),
    ("#D55E00", (0, (5, 1.5))),
    ("#009E73", (0, (4, 1.2, 1, 1.2))),
    ("#CC79A7", (0, (1.2, 1.2))),
    ("#56B4E9", (0, (8, 1.5))),
    ("#8C6D1F", (0, (3, 1, 1, 1, 1, 1))),
)
"""Colour and dashes of each run: colours of Okabe and Ito, which colour-blind readers tell apart."""
MOST_RUNS: Final = len(STYLES)
MARKERS: Final = ("o", "s", "D", "^", "v", "P")
MOST_DESTINATIONS: Final = 15


class Curve(NamedTuple):
    """A quantity by day, as quantiles over members.

    Args:
        name: Of the run.
        dates: Shape (D,).
        quantiles: Those of `SHARES`, shape (5, D).
    """

    name: str
    dates: np.ndarray[tuple[int], np.dtype[np.datetime64]]
    quantiles: Floats


class Stays(NamedTuple):
    """Displaced persons staying at locations on a day.

    Args:
        name: Of the run.
        places: Names of the locations.
        quantiles: Those of `SHARES`, shape (5, places).
        observed: What was counted of each on that very day; NaN where nothing was.
    """

    name: str
    places: list[str]
    quantiles: Floats
    observed: Floats


def by_day(run: Run, location: str = "") -> Floats:
    """Persons by member and day: displaced since the first day in all, or staying at a location.

    Args:
        run: Which.
        location: A location or, with a scenario, an area or unit; blank: displaced since the first day, in all.

    Returns:
        Shape (members, D); nobody where the run has no such location.
    """
    if not location:
        return np.asarray(cum_displaced(run.result).values)
    stays = run.result["n_displaced"]
    here = np.flatnonzero(run.result["location"].values == location).tolist()
    if not here and run.scenario is not None:
        here = list(run.scenario.places.get(location, ()))
    return np.asarray(stays.isel(location=here).values.sum(axis=-1))


def curve_of(run: Run, location: str = "") -> Curve:
    """Quantiles by day of what `by_day` gives.

    Examples:
        >>> import nuzuh
        >>> result = nuzuh.simulate(nuzuh.read_scenario("valley"), members=4)
        >>> curve_of(Run("baseline", result), "Meadow").quantiles.shape
        (5, 60)
    """
    return Curve(run.name, run.result["date"].values, quantiles_of(by_day(run, location), SHARES))


def difference_of(baseline: Run, run: Run, location: str = "") -> Curve:
    """Quantiles by day of a what-if less its baseline, taken member by member.

    Raises:
        UsageError: They differ in seed, engine, members or days.
    """
    check_pair(baseline.result, run.result)
    less = by_day(run, location) - by_day(baseline, location)
    return Curve(run.name, run.result["date"].values, quantiles_of(less, SHARES))


def counts_of(run: Run, location: str = "") -> list[Comparison]:
    """Observations that a curve can stand beside: totals since the first day, or people staying at a location."""
    if run.scenario is None:
        return []
    quantity = "n_displaced" if location else "cum_displaced"
    found = compare_with_observed(run.result, run.scenario)
    return [c for c in found if (c.quantity, c.location) == (quantity, location) and c.since is None]


def stays_of(run: Run, when: date) -> Stays:
    """Displaced persons staying at each location on a day."""
    on_day = run.result["n_displaced"].sel(date=when.isoformat())
    names = [str(name) for name in run.result["location"].values]
    seen = [] if run.scenario is None else compare_with_observed(run.result, run.scenario)
    counted = {c.location: c.value for c in seen if c.quantity == "n_displaced" and c.when == when and c.since is None}
    return Stays(
        run.name, names, quantiles_of(on_day.values, SHARES), np.array([counted.get(name, np.nan) for name in names])
    )


def bands(curve: Curve, ax: Axes, style: int = 0, *, label: str = "") -> Axes:
    """A median with its 50 and 90 % intervals.

    Args:
        curve: What to draw.
        ax: Where; x is in dates.
        style: Number in `STYLES`.
        label: What the median is called in a legend; blank: by the name of the run.

    Returns:
        The axes.
    """
    colour, dashes = STYLES[style % MOST_RUNS]
    low, lower, middle, upper, high = curve.quantiles
    ax.fill_between(curve.dates, low, high, color=colour, alpha=0.15, linewidth=0, label="90 % interval", zorder=2)
    ax.fill_between(curve.dates, lower, upper, color=colour, alpha=0.3, linewidth=0, label="50 % interval", zorder=2)
    ax.plot(curve.dates, middle, color=colour, linestyle=dashes, linewidth=1.6, label=label or curve.name, zorder=3)
    return ax


def counts(seen: Sequence[Comparison], ax: Axes) -> Axes:
    """Observations as points, with the intervals in which they lie; hollow where no parameter was fitted to them."""
    for is_for_fit, label in ((True, "counted"), (False, "counted, for checking only")):
        some = [c for c in seen if c.is_for_fit is is_for_fit]
        if some:
            value = np.array([c.value for c in some])
            reach = np.abs([[c.low - c.value for c in some], [c.high - c.value for c in some]])
            ax.errorbar(
                [np.datetime64(c.when) for c in some], value, yerr=reach, fmt="o", markersize=4, color=INK, capsize=0,
                elinewidth=0.9, markerfacecolor=INK if is_for_fit else "white", label=label, zorder=4,
            )  # fmt: skip
    return ax


def ceasefires(run: Run, ax: Axes) -> Axes:
    """Days on which the scenario has a ceasefire, shaded."""
    if run.scenario is not None:
        rows = run.scenario.tables["interventions"]
        first, last = (day.astype("datetime64[D]") for day in run.result["date"].values[[0, -1]])
        for row in rows[rows["action"] == "ceasefire"].itertuples():
            start = max(np.datetime64(row.start, "D"), first)
            end = min(np.datetime64(row.end, "D"), last) if row.end is not pd.NaT else last
            if start <= end:
                ax.axvspan(start, end, color="#EFEFEF", linewidth=0, label="ceasefire in the scenario", zorder=0)
    return ax


def curve_figure(runs: Sequence[Run], location: str = "") -> Figure:
    """Displaced since the first day, or staying at a location, with 50 and 90 % intervals, beside what was counted.

    Args:
        runs: One, or several to be compared by eye; observations are those of the first that has any.
        location: As for `by_day`.

    Returns:
        A figure of matplotlib.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> run = Run("baseline", nuzuh.simulate(valley, members=4), valley)
        >>> curve_figure([run], "Meadow").axes[0].get_title(loc="left")
        'Displaced persons staying at Meadow'
    """
    figure = new_figure(7.2, 3.9)
    ax = figure.subplots()
    for style, run in enumerate(runs):
        bands(
            curve_of(run, location), ax, style, label=f"{run.name} (median)" if len(runs) > 1 else "modelled (median)"
        )
    seen = next((found for found in (counts_of(run, location) for run in runs) if found), [])
    counts(seen, ax)
    ceasefires(runs[0], ax)
    dated(ax)
    ax.set_ylim(bottom=0)
    what = f"Displaced persons staying at {location}" if location else f"Displaced since {first_day(runs[0])}"
    headed(ax, what, f"{title_of(runs[0])}; persons")
    footed(figure, runs, "Bars: the interval in which a count lies." if any(c.low < c.high for c in seen) else "")
    return figure


def ranked(stays: Sequence[Stays], ax: Axes) -> Axes:
    """The locations with most displaced persons as a ranking with intervals, the largest on top.

    Args:
        stays: Of each run on the same day; the first says which locations are shown, and in which order.
        ax: Where to draw.

    Returns:
        The axes.
    """
    order = np.argsort(-stays[0].quantiles[2], kind="stable")
    shown = [stays[0].places[at] for at in order if stays[0].quantiles[4, at] > 0][:MOST_DESTINATIONS]
    gap = 0.7 / len(stays)
    for style, one in enumerate(stays):
        colour, _ = STYLES[style % MOST_RUNS]
        rows = [one.places.index(name) if name in one.places else -1 for name in shown]
        low, lower, middle, upper, high = np.where(np.array(rows) < 0, 0.0, one.quantiles[:, rows])
        y = np.arange(len(shown)) + gap * (style - (len(stays) - 1) / 2)
        ax.hlines(y, low, high, color=colour, linewidth=1.2, alpha=0.7, zorder=2, label="90 % interval")
        ax.hlines(y, lower, upper, color=colour, linewidth=3.6, alpha=0.7, zorder=2, label="50 % interval")
        label = f"{one.name if len(stays) > 1 else 'modelled'} (median)"
        ax.plot(middle, y, MARKERS[style], color=colour, markersize=5, markeredgecolor="white", label=label, zorder=3)
    counted = dict(zip(stays[0].places, stays[0].observed, strict=True))
    seen = [(counted[name], row) for row, name in enumerate(shown) if np.isfinite(counted[name])]
    if seen:
        ax.plot(*zip(*seen, strict=True), "|", color=INK, markersize=11, mew=1.6, label="counted on that day", zorder=4)
    ax.set_yticks(range(len(shown)), shown, parse_math=False)
    ax.set_ylim(max(len(shown), 1) - 0.5, -0.5)
    ax.set_xlim(left=0)
    ax.xaxis.set_major_formatter(lambda n, _: f"{n:,.0f}")
    ax.grid(visible=True, axis="x", color=GRID, linewidth=0.8, zorder=0)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0, labelsize=8.5, labelcolor=INK)
    if not shown:
        ax.text(0.5, 0.5, "nobody is displaced yet", transform=ax.transAxes, ha="center", va="center", color=FAINT)
        ax.set_xticks([])
    return ax


def destinations_figure(runs: Sequence[Run], when: date) -> Figure:
    """Where displaced persons stay on a day, ranked, with 50 and 90 % intervals.

    Args:
        runs: One or several; the first says which locations are shown.
        when: The day.

    Returns:
        A figure of matplotlib.
    """
    stays = [stays_of(run, when) for run in runs]
    n_shown = min(int((stays[0].quantiles[4] > 0).sum()), MOST_DESTINATIONS)
    figure = new_figure(7.2, 1.6 + max(n_shown, 2) * (0.2 + 0.08 * len(runs)))
    ax = ranked(stays, figure.subplots())
    headed(ax, f"Displaced persons staying, {day_words(when)}", f"{title_of(runs[0])}; the {n_shown} largest locations")
    footed(figure, runs)
    return figure


def difference_figure(runs: Sequence[Run], location: str = "") -> Figure:
    """What each what-if changes, by day, with 50 and 90 % intervals of differences taken member by member.

    Args:
        runs: The baseline, then the what-ifs.
        location: As for `by_day`.

    Returns:
        A figure of matplotlib: a panel for each what-if, all on one scale.

    Raises:
        UsageError: A run cannot be compared with the baseline.
    """
    baseline, *others = runs
    n_columns = min(len(others), 2)
    n_rows = -(-len(others) // n_columns)
    figure = new_figure(3.9 * n_columns if n_columns > 1 else 7.2, 1.0 + 2.5 * n_rows)
    panels = figure.subplots(n_rows, n_columns, squeeze=False, sharex=True, sharey=True).ravel()
    for ax, run in zip(panels, others, strict=False):
        bands(difference_of(baseline, run, location), ax, label="difference (median)")
        ax.axhline(0, color=INK, linewidth=0.9, zorder=3)
        dated(ax)
        ax.yaxis.set_major_formatter(lambda n, _: f"{n:+,.0f}" if n else "0")
        ax.set_title(run.name, loc="left", fontsize=9, color=INK, parse_math=False)
    for ax in panels[len(others) :]:
        ax.remove()
    where = f"staying at {location}" if location else f"displaced since {first_day(baseline)}"
    title = f"{title_of(baseline)}\nPersons {where}: more or fewer than in the run '{baseline.name}'"
    figure.suptitle(title, x=0.01, ha="left", fontsize=10, color=INK, parse_math=False)
    footed(figure, runs, "Differences member by member, on the same random numbers.")
    return figure
