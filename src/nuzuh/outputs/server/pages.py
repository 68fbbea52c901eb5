"""The pages: the start page, the page of a run, and what they are made of."""

from __future__ import annotations

import gzip
import hashlib
import html
import mimetypes
from importlib.resources import files
from typing import Final, NamedTuple
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from nuzuh.outputs.server.access import Access
from nuzuh.outputs.server.answers import RefusedError
from nuzuh.outputs.server.desk import Desk

KINDS: Final = (".js", ".css", ".svg")
START_STYLES: Final = ["theme.css", "start.css"]
DAYS_30: Final = 30 * 86_400
HEAD: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/static/icon.svg">
{links}
</head>
<body>
{body}
</body>
</html>
"""
BACK: Final = """<nav class="ns-back"><a href="/">nuzuh: runs · <span lang="ar">عمليات المحاكاة</span></a>
<a href="/api/runs/{id}/files/report.html" download>report.html</a></nav>
"""


class Asset(NamedTuple):
    """A file of the pages, as it is sent.

    Args:
        kind: Its media type.
        content: Its bytes.
        packed: The same, gzipped.
        tag: Changes when they do.
    """

    kind: str
    content: bytes
    packed: bytes
    tag: str


class Pages:
    """All that a browser is shown.

    Args:
        desk: Runs.
        access: Who may come in.
    """

    def __init__(self, desk: Desk, access: Access) -> None:
        """The files are read once: nothing else than these can be had."""
        self.desk, self.access = desk, access
        folder = files("nuzuh.outputs").joinpath("page")
        self.html = {one.name: one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(".html")}
        self.assets = {
            one.name: _asset(one.name, one.read_bytes()) for one in folder.iterdir() if one.name.endswith(KINDS)
        }
        self.viewer_styles = [name for name in sorted(self.assets) if name.endswith(".css")]

    def routes(self) -> list[Route]:
        """All pages, and what they are made of."""
        return [
            Route("/", self.start, methods=["GET"]),
            Route("/access", self.enter, methods=["POST"]),
            Route("/runs/{id}", self.viewer, methods=["GET"]),
            Route("/static/{name}", self.asset, methods=["GET"]),
        ]

    async def start(self, request: Request) -> Response:
        """The start page; or, for whoever has no token, where it can be given."""
        if self.access.is_token(request.query_params.get("token", "")):
            return self._entered()  # and the token goes out of the address
        if not self.access.lets_in(dict(request.headers)):
            return HTMLResponse(_page("nuzuh", self.html["access.html"], START_STYLES, []), 401)
        return HTMLResponse(_page("nuzuh", self.html["start.html"], START_STYLES, ["start.js"]))

    async def enter(self, request: Request) -> Response:
        """Take the token from the form."""
        given = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=5).get("token", [""])[0]
        return self._entered() if self.access.is_token(given.strip()) else RedirectResponse("/", 303)

    async def viewer(self, request: Request) -> Response:
        """The page of a run that is done; of another, its place on the start page."""
        run = self.desk.store.runs.get(request.path_params["id"])
        if run is None:
            raise RefusedError(404, "no such run", "choose one on the start page")
        if run.state != "done":
            return RedirectResponse(f"/#run-{run.id}", 303)
        data = f'<meta name="nuzuh-data-url" content="/api/runs/{run.id}/payload">'
        body = BACK.format(id=run.id) + self.html["viewer.html"]
        return HTMLResponse(_page(run.title, body, self.viewer_styles, ["viewer.js"], data))

    async def asset(self, request: Request) -> Response:
        """A script or a style."""
        found = self.assets.get(request.path_params["name"])
        if found is None:
            raise RefusedError(404, "no such file", "it is no part of the pages")
        headers = {"etag": found.tag, "cache-control": "no-cache", "vary": "accept-encoding"}
        if request.headers.get("if-none-match") == found.tag:
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(found.packed, media_type=found.kind, headers=headers | {"content-encoding": "gzip"})
        return Response(found.content, media_type=found.kind, headers=headers)

    def _entered(self) -> Response:
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self.access.cookie, self.access.secret, max_age=DAYS_30, httponly=True, samesite="lax")
        return answer


def _asset(name: str, content: bytes) -> Asset:
    kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0] or "text/plain"
    tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    return Asset(f"{kind}; charset=utf-8", content, gzip.compress(content, mtime=0), tag)


def _page(title: str, body: str, styles: list[str], scripts: list[str], head: str = "") -> bytes:
    links = [f'<link rel="stylesheet" href="/static/{name}">' for name in styles]
    links += [f'<script type="module" src="/static/{name}"></script>' for name in scripts]
    text = HEAD.format(title=html.escape(title), links="\n".join([head, *links]).strip(), body=body)
    return text.encode("utf-8", "replace")
