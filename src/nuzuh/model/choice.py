"""The weights of a location's itineraries, summed once and kept until what they depend on changes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nuzuh.model.compiled import kernel
from nuzuh.model.conditions import Choices, Conditions, Ends
from nuzuh.model.rules import itinerary_weights, room
from nuzuh.typing import Floats, Ints


class Weights(NamedTuple):
    """Running sums of weights, as far as they have been asked for.

    Args:
        sums: Group after group, shape (G · most itineraries of a pattern,).
        version: Of the sums of each location and group, shape (L, G).
        current: The version that holds now, shape (1,); raised by every new day and every change of room.
        rooms: How open each location is, shape (L,).
    """

    sums: Floats
    version: Ints
    current: Ints
    rooms: Floats


def no_weights(conditions: Conditions) -> Weights:
    """Nothing asked for yet."""
    n_locations, n_groups = conditions.ends.pull.shape[2], conditions.ends.pull.shape[1]
    first = conditions.choices.first
    return Weights(
        sums=np.zeros(n_groups * int((first[:, -1] - first[:, 0]).max(initial=0))),
        version=np.zeros((n_locations, n_groups), dtype=np.int64),
        current=np.ones(1, dtype=np.int64),
        rooms=np.ones(n_locations),
    )


@kernel
def update_rooms(ends: Ends, w: Weights, n_staying: Floats, day: int, is_new_day: bool) -> None:
    """How open each location with a capacity is, now that so many stay there."""
    changed = is_new_day
    for i in range(len(n_staying)):
        if ends.is_limited[i]:
            open_ = room(n_staying[i], ends.capacity[day, i], ends.buffer)
            changed = changed or open_ != w.rooms[i]
            w.rooms[i] = open_
    if changed:
        w.current[0] += 1


@kernel
def place_of_sums(firsts: Ints, w: Weights, i: int, g: int) -> tuple[int, int]:
    """Where the running sums of a location and group begin and end; `firsts` is that of the day's pattern."""
    base = g * (len(w.sums) // w.version.shape[1]) - firsts[0]
    return base + firsts[i], base + firsts[i + 1]


@kernel
def running_sums(choices: Choices, ends: Ends, w: Weights, day: int, i: int, g: int) -> Floats:
    """Running sums of the weights of the itineraries from a location for a group; all 0 with nowhere to go."""
    low, high = place_of_sums(choices.first[choices.pattern[day]], w, i, g)
    if w.version[i, g] != w.current[0]:
        refresh(choices, ends, w, day, i, g)
    return w.sums[low:high]


@kernel
def refresh(choices: Choices, ends: Ends, w: Weights, day: int, i: int, g: int) -> None:
    """Sum the weights of a location's itineraries anew."""
    firsts = choices.first[choices.pattern[day]]
    low, high = place_of_sums(firsts, w, i, g)
    w.version[i, g] = w.current[0]
    pulls = ends.pull[day, g]
    itinerary_weights(firsts[i], choices.end, choices.nearness, pulls, w.rooms, choices.power, w.sums[low:high])
