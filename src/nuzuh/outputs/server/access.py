"""Who may come in: names of this computer, the token, and requests that other pages make a browser send."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import urlsplit

from nuzuh.errors import UsageError

SHORTEST: Final = 16
"""Characters of a token that can be guessed in no time that matters."""
LOCAL_NAMES: Final = ("localhost", "127.0.0.1", "::1")
SAFE: Final = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Access:
    """Who may come in.

    Args:
        token: What whoever comes must have; blank: nothing.
        is_local: Whether the server listens to this computer only.
    """

    token: str = ""
    is_local: bool = True

    @property
    def cookie(self) -> str:
        """Name of the cookie: servers on one host do not write over each other's."""
        return f"nuzuh-{self._digest[:8]}"

    @property
    def secret(self) -> str:
        """What the cookie holds: from it the token cannot be found."""
        return self._digest[8:]

    @property
    def _digest(self) -> str:
        return hashlib.sha256(f"nuzuh {self.token}".encode()).hexdigest()

    def is_token(self, given: str) -> bool:
        """Whether this is the token; compared in constant time."""
        return bool(self.token) and hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())

    def lets_in(self, headers: dict[str, str]) -> bool:
        """Whether a request has the token, as a bearer or as a cookie, where there is one."""
        if not self.token:
            return True
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.is_token(given.strip()):
            return True
        try:
            kept = SimpleCookie(headers.get("cookie", "")).get(self.cookie)
        except CookieError:
            return False
        return kept is not None and hmac.compare_digest(kept.value.encode("utf-8", "replace"), self.secret.encode())

    def knows_host(self, headers: dict[str, str]) -> bool:
        """Whether a request names this computer.

        A page elsewhere can have its own name point to this computer (DNS rebinding) and then read what it wants; the
        name is still in the header. With a token there is nothing to be read without it.
        """
        if self.token or not self.is_local:
            return True
        try:
            return urlsplit(f"//{headers.get('host', '')}").hostname in LOCAL_NAMES
        except ValueError:
            return False

    def is_own(self, method: str, headers: dict[str, str]) -> bool:
        """Whether a request that changes something comes from our own page, or from no page at all."""
        if method in SAFE:
            return True
        origin, host = headers.get("origin"), headers.get("host", "")
        if origin is not None:
            return origin.partition("://")[2] == host
        return headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def access_for(host: str, token: str) -> Access:
    """Who may come in where the server listens at a host.

    Args:
        host: Name or address.
        token: As it was given; blank: one is made, unless only this computer is listened to.

    Raises:
        UsageError: The token is too short.

    Examples:
        >>> access_for("127.0.0.1", "")
        Access(token='', is_local=True)
        >>> len(access_for("0.0.0.0", "").token)
        32
    """
    if token and (len(token) < SHORTEST or not token.isascii() or not token.isprintable() or " " in token):
        message = (
            f"--token must have at least {SHORTEST} letters and digits, and no blanks: leave it out to have one made"
        )
        raise UsageError(message)
    local = is_local(host)
    return Access(token or ("" if local else secrets.token_urlsafe(24)), local)


def is_local(host: str) -> bool:
    """Whether a host can be reached from this computer only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
