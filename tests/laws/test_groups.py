"""Records by group: they add up to the totals, and are there only where the rules tell groups apart."""

import numpy as np
import pytest
from tests.crises import crisis, fire

from nuzuh import read_result, simulate
from nuzuh.outputs.run_folder import write_run

RECORDED = ["n_displaced", "n_on_route", "n_at_home", "n_returned"]
LABELS = [{"group": "young", "share": 0.3}, {"group": "old", "share": 0.7}]
ALL = [{"group": "all", "share": 1.0, "rel_camp": 2.0}]
GROUPS = [{"group": "girls", "share": 0.25}, {"group": "men", "share": 0.5, "rel_departure": 0.2},
          {"group": "boys", "share": 0.25}]  # fmt: skip


def towns(groups, **params):
    locations = [{"name": "A", "kind": "town", "population": 3000, "displaced": 401}, ("B", "town", 500),
                 ("camp", "camp", 0)]  # fmt: skip
    routes = [("A", "B", 90), ("B", "camp", 300)]
    return crisis(locations, routes, days=12, conflict=[fire("A", 0, 3), fire("B", 6, 7)], groups=groups, params=params)


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"returns": {"rate": 0.3, "calm_days": 2}},
        {"displacement": {"from_population": False}, "travel": {"first_leg_on_foot": True}},
        {"travel": {"each_leg_afresh": True, "drive_km_per_day": 60.0}, "destination": {"awareness": 2}},
        {"departure": {"avoid_short_stints": True}, "travel": {"each_leg_afresh": True}},
    ],
    ids=["plain", "returns", "outside", "overnight_at_stops", "short_stints"],
)
def test_groups_add_up_to_the_totals(any_engine, params):
    result = simulate(towns(GROUPS, **params), engine=any_engine, members=2)
    for name in RECORDED:
        by_group = result[f"{name}_by_group"]
        assert by_group.dims == ("member", "day", "group", "location")
        assert by_group.dtype == result[name].dtype
        assert np.allclose(by_group.sum("group"), result[name], rtol=1e-9, atol=1e-6), name
        assert by_group.units == "persons"
    assert (result.n_displaced_by_group > 0).any(["member", "day", "location"]).all()


def test_groups_that_are_one_to_the_rules_are_recorded_as_one(any_engine):
    result = simulate(towns(GROUPS), engine=any_engine)
    assert result.group.values.tolist() == ["girls + boys", "men"]
    assert result.n_at_home_by_group.isel(day=-1, member=0).sum().item() == pytest.approx(
        result.n_at_home.isel(day=-1, member=0).sum().item()
    )


@pytest.mark.parametrize("groups", [[], LABELS, ALL], ids=["none", "labels", "one"])
def test_with_one_group_nothing_is_recorded(any_engine, groups):
    result = simulate(towns(groups), engine=any_engine)
    assert not [name for name in result.variables if "group" in name]


def test_those_who_set_out_less_often_stay_longer(any_engine):
    """Who is where says something: nobody leaves of a group that never sets out."""
    groups = [{"group": "stay", "share": 0.5, "rel_departure": 0.0}, {"group": "go", "share": 0.5}]
    params = {"departure": {"town": 1.0, "newly_displaced": 0.0}}
    result = simulate(towns(groups, **params), engine=any_engine)
    camp = result.n_displaced_by_group.sel(location="camp").isel(day=-1, member=0)
    assert camp.sel(group="stay") == 0
    assert camp.sel(group="go") > 0


def test_a_result_with_groups_can_be_written_and_read_back(tmp_path):
    result = simulate(towns(GROUPS))
    write_run(result, tmp_path / "run")
    assert read_result(tmp_path / "run").identical(result)
