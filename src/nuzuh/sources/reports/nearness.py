"""How far from a count the words stand that say what it counts, when, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nuzuh.sources.reports.counts import Count
    from nuzuh.sources.reports.mentions import Mentions


@dataclass(frozen=True)
class Weights:
    """How much further away, in words, what stands between makes something.

    Args:
        before: That it stands before the count and not after it.
        count_before: Another count between, where it stands before.
        count_after: Another count between, where it stands after.
        clause: The end of a clause between.
        stop: A semicolon between.
        both: Another count and the end of a clause between.
        opening: What opens the sentence within `opens` letters holds for all of it: it is no further away than this.
        opens: Letters of the sentence in which that is so; 0: nowhere.
    """

    before: float
    count_before: float
    count_after: float
    clause: float
    stop: float = 0.0
    both: float = 0.0
    opening: float = 0.0
    opening_count: float = 0.0
    opens: int = 0


def distance(mentions: Mentions, count: Count, start: int, end: int, weights: Weights) -> float:
    """Words between a count and what stands from `start` to `end`, with what else makes it further away; 0 within."""
    is_before = end <= count.start
    if not is_before and start < count.end:
        return 0.0
    low, high = (end, count.start) if is_before else (count.end, start)
    others = sum(other is not count and low <= other.start < high for other in mentions.counts)
    breaks = mentions.n_breaks(low, high)
    far = (
        mentions.between(low, high)
        + (weights.count_before if is_before else weights.count_after) * others
        + weights.clause * breaks
        + weights.stop * (weights.stop and mentions.sentence.text[low:high].count(";"))
        + weights.both * (others > 0 and breaks > 0)
        + weights.before * is_before
    )
    if is_before and start < weights.opens:
        return min(far, weights.opening + weights.opening_count * others)
    return far
