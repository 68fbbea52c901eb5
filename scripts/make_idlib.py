"""Build the shipped scenario idlib-2020 from the source tables in scripts/idlib.

    python scripts/make_idlib.py

Reads nothing else and writes the same bytes each time.
"""

from __future__ import annotations

import shutil

from idlib.captures import closure_rows
from idlib.cells import place_rows
from idlib.control import outline
from idlib.nights import temperature_rows
from idlib.population import location_rows
from idlib.routes import route_rows
from idlib.tables import HERE, Row, read_rows, write_rows

TARGET = HERE.parents[1] / "src" / "nuzuh" / "scenarios" / "idlib-2020"
"""Folder of the scenario in this checkout."""
COPIED = ("scenario.yml", "posterior.csv")


def build_tables() -> dict[str, list[Row]]:
    """Make all tables of the scenario from the source tables.

    Returns:
        Rows by name of table.
    """
    places = place_rows(read_rows("locations"), read_rows("cells"))
    before, after = (outline(read_rows("control"), day) for day in ("2019-12-01", "2020-03-06"))
    return {
        "locations": location_rows(places, read_rows("subdistricts")),
        "routes": route_rows(read_rows("routes"), places, before),
        "events": read_rows("events"),
        "closures": closure_rows(read_rows("closures"), read_rows("captures"), places, after),
        "temperature": temperature_rows(read_rows("nights"), read_rows("night_areas")),
        "shelter": read_rows("shelter"),
        "interventions": read_rows("interventions"),
        "observations": read_rows("observations"),
        "reported": read_rows("reported"),
        "groups": read_rows("groups"),
    }


def main() -> None:
    """Write the folder of the scenario."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        shutil.copyfile(HERE / name, TARGET / name)
    for name, rows in build_tables().items():
        write_rows(TARGET, name, rows)


if __name__ == "__main__":
    main()
