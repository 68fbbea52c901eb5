"""ISO 3166 codes of countries, by the names under which scenarios know them."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


def country_code(name: str) -> str:
    """The three letters of ISO 3166-1 for a country, as HAPI's `location_code` has them.

    Args:
        name: Short or long name in English, or the code itself; case does not matter.

    Returns:
        Blank where the name is not known: no code is better than a guessed one.

    Examples:
        >>> country_code("Syria"), country_code("Syrian Arab Republic"), country_code("syr"), country_code("Northland")
        ('SYR', 'SYR', 'SYR', '')
    """
    return _codes().get(name.casefold(), "")


@cache
def _codes() -> dict[str, str]:
    text = files("nuzuh").joinpath("outputs", "country_codes.csv").read_text(encoding="utf-8")
    rows = [(row["code"], row["names"].split("|")) for row in csv.DictReader(text.splitlines())]
    return {name.casefold(): code for code, names in rows for name in (code, *names)}
