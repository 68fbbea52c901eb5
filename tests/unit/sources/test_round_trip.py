"""The same counts, written in any layout, are read as the same counts."""

import csv
import io
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.sources.conftest import as_counts

from nuzuh.sources.registrations import read_counts
from nuzuh.sources.registrations.names import is_total, role_of

ALPHABET = st.characters(categories=("Lu", "Ll", "Lo", "Nd"), include_characters=" -'.,;\"()&")


def is_a_name(text):
    """Whether a text can be nothing but the name of a place."""
    has_letter = any(c.isalpha() for c in text)
    return (
        has_letter
        and not is_total(text)
        and role_of(text) is None
        and text.casefold() not in ("n/a", "na", "nd", "nan")
    )


NAMES = st.text(ALPHABET, min_size=1, max_size=15).map(lambda text: " ".join(text.split())).filter(is_a_name)
"""Places; some of few letters could be read as numbers, dates or words for nothing."""
DAYS = st.integers(0, 3000).map(lambda day: date(2012, 1, 1) + timedelta(days=day))
COUNTS = st.one_of(st.integers(0, 10**7), st.floats(0, 10**7, allow_nan=False).map(lambda n: round(n, 1))).map(float)
TABLES = st.dictionaries(st.tuples(NAMES, DAYS), COUNTS, min_size=2, max_size=25).filter(
    lambda table: len({name.casefold() for name, _ in table}) == len({name for name, _ in table})
)


def number(n):
    return str(n).removesuffix(".0")


def long(table, tags):
    rows = [["date", "location", "n"]] if not tags else [["x", "y", "z"], ["#date", "#loc +name", "#affected +ind"]]
    return rows + [
        [str(when), name, number(n)] for (name, when), n in sorted(table.items(), key=lambda item: item[0][1])
    ]


def wide(table, *, by_site):
    names = list(dict.fromkeys(name for name, _ in table))
    days = sorted({when for _, when in table})
    rows = [["date", *names]]
    rows += [[str(when), *(number(table.get((name, when), "")) for name in names)] for when in days]
    return rows if by_site else [list(column) for column in zip(*rows, strict=True)]


def read(rows, folder, separator):
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    path = folder / "table.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return as_counts(read_counts(path).rows)


@settings(max_examples=60, deadline=None)
@given(table=TABLES, separator=st.sampled_from(",;\t"))
def test_any_layout_gives_the_same_counts(tmp_path_factory, table, separator):
    folder = tmp_path_factory.mktemp("tables")
    meant = {(name, str(when)): n for (name, when), n in table.items()}
    for rows in (
        long(table, tags=False),
        long(table, tags=True),
        wide(table, by_site=True),
        wide(table, by_site=False),
    ):
        assert read(rows, folder, separator) == meant, rows[:2]
