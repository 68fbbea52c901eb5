"""Sets of parameters from a file: whether there are such parameters, and what goes over what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from nuzuh.errors import Fault, ParamsError, near_misses, quoted
from nuzuh.model.params import param_faults, param_names, with_settings
from nuzuh.scenario.parameter_sets import SetsFile, by_name, read_sets

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario


def read_parameter_sets(path: str | Path) -> pd.DataFrame:
    """Read a file of parameter sets.

    Args:
        path: CSV with dotted names of parameters as header, as `displacement.rate`.

    Returns:
        A table that `nuzuh.ensemble` takes as `params`.

    Raises:
        ParamsError: The file cannot be read or used; all faults are told, with their places.

    Examples:
        >>> read_parameter_sets("nonesuch.csv")
        Traceback (most recent call last):
        ...
        nuzuh.errors.ParamsError: nonesuch.csv: the file cannot be read (No such file or directory): ...
    """
    file = read_sets(Path(path))
    faults = [*file.faults, *unknown_names(file)]
    if faults:
        raise ParamsError("\n".join(str(fault) for fault in sorted(faults)))
    return pd.DataFrame(by_name(file.sets))


def unknown_names(file: SetsFile) -> Iterator[Fault]:
    """Columns of a file of parameter sets that are no parameters."""
    known = param_names()
    for at, name in enumerate(file.names):
        if name not in known:
            yield file.fault(0, at, f"unknown parameter {quoted(name)}", near_misses(name, known))


def faults_in_sets(file: SetsFile, params: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with the parameters in a scenario's file of sets, with line and column.

    Args:
        file: As it was read; its own faults are told already.
        params: The scenario's, nested, which the sets go over; where these cannot be used, the defaults stand in.
    """
    yield from unknown_names(file)
    known, base = param_names(), {} if param_faults(params) else params
    for row, values in enumerate(file.sets, start=1):
        usable = {name: value for name, value in values.items() if name in known}
        for name, what, way_out in param_faults(with_settings(base, usable)):
            if name in usable:
                yield file.fault(row, file.names.index(name), f"{name}: {what}", way_out)


def with_params(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """A scenario with parameters set by dotted name; they go over its parameter sets, too.

    Args:
        scenario: What is.
        changes: Values or priors by dotted name; `preset` is a name of its own, and goes over nothing.

    Raises:
        ParamsError: A name that is not of the form rule.name.

    Examples:
        >>> import nuzuh
        >>> with_params(nuzuh.read_scenario("valley"), {"departure.town": 0.1}).params["departure"]
        {'town': 0.1}
    """
    left = [{name: value for name, value in row.items() if name not in changes} for row in scenario.sets]
    sets = tuple(left) if any(left) else ()
    return replace(scenario, params=with_settings(scenario.params, changes), sets=sets)
