"""Uncertain parameters: their priors by name, their central values, and what is drawn for a member of an ensemble."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from nuzuh.model.distributions import Prior
from nuzuh.model.params import sound_params, with_settings

__all__ = ["Prior", "at_centre", "drawn", "draws_of", "priors_of"]


def priors_of(nested: Mapping[str, Any]) -> dict[str, Prior]:
    """The priors among parameters.

    Args:
        nested: Values and priors by rule and name, as in scenario.yml.

    Returns:
        By dotted name, in the order of `param_names`; empty where every parameter is known.

    Raises:
        ParamsError: Faults of priors and of fixed values; all of them are named.

    Examples:
        >>> priors = priors_of({"displacement": {"rate": {"uniform": [0.05, 0.2]}}})
        >>> {name: prior.describe() for name, prior in priors.items()}
        {'displacement.rate': 'uniform 0.05 to 0.2'}
    """
    return sound_params(nested).priors


def at_centre(nested: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters with each prior replaced by its central value: the `value` beside it, or else its median.

    Args:
        nested: As for `priors_of`.

    Raises:
        ParamsError: As for `priors_of`.

    Examples:
        >>> at_centre({"preset": "flee3", "departure": {"town": {"uniform": [0.25, 0.75]}, "camp": 0}})
        {'preset': 'flee3', 'departure': {'town': 0.5, 'camp': 0}}
    """
    return sound_params(nested).fixed


def drawn(nested: Mapping[str, Any], seed: int, member: int) -> dict[str, Any]:
    """Parameters with each prior replaced by what is drawn for a member.

    Args:
        nested: As for `priors_of`.
        seed: Of all random draws.
        member: Of the ensemble, from 0.

    Raises:
        ParamsError: As for `priors_of`.

    Examples:
        >>> nested = {"departure": {"town": {"uniform": [0.25, 0.75]}, "camp": 0}}
        >>> drawn(nested, seed=1, member=0) == drawn(nested, seed=1, member=0) != drawn(nested, seed=1, member=1)
        True
    """
    given = sound_params(nested)
    return with_settings(given.fixed, draws_of(given.priors, seed, member))


def draws_of(priors: Mapping[str, Prior], seed: int, member: int) -> dict[str, float | int]:
    """What is drawn for a member.

    A draw is a function of seed, member and the parameter's name: other priors, and all else in a scenario, do not
    change it, so that a what-if has the parameters of its baseline.

    Args:
        priors: By dotted name.
        seed: Of all random draws.
        member: Of the ensemble, from 0.

    Returns:
        By dotted name, in the order of the priors.

    Examples:
        >>> priors = priors_of({"destination": {"awareness": {"uniform": [1, 3]}}})
        >>> draws_of(priors, seed=1, member=0)["destination.awareness"] in (1, 2, 3)
        True
    """
    from nuzuh.model.draws import PRIOR, uniforms_of  # noqa: PLC0415 (compiles)

    entities = np.array([zlib.crc32(name.encode()) for name in priors], dtype=np.int64)
    with np.errstate(over="ignore"):  # keys wrap around on purpose; only uncompiled code notices
        numbers = uniforms_of(seed, member, PRIOR, entities)
    return {name: prior.quantile(float(u)) for (name, prior), u in zip(priors.items(), numbers, strict=True)}
