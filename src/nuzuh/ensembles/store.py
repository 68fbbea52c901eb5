"""The folder in which an ensemble grows: one file for each batch, whole or not there at all."""

from __future__ import annotations

import shutil
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import h5py
import numpy as np

from nuzuh.ensembles.batches import TALLIES
from nuzuh.errors import NuzuhError, UsageError
from nuzuh.model.disk import Disk, sync_names
from nuzuh.model.interrupts import interrupts_held

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
        is_kept: Whether the folder stays when a run is stopped.
    """

    def __init__(self, folder: Path, identity: Mapping[str, str], *, is_kept: bool = True) -> None:
        """Nothing is known of the folder yet."""
        self.folder = folder
        self.identity = identity
        self.way_on = f"go on with --resume {folder}" if is_kept else "run again, with a folder that keeps what is done"
        self.pieces: list[Piece] = []
        self.unusable: list[Path] = []

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

    def find(self, n_members: int) -> None:
        """See which members are there; files that cannot be used are listed, and their members run again.

        Args:
            n_members: How many are wanted.

        Raises:
            UsageError: The folder holds members of another plan.
        """
        self.pieces, self.unusable = [], []
        known: set[int] = set()
        batches = sorted(self.batches.glob("*.nc"))
        for path in [self.result] * self.result.is_file() + batches:
            try:
                attrs, members = _opened(path)
            except (OSError, ValueError, KeyError, RuntimeError):
                self.unusable.append(path)
                continue
            if path == self.result and batches and self._differs(attrs):
                continue  # the run whose batches are here was made to replace it
            self._check(path, attrs)
            if path == self.result and len(members) < n_members and not _can_grow(path):
                self.unusable.append(path)
            elif not known.issuperset(members):
                self.pieces.append(Piece(path, members))
                known.update(members)

    def _differs(self, attrs: Mapping[str, str]) -> list[str]:
        return [
            f"{name} {attrs.get(name)} is now {now}" for name, now in self.identity.items() if attrs.get(name) != now
        ]

    def _check(self, path: Path, attrs: Mapping[str, str]) -> None:
        differs = self._differs(attrs)
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
        name = f"{members.start:09d}-{members.stop - 1:09d}-{_checksum(content)}.nc"
        with self._writing(self.batches / name) as partial, Disk(partial) as file:
            file.write(content)
        self.pieces.append(Piece(self.batches / name, tuple(members)))

    def finish(self, write: Callable[[Path], None]) -> None:
        """Keep a result: it gets its name when all of it is on the disk, and then the batches are removed.

        Args:
            write: Puts it together in a file.

        Raises:
            NuzuhError: There is no room for it, or the folder cannot be written.
        """
        with self._writing(self.result) as partial, interrupts_held():
            write(partial)
        self.clear()

    @contextmanager
    def _writing(self, path: Path) -> Iterator[Path]:
        """A hidden file that takes a name when it has been written, and vanishes if it cannot be."""
        partial = path.with_name(f".{path.name}-{uuid.uuid4().hex[:8]}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            yield partial
            partial.replace(path)
            sync_names(path.parent)
        except OSError as error:
            message = f"cannot write '{path}' ({error.strerror or error}): make room, then {self.way_on}"
            raise NuzuhError(message) from error
        finally:
            partial.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove the batches."""
        shutil.rmtree(self.batches, ignore_errors=True)


def _opened(path: Path) -> tuple[dict[str, str], tuple[int, ...]]:
    """Attributes of a file of members, and which they are.

    Raises:
        OSError: It cannot be read.
        ValueError: It is not what it was when it was written.
        KeyError: It is no file of members.
    """
    if path.name != RESULT and not path.stem.endswith(_checksum(path.read_bytes())):
        message = f"'{path}' is damaged"
        raise ValueError(message)
    with h5py.File(path, "r") as file:
        attrs = {name: str(np.ravel(value)[0]) for name, value in file.attrs.items()}  # numbers are arrays of one
        return attrs, tuple(file["member"][:].tolist())


def _can_grow(result: Path) -> bool:
    """Whether more members can be added to a result: not to one that no ensemble has written."""
    with h5py.File(result, "r") as file:
        return TALLIES in file


def _checksum(content: bytes) -> str:
    return f"{zlib.crc32(content):08x}"


def ranges_of(members: Iterable[int]) -> list[range]:
    """Numbers in ascending order as ranges without gaps.

    Examples:
        >>> ranges_of([0, 1, 2, 5, 6])
        [range(0, 3), range(5, 7)]
    """
    numbers = np.fromiter(members, dtype=np.int64)
    parts = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    return [range(int(part[0]), int(part[-1]) + 1) for part in parts if len(part)]
