"""The situation brief: what stands on the one page at the top of a report, worked out from the payload."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

import numpy as np

from nuzuh.outputs.brief_chart import Chart, chart_of
from nuzuh.outputs.brief_map import Map, map_of
from nuzuh.outputs.comparison import outcome_label
from nuzuh.outputs.page_numbers import few_digits, summed
from nuzuh.outputs.screen import FIGURE_WORDS

Page = Mapping[str, Any]
N_PLACES: Final = 6
N_REPORTED: Final = 4
READ_DIGITS: Final = 3
MILLION: Final = 1_000_000
MINUS: Final = "\N{MINUS SIGN}"
NEEDED: Final = ("tents", "covered_space_m2", "water_l_per_day", "latrines", "winter_kits")
"""Needs that the brief names: the most in any week."""
CHANGED: Final = (
    ("displaced", "cum_displaced", ""),
    ("destination", "n_displaced", "abroad"),
    ("exposure", "person_days_under_fire", "heavy"),
    ("exposure", "person_nights_below_0_c", ""),
)
"""Outcomes by which what-ifs are put beside the baseline: section, quantity and of."""
CARD: Final = ("purpose", "data", "method", "evaluation", "risks", "contact")


class Figure(NamedTuple):
    """A key figure.

    Args:
        label: What it is.
        median: Of the simulated members.
        interval: Their 90 % interval, in words; blank where all are the same.
        beside: What was observed or reported, in words; blank where nothing was.
    """

    label: str
    median: str
    interval: str
    beside: str = ""


class Change(NamedTuple):
    """What a what-if changes of an outcome.

    Args:
        difference: From the baseline, median with sign.
        interval: Of the difference, in words; blank where all members have the same.
    """

    difference: str
    interval: str


class Brief(NamedTuple):
    """All that the brief shows.

    Args:
        title: Of the scenario.
        days: First and last day, in words.
        figures: Key figures of the baseline.
        places: Most displaced persons staying on the last day.
        needs: The most in any week.
        changes: Outcomes by name, with what each what-if changes of them.
        what_ifs: Name and title of each what-if.
        map: Of the displaced persons staying on the last day.
        chart: Of the displaced since the first day.
        assumptions: In words.
        limits: In words.
        card: Paragraphs by section.
        members: How many.
        varied: What the interval holds.
        version: Of nuzuh.
        hash: Fingerprint of the scenario.
        command: That gives the baseline again.
    """

    title: str
    days: str
    figures: Sequence[Figure]
    places: Sequence[Figure]
    needs: Sequence[Figure]
    changes: Mapping[str, Sequence[Change | None]]
    what_ifs: Sequence[tuple[str, str]]
    map: Map
    chart: Chart
    assumptions: Sequence[str]
    limits: Sequence[str]
    card: Mapping[str, Sequence[str]]
    members: int
    varied: str
    version: str
    hash: str
    command: str


def brief_of(page: Page) -> Brief:
    """Work out the brief of a page.

    Args:
        page: As `page_payload` gives it.

    Examples:
        >>> import nuzuh
        >>> from nuzuh.outputs.page_data import page_payload, run_payload
        >>> valley = nuzuh.read_scenario("valley")
        >>> brief = brief_of(page_payload(valley, [run_payload(nuzuh.simulate(valley, members=9), valley)]))
        >>> brief.days, [figure.label for figure in brief.places][:2]
        ('1 March to 29 April 2021', ['Meadow', 'Market'])
    """
    scenario, baseline = page["scenario"], page["runs"][0]
    first = date.fromisoformat(scenario["start"])
    last = first + timedelta(days=scenario["n_days"] - 1)
    return Brief(
        title=scenario["title"],
        days=_days(first, last),
        figures=[*_totals(page, last), *_checks(page), *_reported(baseline)],
        places=list(_places(page)),
        needs=list(_needs(baseline)),
        changes=_changes(page),
        what_ifs=[(run["name"], run["title"]) for run in page["runs"][1:]],
        map=map_of(page),
        chart=chart_of(page),
        assumptions=page["assumptions"],
        limits=page["limits"],
        card={name: page["card"].get(name, []) for name in CARD},
        members=baseline["members"],
        varied=baseline["varied"],
        version=page["version"],
        hash=scenario["hash"],
        command=baseline["command"],
    )


def _totals(page: Page, last: date) -> Iterator[Figure]:
    total = page["runs"][0]["total"]
    labels = {"cum_displaced": "displaced since the first day, by", "n_displaced": "staying displaced on"}
    for quantity, label in labels.items():
        low, middle, high = (summed(total[quantity][name])[-1] for name in ("q05", "q50", "q95"))
        yield Figure(f"{label} {_day(last)}", _number(middle), _interval(low, high))


def _checks(page: Page) -> Iterator[Figure]:
    """Totals that were counted, the last of them, beside what was simulated for the same day."""
    rows = [
        (page["observations"][row["observation"]], row)
        for row in page["runs"][0]["compared"]
        if _is_total(page["observations"][row["observation"]])
    ]
    for seen, row in sorted(rows, key=lambda pair: str(pair[0]["date"]))[-1:]:
        counted = _ends(seen["low"], seen["high"]) if seen["value"] is None else _counted(seen["value"])
        label = f"displaced by {_day(date.fromisoformat(seen['date']))}, the last count"
        yield Figure(label, _number(row["q50"]), _interval(row["q05"], row["q95"]), f"observed: {counted}")


def _is_total(seen: Mapping[str, Any]) -> bool:
    return seen["quantity"] == "cum_displaced" and not seen["location"] and "since" not in seen


def _reported(run: Page) -> Iterator[Figure]:
    """What dated reports said, beside what was simulated for the same day and place; parts by shelter left out."""
    whole = [row for row in run["reported"] if not row["shelter"]]
    for row in whole[:N_REPORTED]:
        where = f"{row['location']}, " if row["location"] else ""
        label = f"{FIGURE_WORDS[row['figure']]}, {where}{_day(date.fromisoformat(row['date']))}"
        said = _ends(row["reported_low"], row["reported_high"]) or row["words"] or ""
        beside = f"reported: {said}" if said else ""
        yield Figure(label, _number(row["median"]), _interval(row["low"], row["high"]), beside)


def _places(page: Page) -> Iterator[Figure]:
    staying = page["runs"][0]["staying"]
    median = [sum(row) for row in staying["median"]]
    for ix in sorted(range(len(median)), key=lambda at: -median[at])[:N_PLACES]:
        if median[ix] > 0:
            low, high = (sum(staying[name][ix]) for name in ("q05", "q95"))
            yield Figure(page["locations"]["name"][ix], _number(median[ix]), _interval(low, high))


def _needs(run: Page) -> Iterator[Figure]:
    rows = {row["quantity"]: row for row in run["needs"]["rows"]}
    for name in NEEDED:
        if name in rows:
            row = rows[name]
            at = max(range(len(row["q50"])), key=row["q50"].__getitem__)
            yield Figure(row["label"], _number(row["q50"][at]), _interval(row["q05"][at], row["q95"][at]))


def _changes(page: Page) -> dict[str, list[Change | None]]:
    """Outcomes that some run has, with what each what-if changes of them; None where it is not known."""
    known = [None if change is None else _by_key(change["outcomes"]) for change in page["differences"][1:]]
    found = {}
    for section, quantity, of in CHANGED:
        rows = [None if one is None else one.get((section, quantity, of)) for one in known]
        some = next((row for row in rows if row is not None), None)
        if some is not None:
            found[_label(section, quantity, of, some)] = [_change(row) for row in rows]
    return found


def _by_key(outcomes: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str, str], Mapping[str, Any]]:
    return {(row["section"], row["quantity"], row["of"]): row for row in outcomes}


def _label(section: str, quantity: str, of: str, row: Mapping[str, Any]) -> str:
    if section == "displaced":
        return "displaced since the first day"
    if section == "destination":
        return "staying abroad on the last day"
    return outcome_label(section, quantity, of, row["unit"])


def _change(row: Mapping[str, Any] | None) -> Change | None:
    if row is None:
        return None
    low, middle, high = row["difference"]
    return Change(_signed(middle), _interval(low, high, _signed))


def _number(value: float) -> str:
    """A modelled number as people read it: three digits, from millions on in these.

    Examples:
        >>> _number(954_040), _number(1_084_000), _number(0.4)
        ('954,000', '1.08 million', '0')
    """
    rounded = float(few_digits(np.array([value]), READ_DIGITS)[0])
    return f"{rounded / MILLION:,.2f} million" if abs(rounded) >= MILLION else f"{rounded:,.0f}"


def _counted(value: float) -> str:
    """A number as it was counted, with all its digits."""
    return f"{value:,.0f}"


def _signed(value: float) -> str:
    if round(value) == 0:
        return "0"
    return f"{'+' if value > 0 else MINUS}{_number(abs(value))}"


def _interval(low: float, high: float, number: Callable[[float], str] = _number) -> str:
    """From one end to the other; blank where they read the same.

    Examples:
        >>> _interval(9_670_000, 9_703_000)
        '9.67 to 9.70 million'
    """
    first, last = number(low), number(high)
    if first == last:
        return ""
    word = " million"
    return f"{first.removesuffix(word) if last.endswith(word) else first} to {last}"


def _ends(low: float | None, high: float | None) -> str:
    """What was counted or reported, of which either end or both may be missing."""
    if low is None or high is None:
        return f"from {_counted(low)}" if low is not None else f"up to {_counted(high)}" if high is not None else ""
    return _counted(low) if low == high else f"{_counted(low)} to {_counted(high)}"


def _day(when: date) -> str:
    return f"{when.day} {when:%B}"


def _days(first: date, last: date) -> str:
    return f"{_day(first)}{f' {first.year}' if first.year != last.year else ''} to {_day(last)} {last.year}"
