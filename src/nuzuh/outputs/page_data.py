"""The payload of the page: what one page, live or in a file, shows of runs of a crisis."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

import nuzuh
from nuzuh.ensembles.compare import check_pair
from nuzuh.ensembles.quantiles import quantiles
from nuzuh.forecast.observed import simulated_for
from nuzuh.impact.outcomes import Effect, Outcomes, effects_of, outcomes_of
from nuzuh.impact.surroundings import surroundings_of
from nuzuh.model.params import Params, params_of
from nuzuh.model.result import cum_displaced, slabs
from nuzuh.outputs.comparison import PARTS, effect_json
from nuzuh.outputs.page_flows import Progress, flows_of
from nuzuh.outputs.page_join import joined
from nuzuh.outputs.page_numbers import BAND, INTERVAL, band, by_location, few_digits, knots, plain, smooth
from nuzuh.outputs.page_places import (
    border_lines,
    closed_spells,
    fire_spells,
    location_columns,
    observation_rows,
    route_columns,
    scenario_head,
)
from nuzuh.outputs.page_weeks import exposure_by_week, needs_by_week
from nuzuh.outputs.page_words import LIMITS, assumptions, card
from nuzuh.outputs.spread_words import spread_words
from nuzuh.outputs.summary import comparable, reported_json
from nuzuh.scenario.observations import observed
from nuzuh.typing import Floats

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr

    from nuzuh.scenario.scenario import Scenario

FORMAT: Final = 1
OUTCOME_DIGITS: Final = 3
Payload = dict[str, Any]


def run_payload(
    result: xr.Dataset,
    scenario: Scenario,
    *,
    name: str = "baseline",
    title: str = "",
    note: str = "",
    progress: Progress | None = None,
) -> Payload:
    """One run as the page shows it.

    Args:
        result: As `simulate` or `ensemble` gives it.
        scenario: What was run.
        name: Of the run: that of its what-if.
        title: One line for people.
        note: What is to be known of it.
        progress: Called while flows along routes are worked out, which takes as long as a few members.

    Returns:
        Plain numbers; locations and routes are those of the scenario, by number.

    Raises:
        UsageError: The result is not one of this scenario.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> run = run_payload(nuzuh.simulate(valley, members=3), valley)
        >>> run["members"], len(run["new_displaced"]), run["staying"]["knots"][-1]
        (3, 5, 59)
    """
    around = surroundings_of(result, scenario)
    return {
        "name": name,
        "title": title or scenario.title,
        "note": note,
        "members": int(result.sizes["member"]),
        "seed": int(result.attrs["seed"]),
        "engine": str(result.attrs["engine"]),
        "varied": spread_words(str(result.attrs.get("priors", ""))),
        "command": str(result.attrs["command"]),
        "params": _changed(around.params),
        "closed": closed_spells(scenario, around.network, around.common),
        "fire": fire_spells(around.common),
        "total": {name: band(values) for name, values in _totals(result).items()},
        "staying": _staying(result),
        "new_displaced": by_location(quantiles(result, "new_displaced", [0.5])[0]),
        "flows": flows_of(result, scenario, progress=progress),
        "exposure": exposure_by_week(result, scenario),
        "needs": needs_by_week(result, scenario),
        "compared": _compared(result, scenario),
        "reported": reported_json(result, scenario),
    }


def page_payload(
    scenario: Scenario,
    runs: Sequence[Payload],
    differences: Sequence[Payload | None] = (),
    scenarios: Sequence[Scenario] = (),
) -> Payload:
    """The whole page of one or several runs.

    Args:
        scenario: The baseline.
        runs: As `run_payload` gives them, the baseline's first.
        differences: Of each run, as `differences_of` gives them; None for the baseline.
        scenarios: What each run was of, where one of them has other places or routes than the baseline.

    Returns:
        All that the page shows, as one object for JSON.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> page = page_payload(valley, [run_payload(nuzuh.simulate(valley), valley)])
        >>> page["locations"]["name"][:2], page["differences"]
        (['Ford', 'Mill'], [None])
    """
    owners = scenarios or [scenario] * len(runs)
    pages = [_page(owner, run, scenario) for owner, run in zip(owners, runs, strict=True)]
    page = joined(pages, differences or [None] * len(runs))
    return page | {"borders": border_lines(page["locations"])}


def _page(scenario: Scenario, run: Payload, baseline: Scenario) -> Payload:
    """The page of a single run, without borders."""
    is_first = scenario is baseline
    return {
        "format": FORMAT,
        "version": nuzuh.__version__,
        "scenario": scenario_head(scenario),
        "locations": location_columns(scenario),
        "routes": route_columns(scenario),
        "borders": [],
        "observations": observation_rows(scenario),
        "runs": [run],
        "differences": [None],
        "card": card(scenario, run) if is_first else {},
        "assumptions": assumptions(scenario, run) if is_first else [],
        "limits": list(LIMITS) if is_first else [],
    }


def differences_of(base: xr.Dataset, what_if: xr.Dataset, scenario: Scenario, changed: Scenario) -> Payload:
    """What changes from a baseline to a what-if, member by member.

    Args:
        base: Result of the baseline.
        what_if: Result of the what-if, with the same seed and members.
        scenario: The baseline.
        changed: The scenario under the what-if.

    Returns:
        Plain numbers. Locations are those of the baseline, then those that only the what-if has.

    Raises:
        UsageError: The results cannot be compared.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> calm = nuzuh.what_if("ceasefire-in-march", valley).function(valley)
        >>> base, other = (nuzuh.simulate(one, members=4) for one in (valley, calm))
        >>> change = differences_of(base, other, valley, calm)
        >>> sum(change["cum_displaced"]["q50"]) < 0
        True
    """
    return differences_between(base, what_if, outcomes_of(base, scenario), outcomes_of(what_if, changed))


def differences_between(base: xr.Dataset, what_if: xr.Dataset, first: Outcomes, second: Outcomes) -> Payload:
    """The same as `differences_of`, of outcomes that are known."""
    check_pair(base, what_if)
    days = knots(base.sizes["day"])
    names = ["n_displaced"]
    staying = nuzuh.compare(base[names].isel(day=days), what_if[names].isel(day=days))
    before, after = _totals(base), _totals(what_if)
    effects = effects_of(first, second)[0]
    last = str(base["date"].values[-1])[:10]
    return {
        **{name: band(after[name] - before[name]) for name in before},
        "staying": {"knots": days, **_quantiles_by_location(staying, INTERVAL)},
        "outcomes": [_outcome(effect) for effect in effects if effect.key[0] != "displaced" or effect.key[3] == last],
    }


def _outcome(effect: Effect) -> Payload:
    """An outcome, in numbers of few digits."""
    found = effect_json(effect)
    return found | {part: [int(n) for n in few_digits(np.array(found[part]), OUTCOME_DIGITS)] for part in PARTS}


def _staying(result: xr.Dataset) -> Payload:
    """Displaced persons staying: the median of each day, intervals of some days."""
    days = knots(result.sizes["day"])
    ends = {name: share for name, share in BAND.items() if name != "q50"}
    return {
        "median": smooth(quantiles(result, "n_displaced", [0.5])[0]),
        "knots": days,
        **_quantiles_by_location(result.isel(day=days), ends),
    }


def _quantiles_by_location(result: xr.Dataset, shares: dict[str, float]) -> Payload:
    found = quantiles(result, "n_displaced", list(shares.values()))
    return {name: by_location(values) for name, values in zip(shares, found, strict=True)}


def _totals(result: xr.Dataset) -> dict[str, Floats]:
    """Sums over locations by member and day, shape (members, D) each."""
    parts = [part["n_displaced"].sum("location").values for part in slabs(result[["n_displaced"]], "member")]
    return {"cum_displaced": cum_displaced(result).values, "n_displaced": np.concatenate(parts)}


def _compared(result: xr.Dataset, scenario: Scenario) -> list[Payload]:
    """What was simulated for each observation that can be compared, by its number."""
    rows = comparable(scenario)
    at = observed(scenario).index.get_indexer(rows.index)
    members = simulated_for(result, scenario, rows)
    shares = list(INTERVAL.values())
    return [
        {"observation": int(ix), **dict(zip(INTERVAL, plain(np.quantile(values, shares)), strict=True))}
        for ix, values in zip(at, members, strict=True)
    ]


def _changed(params: Params) -> Payload:
    """Parameters that differ from the default, by dotted name."""
    given, default = (json.loads(one.model_dump_json()) for one in (params, params_of({})))
    return {
        f"{rule}.{name}": value
        for rule, values in given.items()
        for name, value in values.items()
        if value != default[rule][name]
    }
