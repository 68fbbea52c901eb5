"""A sensitivity analysis as files, a figure and a table: nothing lost, nothing half-written."""

import csv
import io
import json

import numpy as np
import pytest
from matplotlib.figure import Figure
from rich.console import Console
from tests.crises import crisis, fire

import nuzuh
from nuzuh.outputs.figures import INDEX_BARS, sensitivity_bars, sensitivity_figure
from nuzuh.outputs.screen_sensitivity import show_sensitivity
from nuzuh.outputs.sensitivity_tables import sensitivity_csv, sensitivity_object

FILES = ["sensitivity.csv", "sensitivity.json", "sensitivity.png"]
TOTAL, STAYING, SAME = "cum_displaced", "n_displaced $B$ 1", "n_displaced C"


@pytest.fixture(scope="module")
def found():
    places = [("A", "town", 10_000), ("$B$ 1", "town", 0), ("C", "camp", 0)]
    small = crisis(places, [("A", "$B$ 1", 20), ("C", "$B$ 1", 5000)], days=10, conflict=[fire("A")])
    params = {"displacement.rate": {"uniform": [0.02, 0.2]}, "departure.camp": {"uniform": [0, 0.5]}}
    return nuzuh.sensitivity(small, n=8, params=params, outcomes=[TOTAL, STAYING, SAME], executor="here")


def shown(found):
    console = Console(width=120, file=io.StringIO())
    show_sensitivity(console, found)
    return console.file.getvalue()


def test_csv_has_a_row_for_each_outcome_and_parameter_under_hxl_tags(found):
    header, tags, *rows = csv.reader(sensitivity_csv(found).splitlines())
    assert all(tag.startswith("#") for tag in tags)
    assert [(row[0], row[6]) for row in rows] == [
        (outcome, name) for outcome in (TOTAL, STAYING, SAME) for name in ("displacement.rate", "departure.camp")
    ]
    first = dict(zip(header, rows[0], strict=True))
    assert float(first["total_high"]) == pytest.approx(found.total_high.values[0, 0])
    assert float(first["central"]) == pytest.approx(found.central.values[0])
    assert {rows[4][header.index(name)] for name in ("first", "first_low", "total", "total_high")} == {""}


def test_the_object_has_the_keys_that_others_rely_on(found):
    said = sensitivity_object(found)
    assert list(said)[:5] == ["scenario", "n", "runs", "parameters", "outcomes"]
    assert (said["n"], said["runs"]) == (8, 8 * (2 + 2))
    assert said["parameters"]["displacement.rate"] == "uniform 0.02 to 0.2"
    total = said["outcomes"][TOTAL]
    assert list(total)[:6] == ["central", "q05", "median", "q95", "first", "total"]
    low, value, high = total["total"]["displacement.rate"]
    assert low < value < high
    assert total["first"]["departure.camp"] == [0, 0, 0]
    assert said["outcomes"][SAME]["first"]["displacement.rate"] == [None, None, None]
    assert json.loads(json.dumps(said, allow_nan=False)) == said


def test_files_appear_together_and_the_same_analysis_gives_the_same_bytes(found, tmp_path):
    for name in ("one", "two"):
        assert nuzuh.write_sensitivity(found, tmp_path / name) == tmp_path / name
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == FILES
    for file in FILES:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    assert (tmp_path / "one" / "sensitivity.png").read_bytes().startswith(b"\x89PNG")


def test_when_the_figure_cannot_be_written_earlier_files_stay_as_they_were(found, tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    (tmp_path / "sensitivity.csv").write_text("earlier", encoding="utf-8")
    monkeypatch.setattr(Figure, "savefig", full)
    with pytest.raises(nuzuh.NuzuhError, match="No space left"):
        nuzuh.write_sensitivity(found, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["sensitivity.csv"]
    assert (tmp_path / "sensitivity.csv").read_text(encoding="utf-8") == "earlier"


def test_bars_are_as_long_as_the_indices(found):
    ax = sensitivity_bars(found.sel(outcome=TOTAL), Figure().subplots())
    lengths = [bar.get_width() for bar in ax.patches]
    np.testing.assert_allclose(lengths, np.concatenate([found[name].values[0] for name in INDEX_BARS]))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["displacement.rate", "departure.camp"]


def test_the_figure_has_a_panel_for_each_outcome_and_says_modelled(found):
    figure = sensitivity_figure(found)
    figure.draw_without_rendering()
    texts = [text.get_text() for ax in figure.axes for text in ax.texts]
    assert len(figure.axes) == 3
    assert texts.count("the same in all runs") == 1
    assert sum(text.startswith("modelled: ") for text in texts) == 3
    assert "Modelled, 32 runs" in figure.get_supxlabel()


def test_the_figure_of_one_outcome_that_does_not_vary_can_be_drawn(found):
    figure = sensitivity_figure(found.sel(outcome=[SAME]))
    figure.draw_without_rendering()
    assert len(figure.axes) == 1


def test_the_screen_shows_ranges_indices_and_what_they_are_not(found):
    text = shown(found)
    for words in ("displacement.rate: uniform 0.02 to 0.2, central value 0.11", "the same in all runs", "by itself",
                  "modelled, not observed", f"{found.central.values[0]:,.0f}"):  # fmt: skip
        assert words in text
    assert "by chance too" not in text
    assert "by chance too" in shown(found.assign_attrs(engine="counts"))


def test_outcomes_beyond_the_screen_are_counted(found):
    many = found.isel(outcome=[0, 1, 2] * 3).assign_coords(outcome=[f"n_displaced {n}" for n in range(9)])
    assert "… and 3 more outcomes" in shown(many)
