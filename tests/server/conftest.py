"""A server in a thread of the test's process, and a worker that does what the title of a run says."""

import asyncio
import gzip
import http.client
import json
import signal
import socket
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import uvicorn

import nuzuh
from nuzuh.outputs.server.app import Application
from nuzuh.outputs.server.describe import description_of
from nuzuh.outputs.server.limits import Limits
from nuzuh.outputs.server.listen import bound_socket, server_for
from nuzuh.outputs.server.process import JobFailedError, Worker, WorkerLostError

SMALL = Limits(at_once=2, waiting=3, kept=20, request_s=20, stream_s=20)

IDLIB = {
    "title": "Idlib", "start": "2019-12-01", "end": "2020-05-01", "n_days": 153, "n_locations": 220,
    "population": 4_000_000,
    "members": 20, "params": {}, "sources": [], "what_ifs": [], "warnings": 0, "faults": [],
}  # fmt: skip
"""What would take seconds to read."""
ENDS = {
    "wait": WorkerLostError("ended"),
    "fail": JobFailedError("no such luck"),
    "die": WorkerLostError("its process was ended"),
}


@cache
def valley():
    return description_of("valley")


def described(path):
    """A scenario; each of those that are shipped is read once, or not at all."""
    shipped = {"idlib-2020": lambda: IDLIB, "valley": valley}
    return shipped[path]() if path in shipped else description_of(path)


class Puppet:
    """In place of a process: runs called `wait` go on until they are ended, those called `fail` or `die` do so."""

    def __init__(self):
        self._ended = None

    async def do(self, job, tell=lambda _: None):
        if "describe" in job:
            return described(job["describe"])
        self._ended = asyncio.Event()
        run, files = job["run"], Path(job["store"], job["run"]["id"], "files")
        tell({"phase": "baseline", "done": 1, "total": 2})
        if run["title"] == "wait":
            await self._ended.wait()
        if run["title"] in ENDS:
            raise ENDS[run["title"]]
        (files / "0").mkdir(parents=True)
        (files / "0" / "needs.csv").write_text("a,b\n")
        (files / "payload.json.gz").write_bytes(gzip.compress(b"{}"))
        return [{"name": "baseline", "title": "", "note": ""}]

    def kill(self):
        self._ended.set()

    async def close(self):
        pass


@dataclass
class Answer:
    """What a server has said."""

    status: int
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class Served:
    """A server that runs."""

    app: Application
    sock: socket.socket
    server: uvicorn.Server
    thread: threading.Thread

    def stop(self):
        """End it as Ctrl-C would."""
        self.server.handle_exit(signal.SIGINT, None)
        self.thread.join(120)
        self.sock.close()
        assert not self.thread.is_alive()

    @property
    def port(self):
        return self.sock.getsockname()[1]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path, method="GET", body=None, **headers):
        """One request; underscores in names of headers stand for hyphens. A body that is no text is sent as JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None and not isinstance(body, bytes | str) and not hasattr(body, "__next__"):
            body, given = json.dumps(body), {"content-type": "application/json"} | given
        try:
            connection.request(method, path, body, given, encode_chunked=hasattr(body, "__next__"))
            found = connection.getresponse()
            return Answer(found.status, {k.lower(): v for k, v in found.getheaders()}, found.read())
        finally:
            connection.close()

    def post(self, path="/api/runs", **body):
        return self.ask(path, "POST", {"scenario": "valley"} | body if path == "/api/runs" else body)

    def run(self, **body):
        """Start a run; its id."""
        taken = self.post(**body)
        assert taken.status == 202, taken.body
        return taken.json["id"]

    def until(self, run_id, *states):
        """Wait for a run to be in one of some states."""
        for _ in range(20_000):  # the first run may have to be compiled
            run = self.ask(f"/api/runs/{run_id}").json
            if run["state"] in states:
                return run
            threading.Event().wait(0.01)
        raise AssertionError(run)


def started(runs, worker, options):
    """A server, and what stops it."""
    sock = bound_socket("127.0.0.1", 0)
    app = Application(runs, **{"limits": SMALL} | options, worker=worker)
    ready = threading.Event()
    server = server_for(app, ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    assert ready.wait(120)

    return Served(app, sock, server, thread)


@pytest.fixture
def serve(tmp_path):
    """Start servers; those that have not been stopped are at the end."""
    running = []

    def start(*, runs=tmp_path / "runs", worker=Puppet, **options):
        running.append(started(runs, worker, options))
        return running[-1]

    yield start
    for one in running[::-1]:
        if one.thread.is_alive():
            one.stop()


@pytest.fixture(scope="session")
def lasting(tmp_path_factory):
    """One server for many tests, since each costs a moment."""
    one = started(tmp_path_factory.mktemp("server") / "runs", Puppet, {})
    yield one
    one.stop()


@pytest.fixture
def served(lasting):
    """A server without any runs."""
    yield lasting
    for run in lasting.ask("/api/runs").json["runs"]:
        lasting.ask(f"/api/runs/{run['id']}", "DELETE")


EVIL = "<script>document.title='hacked'</script>"


@pytest.fixture(scope="session")
def evil(tmp_path_factory):
    """A scenario with markup for names, and a limit on a route, which not all parameters go with."""
    folder = nuzuh.write_scenario(nuzuh.read_scenario("valley"), tmp_path_factory.mktemp("evil") / "evil")
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8").replace("Mill", EVIL)
        file.write_text(text.replace("invented", "<img src=x onerror=document.title='hacked'>"), encoding="utf-8")
    limit = f"action,kind,from,to,start,value\nlimit,route,Ford,{EVIL},2021-03-01,500\n"
    (folder / "interventions.csv").write_text(limit, encoding="utf-8")
    what_if = "title: <b onmouseover=alert(1)>What</b>\nnote: <script>1</script>\nsteps:\n  - ceasefire: {}\n"
    (folder / "what-ifs").mkdir()
    (folder / "what-ifs" / "calm.yml").write_text(what_if, encoding="utf-8")
    return folder


class Quick(Worker):
    """A process, but for what would take seconds to read."""

    async def do(self, job, tell=lambda _: None):
        return IDLIB if job.get("describe") == "idlib-2020" else await super().do(job, tell)


@pytest.fixture(scope="session")
def working(tmp_path_factory, evil):
    """A server whose runs are done, and one that was done before it."""
    folder = tmp_path_factory.mktemp("working")
    nuzuh.write_run(
        nuzuh.simulate(nuzuh.read_scenario("valley"), members=2), folder / "earlier", nuzuh.read_scenario("valley")
    )
    options = {"scenarios": [str(evil)], "opened": [str(folder / "earlier")], "limits": Limits(at_once=1)}
    one = started(folder / "runs", Quick, options)
    yield one
    one.stop()
