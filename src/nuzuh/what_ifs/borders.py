"""What-ifs about ways out: a border opened or closed, a corridor."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from nuzuh.errors import quoted
from nuzuh.scenario.schema import columns_of
from nuzuh.what_ifs.arguments import Arguments, Day, Names
from nuzuh.what_ifs.changes import ONE_DAY, Change, Row, rows_of, span, with_rows

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario


def open_border(start: Day = None, end: Day = None, at: Names = (), per_day: float | None = None) -> Change:
    """The border between the home country and abroad is open for some days.

    Args:
        start: First day; None is the scenario's first.
        end: Last day, included; None is the scenario's last.
        at: Crossings, or other locations from which a route leads across the border: it opens there only, and the
            location with it if it is closed. None named: every border of the home country, and every closed crossing
            from which a route leads across it.
        per_day: Persons who can pass in a day in each direction, on each route across the border; None: no limit.

    Returns:
        A function from a scenario to one with more rows in its interventions.

    Raises:
        WhatIfError: When the function is called: an argument cannot be used, or no route leads abroad.

    Examples:
        >>> import nuzuh
        >>> opened = nuzuh.open_border(per_day=500)(nuzuh.read_scenario("valley"))
        >>> opened.tables["interventions"][["action", "from", "to"]].to_numpy().tolist()
        [['open', 'Northland', 'Southland'], ['limit', 'Market', 'Harbour'], ['limit', 'Meadow', 'Harbour']]
    """

    def change(scenario: Scenario) -> Scenario:
        ask = Arguments("open-border", scenario)
        first, last = ask.days(start, end)
        routes = _across(ask, at)
        if per_day is not None:
            ask.number("per_day", per_day, 0.0, unit="persons per day")
        ask.accept()
        crossings = [name for name in _crossings(scenario, routes, at) if _is_closed(scenario, name, first, last)]
        rows = [] if at else [_row("open", "border", *pair) for pair in _countries(scenario, routes)]
        rows += [_row("open", _kind(scenario, name), name) for name in crossings]
        rows += [_row("open", "route", *pair) for pair in routes] if at else []
        rows += [_row("limit", "route", *pair, per_day) for pair in routes] if per_day is not None else []
        return with_rows(scenario, ask.name, interventions=_during(rows, first, last))

    return change


def close_border(start: Day = None, end: Day = None, at: Names = ()) -> Change:
    """The border between the home country and abroad is closed for some days, in both directions.

    Args:
        start: First day; None is the scenario's first.
        end: Last day, included; None is the scenario's last.
        at: Crossings, or other locations from which a route leads across the border: only the routes across it there
            are closed. None named: every border of the home country.

    Returns:
        A function from a scenario to one with more rows in its interventions.

    Raises:
        WhatIfError: When the function is called: an argument cannot be used, or no route leads abroad.

    Examples:
        >>> import nuzuh
        >>> closed = nuzuh.close_border("2021-03-10", at="Meadow")(nuzuh.read_scenario("valley"))
        >>> closed.tables["interventions"][["action", "kind", "from", "to"]].to_numpy().tolist()
        [['close', 'route', 'Meadow', 'Harbour']]
    """

    def change(scenario: Scenario) -> Scenario:
        ask = Arguments("close-border", scenario)
        first, last = ask.days(start, end)
        routes = _across(ask, at)
        ask.accept()
        kind, pairs = ("route", routes) if at else ("border", _countries(scenario, routes))
        rows = [_row("close", kind, *pair) for pair in pairs]
        return with_rows(scenario, ask.name, interventions=_during(rows, first, last))

    return change


def corridor(
    from_: str,
    to: str,
    start: Day = None,
    end: Day = None,
    per_day: float | None = None,
    hours: float = 24,
    distance_km: float | None = None,
    mode: str = "drive",
) -> Change:
    """A corridor: a route is open for some days, whatever closes it, for some hours of each.

    A day is the shortest time that the model knows: that the corridor is open for fewer hours means that fewer people
    pass in a day, `per_day` · `hours` / 24.

    Args:
        from_: Location at one end.
        to: Location at the other end.
        start: First day; None is the scenario's first.
        end: Last day, included; None is the scenario's last.
        per_day: Persons who could pass in 24 hours in each direction; None: no limit.
        hours: Hours of each day for which it is open; fewer than 24 need `per_day`.
        distance_km: Length of a route that is not in the table: it is added, and closed on all other days.
        mode: How people travel on a route that is added: `drive`, `walk` or `crossing`.

    Returns:
        A function from a scenario to one with more rows in its interventions, and perhaps a route more.

    Raises:
        WhatIfError: When the function is called: an argument cannot be used.

    Examples:
        >>> import nuzuh
        >>> way = nuzuh.corridor("Mill", "Meadow", "2021-03-10", "2021-03-12", per_day=900, hours=8, distance_km=50)
        >>> way(nuzuh.read_scenario("valley")).tables["interventions"][["action", "value"]].to_numpy().tolist()
        [['close', nan], ['open', nan], ['limit', 300.0], ['close', nan]]
    """

    def change(scenario: Scenario) -> Scenario:
        ask = Arguments("corridor", scenario)
        first, last = ask.days(start, end)
        ends = ask.location("from", from_), ask.location("to", to)
        _check_corridor(ask, ends, per_day, hours, distance_km, mode)
        ask.accept()
        rows = [_row("open", "route", *ends)]
        rows += [_row("limit", "route", *ends, per_day * hours / 24)] if per_day is not None else []
        rows = _during(rows, first, last)
        if distance_km is None:
            return with_rows(scenario, ask.name, interventions=rows)
        shut = _row("close", "route", *ends)
        before = _during([shut], scenario.start, first - ONE_DAY) if first > scenario.start else []
        after = _during([shut], last + ONE_DAY, scenario.end) if last < scenario.end else []
        route = {"from": ends[0], "to": ends[1], "distance_km": distance_km, "mode": mode}
        route["one_way"] = _leads(scenario, *ends[::-1])
        return with_rows(scenario, ask.name, routes=[route], interventions=[*before, *rows, *after])

    return change


def _check_corridor(
    ask: Arguments, ends: tuple[str, str], per_day: object, hours: object, distance_km: object, mode: object
) -> None:
    if ends[0] and ends[0] == ends[1]:
        ask.refuse("to", f"the corridor leads back to {quoted(ends[0])}", "name two locations")
    if per_day is not None:
        ask.number("per_day", per_day, 0.0, unit="persons per day")
    n_hours = ask.number("hours", hours, 0.0, 24.0)
    if per_day is None and n_hours < 24:
        what = f"a corridor of {n_hours:g} hours a day has no per_day"
        ask.refuse("hours", what, "give per_day, the persons who could pass in 24 hours, or leave hours out")
    ask.choice("mode", mode, columns_of("routes")["mode"].choices)
    is_known = all(ends) and _leads(ask.scenario, *ends)
    if distance_km is not None:
        ask.number("distance_km", distance_km, 0.001, 40000.0, unit="km")
        if is_known:
            what = f"there is a route from {quoted(ends[0])} to {quoted(ends[1])} already"
            ask.refuse("distance_km", what, "leave distance_km out: that route is opened")
    elif all(ends) and not is_known:
        what = f"no route leads from {quoted(ends[0])} to {quoted(ends[1])}"
        ask.refuse("", what, "give distance_km to have one added")


def _leads(scenario: Scenario, start: str, end: str) -> bool:
    """Whether a route leads from one location to another without a stop."""
    routes = scenario.routes
    forward = (routes["from"] == start) & (routes["to"] == end)
    backward = (routes["from"] == end) & (routes["to"] == start) & ~routes["one_way"]
    return bool((forward | backward).any())


def _across(ask: Arguments, at: object) -> list[tuple[str, str]]:
    """Routes across the border of the home country, the end at home first: all, or those at some locations."""
    scenario = ask.scenario
    are_home = [country == scenario.home_country for country in scenario.countries]
    is_home = dict(zip(scenario.locations["name"], are_home, strict=True))
    ends = zip(scenario.routes["from"], scenario.routes["to"], strict=True)
    pairs = [pair if is_home[pair[0]] else pair[::-1] for pair in ends if is_home[pair[0]] != is_home[pair[1]]]
    pairs = list(dict.fromkeys(pairs))
    named = ask.locations("at", at)
    if not pairs:
        ask.refuse("", "no route leads abroad", "add one to routes.csv, or use corridor")
        return []
    for name in named:
        if not any(name in pair for pair in pairs):
            known = ", ".join(dict.fromkeys(pair[0] for pair in pairs))
            ask.refuse("at", f"no route leads from {quoted(name)} across the border", f"choose from {known}")
    return [pair for pair in pairs if not named or not set(named).isdisjoint(pair)]


def _countries(scenario: Scenario, routes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The borders that routes cross: the home country, and each country abroad."""
    return [
        (scenario.home_country, country)
        for country in dict.fromkeys(scenario.countries[scenario.location_ix[far]] for _, far in routes)
    ]


def _crossings(scenario: Scenario, routes: list[tuple[str, str]], at: Names) -> list[str]:
    """Locations that open with the border: those named, or else all crossings at one of its routes."""
    if at:
        return [at] if isinstance(at, str) else list(dict.fromkeys(at))
    ends = dict.fromkeys(name for pair in routes for name in pair)
    return [name for name in ends if _kind(scenario, name) == "crossing"]


def _kind(scenario: Scenario, name: str) -> str:
    """How closures and interventions call a location."""
    kind = scenario.locations["kind"].iloc[scenario.location_ix[name]]
    return "crossing" if kind == "crossing" else "location"


def _is_closed(scenario: Scenario, name: str, first: date, last: date) -> bool:
    """Whether a location itself is closed on any of some days."""
    rows = rows_of(scenario, "closures")
    rows += [row for row in rows_of(scenario, "interventions") if row["action"] == "close"]
    for row in rows:
        start, end = span(scenario, row)
        if row["kind"] in ("location", "crossing") and row["from"] == name and start <= last and first <= end:
            return True
    return False


def _row(action: str, kind: str, from_: str, to: str = "", value: float | None = None) -> Row:
    return {"action": action, "kind": kind, "from": from_, "to": to, "value": value}


def _during(rows: list[Row], first: date, last: date) -> list[Row]:
    """Rows that hold on some days."""
    return [{**row, "start": first, "end": last} for row in rows]
