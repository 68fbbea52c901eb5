"""GeoJSON: the rules of RFC 7946, and what a map must say of its numbers."""

import json
from datetime import date

import pytest
from tests.results import AWKWARD, result_of

import nuzuh

DEPTH = {"Point": 0, "LineString": 1, "MultiLineString": 2}


@pytest.fixture(scope="module")
def result():
    return result_of(AWKWARD)


@pytest.fixture(scope="module")
def drawn(result, tmp_path_factory):
    return read(nuzuh.export(result, "geojson", tmp_path_factory.mktemp("map")))


def read(path):
    def refuse(word):
        message = f"{word} is no JSON"
        raise AssertionError(message)

    return json.loads(path.read_bytes().decode("utf-8"), parse_constant=refuse)


def positions(coordinates, depth):
    if depth == 0:
        return [coordinates]
    return [position for part in coordinates for position in positions(part, depth - 1)]


def of_kind(drawn, kind):
    return [one for one in drawn["features"] if one["properties"]["feature"] == kind]


def test_it_is_a_collection_of_features_in_wgs_84(drawn):
    assert drawn["type"] == "FeatureCollection"
    assert "crs" not in drawn  # RFC 7946, section 4: it is WGS 84, and nothing else can be said
    for feature in drawn["features"]:
        assert feature["type"] == "Feature"
        assert isinstance(feature["properties"], dict)
        assert {"coordinates", "geometries", "geometry", "properties", "features"}.isdisjoint(feature["properties"])
        if feature["geometry"] is None:
            continue
        assert set(feature["geometry"]) == {"type", "coordinates"}
        found = positions(feature["geometry"]["coordinates"], DEPTH[feature["geometry"]["type"]])
        assert all(len(one) == 2 and -180 <= one[0] <= 180 and -90 <= one[1] <= 90 for one in found)


def test_a_line_has_two_positions_and_never_crosses_the_antimeridian(drawn):
    lines = [one["geometry"] for one in of_kind(drawn, "route") if one["geometry"]]
    assert {line["type"] for line in lines} == {"LineString", "MultiLineString"}
    for line in lines:
        for part in [line["coordinates"]] if line["type"] == "LineString" else line["coordinates"]:
            assert len(part) >= 2
            assert abs(part[0][0] - part[-1][0]) <= 180


def test_what_has_no_position_has_no_geometry(drawn):
    assert [one["geometry"] is None for one in of_kind(drawn, "location")] == [False] * 5 + [True] * 3
    assert [one["geometry"] is None for one in of_kind(drawn, "route")] == [False] * 4 + [True] * 3


def test_every_feature_says_that_it_is_modelled_and_of_which_run(drawn, result):
    for feature in drawn["features"]:
        said = feature["properties"]
        assert (said["status"], said["scenario"], said["seed"]) == ("modelled", "test", "1")
        assert said["scenario_hash"] == result.attrs["scenario_hash"]
        assert said["version"] == f"nuzuh {nuzuh.__version__}"
    assert "not observations" in drawn["nuzuh"]["note"]


def test_a_location_says_what_it_is(drawn):
    first = of_kind(drawn, "location")[0]["properties"]
    wanted = {
        "name": AWKWARD[0],
        "kind": "town",
        "pcode": "SY00",
        "location_code": "SYR",
        "location_status": "modelled",
    }
    assert first.items() >= wanted.items()
    assert first["n_displaced_q05"] <= first["n_displaced_q25"] <= first["n_displaced"] <= first["n_displaced_q95"]


def test_a_day_can_be_chosen(result, tmp_path):
    chosen = read(nuzuh.export(result, "geojson", tmp_path, day=date(2020, 1, 2)))
    found = [one["properties"]["n_displaced"] for one in of_kind(chosen, "location")]
    assert found == result["n_displaced"].sel(date="2020-01-02").median("member").values.tolist()
    assert {one["properties"]["date"] for one in chosen["features"]} == {"2020-01-02"}


def test_a_result_of_an_earlier_version_has_no_lines(result, tmp_path):
    earlier = result.drop_dims("route").drop_vars("status")
    assert not of_kind(read(nuzuh.export(earlier, "geojson", tmp_path)), "route")
