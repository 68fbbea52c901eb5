"""Lists of words, from words.csv: which of them a reader of reports goes by."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def word_lists() -> dict[str, tuple[str, ...]]:
    """All lists by their names."""
    text = files("nuzuh.sources.reports").joinpath("words.csv").read_text(encoding="utf-8")
    return {row["list"]: tuple(row["words"].split()) for row in csv.DictReader(text.splitlines())}


def word_list(name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(word_lists()[name])
