"""Claims into the observations of a scenario: reported rows, each with its sentence, and what is refused and why."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nuzuh.errors import UsageError, close_names, quoted
from nuzuh.scenario.cells import format_cell
from nuzuh.scenario.csvfile import read_csv
from nuzuh.scenario.folder import own_folder, read_scenario
from nuzuh.scenario.observations import REPORTED
from nuzuh.scenario.schema import columns_of
from nuzuh.scenario.table_text import replace_table, with_rows
from nuzuh.scenario.tables import table_of, write_table
from nuzuh.sources.reports.merge import Merged, merged, place_of
from nuzuh.sources.reports.wording import BETWEEN, quoted_sentence

if TYPE_CHECKING:
    import pandas as pd

    from nuzuh.scenario.scenario import Scenario
    from nuzuh.sources.reports.claims import Claim, ReadReport

Row = dict[str, Any]
TABLE: Final = "observations"
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
KEY: Final = ("date", "since", "location", "quantity", "value", "low", "high")
"""Columns that are the same in rows that say the same."""


@dataclass(frozen=True)
class Refusal:
    """Claims that do not become a row.

    Args:
        claims: They say the same.
        sources: Who says so.
        reasons: Why not, all of them.
    """

    claims: tuple[Claim, ...]
    sources: tuple[str, ...]
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        """The refusal on one line."""
        claim = self.claims[0]
        return f"{BETWEEN.join(self.sources)}: {claim.kind}: {', and '.join(self.reasons)}: {_sentence(claim)}"


@dataclass(frozen=True)
class Added:
    """What was added to a folder.

    Args:
        rows: The new rows of its observations.
        refusals: Claims that became none.
        n_known: Rows that the table had already.
    """

    rows: tuple[Row, ...]
    refusals: tuple[Refusal, ...]
    n_known: int


def add_to(folder: str | Path, reports: Sequence[ReadReport], persons_per_household: float | None = None) -> Added:
    """Append what reports say to the observations of a scenario folder, as rows that nothing uses until accepted.

    The rows that stand in the table stay as they are, to the byte. What it has already is not added again.

    Args:
        folder: A scenario folder of one's own; its table appears whole or not at all.
        reports: As they were read.
        persons_per_household: By which families become persons; None: claims of families are refused.

    Raises:
        UsageError: There is no such folder, it cannot be written, or nobody lives in such households.
        ScenarioError: The folder has faults; all of them are in `.faults`.
    """
    path = own_folder(folder)
    scenario = read_scenario(path)
    rows, refusals = rows_for(reports, scenario, persons_per_household)
    new = _not_yet(rows, scenario.tables[TABLE])
    if new:
        replace_table(path, scenario, TABLE, _text_with(path / f"{TABLE}.csv", new))
    return Added(tuple(new), tuple(refusals), len(rows) - len(new))


def rows_for(
    reports: Sequence[ReadReport], scenario: Scenario, persons_per_household: float | None = None
) -> tuple[list[Row], list[Refusal]]:
    """The rows of observations that reports give a scenario.

    Args:
        reports: As they were read.
        scenario: Whose days and places they must fit.
        persons_per_household: By which families become persons where a claim has no number of its own.

    Returns:
        Rows with status `reported`, and the claims that are none, with all reasons. A number with a modifier (nearly,
        more than) is the `value`, the modifier stands in the note: how far it is off nobody has said, and calibration
        has an error of its own for that. A range is `low` and `high`.

    Raises:
        UsageError: A number of persons per household that is not above 0.
    """
    _check_household(persons_per_household)
    rows, refusals = [], []
    for one in merged(reports):
        reasons = _reasons(one, scenario, persons_per_household)
        if reasons:
            refusals.append(Refusal(one.claims, one.sources, tuple(reasons)))
        else:
            rows.append(_row(one, scenario, persons_per_household))
    return rows, refusals


def _check_household(persons: float | None) -> None:
    if persons is not None and not 0 < persons <= MOST_PER_HOUSEHOLD:
        message = f"{persons:g} persons per household: give a number above 0, to {MOST_PER_HOUSEHOLD}"
        raise UsageError(message)


def _reasons(one: Merged, scenario: Scenario, persons_per_household: float | None) -> list[str]:
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
    if unit == "families" and _per_household(one, persons_per_household) is None:
        yield "it counts families: give the persons per household"
    elif unit not in ("persons", "families"):
        yield f"it counts {quoted(unit)}, a part of the people or something else"


def _nowhere(claim: Claim, scenario: Scenario) -> Iterator[str]:
    name = place_of(claim)
    if not name and (claim.origin or claim.kind not in WHOLE_IF_NOWHERE):
        yield "it does not say where they are"
    elif _location(name, scenario) is None:
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
    if first is not None and _is_cumulative(one):
        if first < scenario.start:
            yield f"it counts since {first}, before the scenario's first day"
        if last is not None and first > last:
            yield f"it counts since {first}, after {last}"


def _row(one: Merged, scenario: Scenario, persons_per_household: float | None) -> Row:
    claim, factor = one.claim, _factor(one, persons_per_household)
    low, high = (None if end is None else round(end * factor) for end in (claim.quantity_low, claim.quantity_high))
    ends = sorted(end for end in (low, high) if end is not None)
    numbers = {"value": ends[0]} if ends[0] == ends[-1] else {"low": ends[0], "high": ends[-1]}
    since = {"since": one.subject.first} if _is_cumulative(one) else {}
    return {
        "date": one.subject.last,
        **since,
        "location": _location(place_of(claim), scenario),
        "quantity": QUANTITY_OF[claim.kind],
        **numbers,
        "published": one.published,
        "source": BETWEEN.join(one.sources),
        "fit": True,
        "status": REPORTED,
        "note": f"{_sentence(claim)} ({', '.join(_remarks(one, factor))})",
    }


def _is_cumulative(one: Merged) -> bool:
    return QUANTITY_OF[one.claim.kind].startswith("cum_")


def _remarks(one: Merged, factor: float) -> Iterator[str]:
    """What whoever looks at a row must know besides its sentence."""
    claim = one.claim
    yield from dict.fromkeys(each.modifier for each in one.claims if each.modifier)
    if one.subject.unit == "families":
        yield f"{_range(claim.quantity_low, claim.quantity_high)} families, {factor:g} persons each"
    if claim.quantity_low is None or claim.quantity_high is None:
        yield "the other end is not given"
    if not one.is_dated:
        yield "the day is that of the report"
    if one.subject.first is None and _is_cumulative(one):
        yield "since when is not told: the scenario's first day"
    if not place_of(claim):
        yield "no place is named: the whole scenario"
    for word, name in (("from", claim.origin), ("in", claim.location), ("to", claim.destination)):
        if name and name != place_of(claim):
            yield f"{word} {name}"
    if one.spread is not None:
        unit = " families" if one.subject.unit == "families" else ""
        yield f"reports differ: {_range(*one.spread)}{unit}"
    words = list(dict.fromkeys(word for each in one.claims for word in each.judging_words))
    if words:
        yield f"judging words: {', '.join(words)}"
    yield f"confidence {min(each.confidence for each in one.claims):.2f}"


def _range(low: int | None, high: int | None) -> str:
    ends = [f"{end:,}" for end in (low, high) if end is not None]
    return " to ".join(dict.fromkeys(ends))


def _factor(one: Merged, persons_per_household: float | None) -> float:
    return (_per_household(one, persons_per_household) or 1.0) if one.subject.unit == "families" else 1.0


def _per_household(one: Merged, persons_per_household: float | None) -> float | None:
    """That of the report, or else the one that was given."""
    own = [each.persons_per_household for each in one.claims if each.persons_per_household]
    return own[0] if own and math.isfinite(own[0]) else persons_per_household


def _location(name: str, scenario: Scenario) -> str | None:
    """A place as the scenario writes it; None where it does not know it."""
    if name in scenario.places:
        return name
    folded = {known.casefold(): known for known in reversed(scenario.places)}
    return folded.get(name.casefold())


def _sentence(claim: Claim) -> str:
    return quoted_sentence(claim.sentence)


def _not_yet(rows: Sequence[Row], table: pd.DataFrame) -> list[Row]:
    """Rows that a table does not have; of a row that it has from some sources, those are left out."""
    told: dict[tuple[str, ...], set[str]] = {}
    for row in table.to_dict("records"):
        told.setdefault(_key(row), set()).update(row["source"].split(BETWEEN))
    new = []
    for row, made in zip(rows, table_of(rows, TABLE).to_dict("records"), strict=True):
        known = told.setdefault(_key(made), set())
        sources = [source for source in row["source"].split(BETWEEN) if source not in known]
        known.update(sources)
        if sources:
            new.append(row | {"source": BETWEEN.join(sources)})
    return new


def _key(row: Row) -> tuple[str, ...]:
    columns = columns_of(TABLE)
    return tuple(format_cell(row[name], columns[name]) for name in KEY)


def _text_with(path: Path, rows: Sequence[Row]) -> str:
    """The text of a table with more rows at its end."""
    if not path.is_file():
        return write_table(table_of(rows, TABLE), TABLE)
    return with_rows(read_csv(path), TABLE, rows)
