"""What-ifs about fighting: a ceasefire, none, and fighting that goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.model.forcing import conflict_by_day
from nuzuh.scenario.tables import table_of
from nuzuh.typing import Floats
from nuzuh.what_ifs.arguments import Arguments, Day
from nuzuh.what_ifs.changes import (
    ONE_DAY,
    Change,
    Row,
    marked,
    outside,
    rows_of,
    span,
    spells_of,
    with_frames,
    with_rows,
)

if TYPE_CHECKING:
    import pandas as pd

    from nuzuh.scenario.scenario import Scenario


def ceasefire(
    start: Day = None, end: Day = None, where: str = "", breach_rate: float = 0.0, quiets: float = 1.0
) -> Change:
    """A ceasefire: conflict is quieted for some days, unless it is breached.

    Args:
        start: First day; None is the scenario's first.
        end: Last day, included; None is the scenario's last.
        where: A location or any name that stands for several; blank is everywhere.
        breach_rate: Probability per day that a location is not spared, drawn for each location and day.
        quiets: Share by which conflict falls where it is kept: 1 is silence.

    Returns:
        A function from a scenario to one with a row more in its interventions.

    Raises:
        WhatIfError: When the function is called: an argument cannot be used.

    Examples:
        >>> import nuzuh
        >>> calm = nuzuh.ceasefire(start="2021-03-10")(nuzuh.read_scenario("valley"))
        >>> calm.tables["interventions"]["action"].tolist()
        ['ceasefire']
    """

    def change(scenario: Scenario) -> Scenario:
        ask = Arguments("ceasefire", scenario)
        first, last = ask.days(start, end)
        row = {"action": "ceasefire", "from": ask.place("where", where), "start": first, "end": last}
        row |= {"value": 1.0 - ask.share("quiets", quiets), "breach_rate": ask.share("breach_rate", breach_rate)}
        ask.accept()
        return with_rows(scenario, ask.name, interventions=[row])

    return change


def no_ceasefire(start: Day = None, end: Day = None, where: str = "") -> Change:
    """No ceasefire: those in force on some days do not happen.

    What the table of conflict says goes on undiminished then. If it ends with the ceasefire, add `prolong_conflict`.

    Args:
        start: First day; None is the scenario's first.
        end: Last day, included; None is the scenario's last.
        where: A location or any name that stands for several; blank is everywhere.

    Returns:
        A function from a scenario to one in whose interventions these rows are cut or dropped.

    Raises:
        WhatIfError: When the function is called: an argument cannot be used, or no ceasefire is in force then.

    Examples:
        >>> import nuzuh
        >>> idlib = nuzuh.read_scenario("idlib-2020")
        >>> war = nuzuh.no_ceasefire(start="2020-03-01")(idlib)
        >>> len(idlib.tables["interventions"]), len(war.tables["interventions"])
        (2, 1)
    """

    def change(scenario: Scenario) -> Scenario:
        ask = Arguments("no-ceasefire", scenario)
        first, last = ask.days(start, end)
        spared = set(scenario.places[ask.place("where", where)])
        ask.accept()
        rows = rows_of(scenario, "interventions")
        kept = [part for row in rows for part in _without(scenario, row, first, last, spared)]
        if kept == rows:
            spells = [span(scenario, row) for row in rows if row["action"] == "ceasefire"]
            known = ", ".join(f"{begun} to {over}" for begun, over in spells) or "the scenario has none"
            ask.refuse("", f"no ceasefire is in force there from {first} to {last}", f"ceasefires: {known}")
        ask.accept()
        return with_frames(scenario, ask.name, interventions=table_of(kept, "interventions"))

    return change


def prolong_conflict(start: Day = None, end: Day = None, *, like: Sequence[Day], where: str = "") -> Change:
    """Fighting goes on: on some days it is what it was on average on others.

    The average is taken for each location, over the tables of conflict and events (by the scenario's own parameters),
    that is before ceasefires and other interventions; these act on what is added, as on all conflict. Where there is
    heavier fighting on a day, that stays. Events are kept, so that members that differ in how these become conflict
    have the days before as they were.

    Args:
        start: First day; None is the scenario's first.
        end: Last day, included; None is the scenario's last.
        like: First and last of the days over which the average is taken.
        where: A location or any name that stands for several; blank is everywhere.

    Returns:
        A function from a scenario to one with rows added to its conflict, and weaker ones cut.

    Raises:
        WhatIfError: When the function is called: an argument cannot be used, or nobody fought on those days.

    Examples:
        >>> import nuzuh
        >>> on = nuzuh.prolong_conflict(start="2021-03-25", like=("2021-03-05", "2021-03-14"), where="Ford")
        >>> on(nuzuh.read_scenario("valley")).tables["conflict"][["location", "intensity"]].to_numpy().tolist()
        [['Ford', 0.8], ['Mill', 0.5], ['Ford', 0.8]]
    """

    def change(scenario: Scenario) -> Scenario:
        ask = Arguments("prolong-conflict", scenario)
        days = ask.days(start, end)
        of_old = _like(ask, like)
        rows_there = list(scenario.places[ask.place("where", where)])
        ask.accept()
        mean = np.zeros(len(scenario.locations))
        mean[rows_there] = np.round(_mean_intensity(scenario, of_old)[rows_there], 4)
        if not mean.any():
            ask.refuse("like", f"nobody fought there from {of_old[0]} to {of_old[1]}", "choose days with fighting")
        ask.accept()
        kept = [part for row in rows_of(scenario, "conflict") for part in _heavier(scenario, row, mean, days)]
        new = list(_filled(scenario, table_of(kept, "conflict"), mean, days, of_old))
        return with_frames(scenario, ask.name, conflict=table_of([*kept, *marked(new, ask.name)], "conflict"))

    return change


def _without(scenario: Scenario, row: Row, first: date, last: date, spared: set[int]) -> Iterator[Row]:
    """What is left of an intervention when ceasefires are taken out of some days and locations."""
    start, end = span(scenario, row)
    there = scenario.places[row["from"]] if row["action"] == "ceasefire" else ()
    if spared.isdisjoint(there) or last < start or end < first:
        yield row
        return
    yield from outside(scenario, row, first, last)
    names = scenario.locations["name"]
    for at in there:
        if at not in spared:
            yield {**row, "from": names.iloc[at], "start": max(start, first), "end": min(end, last)}


def _like(ask: Arguments, like: Sequence[Day]) -> tuple[date, date]:
    """The days that are the pattern."""
    if isinstance(like, str) or not isinstance(like, Sequence) or len(like) != 2:
        ask.refuse("like", "like is not a first and a last day", "write two days, as [2020-02-20, 2020-03-05]")
        return ask.scenario.start, ask.scenario.end
    return ask.days(like[0], like[1], names=("like", "like"))


def _mean_intensity(scenario: Scenario, days: tuple[date, date]) -> Floats:
    """Mean intensity of each location over some days, before interventions, shape (L,)."""
    intensity, _ = conflict_by_day(scenario)
    mean: Floats = intensity[scenario.day_of(days[0]) : scenario.day_of(days[1]) + 1].mean(axis=0)
    return mean


def _heavier(scenario: Scenario, row: Row, mean: Floats, days: tuple[date, date]) -> Iterator[Row]:
    """A row of conflict, without the days on which the average is heavier."""
    if row["intensity"] < mean[scenario.location_ix[row["location"]]]:
        yield from outside(scenario, row, *days)
    else:
        yield row


def _filled(
    scenario: Scenario, kept: pd.DataFrame, mean: Floats, days: tuple[date, date], like: tuple[date, date]
) -> Iterator[Row]:
    """Rows with the average for the days on which neither a row that is kept nor an event is as heavy."""
    intensity, _ = conflict_by_day(scenario.with_tables(conflict=kept))
    event = f"as on average from {like[0]} to {like[1]}"
    for at in np.flatnonzero(mean):
        is_less = intensity[scenario.day_of(days[0]) : scenario.day_of(days[1]) + 1, at] < mean[at]
        for begun, over in spells_of(is_less):
            spell = {"start": days[0] + begun * ONE_DAY, "end": days[0] + over * ONE_DAY}
            name = scenario.locations["name"].iloc[at]
            yield {"location": name, **spell, "intensity": float(mean[at]), "event": event}
