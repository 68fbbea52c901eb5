"""The API: what it takes, what it refuses and how, and what it keeps."""

import itertools
import json
import socket

import pytest

import nuzuh
from nuzuh.outputs.server.access import Access
from nuzuh.outputs.server.limits import Limits

TOKEN = "a-token-of-some-length"  # noqa: S105 (it opens nothing)


def wheres(answer):
    assert answer.status == 422, answer.body
    return {fault["where"]: fault["way_out"] for fault in answer.json["faults"]}


def test_scenarios_come_with_what_can_be_changed(served):
    names = [one["name"] for one in served.ask("/api/scenarios").json["scenarios"]]
    assert names == ["idlib-2020", "valley"]
    valley = served.ask("/api/scenarios/valley").json
    assert valley["n_days"] == 60
    assert "camp-at-mill" in [one["name"] for one in valley["what_ifs"]]
    assert valley["parameters"]["departure.town"]["maximum"] == 1
    assert valley["parameters"]["departure.town"]["unit"] == "probability per day"


def test_a_run_is_taken_on_done_and_kept(served):
    taken = served.post(
        what_ifs=["camp-at-mill", ["ceasefire", "winterise"]], members=3.0, params={"travel.band_km": None}
    )
    assert taken.status == 202
    run = served.until(taken.json["id"], "done")
    assert taken.headers["location"] == f"/api/runs/{run['id']}"
    assert (run["members"], run["seed"], run["engine"]) == (3, 1, "counts")
    assert run["what_ifs"] == ["camp-at-mill", ["ceasefire", "winterise"]]
    (file,) = run["files"]
    assert (file["name"], file["bytes"]) == ("0-needs.csv", 4)
    got = served.ask(file["url"])
    assert got.body == b"a,b\n"
    assert got.headers["content-disposition"].startswith('attachment; filename="valley-')
    assert served.ask(f"/api/runs/{run['id']}/payload").json == {}
    packed = served.ask(f"/api/runs/{run['id']}/payload", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"


def test_all_faults_of_a_body_are_told_at_once(served):
    bad = {"departure.town": 2, "departure.camp": True, "travel.bandkm": 3, "displacement.decay": ["x"]}
    found = wheres(served.post(members=0, seed=-1, engine="count", what_ifs=["camp-at-mil", 7], params=bad, extra=1))
    assert found.keys() == {
        "members", "seed", "engine", "what_ifs.0", "what_ifs.1", "extra", "params.departure.town",
        "params.departure.camp",
        "params.travel.bandkm", "params.displacement.decay.0",
    }  # fmt: skip
    assert found["what_ifs.0"] == "did you mean 'camp-at-mill'?"
    assert "travel.band_km" in found["params.travel.bandkm"]


@pytest.mark.parametrize(
    "body", [[], "x", None, 3, {}, {"scenario": 3}, {"scenario": "vally"}, {"scenario": ["valley"]}]
)
def test_a_body_that_is_no_request_is_refused(served, body):
    assert wheres(served.ask("/api/runs", "POST", json.dumps(body), content_type="application/json"))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b'{"members": NaN}', b"[" * 100_000, b'{"seed": ' + b"9" * 5000 + b"}"]
)
def test_what_is_no_json_is_refused(served, body):
    refused = served.ask("/api/runs", "POST", body, content_type="application/json")
    assert refused.status == 400
    assert refused.json["faults"]


def test_other_media_types_are_refused(served):
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        assert served.ask("/api/runs", "POST", b"{}", content_type=kind).status == 415


def test_other_methods_are_refused_with_those_there_are(served):
    refused = served.ask("/api/runs", "PUT", {})
    assert refused.status == 405
    assert {word.strip() for word in refused.headers["allow"].split(",")} >= {"GET"}
    assert served.ask("/api/scenarios", "DELETE").status == 405


def test_a_large_body_is_refused_before_and_while_it_comes(served):
    whole = served.ask("/api/runs", "POST", b" " * (2**20 + 1), content_type="application/json")
    pieces = itertools.repeat(b" " * 2**16, 1600)  # 100 MB, sent without its length
    chunked = served.ask("/api/runs", "POST", pieces, content_type="application/json", transfer_encoding="chunked")
    assert (whole.status, chunked.status) == (413, 413)
    assert served.ask("/api/runs").json == {"runs": []}


def test_too_many_runs_are_refused_and_those_that_wait_know_their_place(served):
    ids = [served.run(title="wait") for _ in range(5)]
    assert [served.ask(f"/api/runs/{one}").json["place"] for one in ids] == [None, None, 1, 2, 3]
    refused = served.post(title="wait")
    assert (refused.status, refused.headers["retry-after"]) == (429, "30")
    served.ask(f"/api/runs/{ids[2]}/cancel", "POST")
    assert [served.ask(f"/api/runs/{one}").json["place"] for one in ids[3:]] == [1, 2]


def test_too_many_kept_runs_are_refused(serve):
    served = serve(limits=Limits(at_once=1, kept=2))
    for _ in range(2):
        served.until(served.run(), "done")
    assert served.post().status == 429


def test_a_run_that_fails_says_why_and_the_next_one_runs(served):
    assert served.until(served.run(title="fail"), "failed")["why"] == "no such luck"
    assert "ended" in served.until(served.run(title="die"), "failed")["why"]
    assert served.until(served.run(), "done")["why"] == ""


def test_a_run_that_takes_too_long_is_ended(serve):
    served = serve(limits=Limits(at_once=1, run_s=0.05))
    assert "it took over" in served.until(served.run(title="wait"), "failed")["why"]
    assert served.until(served.run(), "done")


def test_a_run_can_be_cancelled_once(served):
    run_id = served.run(title="wait")
    served.until(run_id, "running")
    assert served.ask(f"/api/runs/{run_id}/cancel", "POST").json["state"] == "cancelled"
    assert served.ask(f"/api/runs/{run_id}/cancel", "POST").status == 409
    assert served.ask(f"/api/runs/{run_id}/payload").status == 409
    assert served.until(served.run(), "done")


def test_a_run_that_is_deleted_is_gone_with_its_files(served):
    for title in ("", "wait"):
        run_id = served.run(title=title)
        served.until(run_id, "done", "running")
        assert served.ask(f"/api/runs/{run_id}", "DELETE").status == 204
        assert served.ask(f"/api/runs/{run_id}").status == 404
        assert served.ask(f"/api/runs/{run_id}", "DELETE").status == 404
    assert [path.name for path in served.app.desk.store.folder.iterdir()] == [".in-use"]


def test_events_tell_how_a_run_goes_on_to_its_end(served):
    run_id = served.run()
    told = served.ask(f"/api/runs/{run_id}/events")
    assert told.headers["content-type"].startswith("text/event-stream")
    states = [json.loads(line[6:])["state"] for line in told.body.decode().splitlines() if line.startswith("data: ")]
    assert states[-1] == "done"


def test_events_of_all_runs_tell_what_is_new_and_gone(serve):
    served = serve(limits=Limits(at_once=1, stream_s=1.0))
    old = served.run()
    served.until(old, "done")
    with socket.create_connection(("127.0.0.1", served.port)) as line:
        line.sendall(b"GET /api/events HTTP/1.1\r\nhost: localhost\r\n\r\n")
        rest = b""
        while b"event: run" not in rest:
            rest += line.recv(65536)
        new = served.run()
        served.until(new, "done")
        served.ask(f"/api/runs/{old}", "DELETE")
        while piece := line.recv(65536):
            rest += piece
            if rest.endswith(b"0\r\n\r\n"):
                break
    assert f'event: gone\ndata: {{"id": "{old}"}}'.encode() in rest
    assert new.encode() in rest


def test_runs_are_there_after_a_restart_and_unfinished_ones_are_interrupted(serve):
    first = serve()
    done, unfinished, waiting = first.run(), first.run(title="wait"), [first.run(title="wait") for _ in range(2)][-1]
    before = first.until(done, "done")
    first.until(unfinished, "running")
    first.stop()
    second = serve()
    assert second.ask(f"/api/runs/{done}").json == before
    for run_id in (unfinished, waiting):
        run = second.ask(f"/api/runs/{run_id}").json
        assert run["state"] == "interrupted"
        assert "start it again" in run["why"]


def test_only_runs_that_are_alike_are_compared(served):
    one, two, other = (served.run(seed=seed) for seed in (1, 1, 2))
    for run_id in (one, two, other):
        served.until(run_id, "done")
    assert served.post("/api/comparisons", runs=[one, two]).status == 202
    refused = served.post("/api/comparisons", runs=[one, other])
    assert (refused.status, refused.json["faults"][0]["way_out"]) == (409, "choose runs that are alike")
    assert wheres(served.post("/api/comparisons", runs=[one])).keys() == {"runs"}
    assert served.post("/api/comparisons", runs=[one, "../../etc/pw"]).status == 409
    assert wheres(served.post("/api/comparisons", runs=[one, one])).keys() == {"runs"}
    waits = served.run(title="wait")
    assert served.post("/api/comparisons", runs=[one, waits]).json["faults"][0]["where"] == "runs.1"


def test_a_scenario_with_faults_is_shown_and_not_run(serve, tmp_path):
    folder = tmp_path / "my crisis"
    folder.mkdir()
    (folder / "scenario.yml").write_text("name: x\n")
    served = serve(scenarios=[str(folder)])
    found = served.ask("/api/scenarios/my-crisis").json
    assert any("locations.csv" in fault for fault in found["faults"])
    assert "locations.csv" in wheres(served.post(scenario="my-crisis"))["scenario"]


def test_a_folder_is_read_again_when_its_files_change(serve, tmp_path):
    folder = nuzuh.write_scenario(nuzuh.read_scenario("valley"), tmp_path / "mine")
    served = serve(scenarios=[str(folder)])
    before = served.ask("/api/scenarios/mine").json
    text = (folder / "scenario.yml").read_text()
    (folder / "scenario.yml").write_text(text.replace(before["title"], "Another title"))
    assert served.ask("/api/scenarios/mine").json["title"] == "Another title"


def test_work_is_limited_by_engine(serve):
    served = serve(limits=Limits(work=600_000, persons=10**9))
    most = served.ask("/api/scenarios/valley").json["most_members"]
    assert most == {"counts": 1000, "mean": 1000, "persons": 17}
    assert wheres(served.post(members=18, engine="persons"))["members"] == "at most 17"
    assert served.post(members=18).status == 202
    assert served.ask("/api/scenarios/idlib-2020").json["most_members"]["counts"] == 17


def test_a_token_opens_the_door_and_nothing_else_does(serve):
    served = serve(access=Access(TOKEN, is_local=False))
    for path in ("/api/runs", "/api/openapi.json", "/static/start.js"):
        assert served.ask(path).status == 401
        assert served.ask(path, authorization=f"Bearer {TOKEN}").status == 200
        assert served.ask(path, authorization=f"Bearer {TOKEN}x").status == 401
        assert served.ask(path, authorization=TOKEN, cookie="nuzuh=1; é=ü".encode().decode("latin-1")).status == 401
    assert served.ask("/").status == 401
    assert b'name="token"' in served.ask("/").body
    assert served.ask("/runs/0123456789ab").headers["location"] == "/"
    for entered in (
        served.ask(f"/?token={TOKEN}"),
        served.ask("/access", "POST", f"token={TOKEN}", content_type="application/x-www-form-urlencoded"),
    ):
        assert (entered.status, entered.headers["location"]) == (303, "/")
        cookie = entered.headers["set-cookie"].partition(";")[0]
        assert TOKEN not in cookie
        assert "httponly" in entered.headers["set-cookie"].lower()
        assert served.ask("/api/runs", cookie=cookie).status == 200
    assert "set-cookie" not in served.ask("/access", "POST", "token=wrong").headers
    assert served.ask("/", cookie=cookie).status == 200


def test_other_names_of_this_computer_are_refused(served):
    for host in ("evil.example", "localhost.evil.example:80", "", "127.0.0.1.evil.example", "[::1"):
        assert served.ask("/api/runs", host=host).status in (400, 421), host
    for host in ("localhost", "localhost:99", "127.0.0.1:1", "[::1]:5"):
        assert served.ask("/api/runs", host=host).status == 200, host


def test_other_pages_change_nothing(served):
    def status(**headers):
        return served.ask("/api/runs", "POST", {"scenario": "valley"}, **headers).status

    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        assert status(origin=origin) == 403
    assert status(sec_fetch_site="cross-site") == 403
    assert status(origin=f"http://127.0.0.1:{served.port}", sec_fetch_site="same-origin") == 202


def test_every_answer_has_the_headers_that_keep_browsers_safe(served):
    answers = [served.ask(path) for path in ("/", "/api/runs", "/static/start.js", "/nonesuch")]
    for answer in [*answers, served.ask("/", host="evil.example"), served.ask("/api/runs", "POST", b"{")]:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "server" not in answer.headers
