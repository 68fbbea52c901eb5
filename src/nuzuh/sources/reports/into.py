"""Claims into the observations of a scenario: reported rows, each with its sentence, and what is refused and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nuzuh.errors import UsageError
from nuzuh.scenario.cells import format_cell
from nuzuh.scenario.csvfile import read_csv
from nuzuh.scenario.folder import own_folder, read_scenario
from nuzuh.scenario.observations import REPORTED
from nuzuh.scenario.schema import columns_of
from nuzuh.scenario.table_text import replace_table, with_rows
from nuzuh.scenario.tables import table_of, write_table
from nuzuh.sources.reports.fitting import (
    MOST_PER_HOUSEHOLD,
    QUANTITY_OF,
    is_cumulative,
    location_of,
    per_household,
    reasons_against,
)
from nuzuh.sources.reports.merge import Merged, merged, place_of
from nuzuh.sources.reports.wording import BETWEEN, quoted_sentence

if TYPE_CHECKING:
    import pandas as pd

    from nuzuh.scenario.scenario import Scenario
    from nuzuh.sources.reports.claims import Claim, ReadReport

Row = dict[str, Any]
TABLE: Final = "observations"
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
        reasons = reasons_against(one, scenario, persons_per_household)
        if reasons:
            refusals.append(Refusal(one.claims, one.sources, tuple(reasons)))
        else:
            rows.append(_row(one, scenario, persons_per_household))
    return rows, refusals


def _check_household(persons: float | None) -> None:
    if persons is not None and not 0 < persons <= MOST_PER_HOUSEHOLD:
        message = f"{persons:g} persons per household: give a number above 0, to {MOST_PER_HOUSEHOLD}"
        raise UsageError(message)


def _row(one: Merged, scenario: Scenario, persons_per_household: float | None) -> Row:
    claim, factor = one.claim, _factor(one, persons_per_household)
    low, high = (None if end is None else round(end * factor) for end in (claim.quantity_low, claim.quantity_high))
    ends = sorted(end for end in (low, high) if end is not None)
    numbers = {"value": ends[0]} if ends[0] == ends[-1] else {"low": ends[0], "high": ends[-1]}
    since = {"since": one.subject.first} if is_cumulative(one) else {}
    return {
        "date": one.subject.last,
        **since,
        "location": location_of(place_of(claim), scenario),
        "quantity": QUANTITY_OF[claim.kind],
        **numbers,
        "published": one.published,
        "source": BETWEEN.join(one.sources),
        "fit": True,
        "status": REPORTED,
        "note": f"{_sentence(claim)} ({', '.join(_remarks(one, factor))})",
    }


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
    if one.subject.first is None and is_cumulative(one):
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
    return (per_household(one, persons_per_household) or 1.0) if one.subject.unit == "families" else 1.0


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
