"""One count for each place and date: spellings joined, parts added up, repeated counts averaged, totals left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nuzuh.errors import quoted
from nuzuh.sources.registrations.names import is_total, plain

if TYPE_CHECKING:
    from nuzuh.sources.registrations.layout import Layout
    from nuzuh.sources.registrations.sheet import Sheet

STOCK = "n displaced"
"""The quantity of nuzuh's own table of observations that is a stock."""
TOTAL_WITHIN = 0.01
"""A place called total is one if it is the sum of the others within this share on more than half of its dates."""
KEY = ["location", "date"]


def merged(records: pd.DataFrame, sheet: Sheet, layout: Layout) -> pd.DataFrame:
    """Counts of each place and date, once each, in the order of the file; what was done is noted in the sheet.

    Args:
        records: As `records_of` gives them.
        sheet: The cells.
        layout: How they are read.

    Returns:
        location, date, n, and line and cell of the first row that has a part in each.

    Raises:
        ScenarioError: Rows that count different things.
    """
    found = _of_one_measure(records, sheet, layout.measures)
    found = _one_spelling(found, sheet)
    found = _named_by_area(found, sheet, layout)
    found = _added_up(found, sheet, layout.parts)
    return _without_totals(found, sheet).reset_index(drop=True)


def _of_one_measure(records: pd.DataFrame, sheet: Sheet, measures: tuple[int, ...]) -> pd.DataFrame:
    """Rows that count the same: stocks, if the file is a table of observations."""
    for at in measures:
        entries = _entries(records, sheet, at)
        different = list(dict.fromkeys(entries))
        stocks = np.array([plain(entry) == STOCK for entry in entries], dtype=bool)
        shown = ", ".join(quoted(entry) for entry in different[:6])
        if len(different) > 1 and stocks.any():
            way_out = "rows of other quantities are left out"
            sheet.warn(sheet.header_line, at, f"only {quoted('n_displaced')} is read of {shown}", way_out)
            records = records[stocks]
        elif len(different) > 1:
            what = f"the rows count different things: {shown}"
            sheet.error(sheet.header_line, at, what, "keep the rows of one, people present at each date")
    sheet.raise_errors()
    return records


def _entries(records: pd.DataFrame, sheet: Sheet, column: int) -> list[str]:
    """The entry of each record in another column of its row."""
    return [sheet.rows[row][1][column] for row in records["row"]]


def _one_spelling(records: pd.DataFrame, sheet: Sheet) -> pd.DataFrame:
    """Names that differ in capitals alone are of one place, called as it is first."""
    first: dict[str, str] = {}
    names: dict[str, str] = {}
    for name in records["location"].unique():
        names[name] = first.setdefault(name.casefold(), name)
    for name, called in names.items():
        if name != called:
            line = int(records.loc[records["location"] == name, "line"].iloc[0])
            sheet.warn(line, -1, f"{quoted(name)} is taken for {quoted(called)}", "spell it the same in all rows")
    return records.assign(location=records["location"].map(names)) if len(records) else records


def _named_by_area(records: pd.DataFrame, sheet: Sheet, layout: Layout) -> pd.DataFrame:
    """Places of one name in several areas are several places, named with their area."""
    for at in sorted(layout.coarser, key=lambda at: _n_different(sheet, at), reverse=True):
        areas = pd.Series([" ".join(entry.split()) for entry in _entries(records, sheet, at)], index=records.index)
        n_areas = areas[areas != ""].groupby(records["location"]).nunique()
        several = n_areas[n_areas > 1].index
        if len(several) == 0:
            continue
        chosen = records["location"].isin(several) & (areas != "")
        both = records["location"] + " (" + areas + ")"
        line = int(records.loc[chosen, "line"].iloc[0])
        what = f"{_names(several)} lies in several areas of {quoted(sheet.header[at])}"
        sheet.warn(line, layout.place or 0, what, "read as several places, named with their area")
        records = records.assign(location=records["location"].where(~chosen, both))
    return records


def _n_different(sheet: Sheet, column: int) -> int:
    return len({cells[column] for _, cells in sheet.rows})


def _names(names: pd.Index | list[str]) -> str:
    shown = ", ".join(quoted(name) for name in names[:4])
    return shown + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _added_up(records: pd.DataFrame, sheet: Sheet, parts: tuple[int, ...]) -> pd.DataFrame:
    """Each place and date once: rows that other columns tell apart are added up, all others averaged."""
    repeated = records.duplicated(KEY, keep=False)
    if not repeated.any():
        return records
    rows = records[repeated]
    for at in parts:
        rows = rows.assign(**{f"part {at}": [plain(entry) for entry in _entries(rows, sheet, at)]})
    for at in parts:
        rows = _whole_where_given(rows, sheet, at)
    told = [at for at in parts if rows[[*KEY, f"part {at}"]].drop_duplicates().duplicated(KEY).any()]
    classes = [f"part {at}" for at in told]
    by_class = rows.groupby([*KEY, *classes], sort=False, dropna=False)
    _report_repeated(by_class, sheet)
    once = by_class.agg(n=("n", "mean"), line=("line", "min"), cell=("cell", "first"), row=("row", "min")).reset_index()
    if told:
        _report_sums(once, records[~repeated], sheet, told)
    sums = once.groupby(KEY, sort=False).agg(n=("n", "sum"), line=("line", "min"), cell=("cell", "first"))
    together = pd.concat([records[~repeated], sums.reset_index()], ignore_index=True)
    return together.sort_values(["line", "cell"], kind="stable")


def _whole_where_given(rows: pd.DataFrame, sheet: Sheet, column: int) -> pd.DataFrame:
    """Where one row holds the whole of what others hold in parts, the parts are left out."""
    name = f"part {column}"
    is_whole = rows[name].map({entry: is_total(entry) for entry in rows[name].unique()}).astype(bool)
    has_whole = is_whole.groupby([rows["location"], rows["date"]]).transform("any")
    dropped = has_whole & ~is_whole
    if not dropped.any():
        return rows
    what = f"{int(dropped.sum()):,} rows for parts of {quoted(sheet.header[column])} stand beside their total"
    sheet.warn(int(rows.loc[dropped, "line"].iloc[0]), column, what, "only the total is read")
    return rows[~dropped]


def _report_repeated(by_class: pd.core.groupby.DataFrameGroupBy, sheet: Sheet) -> None:
    """Say which rows nothing tells apart."""
    spread = by_class["n"].agg(["size", "min", "max"])
    spread["line"] = by_class["line"].max()
    repeated = spread[spread["size"] > 1]
    differing = repeated[repeated["min"] != repeated["max"]]
    same = repeated[repeated["min"] == repeated["max"]]
    if len(differing):
        (place, when, *_), row = differing.index[0], differing.iloc[0]
        what = f"{quoted(place)} has several counts on {when.date()}, from {row['min']:,.15g} to {row['max']:,.15g}"
        others = f", as {len(differing) - 1} more of a place and date" if len(differing) > 1 else ""
        sheet.warn(int(row["line"]), -1, what, f"their mean is read{others}")
    if len(same):
        (place, when, *_), row = same.index[0], same.iloc[0]
        what = f"the count of {quoted(place)} on {when.date()} is given {row['size']:.0f} times"
        others = f", as {len(same) - 1} more" if len(same) > 1 else ""
        sheet.warn(int(row["line"]), -1, what, f"read once{others}")


def _report_sums(once: pd.DataFrame, single: pd.DataFrame, sheet: Sheet, told: list[int]) -> None:
    """Say what is added up, and where a place lacks some of it.

    Args:
        once: Counts by place, date and class of people.
        single: Rows that are the only ones of their place and date.
        sheet: The cells.
        told: Columns of the classes.
    """
    columns = ", ".join(quoted(sheet.header[at]) for at in told)
    entries = list(dict.fromkeys(sheet.rows[row][1][told[0]] for row in once["row"].head(1000)))
    first = once[once.duplicated(KEY, keep=False)]
    what = f"counts of one place and date are sums over {columns} ({_names(entries)})"
    way_out = "keep one row for each place and date if they should not be added up"
    sheet.warn(int(first["line"].iloc[0]), told[0], what, way_out)
    is_part = [not any(is_total(sheet.rows[row][1][at]) for at in told) for row in single["row"]]
    parts = pd.concat([once, single[is_part]]) if any(is_part) else once
    sums = parts[parts["location"].isin(first["location"])].groupby(KEY, sort=False)
    n_parts = sums.agg(n=("n", "size"), line=("line", "min"))
    fewer = n_parts[n_parts["n"] < n_parts.groupby("location")["n"].transform("max")]
    if len(fewer):
        place, when = fewer.index[0]
        what = f"{len(fewer):,} of {len(n_parts):,} sums lack a part that the place has on other dates"
        sheet.warn(
            int(fewer["line"].iloc[0]), -1, f"{what}, as {quoted(place)} on {when.date()}", "they may be too low"
        )


def _without_totals(table: pd.DataFrame, sheet: Sheet) -> pd.DataFrame:
    """Places that are the total of the others, left out; those that are called so and are not stay."""
    called = [name for name in table["location"].unique() if is_total(name)]
    others = table[~table["location"].isin(called)]
    if not called or others.empty:
        return table
    sums = others.groupby("date")["n"].sum()
    for name in called:
        own = table[table["location"] == name]
        both = own.set_index("date")["n"].to_frame().join(sums.rename("sum"), how="inner")
        n_equal = int((abs(both["n"] - both["sum"]) <= TOTAL_WITHIN * both["sum"]).sum())
        line, cell = int(own["line"].iloc[0]), int(own["cell"].iloc[0])
        share = f"on {n_equal} of {len(both)} dates"
        if 2 * n_equal > len(both):
            what = f"{quoted(name)} is the sum of the other places {share}"
            sheet.warn(line, cell, what, "left out: the total is computed")
            table = table[table["location"] != name]
        else:
            what = f"{quoted(name)} is the sum of the other places only {share}"
            sheet.warn(line, cell, what, "read as a place: rename it, or delete it if it is a total")
    return table
