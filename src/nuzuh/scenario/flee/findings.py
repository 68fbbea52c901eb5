"""What is found wrong while a folder is read, and what is mended where that is allowed."""

from __future__ import annotations

from nuzuh.errors import Fault

Place = tuple[str, int, int]
"""File, line and column of a fault; 0 where the whole file or the whole line is meant."""


class Findings:
    """Faults of a folder, in the order in which they are found.

    Args:
        lenient: Whether what can be mended is mended.
    """

    def __init__(self, *, lenient: bool) -> None:
        """Begin without faults."""
        self.lenient = lenient
        self.faults: list[Fault] = []

    @property
    def is_sound(self) -> bool:
        """Whether there is no error."""
        return all(fault.level != "error" for fault in self.faults)

    def error(self, place: Place, what: str, way_out: str) -> None:
        """Note what cannot be mended."""
        self.faults.append(Fault(*place, what, way_out))

    def warn(self, place: Place, what: str, way_out: str) -> None:
        """Note what is done otherwise, or not at all."""
        self.faults.append(Fault(*place, what, way_out, "warning"))

    def mend(self, place: Place, what: str, way_out: str, mends: str, mended: str) -> None:
        """Note what Flee stumbles over: an error, or a warning where it is mended.

        Args:
            place: Where it stands.
            what: What is wrong.
            way_out: What to do about it.
            mends: What `--lenient` does, in the present: `leaves the row out`.
            mended: What it did: `left out`.
        """
        if self.lenient:
            self.warn(place, what, mended)
        else:
            comma = "" if way_out.endswith("?") else ","
            self.error(place, what, f"{way_out}{comma} or run with --lenient, which {mends}")

    def leave_out(self, place: Place, what: str, way_out: str) -> None:
        """Note a row that cannot be used."""
        self.mend(place, what, way_out, "leaves the row out", "the row is left out")
