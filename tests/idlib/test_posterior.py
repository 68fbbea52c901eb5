"""The parameter sets that the scenario ships with do what docs/idlib.md says of them."""

import numpy as np
import pytest

import nuzuh
from idlib import scores
from make_idlib import TARGET
from nuzuh.model.parameter_sets import read_parameter_sets


@pytest.mark.slow
def test_goals_that_are_said_to_be_reached_are_reached_and_the_others_are_as_told():
    scenario = nuzuh.read_scenario("idlib-2020").between(end=np.datetime64("2020-03-08").item())
    sets = read_parameter_sets(TARGET / "posterior.csv")
    with nuzuh.ensemble(scenario, len(sets), params=sets, engine="mean") as lazily:
        runs = lazily.load()
    total, stocks = scores.totals(runs, scenario), scores.destinations(runs, scenario)
    errors = np.abs(np.median(stocks.simulated, axis=1) / stocks.reported - 1)
    assert errors.mean() <= 0.3
    assert errors.max() <= 0.65
    assert np.median(scores.share_from_receiving(runs, scenario)) <= 0.1
    assert 0.9e6 <= np.median(total.simulated[total.rows["date"] == "2020-02-23"]) <= 1e6
    assert np.median(scores.share_gone(runs, scenario)) == pytest.approx(0.848, abs=0.002)
    assert np.median(np.abs(total.error).mean(axis=0)) == pytest.approx(0.100, abs=0.001)
    assert np.median(scores.increments(total)) == pytest.approx(0.87, abs=0.01)
