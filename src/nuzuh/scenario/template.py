"""A commented scenario to begin from."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from nuzuh.scenario.schema import Column, columns_of
from nuzuh.scenario.settings import check_name
from nuzuh.scenario.whole import new_folder

WHAT_IFS = (
    "\n# What-ifs stand in the folder what-ifs beside this file, one YAML file each; docs/what-ifs.md says how.\n"
)
COMMENTED = ("locations", "routes", "conflict", "closures", "observations")


def write_template(folder: str | Path) -> Path:
    """Write a small scenario with comments on every table, to be changed by hand.

    Args:
        folder: A folder that does not exist yet; its name becomes the scenario's.

    Returns:
        The folder.

    Raises:
        UsageError: There is something at that path already, or the name cannot be a scenario's.
    """
    path = Path(folder)
    check_name(path.name)
    shipped = Path(str(files("nuzuh").joinpath("scenarios", "valley")))
    settings = (shipped / "scenario.yml").read_text(encoding="utf-8")
    settings = re.sub(
        r"^# .*\n", "# A scenario to change by hand; 'nuzuh check' says what is wrong with it.\n", settings
    )
    settings = re.sub(r"^name: .*$", f"name: {path.name}", settings, count=1, flags=re.MULTILINE)
    title = f"title: {path.name}, to be described in a line (invented)"
    settings = re.sub(r"^title: .*$", title, settings, count=1, flags=re.MULTILINE)
    with new_folder(path) as partial:
        (partial / "scenario.yml").write_text(settings + WHAT_IFS, encoding="utf-8", newline="\n")
        for table in COMMENTED:
            rows = (shipped / f"{table}.csv").read_text(encoding="utf-8")
            (partial / f"{table}.csv").write_text(_comments(table) + rows, encoding="utf-8", newline="\n")
    return path


def _comments(table: str) -> str:
    """What each column of a table means, as comment lines."""
    lines = [f"# {table}: one row each. Columns that can be given (* must be):"]
    lines += [
        f"# {'*' if column.required else ' '} {column.name}: {_explained(column)}"
        for column in columns_of(table).values()
    ]
    return "\n".join(lines) + "\n"


def _explained(column: Column) -> str:
    text = column.description
    if column.choices:
        text += f" ({', '.join(column.choices)})"
    if column.unit:
        text += f" [{column.unit}]"
    return text + (f"; blank: {column.default}" if column.default else "")
