"""What-ifs beside their baseline, on the screen and as a table."""

import io

import pandas as pd
import pytest
from rich.console import Console
from tests.crises import crisis, day

from nuzuh.impact.outcomes import ABROAD, Effect
from nuzuh.outputs.comparison import Comparison, comparison_csv, comparison_json, show_comparison
from nuzuh.what_ifs.policy import WhatIf

SCENARIO = crisis([("A", "town", 10)], [], days=9)
WHAT_IFS = [WhatIf("calm", "It is calm", "Assumed.", lambda scenario: scenario)]


def effect(key, middle, more=1.0, unit="persons"):
    around = tuple(middle * n for n in (0.9, 1, 1.1))
    with_it = tuple(n * more for n in around)
    return Effect(key, unit, around, with_it, tuple(b - a for a, b in zip(around, with_it, strict=True)), 0.25, 0.5)


def comparison(*effects, varied=""):
    return Comparison(SCENARIO, WHAT_IFS, [effects], members=7, seed=3, varied=varied)


def shown(*effects, **named):
    text = io.StringIO()
    show_comparison(Console(file=text, width=120), comparison(*effects, **named))
    return text.getvalue()


def cold(shelter, n, more=1.0):
    return effect(("exposure", "person_nights_below_minus_5_c", shelter, ""), n, more, "person-nights")


def test_exposure_and_needs_by_the_million_are_shown_in_thousands_and_persons_whole():
    screen = shown(cold("", 12_345_678), effect(("displaced", "cum_displaced", "", str(day(8))), 2_345_678))
    assert "person-nights below -5 °C, 1000s" in screen
    assert " 12,346 " in screen
    assert " 2,345,678 " in screen


@pytest.mark.parametrize("n", [999, 999_999, 99_999_999])
def test_no_number_is_cut_off_at_the_width_of_a_file(n):
    long = effect(("needs", "covered_space_high_m2", "", ""), n, 3.0, "m2")
    assert "…" not in shown(long, cold("", n, 0.1)).replace("… in", "")


def test_differences_have_a_sign_and_a_share_of_members():
    screen = shown(cold("tent", 1_000, 1.5), cold("open", 100, 1.0))
    assert "… in tents" in screen
    assert "+500" in screen
    assert "25%" in screen
    assert "0 to 0" in screen


def test_rows_of_zeros_and_all_but_the_largest_destinations_are_left_out():
    places = [effect(("destination", "n_displaced", f"P{n}", "2020-01-09"), 1_000 + n) for n in range(12)]
    abroad = effect(("destination", "n_displaced", ABROAD, "2020-01-09"), 5)
    screen = shown(*places, abroad, cold("tent", 0))
    assert "P11, 2020-01-09" in screen
    assert "P3, 2020-01-09" not in screen
    assert "all abroad, 2020-01-09" in screen
    assert "tents" not in screen


def test_the_last_day_is_always_among_the_dates():
    screen = shown(*(effect(("displaced", "cum_displaced", "", str(day(n))), 10 + n) for n in range(9)))
    assert sum(f"│ {day(n)} " in screen for n in range(9)) <= 4
    assert f"│ {day(8)} " in screen


def test_what_members_differ_in_is_said():
    assert "that of chance alone" in shown(cold("tent", 5))
    assert "parameters as well: displacement.rate: uniform 0.05 to 0.2." in shown(
        cold("tent", 5), varied="displacement.rate: uniform 0.05 to 0.2"
    )


def test_the_table_and_the_object_hold_the_same_numbers():
    made = comparison(cold("tent", 1_000, 1.5))
    (row,) = pd.read_csv(io.StringIO(comparison_csv(made)), skiprows=[1]).to_dict(orient="records")
    (outcome,) = comparison_json(made)["what_ifs"]["calm"]["outcomes"]
    assert [row[f"difference{end}"] for end in ("_q05", "", "_q95")] == outcome["difference"] == [450, 500, 550]
    assert (row["what_if"], row["of"], row["p_above_0"]) == ("calm", "tent", outcome["p_above_0"])
