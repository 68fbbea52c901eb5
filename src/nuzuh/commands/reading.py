"""How commands read what they are given, and what they say of it on standard error."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import typer

from nuzuh.commands.terminal import plural
from nuzuh.errors import Fault, ScenarioError

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

N_SHOWN = 20
"""Warnings that a run prints: more would push its result off the screen."""


def sound_scenario(path_or_name: str, *, lenient: bool, quiet: bool) -> Scenario:
    """A scenario without errors; its warnings are told on standard error unless that must stay quiet.

    Args:
        path_or_name: A scenario folder, a folder of Flee, or the name of a shipped scenario.
        lenient: Whether a folder of Flee is repaired where it can be.
        quiet: Whether to print nothing.

    Raises:
        UsageError: There is no such folder and no such name.
        ScenarioError: There are errors; a parameter that cannot be used is one of them, not a fault of the command.
    """
    from nuzuh.model.check import examine  # noqa: PLC0415 (keeps --help fast)

    scenario, faults = examine(path_or_name, lenient=lenient)
    if scenario is None:
        raise ScenarioError(faults)
    if faults and not quiet:
        for line in _told(path_or_name, scenario, faults, lenient=lenient):
            typer.echo(line, err=True)
    return scenario


def _told(path_or_name: str, scenario: Scenario, faults: list[Fault], *, lenient: bool) -> list[str]:
    """Of a folder of Flee all that was not carried over or was repaired, up to a screen; else how many warnings."""
    from nuzuh.scenario.flee.folder import is_flee_folder  # noqa: PLC0415 (keeps --help fast)

    check = shlex.join(["nuzuh", "check", path_or_name, *(["--lenient"] if lenient else [])])
    if scenario.path is None or not is_flee_folder(scenario.path):
        return [f"{plural(len(faults), 'warning')}: {check} lists them"]
    more = len(faults) - N_SHOWN
    return [str(fault) for fault in faults[:N_SHOWN]] + ([f"… and {more:,} more: {check}"] if more > 0 else [])
