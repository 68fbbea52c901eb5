"""Pages of single runs put together as one: the first is the baseline, and all have the same places."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

from nuzuh.errors import UsageError

Page = dict[str, Any]
Columns = dict[str, list[Any]]
SHARED: Final = {"name": "crises", "start": "first days", "n_days": "numbers of days", "home_country": "home countries"}
"""What the scenarios of a page have in common, and what is said where they have not."""


def joined(pages: Sequence[Page], differences: Sequence[Page | None]) -> Page:
    """Several pages of one run each as one page.

    Args:
        pages: The baseline's first.
        differences: Of each run from the baseline; its locations are those of the baseline, then those that only the
            run has.

    Returns:
        A page with all locations and routes that any of them has; nobody is at those that a run does not have.

    Raises:
        UsageError: They are not of the same crisis and days.
    """
    check_joinable(pages)
    places = _union([page["locations"] for page in pages], [page["locations"]["name"] for page in pages])
    at = {name: ix for ix, name in enumerate(places["name"])}
    locations = [[at[name] for name in page["locations"]["name"]] for page in pages]
    routes, numbers = _routes(pages, locations)
    first = pages[0]
    runs = [
        _run(run, where, numbers[ix], len(places["name"])) | {"compared": _compared(run, page, first)}
        for ix, (page, where) in enumerate(zip(pages, locations, strict=True))
        for run in page["runs"]
    ]
    changes = [
        None if change is None else _difference(change, _both(locations[0], where), len(places["name"]))
        for change, where in zip(differences, locations, strict=True)
    ]
    return first | {"locations": places, "routes": routes, "runs": runs, "differences": changes}


def check_joinable(pages: Sequence[Page]) -> None:
    """See that pages can be put together.

    Raises:
        UsageError: They cannot; all reasons are named.
    """
    heads = [page["scenario"] for page in pages]
    reasons = [
        f"other {words}: {', '.join(dict.fromkeys(str(head[key]) for head in heads))}"
        for key, words in SHARED.items()
        if len({head[key] for head in heads}) > 1
    ]
    if reasons:
        why = "; ".join(reasons)
        message = f"the runs cannot stand on one page ({why}): give runs of one crisis over the same days"
        raise UsageError(message)


def _union(columns: Sequence[Columns], keys: Sequence[Sequence[Hashable]]) -> Columns:
    """Rows of several tables, each once, in the order in which they come."""
    rows: dict[Hashable, list[Any]] = {}
    for table, names in zip(columns, keys, strict=True):
        for name, row in zip(names, zip(*table.values(), strict=True), strict=True):
            rows.setdefault(name, list(row))
    return {column: [row[ix] for row in rows.values()] for ix, column in enumerate(columns[0])}


def _routes(pages: Sequence[Page], locations: Sequence[Sequence[int]]) -> tuple[Columns, list[list[int]]]:
    """All routes, and the number of each route of each page among them; equal ones of one page stay apart."""
    moved, keys = [], []
    for page, where in zip(pages, locations, strict=True):
        table = page["routes"] | {end: [where[ix] for ix in page["routes"][end]] for end in ("from", "to")}
        seen: dict[Hashable, int] = {}
        names = []
        for row in zip(table["from"], table["to"], table["km"], strict=True):
            seen[row] = seen.get(row, 0) + 1
            names.append((*row, seen[row]))
        moved.append(table)
        keys.append(names)
    number = {name: ix for ix, name in enumerate(dict.fromkeys(name for names in keys for name in names))}
    return _union(moved, keys), [[number[name] for name in names] for names in keys]


def _run(run: Page, locations: Sequence[int], routes: Sequence[int], n: int) -> Page:
    """A run with the numbers of the common places."""
    staying = run["staying"]
    return run | {
        "closed": [[routes[route], *rest] for route, *rest in run["closed"]],
        "fire": [[locations[place], *rest] for place, *rest in run["fire"]],
        "staying": {name: rows if name == "knots" else _spread(rows, locations, n) for name, rows in staying.items()},
        "new_displaced": _spread(run["new_displaced"], locations, n),
        "flows": [[routes[route], *rest] for route, *rest in run["flows"]],
    }


def _difference(change: Page, locations: Sequence[int], n: int) -> Page:
    staying = change["staying"].items()
    return change | {
        "staying": {name: rows if name == "knots" else _spread(rows, locations, n) for name, rows in staying}
    }


def _both(first: Sequence[int], other: Sequence[int]) -> list[int]:
    """The places of a baseline, then those that only the other has."""
    return list(dict.fromkeys([*first, *other]))


def _spread(rows: Sequence[list[int]], locations: Sequence[int], n: int) -> list[list[int]]:
    """Series by location at the numbers of the common places; zeros where a run has none."""
    found: dict[int, list[int]] = dict(zip(locations, rows, strict=True))
    nobody = [0] * len(rows[0])
    return [found.get(ix, nobody) for ix in range(n)]


def _compared(run: Page, page: Page, first: Page) -> list[Mapping[str, Any]]:
    """What a run says beside observations, by their numbers on the first page; others are left out."""
    if page["observations"] == first["observations"]:
        return list(run["compared"])
    known = {repr(row): ix for ix, row in enumerate(first["observations"])}
    names = [repr(page["observations"][row["observation"]]) for row in run["compared"]]
    return [
        row | {"observation": known[name]} for name, row in zip(names, run["compared"], strict=True) if name in known
    ]
