"""What a sentence mentions: who is counted, when, where, and by which words; each with where it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date

from nuzuh.sources.reports.counts import Count, counts_in
from nuzuh.sources.reports.lexicon import CLAUSE, COLD, JUDGING, LEFT, TRIGGERS
from nuzuh.sources.reports.periods import Period, periods_in
from nuzuh.sources.reports.place import Place
from nuzuh.sources.reports.text import Sentence, lowered


@dataclass(frozen=True)
class Trigger:
    """Words that say what is counted."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Mentions:
    """All that a sentence mentions."""

    sentence: Sentence
    counts: list[Count]
    periods: list[Period]
    places: list[Place]
    triggers: list[Trigger]
    breaks: list[int]
    cold: list[int]
    tokens: list[int] = field(default_factory=list)
    judging: tuple[str, ...] = ()

    def between(self, low: int, high: int) -> int:
        """How many words stand between two places of the sentence."""
        low, high = min(low, high), max(low, high)
        return bisect_left(self.tokens, high) - bisect_left(self.tokens, low)

    def n_breaks(self, low: int, high: int) -> int:
        """How many clauses end between two places of the sentence."""
        low, high = min(low, high), max(low, high)
        return sum(low <= at < high for at in self.breaks)


def mentions_in(sentence: Sentence, today: date | None, places: list[Place]) -> Mentions:
    """Look for all of it in a sentence whose places are known."""
    text = sentence.text
    periods = periods_in(text, today)
    counts = counts_in(text, periods)
    days = [one for one in periods if one.start or one.stop]
    if not counts:
        return Mentions(sentence, [], days, places, [], [], [])
    small = lowered(text)
    return Mentions(
        sentence,
        counts,
        days,
        places,
        _triggers(text, is_taken=any(one.group == "taken" for one in counts)),
        [match.start() for match in CLAUSE.finditer(small)],
        [match.start() for match in COLD.finditer(small)],
        [match.start() for match in re.finditer(r"\w+", text)],
        tuple(dict.fromkeys(match[0] for match in JUDGING.finditer(text))),
    )


def _triggers(text: str, *, is_taken: bool) -> list[Trigger]:
    """The words of a sentence that say what is counted; those of places taken only where places are counted."""
    small = lowered(text)
    found: list[Trigger] = []
    for kind, pattern in TRIGGERS.items():
        if kind == "taken":
            continue
        spans = [match.span() for match in pattern.finditer(small)]
        if kind == "displaced_new":
            spans += [match.span() for match in LEFT.finditer(text)]
        found += [
            Trigger(kind, *span)
            for span in spans
            if not any(span[0] < known.end and span[1] > known.start for known in found)
        ]
    if is_taken:
        found += [Trigger("taken", *match.span()) for match in TRIGGERS["taken"].finditer(small)]
    return sorted(found, key=lambda one: one.start)
