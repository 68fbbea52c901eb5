"""What marks on a map mean: their forms, colours and sizes, the legend beside a map, and the note below it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

import numpy as np

from nuzuh.outputs.borders import DISCLAIMER
from nuzuh.outputs.figure_frame import MODELLED
from nuzuh.outputs.figures import FAINT, INK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    from nuzuh.outputs.figure_frame import Run
    from nuzuh.outputs.map_course import MapCourse
    from nuzuh.typing import Floats

KINDS: Final = {
    "town": ("o", "#56B4E9", "town or village"),
    "camp": ("s", "#E69F00", "camp"),
    "idp_site": ("D", "#F0E442", "site for displaced persons"),
    "crossing": ("^", "#009E73", "crossing"),
    "transit": ("v", "#CC79A7", "transit"),
}
"""Mark, colour and word of each kind of location."""
OTHER: Final = ("h", "#999999", "other")
LARGEST: Final = 22.0
"""Diameter of the mark of most people, points, on a map as wide as `FULL_INCHES`."""
FULL_INCHES: Final = 5.6
SMALLEST: Final = 1.6
"""Diameter of a place where nobody stays."""
WIDEST_FLOW: Final = 5.0
ROUTE, FLOW = "#BDBDBD", "#3D3D3D"
FIRE: Final = ("*", "#D55E00", 7.0)
CLOSED: Final = ("X", INK, 6.0)
"""Mark, colour and size of what is marked over the places."""
LEGEND_INCHES: Final = 1.95
HEAD_INCHES, FOOT_INCHES = 0.58, 0.5


def flow_width(persons: float, most: float) -> float:
    """Width of an arrow, points."""
    return max(WIDEST_FLOW * persons / most, 0.5)


def diameter(persons: Floats, most: float, inches: float = FULL_INCHES) -> Floats:
    """Diameter of a mark, points, its area in proportion to people; a narrow map has smaller marks."""
    return np.asarray(np.maximum(LARGEST * min(inches / FULL_INCHES, 1.0) * np.sqrt(persons / most), SMALLEST))


def rounded(number: float) -> float:
    """A round number a little below.

    Examples:
        >>> rounded(37), rounded(0.8), rounded(14_000)
        (20.0, 0.5, 10000.0)
    """
    power = 10.0 ** np.floor(np.log10(number))
    return float(max(step for step in (1, 2, 5) if step * power <= number) * power)


def legends(courses: Sequence[MapCourse], scale: tuple[float, float], inches: float, figure: Figure) -> None:
    """What marks mean, on the right."""
    from matplotlib.lines import Line2D  # noqa: PLC0415 (heavy)

    width, height = figure.get_size_inches()
    ax = figure.add_axes(((width - LEGEND_INCHES) / width, FOOT_INCHES / height, LEGEND_INCHES / width, 0.5))
    ax.set_position(((width - LEGEND_INCHES) / width, 0, LEGEND_INCHES / width, 1 - HEAD_INCHES / height))
    ax.set_axis_off()
    kinds = [
        kind
        for kind in (*KINDS, *{k for c in courses for k in c.kinds} - set(KINDS))
        if any(kind in c.kinds for c in courses)
    ]
    marks = [KINDS.get(kind, (*OTHER[:2], kind)) for kind in kinds]
    handles = [_sample(word, mark, colour) for mark, colour, word in marks]
    if any(course.is_under_fire.any() for course in courses):
        handles.append(_sample("under fire", *FIRE))
    if any((~course.is_open & course.is_border).any() for course in courses):
        handles.append(_sample("closed border", *CLOSED))
    if any(len(course.ends) for course in courses):
        handles.append(Line2D([], [], color=ROUTE, linewidth=0.9, label="route"))
    if any((~course.is_open).any() for course in courses):
        handles.append(Line2D([], [], color=ROUTE, linewidth=0.9, linestyle=":", label="route, closed"))
    first = ax.legend(handles=handles, loc="upper left", frameon=False, fontsize=8, labelcolor=INK, borderaxespad=0)
    ax.add_artist(first)
    most, most_flow = scale
    steps = dict.fromkeys(rounded(most * share) for share in (1, 0.25, 0.04) if most * share >= 1)
    sizes = [_sample(f"{n:,.0f} persons", "o", "white", float(diameter(np.array(n), most, inches))) for n in steps]
    if any(len(course.flows) for course in courses):
        n = rounded(most_flow)
        sizes.append(Line2D([], [], color=FLOW, linewidth=flow_width(n, most_flow), label=f"{n:,.0f} setting out"))
    ax.legend(
        handles=sizes, loc="upper left", bbox_to_anchor=(0, 1 - (0.2 * len(handles) + 0.25) / (height - HEAD_INCHES)),
        frameon=False, fontsize=8, labelcolor=INK, labelspacing=1.1, borderaxespad=0,
    )  # fmt: skip


def _sample(label: str, mark: str, colour: str, size: float = 6.0) -> Line2D:
    from matplotlib.lines import Line2D  # noqa: PLC0415 (heavy)

    return Line2D(
        [], [], marker=mark, color=colour, linestyle="", markersize=size, markeredgecolor=INK, markeredgewidth=0.5,
        label=label,
    )  # fmt: skip


def foot(runs: Sequence[Run], figure: Figure) -> None:
    """What is said below a map: that it is modelled, whose borders these are, and that nobody endorses them."""
    n_members = int(runs[0].result.sizes["member"])
    modelled = f"{MODELLED}: median of {n_members:,} members" if n_members > 1 else f"{MODELLED}: a single run"
    width, height = figure.get_size_inches()
    text = f"{modelled}. Borders: Natural Earth, simplified. {DISCLAIMER}"
    wrapped = textwrap.fill(text, int(18 * (width - 0.2)))
    figure.text(0.1 / width, (FOOT_INCHES - 0.08) / height, wrapped, va="top", fontsize=6.5, color=FAINT)
