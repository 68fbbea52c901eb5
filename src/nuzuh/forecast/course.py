"""What is known at a forecast origin of the days after it: the course of conflict, closures and interventions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from nuzuh.errors import UsageError, near_misses
from nuzuh.model.forcing import Forcing
from nuzuh.model.setting import Setting, setting_of
from nuzuh.model.spells import spelled
from nuzuh.scenario.tables import table_of
from nuzuh.typing import Floats

if TYPE_CHECKING:
    from collections.abc import Callable

    from nuzuh.model.params import Params
    from nuzuh.scenario.scenario import Scenario

CourseName = Literal["known", "held"]
COURSES: tuple[CourseName, ...] = ("known", "held")
HELD_DAYS = 30
"""Days over which the intensity is averaged that is held from the origin on."""
SPELLS = ("closures", "interventions", "floods")
SCALES = ("ceasefire", "scale_conflict")


def check_course(course: str) -> None:
    """See that there is such a course.

    Raises:
        UsageError: There is not.
    """
    if course not in COURSES:
        message = f"no course of conflict '{course}': {near_misses(course, COURSES)}"
        raise UsageError(message)


def longer(scenario: Scenario, n_days: int) -> Scenario:
    """The scenario with at least so many days; spells without an end go on, what has one ends."""
    return replace(scenario, end=max(scenario.end, scenario.date_of(n_days - 1)))


def as_known_on(scenario: Scenario, day: int) -> Scenario:
    """The scenario with those closures, interventions and floods alone that had begun by the end of a day.

    Those in force on the day stay in force: nobody knew their end. A location that was to be added later is not
    added. What scales the conflict ends on the day, since `held` goes on from the conflict as it was under it.

    Args:
        scenario: As it is known today.
        day: Index of the origin.
    """
    today = pd.Timestamp(scenario.date_of(day))
    return scenario.with_tables(**{name: _known_rows(scenario.tables[name], today) for name in SPELLS})


def what_is_known(scenario: Scenario, day: int) -> tuple[bytes, ...]:
    """Which rows have begun by the end of a day and which have ended: the same for days on which the same is known.

    A row that scales the conflict ends on whichever day it is looked at, but only the past can tell.
    """
    today = pd.Timestamp(scenario.date_of(day))
    tables = [scenario.tables[name] for name in SPELLS]
    return tuple((table[column] > today).to_numpy().tobytes() for table in tables for column in ("start", "end"))


def _known_rows(table: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    action = table["action"] if "action" in table else pd.Series("", index=table.index)
    begun = ~(table["start"] > today)
    never = ~begun & (action == "add_location")
    kept = table[begun | never].copy()
    kept.loc[never[kept.index], "start"] = pd.Timestamp.max.normalize()
    goes_on = kept["end"].isna() | (kept["end"] > today)
    kept.loc[goes_on, "end"] = pd.NaT
    kept.loc[goes_on & action[kept.index].isin(SCALES), "end"] = today
    return kept


def held(intensity: Floats, day: int, over_days: int = HELD_DAYS) -> Floats:
    """Intensities of which those after a day are the mean of the last days up to it, shape (D, L).

    Examples:
        >>> held(np.array([[0.0], [1.0], [0.0]]), 1, over_days=2).ravel().tolist()
        [0.0, 1.0, 0.5]
    """
    found = intensity.copy()
    found[day + 1 :] = intensity[max(0, day + 1 - over_days) : day + 1].mean(axis=0)
    return found


def held_forcing(forcing: Forcing, past: Floats, day: int) -> Forcing:
    """A forcing whose conflict goes on from a day as it was in the last days.

    Args:
        forcing: Of a scenario as it is known on the day.
        past: Intensity of all days under interventions, shape (D, L); that of later days plays no part.
        day: Index of the origin.
    """
    intensity, begins = held(past, day), forcing.begins.copy()
    begins[day + 1 :] = False
    return replace(forcing, intensity=intensity, unspared=intensity, p_breach=np.zeros_like(intensity), begins=begins)


def changed_setting(
    scenario: Scenario,
    params: Params,
    past: Floats,
    days: tuple[int, int],
    change: Callable[[Scenario], Scenario],
) -> tuple[Setting, Forcing]:
    """A what-if beside a conflict that goes on as it was: its setting, and its expected forcing.

    Args:
        scenario: As it is known at the origin.
        params: Its parameters.
        past: Intensity of all days without the what-if, under interventions, shape (D, L).
        days: The origin, and the day from which the conflict goes on as it was. What the what-if changes up to the
            origin is not heeded: people are where they are.
        change: The what-if.
    """
    origin, held_from = days
    told = spelled(scenario)
    setting = setting_of(change(told.with_tables(conflict=_held_rows(told, past, held_from))), params)
    forcing = setting.forcing.expected()
    intensity, begins = forcing.intensity.copy(), forcing.begins.copy()
    intensity[: origin + 1] = 0.0
    intensity[: origin + 1, : past.shape[1]] = past[: origin + 1]
    begins[held_from + 1 : held_from + 2] = False  # what goes on is no new spell
    return setting, replace(forcing, intensity=intensity, begins=begins)


def _held_rows(scenario: Scenario, past: Floats, day: int) -> pd.DataFrame:
    """The table of conflict with what is known by a day, and a row for each location where it goes on."""
    table, today = scenario.tables["conflict"], pd.Timestamp(scenario.date_of(day))
    if day + 1 >= len(past):
        return table
    known = table[~(table["start"] > today)].copy()
    known.loc[known["end"].isna() | (known["end"] > today), "end"] = today
    start, means = scenario.date_of(day + 1), held(past, day)[day + 1]
    burning = np.flatnonzero(means > 0)
    names = scenario.locations["name"].iloc[burning]
    rows = [{"location": name, "start": start, "intensity": 1, "status": "modelled"} for name in names]
    goes_on = table_of(rows, "conflict").assign(intensity=means[burning])  # as text they would be rounded
    goes_on.index = goes_on.index + max(known.index, default=0)
    return pd.concat([known, goes_on]) if len(known) else goes_on
