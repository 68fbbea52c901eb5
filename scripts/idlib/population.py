"""Population of the locations on 1 December 2019, modelled from the census of 2004.

No table of population by sub-district of early 2020 was found. All figures made here are modelled, save the
total of Dana sub-district.
"""

from __future__ import annotations

from collections import defaultdict

from idlib.tables import Row

GROWTH = 1.53
"""People in late 2019 (hosts and people displaced in earlier years) over the census of 2004. Chosen so that
the total comes near OCHA's "over 4 million", 3 of them in the Idleb area (February 2020). Range 1.3-1.75."""

IDLEB_2004 = 1_258_427
"""People in Idleb governorate, census of 2004 (CBS via Wikipedia)."""

IDLEB = "Idleb"
"""Governorate whose missing sub-districts share what the known ones leave of `IDLEB_2004`."""

OUTSIDE_TOWNS_2004 = {"SY070201": 37_558}
"""Towns without a location, by P-code: Khan Shaykhun, GeoNames 48,975 over 1.304 (the ratio of Idlib)."""


def town_totals(locations: list[Row]) -> dict[str, float]:
    """Sum the known town figures of 2004 by sub-district."""
    totals: dict[str, float] = defaultdict(float, OUTSIDE_TOWNS_2004)
    for row in locations:
        totals[row["pcode"]] += float(row["town_2004"] or 0)
    return totals


def governorate_rate(subdistricts: list[Row], towns: dict[str, float]) -> float:
    """Find the persons per weighted community point in Idleb's sub-districts without a census figure.

    What the known sub-districts and the known towns of the others leave of the governorate goes by points.

    Args:
        subdistricts: Rows of `subdistricts.csv`.
        towns: Known town figures by P-code.

    Returns:
        Persons of 2004 per point.
    """
    known = sum(float(row["census_2004"] or 0) for row in subdistricts if row["admin1"] == IDLEB)
    missing = [row for row in subdistricts if row["rule"] == "governorate"]
    rest = IDLEB_2004 - known - sum(towns[row["pcode"]] for row in missing)
    return rest / sum(float(row["n_points"]) * float(row["point_weight"]) for row in missing)


def census_2004(row: Row, subdistricts: list[Row], towns: dict[str, float]) -> float:
    """Give the persons of 2004 in a sub-district: the census, or the rule named in its row.

    Args:
        row: The sub-district.
        subdistricts: All sub-districts.
        towns: Known town figures by P-code.

    Returns:
        Persons.
    """
    points = float(row["n_points"]) * float(row["point_weight"])
    if row["rule"] == "governorate":
        return towns[row["pcode"]] + points * governorate_rate(subdistricts, towns)
    if row["rule"] == "like":
        likes = [other for other in subdistricts if other["pcode"] in row["like"].split(";")]
        rate = sum(float(o["census_2004"]) for o in likes) / sum(float(o["n_points"]) for o in likes)
        return towns[row["pcode"]] + points * rate
    return float(row["census_2004"])


def subdistrict_population(row: Row, census: float) -> float:
    """Give the people of a sub-district that were outside government control on 1 December 2019.

    Args:
        row: The sub-district.
        census: Its persons of 2004.

    Returns:
        Persons: the total found, or census times growth and the stock of displaced people of November 2018.
    """
    total = float(row["total_found"] or 0) or census * GROWTH + float(row["idp_stock"] or 0)
    return total * float(row["held_share"])


def shares(members: list[Row], census: float) -> list[float]:
    """Share a sub-district out over its locations.

    A town counts its census figure; the rest of the sub-district goes by the community points nearest.

    Args:
        members: Locations of the sub-district that people live in.
        census: Persons of 2004 in the sub-district.

    Returns:
        One share for each location, of sum 1.
    """
    towns = [float(row["town_2004"] or 0) for row in members]
    points = [float(row["n_points"] or 0) for row in members]
    rest = max(census - sum(towns), 0.0)
    people = [t + rest * p / max(sum(points), 1.0) for t, p in zip(towns, points, strict=True)]
    return [value / sum(people) for value in people]


def populate(locations: list[Row], subdistricts: list[Row]) -> dict[str, int]:
    """Model the population of each location.

    Args:
        locations: Rows of `locations.csv`.
        subdistricts: Rows of `subdistricts.csv`.

    Returns:
        Persons by name of location; locations without community points (camps, crossings) are left out.
    """
    towns = town_totals(locations)
    people: dict[str, int] = {}
    for row in subdistricts:
        members = [loc for loc in locations if loc["pcode"] == row["pcode"] and loc["n_points"]]
        if not members:
            continue
        census = census_2004(row, subdistricts, towns)
        total = subdistrict_population(row, census)
        for member, share in zip(members, shares(members, census), strict=True):
            people[member["name"]] = round(total * share)
    return people


def location_rows(locations: list[Row], subdistricts: list[Row]) -> list[Row]:
    """Make the scenario's table of locations.

    Args:
        locations: Rows of `locations.csv`.
        subdistricts: Rows of `subdistricts.csv`.

    Returns:
        The rows; `displaced` is 0 because only the new wave is counted as displaced.
    """
    units = {row["pcode"]: row for row in subdistricts}
    people = populate(locations, subdistricts)
    rows = []
    for loc in locations:
        unit = units.get(loc["pcode"], {})
        row = loc | {key: unit.get(key, "") for key in ("admin1", "admin2", "admin3", "area")}
        row |= {"population": str(people.get(loc["name"], 0)), "displaced": "0"}
        if loc["name"] in people:
            what = f"population modelled; position {loc['status']}"
            row["note"] = "; ".join(filter(None, [what, loc["note"]]))
            row["status"] = "modelled"
        rows.append(row)
    return rows
