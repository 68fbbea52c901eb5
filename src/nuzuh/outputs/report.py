"""A report: one HTML file with the page, its data and a brief, which opens anywhere without a network."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nuzuh.errors import UsageError
from nuzuh.outputs.brief import brief_of
from nuzuh.outputs.page_bundle import page_files, page_script, page_style
from nuzuh.outputs.page_weave import unwoven, woven
from nuzuh.outputs.run_pages import Page, folders_of, page_of_runs
from nuzuh.scenario.whole import check_writable, filled_folder

if TYPE_CHECKING:
    from jinja2 import Environment

REPORT: Final = "report.html"
"""Name of the report in the folder of a run."""
HARMLESS: Final = str.maketrans("<>&`", ",./:")
ENDINGS: Final = (".html", ".htm")


def report(
    runs: str | Path | Sequence[str | Path], path: str | Path, *, progress: Callable[[int, int], None] | None = None
) -> Path:
    """Write a report of runs into one HTML file, which appears whole or not at all.

    Args:
        runs: Folders of runs (`nuzuh run --out`), the baseline first, or one of a comparison (`nuzuh compare --out`).
        path: The file, `.html`; an earlier one is replaced.
        progress: Called after each run with the number of runs, and of those that are read.

    Returns:
        The file.

    Raises:
        UsageError: A folder holds no run, or one of another version; the runs are of different crises; the file
            cannot be written.

    Examples:
        >>> import nuzuh, tempfile
        >>> valley, folder = nuzuh.read_scenario("valley"), tempfile.mkdtemp()
        >>> _ = nuzuh.write_run(nuzuh.simulate(valley, members=4), folder, valley)
        >>> report(folder, f"{folder}/valley.html").name
        'valley.html'
    """
    target = check_target(path)
    named = [runs] if isinstance(runs, str | Path) else list(runs)
    text = report_html(page_of_runs(folders_of(named), progress))
    with filled_folder(target.parent) as partial:
        (partial / target.name).write_text(text, encoding="utf-8", newline="\n")
    return target


def check_target(path: str | Path) -> Path:
    """See that a report can be written, before anything is read.

    Raises:
        UsageError: It cannot.
    """
    target = Path(path)
    if target.suffix.lower() not in ENDINGS or target.is_dir():
        message = f"'{path}' is no name for a report: give one that ends in .html"
        raise UsageError(message)
    check_writable(target.parent)
    return target


def report_html(page: Mapping[str, Any]) -> str:
    """A page with its data as one HTML document.

    It asks for nothing from elsewhere, and its policy lets no browser do so: it runs the one script and the one style
    that stand in it, known by their hashes.

    Args:
        page: As `page_payload` gives it.
    """
    script, style = page_script(), page_style() + "\n" + _brief_file("brief.css")
    policy = (
        f"default-src 'none'; script-src {_source(script)}; style-src {_source(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    from markupsafe import Markup  # noqa: PLC0415 (not for --help)

    return (
        _environment()
        .get_template("report.html")
        .render(
            brief=brief_of(page),
            policy=policy,
            data=packed(page),
            viewer=Markup(page_files(".html")["viewer"]),  # noqa: S704 (files of this program)
            style=Markup(style),  # noqa: S704
            script=Markup(script),  # noqa: S704
        )
        + "\n"
    )


def packed(page: Mapping[str, Any]) -> str:
    """The data of a page: woven, as JSON, compressed, in letters; the same page gives the same text.

    The letters are those of base 85 (five for four bytes), but for the three that HTML knows and one that quotes.
    """
    text = json.dumps(woven(dict(page)), ensure_ascii=False, separators=(",", ":"))
    return base64.b85encode(gzip.compress(text.encode("utf-8"), 9, mtime=0)).decode("ascii").translate(HARMLESS)


def unpacked(data: str) -> Page:
    """The data of a page, from its letters."""
    known = data.strip().translate({new: old for old, new in HARMLESS.items()})
    page: Page = unwoven(json.loads(gzip.decompress(base64.b85decode(known))))
    return page


def _source(text: str) -> str:
    """How a policy names the one text that it allows."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader  # noqa: PLC0415 (not for --help)

    loader = PackageLoader("nuzuh.outputs", "brief")
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _brief_file(name: str) -> str:
    return files("nuzuh.outputs").joinpath("brief", name).read_text(encoding="utf-8")
