"""A plan: which members of which scenario are to be run, and with which parameters each."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

import nuzuh
from nuzuh.errors import ParamsError, UsageError
from nuzuh.model.params import Params, params_of, sound_params, with_settings
from nuzuh.model.priors import Prior, draws_of
from nuzuh.model.setting import Setting, setting_of
from nuzuh.model.simulate import EngineName, check_run

if TYPE_CHECKING:
    import pandas as pd

    from nuzuh.scenario.scenario import Scenario

Sets = tuple[Mapping[str, float], ...]
"""Parameter sets by dotted name; the members take them in turn."""


@dataclass(frozen=True)
class Plan:
    """What an ensemble is: everything on which the numbers of a member depend.

    Args:
        scenario: What is run.
        fixed: Parameters by rule and name, with the central value in place of each prior.
        priors: By dotted name.
        sets: Parameter sets that go over these, as from a posterior; member m takes number m modulo their number.
        seed: Of all random draws.
        engine: Name of the engine.
    """

    scenario: Scenario
    fixed: Mapping[str, Any]
    priors: Mapping[str, Prior]
    sets: Sets
    seed: int
    engine: EngineName

    @cached_property
    def centre(self) -> Params:
        """The parameters where nothing is drawn."""
        return params_of(self.fixed)

    @cached_property
    def varied(self) -> tuple[str, ...]:
        """Dotted names of the parameters in which members differ."""
        return tuple(dict.fromkeys([*self.priors, *(name for row in self.sets for name in row)]))

    def values_of(self, member: int) -> dict[str, float]:
        """Values of the varied parameters of a member, by dotted name."""
        drawn = draws_of(self.priors, self.seed, member)
        return {**drawn, **(self.sets[member % len(self.sets)] if self.sets else {})}

    def setting_of(self, member: int, like: Setting | None = None) -> Setting:
        """The scenario compiled with the parameters of a member; what it shares with another is taken from that."""
        if not self.varied:
            return like or setting_of(self.scenario, self.centre)
        return setting_of(self.scenario, params_of(with_settings(self.fixed, self.values_of(member))), like)

    @cached_property
    def identity(self) -> dict[str, str]:
        """What two ensembles must share for their members to be of one."""
        varied = [self.centre.hash, {name: repr(prior) for name, prior in self.priors.items()}, self.sets]
        text = json.dumps(varied, sort_keys=True, default=dict)
        return {
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.hash,
            "params_hash": hashlib.sha256(text.encode()).hexdigest()[:16] if self.varied else self.centre.hash,
            "seed": str(self.seed),
            "engine": self.engine,
            "version": nuzuh.__version__,
        }

    def describe(self) -> str:
        """In which parameters members differ, on one line; blank where they differ by chance alone."""
        words = [f"{name}: {prior.describe()}" for name, prior in self.priors.items()]
        return "; ".join(words + ([f"{len(self.sets)} parameter sets"] if self.sets else []))

    @cached_property
    def packed(self) -> bytes:
        """The plan as bytes, to be sent to where members are run."""
        return pickle.dumps(self, protocol=pickle.HIGHEST_PROTOCOL)

    def __getstate__(self) -> dict[str, Any]:
        """Fields alone: what was worked out from them is worked out again."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def plan_of(
    scenario: Scenario,
    members: int,
    *,
    seed: int,
    engine: EngineName,
    params: Params | Mapping[str, Any] | pd.DataFrame | None,
) -> Plan:
    """Make a plan, and see that every parameter set in it can be used.

    Args:
        scenario: What is.
        members: Their number.
        seed: Of all random draws.
        engine: Name of the engine.
        params: As `ensemble` takes them.

    Raises:
        UsageError: Arguments that cannot be used.
        ParamsError: Parameters that cannot be used.
    """
    check_run(seed, members, engine)
    if isinstance(params, Params):
        return Plan(scenario, params.model_dump(), {}, (), seed, engine)
    given = sound_params(with_settings(scenario.params, params if isinstance(params, Mapping) else {}))
    plan = Plan(scenario, given.fixed, given.priors, _sets(params), seed, engine)
    for row, values in enumerate(plan.sets):
        try:
            params_of(with_settings(plan.fixed, values))
        except ParamsError as error:
            message = f"parameter set {row + 1} of {len(plan.sets)}: {error}"
            raise ParamsError(message) from None
    return plan


def _sets(params: object) -> Sets:
    """Rows of a table of parameters; numbers of numpy as Python's."""
    if not hasattr(params, "to_dict"):
        return ()
    rows: list[dict[str, Any]] = params.to_dict(orient="records")
    if not rows or not rows[0]:
        message = "the table of parameters is empty: give a column for each parameter, and a row for each set"
        raise UsageError(message)
    return tuple(
        {str(name): getattr(value, "item", lambda v=value: v)() for name, value in row.items()} for row in rows
    )
