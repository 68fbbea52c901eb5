"""A plan: which members of which scenario are to be run, and with which parameters each."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import nuzuh
from nuzuh.errors import ParamsError, UsageError, near_misses, quoted
from nuzuh.model.parameter_sets import with_params
from nuzuh.model.params import Params, param_names, params_of, sound_params, with_settings
from nuzuh.model.priors import Prior, draws_of
from nuzuh.model.setting import Setting, setting_of
from nuzuh.model.simulate import EngineName, check_run
from nuzuh.scenario.parameter_sets import Sets, by_name

if TYPE_CHECKING:
    import pandas as pd

    from nuzuh.scenario.scenario import Scenario

PROTOCOL = 5
"""Of pickle: that of all versions of Python that can run nuzuh."""
MOST_SHOWN = 10
"""Parameter sets whose faults are listed."""


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
    def varied(self) -> dict[str, type]:
        """Parameters in which members differ, by dotted name: `int` for whole numbers and flags, or `float`."""
        names = dict.fromkeys([*self.priors, *(name for row in self.sets[:1] for name in row)])
        return {name: int if isinstance(attrgetter(name)(self.centre), int) else float for name in names}

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
        """The plan as bytes, to be sent to where members are run, with the version that can read it."""
        plan = pickle.dumps(self, protocol=PROTOCOL)
        return pickle.dumps((nuzuh.__version__, plan), protocol=PROTOCOL)

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
    if params is None or isinstance(params, Mapping):
        known = with_params(scenario, params or {})
        given, sets = sound_params(known.params), known.sets
        priors = {name: prior for name, prior in given.priors.items() if name not in by_name(sets)}
    else:
        given, sets = sound_params(scenario.params), _sets(params)
        priors = given.priors
    plan = Plan(scenario, given.fixed, priors, sets, seed, engine)
    faults = {row: fault for row, values in enumerate(plan.sets) if (fault := _fault_of(plan, values))}
    if faults:
        lines = [f"parameter set {row + 1} of {len(plan.sets)}: {fault}" for row, fault in faults.items()]
        more = [f"and {len(lines) - MOST_SHOWN} more"] if len(lines) > MOST_SHOWN else []
        raise ParamsError("\n".join(lines[:MOST_SHOWN] + more))
    return plan


def _fault_of(plan: Plan, values: Mapping[str, Any]) -> str:
    """What is wrong with a parameter set; blank where nothing is."""
    wrong = [name for name, value in values.items() if not isinstance(value, int | float)]
    if wrong:
        return "; ".join(f"{name}: {quoted(str(values[name]))} is not a number" for name in wrong)
    try:
        params_of(with_settings(plan.fixed, values))
    except ParamsError as error:
        return str(error).replace("\n", "; ")
    return ""


def _sets(params: object) -> Sets:
    """Rows of a table of parameters, which take the place of the scenario's sets; numbers of numpy as Python's.

    Raises:
        UsageError: It is no table, or has no content, or columns that are no parameters.
    """
    if not hasattr(params, "columns"):
        message = f"params is {quoted(repr(params))}: give a mapping by dotted name, Params, or a table of them"
        raise UsageError(message)
    names = [str(name) for name in params.columns]
    unknown = [
        f"unknown parameter {quoted(n)}: {near_misses(n, param_names())}" for n in names if n not in param_names()
    ]
    twice = [f"{name}: stands in two columns: leave one" for name in {*names} if names.count(name) > 1]
    if unknown or twice:
        raise ParamsError("\n".join(unknown + sorted(twice)))
    rows: list[dict[str, Any]] = params.to_dict(orient="records")  # type: ignore[attr-defined]
    if not rows or not names:
        message = "the table of parameters is empty: give a column for each parameter, and a row for each set"
        raise UsageError(message)
    return tuple({name: getattr(value, "item", lambda v=value: v)() for name, value in row.items()} for row in rows)
