"""A scenario that learns and runs on: it comes nearer to a truth that it was not told, and knows nothing of later."""

from datetime import timedelta

import numpy as np
import pytest
from tests.crises import crisis, day, fire
from tests.twins import MORE_PULL, TIMES, counts, scrambled, truth, two_camps

import nuzuh
from nuzuh import UsageError
from nuzuh.forecast.assimilate import MOST_DAYS, assimilate, effect, run_on
from nuzuh.forecast.crises import registrations_of_scenario
from nuzuh.forecast.learner import Learning
from nuzuh.forecast.registrations import Registrations
from nuzuh.forecast.scenario_forecast import origin_of, with_noise
from nuzuh.forecast.simulated import simulated_paths
from nuzuh.scenario.tables import table_of

ORIGIN, AHEAD = 55, 20
EAST, WEST = 2, 3
VARIABLES = ("n_displaced", "new_displaced", "new_arrivals", "n_on_route", "n_at_home", "cum_displaced")


@pytest.fixture(scope="module")
def twin():
    """Learned from eight counts of each camp."""
    return assimilate(two_camps(observations=counts()), day(ORIGIN), members=60)


@pytest.fixture(scope="module")
def small():
    """The same from a few members."""
    return assimilate(two_camps(observations=counts()), day(ORIGIN), members=6)


def learned_of(analysis):
    learner = analysis.learner
    stocks = [engine.stocks.n_displaced for engine in learner.engines]
    return [learner.level, learner.pull, learner.cumulative, np.array(stocks)]


def same(one, other):
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other, strict=True))


def test_what_is_believed_comes_nearer_to_the_truth(twin):
    level, pull = twin.learner.level, twin.learner.pull
    for values, true in ((level, np.log(TIMES)), (pull[:, WEST] - pull[:, EAST], MORE_PULL)):
        low, high = np.quantile(values, [0.05, 0.95])
        assert low <= true <= high
        assert abs(values.mean() - true) < abs(true) / 2  # before, it was off by all of it


def test_the_forecast_is_nearer_to_the_truth_than_a_run_that_learned_nothing(twin):
    then = truth().isel(day=ORIGIN + AHEAD)
    found = run_on(twin, AHEAD).isel(day=AHEAD - 1)
    free = nuzuh.ensemble(two_camps(), 20, executor="here").isel(day=ORIGIN + AHEAD)
    errors = [np.abs(each.n_displaced.mean("member") - then.n_displaced).sum().item() for each in (found, free)]
    assert errors[0] < errors[1] / 4
    low, high = found.cum_displaced.quantile([0.05, 0.95]).values
    assert low <= truth().new_displaced.isel(day=slice(ORIGIN + AHEAD + 1)).sum().item() <= high


def test_innovations_shrink_as_it_learns(twin):
    surprises = [abs(lesson.standardised) for lesson in twin.learner.lessons]
    assert len(surprises) == 16
    assert max(surprises[:2]) > 1.0
    assert max(surprises[8:]) < 0.6


def test_what_was_counted_or_published_later_plays_no_part():
    rows = counts(98)
    late = [rows[2] | {"date": day(20), "value": 77_000, "published": day(ORIGIN + 3)}]
    other = [late[0] | {"value": 5}]
    one, two = (
        assimilate(two_camps(observations=observed), day(ORIGIN), members=4)
        for observed in ([*rows, *late], [*scrambled(rows, day(ORIGIN)), *other])
    )
    assert same(learned_of(one), learned_of(two))
    assert len(one.learner.lessons) == 16
    runs = [run_on(analysis, 30) for analysis in (one, two)]
    assert all(runs[0][name].equals(runs[1][name]) for name in VARIABLES)
    published = assimilate(two_camps(observations=[*rows, *late]), day(ORIGIN + 3), members=4)
    assert len(published.learner.lessons) == 17


def after(end, intensity, extra=()):
    """A crisis that is the same up to a day and goes on otherwise."""
    known = [fire("Town", 0, 41), fire("Mill", 10, 41, 0.6)]
    conflict = [*known, fire("Town", 42, 99, intensity), fire("Mill", 42, 70, intensity)]
    road = {"kind": "route", "from": "Town", "to": "East", "start": day(30), "end": day(end)}
    rows = scrambled(counts(98), day(41), seed=int(100 * intensity))
    return two_camps(observations=rows, conflict=conflict, closures=[road, *extra])


def closed(start, end):
    return {"kind": "route", "from": "Mill", "to": "West", "start": day(start), "end": day(end)}


LATER = (after(60, 0.6), after(45, 0.1, [closed(50, 90)]))
"""Two crises that are the same up to day 41."""


def test_nothing_of_later_days_plays_a_part_where_the_course_is_held():
    """Conflict, closures and counts."""
    one, two = (assimilate(scenario, day(41), members=4) for scenario in LATER)
    assert same(learned_of(one), learned_of(two))
    held = [run_on(analysis, 30, course="held") for analysis in (one, two)]
    known = [run_on(analysis, 30) for analysis in (one, two)]
    assert all(held[0][name].equals(held[1][name]) for name in VARIABLES)
    assert not known[0].n_displaced.equals(known[1].n_displaced)
    assert not held[1].n_displaced.equals(known[1].n_displaced)


def test_paths_of_the_expert_know_nothing_of_later_days():
    origins = np.arange(0, 92, 7)
    one, two = (
        simulated_paths(scenario, registrations_of_scenario(scenario), origins, 40, members=4) for scenario in LATER
    )
    is_before = origins <= 41
    assert np.isfinite(one[is_before][2:]).all()
    assert np.array_equal(one[is_before], two[is_before], equal_nan=True)
    assert not np.array_equal(one[~is_before], two[~is_before])


def test_paths_know_nothing_of_later_counts_under_a_known_course():
    scenario, origins = two_camps(observations=counts(98)), np.array([20, 41, 62, 90])
    whole = registrations_of_scenario(scenario)
    other = registrations_of_scenario(two_camps(observations=scrambled(counts(98), day(41))))
    one, two = (simulated_paths(scenario, each, origins, 40, members=4, course="known") for each in (whole, other))
    assert np.array_equal(one[:2], two[:2])
    assert not np.array_equal(one[2:], two[2:])


def test_paths_begin_at_the_last_count_and_are_of_places_counted_by_then():
    scenario = two_camps(observations=counts(98))
    whole = registrations_of_scenario(scenario)
    days, values = (np.append(each, more) for each, more in ((whole.days[0][:1], 50), (whole.counts[0][:1], 7)))
    more = Registrations("more", whole.start, (*whole.places, "Nowhere"), (*whole.days, days), (*whole.counts, values))
    found = simulated_paths(scenario, more, np.array([0, 6, 27]), 10, members=4)
    assert found.shape == (3, 3, 11)
    assert np.isnan(found[0]).all()
    assert np.isnan(found[:, 2]).all()
    for row, n in ((1, 0), (2, 3)):
        assert found[row, :2, 0] == pytest.approx([each[n] for each in whole.counts])
    assert (found[1:, :2] >= 0).all()


def test_an_analysis_gives_the_same_again_and_stays_as_it_is(small):
    before = [each.copy() for each in learned_of(small)]
    one = run_on(small, 25)
    run_on(small, 10, course="held", change=nuzuh.ceasefire(start=day(60)))
    two = run_on(small, 25)
    assert one.identical(two)
    assert all(one[name].values.tobytes() == two[name].values.tobytes() for name in one.data_vars)
    assert same(learned_of(small), before)
    again = assimilate(two_camps(observations=counts()), day(ORIGIN), members=6)
    assert same(learned_of(again), before)


def test_fewer_days_are_the_first_of_more(small):
    assert run_on(small, 9).n_displaced.equals(run_on(small, 25).n_displaced.isel(day=slice(9)))


def test_days_are_those_after_the_origin_and_go_on_beyond_the_end(small):
    found = run_on(small, 60)
    expected = [day(ORIGIN) + timedelta(days=n) for n in range(1, 61)]
    assert [str(when)[:10] for when in found.date.values] == [str(when) for when in expected]
    assert found.attrs["origin"] == str(day(ORIGIN))
    assert small.day == ORIGIN


def test_displaced_persons_since_the_first_day_never_fall(small):
    found = run_on(small, 40)
    assert (found.cum_displaced.diff("day") >= 0).all()
    assert np.array_equal(found.cum_displaced.diff("day"), found.new_displaced.sum("location").isel(day=slice(1, None)))
    first = small.learner.cumulative + found.new_displaced.isel(day=0).sum("location").values
    assert np.array_equal(found.cum_displaced.isel(day=0), first)


@pytest.mark.parametrize("course", ["known", "held"])
def test_a_change_of_nothing_has_no_effect(small, course):
    found = effect(small, lambda scenario: scenario, 30, course=course)
    assert all(not found[name].values.any() for name in found.data_vars)


def test_a_what_if_that_was_over_by_the_origin_has_no_effect(small):
    found = effect(small, nuzuh.ceasefire(start=day(5), end=day(ORIGIN)), 20)
    assert not found.n_displaced.values.any()


@pytest.mark.parametrize("course", ["known", "held"])
def test_under_a_ceasefire_nobody_more_is_displaced_on_any_day(small, course):
    less = effect(small, nuzuh.ceasefire(start=day(ORIGIN + 1)), 20, course=course)
    assert (less.new_displaced.sum("location") <= 0).all()
    assert less.cum_displaced.isel(day=19).max() < 0


def test_a_new_camp_is_there_from_its_first_day_and_counts_in_full(small):
    found = effect(small, nuzuh.new_camp("North", "Town", day(ORIGIN + 5)), 20)
    north = found.n_displaced.sel(location="North")
    assert not north.isel(day=slice(3)).values.any()
    assert (north.isel(day=19) > 0).all()
    people = found.n_displaced + found.n_on_route + found.n_at_home
    assert not people.sum("location").values.any()  # they come from elsewhere


def test_nobody_comes_to_a_camp_to_which_the_only_road_is_closed():
    """But those who are on it already."""
    locations = [("Town", "town", 90_000), ("Mill", "town", 20_000), ("Far", "camp", 0), ("Near", "camp", 0)]
    routes = [("Town", "Far", 500), ("Town", "Near", 50), ("Mill", "Near", 30)]
    observations = [{"date": day(8), "location": "Near", "quantity": "n_displaced", "value": 900}]
    scenario = crisis(
        locations, routes, days=40, params={"displacement": {"rate": 0.02}}, conflict=[fire("Town")],
        observations=observations,
    )  # fmt: skip
    found = assimilate(scenario, day(14), members=5)
    closed_road = {"kind": "route", "from": "Town", "to": "Far", "start": day(15)}
    change = closing(closed_road)
    without, changed = run_on(found, 20), run_on(found, 20, change=change)
    assert without.new_arrivals.sel(location="Far").values[:, 8:].any()
    assert not changed.new_arrivals.sel(location="Far").values[:, 4:].any()


def closing(row):
    """A what-if of one closure."""
    return lambda scenario: scenario.with_tables(closures=table_of([row], "closures"))


@pytest.mark.parametrize("until", [day(-1), day(100)])
def test_an_origin_outside_the_scenario_is_refused(until):
    with pytest.raises(UsageError, match=f"origin {until} and 100 members: give a day from 2020-01-01 to 2020-04-09"):
        assimilate(two_camps(observations=counts()), until)


def test_one_member_learns_nothing():
    with pytest.raises(UsageError, match=r"and 1 members: give a day .*, and 2 or more"):
        assimilate(two_camps(observations=counts()), day(ORIGIN), members=1)


def test_before_the_first_count_there_is_nothing_to_learn():
    with pytest.raises(UsageError, match="nothing in test was counted by 2020-01-06: give a later origin, or 'nuzuh"):
        assimilate(two_camps(observations=counts()), day(5))


def test_a_course_that_is_not_there_is_refused(small):
    with pytest.raises(UsageError, match="no course of conflict 'know': did you mean 'known'"):
        run_on(small, 5, course="know")
    registrations = registrations_of_scenario(small.scenario)
    with pytest.raises(UsageError, match="no course of conflict 'hold': did you mean 'held'"):
        simulated_paths(small.scenario, registrations, np.array([20]), course="hold")


@pytest.mark.parametrize("days", [0, MOST_DAYS + 1])
def test_no_days_and_more_than_a_year_are_refused(small, days):
    with pytest.raises(UsageError, match=f"{days} days to run on: give 1 to 366"):
        run_on(small, days)


@pytest.mark.parametrize(("noise", "lag"), [(0.0, None), (11.0, None), (float("nan"), 2), (None, -1), (None, 366)])
def test_impossible_noise_and_lag_are_refused(noise, lag):
    with pytest.raises(UsageError, match=f"noise {noise} and lag {lag}: give a share from 0.001 to 10"):
        with_noise(Learning(), noise, lag)


def test_noise_and_lag_that_are_not_given_stay_as_they_are():
    assert with_noise(Learning(), None, None) == Learning()
    assert with_noise(Learning(), 0.2, 7) == Learning(noise=0.2, lag_days=7)


def test_without_an_origin_it_is_the_last_observation_within_the_days():
    rows = [*counts(), counts()[0] | {"date": day(200)}]
    assert origin_of(two_camps(observations=rows), None) == day(ORIGIN)
    assert origin_of(two_camps(), day(3)) == day(3)
    with pytest.raises(UsageError, match="test has no observations within its days"):
        origin_of(two_camps(observations=rows[-1:]), None)
