"""Who says it: a person with role and organisation, or a body; blank where the report itself does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nuzuh.sources.reports.days import DATE, WEEKDAY
from nuzuh.sources.reports.text import Report, Sentence
from nuzuh.sources.reports.words import word_list

SAYS: Final = (
    r"(?:said|says|say|told|tells|reported|reports|announced|confirmed|warned|warns|estimates?|"
    r"estimated|denied|denies|insisted|noted|notes|stressed|affirmed|"
    r"claimed|claims|added|stated|declared|verified|recorded|counted|counts|documented|put|puts|"
    r"lists|knows of|acknowledged|has (?:recorded|verified|counted|documented|registered|confirmed)|"
    r"report|warn|confirm|expects?|fears?|plans|intends|asserts?|assumes|withdrew|accuses|recalled|warned)"
)
CAP: Final = r"(?:[A-Z][\w'\u2019.-]*|[A-Z]{2,})"
SMALL: Final = r"(?:of|for|the|and|al|el|bin|von|de|in|on|to|at)"
NAME: Final = rf"{CAP}(?: (?:{SMALL} ){{0,2}}{CAP}){{0,7}}"
ROLE: Final = r"[^,\"“”;.]{3,90}"
BODY_AFTER: Final = (
    r"(?: (?:[a-z]+ ){0,2}(?:ministry|government|army|military|police|authorities|officials|office|"
    r"agency|council|department))?"
)
AFTER_QUOTE: Final = re.compile(
    rf"[\"”»],? (?:{SAYS}) (?P<name>{NAME})(?P<acronym> \([A-Z]{{2,8}}\))?(?:, (?P<role>{ROLE}(?:\([A-Z]{{2,8}}\))?))?"
)
SAID: Final = re.compile(
    rf"(?:^|[,;] |\b(?:that|and|while|as) )(?:[Tt]he )?(?P<name>{NAME}{BODY_AFTER})(?P<acronym> "
    rf"\([A-Z]{{2,8}}\))?(?:, (?P<role>(?:an?|the|who|head|chief|spokes\w+|deputy|director|coordinator|"
    rf"president|minister|chair\w*|{ROLE}?\bof\b|whose)[^\"“”;]{{0,110}}?|[^,\"“”;.]{{3,80}}),)? "
    rf"(?:also |later |has |had )?{SAYS}\b"
)
REVERSED: Final = re.compile(rf"\b{SAYS} (?P<name>{NAME})(?P<acronym> \([A-Z]{{2,8}}\))?, (?P<role>{ROLE})")
ACCORDING: Final = re.compile(
    rf"\b[Aa]ccording to (?:the |its )?(?P<name>{NAME}{BODY_AFTER})(?P<acronym> \([A-Z]{{2,8}}\))?(?:, "
    rf"(?P<role>(?:an?|the) (?:(?!\b(?:hosts?|has|have|had|is|are|was|were|will)\b)"
    rf"[^,\"\u201c\u201d;.]){{3,90}}(?=[,.;])))?"
)
BY: Final = re.compile(
    r"\bby (?:a |an |the )?(?P<name>(?:[A-Z][\w.]*)(?: [A-Z][\w.]*){0,3}) (?:estimates?|figures|"
    r"count|reckoning)\b"
)
BODY_NOUN: Final = "|".join(sorted(word_list("bodies that speak")))
PLAIN_BODY: Final = (
    rf"(?P<name>(?:(?:{CAP}|[a-z][\w'\u2019-]+) ){{0,3}}?(?:{BODY_NOUN})\b(?: (?:of|for) (?:the "
    rf")?{CAP}(?: {CAP}){{0,3}})?)"
)
"""A body by what it is: the local health directorate, the camp committee."""
BODY_SAID: Final = re.compile(
    rf"(?:^|[,;:] |\b(?:that|and|while|as|the|The) ){PLAIN_BODY}(?:,[^,;]{{2,80}},)? (?:also |later "
    rf"|has |had |now )?{SAYS}\b"
)
BODY_ACCORDING: Final = re.compile(rf"\b[Aa]ccording to (?:the |an? |its ){PLAIN_BODY}")
IN_BRACKETS: Final = re.compile(
    rf"(?<=[a-z\d]) \((?P<name>[A-Z]{{3,8}}|(?:{CAP} |[a-z]+ ){{0,4}}(?:{BODY_NOUN}|Ministry|Directorate)(?: "
    rf"of {CAP})?)\)[.;]?$"
)
"""A source in brackets behind what it gives: 2.2M people have fled (UNHCR)."""
IT_SAID: Final = re.compile(
    r"\b(?:it|they|he|she|the (?:statement|monitor|ministry|agency|organisation|organization|office|"
    r"group)) (?:also |later |now )?(?:said|says|say|added|told|noted|warned|fears?|expects?|recalled|"
    r"estimates?|"
    r"counts|counted|plans|denied|denies|claimed|claims|puts?|reckons|insisted|announced|recorded)\b",
    re.IGNORECASE,
)
BODY: Final = re.compile(
    r"\b(?:UN|U\.N\.|United|Nations|OCHA|UNHCR|UNICEF|IOM|WFP|WHO|Ministry|Office|Agency|Organi[sz]ation|"
    r"Directorate|Observatory|Cluster|Army|Command|Coordinators|Helmets|Defen[cs]e|"
    r"[Mm]inistry|[Gg]overnment|army|military|police|authorities|officials|office|agency|council|"
    r"department|Council|Coalition|Front|Forces|Network|Committee|Commission|Centre|Center|Union|"
    r"Group|Fund|Programme|Crescent|Cross|Authority|Police|Department|International|Sultanate|"
    r"Government|"
    r"Moscow|Damascus|Ankara|Turkey|Syria|Russia|Kabul|Islamabad|Hmeimim|SANA|[A-Z]{3,8})\b"
)
PERSON_TITLE: Final = re.compile(
    r"^(?:Mr|Mrs|Ms|Dr|Prof|President|Minister|Colonel|Captain|General|Major General|Governor|"
    r"Sister|Father|Secretary-General|Ambassador|Sheikh|Prime Minister)\.? (?=[A-Z])"
)
OF_BODY: Final = re.compile(
    r"\b(?:of|for|at|with|from|in) (?:the )?(?P<body>[A-Z][^,;()]*)(?: \((?P<acronym>[A-Z]{2,8})\))?"
)
SPEECH: Final = re.compile(
    rf"^(?:Mr|Mrs|Ms|Dr)\.? [A-Z][\w-]+ \((?P<name>{NAME}), (?P<role>[^,()]+)(?:, (?P<body>[^()]+))?\):"
)
SUMMARY: Final = re.compile(
    rf"\b(?:what was said by|[Rr]emarks (?:by|of)|[Bb]riefing by) (?:the )?"
    rf"(?P<body>[A-Z]{{2,8}}|{CAP}(?: {CAP}){{0,2}})? ?(?P<role>[a-z][a-z -]+?) (?P<name>{CAP}(?: "
    rf"{CAP}){{1,3}})"
)
SPOKE: Final = r"(?:said|says|told|announced|warned|reported|stated|declared|briefed|claimed|added)"
UTTERANCE: Final = re.compile(
    rf"(?<!were )(?<!was )(?<!been )(?<!are )\b(?:told\b|{SPOKE} (?=(?:in|from|at|on|late|early|"
    r"earlier|last|this|to|by|during|yesterday|today|"
    r"reporters|journalists)\b))"
    rf"(?:(?:(?! that\b)[^,.;\d]){{0,60}}?\b(?:{DATE}|{WEEKDAY}|yesterday|today|(?:last|this) (?:week|"
    r"month|year|night|evening|morning))"
    r"|(?:(?! that\b)[^,.;\d]){0,40})",
    re.IGNORECASE,
)
NO_NAME: Final = word_list("no speaker")


SPEECH_WORDS: Final = word_list("speech words")
"""Without one of them nobody is said to speak: a quick look before the patterns."""


@dataclass(frozen=True)
class Speaker:
    """Who says something, and where in the sentence that is said."""

    name: str
    role: str
    organisation: str
    span: tuple[int, int]


def default_speaker(report: Report) -> Speaker | None:
    """Who speaks all of a speech: its first line names the speaker, as Ms. A (A B, role, body): does."""
    for sentence in report.sentences[:4]:
        match = SPEECH.match(sentence.text) or SUMMARY.search(sentence.text)
        if match is not None:
            return Speaker(match["name"], match["role"].strip(), (match["body"] or "").strip(), (0, 0))
    return None


def speakers_in(sentence: Sentence, before: Speaker | None) -> list[Speaker]:
    """Who speaks in a sentence, in order of how clearly it is said.

    Args:
        sentence: Where.
        before: Who spoke in the sentence before: it, he and the statement stand for that.
    """
    text = sentence.text
    if not any(word in text for word in SPEECH_WORDS):
        return []
    found: list[Speaker] = []
    for hint, pattern in PATTERNS:
        if found and pattern in PLAIN:
            break
        if hint not in text:
            continue
        for match in pattern.finditer(text):
            speaker = _plain(match) if pattern in PLAIN else _speaker(match)
            if speaker is not None and not any(
                speaker.name == one.name and speaker.organisation == one.organisation for one in found
            ):
                found.append(speaker)
    if not found and before is not None and IT_SAID.search(text):
        return [Speaker(before.name, before.role, before.organisation, (0, 0))]
    return found


PLAIN: Final = (BODY_SAID, BODY_ACCORDING, IN_BRACKETS)
PATTERNS: Final = (
    *((mark, AFTER_QUOTE) for mark in '"\u201d\u00bb'),
    (", ", REVERSED),
    ("ccording to", ACCORDING),
    ("by ", BY),
    ("", SAID),
    ("", BODY_SAID),
    ("ccording to", BODY_ACCORDING),
    (")", IN_BRACKETS),
)
"""Patterns by which a speaker is named, in order, each with what must be there for it."""


def _plain(match: re.Match[str]) -> Speaker | None:
    """A body that is named by what it is, or in brackets."""
    name = ARTICLE.sub("", match["name"].strip())
    return None if name.split()[0].lower() in UNNAMED else Speaker("", "", name, match.span("name"))


ARTICLE: Final = re.compile(r"^(?:the|an?|its|their|his|her) ", re.IGNORECASE)
OF_A_BODY: Final = re.compile(rf"(?P<person>{CAP}(?: {CAP}){{1,2}}) (?:of|from|at|with) (?:the )?(?P<body>{CAP}.*)")
UNNAMED: Final = word_list("unnamed sources")


def _speaker(match: re.Match[str]) -> Speaker | None:
    name = match["name"].strip(" .,")
    if name.split()[0] in NO_NAME:
        return None
    groups = match.groupdict()
    role = (groups.get("role") or "").strip(" ,")
    plain = PERSON_TITLE.sub("", name)
    person = OF_A_BODY.fullmatch(plain)
    if person is not None and not role and not BODY.search(person["person"]):
        title = name[: len(name) - len(plain)].strip()
        return Speaker(person["person"], title, person["body"], match.span("name"))
    if plain == name and (BODY.search(name) or len(name.split()) > 4 or name.isupper()):
        return Speaker("", "", name, match.span("name"))
    if plain == name and len(name.split()) == 1 and not role and match.re is SAID:
        return Speaker(name, "", "", match.span("name"))
    title = name[: len(name) - len(plain)].strip()
    body = OF_BODY.search(role)
    organisation = ""
    if body is not None:
        organisation = body["body"].strip() if not body["acronym"] else f"{body['body'].strip()} ({body['acronym']})"
    acronym = re.search(r"\(([A-Z]{2,8})\)", role)
    if acronym is not None:
        organisation = acronym[1]
        role = role[: acronym.start()].strip()
    if not organisation and role:
        first = re.match(r"(?P<body>(?:UN|U\.N\.|UNHCR|OCHA|UNICEF|IOM|WFP|WHO)\b)", role)
        organisation = first["body"] if first else ""
    end = match.end("role") if groups.get("role") else match.end("name")
    role = re.sub(r"^(?:who (?:is|heads|runs)|an?|the) ", "", role) or title
    return Speaker(plain, role, organisation, (match.start("name"), end))


@lru_cache(maxsize=8)
def speech_days(text: str) -> tuple[tuple[int, int], ...]:
    """Where a sentence says when something was said: that day is not the period of what is said."""
    return tuple(match.span() for match in UTTERANCE.finditer(text))
