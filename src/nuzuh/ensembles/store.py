"""The folder in which an ensemble grows: one file for each batch, whole or not there at all."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import xarray as xr

from nuzuh.errors import NuzuhError, UsageError

BATCHES = "members"
"""Folder of the batches, in that of the run."""
RESULT = "result.nc"


class Piece(NamedTuple):
    """A file that holds members.

    Args:
        path: The file.
        members: Their numbers, in the order in which they stand.
    """

    path: Path
    members: tuple[int, ...]


class Store:
    """The members of one plan that are there already, in the folder of a run.

    Args:
        folder: Of the run; made when the first batch is kept.
        identity: Of the plan: `Plan.identity`.
    """

    def __init__(self, folder: Path, identity: dict[str, str]) -> None:
        """Nothing is known of the folder yet."""
        self.folder = folder
        self.identity = identity
        self.pieces: list[Piece] = []
        self.unreadable: list[Path] = []

    @property
    def batches(self) -> Path:
        """The folder of the batches."""
        return self.folder / BATCHES

    @property
    def result(self) -> Path:
        """The file into which all members go in the end."""
        return self.folder / RESULT

    @property
    def has_batches(self) -> bool:
        """Whether there are members that have not been put together."""
        return any(self.batches.glob("*.nc"))

    def find(self) -> None:
        """See which members are there; files that cannot be read are listed, and their members run again.

        Raises:
            UsageError: The folder holds members of another plan.
        """
        self.pieces, self.unreadable = [], []
        known: set[int] = set()
        for path in [self.result] * self.result.is_file() + sorted(self.batches.glob("*.nc")):
            try:
                with xr.open_dataset(path, engine="h5netcdf") as opened:
                    attrs, members = opened.attrs, tuple(int(m) for m in opened["member"].values)
            except (OSError, ValueError, KeyError, RuntimeError):
                self.unreadable.append(path)
                continue
            self._check(path, attrs)
            if not known.issuperset(members):
                self.pieces.append(Piece(path, members))
                known.update(members)

    def _check(self, path: Path, attrs: dict[str, object]) -> None:
        differs = [
            f"{name} {attrs.get(name)} is now {now}"
            for name, now in self.identity.items()
            if str(attrs.get(name)) != now
        ]
        if differs:
            way_out = "run the same again, or choose another folder"
            message = f"'{path}' holds members of another run ({'; '.join(differs)}): {way_out}"
            raise UsageError(message)

    def missing(self, n_members: int) -> list[range]:
        """Members that are not there, as ranges in order."""
        found = {member for piece in self.pieces for member in piece.members}
        return ranges_of(member for member in range(n_members) if member not in found)

    def add(self, members: range, content: bytes) -> None:
        """Keep a batch: its file gets its name when all of it is on the disk.

        Raises:
            NuzuhError: There is no room for it, or the folder cannot be written.
        """
        path = self.batches / f"{members.start:09d}-{members.stop - 1:09d}.nc"
        partial = path.with_name(f".{path.name}-{uuid.uuid4().hex[:8]}")
        try:
            self.batches.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            message = f"cannot write '{path}' ({error.strerror}): make room, then go on with --resume {self.folder}"
            raise NuzuhError(message) from error
        self.pieces.append(Piece(path, tuple(members)))

    def clear(self) -> None:
        """Remove the batches."""
        shutil.rmtree(self.batches, ignore_errors=True)


def ranges_of(members: Iterable[int]) -> list[range]:
    """Numbers in ascending order as ranges without gaps.

    Examples:
        >>> ranges_of([0, 1, 2, 5, 6])
        [range(0, 3), range(5, 7)]
    """
    numbers = np.fromiter(members, dtype=np.int64)
    parts = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    return [range(int(part[0]), int(part[-1]) + 1) for part in parts if len(part)]
