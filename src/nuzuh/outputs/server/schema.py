"""What a body may hold, as JSON Schema: the same words describe it to others and check it here."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from nuzuh.errors import near_misses, quoted

Schema = Mapping[str, Any]
FaultsOf = Callable[[Any, Schema, str], Iterator["BodyFault"]]


class BodyFault(NamedTuple):
    """One thing that is wrong with a request.

    Args:
        where: Dotted place in the body; blank where the whole is meant.
        what: What is wrong.
        way_out: What to do about it.
    """

    where: str
    what: str
    way_out: str


def faults_in(value: Any, schema: Schema, where: str = "") -> list[BodyFault]:
    """All that is wrong with a value read from JSON.

    The words of JSON Schema that are heeded: type, enum, minimum, exclusiveMinimum, maximum, minLength, maxLength,
    minItems, maxItems, uniqueItems, items, properties, required, additionalProperties (false), anyOf.

    Args:
        value: As `json.loads` gives it.
        schema: What it may be.
        where: Its dotted place.

    Examples:
        >>> faults_in({"members": 0}, {"type": "object", "properties": {"members": {"type": "integer", "minimum": 1}}})
        [BodyFault(where='members', what='0 is too small', way_out='at least 1')]
    """
    if "anyOf" in schema:
        return _none_of(value, schema["anyOf"], where)
    if not _is_a(value, schema["type"]):
        return [BodyFault(where, f"{_shown(value)} cannot be used", f"give {_expected(schema)}")]
    if "enum" in schema and value not in schema["enum"]:
        choices = [str(choice) for choice in schema["enum"]]
        return [BodyFault(where, f"unknown: {_shown(value)}", near_misses(str(value), choices))]
    check = _CHECKS.get(schema["type"])
    return list(check(value, schema, where)) if check else []


def _none_of(value: Any, schemas: list[Schema], where: str) -> list[BodyFault]:
    """No fault where one of the schemas holds; else those of the one that has the value's type."""
    found = [faults_in(value, schema, where) for schema in schemas]
    if not all(found):
        return []
    of_its_type = [faults for faults, schema in zip(found, schemas, strict=True) if _is_a(value, schema["type"])]
    return (of_its_type or found)[0]


def _in_object(value: dict[str, Any], schema: Schema, where: str) -> Iterator[BodyFault]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield BodyFault(_joined(where, name), "missing", f"give {_expected(known[name])}")
    for name, inner in value.items():
        if name in known:
            yield from faults_in(inner, known[name], _joined(where, name))
        elif schema.get("additionalProperties") is False:
            yield BodyFault(_joined(where, _short(name)), "unknown name", near_misses(name, list(known)))


def _in_array(value: list[Any], schema: Schema, where: str) -> Iterator[BodyFault]:
    most, least = schema.get("maxItems", math.inf), schema.get("minItems", 0)
    if not least <= len(value) <= most:
        yield BodyFault(where, f"{len(value)} of them", f"from {least} to {most}")
        return
    if schema.get("uniqueItems") and any(value.index(one) != ix for ix, one in enumerate(value)):
        yield BodyFault(where, "the same one twice", "name each once")
    for ix, inner in enumerate(value):
        yield from faults_in(inner, schema["items"], _joined(where, str(ix)))


def _in_string(value: str, schema: Schema, where: str) -> Iterator[BodyFault]:
    if any("\ud800" <= letter <= "\udfff" for letter in value):  # JSON can write it, and no file can
        yield BodyFault(where, "half a letter (a surrogate)", "leave it out")
    if len(value) > schema.get("maxLength", math.inf):
        yield BodyFault(where, f"{len(value):,} characters", f"at most {schema['maxLength']}")
    if len(value) < schema.get("minLength", 0):
        yield BodyFault(where, f"{len(value):,} characters", f"at least {schema['minLength']}")


def _in_number(value: float, schema: Schema, where: str) -> Iterator[BodyFault]:
    if "minimum" in schema and value < schema["minimum"]:
        yield BodyFault(where, f"{_shown(value)} is too small", f"at least {schema['minimum']:,.15g}")
    elif "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
        yield BodyFault(where, f"{_shown(value)} is too small", f"above {schema['exclusiveMinimum']:,.15g}")
    elif "maximum" in schema and value > schema["maximum"]:
        yield BodyFault(where, f"{_shown(value)} is too large", f"at most {schema['maximum']:,.15g}")


_CHECKS: Final[Mapping[str, FaultsOf]] = {
    "object": _in_object,
    "array": _in_array,
    "string": _in_string,
    "number": _in_number,
    "integer": _in_number,
}
_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "number": (int, float),
    "integer": (int, float),
}
_WORDS: Final = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "boolean": "true or false",
    "null": "null",
    "number": "a number",
    "integer": "a whole number",
}


def _is_a(value: Any, kind: str) -> bool:
    if isinstance(value, bool) and kind != "boolean":  # which Python counts among the numbers
        return False
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind])


def _expected(schema: Schema) -> str:
    if "anyOf" in schema:
        return " or ".join(_expected(one) for one in schema["anyOf"])
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum'][:12]))}"
    return _WORDS[schema["type"]]


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict | list):
        return _WORDS["object" if isinstance(value, dict) else "array"]
    return json.dumps(value) if value is None or isinstance(value, bool) else f"{value:,.6g}"


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:57]}…"


def _joined(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
