"""Each rule at values that can be checked by hand."""

import numpy as np
import pytest

from nuzuh.model import rules

ONE = np.ones(1)


def test_threat_is_the_strongest_fear_and_not_their_sum():
    intensity = np.array([[0.0, 1.0, 1.0, 0.5]])
    here, there = np.array([0, 0, 3]), np.array([1, 2, 1])
    felt = rules.threat(intensity, here, there, np.array([0.5, 0.4, 0.5]), 0.8)
    assert felt.tolist() == [[0.4, 1.0, 1.0, 0.5]]  # own intensity stays where it is the stronger


def test_without_fear_threat_is_the_intensity():
    intensity = np.array([[0.0, 1.0]])
    assert (rules.threat(intensity, np.array([0]), np.array([1]), ONE, 0.0) == intensity).all()


def test_age_of_a_spell_begins_anew_after_a_calm_day():
    intensity = np.array([[1.0], [0.4], [0.0], [0.4], [0.4]])
    begins = np.zeros(intensity.shape, dtype=bool)
    assert rules.spell_age(intensity, begins).ravel().tolist() == [0, 1, 0, 0, 1]
    begins[1] = True
    assert rules.spell_age(intensity, begins).ravel().tolist() == [0, 0, 0, 0, 1]


def test_calm_counts_days_since_the_last_conflict():
    calm = rules.days_calm(np.array([[0.0, 1.0], [0.0, 0.0], [1.0, 0.0]]))
    assert calm[:, 1].tolist() == [0, 1, 2]
    assert calm[2, 0] == 0
    assert calm[0, 0] > 1000


def test_decay_keeps_its_last_factor():
    assert rules.decay(np.array([0, 29, 30, 400]), (1.0, 0.5), 30).tolist() == [1.0, 1.0, 0.5, 0.5]
    assert rules.decay(np.array([3]), (), 30).tolist() == [1.0]


def test_probability_of_being_forced_is_that_of_a_rate():
    assert rules.p_forced(np.array([[1.0, 0.0]]), 0.1, np.array([1.0, 2.0])).tolist() == [
        [[pytest.approx(1 - np.exp(-0.1)), pytest.approx(1 - np.exp(-0.2))], [0.0, 0.0]]
    ]
    assert rules.p_forced_per_head(np.array([[2.0]]), ONE).item() == 1.0


def test_setting_out_lies_between_calm_and_conflict():
    felt = np.array([[0.0, 0.5, 1.0]])
    p = rules.p_set_out(np.full((1, 3), 0.2), np.full(3, 0.8), felt, by_intensity=True).ravel()
    assert p.tolist() == pytest.approx([0.2, 0.5, 0.8])
    p = rules.p_set_out(np.full((1, 3), 0.2), np.full(3, 0.8), felt, by_intensity=False).ravel()
    assert p.tolist() == pytest.approx([0.2, 0.8, 0.8])


def test_hunger_lets_people_set_out_in_any_case():
    assert rules.p_in_any_case(np.array([0.3, 1.0]), np.array([0.5, 0.5])).tolist() == pytest.approx([0.65, 1.0])


def test_levels_between_two_values_are_interpolated():
    assert rules.by_level((0.0, 0.1, 0.5), np.array([0, 1, 1.5, 2, 9])).tolist() == pytest.approx(
        [0, 0.1, 0.3, 0.5, 0.5]
    )


def test_large_populations_set_out_by_a_power():
    assert rules.of_population(np.array([10_000.0, 40_000.0, 0.0]), 10_000.0, 0.5).tolist() == pytest.approx(
        [1.0, 2.0, 0.0]
    )
    assert rules.of_population(np.zeros(1), 10_000.0, 0.0).tolist() == [1.0]


def test_groups_heed_the_pull_to_a_power():
    pulls = rules.pull(
        np.array([[3.0, 0.5]]), 0.25, np.array([[0.0, 1.0]]), np.array([1.0, 2.0, 0.0]), np.full((1, 2, 3), 7.0)
    )
    assert pulls[0].tolist() == [pytest.approx([21, 63, 7]), pytest.approx([7 * 0.125, 7 * 0.125**2, 7])]


def test_room_falls_from_the_buffer_to_the_capacity():
    assert [rules.room(n, 100.0, 0.9) for n in (0.0, 90.0, 95.0, 100.0, 120.0)] == [
        1.0,
        1.0,
        pytest.approx(0.5),
        0.0,
        0.0,
    ]
    assert rules.room(1e12, np.inf, 0.9) == rules.room(0.0, np.inf, 0.0) == 1.0
    assert rules.room(0.0, 0.0, 0.9) == 0.0
    assert rules.room(99.0, 100.0, 1.0) == 1.0


def test_weights_are_pull_by_distance_by_room():
    sums, accepted = weights()
    assert sums == pytest.approx([(2 / 10) ** 2, (2 / 10) ** 2 + (3 * 0.5 / 50) ** 2])
    assert accepted == 1.0


def weights(*, closeness=1.0, softening=0.0, turned_away=(False, False), power=2.0, drop_below=0.0):
    """Running sums, and the share accepted, of two itineraries that end at locations 0 and 1."""
    sums = np.zeros(2)
    nearness = rules.distance_weight(np.array([90.0, 0.0, 40.0]), 10.0, 1.0)
    ends, pulls, rooms = np.array([9, 0, 1]), np.array([2.0, 3.0]), np.array([1.0, 0.5])
    near = np.array([1.0, 1.0, closeness])
    away = np.array(turned_away)
    return sums, rules.itinerary_weights(
        1, ends, nearness, near, softening, pulls, rooms, away, power, drop_below, sums
    )


def test_closeness_is_of_the_pull_and_softening_of_the_sum():
    sums, _ = weights(closeness=0.1, softening=1.0, power=1.0)
    assert sums == pytest.approx([3 / 10, 3 / 10 + (1 + 0.3) * 0.5 / 50])


def test_who_is_turned_away_does_not_set_out_for_elsewhere():
    sums, accepted = weights(turned_away=(True, False), power=1.0)
    assert sums == pytest.approx([0.0, 0.03])
    assert accepted == pytest.approx(0.03 / 0.23)


def test_light_itineraries_are_dropped():
    sums, accepted = weights(power=1.0, drop_below=0.2)
    assert sums == pytest.approx([0.2, 0.2])
    assert accepted == 1.0


@pytest.mark.parametrize(
    ("band", "start", "days", "reach", "expected"),
    [
        (0, 0.0, 0.5, 1.0, (0, 5, 0.5)),
        (0, 0.0, 1.0, 1.0, (1, 1, 0.0)),  # a leg of just a day's reach ends the day after, in the morning
        (5, 0.5, 0.85, 1.0, (0, 11, 1.35)),  # a whole day's reach again, whatever was travelled before
        (0, 0.0, 2.25, 1.0, (2, 3, 0.25)),
        (0, 0.0, 0.9, 0.2, (0, 2, 0.18)),  # on foot: the rest of the day is by vehicle
        (0, 0.0, 1.0, 0.2, (1, 1, 0.0)),
        (2, 0.19, 0.5, 0.2, (0, 11, 0.29)),
    ],
)
def test_arrival_where_each_leg_begins_afresh(band, start, days, reach, expected):
    later, end_band, time = rules.arrival_afresh(band, start, days, reach, 10)
    assert (later, end_band, time) == (*expected[:2], pytest.approx(expected[2]))


def test_recent_travel_fades_by_half_each_evening():
    assert rules.recent_travel(1.0, 0.0, 2) == 0.25
    assert rules.recent_travel(0.0, 1.0, 3) == 0.875
    assert rules.goes_on(0.3, True, 0.2, 0.7) == 1.0
    assert rules.goes_on(0.3, True, 0.2, 0.8) == 0.3
    assert rules.goes_on(0.3, False, 0.0, 0.0) == 0.3


@pytest.mark.parametrize(
    ("band", "start", "days", "expected"),
    [
        (0, 0.0, 0.01, (0, 1, 0.01)),
        (0, 0.0, 0.5, (0, 5, 0.5)),
        (0, 0.0, 0.51, (0, 6, 0.51)),
        (0, 0.0, 1.0, (0, 11, 1.0)),  # a day's reach ends with the day, not on the morning after
        (0, 0.0, 1.05, (1, 1, 0.05)),
        (3, 0.25, 0.01, (0, 4, 0.26)),  # decided after those of its own band, without losing time
        (3, 0.25, 0.75, (0, 11, 1.0)),
        (3, 0.25, 0.8, (1, 1, 0.05)),
        (9, 0.9, 2.0, (2, 9, 0.9)),
    ],
)
def test_arrival(band, start, days, expected):
    assert rules.arrival(band, start, days, 10) == (*expected[:2], pytest.approx(expected[2]))


def test_trips_take_exactly_the_time_they_take():
    rng = np.random.default_rng(1)
    for _ in range(2000):
        n_bands, days = int(rng.integers(1, 60)), float(rng.exponential(1.0)) + 1e-6
        band = int(rng.integers(0, n_bands))
        start = 0.0 if band == 0 else (band - rng.random()) / n_bands
        later, end_band, time = rules.arrival(band, start, days, n_bands)
        assert later + time == pytest.approx(start + days)
        assert 0 <= time <= 1 + 1e-9
        assert later > 0 or end_band > band
        assert 1 <= end_band <= n_bands + 1


@pytest.mark.parametrize(
    ("closed", "since", "expected"),
    [
        ([], 1.5, (3, 3.0)),
        ([0], 1.5, (3, 3.0)),  # behind them
        ([1], 1.5, (1, 1.0)),  # they are on it: back to its start
        ([2], 1.5, (2, 2.0)),  # ahead: they go as far as they can
        ([0], 0.5, (0, 0.0)),
        ([1], 1.0, (1, 1.0)),
    ],
)
def test_reroute(closed, since, expected):
    is_open = np.array([arc not in closed for arc in range(3)])
    assert rules.reroute(np.arange(3), np.ones(3), is_open, since) == expected


def test_a_passage_is_as_likely_as_the_share_left():
    assert rules.p_passage(30.0, 120.0) == 0.25
    assert rules.p_passage(np.inf, 120.0) == rules.p_passage(120.0, 120.0) == 1.0
    assert rules.p_passage(0.0, 0.0) == rules.p_passage(-1e-15, 3.0) == 0.0
