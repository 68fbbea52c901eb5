"""Borders: lines of the world within a box, which meet where they met before they were simplified."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import make_borders
from nuzuh import UsageError
from nuzuh.outputs import borders
from nuzuh.outputs.borders import borders_source, borders_within, clipped

SYRIA = (35.5, 32.0, 42.5, 37.5)
IDLIB = (36.195, 35.49, 38.0111, 36.8175)


def kinds(found):
    return [border.kind for border in found]


def test_country_borders_and_first_level_boundaries_are_there_countries_first():
    found = borders_within(*SYRIA)
    assert set(kinds(found)) == {"country", "admin1"}
    assert kinds(found) == sorted(kinds(found), reverse=True)
    assert {border.name for border in found} == {"coast", "land border", "first-level boundary"}


def test_lines_end_at_the_box_and_its_margin():
    west, south, east, north = SYRIA
    aside, above = 0.1 * (east - west), 0.1 * (north - south)
    points = np.concatenate([border.line for border in borders_within(*SYRIA)])
    assert (points >= [west - aside - 1e-9, south - above - 1e-9]).all()
    assert (points <= [east + aside + 1e-9, north + above + 1e-9]).all()
    assert all(len(border.line) > 1 for border in borders_within(*SYRIA))


def test_a_box_without_borders_gives_none():
    assert borders_within(-30.0, 10.0, -27.0, 12.0) == []


def test_the_border_of_syria_and_turkey_is_where_it_is():
    """Bab al-Hawa, the crossing, lies on it."""
    land = [border.line for border in borders_within(*IDLIB) if border.name == "land border"]
    points = np.concatenate([np.linspace(a, b, 20) for line in land for a, b in pairwise(line)])
    off_km = 111 * np.hypot(*((points - [36.70, 36.24]) * [np.cos(np.radians(36.2)), 1]).T).min()
    assert off_km < 5


def test_a_shared_border_is_there_once():
    """No stretch is drawn twice, by one country and by the other."""
    land = [border.line for border in borders_within(*SYRIA) if border.kind == "country"]
    stretches = [
        frozenset({tuple(a), tuple(b)}) for line in land for a, b in zip(line.tolist(), line[1:].tolist(), strict=False)
    ]
    assert len(stretches) == len(set(stretches))


def test_borders_of_a_crisis_are_small():
    lines = [(np.rint(border.line * 1000)).astype(int).tolist() for border in borders_within(*IDLIB)]
    assert len(json.dumps(lines)) < 15_000
    file = Path(borders.__file__).with_name("borders.npz")
    assert file.stat().st_size < 350 * 1024


def test_a_box_over_the_antimeridian_has_both_sides():
    fiji = np.concatenate([border.line for border in borders_within(176.0, -20.0, 183.0, -15.0)])
    assert fiji[:, 0].min() < 180 < fiji[:, 0].max()
    same = np.concatenate([border.line for border in borders_within(-184.0, -20.0, -177.0, -15.0)])
    assert fiji[:, 0].max() - 360 == pytest.approx(same[:, 0].max())


def test_the_source_is_named():
    assert borders_source().startswith("Natural Earth 5")


@pytest.mark.parametrize(
    "box", [(10.0, 0.0, 5.0, 1.0), (0.0, 5.0, 1.0, 4.0), (0.0, -91.0, 1.0, 0.0), (float("nan"), 0.0, 1.0, 1.0)]
)
def test_what_is_no_box_is_refused(box):
    with pytest.raises(UsageError, match="no box from longitude"):
        borders_within(*box)


def test_a_line_along_the_edge_or_outside_is_cut_right():
    low, high = np.array([0.0, 0.0]), np.array([1.0, 1.0])
    along = clipped(np.array([[-1.0, 0.5], [2.0, 0.5]]), low, high)
    assert [part.tolist() for part in along] == [[[0.0, 0.5], [1.0, 0.5]]]
    assert clipped(np.array([[-1.0, 2.0], [2.0, 2.0]]), low, high) == []
    assert clipped(np.array([[-1.0, 0.5], [0.5, 2.5]]), low, high) == []


def test_lines_are_cut_where_others_meet_them_and_joined_where_only_two_do():
    coast = [np.array([[0, 0], [5, 0], [10, 0]]), np.array([[10, 0], [20, 0]]), np.array([[30, 0], [20, 0]])]
    border = [np.array([[5, 0], [5, 9]])]
    nodes = make_borders.meeting_points([coast, border])
    lines = make_borders.joined(make_borders.cut(coast, nodes), nodes)
    assert [sorted(line[:, 0].tolist()) for line in lines] == [[0, 5], [5, 10, 20, 30]]


def test_a_ring_stays_one_line():
    ring = np.array([[0, 0], [9, 0], [9, 9], [0, 0]])
    nodes = make_borders.meeting_points([[ring]])
    assert [line.tolist() for line in make_borders.joined(make_borders.cut([ring], nodes), nodes)] == [ring.tolist()]


def test_simplified_lines_keep_their_ends_and_stay_within_the_tolerance():
    x = np.linspace(0, 1, 400)
    line = np.rint(np.stack([x, 0.1 * np.sin(9 * x)], axis=1) * make_borders.FINE).astype(np.int64)
    kept = make_borders.simplified(line, 0.01)
    assert (kept[[0, -1]] == line[[0, -1]]).all()
    assert 5 < len(kept) < 40
    off = np.interp(line[:, 0], kept[:, 0], kept[:, 1]) - line[:, 1]
    assert np.abs(off).max() < 0.02 * make_borders.FINE
