"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nuzuh.errors import UsageError


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
    if folder.exists() and not folder.is_dir():
        message = f"'{folder}' is a file: name a folder"
        raise UsageError(message)
    with _partial(folder) as partial:
        yield partial
        folder.mkdir(exist_ok=True)
        for file in sorted(partial.iterdir()):
            file.replace(folder / file.name)


@contextmanager
def _partial(folder: Path) -> Iterator[Path]:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        message = f"cannot write '{folder}' ({error.strerror}): choose a folder that you may write to"
        raise UsageError(message) from error
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
