"""Read the source tables and write those of the scenario."""

from __future__ import annotations

import csv
from datetime import date
from math import cos, radians
from pathlib import Path

from nuzuh.scenario.geography import EARTH_RADIUS_KM, great_circle_km

HERE = Path(__file__).parent

END = date(2020, 5, 1)
"""Last day: OCHA's situation report 13 of 1 May 2020."""

COLUMNS = {
    "locations": "name kind country lat lon population population_low population_high displaced"
    " admin1 admin2 admin3 pcode area",
    "routes": "from to distance_km mode",
    "events": "kind start end lat lon position event",
    "closures": "kind from to start end one_way",
    "temperature": "location start end t_min_c",
    "shelter": "start end class share",
    "interventions": "action start end value breach_rate",
    "groups": "group share",
    "observations": "date since location to quantity value low high published fit error",
    "reported": "date figure location low high words",
}
"""Columns of the scenario's tables, besides `source`, `status` and `note`."""

Row = dict[str, str]


def read_rows(name: str) -> list[Row]:
    """Read a source table of this folder.

    Args:
        name: Name of the table, without `.csv`.

    Returns:
        One dictionary a row; blank cells are empty strings.
    """
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_rows(folder: Path, name: str, rows: list[Row]) -> None:
    """Write a table of the scenario, without the columns that are empty throughout.

    Args:
        folder: Folder of the scenario.
        name: Name of the table, a key of `COLUMNS`.
        rows: Its rows; keys that are not columns are ignored.
    """
    columns = [*COLUMNS[name].split(), "source", "status", "note"]
    used = [column for column in columns if any(row.get(column) for row in rows)]
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, used, lineterminator="\n", extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)


def to_plane(row: Row) -> tuple[float, float]:
    """Put a row that carries `lat` and `lon` on a plane that touches at 36 degrees north.

    Args:
        row: The row.

    Returns:
        Kilometres north of the equator and east of Greenwich; distances within the region err by less than 1 %.
    """
    per_degree = radians(1) * EARTH_RADIUS_KM
    return float(row["lat"]) * per_degree, float(row["lon"]) * per_degree * cos(radians(36))


def distance_km(a: Row, b: Row) -> float:
    """Measure the great-circle distance of two rows that carry `lat` and `lon`."""
    return float(great_circle_km(float(a["lat"]), float(a["lon"]), float(b["lat"]), float(b["lon"])))
