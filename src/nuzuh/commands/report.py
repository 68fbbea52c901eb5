"""The command `nuzuh report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import nuzuh


def report(
    runs: Annotated[
        list[Path], typer.Argument(help="Folders of runs, the baseline first; or the folder of a comparison.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The file, as report.html.")],
) -> None:
    """Write runs into one HTML file that opens without a network, with a brief of one page to print."""
    written = nuzuh.report(runs, out)
    typer.echo(f"Written: {written} ({written.stat().st_size / 1000:,.0f} kB)")
