"""Listening: the socket, the protocol with its patience, and a server that ends when it is asked to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from nuzuh.errors import UsageError
from nuzuh.outputs.server.app import Application

MOST_HEADER_BYTES = 32 * 1024
MOST_CONNECTIONS = 500


def bound_socket(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Args:
        host: Name or address.
        port: 0: any that is free.

    Raises:
        UsageError: The port is in use or may not be used, or there is no such host.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address, family=family, backlog=256)
    except OSError as error:
        way_out = "choose another port (--port 0 takes one that is free), or stop what listens there"
        if isinstance(error, socket.gaierror):
            way_out = "name an address of this computer (--host)"
        message = f"cannot listen at {host}, port {port} ({error.strerror}): {way_out}"
        raise UsageError(message) from error


def server_for(app: Application, ready: Callable[[], None]) -> uvicorn.Server:
    """A server that answers until Ctrl-C; `run(sockets=[...])` starts it.

    Args:
        app: What answers.
        ready: Called when it does.
    """

    def protocol(*args: Any, **kwargs: Any) -> PatientProtocol:
        return PatientProtocol(*args, patience_s=app.desk.limits.request_s, **kwargs)

    config = uvicorn.Config(
        app,
        http=protocol,  # type: ignore[arg-type]  # anything that makes a protocol will do
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=MOST_HEADER_BYTES,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=3,
    )
    return _Server(config, app, ready)


class _Server(uvicorn.Server):
    """A server that ends its streams when it is asked to stop, so that nobody has to wait for them."""

    def __init__(self, config: uvicorn.Config, app: Application, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._app, self._ready = app, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop."""
        super().handle_exit(sig, frame)
        self._loop.call_soon_threadsafe(self._app.desk.close)


class PatientProtocol(H11Protocol):
    """HTTP/1.1, with so much patience and no more for a request to arrive whole."""

    def __init__(self, *args: Any, patience_s: float, **kwargs: Any) -> None:
        """Nothing is connected yet."""
        super().__init__(*args, **kwargs)
        self._patience_s = patience_s
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Take what has come, and wait for the rest."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        super().connection_lost(exc)
        self._forget()

    def _watch(self) -> None:
        is_whole = self.conn.their_state not in (h11.IDLE, h11.SEND_BODY)
        if is_whole:
            self._forget()
        elif self._timer is None:
            self._timer = self.loop.call_later(self._patience_s, self._lose_patience)

    def _lose_patience(self) -> None:
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY) and not self.transport.is_closing():
            self.transport.close()

    def _forget(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
