"""The file scenario.yml: name, dates, country, parameters, members and sources, with a place for each fault."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from nuzuh.errors import Fault, UsageError, near_misses, quoted
from nuzuh.scenario.cells import CellError, parse_date
from nuzuh.scenario.csvfile import not_utf8

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nuzuh.scenario.scenario import Scenario

KEYS = ("name", "title", "start", "end", "home_country", "params", "parameter_sets", "members", "sources")
REQUIRED = ("name", "start", "end", "home_country")
TEXTS = ("name", "title", "home_country", "parameter_sets")
NAME = re.compile(r"\w[\w .-]*")
"""What can be a scenario's name: it must do as the name of a folder on every system."""
SETS = "parameter_sets.csv"
"""The file of parameter sets in a folder that is written; in one that is read it is the one that is named."""
MAX_DAYS = 36525
"""A hundred years: more is a slip in a year, and would fill the memory."""
MOST_MEMBERS = 10**7
"""Of an ensemble; more would run for years."""
MAX_DEPTH = 6
"""Settings are nested three deep; references of YAML can make a short file endless."""


@dataclass
class Settings:
    """What scenario.yml says, as far as it could be read.

    Args:
        values: The keys and their values; dates as `date`, parameters nested.
        places: Line and column at which each key stands, nested keys joined by dots.
        faults: All that is wrong.
    """

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


class _TextDates(RoundTripConstructor):
    """Dates stay text: an impossible one would end in a traceback inside the YAML library."""


_TextDates.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_yaml_str)


def read_settings(path: Path) -> Settings:
    """Read scenario.yml.

    Args:
        path: The file.

    Returns:
        What it says, where each key stands, and all faults.
    """
    found = Settings()
    document = load_yaml(path, found)
    if found.faults:
        return found
    if not isinstance(document, CommentedMap):
        what = "the file is empty" if document is None else "no keys and values in the file"
        found.faults.append(Fault(str(path), 1, 1, what, f"begin with the keys {', '.join(REQUIRED)}"))
        return found
    found.places = places_of(document)
    for key in document:
        if key not in KEYS:
            what = f"unknown key {quoted(str(key))}"
            found.faults.append(_fault(path, found, str(key), what, near_misses(str(key), KEYS)))
    for key in REQUIRED:
        if document.get(key) in (None, ""):
            found.faults.append(_fault(path, found, key, f"no key '{key}'", f"add '{key}: …'"))
    for key in (key for key in KEYS if document.get(key) is not None):
        try:
            found.values[key] = unwrapped(document[key])
        except RecursionError:
            way_out = "write it flat, without references"
            found.faults.append(_fault(path, found, key, f"{key} is nested too deeply", way_out))
    _read_texts(path, found)
    _read_dates(path, found)
    _check_shapes(path, found)
    _check_members(path, found)
    return found


def check_name(name: str) -> None:
    """See that a name can be a scenario's.

    Raises:
        UsageError: It cannot.
    """
    if not NAME.fullmatch(name):
        message = f"{quoted(name)} cannot be a scenario's name: use letters, digits, - and _"
        raise UsageError(message)


def write_settings(scenario: Scenario) -> str:
    """The text of scenario.yml for a scenario; its parameter sets are in a file of their own, `SETS`."""
    document: dict[str, Any] = {
        "name": scenario.name,
        "title": scenario.title,
        "start": scenario.start,
        "end": scenario.end,
        "home_country": scenario.home_country,
    }
    if scenario.params:
        document["params"] = scenario.params
    if scenario.sets:
        document["parameter_sets"] = SETS
    if scenario.members is not None:
        document["members"] = scenario.members
    if scenario.sources:
        document["sources"] = scenario.sources
    buffer = io.StringIO()
    writer = YAML()
    writer.width = 110
    writer.dump(_escaped(document), buffer)
    return buffer.getvalue()


def _escaped(value: Any) -> Any:
    """A value with every text in double quotes that has a line break of Unicode, which YAML would fold to a blank."""
    if isinstance(value, str):
        return value if value.isprintable() else DoubleQuotedScalarString(value)
    if hasattr(value, "items"):
        return {_escaped(str(key)): _escaped(item) for key, item in value.items()}
    return [_escaped(item) for item in value] if isinstance(value, list | tuple) else value


def load_yaml(path: Path, found: Settings) -> Any:
    """The YAML document in a file, with the places of its keys; None, and a fault in `found`, if there is none."""
    raw = b""
    try:
        raw = path.read_bytes()
        return parse_yaml(raw.decode("utf-8-sig"))
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        fault = Fault(str(path), 0, 0, what, "put a file there that you may read")
    except UnicodeDecodeError as error:
        fault = not_utf8(path, raw, error)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        what = f"not YAML ({_shortened(str(error.problem or error.context))})"
        fault = Fault(str(path), line, column, what, "check indents, colons and quotes")
    except ReaderError as error:
        before = raw.decode("utf-8-sig")[: error.position]
        place = before.count("\n") + 1, error.position - before.rfind("\n")
        fault = Fault(str(path), *place, "not YAML (a control character)", "delete it")
    except Exception as error:  # on some files the YAML library trips over itself, in ever new ways
        what = f"not YAML ({_shortened(str(error)) or type(error).__name__})"
        fault = Fault(str(path), 0, 0, what, "use plain keys and values only")
    found.faults.append(fault)
    return None


def parse_yaml(text: str) -> Any:
    """A YAML document with the places of its keys; dates stay text.

    Raises:
        Exception: Whatever the YAML library trips over; `load_yaml` makes faults of it.
    """
    reader = YAML(typ="rt")
    reader.Constructor = _TextDates
    with warnings.catch_warnings(action="ignore"):  # the YAML library warns of what is not used here
        return reader.load(text)


def _shortened(problem: str) -> str:
    """What the YAML library says, on one line and without the values that it repeats."""
    return " ".join(problem.split(" with value ", maxsplit=1)[0].split())[:120]


def _read_texts(path: Path, found: Settings) -> None:
    for key in TEXTS:
        value = found.values.get(key, "")
        if not isinstance(value, str):
            what = f"{key} {value!r} is not text" if isinstance(value, int | float) else f"{key} is not text"
            found.faults.append(_fault(path, found, key, what, "write it in quotes on one line"))
            del found.values[key]
    name = found.values.get("name")
    if name and not NAME.fullmatch(name):
        what = f"name {quoted(name)} cannot be the name of a folder"
        found.faults.append(_fault(path, found, "name", what, "use letters, digits, - and _"))


def _read_dates(path: Path, found: Settings) -> None:
    for key in ("start", "end"):
        if found.values.get(key, "") == "":
            continue
        try:
            found.values[key] = parse_date(str(found.values[key]), key)
        except CellError as error:
            found.faults.append(_fault(path, found, key, error.what, error.way_out))
            del found.values[key]
    start, end = found.values.get("start"), found.values.get("end")
    if not start or not end:
        return
    if end < start:
        found.faults.append(_fault(path, found, "end", f"end {end} lies before start {start}", "swap them"))
    elif (end - start).days >= MAX_DAYS:
        what = f"the scenario lasts {(end - start).days + 1} days"
        found.faults.append(
            _fault(path, found, "end", what, f"check the years of start and end (at most {MAX_DAYS} days)")
        )


def _check_shapes(path: Path, found: Settings) -> None:
    params = found.values.setdefault("params", {})
    if isinstance(params, str):
        params = found.values["params"] = {"preset": params}
    if not isinstance(params, dict):
        found.faults.append(_fault(path, found, "params", "params is not a mapping", "write 'departure:' below it"))
    sources = found.values.setdefault("sources", [])
    if not isinstance(sources, list) or not all(isinstance(s, dict) and "name" in s for s in sources):
        way_out = "write each source as '- name: …' on a line of its own"
        found.faults.append(_fault(path, found, "sources", "sources is not a list of named sources", way_out))


def _check_members(path: Path, found: Settings) -> None:
    members = found.values.get("members")
    is_number = isinstance(members, int) and not isinstance(members, bool)
    if members is None or (is_number and 1 <= members <= MOST_MEMBERS):
        return
    way_out = f"give a whole number from 1 to {MOST_MEMBERS:,}"
    shown = members if is_number else quoted(str(members))
    found.faults.append(_fault(path, found, "members", f"members {shown} cannot be used", way_out))
    del found.values["members"]


def _fault(path: Path, found: Settings, key: str, what: str, way_out: str) -> Fault:
    return Fault(str(path), *found.places.get(key, (0, 0)), what, way_out)


def places_of(document: CommentedMap | CommentedSeq) -> dict[str, tuple[int, int]]:
    """Line and column of each key, nested keys joined by dots; the items of a list are numbered from 0."""
    places: dict[str, tuple[int, int]] = {}
    waiting, known = [("", document)], set[int]()
    while waiting:
        prefix, part = waiting.pop()
        if id(part) in known:  # references of YAML can make a short file endless
            continue
        known.add(id(part))
        for key, value in part.items() if isinstance(part, CommentedMap) else enumerate(part):
            line, column, *_ = (part.lc.data or {}).get(key, (-1, -1))  # a merged key has no place of its own
            places[f"{prefix}{key}"] = (line + 1, column + 1)
            if isinstance(value, CommentedMap | CommentedSeq):
                waiting.append((f"{prefix}{key}.", value))
    return places


def unwrapped(value: Any, depth: int = 0) -> Any:
    """The YAML library's own numbers, texts and containers as Python's.

    Raises:
        RecursionError: They are nested too deeply, or refer to each other without end.
    """
    if depth > MAX_DEPTH:
        raise RecursionError
    if hasattr(value, "items"):
        mapping: Mapping[Any, Any] = value
        return {str(key): unwrapped(item, depth + 1) for key, item in mapping.items()}
    if isinstance(value, list | tuple):
        return [unwrapped(item, depth + 1) for item in value]
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value
