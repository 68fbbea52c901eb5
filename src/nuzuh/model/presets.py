"""Sets of parameters by name, to begin from: those that differ from the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

FLEE3: Mapping[str, Mapping[str, Any]] = {
    "displacement": {"mode": "registrations", "from_population": False, "rows_are_spells": True},
    "departure": {
        "newly_displaced": None,
        "conflict": 1.0,
        "town": 0.3,
        "camp": 0.001,
        "idp_site": 0.1,
        "crossing": 1.0,
        "transit": 1.0,
        "on_arrival": True,
        "by_intensity": False,
    },
    "destination": {"awareness": 1, "paths": 0, "prune_below": 0.0, "softening_km": 10.0, "conflict": 0.1**0.5},
    "travel": {"drive_km_per_day": 360.0, "walk_km_per_day": 35.0, "each_leg_afresh": True, "band_km": None},
    "capacity": {"buffer": 0.9, "less_those_present": True, "turned_away_below": 0.5},
}
"""The model of Flee 3 and its defaults (docs/flee.md says what is done otherwise, and why)."""

PRESETS: Mapping[str, Mapping[str, Mapping[str, Any]]] = MappingProxyType({"default": {}, "flee3": FLEE3})


def with_preset(nested: Mapping[str, Any]) -> dict[str, Any]:
    """Nested parameters over those of the preset that they name.

    Args:
        nested: Values by rule and name; under `preset`, a key of `PRESETS` or nothing.

    Returns:
        The same without the key `preset`.

    Raises:
        KeyError: There is no such preset.

    Examples:
        >>> with_preset({"preset": "flee3", "travel": {"walk_km_per_day": 42.0}})["travel"]["walk_km_per_day"]
        42.0
    """
    merged: dict[str, Any] = {rule: dict(values) for rule, values in PRESETS[nested.get("preset", "default")].items()}
    for rule, values in nested.items():
        if rule == "preset":
            continue
        is_nested = isinstance(values, Mapping) and isinstance(merged.get(rule, {}), dict)
        merged[rule] = {**merged.get(rule, {}), **values} if is_nested else values
    return merged
