"""Whatever the names and numbers of a run: each format gives them back."""

import csv
import json
from itertools import product

import numpy as np
import pyarrow.parquet as pq
import pytest
import xarray as xr
from hypothesis import given, settings
from tests.results import results

import nuzuh
from nuzuh.outputs.export_csv import NUMBERS

FEW = settings(max_examples=10, deadline=None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("exports")


@given(results)
@FEW
def test_hxl_holds_the_quantiles_of_each_location_and_day(folder, result):
    file = nuzuh.export(result, "hxl", folder / "x.csv", quantities=["n_displaced", "n_at_home"])
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))[1:]  # the first holds tags
    names, dates = result["location"].values.tolist(), [str(day)[:10] for day in result["date"].values]
    keys = [(quantity, name, day) for quantity in ("n_displaced", "n_at_home") for name in names for day in dates]
    assert [(row["quantity"], row["name"], row["reference_period_start"]) for row in rows] == keys
    for quantity in ("n_displaced", "n_at_home"):
        for column, (_, share) in NUMBERS.items():
            found = [float(row[column]) for row in rows if row["quantity"] == quantity]
            wanted = np.quantile(result[quantity].values, share, axis=0).T.ravel()
            np.testing.assert_allclose(found, wanted, rtol=1e-13)


@given(results)
@FEW
def test_parquet_holds_every_number_of_every_member(folder, result):
    table = pq.read_table(nuzuh.export(result, "parquet", folder / "x.parquet")).to_pandas()
    columns = [table[name].astype(str).tolist() for name in ("member", "date", "location")]
    dates = [str(day)[:10] for day in result["date"].values]
    keys = product(map(str, result["member"].values), dates, result["location"].values.tolist())
    assert list(zip(*columns, strict=True)) == list(keys)
    for name in ("n_displaced", "new_arrivals"):
        assert table[name].tolist() == result[name].values.ravel().tolist()


@given(results)
@settings(max_examples=5, deadline=None)
def test_netcdf_holds_the_whole_result(folder, result):
    with xr.open_dataset(nuzuh.export(result, "netcdf", folder / "x.nc"), engine="h5netcdf") as read:
        for name, array in result.data_vars.items():
            assert read[name].dtype == array.dtype
            assert np.array_equal(read[name].values, array.values)
        assert read["location_name"].values.tolist() == result["location"].values.tolist()
        assert np.array_equal(read["time"].values, result["date"].values)
        for name in ("kind", "country", "pcode", "admin1", "status", "route_from"):
            assert read[name].values.tolist() == result[name].values.tolist()
        for name in ("lat", "lon", "route_km"):
            assert np.array_equal(read[name].values, result[name].values, equal_nan=True)


@given(results)
@FEW
def test_geojson_holds_the_last_day(folder, result):
    drawn = json.loads(nuzuh.export(result, "geojson", folder / "x.geojson").read_text(encoding="utf-8"))
    points = [one["properties"] for one in drawn["features"] if one["properties"]["feature"] == "location"]
    assert [point["name"] for point in points] == result["location"].values.tolist()
    for column, share in {"n_displaced": 0.5, "n_displaced_q05": 0.05, "n_displaced_q75": 0.75}.items():
        wanted = np.quantile(result["n_displaced"].values[:, -1], share, axis=0)
        np.testing.assert_allclose([point[column] for point in points], wanted, rtol=1e-15)
    lines = [one["properties"] for one in drawn["features"] if one["properties"]["feature"] == "route"]
    assert [(line["from"], line["to"]) for line in lines] == list(
        zip(result["route_from"].values.tolist(), result["route_to"].values.tolist(), strict=True)
    )
