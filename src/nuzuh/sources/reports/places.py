"""Places that a text names: those of a gazetteer, countries, and others by what stands before them."""

from __future__ import annotations

import re
from typing import Final

from nuzuh.sources.reports.gazetteer import ARTICLE, POSSESSIVE, Entry, Gazetteer
from nuzuh.sources.reports.names import PEOPLE_AFTER, by_shape, is_other_name
from nuzuh.sources.reports.place import AREAS, NO_PLACE, PARTS, TOWNS, Place
from nuzuh.sources.reports.words import word_list

MOST_WORDS: Final = 5
FIRST_ARABIC: Final = "\u0600"
WITHIN: Final = word_list("ends a name")
WORD: Final = re.compile(
    r"[^\W\d_](?:[^\W_]|['\u2019\u02bc\u2018`](?=\w)|\.(?=[A-Z]\.)|-(?=\w))*\.?(?<=[A-Z]\.)|[^\W\d_](?:[^\W_]|"
    r"['\u2019\u02bc\u2018`](?=\w)|-(?=\w))*"
)
BEFORE: Final = word_list("before a place")
"""Words before the name of a place."""
SAID_OF: Final = word_list("said of a place")
JOINING: Final = word_list("within a name")
BASED: Final = re.compile(r"(?:-(?:based|led|backed|run|held|made|born)\b|(?<=-run|-led)\b|(?<=-held)\b)")
AROUND: Final = frozenset(["in", "at", "near", "from", "to", "around", "outside", "into", "inside", "towards"])


def places_in(text: str, gazetteer: Gazetteer) -> list[Place]:
    """All places that a sentence names, in order."""
    words = [(match.start(), match.end(), match[0]) for match in WORD.finditer(text)]
    found: list[Place] = []
    at = 0
    while at < len(words):
        first = words[at][2]
        if not (first[0].isupper() or first[0] >= FIRST_ARABIC or (first[0] in "ae" and _is_article(words, at))):
            at += 1
            continue
        place, n_words = _place_at(text, words, at, gazetteer)
        if place is not None and not is_other_name(text, place, found):
            found.append(place)
        at += n_words
    return by_shape(text, found, gazetteer)


def _place_at(text: str, words: list[tuple[int, int, str]], at: int, gazetteer: Gazetteer) -> tuple[Place | None, int]:
    first = words[at][2]
    if text[words[at][1] : words[at][1] + 1] == "$":
        return None, 1
    if BASED.match(text, words[at][1]):
        return None, 1
    for size in range(_most_words(text, words, at), 0, -1):
        entry = gazetteer.entry(text[words[at][0] : words[at + size - 1][1]])
        if entry is not None and not (size == 1 and first.lower() in NO_PLACE and first != "US"):
            return _known(text, words, at, size, entry), size
    size = _unknown_size(text, words, at)
    return (_named(text, words, at, size), size) if size else (None, 1)


def _most_words(text: str, words: list[tuple[int, int, str]], at: int) -> int:
    """How many words could make one name: those with nothing but a blank between them, in capitals or within names."""
    size = 1
    while size < MOST_WORDS and at + size < len(words):
        word = words[at + size][2]
        is_of_name = word[0].isupper() or word[0] >= FIRST_ARABIC or word in JOINING or word in WITHIN or "-" in word
        if not is_of_name or text[words[at + size - 1][1] : words[at + size][0]] != " ":
            break
        size += 1
    return size


def _is_article(words: list[tuple[int, int, str]], at: int) -> bool:
    return words[at][2].lower().startswith(("al-", "el-", "an-", "as-", "ash-", "ar-")) or (
        words[at][2] in ("al", "el") and at + 1 < len(words) and words[at + 1][2][0].isupper()
    )


def _known(text: str, words: list[tuple[int, int, str]], at: int, size: int, entry: Entry) -> Place:
    start, end = words[at][0], words[at + size - 1][1]
    after = words[at + size][2].lower() if at + size < len(words) else ""
    before = _before(text, words, at)
    name, kind = entry.name, entry.kind
    if kind == "capital" and before in AROUND:
        name, kind = text[start:end], "unknown"  # the city, not the government that sits there
    is_town = after in TOWNS or text[:start].rstrip().lower().endswith(("city of", "town of", "village of"))
    if entry.area and not is_town:
        name, kind = entry.area, "area"
    elif entry.district and after in AREAS:
        name, kind = entry.district, "area"
    if at and words[at - 1][2].lower() in PARTS and text[words[at - 1][1] : start] == " ":
        start, name = words[at - 1][0], f"{words[at - 1][2]} {name}"  # only a part of it is meant
    return Place(start, end, name, kind, before)


def _before(text: str, words: list[tuple[int, int, str]], at: int) -> str:
    """The word right before a name, but for the; blank where a number or a comma stands there."""
    while at and not text[words[at - 1][1] : words[at][0]].strip(" \n'\u2019\"“("):
        word = words[at - 1][2].lower()
        is_part = word in PARTS or (word == "and" and at > 1 and words[at - 2][2].lower() in PARTS)
        if word != "the" and word not in SAID_OF and not is_part:
            return word
        at -= 1
    return ""


def _unknown_size(text: str, words: list[tuple[int, int, str]], at: int) -> int:
    """How many words make a name that nobody knows, where a word before says that it is one of a place; or 0."""
    before = words[at - 1][2].lower() if at else ""
    if before in PARTS and at > 1:
        before = words[at - 2][2].lower()
    if before == "the" and at + 1 < len(words) and _names_site(words, at):
        before = words[at - 2][2].lower() if at > 1 else "in"
    if before == "the" or before not in BEFORE or POSSESSIVE.sub("", words[at][2].lower().rstrip(".")) in NO_PLACE:
        return 0
    if len(words[at][2]) == 1 or (before == "to" and at > 1 and words[at - 2][2].lower() == "according"):
        return 0
    size = 1
    while at + size < len(words) and size < MOST_WORDS:
        gap = text[words[at + size - 1][1] : words[at + size][0]]
        word = words[at + size][2]
        if (
            gap.strip()
            or "\n" in gap
            or not (
                word[0].isupper()
                or ARTICLE.match(word.lower())
                or (word in JOINING and at + size + 1 < len(words) and words[at + size + 1][2][0].isupper())
            )
        ):
            break
        if word.lower() in NO_PLACE and word != "Jan":
            break
        size += 1
    if PEOPLE_AFTER.match(text, words[at + size - 1][1]) or (
        words[at][2].isupper() and len(words[at][2]) > 1 and before not in ("in", "from")
    ):
        return 0
    return size


def _names_site(words: list[tuple[int, int, str]], at: int) -> bool:
    """Whether a name is that of a site: the Zaina displacement site, the Goma sites."""
    return any(word.lower().rstrip("s") in SITES for _, _, word in words[at + 1 : at + 4])


SITES: Final = word_list("named sites")


def _named(text: str, words: list[tuple[int, int, str]], at: int, size: int) -> Place:
    start, end = words[at][0], words[at + size - 1][1]
    before = words[at - 1][2].lower()
    if before == "the":
        before = words[at - 2][2].lower() if at > 1 else "in"
    if before in PARTS:
        start = words[at - 1][0]
        before = words[at - 2][2].lower() if at > 1 else ""
    return Place(start, end, POSSESSIVE.sub("", text[start:end]), "unknown", before)
