"""Params: every setting of the rules, frozen, nested by rule; an unknown one is an error with the near misses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from nuzuh.errors import Fault, ParamsError, near_misses, quoted
from nuzuh.model.distributions import KINDS, LARGEST, Bounds, Prior, prior_faults, prior_of
from nuzuh.model.presets import PRESETS, with_preset
from nuzuh.model.rule_params import (
    SETTINGS,
    Capacity,
    Departure,
    Destination,
    Displacement,
    Events,
    Population,
    Returns,
    Travel,
)

NO_NUMBER = ("a prior, and the parameter is not a number", "give its value")
"""What is wrong with a prior in place of a flag, a word or a list, and the way out."""


class Params(BaseModel):
    """All parameters of the rules, frozen.

    Examples:
        >>> Params().departure.town
        0.3
    """

    model_config = SETTINGS
    events: Events = Events()
    population: Population = Population()
    displacement: Displacement = Displacement()
    departure: Departure = Departure()
    destination: Destination = Destination()
    travel: Travel = Travel()
    capacity: Capacity = Capacity()
    returns: Returns = Returns()

    @property
    def hash(self) -> str:
        """A short fingerprint of all values."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Given:
    """Parameters as a scenario or a caller gives them, read.

    Args:
        fixed: By rule and name, with the central value in place of each prior; `preset` as it was.
        priors: By dotted name, in the order of `param_names`.
        faults: What is wrong, as (dotted name, what, way out).
    """

    fixed: dict[str, Any]
    priors: dict[str, Prior]
    faults: list[tuple[str, str, str]]


def params_of(nested: Mapping[str, Any]) -> Params:
    """Check parameters as a scenario or a caller gives them; a prior counts with its central value.

    Args:
        nested: Values by rule and name; what is not named keeps the value of the `preset`, or else its default.

    Raises:
        ParamsError: Unknown names, impossible values or priors; all of them are named.

    Examples:
        >>> params_of({"departure": {"town": 0.25}}).departure.town
        0.25
        >>> params_of({"departure": {"town": {"uniform": [0.25, 0.75]}}}).departure.town
        0.5
    """
    return Params.model_validate(with_preset(sound_params(nested).fixed))


def sound_params(nested: Mapping[str, Any]) -> Given:
    """Parameters, read and found to be without a fault.

    Args:
        nested: As for `params_of`.

    Raises:
        ParamsError: As for `params_of`.
    """
    given = read_params(nested)
    if given.faults:
        raise ParamsError("\n".join(f"{name}: {what}: {way_out}" for name, what, way_out in given.faults))
    return given


def read_params(nested: Mapping[str, Any]) -> Given:
    """Tell priors and fixed values apart, and find all faults of both.

    Args:
        nested: As for `params_of`.

    Examples:
        >>> given = read_params({"departure": {"town": {"uniform": [0.25, 0.75]}, "camp": 7}})
        >>> given.fixed["departure"]["town"], [name for name, what, way_out in given.faults]
        (0.5, ['departure.camp'])
    """
    fixed = _copied(nested)
    priors: dict[str, Prior] = {}
    faults: list[tuple[str, str, str]] = []
    for dotted, field in _fields().items():
        rule, _, name = dotted.partition(".")
        given = fixed[rule].get(name) if isinstance(fixed.get(rule), dict) else None
        if not isinstance(given, Mapping):
            continue
        prior, found = _prior(given, field)
        faults += [(dotted, what, way_out) for what, way_out in found]
        if prior is not None:
            priors[dotted] = prior
            fixed[rule][name] = prior.centre
        elif found:
            del fixed[rule][name]
    return Given(fixed, priors, faults + _faults_in_values(fixed))


def _prior(given: Mapping[str, Any], field: FieldInfo) -> tuple[Prior | None, list[tuple[str, str]]]:
    """A prior, or what is wrong with it; neither, if what stands for a word or a list was not meant as one."""
    bounds = _bounds(field)
    if bounds is None:
        return None, [NO_NUMBER] if given.keys() & KINDS.keys() else []
    found = prior_faults(given, bounds)
    return None if found else prior_of(given, bounds), found


def param_faults(nested: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What is wrong with parameters, as (dotted name, what, way out)."""
    return read_params(nested).faults


def _faults_in_values(fixed: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    preset = fixed.get("preset", "default")
    if not isinstance(preset, str) or preset not in PRESETS:
        return [("preset", f"unknown preset {quoted(str(preset))}", near_misses(str(preset), list(PRESETS)))]
    try:
        Params.model_validate(with_preset(fixed))
    except ValidationError as error:
        return [_explained(details) for details in error.errors(include_url=False)]
    return []


def faults_in_settings(nested: Mapping[str, Any], file: str, places: Mapping[str, tuple[int, int]]) -> list[Fault]:
    """What is wrong with the parameters in a scenario.yml, with line and column."""
    return [
        Fault(file, *places.get(f"params.{name}", places.get("params", (0, 0))), f"params.{name}: {what}", way_out)
        for name, what, way_out in param_faults(nested)
    ]


def with_settings(nested: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Nested parameters with some of them set by dotted name.

    Args:
        nested: Values by rule and name.
        changes: Values by dotted name, as `departure.town`; `preset` is a name of its own.

    Raises:
        ParamsError: A name that is not of the form rule.name.

    Examples:
        >>> with_settings({"departure": {"town": 0.3}}, {"departure.camp": 0.0})
        {'departure': {'town': 0.3, 'camp': 0.0}}
    """
    merged = _copied(nested)
    for dotted, value in changes.items():
        rule, _, name = dotted.partition(".")
        if dotted == "preset":
            merged["preset"] = value
            continue
        if not name or not isinstance(merged.setdefault(rule, {}), dict):
            message = f"no parameter '{dotted}': {near_misses(dotted, param_names())}"
            raise ParamsError(message)
        merged[rule][name] = value
    return merged


def param_names() -> list[str]:
    """Dotted names of all parameters.

    Examples:
        >>> param_names()[0]
        'events.campaign'
    """
    return list(_fields())


def _fields() -> dict[str, FieldInfo]:
    return {f"{rule}.{name}": field for rule, fields in _rules().items() for name, field in fields.items()}


def _rules() -> dict[str, dict[str, FieldInfo]]:
    return {rule: field.annotation.model_fields for rule, field in Params.model_fields.items()}  # type: ignore[union-attr]


def _bounds(field: FieldInfo) -> Bounds | None:
    """Bounds of a parameter, or None if it is no number."""
    types = set(get_args(field.annotation)) - {type(None)} or {field.annotation}
    if types not in ({float}, {int}):
        return None
    limits = {key: getattr(limit, key) for limit in field.metadata for key in ("gt", "ge", "le") if hasattr(limit, key)}
    low = limits.get("gt", limits.get("ge", -LARGEST))
    return Bounds(low, limits.get("le", LARGEST), is_above="gt" in limits, is_whole=types == {int})


def _copied(nested: Mapping[str, Any]) -> dict[str, Any]:
    return {rule: dict(values) if isinstance(values, Mapping) else values for rule, values in nested.items()}


def _explained(details: ErrorDetails) -> tuple[str, str, str]:
    names = [str(part) for part in details["loc"]]
    dotted = ".".join(names)
    if details["type"] == "extra_forbidden":
        known = ["preset", *_rules()] if len(names) == 1 else list(_rules()[names[0]])
        return dotted, "unknown parameter", near_misses(names[-1], known)
    what = f"{details['input']!r} cannot be used"
    return dotted, what, details["msg"][0].lower() + details["msg"][1:]
