"""The guard: looks at every request before anybody else does, and puts the headers on every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse, Response

from nuzuh.outputs.server.access import Access
from nuzuh.outputs.server.answers import RefusedError, refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # without a referrer, browsers would send the origin 'null' with a form
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
OPEN_PATHS: Final = ("/", "/access", "/static/start.css", "/static/theme.css", "/static/icon.svg")
"""What can be asked for without the token: where it is asked for, and how that looks."""


class Guard:
    """Refuses requests that come from elsewhere, without the token, or too large.

    Args:
        app: Answers all others.
        access: Who may come in.
        body_bytes: The most that a body may have.
    """

    def __init__(self, app: ASGIApp, access: Access, body_bytes: int) -> None:
        """Nothing is kept from one request to the next."""
        self.app, self.access, self.body_bytes = app, access, body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, dressed)
            return
        await self.app(scope, self._counted(receive), dressed)

    def _refused(self, scope: Scope) -> Response | None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if not self.access.knows_host(headers):
            return refusal(421, "this server is not known by that name", "open it as localhost or 127.0.0.1")
        if not self.access.is_own(scope["method"], headers):
            return refusal(403, "the request comes from another page", "use this server's own pages, or no browser")
        if scope["path"] not in OPEN_PATHS and not self.access.lets_in(headers):
            if scope["path"].startswith("/runs/"):
                return RedirectResponse("/", 303)  # where it can be given
            return refusal(401, "the token is missing or wrong", "give it as a bearer", {"www-authenticate": "Bearer"})
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length[:20]) > self.body_bytes:
            return refusal(413, "the body is too large", f"at most {self.body_bytes:,} bytes")
        return None

    def _counted(self, receive: Receive) -> Receive:
        """A body counted while it comes in: one that is sent in pieces says nothing of its length before."""
        n_bytes = 0

        async def counted() -> Message:
            nonlocal n_bytes
            message: dict[str, Any] = dict(await receive())
            n_bytes += len(message.get("body", b""))
            if n_bytes > self.body_bytes:
                raise RefusedError(413, "the body is too large", f"at most {self.body_bytes:,} bytes")
            return message

        return counted
