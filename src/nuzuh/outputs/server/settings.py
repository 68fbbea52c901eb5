"""The parameters of the rules as JSON Schema: for forms, for descriptions, and to check what is sent."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from nuzuh.model.params import Params, param_faults, with_settings
from nuzuh.model.presets import PRESETS
from nuzuh.outputs.server.schema import BodyFault, Schema, faults_in

LARGEST: Final = 1e9
"""Of parameters that have no bound of their own: more would be a slip, or meant to do harm."""
LONGEST: Final = 100
"""Of parameters that are lists."""


@cache
def settings_schema() -> Schema:
    """What `params` of a request may hold: values by dotted name.

    Examples:
        >>> settings_schema()["properties"]["departure.town"]["maximum"] == 1
        True
    """
    whole = Params.model_json_schema()
    properties: dict[str, Any] = {
        "preset": {"type": "string", "enum": list(PRESETS), "description": "Set of parameters to begin from"}
    }
    for rule, reference in whole["properties"].items():
        definition = whole["$defs"][reference["$ref"].rpartition("/")[2]]
        for name, schema in definition["properties"].items():
            properties[f"{rule}.{name}"] = _bounded(schema)
    return {"type": "object", "properties": properties, "additionalProperties": False}


def settings_faults(own: Mapping[str, Any], changes: Mapping[str, Any]) -> list[BodyFault]:
    """All that is wrong with parameters: each by itself, and all together.

    Args:
        own: Those of the scenario, nested.
        changes: Values by dotted name.

    Examples:
        >>> [fault.where for fault in settings_faults({}, {"departure.town": 2, "departure.twon": 0.5})]
        ['params.departure.town', 'params.departure.twon']
    """
    found = faults_in(changes, settings_schema(), "params")
    if found:
        return found
    return [BodyFault(f"params.{name}", what, out) for name, what, out in param_faults(with_settings(own, changes))]


def flat(nested: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters by dotted name.

    Examples:
        >>> flat({"preset": "flee3", "departure": {"town": 0.3}})
        {'preset': 'flee3', 'departure.town': 0.3}
    """
    found: dict[str, Any] = {}
    for rule, values in nested.items():
        if isinstance(values, Mapping):
            found |= {f"{rule}.{name}": value for name, value in values.items()}
        else:
            found[rule] = values
    return found


def _bounded(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter without pydantic's title, and with bounds where it has none."""
    known = {key: value for key, value in schema.items() if key != "title"}
    if "anyOf" in known:
        return known | {"anyOf": [_bounded(one) for one in known["anyOf"]]}
    if known["type"] in ("number", "integer"):
        low = {} if known.keys() & {"minimum", "exclusiveMinimum"} else {"minimum": -LARGEST}
        return {"maximum": LARGEST} | low | known
    if known["type"] == "array":
        return known | {"items": _bounded(known["items"]), "maxItems": LONGEST}
    return known
