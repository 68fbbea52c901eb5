"""The weights of a location's itineraries, summed once and kept until what they depend on changes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nuzuh.model.compiled import inlined, kernel
from nuzuh.model.conditions import Choices, Conditions, Ends
from nuzuh.model.rules import itinerary_weights, room, turns_away
from nuzuh.typing import Bools, Floats


class Weights(NamedTuple):
    """Running sums of weights, as far as they have been asked for.

    Args:
        sums: Group after group, shape (G · most itineraries of a pattern,).
        is_stale: Whether the sums of a location and group must be made anew, shape (L, G).
        rooms: How open each location is, shape (L,).
        is_turned_away: Whether those who choose a location do not set out, shape (L,).
        accepted: Share of those who want to set out who are not turned away, shape (L, G).
    """

    sums: Floats
    is_stale: Bools
    rooms: Floats
    is_turned_away: Bools
    accepted: Floats


def no_weights(conditions: Conditions) -> Weights:
    """Nothing asked for yet."""
    n_locations, n_groups = conditions.ends.pull.shape[2], conditions.ends.pull.shape[1]
    first = conditions.choices.first
    return Weights(
        sums=np.zeros(n_groups * int((first[:, -1] - first[:, 0]).max(initial=0))),
        is_stale=np.ones((n_locations, n_groups), dtype=np.bool_),
        rooms=np.ones(n_locations),
        is_turned_away=np.zeros(n_locations, dtype=np.bool_),
        accepted=np.ones((n_locations, n_groups)),
    )


@kernel
def begin_day(choices: Choices, w: Weights, day: int) -> None:
    """Make all sums anew where pulls or routes are not those of yesterday."""
    if choices.is_other[day]:
        w.is_stale[:] = True


@kernel
def update_rooms(ends: Ends, choices: Choices, w: Weights, n_staying: Floats, day: int) -> None:
    """How open each location with a capacity is, now that so many stay there."""
    for at in range(len(choices.limited)):
        i = choices.limited[at]
        open_ = room(n_staying[i], ends.capacity[day, i], ends.buffer)
        is_away = turns_away(ends.is_camp[day, i], open_, ends.turned_away_below)
        if open_ == w.rooms[i] and is_away == w.is_turned_away[i]:
            continue
        w.rooms[i] = open_
        w.is_turned_away[i] = is_away
        pattern = choices.pattern[day]
        for origin in choices.origins[choices.first_origin[pattern, at] : choices.first_origin[pattern, at + 1]]:
            for g in range(w.is_stale.shape[1]):
                w.is_stale[origin, g] = True


@inlined
def refresh(choices: Choices, ends: Ends, w: Weights, day: int, i: int, g: int) -> None:
    """Sum the weights of the itineraries from a location for a group anew."""
    firsts = choices.first[choices.pattern[day]]
    base = g * (len(w.sums) // w.is_stale.shape[1]) - firsts[0]
    w.is_stale[i, g] = False
    w.accepted[i, g] = itinerary_weights(
        firsts[i],
        choices.end,
        choices.nearness,
        choices.closeness,
        ends.softening,
        ends.pull[day, g],
        w.rooms,
        w.is_turned_away,
        choices.power,
        ends.drop_below,
        w.sums[base + firsts[i] : base + firsts[i + 1]],
    )
