"""What a count counts: by the words nearest to it, by its unit, or as the whole of which it is a part."""

from __future__ import annotations

import re
from typing import Final

from nuzuh.sources.reports.counts import Count
from nuzuh.sources.reports.gazetteer import peoples
from nuzuh.sources.reports.lexicon import PART_AFTER
from nuzuh.sources.reports.mentions import Mentions, Trigger
from nuzuh.sources.reports.nearness import Weights, distance
from nuzuh.sources.reports.numbers import ORDERS
from nuzuh.sources.reports.words import word_list

BY_UNIT: Final = {
    "idps": "displaced_total",
    "refugees": "hosted",
    "asylum seekers": "hosted",
    "returnees": "returned",
    "returns": "returned",
    "deaths": "killed",
    "dead": "killed",
    "bodies": "killed",
    "corpses": "killed",
    "fatalities": "killed",
    "wounded": "injured",
    "injured": "injured",
    "arrivals": "other",
    "movements": "other",
    "lives": "killed",
    "injuries": "injured",
    "cases": "other",
    "displaced": "displaced_new",
}
"""Units that say it themselves."""
TO_WORDS: Final = Weights(before=0.5, count_before=5, count_after=5, clause=6)
WITHIN: Final = 0.5
PASSIVE: Final = re.compile(r"\b(?:were|was|been|are)\s+(?:\w+\s+)?$")
NEAR_WORDS: Final = 3
OF_ANOTHER: Final = 3.0
"""Words further away that a word is which goes with another count."""
BESIDE: Final = 1.0
"""Words nearer that a word is which stands right before a count."""
WEAK: Final = 2.0
"""Words further away that one counts which says least of what befell people: reached, assisted."""
NEAR_COLD: Final = 10
MOST_SITES: Final = 1000
MANY: Final = 50
"""From which on people whom a text counts are a claim whatever it says of them."""
SERVING: Final = word_list("unit fighters") | word_list("unit workers")
FAR: Final = 26
"""Beyond so many words, numbers and ends of clauses a word says nothing of a count."""
FLOWS: Final = frozenset({"displaced_new", "returned", "killed", "injured", "died_of_cold", "other"})
USED_AS: Final = re.compile(
    r"shelter|collective|serve as|serving as|used as|in use as|host|hous|occupied by|stay|living "
    r"in|sleep|\bfill(?:ed)?\b|opened|turned into|converted",
    re.IGNORECASE,
)
HAPPENED: Final = re.compile(
    r"\b(?:(?:have|has|had|were|was|be|being|newly) (?:\w+ ){0,2}displaced|since|newly)\b", re.IGNORECASE
)
STANDS: Final = re.compile(
    r"\b(?:remain|remains|still|live|lives|living|are|is|home to|stay(?:s|ing)?|hold(?:s|ing)?|"
    r"shelter(?:ing|s)?)\b",
    re.IGNORECASE,
)


TOLL: Final = re.compile(r"\btoll\b(?:[^.;\d]|(?<=\|)|\d{1,2}(?!\d|,)){0,60}$", re.IGNORECASE)
NUMBER_OF: Final = re.compile(
    r"\b(?:number|total|count|figure) of (?:[\w-]+ ){0,3}?(?P<noun>refugees|IDPs|displaced|returnees|"
    r"returns|dead|deaths|"
    r"injured|wounded|arrivals|asylum[- ]seekers|sites|camps|killed|missing)\b[^.;,]{0,45}$",
    re.IGNORECASE,
)
"""What a number counts that stands behind it: the number of refugees in the country at 1.06 million."""
TAKES_IN: Final = re.compile(r"receiv|regist", re.IGNORECASE)
HELPED: Final = re.compile(r"(?:assist|help|support)(?:ed|ing|s)? (?:[^.;]{0,40}?\b)?(?:to )?return\b", re.IGNORECASE)
AS_OF: Final = re.compile(r"\b(?:as of|as at|(?:at|by) the end of)\b", re.IGNORECASE)
STOOD: Final = re.compile(r"\b(?:were|are|was|is)\s+$")


def is_part(mentions: Mentions, count: Count) -> bool:
    """Whether a count is a part of the one before it: of them, including, five of whom."""
    text = mentions.sentence.text
    before, after = (
        text[max(count.start - 40, 0) : count.start],
        text[count.end if not count.unit else count.start : count.end + 40],
    )
    number_end = count.number.end if count.number else count.start
    return bool(
        re.search(
            r"\b(?:including|among them|among whom|of whom|of which|of them|of these|amongst them|most "
            r"of them)[,:]?\s*(?:the )?$",
            before,
            re.IGNORECASE,
        )
        or PART_AFTER.match(text, number_end)
        or (after and re.match(r"\s*(?:of them|of whom|among them)", text[count.end :]))
    )


def kind_of(mentions: Mentions, count: Count, earlier: str) -> tuple[str, Trigger | None, float]:
    """The kind of a count, the words that tell it, and how far away they stand; a blank kind: it is no claim.

    Args:
        mentions: Those of the sentence.
        count: One of its counts.
        earlier: Kind of the count before it in the sentence, or of the heading over it; blank: none.
    """
    if count.group != "persons":
        return _kind_of_places(mentions, count)
    if earlier == "sites":  # people in them, not more of them
        if not count.unit and count.most < MOST_SITES:
            return "sites", None, 1
        earlier = "displaced_total" if STANDS.search(mentions.sentence.text) else "hosted"
    if not count.unit and TOLL.search(mentions.sentence.text, 0, count.start):
        return "killed", None, 1
    number_of = None if count.unit else NUMBER_OF.search(mentions.sentence.text, 0, count.start)
    if number_of is not None and not any(number_of.start() < other.start < count.start for other in mentions.counts):
        return _kind_of_noun(number_of["noun"].lower()), None, 1
    own = _own_kind(mentions, count)
    near = _nearest(mentions, count, set(ALL))
    is_taken_in = own == "returned" and near is not None and TAKES_IN.match(mentions.sentence.text, near[0].start)
    if own and (near is None or is_taken_in or near[1] > _reach(own, near[0])):
        return _by_cold(mentions, own, count.end), None, 1
    if near is None:
        return earlier or _told_plainly(count), None, FAR
    return _kind_of_people(mentions, count, earlier, *near)


def _told_plainly(count: Count) -> str:
    """Other, for many people whom a text counts with a noun of their own and in words that no list has."""
    if count.number is None or count.number.text.lower() in ORDERS or count.unit.lower() in SERVING:
        return ""
    if count.unit in peoples() and count.most >= MOST_SITES:
        return "hosted"
    return "other" if count.unit and count.most >= MANY else ""


def _kind_of_noun(noun: str) -> str:
    known = {"killed": "killed", "sites": "sites", "camps": "sites", "missing": "other", "displaced": "displaced_total"}
    return known.get(noun) or BY_UNIT.get(noun.replace("-", " "), "other")


def _kind_of_places(mentions: Mentions, count: Count) -> tuple[str, Trigger | None, float]:
    """Camps and sites, schools that are used as such, villages taken."""
    if count.group == "sites":
        return "sites", None, 0
    if count.group == "schools":
        return ("sites" if USED_AS.search(mentions.sentence.text) else ""), None, 0
    near = _nearest(mentions, count, {"taken"})
    return ("other", *near) if near else ("", None, 0)


def _kind_of_people(
    mentions: Mentions, count: Count, earlier: str, trigger: Trigger, distance: float
) -> tuple[str, Trigger | None, float]:
    """By the nearest words; a part and a bare number have the kind of the whole before them."""
    part = bool(earlier) and is_part(mentions, count)
    if not count.unit and _is_small(count) and distance > 3 and not part:
        return "", None, 9
    if part and (distance > 3 or trigger.end <= count.start):
        return earlier, None, 1
    if earlier and not count.unit and distance > (3 if _opens_list(mentions, count) else 9):
        return earlier, None, 3
    if trigger.kind == "other" and HELPED.match(mentions.sentence.text, trigger.start):
        return "returned", trigger, distance
    return _settled(mentions, count, trigger), trigger, distance


FIRM: Final = frozenset({"killed", "injured", "returned", "exposed", "in_need", "displaced_new"})
STRONGER: Final = {
    "hosted": FIRM | {"hosted", "other"},
    "displaced_total": FIRM | {"displaced_total", "hosted", "other"},
    "displaced_new": FIRM | {"other"},
    "killed": frozenset({"killed"}),
    "injured": frozenset({"injured"}),
    "returned": frozenset({"returned"}),
    "other": frozenset({"other"}),
}
"""Words that say more than the unit does, where they stand near."""


def _reach(own: str, trigger: Trigger) -> int:
    """How near a word must stand to say more than the unit does: bodies are of the dead whatever is said of them."""
    if trigger.kind in STRONGER.get(own, FIRM):
        return 9
    return -1 if own in ("killed", "injured", "other") else 2


def _own_kind(mentions: Mentions, count: Count) -> str:
    """What the noun itself says: IDPs, newly displaced families, deaths."""
    words = mentions.sentence.text[count.start : count.end].lower()
    if "newly displaced" in words or re.search(r"\bnew (?:idps|displaced)", words):
        return "displaced_new"
    told = re.search(r"\b(?:dead|wounded|injured)\b", words)
    if told is not None:
        return "killed" if told[0] == "dead" else "injured"
    if "displaced" in words:
        return "displaced_total"
    return BY_UNIT.get(count.unit.lower(), "")


def _is_small(count: Count) -> bool:
    return count.most < 20


def _opens_list(mentions: Mentions, count: Count) -> bool:
    """Whether a bare number follows a colon or a comma, as parts of a whole do."""
    return bool(re.search(r"[:,]\s*(?:and )?$", mentions.sentence.text[: count.start]))


ALL: Final = (
    "killed",
    "injured",
    "returned",
    "displaced_total",
    "displaced_new",
    "hosted",
    "in_need",
    "exposed",
    "other",
)


def _nearest(mentions: Mentions, count: Count, kinds: set[str]) -> tuple[Trigger, float] | None:
    """The words of some kinds that stand nearest, and how far away."""
    best: tuple[Trigger, float] | None = None
    for trigger in mentions.triggers:
        if trigger.kind not in kinds or _is_noun(mentions, trigger):
            continue
        if not count.unit and mentions.sentence.text[trigger.start : count.start].strip().lower() in (
            "reached",
            "has reached",
        ):
            continue  # a total has reached it
        cost = _distance(mentions, count, trigger)
        if cost <= FAR and (best is None or cost < best[1]):
            best = trigger, cost
    return best


def _is_noun(mentions: Mentions, trigger: Trigger) -> bool:
    """Whether a word is a part of what some number counts: 842 refugees."""
    return any(trigger.start < count.end and trigger.end > count.start for count in mentions.counts)


def _distance(mentions: Mentions, count: Count, trigger: Trigger) -> float:
    if trigger.start < count.end and trigger.end > count.start:
        return WITHIN if trigger.kind in ("displaced_total", "hosted") else 0
    far = distance(mentions, count, trigger.start, trigger.end, TO_WORDS) + WEAK * (trigger.kind == "other")
    return (
        far
        + OF_ANOTHER * _is_of_another(mentions, count, trigger)
        - (BESIDE + WEAK * (trigger.kind == "other")) * (trigger.end + 1 == count.start)
    )


def _is_of_another(mentions: Mentions, count: Count, trigger: Trigger) -> bool:
    """Whether a word goes with another count: 12 were displaced and 40 died, killing two and injuring 14."""
    others = [other for other in mentions.counts if other is not count]
    if trigger.end <= count.start:
        return bool(PASSIVE.search(mentions.sentence.text, 0, trigger.start)) or any(
            other.end <= trigger.start and mentions.between(other.end, trigger.start) < NEAR_WORDS for other in others
        )
    return any(other.start == trigger.end + 1 for other in others)


def _settled(mentions: Mentions, count: Count, trigger: Trigger) -> str:
    """The kind that a trigger gives once cold, and whether people are or were displaced, are looked at."""
    kind = trigger.kind
    text = mentions.sentence.text
    kind = _by_cold(mentions, kind, trigger.end)
    if kind in ("displaced_new", "displaced_total"):
        return _flow_or_stock(text, count, trigger)
    if kind == "hosted" and count.unit.lower() == "idps":
        return "displaced_total"
    return kind


def _by_cold(mentions: Mentions, kind: str, end: int) -> str:
    """Deaths with cold named near them are deaths of cold."""
    is_cold = kind == "killed" and any(
        mentions.between(end, at) + TO_WORDS.clause * mentions.n_breaks(end, at) <= NEAR_COLD for at in mentions.cold
    )
    return "died_of_cold" if is_cold else kind


def _flow_or_stock(text: str, count: Count, trigger: Trigger) -> str:
    word = text[trigger.start : trigger.end].lower()
    around = text[max(min(count.start, trigger.start) - 30, 0) : max(count.end, trigger.end) + 40]
    if trigger.kind == "displaced_total":
        is_new = re.search(r"\b(?:since|newly|between)\b", around) and not re.search(
            r"\b(?:remain|live|living|are|were|still)\b", around
        )
        return "displaced_new" if is_new else "displaced_total"
    if word == "displaced" and AS_OF.search(text) and STOOD.search(text, 0, trigger.start):
        return "displaced_total"
    if word == "displaced" and STANDS.search(around) and not HAPPENED.search(around):
        return "displaced_total"
    return "displaced_new"
