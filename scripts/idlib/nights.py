"""Lowest temperature of the night: climatology by month and the reported cold spell, nothing measured."""

from __future__ import annotations

from idlib.tables import Row


def temperature_rows(nights: list[Row], areas: list[Row]) -> list[Row]:
    """Make the scenario's table of temperature: everywhere, then area by area.

    Args:
        nights: Rows of `nights.csv`: spells on the plateau of Idlib.
        areas: Rows of `night_areas.csv`: degrees that an area is warmer than the plateau.

    Returns:
        One row a spell and area.
    """
    rows = list(nights)
    for area in areas:
        for night in nights:
            t_min = float(night["t_min_c"]) + float(area["offset_c"])
            row = night | {"location": area["location"], "t_min_c": f"{t_min:g}"}
            row["source"] = f"{night['source']}; {area['source']}"
            row["note"] = f"{area['note']}; {night['note']}"
            rows.append(row)
    return rows
