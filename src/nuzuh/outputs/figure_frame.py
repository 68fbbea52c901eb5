"""What figures of runs have in common: the run, its title, dates, a legend, and the note below."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final, NamedTuple

from nuzuh.outputs.figures import FAINT, GRID, INK
from nuzuh.outputs.spread_words import spread_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from nuzuh.scenario.scenario import Scenario

MODELLED: Final = "Modelled, not observed"
CHARACTERS: Final = 17
"""Of the note, that fit into an inch."""


class Run(NamedTuple):
    """A run to be shown.

    Args:
        name: What it is called in a figure.
        result: As `simulate` or `ensemble` gives it.
        scenario: What was run; None where it is not known: observations, routes, closures and fire are then left out.
    """

    name: str
    result: xr.Dataset
    scenario: Scenario | None = None


def new_figure(width: float, height: float) -> Figure:
    """A figure of so many inches."""
    from matplotlib.figure import Figure  # noqa: PLC0415 (heavy)

    return Figure(figsize=(width, height))


def title_of(run: Run) -> str:
    """The title of a run's scenario."""
    return str(run.result.attrs["title"])


def day_words(when: date) -> str:
    """A date for people.

    Examples:
        >>> from datetime import date
        >>> day_words(date(2020, 2, 3))
        '3 February 2020'
    """
    return f"{when.day} {when:%B %Y}"


def first_day(run: Run) -> str:
    """The first day of a run, for people."""
    return day_words(run.result["date"].values[0].astype("datetime64[D]").item())


def dated(ax: Axes) -> Axes:
    """Dates along x and persons along y, as the house draws them."""
    from matplotlib.dates import AutoDateLocator, num2date  # noqa: PLC0415 (heavy)

    def words(number: float, position: float) -> str:
        when = num2date(number)
        is_new_year = position == 0 or (when.month == 1 and when.day <= 14)
        return f"{when.day} {when:%b}" + (f"\n{when.year}" if is_new_year else "")

    ax.xaxis.set_major_locator(AutoDateLocator(minticks=3, maxticks=8))
    ax.xaxis.set_major_formatter(words)
    ax.yaxis.set_major_formatter(lambda n, _: f"{n:,.0f}")
    ax.margins(x=0.01)
    ax.grid(visible=True, axis="y", color=GRID, linewidth=0.8, zorder=0)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0, labelsize=8.5, labelcolor=INK)
    ax.tick_params(axis="x", pad=6)
    return ax


def headed(ax: Axes, heading: str, line: str) -> Axes:
    """A heading over axes, and a fainter line under it."""
    ax.set_title(heading, loc="left", fontsize=10.5, color=INK, pad=19, parse_math=False)  # a place may have a $
    ax.annotate(line, (0, 1), (0, 6), "axes fraction", "offset points", fontsize=8.5, color=FAINT, parse_math=False)
    return ax


def footed(figure: Figure, runs: Sequence[Run], *more: str) -> Figure:
    """A legend of the first axes below a figure, and the note under it.

    Args:
        figure: All else of it is drawn.
        runs: The first says how many members there are, and what their interval holds.
        more: Further sentences of the note.
    """
    width, height = figure.get_size_inches()
    lines = textwrap.wrap(_note(runs[0], *more), int(CHARACTERS * width))
    handles, labels = figure.axes[0].get_legend_handles_labels()
    once = dict(zip(labels[::-1], handles[::-1], strict=True))
    names = sorted(once, key=labels.index)
    n_columns = max(int(width / 1.75), 1)
    note, rows = 0.1 + 0.14 * len(lines), 0.19 * -(-len(names) // n_columns)
    figure.set_layout_engine("constrained", rect=(0, (note + rows) / height, 1, 1 - (note + rows) / height))
    figure.text(0.08 / width, 0.06 / height, "\n".join(lines), va="bottom", fontsize=7.5, color=FAINT, parse_math=False)
    drawn = figure.legend(
        [once[name] for name in names], names, loc="lower left", bbox_to_anchor=(0, note / height), frameon=False,
        ncols=n_columns, fontsize=8.5, labelcolor=INK, borderaxespad=0.1, borderpad=0.1, labelspacing=0.35,
    )  # fmt: skip
    for text in drawn.get_texts():
        text.set_parse_math(False)
    return figure


def _note(run: Run, *more: str) -> str:
    """That it is modelled, with how many members, and what the interval holds."""
    n_members = int(run.result.sizes["member"])
    members = f"{n_members:,} members" if n_members > 1 else "a single run: no interval"
    spread = spread_words(str(run.result.attrs.get("priors", ""))) if n_members > 1 else ""
    return " ".join(part for part in (f"{MODELLED}; {members}.", spread, *more) if part)
