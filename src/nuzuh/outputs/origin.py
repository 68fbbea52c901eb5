"""Where a result comes from, in the few words that travel with every file made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nuzuh.outputs.spread_words import spread_words

if TYPE_CHECKING:
    import xarray as xr

MODELLED: Final = "modelled"
"""The status of every number that a run gives."""


def origin_of(result: xr.Dataset) -> dict[str, str]:
    """What says that numbers are modelled, and how they came about.

    Args:
        result: As `simulate` gives it.

    Examples:
        >>> import nuzuh
        >>> origin = origin_of(nuzuh.simulate(nuzuh.read_scenario("valley"), seed=7))
        >>> origin["status"], origin["scenario"], origin["seed"], origin["version"]
        ('modelled', 'valley', '7', 'nuzuh 0.1.0')
        >>> origin["note"]
        'Modelled values, not observations. Aggregate numbers of people; nobody is tracked.'
    """
    attrs = result.attrs
    return {
        "status": MODELLED,
        "note": str(attrs["comment"]),
        "title": str(attrs["title"]),
        "scenario": str(attrs["scenario"]),
        "scenario_hash": str(attrs["scenario_hash"]),
        "params_hash": str(attrs["params_hash"]),
        "engine": str(attrs["engine"]),
        "seed": str(attrs["seed"]),
        "members": str(result.sizes["member"]),
        "intervals": spread_words(str(attrs.get("priors", ""))),
        "version": f"nuzuh {attrs['version']}",
        "command": str(attrs["command"]),
    }
