"""Observations that were read from reports and that nobody has accepted: they change nothing and are shown nowhere."""

import re
from pathlib import Path

import pandas as pd
import pytest

import nuzuh
from nuzuh.errors import ScenarioError, UsageError
from nuzuh.forecast.assimilate import assimilate, run_on
from nuzuh.forecast.calibrate import calibrate
from nuzuh.forecast.registered import registered_places
from nuzuh.outputs.page_data import page_payload, run_payload
from nuzuh.scenario.checks import check_tables
from nuzuh.scenario.observations import ACCEPTED, REPORTED, observed, to_learn_from
from nuzuh.scenario.tables import table_of

SOURCE = Path(nuzuh.__file__).parent
READ = {"source": "a report", "status": REPORTED, "note": "as many as never before"}
WRONG = [
    {"date": "2021-03-20", "quantity": "cum_displaced", "value": 57_000, **READ},
    {"date": "2021-03-20", "quantity": "cum_displaced", "value": 3, **READ},
    {"date": "2021-04-12", "quantity": "n_displaced", "location": "Meadow", "value": 8_999, **READ},
    {"date": "2021-04-12", "quantity": "n_displaced", "location": "Harbour", "low": 1, "high": 2, **READ},
]
RATE = {"displacement.rate": {"uniform": [0.02, 0.4]}}


@pytest.fixture(scope="module")
def valley():
    return nuzuh.read_scenario("valley")


@pytest.fixture(scope="module")
def told(valley):
    """The valley, and beside what was counted there what reports say of it."""
    rows = pd.concat([valley.tables["observations"], table_of(WRONG, "observations")], ignore_index=True)
    rows.index = pd.RangeIndex(2, len(rows) + 2, name="line")
    return valley.with_tables(observations=rows)


def test_a_run_is_the_same_to_the_byte(valley, told, tmp_path):
    assert told.hash == valley.hash
    for name, scenario in (("without", valley), ("with", told)):
        nuzuh.write_result(nuzuh.simulate(scenario, seed=3, members=4), tmp_path / f"{name}.nc")
    assert (tmp_path / "with.nc").read_bytes() == (tmp_path / "without.nc").read_bytes()


def test_what_is_shown_of_a_run_is_the_same(valley, told):
    result = nuzuh.simulate(valley, members=4)
    assert nuzuh.summarise(result, told) == nuzuh.summarise(result, valley)
    pages = [page_payload(one, [run_payload(result, one)]) for one in (told, valley)]
    assert pages[0] == pages[1]


def test_a_posterior_is_the_same(valley, told):
    how = {"params": RATE, "n": 64, "engine": "mean", "executor": "here"}
    found, expected = (calibrate(one, **how) for one in (told, valley))
    assert found.identical(expected)


def test_assimilation_and_leaks_are_the_same(valley, told):
    found, expected = (assimilate(one, valley.end, members=8) for one in (told, valley))
    assert len(found.learner.lessons) == len(expected.learner.lessons) == 3
    assert run_on(found, 1).identical(run_on(expected, 1))
    assert nuzuh.leaks(told) == nuzuh.leaks(valley)
    assert registered_places(told) == registered_places(valley) == ("Meadow",)


def test_rows_that_were_accepted_count_as_any_other(told):
    rows = told.tables["observations"]
    accepted = told.with_tables(observations=rows.assign(status=rows["status"].replace(REPORTED, ACCEPTED)))
    assert len(to_learn_from(accepted)) == len(observed(accepted)) == len(rows)
    assert accepted.hash != told.hash
    assert registered_places(accepted) == ("Meadow", "Harbour")


def test_all_take_their_rows_from_one_function():
    """Else one of them would take what nobody has accepted for what was counted."""
    own = {SOURCE / "scenario" / name for name in ("observations.py", "scenario.py")}
    for path in set(SOURCE.rglob("*.py")) - own:
        without_examples = re.sub(r"(>>>|\.\.\. ).*", "", path.read_text(encoding="utf-8"))
        assert 'tables["observations"]' not in without_examples, path


def test_a_report_may_contradict_itself_until_rows_are_accepted(told):
    assert [fault.level for fault in check_tables(told)] == ["warning"]
    rows = told.tables["observations"]
    both = told.with_tables(observations=rows.assign(status=rows["status"].replace(REPORTED, ACCEPTED)))
    assert [fault.what for fault in check_tables(both)] == ["observation stands twice (first on line 5)"]


def test_the_same_row_of_the_same_source_still_stands_twice(told):
    rows = told.tables["observations"]
    twice = pd.concat([rows, rows.tail(1).set_axis([9])])
    faults = [fault.what for fault in check_tables(told.with_tables(observations=twice)) if fault.level == "error"]
    assert faults == ["observation stands twice (first on line 8)"]


def test_where_nothing_else_is_known_it_is_said_what_to_do(valley):
    rows = valley.tables["observations"].assign(status=REPORTED)
    with pytest.raises(UsageError, match="not accepted; look at them with 'nuzuh accept'"):
        calibrate(valley.with_tables(observations=rows), params=RATE)


OBSERVATIONS = """date,location,quantity,value,source,status
2021-03-01,Meadow,n_displaced,100,desk,observed
2021-03-02,Meadow,n_displaced,900,a report,reported
"""


def test_a_table_of_observations_read_as_a_spreadsheet_is_without_them(tmp_path):
    file = tmp_path / "observations.csv"
    file.write_text(OBSERVATIONS, encoding="utf-8")
    found, faults = nuzuh.read_registrations(file)
    assert [counts.tolist() for counts in found.counts] == [[100.0]]
    assert [fault.what for fault in faults][:1] == ["1 of 2 rows is read from a report and not accepted"]


def test_a_table_of_nothing_else_has_no_counts(tmp_path):
    file = tmp_path / "observations.csv"
    file.write_text(OBSERVATIONS.replace("observed", "reported"), encoding="utf-8")
    with pytest.raises(ScenarioError, match="there are no other rows"):
        nuzuh.read_registrations(file)


def test_the_status_of_rows_of_others_is_theirs(tmp_path):
    file = tmp_path / "counts.csv"
    file.write_text("site,date,individuals,status\nA,2021-03-01,100,reported\n", encoding="utf-8")
    found, _ = nuzuh.read_registrations(file)
    assert [counts.tolist() for counts in found.counts] == [[100.0]]
