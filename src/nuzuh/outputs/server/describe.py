"""What there is to know of a scenario before it is run, as plain values."""

from __future__ import annotations

from typing import Any

from nuzuh.errors import NuzuhError, UsageError
from nuzuh.model.check import examine
from nuzuh.outputs.server.settings import flat
from nuzuh.scenario.scenario import Scenario
from nuzuh.what_ifs.policy import POLICIES
from nuzuh.what_ifs.what_if import what_if as read_what_if
from nuzuh.what_ifs.what_if import what_if_names

MEMBERS = 20
"""Where a scenario does not say how many."""


def description_of(path_or_name: str) -> dict[str, Any]:
    """A scenario as the API tells it: what it is, what can be changed, and what is wrong with it.

    Args:
        path_or_name: Its folder, or the name of a shipped one.

    Examples:
        >>> found = description_of("valley")
        >>> found["n_days"], found["faults"], found["what_ifs"][0]["name"]
        (60, [], 'camp-at-mill')
    """
    scenario, faults = examine(path_or_name)
    if scenario is None:
        errors = [str(fault) for fault in faults if fault.level == "error"]
        return {"title": path_or_name, "faults": errors, "warnings": 0, "what_ifs": []}
    return {
        "title": scenario.title,
        "start": scenario.start.isoformat(),
        "end": scenario.end.isoformat(),
        "n_days": scenario.n_days,
        "n_locations": len(scenario.locations),
        "population": scenario.population,
        "members": scenario.members or MEMBERS,
        "params": flat(scenario.params),
        "sources": [dict(source) for source in scenario.sources],
        "what_ifs": [told for name in what_if_names(scenario) if (told := _told(name, scenario))],
        "warnings": len(faults),
        "faults": [],
    }


def _told(name: str, scenario: Scenario) -> dict[str, str] | None:
    """A what-if by name; one of the scenario's own that cannot be done says why, others are left out."""
    try:
        found = read_what_if(name, scenario)
    except NuzuhError as error:
        if name in POLICIES and isinstance(error, UsageError):
            return None
        return {"name": name, "title": name, "note": "", "fault": str(error)}
    return {"name": name, "title": found.title, "note": found.note, "fault": ""}
