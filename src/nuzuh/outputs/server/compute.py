"""What a worker does: run ensembles, compare kept ones, open a folder; files appear when all are written."""

from __future__ import annotations

import gzip
import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import nuzuh
from nuzuh.errors import ScenarioError
from nuzuh.impact.outcomes import effects_of
from nuzuh.model.check import examine
from nuzuh.outputs.comparison import Comparison, comparison_csv, comparison_json
from nuzuh.outputs.outcomes_file import FILE as OUTCOMES
from nuzuh.outputs.outcomes_file import read_outcomes
from nuzuh.outputs.report import report_html
from nuzuh.outputs.run_folder import PAGE, write_tables
from nuzuh.outputs.run_pages import folders_of, page_of_runs
from nuzuh.outputs.server.run import Run
from nuzuh.outputs.server.store import FILES, PART_FILES, PAYLOAD, RECORD
from nuzuh.scenario.scenario import Scenario
from nuzuh.scenario.whole import new_folder
from nuzuh.what_ifs.policy import WhatIf
from nuzuh.what_ifs.what_if import what_if as read_what_if

READ_AGAIN: Final = (*PART_FILES, PAGE, OUTCOMES)
"""Files of an ensemble that are kept: those to download, and those from which runs are compared."""
Tell = Callable[[str, int, int], None]
"""Called with what is being done, members done, and members in all."""


def compute(run: Run, path: str, store: Path, tell: Tell) -> list[dict[str, str]]:
    """Do what a run asks for, and write its files.

    Args:
        run: What is asked for.
        path: Of the scenario, where it is run; of the folder, where one is opened.
        store: The folder of all runs.
        tell: Called as it goes on.

    Returns:
        Name, title and note of the ensembles that it consists of; the files of each are in a folder named by number.

    Raises:
        NuzuhError: It cannot be done; nothing is written.
        OSError: There is no room on the disk; nothing is written.
    """
    with new_folder(store / run.id / FILES) as partial:
        if run.kind == "run":
            folders = _run(run, path, partial, tell)
        elif run.kind == "comparison":
            folders = _gathered(run, store, partial)
        else:
            folders = [_copied(one, partial / str(ix)) for ix, one in enumerate(folders_of([path]))]
        tell("page", n := run.members * len(folders), n)
        page = page_of_runs(folders)
        text = json.dumps(page, ensure_ascii=False, separators=(",", ":"))
        (partial / PAYLOAD).write_bytes(gzip.compress(text.encode(), mtime=0))
        (partial / "report.html").write_text(report_html(page), encoding="utf-8", newline="\n")
    return [{key: one[key] for key in ("name", "title", "note")} for one in page["runs"]]


def _run(run: Run, path: str, partial: Path, tell: Tell) -> list[Path]:
    """The baseline and each what-if, on the same random numbers."""
    scenario, faults = examine(path)
    if scenario is None:
        raise ScenarioError(faults)
    asked = ["+".join([one] if isinstance(one, str) else one) for one in run.what_ifs]
    what_ifs = [read_what_if(names, scenario) for names in asked]
    folders = [partial / str(ix) for ix in range(1 + len(what_ifs))]
    varied = ""
    for ix, (folder, what_if) in enumerate(zip(folders, [None, *what_ifs], strict=True)):
        varied = _run_one(run, path, scenario, what_if, folder, _shifted(tell, what_if, ix * run.members, len(folders)))
    if what_ifs:
        found = [read_outcomes(folder / OUTCOMES) for folder in folders]
        _write_comparison(Comparison(scenario, what_ifs, effects_of(*found), run.members, run.seed, varied), partial)
    return folders


def _run_one(
    run: Run, path: str, baseline: Scenario, what_if: WhatIf | None, folder: Path, progress: Callable[[int, int], None]
) -> str:
    """Run one ensemble and write its files; in which parameters its members differ."""
    scenario = what_if.function(baseline) if what_if else baseline
    progress(run.members, 0)
    result = nuzuh.ensemble(
        scenario,
        run.members,
        params=run.params,
        seed=run.seed,
        engine=run.engine,  # type: ignore[arg-type]  # which engines there are has been checked
        executor="here",
        out=folder,
        attrs={"command": _command(run, path, what_if)},
        progress=progress,
    )
    with result:
        write_tables(result, folder, scenario, what_if=what_if)
        return str(result.attrs.get("priors", ""))


def _shifted(tell: Tell, what_if: WhatIf | None, before: int, n_ensembles: int) -> Callable[[int, int], None]:
    """Progress of an ensemble as that of the whole run."""
    return lambda members, done: tell(what_if.name if what_if else "baseline", before + done, members * n_ensembles)


def _gathered(run: Run, store: Path, partial: Path) -> list[Path]:
    """All ensembles of kept runs, each by the name of its run as well; the first is the baseline."""
    folders: list[Path] = []
    for run_id in run.of:
        kept = json.loads((store / run_id / RECORD).read_text(encoding="utf-8"))
        for ix, part in enumerate(kept["parts"]):
            folder = _copied(store / run_id / FILES / str(ix), partial / str(len(folders)))
            page = json.loads((folder / PAGE).read_text(encoding="utf-8"))
            whose = {"title": kept["title"] if ix == 0 else f"{part['title']} ({kept['title']})"}
            page["runs"][0] |= whose | {"name": f"{part['name']} ({run_id[:4]})" if folders else part["name"]}
            (folder / PAGE).write_text(json.dumps(page, ensure_ascii=False), encoding="utf-8")
            folders.append(folder)
    return folders


def _copied(folder: Path, to: Path) -> Path:
    to.mkdir()
    for name in READ_AGAIN:
        if (folder / name).is_file():
            shutil.copyfile(folder / name, to / name)
    return to


def _write_comparison(comparison: Comparison, folder: Path) -> None:
    text = json.dumps(comparison_json(comparison), indent=2, ensure_ascii=False)
    (folder / "comparison.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    (folder / "comparison.csv").write_text(comparison_csv(comparison), encoding="utf-8", newline="\n")


def _command(run: Run, path: str, what_if: WhatIf | None) -> str:
    """The command that gives an ensemble again."""
    options: dict[str, Any] = {"engine": run.engine, "seed": run.seed, "members": run.members}
    options |= {"what-if": what_if.name} if what_if else {}
    named = [word for option, value in options.items() for word in (f"--{option}", str(value))]
    settings = [word for name, value in run.params.items() for word in ("--set", f"{name}={json.dumps(value)}")]
    return shlex.join(["nuzuh", "run", path, *named, *settings])
