"""A language model in place of the rules: taken at its word only where the text bears it out."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from nuzuh.errors import NuzuhError, UsageError
from nuzuh.sources.reports.language_model import LanguageModel

TEXT = "date 2020-02-24\n\nNearly 900 people fled Ariha last week. Nobody knows how many will come back."
RIGHT = {
    "kind": "displaced_new",
    "quantity_low": 900,
    "quantity_high": 900,
    "modifier": "nearly",
    "unit": "persons",
    "location": "Ariha",
    "period_start": "2020-02-17",
    "period_end": "2020-02-23",
    "sentence": "Nearly 900 people fled Ariha last week.",
    "judging_words": ["regime"],
}


@pytest.fixture
def model():
    """An address that answers chats with what a test has put there."""
    asked, said = [], {"content": ""}

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append((self.headers, json.loads(self.rfile.read(int(self.headers["content-length"])))))
            body = json.dumps({"choices": [{"message": said}]}).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words):
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1/chat/completions", said, asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_the_text_bears_out_is_taken(model):
    url, said, asked = model
    said["content"] = json.dumps({"claims": [RIGHT]})
    read = LanguageModel(url, "some-model", key="secret")(TEXT, name="a.txt")
    (claim,) = read.claims
    assert (claim.kind, claim.quantity_high, claim.location) == ("displaced_new", 900, "Ariha")
    assert TEXT[claim.start : claim.end] == claim.sentence
    assert claim.judging_words == ()  # not in the sentence
    assert claim.confidence <= 0.5
    assert claim.reasons == ("read by a language model",)
    ((headers, body),) = asked
    assert headers["authorization"] == "Bearer secret"
    assert body["messages"][1]["content"] == TEXT


@pytest.mark.parametrize(
    "change",
    [
        {"quantity_low": 9000, "quantity_high": 9000},
        {"sentence": "Nearly 900 people fled Idlib last week."},
        {"sentence": ""},
        {"kind": "guessed"},
    ],
)
def test_what_the_text_does_not_bear_out_is_left_out(model, change):
    url, said, _ = model
    said["content"] = json.dumps({"claims": [RIGHT | change, "no row"]})
    assert LanguageModel(url, "some-model")(TEXT).claims == ()


@pytest.mark.parametrize("content", ["I am sorry", "[]", '{"claim": 1}'])
def test_an_answer_in_another_form_is_told(model, content):
    url, said, _ = model
    said["content"] = content
    with pytest.raises(NuzuhError, match="answers in another form"):
        LanguageModel(url, "some-model")(TEXT)


def test_no_answer_is_told():
    with pytest.raises(NuzuhError, match="does not answer"):
        LanguageModel("http://127.0.0.1:9/v1", "some-model", timeout_s=5)(TEXT)
    with pytest.raises(UsageError, match="begins with http"):
        LanguageModel("file:///etc/hostname", "some-model")(TEXT)
