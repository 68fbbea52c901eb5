"""The folder in which runs are kept: a folder each, a record in it, and the files once all are written."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from pathlib import Path
from typing import Final

from nuzuh.errors import UsageError
from nuzuh.outputs.server.run import RUN_ID, Run, run_from_json
from nuzuh.scenario.whole import check_writable

RECORD, FILES, LOCK = "record.json", "files", ".in-use"
PAYLOAD = "payload.json.gz"
"""What the page shows, among the files of a run."""
PART_FILES: Final = {
    "result.nc": ("application/x-netcdf", "All members, days and locations (NetCDF)"),
    "displaced.csv": ("text/csv; charset=utf-8", "Displaced persons by day and location, with intervals"),
    "exposure.csv": ("text/csv; charset=utf-8", "What people live through"),
    "needs.csv": ("text/csv; charset=utf-8", "What is needed"),
    "full_dates.csv": ("text/csv; charset=utf-8", "When places are full"),
    "run.json": ("application/json", "How the result came about"),
}
"""Files of each ensemble of a run: type and meaning."""
RUN_FILES: Final = {
    "report.html": ("text/html; charset=utf-8", "The page as one file, with a brief to print"),
    "comparison.csv": ("text/csv; charset=utf-8", "What-ifs beside the baseline"),
    "comparison.json": ("application/json", "The same for other programs"),
}
"""Files of a run as a whole."""


class Store:
    """Runs on the disk, and their records in memory.

    Args:
        folder: Where they are kept; made if it is not there.

    Raises:
        UsageError: The folder cannot be written, or another server has it.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is read before `load`."""
        check_writable(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.runs: dict[str, Run] = {}
        self._lock = _locked(folder)

    def load(self) -> None:
        """Read the records; runs that were under way when a server ended are said to be interrupted."""
        for path in sorted(self.folder.iterdir()):
            if path.name.startswith(".deleted-"):
                shutil.rmtree(path, ignore_errors=True)
            elif RUN_ID.fullmatch(path.name) and (run := _read(path / RECORD)) is not None and run.id == path.name:
                self.runs[run.id] = run
                self.clear(run.id)

    def close(self) -> None:
        """Leave the folder to another server."""
        os.close(self._lock)

    def new_id(self) -> str:
        """An id that no run has."""
        while (run_id := secrets.token_hex(6)) in self.runs:
            pass
        return run_id

    def keep(self, run: Run) -> None:
        """Write the record of a run: whole, or as it was before."""
        folder = self.folder / run.id
        folder.mkdir(exist_ok=True)
        partial = folder / f".{RECORD}"
        partial.write_text(json.dumps(run.as_json()), encoding="utf-8")
        partial.replace(folder / RECORD)
        self.runs[run.id] = run

    def delete(self, run_id: str) -> None:
        """Remove a run: at once for whoever asks, then from the disk."""
        del self.runs[run_id]
        gone = self.folder / f".deleted-{run_id}"
        (self.folder / run_id).rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def clear(self, run_id: str) -> None:
        """Remove what a worker that was ended has left half-written, and all of a run that is gone."""
        if run_id not in self.runs:
            shutil.rmtree(self.folder / run_id, ignore_errors=True)
        for partial in (self.folder / run_id).glob(f".{FILES}-*"):
            shutil.rmtree(partial, ignore_errors=True)

    def files_of(self, run_id: str) -> Path:
        """The folder of a run's files, which is there once all are written."""
        return self.folder / run_id / FILES

    def downloads(self, run: Run) -> dict[str, tuple[Path, str, str]]:
        """The files of a run that there are, by key: path, type, meaning. Nothing else can be had."""
        folder = self.files_of(run.id)
        named = {name: (folder / name, *about) for name, about in RUN_FILES.items()}
        for ix, _ in enumerate(run.parts):
            named |= {f"{ix}-{name}": (folder / str(ix) / name, *about) for name, about in PART_FILES.items()}
        return {key: found for key, found in named.items() if found[0].is_file()}


def _read(path: Path) -> Run | None:
    try:
        return run_from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, AttributeError):  # somebody else's, or written over: it is left alone
        return None


def _locked(folder: Path) -> int:
    """A lock on the folder: two servers would each call the other's runs interrupted.

    Raises:
        UsageError: Another server has it.
    """
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        import fcntl  # noqa: PLC0415 (there is none on Windows)

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        pass
    except OSError as error:
        os.close(descriptor)
        message = f"another server keeps its runs in '{folder}': stop it, or choose another folder (--runs)"
        raise UsageError(message) from error
    return descriptor
