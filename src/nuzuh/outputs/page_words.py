"""What is said with every page: a model card, what is assumed, and what the figures cannot say.

The card has the sections of the Centre for Humanitarian Data's framework for models: purpose, data, method,
evaluation, risks, contact. What can follow from the scenario and its runs does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

import nuzuh
from nuzuh.outputs.borders import DISCLAIMER
from nuzuh.scenario.observations import is_total, observed

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

Run = Mapping[str, Any]
HELD: Final = 0.9
"""The share of counts that a 90 % interval would hold if it were one of a forecast."""
MOST_SOURCES, MOST_CLOSED = 6, 6
"""Named in the card and among the assumptions; all sources are in the page's own list, all closures on its map."""
STATUSES: Final = ("observed", "derived", "accepted", "modelled")
MODES: Final = {
    "conflict": "How many people are forced from their homes follows from conflict, at rates that are parameters.",
    "registrations": "How many people are forced from their homes is given by the observed totals; where, and where "
    "to, is modelled.",
}
GIVEN: Final = "How many people are forced from their homes is given by parameters; where to is modelled."
PURPOSE: Final = (
    "To show where people forced from their homes may go, how many they may be, and what may change if something else "
    "is done: for planning of shelter, food and staff, beside what people on the spot know.",
    "For analysts of humanitarian organisations and researchers who can judge what goes in. Not for decisions about "
    "persons, for closing borders or places, for denying or ending aid, nor as the only ground of a plan.",
)
RISKS: Final = (
    "A figure of this page can be taken for a count. Each is modelled, unless it is called observed: say so where it "
    "is passed on, and pass on its interval with it.",
    "What is shown of where people are and which way they go can be turned against them: weigh whom it may harm before "
    "it is shared.",
    "Who is in no count and in no census is missing here as well; small places are known worst.",
)
CONTACT: Final = (
    "Questions and faults: the issue tracker of the project nuzuh. Name the fingerprint of the scenario and the "
    "command, which stand below.",
)
LIMITS: Final = (
    "Modelled, not observed: a median is no forecast, and a difference is the effect under the rules of this model.",
    "An interval holds what its members differ in, no more: errors of inputs and rules are not in it, so that the "
    "truth lies outside more often than its share says.",
    "Medians of places do not add up to the median of all.",
    "Flows along routes are expected values, of a trip on the day on which it begins; small ones are left out.",
    "Deaths are not estimated, and nobody is followed: there are numbers of people, not persons.",
    DISCLAIMER,
)


def card(scenario: Scenario, run: Run) -> dict[str, list[str]]:
    """The model card of a page.

    Args:
        scenario: The baseline.
        run: Its run, as the page shows it.

    Returns:
        Paragraphs by section.
    """
    return {
        "purpose": list(PURPOSE),
        "data": list(_data(scenario)),
        "method": list(_method(scenario, run)),
        "evaluation": list(_evaluation(scenario, run)),
        "risks": list(RISKS),
        "contact": list(CONTACT),
    }


def assumptions(scenario: Scenario, run: Run) -> list[str]:
    """What the baseline takes for granted, in words."""
    mode = run["params"].get("displacement.mode", "conflict")
    closed = scenario.tables["closures"]
    names = ["-".join(filter(None, (row.start_place, row.to))) for row in _rows(closed)]
    found = [MODES.get(mode, GIVEN), *_modelled(scenario)]
    if names:
        found.append(f"Closed on all or some of the days: {_listed(names, MOST_CLOSED)}.")
    return found + list(_interventions(scenario))


def _data(scenario: Scenario) -> Iterator[str]:
    yield (
        f"{len(scenario.locations)} locations with {scenario.population:,} people on {scenario.start}, "
        f"{len(scenario.routes)} routes, {scenario.n_days} days. How the rows of each table are known: "
        f"{'; '.join(_known(scenario)) or 'not said'}."
    )
    if scenario.sources:
        yield f"Sources: {_listed([str(source['name']) for source in scenario.sources], MOST_SOURCES, '; ')}."
    yield "No data about persons are used."


def _method(scenario: Scenario, run: Run) -> Iterator[str]:
    yield (
        f"nuzuh {nuzuh.__version__} moves all people of the scenario day by day over its network of places and routes: "
        "who is forced from home, who sets out, where to, and when they arrive, each by a rule with its own parameters."
    )
    yield (
        f"{run['members']:,} members of the engine '{run['engine']}', seed {run['seed']}. {run['varied']} "
        f"{len(run['params'])} parameters differ from the defaults of the program. What-ifs are run on the same random "
        "numbers, so that differences are taken member by member."
    )


def _evaluation(scenario: Scenario, run: Run) -> Iterator[str]:
    rows = observed(scenario)
    if not run["compared"]:
        yield "Nothing was observed with which this run could be compared."
        return
    totals, others = _beside(scenario, run)
    for name, held in (("totals", totals), ("counts of places and moves", others)):
        if held.n:
            yield (
                f"Beside {held.n} observed {name}: simulated medians are {held.error:.0%} off what was counted (sum of "
                f"differences over sum of counts), and {held.share:.0%} of the counts lie within the simulated 90 % "
                "interval."
            )
    if min(held.share for held in (totals, others) if held.n) < HELD:
        yield "The intervals are too narrow to be read as those of a forecast."
    n_for_fit = int(rows["fit"].sum())
    yield (
        f"Calibration may use {n_for_fit} of the observations, so that they are no test; {len(rows) - n_for_fit} are "
        "kept for checking."
    )


class Beside(NamedTuple):
    """Simulated beside observed values: how many, the sum of differences over that of values, the share held."""

    n: int
    error: float
    share: float


def _beside(scenario: Scenario, run: Run) -> tuple[Beside, Beside]:
    """Totals of the whole scenario beside what was simulated for them, and all other observations."""
    rows = observed(scenario)
    low, high = (rows[end].fillna(rows["value"]).to_numpy() for end in ("low", "high"))
    middle = rows["value"].fillna((rows["low"] + rows["high"]) / 2).to_numpy()
    at = np.array([one["observation"] for one in run["compared"]], dtype=np.int64)
    q05, q50, q95 = (np.array([one[name] for one in run["compared"]]) for name in ("q05", "q50", "q95"))
    is_held = (q05 <= high[at]) & (low[at] <= q95)
    is_whole = is_total(scenario, rows).to_numpy()[at]
    found = []
    for chosen in (is_whole, ~is_whole):
        n, counted = int(chosen.sum()), float(middle[at][chosen].sum())
        off = float(np.abs(q50 - middle[at])[chosen].sum()) / max(counted, 1.0)
        found.append(Beside(n, off, float(is_held[chosen].mean()) if n else 1.0))
    return found[0], found[1]


def _known(scenario: Scenario) -> Iterator[str]:
    """How many rows of each table are observed, derived and so on."""
    for name, table in {**scenario.tables, "observations": observed(scenario)}.items():
        if "status" in table and len(table):
            counts = table["status"].value_counts()
            parts = [f"{counts[status]} {status}" for status in STATUSES if counts.get(status)]
            yield f"{name} {', '.join(parts) or 'not said'}"


def _modelled(scenario: Scenario) -> Iterator[str]:
    """Tables whose rows are mostly modelled; observations and reports are what a run is compared with."""
    for name, table in scenario.tables.items():
        if "status" in table and name not in ("observations", "reported") and len(table):
            n = int((table["status"] == "modelled").sum())
            if 2 * n >= len(table):
                yield f"Table {name}: {n} of {len(table)} rows are modelled, not known."


def _interventions(scenario: Scenario) -> Iterator[str]:
    for row in _rows(scenario.tables["interventions"]):
        what = str(row.action).replace("_", " ")
        last = scenario.end if pd.isna(row.end) else row.end.date()
        rate = getattr(row, "breach_rate", 0.0)
        words = f", breached at a place on a day with probability {rate:g}" if rate and rate > 0 else ""
        yield f"{what.capitalize()} from {row.start.date()} to {last}{words}."


def _listed(names: Sequence[str], most: int, between: str = ", ") -> str:
    names = list(dict.fromkeys(names))
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return between.join([*names[:most], *more])


def _rows(table: Any) -> Any:
    return table.rename(columns={"from": "start_place"}).itertuples()
