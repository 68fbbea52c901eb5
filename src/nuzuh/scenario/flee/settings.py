"""The file simsetting.yml: values by dotted key, as Flee's own reader takes them, and where each stands."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nuzuh.errors import quoted
from nuzuh.scenario.flee.rows import is_there
from nuzuh.scenario.settings import MAX_DEPTH, Settings, load_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from nuzuh.scenario.flee.findings import Findings, Place

NO_TO_YAML = ("false", "no", "off")
"""Words that the YAML of Flee's reader takes for no, where they are not in quotes."""
NO = (*NO_TO_YAML, "n", "0", "none")
YES = ("true", "yes", "on", "y", "1")
DEFAULTS = "takes all of Flee's defaults", "all of Flee's defaults are taken"
"""What is done without the file."""


@dataclass
class SimSettings:
    """What simsetting.yml says.

    Args:
        path: The file.
        findings: Faults of its values are added here.
        values: Values by dotted key; a section stands for itself with an empty mapping.
        places: Line and column of each key.
        quoted_keys: Keys whose value stands in quotes.
    """

    path: Path
    findings: Findings
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    quoted_keys: set[str] = field(default_factory=set)

    def __contains__(self, key: str) -> bool:
        """Whether a key is given."""
        return key in self.values

    def place(self, key: str) -> Place:
        """Where a key stands; the whole file where it is not given."""
        return str(self.path), *self.places.get(key, (0, 0))

    def number(self, key: str, default: float) -> float:
        """A number, as `float()` takes it.

        Args:
            key: Dotted key.
            default: Flee's, where the key is not given.
        """
        value = self.values.get(key, default)
        found = _number(value)
        return self._misfit(key, value, "a number", default) if found is None else found

    def numbers(self, key: str, default: tuple[float, ...] = ()) -> list[float]:
        """A list of numbers.

        Args:
            key: Dotted key.
            default: Flee's, where the key is not given.
        """
        value = self.values.get(key)
        if key not in self.values or value is None:
            return list(default)
        found = [_number(item) for item in value] if isinstance(value, list) else [None]
        kept = [item for item in found if item is not None]
        return kept if len(kept) == len(found) else list(self._misfit(key, value, "a list of numbers", default))

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Yes or no, as `bool()` takes it: any text that is not empty is yes to Flee.

        Args:
            key: Dotted key.
            default: Flee's, where the key is not given.
        """
        value = self.values.get(key, default)
        if isinstance(value, bool | int | float) or value is None:
            return bool(value)
        word = value.casefold() if isinstance(value, str) else ""
        if word in YES:
            return True
        if word not in NO:
            return bool(self._misfit(key, value, "yes or no", default))
        if key in self.quoted_keys or word not in NO_TO_YAML:
            what = f"{key}: {quoted(str(value))} as text means yes to Flee"
            self.findings.mend(
                self.place(key), what, f"write {key.rpartition('.')[2]}: False", "reads it as no", "read as no"
            )
        return False

    def word(self, key: str, default: str, choices: tuple[str, ...]) -> str:
        """One of several words.

        Args:
            key: Dotted key.
            default: Flee's, where the key is not given.
            choices: The words.
        """
        value = self.values.get(key, default)
        if value in choices:
            return str(value)
        return str(self._misfit(key, value, f"one of {', '.join(choices)}", default))

    def _misfit(self, key: str, value: Any, wanted: str, default: Any) -> Any:
        texts = [f"{item:g}" for item in default] if isinstance(default, tuple) else [str(default)]
        shown = f"Flee's default ({', '.join(texts)})"
        what = f"{key}: {quoted(str(value))} is not {wanted}"
        self.findings.mend(self.place(key), what, "correct it", f"takes {shown}", f"taken as {shown}")
        return default


def read_simsettings(path: Path, findings: Findings) -> SimSettings:
    """Read simsetting.yml.

    Args:
        path: The file.
        findings: Faults are added here; its absence is one.
    """
    found = SimSettings(path, findings)
    if not is_there(path):
        way_out = "put Flee's settings there"
        findings.mend(found.place(""), "no such file", way_out, *DEFAULTS)
        return found
    loaded = Settings()
    document = load_yaml(path, loaded)
    findings.faults += loaded.faults
    if not loaded.faults and not hasattr(document, "items"):
        what = "the file is empty" if document is None else "no keys and values in the file"
        findings.mend((str(path), 1, 1), what, "give the sections spawn_rules and move_rules", *DEFAULTS)
    elif not loaded.faults:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        _flatten(found, document, lines, "")
    return found


def _flatten(found: SimSettings, document: Any, lines: list[str], prefix: str) -> None:
    """Put the values of a section, and of those within, under their dotted keys."""
    marks = getattr(getattr(document, "lc", None), "data", None) or {}
    for name, value in document.items():
        key = f"{prefix}{name}"
        key_line, key_column, line, column = (*marks.get(name, ()), -1, -1, -1, -1)[:4]  # a merged key has no mark
        found.places[key] = key_line + 1, key_column + 1
        if 0 <= line < len(lines) and lines[line][column : column + 1] in ("'", '"'):
            found.quoted_keys.add(key)
        if hasattr(value, "items") and key.count(".") < MAX_DEPTH:
            found.values[key] = {}
            _flatten(found, value, lines, f"{key}.")
        else:
            found.values[key] = list(value) if isinstance(value, list | tuple) else value


def _number(value: Any) -> float | None:
    """A finite number, as a number or as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None
