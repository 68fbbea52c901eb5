"""nuzuh (Arabic نزوح, displacement): the movement of people forced from their homes, simulated and forecast.

Importing loads nothing heavy; each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nuzuh.ensembles.compare import compare
    from nuzuh.ensembles.ensemble import ensemble
    from nuzuh.ensembles.sensitivity import sensitivity
    from nuzuh.errors import BalanceError, Fault, NuzuhError, ParamsError, ScenarioError, UsageError, WhatIfError
    from nuzuh.forecast.backtest import backtest
    from nuzuh.forecast.calibrate import calibrate
    from nuzuh.forecast.crises import read_registrations
    from nuzuh.forecast.forecaster import forecast_of
    from nuzuh.forecast.leaks import Leak, leaks, without_leaks
    from nuzuh.impact.exposure import exposure
    from nuzuh.impact.needs import full_dates, needs
    from nuzuh.impact.outcomes import effects_of, outcomes_of
    from nuzuh.model.check import check
    from nuzuh.model.params import Params, params_of
    from nuzuh.model.result import cum_displaced, read_result, write_result
    from nuzuh.model.simulate import simulate
    from nuzuh.outputs.backtest_folder import write_backtest
    from nuzuh.outputs.calibration_files import write_calibration
    from nuzuh.outputs.export import export
    from nuzuh.outputs.forecast_tables import write_forecast
    from nuzuh.outputs.plot import plot
    from nuzuh.outputs.report import report
    from nuzuh.outputs.run_folder import write_run, write_tables
    from nuzuh.outputs.sensitivity_tables import write_sensitivity
    from nuzuh.outputs.show import show
    from nuzuh.outputs.summary import summarise
    from nuzuh.scenario.acceptance import accept
    from nuzuh.scenario.folder import read_scenario, scenario_names, write_scenario
    from nuzuh.scenario.scenario import Scenario
    from nuzuh.sources.reports.reader import read_report
    from nuzuh.what_ifs.borders import close_border, corridor, open_border
    from nuzuh.what_ifs.fighting import ceasefire, no_ceasefire, prolong_conflict
    from nuzuh.what_ifs.policy import WhatIf, combined
    from nuzuh.what_ifs.sites import evacuate, more_capacity, new_camp, winterise
    from nuzuh.what_ifs.what_if import what_if, what_if_names

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
    "WhatIf": "what_ifs.policy",
    "WhatIfError": "errors",
    "accept": "scenario.acceptance",
    "backtest": "forecast.backtest",
    "calibrate": "forecast.calibrate",
    "ceasefire": "what_ifs.fighting",
    "check": "model.check",
    "close_border": "what_ifs.borders",
    "compare": "ensembles.compare",
    "combined": "what_ifs.policy",
    "corridor": "what_ifs.borders",
    "cum_displaced": "model.result",
    "ensemble": "ensembles.ensemble",
    "effects_of": "impact.outcomes",
    "evacuate": "what_ifs.sites",
    "export": "outputs.export",
    "exposure": "impact.exposure",
    "forecast_of": "forecast.forecaster",
    "full_dates": "impact.needs",
    "leaks": "forecast.leaks",
    "more_capacity": "what_ifs.sites",
    "needs": "impact.needs",
    "new_camp": "what_ifs.sites",
    "no_ceasefire": "what_ifs.fighting",
    "open_border": "what_ifs.borders",
    "outcomes_of": "impact.outcomes",
    "params_of": "model.params",
    "plot": "outputs.plot",
    "prolong_conflict": "what_ifs.fighting",
    "read_registrations": "forecast.crises",
    "read_report": "sources.reports.reader",
    "read_result": "model.result",
    "read_scenario": "scenario.folder",
    "report": "outputs.report",
    "scenario_names": "scenario.folder",
    "sensitivity": "ensembles.sensitivity",
    "show": "outputs.show",
    "simulate": "model.simulate",
    "summarise": "outputs.summary",
    "what_if": "what_ifs.what_if",
    "what_if_names": "what_ifs.what_if",
    "winterise": "what_ifs.sites",
    "without_leaks": "forecast.leaks",
    "write_backtest": "outputs.backtest_folder",
    "write_forecast": "outputs.forecast_tables",
    "write_calibration": "outputs.calibration_files",
    "write_result": "model.result",
    "write_run": "outputs.run_folder",
    "write_scenario": "scenario.folder",
    "write_sensitivity": "outputs.sensitivity_tables",
    "write_tables": "outputs.run_folder",
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
    "WhatIf",
    "WhatIfError",
    "accept",
    "backtest",
    "calibrate",
    "ceasefire",
    "check",
    "close_border",
    "combined",
    "compare",
    "corridor",
    "cum_displaced",
    "effects_of",
    "ensemble",
    "evacuate",
    "export",
    "exposure",
    "forecast_of",
    "full_dates",
    "leaks",
    "more_capacity",
    "needs",
    "new_camp",
    "no_ceasefire",
    "open_border",
    "outcomes_of",
    "params_of",
    "plot",
    "prolong_conflict",
    "read_registrations",
    "read_report",
    "read_result",
    "read_scenario",
    "report",
    "scenario_names",
    "sensitivity",
    "show",
    "simulate",
    "summarise",
    "what_if",
    "what_if_names",
    "winterise",
    "without_leaks",
    "write_backtest",
    "write_calibration",
    "write_forecast",
    "write_result",
    "write_run",
    "write_scenario",
    "write_sensitivity",
    "write_tables",
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
