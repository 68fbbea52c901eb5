"""NetCDF by the Climate and Forecast conventions: what these ask for, looked at in the file."""

import h5netcdf
import numpy as np
import pytest
from tests.results import AWKWARD, result_of

import nuzuh


@pytest.fixture(scope="module")
def result():
    return result_of(AWKWARD)


@pytest.fixture(scope="module")
def file(result, tmp_path_factory):
    path = nuzuh.export(result, "netcdf", tmp_path_factory.mktemp("cf") / "x.nc")
    with h5netcdf.File(path, "r") as opened:
        yield opened


def test_the_file_says_what_it_is(file, result):
    assert file.attrs["Conventions"] == "CF-1.11"
    assert "coordinates" not in file.attrs
    for name in ("title", "institution", "source", "history", "references", "comment"):
        assert file.attrs[name]
    assert file.attrs["status"] == "modelled"
    assert "not observations" in file.attrs["comment"]
    for name in ("scenario", "scenario_hash", "seed", "version"):
        assert file.attrs[name] == result.attrs[name]


def test_time_is_days_since_the_first_with_bounds(file):
    time = file["time"]
    assert (time.dimensions, time.attrs["units"], time.attrs["axis"]) == (("time",), "days since 2020-01-01", "T")
    assert (time.attrs["standard_name"], time.attrs["calendar"]) == ("time", "proleptic_gregorian")
    assert time[:].tolist() == [0, 1, 2, 3]
    bounds = file[time.attrs["bounds"]]
    assert bounds[:].tolist() == [[0, 1], [1, 2], [2, 3], [3, 4]]


def test_a_coordinate_of_a_dimension_is_a_rising_number(file):
    """Names of locations are labels, with a name other than their dimension's."""
    for name in set(file.dimensions) & set(file.variables):
        values = file[name][:]
        assert values.dtype.kind in "if"
        assert (np.diff(values) > 0).all()
    assert "location" not in file.variables


def test_positions_have_standard_names(file):
    named = {"lat": ("latitude", "degrees_north"), "lon": ("longitude", "degrees_east")}
    for name, wanted in named.items():
        assert (file[name].attrs["standard_name"], file[name].attrs["units"]) == wanted
    assert file["member"].attrs["standard_name"] == "realization"


def test_every_variable_has_unit_name_and_how_it_was_counted(file, result):
    for name in result.data_vars:
        attrs = file[name].attrs
        assert attrs["long_name"] == result[name].attrs["long_name"]
        assert (attrs["units"], attrs["counted"]) == ("1", "persons")
        is_flow = result[name].attrs["units"] == "persons per day"
        assert attrs["cell_methods"] == ("time: sum" if is_flow else "time: point (in the evening of the day)")
        beside = attrs["coordinates"].split()
        assert ({"lat", "lon", "location_name"} <= set(beside)) == ("location" in file[name].dimensions)
        assert all(set(file[label].dimensions) <= set(file[name].dimensions) for label in beside)


def test_members_are_stored_apart_and_compressed(file):
    assert file["n_displaced"].chunks == (1, 4, 8)
    assert file["n_displaced"].compression == "gzip"


def test_moves_and_groups_are_written_too(result, tmp_path):
    attrs = {"long_name": "displaced persons staying at the location in the evening, by group", "units": "persons"}
    by_group = result["n_displaced"].expand_dims({"group": ["girls", "others"]}, axis=2).assign_attrs(attrs)
    grouped = result.assign(n_displaced_by_group=by_group)
    with h5netcdf.File(nuzuh.export(grouped, "netcdf", tmp_path), "r") as file:
        assert file["n_displaced_by_group"].dimensions == ("member", "time", "group", "location")
        assert file["n_displaced_by_group"].attrs["coordinates"].split().count("group_name") == 1
        assert np.array_equal(file["n_displaced_by_group"][:], by_group.values)
        assert file["new_moves"].dimensions == ("member", "time", "origin", "destination")
        assert np.array_equal(file["new_moves"][:], result["new_moves"].values)
