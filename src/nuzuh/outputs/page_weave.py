"""Runs woven together for a file: what they share stands side by side, where compression finds it.

Runs of what-ifs are on the same random numbers, so that up to the first change all their series are the same. Those of
one place are tens of kilobytes apart in a payload, and gzip looks back no further than 32.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

Page = dict[str, Any]
ROWS: Final = "|"
"""Key of tables that are woven by row: of each, those of all runs."""
RECORDS: Final = "="
"""Key of lists of objects with the same keys, which are woven by key: of each, the values of all runs."""
FLOW_HEAD: Final = 2
"""Numbers of a flow that say which: route and way."""


def woven(page: Page) -> Page:
    """A page with its runs and differences woven, as `payload.js` takes them apart.

    Examples:
        >>> woven({"runs": [{"name": "a", "x": [[1], [2]], "flows": []}, {"name": "b", "x": [[1], [3]], "flows": []}],
        ...        "differences": [None, {"x": 1}]})["runs"]
        {'name': ['a', 'b'], 'x': {'|': [[[1], [1]], [[2], [3]]]}, 'flows': {'|': []}}
    """
    flows = _aligned([run["flows"] for run in page["runs"]])
    runs = [run | {"flows": rows} for run, rows in zip(page["runs"], flows, strict=True)]
    return page | {"runs": _weave(runs), "differences": _weave(page["differences"][1:]), "woven": len(runs)}


def unwoven(page: Page) -> Page:
    """A woven page as it was, but for flows of 0.

    Examples:
        >>> page = {"runs": [{"x": [[1], [2]], "flows": []}], "differences": [None]}
        >>> unwoven(woven(page)) == page
        True
    """
    n = page["woven"]
    rest = {key: value for key, value in page.items() if key != "woven"}
    differences = [None, *(_unweave(page["differences"], n - 1) if n > 1 else [])]
    return rest | {"runs": _unweave(page["runs"], n), "differences": differences}


def _weave(items: Sequence[Any]) -> Any:
    """Objects with the same keys by key, lists of such objects too, tables with as many rows by row, else as it is."""
    if items and all(isinstance(item, dict) and item.keys() == items[0].keys() for item in items):
        return {key: _weave([item[key] for item in items]) for key in items[0]}
    if items and all(_is_table(item) and len(item) == len(items[0]) for item in items):
        return {ROWS: [list(rows) for rows in zip(*items, strict=True)]}
    if items and all(_is_records(item) and item[0].keys() == items[0][0].keys() for item in items):
        return {RECORDS: {key: [[row[key] for row in item] for item in items] for key in items[0][0]}}
    return list(items)


def _unweave(items: Any, n: int) -> list[Any]:
    if isinstance(items, list):
        return items
    if ROWS in items:
        return [[rows[at] for rows in items[ROWS]] for at in range(n)]
    if RECORDS in items:
        columns = items[RECORDS]
        tables = [zip(*(column[at] for column in columns.values()), strict=True) for at in range(n)]
        return [[dict(zip(columns, row, strict=True)) for row in rows] for rows in tables]
    parts = {key: _unweave(value, n) for key, value in items.items()}
    return [{key: values[at] for key, values in parts.items()} for at in range(n)]


def _is_records(item: Any) -> bool:
    """Whether it is a list of objects, with the same keys each."""
    if not isinstance(item, list) or not item or not isinstance(item[0], dict):
        return False
    return all(isinstance(row, dict) and row.keys() == item[0].keys() for row in item)


def _is_table(item: Any) -> bool:
    return isinstance(item, list) and all(isinstance(row, list) for row in item)


def _aligned(flows: Sequence[list[list[int]]]) -> list[list[list[int]]]:
    """Flows of several runs over the same routes, in the same order; nobody is on those that a run does not have."""
    heads = sorted({tuple(row[:FLOW_HEAD]) for rows in flows for row in rows})
    found = []
    for rows in flows:
        own = {tuple(row[:FLOW_HEAD]): row for row in rows}
        found.append([own.get(head, [*head, 0]) for head in heads])
    return found
