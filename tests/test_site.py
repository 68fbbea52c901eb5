"""The documentation as a site: it builds without a broken link, has every page, and asks nothing of the network."""

import doctest
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import site_pages

ROOT = Path(__file__).parents[1]
LOADING = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src", "video": "src"}
"""Elements for which a browser fetches something by itself, and what holds its address."""


class Fetched(HTMLParser):
    """Addresses that a page makes a browser fetch."""

    def __init__(self, text):
        super().__init__()
        self.addresses = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.addresses += [value for name, value in attrs if LOADING.get(tag) == name]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(
        words, cwd=ROOT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder


def test_every_page_is_there_and_the_tutorial_comes_first(site):
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")} | {"index", "contributing", "changelog"}
    assert pages <= {path.stem for path in site.glob("*.html")}
    first = re.search(
        r'<li class="md-nav__item[^>]*>\s*<a href="([^"]+)" class="md-nav__link', (site / "model.html").read_text()
    )
    assert first[1] == "tutorial.html"


def test_no_page_fetches_anything_from_elsewhere(site):
    for page in site.rglob("*.html"):
        addresses = Fetched(page.read_text(encoding="utf-8")).addresses
        assert addresses
        assert not [one for one in addresses if re.match(r"(\w+:)?//", one or "")], page


def test_no_style_fetches_anything_from_elsewhere(site):
    styles = list(site.rglob("*.css"))
    assert styles
    for style in styles:
        text = style.read_text(encoding="utf-8")
        assert not re.search(r"(url\(|@import)\s*[\"']?(\w+:)?//", text), style


def test_what_the_theme_would_fetch_for_diagrams_and_repositories_is_not_asked_for():
    """Its script loads these from elsewhere, but only for pages that have them."""
    assert "repo_url" not in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert "```mermaid" not in page.read_text(encoding="utf-8")


def test_tables_and_blocks_of_code_are_not_left_as_they_were_typed(site):
    for page in site.glob("*.html"):
        text = re.sub(r"<(code|pre)\b.*?</\1>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert "|---|" not in text, page
        assert "```" not in text, page


def test_links_between_pages_are_made_those_of_the_site():
    assert doctest.testmod(site_pages).failed == 0
