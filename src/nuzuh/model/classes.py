"""Kinds of people: groups, homes, and what they remember of their journey."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import UsageError
from nuzuh.model.conditions import DRIVES, N_RECENT, WALKS_FIRST_LEG, Classes
from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    import pandas as pd

    from nuzuh.model.params import Params
    from nuzuh.scenario.scenario import Scenario

MULTIPLIERS = ("rel_displacement", "rel_departure", "rel_camp", "rel_abroad", "pull_power")
"""Columns of groups; those that share all of them are one to the rules."""
MOST_CELLS = 200_000_000
"""Above this a single array of people by location and class would take over 1.6 gigabytes."""


def groups_of(scenario: Scenario) -> dict[str, Floats]:
    """Share and multipliers of each group; groups that differ in no multiplier are one to the rules."""
    if not len(scenario.tables["groups"]):
        return {name: np.ones(1) for name in ("share", *MULTIPLIERS)}
    merged = _merged(scenario)
    return {name: merged[name].to_numpy(dtype=np.float64) for name in ("share", *MULTIPLIERS)}


def group_names(scenario: Scenario) -> list[str]:
    """Names of the groups that the rules tell apart, in order; those that are one to them are joined by a plus.

    Returns:
        No names where everybody is in one group.
    """
    names: list[str] = _merged(scenario)["group"].tolist()
    return names if len(names) > 1 else []


def _merged(scenario: Scenario) -> pd.DataFrame:
    """The table of groups with those in one row that differ in no multiplier."""
    groups = scenario.tables["groups"].groupby(list(MULTIPLIERS), sort=False, as_index=False)
    return groups.agg(group=("group", " + ".join), share=("share", "sum"))


def classes_of(scenario: Scenario, params: Params, rel_displacement: Floats) -> Classes:
    """Group and home of each class; homes count only where people return to them.

    Where it matters, whether people have arrived anywhere yet and how much they travelled of late come in as well.
    """
    n_groups, n_stages = len(rel_displacement), 2 if params.travel.first_leg_on_foot else 1
    n_recent = N_RECENT if params.departure.avoid_short_stints else 1
    homes = (
        np.append(np.flatnonzero(scenario.locations["population"] > 0), -1) if params.returns.rate else np.array([-1])
    )
    shape = (n_groups, len(homes), n_stages, n_recent)
    if int(np.prod(shape)) * len(scenario.locations) > MOST_CELLS:
        message = (
            f"returns among {len(homes)} homes and {n_groups} groups need too much memory: set returns.rate=0, "
            "or use fewer locations"
        )
        raise UsageError(message)
    k = np.arange(int(np.prod(shape))).reshape(shape)
    group, home, stage, _ = (ix.reshape(-1) for ix in np.indices(shape))
    return Classes(
        group=group,
        home=homes[home],
        pace=np.where((stage == 0) & (n_stages == 2), WALKS_FIRST_LEG, DRIVES),
        settled=np.repeat(k[:, :, -1:], n_stages, axis=2).reshape(-1),
        n_recent=n_recent,
        rel_displacement=rel_displacement,
    )


def people_at_start(scenario: Scenario, classes: Classes, shares: Floats, *, returns: bool) -> tuple[Floats, Floats]:
    """People at home and displaced persons on the first morning, by location and class, shapes (L, K).

    Groups get their share of each location, rounded so that each location keeps its number of people.

    Args:
        scenario: Where people live.
        classes: Kinds of people.
        shares: Of each group, shape (G,).
        returns: Whether anybody goes home, so that classes have homes.
    """
    locations = scenario.locations
    at_home = _shared_out(locations["population"].to_numpy(), shares)
    displaced = _shared_out(locations["displaced"].to_numpy(), shares)
    homes, strangers = (np.zeros((len(locations), len(classes.group))) for _ in range(2))
    variants = len(classes.group) // max(len(np.unique(classes.group)) * len(np.unique(classes.home)), 1)
    for k in range(0, len(classes.group), variants):  # the first of each: nobody has travelled yet
        group, home = classes.group[k], classes.home[k]
        if home >= 0:
            homes[home, k] = at_home[home, group]
        else:
            strangers[:, k] = displaced[:, group]
            if not returns:
                homes[:, k] = at_home[:, group]
    return homes, strangers


def _shared_out(people: Ints, shares: Floats) -> Floats:
    """Whole persons by group, shape (L, G): rounded down, then up where most is missing."""
    exact = people[:, None] * shares
    whole = np.floor(exact)
    missing = people - whole.sum(axis=1).astype(np.int64)
    rank = np.argsort(np.argsort(whole - exact, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray(whole + (rank < missing[:, None]))
