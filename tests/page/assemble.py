"""A page as a report has it: our fragment, modules joined into one, and the payload inside."""

import base64
import gzip
import html
import json
import re
from pathlib import Path

import nuzuh
from nuzuh.outputs.report import HARMLESS

PAGE = Path(nuzuh.__file__).parent / "outputs" / "page"
IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+\.js)";\n', re.MULTILINE)


def imported(name, done=None):
    """The modules that a module needs, in order, itself last."""
    done = {} if done is None else done
    for other in IMPORT.findall((PAGE / name).read_text(encoding="utf-8")):
        if other not in done:
            imported(other, done)
    return done.setdefault(name, None) or list(done)


def joined_script():
    """All modules as one."""
    texts = [(PAGE / name).read_text(encoding="utf-8") for name in imported("viewer.js")]
    return re.sub(r"^export ", "", "\n".join(IMPORT.sub("", text) for text in texts), flags=re.MULTILINE)


def page(payload, *, is_live=False):
    """A whole page; live ones fetch the payload from data.json and load the modules one by one."""
    styles = "".join(path.read_text(encoding="utf-8") for path in sorted(PAGE.glob("*.css")))
    body = (PAGE / "viewer.html").read_text(encoding="utf-8")
    title = html.escape(payload["scenario"]["title"])
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    if is_live:
        head += "".join(f'<link rel="stylesheet" href="{path.name}">' for path in sorted(PAGE.glob("*.css")))
        head += '<meta name="nuzuh-data-url" content="data.json">'
        body += '<script type="module" src="viewer.js"></script>'
    else:
        data = base64.b85encode(gzip.compress(json.dumps(payload).encode())).decode().translate(HARMLESS)
        body += f'<script type="application/octet-stream" id="nuzuh-data">{data}</script>'
        body += f'<script type="module">{joined_script()}</script>'
        head += f"<style>{styles}</style>"
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'
