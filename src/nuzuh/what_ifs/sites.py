"""What-ifs about places: a new camp, more capacity, an evacuation, shelter made fit for winter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import quoted
from nuzuh.model.calendar import days_of
from nuzuh.model.params import params_of
from nuzuh.scenario.scenario import SITES
from nuzuh.typing import Floats
from nuzuh.what_ifs.arguments import Arguments, Day, Names
from nuzuh.what_ifs.changes import ONE_DAY, Change, Row, spells_of, with_rows

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

OF_NEIGHBOUR = ("country", "admin1", "admin2", "admin3", "pcode", "area")
"""What a new camp has in common with the first location that it is near to."""


def new_camp(
    name: str,
    near: Names | Mapping[str, float],
    start: Day = None,
    end: Day = None,
    *,
    lat: float | None = None,
    lon: float | None = None,
    distance_km: float = 1.0,
    capacity: float | None = None,
    kind: str = "camp",
) -> Change:
    """A new camp, with a route to each location that it is near to.

    Country, area and administrative units are those of the first of them; without `lat` and `lon` so is the position,
    so that fear of fighting next door reaches the camp. After `end` no road leads there or away: whoever is there then
    stays, and stays in the books.

    Args:
        name: Its name; no place may have it yet.
        near: One location or several, or kilometres by location.
        start: First day; None is the scenario's first.
        end: Last day, included; None is the scenario's last.
        lat: Degrees north.
        lon: Degrees east.
        distance_km: Length of the routes, where `near` does not say it.
        capacity: Displaced persons that it can take; None: no limit.
        kind: `camp` or `idp_site`.

    Returns:
        A function from a scenario to one with a location more, its routes, and an intervention that says when it is
        there.

    Raises:
        WhatIfError: When the function is called: an argument cannot be used.

    Examples:
        >>> import nuzuh
        >>> camp = nuzuh.new_camp("Hill", near="Mill", start="2021-03-10", capacity=3000)
        >>> camp(nuzuh.read_scenario("valley")).locations["name"].tolist()
        ['Ford', 'Mill', 'Market', 'Meadow', 'Harbour', 'Hill']
    """

    def change(scenario: Scenario) -> Scenario:
        ask = Arguments("new-camp", scenario)
        first, last = ask.days(start, end)
        km = _neighbours(ask, near, distance_km)
        ask.choice("kind", kind, SITES)
        _check_camp(ask, name, lat, lon, capacity)
        ask.accept()
        neighbour = scenario.locations.iloc[scenario.location_ix[next(iter(km))]]
        location = {"name": name.strip(), "kind": kind, "capacity": capacity, "lat": lat, "lon": lon}
        location |= {column: neighbour[column] for column in OF_NEIGHBOUR}
        location |= {} if lat is not None else {"lat": neighbour["lat"], "lon": neighbour["lon"]}
        routes = [{"from": other, "to": name.strip(), "distance_km": length} for other, length in km.items()]
        opening = {"action": "add_location", "from": name.strip(), "start": first, "end": last}
        return with_rows(scenario, ask.name, locations=[location], routes=routes, interventions=[opening])

    return change


def more_capacity(
    at: Names,
    start: Day = None,
    end: Day = None,
    *,
    to: float | None = None,
    by: float | None = None,
    times: float | None = None,
) -> Change:
    """More room: locations can take more displaced persons for some days. Give one of `to`, `by` and `times`.

    Args:
        at: One location or several.
        start: First day; None is the scenario's first.
        end: Last day, included; None is the scenario's last.
        to: The new capacity of each, in persons.
        by: Persons more at each.
        times: Factor on the capacity of each.

    Returns:
        A function from a scenario to one with more rows in its interventions.

    Raises:
        WhatIfError: When the function is called: an argument cannot be used, or there is no capacity to raise.

    Examples:
        >>> import nuzuh
        >>> more = nuzuh.more_capacity("Meadow", start="2021-03-10", times=1.5)(nuzuh.read_scenario("valley"))
        >>> more.tables["interventions"][["from", "value"]].to_numpy().tolist()
        [['Meadow', 13500.0]]
    """

    def change(scenario: Scenario) -> Scenario:
        ask = Arguments("more-capacity", scenario)
        first, last = ask.days(start, end)
        names = ask.locations("at", at)
        if not at:
            ask.refuse("at", "at names no location", "name one or several")
        given = _check_more(ask, {"to": to, "by": by, "times": times})
        ask.accept()
        days = slice(scenario.day_of(first), scenario.day_of(last) + 1)
        capacity = {name: _capacity(scenario, name)[days] for name in names}
        for name, known in capacity.items():
            if given != "to" and not np.isfinite(known).all():
                ask.refuse("at", f"the capacity of {quoted(name)} has no limit to raise", "give the new one as 'to'")
        ask.accept()
        rows: list[Row] = []
        for name, known in capacity.items():
            raised = np.full(len(known), to) if to is not None else np.round(known * (times or 1.0) + (by or 0.0))
            for value in np.unique(raised):
                for begun, over in spells_of(raised == value):
                    spell = {"start": first + begun * ONE_DAY, "end": first + over * ONE_DAY}
                    rows.append({"action": "capacity", "from": name, **spell, "value": float(value)})
        return with_rows(scenario, ask.name, interventions=rows)

    return change


def evacuate(place: str, start: Day = None, end: Day = None, *, share_per_day: float) -> Change:
    """An evacuation: a share of all who are at a place is brought out each day, and nobody goes there.

    Those at home are forced from home, those displaced set out; both go where the rules of movement take them, if an
    open route leads anywhere.

    Args:
        place: A location or any name that stands for several.
        start: First day; None is the scenario's first.
        end: Last day, included; None is the scenario's last.
        share_per_day: Probability per day that a person is brought out, beside all other reasons to leave.

    Returns:
        A function from a scenario to one with a row more in its interventions.

    Raises:
        WhatIfError: When the function is called: an argument cannot be used; or people are at home there, and the
            number of those who leave home is given (`displacement.mode`), so that no others can.

    Examples:
        >>> import nuzuh
        >>> out = nuzuh.evacuate("Ford", "2021-03-08", "2021-03-10", share_per_day=0.5)(nuzuh.read_scenario("valley"))
        >>> out.tables["interventions"][["action", "from", "value"]].to_numpy().tolist()
        [['evacuate', 'Ford', 0.5]]
    """

    def change(scenario: Scenario) -> Scenario:
        ask = Arguments("evacuate", scenario)
        first, last = ask.days(start, end)
        there = ask.place("place", place, everywhere=False)
        share = ask.share("share_per_day", share_per_day)
        settings = params_of(scenario.params).displacement
        n_at_home = scenario.locations["population"].iloc[list(scenario.places[there])].sum() if there else 0
        if n_at_home and not (settings.from_population and settings.mode in ("conflict", "per_head")):
            what = f"{n_at_home:,} people are at home in {quoted(there)}, and who leaves home is given"
            way_out = "set displacement.mode to conflict, or evacuate a place where nobody is at home"
            ask.refuse("place", what, way_out)
        ask.accept()
        row = {"action": "evacuate", "from": there, "start": first, "end": last, "value": share}
        return with_rows(scenario, ask.name, interventions=[row])

    return change


def winterise(share: float = 1.0, where: str = "", start: Day = None, end: Day = None) -> Change:
    """Tents, and unfinished and public buildings, are made fit for winter. Nobody moves otherwise for it.

    Args:
        share: Share of them that is.
        where: A location or any name that stands for several; blank is everywhere.
        start: First day; None is the scenario's first.
        end: Last day, included; None is the scenario's last.

    Returns:
        A function from a scenario to one with a row more in its interventions.

    Raises:
        WhatIfError: When the function is called: an argument cannot be used.

    Examples:
        >>> import nuzuh
        >>> nuzuh.winterise(0.5)(nuzuh.read_scenario("valley")).tables["interventions"]["action"].tolist()
        ['winterise']
    """

    def change(scenario: Scenario) -> Scenario:
        ask = Arguments("winterise", scenario)
        first, last = ask.days(start, end)
        row = {"action": "winterise", "from": ask.place("where", where), "start": first, "end": last}
        row |= {"value": ask.share("share", share)}
        ask.accept()
        return with_rows(scenario, ask.name, interventions=[row])

    return change


def _neighbours(ask: Arguments, near: object, distance_km: object) -> dict[str, float]:
    """Kilometres to each location that a camp is near to."""
    least, most, unit = 0.001, 40000.0, "km"
    if isinstance(near, Mapping):
        names = ask.locations("near", list(near))
        km = {name: ask.number("near", near[name], least, most, unit) for name in names}
    else:
        length = ask.number("distance_km", distance_km, least, most, unit)
        km = dict.fromkeys(ask.locations("near", near), length)
    if not near:
        ask.refuse("near", "near names no location", "name one or several")
    return km


def _check_camp(ask: Arguments, name: object, lat: object, lon: object, capacity: object) -> None:
    if not isinstance(name, str) or not name.strip():
        ask.refuse("name", f"name {quoted(str(name))} is not a name", "write one")
    elif name.strip() in ask.scenario.places:
        ask.refuse("name", f"there is a place {quoted(name.strip())} already", "choose another name")
    if (lat is None) != (lon is None):
        ask.refuse("lon" if lon is None else "lat", "one of lat and lon is missing", "give both or neither")
    for argument, value, bound in (("lat", lat, 90.0), ("lon", lon, 180.0)):
        if value is not None:
            ask.number(argument, value, -bound, bound, unit="degrees")
    if capacity is not None and ask.number("capacity", capacity, 0.0, 1e12, unit="persons") % 1:
        ask.refuse("capacity", f"capacity {capacity} is not a whole number", "round it")


def _check_more(ask: Arguments, given: Mapping[str, object]) -> str:
    """Which one of several arguments was given."""
    named = [argument for argument, value in given.items() if value is not None]
    if len(named) != 1:
        what = f"{' and '.join(named)} are given" if named else "no new capacity is given"
        ask.refuse("", what, "give one of to, by and times")
        return ""
    least = 1.0 if named[0] == "times" else 0.0
    ask.number(named[0], given[named[0]], least, 1e12 if least == 0 else 1e6)
    return named[0]


def _capacity(scenario: Scenario, name: str) -> Floats:
    """Displaced persons that a location can take on each day, earlier interventions included, shape (D,)."""
    given = scenario.locations["capacity"].iloc[scenario.location_ix[name]]
    capacity = np.full(scenario.n_days, np.inf if np.isnan(given) else float(given))
    rows = scenario.tables["interventions"]
    for row in rows[(rows["action"] == "capacity") & (rows["from"] == name)].itertuples():
        capacity[days_of(scenario, row.start, row.end)] = row.value
    return capacity
