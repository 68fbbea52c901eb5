"""What bodies may hold, and who may come in: each check fires."""

import pytest

from nuzuh.errors import UsageError
from nuzuh.outputs.server.access import Access, access_for, is_local
from nuzuh.outputs.server.schema import faults_in
from nuzuh.outputs.server.settings import settings_faults, settings_schema

NUMBERS = {"type": "array", "items": {"type": "number"}, "minItems": 1, "maxItems": 2, "uniqueItems": True}
SCHEMA = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 2, "maxLength": 4},
        "kind": {"type": "string", "enum": ["camp", "town"]},
        "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        "n": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]},
        "is_open": {"type": "boolean"},
        "values": NUMBERS,
    },
}


@pytest.mark.parametrize(
    ("body", "where", "way_out"),
    [
        ({}, "name", "give a text"),
        ({"name": "x"}, "name", "at least 2"),
        ({"name": "x" * 5}, "name", "at most 4"),
        ({"name": "a\udc00"}, "name", "leave it out"),
        ({"name": "ab", "kind": "comp"}, "kind", "did you mean 'camp'?"),
        ({"name": "ab", "nmae": 1}, "nmae", "did you mean 'name'?"),
        ({"name": "ab", "share": 0}, "share", "above 0"),
        ({"name": "ab", "share": 1.5}, "share", "at most 1"),
        ({"name": "ab", "share": True}, "share", "give a number"),
        ({"name": "ab", "share": float("inf")}, "share", "at most 1"),
        ({"name": "ab", "n": 0}, "n", "at least 1"),
        ({"name": "ab", "n": 1.5}, "n", "give a whole number"),
        ({"name": "ab", "is_open": 1}, "is_open", "give true or false"),
        ({"name": "ab", "values": []}, "values", "from 1 to 2"),
        ({"name": "ab", "values": [1, 1.0]}, "values", "name each once"),
        ({"name": "ab", "values": [1, "2"]}, "values.1", "give a number"),
        ([], "", "give an object"),
        (None, "", "give an object"),
    ],
)
def test_each_check_fires(body, where, way_out):
    assert [(fault.where, fault.way_out) for fault in faults_in(body, SCHEMA)] == [(where, way_out)]


def test_what_holds_has_no_fault():
    assert (
        faults_in({"name": "ab", "n": 2.0, "kind": "town", "share": 1, "is_open": False, "values": [0.5]}, SCHEMA) == []
    )
    assert faults_in({"name": "ab", "n": None}, SCHEMA) == []


def test_every_parameter_can_be_described_and_its_default_sent():
    schema = settings_schema()["properties"]
    defaults = {name: about["default"] for name, about in schema.items() if "default" in about}
    assert len(defaults) > 50
    assert settings_faults({}, defaults) == []
    assert all(about["description"] for about in schema.values())


def test_a_prior_is_no_value():
    (fault,) = settings_faults({}, {"departure.town": {"uniform": [0.1, 0.2]}})
    assert (fault.where, fault.way_out) == ("params.departure.town", "give a number")


def test_hosts_that_others_reach_need_a_token():
    assert all(map(is_local, ("127.0.0.1", "127.9.9.9", "::1", "localhost")))
    assert not any(map(is_local, ("0.0.0.0", "::", "192.168.1.2", "example.org", "localhost.evil.example")))  # noqa: S104
    assert access_for("localhost", "").token == ""
    assert access_for("192.168.1.2", "").token != access_for("192.168.1.2", "").token
    assert access_for("::", "0123456789abcdef") == Access("0123456789abcdef", is_local=False)
    for short in ("x", "é" * 20, "0123456789\n012345678"):
        with pytest.raises(UsageError, match="at least 16"):
            access_for("localhost", short)


def test_without_a_token_nothing_is_one():
    assert not Access().is_token("")
    assert Access().lets_in({})
    assert not Access("0123456789abcdef").lets_in({"authorization": "Bearer "})
    assert not Access("0123456789abcdef").lets_in({"cookie": f"{Access('0123456789abcdef').cookie}=x"})
