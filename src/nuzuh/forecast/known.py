"""What was known of a crisis by a date: observations that a run can be compared with, and nothing that came later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from nuzuh.errors import UsageError
from nuzuh.model.params import sound_params
from nuzuh.model.simulate import all_params
from nuzuh.scenario.observations import begins_before, observed, reported

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nuzuh.scenario.scenario import Scenario


@dataclass(frozen=True)
class Known:
    """A crisis as it was known by a date.

    Args:
        scenario: Its days up to the last that is observed, with the observations known by then and no others.
        rows: Observations to compare a run with; `date` is the simulated day with which each is compared, `since`
            the first day of the run that it counts.
        lag_days: By how much these are earlier than those to which the count belongs.
        left_out: Observations that cannot be compared, and why.
    """

    scenario: Scenario
    rows: pd.DataFrame
    lag_days: int
    left_out: tuple[str, ...]


def known_by(scenario: Scenario, until: date | None = None, lag_days: int = 0) -> Known:
    """What was known by the evening of a day: observations dated, and where it is told published, by then.

    Args:
        scenario: With all its observations.
        until: The day; None: the last of the scenario.
        lag_days: Days by which registration runs late: a count is compared with the run so many days before.

    Raises:
        UsageError: Nothing that could be compared was known; it says why, and when something was.
        ParamsError: The scenario's parameters cannot be used.

    Examples:
        >>> import nuzuh
        >>> known = known_by(nuzuh.read_scenario("valley"), date(2021, 4, 1))
        >>> len(known.rows), known.scenario.end
        (1, datetime.date(2021, 3, 15))
    """
    rows = observed(scenario)
    by = pd.Timestamp(until or scenario.end)
    heard = rows[["date", "published"]].max(axis=1)
    known = rows[heard <= by]
    days = known["date"] - pd.Timedelta(days=lag_days)
    reasons = _reasons(scenario, known, days)
    is_used = ~pd.concat([*reasons.values()], axis=1).any(axis=1)
    if not is_used.any():
        raise UsageError(_nothing(scenario, by.date(), heard, reasons))
    left_out = tuple(f"{_rows(n)}: {why}" for why, is_out in reasons.items() if (n := int(is_out.sum())))
    used = known[is_used].assign(date=days[is_used], since=_earlier(scenario, known["since"], lag_days)[is_used])
    cut = scenario.with_tables(observations=known).between(end=used["date"].max().date())
    return Known(cut, used, lag_days, left_out)


def _reasons(scenario: Scenario, rows: pd.DataFrame, days: pd.Series[pd.Timestamp]) -> Mapping[str, pd.Series[bool]]:
    """Why observations cannot be compared, and which."""
    first, last = pd.Timestamp(scenario.start), pd.Timestamp(scenario.end)
    params, given = all_params(scenario), sound_params(scenario.params)
    nobody_returns = params.returns.rate == 0 and "returns.rate" not in given.priors
    is_input = params.displacement.mode == "registrations"
    quantity, is_whole = rows["quantity"], rows["location"] == ""
    return {
        "for checking only (fit is no)": ~rows["fit"],
        "compared with a day outside the run": ~days.between(first, last),
        "counted since a day before the run": begins_before(scenario, rows),
        "nobody returns in this scenario (returns.rate is 0)": (quantity == "cum_returned") & nobody_returns,
        "an input of the run (displacement.mode is registrations)": (quantity == "cum_displaced") & is_whole & is_input,
    }


def _earlier(scenario: Scenario, since: pd.Series[pd.Timestamp], lag_days: int) -> pd.Series[pd.Timestamp]:
    """First days of counts on the clock of the run; nobody was displaced before its own first day."""
    return (since - pd.Timedelta(days=lag_days)).clip(lower=pd.Timestamp(scenario.start))


def _nothing(
    scenario: Scenario, by: date, heard: pd.Series[pd.Timestamp], reasons: Mapping[str, pd.Series[bool]]
) -> str:
    head = f"no observation of '{scenario.name}' known by {by} can be compared with a run"
    found = [f"{int(is_out.sum())} {why}" for why, is_out in reasons.items() if is_out.any()]
    if found:
        return f"{head} ({'; '.join(found)}): give a later --until, or observations of another kind"
    if heard.empty and len(reported(scenario)):
        return f"{head}: its rows are read from reports and not accepted; look at them with 'nuzuh accept'"
    if heard.empty:
        return f"{head}: the table of observations is empty; add counts to observations.csv"
    return f"{head}: the first was known on {heard.min():%Y-%m-%d}; give that day or a later one as --until"


def _rows(n: int) -> str:
    return f"{n} observation{'' if n == 1 else 's'} left out"
