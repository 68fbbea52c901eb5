"""How long a report takes, and how large it is: Idlib with four what-ifs."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import nuzuh

WHAT_IFS = ("ceasefire-holds", "open-border", "no-ceasefire-in-march", "ceasefire-holds+open-border")
MEMBERS = 20


def report_figures() -> None:
    """Print processor seconds for what a run writes for its report, and for the report itself, and its size."""
    idlib = nuzuh.read_scenario("idlib-2020")
    what_ifs = [nuzuh.what_if(name, idlib) for name in WHAT_IFS]
    with tempfile.TemporaryDirectory() as place:
        folders = [Path(place) / str(at) for at in range(len(WHAT_IFS) + 1)]
        spent = []
        for folder, what_if in zip(folders, [None, *what_ifs], strict=True):
            scenario = idlib if what_if is None else what_if.function(idlib)
            result = nuzuh.ensemble(scenario, MEMBERS, executor="here")
            began = time.process_time()
            nuzuh.write_run(result, folder, scenario, what_if=what_if)
            spent.append(time.process_time() - began)
        began = time.process_time()
        written = nuzuh.report(folders, Path(place) / "report.html")
        took = time.process_time() - began
        kb = written.stat().st_size / 1000
    print(f"files and flows of a run of {MEMBERS} members: {min(spent):.1f} to {max(spent):.1f} s of processor time")
    print(f"report of {len(folders)} runs: {took:.1f} s of processor time, {kb:,.0f} kB")
