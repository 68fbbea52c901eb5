"""Reports in files: found, read one after the other, and kept as they are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from nuzuh.errors import UsageError, quoted
from nuzuh.scenario.whole import check_writable
from nuzuh.sources.reports.claims import ReadReport
from nuzuh.sources.reports.reader import read_report

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

MOST_BYTES: Final = 64_000_000
"""Of a file: a larger one is no report."""
ENDING: Final = ".txt"
PART: Final = ".part"
"""What is added to the name of a file of claims until it is whole."""
Progress = Callable[[int, int], None]


class Reader(Protocol):
    """What reads a report: the rules, or anything else that gives claims tied to sentences of the text."""

    def __call__(self, text: str, scenario: Scenario | None = None, *, name: str = "") -> ReadReport:
        """Read a text, with the places of a scenario, and the name of its file."""


def report_files(paths: Sequence[str | Path]) -> list[Path]:
    """The files of reports: those named, and the texts in the folders named, in order of their names.

    Raises:
        UsageError: Some are not there, a folder has no text, or a file is too large; all are named.
    """
    found: list[Path] = []
    wrong: list[str] = []
    for path in map(Path, paths):
        if path.is_dir():
            texts = sorted(path.rglob(f"*{ENDING}"))
            found += texts
            wrong += (
                [] if texts else [f"{quoted(str(path))} has no report: put texts there whose names end in {ENDING}"]
            )
        elif path.is_file():
            found.append(path)
        else:
            wrong.append(f"no report {quoted(str(path))}: name a text file, or a folder of them")
    wrong += [
        f"{quoted(str(path))} is larger than {MOST_BYTES // 1_000_000} MB: name a file with one report"
        for path in found
        if path.stat().st_size > MOST_BYTES
    ]
    if wrong:
        raise UsageError("\n".join(wrong))
    return list(dict.fromkeys(found))


def read_file(path: Path, scenario: Scenario | None = None, reader: Reader = read_report) -> ReadReport:
    """Read the report in a file.

    Raises:
        UsageError: It is no text in UTF-8; the byte is named.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        message = (
            f"{quoted(str(path))} is no text in UTF-8 (byte {error.start + 1:,}): save it as UTF-8 and read it again"
        )
        raise UsageError(message) from error
    return reader(text, scenario, name=path.name)


def read_files(
    paths: Sequence[Path],
    scenario: Scenario | None = None,
    progress: Progress | None = None,
    reader: Reader = read_report,
) -> Iterator[ReadReport]:
    """Read reports one after the other, each as it is asked for.

    Raises:
        UsageError: A file is no text.
    """
    for number, path in enumerate(paths, start=1):
        yield read_file(path, scenario, reader)
        if progress is not None:
            progress(len(paths), number)


def keep(
    paths: Sequence[Path],
    target: Path,
    scenario: Scenario | None = None,
    progress: Progress | None = None,
    reader: Reader = read_report,
) -> tuple[int, int]:
    """Read reports into a file with one JSON object a line, as `ReadReport.to_json`; it gets its name when it is whole.

    What is read is on the disk at once, in a file beside it: the same call goes on where an earlier one was stopped.

    Args:
        paths: Files of reports.
        target: The file to write.
        scenario: By whose gazetteer places are known.
        progress: Called with all files and those done.
        reader: What reads a text.

    Returns:
        How many reports were read before, and how many now.

    Raises:
        UsageError: The file cannot be written, or a report is no text.
    """
    check_writable(target.parent)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + PART)
    n_known = _kept(part, paths)
    with part.open("a", encoding="utf-8", newline="\n") as lines:
        for number, report in enumerate(read_files(paths[n_known:], scenario, reader=reader), start=n_known + 1):
            lines.write(json.dumps(report.to_json() | {"file": str(paths[number - 1])}, ensure_ascii=False) + "\n")
            lines.flush()
            if progress is not None:
                progress(len(paths), number)
    part.replace(target)
    return n_known, len(paths) - n_known


def _kept(part: Path, paths: Sequence[Path]) -> int:
    """How many of the reports an earlier call has read; a line that was cut off is taken away again."""
    if not part.is_file():
        return 0
    whole = bytearray()
    n_kept = 0
    for line in part.read_bytes().splitlines(keepends=True):
        if n_kept == len(paths) or not _is_of(line, paths[n_kept]):
            break
        whole += line
        n_kept += 1
    part.write_bytes(bytes(whole))
    return n_kept


def _is_of(line: bytes, path: Path) -> bool:
    """Whether a line is whole and of a report; what anything else has put there is read again."""
    try:
        return line.endswith(b"\n") and json.loads(line)["file"] == str(path)
    except (ValueError, KeyError, TypeError):
        return False
