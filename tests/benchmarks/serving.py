"""Many users at once: pages while runs go on; and bodies of 100 MB."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from itertools import repeat
from pathlib import Path

import numpy as np

USERS, SECONDS = 20, 60
PAGES = ("/", "/static/start.js", "/static/viewer.js", "/static/viewer.css", "/api/runs", "/api/scenarios")
BODIES = ({"scenario": "valley", "members": 5, "what_ifs": ["camp-at-mill"]}, {"scenario": "idlib-2020", "members": 2})
PAUSE_S = 1.0
"""Between two pages of a user."""


class User:
    """Loads pages, starts runs, opens those that are done."""

    def __init__(self, port: int, number: int) -> None:
        self.port, self.number = port, number
        self.took: dict[str, list[float]] = defaultdict(list)
        self.statuses: Counter[int] = Counter()
        self.faults: list[str] = []

    def ask(self, kind: str, path: str, method: str = "GET", body: object = None) -> bytes:
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, {"content-type": "application/json", "accept-encoding": "gzip"})
            answer = connection.getresponse()
            content = answer.read()
            self.statuses[answer.status] += 1
        except OSError as error:
            self.faults.append(f"{path}: {error}")
            return b""
        finally:
            connection.close()
        self.took[kind].append(time.perf_counter() - began)
        return content

    def visit(self, until: float) -> None:
        """Work until a time: about every fifth step starts a run, which is opened when it is done."""
        chance, mine = random.Random(self.number), ""  # noqa: S311 (no secret)
        while time.monotonic() < until:
            for path in PAGES:
                self.ask("page", path)
            if not mine:
                taken = json.loads(self.ask("run", "/api/runs", "POST", chance.choice(BODIES)) or "{}")
                mine = taken.get("id", "")
            elif (state := json.loads(self.ask("page", f"/api/runs/{mine}") or "{}").get("state")) == "done":
                self.ask("page", f"/runs/{mine}")
                self.ask("payload", f"/api/runs/{mine}/payload")
                mine = ""
            elif state not in ("queued", "running"):
                self.faults.append(f"run {mine}: {state}")
                mine = ""
            time.sleep(chance.uniform(0.5, 1.5) * PAUSE_S)


def large_body(port: int) -> int:
    """The status of a body of 100 MB that says nothing of its length."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    pieces = repeat(b" " * 2**16, 1600)
    connection.request("POST", "/api/runs", pieces, {"content-type": "application/json"}, encode_chunked=True)
    return connection.getresponse().status


def serve_figures() -> None:
    """20 users for a minute, each loading pages and starting runs."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "nuzuh", "serve", "--port", "0", "--runs", str(Path(folder, "runs"))]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            port = int(re.search(r":(\d+)/", server.stdout.readline())[1])
            _measure(port, server.pid)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def _measure(port: int, pid: int) -> None:
    first = User(port, 0)
    for body in BODIES:  # compiles, and reads the scenarios
        first.ask("run", "/api/runs", "POST", body)
    while any(run["state"] in ("queued", "running") for run in json.loads(first.ask("page", "/api/runs"))["runs"]):
        time.sleep(1)
    users = [User(port, number) for number in range(USERS)]
    until = time.monotonic() + SECONDS
    threads = [threading.Thread(target=user.visit, args=(until,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    runs = json.loads(first.ask("page", "/api/runs"))["runs"]
    states = Counter(run["state"] for run in runs)
    for kind in ("page", "run", "payload"):
        took = 1000 * np.concatenate([user.took[kind] for user in users])
        quantiles = np.quantile(took, [0.5, 0.95, 0.99])
        print(f"serve: {kind}, {len(took)} requests: median, 95 %, 99 % {', '.join(f'{q:.0f}' for q in quantiles)} ms")
    print(f"serve: statuses {dict(sum((user.statuses for user in users), Counter()))}, runs {dict(states)}")
    print(f"serve: faults {[fault for user in users for fault in user.faults]}")
    print(f"serve: a body of 100 MB in pieces: {large_body(port)}")
    if Path(f"/proc/{pid}/status").exists():
        peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))[1]
        print(f"serve: most memory of the server's process {int(peak) / 1024:.0f} MB")
    print(f"serve: load of the machine {os.getloadavg()[0]:.1f}")
