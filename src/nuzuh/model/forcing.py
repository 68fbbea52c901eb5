"""Scenario to dense arrays by day: conflict, open routes, capacity, temperature; interventions are already in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nuzuh.model.calendar import days_of
from nuzuh.model.draws import BREACH, uniforms
from nuzuh.model.events import intensity_under
from nuzuh.model.params import params_of
from nuzuh.scenario.observations import is_total, to_learn_from
from nuzuh.scenario.scenario import SITES
from nuzuh.typing import Bools, Floats, Ints

if TYPE_CHECKING:
    from nuzuh.model.network import Network
    from nuzuh.model.rule_params import Events
    from nuzuh.scenario.scenario import Scenario


@dataclass(frozen=True)
class Forcing:
    """What each day brings, whoever is where.

    Args:
        intensity: Conflict intensity, shape (D, L), with ceasefires kept.
        unspared: The same where ceasefires are breached, shape (D, L).
        p_breach: Probability that a location is not spared on a day, shape (D, L).
        begins: Whether a row of the conflict table, or an event, begins, shape (D, L).
        is_open: Whether each arc can be used, shape (D, A).
        limit: Number of the limit on each arc, shape (A,); -1 where there is none. Arcs with the same ends share one.
        per_day: Persons who can pass in a day under each limit, shape (D, Q), whole numbers; infinite on days
            without it.
        is_there: Whether each location exists, shape (D, L).
        capacity: Displaced persons that a location can take, shape (D, L); infinite where there is no limit.
        is_camp: Whether each location is run as a camp or site, shape (D, L).
        evacuated: Share of the people at each location who are brought out in a day, shape (D, L).
        flood_level: Shape (D, L); 0 where it is dry.
        hungry: Share of people without enough food, shape (D, L).
        t_min_c: Lowest temperature of the night, shape (D, L); NaN where it is not known.
        new_registered: People newly displaced by the observed totals, shape (D,).
    """

    intensity: Floats
    unspared: Floats
    p_breach: Floats
    begins: Bools
    is_open: Bools
    limit: Ints
    per_day: Floats
    is_there: Bools
    capacity: Floats
    is_camp: Bools
    evacuated: Floats
    flood_level: Floats
    hungry: Floats
    t_min_c: Floats
    new_registered: Floats

    @property
    def is_random(self) -> bool:
        """Whether members differ in their forcing."""
        return bool((self.p_breach > 0).any())

    def for_member(self, seed: int, member: int) -> Forcing:
        """The forcing of one member: where ceasefires are breached is drawn by day and location."""
        if not self.is_random:
            return self
        n_days, n_locations = self.intensity.shape
        is_breached = uniforms(seed, member, BREACH, n_days, n_locations) < self.p_breach
        return replace(self, intensity=np.where(is_breached, self.unspared, self.intensity))

    def expected(self) -> Forcing:
        """The forcing with the expected intensity under ceasefires that may be breached."""
        intensity = self.intensity + self.p_breach * (self.unspared - self.intensity)
        return replace(self, intensity=intensity, p_breach=np.zeros_like(self.p_breach))


def forcing_of(scenario: Scenario, network: Network, settings: Events | None = None) -> Forcing:
    """Compile a scenario's spells, events, closures and interventions into arrays by day.

    Args:
        scenario: Checked tables.
        network: Its routes as arcs.
        settings: How events become conflict; None: as the scenario's parameters say.
    """
    shape = (scenario.n_days, len(scenario.locations))
    intensity, begins = conflict_by_day(scenario, settings)
    is_open = np.ones((scenario.n_days, len(network.start)), dtype=bool)
    is_camp = np.tile(scenario.locations["kind"].isin(SITES).to_numpy(dtype=bool), (shape[0], 1))
    for row in _rows(scenario, "closures"):
        if row.kind == "camp":
            is_camp[days_of(scenario, row.start, row.end), scenario.location_ix[row.start_place]] = False
            continue
        closed = _arcs(scenario, network, row.kind, row.start_place, row.to, one_way=row.one_way)
        is_open[days_of(scenario, row.start, row.end), closed] = False
    limit = _limits(scenario, network)
    capacity = np.tile(scenario.locations["capacity"].fillna(np.inf).to_numpy(dtype=np.float64), (shape[0], 1))
    forcing = Forcing(
        intensity=intensity,
        unspared=intensity.copy(),
        p_breach=np.zeros(shape),
        begins=begins,
        is_open=is_open,
        limit=limit,
        per_day=np.full((shape[0], limit.max(initial=-1) + 1), np.inf),
        is_there=np.ones(shape, dtype=bool),
        capacity=capacity,
        is_camp=is_camp,
        evacuated=np.zeros(shape),
        flood_level=_flood_level(scenario),
        hungry=_hungry(scenario),
        t_min_c=_temperature(scenario),
        new_registered=new_registered(scenario),
    )
    _intervene(scenario, network, forcing)
    return forcing


def conflict_by_day(scenario: Scenario, settings: Events | None = None) -> tuple[Floats, Bools]:
    """Conflict intensity before interventions, and whether a row of conflict or an event begins; both of shape (D, L).

    Args:
        scenario: Its spells of conflict and its events; the heavier of the two counts.
        settings: How events become conflict; None: as the scenario's parameters say.
    """
    if settings is None:
        settings = params_of(scenario.params).events
    intensity, begins = intensity_under(scenario, settings)
    for row in _rows(scenario, "conflict"):
        days = days_of(scenario, row.start, row.end)
        at = scenario.location_ix[row.location]
        intensity[days, at] = np.maximum(intensity[days, at], row.intensity)
        begins[days.start : days.start + 1, at] = True
    return intensity, begins


def new_registered(scenario: Scenario) -> Floats:
    """People newly displaced each day, by observed totals: their increase, interpolated linearly between dates.

    The total is `cum_displaced` of the whole scenario where it is observed, else the sum of `n_displaced` over
    locations. A decrease is carried as a debt until later increases have worked it off. Rows that are for checking
    only (`fit` is no) play no part.

    Returns:
        Shape (D,), whole numbers; zero where nothing is observed.
    """
    changes = np.diff(np.floor(_observed_total(scenario)))
    new = np.zeros(scenario.n_days)
    debt = 0.0
    for day, change in enumerate(changes):
        debt -= change
        new[day] = max(-debt, 0.0)
        debt = max(debt, 0.0)
    return new


def _observed_total(scenario: Scenario) -> Floats:
    """The observed total on the eve of the first day and on each day, shape (D + 1,)."""
    seen = to_learn_from(scenario)
    whole = seen[is_total(scenario, seen)]
    if len(whole):
        return _interpolated(scenario, whole, None)
    stocks = seen[(seen["quantity"] == "n_displaced") & seen["location"].isin(scenario.location_ix)]
    before = scenario.locations.set_index("name")["displaced"]
    series = [
        _interpolated(scenario, rows, float(before[name])) for name, rows in stocks.groupby("location", sort=False)
    ]
    return np.asarray(np.sum(series, axis=0)) if series else np.zeros(scenario.n_days + 1)


def _interpolated(scenario: Scenario, rows: pd.DataFrame, stock: float | None) -> Floats:
    """A series from the eve of the first day on, linear between its dates.

    Before its first date a stock stands still, after a step from `stock` on the first morning; a count (where
    `stock` is None) rises from 0 on the first day.
    """
    days = (rows["date"] - pd.Timestamp(scenario.start)).dt.days.to_numpy()
    values = rows["value"].fillna((rows["low"] + rows["high"]) / 2).to_numpy(dtype=np.float64)
    order = np.argsort(days, kind="stable")
    days, values = days[order], values[order]
    if stock is None and days[0] > 0:
        days, values = np.concatenate([[0], days]), np.concatenate([[0.0], values])
    total = np.asarray(np.interp(np.arange(-1, scenario.n_days), days, values))
    if days[0] >= 0:
        total[0] = stock or 0.0
    return total


def _rows(scenario: Scenario, table: str) -> Any:
    """Rows as named tuples; `from` is a word of Python's, so that it is named start_place."""
    return scenario.tables[table].rename(columns={"from": "start_place"}).itertuples()


def _arcs(scenario: Scenario, network: Network, kind: str, start: str, to: str, *, one_way: bool) -> Bools:
    """Which arcs a closure or an opening means, shape (A,)."""
    if kind in ("location", "crossing"):
        at = scenario.location_ix[start]
        enters, leaves = network.end == at, network.start == at
        return np.asarray(enters if one_way else enters | leaves)
    if kind == "route":
        near, far = scenario.location_ix[start], scenario.location_ix[to]
        forward = (network.start == near) & (network.end == far)
        backward = (network.start == far) & (network.end == near)
    else:
        countries = np.array(scenario.countries)
        forward = (countries[network.start] == start) & (countries[network.end] == to)
        backward = (countries[network.start] == to) & (countries[network.end] == start)
    return np.asarray(forward if one_way else forward | backward)


def _limits(scenario: Scenario, network: Network) -> Ints:
    """Number of the limit on each arc, in each direction its own, shape (A,)."""
    is_limited = np.zeros(len(network.start), dtype=bool)
    for row in _rows(scenario, "interventions"):
        if row.action == "limit":
            is_limited |= _arcs(scenario, network, row.kind, row.start_place, row.to, one_way=False)
    ends = network.start[is_limited] * network.n_locations + network.end[is_limited]
    limit = np.full(len(network.start), -1)
    limit[is_limited] = np.unique(ends, return_inverse=True)[1].reshape(-1)
    return limit


def _temperature(scenario: Scenario) -> Floats:
    """Night temperatures; a row for fewer locations goes over one for more."""
    t_min_c = np.full((scenario.n_days, len(scenario.locations)), np.nan)
    rows = sorted(_rows(scenario, "temperature"), key=lambda row: -len(scenario.places[row.location]))
    for row in rows:
        days = days_of(scenario, row.start, row.end)
        t_min_c[days, list(scenario.places[row.location])] = row.t_min_c
    return t_min_c


def _flood_level(scenario: Scenario) -> Floats:
    """Flood levels; where spells meet, the higher one holds."""
    level = np.zeros((scenario.n_days, len(scenario.locations)))
    for row in _rows(scenario, "floods"):
        days = np.arange(scenario.n_days)[days_of(scenario, row.start, row.end)]
        where = np.ix_(days, np.array(scenario.places[row.location]))
        level[where] = np.maximum(level[where], row.level)
    return level


def _hungry(scenario: Scenario) -> Floats:
    """Food insecurity, linear between its dates; a series for fewer locations goes over one for more."""
    share = np.zeros((scenario.n_days, len(scenario.locations)))
    series = scenario.tables["food_insecurity"].sort_values("date", kind="stable").groupby("location", sort=False)
    for place, rows in sorted(series, key=lambda item: -len(scenario.places[item[0]])):
        days = (rows["date"] - pd.Timestamp(scenario.start)).dt.days.to_numpy()
        values = np.interp(np.arange(scenario.n_days), days, rows["share"].to_numpy(dtype=np.float64))
        share[:, list(scenario.places[place])] = values[:, None]
    return share


def _intervene(scenario: Scenario, network: Network, forcing: Forcing) -> None:
    """Apply the interventions in the order of their table."""
    for row in _rows(scenario, "interventions"):
        days = days_of(scenario, row.start, row.end)
        if row.action in ("ceasefire", "scale_conflict"):
            _scale_conflict(scenario, forcing, row, days)
        elif row.action in ("open", "close"):
            arcs = _arcs(scenario, network, row.kind, row.start_place, row.to, one_way=False)
            forcing.is_open[days, arcs] = row.action == "open"
        elif row.action == "limit":
            arcs = _arcs(scenario, network, row.kind, row.start_place, row.to, one_way=False)
            forcing.per_day[days, np.unique(forcing.limit[arcs])] = np.floor(row.value)
        elif row.action == "capacity":
            forcing.capacity[days, scenario.location_ix[row.start_place]] = row.value
        elif row.action == "add_location":
            _add_location(scenario, network, forcing, scenario.location_ix[row.start_place], days)
        elif row.action == "evacuate":
            forcing.evacuated[_where(scenario, row, days)] = row.value


def _where(scenario: Scenario, row: Any, days: slice) -> tuple[Ints, ...]:
    """Days and locations of an intervention, to index arrays of shape (D, L) with."""
    at = np.array(scenario.places[row.start_place], dtype=np.int64)
    return np.ix_(np.arange(scenario.n_days, dtype=np.int64)[days], at)


def _scale_conflict(scenario: Scenario, forcing: Forcing, row: Any, days: slice) -> None:
    where = _where(scenario, row, days)
    factor = 0.0 if np.isnan(row.value) else row.value
    forcing.intensity[where] = np.minimum(forcing.intensity[where] * factor, 1.0)
    if row.action == "scale_conflict":
        forcing.unspared[where] = np.minimum(forcing.unspared[where] * factor, 1.0)
    elif factor < 1.0:  # one that quiets nothing has nothing to breach, and leaves the breaches of others alone
        forcing.p_breach[where] = row.breach_rate


def _add_location(scenario: Scenario, network: Network, forcing: Forcing, at: int, days: slice) -> None:
    absent: Ints = np.setdiff1d(np.arange(scenario.n_days), np.arange(scenario.n_days)[days])
    forcing.is_there[absent, at] = False
    arcs = (network.start == at) | (network.end == at)
    forcing.is_open[np.ix_(absent, np.flatnonzero(arcs))] = False
