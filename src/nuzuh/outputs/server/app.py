"""The application: scenarios, runs, API and pages put together behind the guard."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Router

from nuzuh.outputs.server.access import Access
from nuzuh.outputs.server.answers import told
from nuzuh.outputs.server.api import Api
from nuzuh.outputs.server.catalogue import Catalogue
from nuzuh.outputs.server.desk import Desk, TooManyRunsError
from nuzuh.outputs.server.guard import Guard
from nuzuh.outputs.server.limits import Limits
from nuzuh.outputs.server.pages import Pages
from nuzuh.outputs.server.process import Worker
from nuzuh.outputs.server.run import Run, now
from nuzuh.outputs.server.store import Store


class Application(Guard):
    """All that the server answers, as an ASGI application.

    Args:
        scenarios: Folders that can be run beside the shipped scenarios.
        opened: Folders that `nuzuh run` has written, to be shown.
        runs: Where runs are kept.
        access: Who may come in.
        limits: How much is taken on.
        worker: Makes a worker.

    Raises:
        UsageError: A folder is none, or cannot be written.
    """

    def __init__(
        self,
        runs: Path,
        scenarios: list[str] | None = None,
        opened: list[str] | None = None,
        *,
        access: Access | None = None,
        limits: Limits | None = None,
        worker: Callable[[], Worker] = Worker,
    ) -> None:
        """Nothing runs before the server starts."""
        limits, access = limits or Limits(), access or Access()
        self.catalogue = Catalogue(scenarios or [], limits, worker())
        self.desk = Desk(Store(runs), limits, worker)
        self.opened = opened or []
        routes = [*Api(self.catalogue, self.desk).routes(), *Pages(self.desk, access).routes()]
        handlers = dict.fromkeys((HTTPException, ClientDisconnect, Exception), told)
        app = Starlette(routes=routes, exception_handlers=handlers, lifespan=self._lifespan)
        app.router.redirect_slashes = False
        super().__init__(app, access, limits.body_bytes)

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette | Router) -> AsyncIterator[None]:
        self.desk.start()
        with contextlib.suppress(TooManyRunsError):  # those before are shown
            for path in self.opened:
                self._open(path)
        reading = asyncio.create_task(self.catalogue.read_all())
        try:
            yield
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            await self.catalogue.close()
            await self.desk.stop()

    def _open(self, path: str) -> None:
        """Show a folder, unless it is among the runs from an earlier time."""
        whole = str(Path(path).resolve())
        for run in self.desk.store.runs.values():
            if run.of == (whole,) and run.state == "done":
                return
        self.desk.take(Run(self.desk.store.new_id(), "folder", Path(whole).name, "", of=(whole,), created=now()), whole)
