"""Observations that were read from reports, on the screen of a terminal, for somebody to check them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from nuzuh.outputs.observation_words import counted

if TYPE_CHECKING:
    from rich.console import Console


def show_reported(console: Console, rows: pd.DataFrame) -> None:
    """Print rows of observations with their sentences.

    Args:
        console: Where to print.
        rows: Rows of the table of observations, indexed by line.
    """
    if rows.empty:
        console.print("No observation is reported and not accepted.", highlight=False)
        return
    table = Table(title="Read from reports, not observed", title_justify="left", show_lines=True)
    for name in ("row", "value"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("quantity", "place", "date", "source", "note"):
        table.add_column(name, overflow="fold", ratio=4 if name == "note" else None)
    for row in rows.itertuples():
        table.add_row(str(row.Index), _number(row), *(Text(text) for text in _words(row)))
    console.print(table)


def _words(row: Any) -> tuple[str, ...]:
    """What was counted, where, when, who says so and in which words; what cannot be seen is shown by its code."""
    since = None if pd.isna(row.since) else row.since.date()
    what = counted(row.quantity, since, row.date.date())
    where = row.location or "all"
    texts = (what, where, row.date.date().isoformat(), row.source, row.note)
    return tuple(seen(text) for text in texts)


def _number(row: Any) -> str:
    if pd.isna(row.value):
        return f"{row.low:,.0f} to {row.high:,.0f}"
    return f"{row.value:,.0f}"


def seen(text: str) -> str:
    """A text in which what cannot be seen, or would steer a terminal, stands as its code."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
