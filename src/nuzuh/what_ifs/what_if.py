"""What-ifs by name: a file, one of those in a scenario's folder, or a policy itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nuzuh.errors import Fault, ScenarioError, UsageError, near_misses, quoted
from nuzuh.scenario.settings import parse_yaml, unwrapped
from nuzuh.what_ifs.policy import POLICIES, WhatIf, combined, required_of, step
from nuzuh.what_ifs.what_if_file import read_file

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

FOLDER = "what-ifs"
"""Where a scenario's folder keeps its own."""
SUFFIX = ".yml"
CALL = re.compile(r"([\w-]+)\((.*)\)", re.DOTALL)
BETWEEN = re.compile(r"\+(?![^()]*\))")
"""A plus sign that does not stand in brackets."""


def what_if(names: str, scenario: Scenario) -> WhatIf:
    """A what-if by its name, or several joined by `+`, done in their order.

    Args:
        names: The name of one in the folder `what-ifs` of the scenario, or of a policy, with its arguments in brackets
            where it needs any, as `ceasefire(start=2020-01-12, breach_rate=0.1)`; or the path of a file.
        scenario: The scenario that it is to change.

    Raises:
        UsageError: There is no such what-if, or an argument cannot be used.
        ScenarioError: Its file has faults; all of them are in `.faults`.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> both = nuzuh.what_if("open-border+ceasefire(start=2021-03-10)", valley)
        >>> both.function(valley).tables["interventions"]["action"].tolist()
        ['open', 'ceasefire']
    """
    parts = []
    for name in BETWEEN.split(names):
        parts.append(read_what_if(name.strip(), scenario))
        scenario = parts[-1].function(scenario)  # a later one may name what an earlier one adds
    if len(parts) == 1:
        return parts[0]
    return WhatIf(
        name="+".join(part.name for part in parts),
        title="; ".join(part.title for part in parts),
        note="\n".join(part.note for part in parts if part.note),
        function=combined(*(part.function for part in parts)),
        sources=tuple(source for part in parts for source in part.sources),
    )


def read_what_if(name_or_path: str | Path, scenario: Scenario) -> WhatIf:
    """One what-if: from a file, from the scenario's folder, or a policy by its own name.

    Args:
        name_or_path: The path of a `.yml` file, or a name as `what_if_names` lists them, or a policy with arguments in
            brackets.
        scenario: The scenario that it is to change: whether it can be is found out at once.

    Raises:
        UsageError: There is no such what-if, or an argument cannot be used.
        ScenarioError: The file has faults; all of them are in `.faults`.

    Examples:
        >>> import nuzuh
        >>> read_what_if("ceasefire", nuzuh.read_scenario("valley")).title
        'Ceasefire'
    """
    text = str(name_or_path)
    file = Path(text) if text.endswith(SUFFIX) else _files(scenario).get(text)
    if file is not None:
        if not file.is_file():
            message = f"no file {quoted(text)}: name a what-if that is there, or one of {_listed(scenario)}"
            raise UsageError(message)
        found, faults = read_file(file, scenario)
        if found is None:
            raise ScenarioError(faults)
        return found
    name, arguments = _call(text, scenario)
    change = step(name, arguments)
    change(scenario)
    return WhatIf(text, name.replace("-", " ").capitalize() + text[len(name) :], "", change)


def what_if_names(scenario: Scenario) -> list[str]:
    """Names of what-ifs that a scenario can be run with: those of its folder, then policies that need no argument.

    Examples:
        >>> import nuzuh
        >>> "ceasefire-holds" in nuzuh.what_if_names(nuzuh.read_scenario("idlib-2020"))
        True
    """
    return list(dict.fromkeys([*_files(scenario), *(name for name in POLICIES if not required_of(name))]))


def what_if_faults(scenario: Scenario) -> list[Fault]:
    """All faults of the what-ifs in a scenario's folder, in order of file and line.

    Examples:
        >>> import nuzuh
        >>> what_if_faults(nuzuh.read_scenario("idlib-2020"))
        []
    """
    faults = [fault for file in _files(scenario).values() for fault in read_file(file, scenario)[1]]
    folder = scenario.path / FOLDER if scenario.path else None
    if folder is not None and folder.is_dir():
        others = [path for path in folder.iterdir() if path.suffix != SUFFIX and not path.name.startswith(".")]
        faults += [
            Fault(str(path), 0, 0, "no what-if is read from it", "name it NAME.yml", "warning") for path in others
        ]
    return sorted(faults)


def _files(scenario: Scenario) -> dict[str, Path]:
    """The what-ifs of a scenario's folder by name."""
    if scenario.path is None:
        return {}
    return {file.stem: file for file in sorted((scenario.path / FOLDER).glob(f"*{SUFFIX}"))}


def _call(text: str, scenario: Scenario) -> tuple[str, dict[str, Any]]:
    """A policy and its arguments, from `name` or `name(argument=value, …)`."""
    call = CALL.fullmatch(text)
    name = call[1] if call else text
    if name not in POLICIES:
        known = list(dict.fromkeys([*what_if_names(scenario), *POLICIES]))
        message = f"no what-if {quoted(name)}: {near_misses(name, known)}"
        raise UsageError(message)
    if call is None or not call[2].strip():
        return name, {}
    try:
        found = unwrapped(parse_yaml("{" + re.sub(r"(\w)\s*=\s*", r"\1: ", call[2]) + "}"))
    except Exception:  # on some texts the YAML library trips over itself, in ever new ways
        found = None
    if not isinstance(found, dict):
        message = f"{quoted(text)} cannot be read: write {name}(argument=value, …)"
        raise UsageError(message)
    return name, found


def _listed(scenario: Scenario) -> str:
    return ", ".join(what_if_names(scenario))
