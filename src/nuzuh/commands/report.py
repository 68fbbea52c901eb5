"""The command `nuzuh report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import nuzuh
from nuzuh.commands.terminal import progress_bar


def report(
    runs: Annotated[
        list[Path], typer.Argument(help="Folders of runs, the baseline first; or the folder of a comparison.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The file, as report.html.")],
) -> None:
    """Write runs into one HTML file that opens without a network, with a brief of one page to print."""
    with progress_bar("report", quiet=False) as progress:
        written = nuzuh.report(runs, out, progress=progress)
    typer.echo(f"Written: {written} ({written.stat().st_size / 1000:,.0f} kB)")
