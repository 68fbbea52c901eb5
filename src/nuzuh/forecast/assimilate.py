"""A scenario that learns from what was counted by a date, and runs on from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import UsageError
from nuzuh.forecast.counts import counts_known
from nuzuh.forecast.course import CourseName, as_known_on, changed_setting, check_course, longer
from nuzuh.forecast.drift import drifting
from nuzuh.forecast.learned import learn_into, own_copy
from nuzuh.forecast.learner import Learner, Learning, learner_of
from nuzuh.forecast.simulated import learnable
from nuzuh.model.counts.fork import forked, passage_between
from nuzuh.model.record import BY_GROUP, NEW_DISPLACED, VARIABLES
from nuzuh.model.result import PLACES, dataset_of
from nuzuh.model.setting import conditions_of, setting_of
from nuzuh.model.simulate import Progress, all_params, check_run, run_days

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.forecast.counts import Count
    from nuzuh.scenario.scenario import Scenario

MOST_DAYS = 366
"""For how many days after the origin an analysis can be run on."""
Change = Callable[["Scenario"], "Scenario"]


@dataclass(frozen=True)
class Analysis:
    """What is held of a crisis at a forecast origin.

    Args:
        scenario: Without what gives the answer away.
        learner: The ensemble in the evening of the origin, with what it has learned from each count.
        origin: The date.
        n_known: Days of the scenario's own tables.
        seed: Of all random draws.
    """

    scenario: Scenario
    learner: Learner
    origin: date
    n_known: int
    seed: int

    @property
    def day(self) -> int:
        """Index of the origin."""
        return self.learner.day - 1


def assimilate(
    scenario: Scenario,
    until: date,
    *,
    members: int = 100,
    seed: int = 1,
    how: Learning | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Let a scenario learn from the observations made and published by a date.

    Each count corrects stocks, the level of displacement and the pull of the place that was counted; see `kalman`.

    Args:
        scenario: What is; inputs that give the answer away are taken out.
        until: The forecast origin.
        members: Of the ensemble, at least 2.
        seed: Of all random draws.
        how: How sure the ensemble is of what, registration lag and noise.
        progress: Called after each day with counts, with all days and those done.

    Raises:
        UsageError: An origin outside the scenario, fewer than 2 members, or nothing counted by then.

    Examples:
        >>> import nuzuh
        >>> from datetime import date
        >>> found = assimilate(nuzuh.read_scenario("valley"), date(2021, 4, 11), members=10)
        >>> len(found.learner.lessons)
        3
    """
    day = scenario.day_of(until)
    if not 0 <= day < scenario.n_days or members < 2:
        message = (
            f"origin {until} and {members} members: give a day from {scenario.start} to {scenario.end}, and 2 or more"
        )
        raise UsageError(message)
    check_run(seed, members, "counts")
    counts = counts_known(scenario, until)
    if not counts:
        message = f"nothing in {scenario.name} was counted by {until}: give a later origin, or 'nuzuh run' it"
        raise UsageError(message)
    told = learnable(scenario)
    whole = longer(told, day + 1 + MOST_DAYS)
    setting = setting_of(whole, all_params(whole))
    forcing = setting.forcing.expected()
    learner = learner_of(
        setting, (forcing, conditions_of(setting, forcing)), how or Learning(), members=members, seed=seed
    )
    for same_day in _by_day(counts):
        learner.advance(same_day[0].day + 1)
        learner.learn(same_day)
        if progress is not None:
            progress(day + 1, learner.day)
    learner.advance(day + 1)
    return Analysis(told, learner, until, scenario.n_days, seed)


def run_on(
    analysis: Analysis,
    days: int,
    *,
    course: CourseName = "known",
    change: Change | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Run a learned ensemble on from its origin.

    Runs of one analysis are on the same random numbers, whatever the what-if.

    Args:
        analysis: As `assimilate` gives it; it stays as it is.
        days: How many days.
        course: Whether the conflict after the origin is `known` as in the tables, or `held` as in the last 30 days,
            with closures and interventions that had begun by then.
        change: A what-if. What it changes up to the origin is not heeded.
        progress: Called after each member with all and those done.

    Returns:
        As `simulate`, of the days after the origin, and `cum_displaced` (member, day): persons displaced since the
        first day of the scenario.

    Raises:
        UsageError: An unknown course, or days that cannot be used.

    Examples:
        >>> import nuzuh
        >>> from datetime import date
        >>> found = assimilate(nuzuh.read_scenario("valley"), date(2021, 4, 1), members=5)
        >>> dict(run_on(found, 14).sizes)
        {'member': 5, 'day': 14, 'location': 5, 'route': 6}
    """
    check_course(course)
    if not 1 <= days <= MOST_DAYS:
        message = f"{days} days to run on: give 1 to {MOST_DAYS}"
        raise UsageError(message)
    learner, origin = analysis.learner, analysis.day
    whole = learner.setting.scenario
    is_known = course == "known"
    base_scenario = whole if is_known else as_known_on(whole, origin)
    held_from = analysis.n_known - 1 if is_known else origin
    setting, forcing = changed_setting(
        base_scenario,
        learner.setting.params,
        learner.forcing.intensity,
        (origin, held_from),
        change or (lambda scenario: scenario),
    )
    conditions = conditions_of(setting, forcing)
    own, passage = own_copy(conditions), passage_between(learner.setting, setting)
    how, after = learner.how, slice(learner.day, learner.day + days)
    levels = drifting(learner.level, learner.drifts[0][:, after], how.level_sd, how.level_days)
    n_more = len(setting.scenario.locations) - learner.pull.shape[1]
    pulls = np.pad(learner.pull, ((0, 0), (0, n_more)))
    record = np.zeros((learner.n_members, days, len(VARIABLES), pulls.shape[1]))
    moves = np.zeros((learner.n_members, days, conditions.units.n, conditions.units.n))
    for m in range(learner.n_members):
        learn_into(own, conditions, learner.day, levels[m], pulls[m], forcing.evacuated)
        engine = forked(learner.engines[m], own, passage)
        run_days(setting.scenario, engine, record[m], np.zeros(0), m, first=learner.day, moves=moves[m])
        if progress is not None:
            progress(learner.n_members, m + 1)
    dated = replace(setting, scenario=_dated(setting.scenario, analysis.origin, days))
    nobody = np.zeros((learner.n_members, days, len(BY_GROUP), 0, pulls.shape[1]))
    members = np.arange(learner.n_members)
    result = dataset_of(dated, record, nobody, moves, members=members, seed=analysis.seed, engine="counts")
    displaced = learner.cumulative[: learner.n_members, None] + record[:, :, NEW_DISPLACED].sum(axis=2).cumsum(axis=1)
    named = {"long_name": "persons displaced since the first day", "units": "persons"}
    return result.assign(cum_displaced=(("member", "day"), displaced, named)).assign_attrs(
        origin=analysis.origin.isoformat(), course=course, scenario_hash=analysis.scenario.hash
    )


def effect(analysis: Analysis, change: Change, days: int, *, course: CourseName = "known") -> xr.Dataset:
    """What a what-if from the origin on would change, member by member on the same random numbers.

    Args:
        analysis: As `assimilate` gives it.
        change: The what-if.
        days: How many days.
        course: As for `run_on`.

    Returns:
        The variables of `run_on` under the what-if less those without it; locations and units that it adds count in
        full.

    Examples:
        >>> import nuzuh
        >>> from datetime import date
        >>> valley = nuzuh.read_scenario("valley")
        >>> found = assimilate(valley, date(2021, 4, 1), members=5)
        >>> less = effect(found, nuzuh.ceasefire(start="2021-04-02"), 20)
        >>> bool((less.new_displaced.sum("location") <= 0).all())
        True
    """
    changed = run_on(analysis, days, course=course, change=change)
    without = run_on(analysis, days, course=course)
    places = {name: changed[name].values for name in PLACES if name in changed.dims and name in without.dims}
    without = without.reindex(places, fill_value=0)
    names = [name for name in changed.data_vars if name in without]
    return changed[names].assign({name: changed[name].astype(float) - without[name].values for name in names})


def _by_day(counts: tuple[Count, ...]) -> list[list[Count]]:
    days = sorted({count.day for count in counts})
    return [[count for count in counts if count.day == day] for day in days]


def _dated(scenario: Scenario, origin: date, days: int) -> Scenario:
    """The scenario with the dates of the days after an origin alone, by which a result is named."""
    first = scenario.day_of(origin) + 1
    return replace(scenario, start=scenario.date_of(first), end=scenario.date_of(first + days - 1))
