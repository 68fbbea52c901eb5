"""The scenarios that can be run: those that are shipped, and folders given when the server is started."""

from __future__ import annotations

import asyncio
import os
import re
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from nuzuh.errors import NuzuhError
from nuzuh.outputs.server.limits import Limits
from nuzuh.outputs.server.process import Worker
from nuzuh.scenario.folder import find_folder, scenario_names

UNFIT: Final = re.compile(r"[^\w.-]+")
"""What a scenario's key does not have, since it stands in addresses."""
MOST_FILES: Final = 2_000
DESCRIBED_IN_S: Final = 120.0


@dataclass
class Entry:
    """A scenario, and what is known of it.

    Args:
        path: Its folder, or its name if it is shipped.
        mark: What its files looked like when it was read.
        description: As describe.py gives it.
    """

    path: str
    mark: object = None
    description: dict[str, Any] = field(default_factory=dict)


class Catalogue:
    """Scenarios by key; they are read by a process of their own, and again when their files have changed.

    Args:
        paths: Folders of scenarios, or of Flee.
        limits: Of members.
        worker: The process that reads.

    Raises:
        UsageError: One is no folder.
    """

    def __init__(self, paths: list[str], limits: Limits, worker: Worker) -> None:
        """Nothing is read yet."""
        self.limits = limits
        self.entries: dict[str, Entry] = {}
        for path in dict.fromkeys([*paths, *scenario_names()]):
            is_shipped = path in scenario_names() and not Path(path).is_dir()
            folder = find_folder(path)
            self.entries[self._key(path if is_shipped else folder.resolve().name)] = Entry(
                path if is_shipped else str(folder)
            )
        self._worker, self._one_at_a_time = worker, asyncio.Lock()

    async def description(self, key: str) -> dict[str, Any]:
        """What there is to know of a scenario, as it is now.

        Raises:
            KeyError: There is none of this key.
        """
        entry = self.entries[key]
        async with self._one_at_a_time:
            mark = _mark(entry.path)
            if entry.mark != mark:
                entry.description, entry.mark = await self._described(entry.path), mark
        return {"name": key} | entry.description | {"most_members": self._most_members(entry.description)}

    async def descriptions(self) -> list[dict[str, Any]]:
        """All scenarios, in the order in which they were given, then those that are shipped."""
        return [await self.description(key) for key in list(self.entries)]

    async def read_all(self) -> None:
        """Read all scenarios, and let the process that did so go."""
        await self.descriptions()
        async with self._one_at_a_time:
            await self._worker.close()

    async def close(self) -> None:
        """End the process that reads."""
        await self._worker.close()

    async def _described(self, path: str) -> dict[str, Any]:
        try:
            async with asyncio.timeout(DESCRIBED_IN_S):
                found: dict[str, Any] = await self._worker.do({"describe": path})
        except (NuzuhError, OSError, TimeoutError) as error:
            await self._worker.close()
            return {"title": path, "faults": [str(error) or "it takes too long to read"], "warnings": 0, "what_ifs": []}
        return found

    def _most_members(self, described: dict[str, Any]) -> dict[str, int]:
        if described["faults"]:
            return {}
        return self.limits.most_members(described["n_days"], described["n_locations"], described["population"])

    def _key(self, name: str) -> str:
        plain = UNFIT.sub("-", name).strip("-.")[:60] or "scenario"
        return next(key for key in [plain, *(f"{plain}-{n}" for n in range(2, 10_000))] if key not in self.entries)


def _mark(path: str) -> object:
    """What the files of a folder look like from outside; those of a shipped scenario do not change."""
    if not Path(path).is_dir():
        return "shipped"
    found = ((folder, name) for folder, _, names in os.walk(path) for name in names)
    marks = []
    for folder, name in islice(found, MOST_FILES):
        try:
            about = Path(folder, name).stat()
        except OSError:  # gone again, as files of an editor are
            continue
        marks.append((folder, name, about.st_mtime_ns, about.st_size))
    return sorted(marks)
