"""The page of reports: the text shown is the text, links lead to rows and back, and nothing that is said is markup."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports_said import claim, report

from nuzuh.outputs.claims_page import HIDDEN, claims_page
from nuzuh.sources.reports.claims import Statement

TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "h1",
    "p",
    "nav",
    "ul",
    "li",
    "a",
    "main",
    "section",
}
TAGS |= {
    "h2",
    "h3",
    "div",
    "mark",
    "span",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "abbr",
    "small",
    "bdi",
    "q",
    "footer",
}
HOSTILE = "<script>alert(1)</script><img src=x onerror=y>\"'&amp;--> {{ 7 * 7 }} \u202eevil\u2066\x00\x1b[31m\ud800"


class Read(HTMLParser):
    """Elements with their attributes, and the text of each report."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.ids, self.links, self.texts = set(), [], {}, []
        self._within = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        attrs = dict(attrs)
        self.ids += [attrs["id"]] if "id" in attrs else []
        if tag == "a":
            self.links[attrs["href"]] = next((at for at in reversed(self._within) if at), None)
        if attrs.get("class") == "text":
            self.texts.append("")
        if tag != "meta":
            self._within.append("text" if attrs.get("class") == "text" else attrs.get("id") or tag)

    def handle_endtag(self, tag):
        self._within.pop()

    def handle_data(self, data):
        if "text" in self._within and self._within[-1] not in ("a", "span"):
            self.texts[-1] += data


def in_text(text, words, **more):
    """A claim whose sentence is some words of a text."""
    start = text.index(words)
    return claim(sentence=words, start=start, end=start + len(words), **more)


def plain(text):
    """A text as a page shows it, without what is shown by its code."""
    return HIDDEN.sub("", text.replace("\r\n", " \n").replace("\r", "\n"))


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab<>&\"' \n\r\u202e\x00إدل{}%"), max_size=40), st.data())
def test_the_text_shown_is_the_text_wherever_sentences_begin_and_end(text, data):
    ends = st.tuples(st.integers(-2, len(text) + 2), st.integers(-2, len(text) + 2))
    spans = data.draw(st.lists(ends, max_size=6))
    claims = [claim(sentence=text[max(a, 0) : max(b, 0)], start=a, end=b) for a, b in spans]
    read = Read(claims_page([report(*claims, text=text)]))
    assert read.texts == ([plain(text)] if text else [""])
    assert read.tags <= TAGS


def test_links_lead_to_rows_and_back():
    text = "One fled. Two fled, three stayed. All agreed."
    claims = in_text(text, "One fled."), in_text(text, "Two fled, three stayed."), in_text(text, "three stayed.")
    agreed = Statement("an agreement", ("A", "B"), None, None, "C", "", 2, "All agreed.", 34, 45)
    read = Read(claims_page([report(*claims, text=text, agreements=(agreed,)), report(*claims, text=text)]))
    assert len(set(read.ids)) == len(read.ids)
    assert {link.removeprefix("#") for link in read.links} <= set(read.ids)
    for row in ("r1-1", "r1-2", "r1-3", "r1-ag1", "r2-3"):
        sentence = read.links[f"#{row}"]
        assert re.fullmatch(r"r\d-s\d+", sentence)
    assert read.links["#r1-2"] == read.links["#r1-3"]


def test_a_sentence_that_does_not_stand_at_its_place_is_shown_with_its_row():
    text = "Nobody said so."
    page = claims_page([report(claim(sentence="Five were killed.", start=0, end=6), text=text)])
    assert "<mark" not in page
    assert "<q><bdi>Five were killed.</bdi></q>" in page
    assert "Its text is not at hand." in claims_page([report(claim(), text="")])


def test_nothing_that_is_said_is_markup_or_turns_the_text_round():
    names = ("modifier", "unit", "location", "origin", "destination", "speaker", "speaker_role", "speaker_organisation")
    said = dict.fromkeys(names, HOSTILE)
    hostile = claim("killed", 7, sentence=HOSTILE, judging_words=(HOSTILE,), reasons=(HOSTILE,), **said)
    words = Statement(HOSTILE, (HOSTILE,), None, None, HOSTILE, HOSTILE, 3, HOSTILE, 0, 3)
    lists = dict.fromkeys(("agreements", "operations", "appeals"), (words,))
    one = report(hostile, text=HOSTILE, name=HOSTILE, title=HOSTILE, **lists)
    page = claims_page([one, replace(one, title="")])
    assert Read(page).tags <= TAGS
    assert not HIDDEN.search(page)
    assert page.encode()
    for code in ("U+202E", "U+2066", "U+0000", "U+001B", "U+D800"):
        assert code in page
    assert "{{ 7 * 7 }}" in page


def test_it_asks_for_nothing_and_allows_one_style_alone():
    page = claims_page([report(claim(quantity=3))])
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in unescape(page)
    assert not re.search(r"https?:|url\(|@import|<script|<link|\bstyle=", page)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"quantity": 1_000_000, "modifier": "nearly"}, "nearly 1,000,000"),
        ({"quantity": (70, 80)}, "70 to 80"),
        ({}, "no number"),
        ({"modifier": "several"}, "several, no number"),
        ({"kind": "died_of_cold"}, "died of cold"),
        ({"origin": "Ariha"}, "<small>from</small> <bdi>Ariha</bdi>"),
        ({"period_start": date(2019, 12, 1)}, "from 1 Dec 2019"),
        ({"period_end": date(2020, 2, 24)}, "until 24 Feb 2020"),
        ({"period_start": date(2020, 2, 2), "period_end": date(2020, 2, 2)}, ">2 Feb 2020<"),
        ({"speaker": "Ms Y", "speaker_role": "mayor"}, "<bdi>Ms Y</bdi></div><div><bdi>mayor</bdi>"),
        ({}, "<bdi>the report</bdi>"),
        ({"confidence": 0.5, "reasons": ("no date",)}, "0.50 <small><bdi>no date</bdi></small>"),
        ({"negated": True}, "denied"),
        ({"hypothetical": True}, "feared, planned or conditional"),
        ({"quoted": True}, "quoted"),
        ({"judging_words": ("regime", "hell")}, "judging words: regime, hell"),
    ],
)
def test_what_a_row_says(more, words):
    assert words in claims_page([report(claim(**more))])


def test_several_reports_are_listed_with_what_they_say_of_each_other():
    first, other = claim(quantity=900, location="A"), claim(quantity=700, location="A")
    page = claims_page([report(first), report(first, name="b.txt"), report(other, name="c.txt")])
    assert page.count("contradicted: 700 to 900") == 3
    assert "said also by b.txt" in page
    assert "<h1>What the reports say</h1>" in page
    assert [link for link in Read(page).links if re.fullmatch(r"#r\d", link)] == ["#r1", "#r2", "#r3"]


def test_the_page_says_what_it_is_even_without_reports():
    for reports in ([], [report()], [report(claim())]):
        assert "check each row against its sentence. Reported, not observed." in claims_page(reports)
