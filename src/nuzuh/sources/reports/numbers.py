"""Numbers as texts state them: digits, words, ranges, orders of magnitude, with what qualifies them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from nuzuh.sources.reports.text import lowered

ONES: Final = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(20),
        strict=True,
    )
)
TENS: Final = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
SCALES: Final = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "k": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "mln": 1_000_000,
}
ORDERS: Final = {
    "several hundred": (100, 1_000),
    "a few hundred": (100, 1_000),
    "a couple of hundred": (100, 1_000),
    "several thousand": (1_000, 10_000),
    "a few thousand": (1_000, 10_000),
    "a couple of thousand": (1_000, 10_000),
    "dozens": (12, 100),
    "scores": (20, 100),
    "tens": (10, 100),
    "hundreds": (100, 1_000),
    "thousands": (1_000, 10_000),
    "millions": (1_000_000, 10_000_000),
    "tens of thousands": (10_000, 100_000),
    "hundreds of thousands": (100_000, 1_000_000),
    "tens of millions": (10_000_000, 100_000_000),
}
"""What a word of order stands for: from one of it to the next order."""
SMALL: Final = "|".join([*ONES, *TENS])
WORDS: Final = (
    rf"(?>(?:{SMALL})\b(?:[- ](?:(?:(?<=hundred )|(?<=thousand )|(?<=million ))and )?"
    rf"(?:{SMALL}|hundred|thousand|million|billion)\b){{0,8}})"
)
DIGITS: Final = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)|\d{1,9}(?:\.\d{1,3})?"
SCALE: Final = r"(?:(?:[ \u00a0-]?(?:hundred|thousand|million|billion|mln|mn)|[km])\b)"
ONE: Final = (
    rf"(?:half a (?:million|billion)|an? (?:million|thousand) and a half|(?:{SMALL}) and a half (?:million|thousand)|"
    rf"an? (?:dozen|hundred|thousand|million|billion|quarter of a "
    rf"million)|(?:{DIGITS}){SCALE}?|{WORDS})"
)
ORDER: Final = (
    r"(?:(?:several|a few|a couple of) (?:hundred|thousand)|(?:tens|hundreds) of (?:thousands|"
    r"millions)|dozens|scores|hundreds|thousands|millions)"
)
ABOUT: Final = (
    "an estimated|a reported|approximately|roughly|around|about|some|nearly|almost|close to|circa|"
    "just under|well over|"
    "just over|more than|over|at least|no fewer than|no less than|in excess of|upwards of|up "
    "to|as many as|fewer than|"
    "less than|no more than|at most|under|a mere|only|exactly|passed|exceeded|topped"
)
"""Words before a number that say how it is meant."""
LOWER: Final = frozenset(
    {
        *("more than", "over", "at least", "no fewer than", "no less than", "in excess of", "upwards of", "well over"),
        *("just over", "passed", "exceeded", "topped"),
    }
)
UPPER: Final = frozenset(
    {"up to", "as many as", "fewer than", "less than", "no more than", "at most", "under", "just under"}
)
NUMBER: Final = re.compile(
    rf"(?<!\x1b\[)(?<![\w.,/#$€£%-])(?:(?P<mod>(?:{ABOUT})(?: (?:{ABOUT}))?) )?"
    rf"(?:(?P<between>between )?(?P<low>{ONE})(?: ?(?:\u2013|\u2014|-|to|and) ?(?P<high>(?:{DIGITS}){SCALE}?|"
    rf"{WORDS}))?"
    rf"|(?P<order>{ORDER}))(?![\w%]|[.,]\d)",
)
OVER_PLACES: Final = re.compile(r"\b(?:spread|scattered|control|divided|split|distributed|rule)\s$", re.IGNORECASE)
HINTS: Final = (*"0123456789", *ONES, *TENS, "hundred", "thousand", "million", "billion", "dozen", "score", "tens")
"""Without one of these there is no number: looked for first, since that is quick."""
SCALE_WORD: Final = re.compile(r"\s*(?:hundred|thousand|million|billion|mln|mn|[km])$", re.IGNORECASE)
TOKEN: Final = re.compile(r"[a-z]+|[\d.,\u00a0\u202f ]*\d")


@dataclass(frozen=True)
class Number:
    """A number of a sentence.

    Args:
        start: Where it begins, with what qualifies it.
        end: Where it ends.
        low: Lower end; None where only an upper one is given.
        high: Upper end; None where only a lower one is given.
        modifier: Words that qualify it.
        text: The number itself, without them.
    """

    start: int
    end: int
    low: int | None
    high: int | None
    modifier: str
    text: str


def numbers_in(text: str) -> list[Number]:
    """All numbers of a sentence, in order; which of them count people is for others to say.

    Examples:
        >>> [(n.low, n.high, n.modifier) for n in numbers_in("nearly one million people, 40 of them children")]
        [(1000000, 1000000, 'nearly'), (40, 40, '')]
    """
    small = lowered(text)
    if not any(hint in small for hint in HINTS):
        return []
    return [one for match in NUMBER.finditer(small) for one in _numbers(match)]


def _numbers(match: re.Match[str]) -> list[Number]:
    """The number of a match; two of them where and joins two counts rather than the ends of a range."""
    modifier = (match["mod"] or "").lower()
    if match["order"]:
        ends = ORDERS[" ".join(match["order"].lower().split())]
        return [Number(match.start(), match.end(), *ends, modifier, match["order"])]
    first = value_of(match["low"])
    if first is None:
        return []
    if match["high"] is None:
        begin = match.start("low") if match["between"] else match.start()
        return [_qualified(match.string, begin, match.end(), first, modifier, match["low"])]
    second = value_of(match["high"])
    if second is None:
        return []
    whole = match.string
    one = _qualified(whole, match.start(), match.end("low"), first, modifier, match["low"])
    if not match["between"] and " and " in whole[match.end("low") : match.start("high")]:
        return [one, _qualified(whole, match.start("high"), match.end("high"), second, "", match["high"])]
    low = _scaled(match["low"], first, match["high"], second)
    if low >= second:
        return [one]
    return [Number(match.start(), match.end(), low, second, modifier, whole[match.start("low") : match.end("high")])]


def _scaled(text: str, value: int, other: str, most: int) -> int:
    """The lower end of a range whose scale stands behind the upper one: 2.5 to 3 million."""
    scale = SCALE_WORD.search(other)
    if scale is None or SCALE_WORD.search(f" {text}"):
        return value
    scaled = value_of(f"{text} {scale[0].strip()}")
    return scaled if scaled is not None and scaled <= most else value


def _qualified(whole: str, start: int, end: int, value: int, modifier: str, text: str) -> Number:
    """A number with what its modifier leaves of its ends."""
    if modifier == "over" and OVER_PLACES.search(whole, 0, start):
        modifier = ""  # spread over 26 sites
    if modifier.startswith("over ") and len(modifier.split()) > 1:
        modifier = modifier.removeprefix("over ")  # spread over some 130 camps
    is_low = any(modifier.startswith(word) or modifier.endswith(word) for word in LOWER)
    is_high = any(modifier.startswith(word) or modifier.endswith(word) for word in UPPER)
    if is_low and is_high:  # no more than, just under
        is_low, is_high = modifier in LOWER, modifier in UPPER
    return Number(start, end, None if is_high else value, None if is_low else value, modifier, text)


def value_of(text: str) -> int | None:
    """A number in digits or words; None where the words make no number.

    Examples:
        >>> value_of("nine hundred and forty-six thousand"), value_of("2.65 million"), value_of("98k")
        (946000, 2650000, 98000)
    """
    words = " ".join(text.lower().replace("-", " ").split())
    known = {"half a million": 500_000, "half a billion": 500_000_000, "a quarter of a million": 250_000, "a dozen": 12}
    if words in known:
        return known[words]
    half = re.fullmatch(r"(?:(?P<whole>\w+) and a half (?P<after>\w+)|an? (?P<scale>\w+) and a half)", words)
    if half is not None:
        return round((ONES.get(half["whole"] or "one", 1) + 0.5) * SCALES[half["after"] or half["scale"]])
    total, part, was_number = 0.0, 0.0, False
    for word in TOKEN.findall(words):
        if word in ("and", "a", "an"):
            part = part or float(word != "and" and not was_number)
        elif word in SCALES and word == "hundred":
            part = (part or 1) * 100
        elif word in SCALES:
            total, part = total + (part or 1) * SCALES[word], 0.0
        elif word[-1].isdigit():
            part, was_number = float(re.sub(r"[,\s\u00a0\u202f]", "", word)), True
        else:
            small = ONES.get(word, TENS.get(word))
            if small is None:
                return None
            part, was_number = part + small, True
    return round(total + part)
