"""A map that moves: the days of a run as one GIF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from nuzuh.outputs.map_figure import atlas_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL.Image import Image

    from nuzuh.outputs.figure_frame import Run

MOST_FRAMES: Final = 60
"""Of a longer run every second day is shown, or every third, and so on."""
FRAME_MS, LAST_MS = 250, 2500
DOTS_PER_INCH: Final = 90
COLOURS: Final = 64


def days_shown(n_days: int) -> list[int]:
    """Which days get a picture: evenly apart, the last one among them.

    Examples:
        >>> days_shown(4), days_shown(121)[-3:]
        ([0, 1, 2, 3], [114, 117, 120])
    """
    step = -(-n_days // MOST_FRAMES)
    return list(range((n_days - 1) % step, n_days, step))


def write_animation(run: Run, path: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Write the map of a run as a GIF.

    Args:
        run: Which.
        path: Where.
        progress: Called with the number of all pictures and of those that are drawn.
    """
    from PIL.Image import Dither, Quantize  # noqa: PLC0415 (heavy)

    dates = run.result["date"].values.astype("datetime64[D]").tolist()
    days = days_shown(len(dates))
    atlas = atlas_of([run])
    frames = []
    for number, day in enumerate(days, start=1):
        frames.append(_image(atlas.figure(dates[day])))
        if progress is not None:
            progress(len(days), number)
    palette = frames[-1].quantize(COLOURS, method=Quantize.MAXCOVERAGE)  # keeps rare colours
    whole = [frame.quantize(palette=palette, dither=Dither.NONE) for frame in frames]
    lasts = [FRAME_MS] * (len(whole) - 1) + [LAST_MS]
    whole[0].save(path, format="GIF", save_all=True, append_images=whole[1:], duration=lasts, loop=0)


def _image(figure: Figure) -> Image:
    """A figure as a picture in memory."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 (heavy)
    from PIL.Image import fromarray  # noqa: PLC0415

    figure.set_dpi(DOTS_PER_INCH)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
