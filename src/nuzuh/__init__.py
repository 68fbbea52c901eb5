"""nuzuh (Arabic نزوح, displacement): the movement of people forced from their homes, simulated and forecast.

Importing loads nothing heavy; each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nuzuh.ensemble.ensemble import ensemble
    from nuzuh.ensemble.exposure import exposure
    from nuzuh.ensemble.needs import full_dates, needs
    from nuzuh.errors import BalanceError, Fault, NuzuhError, ParamsError, ScenarioError, UsageError
    from nuzuh.forecast.leaks import Leak, leaks, without_leaks
    from nuzuh.model.check import check
    from nuzuh.model.params import Params, params_of
    from nuzuh.model.result import cum_displaced, read_result, write_result
    from nuzuh.model.simulate import simulate
    from nuzuh.outputs.run_folder import write_run
    from nuzuh.outputs.summary import summarise
    from nuzuh.scenario.folder import read_scenario, scenario_names, write_scenario
    from nuzuh.scenario.scenario import Scenario

__version__ = "0.1.0"

_HOMES = {
    "BalanceError": "errors",
    "Fault": "errors",
    "Leak": "forecast.leaks",
    "NuzuhError": "errors",
    "Params": "model.params",
    "ParamsError": "errors",
    "Scenario": "scenario.scenario",
    "ScenarioError": "errors",
    "UsageError": "errors",
    "check": "model.check",
    "cum_displaced": "model.result",
    "ensemble": "ensemble.ensemble",
    "exposure": "ensemble.exposure",
    "full_dates": "ensemble.needs",
    "leaks": "forecast.leaks",
    "needs": "ensemble.needs",
    "params_of": "model.params",
    "read_result": "model.result",
    "read_scenario": "scenario.folder",
    "scenario_names": "scenario.folder",
    "simulate": "model.simulate",
    "summarise": "outputs.summary",
    "without_leaks": "forecast.leaks",
    "write_result": "model.result",
    "write_run": "outputs.run_folder",
    "write_scenario": "scenario.folder",
}

__all__ = [
    "BalanceError",
    "Fault",
    "Leak",
    "NuzuhError",
    "Params",
    "ParamsError",
    "Scenario",
    "ScenarioError",
    "UsageError",
    "check",
    "cum_displaced",
    "ensemble",
    "exposure",
    "full_dates",
    "leaks",
    "needs",
    "params_of",
    "read_result",
    "read_scenario",
    "scenario_names",
    "simulate",
    "summarise",
    "without_leaks",
    "write_result",
    "write_run",
    "write_scenario",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _HOMES:
        message = f"module 'nuzuh' has no attribute '{name}'"
        raise AttributeError(message)
    value = getattr(import_module(f"nuzuh.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, for completion."""
    return sorted([*globals(), *__all__])
