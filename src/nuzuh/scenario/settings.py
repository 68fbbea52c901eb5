"""The file scenario.yml: name, dates, country, parameters and sources, with a place for each fault."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from nuzuh.errors import Fault, near_misses

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nuzuh.scenario.scenario import Scenario

KEYS = ("name", "title", "start", "end", "home_country", "params", "sources")
REQUIRED = ("name", "start", "end", "home_country")


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
    document = _load(path, found)
    if document is None:
        return found
    if not isinstance(document, CommentedMap):
        way_out = f"begin with the keys {', '.join(REQUIRED)}"
        found.faults.append(Fault(str(path), 1, 1, "no keys and values in the file", way_out))
        return found
    found.places = _places(document)
    for key in document:
        if key not in KEYS:
            found.faults.append(_fault(path, found, str(key), f"unknown key '{key}'", near_misses(str(key), KEYS)))
    for key in REQUIRED:
        if document.get(key) in (None, ""):
            found.faults.append(Fault(str(path), 0, 0, f"no key '{key}'", f"add '{key}: …'"))
    found.values = {key: _unwrapped(document[key]) for key in KEYS if key in document}
    _read_dates(path, found)
    _check_shapes(path, found)
    return found


def write_settings(scenario: Scenario) -> str:
    """The text of scenario.yml for a scenario."""
    document: dict[str, Any] = {
        "name": scenario.name,
        "title": scenario.title,
        "start": scenario.start,
        "end": scenario.end,
        "home_country": scenario.home_country,
    }
    if scenario.params:
        document["params"] = _unwrapped(scenario.params)
    if scenario.sources:
        document["sources"] = [dict(source) for source in scenario.sources]
    buffer = io.StringIO()
    writer = YAML()
    writer.width = 110
    writer.dump(document, buffer)
    return buffer.getvalue()


def _load(path: Path, found: Settings) -> Any:
    reader = YAML(typ="rt")
    reader.Constructor = _TextDates
    try:
        return reader.load(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        found.faults.append(Fault(str(path), 0, 0, "not UTF-8", "save the file as UTF-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        what = f"not YAML ({error.problem or error.context})"
        found.faults.append(Fault(str(path), line, column, what, "check indents, colons and quotes"))
    except YAMLError as error:
        what = f"not YAML ({' '.join(str(error).split())})"
        found.faults.append(Fault(str(path), 0, 0, what, "use plain characters only"))
    return None


def _read_dates(path: Path, found: Settings) -> None:
    for key in ("start", "end"):
        text = found.values.get(key)
        if text in (None, ""):
            continue
        try:
            found.values[key] = date.fromisoformat(str(text))
        except ValueError:
            what = f"{key} '{text}' is not a day of the calendar"
            found.faults.append(_fault(path, found, key, what, "write year-month-day, as 2020-01-31"))
            del found.values[key]
    start, end = found.values.get("start"), found.values.get("end")
    if start and end and end < start:
        found.faults.append(_fault(path, found, "end", f"end {end} lies before start {start}", "swap them"))


def _check_shapes(path: Path, found: Settings) -> None:
    params, sources = found.values.get("params"), found.values.get("sources")
    if params is None:
        found.values["params"] = {}
    elif not isinstance(params, dict):
        found.faults.append(_fault(path, found, "params", "params is not a mapping", "write 'departure:' below it"))
    if sources is None:
        found.values["sources"] = []
    elif not isinstance(sources, list) or not all(isinstance(s, dict) and "name" in s for s in sources):
        way_out = "write each source as '- name: …' on a line of its own"
        found.faults.append(_fault(path, found, "sources", "sources is not a list of named sources", way_out))


def _fault(path: Path, found: Settings, key: str, what: str, way_out: str) -> Fault:
    return Fault(str(path), *found.places.get(key, (0, 0)), what, way_out)


def _places(document: CommentedMap, prefix: str = "") -> dict[str, tuple[int, int]]:
    places: dict[str, tuple[int, int]] = {}
    for key, value in document.items():
        line, column = document.lc.key(key)
        places[f"{prefix}{key}"] = (line + 1, column + 1)
        if isinstance(value, CommentedMap):
            places |= _places(value, f"{prefix}{key}.")
    return places


def _unwrapped(value: Any) -> Any:
    """The YAML library's own numbers, texts and containers as Python's."""
    if hasattr(value, "items"):
        mapping: Mapping[Any, Any] = value
        return {str(key): _unwrapped(item) for key, item in mapping.items()}
    if isinstance(value, list | tuple):
        return [_unwrapped(item) for item in value]
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value
