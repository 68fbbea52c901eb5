"""What can be asked of the server: bodies of requests, what is wrong with one, and the run that it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from nuzuh.outputs.server.run import Run, now
from nuzuh.outputs.server.schema import BodyFault, faults_in
from nuzuh.outputs.server.settings import settings_faults, settings_schema

MOST_WHAT_IFS: Final = 8
LARGEST_SEED: Final = 2**53 - 1
"""The largest whole number that all readers of JSON take for what it is."""
TITLE: Final = {"type": "string", "maxLength": 100, "description": "What to call it; by default the scenario's title"}
Description = Mapping[str, Any]


def run_schemas(described: Description) -> list[dict[str, Any]]:
    """What a body that starts a run of a scenario may hold: one schema for each group of engines.

    Args:
        described: The scenario, as the catalogue tells it.
    """
    most = described["most_members"]
    groups = [(["counts", "mean"], most.get("counts", 0)), (["persons"], most.get("persons", 0))]
    return [_run_schema(described, engines, members) for engines, members in groups if members]


def _run_schema(described: Description, engines: list[str], most_members: int) -> dict[str, Any]:
    names = [one["name"] for one in described["what_ifs"] if not one["fault"]]
    single = {"type": "string", "enum": names}
    several = {"type": "array", "items": single, "minItems": 2, "maxItems": MOST_WHAT_IFS, "uniqueItems": True}
    return {
        "type": "object",
        "title": f"A run of {described['name']} ({' or '.join(engines)})",
        "required": ["scenario", *(["engine"] if "counts" not in engines else [])],
        "properties": {
            "scenario": {"type": "string", "enum": [described["name"]]},
            "title": TITLE,
            "what_ifs": {
                "type": "array",
                "description": "Each beside the baseline; those in a list of their own are done together, in order",
                "items": {"anyOf": [single, several]} if names else single,
                "maxItems": MOST_WHAT_IFS if names else 0,
                "uniqueItems": True,
            },
            "params": settings_schema(),
            "members": {"type": "integer", "minimum": 1, "maximum": most_members},
            "seed": {"type": "integer", "minimum": 0, "maximum": LARGEST_SEED, "default": 1},
            "engine": {"type": "string", "enum": engines, "default": engines[0]},
        },
        "additionalProperties": False,
    }


def run_faults(body: Any, described: Iterable[Description]) -> list[BodyFault]:
    """All that is wrong with a body that starts a run.

    Args:
        body: As it was read.
        described: All scenarios.
    """
    schemas = {one["name"]: (one, run_schemas(one)) for one in described}
    sound = [name for name, (_, found) in schemas.items() if found]
    head = {"type": "object", "required": ["scenario"], "properties": {"scenario": {"type": "string", "enum": sound}}}
    broken = body.get("scenario") if isinstance(body, dict) else None
    if isinstance(broken, str) and broken in schemas and broken not in sound:
        why = schemas[broken][0]["faults"] or ["it is too large for this server"]
        return [BodyFault("scenario", "it cannot be run", "\n".join(why))]
    if found := faults_in(body, head):
        return found
    one, groups = schemas[body["scenario"]]
    asked = [schema for schema in groups if body.get("engine", "counts") in schema["properties"]["engine"]["enum"]]
    engines = {"type": "string", "enum": [name for schema in groups for name in schema["properties"]["engine"]["enum"]]}
    schema = asked[0] if asked else groups[0] | {"properties": groups[0]["properties"] | {"engine": engines}}
    found = faults_in(body, schema)
    if not any(fault.where.startswith("params") for fault in found) and "params" in body:
        found += settings_faults(_nested(one["params"]), body["params"])
    return found


def run_of(body: Mapping[str, Any], described: Description, run_id: str) -> Run:
    """The run that a sound body asks for."""
    engine = body.get("engine", "counts")
    members = min(described["members"], described["most_members"][engine])
    return Run(
        id=run_id,
        kind="run",
        title=body.get("title") or described["title"],
        scenario=described["name"],
        what_ifs=tuple(one if isinstance(one, str) else tuple(one) for one in body.get("what_ifs", ())),
        params=_whole_numbers(body.get("params", {})),
        members=int(body.get("members", members)),
        seed=int(body.get("seed", 1)),
        engine=engine,
        created=now(),
    )


def comparison_schema() -> dict[str, Any]:
    """What a body that compares kept runs may hold."""
    ids = {"type": "string", "minLength": 12, "maxLength": 12}
    listed = {"type": "array", "items": ids, "minItems": 2, "maxItems": 6, "uniqueItems": True}
    return {
        "type": "object",
        "required": ["runs"],
        "properties": {"runs": listed | {"description": "Ids; the first is the baseline"}, "title": TITLE},
        "additionalProperties": False,
    }


def unlike(body: Mapping[str, Any], runs: Mapping[str, Run]) -> list[BodyFault]:
    """Why runs cannot be compared: not done yet, or of members that cannot be compared one by one."""
    found = []
    for ix, run_id in enumerate(body["runs"]):
        run = runs.get(run_id)
        if run is None or run.state != "done":
            state = "there is no such run" if run is None else f"it is {run.state}"
            found.append(BodyFault(f"runs.{ix}", state, "choose one that is done"))
    if found:
        return found
    chosen = [runs[run_id] for run_id in body["runs"]]
    for name in ("scenario", "members", "seed", "engine"):
        values = list(dict.fromkeys(str(getattr(run, name)) for run in chosen))
        if len(values) > 1:
            found.append(
                BodyFault("runs", f"they differ in {name} ({', '.join(values)})", "choose runs that are alike")
            )
    return found


def comparison_of(body: Mapping[str, Any], runs: Mapping[str, Run], run_id: str) -> Run:
    """The comparison that a sound body asks for."""
    first = runs[body["runs"][0]]
    return Run(
        id=run_id,
        kind="comparison",
        title=body.get("title") or " / ".join(dict.fromkeys(runs[one].title for one in body["runs"])),
        scenario=first.scenario,
        members=first.members,
        seed=first.seed,
        engine=first.engine,
        of=tuple(body["runs"]),
        created=now(),
    )


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, value in flat.items():
        rule, _, leaf = name.partition(".")
        if leaf:
            nested.setdefault(rule, {})[leaf] = value
        else:
            nested[rule] = value
    return nested


def _whole_numbers(params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters in which a whole number is one, however it was written: `3.0` is 3 in JSON."""
    known = settings_schema()["properties"]
    return {name: int(value) if known[name].get("type") == "integer" else value for name, value in params.items()}
