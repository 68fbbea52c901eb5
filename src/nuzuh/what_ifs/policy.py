"""What-ifs: each by its name and arguments, and several as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any

from nuzuh.errors import WhatIfError, near_misses, quoted
from nuzuh.what_ifs.borders import close_border, corridor, open_border
from nuzuh.what_ifs.changes import Change
from nuzuh.what_ifs.fighting import ceasefire, no_ceasefire, prolong_conflict
from nuzuh.what_ifs.sites import evacuate, more_capacity, new_camp, winterise

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

POLICIES: Mapping[str, Callable[..., Change]] = {
    "ceasefire": ceasefire,
    "no-ceasefire": no_ceasefire,
    "prolong-conflict": prolong_conflict,
    "open-border": open_border,
    "close-border": close_border,
    "corridor": corridor,
    "new-camp": new_camp,
    "more-capacity": more_capacity,
    "evacuate": evacuate,
    "winterise": winterise,
}
"""What can be a step of a what-if, by the name that files use."""


@dataclass(frozen=True)
class WhatIf:
    """What changes if: a function from a scenario to a scenario, and what to call it.

    Args:
        name: Short name, as it was asked for.
        title: One line for people.
        note: What to know of it: what it assumes, what it cannot say.
        function: Takes a scenario and returns another.
        sources: What it rests on; one mapping each, with `name` and, where there is one, `url`.
    """

    name: str
    title: str
    note: str
    function: Change
    sources: tuple[Mapping[str, str], ...] = ()


def combined(*changes: Change) -> Change:
    """Several what-ifs as one, done in their order.

    Args:
        changes: Functions from a scenario to a scenario.

    Returns:
        A function from a scenario to one that all of them have changed.

    Examples:
        >>> import nuzuh
        >>> both = nuzuh.combined(nuzuh.ceasefire(start="2021-03-10"), nuzuh.open_border())
        >>> both(nuzuh.read_scenario("valley")).tables["interventions"]["action"].tolist()
        ['ceasefire', 'open']
    """

    def change(scenario: Scenario) -> Scenario:
        for one in changes:
            scenario = one(scenario)
        return scenario

    return change


@cache
def arguments_of(name: str) -> dict[str, str]:
    """The arguments of a policy as files write them, and as its function calls them: `from` is a word of Python's."""
    return {argument.rstrip("_"): argument for argument in signature(POLICIES[name]).parameters}


@cache
def required_of(name: str) -> tuple[str, ...]:
    """The arguments without which a policy cannot be, as files write them."""
    parameters = signature(POLICIES[name]).parameters.items()
    return tuple(argument.rstrip("_") for argument, known in parameters if known.default is Parameter.empty)


def refused_arguments(name: str, arguments: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What is wrong with the names of a policy's arguments: which, what, and the way out."""
    known = arguments_of(name)
    unknown = [argument for argument in arguments if argument not in known]
    missing = [argument for argument in required_of(name) if arguments.get(argument) is None]
    refused = [
        (argument, f"unknown argument {quoted(argument)}", near_misses(argument, list(known))) for argument in unknown
    ]
    return refused + [("", f"the argument '{argument}' is missing", f"add '{argument}: …'") for argument in missing]


def step(name: str, arguments: Mapping[str, Any]) -> Change:
    """A policy with its arguments by the names that files use; one that is None keeps its default.

    Raises:
        WhatIfError: An argument is unknown or missing.
    """
    refused = refused_arguments(name, arguments)
    if refused:
        raise WhatIfError(name, refused)
    known = arguments_of(name)
    return POLICIES[name](**{known[argument]: value for argument, value in arguments.items() if value is not None})
