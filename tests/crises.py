"""Small crises for tests: a scenario from a few rows."""

from datetime import date, timedelta

from nuzuh.scenario.scenario import Scenario
from nuzuh.scenario.tables import table_of

START = date(2020, 1, 1)


def crisis(locations, routes, *, days=30, params=None, home_country="Home", **tables):
    """A scenario from short rows.

    Args:
        locations: Dictionaries, or (name, kind, population) each.
        routes: Dictionaries, or (from, to, km) each.
        days: Number of days.
        params: Nested as in scenario.yml.
        home_country: Of all locations that name no other.
        tables: Rows of other tables, as dictionaries.
    """
    rows = {
        "locations": [_row(row, ("name", "kind", "population")) for row in locations],
        "routes": [_row(row, ("from", "to", "distance_km")) for row in routes],
        **tables,
    }
    return Scenario(
        name="test",
        title="test",
        start=START,
        end=START + timedelta(days=days - 1),
        home_country=home_country,
        tables={name: table_of(table, name) for name, table in rows.items()},
        params=params or {},
    )


def day(n):
    """The date of a day's index."""
    return START + timedelta(days=n)


def fire(location, start=0, end=None, intensity=1.0):
    """A spell of conflict from day to day."""
    row = {"location": location, "start": day(start), "intensity": intensity}
    return row if end is None else row | {"end": day(end)}


def _row(row, names):
    return row if isinstance(row, dict) else dict(zip(names, row, strict=True))
