"""Answers in JSON, and what they say when a request is refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from nuzuh.outputs.server.schema import BodyFault


class Json(Response):
    """An answer in JSON, in ASCII: half a character that somebody sent would otherwise have no bytes."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes of it."""
        return json.dumps(content, separators=(",", ":"), allow_nan=False).encode()


def faulty(status: int, faults: Iterable[BodyFault], headers: Mapping[str, str] | None = None) -> Json:
    """All that is wrong with a request."""
    return Json({"faults": [fault._asdict() for fault in faults]}, status, headers)


def refusal(status: int, what: str, way_out: str, headers: Mapping[str, str] | None = None) -> Json:
    """The one thing that is wrong with a request."""
    return faulty(status, [BodyFault("", what, way_out)], headers)


class RefusedError(HTTPException):
    """A request that is refused, and the way out."""

    def __init__(self, status: int, what: str, way_out: str) -> None:
        """As `refusal` answers it."""
        super().__init__(status, what)
        self.way_out = way_out


async def told(_: Request, error: Exception) -> Response:
    """The answer to a request that was refused, by us or by the router."""
    if isinstance(error, ClientDisconnect):
        return refusal(400, "the request has ended before it was whole", "send it again")
    if not isinstance(error, HTTPException):
        return refusal(500, "a fault of the program", "please report it, with what the server printed")
    way_out = getattr(error, "way_out", "/api/openapi.json says what can be asked")
    return refusal(error.status_code, error.detail, way_out, error.headers)
