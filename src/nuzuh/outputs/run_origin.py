"""Finished runs, read back from their folders with the scenarios that they came from."""

from __future__ import annotations

import itertools
import json
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import nuzuh
from nuzuh.errors import NuzuhError, UsageError
from nuzuh.model.parameter_sets import with_params
from nuzuh.model.result import open_result
from nuzuh.outputs.figure_frame import Run
from nuzuh.scenario.folder import read_scenario

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario

BASELINE: Final = "baseline"
RESULT: Final = "result.nc"
FLAGS: Final = ("--lenient", "--no-leaks", "--json", "--impact")
"""Options of a command that stand without a value."""


def run_folders(folder: Path) -> list[Path]:
    """The folders of runs at a path: that of `nuzuh run` itself, or the baseline and the what-ifs of `nuzuh compare`.

    Args:
        folder: Which.

    Returns:
        None where there is no result; the baseline first, then what-ifs by name.
    """
    if (folder / RESULT).is_file():
        return [folder]
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if (path / RESULT).is_file()]
    return sorted(found, key=lambda path: (path.name != BASELINE, path.name))


def finished_run(folder: Path, name: str = "") -> Run:
    """A run from its folder; numbers are read when they are used.

    Args:
        folder: As `nuzuh run --out` writes it.
        name: What it is called; blank: as its folder.

    Returns:
        Its scenario is None where it cannot be found, or has changed since.

    Raises:
        UsageError: There is no result, or it cannot be read.
    """
    try:
        result = open_result(folder)
        scenario = scenario_of(result)
    except (OSError, ValueError, KeyError) as error:
        message = f"'{folder / RESULT}' cannot be read ({error}): make it again with 'nuzuh run SCENARIO --out DIR'"
        raise UsageError(message) from None
    return Run(name or folder.resolve().name, result, scenario)


def scenario_of(result: xr.Dataset) -> Scenario | None:
    """The scenario that a result came from, read again by its name or by the path in its command.

    Args:
        result: As `simulate`, `ensemble` or `read_result` gives it.

    Returns:
        None where none is found that has the same fingerprint.

    Examples:
        >>> import nuzuh
        >>> result = nuzuh.simulate(nuzuh.read_scenario("valley"))
        >>> scenario_of(result).name
        'valley'
    """
    wanted = str(result.attrs["scenario_hash"])
    sources = _candidates(str(result.attrs.get("command", "")), str(result.attrs["scenario"]))
    return next((scenario for scenario in sources if scenario.hash == wanted), None)


def _candidates(command: str, name: str) -> Iterator[Scenario]:
    """Scenarios that a result may have come from: what its command names, then a shipped one of its name."""
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if len(words) > 2 and words[0] == "nuzuh":
        yield from _of_command(words[2:])
    try:
        yield read_scenario(name)
    except NuzuhError:
        return


def _of_command(words: list[str]) -> Iterator[Scenario]:
    """The scenario of a command, under none and under each of its what-ifs, with and without its settings."""
    options = _options(words[1:])
    try:
        base = read_scenario(words[0], lenient="--lenient" in options)
        base = base.between(_day(options, "--start"), _day(options, "--end"))
        settings = dict(text.split("=", 1) for text in options.get("--set", []))
    except (NuzuhError, ValueError):
        return
    for names, is_without_leaks, is_set in itertools.product(
        ["", *options.get("--what-if", [])], {False, "--no-leaks" in options}, {False, bool(settings)}
    ):
        try:
            yield _changed(base, names, is_without_leaks=is_without_leaks, settings=settings if is_set else {})
        except NuzuhError:
            continue


def _changed(base: Scenario, names: str, *, is_without_leaks: bool, settings: dict[str, str]) -> Scenario:
    scenario = nuzuh.what_if(names, base).function(base) if names else base
    if settings:
        scenario = with_params(scenario, {key: _value(text) for key, text in settings.items()})
    return nuzuh.without_leaks(scenario) if is_without_leaks else scenario


def _options(words: list[str]) -> dict[str, list[str]]:
    """Options by name, with all their values."""
    found: dict[str, list[str]] = {}
    rest = iter(words)
    for word in rest:
        found.setdefault(word, []).extend([] if word in FLAGS else [next(rest, "")])
    return found


def _day(options: dict[str, list[str]], name: str) -> date | None:
    return date.fromisoformat(options[name][-1]) if name in options else None


def _value(text: str) -> object:
    """A setting as the command line reads it: as JSON, else as a word."""
    try:
        return json.loads(text)
    except ValueError:
        return text
