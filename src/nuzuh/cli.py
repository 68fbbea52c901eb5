"""The command line: which commands there are."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

import nuzuh
from nuzuh.commands.accept import accept
from nuzuh.commands.backtest import backtest
from nuzuh.commands.calibrate import calibrate
from nuzuh.commands.compare import compare
from nuzuh.commands.compare_flee import compare_flee
from nuzuh.commands.export import export
from nuzuh.commands.folders import check, import_flee, new, scenarios
from nuzuh.commands.forecast import forecast
from nuzuh.commands.plot import plot
from nuzuh.commands.read import read
from nuzuh.commands.report import report
from nuzuh.commands.run import run
from nuzuh.commands.sensitivity import sensitivity
from nuzuh.commands.serve import serve
from nuzuh.commands.terminal import reported

app = typer.Typer(
    help="Simulate and forecast the movement of people forced from their homes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
formats = typer.Typer(
    help="Write a folder of another program as a scenario.", no_args_is_help=True, rich_markup_mode=None
)
commands = (
    scenarios,
    check,
    new,
    read,
    accept,
    run,
    compare,
    report,
    plot,
    export,
    serve,
    sensitivity,
    calibrate,
    forecast,
    backtest,
    compare_flee,
)
for command in commands:
    app.command()(reported(command))
formats.command("flee")(reported(import_flee))
app.add_typer(formats, name="import")


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a letter shows its code, not a traceback
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="nuzuh")


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        typer.echo(f"nuzuh {nuzuh.__version__}")
        raise typer.Exit(0)
