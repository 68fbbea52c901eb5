"""What can be said of the page's sources without a browser: words in all languages, modules that can be joined."""

import collections
import re

import pytest
from tests.page.assemble import IMPORT, PAGE, imported

MODULES = sorted(PAGE.glob("*.js"))
TABLES = ("words.js", "start_words.js")
"""Words of the page of a run, and of the start page of the server."""
each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
TOP = re.compile(r"^(?:export )?(?:async )?(?:const|let|function\*?|class) (\w+)", re.MULTILINE)


def test_every_module_is_reached():
    assert sorted({*imported("viewer.js"), *imported("start.js")}) == [path.name for path in MODULES]


def test_names_are_unique_so_that_modules_can_be_joined():
    names = collections.Counter(name for path in MODULES for name in TOP.findall(path.read_text(encoding="utf-8")))
    assert [name for name, count in names.items() if count > 1] == []


@each_module
def test_a_module_can_be_joined(path):
    text = path.read_text(encoding="utf-8")
    assert len(re.findall(r"^import ", text, re.MULTILINE)) == len(IMPORT.findall(text))
    assert not re.search(r"^export (default|\{|\*)|^(const|let) [\[{]|</script|<!--", text, re.MULTILINE)


@each_module
def test_data_never_become_markup(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)


@each_module
def test_all_that_is_imported_is_used(path):
    text = path.read_text(encoding="utf-8")
    for names in re.findall(r"^import \{([^}]*)\}", text, re.MULTILINE):
        for name in names.split(","):
            assert len(re.findall(rf"\b{name.strip()}\b", text)) > 1, name


def test_every_word_stands_in_every_language():
    text = "".join((PAGE / name).read_text(encoding="utf-8") for name in TABLES)
    rows = re.findall(r'^  "([\w.]+)": \[\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)",?\s*\],', text, re.MULTILINE)
    assert len(rows) == len(re.findall(r'^  "[\w.]+": \[', text, re.MULTILINE)) > 100
    for key, english, arabic in rows:
        assert english
        assert re.search(r"[\u0600-\u06ff]", arabic), key
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", arabic)), key


def test_every_word_that_is_used_is_known():
    text = "".join((PAGE / name).read_text(encoding="utf-8") for name in TABLES)
    known = set(re.findall(r'^  "([\w.]+)": \[', text, re.MULTILINE))
    for path in MODULES:
        used = set(re.findall(r'\bword\("([\w.]+)"', path.read_text(encoding="utf-8")))
        assert used <= known, (path.name, used - known)


def test_sides_are_logical_in_the_styles():
    for path in PAGE.glob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(margin|padding|border)-(left|right)|text-align: (left|right)|float:", text), path.name
