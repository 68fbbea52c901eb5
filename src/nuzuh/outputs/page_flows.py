"""Flows for the page: persons who set out along each route on a day, as expected values of a few members.

A result holds no routes: the runs are repeated with the engine of expected values, which needs no draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nuzuh.model.params import Params, params_of, with_settings
from nuzuh.model.passages import NAME
from nuzuh.model.setting import Setting, setting_of
from nuzuh.model.simulate import run_members
from nuzuh.outputs.page_numbers import step_of
from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario

MOST_MEMBERS: Final = 4
"""Members whose expected flows are averaged, where members differ in parameters: each takes as long as one of a run."""
STEPS: Final = 100
"""Steps up to the largest flow that are told apart: a line on the map shows no more, and the file is a half less."""
Progress = Callable[[int, int], None]
"""Called after each day with all days of all members, and the days done."""


def flows_of(result: xr.Dataset, scenario: Scenario, *, progress: Progress | None = None) -> list[list[int]]:
    """Who sets out along which route when, as rows for the page.

    Args:
        result: As `simulate` or `ensemble` gives it; parameters in which members differ are its coordinates.
        scenario: What was run.
        progress: Called while they are worked out.

    Returns:
        One row for each route and way (0: from its `from` to its `to`) on which anybody is: these two, the first
        day, and persons on that day and each after it. They are given in steps of about 1/100 of the largest flow.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> flows_of(nuzuh.simulate(valley, members=3), valley)[0][:6]
        [0, 0, 4, 750, 690, 630]
    """
    return list(flow_rows(expected_passages(result, scenario, progress=progress)))


def expected_passages(result: xr.Dataset, scenario: Scenario, *, progress: Progress | None = None) -> Floats:
    """Expected passages on the routes of a scenario with the parameters of a result, shape (D, routes, 2)."""
    chosen = _chosen(result)
    total, setting = np.zeros((scenario.n_days, len(scenario.routes), 2)), None
    for nth, at in enumerate(chosen):
        setting = setting_of(scenario, _params_at(result, int(at)), setting)
        tell = None if progress is None else _shifted(progress, scenario.n_days, nth, len(chosen))
        total += _passages(setting, int(result["member"].values[at]), tell)
    return total / len(chosen)


def flow_rows(passages: Floats) -> Iterator[list[int]]:
    """Rows for the page; `passages` has the shape (D, routes, 2)."""
    step = step_of(float(passages.max(initial=0.0)), STEPS)
    whole = np.rint(passages / step).astype(np.int64) * step
    for route in range(whole.shape[1]):
        for way in range(whole.shape[2]):
            days = np.flatnonzero(whole[:, route, way])
            if len(days):
                persons = whole[days[0] : days[-1] + 1, route, way]
                yield [route, way, int(days[0]), *(int(n) for n in persons)]


def _chosen(result: xr.Dataset) -> Ints:
    """Positions of some members, evenly spread; one, where they differ by chance alone."""
    n_members = result.sizes["member"]
    most = MOST_MEMBERS if _varied(result) else 1
    return np.unique(np.linspace(0, n_members - 1, min(n_members, most)).astype(np.int64))


def _varied(result: xr.Dataset) -> list[str]:
    """Names of the parameters in which members differ."""
    return [str(name) for name, values in result.coords.items() if "." in str(name) and values.dims == ("member",)]


def _params_at(result: xr.Dataset, at: int) -> Params:
    """The parameters of a member."""
    common = Params.model_validate_json(result.attrs["params"])
    own: dict[str, Any] = {name: result[name].values[at].item() for name in _varied(result)}
    return params_of(with_settings(common.model_dump(), own)) if own else common


def _passages(setting: Setting, member: int, progress: Progress | None) -> Floats:
    found, _ = run_members(lambda _: setting, [member], seed=0, engine="mean", passages=True, progress=progress)
    return np.asarray(found[NAME].values[0])


def _shifted(progress: Progress, n_days: int, nth: int, n: int) -> Progress:
    return lambda _, done: progress(n * n_days, nth * n_days + done)
