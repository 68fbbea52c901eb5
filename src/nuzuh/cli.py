"""The command line: parse, call one public function, print."""

from __future__ import annotations

import functools
import io
import json
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, ParamSpec

import typer

import nuzuh
from nuzuh.errors import NuzuhError, ScenarioError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from nuzuh.scenario.scenario import Scenario

P = ParamSpec("P")
MAX_SEED = 2**63 - 1
"""The largest that compiled code takes."""
app = typer.Typer(
    help="Simulate and forecast the movement of people forced from their homes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a letter shows its code, not a traceback
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="nuzuh")


def reported(command: Callable[P, None]) -> Callable[P, None]:
    """Turn what a command raises into a message and an exit code: 2 wrong use, 3 bad scenario, 4 the run failed."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except NuzuhError as error:
            _fail(str(error), error.exit_code, error)
        except KeyboardInterrupt as error:
            _fail("stopped: no file was left half-written", 130, error)
        except BrokenPipeError:
            sys.stderr.close()  # the reader has gone, as with `| head`; Python would complain at exit
            raise typer.Exit(0) from None
        except OSError as error:
            _fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), NuzuhError.exit_code, error)
        except MemoryError as error:
            _fail("not enough memory: take fewer members or the counts engine", NuzuhError.exit_code, error)

    return wrapped


def _fail(message: str, code: int, error: BaseException) -> NoReturn:
    typer.echo(message if isinstance(error, ScenarioError) else f"nuzuh: {message}", err=True)
    raise typer.Exit(code) from error


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        typer.echo(f"nuzuh {nuzuh.__version__}")
        raise typer.Exit(0)


@app.command()
@reported
def scenarios() -> None:
    """List the scenarios that are shipped."""
    for name in nuzuh.scenario_names():
        scenario = nuzuh.read_scenario(name)
        days = f"{scenario.start} to {scenario.end}"
        typer.echo(f"{name:<14} {days}  {len(scenario.locations):>4} locations  {scenario.title}")


@app.command()
@reported
def check(
    folder: Annotated[str, typer.Argument(help="A scenario folder, or the name of a shipped one.")],
) -> None:
    """List all faults of a scenario as file:line:column: what, and the way out."""
    faults = nuzuh.check(folder)
    if faults:
        typer.echo("\n".join(str(fault) for fault in faults))
    n_errors = sum(fault.level == "error" for fault in faults)
    n_warnings = len(faults) - n_errors
    counts = f"{_plural(n_errors, 'fault')}, {_plural(n_warnings, 'warning')}"
    typer.echo(f"{folder}: {counts if faults else 'no faults'}", err=bool(faults))
    if n_errors:
        raise typer.Exit(ScenarioError.exit_code)


@app.command()
@reported
def new(folder: Annotated[Path, typer.Argument(help="Where to write; nothing may be there yet.")]) -> None:
    """Write a commented scenario to begin from."""
    from nuzuh.scenario.template import write_template  # noqa: PLC0415 (only this command needs it)

    write_template(folder)
    typer.echo(f"{folder}: change the tables, then 'nuzuh check {folder}' and 'nuzuh run {folder}'")


@app.command()
@reported
def run(
    scenario: Annotated[str, typer.Argument(help="A scenario folder, or the name of a shipped one.")],
    engine: Annotated[str, typer.Option(help="counts, persons or mean.")] = "counts",
    seed: Annotated[int, typer.Option(help="Of all random draws.", min=0, max=MAX_SEED)] = 1,
    members: Annotated[int, typer.Option(help="Number of runs that differ by chance.", min=1, max=10**6)] = 1,
    start: Annotated[str, typer.Option(help="First day, as 2020-01-31.")] = "",
    end: Annotated[str, typer.Option(help="Last day, as 2020-01-31.")] = "",
    settings: Annotated[list[str] | None, typer.Option("--set", help="A parameter, as departure.town=0.25.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for result.nc, displaced.csv and run.json.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Run a scenario, and show simulated beside observed displacement."""
    changes = dict(_setting(text) for text in settings or [])
    known = _checked(scenario).between(_date("--start", start), _date("--end", end))
    if out is not None:
        from nuzuh.scenario.whole import check_writable  # noqa: PLC0415 (keeps --help fast)

        check_writable(out)
    began = time.process_time()
    with _progress(known.title, quiet=as_json) as progress:
        result = nuzuh.simulate(
            known,
            engine=engine,  # type: ignore[arg-type]  # simulate says which engines there are
            seed=seed,
            members=members,
            params=changes,
            progress=progress,
        )
    cpu_s = time.process_time() - began
    result.attrs["command"] = _command(scenario, engine, seed, members, start, end, settings or [])
    if out is not None:
        nuzuh.write_run(result, out)
    if as_json:
        typer.echo(json.dumps(nuzuh.summarise(result, known, cpu_s), ensure_ascii=False))
        return
    from nuzuh.outputs.screen import show_run  # noqa: PLC0415 (not for --json)

    console = _console()
    show_run(console, result, known)
    console.print(f"{cpu_s:.2f} s of processor time; {result.attrs['itineraries']}", style="dim", highlight=False)
    if out is not None:
        console.print(f"Written: {out}/result.nc, displaced.csv, run.json", highlight=False)


def _checked(path_or_name: str) -> Scenario:
    """The scenario; a parameter that cannot be used is a fault of its file, not of the command."""
    from nuzuh.model.params import param_faults  # noqa: PLC0415 (keeps --help fast)

    scenario = nuzuh.read_scenario(path_or_name)
    if param_faults(scenario.params):
        raise ScenarioError(nuzuh.check(path_or_name))
    return scenario


def _date(option: str, text: str) -> date | None:
    from nuzuh.scenario.cells import CellError, parse_date  # noqa: PLC0415 (keeps --help fast)

    try:
        return parse_date(text, option) if text else None
    except CellError as error:
        message = f"{error.what}: {error.way_out}"
        raise UsageError(message) from None


def _setting(text: str) -> tuple[str, Any]:
    """A parameter as `rule.name=value`; the value is read as JSON, else as a word."""
    name, separator, value = text.partition("=")
    if not separator:
        message = f"--set '{text}' has no value: write rule.name=value, as departure.town=0.25"
        raise UsageError(message)
    try:
        return name.strip(), json.loads(value)
    except (ValueError, RecursionError):  # also digits or brackets by the thousand
        return name.strip(), value.strip()


def _command(scenario: str, engine: str, seed: int, members: int, start: str, end: str, settings: list[str]) -> str:
    """The command that gives this result again, wherever it is written."""
    words = ["nuzuh", "run", scenario, "--engine", engine, "--seed", str(seed), "--members", str(members)]
    words += ["--start", start] if start else []
    words += ["--end", end] if end else []
    return shlex.join([*words, *(word for text in settings for word in ("--set", text))])


@contextmanager
def _progress(title: str, *, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error while days are run; none where nobody is looking."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 (heavy, and not for --help)
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True, refresh_per_second=5) as bar:
        task = bar.add_task(title, total=None)
        yield lambda total, done: bar.update(task, completed=done, total=total)


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415 (heavy, and not for --help)

    return Console(width=None if sys.stdout.isatty() else 120)


def _plural(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
