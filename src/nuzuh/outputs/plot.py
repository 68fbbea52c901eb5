"""Pictures of runs: what is asked for, checked, drawn, and written whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nuzuh.errors import UsageError, near_misses
from nuzuh.outputs.animation import write_animation
from nuzuh.outputs.figure_frame import Run
from nuzuh.outputs.map_figure import map_figure
from nuzuh.outputs.run_figures import MOST_RUNS, curve_figure, destinations_figure, difference_figure
from nuzuh.scenario.cells import CellError, parse_date
from nuzuh.scenario.scenario import Scenario
from nuzuh.scenario.whole import filled_folder

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

KINDS: Final = ("curve", "map", "destinations", "difference")
WITH_DATE: Final = ("map", "destinations")
WITH_LOCATION: Final = ("curve", "difference")
SUFFIXES: Final = (".png", ".svg", ".pdf", ".gif")
DOTS_PER_INCH: Final = 200


@dataclass(frozen=True)
class Picture:
    """A picture that is asked for.

    Args:
        kind: One of `KINDS`.
        when: Day of a map or of destinations; None: the last.
        location: Place of a curve or a difference; blank: everybody displaced since the first day.
        path: Where it is written; None: nowhere.
    """

    kind: str = "curve"
    when: date | None = None
    location: str = ""
    path: Path | None = None

    def faults(self) -> Iterator[str]:
        """What is wrong with it, whatever it is to show."""
        if self.kind not in KINDS:
            yield f"no kind '{self.kind}' of picture: {near_misses(self.kind, KINDS)}"
        elif self.when is not None and self.kind not in WITH_DATE:
            yield f"'{self.kind}' shows every day: leave out the date, or choose a map or destinations"
        if self.location and self.kind in WITH_DATE:
            yield f"'{self.kind}' shows every location: leave out '{self.location}', or choose a curve or a difference"
        if self.path is None:
            return
        if self.path.suffix.lower() not in SUFFIXES:
            yield f"no picture can be written as '{self.path.name}': let it end in {', '.join(SUFFIXES)}"
        if self.is_animated and self.kind != "map":
            yield f"only a map moves: write '{self.kind}' as .png, .svg or .pdf"
        if self.is_animated and self.when is not None:
            yield "a map that moves shows every day: leave out the date, or write .png, .svg or .pdf"
        if self.path.is_dir():
            yield f"'{self.path}' is a folder: name a file"

    def faults_beside(self, sources: Sequence[Run | Scenario]) -> Iterator[str]:
        """What is wrong with it for these runs, or scenarios that are still to be run."""
        if self.kind == "difference" and len(sources) < 2:
            yield "a difference takes a baseline and a what-if: name two runs, or the folder of 'nuzuh compare --out'"
        if len(sources) > MOST_RUNS:
            yield f"{len(sources)} runs are too many for one picture: name up to {MOST_RUNS}"
        crises = list(dict.fromkeys(_crisis_of(source) for source in sources))
        if len(crises) > 1:
            yield f"runs of different crises ({', '.join(crises)}) make no picture together: draw each by itself"
        if self.is_animated and len(sources) > 1:
            yield f"a map that moves shows one run, not {len(sources)}: name one"
        for source in sources:
            first, last, _ = _known_of(source)
            if self.when is not None and not first <= self.when <= last:
                yield f"{self.when} is not within the run: choose a day from {first} to {last}"
                break
        known = list(dict.fromkeys(place for source in sources for place in _known_of(source)[2]))
        if self.location and self.location not in known:
            yield f"no location '{self.location}': {near_misses(self.location, known)}"

    @property
    def is_animated(self) -> bool:
        """Whether it moves."""
        return self.path is not None and self.path.suffix.lower() == ".gif"


def check_picture(picture: Picture, sources: Sequence[Run | Scenario] = (), *more: str) -> None:
    """See that a picture can be drawn, before any time is spent on it.

    Args:
        picture: What is asked for.
        sources: What it is to show; none where nothing is known of it yet.
        more: Further faults, which are told together with those found here.

    Raises:
        UsageError: It cannot; all reasons are told.
    """
    faults = [*more, *picture.faults(), *(picture.faults_beside(sources) if sources else ())]
    if faults:
        raise UsageError("\n".join(faults))


def plot(
    *results: xr.Dataset,
    kind: str = "curve",
    scenario: Scenario | Sequence[Scenario | None] | None = None,
    names: Sequence[str] = (),
    date: date | str | None = None,
    location: str = "",
    path: str | Path | None = None,
) -> Figure | None:
    """Draw runs: a curve beside what was counted, a map, ranked destinations, or what a what-if changes.

    Args:
        results: As `simulate`, `ensemble` or `read_result` gives them; of a `difference` the baseline first.
        kind: `curve`, `map`, `destinations` or `difference`.
        scenario: What was run, or one for each result: without it a curve has no observations, and a map no routes,
            closed borders and fire.
        names: What each result is called; by default `baseline`, then `what-if 1` and so on.
        date: Day of a map or of destinations, as `2020-02-23`; by default the last.
        location: Place of a curve or a difference (displaced persons staying there); by default everybody displaced
            since the first day.
        path: File to write, whole or not at all: .png, .svg or .pdf, or .gif for a map of every day.

    Returns:
        The figure of matplotlib; None for a .gif.

    Raises:
        UsageError: It cannot be drawn as asked; all reasons are told.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> result = nuzuh.simulate(valley, members=20)
        >>> figure = nuzuh.plot(result, scenario=valley, location="Meadow")
        >>> figure.axes[0].get_title(loc="left")
        'Displaced persons staying at Meadow'
    """
    runs = runs_of(results, scenario, names)
    picture = Picture(kind, day_read(date), location, None if path is None else Path(path))
    check_picture(picture, runs)
    return draw(picture, runs)


def runs_of(
    results: Sequence[xr.Dataset], scenario: Scenario | Sequence[Scenario | None] | None, names: Sequence[str]
) -> list[Run]:
    """Results with their names and scenarios.

    Raises:
        UsageError: There is none, or not a scenario and a name for each.
    """
    scenarios = [scenario] * len(results) if scenario is None or isinstance(scenario, Scenario) else list(scenario)
    names = names or ["baseline", *(f"what-if {number}" for number in range(1, len(results)))][: len(results)]
    if not results or not len(results) == len(scenarios) == len(names):
        message = (
            f"{len(results)} results, {len(scenarios)} scenarios and {len(names)} names: give at least one result, and "
            "one scenario for all or one of each for each"
        )
        raise UsageError(message)
    return [Run(*one) for one in zip(names, results, scenarios, strict=True)]


def draw(picture: Picture, runs: Sequence[Run], progress: Callable[[int, int], None] | None = None) -> Figure | None:
    """Draw a picture that has been checked, and write it where it has a path.

    Args:
        picture: What is asked for.
        runs: What it shows.
        progress: Called with all and with finished days of a map that moves.

    Returns:
        The figure; None for a map that moves.
    """
    if picture.is_animated and picture.path is not None:
        with filled_folder(picture.path.absolute().parent) as partial:
            write_animation(runs[0], partial / picture.path.name, progress)
        return None
    figure = figure_of(picture, runs)
    if picture.path is not None:
        write_figure(figure, picture.path)
    return figure


def figure_of(picture: Picture, runs: Sequence[Run]) -> Figure:
    """The figure of a picture that does not move."""
    when = picture.when or last_day(runs[0])
    match picture.kind:
        case "map":
            return map_figure(runs, when)
        case "destinations":
            return destinations_figure(runs, when)
        case "difference":
            return difference_figure(runs, picture.location)
        case _:
            return curve_figure(runs, picture.location)


def write_figure(figure: Figure, path: Path) -> Path:
    """Write a figure, whole or not at all; the same figure gives the same bytes.

    Raises:
        UsageError: The folder cannot be written.
    """
    import matplotlib as mpl  # noqa: PLC0415 (heavy)

    suffix = path.suffix.lower()
    metadata = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(suffix, {})
    with filled_folder(path.absolute().parent) as partial, mpl.rc_context({"svg.hashsalt": "nuzuh"}):
        figure.savefig(partial / path.name, format=suffix[1:], dpi=DOTS_PER_INCH, metadata=metadata)
    return path


def last_day(run: Run) -> date:
    """The last day of a run."""
    return run.result["date"].values[-1].astype("datetime64[D]").item()  # type: ignore[no-any-return]


def _crisis_of(source: Run | Scenario) -> str:
    return source.name if isinstance(source, Scenario) else str(source.result.attrs["scenario"])


def _known_of(source: Run | Scenario) -> tuple[date, date, list[str]]:
    """First day, last day and places of a run, or of a scenario that is still to be run."""
    if isinstance(source, Scenario):
        return source.start, source.end, [name for name in source.places if name]
    first, last = source.result["date"].values[[0, -1]].astype("datetime64[D]").tolist()
    areas = [] if source.scenario is None else [name for name in source.scenario.places if name]
    return first, last, [*source.result["location"].values.tolist(), *areas]


def day_read(day: date | str | None) -> date | None:
    """A day as it is given; None where none is."""
    if day is None or isinstance(day, date):
        return day
    try:
        return parse_date(day, "date")
    except CellError as error:
        message = f"{error.what}: {error.way_out}"
        raise UsageError(message) from None
