"""What the simulator says at each of several origins, each from what was known then: the expert beside the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.forecast.counts import counts_of
from nuzuh.forecast.course import CourseName, as_known_on, check_course, held_forcing, longer, what_is_known
from nuzuh.forecast.leaks import leaks, without_leaks
from nuzuh.forecast.learned import learn_into
from nuzuh.forecast.learner import Learner, Learning, learner_of
from nuzuh.model.counts.fork import forked, passage_between
from nuzuh.model.record import N_DISPLACED, VARIABLES
from nuzuh.model.setting import Setting, conditions_of, setting_of
from nuzuh.model.simulate import Progress, all_params, run_days
from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nuzuh.forecast.counts import Count
    from nuzuh.forecast.registrations import Registrations
    from nuzuh.model.forcing import Forcing
    from nuzuh.scenario.scenario import Scenario

START_RATE = 0.001
"""Rate of displacement (per day) from which a scenario begins to learn that was told the totals: it is uncertain by
a factor of four or five, and registrations say the rest."""


def learnable(scenario: Scenario) -> Scenario:
    """A scenario without what gives the answer away, that displaces people by conflict.

    Where it was told how many are displaced each day, the rate of displacement is a guess, from which it learns.

    Examples:
        >>> import nuzuh
        >>> valley = nuzuh.read_scenario("valley")
        >>> learnable(valley) is valley
        True
    """
    found = without_leaks(scenario)
    if not any(leak.kind == "total" for leak in leaks(scenario)):
        return found
    displacement = {**found.params["displacement"], "rate": START_RATE}
    return replace(found, params={**found.params, "displacement": displacement})


def simulated_paths(
    scenario: Scenario,
    registrations: Registrations,
    origins: Ints,
    most_days: int = 90,
    *,
    members: int = 20,
    seed: int = 1,
    course: CourseName = "held",
    how: Learning | None = None,
    progress: Progress | None = None,
) -> Floats:
    """Stocks that the learning simulator expects at each place after each origin.

    One ensemble learns from the first registration to the last origin. At each origin its centre (the mean level and
    pulls, expected values) runs on. A path is that of the centre, moved so that it begins at the place's last count.

    Args:
        scenario: What gives the answer away is taken out of it.
        registrations: The counts; those after an origin play no part in its paths.
        origins: Days of the registrations, ascending, shape (origins,).
        most_days: Days for which each path goes on.
        members: Of the ensemble.
        seed: Of all random draws.
        course: Whether conflict and closures after an origin are `known`, or `held` as they were.
        how: How sure the ensemble is of what.
        progress: Called after each origin with all and those done.

    Returns:
        Persons, shape (origins, places, most_days + 1), from the origin's own day on; NaN before a place's first
        count, before the scenario's first day, and for places that are no locations of the scenario.

    Raises:
        UsageError: An unknown course.
    """
    check_course(course)
    told, shift = learnable(scenario), scenario.day_of(registrations.start)
    places = [(at, told.location_ix[name]) for at, name in enumerate(registrations.places) if name in told.location_ix]
    found = np.full((len(origins), len(registrations.places), most_days + 1), np.nan)
    days = [int(origin) + shift for origin in origins]
    if not places or not days or days[-1] < 0:
        return found
    whole = longer(told, max(days[-1] + most_days + 1, told.n_days))
    setting = setting_of(whole, all_params(whole))
    forcing = setting.forcing.expected()
    rows = [row for _, row in places]
    futures = Futures(setting, forcing, told.n_days, course)
    learner = learner_of(
        setting,
        (futures.past, conditions_of(setting, futures.past)),
        how or Learning(),
        members=members,
        seed=seed,
        is_mean=True,
        centre=True,
        knows_start=not leaks(scenario),
        learns=rows,
    )
    anchors = np.full(len(places), np.nan)
    counts = [count for count in counts_of(registrations, scenario) if count.day <= days[-1]]
    for number, (origin, new) in enumerate(_between_origins(days, counts)):
        for count in new:
            _learn_day(learner, count, rows, anchors)
        if origin >= 0:
            learner.advance(origin + 1)
            path = futures.path(learner, most_days)[:, rows].T
            found[number, [at for at, _ in places]] = np.maximum(path + anchors[:, None], 0.0)
        if progress is not None:
            progress(len(days), number + 1)
    return found


def _between_origins(days: list[int], counts: list[Count]) -> Iterator[tuple[int, list[list[Count]]]]:
    """Each origin, and the counts up to it since the one before, those of each day together."""
    at = 0
    for origin in days:
        new: list[list[Count]] = []
        while at < len(counts) and counts[at].day <= origin:
            if new and new[-1][0].day == counts[at].day:
                new[-1].append(counts[at])
            else:
                new.append([counts[at]])
            at += 1
        yield origin, new


def _learn_day(learner: Learner, counts: list[Count], rows: list[int], anchors: Floats) -> None:
    """Learn the counts of a day; how far each count is then above the centre's stock is kept for the paths."""
    learner.advance(counts[0].day + 1)
    learner.learn(counts)
    centre = learner.recent[-1][0][-1]
    for count in counts:
        anchors[rows.index(count.rows[0])] = count.value - centre[count.rows[0]]


class Futures:
    """The days after each origin as they are expected then; settings are compiled once for all that agree.

    Args:
        setting: The scenario, compiled, with days beyond its end.
        forcing: Its expected forcing.
        n_known: Days of the scenario itself; the conflict of the last of them goes on beyond.
        course: Whether the days after an origin are known.
    """

    def __init__(self, setting: Setting, forcing: Forcing, n_known: int, course: CourseName) -> None:
        """The past is what the tables say, whatever the course."""
        self.setting, self.course = setting, course
        self.past = held_forcing(forcing, forcing.intensity, n_known - 1)
        self._settings: dict[tuple[bytes, ...], Setting] = {}

    def path(self, learner: Learner, most_days: int) -> Floats:
        """Stocks of the centre on the evening reached and on so many days after it, shape (days, L)."""
        setting, forcing = self.at(learner.day - 1)
        conditions = conditions_of(setting, forcing)
        engine = forked(learner.engines[-1], conditions, passage_between(self.setting, setting))
        base = conditions
        level = np.full(most_days, learner.level[-1])
        learn_into(conditions, base, learner.day, level, learner.pull[-1], forcing.evacuated)
        record = np.zeros((most_days, len(VARIABLES), learner.pull.shape[1]))
        run_days(setting.scenario, engine, record, np.zeros(0), learner.n_members, first=learner.day)
        return np.concatenate([learner.recent[-1][0][-1:], record[:, N_DISPLACED]])

    def at(self, day: int) -> tuple[Setting, Forcing]:
        """Setting and forcing as they are expected on the evening of a day."""
        if self.course == "known":
            return self.setting, self.past
        key = what_is_known(self.setting.scenario, day)
        if key not in self._settings:
            self._settings[key] = setting_of(as_known_on(self.setting.scenario, day), self.setting.params)
        setting = self._settings[key]
        return setting, held_forcing(setting.forcing, self.past.intensity, day)
