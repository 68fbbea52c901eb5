"""A place that a sentence names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nuzuh.sources.reports.words import word_list

PARTS: Final = word_list("parts of a place")
AREAS: Final = word_list("areas")
TOWNS: Final = word_list("towns")
NO_PLACE: Final = word_list("no place")


@dataclass(frozen=True)
class Place:
    """A place that a sentence names.

    Args:
        start: Where its name begins.
        end: Where it ends.
        name: As the gazetteer has it; as the text has it where it is not known there, or only a part of it is meant.
        kind: country, people, capital, area, location or unknown.
        before: The word before it, in small letters.
        sorts: What it is: town, province, camp; empty: the text does not say.
    """

    start: int
    end: int
    name: str
    kind: str
    before: str
    sorts: frozenset[str] = frozenset()

    def of(self, sorts: frozenset[str]) -> Place:
        """The same with what it is (written out, since it is done for every place of a text)."""
        return Place(self.start, self.end, self.name, self.kind, self.before, sorts)
