"""The file of a what-if: title, note, sources and steps, with a place for each fault."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml.comments import CommentedMap

from nuzuh.errors import Fault, WhatIfError, near_misses, quoted
from nuzuh.scenario.settings import Settings, load_yaml, places_of, unwrapped
from nuzuh.what_ifs.policy import POLICIES, WhatIf, combined, refused_arguments, step

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario
    from nuzuh.what_ifs.changes import Change

KEYS = ("title", "note", "sources", "steps")
REQUIRED = ("title", "steps")


@dataclass(frozen=True)
class Step:
    """One step of a what-if, as the file has it.

    Args:
        at: Its number, from 0.
        name: Of the policy.
        arguments: By the names that files use.
    """

    at: int
    name: str
    arguments: dict[str, Any]


class WhatIfFile:
    """A file under examination: what it says, where, and what is wrong with it.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        """Read the file as far as it goes."""
        self.path = path
        self.values: dict[str, Any] = {}
        self.places: dict[str, tuple[int, int]] = {}
        found = Settings()
        document = load_yaml(path, found)
        self.faults = found.faults
        if self.faults:
            return
        if not isinstance(document, CommentedMap):
            what = "the file is empty" if document is None else "no keys and values in the file"
            self.faults.append(Fault(str(path), 1, 1, what, f"begin with the keys {', '.join(REQUIRED)}"))
            return
        self.places = places_of(document)
        try:
            self.values = unwrapped(document)
        except RecursionError:
            self.fault("", "the file is nested too deeply", "write it flat, without references")

    def fault(self, key: str, what: str, way_out: str) -> None:
        """Note what is wrong at a key, or at the nearest above it that has a place."""
        parts = key.split(".")
        above = [".".join(parts[:n]) for n in range(len(parts), 0, -1)]
        place = next((self.places[name] for name in above if self.places.get(name, (0, 0)) != (0, 0)), (0, 0))
        self.faults.append(Fault(str(self.path), *place, what, way_out))


def read_file(path: Path, scenario: Scenario) -> tuple[WhatIf | None, list[Fault]]:
    """Read the file of a what-if, and see that it can be done.

    Args:
        path: The file.
        scenario: The scenario that it is to change.

    Returns:
        The what-if, or None where there is a fault; and all faults, in order of line.
    """
    file = WhatIfFile(path)
    if file.faults:
        return None, file.faults
    _check_keys(file)
    changes = _changes(file, _steps(file), scenario)
    if file.faults:
        return None, sorted(file.faults)
    values = file.values
    sources = tuple(values.get("sources") or ())
    return WhatIf(path.stem, values["title"], values.get("note") or "", combined(*changes), sources), []


def _check_keys(file: WhatIfFile) -> None:
    for key in file.values:
        if key not in KEYS:
            file.fault(key, f"unknown key {quoted(key)}", near_misses(key, KEYS))
    for key in REQUIRED:
        if file.values.get(key) in (None, "", []):
            file.fault(key, f"no key '{key}'", f"add '{key}: …'")
    for key in ("title", "note"):
        if not isinstance(file.values.get(key) or "", str):
            file.fault(key, f"{key} is not text", "write it in quotes on one line")
    sources = file.values.get("sources") or []
    if not isinstance(sources, list) or not all(isinstance(source, dict) and "name" in source for source in sources):
        way_out = "write each source as '- name: …' on a line of its own"
        file.fault("sources", "sources is not a list of named sources", way_out)


def _steps(file: WhatIfFile) -> list[Step]:
    """The steps that can be tried; what is wrong with the others is noted."""
    listed = file.values.get("steps") or []
    if not isinstance(listed, list):
        file.fault("steps", "steps is not a list", "write each step as '- ceasefire: {start: 2020-01-12}'")
        return []
    steps = []
    for at, item in enumerate(listed):
        known = {item: None} if isinstance(item, str) else item
        if not isinstance(known, dict) or len(known) != 1:
            way_out = "write one what-if a step, as '- ceasefire: {start: 2020-01-12}'"
            file.fault(f"steps.{at}", "the step is not a name with arguments", way_out)
            continue
        (name, arguments), *_ = known.items()
        arguments = {} if arguments is None else arguments
        if name not in POLICIES:
            file.fault(f"steps.{at}.{name}", f"unknown step {quoted(name)}", near_misses(name, list(POLICIES)))
        elif not isinstance(arguments, dict):
            way_out = f"write them by name, as '- {name}: {{start: 2020-01-12}}'"
            file.fault(f"steps.{at}.{name}", f"the arguments of {name} have no names", way_out)
        else:
            steps.append(Step(at, name, arguments))
    return steps


def _changes(file: WhatIfFile, steps: list[Step], scenario: Scenario) -> list[Change]:
    """The steps as functions, each tried on what those before it made of the scenario."""
    changes: list[Change] = []
    lacks_camp = False  # which later steps may name: they are not tried then
    for one in steps:
        refused = refused_arguments(one.name, one.arguments)
        try:
            if not refused and not lacks_camp:
                changes.append(step(one.name, one.arguments))
                scenario = changes[-1](scenario)
        except WhatIfError as error:
            refused = list(error.refused)
        lacks_camp |= bool(refused) and one.name == "new-camp"
        for argument, what, way_out in refused:
            file.fault(".".join(part for part in (f"steps.{one.at}.{one.name}", argument) if part), what, way_out)
    return changes
