"""A forecast of registrations as a figure: what was counted, and what is expected with its intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from nuzuh.outputs.figures import FAINT, GRID, INK

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from nuzuh.forecast.registrations import Registrations
    from nuzuh.typing import Floats

MOST_PANELS: Final = 9
COUNTED, EXPECTED, BASELINE = "#333333", "#0072B2", "#E69F00"
"""Colours of Okabe and Ito, which colour-blind readers tell apart."""
SHOWN_BEFORE: Final = 3
"""So many times the longest horizon of what was counted is shown, at least half a year."""


def forecast_curve(data: xr.Dataset, days: Floats, counts: Floats, ax: Axes) -> Axes:
    """Counts of one location, the median expected, its 50 and 90 % intervals, and the median of persistence.

    Args:
        data: One location of a forecast, or the total under the same names: n_displaced, last_count.
        days: Dates of the counts, days from the origin, shape (counts,).
        counts: Persons, likewise.
        ax: Where to draw; x is in days from the origin.

    Returns:
        The axes.
    """
    ahead = np.concatenate([[0.0], data["days"].values.astype(float)])
    start = float(data["last_count"])
    curves = {
        p: np.concatenate([[start], data["n_displaced"].sel(model="nuzuh").sel(probability=p, method="nearest").values])
        for p in (0.05, 0.25, 0.5, 0.75, 0.95)
    }
    ax.fill_between(ahead, curves[0.05], curves[0.95], color=EXPECTED, alpha=0.15, linewidth=0, label="90 % interval")
    ax.fill_between(ahead, curves[0.25], curves[0.75], color=EXPECTED, alpha=0.3, linewidth=0, label="50 % interval")
    ax.plot(ahead, curves[0.5], color=EXPECTED, linewidth=1.6, marker="o", markersize=3, label="forecast (median)")
    ax.plot(ahead, np.full(len(ahead), start), color=BASELINE, linewidth=1.1, linestyle="--", label="no change")
    ax.plot(days, counts, color=COUNTED, linewidth=0.9, marker="o", markersize=2.2, label="counted")
    ax.axvline(0, color=FAINT, linewidth=0.8)
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_formatter(lambda n, _: f"{n:,.0f}")
    ax.grid(visible=True, axis="y", color=GRID, linewidth=0.8)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0, labelsize=8, labelcolor=INK)
    return ax


def forecast_figure(found: xr.Dataset, registrations: Registrations) -> Figure:
    """The total and the largest locations of a forecast, a panel each.

    Args:
        found: As `nuzuh.forecast_of` gives it.
        registrations: The counts from which it was made; those after the origin are drawn, too, but fainter.

    Returns:
        A figure of matplotlib.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 (heavy)

    largest = np.argsort(-found["last_count"].values, kind="stable")[: MOST_PANELS - 1]
    names: list[str | None] = [None, *found["location"].values[largest].tolist()]
    n_columns = min(len(names), 3)
    n_rows = -(-len(names) // n_columns)
    figure = Figure(figsize=(4.0 * n_columns, 1.0 + 2.3 * n_rows), layout="constrained")
    panels = figure.subplots(n_rows, n_columns, squeeze=False).ravel()
    for ax, name in zip(panels, names, strict=False):
        _panel(found, registrations, name, ax)
    for ax in panels[len(names) :]:
        ax.remove()
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=6, frameon=False, fontsize=8)
    origin = found.attrs["origin"]
    title = f"{found.attrs['crisis']}: displaced persons, as known on {origin}"
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, color=INK, parse_math=False)
    figure.supxlabel(f"days from {origin}; forecast, not observed", x=0.01, ha="left", fontsize=8, color=FAINT)
    return figure


def simulated_figure(found: xr.Dataset) -> Figure:
    """Persons displaced since the first day and displaced persons in all, as the simulator expects them.

    Args:
        found: As `ScenarioForecast.simulated`.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 (heavy)

    figure = Figure(figsize=(8.0, 3.4), layout="constrained")
    titles = {"cum_displaced": "Displaced since the first day", "total_displaced": "Displaced persons, all locations"}
    for ax, (name, title) in zip(figure.subplots(1, 2), titles.items(), strict=True):
        days = found["days"].values.astype(float)
        values = found[name].values
        ax.vlines(days, values[:, 4], values[:, 94], color=EXPECTED, alpha=0.35, linewidth=6, label="90 % interval")
        ax.vlines(days, values[:, 24], values[:, 74], color=EXPECTED, alpha=0.6, linewidth=6, label="50 % interval")
        ax.plot(days, values[:, 49], color=COUNTED, linestyle="", marker="o", markersize=4, label="median")
        ax.set_title(title, loc="left", fontsize=9, color=INK)
        ax.yaxis.set_major_formatter(lambda n, _: f"{n:,.0f}")
        ax.set_xticks(days, [str(when)[:10] for when in found["date"].values])
        ax.margins(x=0.2)
        ax.set_ylim(bottom=0)
        ax.grid(visible=True, axis="y", color=GRID, linewidth=0.8)
        ax.spines[:].set_visible(False)
        ax.tick_params(length=0, labelsize=8, labelcolor=INK)
    figure.axes[0].legend(frameon=False, fontsize=8, loc="lower right")
    title = f"{found.attrs['title']}: as known on {found.attrs['origin']}"
    figure.suptitle(title, x=0.01, ha="left", fontsize=10, color=INK, parse_math=False)
    figure.supxlabel("modelled, not observed", x=0.01, ha="left", fontsize=8, color=FAINT)
    return figure


def _panel(found: xr.Dataset, registrations: Registrations, name: str | None, ax: Axes) -> None:
    if name is None:
        data = found[["total_displaced", "last_total"]].rename(total_displaced="n_displaced", last_total="last_count")
        days, counts = _total(registrations)
    else:
        data = found.sel(location=name)
        at = registrations.places.index(name)
        days, counts = registrations.days[at].astype(float), registrations.counts[at]
    origin = np.datetime64(found.attrs["origin"], "D") - np.datetime64(registrations.start.isoformat(), "D")
    since = days - float(origin / np.timedelta64(1, "D"))
    longest = float(found["days"].values.max())
    shown = (since >= -max(SHOWN_BEFORE * longest, 183.0)) & (since <= 0)
    later = (since > 0) & (since <= longest)
    forecast_curve(data, since[shown], counts[shown], ax)
    label = "counted after the origin" if later.any() else None
    ax.plot(since[later], counts[later], label=label, color=FAINT, ls="", marker="o", markersize=3, fillstyle="none")
    ax.set_title(name or "All locations", loc="left", fontsize=9, color=INK, parse_math=False)


def _total(registrations: Registrations) -> tuple[Floats, Floats]:
    """The sum of the last counts of all places, on each day on which any was counted."""
    days = np.unique(np.concatenate(registrations.days))
    total = np.zeros(len(days))
    for its_days, counts in zip(registrations.days, registrations.counts, strict=True):
        at = np.searchsorted(its_days, days, side="right") - 1
        total += np.where(at >= 0, counts[np.maximum(at, 0)], 0.0)
    return days.astype(float), total
