"""What commands share that run members: their options, where they are run, how it goes on."""

from __future__ import annotations

import json
import os
import shlex
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import nuzuh
from nuzuh.commands.terminal import members_bar
from nuzuh.errors import UsageError

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario

MAX_SEED = 2**63 - 1
"""The largest that compiled code takes."""
MAX_MEMBERS = 10**7

Engine = Annotated[str, typer.Option(help="counts, persons or mean.")]
Seed = Annotated[int, typer.Option(help="Of all random draws.", min=0, max=MAX_SEED)]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", help="A parameter, as departure.town=0.25, or its prior: 'departure.town={\"uniform\": [0.1, 0.3]}'."
    ),
]
Vary = Annotated[list[str] | None, typer.Option(help="A range, as displacement.rate=0.05,0.2.")]
ParameterSets = Annotated[
    Path | None,
    typer.Option("--params", help="CSV file of parameter sets, as posterior.csv; member m takes row m, and so on."),
]
Executor = Annotated[
    str, typer.Option(help="Where members are run: here, processes, processes:4, dask or dask://host:port.")
]
Resume = Annotated[Path | None, typer.Option(help="Folder of a run that was stopped: only what is missing is run.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


@contextmanager
def members_run(  # noqa: PLR0913 (each says one thing of a run)
    scenario: Scenario,
    members: int,
    *,
    seed: int,
    engine: str,
    changes: dict[str, Any],
    sets: Path | None,
    executor: Any,
    folder: Path | None,
    resume: bool,
    command: str,
    title: str,
    quiet: bool,
) -> Iterator[xr.Dataset]:
    """Run the members of a scenario with a bar that shows how it goes on.

    Args:
        scenario: What is run.
        members: How many.
        seed: Of all random draws.
        engine: Name of the engine.
        changes: Parameters by dotted name.
        sets: File of parameter sets that go over these, in place of the scenario's own.
        executor: Its name, or one that several runs share; blank: as it pays.
        folder: Where they are kept; None: in a folder that is removed again.
        resume: Whether to go on with what is in the folder.
        command: What gives this result again.
        title: Of the bar.
        quiet: Whether to show no bar.

    Yields:
        The result, of which numbers are read when they are used, so that it need not fit into memory.
    """
    params: Any = changes
    if sets is not None:
        from nuzuh.model.parameter_sets import read_parameter_sets, with_params  # noqa: PLC0415 (keeps --help fast)

        params = read_parameter_sets(sets)
        scenario = with_params(scenario, changes)
    with _kept(folder) as place:
        with members_bar(title, quiet=quiet) as progress:
            result = nuzuh.ensemble(
                scenario,
                members,
                seed=seed,
                engine=engine,  # type: ignore[arg-type]  # the ensemble says which engines there are
                params=params,
                executor=executor or None,
                out=place,
                resume=resume,
                attrs={"command": command},
                progress=progress,
                tell=lambda text: typer.echo(text, err=True),
            )
        with result:
            yield result


@contextmanager
def _kept(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="nuzuh-") as temporary:
        try:
            yield Path(temporary)
        except KeyboardInterrupt as error:
            raise KeyboardInterrupt from error  # without the advice to go on with what is removed here


def changes_of(settings: list[str] | None) -> dict[str, Any]:
    """Parameters by dotted name from `rule.name=value`; a value is read as JSON, else as a word.

    Raises:
        UsageError: There is no value.
    """
    return dict(_setting(text) for text in settings or [])


def date_of(option: str, text: str) -> date | None:
    """A date as it is typed; None where nothing is.

    Raises:
        UsageError: It is no date.
    """
    from nuzuh.scenario.cells import CellError, parse_date  # noqa: PLC0415 (keeps --help fast)

    try:
        return parse_date(text, option) if text else None
    except CellError as error:
        message = f"{error.what}: {error.way_out}"
        raise UsageError(message) from None


def folder_of(out: Path | None, resume: Path | None) -> Path | None:
    """The folder of a run: the one to be written, or to be gone on with.

    Raises:
        UsageError: Both are given, and differ; or there is nothing to go on with.
    """
    if resume is None:
        return out
    if out is not None and out != resume:
        message = f"--out {out} and --resume {resume} are two folders: give one of them"
        raise UsageError(message)
    if not resume.is_dir():
        message = f"no folder '{resume}' to go on with: begin with --out {resume}"
        raise UsageError(message)
    return resume


def cpu_s() -> float:
    """Processor time of this process and of those that it has waited for, in seconds."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def command_of(words: list[str], options: dict[str, str], settings: list[str] | None, flags: list[str]) -> str:
    """A command that gives a result again, wherever it is written and on however many processors it is run."""
    named = [word for option, value in options.items() if value for word in (f"--{option}", value)]
    return shlex.join(["nuzuh", *words, *named, *flags, *(word for text in settings or [] for word in ("--set", text))])


def ranges_of(scenario: Scenario, changes: dict[str, Any], vary: list[str]) -> dict[str, Any]:
    """Uniform priors by dotted name; the scenario's own value stays the central one where it lies in the range.

    Raises:
        UsageError: What is given is no range.
        ParamsError: Other parameters cannot be used.
    """
    from nuzuh.model.simulate import all_params  # noqa: PLC0415 (keeps --help fast)

    if not vary:
        return {}
    own = all_params(scenario, changes).model_dump()
    priors = {}
    for name, ends in map(_range, vary):
        rule, _, leaf = name.partition(".")
        value = own.get(rule, {}).get(leaf)
        is_within = isinstance(value, int | float) and ends[0] <= value <= ends[1]
        priors[name] = {"uniform": ends} | ({"value": value} if is_within else {})
    return priors


def _range(text: str) -> tuple[str, list[float]]:
    """A range as `rule.name=low,high`."""
    name, _, ends = text.partition("=")
    try:
        low, high = (float(end) for end in ends.split(","))
    except ValueError:
        message = f"--vary '{text}' is no range: write rule.name=low,high, as displacement.rate=0.05,0.2"
        raise UsageError(message) from None
    return name.strip(), [low, high]


def _setting(text: str) -> tuple[str, Any]:
    name, separator, value = text.partition("=")
    if not separator:
        message = f"--set '{text}' has no value: write rule.name=value, as departure.town=0.25"
        raise UsageError(message)
    try:
        return name.strip(), json.loads(value)
    except (ValueError, RecursionError):  # also digits or brackets by the thousand
        return name.strip(), value.strip()
