"""The places of the scenario: named locations, and cells of countryside made by `scripts/idlib_cells.py`."""

from __future__ import annotations

from idlib.tables import Row


def place_rows(locations: list[Row], cells: list[Row]) -> list[Row]:
    """Join the named locations and the cells.

    Args:
        locations: Rows of `locations.csv`.
        cells: Rows of `cells.csv`: the cells, and the number of community points of the named towns.

    Returns:
        The named locations with `n_points` (blank where nobody lives), then the cells, with `town` for the named
        town that a cell belongs to.

    Raises:
        ValueError: If `cells.csv` counts points at a place that `locations.csv` does not name.
    """
    points = {row["name"]: row["n_points"] for row in cells if not row["lat"]}
    unknown = sorted(points.keys() - {row["name"] for row in locations})
    if unknown:
        message = f"cells.csv: not in locations.csv, make it anew: {', '.join(unknown)}"
        raise ValueError(message)
    named = [row | {"n_points": points.get(row["name"], ""), "town": "", "cell": ""} for row in locations]
    return named + [_cell(row) for row in cells if row["lat"]]


def _cell(row: Row) -> Row:
    """Make a location of a cell."""
    note = f"stands for villages without a location of their own; {row['n_points']} community points"
    return row | {"kind": "town", "country": "Syria", "town_2004": "", "cell": "yes", "note": note}
