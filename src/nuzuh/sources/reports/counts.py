"""Who and what a sentence counts, with a number or without one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from nuzuh.sources.reports.gazetteer import peoples
from nuzuh.sources.reports.lexicon import KEPT, LINKS, MONEY, NO_PEOPLE, PERSONS, SITES, TAKEN, TRIGGERS
from nuzuh.sources.reports.numbers import Number, numbers_in
from nuzuh.sources.reports.periods import Period
from nuzuh.sources.reports.text import lowered
from nuzuh.sources.reports.words import word_list

MOST_NOUNS: Final = 6
WORD: Final = re.compile(r"\s*(?:\((?=\w))?([^\W_][\w'\u2019]*(?:-\w+)*)")
YEAR: Final = re.compile(r"(?:19|20)\d\d")
BARE: Final = "bare"
LEAST_BARE: Final = 20
OF_HIS: Final = re.compile(r"\b(?:her|his|my)\s+$", re.IGNORECASE)
NOT_SO: Final = re.compile(r"\s*(?:\w+ )?(?:should|would|could|can|may|shall|wants?|knows?|must)\b")
ONE_OF: Final = re.compile(r"\b(?:to|of|from|a|single|no|not|any|each|every)\s+$")
VAGUE: Final = re.compile(
    r"\b(?:(?P<zero>no one|nobody|none|no (?=\w+ (?:was|were|have been|has been|had been) (?:killed|"
    r"hurt|injured|wounded))|not a single (?:\w+)|not one (?:\w+)|not (?:\w+ )?a single (?:\w+)|"
    r"no (?=civilians?|people|family|child|household|"
    r"children|returns|"
    r"deaths|casualties|IDPs|families))|"
    r"(?P<some>several(?: of)?|(?<!as )many(?: of)?|countless|numerous|an unknown number of|scores of|"
    r"anyone|any (?=civilians?|people|children|deaths|soldiers|women|refugees|casualties)|"
    r"(?<=denied that )(?=civilians|people|children|soldiers)|(?<=had killed )(?=civilians|people|"
    r"refugees|children))) ?(?P<noun>[a-z]+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Count:
    """People or sites that a sentence counts.

    Args:
        number: How many; None where it says so without a number.
        unit: What is counted, blank where only a number stands.
        group: sites, taken or persons.
        start: Where it begins.
        end: Where it ends, with its noun.
    """

    number: Number | None
    unit: str
    group: str
    start: int
    end: int
    low: int | None
    high: int | None
    modifier: str

    @property
    def most(self) -> int:
        """The larger of its ends that is given; 0 without a number."""
        return max(self.low or 0, self.high or 0)


def counts_in(text: str, periods: list[Period]) -> list[Count]:
    """Who is counted in a sentence, in order."""
    found = [one for number in numbers_in(_without(text, periods)) if (one := _count(text, number)) is not None]
    found += [
        one for one in _vague(text) if not any(one.start < other.end and one.end > other.start for other in found)
    ]
    return sorted(found, key=lambda one: one.start)


def _without(text: str, periods: list[Period]) -> str:
    """A sentence with its periods blotted out: their numbers count nobody."""
    for one in periods:
        text = text[: one.begin] + BLOT * (one.end - one.begin) + text[one.end :]
    return text


BLOT: Final = "|"


def _count(text: str, number: Number) -> Count | None:
    if MONEY.search(text, max(number.start - 8, 0), number.end - len(number.text)) or NO_PEOPLE.match(text, number.end):
        return None
    unit, group, end = ("", "", 0) if _is_label(text, number) else _noun(text, number.end)
    if not group or _is_one_of(text, number) or (unit == BARE and _is_no_count(number)):
        return None
    return Count(
        number, "" if unit == BARE else unit, group, number.start, end, number.low, number.high, number.modifier
    )


def _is_one_of(text: str, number: Number) -> bool:
    """Whether it is one of something rather than one person counted."""
    before = text[: number.start]
    if OF_HIS.search(before):
        return True  # her five children
    is_one = (number.low, number.high) == (1, 1)
    return is_one and (bool(ONE_OF.search(before)) or text.startswith(" of ", number.end))


def _is_no_count(number: Number) -> bool:
    """Whether a number without a noun is too small, or a year: under five, one, 2019."""
    most = max(number.low or 0, number.high or 0)
    if YEAR.fullmatch(number.text) or number.text.lower() in ("one", "a hundred", "a dozen", "zero"):
        return True
    if number.modifier in ("under", "over") and most < LEAST_BARE:
        return True  # children under five
    return number.low == number.high and most < 2 and not number.text[0].isdigit()


def _is_label(text: str, number: Number) -> bool:
    """Whether a number is a name or a measure: No. 8, resolution 2504, one in ten, aged 42, 2-year."""
    before, after = text[max(number.start - 24, 0) : number.start], text[number.end : number.end + 12]
    after_long = text[number.end : number.end + 40]
    return bool(
        re.search(
            r"(?:\bno\.?|population of(?: about| some)?|designed for|laid out for|planned for|meant for|(?:force|army|"
            r"bodyguard|garrison) of(?: some| about)?|all but|capacity (?:of|for)|room for|built "
            r"for|once home to|(?:city|town|country|village|nation) of(?: about| some| nearly)?|resolution|"
            r"update|article|paragraph|aged?|"
            r"\baged? (?:\w+ )?(?:and|or|to)|phase|page|highway|unscr|employs?|one (?:\w+ )?for|#|\bm)\s*#?\s*$",
            before,
            re.IGNORECASE,
        )
        or re.search(
            r"(?:half|third|quarter|thirds|quarters|per ?cent|%) of (?:the |its |their )?(?:(?!year|month)\w+ )?$",
            before,
            re.IGNORECASE,
        )
        or re.match(
            r"\s*(?:to an?\b|per |(?:in|of|out of) (?:every |two\b|three\b|four\b|five\b|six\b|ten\b|\d)|"
            r"out of|[/:]\d|-(?!strong)\w)",
            after,
        )
        or (
            re.search(
                r"\b(?:every|one in|out of|one for|minus|below|(?:two|three|four|five|six|seven|eight|nine|"
                r"\d) (?:in|out of))\s+$",
                before,
                re.IGNORECASE,
            )
            and not re.match(r"\s*(?:people|persons|families|refugees|IDPs)", after)
        )
        or (
            re.search(r"[A-Za-z],\s*$", before)
            and re.match(r",\s", after)
            and number.text.isdigit()
            and int(number.text) < 100
        )
        or (OF_OR_WITH.search(before) and re.match(r"\s*(?:inhabitants|residents)\b", after_long))
        or re.search(r"\b(?:two|three|four|five|six|seven|eight|nine) (?:in|out of|of every|in every) $", before)
        or re.match(
            r"\s*(?:family|household|children'?s?) (?:\w+ )?(?:packs?|kits?|parcels?|tents?|rations?|latrines)\b",
            after_long,
        )
        or (re.search(r"\(\s*$", before) and re.match(r"\s*(?:\)|[\u2013-]|\+)", after))
    )


def _noun(text: str, at: int) -> tuple[str, str, int]:
    """Unit, group and end of the group of nouns after a number; a blank group: no people and no places are meant."""
    unit, end = "", at
    first_end = at
    if text.startswith("-strong", at):
        at = end = at + len("-strong")
    of = re.match(
        r"\s+of (?:the|these|those|its|our|their|them|whom|which|this)\b(?: (?:newly |internally )?displaced\b)?",
        text[at:],
    )
    if of is not None and unit == "":
        at += of.end()
        if of[0].split()[1] in ("them", "whom", "which"):
            after = re.match(r"\s+(?:are |were |being )?(" + "|".join(PERSONS) + r")\b", text[at:], re.IGNORECASE)
            return (_unit(after[1]), "persons", at + after.end()) if after else (BARE, "persons", at)
    elif text.startswith(" of ", at):
        at += 3
    position = at
    words: list[str] = []
    for _ in range(MOST_NOUNS):
        match = WORD.match(text, position)
        if match is None:
            break
        word = match[1].lower()
        if word in ("and", "or") and words and not unit and words[-1].endswith("ed"):
            position = match.end()
            continue
        if word in LINKS or (word.endswith("ly") and words):
            break
        words.append(word)
        if word in PERSONS or word in SITES or word in TAKEN:
            unit, end = match[1], match.end()
        position = match.end()
        if text[position : position + 1] in ",.;:()":
            break
    low = unit.lower()
    if not unit:
        return _bare(text, words, at, of is not None, first_end if of is None else at)
    if low in SITES and low not in BUILDINGS:
        return low, "sites", end
    if low in SITES:
        return low, "schools", end
    if low in TAKEN:
        return low, "taken", end
    return _unit(unit), "persons", end


OF_OR_WITH: Final = re.compile(r"\b(?:of|with) (?:about |some |around |nearly )?$")
"""A town of 8,000 residents: not what befell them."""
OF_THINGS: Final = re.compile(
    r"\s*(?:the )?(?:\d[\d,]* )?(?:\w+ )?(?:tents|shelters|houses|homes|hospitals|trucks|schools|"
    r"buildings)\b"
)
"""47 of the 120 tents."""
BUILDINGS: Final = word_list("sites if used so")
"""Buildings that are sites only where people are said to shelter in them."""


def _bare(text: str, words: list[str], at: int, is_part: bool, first_end: int) -> tuple[str, str, int]:
    """A number whose noun is not one of people: it stands for people only where no other noun follows."""
    small = lowered(text)
    if any(TRIGGERS[kind].match(small, _next_word(text, at)) for kind in VERBS):
        return BARE, "persons", first_end
    if is_part and OF_THINGS.match(text, at):
        return "", "", at
    if is_part or not words or words[0] in BEFALLEN:
        return BARE, "persons", first_end
    named = re.match(r"\s*(?:registered )?((?:South |North )?[A-Z][a-z\u00e8]+)\b", text[at:])
    if named is not None and (named[1] in peoples() or named[1].endswith("s")):
        return named[1], "persons", at + named.end()
    if all(
        word in ("more", "further", "additional", "newly", "another", "registered", "there", "here") for word in words
    ):
        return BARE, "persons", first_end
    return "", "", at


BEFALLEN: Final = frozenset({"dead", "killed", "wounded", "injured", "missing", "displaced", "others", "arrested"})
"""Words that stand for people by what befell them."""
VERBS: Final = ("killed", "injured", "displaced_new", "returned")


def _next_word(text: str, at: int) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip())


def _unit(word: str) -> str:
    unit = PERSONS.get(word.lower(), word)
    return word.lower() if unit in KEPT and word.lower() != "hhs" else unit


def _vague(text: str) -> list[Count]:
    """People without a number: several children, nobody, any civilians."""
    found = []
    if text.endswith("?"):
        return []
    for match in VAGUE.finditer(text):
        if re.search(r"\bhow $", text[: match.start()], re.IGNORECASE):
            continue
        if match["zero"] and NOT_SO.match(text, match.end("zero")):
            continue
        noun = (match["noun"] or "").lower()
        if noun not in PERSONS and not re.match(r"(?:no one|nobody|anyone|many of)", match[0], re.IGNORECASE):
            single = re.match(r"not (?:(?:\w+ )?a single|one) (\w+)", match[0], re.IGNORECASE)
            if single is None or single[1].lower() not in PERSONS:
                continue
            noun = single[1].lower()
        zero = 0 if match["zero"] else None
        end = match.end() if noun in PERSONS else match.end("zero") if match["zero"] else match.end("some")
        unit = _unit(noun) if noun in PERSONS else "persons"
        modifier = "" if match["zero"] else (match["some"] or "").strip().lower()
        found.append(Count(None, unit, "persons", match.start(), end, zero, zero, modifier))
    return found
