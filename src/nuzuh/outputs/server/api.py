"""The API: one function for each thing that can be asked."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from typing import Any, Final

import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from nuzuh.outputs.server.answers import Json, RefusedError, faulty, refusal
from nuzuh.outputs.server.catalogue import Catalogue
from nuzuh.outputs.server.desk import Desk, TooManyRunsError
from nuzuh.outputs.server.events import stream
from nuzuh.outputs.server.openapi import openapi
from nuzuh.outputs.server.requests import comparison_of, comparison_schema, run_faults, run_of, unlike
from nuzuh.outputs.server.run import Run
from nuzuh.outputs.server.schema import faults_in
from nuzuh.outputs.server.settings import settings_schema
from nuzuh.outputs.server.store import PAYLOAD

JSON_TYPE: Final = "application/json"
UNFIT: Final = re.compile(r"[^A-Za-z0-9_.+-]+")
"""What the name of a download does not have."""


@dataclass(frozen=True)
class Api:
    """What the functions of the API work on.

    Args:
        catalogue: Scenarios.
        desk: Runs.
    """

    catalogue: Catalogue
    desk: Desk

    def routes(self) -> list[Route]:
        """All that can be asked."""
        return [
            Route("/api/openapi.json", self.description, methods=["GET"]),
            Route("/api/scenarios", self.scenarios, methods=["GET"]),
            Route("/api/scenarios/{name}", self.scenario, methods=["GET"]),
            Route("/api/runs", self.runs, methods=["GET"]),
            Route("/api/runs", self.start_run, methods=["POST"]),
            Route("/api/comparisons", self.start_comparison, methods=["POST"]),
            Route("/api/events", self.all_events, methods=["GET"]),
            Route("/api/runs/{id}", self.run, methods=["GET"]),
            Route("/api/runs/{id}", self.delete, methods=["DELETE"]),
            Route("/api/runs/{id}/cancel", self.cancel, methods=["POST"]),
            Route("/api/runs/{id}/events", self.events, methods=["GET"]),
            Route("/api/runs/{id}/payload", self.payload, methods=["GET"]),
            Route("/api/runs/{id}/files/{name}", self.file, methods=["GET"]),
        ]

    async def description(self, _: Request) -> Response:
        """What can be asked, in the words of OpenAPI."""
        return Json(openapi(await self.catalogue.descriptions()))

    async def scenarios(self, _: Request) -> Response:
        """All scenarios, in short."""
        found = await self.catalogue.descriptions()
        return Json({"scenarios": [{k: v for k, v in one.items() if k not in ("params", "sources")} for one in found]})

    async def scenario(self, request: Request) -> Response:
        """One scenario, with its what-ifs and all parameters."""
        try:
            found = await self.catalogue.description(request.path_params["name"])
        except KeyError:
            raise HTTPException(404, "no such scenario") from None
        return Json(found | {"parameters": settings_schema()["properties"]})

    async def runs(self, _: Request) -> Response:
        """All runs, the latest first."""
        runs = sorted(self.desk.store.runs.values(), key=lambda run: (run.created, run.id), reverse=True)
        return Json({"runs": [self._shown(run) for run in runs]})

    async def start_run(self, request: Request) -> Response:
        """Take on a run."""
        body = await _body(request)
        described = await self.catalogue.descriptions()
        if faults := run_faults(body, described):
            return faulty(422, faults)
        one = next(one for one in described if one["name"] == body["scenario"])
        run = run_of(body, one, self.desk.store.new_id())
        return self._taken(run, self.catalogue.entries[run.scenario].path)

    async def start_comparison(self, request: Request) -> Response:
        """Take on a comparison of kept runs."""
        body = await _body(request)
        if faults := faults_in(body, comparison_schema()):
            return faulty(422, faults)
        if faults := unlike(body, self.desk.store.runs):
            return faulty(409, faults)
        return self._taken(comparison_of(body, self.desk.store.runs, self.desk.store.new_id()), "")

    async def run(self, request: Request) -> Response:
        """One run, with its files."""
        run = self._run_of(request)
        files = [
            {"name": name, "about": about, "bytes": path.stat().st_size, "url": f"/api/runs/{run.id}/files/{name}"}
            for name, (path, _, about) in self.desk.store.downloads(run).items()
        ]
        return Json(self._shown(run) | {"files": files})

    async def delete(self, request: Request) -> Response:
        """Forget a run."""
        self.desk.delete(self._run_of(request).id)
        return Response(status_code=204)

    async def cancel(self, request: Request) -> Response:
        """End a run that is under way."""
        run = self._run_of(request)
        if not run.is_under_way:
            return refusal(409, f"the run is {run.state}", "only one that waits or runs can be cancelled")
        self.desk.cancel(run.id)
        return Json(self._shown(self.desk.store.runs[run.id]))

    async def events(self, request: Request) -> Response:
        """A run each time that it changes, until it ends."""
        return stream(self.desk, self._shown, self._run_of(request).id)

    async def all_events(self, _: Request) -> Response:
        """All runs, each time that one changes."""
        return stream(self.desk, self._shown)

    async def payload(self, request: Request) -> Response:
        """What the page shows."""
        run = self._run_of(request)
        path = self.desk.store.files_of(run.id) / PAYLOAD
        if run.state != "done" or not path.is_file():
            return refusal(409, f"the run is {run.state}", run.why or "wait until it is done")
        packed = await anyio.to_thread.run_sync(path.read_bytes)
        headers = {"vary": "accept-encoding", "cache-control": "private, max-age=3600, immutable"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed, media_type=JSON_TYPE, headers=headers | {"content-encoding": "gzip"})
        return Response(await anyio.to_thread.run_sync(gzip.decompress, packed), media_type=JSON_TYPE, headers=headers)

    async def file(self, request: Request) -> Response:
        """One file of a run."""
        run = self._run_of(request)
        found = self.desk.store.downloads(run).get(request.path_params["name"])
        if found is None:
            raise HTTPException(404, "no such file")
        path, kind, _ = found
        return FileResponse(path, media_type=kind, filename=_download_name(run, request.path_params["name"]))

    def _run_of(self, request: Request) -> Run:
        run = self.desk.store.runs.get(request.path_params["id"])
        if run is None:
            raise HTTPException(404, "no such run")
        return run

    def _taken(self, run: Run, path: str) -> Response:
        try:
            self.desk.take(run, path)
        except TooManyRunsError as error:
            what, _, way_out = str(error).partition(": ")
            return refusal(429, what, way_out, {"retry-after": "30"})
        except OSError as error:
            return refusal(507, f"the run cannot be kept ({error.strerror})", "make room on the disk")
        return Json(self._shown(self.desk.store.runs[run.id]), 202, {"location": f"/api/runs/{run.id}"})

    def _shown(self, run: Run) -> dict[str, Any]:
        return run.as_json() | {"place": self.desk.place(run.id)}


async def _body(request: Request) -> Any:
    """A body in JSON.

    Raises:
        RefusedError: It is not said to be JSON, or is none.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON_TYPE:
        raise RefusedError(415, "the body is not said to be JSON", f"send it as {JSON_TYPE}")
    try:
        return json.loads(await request.body(), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:  # also bytes that are no UTF-8, and brackets by the thousand
        raise RefusedError(400, f"the body is no JSON ({str(error)[:100]})", "send one object") from None


def _no_constant(name: str) -> None:
    message = f"{name} is no number of JSON"
    raise ValueError(message)


def _download_name(run: Run, name: str) -> str:
    """A name that says which run a file is of.

    Examples:
        >>> _download_name(Run("0123456789ab", "run", "", "valley"), "0-result.nc")
        'valley-0123-0-result.nc'
    """
    return UNFIT.sub("-", f"{run.scenario}-{run.id[:4]}-{name}")
