"""Maps: marks by people, what is closed and under fire, arrows by direction, names that do not collide."""

from datetime import date

import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from tests.crises import crisis, fire

import nuzuh
from nuzuh.outputs.borders import DISCLAIMER
from nuzuh.outputs.figure_frame import Run
from nuzuh.outputs.map_course import course_of, extent_of
from nuzuh.outputs.map_figure import displaced_map, map_figure
from nuzuh.outputs.map_labels import labels_of, text_size
from nuzuh.outputs.map_legend import CLOSED, FIRE, KINDS, diameter

PLACES = [
    {"name": "A", "kind": "town", "population": 9000, "lat": 36.0, "lon": 36.6},
    {"name": "B", "kind": "camp", "population": 0, "lat": 36.3, "lon": 36.7},
    {"name": "<C> $x$", "kind": "town", "population": 0, "lat": 36.2, "lon": 36.1, "country": "Away"},
    {"name": "Nowhere", "kind": "town", "population": 0},
]
ROUTES = [("A", "B", 40), ("A", "<C> $x$", 60), ("B", "Nowhere", 10)]
CLOSURE = {"kind": "border", "from": "Home", "to": "Away", "start": date(2020, 1, 1), "end": date(2020, 1, 20)}


@pytest.fixture(scope="module")
def run():
    params = {"displacement": {"rate": 0.1}, "departure": {"town": 0.3}}
    scenario = crisis(PLACES, ROUTES, params=params, conflict=[fire("A", 2, 15)], closures=[CLOSURE])
    return Run("baseline", nuzuh.simulate(scenario, members=3), scenario)


def with_passages(run, forth, back):
    """The result with people by route and direction."""
    result, routes = run.result, run.scenario.routes
    shape = (result.sizes["member"], result.sizes["day"], len(routes))
    coords = {f"route_{end}": ("route", routes[end].to_numpy(str)) for end in ("from", "to")}
    values = np.stack([np.broadcast_to(forth, shape), np.broadcast_to(back, shape)], axis=-1)
    passages = (("member", "day", "route", "way"), values)
    return run._replace(result=result.assign_coords(**coords, way=["forth", "back"]).assign(new_passages=passages))


def drawn(run, day=10, **options):
    return displaced_map(course_of(run), day, Figure(figsize=(5, 5)).add_axes((0, 0, 1, 1)), **options)


def marked(ax, mark):
    """Where small marks of a kind stand."""
    return [point for line in ax.get_lines() if line.get_marker() == mark[0] for point in line.get_xydata().tolist()]


def arrows(ax):
    return [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]


def test_areas_of_marks_are_in_proportion_to_people():
    small, large = diameter(np.array([1000.0, 4000.0]), 10_000)
    assert large**2 / small**2 == pytest.approx(4)


def places(ax):
    """Marks of locations where somebody stays, as collections."""
    found = [one for one in ax.collections if isinstance(one, PathCollection) and len(one.get_offsets())]
    return [one for one in found if one.get_linewidths()[0] > 0]


def test_locations_are_marked_by_kind_and_those_without_coordinates_left_out(run):
    everybody = run._replace(result=run.result.assign(n_displaced=run.result.n_displaced + 5))
    assert {to_hex(one.get_facecolor()[0]).upper() for one in places(drawn(everybody))} == {
        KINDS["town"][1],
        KINDS["camp"][1],
    }
    assert course_of(run).names == ["A", "B", "<C> $x$"]


def test_closed_borders_and_fire_are_marked_on_their_days(run):
    course = course_of(run)
    early, late = drawn(run, 10), drawn(run, 25)
    assert marked(early, CLOSED) == [pytest.approx(course.at[[0, 2]].mean(axis=0))]
    assert marked(early, FIRE) == [pytest.approx(course.at[0])]
    assert marked(late, CLOSED) == marked(late, FIRE) == []


def test_without_a_scenario_there_are_no_routes_closures_and_fire(run):
    ax = drawn(run._replace(scenario=None))
    assert marked(ax, CLOSED) == marked(ax, FIRE) == []
    assert len(course_of(run._replace(scenario=None)).ends) == 0


def test_arrows_show_direction_and_number(run):
    course = course_of(with_passages(run, [40, 0, 7], [10, 0.25, 0]))
    assert course.flows[0].tolist() == [[40, 10], [0, 0.25]]
    ax = drawn(with_passages(run, [40, 0, 7], [10, 0.25, 0]))
    there, back = arrows(ax)
    assert there.get_linewidth() == pytest.approx(4 * back.get_linewidth())
    (start, end), (again, first) = (arrow._posA_posB for arrow in (there, back))
    assert start.tolist() == first.tolist() == course.at[0].tolist()
    assert end.tolist() == again.tolist() == course.at[1].tolist()


def test_passages_are_drawn_without_the_scenario_too(run):
    known = with_passages(run, [40, 0, 7], [10, 0.25, 0])
    assert len(arrows(drawn(known._replace(scenario=None)))) == 2


def test_a_map_has_a_scale_bar_a_disclaimer_and_says_that_it_is_modelled(run):
    figure = map_figure([run], date(2020, 1, 11))
    words = " ".join(text.get_text() for text in figure.texts).replace("\n", " ")
    assert DISCLAIMER in words
    assert "Modelled, not observed: median of 3 members" in words
    assert any(text.get_text().endswith(" km") for text in figure.axes[0].texts)


def test_names_are_text_whatever_they_contain(run):
    everybody = run._replace(result=run.result.assign(n_displaced=run.result.n_displaced + 5))
    named = {text.get_text(): text for text in drawn(everybody).texts}
    assert "<C> $x$" in named
    assert not named["<C> $x$"].get_parse_math()


def test_maps_in_one_picture_show_the_same_place_on_one_scale(run):
    half = run._replace(name="half", result=run.result.assign(n_displaced=run.result.n_displaced / 2))
    figure = map_figure([run, half], date(2020, 1, 11))
    first, second = figure.axes[:2]
    assert first.get_xlim() == second.get_xlim()
    sizes = [max(one.get_sizes().max() for one in places(ax)) for ax in (first, second)]
    assert sizes[0] == pytest.approx(2 * sizes[1])
    assert second.get_title(loc="left").startswith("half: ")


def test_no_coordinates_no_map(run):
    lost = run.result.assign_coords(lat=run.result.lat * np.nan)
    with pytest.raises(nuzuh.UsageError, match="no location has coordinates"):
        extent_of(lost)


def test_names_cover_neither_each_other_nor_large_marks():
    rng = np.random.default_rng(1)
    at, radii = rng.uniform(20, 380, (60, 2)), rng.uniform(1, 12, 60)
    names = [f"Place {number}" for number in range(60)]
    placed = labels_of(names, at, radii, (400, 400), size=8, most=60)
    boxes = []
    for number, offset in placed:
        width, height = text_size(names[number], 8)
        low = at[number] + offset
        boxes.append([*low, low[0] + width, low[1] + height])
    assert 10 < len(boxes) < 60
    assert np.array(boxes).min() >= 0
    assert np.array(boxes).max() <= 400
    marks = [[x - r, y - r, x + r, y + r] for (x, y), r in zip(at, radii, strict=True) if r > 4]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :] + marks:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_the_most_important_name_finds_room_first():
    at = np.array([[50.0, 50.0], [51.0, 50.0]])
    one = labels_of(["First", "Second"], at, np.ones(2), (100, 100), size=8, most=1)
    assert [label.number for label in one] == [0]
    assert labels_of(["Too long for this map"], at[:1], np.ones(1), (60, 60), size=8, most=1) == []
