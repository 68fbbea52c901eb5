"""Each fault is reported once, with file, line, character, what is wrong and the way out, and causes no other.

The cases stand in faults.txt: a name, what is changed in the valley (`file: old -> new`, or `file := all of it`),
and all that `nuzuh check` says.
"""

import re
from pathlib import Path

import pytest

ESCAPES = {"n": "\n", "t": "\t", "x07": "\x07", "\\": "\\"}


def cases():
    text = Path(__file__).with_name("faults.txt").read_text(encoding="utf-8")
    for block in text.strip().split("\n\n"):
        name, change, *faults = block.split("\n")
        yield pytest.param(change, faults, id=name.removeprefix("# "))


def plain(text):
    return re.sub(r"\\(x07|.)", lambda found: ESCAPES[found[1]], text)


@pytest.mark.parametrize(("change", "expected"), list(cases()))
def test_a_fault_is_reported_once_and_causes_no_other(valley, change, expected):
    file, is_whole, content = change.partition(" :=")
    if is_whole:
        valley.write(file, plain(content.removeprefix(" ")))
    else:
        file, _, words = change.partition(": ")
        old, _, new = words.partition(" ->")
        valley.edit(file, plain(old), plain(new.removeprefix(" ")))
    assert valley.lines() == expected
