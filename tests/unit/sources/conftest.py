"""Spreadsheets for tests: text in, counts or faults out."""

from datetime import date

import pytest

from nuzuh.errors import ScenarioError
from nuzuh.sources.registrations import read_counts

TODAY = date(2026, 1, 1)


class Spreadsheet:
    """Writes a spreadsheet and reads it."""

    def __init__(self, folder):
        self.path = folder / "counts.csv"

    def read(self, text):
        """All that is read."""
        self.path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_counts(self.path, today=TODAY)

    def counts(self, text):
        """Counts by place and date."""
        return as_counts(self.read(text).rows)

    def warnings(self, text):
        """Warnings, without the path."""
        faults = self.read(text).faults
        assert all(fault.level == "warning" for fault in faults)
        return [self._short(fault) for fault in faults]

    def errors(self, text):
        """Errors, without the path."""
        with pytest.raises(ScenarioError) as caught:
            self.read(text)
        return [self._short(fault) for fault in caught.value.faults if fault.level == "error"]

    def _short(self, fault):
        assert fault.file == str(self.path)
        return str(fault).removeprefix(f"{self.path}:").replace("warning: ", "")


def as_counts(rows):
    """Counts by place and date, from a table; each place and date stands in it once."""
    assert not rows.duplicated(["location", "date"]).any()
    return {(row.location, str(row.date.date())): row.n for row in rows.itertuples()}


@pytest.fixture
def sheet(tmp_path):
    return Spreadsheet(tmp_path)
