"""Server-sent events: a run each time that it changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any, Final

from starlette.responses import StreamingResponse

from nuzuh.outputs.server.desk import Desk
from nuzuh.outputs.server.run import Run

HEARTBEAT_S: Final = 15.0
"""Without a word for longer, some proxies take a connection for dead."""
Shown = Callable[[Run], dict[str, Any]]


def stream(desk: Desk, shown: Shown, only: str = "") -> StreamingResponse:
    """Runs as they are, and then each time that one has changed.

    Args:
        desk: Where runs are.
        shown: A run as the API shows it.
        only: Id of the one that is meant, whose end is the end of the stream; blank: all.
    """
    headers = {"x-accel-buffering": "no"}  # which proxies would keep back otherwise
    return StreamingResponse(_events(desk, shown, only), media_type="text/event-stream", headers=headers)


async def _events(desk: Desk, shown: Shown, only: str) -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    end = loop.time() + desk.limits.stream_s
    seen, _ = desk.news(0)
    changed = [only] if only else list(desk.store.runs)
    while True:
        meant = [run_id for run_id in changed if only in ("", run_id)]
        for run_id in meant:
            yield _event(run_id, desk.store.runs.get(run_id), shown)
        if not meant:
            yield ": nothing new\n\n"
        left = end - loop.time()
        if left <= 0 or desk.is_closing or (only and _is_over(desk, only)):
            return
        await desk.wait_for_news(min(HEARTBEAT_S, left))
        seen, changed = desk.news(seen)


def _event(run_id: str, run: Run | None, shown: Shown) -> str:
    if run is None:
        return f"event: gone\ndata: {json.dumps({'id': run_id})}\n\n"
    return f"event: run\ndata: {json.dumps(shown(run))}\n\n"


def _is_over(desk: Desk, run_id: str) -> bool:
    run = desk.store.runs.get(run_id)
    return run is None or not run.is_under_way
