"""The ten experts: simple continuations of each place's counts, of which each is right in some crises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nuzuh.typing import Floats

if TYPE_CHECKING:
    from nuzuh.forecast.trends import Known

EXPERTS = {
    "persistence": 0.15,
    "trend for 15 days": 0.20,
    "trend for 40 days": 0.25,
    "trend for 100 days": 0.10,
    "trend for 400 days": 0.08,
    "smoothed, 0.6": 0.05,
    "smoothed, 0.3": 0.02,
    "quick trend": 0.08,
    "share of arrivals": 0.05,
    "drift": 0.02,
}
"""Names of the experts and how much each counts before any forecast of the crisis could be checked."""
PRIOR: Floats = np.array(list(EXPERTS.values()))
FURTHER = 0.03
"""How much each further expert counts, in all of 1, before any forecast could be checked."""
PERSISTENCE, STEADY, DRIFT = (list(EXPERTS).index(name) for name in ("persistence", "trend for 40 days", "drift"))


def prior_of(n_experts: int) -> Floats:
    """Weights before anything is learned, of the ten experts and those that follow them, shape (experts,).

    Examples:
        >>> prior_of(11)[[0, 10]].round(3).tolist()
        [0.146, 0.03]
    """
    n_further = n_experts - len(PRIOR)
    return np.concatenate([PRIOR * (1.0 - FURTHER * n_further), np.full(n_further, FURTHER)])


def expert_forecasts(known: Known, origins: Floats, lead_days: Floats) -> Floats:
    """What each expert expects.

    Args:
        known: What is known at each origin.
        origins: Days, shape (origins, 1).
        lead_days: Days from a place's last count to the target, shape (origins, places).

    Returns:
        Persons, shape (experts, origins, places); 0 or more.

    Examples:
        >>> import numpy as np
        >>> from datetime import date
        >>> from nuzuh.forecast.registrations import registrations_of
        >>> from nuzuh.forecast.trends import known_at
        >>> camp = registrations_of({"Camp": {date(2020, 1, 1): 10, date(2020, 1, 21): 30}}, "crisis")
        >>> found = expert_forecasts(known_at(camp, np.array([20])), np.array([[20]]), np.array([[7.0]]))
        >>> found[[0, 9]].ravel().tolist()
        [30.0, 37.0]
    """
    stale = np.where(known.is_seen, origins - known.last_day, 0.0)
    fades = np.exp(-np.maximum(0.0, stale - 1.5 * known.gap) / 120.0)
    fresh = np.where(known.is_seen, np.exp(-stale / 60.0), 0.0)
    level, total = known.level, known.level.sum(axis=1, keepdims=True)
    pooled_rate = (known.mean_rate * fresh).sum(axis=1, keepdims=True) * level / (total + 1.0)
    trend = (0.85 * known.rates.mean(axis=0) + 0.15 * pooled_rate) * fades
    arrivals, slow = (known.growth * fresh).sum(axis=2, keepdims=True)
    share = np.divide(known.growth[1], slow, out=np.zeros_like(level), where=slow > 0)
    found = [
        level,
        *(level + trend * damped(lead_days, days) for days in (15.0, 40.0, 100.0, 400.0)),
        *known.smooth,
        level + known.quick_rate * fades * damped(lead_days, 25.0),
        level + arrivals * share * fades * damped(lead_days, 40.0),
        level + known.slope * lead_days,
    ]
    return np.asarray(np.maximum(np.array(found), 0.0))


def damped(lead_days: Floats, over_days: float) -> Floats:
    """Days for which a trend goes on that fades over a time scale: over_days * (1 - exp(-lead_days / over_days)).

    Examples:
        >>> damped(np.array([0.0, 1e9]), 15.0).tolist()
        [0.0, 15.0]
    """
    return over_days * (1.0 - np.exp(-lead_days / over_days))
