"""The arguments of a what-if, looked at one by one; all that is wrong with them is raised at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from nuzuh.errors import WhatIfError, near_misses, quoted
from nuzuh.scenario.cells import CellError, parse_date

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

Day = str | date | None
"""A day as year-month-day or a date; None stands for the scenario's first or last."""
Names = str | Sequence[str]
"""One name or several."""


class Arguments:
    """What somebody asked for, checked against a scenario.

    Each method gives back the argument as it can be used, or a stand-in where it cannot; `accept` raises all that was
    refused. Arguments come from code and from files, so that any type may be met.

    Args:
        name: Of the what-if, as files write it.
        scenario: The scenario that it is to change.
    """

    def __init__(self, name: str, scenario: Scenario) -> None:
        """Begin with nothing refused."""
        self.name = name
        self.scenario = scenario
        self.refused: list[tuple[str, str, str]] = []

    def refuse(self, argument: str, what: str, way_out: str) -> None:
        """Note what is wrong with an argument (blank: with all of them together), and the way out."""
        self.refused.append((argument, what, way_out))

    def accept(self) -> None:
        """Go on if nothing was refused.

        Raises:
            WhatIfError: Something was.
        """
        if self.refused:
            raise WhatIfError(self.name, self.refused)

    def days(self, start: object, end: object, names: tuple[str, str] = ("start", "end")) -> tuple[date, date]:
        """The first and the last day of what is asked for."""
        n_refused = len(self.refused)
        first = self._day(names[0], start, self.scenario.start)
        last = self._day(names[1], end, self.scenario.end)
        if last < first and len(self.refused) == n_refused:
            self.refuse(names[1], f"end {last} lies before start {first}", "swap them")
        return first, last

    def _day(self, argument: str, value: object, default: date) -> date:
        if value is None:
            return default
        try:
            day = value.date() if isinstance(value, datetime) else value
            day = day if isinstance(day, date) else parse_date(str(day), argument)
        except CellError as error:
            self.refuse(argument, error.what, error.way_out)
            return default
        if not self.scenario.start <= day <= self.scenario.end:
            way_out = f"choose a day from {self.scenario.start} to {self.scenario.end}"
            self.refuse(argument, f"{argument} {day} lies outside the scenario's days", way_out)
            return default
        return day

    def place(self, argument: str, value: object, *, everywhere: bool = True) -> str:
        """A location, or any name that stands for several; blank stands for all where that makes sense."""
        if not isinstance(value, str):
            self.refuse(argument, f"{argument} {_shown(value)} is not a name", "write the name of a place")
        elif value not in self.scenario.places or not (value or everywhere):
            known = [name for name in dict.fromkeys([*self.scenario.location_ix, *self.scenario.places]) if name]
            what = f"unknown place {quoted(value)}" if value else f"{argument} is blank"
            self.refuse(argument, what, near_misses(value, known))
        else:
            return value
        return ""

    def location(self, argument: str, value: object) -> str:
        """One location."""
        if not isinstance(value, str):
            self.refuse(argument, f"{argument} {_shown(value)} is not a name", "write the name of a location")
            return ""
        return next(iter(self.locations(argument, value)), "")

    def locations(self, argument: str, value: object) -> tuple[str, ...]:
        """One location or several, each once."""
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
            self.refuse(argument, f"{argument} {_shown(value)} is not a list of names", "write one name or several")
            return ()
        known = list(self.scenario.location_ix)
        for name in dict.fromkeys(names):
            if name not in self.scenario.location_ix or not name:
                what = f"unknown location {quoted(name)}" if name else f"a name in {argument} is blank"
                self.refuse(argument, what, near_misses(name, known))
        return tuple(name for name in dict.fromkeys(names) if name in self.scenario.location_ix)

    def share(self, argument: str, value: object) -> float:
        """A number from 0 to 1."""
        return self.number(argument, value, 0.0, 1.0)

    def number(self, argument: str, value: object, low: float, high: float = math.inf, unit: str = "") -> float:
        """A finite number within bounds, both included."""
        number = _float(value)
        bounds = f"from {low:g} up" if high == math.inf else f"from {low:g} to {high:g}"
        bounds += f" ({unit})" if unit else ""
        if number is None:
            self.refuse(argument, f"{argument} {_shown(value)} is not a number", f"give one {bounds}")
            return low
        if not low <= number <= high:
            self.refuse(argument, f"{argument} is {number:g}", f"give a number {bounds}")
            return low
        return number

    def choice(self, argument: str, value: object, known: Sequence[str]) -> str:
        """One of several words."""
        if value not in known:
            self.refuse(argument, f"{argument} {_shown(value)} is not known", near_misses(str(value), known))
            return known[0]
        return str(value)


def _float(value: Any) -> float | None:
    """A finite number, or None for anything else, flags included."""
    if isinstance(value, bool | str):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _shown(value: object) -> str:
    """Whatever was given, short and on one line."""
    return quoted(str(value))
