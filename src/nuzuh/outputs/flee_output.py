"""An output of the model Flee, read to be put beside a run of nuzuh."""

from __future__ import annotations

import csv
import gzip
import math
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.errors import Fault, ScenarioError, UsageError, near_misses, quoted
from nuzuh.scenario.cells import CellError, parse_date
from nuzuh.scenario.csvfile import CsvFile, Row, not_utf8
from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario

SIMULATED = " sim"
"""What Flee puts behind the name of a camp, above the people that it simulates there."""
DAY = re.compile("[0-9]{1,9}")
GZIP = b"\x1f\x8b"
AS_PRINTED = "give the table that Flee's run.py prints (Day, Date, CAMP sim …), or columns location, date, seed1 …"


@dataclass(frozen=True)
class FleeOutput:
    """What Flee simulated in camps, on the days of a scenario.

    Args:
        places: Names of the camps, as in the scenario.
        days: Days from 0 on the scenario's first day, ascending, shape (D,).
        counts: People in each camp at the end of each day, the mean over seeds, shape (D, camps).
    """

    places: tuple[str, ...]
    days: Ints
    counts: Floats


@dataclass
class _Reading:
    """A table of Flee's on the way from cells to counts."""

    table: CsvFile
    scenario: Scenario
    counts: dict[tuple[int, str], float] = field(default_factory=dict)
    lines: dict[tuple[int, str], int] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)

    def fault(self, line: int, cell: int, what: str, way_out: str) -> None:
        """Note what is wrong with a cell."""
        self.table.faults.append(Fault(str(self.table.path), *self.table.place(line, cell), what, way_out))

    def is_known(self, name: str, line: int, cell: int) -> bool:
        """Whether the scenario has a location; that it has not is said once."""
        known = self.scenario.location_ix
        if name not in known and name not in self.unknown:
            self.unknown.add(name)
            self.fault(line, cell, f"unknown location {quoted(name)}", near_misses(name, list(known)))
        return name in known

    def whole_rows(self, cells: Iterable[int]) -> Iterator[Row]:
        """Rows under the header that reach to all of these cells; the others are faults."""
        last = max(cells, default=0)
        for line, row in self.table.rows[1:]:
            if last < len(row):
                yield line, row
            else:
                self.fault(line, len(row), "the row ends early", "was Flee stopped there? delete the row")

    def count(self, row: Row, cell: int) -> float:
        """A number of people; NaN, and a fault, where there is none."""
        line, text = row[0], row[1][cell]
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if 0 <= number < math.inf:
            return number
        self.fault(line, cell, f"{quoted(text)} is no number of people", "correct it, or delete the row")
        return math.nan

    def put(self, day: int, place: str, count: float, line: int) -> None:
        """Note a count; a second one for the same day and place is a fault."""
        if (day, place) in self.counts:
            earlier = self.lines[day, place]
            what = f"{quoted(place)} on {self.scenario.date_of(day)} stands twice (first on line {earlier})"
            self.fault(line, 0, what, "keep one of the two")
        self.counts[day, place], self.lines[day, place] = count, line


def read_flee_output(path: str | Path, scenario: Scenario, *, scale: float = 1.0) -> FleeOutput:
    """Read what Flee simulated: the table that its run.py prints, or a long one with a column for each seed.

    Flee's own `Date` column is a day ahead of its `Day`, so that the day is what counts. Lines before the header,
    comments and blank lines are passed over, and so are days outside the scenario.

    Args:
        path: CSV with `Day` and `CAMP sim` for each camp, or with `location`, `date` and a column for each seed;
            gzip is understood.
        scenario: Names the camps and the days.
        scale: Multiplies all counts: by how much Flee's people were thinned (its setting `hasten`).

    Raises:
        UsageError: There is no such file.
        ScenarioError: The file has faults; all of them are in `.faults`.
    """
    file = Path(path)
    if not file.is_file():
        message = f"no output of Flee at '{file}': name the file that its run.py printed"
        raise UsageError(message)
    found = _Reading(_table(file), scenario)
    if found.table.rows:
        header = [cell.casefold() for cell in found.table.rows[0][1]]
        _read_long(found, header) if _is_long(header) else _read_wide(found, header)
    elif not found.table.faults:
        found.table.faults.append(Fault(str(file), 1, 0, f"no column 'CAMP{SIMULATED}' in any line", AS_PRINTED))
    output = _assembled(found, scale)
    if found.table.faults:
        raise ScenarioError(found.table.faults)
    return output


def _table(path: Path) -> CsvFile:
    """Rows from the header on, each on one line, as Flee prints them."""
    found = CsvFile(path)
    raw = path.read_bytes()
    try:
        raw = gzip.decompress(raw) if raw.startswith(GZIP) else raw
        found.text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found.faults.append(not_utf8(path, raw, error))
    except (OSError, EOFError, zlib.error) as error:
        found.faults.append(Fault(str(path), 0, 0, f"not gzip ({error})", "write the file again"))
    for number, line in enumerate(found.lines, start=1):
        try:
            cells = [cell.strip() for cell in next(csv.reader([line], skipinitialspace=True), [])]
        except csv.Error as error:
            found.faults.append(Fault(str(path), number, 0, f"not CSV ({error})", "delete the line"))
            continue
        if not found.rows:
            cells = [cells[0].lstrip("# ").strip(), *cells[1:]] if cells else []
            is_row = _is_long([cell.casefold() for cell in cells]) or any(cell.endswith(SIMULATED) for cell in cells)
        else:
            is_row = any(cells) and not cells[0].startswith("#")
        found.rows += [(number, cells)] if is_row else []
    return found


def _is_long(header: list[str]) -> bool:
    return {"location", "date"} <= set(header)


def _read_wide(found: _Reading, header: list[str]) -> None:
    """A row for each day, with a column `CAMP sim` for each camp."""
    line, names = found.table.rows[0]
    if "day" not in header:
        found.fault(line, 0, "no column 'Day'", AS_PRINTED)
        return
    camps = {cell: name.removesuffix(SIMULATED).strip() for cell, name in enumerate(names) if name.endswith(SIMULATED)}
    camps = {cell: name for cell, name in camps.items() if found.is_known(name, line, cell)}
    at = header.index("day")
    for row in found.whole_rows([at, *camps]):
        line, text = row[0], row[1][at]
        if not DAY.fullmatch(text):
            found.fault(line, at, f"Day {quoted(text)} is not a whole number", "delete the row")
            continue
        if int(text) < found.scenario.n_days:
            for cell, name in camps.items():
                found.put(int(text), name, found.count(row, cell), line)


def _read_long(found: _Reading, header: list[str]) -> None:
    """A row for each camp and date, with a column for each seed."""
    place, when = header.index("location"), header.index("date")
    seeds = [cell for cell, name in enumerate(header) if name and cell not in (place, when)]
    if not seeds:
        found.fault(found.table.rows[0][0], 0, "no column with counts", "add one, as seed1")
        return
    for row in found.whole_rows([place, when, *seeds]):
        line, cells = row
        is_known = found.is_known(cells[place], line, place)
        day = _day(found, cells[when], line, when)
        counts = [found.count(row, cell) for cell in seeds]
        if is_known and day is not None and 0 <= day < found.scenario.n_days:
            found.put(day, cells[place], float(np.mean(counts)), line)


def _day(found: _Reading, text: str, line: int, cell: int) -> int | None:
    try:
        return found.scenario.day_of(parse_date(text, "date"))
    except CellError as error:
        found.fault(line, cell, error.what, error.way_out)
        return None


def _assembled(found: _Reading, scale: float) -> FleeOutput:
    days = sorted({day for day, _ in found.counts})
    places = tuple(dict.fromkeys(place for _, place in found.counts))
    if not found.table.faults:
        found.table.faults += _missing(found, days, places)
    counts = [[found.counts.get((day, place), math.nan) for place in places] for day in days]
    return FleeOutput(places, np.array(days, dtype=np.int64), np.array(counts, dtype=np.float64) * scale)


def _missing(found: _Reading, days: list[int], places: tuple[str, ...]) -> Iterator[Fault]:
    """Days that all lie outside the scenario, and days on which a camp is left out."""
    file, scenario = str(found.table.path), found.scenario
    if not days:
        what = f"none of its days lies between {scenario.start} and {scenario.end}"
        yield Fault(file, 0, 0, what, "is it the output of another conflict?")
    for place in places:
        missing = [scenario.date_of(day) for day in days if (day, place) not in found.counts]
        if missing:
            what = f"no figure for {quoted(place)} on {len(missing)} of {len(days)} days, first on {missing[0]}"
            yield Fault(file, 0, 0, what, "add these rows, or delete the others of the same days")
