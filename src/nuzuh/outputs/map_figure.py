"""Maps of a run on a day: where displaced persons stay, who sets out, what is closed, and where there is fire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from nuzuh.outputs.borders import borders_within
from nuzuh.outputs.figure_frame import day_words, title_of
from nuzuh.outputs.figures import FAINT, INK
from nuzuh.outputs.map_course import MapCourse, course_of, extent_of
from nuzuh.outputs.map_labels import LEAST_RADIUS, circles, labels_of
from nuzuh.outputs.map_legend import (
    CLOSED,
    FIRE,
    FLOW,
    FOOT_INCHES,
    FULL_INCHES,
    HEAD_INCHES,
    KINDS,
    LEGEND_INCHES,
    OTHER,
    ROUTE,
    diameter,
    flow_width,
    foot,
    legends,
    rounded,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from nuzuh.outputs.figure_frame import Run
    from nuzuh.typing import Floats

FEWEST_FLOW, MOST_FLOWS = 0.01, 80
"""Flows smaller than this share of the largest, or beyond so many, are left out."""
MOST_LABELS: Final = 14
LABEL_SIZE: Final = 7.5
POINTS_PER_LABEL: Final = 9000
"""Square points of a map for each name, beyond the first three."""
BORDERS: Final = {
    "coast": ("#6F8FA6", 0.8, "-"),
    "land border": ("#555555", 1.1, "-"),
    "first-level boundary": ("#9A9A9A", 0.6, (0, (5, 2))),
}
"""Colour, width and dashes by name of a border."""
MAP_INCHES: Final = (FULL_INCHES, 3.6)
"""Width of a map by itself, and of one beside others."""


def displaced_map(course: MapCourse, day: int, ax: Axes, *, scale: tuple[float, float] | None = None) -> Axes:
    """Draw a map of one day.

    Args:
        course: As `course_of` gives it.
        day: Index of the day.
        ax: Where to draw; its size on the page must not change afterwards, for labels are placed by it.
        scale: Persons of the largest mark and of the widest flow; None: the most on any day of this run.

    Returns:
        The axes, in kilometres.
    """
    most, most_flow = scale or scale_of(course)
    _framed(course, ax)
    _borders(course, ax)
    _routes(course, day, ax)
    diameters = _places(course, day, ax, most)
    if len(course.flows):
        _flows(course, day, ax, most_flow, diameters)
    _marked(course.at[course.is_under_fire[day]], FIRE, ax, 6)
    _labels(course, day, ax, diameters, _scale_bar(course, ax))
    return ax


def scale_of(*courses: MapCourse) -> tuple[float, float]:
    """The most people at a place and the most along a route on any day, so that maps are on one scale."""
    persons = max(float(course.persons.max(initial=1)) for course in courses)
    return persons, max(float(course.flows.max(initial=1)) for course in courses)


@dataclass(frozen=True)
class Atlas:
    """Maps of one or several runs, of which any day can be drawn.

    Args:
        runs: Which.
        courses: What their maps show, all of the same part of the world.
        scale: Persons of the largest mark and of the widest flow.
    """

    runs: Sequence[Run]
    courses: Sequence[MapCourse]
    scale: tuple[float, float]

    def figure(self, when: date) -> Figure:
        """The maps of a day side by side, with a legend."""
        is_alone, extent = len(self.runs) == 1, self.courses[0].extent
        figure, panels = _sheet(len(self.runs), extent.height / extent.width)
        for run, course, ax in zip(self.runs, self.courses, panels, strict=True):
            day = day_of(run, when)
            displaced_map(course, day, ax, scale=self.scale)
            total = np.median(run.result["n_displaced"].isel(day=day).values.sum(axis=-1))
            heading = f"{day_words(when) if is_alone else run.name}: {total:,.0f} displaced persons staying"
            ax.set_title(heading, loc="left", fontsize=9.5 if is_alone else 8, color=INK, parse_math=False)
        title = title_of(self.runs[0]) if is_alone else f"{title_of(self.runs[0])}, {day_words(when)}"
        width, height = figure.get_size_inches()
        figure.text(0.1 / width, 1 - 0.1 / height, title, va="top", fontsize=11, color=INK, parse_math=False)
        legends(self.courses, self.scale, MAP_INCHES[not is_alone], figure)
        foot(self.runs, figure)
        return figure


def atlas_of(runs: Sequence[Run]) -> Atlas:
    """Read all that maps of some runs need.

    Raises:
        UsageError: No location has coordinates.
    """
    extent = extent_of(*(run.result for run in runs))
    courses = [course_of(run, extent) for run in runs]
    return Atlas(runs, courses, scale_of(*courses))


def map_figure(runs: Sequence[Run], when: date) -> Figure:
    """Maps of one or several runs on a day, on one scale, with a legend.

    Args:
        runs: Which.
        when: The day.

    Returns:
        A figure of matplotlib.

    Raises:
        UsageError: No location has coordinates.

    Examples:
        >>> from datetime import date
        >>> import nuzuh
        >>> from nuzuh.outputs.figure_frame import Run
        >>> valley = nuzuh.read_scenario("valley")
        >>> figure = map_figure([Run("baseline", nuzuh.simulate(valley), valley)], date(2021, 4, 10))
        >>> figure.axes[0].get_title(loc="left")
        '10 April 2021: 27,484 displaced persons staying'
    """
    return atlas_of(runs).figure(when)


def day_of(run: Run, when: date) -> int:
    """Index of a date in a run."""
    return int((np.datetime64(when) - run.result["date"].values[0].astype("datetime64[D]")).astype(int))


def _sheet(n_maps: int, shape: float) -> tuple[Figure, list[Axes]]:
    """A figure with room for maps of this shape, a title, a legend on the right, and a foot."""
    from matplotlib.figure import Figure  # noqa: PLC0415 (heavy)

    n_columns = min(n_maps, 2 if n_maps in {2, 4} else 3)
    n_rows = -(-n_maps // n_columns)
    wide, gap, caption = MAP_INCHES[n_maps > 1], 0.1, 0.26
    width = n_columns * (wide + gap) + gap + LEGEND_INCHES
    height = HEAD_INCHES - caption + n_rows * (wide * shape + caption) + FOOT_INCHES
    figure = Figure(figsize=(width, height))
    panels = []
    for number in range(n_maps):
        row, column = divmod(number, n_columns)
        left = gap + column * (wide + gap)
        low = height - HEAD_INCHES + caption - (row + 1) * (wide * shape + caption)
        panels.append(figure.add_axes((left / width, low / height, wide / width, wide * shape / height)))
    return figure, panels


def _framed(course: MapCourse, ax: Axes) -> None:
    """Kilometres, in a frame, without numbers; what is too wide or too high for the map is shown as well."""
    frame = ax.get_window_extent()
    width = max(course.extent.width, course.extent.height * frame.width / frame.height)
    height = width * frame.height / frame.width
    ax.set_xlim(-width / 2, width / 2)
    ax.set_ylim(-height / 2, height / 2)
    ax.set_autoscale_on(False)
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set(color=FAINT, linewidth=0.6)


def _borders(course: MapCourse, ax: Axes) -> None:
    from matplotlib.collections import LineCollection  # noqa: PLC0415 (heavy)

    extent, (left, right), (low, high) = course.extent, ax.get_xlim(), ax.get_ylim()
    for border in borders_within(*extent.degrees(left, low), *extent.degrees(right, high)):
        line = extent.plane(*border.line.T)
        colour, width, dashes = BORDERS[border.name]
        ax.add_collection(LineCollection([line], colors=colour, linewidths=width, linestyles=[dashes], zorder=1))


def _routes(course: MapCourse, day: int, ax: Axes) -> None:
    """Routes, dashed where they are closed; a cross where it is a border that is closed."""
    from matplotlib.collections import LineCollection  # noqa: PLC0415 (heavy)

    lines, is_open = course.at[course.ends], course.is_open[day]
    ax.add_collection(LineCollection(lines[is_open], colors=ROUTE, linewidths=0.6, zorder=2))
    is_shut = ~is_open
    ax.add_collection(LineCollection(lines[is_shut], colors=ROUTE, linewidths=0.6, linestyles=":", zorder=2))
    middles = lines[is_shut & course.is_border].mean(axis=1)
    _marked(middles, CLOSED, ax, 5)


def _flows(course: MapCourse, day: int, ax: Axes, most: float, diameters: Floats) -> None:
    """An arrow along each route for those who set out; the two directions bend away from each other."""
    from matplotlib.patches import FancyArrowPatch  # noqa: PLC0415 (heavy)

    persons = course.flows[day].ravel()
    largest = np.argsort(-persons, kind="stable")[:MOST_FLOWS]
    for number in largest[persons[largest] > FEWEST_FLOW * most]:
        route, way = divmod(int(number), 2)
        ends = course.ends[route, [way, 1 - way]]
        start, end = course.at[ends]
        from_edge, to_edge = diameters[ends] / 2 + 1
        width = flow_width(persons[number], most)
        arrow = FancyArrowPatch(
            start, end, arrowstyle="-|>", connectionstyle="arc3,rad=0.13", mutation_scale=4 + 1.6 * width,
            linewidth=width, color=FLOW, alpha=0.85, shrinkA=from_edge, shrinkB=to_edge, capstyle="butt",
            joinstyle="miter", zorder=5,
        )  # fmt: skip
        ax.add_patch(arrow)


def _places(course: MapCourse, day: int, ax: Axes, most: float) -> Floats:
    """Marks of all locations, small ones over large ones; returns their diameters, points."""
    persons = course.persons[day]
    sizes = diameter(persons, most, ax.get_window_extent().width / ax.figure.dpi)
    kinds = np.array(course.kinds)
    for kind in dict.fromkeys(course.kinds):
        here = kinds == kind
        mark, colour, _ = KINDS.get(kind, OTHER)
        for is_used in (False, True):
            some = here & ((persons > 0) == is_used)
            face, alpha = (colour, 0.75) if is_used else (FAINT, 0.6)
            ax.scatter(
                course.at[some, 0], course.at[some, 1], s=sizes[some] ** 2, marker=mark, color=face, alpha=alpha,
                edgecolors=INK, linewidths=0.5 if is_used else 0, zorder=4,
            )  # fmt: skip
    return sizes


def _marked(at: Floats, mark: tuple[str, str, float], ax: Axes, zorder: int) -> None:
    """Small marks with a white edge, so that they are seen over anything."""
    marker, colour, size = mark
    ax.plot(
        at[:, 0], at[:, 1], linestyle="", marker=marker, color=colour, markersize=size, markeredgecolor="white",
        markeredgewidth=0.5, zorder=zorder,
    )  # fmt: skip


def _labels(course: MapCourse, day: int, ax: Axes, diameters: Floats, kept_free: Floats) -> None:
    """Names of the places with most people, where there is room; small marks may be written over."""
    from matplotlib.patheffects import withStroke  # noqa: PLC0415 (heavy)

    order = np.argsort(-course.persons[day], kind="stable")
    order = order[course.persons[day][order] > 0]
    frame, to_points = ax.get_window_extent(), 72 / ax.figure.dpi
    at, corners = (
        (ax.transData.transform(km) - [frame.x0, frame.y0]) * to_points for km in (course.at, kept_free.reshape(2, 2))
    )
    radii = diameters / 2
    large = np.setdiff1d(np.flatnonzero(radii > LEAST_RADIUS), order)
    obstacles = np.concatenate([circles(at[large], radii[large]), corners.reshape(1, 4)])
    box = (frame.width * to_points, frame.height * to_points)
    most = min(MOST_LABELS, round(box[0] * box[1] / POINTS_PER_LABEL) + 3)
    names = [course.names[number] for number in order]
    for label in labels_of(names, at[order], radii[order], box, obstacles, size=LABEL_SIZE, most=most):
        ax.annotate(
            names[label.number], course.at[order[label.number]], label.offset, textcoords="offset points",
            fontsize=LABEL_SIZE, color=INK, zorder=7, parse_math=False, annotation_clip=True,
            path_effects=[withStroke(linewidth=2, foreground="white")],
        )  # fmt: skip


def _scale_bar(course: MapCourse, ax: Axes) -> Floats:
    """A bar of a round number of kilometres, about a fifth of the map, in the corner that has the fewest places.

    Returns:
        Where it stands: west, south, east, north, kilometres.
    """
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    width, height = right - left, high - low
    km = rounded(width / 5)
    corners = [(x, y) for y in (low + 0.035 * height, high - 0.05 * height) for x in (left, right - km - 0.15 * width)]
    near = [np.hypot(*(course.at - [x + km / 2, y]).T) < 0.25 * width for x, y in corners]
    x, y = corners[int(np.argmin([is_near.sum() for is_near in near]))]
    x += 0.03 * width
    ax.plot([x, x + km], [y, y], color=INK, linewidth=1.6, solid_capstyle="butt", zorder=8)
    ax.annotate(f"{km:g} km", (x + km, y), (4, -2.5), textcoords="offset points", fontsize=7, color=INK, zorder=8)
    return np.array([x, y - 0.02 * height, x + km + 0.12 * width, y + 0.03 * height])
