"""Pictures that are asked for: checked as a whole, written whole, shown in notebooks."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import nuzuh
from nuzuh.outputs import animation
from nuzuh.outputs.animation import days_shown, write_animation
from nuzuh.outputs.figure_frame import Run
from nuzuh.outputs.plot import Picture, check_picture

VALLEY = nuzuh.read_scenario("valley")
HEADS = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}


@pytest.fixture(scope="module")
def result():
    return nuzuh.simulate(VALLEY, members=3)


@pytest.mark.parametrize("suffix", HEADS)
def test_the_same_figure_gives_the_same_bytes(result, suffix, tmp_path):
    paths = [tmp_path / "new" / f"{name}{suffix}" for name in ("one", "two")]
    for path in paths:
        nuzuh.plot(result, scenario=VALLEY, location="Meadow", path=path)
    first, second = (path.read_bytes() for path in paths)
    assert first.startswith(HEADS[suffix])
    assert first == second


@pytest.mark.parametrize("kind", ["map", "destinations"])
def test_the_day_is_the_last_one_or_the_one_asked_for(result, kind):
    titles = [nuzuh.plot(result, kind=kind, date=day).axes[0].get_title(loc="left") for day in (None, "2021-04-10")]
    assert "29 April 2021" in titles[0]
    assert "10 April 2021" in titles[1]


WRONG = {
    "kind": ({"kind": "curv"}, "no kind 'curv' of picture: did you mean 'curve'?"),
    "date of a curve": ({"date": "2021-03-20"}, "'curve' shows every day"),
    "date outside": ({"kind": "map", "date": "2022-03-20"}, "choose a day from 2021-03-01 to 2021-04-29"),
    "no date": ({"kind": "map", "date": "20 March"}, "is not a date"),
    "location": ({"location": "Medow"}, "no location 'Medow': did you mean 'Meadow'?"),
    "location of a map": ({"kind": "map", "location": "Meadow"}, "'map' shows every location"),
    "suffix": ({"path": "a.bmp"}, "no picture can be written as 'a.bmp'"),
    "moving curve": ({"path": "a.gif"}, "only a map moves"),
    "moving day": ({"kind": "map", "date": "2021-03-20", "path": "a.gif"}, "shows every day: leave out the date"),
    "folder": ({"path": "."}, "'.' is a folder"),
    "one run": ({"kind": "difference"}, "a difference takes a baseline and a what-if"),
    "scenarios": ({"scenario": [None, None]}, "1 results, 2 scenarios and 1 names"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_drawn_is_refused(result, name):
    options, message = WRONG[name]
    with pytest.raises(nuzuh.UsageError) as caught:
        nuzuh.plot(result, **options)
    assert message in str(caught.value)


def test_all_faults_are_told_at_once(result):
    picture = Picture("mapp", date(2022, 1, 1), "Medow", Path("a.bmp"))
    with pytest.raises(nuzuh.UsageError) as caught:
        check_picture(picture, [Run("baseline", result)], "and one more")
    assert len(str(caught.value).splitlines()) == 5


def test_runs_of_different_crises_are_refused(result):
    other = result.assign_attrs(scenario="elsewhere")
    with pytest.raises(nuzuh.UsageError, match=r"runs of different crises \(\w+, elsewhere\)"):
        nuzuh.plot(result, other)


def test_too_many_runs_and_several_moving_ones_are_refused(result):
    with pytest.raises(nuzuh.UsageError, match="7 runs are too many"):
        nuzuh.plot(*[result] * 7)
    with pytest.raises(nuzuh.UsageError, match="a map that moves shows one run, not 2"):
        nuzuh.plot(result, result, kind="map", path="a.gif")


def test_a_map_that_moves_has_its_days_and_progress(result, tmp_path, monkeypatch):
    monkeypatch.setattr(animation, "MOST_FRAMES", 4)
    seen = []
    write_animation(Run("baseline", result, VALLEY), tmp_path / "map.gif", lambda *done: seen.append(done))
    with Image.open(tmp_path / "map.gif") as picture:
        assert (picture.format, picture.n_frames) == ("GIF", 4)
    assert seen == [(4, 1), (4, 2), (4, 3), (4, 4)]


@pytest.mark.parametrize("n_days", [1, 59, 60, 61, 153, 2000])
def test_days_of_a_moving_map_are_evenly_apart_and_end_with_the_last(n_days):
    days = days_shown(n_days)
    assert days[-1] == n_days - 1
    assert 0 < len(days) <= 60
    assert len(set(np.diff(days))) <= 1


def test_a_file_that_cannot_be_drawn_leaves_what_was_there(result, tmp_path):
    (tmp_path / "map.png").write_text("earlier")
    lost = result.assign_coords(lat=result.lat * np.nan)
    with pytest.raises(nuzuh.UsageError, match="no location has coordinates"):
        nuzuh.plot(lost, kind="map", path=tmp_path / "map.png")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["earlier"]


def test_a_notebook_shows_map_and_curve_and_text_is_text(result):
    view = nuzuh.show(result.assign_attrs(title="<script>alert(1)</script>"), VALLEY, location="Meadow")
    page = view._repr_html_()
    assert page.count("data:image/png;base64,") == 2
    assert "<script>" not in page
    assert 'alt="Displaced persons by day at Meadow"' in page
    assert "Modelled, not observed: 3 members" in page


def test_a_notebook_without_coordinates_has_the_curve(result):
    view = nuzuh.show(result.assign_coords(lat=result.lat * np.nan))
    assert list(view.figures) == ["Displaced persons by day"]
    assert "no location has coordinates" in view.note


def test_a_notebook_refuses_what_a_plot_refuses(result):
    with pytest.raises(nuzuh.UsageError, match="no location 'Medow'"):
        nuzuh.show(result, VALLEY, location="Medow")
