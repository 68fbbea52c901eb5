"""Real folders, where they lie beside the checkout: what is said of each, and the totals computed once more."""

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from nuzuh.scenario.checks import check_tables
from nuzuh.scenario.flee.folder import is_flee_folder, read_flee
from nuzuh.scenario.folder import read_folder, write_scenario

SHARED = Path(__file__).parents[4] / "../shared/data"
SOUND = ("burundi", "car", "mali2012", "ssudan", "syria2013")
SHORT = "nigeria2016_adm1"
BROKEN = ("mali2017_adm2", "nigeria2019")

pytestmark = pytest.mark.skipif(not (SHARED / "flee").is_dir(), reason="the real folders are not there")


def folder(name):
    return SHARED / ("flee-broken" if name in BROKEN else "flee") / name


def lines(name, faults, level):
    return [str(fault).removeprefix(f"{folder(name)}/") for fault in faults if fault.level == level]


@pytest.mark.parametrize("name", SOUND)
def test_sound_folders_have_no_errors(name):
    assert is_flee_folder(folder(name))
    scenario, faults = read_flee(folder(name))
    assert lines(name, faults, "error") == []
    assert scenario is not None


@pytest.mark.parametrize("name", [*SOUND, SHORT, *BROKEN])
def test_what_is_read_can_be_written_and_read_again(name, tmp_path):
    scenario, _ = read_flee(folder(name), lenient=True)
    assert [str(fault) for fault in check_tables(scenario) if fault.level == "error"] == []
    again, faults = read_folder(write_scenario(scenario, tmp_path / "written"))
    assert [str(fault) for fault in faults if fault.level == "error"] == []
    assert again.hash == scenario.hash


def test_nigeria_ends_early():
    scenario, faults = read_flee(folder(SHORT))
    assert scenario is None
    (line,) = lines(SHORT, faults, "error")
    assert line.startswith(
        "input_csv/conflicts.csv:1888:1: the table ends on day 1886 (2021-04-30), the run on day 2191"
    )
    scenario, faults = read_flee(folder(SHORT), lenient=True)
    assert lines(SHORT, faults, "error") == []
    assert scenario.n_days == 2192


FAULTS = {
    "mali2017_adm2": [
        ("input_csv/conflicts.csv:301:1", "the table ends on day 299"),
        ("input_csv/locations.csv:38:1", "location 'Bamako' stands twice (first on line 17)"),
        ("input_csv/routes.csv:13:12", "unknown location 'Fassala-Mbera'"),
    ],
    "nigeria2019": [
        ("input_csv/locations.csv:66:1", "location 'Plateau' stands twice (first on line 33)"),
        ("input_csv/locations.csv:68:64", "capacity '22,849' is not a whole number: write 22849"),
        ("simsetting.yml", "no such file"),
    ],
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_folders_have_errors_that_can_all_be_mended(name):
    scenario, faults = read_flee(folder(name))
    assert scenario is None
    errors = lines(name, faults, "error")
    for place, what in FAULTS[name]:
        assert any(line.startswith(f"{place}: {what}") for line in errors), place
    assert all(" or run with --lenient, which " in line for line in errors)
    scenario, faults = read_flee(folder(name), lenient=True)
    assert scenario is not None
    assert lines(name, faults, "error") == []


def test_what_is_known_of_car():
    """Day-0 counts of sums and corrections, as a run of Flee shows them in its first evening (thinned by 60)."""
    scenario, faults = read_flee(folder("car"))
    rows = scenario.locations.set_index("name")
    assert (rows["displaced"][["Betou", "Inke", "Mboti"]] // 60).tolist() == [57, 110, 108]
    assert np.isnan(rows.at["Mboti", "capacity"])  # 704, used up by 6505
    assert lines("car", faults, "warning")[-1].startswith(
        "source_data/data_layout.csv:10:1: warning: no location is called 'Bossobolo'"
    )


def test_what_is_known_of_burundi():
    scenario, _ = read_flee(folder("burundi"))
    closures = scenario.tables["closures"]
    assert list(zip(closures["kind"], closures["from"], strict=True)) == [("camp", "Nduta"), ("camp", "Lusenda")]
    assert (closures["end"].iloc[0].date() - scenario.start).days == 100
    assert scenario.params["displacement"]["decay"] == [1.0, 1.0, 1.0, 0.5, 0.1]


class Flee:
    """Flee's reading of registrations, written down once more and day by day."""

    def __init__(self, path):
        periods = dict(row[:2] for row in self.rows(path / "input_csv/sim_period.csv"))
        self.start, self.n_days = date.fromisoformat(periods["StartDate"]), int(periods["Length"])
        layout = self.rows(path / "source_data/data_layout.csv")
        self.series = {row[0]: self.table(path / "source_data", row[1:]) for row in layout[1:]}
        for name, when, *_ in self.rows(path / "input_csv/registration_corrections.csv"):
            self.correct(self.series[name], date.fromisoformat(when))

    @staticmethod
    def rows(path):
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [row for row in csv.reader(file) if any(cell.strip() for cell in row) and row[0][:1] != "#"]

    def table(self, data, names):
        tables = []
        for name in names:
            rows = [row for row in self.rows(data / name) if row[0] not in ("", "Date", "DateTime") and row[1] != ""]
            tables.append([[date.fromisoformat(row[0]), float(row[1])] for row in rows])
        table = tables[0]
        for other in tables[1:]:
            dates = sorted({when for when, _ in table if when <= other[-1][0]} | {when for when, _ in other})
            table = [[when, self.one(table, other, when)] for when in dates]
        return table

    @staticmethod
    def one(table, other, when):
        mine = [value for day, value in table if day == when]
        if mine:
            return mine[0] + next((value for day, value in reversed(other) if day <= when), 0.0)
        theirs = next(value for day, value in other if day == when)
        return theirs + next((value for day, value in table if day > when), table[-1][1])

    def correct(self, table, when):
        if when < self.start:
            return
        for ix in range(1, len(table)):
            if table[ix][0] == when:
                factor = table[ix][1] / table[ix - 1][1]
                for row in table[:ix]:
                    row[1] *= factor

    def at(self, table, day):
        days = [(when - self.start).days for when, _ in table]
        if day < days[0]:
            return table[0][1]
        for ix in range(1, len(days)):
            if day < days[ix]:
                part = (day - days[ix - 1]) / (days[ix] - days[ix - 1])
                return table[ix - 1][1] * (1 - part) + table[ix][1] * part
        return table[-1][1]

    def displaced(self):
        """People whom Flee makes up to each day, in fractions of people."""
        registered = [sum(self.at(table, day) for table in self.series.values()) for day in range(self.n_days)]
        found, debt, made = [0.0], 0.0, 0.0
        for before, after in pairwise(registered):
            new = after - before - debt
            debt, made = max(-new, 0.0), made + max(new, 0.0)
            found.append(made)
        return np.array(found)


@pytest.mark.parametrize("name", ["car", SHORT, "burundi"])
def test_the_total_is_what_flee_displaces(name):
    scenario, _ = read_flee(folder(name), lenient=True)
    seen = scenario.tables["observations"]
    total = seen[seen["quantity"] == "cum_displaced"]
    days = [scenario.day_of(when.date()) for when in total["date"]]
    ours = np.interp(np.arange(scenario.n_days), days, total["value"])
    flee = Flee(folder(name))
    np.testing.assert_allclose(ours, flee.displaced(), atol=1e-3)
    assert len(days) < scenario.n_days / 2
    stocks = seen[seen["quantity"] == "n_displaced"]
    for when, camp, value in zip(stocks["date"], stocks["location"], stocks["value"], strict=True):
        assert value == pytest.approx(flee.at(flee.series[camp], scenario.day_of(when.date())))
