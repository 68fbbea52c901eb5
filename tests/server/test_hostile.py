"""Hostile input: nothing ends in a fault of the program, nothing is read or written outside the folder."""

import contextlib
import json
import socket

import hypothesis
import pytest
import schemathesis
from schemathesis.generation import GenerationMode

from nuzuh.outputs.server.limits import Limits

POST = b"POST /api/runs HTTP/1.1\r\nhost: localhost\r\n"
TRICKS = [
    "/api/runs/..", "/api/runs/../../etc/passwd", "/api/runs/%2e%2e", "/api/runs/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/api/runs/..%5c..%5cwin.ini", "/api/runs/%00", "/api/runs//", "/api/runs/{id}/files/../record.json",
    "/api/runs/{id}/files/..%2frecord.json", "/api/runs/{id}/files/record.json",
    "/api/runs/{id}/files/0-..%2f..%2frecord.json",
    "/api/runs/{id}/files/0/needs.csv", "/api/runs/{id}/files/99-needs.csv", "/api/runs/{id}/files/%2fetc%2fpasswd",
    "/api/runs/{id}/files/.in-use", "/static/../server/app.py", "/static/..%2f__init__.py", "/static/%2e%2e/report.py",
    "/static/start.html", "/runs/..%2f..", "/runs/%3Cscript%3E", "/api/scenarios/..%2f..%2fetc",
    "/api/scenarios/%F0%28",
    "/api/runs/{id}%0d%0aset-cookie:x=1", "/" + "a" * 20_000,
]  # fmt: skip


def raw(port, text):
    """Send bytes as they are, and read what comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(text)
        line.shutdown(socket.SHUT_WR)
        found = b""
        while piece := line.recv(65536):
            found += piece
    return found


def test_no_path_leads_outside(served):
    run_id = served.run()
    served.until(run_id, "done")
    for trick in TRICKS:
        path = trick.replace("{id}", run_id)
        answer = raw(served.port, f"GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".encode())
        status = int(answer.split()[1])
        assert status in (400, 404), (trick, answer[:200])
        assert b"root:" not in answer
        assert b"set-cookie" not in answer.lower()
    for name in ("../outside", "/etc/outside", "a/b", ".."):
        assert served.post(scenario=name).status == 422
        assert served.post(what_ifs=[name]).status == 422
        assert served.post(what_ifs=[f"{name}.yml"]).status == 422


@pytest.mark.parametrize(
    "text",
    [
        b"\r\n\r\n", b"\x00\x01\x02", b"GET / HTTP/9.9\r\n\r\n", b"GET /\r\n\r\n", b"POST /api/runs HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"x: " + b"y" * 100_000 + b"\r\n\r\n",
        POST + b"content-length: -1\r\n\r\n",
        POST + b"content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"transfer-encoding: chunked\r\n\r\nzz\r\n",
        POST + b"content-length: " + b"9" * 400 + b"\r\n\r\n",
    ],
    ids=range(11),
)  # fmt: skip
def test_what_is_no_request_is_no_fault_of_the_program(served, text):
    answer = raw(served.port, text)
    assert b" 500 " not in answer[:20]
    assert served.ask("/api/runs").status == 200


def test_whoever_sends_too_slowly_is_left(serve):
    served = serve(limits=Limits(request_s=0.3))
    heads = (b"", b"GET / HT", POST + b"content-type: application/json\r\ncontent-length: 9\r\n\r\n{")
    for head in heads:
        with socket.create_connection(("127.0.0.1", served.port), timeout=10) as line:
            line.sendall(head)
            assert line.recv(100) == b""


def test_scripts_in_names_stay_text(served):
    evil = "</title><script>alert(1)</script>\u202e\x00"
    run_id = served.run(title=evil)
    served.until(run_id, "done")
    assert served.ask(f"/api/runs/{run_id}").json["title"] == evil
    page = served.ask(f"/runs/{run_id}")
    assert page.status == 200
    assert b"<script>alert" not in page.body
    assert b"&lt;script&gt;" in page.body
    assert served.post(title="\ud800").json["faults"][0]["where"] == "title"
    assert served.post(**{"\ud800": "\udfff"}).status == 422


def test_records_written_over_are_left_alone(serve, tmp_path):
    runs = tmp_path / "runs"
    record = {"id": "0123456789ab", "kind": "run", "title": "x", "scenario": "valley", "state": "done"}
    for name, text in {
        "0123456789ab": json.dumps(record),
        "0123456789ac": json.dumps(record),  # another's id
        "0123456789ad": "{",
        "0123456789ae": json.dumps(record | {"id": "../../x"}),
        "0123456789af": json.dumps([1]),
        "0123456789b0": json.dumps(record | {"id": "0123456789b0", "parts": 3}),
        "not-ours": "",
    }.items():
        (runs / name).mkdir(parents=True)
        (runs / name / "record.json").write_text(text)
    (runs / "0123456789ab" / ".files-half").mkdir()
    served = serve(runs=runs)
    assert [run["id"] for run in served.ask("/api/runs").json["runs"]] == ["0123456789ab"]
    assert not (runs / "0123456789ab" / ".files-half").exists()
    assert (runs / "not-ours" / "record.json").exists()


@pytest.mark.filterwarnings("default")
def test_what_the_description_says_is_true(serve):
    one_body = {"work": 20_000, "persons": 0}  # the description has a body for each scenario and group of engines
    served = serve(limits=Limits(at_once=1, waiting=10**6, kept=10**6, stream_s=0.01, **one_body))
    run_id = served.run()
    served.until(run_id, "done")
    schema = schemathesis.openapi.from_url(f"{served.url}/api/openapi.json")
    for operation in (found.ok() for found in schema.get_all_operations()):
        n_examples = 20 if operation.body else 3
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @hypothesis.settings(
                max_examples=n_examples,
                deadline=None,
                database=None,
                suppress_health_check=list(hypothesis.HealthCheck),
                phases=[hypothesis.Phase.generate],
            )
            @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
            def holds(case):
                case.call_and_validate(base_url=served.url)

            with contextlib.suppress(hypothesis.errors.Unsatisfiable):  # where nothing can be wrong
                holds()
