"""A result as a notebook shows it: its map, its curve, and how it came about."""

from __future__ import annotations

import base64
import html
import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from nuzuh.errors import UsageError
from nuzuh.outputs.figure_frame import MODELLED, Run, day_words, title_of
from nuzuh.outputs.map_figure import map_figure
from nuzuh.outputs.plot import Picture, check_picture, day_read, last_day
from nuzuh.outputs.run_figures import curve_figure

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

    from nuzuh.scenario.scenario import Scenario

DOTS_PER_INCH: Final = 110


@dataclass(frozen=True)
class View:
    """What a notebook shows of a result; `figures` has the same as figures of matplotlib, by what they show."""

    title: str
    note: str
    figures: dict[str, Figure]

    def _repr_html_(self) -> str:
        """For notebooks: text from data is text, whatever it contains."""
        pictures = "".join(_picture(words, figure) for words, figure in self.figures.items())
        return (
            f'<section style="max-width:60rem"><strong>{html.escape(self.title)}</strong>'
            f"{pictures}<p><small>{html.escape(self.note)}</small></p></section>"
        )

    def __str__(self) -> str:
        """For terminals."""
        return f"{self.title}\n{self.note}"

    __repr__ = __str__


def show(
    result: xr.Dataset, scenario: Scenario | None = None, *, date: date | str | None = None, location: str = ""
) -> View:
    """Show a result in a notebook: a map of one day, and a curve beside what was counted.

    A result is a plain `xarray.Dataset`, which a notebook shows as one; nothing is added to the Dataset for this.

    Args:
        result: As `simulate` or `ensemble` gives it.
        scenario: What was run: without it there are no observations, routes, closed borders and fire.
        date: Day of the map, as `2020-02-23`; by default the last.
        location: Place of the curve; by default everybody displaced since the first day.

    Returns:
        A view, to be the last expression of a cell. Without coordinates it has no map.

    Raises:
        UsageError: It cannot be drawn as asked; all reasons are told.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> print(nuzuh.show(nuzuh.simulate(valley, members=3), valley))
        A valley with two towns, a village, a camp and a road abroad (invented)
        Modelled, not observed: 3 members, engine counts, seed 1, scenario valley, nuzuh 0.1.0.
    """
    run = Run("baseline", result, scenario)
    when = day_read(date)
    check_picture(Picture("map", when), [run])
    check_picture(Picture("curve", None, location), [run])
    when = when or last_day(run)
    figures = {}
    try:
        figures[f"Map of displaced persons on {day_words(when)}"] = map_figure([run], when)
        without = ""
    except UsageError as error:
        without = f" {error}."
    figures[f"Displaced persons by day{f' at {location}' if location else ''}"] = curve_figure([run], location)
    attrs = result.attrs
    note = (
        f"{MODELLED}: {int(result.sizes['member']):,} members, engine {attrs['engine']}, seed {attrs['seed']}, "
        f"scenario {attrs['scenario']}, nuzuh {attrs['version']}.{without}"
    )
    return View(title_of(run), note, figures)


def _picture(words: str, figure: Figure) -> str:
    """A figure inside the page, with its words for those who do not see it."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DOTS_PER_INCH)
    data = base64.b64encode(file.getvalue()).decode()
    return f'<p><img style="max-width:100%" alt="{html.escape(words)}" src="data:image/png;base64,{data}"></p>'
