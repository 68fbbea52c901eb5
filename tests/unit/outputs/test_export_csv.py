"""HXL: a table that libhxl and HAPI's users read."""

import csv
import io

import hxl
import pytest
from tests.results import AWKWARD, result_of

from nuzuh.outputs.country_codes import country_code
from nuzuh.outputs.export_csv import hapi_csv

OF_HAPI = {"location_code", "location_name", "admin1_name", "admin2_name", "population", "reference_period_start",
           "reference_period_end"}  # fmt: skip
"""Fields of HAPI's table of internally displaced persons that a run can fill."""


@pytest.fixture(scope="module")
def result():
    return result_of(AWKWARD, members=5)


@pytest.fixture(scope="module")
def text(result):
    return hapi_csv(result)


def test_libhxl_reads_it(result, text):
    source = hxl.data(hxl.make_input(io.BytesIO(text.encode()), hxl.InputOptions(allow_local=True)))
    assert source.columns[0].display_tag == "#country+code+v_iso3"
    rows = list(source)
    assert len(rows) == result.sizes["day"] * result.sizes["location"]
    assert [row.get("#loc+name") for row in rows[:: result.sizes["day"]]] == AWKWARD
    medians = result["n_displaced"].median("member").values.T.ravel().tolist()
    assert [float(row.get("#affected+median")) for row in rows] == medians
    assert {row.get("#status") for row in rows} == {"modelled"}
    assert hxl.validate(source)


def test_fields_are_those_of_hapi(text):
    header, tags, first = list(csv.reader(io.StringIO(text, newline="")))[:3]
    assert set(header) >= OF_HAPI
    assert len(header) == len(tags) == len(first) == len(set(tags))
    row = dict(zip(header, first, strict=True))
    assert (row["location_code"], row["location_name"], row["admin1_name"]) == ("SYR", "Syria", "North, 0")
    assert row["reference_period_start"] == row["reference_period_end"] == "2020-01-01"


def test_every_row_says_that_it_is_modelled_and_of_which_run(result, text):
    rows = list(csv.DictReader(io.StringIO(text, newline="")))[1:]
    said = {tuple(row[name] for name in ("status", "scenario", "scenario_hash", "seed", "members")) for row in rows}
    assert said == {("modelled", "test", result.attrs["scenario_hash"], "1", "5")}


def test_a_location_without_position_or_in_an_unknown_country_has_blanks(result):
    rows = list(csv.DictReader(io.StringIO(hapi_csv(result.assign_coords(country=("location", ["Nowhere"] * 8))))))
    assert (rows[-1]["lat"], rows[-1]["lon"], rows[-1]["location_code"]) == ("", "", "")


def test_a_result_of_an_earlier_version_has_no_units_of_administration(result):
    rows = list(csv.DictReader(io.StringIO(hapi_csv(result.drop_vars(["admin1", "admin2", "status"])))))
    assert {row["admin1_name"] for row in rows[1:]} == {""}


@pytest.mark.parametrize(
    ("name", "code"),
    [("Türkiye", "TUR"), ("turkey", "TUR"), ("DRC", "COD"), ("SDN", "SDN"), ("Côte d'Ivoire", "CIV"), ("", "")],
)
def test_countries_are_known_by_their_names(name, code):
    assert country_code(name) == code
