"""Population of the locations on 1 December 2019, modelled from the census of 2004.

No table of population by sub-district of early 2020 was found. All figures made here are modelled, save the
total of Dana sub-district.
"""

from __future__ import annotations

from collections import defaultdict

from idlib.tables import Row

GROWTH = 1.53
"""People in late 2019 (hosts and people displaced in earlier years) over the census of 2004. Chosen so that
the total comes near OCHA's "over 4 million", 3 of them in the Idleb area (February 2020)."""

GROWTH_RANGE = (1.3, 1.75)
"""Range of `GROWTH`, and so of every population but Dana's."""

MISSING_ERROR = 0.3
"""Where the census figure is missing, what is not in known towns may be this much lower or higher than the rule
gives, beside the range of growth. Assumed: the known sub-districts of western Aleppo had 1,500 to 3,100 persons per
community point, around 2,060."""

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


def held_share(row: Row, members: list[Row], census: float, towns: dict[str, float]) -> float:
    """Give the share of a sub-district's people that lived outside government control on 1 December 2019.

    Args:
        row: The sub-district.
        members: Its places that people live in.
        census: Its persons of 2004.
        towns: Known town figures by P-code.

    Returns:
        The share set by hand, if there is one. Otherwise the known towns among the members, and of the rest as much
        as the members have of the community points.
    """
    if row["held_share"]:
        return float(row["held_share"])
    rest = max(census - towns[row["pcode"]], 0.0)
    points = sum(float(member["n_points"]) for member in members)
    known = sum(float(member["town_2004"] or 0) for member in members)
    return (known + rest * points / float(row["n_points"])) / census


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


def level(row: Row, census: float, growth: float, known: float = 0.0, error: float = 0.0) -> float:
    """Give the people of a sub-district in late 2019, on both sides of the line of contact.

    Args:
        row: The sub-district.
        census: Its persons of 2004.
        growth: People of late 2019 over the census.
        known: What of the census is known although the figure of the sub-district is missing: its known towns.
        error: Relative error of the rest, where the figure is missing.

    Returns:
        Persons: the total found, or census times growth and the stock of displaced people of November 2018.
    """
    if row["total_found"]:
        return float(row["total_found"])
    if row["rule"]:
        census += error * max(census - known, 0.0)
    return census * growth + float(row["idp_stock"] or 0)


def populate(places: list[Row], subdistricts: list[Row]) -> dict[str, Row]:
    """Model the population of each place.

    Args:
        places: Named locations and cells.
        subdistricts: Rows of `subdistricts.csv`.

    Returns:
        `population`, `population_low` and `population_high` by name of place; the range is blank where the total of
        the sub-district is known. Places without community points (camps, crossings) are left out.
    """
    towns = town_totals(places)
    found: dict[str, Row] = {}
    for row in subdistricts:
        members = [place for place in places if place["pcode"] == row["pcode"] and place["n_points"]]
        if not members:
            continue
        census = census_2004(row, subdistricts, towns)
        held = held_share(row, members, census, towns)
        known = towns[row["pcode"]]
        total = level(row, census, GROWTH) * held
        low = level(row, census, GROWTH_RANGE[0], known, -MISSING_ERROR) * held
        high = level(row, census, GROWTH_RANGE[1], known, MISSING_ERROR) * held
        for member, share in zip(members, shares(members, census), strict=True):
            people = {"population": str(round(total * share))}
            if low < high:
                people |= {"population_low": str(round(low * share)), "population_high": str(round(high * share))}
            found[member["name"]] = people
    return found


def location_rows(places: list[Row], subdistricts: list[Row]) -> list[Row]:
    """Make the scenario's table of locations.

    Args:
        places: Named locations and cells.
        subdistricts: Rows of `subdistricts.csv`.

    Returns:
        The rows; `displaced` is 0 because only the new wave is counted as displaced.
    """
    units = {row["pcode"]: row for row in subdistricts}
    people = populate(places, subdistricts)
    rows = []
    for place in places:
        unit = units.get(place["pcode"], {})
        row = place | {key: unit.get(key, "") for key in ("admin1", "admin2", "admin3", "area")}
        row |= people.get(place["name"], {"population": "0"}) | {"displaced": "0"}
        if place["name"] in people:
            what = f"population modelled; position {place['status']}"
            row["note"] = "; ".join(filter(None, [what, place["note"]]))
            row["status"] = "modelled"
        rows.append(row)
    return rows
