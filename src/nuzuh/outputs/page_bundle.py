"""The page in one piece: its modules joined into one script, its style sheets into one, nothing from elsewhere.

A browser loads no module from a file, and the page must open from an e-mail attachment. The modules keep to what can
be joined by lines: named imports and exports, one import a line, and no name twice at the top level.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from nuzuh.errors import NuzuhError

if TYPE_CHECKING:
    from collections.abc import Mapping


ENTRY: Final = "viewer"
IMPORT: Final = re.compile(r'import \{ ([\w$, ]+?),? \} from "\./([\w-]+)\.js";')
EXPORT: Final = re.compile(r"export (?=(?:async )?(?:function|const|let|class)\b)")
DECLARED: Final = re.compile(r"(export )?(?:async )?(?:function\*?|const|let|class) ([\w$]+)")
FOREIGN: Final = re.compile(r"https?:|url\((?!['\"]?data:)|@import|</(?:script|style)", re.IGNORECASE)
"""What must not be in a style sheet: an address, another sheet, the end of the element."""
REMARK: Final = re.compile(r"//.*|/\*.*\*/")
"""A line that says something to those who change the page; the file in the repository is theirs."""
LONG_TEXT: Final = re.compile(r"^[^`]*`[^`]*(?:`[^`]*`[^`]*)*$")
"""A line with a text that goes on in the next one, where blanks at the start of a line count."""
ENDS_SCRIPT: Final = re.compile(r"</script|<!--", re.IGNORECASE)


class BundleError(NuzuhError):
    """The modules of the page cannot be joined: a fault of the program."""


def joined_modules(sources: Mapping[str, str], entry: str = ENTRY) -> str:
    r"""Modules as one, each after those that it imports from.

    Args:
        sources: Text of each module by its name, without `.js`.
        entry: The module from which the others are reached.

    Returns:
        The text of one module without imports, exports, remarks and indents.

    Raises:
        BundleError: They cannot be joined; all reasons are named.

    Examples:
        >>> print(joined_modules({"viewer": 'import { a } from "./a.js";\nshow(a);', "a": "export const a = 1;"}))
        const a = 1;
        show(a);
    """
    order: list[str] = []
    faults = [*_visit(sources, entry, (), order), *_clashes(sources, order)]
    if faults:
        message = "the page cannot be put together: " + "; ".join(dict.fromkeys(faults))
        raise BundleError(message)
    return "\n".join(_body(sources[name]) for name in order)


def joined_styles(sheets: Mapping[str, str]) -> str:
    """Style sheets as one, in order of their names.

    Raises:
        BundleError: One of them asks for something from elsewhere.
    """
    faults = [f"{name}.css asks for something from elsewhere" for name, text in sheets.items() if FOREIGN.search(text)]
    if faults:
        message = "the page cannot be put together: " + "; ".join(faults)
        raise BundleError(message)
    return "\n".join(_short(text) for _, text in sorted(sheets.items()))


@cache
def page_script() -> str:
    """The script of the page."""
    return joined_modules(page_files(".js"))


@cache
def page_style() -> str:
    """The style of the page."""
    return joined_styles(page_files(".css"))


def page_files(ending: str) -> dict[str, str]:
    """Files of the page by name, without their ending."""
    found = files("nuzuh.outputs").joinpath("page").iterdir()
    wanted = (file for file in found if file.name.endswith(ending))
    return {file.name.removesuffix(ending): file.read_text(encoding="utf-8") for file in wanted}


def _visit(sources: Mapping[str, str], name: str, above: tuple[str, ...], order: list[str]) -> list[str]:
    """Put a module into the order after those that it imports from; what is wrong on the way."""
    if name in above:
        return [f"{' imports '.join((*above[above.index(name) :], name))}, a circle"]
    if name in order:
        return []
    if name not in sources:
        return [f"{above[-1] if above else 'the page'} imports {name}.js, which is not there"]
    faults = _faults_of(name, sources)
    for _, other in IMPORT.findall(sources[name]):
        faults += _visit(sources, other, (*above, name), order)
    order.append(name)
    return faults


def _faults_of(name: str, sources: Mapping[str, str]) -> list[str]:
    """What is wrong within a module, and with what it imports."""
    faults = []
    for number, line in enumerate(sources[name].splitlines(), start=1):
        place = f"{name}.js:{number}"
        if line.startswith("import") and not IMPORT.fullmatch(line):
            faults.append(f'{place}: write import {{ a, b }} from "./x.js"; on one line')
        if line.startswith("export") and not EXPORT.match(line):
            faults.append(f"{place}: export a function, const, let or class where it is made")
        if re.match(r"(?:const|let) [\[{]", line):
            faults.append(f"{place}: no pattern at the top level, whose names cannot be seen here")
        if LONG_TEXT.match(line) and not REMARK.fullmatch(line.strip()):
            faults.append(f"{place}: a text between ` ` ends on the line on which it begins")
        if ENDS_SCRIPT.search(line):
            faults.append(f"{place}: </script and <!-- would end the script")
    for names, other in IMPORT.findall(sources[name]):
        known = {made for is_exported, made in _declared(sources.get(other, "")) if is_exported}
        missing = [one for one in re.split(r", ?", names) if one not in known]
        if other in sources and missing:
            faults.append(f"{name}.js imports {', '.join(missing)}, which {other}.js does not export")
    return faults


def _clashes(sources: Mapping[str, str], order: list[str]) -> list[str]:
    """Names that two modules have at the top level."""
    homes: dict[str, list[str]] = {}
    for name in order:
        for _, made in _declared(sources[name]):
            homes.setdefault(made, []).append(f"{name}.js")
    return [f"'{made}' stands in {' and '.join(where)}" for made, where in homes.items() if len(where) > 1]


def _declared(source: str) -> list[tuple[bool, str]]:
    """Whether each name at the top level is exported, and the name."""
    found = (DECLARED.match(line) for line in source.splitlines())
    return [(bool(match[1]), match[2]) for match in found if match]


def _body(source: str) -> str:
    lines = (EXPORT.sub("", line, count=1) if line.startswith("export") else line for line in source.splitlines())
    return _short("\n".join(line for line in lines if not line.startswith("import")))


def _short(text: str) -> str:
    """Lines without indents, and without those that are blank or a remark: a seventh less to send."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not REMARK.fullmatch(line))
