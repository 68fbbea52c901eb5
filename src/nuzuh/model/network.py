"""Scenario to graph: directed arcs in compressed rows, and the itineraries that people choose from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import UsageError
from nuzuh.model.compiled import compiled
from nuzuh.model.rules import distance_weight
from nuzuh.typing import Bools, Floats, Ints

if TYPE_CHECKING:
    from nuzuh.model.rule_params import Destination
    from nuzuh.scenario.scenario import Scenario

MODES = ("drive", "walk", "crossing")
MOST_ITINERARIES = 20_000_000
"""Above this the itineraries alone would take over two gigabytes."""


@dataclass(frozen=True)
class Network:
    """The routes of a scenario as directed arcs, ordered by the location from which they lead.

    Args:
        n_locations: Number of locations.
        is_transit: Whether a location is only passed through, shape (L,).
        start: Location from which each arc leads, shape (A,), ascending.
        end: Location to which it leads, shape (A,).
        km: Its length, shape (A,).
        mode: Index into `MODES`, shape (A,).
        route: Row of the route in the scenario's table, shape (A,).
        km_per_day: Speed by vehicle where the route has its own, else NaN, shape (A,).
    """

    n_locations: int
    is_transit: Bools
    start: Ints
    end: Ints
    km: Floats
    mode: Ints
    route: Ints
    km_per_day: Floats

    @cached_property
    def first(self) -> Ints:
        """Number of the first arc from each location, shape (L + 1,)."""
        return np.searchsorted(self.start, np.arange(self.n_locations + 1)).astype(np.int64)


@dataclass(frozen=True)
class Itineraries:
    """The itineraries that people choose from, for each pattern of open routes that occurs.

    Args:
        first: Number of the first itinerary from each location under each pattern, shape (patterns, L + 1).
        end: Location at the end of each, shape (R,).
        km: Length of each, shape (R,).
        first_leg: Where the legs of each begin in `legs`, shape (R + 1,).
        legs: Arcs, one itinerary after the other.
        n_pruned: How many were found and dropped, being long detours.
        n_beyond: How many were not followed, being longer than the `paths` shortest to some location.
    """

    first: Ints
    end: Ints
    km: Floats
    first_leg: Ints
    legs: Ints
    n_pruned: int
    n_beyond: int

    def describe(self) -> str:
        """How many itineraries there are, and what was left out, on one line."""
        patterns = len(self.first)
        text = f"{len(self.end):,} itineraries" + (f" under {patterns} patterns of open routes" if patterns > 1 else "")
        if self.n_pruned or self.n_beyond:
            text += f"; {self.n_pruned:,} detours dropped, {self.n_beyond:,} longer paths not followed"
        return text


def network_of(scenario: Scenario) -> Network:
    """The routes of a scenario as arcs, one for each of its roads; they lead both ways unless they are `one_way`."""
    table, ix = scenario.routes, scenario.location_ix
    routes = table.loc[table.index.repeat(table["roads"])]
    start = np.array([ix[name] for name in routes["from"]], dtype=np.int64)
    end = np.array([ix[name] for name in routes["to"]], dtype=np.int64)
    mode = np.array([MODES.index(mode) for mode in routes["mode"]], dtype=np.int64)
    row = np.repeat(np.arange(len(table)), table["roads"])
    back = ~routes["one_way"].to_numpy(dtype=bool)
    both = [np.concatenate([a, b[back]]) for a, b in ((start, end), (end, start), (mode, mode), (row, row))]
    order = np.lexsort((both[3], both[0]))
    return Network(
        n_locations=len(scenario.locations),
        is_transit=(scenario.locations["kind"] == "transit").to_numpy(),
        start=both[0][order],
        end=both[1][order],
        km=table["distance_km"].to_numpy(dtype=np.float64)[both[3][order]],
        mode=both[2][order],
        route=both[3][order],
        km_per_day=table["km_per_day"].to_numpy(dtype=np.float64)[both[3][order]],
    )


def search_of(settings: Destination) -> tuple[float, ...]:
    """The parameters that decide which itineraries are found; a single path is no detour that could be dropped."""
    of_detours = (settings.prune_below, settings.softening_km, settings.distance_power, settings.weight_power)
    return (settings.awareness, settings.paths, *(of_detours if settings.paths != 1 else ()))


def itineraries_of(network: Network, is_open: Bools, settings: Destination) -> Itineraries:
    """Find the itineraries from every location, under every pattern of open arcs.

    All simple paths of at most `awareness` legs, shortest first, at most `paths` to each destination; then
    those are dropped that weigh less than `prune_below` of the shortest to the same destination.

    Args:
        network: The arcs.
        is_open: Shape (patterns, A).
        settings: The rule's parameters.

    Raises:
        UsageError: There are too many; the message says which parameter to lower.
    """
    parts = [_enumerate(network, pattern, settings) for pattern in is_open]
    n_found = np.cumsum([0, *(len(part[1]) for part in parts)])
    n_legs = np.cumsum([0, *(len(part[4]) for part in parts)])
    first_leg = [part[3][:-1] + legs for part, legs in zip(parts, n_legs[:-1], strict=True)]
    return Itineraries(
        first=np.stack([part[0] + found for part, found in zip(parts, n_found[:-1], strict=True)]),
        end=np.concatenate([part[1] for part in parts]),
        km=np.concatenate([part[2] for part in parts]),
        first_leg=np.concatenate([*first_leg, n_legs[-1:]]).astype(np.int64),
        legs=np.concatenate([part[4] for part in parts]),
        n_pruned=int(sum(part[5] for part in parts)),
        n_beyond=int(sum(part[6] for part in parts)),
    )


def _enumerate(
    network: Network, is_open: Bools, settings: Destination
) -> tuple[Ints, Ints, Floats, Ints, Ints, int, int]:
    keep = settings.paths or MOST_ITINERARIES
    found = _paths(
        network.first,
        network.end,
        network.km,
        network.is_transit,
        is_open,
        settings.awareness,
        keep,
        MOST_ITINERARIES,
    )
    origin, end, km, first_leg, legs, n_beyond = found
    if len(end) >= MOST_ITINERARIES:
        message = f"over {MOST_ITINERARIES:,} itineraries: lower destination.paths or destination.awareness"
        raise UsageError(message)
    weight = distance_weight(km, settings.softening_km, settings.distance_power * settings.weight_power)
    _, group = np.unique(origin * network.n_locations + end, return_inverse=True)
    top = np.zeros(group.max(initial=-1) + 1)
    np.maximum.at(top, group, weight)
    best = top[group]
    kept = weight >= settings.prune_below * best
    n_legs = np.diff(first_leg)
    first = np.searchsorted(origin[kept], np.arange(network.n_locations + 1)).astype(np.int64)
    kept_first_leg = np.concatenate([[0], np.cumsum(n_legs[kept])]).astype(np.int64)
    return (
        first,
        end[kept],
        km[kept],
        kept_first_leg,
        legs[np.repeat(kept, n_legs)],
        int((~kept).sum()),
        n_beyond,
    )


@compiled
def _paths(
    first: Ints,
    ends: Ints,
    km: Floats,
    is_transit: Bools,
    is_open: Bools,
    awareness: int,
    keep: int,
    most: int,
) -> tuple[Ints, Ints, Floats, Ints, Ints, int]:
    """Simple paths from every location, shortest first (Dijkstra's search with several labels a location).

    A label is dropped if `keep` others reached its location over no more kilometres and no more legs.
    """
    n_locations = len(first) - 1
    origins, finals, lengths, sizes, arcs = [0][:0], [0][:0], [0.0][:0], [0][:0], [0][:0]
    n_beyond = 0
    for origin in range(n_locations):
        # a label: its location, legs so far, the label before it, the arc taken
        where, legs, before, arc, far = [origin], [0], [-1], [-1], [0.0]
        heap = [(0.0, 0)]
        n_ends = np.zeros(n_locations, dtype=np.int64)
        n_settled = np.zeros((n_locations, awareness + 1), dtype=np.int64)
        while len(heap) > 0 and len(finals) < most:
            _, label = heappop(heap)
            here = where[label]
            if label > 0:
                rivals = 0
                for fewer in range(legs[label] + 1):
                    rivals += n_settled[here, fewer]
                if rivals >= keep:
                    n_beyond += 1
                    continue
                n_settled[here, legs[label]] += 1
                if not is_transit[here] and n_ends[here] < keep:
                    n_ends[here] += 1
                    origins.append(origin)
                    finals.append(here)
                    lengths.append(far[label])
                    sizes.append(_trace(label, before, arc, arcs))
            if legs[label] == awareness:
                continue
            for a in range(first[here], first[here + 1]):
                if is_open[a] and not _visited(ends[a], label, where, before):
                    where.append(ends[a])
                    legs.append(legs[label] + (0 if is_transit[ends[a]] else 1))
                    before.append(label)
                    arc.append(a)
                    far.append(far[label] + km[a])
                    heappush(heap, (far[-1], len(far) - 1))
    first_leg = np.zeros(len(sizes) + 1, dtype=np.int64)
    for r in range(len(sizes)):
        first_leg[r + 1] = first_leg[r] + sizes[r]
    return (
        np.array(origins, dtype=np.int64),
        np.array(finals, dtype=np.int64),
        np.array(lengths, dtype=np.float64),
        first_leg,
        np.array(arcs, dtype=np.int64),
        n_beyond,
    )


@compiled
def _trace(label: int, before: list[int], arc: list[int], arcs: list[int]) -> int:
    """Write the arcs that lead to a label, in the order of travel; their number."""
    size = 0
    at = label
    while before[at] >= 0:
        size += 1
        at = before[at]
    begin = len(arcs)
    arcs.extend([0] * size)
    at = label
    for position in range(size - 1, -1, -1):
        arcs[begin + position] = arc[at]
        at = before[at]
    return size


@compiled
def _visited(location: int, label: int, where: list[int], before: list[int]) -> bool:
    at = label
    while at >= 0:
        if where[at] == location:
            return True
        at = before[at]
    return False
