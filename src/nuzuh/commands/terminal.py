"""What all commands share: how they fail, what they say on which stream, and how they show progress."""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, ParamSpec

import typer

from nuzuh.errors import NuzuhError, ScenarioError

if TYPE_CHECKING:
    from rich.console import Console

P = ParamSpec("P")


def reported(command: Callable[P, None]) -> Callable[P, None]:
    """Turn what a command raises into a message and an exit code: 2 wrong use, 3 bad scenario, 4 the run failed."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except NuzuhError as error:
            _fail(str(error), error.exit_code, error)
        except KeyboardInterrupt as error:
            _fail(str(error) or "stopped: no file was left half-written", 130, error)
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


@contextmanager
def progress_bar(title: str, *, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error while days are run; none where nobody is looking."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 (heavy, and not for --help)
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True, refresh_per_second=5) as bar:
        task = bar.add_task(title, total=None)
        yield lambda total, done: bar.update(task, completed=done, total=total)


@contextmanager
def members_bar(title: str, *, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error while members are run, with members a second and the time left."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 (heavy, and not for --help)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.table import Column  # noqa: PLC0415

    began, first = time.monotonic(), -1
    speed = TextColumn("{task.fields[speed]} members/s, left", table_column=Column(no_wrap=True, min_width=24))
    whose = TextColumn("{task.description}", table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1))
    done = MofNCompleteColumn(table_column=Column(no_wrap=True, min_width=9))
    columns = BarColumn(12), done, speed, TimeRemainingColumn(table_column=Column(no_wrap=True, min_width=7)), whose
    with Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=5, expand=True) as bar:
        task = bar.add_task(title, total=None, speed="…")

        def show(total: int, done: int) -> None:
            nonlocal began, first
            if first < 0:  # what was found, and the one that was compiled with, say nothing of the speed
                began, first = time.monotonic(), done
            speed = (done - first) / max(time.monotonic() - began, 1e-9)
            bar.update(task, completed=done, total=total, speed=f"{speed:.1f}" if done > first else "…")

        yield show


def screen() -> Console:
    """Where tables are printed: as wide as the terminal, or 120 characters where there is none."""
    from rich.console import Console  # noqa: PLC0415 (heavy, and not for --help)

    return Console(width=None if sys.stdout.isatty() else 120)


def plural(n: int, noun: str) -> str:
    """A number and what is counted.

    Examples:
        >>> plural(1, "fault"), plural(2, "fault")
        ('1 fault', '2 faults')
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
