"""The command `nuzuh accept`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

import nuzuh
from nuzuh.commands.terminal import plural, screen
from nuzuh.errors import UsageError, quoted


def accept(
    folder: Annotated[Path, typer.Argument(help="A scenario folder of your own.")],
    rows: Annotated[
        list[str] | None, typer.Argument(help="Rows to accept, by their number in the list; without any, the list.")
    ] = None,
    accept_all: Annotated[bool, typer.Option("--all", help="Accept all rows of the list.")] = False,
) -> None:
    """List the observations that were read from reports, or accept those that you have checked."""
    from nuzuh.outputs.screen_reported import show_reported  # noqa: PLC0415 (keeps --help fast)
    from nuzuh.scenario.acceptance import to_accept  # noqa: PLC0415

    lines = _lines(rows or [], accept_all=accept_all)
    if not (lines or accept_all):
        found = to_accept(folder)
        show_reported(screen(), found)
        if len(found):
            way = shlex.join(["nuzuh", "accept", str(folder), str(found.index[0])])
            typer.echo(f"Check each against its sentence; then accept it, as with: {way}")
        return
    accepted = nuzuh.accept(folder, to_accept(folder).index if accept_all else lines)
    typer.echo(f"{folder / 'observations.csv'}: {plural(len(accepted), 'row')} accepted")


def _lines(rows: list[str], *, accept_all: bool) -> list[int]:
    """The rows that are named.

    Raises:
        UsageError: Some are no numbers, or rows are named beside all; all that is wrong is told.
    """
    wrong = [f"row {quoted(row)} is not a number of the list" for row in rows if not row.isdecimal()]
    if rows and accept_all:
        wrong.append("rows are named beside --all: give one of the two")
    if wrong:
        raise UsageError("\n".join(wrong))
    return [int(row) for row in rows]
