"""What a scenario can take of a claim: which quantity it is, whose, where and when; and why it is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from nuzuh.errors import close_names, quoted
from nuzuh.sources.reports.merge import Merged, place_of

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario
    from nuzuh.sources.reports.claims import Claim

QUANTITY_OF: Final = {
    "displaced_new": "cum_displaced",
    "displaced_total": "n_displaced",
    "hosted": "n_displaced",
    "returned": "cum_returned",
}
"""The observed quantity of each kind of claim that is one."""
WHOLE_IF_NOWHERE: Final = ("displaced_new", "displaced_total", "returned")
"""Kinds that count the people of the whole crisis where no place is named; refugees are hosted somewhere."""
MOST_PER_HOUSEHOLD: Final = 100
MOST: Final = 10**10
"""Persons: as many as a location may have."""


def reasons_against(one: Merged, scenario: Scenario, persons_per_household: float | None) -> list[str]:
    """Why claims are no observation of a scenario; nothing where they are one."""
    if one.claim.kind not in QUANTITY_OF:
        known = ", ".join(QUANTITY_OF)
        return [f"a scenario has no observations of this kind (it has {known})"]
    checks: tuple[Callable[[], Iterable[str]], ...] = (
        lambda: _not_so(one.claim),
        lambda: _no_persons(one, persons_per_household),
        lambda: _nowhere(one.claim, scenario),
        lambda: _at_no_time(one, scenario),
    )
    return [reason for check in checks for reason in check()]


def _not_so(claim: Claim) -> Iterator[str]:
    if claim.negated:
        yield "it is denied"
    if claim.hypothetical:
        yield "it is feared, planned, expected or conditional"


def _no_persons(one: Merged, persons_per_household: float | None) -> Iterator[str]:
    claim, unit = one.claim, one.subject.unit
    if claim.quantity_low is None and claim.quantity_high is None:
        yield "the text gives no number"
    if max(claim.quantity_low or 0, claim.quantity_high or 0) > MOST:
        yield "it counts more people than there are"
    if unit == "families" and per_household(one, persons_per_household) is None:
        yield "it counts families: give the persons per household"
    elif unit not in ("persons", "families"):
        yield f"it counts {quoted(unit)}, a part of the people or something else"


def _nowhere(claim: Claim, scenario: Scenario) -> Iterator[str]:
    name = place_of(claim)
    if not name and (claim.origin or claim.kind not in WHOLE_IF_NOWHERE):
        yield "it does not say where they are"
    elif location_of(name, scenario) is None:
        close = close_names(name, tuple(filter(None, scenario.places)))
        yield f"unknown location {quoted(name)}" + (
            f" (did you mean {' or '.join(map(repr, close))}?)" if close else ""
        )


def _at_no_time(one: Merged, scenario: Scenario) -> Iterator[str]:
    """A day that is not told, and days outside of the scenario; a stock has no first day."""
    first, last = one.subject.first, one.subject.last
    if last is None:
        yield "neither the text nor its report has a date"
    elif not scenario.start <= last <= scenario.end:
        yield f"{last} lies outside the scenario's days"
    if first is not None and is_cumulative(one):
        if first < scenario.start:
            yield f"it counts since {first}, before the scenario's first day"
        if last is not None and first > last:
            yield f"it counts since {first}, after {last}"


def is_cumulative(one: Merged) -> bool:
    """Whether a scenario has it as counted since a first day."""
    return QUANTITY_OF[one.claim.kind].startswith("cum_")


def per_household(one: Merged, persons_per_household: float | None) -> float | None:
    """That of the report, or else the one that was given."""
    own = (each.persons_per_household for each in one.claims)
    return next((n for n in own if n is not None and 0 < n <= MOST_PER_HOUSEHOLD), persons_per_household)


def location_of(name: str, scenario: Scenario) -> str | None:
    """A place as the scenario writes it; None where it does not know it."""
    if name in scenario.places:
        return name
    folded = {known.casefold(): known for known in reversed(scenario.places)}
    return folded.get(name.casefold())
