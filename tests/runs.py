"""Runs of many members for tests: a small crisis, progress as it is seen, and runs that are stopped."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.crises import crisis, fire

ROOT = Path(__file__).parent.parent
ATTRS = {"command": "test"}
"""Else it would be that of the process, which differs between a script and its resumption."""


def small(people=1000, **params):
    """Two towns under fire and a camp; a member takes milliseconds, or with many people and `persons` far longer."""
    return crisis(
        [("A", "town", people), ("B", "town", people // 2), ("C", "camp", 0)],
        [("A", "B", 40), ("B", "C", 60)],
        days=20,
        params={"displacement": {"rate": 0.1}, "departure": {"town": 0.3}, **params},
        conflict=[fire("A"), fire("B", 5, 12, 0.4)],
    )


class Seen(list):
    """Progress, as it is reported: (all, done)."""

    def __call__(self, n_all, n_done):
        self.append((n_all, n_done))

    @property
    def n_done(self):
        return [done for _, done in self]


class StopAt(Seen):
    """Ctrl-C when so many members are there."""

    def __init__(self, n_done):
        super().__init__()
        self.limit = n_done

    def __call__(self, n_all, n_done):
        super().__call__(n_all, n_done)
        if n_done >= self.limit:
            raise KeyboardInterrupt


class DoAt(Seen):
    """Something that happens once, when so many members are there."""

    def __init__(self, n_done, what):
        super().__init__()
        self.limit, self.what, self.is_done = n_done, what, False

    def __call__(self, n_all, n_done):
        super().__call__(n_all, n_done)
        if n_done >= self.limit and not self.is_done:
            self.is_done = True
            self.what()


def files_in(folder):
    """Names of all files below a folder, hidden ones too."""
    return sorted(os.path.relpath(Path(at) / name, folder) for at, _, names in os.walk(folder) for name in names)


def started(code, folder, *words):
    """A script without `if __name__ == "__main__":`, started in a process group of its own, as by a terminal.

    Args:
        code: What it does; `nuzuh`, `sys`, `small` and `ATTRS` are there, and batches are of one member.
        folder: Where the script is written.
        words: Its arguments.
    """
    script = folder / "script.py"
    head = f"""
        import sys
        sys.path.insert(0, {str(ROOT)!r})
        import nuzuh
        from nuzuh.ensembles import ensemble
        from tests.runs import ATTRS, small
        ensemble.BATCH_S = ensemble.LEAST_S = 1e-9
    """
    script.write_text(textwrap.dedent(head) + textwrap.dedent(code), encoding="utf-8")
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-u", str(script), *map(str, words)],
        stdout=pipe,
        stderr=pipe,
        text=True,
        start_new_session=True,
    )
