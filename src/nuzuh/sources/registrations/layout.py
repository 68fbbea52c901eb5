"""Which columns of a spreadsheet say where, when and how many; and whether sites or dates stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from nuzuh.errors import quoted
from nuzuh.scenario.cells import CellError
from nuzuh.sources.registrations.dates import TwoWays, meaning
from nuzuh.sources.registrations.names import Role, plain, role_of
from nuzuh.sources.registrations.numbers import NO_COUNT, is_like_a_number
from nuzuh.sources.registrations.sheet import Sheet

SAMPLE = 200
"""Filled cells by which a column is looked at where its name does not settle what it is."""
HEADER = "begin with a header such as location,date,n"
NO_COUNTS = "give the number of persons at each place and date in a column n, or individuals"


@dataclass(frozen=True)
class Layout:
    """How a spreadsheet is read.

    Args:
        counts: Columns of counts: one, or one for each site, or one for each date.
        date: Column of dates; None where dates are names of columns.
        place: Column of places; None where places are names of columns, or there is one place alone.
        is_by_site: Whether each column of counts is of the place that its name says.
        coarser: Columns that say in which area a place lies.
        parts: Columns that tell apart rows of one place and date: sex, nationality, kind of shelter.
        measures: Columns that say what was counted.
        words: The same in words.
    """

    counts: tuple[int, ...]
    date: int | None
    place: int | None
    is_by_site: bool = False
    coarser: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    measures: tuple[int, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Columns:
    """The columns of a sheet, and what each could be."""

    sheet: Sheet

    @cached_property
    def roles(self) -> list[Role | None]:
        """What the name or the tag of each column says."""
        sheet = self.sheet
        return [role_of(name, tag) for name, tag in zip(sheet.header, sheet.tags, strict=True)]

    @cached_property
    def samples(self) -> list[list[str]]:
        """The first filled cells of each column."""
        return [
            list(islice((row[at] for _, row in self.sheet.rows if row[at].casefold() not in NO_COUNT), SAMPLE))
            for at in range(len(self.sheet.header))
        ]

    @cached_property
    def are_numbers(self) -> list[bool]:
        """Whether at least half of the filled cells of each column are numbers."""
        return [bool(cells) and 2 * sum(map(is_like_a_number, cells)) >= len(cells) for cells in self.samples]

    @cached_property
    def are_dates(self) -> list[bool]:
        """Whether at least half of the filled cells of each column are dates, or would be if they had a day."""
        return [bool(cells) and 2 * sum(map(is_like_a_date, cells)) >= len(cells) for cells in self.samples]

    def of(self, role: str, *, guessed: bool = True) -> list[int]:
        """Columns with a role, the preferred one first."""
        found = [(known, at) for at, known in enumerate(self.roles) if known and known.role == role]
        return [at for known, at in sorted(found) if guessed or not known.is_guess]

    def n_different(self, column: int) -> int:
        """How many different entries a column has."""
        return len({row[column].casefold() for _, row in self.sheet.rows if row[column]})

    def are_numbered_places(self, column: int) -> bool:
        """Whether numbers in a column called after places are their names: people are counted in another."""
        known = self.roles[column]
        counts = [at for at in self.of("count", guessed=False) if plain(self.sheet.header[at]) != "total"]
        return known is not None and not known.is_guess and bool(counts)

    def names(self, columns: Sequence[int]) -> str:
        """Names of columns for a message."""
        shown = ", ".join(quoted(self.sheet.header[at] or self.sheet.tags[at]) for at in columns[:6])
        return shown + (f" and {len(columns) - 6} more" if len(columns) > 6 else "")

    def warn(self, column: int, what: str, way_out: str) -> None:
        """Note how a column is read."""
        self.sheet.warn(self.sheet.header_line, column, what, way_out)

    def error(self, what: str, way_out: str, column: int = 0) -> None:
        """Note what no column says."""
        self.sheet.error(self.sheet.header_line, column, what, way_out)


def layout_of(sheet: Sheet) -> Layout:
    """Find out how a spreadsheet is to be read; choices that could have been others become warnings.

    Raises:
        ScenarioError: It does not say where, when or how many.
    """
    columns = Columns(sheet)
    dated = [at for at, name in enumerate(sheet.header) if is_like_a_date(name, whole=True)]
    if any(columns.are_dates[at] and not columns.are_numbers[at] for at in dated):
        columns.error("the first row is no header: it has a date where the rows below have theirs", HEADER, dated[0])
        sheet.raise_errors()
    date = None if len(dated) > 1 else _date_column(columns)
    if dated and date is not None and not columns.are_dates[date]:
        date = None  # a table turned round, whose corner still says date
    near = [at for at, name in enumerate(sheet.header) if is_like_a_date(name)]
    if date is None and (dated or len(near) > 1):
        found = _by_date(columns, dated if len(dated) > 1 else near)
    elif date is None:
        _report_no_date(columns)
        found = None
    else:
        found = _by_rows(columns, date)
    sheet.raise_errors()
    if found is None:  # never: an error was raised
        message = "a layout, or an error"
        raise AssertionError(message)
    return found


def is_like_a_date(text: str, *, whole: bool = False) -> bool:
    """Whether a text is a date and no plain number; one without a day counts unless it must be whole.

    Examples:
        >>> is_like_a_date("31/01/2020"), is_like_a_date("Jan-20"), is_like_a_date("43861", whole=True)
        (True, True, False)
    """
    try:
        return isinstance(meaning(text), TwoWays) or not (whole and text.isdecimal())
    except CellError as error:
        is_near = any(words in error.what for words in ("no day", "two digits", "no day of the calendar"))
        return is_near and not whole and not (text.isdecimal() and len(text) != 4)


def _date_column(columns: Columns) -> int | None:
    """The column of dates: by name, and if several have one, the first that holds dates; else by its cells."""
    named = columns.of("date")
    fit = [at for at in named if columns.are_dates[at]]
    if not named:
        by_cells = [at for at, known in enumerate(columns.roles) if columns.are_dates[at] and known is None]
        fit = [at for at in by_cells if not columns.are_numbers[at]]
        if fit:
            columns.warn(
                fit[0], f"dates are read from {columns.names(fit[:1])}", "call the column date if that is right"
            )
    elif len(fit) > 1:
        what = f"dates are read from {columns.names(fit[:1])}, not from {columns.names(fit[1:])}"
        columns.warn(fit[0], what, "delete the column that is not meant")
    found = fit or named
    return found[0] if found else None


def _report_no_date(columns: Columns) -> None:
    years = [
        at for at, name in enumerate(columns.sheet.header) if name.casefold() in ("year", "année", "annee", "month")
    ]
    if years:
        what = f"there are no dates, only {columns.names(years)}"
        columns.error(what, "give the day of each count in a column date, as 2020-01-31", years[0])
    else:
        way_out = "begin with a header such as location,date,n; with one column per date, name each as 2020-01-31"
        columns.error("no column of dates is known by its name or its cells", way_out)


def _by_date(columns: Columns, dated: list[int]) -> Layout:
    """One row for each site, one column for each date."""
    rest = [at for at in range(len(columns.sheet.header)) if at not in dated]
    place, coarser = _place_column(columns, rest)
    if place is None:
        texts = [at for at in rest if columns.samples[at] and not columns.are_numbers[at]]
        if not rest:
            columns.error("there are columns of dates, and none of places", "add a column location")
        place = next(iter(texts or rest), 0)
    parts, measures = _told_apart(columns, [*dated, place, *coarser])
    words = f"one row for each place ({columns.names([place])}), one column for each of {len(dated)} dates"
    return Layout(tuple(dated), None, place, coarser=coarser, parts=parts, measures=measures, words=words)


def _by_rows(columns: Columns, date: int) -> Layout | None:
    """A row for each count, or for each date with one column for each site."""
    rest = [at for at in range(len(columns.sheet.header)) if at != date]
    place, coarser = _place_column(columns, rest)
    free = [at for at in rest if at != place and at not in coarser]
    if place is None:
        numbers = [at for at in free if columns.are_numbers[at] and _may_be_a_site(columns, at)]
        if numbers and _are_sites(columns, numbers):
            return _by_site(columns, date, numbers, free)
    count = _count_column(columns, free)
    if count is None:
        return None
    if place is None:
        place = _unnamed_place(columns, [at for at in free if at != count])
    taken = [at for at in (date, place, count) if at is not None]
    parts, measures = _told_apart(columns, [*taken, *coarser])
    where = f"places from {columns.names([place])}" if place is not None else "one place, named after the file"
    words = f"one row for each count: {where}, dates from {columns.names([date])}, counts from {columns.names([count])}"
    return Layout((count,), date, place, coarser=coarser, parts=parts, measures=measures, words=words)


def _by_site(columns: Columns, date: int, numbers: list[int], free: list[int]) -> Layout:
    """A row for each date, a column for each site."""
    sites = [at for at in numbers if columns.sheet.header[at]]
    left = [at for at in free if at not in sites and columns.samples[at]]
    if left:
        what = f"no counts are read from {columns.names(left)}"
        columns.warn(left[0], what, "delete it, or name its site in the header and give numbers below")
    words = f"one row for each date ({columns.names([date])}), one column for each of {len(sites)} places"
    return Layout(tuple(sites), date, None, is_by_site=True, words=words)


def _may_be_a_site(columns: Columns, column: int) -> bool:
    known = columns.roles[column]
    return known is None or known.is_guess or known.role in ("count", "place")


def _are_sites(columns: Columns, numbers: list[int]) -> bool:
    """Whether columns of numbers are of different sites, and not of different measures of one."""
    tags = [columns.sheet.tags[at] for at in numbers]
    if any(tags):
        return len(tags) > 1 and len(set(tags)) == 1
    known = [columns.roles[at] for at in numbers]
    return not all(role and role.role == "count" and not role.is_guess for role in known)


def _place_column(columns: Columns, among: Sequence[int]) -> tuple[int | None, tuple[int, ...]]:
    """The column of the finest places, which has the most different entries, and those of areas; names before codes."""
    for role in ("place", "code"):
        found = [
            at
            for at in columns.of(role)
            if at in among and 2 * len(columns.samples[at]) >= min(SAMPLE, len(columns.sheet.rows))
            if not columns.are_numbers[at] or role == "code" or columns.are_numbered_places(at)
        ]
        sure = [at for at in found if not columns.roles[at].is_guess] or found  # type: ignore[union-attr]
        if not sure:
            continue
        finest = max(sure, key=columns.n_different)
        coarser = tuple(at for at in sure if at != finest)
        guess = columns.roles[finest]
        if coarser:
            what = f"places are read from {columns.names([finest])}, the finest; {columns.names(coarser)} say where"
            columns.warn(finest, what, "delete the columns that are not meant")
        elif guess and guess.is_guess:
            way_out = "call the column location if that is right"
            columns.warn(finest, f"places are read from {columns.names([finest])}", way_out)
        return finest, coarser
    return None, ()


def _unnamed_place(columns: Columns, among: Sequence[int]) -> int | None:
    """The only column of texts that nothing else is known of, or none."""
    texts = [at for at in among if columns.roles[at] is None and columns.samples[at] and not columns.are_numbers[at]]
    if len(texts) == 1:
        columns.warn(
            texts[0], f"places are read from {columns.names(texts)}", "call the column location if that is right"
        )
        return texts[0]
    if texts:
        columns.error(f"places may stand in {columns.names(texts)}", "call the right column location", texts[0])
    return None


def _count_column(columns: Columns, among: Sequence[int]) -> int | None:
    """The column of counts; never one of households."""
    named = [at for at in columns.of("count", guessed=False) if at in among]
    guessed = [at for at in columns.of("count") if at in among and at not in named and columns.are_numbers[at]]
    unnamed = [at for at in among if columns.roles[at] is None and columns.are_numbers[at]]
    households = [at for at in columns.of("households") if at in among]
    fit = [at for at in named if columns.are_numbers[at]] or named[:1]
    if fit:
        if len(fit) > 1:
            what = f"persons are read from {columns.names(fit[:1])}, not from {columns.names(fit[1:])}"
            columns.warn(fit[0], what, "delete the columns that are not meant, or add them up")
        return fit[0]
    if guessed or (len(unnamed) == 1 and not households):
        found = (guessed or unnamed)[0]
        others = f", not from {columns.names(guessed[1:])}" if len(guessed) > 1 else ""
        columns.warn(
            found, f"persons are read from {columns.names([found])}{others}", "call the column n if that is right"
        )
        return found
    if households:
        what = f"{columns.names(households)} counts households, and no column counts persons"
        columns.error(what, "give persons, as households times the usual size of one, in a column n", households[0])
    elif unnamed:
        columns.error(f"persons may be counted in {columns.names(unnamed)}", "call the right column n", unnamed[0])
    else:
        columns.error("no column counts persons", NO_COUNTS)
    return None


def _told_apart(columns: Columns, taken: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Columns that may tell apart rows of one place and date, and columns that say what was counted."""
    free = [at for at in range(len(columns.sheet.header)) if at not in taken and columns.n_different(at) > 1]
    parts = []
    for at in free:
        known = columns.roles[at]
        is_text = not columns.are_numbers[at] and not columns.are_dates[at]
        if (known and known.role == "part") or (known is None and is_text):
            parts.append(at)
    return tuple(parts), tuple(at for at in columns.of("measure") if at in free)
