"""Read a folder of the model Flee as a scenario."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nuzuh.errors import quoted
from nuzuh.scenario.cells import format_cell, parse_column
from nuzuh.scenario.flee.closures import read_closures
from nuzuh.scenario.flee.conflict import read_conflict, read_floods
from nuzuh.scenario.flee.demographics import read_groups
from nuzuh.scenario.flee.findings import Findings
from nuzuh.scenario.flee.hunger import read_hunger
from nuzuh.scenario.flee.layout import Layout, is_flee_folder, layout_of
from nuzuh.scenario.flee.location_rows import home_country, location_row
from nuzuh.scenario.flee.locations import read_locations
from nuzuh.scenario.flee.period import read_period
from nuzuh.scenario.flee.registrations import read_registrations
from nuzuh.scenario.flee.routes import read_routes
from nuzuh.scenario.flee.rows import is_there
from nuzuh.scenario.flee.rules import nested, rules_of
from nuzuh.scenario.flee.settings import read_simsettings
from nuzuh.scenario.geography import reachable
from nuzuh.scenario.scenario import Scenario
from nuzuh.scenario.schema import columns_of
from nuzuh.scenario.tables import table_of

if TYPE_CHECKING:
    from nuzuh.errors import Fault
    from nuzuh.scenario.flee.locations import Locations
    from nuzuh.scenario.flee.period import Period
    from nuzuh.scenario.flee.rules import Rules
    from nuzuh.scenario.flee.settings import SimSettings

__all__ = ["is_flee_folder", "read_flee"]

Rows = list[dict[str, Any]]
UNREAD_FILES = {
    "location_changes.csv": "in nuzuh locations keep their kind; write closures of kind camp, or interventions",
    "agents.csv": "in nuzuh nobody is listed by hand",
    "major_routes.csv": "in nuzuh everybody chooses on the way",
}
"""Files of Flee that are not carried over, and what to know."""


@dataclass(frozen=True)
class _Parts:
    """What the other files are read by."""

    layout: Layout
    settings: SimSettings
    rules: Rules
    period: Period
    locations: Locations


def read_flee(path: str | Path, *, lenient: bool = False) -> tuple[Scenario | None, list[Fault]]:
    """Read a folder of the model Flee as a scenario.

    Args:
        path: The folder of a conflict, with `input_csv` and `source_data` in it or with all files lying flat; or its
            `input_csv`.
        lenient: Whether to mend what Flee stumbles over, where it can be told what was meant.

    Returns:
        The scenario, or None where there is an error; and all faults. Warnings say what was mended, what is not
        carried over, and what nuzuh does differently.
    """
    findings = Findings(lenient=lenient)
    layout = layout_of(Path(path))
    if not is_flee_folder(layout.root):
        way_out = "name a folder with locations.csv, routes.csv, conflicts.csv and sim_period.csv in input_csv"
        findings.error((str(path), 0, 0), "not a folder of Flee's", way_out)
        return None, findings.faults
    settings = read_simsettings(layout.settings, findings)
    rules = rules_of(settings)
    period = read_period(layout.inputs / "sim_period.csv", findings)
    locations = read_locations(layout.inputs / "locations.csv", rules, findings)
    _list_unread(layout, findings)
    if period is None or not locations.by_name:
        if locations.by_name:
            read_routes(layout.inputs / "routes.csv", locations.names, findings)
        return None, sorted(set(findings.faults))  # nothing else can be read without days and locations
    scenario = _scenario(_Parts(layout, settings, rules, period, locations), findings)
    return scenario, sorted(set(findings.faults))


def _scenario(parts: _Parts, findings: Findings) -> Scenario | None:
    """The scenario; None where there is an error."""
    layout, rules, period, locations = parts.layout, parts.rules, parts.period, parts.locations
    name = scenario_name(layout.root)
    conflict = read_conflict(layout.inputs / "conflicts.csv", locations, period, rules, findings)
    rows = _rows(parts, findings) | {"conflict": conflict.rows}
    _report_unreached(rows["locations"], rows["routes"], locations, findings)
    home = home_country(locations, rules, findings)
    for table in rows:
        _check_cells(rows[table], table, layout, findings)
    if not findings.is_sound:
        return None
    return Scenario(
        name=name,
        title=f"{name}, from a Flee folder",
        start=period.start,
        end=period.end,
        home_country=home,
        tables={table: table_of(found, table) for table, found in rows.items() if found},
        params=nested(rules.params | conflict.params),
        sources=({"name": f"Flee folder {layout.root.resolve().name}"},),
        path=layout.root,
    )


def _rows(parts: _Parts, findings: Findings) -> dict[str, Rows]:
    """The rows of all tables but conflict."""
    layout, rules, period, locations = parts.layout, parts.rules, parts.period, parts.locations
    inputs = layout.inputs
    routes = read_routes(inputs / "routes.csv", locations.names, findings)
    registrations = read_registrations(layout, locations, period, rules, findings)
    ipc = inputs / "region_attributes_IPC.csv"
    return {
        "locations": [
            location_row(location, findings, registrations.on_day0(name) if location.is_site else 0, rules)
            for name, location in locations.by_name.items()
        ],
        "routes": routes,
        "closures": read_closures(inputs / "closures.csv", locations, routes, period, findings),
        "observations": registrations.rows(locations),
        "groups": read_groups(inputs, rules.heeds, parts.settings, findings),
        "floods": read_floods(inputs / "flood_level.csv", locations, period, rules, findings),
        "food_insecurity": read_hunger(ipc, locations, period, findings, is_heeded=rules.heeds_hunger),
    }


def _report_unreached(locations: Rows, routes: Rows, known: Locations, findings: Findings) -> None:
    """Camps to which no route leads from where people live or stay: Flee says nothing, and they get nobody."""
    ix = {row["name"]: at for at, row in enumerate(locations)}
    pairs = [(ix[row["from"]], ix[row["to"]]) for row in routes]
    starts = [at for at, row in enumerate(locations) if row.get("population") or row.get("displaced")]
    is_reached = reachable(len(locations), pairs + [pair[::-1] for pair in pairs], starts)
    for at, (name, location) in enumerate(known.by_name.items()):
        if location.is_site and not is_reached[at]:
            what = f"no route leads to {quoted(name)} from where people live"
            findings.warn(location.row.place(), what, "nobody will arrive there, as in Flee")


def scenario_name(folder: Path) -> str:
    """A name for the scenario of a folder: what a name cannot have becomes a dash.

    Examples:
        >>> scenario_name(Path("conflicts/mali (2012)"))
        'mali -2012'
    """
    name = re.sub(r"[^\w .-]", "-", folder.resolve().name)
    return re.sub(r"^\W+|\W+$", "", name) or "flee"


def _check_cells(rows: Rows, table: str, layout: Layout, findings: Findings) -> None:
    """See that rows hold what the schema of their table allows; else the file that they come from is at fault."""
    folder = layout.data if table == "observations" else layout.inputs
    for column in columns_of(table).values():
        _, errors = parse_column([format_cell(row.get(column.name), column).strip() for row in rows], column)
        for ix, error in errors.items():
            row = rows[ix]
            named = " to ".join(str(row[key]) for key in ("name", "from", "to", "location", "group") if row.get(key))
            what = f"{named}: {error.what}" if named else error.what
            findings.error((str(folder / str(row["source"])), 0, 0), what, error.way_out)


def _list_unread(layout: Layout, findings: Findings) -> None:
    """Files that are not carried over."""
    for name, reason in UNREAD_FILES.items():
        for folder in dict.fromkeys((layout.root, layout.inputs)):
            if is_there(folder / name):
                findings.warn((str(folder / name), 0, 0), "the file is not carried over", reason)
