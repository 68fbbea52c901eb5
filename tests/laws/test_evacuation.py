"""An evacuation brings out the share that it says, beside all other reasons to leave, and draws nobody in."""

import numpy as np
import pytest
from tests.crises import crisis, day, fire

import nuzuh
from nuzuh import simulate

PLACES = [
    {"name": "A", "kind": "town", "population": 4_000, "displaced": 1_000},
    {"name": "B", "kind": "town", "population": 6_000},
    {"name": "camp", "kind": "camp"},
]
ROUTES = [("A", "B", 30), ("B", "camp", 30), ("A", "camp", 50)]
STAY = {"departure": {"town": 0.0, "camp": 0.0, "on_arrival": False}}


def town(share=None, start=3, end=None, params=STAY, **tables):
    rows = [{"action": "evacuate", "from": "A", "start": day(start), "value": share}] if share is not None else []
    if rows and end is not None:
        rows[0]["end"] = day(end)
    return crisis(PLACES, ROUTES, days=12, params=params, interventions=rows, **tables)


def people_in(result, name="A"):
    there = result.sel(location=name).isel(member=0)
    return (there.n_at_home + there.n_displaced).values


def test_a_share_of_one_empties_a_place_on_its_first_day(any_engine):
    people = people_in(simulate(town(1.0), engine=any_engine))
    assert people[:3].tolist() == [5_000.0] * 3
    assert people[3:].tolist() == [0.0] * 9


@pytest.mark.parametrize(
    "params", [STAY, {"returns": {"rate": 0.1, "calm_days": 2}}, {"displacement": {"mode": "per_head"}}]
)
def test_a_share_of_nought_changes_nothing(any_engine, params):
    conflict = [fire("A", 2, 8, 0.3), fire("B", 0, None, 0.7)]
    before, after = (
        simulate(town(share, params=params, conflict=conflict), engine=any_engine) for share in (None, 0.0)
    )
    assert before.new_displaced.sum() > 0
    for name in before.data_vars:
        assert (before[name].values == after[name].values).all(), name


def test_a_share_of_people_leaves_each_day():
    people = people_in(simulate(town(0.25), engine="mean"))
    assert people[3:].tolist() == pytest.approx([5_000 * 0.75**n for n in range(1, 10)])


def test_a_share_leaves_beside_all_who_leave_anyway():
    conflict, params = [fire("A", 3, None, 0.5)], {**STAY, "displacement": {"mode": "per_head", "rate": 0.4}}
    result = simulate(town(0.5, params=params, conflict=conflict), engine="mean")
    at_home = result.n_at_home.sel(location="A").values[0]
    assert at_home[3] == pytest.approx(4_000 * (1 - 0.2) * (1 - 0.5))


def test_both_engines_bring_out_the_share(engine):
    result = simulate(town(0.3, 3, 3), engine=engine, members=30)
    left = result.n_at_home.sel(location="A").values[:, 3]
    expected, spread = 4_000 * 0.7, np.sqrt(4_000 * 0.3 * 0.7 / 30)
    assert abs(left.mean() - expected) < 4 * spread


@pytest.mark.parametrize("softening", [0.0, 1.0])
def test_nobody_goes_to_a_place_under_evacuation(any_engine, softening):
    params = {**STAY, "destination": {"weight_softening": softening}}
    conflict = [fire("B", 4)]
    free, cleared = (simulate(town(s, params=params, conflict=conflict), engine=any_engine) for s in (None, 0.01))
    assert free.new_arrivals.sel(location="A").sum() > 0
    assert cleared.new_arrivals.sel(location="A").sum() == 0
    assert cleared.new_arrivals.sel(location="camp").sum() > 0


def test_nobody_goes_home_to_a_place_under_evacuation(any_engine):
    params = {**STAY, "returns": {"rate": 0.5, "calm_days": 1}}
    result = simulate(town(1.0, 3, 7, params=params), engine=any_engine)
    returned = result.n_returned.sel(location="A").values[0]
    assert returned[:8].sum() == 0
    assert returned[8:].sum() > 0


def test_where_the_number_of_the_displaced_is_given_only_they_are_moved(any_engine):
    params = {**STAY, "displacement": {"mode": "constant", "persons_per_day": 10}}
    result = simulate(town(1.0, params=params), engine=any_engine).sel(location="A").isel(member=0)
    assert result.n_at_home.values.tolist() == [4_000.0] * 12
    assert result.n_displaced.values.tolist() == [1_000.0] * 3 + [0.0] * 9


def test_the_days_before_stay_as_they_were(any_engine):
    conflict = [fire("A", 0, 8, 0.3), fire("B", 0, None, 0.7)]
    before, after = (simulate(town(s, 6, params=None, conflict=conflict), engine=any_engine) for s in (None, 0.5))
    for name in before.data_vars:
        assert (before[name].values[:, :6] == after[name].values[:, :6]).all(), name
    assert (before.new_displaced.values[:, 6] != after.new_displaced.values[:, 6]).any()


def test_the_books_balance_while_people_are_brought_out(any_engine):
    result = simulate(nuzuh.evacuate("Ford", share_per_day=0.2)(nuzuh.read_scenario("valley")), engine=any_engine)
    people = result.n_at_home + result.n_displaced + result.n_on_route + result.n_returned
    assert people.sum("location").values == pytest.approx(np.full((1, 60), 58_000))
