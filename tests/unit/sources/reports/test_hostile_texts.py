"""Texts that are made to break a reader."""

import subprocess
import sys

import pytest

from nuzuh.sources.reports.reader import read_report
from nuzuh.sources.reports.text import MOST, parsed

SAID = "20 people were killed in Ariha."
PIECES = [
    "a",
    "A ",
    "1",
    "1,",
    "(",
    '"',
    "\u201c",
    "\n",
    "killed 5 people ",
    "...",
    "Operation Aa ",
    "Name of the ",
    "since ",
    "al-",
]
READ = """
from nuzuh.sources.reports.reader import read_report
import sys
read_report("date 2020-01-01 " + {piece!r} * (int(sys.argv[1]) // len({piece!r})))
"""


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x01\x1b[31m " + SAID,
        "\u202e" + SAID + "\u202c",
        "<script>alert(1)</script> " + SAID,
        '"\u201c"\u201c' + SAID,
        "\ufeff" + SAID,
        "x" * 5000 + ". " + SAID,
        "date 2020-13-45 " + SAID,
        SAID + "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ],
)
def test_a_claim_is_read_whatever_stands_around_it(text):
    assert [(one.kind, one.quantity_high) for one in read_report(text).claims] == [("killed", 20)]


def test_a_date_that_is_none_is_no_date():
    assert read_report("date 2020-02-30 " + SAID).date is None


def test_a_line_without_an_end_is_read_in_pieces():
    report = parsed("word " * 100_000)
    assert max(len(one.text) for one in report.sentences) <= MOST
    assert sum(len(one.text.split()) for one in report.sentences) == 100_000


@pytest.mark.parametrize("piece", PIECES)
def test_work_grows_as_the_text_does(piece):
    """Ten times the text takes a small multiple of the time: squared it would run into the limit by far."""
    script = READ.format(piece=piece)
    ran = subprocess.run(
        [sys.executable, "-c", script, "60000"], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
