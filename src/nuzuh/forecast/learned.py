"""What learning changes in the conditions of an engine: the level of displacement, and the pull of locations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nuzuh.typing import Floats

if TYPE_CHECKING:
    from nuzuh.model.conditions import Conditions


def own_copy(conditions: Conditions) -> Conditions:
    """The same conditions, of which those arrays are copied that `learn_into` writes to."""
    sources, ends, choices = conditions.sources, conditions.ends, conditions.choices
    return conditions._replace(
        sources=sources._replace(
            p_forced=sources.p_forced.copy(), total=sources.total.copy(), by_location=sources.by_location.copy()
        ),
        ends=ends._replace(pull=ends.pull.copy()),
        choices=choices._replace(is_other=choices.is_other.copy()),
    )


def learn_into(own: Conditions, base: Conditions, first: int, level: Floats, pull: Floats, evacuated: Floats) -> None:
    """Write what a member has learned into some days of its conditions; other days stay as they are.

    A level raises the hazard of being forced from home, or the number of those who are, by exp(level); a pull that of
    a location by exp(pull). Zeros leave the conditions as they are, to the bit.

    Args:
        own: Gets the days; made by `own_copy`.
        base: Before anything was learned.
        first: The first of the days.
        level: Of each of these days, shape (days,).
        pull: Of each location, shape (L,).
        evacuated: Share of people at each location who are brought out in any case, shape (D, L).
    """
    days = slice(first, first + len(level))
    factor = np.exp(level)
    own.sources.p_forced[days] = scaled_hazard(base.sources.p_forced[days], factor, evacuated[days])
    if len(base.sources.total):
        own.sources.total[days] = base.sources.total[days] * factor
    if len(base.sources.by_location):
        own.sources.by_location[days] = base.sources.by_location[days] * factor[:, None]
    own.ends.pull[days] = base.ends.pull[days] * np.exp(pull)
    own.choices.is_other[days] = base.choices.is_other[days]
    own.choices.is_other[first : first + 1] = True


def scaled_hazard(p: Floats, factor: Floats, evacuated: Floats) -> Floats:
    """Probability of being forced from home under a hazard so many times as high: 1 - (1 - p)^factor.

    Those who are brought out in any case are left out of it: 1 - p = (1 - share)(1 - p') and p' alone is scaled.

    Args:
        p: Probabilities, shape (days, L, G).
        factor: By day, shape (days,).
        evacuated: Shares, shape (days, L).

    Examples:
        >>> scaled_hazard(np.array([[[0.5]]]), np.array([2.0]), np.zeros((1, 1))).item()
        0.75
    """
    power, share = factor[:, None, None], evacuated[:, :, None]
    with np.errstate(divide="ignore"):  # certain to leave: 0 ** 0 is not met, since such a share is kept as it is
        stays = (1.0 - p) ** power
        rest = np.where((share > 0) & (share < 1), (1.0 - share) ** (1.0 - power), 1.0)
    return np.where((power == 1.0) | (share >= 1), p, np.clip(1.0 - stays * rest, 0.0, 1.0))
