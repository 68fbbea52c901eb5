"""Names of locations, as other files refer to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nuzuh.errors import close_names, near_misses, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nuzuh.scenario.flee.findings import Findings
    from nuzuh.scenario.flee.rows import Row


class Names:
    """Names that cells may refer to.

    Args:
        noun: What they are the names of, for messages.
        raw: The names as Flee sees them, with blanks around them.
    """

    def __init__(self, noun: str, raw: Iterable[str]) -> None:
        """Keep each name without the blanks around it, the first time it comes."""
        self.noun = noun
        self._raw: dict[str, str] = {}
        for name in raw:
            self._raw.setdefault(name.strip(), name)
        self._folded = {name.casefold(): name for name in self._raw}

    def __contains__(self, name: str) -> bool:
        """Whether there is this name."""
        return name in self._raw

    def meant(self, name: str) -> str:
        """A clause that asks whether another name was meant; blank where none is near."""
        close = close_names(name, tuple(self._raw))
        return f"; did you mean {' or '.join(quoted(other) for other in close)}?" if close else ""

    def listed(self) -> list[str]:
        """All names, without blanks around them."""
        return list(self._raw)

    def find(self, row: Row, cell: int, findings: Findings) -> str | None:
        """The name that a cell refers to, or None and a fault: Flee compares names to the letter.

        Args:
            row: The row.
            cell: Position of the cell.
            findings: Faults are added here.
        """
        name = row.text(cell)
        if name in self._raw:
            self._compare_blanks(row, cell, findings)
            return name
        what = f"unknown {self.noun} {quoted(name)}" if name else f"the {self.noun} is blank"
        meant = self._folded.get(name.casefold())
        if meant is None:
            findings.leave_out(row.place(cell), what, near_misses(name, self.listed()))
            return None
        way_out = f"did you mean {quoted(meant)}?"
        findings.mend(row.place(cell), what, way_out, f"reads it as {quoted(meant)}", f"read as {quoted(meant)}")
        return meant if findings.lenient else None

    def _compare_blanks(self, row: Row, cell: int, findings: Findings) -> None:
        name = row.text(cell)
        if cell < len(row.raw) and row.raw[cell] != self._raw[name]:
            what = f"{quoted(row.raw[cell])} differs from {self.noun} {quoted(self._raw[name])} by blanks"
            findings.warn(row.place(cell), what, "Flee does not find it; read as the same")
