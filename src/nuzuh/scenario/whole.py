"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from nuzuh.errors import NuzuhError, UsageError

NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""A full disk, a quota that is used up, a limit on the size of a file."""


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to fill, which gets its name only when all has been written.

    Args:
        folder: Its name; nothing may be there yet.

    Yields:
        A hidden folder beside it; removed again if anything goes wrong, Ctrl-C included.

    Raises:
        UsageError: There is something at that path already, or it cannot be written.
    """
    if folder.exists():
        message = f"'{folder}' exists already: choose another name, or delete it first"
        raise UsageError(message)
    with _partial(folder) as partial:
        yield partial
        partial.chmod(0o777 & ~_umask())
        partial.rename(folder)


@contextmanager
def filled_folder(folder: Path) -> Iterator[Path]:
    """A folder to add files to: those of the same name are replaced, each at once, when all are written.

    Args:
        folder: Its name; made if it is not there.

    Yields:
        A hidden folder to write into; nothing of it stays if anything goes wrong.

    Raises:
        UsageError: The folder cannot be made or written.
    """
    check_writable(folder)
    with _partial(folder) as partial:
        yield partial
        try:
            folder.mkdir(exist_ok=True)
            for file in sorted(partial.iterdir()):
                file.replace(folder / file.name)
        except OSError as error:
            raise _unwritable(folder, error.strerror) from error


def check_writable(folder: Path) -> None:
    """See that a folder could be filled, before any time is spent on what goes into it.

    Args:
        folder: Its name; it need not be there.

    Raises:
        UsageError: It is a file, or may not be written.
    """
    nearest = next((path for path in (folder, *folder.parents) if path.exists()), Path())
    if not nearest.is_dir():
        message = f"'{nearest}' is a file: name a folder"
        raise UsageError(message)
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise _unwritable(folder, "Permission denied")


@contextmanager
def _partial(folder: Path) -> Iterator[Path]:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=_on_the_same_disk(folder)))
    except OSError as error:
        raise _unwritable(folder, error.strerror) from error
    try:
        yield partial
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        message = f"cannot write '{folder}' ({os.strerror(error.errno)}): make room, or choose a folder on another disk"
        raise NuzuhError(message) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _on_the_same_disk(folder: Path) -> Path:
    """Where files can be written that are then moved into a folder: beside it, or in it where another disk begins."""
    is_mounted = folder.is_dir() and folder.stat().st_dev != folder.parent.stat().st_dev
    return folder if is_mounted else folder.parent


def _unwritable(folder: Path, reason: str | None) -> UsageError:
    return UsageError(f"cannot write '{folder}' ({reason}): choose a folder that you may write to")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
