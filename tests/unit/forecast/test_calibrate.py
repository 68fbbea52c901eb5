"""Calibration: what the posterior must be where that is known, what plays no part, and what cannot be done."""

import functools
import io

import numpy as np
import pytest
from rich.console import Console
from scipy import stats
from tests.benchmarks.calibration import p_uniform, trial
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh.errors import ParamsError, UsageError
from nuzuh.forecast import rounds
from nuzuh.outputs.calibration_words import calibration_object, label_of
from nuzuh.outputs.screen_calibration import show_calibration

RATE = {"displacement.rate": {"uniform": [0.02, 0.3]}}
CAMP = {"departure.camp": {"uniform": [0, 0.5]}}
TRUTH = 0.12
DAYS = (2, 4, 7, 10)


def shelled(*observations, people=10_000, **params):
    """A town under fire, from which people go to a camp, and a few stay at a second town."""
    params = {"departure": {"on_arrival": False, "town": 0.1}, **params}
    places = [("A", "town", people), ("B", "town", 0), ("C", "camp", 0)]
    roads = [("A", "B", 20), ("B", "C", 30)]
    return crisis(places, roads, days=12, conflict=[fire("A")], observations=observations, params=params)


def seen(when, value, quantity="cum_displaced", **more):
    return {"date": day(when), "quantity": quantity, "value": value, **more}


def totals(rate=TRUTH, people=10_000, days=DAYS):
    """Totals as they are expected: each person leaves with 1 - exp(-rate) on each day."""
    return [seen(when, round(people * -np.expm1(-rate * (when + 1)))) for when in days]


def calibrated(scenario, *args, **more):
    return nuzuh.calibrate(scenario, *args, **({"params": RATE, "n": 64, "engine": "mean", "executor": "here"} | more))


def p_as_prior(found, name):
    """Probability of draws as far from the prior, by the effective number of points."""
    draws = found.posterior.sel(parameter=name).values[: int(found.attrs["n_effective"] / 2)]
    return stats.kstest(draws, found.prior.sel(parameter=name).values).pvalue


def test_counts_without_any_precision_leave_the_prior_as_it_was():
    found = calibrated(shelled(*totals()), noise=1000.0, n=200)
    assert found.attrs["rounds"] <= 2
    assert p_as_prior(found, "displacement.rate") > 0.01


def test_many_precise_counts_lead_to_the_truth():
    found = calibrated(shelled(*totals(days=range(1, 12))), noise=0.02)
    low, middle, high = found.posterior.quantile([0.05, 0.5, 0.95], "draw").values[:, 0]
    assert low < TRUTH < high
    assert middle == pytest.approx(TRUTH, rel=0.02)
    assert high - low < 0.01


def test_the_posterior_is_that_of_a_grid():
    """One parameter, no chance: prior times likelihood can be added up."""
    scenario = shelled(*totals())
    found = calibrated(scenario, noise=0.2, n=400)
    rates = np.linspace(0.02, 0.3, 400)
    expected = np.log1p(10_000 * -np.expm1(-rates[:, None] * (np.array(DAYS) + 1)))
    counts = np.log1p([row["value"] for row in totals()])
    weights = np.exp(-0.5 * np.square((counts - expected) / 0.2).sum(axis=1))
    mean = (weights @ rates) / weights.sum()
    sd = np.sqrt(weights @ np.square(rates - mean) / weights.sum())
    assert found.posterior.mean().item() == pytest.approx(mean, abs=0.1 * sd)
    assert found.posterior.std().item() == pytest.approx(sd, rel=0.1)


def test_a_parameter_on_which_nothing_depends_keeps_its_prior():
    found = calibrated(shelled(*totals()), params=RATE | CAMP, n=200)
    assert p_as_prior(found, "departure.camp") > 0.01
    assert p_as_prior(found, "displacement.rate") < 1e-6


def test_chance_of_few_people_is_in_the_posterior():
    """Of 40 people 4 leave on a day, give or take 2: to the engine mean precise counts of few say too much."""
    small = shelled(*totals(people=40, days=[1, 3]), people=40)
    sure, unsure = (calibrated(small, engine=engine, noise=0.1, n=50).posterior.std() for engine in ("mean", "counts"))
    assert unsure > 1.5 * sure


def test_whole_numbers_stay_whole():
    ranges = {"destination.awareness": {"uniform": [1, 3]}}
    found = calibrated(shelled(seen(9, 4000, "n_displaced", location="C")), params=ranges, n=32)
    assert set(np.unique(found.posterior)) <= {1, 2, 3}


def test_registration_that_runs_late_is_taken_back():
    late = [row | {"date": day(when + 1)} for when, row in zip(DAYS, totals(), strict=True)]
    found = calibrated(shelled(*late), noise=0.03, lag_days=1)
    assert found.posterior.median().item() == pytest.approx(TRUTH, rel=0.05)
    assert found["date"].values[0] == np.datetime64(day(DAYS[0] + 1))
    assert calibrated(shelled(*late), noise=0.03).posterior.median() < 0.9 * TRUTH


def test_the_same_seed_gives_the_same_bits_and_another_seed_others():
    scenario = shelled(*totals())
    first, again, other = (calibrated(scenario, engine="counts", n=32, seed=seed) for seed in (1, 1, 2))
    assert first.identical(again.assign_attrs(command=first.attrs["command"]))
    assert not first.posterior.equals(other.posterior)


def test_rounds_that_take_long_are_ensembles_and_give_the_same_bits(monkeypatch):
    scenario = shelled(*totals())
    here = calibrated(scenario, engine="counts", n=16)
    monkeypatch.setattr(rounds, "WORTH_IT_S", 1e-9)  # all rounds but the first are then long
    monkeypatch.setattr(rounds, "can_start_processes", lambda: True)
    shared = calibrated(scenario, engine="counts", n=16, executor=None)
    assert here.attrs["rounds"] > 1
    assert here.identical(shared)


@pytest.mark.parametrize("mode", ["conflict", "registrations"])
def test_what_comes_after_the_date_plays_no_part(mode):
    early = [*totals(days=[2, 4]), seen(4, 900, "n_displaced", location="C")]
    late = [seen(7, 9999), seen(9, 1, "n_displaced", location="C"), seen(3, 9, published=day(8))]
    ranges = {"departure.town": {"uniform": [0.01, 0.9]}}
    before, after = (
        calibrated(shelled(*rows, displacement={"mode": mode}), day(5), params=ranges, engine="counts", n=32)
        for rows in (early, early + late)
    )
    for name in before.data_vars:
        assert before[name].equals(after[name]), name


def test_what_would_be_counted_is_what_is_simulated_with_noise():
    found = calibrated(shelled(*totals()), noise=0.1, n=200)
    ratio = np.log(found.predicted / found.simulated)
    assert ratio.std().item() == pytest.approx(0.1, rel=0.05)
    expected = 10_000 * -np.expm1(-found.posterior.values * (np.array(DAYS) + 1))
    np.testing.assert_allclose(found.simulated.values, expected)
    below = (found.predicted < found.observed).mean("draw")
    np.testing.assert_allclose(found["rank"], below, atol=0.01)


def test_an_ensemble_takes_the_posterior_row_by_row():
    scenario = shelled(*totals())
    table = calibrated(scenario, draws=20).posterior.to_pandas()
    runs = nuzuh.ensemble(scenario, members=25, params=table, executor="here")
    np.testing.assert_array_equal(runs["displacement.rate"][:20], table["displacement.rate"])
    np.testing.assert_array_equal(runs["displacement.rate"][20:], table["displacement.rate"][:5])


def test_progress_is_told_over_all_rounds():
    told = []
    found = calibrated(shelled(*totals()), progress=lambda n_all, n_done: told.append((n_all, n_done)))
    assert told[-1] == (found.attrs["runs"], found.attrs["runs"])
    assert [done for _, done in told] == sorted(done for _, done in told)


def test_inputs_that_give_the_answer_away_are_told():
    rows = seen(4, 900, "n_displaced", location="C"), *totals()
    found = calibrated(shelled(*rows, displacement={"mode": "registrations"}), params=CAMP, n=16)
    assert "the number displaced each day is taken from what is registered" in found.attrs["leaks"][0]
    assert found.attrs["left_out"] == [
        "4 observations left out: an input of the run (displacement.mode is registrations)"
    ]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"noise": 0.0}, "noise is 0: give a share above 0"),
        ({"noise": float("nan")}, "noise is nan: give a share above 0"),
        ({"lag_days": -1}, "lag is -1 days: give 0 or more"),
        ({"n": 15}, "n is 15: give 16 or more"),
        ({"draws": 0}, "draws is 0: give 1 or more"),
        ({"seed": -1}, "seed is -1"),
        ({"engine": "meen"}, "no engine 'meen': did you mean 'mean'"),
        ({"executor": "nowhere"}, "no executor 'nowhere'"),
        ({"params": {}}, "no parameter of 'test' is uncertain: give a range"),
        ({"until": day(1)}, "no observation of 'test' known by 2020-01-02"),
        ({"params": {"displacement.rat": 1}}, "displacement.rat: unknown parameter: did you mean 'rate'"),
    ],
)
def test_what_cannot_be_done_is_told_with_the_way_out(more, message):
    with pytest.raises(UsageError, match=message):
        calibrated(shelled(*totals()), **more)


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(UsageError) as told:
        calibrated(shelled(), params={}, noise=-1, n=1, engine="x")
    for words in ("is uncertain", "no observation", "noise is -1", "n is 1:", "no engine 'x'"):
        assert words in str(told.value)


def test_a_prior_that_cannot_be_is_a_fault_of_parameters():
    with pytest.raises(ParamsError, match="does not rise"):
        calibrated(shelled(*totals()), params={"displacement.rate": {"uniform": [0.2, 0.1]}})


def test_truths_drawn_from_the_prior_have_uniform_ranks():
    """Simulation-based calibration with chance in data and runs; `scripts/benchmark calibration` has 200 trials."""
    rows = [*totals(people=2000), seen(9, 100, "n_displaced", location="C")]
    ranges = RATE | {"departure.town": {"beta": [2, 8]}}
    one = functools.partial(trial, scenario=shelled(*rows, people=2000), ranges=ranges, n=32)
    trials = [one(number) for number in range(12)]
    for at in range(len(ranges)):
        ranks = [each.rank[at] for each in trials]
        assert stats.kstest((np.array(ranks) + 0.5) / 100, "uniform").pvalue > 0.01
        assert p_uniform(ranks) > 0.01
        assert sum(each.is_inside[at] for each in trials) >= 8  # of 12 at 90 %: fewer in 1 of 250 such tests


def test_a_row_for_checking_plays_no_part():
    rows = totals()
    found = calibrated(shelled(*rows, seen(8, 1, fit=False)))
    without = calibrated(shelled(*rows))
    assert found.posterior.equals(without.posterior)
    assert found.attrs["left_out"] == ["1 observation left out: for checking only (fit is no)"]


def test_counts_over_some_days_are_told_with_their_first_day():
    found = calibrated(shelled(*totals(), seen(9, 300, "cum_departures", since=day(4), location="A")))
    rows = calibration_object(found)["observations"]
    assert [row.get("since") for row in rows] == [None] * len(DAYS) + ["2020-01-05"]
    assert label_of(found.isel(observation=-1)) == "2020-01-05 to 2020-01-10 cum_departures A"
    assert label_of(found.isel(observation=0)) == "2020-01-03 cum_displaced in all"
    text = io.StringIO()
    show_calibration(Console(file=text, width=140), found)
    assert "2020-01-05 to 2020-01-10" in text.getvalue()


def test_where_no_count_has_a_first_day_there_is_no_such_coordinate():
    assert not {"since", "to"} & set(calibrated(shelled(*totals())).coords)


def test_a_count_with_a_large_error_of_its_own_teaches_nothing():
    """Counts that contradict the others, but are known to be bad, leave what is learned as it was."""
    good = totals(days=range(1, 12))
    wrong = [seen(when, 9_000, error=10.0) for when in (1,)]
    alone, both = (calibrated(shelled(*rows), noise=0.05) for rows in (good[1:], [*wrong, *good[1:]]))
    middles = [float(found.posterior.median()) for found in (alone, both)]
    assert middles[0] == pytest.approx(middles[1], rel=0.02)
