"""The server's side of a worker process."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable
from typing import Any, Final

from nuzuh.errors import NuzuhError

LONGEST_LINE: Final = 2**24
"""Bytes of an answer."""


class JobFailedError(NuzuhError):
    """A job that came to nothing; its text says why."""


class WorkerLostError(NuzuhError):
    """The process ended in the middle of a job: it was killed, here or by the system."""


class Worker:
    """A process that does jobs, started with the first one, and again after it was lost."""

    def __init__(self) -> None:
        """No process is started yet."""
        self._process: asyncio.subprocess.Process | None = None

    async def do(self, job: dict[str, Any], tell: Callable[[dict[str, Any]], None] = lambda _: None) -> Any:
        """Do a job.

        Args:
            job: As worker.py takes it.
            tell: Called with what it says as it goes on.

        Returns:
            What came of it.

        Raises:
            JobFailedError: It said why nothing did.
            WorkerLostError: The process has ended.
        """
        process = await self._running()
        assert process.stdin is not None  # noqa: S101 (both are pipes: for the type checker)
        assert process.stdout is not None  # noqa: S101
        with contextlib.suppress(ConnectionError):  # then there is no answer either
            process.stdin.write(json.dumps(job).encode() + b"\n")
            await process.stdin.drain()
        while line := await process.stdout.readline():
            message = json.loads(line)
            if "failed" in message:
                raise JobFailedError(message["failed"])
            if "done" in message and "phase" not in message:
                return message["done"]
            tell(message)
        await process.wait()
        self._process = None
        raise WorkerLostError("its process was ended by the system: is there enough memory? Take fewer members")  # noqa: EM101

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def close(self) -> None:
        """End the process, and wait until it has."""
        self.kill()
        if self._process is not None:
            await self._process.wait()
            self._process = None

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            pipe = asyncio.subprocess.PIPE
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "nuzuh.outputs.server.worker"),
                stdin=pipe,
                stdout=pipe,
                limit=LONGEST_LINE,
                start_new_session=True,  # a terminal's Ctrl-C would reach it before it can say that it is not meant
            )
        return self._process
