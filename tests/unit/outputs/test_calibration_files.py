"""What is said of a calibration: sentences, plain numbers, files and the figure."""

import json

import numpy as np
import pytest
import xarray as xr

import nuzuh
from nuzuh.model.parameter_sets import read_parameter_sets
from nuzuh.outputs.calibration_figure import MOST_OBSERVATIONS, calibration_figure
from nuzuh.outputs.calibration_words import calibration_object, correlations, remarks

LEVELS = (np.arange(200) + 0.5) / 200
ATTRS = {
    "scenario": "test",
    "title": "A $ test",
    "scenario_hash": "0",
    "until": "2020-01-31",
    "noise": 0.1,
    "lag_days": 0,
    "n": 100,
    "n_effective": 150.0,
    "rounds": 3,
    "runs": 300,
    "seed": 1,
    "engine": "counts",
    "left_out": [],
    "leaks": [],
    "version": "0",
    "command": "nuzuh calibrate test",
    "comment": "Modelled values beside observations.",
}


def made(posterior=None, rank=(0.5, 0.5), status="observed", **attrs):
    """A calibration of two parameters, assumed between 0 and 1 and found between 0.4 and 0.6."""
    shuffled = np.random.default_rng(1).permutation(LEVELS)
    inner = 0.4 + 0.2 * np.stack([LEVELS, shuffled], axis=1)
    n = len(rank)
    counts = np.full((200, n), 100.0) + np.arange(200)[:, None]
    data = {
        "posterior": (("draw", "parameter"), inner if posterior is None else posterior),
        "prior": (("draw", "parameter"), np.stack([LEVELS, LEVELS], axis=1)),
        "simulated": (("draw", "observation"), counts),
        "predicted": (("draw", "observation"), counts),
        "low": ("observation", np.full(n, 199.5)),
        "observed": ("observation", np.full(n, 200.0)),
        "high": ("observation", np.full(n, 200.5)),
        "rank": ("observation", np.array(rank)),
    }
    coords = {
        "parameter": ("parameter", ["displacement.rate", "departure.town"]),
        "described": ("parameter", ["uniform 0 to 1", "uniform 0 to 1"]),
        "date": ("observation", np.datetime64("2020-01-01", "ns") + np.arange(n) * np.timedelta64(1, "D")),
        "location": ("observation", ["", *["Camp"] * (n - 1)]),
        "quantity": ("observation", ["cum_displaced", *["n_displaced"] * (n - 1)]),
        "status": ("observation", [status] * n),
    }
    return xr.Dataset(data, coords=coords, attrs=ATTRS | attrs)


def posterior(first, second):
    return np.stack([first, second], axis=1)


def test_a_sound_calibration_needs_no_remark_but_that_it_is_modelled():
    assert remarks(made()) == ["Simulated figures are modelled, not observed."]


INNER = 0.4 + 0.2 * LEVELS
CASES = {
    "nothing learned": (
        {"posterior": posterior(INNER, np.random.default_rng(1).permutation(LEVELS))},
        "The observations say little about departure.town: its spread is still 100% of what was assumed.",
    ),
    "at the lower end": (
        {"posterior": posterior(0.05 * LEVELS, np.random.default_rng(1).permutation(INNER))},
        "displacement.rate is drawn to the lower end of what was assumed: values beyond may fit better.",
    ),
    "at the upper end": (
        {"posterior": posterior(0.95 + 0.05 * LEVELS, np.random.default_rng(1).permutation(INNER))},
        "displacement.rate is drawn to the upper end of what was assumed: values beyond may fit better.",
    ),
    "together": (
        {"posterior": posterior(INNER, INNER[::-1])},
        "displacement.rate and departure.town hang together (correlation -1.00): neither is known by itself.",
    ),
    "few points": ({"n_effective": 7.2, "rounds": 20}, "only 7 of 100 effective points after 20 rounds"),
    "no fit": ({"rank": (0.01, 0.97, 0.5)}, "2 of 3 observations lie outside their 90 % intervals"),
    "no chance": ({"engine": "mean"}, "The engine mean is without chance: so is the posterior."),
    "modelled": ({"status": "modelled"}, "2 of 2 observations are modelled themselves"),
    "leak": ({"leaks": ["the total leaks"]}, "The answer is given away: the total leaks."),
    "left out": ({"left_out": ["1 observation left out: no"]}, "1 observation left out: no."),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_reader_must_know_is_said(case):
    more, words = CASES[case]
    (said, *_) = [line for line in remarks(made(**more)) if words in line]
    assert said


def test_one_observation_outside_its_interval_is_no_misfit():
    assert len(remarks(made(rank=(0.99, 0.5)))) == 1


def test_a_parameter_that_is_the_same_in_all_draws_has_no_correlation():
    assert correlations(made(posterior(INNER, np.full(200, 2.0)))) == [("displacement.rate", "departure.town", 0.0)]


def test_the_object_has_what_was_assumed_learned_predicted_and_left_out():
    said = calibration_object(made(left_out=["1 observation left out: no"]))
    rate = said["parameters"]["displacement.rate"]
    assert rate["prior"]["q05"] == pytest.approx(0.05, abs=0.01)
    assert rate["posterior"]["q95"] == pytest.approx(0.59, abs=0.01)
    assert rate["spread_left"] == 0.2
    assert said["observations"][1] == {
        "date": "2020-01-02",
        "location": "Camp",
        "quantity": "n_displaced",
        "status": "observed",
        "low": 199.5,
        "value": 200,
        "high": 200.5,
        "simulated": [109.95, 199.5, 289.05],
        "predicted": [109.95, 199.5, 289.05],
        "rank": 0.5,
    }
    assert said["left_out"] == ["1 observation left out: no"]
    assert json.loads(json.dumps(said)) == said


def test_the_file_of_sets_gives_them_back_to_the_bit(tmp_path):
    values = posterior(np.random.default_rng(1).random(200) ** 9, np.arange(200) % 4)
    folder = nuzuh.write_calibration(made(values), tmp_path / "out")
    table = read_parameter_sets(folder / "posterior.csv")
    assert list(table) == ["displacement.rate", "departure.town"]
    np.testing.assert_array_equal(table, values)
    assert table["departure.town"].dtype.kind == "i"
    assert sorted(path.name for path in folder.iterdir()) == ["calibration.json", "calibration.png", "posterior.csv"]


def test_a_figure_has_a_panel_for_each_parameter_the_last_observations_and_ranks():
    figure = calibration_figure(made(rank=np.linspace(0, 1, MOST_OBSERVATIONS + 6)))
    first, _, counts, ranks = figure.axes
    assert first.get_title(loc="left").startswith("displacement.rate\n0.5 (0.41 to 0.59)")
    labels = [label.get_text() for label in counts.get_yticklabels()]
    assert (len(labels), labels[0]) == (MOST_OBSERVATIONS, "2020-01-07 n_displaced Camp")
    assert sum(bar.get_height() for bar in ranks.patches) == MOST_OBSERVATIONS + 6


def test_a_posterior_that_is_one_value_and_counts_of_nobody_can_be_drawn(tmp_path):
    found = made(posterior(np.full(200, 0.5), np.full(200, 0.5)))
    nobody = found.assign(observed=found.observed * 0, low=found.low * 0, simulated=found.simulated * 0)
    calibration_figure(nobody).savefig(tmp_path / "figure.png")
