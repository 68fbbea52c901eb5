"""A reader that asks a language model; what it answers is taken only where the text bears it out. Never needed."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from nuzuh.errors import NuzuhError, UsageError
from nuzuh.sources.reports.claims import KINDS, Claim, ReadReport
from nuzuh.sources.reports.numbers import numbers_in
from nuzuh.sources.reports.reader import read_report

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

MOST_CONFIDENCE: Final = 0.5
"""Of what a language model reads: no rule can be shown for it."""
DOUBT: Final = "read by a language model"
ASK: Final = (
    "Read the report into claims about people: displaced, exposed, in need, hosted, returned, killed, injured, died of "
    'cold, and sites. Answer with a JSON object {{"claims": [...]}} whose rows have the keys {keys}. kind is one of '
    "{kinds}. sentence is copied from the report, to the letter. Numbers and days that the sentence does not give are "
    "null, words are blank. Nothing is inferred."
)


@dataclass(frozen=True)
class LanguageModel:
    """A language model behind an address that answers chats, in place of the rules.

    Args:
        url: Where chats are answered, as `http://localhost:8000/v1/chat/completions`.
        model: Its name there.
        key: What the address asks for; blank: nothing.
        timeout_s: Seconds to wait for an answer.
    """

    url: str
    model: str
    key: str = ""
    timeout_s: float = 120.0

    def __call__(self, text: str, scenario: Scenario | None = None, *, name: str = "") -> ReadReport:
        """Read a report: its claims from the model, agreements, operations and appeals by the rules.

        A claim is taken only if its sentence stands in the text and its numbers stand in its sentence.

        Raises:
            UsageError: The address is none for the web.
            NuzuhError: It does not answer, or not in the form that was asked for.
        """
        read = read_report(text, scenario, name=name)
        answered = self._answer(text)
        claims = tuple(claim for row in answered if (claim := _borne_out(row, text)) is not None)
        return replace(read, claims=tuple(sorted(claims, key=lambda one: one.start)))

    def _answer(self, text: str) -> list[Mapping[str, Any]]:
        if not self.url.startswith(("http://", "https://")):
            message = f"'{self.url}' is no address for a language model: give one that begins with http:// or https://"
            raise UsageError(message)
        ask = ASK.format(keys=", ".join(_keys()), kinds=", ".join(KINDS))
        chat = [{"role": "system", "content": ask}, {"role": "user", "content": text}]
        body = json.dumps({"model": self.model, "temperature": 0, "messages": chat}).encode()
        headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {self.key}"} if self.key else {})
        request = urllib.request.Request(self.url, body, headers)  # noqa: S310 (the user's own address, looked at above)
        try:
            with urllib.request.urlopen(request, timeout=self.timeout_s) as answer:  # noqa: S310
                said = json.loads(answer.read())["choices"][0]["message"]["content"]
            rows = json.loads(said)["claims"]
        except (OSError, urllib.error.URLError) as error:
            message = f"the language model at {self.url} does not answer ({error}): read without it"
            raise NuzuhError(message) from error
        except (ValueError, KeyError, IndexError, TypeError) as error:
            message = f"the language model at {self.url} answers in another form than was asked for: read without it"
            raise NuzuhError(message) from error
        return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _keys() -> Iterator[str]:
    """What the model fills in: where a sentence stands, and how far it can be relied on, is not for it to say."""
    return (one.name for one in fields(Claim) if one.name not in ("start", "end", "confidence", "reasons"))


def _borne_out(row: Mapping[str, Any], text: str) -> Claim | None:
    """A row as a claim, or None where the text does not bear it out."""
    sentence = str(row.get("sentence") or "")
    start = text.find(sentence) if sentence else -1
    ends = (_number(row.get("quantity_low")), _number(row.get("quantity_high")))
    stated = {end for one in numbers_in(sentence) for end in (one.low, one.high)} | {None}
    if start < 0 or row.get("kind") not in KINDS or not set(ends) <= stated:
        return None
    words: dict[str, Any] = {name: str(row.get(name) or "") for name in WORDS}
    return Claim(
        **words,
        quantity_low=ends[0],
        quantity_high=ends[1],
        period_start=_day(row.get("period_start")),
        period_end=_day(row.get("period_end")),
        quoted=row.get("quoted") is True,
        negated=row.get("negated") is True,
        hypothetical=row.get("hypothetical") is True,
        judging_words=tuple(word for word in map(str, row.get("judging_words") or ()) if word in sentence),
        sentence=sentence,
        start=start,
        end=start + len(sentence),
        confidence=MOST_CONFIDENCE,
        reasons=(DOUBT,),
    )


WORDS: Final = (
    *("kind", "modifier", "unit", "location", "origin", "destination"),
    *("speaker", "speaker_role", "speaker_organisation"),
)


def _number(value: object) -> int | None:
    return round(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
