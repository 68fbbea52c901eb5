"""Distances on the globe, and reach by routes."""

import numpy as np
import pytest

from nuzuh.scenario.geography import EARTH_RADIUS_KM, great_circle_km, neighbours, reachable


def test_a_degree_of_latitude_is_a_share_of_the_circumference():
    assert great_circle_km(10, 20, 11, 20) == pytest.approx(2 * np.pi * EARTH_RADIUS_KM / 360)


def test_the_far_side_of_the_earth_is_half_the_circumference_away():
    assert great_circle_km(90, 0, -90, 77) == pytest.approx(np.pi * EARTH_RADIUS_KM)


def test_the_date_line_is_no_distance():
    assert great_circle_km(0, 179.5, 0, -179.5) == pytest.approx(great_circle_km(0, 0, 0, 1))


def test_a_blank_coordinate_gives_no_distance():
    assert np.isnan(great_circle_km(np.nan, 0, 1, 1))


@pytest.mark.parametrize(
    ("pairs", "sources", "reached"),
    [
        ([], [], [False] * 4),
        ([], [1], [False, True, False, False]),
        ([(0, 1), (1, 2)], [0], [True, True, True, False]),
        ([(0, 1), (1, 2)], [2], [False, False, True, False]),
        ([(0, 1), (1, 0), (1, 1)], [0, 3], [True, True, False, True]),
    ],
)
def test_what_is_reached_follows_the_direction_of_routes(pairs, sources, reached):
    assert reachable(4, pairs, sources).tolist() == reached


def test_neighbours_are_the_pairs_within_the_radius_both_ways():
    rng = np.random.default_rng(7)
    lat, lon = rng.uniform(-80, 80, 60), rng.uniform(-180, 180, 60)
    here, there, km = neighbours(lat, lon, 2500)
    distances = great_circle_km(lat[:, None], lon[:, None], lat, lon)
    expected = {(a, b) for a, b in zip(*np.nonzero(distances <= 2500), strict=True) if a != b}
    assert set(zip(here.tolist(), there.tolist(), strict=True)) == expected
    np.testing.assert_allclose(km, distances[here, there])


@pytest.mark.parametrize(("lat", "radius"), [([1.0, np.nan], 50), ([1.0, 1.1], 0)])
def test_there_are_no_neighbours_without_coordinates_or_radius(lat, radius):
    assert [len(part) for part in neighbours(np.array(lat), np.array([1.0, 1.0]), radius)] == [0, 0, 0]
