"""The command `nuzuh read`."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import nuzuh
from nuzuh.commands.terminal import plural, progress_bar, screen
from nuzuh.errors import UsageError

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario
    from nuzuh.sources.reports.claims import ReadReport
    from nuzuh.sources.reports.files import Reader

KEY = "NUZUH_LANGUAGE_MODEL_KEY"
"""Where in the environment the key of a language model stands: on a command line others could see it."""
MANY = 20
"""More reports than these are not shown one by one."""


def read(
    files: Annotated[list[Path], typer.Argument(help="Reports as text files, or folders of them.")],
    scenario: Annotated[
        str | None, typer.Option(help="Scenario by whose places names are known; that of --into, if nothing is said.")
    ] = None,
    into: Annotated[
        Path | None, typer.Option(help="A scenario folder of your own: adds rows with the status reported.")
    ] = None,
    per_household: Annotated[
        float | None, typer.Option("--persons-per-household", help="By which families become persons, for --into.")
    ] = None,
    page: Annotated[Path | None, typer.Option(help="Writes text and claims side by side, as claims.html.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Writes one JSON object a report and line; goes on if stopped.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: of several reports one object a line.")] = False,
    language_model: Annotated[
        str | None,
        typer.Option(help="Address that answers chats, asked in place of the rules; it is sent the text."),
    ] = None,
    model: Annotated[str, typer.Option(help="Name of the language model.")] = "",
) -> None:
    """Read reports into claims, each tied to its sentence: who was displaced, how many, where, when, who says so."""
    from nuzuh.sources.reports.files import PART, keep, report_files  # noqa: PLC0415 (keeps --help fast)

    _check(into, per_household, page, out, as_json=as_json)
    paths = report_files(files)
    known = _gazetteer(scenario, into)
    reader = _reader(language_model, model)
    if out is not None:
        with progress_bar("read", quiet=False) as progress:
            try:
                n_known, n_read = keep(paths, out, known, progress, reader)
            except KeyboardInterrupt as error:
                message = f"stopped: what was read is kept in {out}{PART}; the same command goes on with it"
                raise KeyboardInterrupt(message) from error
        before = f", {n_known:,} of them by an earlier call" if n_known else ""
        typer.echo(f"Written: {out} ({plural(n_known + n_read, 'report')}{before})")
        return
    reports = _read(paths, known, reader, as_json=as_json, is_kept=into is not None or page is not None)
    if page is not None:
        _write_page(reports, page, quiet=as_json)
    if into is not None:
        _add(reports, into, per_household, quiet=as_json)


def _check(
    into: Path | None, per_household: float | None, page: Path | None, out: Path | None, *, as_json: bool
) -> None:
    """See that what is asked for goes together, before anything is read.

    Raises:
        UsageError: It does not; all that is wrong is told.
    """
    from nuzuh.scenario.folder import own_folder  # noqa: PLC0415
    from nuzuh.scenario.whole import check_writable  # noqa: PLC0415

    wrong = []
    if out is not None and (into is not None or page is not None or as_json):
        wrong.append(
            "--out stands alone: it is for many reports; give --into, --page and --json to a call of their own"
        )
    if per_household is not None and into is None:
        wrong.append("--persons-per-household is for --into: claims keep families as the text has them")
    if page is not None and page.suffix.lower() not in (".html", ".htm"):
        wrong.append(f"'{page}' is no name for a page: give one that ends in .html")
    if wrong:
        raise UsageError("\n".join(wrong))
    if page is not None:
        check_writable(page.parent)
    if into is not None:
        own_folder(into)


def _gazetteer(scenario: str | None, into: Path | None) -> Scenario | None:
    name = scenario if scenario is not None else str(into) if into is not None else None
    return None if name is None else nuzuh.read_scenario(name)


def _reader(url: str | None, model: str) -> Reader:
    """The rules, or a language model where one is named."""
    from nuzuh.sources.reports.language_model import LanguageModel  # noqa: PLC0415

    return nuzuh.read_report if url is None else LanguageModel(url, model, os.environ.get(KEY, ""))


def _read(
    paths: Sequence[Path], known: Scenario | None, reader: Reader, *, as_json: bool, is_kept: bool
) -> list[ReadReport]:
    """Read and print reports; they are held in memory only where something is made of all of them."""
    from nuzuh.outputs.screen_claims import NOTE, show_claims  # noqa: PLC0415
    from nuzuh.sources.reports.files import read_files  # noqa: PLC0415

    kept: list[ReadReport] = []
    n_claims = 0
    console = screen()
    with progress_bar("read", quiet=len(paths) <= MANY) as progress:
        for report in read_files(paths, known, progress, reader):
            n_claims += len(report.claims)
            if is_kept:
                kept.append(report)
            if as_json:
                typer.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2 if len(paths) == 1 else None))
            elif len(paths) <= MANY:
                show_claims(console, report)
    if not as_json:
        console.print(f"{plural(len(paths), 'report')}, {plural(n_claims, 'claim')}", highlight=False)
        console.print(NOTE, style="dim", highlight=False)
    return kept


def _write_page(reports: Sequence[ReadReport], page: Path, *, quiet: bool) -> None:
    from nuzuh.outputs.claims_page import claims_page  # noqa: PLC0415
    from nuzuh.scenario.whole import filled_folder  # noqa: PLC0415

    with filled_folder(page.parent) as partial:
        (partial / page.name).write_text(claims_page(reports), encoding="utf-8", newline="\n")
    if not quiet:
        typer.echo(f"Written: {page}")


def _add(reports: Sequence[ReadReport], into: Path, per_household: float | None, *, quiet: bool) -> None:
    from nuzuh.sources.reports.into import add_to  # noqa: PLC0415

    added = add_to(into, reports, per_household)
    if quiet:
        return
    for refusal in added.refusals:
        typer.echo(f"not added: {refusal}", err=True)
    known = f"; {plural(added.n_known, 'row')} there already" if added.n_known else ""
    typer.echo(f"{into / 'observations.csv'}: {plural(len(added.rows), 'row')} reported{known}")
    if added.rows:
        typer.echo(f"Nothing uses them yet. Check each against its sentence: nuzuh accept {into}")
