"""Exposure and needs as others read them: CSV with tags, and a terminal."""

import csv
import io
from datetime import date

import hxl
import pandas as pd
import pytest
from rich.console import Console

import nuzuh
from nuzuh.impact.needs import NEEDS
from nuzuh.outputs.exposure_tables import exposure_csv, full_dates_csv, needs_csv
from nuzuh.outputs.screen_exposure import show_exposure, show_needs


@pytest.fixture(scope="module")
def idlib():
    scenario = nuzuh.read_scenario("idlib-2020").between(date(2020, 2, 1), date(2020, 2, 14))
    return scenario, nuzuh.simulate(scenario, members=3)


@pytest.fixture(scope="module")
def valley():
    scenario = nuzuh.read_scenario("valley")
    return scenario, nuzuh.simulate(scenario, members=3)


def read(text):
    return pd.read_csv(io.StringIO(text), skiprows=[1], keep_default_na=False)


def shown(show, *data):
    text = io.StringIO()
    show(Console(file=text, width=140), *data)
    return text.getvalue()


def test_exposure_as_csv_holds_the_figures(valley):
    scenario, result = valley
    exposed = nuzuh.exposure(result, scenario, by=["location", "day"])
    table = read(exposure_csv(exposed))
    assert [*table.columns[:3]] == ["location", "date", "quantity"]
    row = table[(table["location"] == "Ford") & (table["date"] == "2021-03-06") & (table["band"] == "heavy")].iloc[0]
    figures = exposed.person_days_under_fire.sel(location="Ford", date="2021-03-06", band="heavy")
    assert row[["q05", "median", "q95"]].tolist() == pytest.approx(figures.quantile([0.05, 0.5, 0.95]).values)
    assert (table["q95"] > 0).all()


def test_totals_of_exposure_have_no_place_and_no_date(idlib):
    scenario, result = idlib
    table = read(exposure_csv(nuzuh.exposure(result, scenario)))
    assert [*table.columns] == ["quantity", "band", "below_c", "shelter", "median", "q05", "q95"]
    assert set(table["quantity"]) == {"person_days_under_fire", "person_nights_cold", "ever_within_reach"}


def test_needs_as_csv_have_totals_first(valley):
    scenario, result = valley
    needed = nuzuh.needs(result, scenario)
    table = read(needs_csv(needed))
    assert len(table) == 60 * 6
    assert [*table.columns[2:5]] == ["covered_space_m2", "covered_space_m2_q05", "covered_space_m2_q95"]
    last = table[(table["location"] == "") & (table["date"] == "2021-04-29")].iloc[0]
    total = needed.latrines_total.isel(day=-1).quantile([0.5, 0.05, 0.95])
    assert last[["latrines", "latrines_q05", "latrines_q95"]].tolist() == pytest.approx(total.values)
    camp = table[(table["location"] == "Meadow") & (table["date"] == "2021-04-10")].iloc[0]
    assert camp["tents_q95"] == pytest.approx(needed.tents.sel(location="Meadow", date="2021-04-10", quantile=0.95))


def test_full_dates_as_csv(valley):
    scenario, result = valley
    table = read(full_dates_csv(nuzuh.full_dates(result, scenario)))
    assert table["full_median"].tolist() == ["2021-03-18"]
    never = nuzuh.full_dates(result.where(result.kind == "", 0), scenario)
    assert read(full_dates_csv(never))["full_median"].tolist() == [""]


def test_tags_are_read_as_such(valley):
    scenario, result = valley
    texts = [
        exposure_csv(nuzuh.exposure(result, scenario, by=["group"])),
        needs_csv(nuzuh.needs(result, scenario)),
        full_dates_csv(nuzuh.full_dates(result, scenario)),
    ]
    for text in texts:
        rows = list(csv.reader(io.StringIO(text)))
        assert hxl.data(rows).tags == [tag.split(" ")[0] for tag in rows[1]]


def test_the_screen_says_what_is_modelled_and_what_is_not_known(valley):
    scenario, result = valley
    text = shown(show_exposure, nuzuh.exposure(result, scenario, by=["day"]))
    assert "people in their homes within 20 km of fire, ever" in text
    assert "Modelled, not observed. Deaths are not estimated." in text
    assert "person-nights without a known temperature" in text
    assert "below 0" not in text
    text = shown(show_needs, nuzuh.needs(result, scenario), nuzuh.full_dates(result, scenario))
    assert "Night temperature is known for 0% of person-nights" in text
    assert "Shelter is known for 0% of person-nights" in text
    assert "winter kits" not in text
    assert "2021-03-18 to 2021-03-18" in text


def test_the_screen_shows_cold_and_needs_where_they_are_known(idlib):
    scenario, result = idlib
    text = shown(show_exposure, nuzuh.exposure(result, scenario))
    assert "person-days under heavy fire" in text
    needed = nuzuh.needs(result, scenario)
    text = shown(show_needs, needed, nuzuh.full_dates(result, scenario))
    assert "winter kits" in text
    assert "known for" not in text
    assert "Locations with a capacity" not in text
    one = shown(show_needs, nuzuh.needs(result.isel(member=[0]), scenario))
    assert "interval" not in one
    assert all(long_name[:20] in one for long_name, _ in NEEDS.values())
