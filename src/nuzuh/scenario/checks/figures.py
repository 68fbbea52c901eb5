"""Figures that must agree with each other: what was observed or reported, shares of a whole, standards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nuzuh.errors import Fault, near_misses, quoted
from nuzuh.scenario.observations import REPORTED
from nuzuh.scenario.standards import RISING, shipped_standards
from nuzuh.scenario.standards import standards as standards_of

if TYPE_CHECKING:
    from nuzuh.scenario.checks.subject import Subject


def observations(subject: Subject) -> Iterator[Fault]:
    """Observations without a figure, outside their own interval or outside the scenario."""
    for line, row in subject.each("observations", "value", "low", "high"):
        value, low, high = row["value"], row["low"], row["high"]
        if np.isnan(value) and (np.isnan(low) or np.isnan(high)):
            way_out = "give a value, or low and high"
            yield subject.fault("observations", line, "value", "no value and no interval", way_out)
        if low > high:
            yield subject.fault("observations", line, "low", f"low {low:.15g} is above high {high:.15g}", "swap them")
        elif value < low or value > high:
            what = f"value {value:.15g} is outside its own interval"
            yield subject.fault("observations", line, "value", what, "correct one of the three")
    yield from _outside(subject, "observations")


def unaccepted(subject: Subject) -> Iterator[Fault]:
    """Observations that were read from reports and that nobody has accepted, told once for all of them."""
    rows = subject.rows("observations", "status")
    lines = rows.index[rows["status"] == REPORTED]
    if len(lines):
        verb = "is" if len(lines) == 1 else "are"
        what = f"{len(lines):,} of {len(rows):,} observations {verb} read from a report and not accepted"
        way_out = "nothing uses them; 'nuzuh accept' lists them"
        yield subject.fault("observations", lines[0], "status", what, way_out, "warning")


def observed_periods(subject: Subject) -> Iterator[Fault]:
    """Periods of counts that have none, that end before they begin, or that begin before the scenario."""
    first = pd.Timestamp(subject.scenario.start)
    for line, row in subject.each("observations", "date", "since", "quantity"):
        since, quantity = row["since"], row["quantity"]
        if pd.isna(since):
            continue
        if not quantity.startswith("cum_"):
            what = f"{quantity} is a number on one day and has no first day"
            yield subject.fault("observations", line, "since", what, "leave it blank, or give a cum_ quantity")
        elif since > row["date"]:
            what = f"since {since:%Y-%m-%d} is after date {row['date']:%Y-%m-%d}"
            yield subject.fault("observations", line, "since", what, "swap them")
        elif since < first:
            what = f"since {since:%Y-%m-%d} lies before the scenario's first day"
            yield subject.fault("observations", line, "since", what, "it is not compared", "warning")


def observed_moves(subject: Subject) -> Iterator[Fault]:
    """Destinations of counts that have none, and moves between places that are no units of admin1."""
    scenario = subject.scenario
    units = list(dict.fromkeys(scenario.units))
    for line, row in subject.each("observations", "location", "to", "quantity"):
        if row["quantity"] != "cum_moves":
            if row["to"]:
                what = f"{row['quantity']} does not tell where people go"
                yield subject.fault("observations", line, "to", what, "leave it blank, or give cum_moves")
        elif not units:
            what = "moves are counted between units of admin1, and there are no two of them"
            yield subject.fault("observations", line, "quantity", what, "fill in admin1 in locations.csv")
        else:
            for column in ("location", "to"):
                name = row[column]
                if name in scenario.places and name and name not in units:
                    what = f"{quoted(name)} is no admin1: moves are counted between these alone"
                    yield subject.fault("observations", line, column, what, near_misses(name, units))


def reported(subject: Subject) -> Iterator[Fault]:
    """Reported figures whose ends are the wrong way round, and reports from outside the scenario."""
    for line, row in subject.each("reported", "low", "high"):
        low, high = row["low"], row["high"]
        if low > high:
            yield subject.fault("reported", line, "low", f"low {low:.15g} is above high {high:.15g}", "swap them")
    yield from _outside(subject, "reported")


def _outside(subject: Subject, table: str) -> Iterator[Fault]:
    """Rows with a date outside the scenario's days."""
    first, last = pd.Timestamp(subject.scenario.start), pd.Timestamp(subject.scenario.end)
    dates = subject.rows(table, "date")["date"]
    for line, day in dates[(dates < first) | (dates > last)].items():
        what = f"{day:%Y-%m-%d} lies outside the scenario's days"
        yield subject.fault(table, line, "date", what, "it is not compared", "warning")


def group_shares(subject: Subject) -> Iterator[Fault]:
    """Groups whose shares do not make up the whole population."""
    groups = subject.scenario.tables["groups"]
    if len(groups) and not subject.unread("groups", "share") and abs(groups["share"].sum() - 1) > 1e-6:
        what = f"the shares of all groups sum to {groups['share'].sum():g}"
        yield subject.fault("groups", groups.index[-1], "share", what, "make them sum to 1")


def shelter_shares(subject: Subject) -> Iterator[Fault]:
    """Classes of shelter that do not make up the whole of those displaced."""
    if subject.unread("shelter", "start"):
        return
    unread = subject.unread("shelter", "share")
    shelter = subject.scenario.tables["shelter"]
    for (name, _), rows in shelter.groupby(["location", "start"], dropna=False, sort=False):
        total = rows["share"].sum()
        if unread.isdisjoint(rows.index) and abs(total - 1) > 0.011:  # published shares are rounded to a percent
            what = f"the shares of shelter in {quoted(name) if name else 'all locations'} sum to {total:g}"
            yield subject.fault("shelter", rows.index[-1], "share", what, "make them sum to 1")


def standards(subject: Subject) -> Iterator[Fault]:
    """Factors that are not known, and values that they cannot have."""
    known = shipped_standards()
    for line, name in subject.rows("standards", "factor")["factor"].items():
        if name not in known:
            way_out = near_misses(name, list(known))
            yield subject.fault("standards", line, "factor", f"unknown factor {quoted(name)}", way_out)
    for line, row in subject.each("standards", "factor", "value"):
        standard = known.get(row["factor"])
        if standard is not None and not standard.allows(row["value"]):
            what = f"{standard.factor} {row['value']:.15g} is not possible"
            way_out = f"give {standard.minimum:g} to {standard.maximum:g} {standard.unit}"
            yield subject.fault("standards", line, "value", what, way_out)


def standards_in_order(subject: Subject) -> Iterator[Fault]:
    """Factors that stand above one which they may not exceed, the shipped ones included."""
    if subject.unread("standards", "factor", "value"):
        return
    values, known = standards_of(subject.scenario), shipped_standards()
    lines = {name: line for line, name in subject.scenario.tables["standards"]["factor"].items()}
    for low, high in RISING:
        own = [name for name in (low, high) if name in lines]
        is_possible = all(known[name].allows(values[name]) for name in own)  # else it is reported as such
        if own and is_possible and values[low] > values[high]:
            what = f"{low} {values[low]:g} is above {high} {values[high]:g}"
            yield subject.fault("standards", lines[own[-1]], "value", what, "make it the lower of the two")
