"""A backtest as JSON, CSV, tables, figure and model card: every number from the scores, no claim beyond them."""

import csv
import io
import json
import math
import re
from dataclasses import replace

import pytest
from rich.console import Console
from tests.counted import counted, wandering

import nuzuh
from nuzuh.errors import UsageError
from nuzuh.forecast.bootstrap import Ratio
from nuzuh.forecast.hindcast import METHODS
from nuzuh.outputs.backtest_figure import backtest_figure
from nuzuh.outputs.backtest_folder import FILES, write_backtest
from nuzuh.outputs.backtest_tables import COLUMNS, backtest_csv, backtest_json, backtest_object
from nuzuh.outputs.backtest_words import comparison, verdict_of
from nuzuh.outputs.model_card import model_card
from nuzuh.outputs.screen_backtest import show_backtest

CRISES = (
    wandering("wandering", seed=4),
    counted("line|ar", Camp=lambda week: 1000.0 + 50.0 * week),
    counted("short", weeks=6, Camp=lambda week: 100.0 + week),
    counted("constant", Camp=lambda _: 500.0),
)


@pytest.fixture(scope="module")
def found():
    return nuzuh.backtest(CRISES)


def shown(found):
    text = io.StringIO()
    show_backtest(Console(file=text, width=120), found)
    return text.getvalue()


def with_ratio(found, ratio):
    """The same backtest, had the ratio to the better baseline come out otherwise everywhere."""
    crises = {
        name: replace(
            crisis,
            horizons={
                days: replace(row, ratios=dict.fromkeys(row.ratios, ratio)) for days, row in crisis.horizons.items()
            },
        )
        for name, crisis in found.crises.items()
    }
    pooled = {
        days: replace(each, ratios=dict.fromkeys(each.ratios, ratio), left_out={})
        for days, each in found.pooled.items()
    }
    return replace(found, crises=crises, pooled=pooled, overall=dict.fromkeys(found.overall, ratio))


def test_json_has_the_keys_that_are_promised(found):
    said = json.loads(backtest_json(found))
    assert list(said["crises"]) == [crisis.name for crisis in CRISES]
    for crisis in said["crises"].values():
        assert list(crisis) == ["7", "30", "90"]
        for row in crisis.values():
            assert row.keys() >= {"n", "wape", "crps", "cov50", "cov90", "bias"}
            assert list(row["wape"]) == list(row["crps"]) == list(METHODS)
    for pooled in said["pooled"].values():
        assert pooled.keys() >= {"ratio_better", "ratio_persistence", "ci", "rel_crps", "cov50", "cov90"}
        low, high = pooled["ci"]
        assert low <= pooled["ratio_better"] <= high


def test_json_has_the_numbers_of_the_scores(found):
    said = backtest_object(found)
    row, score = said["crises"]["wandering"]["30"], found.crises["wandering"].horizons[30]
    assert row["n"] == score.n
    assert row["wape"]["nuzuh"] == pytest.approx(score.methods["nuzuh"].wape, rel=1e-5)
    assert row["ci"] == pytest.approx([score.ratios["better"].low, score.ratios["better"].high], rel=1e-5)
    assert said["pooled"]["90"]["rel_crps"] == pytest.approx(found.pooled[90].ratios["crps"].value, rel=1e-5)
    assert said["data"]["wandering"]["places"] == 4


def test_where_there_is_nothing_json_has_null_and_never_nan(found):
    text = backtest_json(found)
    assert "NaN" not in text
    assert "Infinity" not in text
    row = json.loads(text)["crises"]["short"]["90"]
    assert (row["n"], row["wape"]["nuzuh"], row["cov90"], row["best"]) == (0, None, None, None)
    assert json.loads(text)["crises"]["constant"]["7"]["ratio_better"] is None


def test_csv_has_a_row_for_each_crisis_horizon_and_method(found):
    rows = list(csv.DictReader(backtest_csv(found).splitlines()))
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["wape"].startswith("#")
    assert len(rows) == 1 + 3 * len(METHODS) * (len(CRISES) + 1)
    row = next(
        row for row in rows if (row["crisis"], row["horizon_days"], row["method"]) == ("wandering", "30", "drift")
    )
    score = found.crises["wandering"].horizons[30].methods["drift"]
    assert float(row["wape"]) == pytest.approx(score.wape, rel=1e-5)
    pooled = next(
        row for row in rows if (row["crisis"], row["horizon_days"], row["method"]) == ("all crises", "90", "nuzuh")
    )
    assert float(pooled["ratio"]) == pytest.approx(found.pooled[90].ratios["better"].value, rel=1e-5)
    assert not [row for row in rows if "nan" in row.values() or "inf" in row.values()]


def test_the_screen_shows_all_crises_within_120_columns(found):
    text = shown(found)
    assert max(map(len, text.splitlines())) <= 120
    assert "…" not in text
    for crisis in CRISES:
        assert crisis.name in text
    row = found.crises["wandering"].horizons[30]
    assert f"{row.methods['nuzuh'].wape:.3f}" in text
    assert verdict_of(row) in text
    assert "short is not in the ratios at 90 days: no place was counted again 90 days after an origin." in text
    assert "constant is not in the ratios at 7 days" in text


def test_verdicts_follow_the_interval(found):
    row = found.crises["wandering"].horizons[30]
    for ratio, verdict in (
        (Ratio(0.9, 0.8, 0.95), "better"),
        (Ratio(1.1, 1.05, 1.2), "worse"),
        (Ratio(0.9, 0.8, 1.01), "noise"),
        (Ratio(0.5), "too short"),
    ):
        assert verdict_of(replace(row, ratios={"better": ratio})) == verdict
    assert verdict_of(found.crises["short"].horizons[90]) == "no count"
    assert verdict_of(found.crises["constant"].horizons[30]) == "the same"


@pytest.mark.parametrize(
    ("ratio", "claims", "says"),
    [
        (Ratio(0.8, 0.7, 0.9), True, "errors of nuzuh are 20 % smaller"),
        (Ratio(1.25, 1.1, 1.4), True, "errors of nuzuh are 25 % larger"),
        (Ratio(0.8, 0.7, 1.01), False, "cannot be told apart"),
        (Ratio(0.8), False, "of too few origins for an interval"),
        (Ratio(math.nan), False, "cannot be compared"),
    ],
)
def test_a_difference_is_claimed_only_beyond_noise(found, ratio, claims, says):
    assert says in comparison(ratio, "nuzuh", "drift")
    other = with_ratio(found, ratio)
    for text in (model_card(other), shown(other)):
        assert says in " ".join(text.split())
        assert bool(re.search(r"% (smaller|larger) than", text)) is claims


def test_the_card_names_crises_in_which_a_baseline_was_better(found):
    card = model_card(found)
    assert "line\\|ar at 30 days" in card or "line|ar at 30 days" in card
    worse = with_ratio(found, Ratio(1.2, 1.1, 1.3))
    assert "Worse than a baseline, beyond noise: wandering at 7 days" in model_card(worse)
    assert "Worse than a baseline" not in model_card(with_ratio(found, Ratio(0.8, 0.7, 0.9)))


def test_the_card_says_where_intervals_are_off_and_only_there(found):
    pooled = {days: replace(each, cov90=0.70, cov50=0.5) for days, each in found.pooled.items()}
    card = model_card(replace(found, pooled=pooled))
    assert "On average over crises 90 % intervals hold 70 % at 7 days, 70 % at 30 days and 70 % at 90 days" in card
    assert "On average over crises 50 % intervals" not in card


@pytest.mark.parametrize(("bias", "called"), [(0.5, "too low"), (1.02, "neither low nor high"), (1.4, "too high")])
def test_the_card_says_how_far_forecasts_fall_short_of_growth(found, bias, called):
    pooled = found.pooled | {90: replace(found.pooled[90], n_growing=1, bias_growing=bias)}
    sentence = next(line for line in model_card(replace(found, pooled=pooled)).splitlines() if "growing crises" in line)
    assert f"{bias:.2f} times what was counted, {called}." in sentence


def test_the_card_has_a_row_for_each_crisis_and_horizon_and_says_what_is_missing(found):
    card = model_card(replace(found, command="nuzuh backtest a b"))
    for name in ("wandering", "line\\|ar", "short", "constant"):
        assert len([line for line in card.splitlines() if line.startswith(f"| {name} |")]) == 1 + 3
    assert "Nothing can be said of short at 90 days" in card
    assert "Made by `nuzuh backtest a b`." in card
    assert "nan" not in card.split("## Where it fails")[1]


def test_the_card_describes_the_method_that_was_judged():
    card = model_card(nuzuh.backtest(CRISES[1:2], method="persistence"))
    assert "forecasts of displaced persons by persistence" in card
    assert "The last count of each place stays as it is." in card
    assert "experts" not in card


def test_the_figure_has_a_row_for_each_crisis(found):
    figure = backtest_figure(found)
    assert len(figure.axes) == 9
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels == [*(crisis.name for crisis in CRISES), "all crises"]


def test_files_appear_together_and_are_the_same_each_time(found, tmp_path):
    write_backtest(found, tmp_path / "a")
    write_backtest(found, tmp_path / "b")
    assert sorted(file.name for file in (tmp_path / "a").iterdir()) == sorted(FILES)
    for name in FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_file_in_the_way_is_told(found, tmp_path):
    (tmp_path / "a").write_text("")
    with pytest.raises(UsageError, match="is a file: name a folder"):
        write_backtest(found, tmp_path / "a")
