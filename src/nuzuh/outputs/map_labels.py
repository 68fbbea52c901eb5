"""Labels on a map that cover neither each other nor the places."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from nuzuh.typing import Floats


LEAST_RADIUS: Final = 4.0
"""Marks that are smaller may be written over, points: the halo of the letters keeps these legible."""


class Label(NamedTuple):
    """Where a label stands.

    Args:
        number: Of its place.
        offset: Of its lower left corner from the place, points.
    """

    number: int
    offset: tuple[float, float]


def text_size(text: str, size: float) -> tuple[float, float]:
    """Width and height of a line of text, points."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 (heavy)
    from matplotlib.textpath import TextPath  # noqa: PLC0415

    if not text.strip():
        return 0.0, size
    box = TextPath((0, 0), text, prop=FontProperties(size=size)).get_extents()
    return float(box.x1), size


def circles(at: Floats, radii: Floats) -> Floats:
    """Boxes around marks: left, bottom, right, top, shape (places, 4)."""
    return np.concatenate([at - radii[:, None], at + radii[:, None]], axis=1)


def labels_of(
    names: Sequence[str],
    at: Floats,
    radii: Floats,
    box: tuple[float, float],
    obstacles: Floats | None = None,
    *,
    size: float,
    most: int,
) -> list[Label]:
    """Find room for names, the most important first; one without room is left out.

    Args:
        names: Most important first.
        at: Where the places lie, points from the lower left corner of the map, shape (places, 2).
        radii: Of their marks, points, shape (places,); those above `LEAST_RADIUS` are kept free.
        box: Width and height of the map, points.
        obstacles: What else is kept free: left, bottom, right, top, shape (obstacles, 4).
        size: Of the text, points.
        most: How many names at most.

    Returns:
        Those that found room.

    Examples:
        >>> at = np.array([[50.0, 50.0], [52.0, 50.0]])
        >>> [label.number for label in labels_of(["Here", "There"], at, np.ones(2), (200, 100), size=8, most=1)]
        [0]
    """
    is_large = radii > LEAST_RADIUS
    taken = circles(at, np.where(is_large, radii, 0.0))
    fixed = np.zeros((0, 4)) if obstacles is None else obstacles
    placed: list[Label] = []
    for number, name in enumerate(names):
        if len(placed) == most:
            break
        width, height = text_size(name, size)
        others = np.concatenate([taken[is_large & (np.arange(len(names)) != number)], fixed])
        for offset in _offsets(width, height, float(radii[number])):
            low = at[number] + offset
            room = np.array([low[0] - 1, low[1] - 1, low[0] + width + 1, low[1] + height + 1])
            if _is_free(room, others, box):
                placed.append(Label(number, offset))
                fixed = np.concatenate([fixed, room[None]])
                break
    return placed


def _offsets(width: float, height: float, radius: float) -> list[tuple[float, float]]:
    """Lower left corners of a label around its place: right, left, above, below, then between these."""
    gap = radius + 2
    beside = [(gap, -0.4 * height), (-gap - width, -0.4 * height), (-width / 2, gap), (-width / 2, -gap - height)]
    slant = 0.7 * gap
    return beside + list(product((slant, -slant - width), (slant, -slant - height)))


def _is_free(room: Floats, others: Floats, box: tuple[float, float]) -> bool:
    if room[0] < 0 or room[1] < 0 or room[2] > box[0] or room[3] > box[1]:
        return False
    apart = (
        (others[:, 2] <= room[0]) | (others[:, 0] >= room[2]) | (others[:, 3] <= room[1]) | (others[:, 1] >= room[3])
    )
    return bool(apart.all())
