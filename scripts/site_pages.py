"""What mkdocs is told of the pages: those outside docs/ are part of the site, and links lead to them there too.

Pages are written for whoever reads them in the repository. For the site, links are made those of the site, and what
only the tests of the pages need is left out.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
OUTSIDE = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "scripts/idlib/README.md": "idlib-sources.md",
    "CITATION.cff": "CITATION.cff",
}
"""Files outside docs/ by their path in the repository, and what they are called in the site."""
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)")
FENCE = re.compile(r"^(```[a-z]+) .*$", re.MULTILINE)
COMMENT = re.compile(r"^(<!-- .* -->)$", re.MULTILINE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages outside docs/."""
    for path, name in OUTSIDE.items():
        text = (ROOT / path).read_text(encoding="utf-8")
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The text of a page for the site."""
    homes = {name: path for path, name in OUTSIDE.items()}
    here = homes.get(page.file.src_uri, f"docs/{page.file.src_uri}")
    return for_site(markdown, here)


def for_site(markdown: str, here: str) -> str:
    """The text of a page with links of the site, blocks of code without marks, and tables apart from comments.

    Args:
        markdown: Of the page.
        here: Its path in the repository.

    Examples:
        >>> for_site("see [Results](docs/results.md#files)", "README.md")
        'see [Results](results.md#files)'
        >>> for_site("see [how](../CONTRIBUTING.md)", "docs/architecture.md")
        'see [how](contributing.md)'
    """
    linked = LINK.sub(lambda match: f"]({_in_site(match[1], here)}", markdown)
    return COMMENT.sub(r"\n\1\n", FENCE.sub(r"\1", linked))


def _in_site(target: str, here: str) -> str:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(here), target))
    return OUTSIDE.get(path, path.removeprefix("docs/"))
