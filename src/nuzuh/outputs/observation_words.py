"""What was counted, over which days and where, in the words of a table."""

from __future__ import annotations

from datetime import date
from typing import Final

WORDS: Final = {
    "cum_displaced": "displaced",
    "n_displaced": "staying",
    "cum_arrivals": "arrivals",
    "cum_departures": "departures",
    "cum_returned": "returned",
    "cum_moves": "moves",
    "n_at_home": "at home",
}


def counted(quantity: str, since: date | None, until: date) -> str:
    """What was counted, and over which days where these are not all since the first.

    Examples:
        >>> counted("cum_departures", date(2020, 2, 1), date(2020, 2, 29))
        'departures 1-29 Feb'
        >>> counted("cum_departures", None, date(2020, 2, 29))
        'departures so far'
    """
    if since is not None:
        return f"{WORDS[quantity]} {period(since, until)}"
    return f"{WORDS[quantity]} so far" if quantity.startswith("cum_") else WORDS[quantity]


def period(since: date, until: date) -> str:
    """The days from one date to another, as short as can be.

    Examples:
        >>> period(date(2019, 12, 20), date(2020, 1, 3))
        '20 Dec 2019-3 Jan 2020'
    """
    if since == until:
        return f"{until.day} {until:%b}"
    if since.year != until.year:
        return f"{since.day} {since:%b %Y}-{until.day} {until:%b %Y}"
    first = f"{since.day}" if since.month == until.month else f"{since.day} {since:%b}"
    return f"{first}-{until.day} {until:%b}"


def way(origin: str, to: str) -> str:
    """From where to where people set out; "any" where a name is blank.

    Examples:
        >>> way("Idleb", "")
        'Idleb to any'
    """
    return f"{origin or 'any'} to {to or 'any'}"
