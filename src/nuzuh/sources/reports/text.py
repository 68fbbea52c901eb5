"""The text of a report: its date and title, and its sentences with where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from nuzuh.sources.reports.words import word_list

MOST: Final = 1200
"""Characters of a sentence: a longer one is read in pieces, so that no line, however long, takes long."""
DATE_LINE: Final = re.compile(r"\ufeff?[ \t]*date[ \t:]+(\d{4})-(\d{2})-(\d{2})[ \t]*", re.IGNORECASE)
ABBREVIATIONS: Final = word_list("abbreviations")
STOP: Final = re.compile(r"[.!?…]+[\"”\u2019»')\]]*(?=\s|$)|\n")
BULLET: Final = re.compile(r"[ \t]*(?:[•▪◦‣·●○*\-\u2013\u2014]|\d{1,2}[.)])[ \t]+")
ROW: Final = re.compile(r"[^:\u2013\u2014]{2,80}(?::| [\u2013\u2014-]) (?:\w+ ){0,2}\d[\d,.]* [^:]{2,60}")
"""A line that names something, and how many of it."""
LAST_WORD: Final = re.compile(r"([\w.]{1,12})\.$")
TITLE_MOST: Final = 160
MARK: Final = re.compile(r"[“”«»\"\n]")
OPENERS: Final = {"“": "”", "«": "»"}


@dataclass(frozen=True)
class Sentence:
    """A sentence, a heading or a row of a list.

    Args:
        text: Its words.
        start: Where it begins, in characters of the report.
        paragraph: Number of its paragraph.
        is_row: Whether it is a row of a list.
        is_heading: Whether it is a line of its own that is no sentence.
    """

    text: str
    start: int
    paragraph: int
    is_row: bool = False
    is_heading: bool = False

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Report:
    """A text with its date.

    Args:
        text: All of it, as it stands in the file.
        date: Of its first line; None where that has none.
        title: Its title, or blank.
        sentences: What follows the date.
    """

    text: str
    date: date | None
    title: str
    sentences: tuple[Sentence, ...]


def lowered(text: str) -> str:
    """A text in small letters, of the same length: most words are looked for in it, which takes half the time."""
    low = text.lower()
    return low if len(low) == len(text) else text.translate(SMALL_LETTERS)


SMALL_LETTERS: Final = {letter: letter + 32 for letter in range(ord("A"), ord("Z") + 1)}


def parsed(text: str) -> Report:
    """A report from its text.

    Args:
        text: Its first line may begin with `date YYYY-MM-DD`.
    """
    day, start = _dated(text)
    found = tuple(_sentences(text, start))
    return Report(text, day, _title(found), found)


def _dated(text: str) -> tuple[date | None, int]:
    line = DATE_LINE.match(text)
    if line is None:
        return None, 0
    try:
        return date(*map(int, line.groups())), line.end()
    except ValueError:  # no day of the calendar
        return None, line.end()


def _title(sentences: tuple[Sentence, ...]) -> str:
    """The first line if it stands for itself and is short, as titles are."""
    first = sentences[0] if sentences else None
    return first.text if first is not None and first.is_heading else ""


def _sentences(text: str, start: int) -> Iterator[Sentence]:
    paragraph = 0
    for line in re.finditer(r"[^\n]+|\n", text[start:]):
        if line[0] == "\n":
            paragraph += 1
            continue
        begin = start + line.start()
        bullet = BULLET.match(line[0])
        offset = bullet.end() if bullet else 0
        pieces = list(_pieces(line[0], offset))
        is_alone = len(pieces) == 1
        for low, high in pieces:
            words = line[0][low:high]
            is_heading = is_alone and bullet is None and len(words) <= TITLE_MOST and words[-1] not in '.!?…"”'
            is_row = bullet is not None or (is_alone and ROW.fullmatch(words) is not None)
            yield Sentence(words, begin + low, paragraph, is_row, is_heading and not is_row)


def _pieces(line: str, low: int) -> Iterator[tuple[int, int]]:
    """Where the sentences of a line begin and end."""
    for stop in STOP.finditer(line, low):
        if _goes_on(line, stop):
            continue
        yield from _trimmed(line, low, stop.end())
        low = stop.end()
    yield from _trimmed(line, low, len(line))


def _goes_on(line: str, stop: re.Match[str]) -> bool:
    """Whether a full stop ends an abbreviation rather than a sentence."""
    rest = line[stop.end() : stop.end() + 3].lstrip()
    if rest and (rest[0].islower() or rest[0] in ",;:)"):
        return True
    word = LAST_WORD.search(line[max(stop.start() - 12, 0) : stop.start() + 1])
    if word is None or stop[0] != ".":
        return False
    return word[1].lower() in ABBREVIATIONS or (len(word[1]) == 1 and word[1].isupper())


def _trimmed(line: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    while low < high and line[low].isspace():
        low += 1
    while low < high and line[high - 1].isspace():
        high -= 1
    while high - low > MOST:
        cut = line.rfind(" ", low + MOST // 2, low + MOST)
        cut = cut if cut > 0 else low + MOST
        yield low, cut
        low = cut + (line[cut] == " ")
    if low < high:
        yield low, high


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Where a text stands within quotation marks; a mark that is never closed holds to the end of its paragraph."""
    spans, begin, closer = [], -1, ""
    for match in MARK.finditer(text):
        at, letter = match.start(), match[0]
        if begin >= 0:
            if letter in (closer, "\n"):
                spans.append((begin, at + (letter == closer)))
                begin = -1
        elif letter in OPENERS:
            begin, closer = at, OPENERS[letter]
        elif letter == '"' and (at == 0 or text[at - 1] in " \n(\u2014\u2013-"):
            begin, closer = at, '"'
    return [*spans, (begin, len(text))] if begin >= 0 else spans
