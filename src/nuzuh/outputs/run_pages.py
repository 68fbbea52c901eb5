"""Folders of runs read as one page; what differs between runs is worked out member by member from their results."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nuzuh.errors import UsageError
from nuzuh.impact.outcomes import Outcomes
from nuzuh.outputs.comparison import BASELINE, FILE, folder_name
from nuzuh.outputs.kept_run import UNREADABLE, open_run
from nuzuh.outputs.outcomes_file import FILE as OUTCOMES
from nuzuh.outputs.outcomes_file import read_outcomes
from nuzuh.outputs.page_data import FORMAT, differences_between
from nuzuh.outputs.page_join import check_joinable, joined
from nuzuh.outputs.run_folder import PAGE
from nuzuh.scenario.folder import SETTINGS

Page = dict[str, Any]
Progress = Callable[[int, int], None]
PAIRED = ("seed", "engine", "members")
"""What two runs have in common that can be compared member by member."""


def folders_of(named: Sequence[str | Path]) -> list[Path]:
    """Folders of runs: each that is named, or those in a folder of a comparison, the baseline first.

    Raises:
        UsageError: One of them holds neither, or none is named.
    """
    if not named:
        message = "no run to report: name the folder of one, as nuzuh run SCENARIO --out FOLDER writes it"
        raise UsageError(message)
    return list(dict.fromkeys(folder for name in named for folder in _folders_in(Path(name))))


def page_of_runs(folders: Sequence[Path], progress: Progress | None = None) -> Page:
    """Runs as one page, the baseline first.

    Args:
        folders: That of each run.
        progress: Called after each run with the number of runs, and of those that are read.

    Returns:
        As `page_payload`. What-ifs that differ from the baseline in seed, engine or members have no differences.

    Raises:
        UsageError: A folder holds no run, or one of another version; the runs are of different crises.
    """
    pages = [read_page(folder) for folder in folders]
    check_joinable(pages)
    _name_apart(pages, folders)
    first, differences = Outcomes(), list[Page | None]()
    for at, (page, folder) in enumerate(zip(pages, folders, strict=True)):
        is_paired = at > 0 and all(page["runs"][0][name] == pages[0]["runs"][0][name] for name in PAIRED)
        if is_paired and not first.values:
            first = _outcomes_in(folders[0])
        differences.append(_differences(folders[0], first, folder) if is_paired else None)
        if progress is not None:
            progress(len(folders), at + 1)
    return joined(pages, differences)


def read_page(folder: Path) -> Page:
    """What a page shows of the run in a folder.

    Raises:
        UsageError: It holds no run, or one of another version.
    """
    try:
        page: Page = json.loads((folder / PAGE).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if (folder / SETTINGS).is_file():
            message = f"'{folder}' is a scenario, not a run: 'nuzuh run {folder} --out FOLDER' makes one"
            raise UsageError(message) from error
        what = "no run" if not (folder / "result.nc").is_file() else f"a run of another version, without {PAGE}"
        message = f"{what} in '{folder}': make one with 'nuzuh run SCENARIO --out {folder}'"
        raise UsageError(message) from error
    except (OSError, ValueError) as error:
        message = f"'{folder / PAGE}' cannot be read: run again, with 'nuzuh run SCENARIO --out {folder}'"
        raise UsageError(message) from error
    if not isinstance(page, dict) or page.get("format") != FORMAT:
        message = f"'{folder / PAGE}' is of another format than this version of nuzuh reads ({FORMAT}): run again"
        raise UsageError(message)
    return page


def _folders_in(folder: Path) -> list[Path]:
    if (folder / PAGE).is_file() or not (folder / FILE).is_file():
        return [folder]
    try:
        names = list(json.loads((folder / FILE).read_text(encoding="utf-8"))["what_ifs"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"'{folder / FILE}' cannot be read: name the folders of the runs in it"
        raise UsageError(message) from error
    return [folder / folder_name(str(name)) for name in (BASELINE, *names)]


def _name_apart(pages: Sequence[Page], folders: Sequence[Path]) -> None:
    """Runs of the same name go by their folders as well."""
    twice = {name for name, n in Counter(page["runs"][0]["name"] for page in pages).items() if n > 1}
    for page, folder in zip(pages, folders, strict=True):
        run = page["runs"][0]
        if run["name"] in twice:
            run["name"] = f"{run['name']} ({folder.name})"
            run["title"] = f"{run['title']} ({folder.name})"


def _differences(baseline: Path, first: Outcomes, folder: Path) -> Page:
    """What a run with the members of the baseline changes, whose outcomes are known."""
    with open_run(baseline) as base, open_run(folder) as other:
        return differences_between(base, other, first, _outcomes_in(folder))


def _outcomes_in(folder: Path) -> Outcomes:
    try:
        return read_outcomes(folder / OUTCOMES)
    except UNREADABLE as error:
        message = f"'{folder / OUTCOMES}' cannot be read: run again, with 'nuzuh run SCENARIO --out {folder}'"
        raise UsageError(message) from error
