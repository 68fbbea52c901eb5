"""The ensemble that learns: what a count moves, and what it leaves alone."""

from dataclasses import replace

import numpy as np
import pytest
from tests.crises import fire
from tests.twins import two_camps

from nuzuh.forecast.counts import Count
from nuzuh.forecast.drift import drifting
from nuzuh.forecast.learned import learn_into, own_copy, scaled_hazard
from nuzuh.forecast.learner import Learning, learner_of
from nuzuh.model.setting import conditions_of, setting_of
from nuzuh.model.simulate import all_params, simulate

TOWN, MILL, EAST, WEST = range(4)
STILL = Learning(level_days=np.inf, pull_days=np.inf)
SURE = Learning(noise=1e-9, floor=1e-6)
BELIEFS = ("level", "pull", "cumulative")


def learner(how=STILL, scenario=None, members=12, **more):
    scenario = scenario or two_camps(days=40)
    setting = setting_of(scenario, all_params(scenario))
    forcing = setting.forcing.expected()
    return learner_of(setting, (forcing, conditions_of(setting, forcing)), how, members=members, seed=4, **more)


def advanced(until=15, **more):
    found = learner(**more)
    found.advance(until)
    return found


def beliefs(found):
    return {name: getattr(found, name).copy() for name in BELIEFS} | {"stocks": stocks(found)}


def stocks(found):
    """Displaced persons at each location by the engines' own books, shape (M, L)."""
    return np.array([engine.stocks.n_displaced.sum(axis=1) + engine.stocks.n_waiting for engine in found.engines])


def people(found):
    """In the books of each engine less those who came from outside."""
    return [found._books(m).people + engine.stocks.n_returned.sum() for m, engine in enumerate(found.engines)]


def count(row, value, day=14, sd=0.0):
    return Count(day, ("Town", "Mill", "East", "West")[row], (row,), float(value), sd)


def total(value, day=14, sd=0.0):
    return Count(day, "", (), float(value), sd)


def test_before_the_first_count_members_are_spread_and_not_off_together():
    found = learner(members=400)
    assert found.level.mean() == pytest.approx(0.0, abs=1e-12)
    assert found.level.std() == pytest.approx(1.0, abs=0.1)
    assert found.pull[:, [EAST, WEST]].std(axis=0) == pytest.approx([1.0, 1.0], abs=0.1)
    assert not found.pull[:, [TOWN, MILL]].any()  # of camps and sites alone


def test_other_places_can_be_learned_besides():
    assert learner(learns=[MILL]).pull[:, MILL].any()


def test_a_drift_keeps_its_spread_and_returns_to_nothing():
    steps = np.random.default_rng(2).normal(size=(4000, 300))
    found = drifting(steps[:, 0] * 0.7, steps[:, 1:], 0.7, 20.0)
    assert found[:, [0, 100, 298]].std(axis=0) == pytest.approx([0.7] * 3, rel=0.06)
    alone = drifting(np.array([2.0]), np.zeros((1, 40)), 0.7, 20.0)[0]
    assert alone == pytest.approx(2.0 * np.exp(-np.arange(1, 41) / 20.0))


def test_what_drifts_over_infinitely_many_days_stays_as_it_is():
    steps = np.ones((3, 10))
    assert np.array_equal(drifting(np.arange(3.0), steps, 1.0, np.inf), np.tile(np.arange(3.0)[:, None], 10))


def test_days_can_be_stepped_through_in_pieces():
    pieces, whole = learner(replace(STILL, level_days=60.0)), advanced(how=replace(STILL, level_days=60.0))
    for until in (4, 4, 3, 11, 15):
        pieces.advance(until)
    assert pieces.day == 15
    for name, values in beliefs(whole).items():
        assert np.array_equal(beliefs(pieces)[name], values), name


def test_members_that_hold_what_the_scenario_holds_run_as_it_does():
    """Learning nothing, a member is the member of `simulate`, to the bit."""
    found = advanced(how=Learning(level_sd=0.0, pull_sd=0.0), members=3, until=30)
    run = simulate(two_camps(days=40), seed=4, members=3)
    assert np.array_equal(stocks(found), run.n_displaced.values[:, 29])
    assert np.array_equal(found.cumulative, run.new_displaced.values[:, :30].sum(axis=(1, 2)))


def test_zeros_leave_conditions_as_they_are_to_the_bit():
    base = learner().base
    own = own_copy(base)
    learn_into(own, base, 3, np.zeros(20), np.zeros(4), np.full((40, 4), 0.2))
    assert np.array_equal(own.sources.p_forced, base.sources.p_forced)
    assert np.array_equal(own.ends.pull, base.ends.pull)
    learn_into(own, base, 3, np.ones(20), np.ones(4), np.zeros((40, 4)))
    for name, one, other in (
        ("p", own.sources.p_forced, base.sources.p_forced),
        ("pull", own.ends.pull, base.ends.pull),
    ):
        assert np.array_equal(one[:3], other[:3]), name
        assert np.array_equal(one[23:], other[23:]), name
        assert not np.array_equal(one[3:23], other[3:23]), name


def test_a_hazard_is_scaled_beside_those_who_are_brought_out_in_any_case():
    p = np.array([0.0, 0.3, 1.0])[None, None, :]
    assert scaled_hazard(p, np.array([3.0]), np.zeros((1, 1)))[0, 0] == pytest.approx([0.0, 1 - 0.7**3, 1.0])
    with_share = 1 - 0.6 * (1 - 0.3)
    found = scaled_hazard(np.array([[[with_share]]]), np.array([3.0]), np.array([[0.4]]))
    assert found.item() == pytest.approx(1 - 0.6 * 0.7**3)
    assert scaled_hazard(p, np.array([3.0]), np.ones((1, 1))).tolist() == p.tolist()


def test_a_count_of_which_nothing_is_sure_changes_nothing_to_the_bit():
    found = advanced()
    before = beliefs(found)
    found.learn([count(EAST, 90_000, sd=np.inf), count(WEST, 5, sd=np.inf), total(7, sd=np.inf)])
    for name, values in beliefs(found).items():
        assert np.array_equal(values, before[name]), name
    assert len(found.lessons) == 3


def test_a_sure_count_sets_the_stock_of_each_member():
    found = advanced(how=SURE)
    before = people(found)
    found.learn([count(EAST, 9000), count(WEST, 3333)])
    assert stocks(found)[:, [EAST, WEST]].tolist() == [[9000, 3333]] * 12
    assert people(found) == before
    found.advance(16)  # run_days balances the books


def test_a_sure_total_sets_how_many_were_displaced():
    found = advanced(how=SURE)
    before = people(found)
    found.learn([total(30_000)])
    assert found.cumulative.tolist() == [30_000] * 12
    assert people(found) == before
    gone = [found.setting.people[0].sum() - engine.stocks.n_at_home.sum() for engine in found.engines]
    assert gone == [30_000] * 12


def test_a_count_above_what_was_expected_raises_the_level_and_the_pull_of_its_place_alone():
    found = advanced()
    before = beliefs(found)
    found.learn([count(WEST, 3 * np.median(before["stocks"][:, WEST]))])
    assert found.level.mean() > before["level"].mean()
    assert found.pull[:, WEST].mean() > before["pull"][:, WEST].mean()
    assert found.level.std() < before["level"].std()
    assert np.array_equal(found.pull[:, EAST], before["pull"][:, EAST])


def test_a_total_says_nothing_of_pulls():
    found = advanced()
    before = beliefs(found)
    found.learn([total(3 * np.median(before["cumulative"]))])
    assert np.array_equal(found.pull, before["pull"])
    assert found.level.mean() > before["level"].mean()
    assert found.cumulative.mean() > before["cumulative"].mean()


def test_a_count_lags_by_so_many_days():
    """Registered today is who was there three days ago; the days since then rise or fall with it."""
    found = advanced(how=replace(SURE, lag_days=3))
    then, now = found.recent[0][0].copy(), found.recent[-1][0].copy()
    assert (then[:, EAST] < 0.9 * now[:, EAST]).all()
    found.learn([count(EAST, 9000)])
    assert found.lessons[0].expected == np.median(then[:, EAST])
    assert found.recent[0][0][:, EAST] == pytest.approx(np.full(12, 9000.0), abs=1)
    assert stocks(found)[:, EAST] == pytest.approx(9000 * now[:, EAST] / then[:, EAST], abs=1)


def test_counts_of_each_day_that_lag_leave_no_evening_below_zero():
    found = learner(how=replace(SURE, lag_days=6))
    for at in range(8, 20):
        found.advance(at)
        found.learn([count(EAST, 60, at - 1), total(90, at - 1)])
        assert all((parts >= 0).all() for evening in found.recent for parts in evening)
    assert np.isfinite(found.level).all()


def test_without_the_start_a_first_count_says_only_where_people_are():
    found = advanced(knows_start=False, how=SURE)
    before = beliefs(found)
    found.learn([count(EAST, 9000)])
    assert found.lessons[0].is_first
    assert found.lessons[0].standardised == 0.0
    assert np.array_equal(found.level, before["level"])
    assert np.array_equal(found.pull, before["pull"])
    assert stocks(found)[:, EAST].tolist() == [9000] * 12
    found.advance(16)
    found.learn([count(EAST, 12_000, day=15)])
    assert not found.lessons[1].is_first
    assert not np.array_equal(found.level, before["level"])


def test_a_stock_may_have_changed_more_since_the_count_before_the_longer_that_is():
    often, seldom = advanced(), advanced()
    often.learn([count(EAST, 4000, sd=np.inf)])
    for each in (often, seldom):
        each.advance(16)
        each.learn([count(EAST, 9000, day=15)])
    assert often.lessons[1].sd < seldom.lessons[0].sd


def test_a_centre_begins_as_the_mean_of_the_members_and_plays_no_part():
    alone, both = advanced(is_mean=True), advanced(is_mean=True, centre=True)
    assert len(both.engines) == 13
    assert both.level[:12].mean() == pytest.approx(both.level[-1], abs=1e-12)
    assert both.pull[:12].mean(axis=0) == pytest.approx(both.pull[-1], abs=1e-12)
    for each in (alone, both):
        each.learn([count(EAST, 9000), total(40_000)])
        each.advance(20)
    for name, values in beliefs(alone).items():
        assert np.array_equal(beliefs(both)[name][:12], values), name


def test_the_books_balance_whatever_is_counted():
    """Counts beyond all people, of nobody, of places not at all counted before; each day ends in balanced books."""
    generator = np.random.default_rng(8)
    for more in ({}, {"is_mean": True, "centre": True}, {"scenario": returning()}, {"scenario": from_outside()}):
        found = learner(members=4, **more)
        for at in range(1, 39, 3):
            found.advance(at)
            values = generator.choice([0, 10, 3000, 90_000, 10**6], size=3)
            rows = generator.permutation(4)[:2]
            before = people(found)
            found.learn(
                [count(row, n, at - 1) for row, n in zip(rows, values, strict=False)] + [total(values[2], at - 1)]
            )
            assert people(found) == pytest.approx(before)
            assert (stocks(found) >= -1e-6).all()
            recent = found.recent[-1][0]
            assert recent == pytest.approx(stocks(found), abs=1e-6)
        found.advance(40)


def returning():
    scenario = two_camps(days=40, conflict=[fire("Town", 0, 8), fire("Mill", 4, 30, 0.6)])
    return replace(scenario, params={**scenario.params, "returns": {"rate": 0.05, "calm_days": 3}})


def from_outside():
    scenario = two_camps(days=40)
    return replace(scenario, params={**scenario.params, "displacement": {"rate": 0.01, "from_population": False}})
