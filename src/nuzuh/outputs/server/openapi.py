"""The API in the words of OpenAPI 3.1, made from the same schemas that check what is sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, get_args

import nuzuh
from nuzuh.outputs.server.requests import Description, comparison_schema, run_schemas
from nuzuh.outputs.server.run import RUN_ID, Kind, State

TEXT: Final = {"type": "string"}
COUNT: Final = {"type": "integer", "minimum": 0}
OBJECT: Final = {"type": "object"}
EVENT: Final = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {
        "event": {"type": "string", "enum": ["run", "gone"]},
        "data": {"type": "string", "contentMediaType": "application/json", "description": "A run; of one gone, its id"},
    },
}
NAMES: Final = {"type": "array", "items": TEXT}

SCHEMAS: Final[dict[str, Any]] = {
    "Faults": {
        "type": "object",
        "description": "All that is wrong with a request",
        "required": ["faults"],
        "properties": {
            "faults": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["where", "what", "way_out"],
                    "properties": {"where": TEXT, "what": TEXT, "way_out": TEXT},
                },
            }
        },
    },
    "Scenario": {
        "type": "object",
        "required": ["name", "title", "faults", "warnings", "what_ifs", "most_members"],
        "properties": {
            "name": TEXT,
            "title": TEXT,
            "start": {"type": "string", "format": "date"},
            "end": {"type": "string", "format": "date"},
            "n_days": COUNT,
            "n_locations": COUNT,
            "population": COUNT,
            "members": COUNT,
            "most_members": {"type": "object", "additionalProperties": COUNT, "description": "By engine"},
            "params": {"type": "object", "description": "The scenario's own, by dotted name"},
            "parameters": {"type": "object", "description": "All parameters: JSON Schema by dotted name"},
            "sources": {"type": "array", "items": OBJECT},
            "faults": NAMES | {"description": "Why it cannot be run; empty if it can"},
            "warnings": COUNT,
            "what_ifs": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["name", "title", "note", "fault"],
                    "properties": {"name": TEXT, "title": TEXT, "note": TEXT, "fault": TEXT},
                },
            },
        },
    },
    "Run": {
        "type": "object",
        "required": ["id", "kind", "title", "scenario", "state", "created", "done", "total", "place"],
        "properties": {
            "id": {"type": "string", "pattern": f"^{RUN_ID.pattern}$"},
            "kind": {"type": "string", "enum": list(get_args(Kind))},
            "title": TEXT,
            "scenario": TEXT,
            "what_ifs": {"type": "array", "items": {"anyOf": [TEXT, NAMES]}},
            "params": OBJECT,
            "members": COUNT,
            "seed": COUNT,
            "engine": TEXT,
            "of": NAMES | {"description": "Ids of the runs that are compared, or the path of a folder"},
            "created": TEXT,
            "started": TEXT,
            "finished": TEXT,
            "state": {"type": "string", "enum": list(get_args(State))},
            "why": TEXT | {"description": "Why it failed"},
            "parts": {"type": "array", "items": OBJECT, "description": "The ensembles that it has, once it is done"},
            "done": COUNT | {"description": "Members that have been run"},
            "total": COUNT,
            "phase": TEXT,
            "place": {"anyOf": [COUNT, {"type": "null"}], "description": "Among those that wait, from 1"},
            "files": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["name", "about", "bytes", "url"],
                    "properties": {"name": TEXT, "about": TEXT, "bytes": COUNT, "url": TEXT},
                },
            },
        },
    },
}
WORDS: Final = {
    "400": "The body is no JSON",
    "401": "The token is missing or wrong",
    "403": "The request comes from another page",
    "404": "There is none",
    "409": "Not in this state of the run or runs",
    "413": "The body is too large",
    "415": "The body is not said to be JSON",
    "421": "The server is not known by that name",
    "422": "All that is wrong with the body",
    "429": "Too many runs wait or are kept",
    "507": "There is no room on the disk",
}
RUN_PARAMETER: Final = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
SCENARIO_PARAMETER: Final = [RUN_PARAMETER[0] | {"name": "name"}]
FILE_PARAMETERS: Final = [*RUN_PARAMETER, *SCENARIO_PARAMETER]


def openapi(described: Iterable[Description]) -> dict[str, Any]:
    """The description.

    Args:
        described: All scenarios: which there are is part of it.

    Examples:
        >>> openapi([])["openapi"]
        '3.1.0'
    """
    bodies = [schema for one in described for schema in run_schemas(one)]
    run, runs = _json("A run", _ref("Run")), _listed("runs", "Run")
    events, accepted = _answer("Events", "text/event-stream", EVENT), _json("It waits", _ref("Run"))
    posted = ("400", "413", "415", "422", "429", "507")
    paths = {
        "/api/openapi.json": {"get": _operation("This description", {"200": _json("OpenAPI", OBJECT)})},
        "/api/scenarios": {"get": _operation("Scenarios, in short", {"200": _listed("scenarios", "Scenario")})},
        "/api/scenarios/{name}": {
            "get": _operation(
                "A scenario, its what-ifs and parameters",
                {"200": _json("A scenario", _ref("Scenario"))},
                ("404",),
                SCENARIO_PARAMETER,
            )
        },
        "/api/runs": {
            "get": _operation("Runs, the latest first", {"200": runs}),
            "post": _posted("Start a run", {"202": accepted}, posted, {"anyOf": bodies} if bodies else OBJECT),
        },
        "/api/comparisons": {
            "post": _posted("Compare kept runs", {"202": accepted}, ("409", *posted), comparison_schema()),
        },
        "/api/events": {"get": _operation("All runs, each time that one changes", {"200": events})},
        "/api/runs/{id}": {
            "get": _operation("A run and its files", {"200": run}, ("404",), RUN_PARAMETER),
            "delete": _operation("Delete a run", {"204": {"description": "Gone"}}, ("404",), RUN_PARAMETER),
        },
        "/api/runs/{id}/cancel": {
            "post": _operation("End a run that is under way", {"200": run}, ("404", "409", "413"), RUN_PARAMETER)
        },
        "/api/runs/{id}/events": {
            "get": _operation("A run, each time that it changes", {"200": events}, ("404",), RUN_PARAMETER)
        },
        "/api/runs/{id}/payload": {
            "get": _operation(
                "What the page of a run shows", {"200": _json("Payload", OBJECT)}, ("404", "409"), RUN_PARAMETER
            )
        },
        "/api/runs/{id}/files/{name}": {
            "get": _operation("A file of a run", {"200": _answer("The file", "*/*", {})}, ("404",), FILE_PARAMETERS)
        },
    }
    about = {"title": "nuzuh", "version": nuzuh.__version__, "description": "Modelled values, not observations."}
    schemes = {"bearer": {"type": "http", "scheme": "bearer"}}
    return {
        "openapi": "3.1.0",
        "info": about,
        "paths": paths,
        "components": {"schemas": SCHEMAS, "securitySchemes": schemes},
        "security": [{}, {"bearer": []}],
    }


def _operation(
    summary: str,
    answers: dict[str, Any],
    refusals: tuple[str, ...] = (),
    parameters: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    refused = {status: _json(WORDS[status], _ref("Faults")) for status in ("401", "403", *refusals, "421")}
    return {"summary": summary, "responses": answers | refused} | ({"parameters": parameters} if parameters else {})


def _posted(summary: str, answers: dict[str, Any], refusals: tuple[str, ...], schema: dict[str, Any]) -> dict[str, Any]:
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    return _operation(summary, answers, refusals) | {"requestBody": body}


def _answer(words: str, kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": {kind: {"schema": schema}}}


def _json(words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return _answer(words, "application/json", schema)


def _listed(name: str, of: str) -> dict[str, Any]:
    schema = {"type": "object", "required": [name], "properties": {name: {"type": "array", "items": _ref(of)}}}
    return _json("A list", schema)


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
