"""Build the shipped scenario idlib-2020 from the source tables in scripts/idlib.

    python scripts/make_idlib.py

Reads nothing else and writes the same bytes each time.

Known and not used: the departures and arrivals of February by sub-district (HNAP: from Saraqab 185,364,
Ariha 139,729, Atareb 97,469; to Dana 248,842, Salqin 95,268, A'zaz 80,518). They count movements of one
month, and the quantities of the table of observations count from the first day.
"""

from __future__ import annotations

import shutil

from idlib.conflict import closure_rows, conflict_rows
from idlib.nights import temperature_rows
from idlib.population import location_rows
from idlib.routes import route_rows
from idlib.tables import HERE, Row, read_rows, write_rows

TARGET = HERE.parents[1] / "src" / "nuzuh" / "scenarios" / "idlib-2020"
"""Folder of the scenario in this checkout."""


def build_tables() -> dict[str, list[Row]]:
    """Make all tables of the scenario from the source tables.

    Returns:
        Rows by name of table.
    """
    locations = read_rows("locations")
    interventions = read_rows("interventions")
    return {
        "locations": location_rows(locations, read_rows("subdistricts")),
        "routes": route_rows(read_rows("routes"), locations),
        "conflict": conflict_rows(read_rows("events"), locations, interventions),
        "closures": closure_rows(read_rows("closures"), read_rows("captures")),
        "temperature": temperature_rows(read_rows("nights"), read_rows("night_areas")),
        "shelter": read_rows("shelter"),
        "interventions": interventions,
        "observations": read_rows("observations"),
        "groups": read_rows("groups"),
    }


def main() -> None:
    """Write the folder of the scenario."""
    TARGET.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(HERE / "scenario.yml", TARGET / "scenario.yml")
    for name, rows in build_tables().items():
        write_rows(TARGET, name, rows)


if __name__ == "__main__":
    main()
