"""What a worker does: run ensembles, compare kept ones, open a folder; files appear when all are written."""

from __future__ import annotations

import gzip
import json
import shlex
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import xarray as xr

import nuzuh
from nuzuh.errors import ScenarioError
from nuzuh.impact.outcomes import effects_of, outcomes_of
from nuzuh.model.check import examine
from nuzuh.model.result import open_result
from nuzuh.outputs.comparison import Comparison, comparison_csv, comparison_json
from nuzuh.outputs.page_data import differences_of, page_payload, run_payload
from nuzuh.outputs.run_folder import write_tables
from nuzuh.outputs.server.run import Part, Run
from nuzuh.outputs.server.store import FILES, PART_FILES
from nuzuh.scenario.folder import read_scenario, write_scenario
from nuzuh.scenario.scenario import Scenario
from nuzuh.scenario.whole import new_folder
from nuzuh.what_ifs.policy import WhatIf
from nuzuh.what_ifs.what_if import what_if as read_what_if

PAYLOAD: Final = "payload.json.gz"
SCENARIO: Final = "scenario"
"""Folder of what was run, beside its result: a scenario may have changed when runs are compared."""
Tell = Callable[[str, int, int], None]
"""Called with what is being done, members done, and members in all."""


@dataclass(frozen=True)
class Ensemble:
    """One of the ensembles of a run, on the disk.

    Args:
        part: Its name and title.
        scenario: What was run.
        folder: Where its result is.
        what_if: What was changed; None for the baseline.
    """

    part: Part
    scenario: Scenario
    folder: Path
    what_if: WhatIf | None = field(default=None)


def compute(run: Run, path: str, store: Path, tell: Tell) -> list[dict[str, str]]:
    """Do what a run asks for, and write its files.

    Args:
        run: What is asked for.
        path: Of the scenario, where it is run; of the folder, where one is opened.
        store: The folder of all runs.
        tell: Called as it goes on.

    Returns:
        The ensembles that it consists of.

    Raises:
        NuzuhError: It cannot be done; nothing is written.
    """
    work = {"run": _run, "comparison": _compare, "folder": _open}[run.kind]
    with new_folder(store / run.id / FILES) as partial:
        ensembles = work(run, path, store, partial, tell)
        tell("page", run.total, run.total)
        _write_page(ensembles, partial)
    return [asdict(one.part) for one in ensembles]


def _run(run: Run, path: str, _: Path, partial: Path, tell: Tell) -> list[Ensemble]:
    scenario, faults = examine(path)
    if scenario is None:
        raise ScenarioError(faults)
    asked = ["+".join([one] if isinstance(one, str) else one) for one in run.what_ifs]
    what_ifs = [read_what_if(names, scenario) for names in asked]
    changed = [(None, scenario), *((one, one.function(scenario)) for one in what_ifs)]
    total = run.members * len(changed)
    ensembles = []
    for ix, (what_if, one) in enumerate(changed):
        part = Part("baseline", scenario.title) if what_if is None else Part(what_if.name, what_if.title, what_if.note)
        before = ix * run.members

        def progress(_: int, n_done: int, name: str = part.name, before: int = before) -> None:
            tell(name, before + n_done, total)

        tell(part.name, before, total)
        folder = partial / str(ix)
        result = nuzuh.ensemble(
            one,
            run.members,
            params=run.params,
            seed=run.seed,
            engine=run.engine,  # type: ignore[arg-type]  # what is asked for has been checked
            executor="here",
            out=folder,
            attrs={"command": _command(run, path, part.name if what_if else "")},
            progress=progress,
        )
        with result:
            write_tables(result, folder, one)
        write_scenario(one, folder / SCENARIO)
        ensembles.append(Ensemble(part, one, folder, what_if))
    if what_ifs:
        _write_comparison(run, ensembles, partial)
    return ensembles


def _compare(run: Run, _: str, store: Path, partial: Path, tell: Tell) -> list[Ensemble]:
    """All ensembles of kept runs, side by side; the first is the baseline."""
    tell("comparison", 0, 0)
    ensembles: list[Ensemble] = []
    for run_id in run.of:
        kept = json.loads((store / run_id / "record.json").read_text(encoding="utf-8"))
        for ix, part in enumerate(kept["parts"]):
            names = {one.part.name for one in ensembles}
            name = part["name"] if part["name"] not in names else f"{part['name']} ({run_id[:4]})"
            folder = partial / str(len(ensembles))
            shutil.copytree(store / run_id / FILES / str(ix), folder)
            title = kept["title"] if ix == 0 else part["title"]
            ensembles.append(Ensemble(Part(name, title, part["note"]), read_scenario(folder / SCENARIO), folder))
    return ensembles


def _open(run: Run, path: str, _: Path, partial: Path, tell: Tell) -> list[Ensemble]:
    """A folder that `nuzuh run` has written, with the scenario that it names."""
    tell("folder", 0, 0)
    folder = partial / "0"
    folder.mkdir()
    for name in PART_FILES:
        if Path(path, name).is_file():
            shutil.copyfile(Path(path, name), folder / name)
    with open_result(folder) as result:
        scenario, what_if = _scenario_of(result)
    write_scenario(scenario, folder / SCENARIO)
    return [Ensemble(Part("baseline", what_if.title if what_if else scenario.title), scenario, folder, None)]


def _command(run: Run, path: str, what_if: str) -> str:
    """The command that gives an ensemble of a run again."""
    options = {"engine": run.engine, "seed": str(run.seed), "members": str(run.members), "what-if": what_if}
    named = [word for option, value in options.items() if value for word in (f"--{option}", value)]
    settings = [word for name, value in run.params.items() for word in ("--set", f"{name}={json.dumps(value)}")]
    return shlex.join(["nuzuh", "run", path, *named, *settings])


def _scenario_of(result: xr.Dataset) -> tuple[Scenario, WhatIf | None]:
    raise NotImplementedError


def _write_comparison(run: Run, ensembles: list[Ensemble], partial: Path) -> None:
    with _results(ensembles) as results:
        found = [outcomes_of(result, one.scenario) for result, one in zip(results, ensembles, strict=True)]
        varied = str(results[-1].attrs.get("priors", ""))
    what_ifs = [one.what_if for one in ensembles if one.what_if is not None]
    comparison = Comparison(ensembles[0].scenario, what_ifs, effects_of(*found), run.members, run.seed, varied)
    text = json.dumps(comparison_json(comparison), indent=2, ensure_ascii=False)
    (partial / "comparison.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    (partial / "comparison.csv").write_text(comparison_csv(comparison), encoding="utf-8", newline="\n")


def _write_page(ensembles: list[Ensemble], partial: Path) -> None:
    base = ensembles[0]
    with _results(ensembles) as results:
        runs = [
            run_payload(result, one.scenario, name=one.part.name, title=one.part.title, note=one.part.note)
            for result, one in zip(results, ensembles, strict=True)
        ]
        others = zip(results[1:], ensembles[1:], strict=True)
        differences = [differences_of(results[0], result, base.scenario, one.scenario) for result, one in others]
    payload = page_payload(base.scenario, runs, [None, *differences])
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    (partial / PAYLOAD).write_bytes(gzip.compress(text.encode(), mtime=0))


@contextmanager
def _results(ensembles: list[Ensemble]) -> Iterator[list[xr.Dataset]]:
    with ExitStack() as stack:
        yield [stack.enter_context(open_result(one.folder)) for one in ensembles]
