"""Run a scenario: the only day loop; the books are balanced here."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from nuzuh.errors import BalanceError, UsageError, near_misses
from nuzuh.model.classes import group_names
from nuzuh.model.conditions import Conditions
from nuzuh.model.counts.engine import CountEngine
from nuzuh.model.interrupts import interrupts_held
from nuzuh.model.params import Params, params_of, with_settings
from nuzuh.model.passages import with_passages
from nuzuh.model.persons.engine import PersonEngine
from nuzuh.model.record import BY_GROUP, N_ENTERED, NEW_DISPLACED, VARIABLES
from nuzuh.model.result import Tallies, dataset_of, with_tallies
from nuzuh.model.setting import Setting, conditions_of, setting_of
from nuzuh.typing import Floats

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario

EngineName = Literal["counts", "persons", "mean"]
ENGINES: tuple[EngineName, ...] = ("counts", "persons", "mean")
Progress = Callable[[int, int], None]
"""Called after each day with all days of all members and the days done."""


class Engine(Protocol):
    """What moves the people of one member through a day."""

    is_exact: bool
    """Whether people are whole numbers, so that the books balance to the person."""

    @property
    def n_draws(self) -> int:
        """Random draws so far."""

    def step(self, day: int, record: Floats) -> float:
        """Move everybody through one day, write the record of the evening, return the people in the books."""

    def write_groups(self, day: int, record: Floats) -> None:
        """Write the record of the evening by group."""

    def write_moves(self, record: Floats) -> None:
        """Write who set out on the day that was stepped through, from each unit to each."""

    def write_passages(self, record: Floats) -> None:
        """Write who set out along each arc on that day; asked for when the engine is made."""


def simulate(
    scenario: Scenario,
    *,
    seed: int = 1,
    members: int = 1,
    engine: EngineName = "counts",
    params: Params | Mapping[str, Any] | None = None,
    passages: bool = False,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Run a scenario from its first to its last day.

    Args:
        scenario: What is.
        seed: Of all random draws; the same seed gives the same result to the bit.
        members: Number of runs, which differ by chance alone.
        engine: `counts` moves numbers of people, `persons` moves them one by one, `mean` moves expected values
            without any draw.
        params: All parameters, or those by dotted name (`{"departure.town": 0.25}`) that differ from the
            scenario's own. Priors count with their central values in every member: nothing is drawn from them.
        passages: Whether to count those who set out along each route as well, as `new_passages`, with dimensions
            member, day, route and way: of a network of many routes it is the largest variable. Nothing else changes.
        progress: Called after each day.

    Returns:
        A Dataset with dimensions member, day and location, in persons; its variables are described in
        `nuzuh.model.record`.

    Raises:
        UsageError: An argument or a parameter that cannot be used.
        BalanceError: People appeared or vanished.

    Examples:
        >>> import nuzuh
        >>> result = nuzuh.simulate(nuzuh.read_scenario("valley"), seed=1)
        >>> dict(result.sizes)
        {'member': 1, 'day': 60, 'location': 5, 'route': 6}
    """
    check_run(seed, members, engine)
    setting = setting_of(scenario, all_params(scenario, params))
    result, tallies = run_members(
        lambda _: setting, range(members), seed=seed, engine=engine, passages=passages, progress=progress
    )
    return with_tallies(result, tallies)


def run_members(
    setting_for: Callable[[int], Setting],
    members: Sequence[int],
    *,
    seed: int,
    engine: EngineName,
    passages: bool = False,
    progress: Progress | None = None,
) -> tuple[xr.Dataset, Tallies]:
    """Run some members; what one gives does not depend on which others are run.

    Args:
        setting_for: The scenario, compiled with the parameters of a member.
        members: Their numbers.
        seed: Of all random draws.
        engine: Name of the engine.
        passages: As for `simulate`.
        progress: Called after each day.

    Returns:
        As `simulate`, with these members, and what was counted beside it.

    Raises:
        BalanceError: People appeared or vanished.
    """
    setting = setting_for(members[0])
    n_days = setting.scenario.n_days
    record = np.zeros((len(members), n_days, len(VARIABLES), len(setting.scenario.locations)))
    by_group = np.zeros((*record.shape[:2], len(BY_GROUP), len(group_names(setting.scenario)), record.shape[3]))
    moves = np.zeros((*record.shape[:2], len(setting.unit_names), len(setting.unit_names)))
    along = np.zeros((*record.shape[:2], len(setting.network.start) if passages else 0))
    tallies = Tallies(np.zeros(len(members), dtype=np.int64), np.zeros(len(members)))
    shared: tuple[Setting, Conditions] | None = None
    for at, member in enumerate(members):
        setting = setting_for(member)
        if shared is None or shared[0] is not setting or setting.forcing.is_random:
            shared = setting, conditions_of(setting, _forcing(setting, seed, member, engine))
        mover = _engine(engine, setting, shared[1], seed, member, passages=passages)
        tell = None if progress is None else functools.partial(_tell, progress, len(members) * n_days, at * n_days)
        run_days(
            setting.scenario, mover, record[at], by_group[at], member, moves=moves[at], passages=along[at], tell=tell
        )
        n_given = float(shared[1].sources.total.sum())
        tallies.n_draws[at] = mover.n_draws
        tallies.n_unplaced[at] = n_given - record[at, :, NEW_DISPLACED].sum() if n_given else 0.0
    result = dataset_of(setting, record, by_group, moves, members=np.array(members), seed=seed, engine=engine)
    return with_passages(result, along, setting.network, setting.scenario), tallies


def _tell(progress: Progress, n_all: int, n_before: int, n_days: int) -> None:
    progress(n_all, n_before + n_days)


def all_params(scenario: Scenario, params: Params | Mapping[str, Any] | None = None) -> Params:
    """The scenario's parameters, with changes by dotted name.

    Raises:
        ParamsError: Unknown names or impossible values.
    """
    if isinstance(params, Params):
        return params
    return params_of(with_settings(scenario.params, params or {}))


def check_run(seed: int, members: int, engine: str) -> None:
    """See that a run can be made.

    Raises:
        UsageError: An unknown engine, or a number out of its range.
    """
    if engine not in ENGINES:
        message = f"no engine '{engine}': {near_misses(engine, ENGINES)}"
        raise UsageError(message)
    for name, value, least, most in (("members", members, 1, 2**31), ("seed", seed, 0, 2**63)):
        if not least <= value < most:
            message = f"{name} is {value}: give a whole number from {least} to {most - 1}"
            raise UsageError(message)


def _forcing(setting: Setting, seed: int, member: int, engine: EngineName) -> Any:
    return setting.forcing.expected() if engine == "mean" else setting.forcing.for_member(seed, member)


def _engine(
    name: EngineName, setting: Setting, conditions: Conditions, seed: int, member: int, *, passages: bool
) -> Engine:
    at_home, displaced = setting.people
    if name == "persons":
        return PersonEngine(conditions, at_home, displaced, seed, member, passages=passages)
    return CountEngine(conditions, at_home, displaced, seed, member, is_mean=name == "mean", passages=passages)


def run_days(
    scenario: Scenario,
    engine: Engine,
    record: Floats,
    by_group: Floats,
    member: int,
    *,
    first: int = 0,
    moves: Floats | None = None,
    passages: Floats | None = None,
    tell: Callable[[int], None] | None = None,
) -> None:
    """Step an engine through as many days as there are rows in the record, and balance the books each evening.

    Args:
        scenario: Whose people are in the books.
        engine: Has stepped through the days before `first`.
        record: Shape (days, variables, L); gets what is known each evening.
        by_group: Shape (days, variables of `BY_GROUP`, G, L); no elements where it is not asked for.
        member: For the error.
        first: Index of the first of these days.
        moves: Shape (days, U, U); None where moves between units are not asked for.
        passages: Shape (days, A); None, or no elements, where they are not asked for.
        tell: Called after each day with how many of them are done.

    Raises:
        BalanceError: People appeared or vanished.
    """
    people = scenario.population
    slack = 0.0 if engine.is_exact else 1e-9 * people
    with np.errstate(over="ignore"):  # keys wrap around on purpose; only uncompiled code notices
        for at in range(len(record)):
            with interrupts_held():
                found = engine.step(first + at, record[at]) - record[at, N_ENTERED].sum()
            if abs(found - people) > slack:
                message = (
                    f"the books do not balance on {scenario.date_of(first + at)} (member {member}): {found:.6f} people "
                    f"instead of {people}. This is a fault of the program: please report it"
                )
                raise BalanceError(message)
            if by_group.size:
                engine.write_groups(first + at, by_group[at])
            if moves is not None:
                engine.write_moves(moves[at])
            if passages is not None and passages.size:
                engine.write_passages(passages[at])
            if tell is not None:
                tell(at + 1)
