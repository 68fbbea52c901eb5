"""Whether places matter: the same fit with the true points of events, and with the points shuffled among the events.

Who is forced from home does not depend on where people then go, so that the rules of threat and displacement alone give
what `engine="mean"` expects, and thousands of fits take a minute; a test holds it against the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import minimize

from idlib.scores import MAARRAT, RECEIVING
from nuzuh.model.forcing import forcing_of
from nuzuh.model.network import network_of
from nuzuh.model.rules import p_forced, threat
from nuzuh.model.setting import FEAR_ENDS_AT
from nuzuh.model.simulate import all_params
from nuzuh.scenario.geography import neighbours

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario
    from nuzuh.typing import Floats, Ints

BEGIN = (0.15, 0.05)
"""Rate and fear from which each fit begins."""
BOUNDS = ((0.02, 0.6), (0.0, 0.5))


class Fire(NamedTuple):
    """What people at home may feel.

    Args:
        intensity: Expected conflict intensity, shape (D, L).
        here: Location of each pair of neighbours.
        there: The other.
        nearness: How much of the fear of the one is left at the other.
    """

    intensity: Floats
    here: Ints
    there: Ints
    nearness: Floats


class Facts(NamedTuple):
    """What a fit is judged by.

    Args:
        people: At home on the first day, shape (L,).
        days: Of the totals.
        totals: People displaced since the first day.
        is_maarrat: Shape (L,).
        maarrat_day: Index of 2 January.
        is_receiving: Shape (L,).
    """

    people: Floats
    days: Floats
    totals: Floats
    is_maarrat: Floats
    maarrat_day: int
    is_receiving: Floats


def facts_of(scenario: Scenario) -> Facts:
    """Totals to 8 March and the facts on origins."""
    seen = scenario.tables["observations"]
    rows = seen[(seen["quantity"] == "cum_displaced") & (seen["location"] == "") & (seen["date"] <= "2020-03-08")]
    pcode = scenario.locations["pcode"]
    return Facts(
        people=scenario.locations["population"].to_numpy(dtype=np.float64),
        days=np.array([scenario.day_of(day.date()) for day in rows["date"]]),
        totals=rows["value"].fillna((rows["low"] + rows["high"]) / 2).to_numpy(dtype=np.float64),
        is_maarrat=(pcode == MAARRAT).to_numpy(),
        maarrat_day=scenario.day_of(np.datetime64("2020-01-02").item()),
        is_receiving=pcode.isin(list(RECEIVING)).to_numpy(),
    )


def fire_of(scenario: Scenario) -> Fire:
    """The expected fire of a scenario, by its own parameters."""
    intensity = forcing_of(scenario, network_of(scenario)).expected().intensity
    fear_km = all_params(scenario).displacement.fear_km
    lat, lon = (scenario.locations[axis].to_numpy(dtype=np.float64) for axis in ("lat", "lon"))
    here, there, km = neighbours(lat, lon, -fear_km * float(np.log(FEAR_ENDS_AT)))
    return Fire(intensity, here, there, np.exp(-km / fear_km))


def displaced(fire: Fire, people: Floats, rate: float, fear: float) -> Floats:
    """People expected to have been forced from home by the evening of each day, shape (D, L)."""
    felt = threat(fire.intensity, fire.here, fire.there, fire.nearness, fear)
    stays = 1 - p_forced(felt, rate, np.ones(1))[:, :, 0]
    return np.asarray(people * (1 - np.cumprod(stays, axis=0)))


def joint_score(fire: Fire, facts: Facts, rate: float, fear: float) -> float:
    """Mean error of the totals + share of Ma'arrat not gone by 2 January + share of people from receiving areas.

    Args:
        fire: True, or shuffled.
        facts: What was reported.
        rate: Of displacement.
        fear: Of fighting next door.

    Returns:
        0 for a perfect fit.
    """
    gone = displaced(fire, facts.people, rate, fear)
    total = gone[facts.days].sum(axis=1)
    error = np.abs(total / facts.totals - 1).mean()
    maarrat = gone[facts.maarrat_day, facts.is_maarrat].sum() / facts.people[facts.is_maarrat].sum()
    receiving = gone[facts.days[-1], facts.is_receiving].sum() / total[-1] if total[-1] > 0 else 1.0
    return float(error + (1 - maarrat) + receiving)


def fitted(fire: Fire, facts: Facts) -> tuple[float, float, float]:
    """The best joint score, and the rate and fear at which it is reached."""
    found = minimize(
        lambda x: joint_score(fire, facts, *x), BEGIN, method="Nelder-Mead", bounds=BOUNDS, options={"xatol": 1e-3}
    )
    return float(found.fun), float(found.x[0]), float(found.x[1])


def shuffled(scenario: Scenario, rng: np.random.Generator) -> Scenario:
    """The same events, kinds and days, with their points dealt anew."""
    events = scenario.tables["events"]
    points = events[["lat", "lon"]].drop_duplicates().to_numpy()
    dealt = dict(zip(map(tuple, points), rng.permutation(points), strict=True))
    new = np.array([dealt[tuple(point)] for point in events[["lat", "lon"]].to_numpy()])
    return scenario.with_tables(events=events.assign(lat=new[:, 0], lon=new[:, 1]))


def placebo(scenario: Scenario, n: int, seed: int = 1) -> tuple[float, Floats]:
    """The best joint score with the true points, and with n shuffles of them.

    Args:
        scenario: With events.
        n: Shuffles.
        seed: Of the shuffles.
    """
    facts, rng = facts_of(scenario), np.random.default_rng(seed)
    true, _, _ = fitted(fire_of(scenario), facts)
    return true, np.array([fitted(fire_of(shuffled(scenario, rng)), facts)[0] for _ in range(n)])
