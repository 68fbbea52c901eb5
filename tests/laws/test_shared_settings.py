"""A scenario compiled from what another set of parameters has in common with it runs as when compiled alone."""

import pytest
from tests.crises import crisis, fire

from nuzuh.model.setting import setting_of
from nuzuh.model.simulate import all_params, run_members

CHANGES = (
    {"destination.distance_power": 2.0},
    {"destination.softening_km": 1.0},
    {"destination.weight_power": 2.0},
    {"destination.nearby_power": 1.0},
    {"destination.awareness": 1},
    {"destination.paths": 2},
    {"travel.drive_km_per_day": 35.0},
    {"travel.each_leg_afresh": True},
    {"departure.avoid_short_stints": True},
    {"capacity.scaling": 0.1},
    {"events.strike": 0.9},
    {"population.level": 1.0},
    {"displacement.fear": 0.5},
)


def places(paths):
    """Two towns and two camps, one of them small, by roads of which some are ways round."""
    at = {"lat": 36.0, "lon": 36.0}
    locations = [
        {"name": "A", "kind": "town", "population": 3000, "population_low": 1000, "population_high": 6000, **at},
        {"name": "B", "kind": "town", "population": 500, "lat": 36.1, "lon": 36.0},
        {"name": "C", "kind": "camp", "capacity": 800, "lat": 36.3, "lon": 36.0},
        {"name": "D", "kind": "camp", "lat": 36.8, "lon": 36.2},
    ]
    routes = [("A", "B", 15), ("B", "C", 25), ("A", "C", 60), ("C", "D", 70), ("B", "D", 90)]
    event = {"kind": "strike", "start": "2020-01-03", "end": "2020-01-09", **at}
    params = {"destination": {"awareness": 3, "paths": paths}, "displacement": {"rate": 0.2}}
    params["travel"] = {"band_km": None}  # then bands depend on other rules
    return crisis(locations, routes, days=15, params=params, events=[event], conflict=[fire("A", 0, 6, 0.5)])


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
@pytest.mark.parametrize("paths", [1, 3])
def test_what_settings_share_changes_nothing(change, paths):
    scenario = places(paths)
    like = setting_of(scenario, all_params(scenario))
    run_members(lambda _: like, [0], seed=1, engine="counts")
    params = all_params(scenario, change)
    alone, shared = (setting_of(scenario, params, other) for other in (None, like))
    runs = [run_members(lambda _, s=setting: s, [0], seed=1, engine="counts")[0] for setting in (alone, shared)]
    assert runs[0].equals(runs[1])
