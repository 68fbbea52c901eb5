"""Files that are on the disk when they are said to be."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from _typeshed import ReadableBuffer


class Disk(io.FileIO):
    """A new file that HDF5 can write to, and that keeps what went wrong with it.

    Where a write fails HDF5 cannot close the file any more, and takes the program down with it at its end. So it is
    told that all went well, and `check` says what did not.

    Args:
        path: The file; one that is there is overwritten.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, empty."""
        super().__init__(path, "w+")
        self._error: OSError | None = None

    def write(self, content: ReadableBuffer, /) -> int:
        """Write all of it, unless a write has failed before."""
        left = memoryview(content).cast("B")
        n_bytes = len(left)
        try:
            while left and self._error is None:
                left = left[super().write(left) :]
        except OSError as error:
            self._error = error
        return n_bytes

    def truncate(self, size: int | None = None, /) -> int:
        """Make the file as long as that, unless anything has failed before."""
        try:
            return self.tell() if self._error else super().truncate(size)
        except OSError as error:
            self._error = error
        return self.tell()

    def check(self) -> None:
        """See that all that was written has been.

        Raises:
            OSError: It has not, as for lack of room.
        """
        if self._error is not None:
            raise self._error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file when all of it has reached the disk.

        Raises:
            OSError: It has not.
        """
        try:
            if kind is None:
                self.check()
                os.fsync(self.fileno())
        finally:
            self.close()


def sync_names(folder: Path) -> None:
    """See that the names of a folder's files are on the disk, where a folder can be asked for that."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
