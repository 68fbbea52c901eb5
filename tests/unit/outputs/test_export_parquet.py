"""Parquet: what pandas and others find in it."""

import pandas as pd
import pyarrow.parquet as pq
import pytest
from tests.results import AWKWARD, result_of

import nuzuh


@pytest.fixture(scope="module")
def result():
    return result_of(AWKWARD)


@pytest.fixture(scope="module")
def file(result, tmp_path_factory):
    return nuzuh.export(result, "parquet", tmp_path_factory.mktemp("parquet") / "x.parquet")


def test_the_file_says_that_it_is_modelled_and_of_which_run(file, result):
    said = {key.decode(): text.decode() for key, text in pq.read_schema(file).metadata.items()}
    assert said["nuzuh.status"] == "modelled"
    assert "not observations" in said["nuzuh.note"]
    for name in ("scenario", "scenario_hash", "seed", "command"):
        assert said[f"nuzuh.{name}"] == str(result.attrs[name])


def test_columns_have_units(file):
    field = pq.read_schema(file).field("new_displaced")
    assert field.metadata[b"units"] == b"persons per day"


def test_quantiles_can_be_taken_by_pandas(file, result):
    table = pd.read_parquet(file)
    table["date"] = pd.to_datetime(table["date"])
    found = table[table["location"] == "إدلب"].groupby("date")["n_displaced"].quantile([0.05, 0.5, 0.95])
    wanted = result["n_displaced"].sel(location="إدلب").quantile([0.05, 0.5, 0.95], "member").values.T.ravel()
    assert found.tolist() == pytest.approx(wanted.tolist(), rel=1e-12)


def test_labels_are_stored_once(file):
    table = pd.read_parquet(file)
    assert table["location"].dtype.name == table["admin1"].dtype.name == "category"
    assert table["location"].cat.categories.tolist() == AWKWARD
    assert table["country"].unique().tolist() == ["Syria"]
