"""Uncertain parameters: their distributions, what is drawn from them, and what counts where nothing is drawn."""

import json
import math
import zlib
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from tests.crises import crisis, fire

import nuzuh
from nuzuh.errors import ParamsError
from nuzuh.model.distributions import Bounds, prior_faults, prior_of
from nuzuh.model.params import param_faults, param_names, params_of, with_settings
from nuzuh.model.priors import at_centre, drawn, draws_of, priors_of

RATE = {"displacement": {"rate": {"uniform": [0.05, 0.2]}}}
MANY = {
    "preset": "flee3",
    "displacement": {"rate": {"lognormal": [0.1, 0.5], "value": 0.12}, "mode": "conflict"},
    "departure": {"town": {"beta": [2, 5]}, "camp": 0.01, "newly_displaced": {"uniform": [0.5, 1]}},
    "destination": {"awareness": {"uniform": [1, 3]}},
    "travel": {"walk_km_per_day": {"normal": [35, 10]}},
}
N = 4000
EVEN = (np.arange(N) + 0.5) / N  # quantiles that fill the interval evenly
FREE, SHARE, POSITIVE = Bounds(-1e6, 1e6), Bounds(0, 1), Bounds(0, 1e6, is_above=True)
WHOLE = Bounds(1, 30, is_whole=True)


def truncated(law, low, high):
    """Mean and sd of a distribution of scipy that is cut off, by its quantiles."""
    x = law.ppf(law.cdf(low) + (np.arange(200_000) + 0.5) / 200_000 * (law.cdf(high) - law.cdf(low)))
    return x.mean(), x.std()


LAWS = {
    "uniform": ({"uniform": [0.05, 0.2]}, FREE, stats.uniform(0.05, 0.15)),
    "normal": ({"normal": [35, 5]}, FREE, stats.norm(35, 5)),
    "normal cut off below": ({"normal": [0.1, 0.2]}, SHARE, stats.norm(0.1, 0.2)),
    "normal above 0": ({"normal": [-1, 1]}, POSITIVE, stats.norm(-1, 1)),
    "lognormal": ({"lognormal": [0.1, 0.5]}, FREE, stats.lognorm(0.5, scale=0.1)),
    "lognormal cut off above": ({"lognormal": [1, 1]}, SHARE, stats.lognorm(1, scale=1)),
    "beta": ({"beta": [2, 5]}, SHARE, stats.beta(2, 5)),
    "beta cut off on both sides": ({"beta": [2, 2]}, Bounds(0.25, 0.75), stats.beta(2, 2)),
}
each_law = pytest.mark.parametrize(("prior", "bounds", "law"), LAWS.values(), ids=LAWS)


@st.composite
def priors(draw):
    """A prior without faults, and the bounds of its parameter."""
    low = draw(st.floats(-1e6, 1e6))
    high = draw(st.floats(low, 2e6))
    is_whole = draw(st.booleans())
    if is_whole:
        low, high = math.floor(low), math.floor(high) + 1
    bounds = Bounds(low, high, draw(st.booleans()), is_whole)
    number = st.floats(1e-3, 1e3)
    kind = draw(st.sampled_from(["uniform", "normal", "lognormal", "beta"]))
    args = {
        "uniform": st.tuples(st.integers(low, high), st.integers(low, high)).map(sorted)
        if is_whole
        else st.tuples(st.floats(low, high), st.floats(low, high)).map(sorted),
        "normal": st.tuples(st.floats(low - 1, high + 1), number),
        "lognormal": st.tuples(number, number),
        "beta": st.tuples(number, number),
    }[kind]
    prior = {kind: list(draw(args))}
    assume(not prior_faults(prior, bounds))
    return prior_of(prior, bounds), bounds


@given(priors(), st.lists(st.floats(0, 1), min_size=2, max_size=8))
def test_a_draw_stays_within_the_bounds_and_does_not_fall_as_u_rises(made, numbers):
    prior, bounds = made
    found = [prior.quantile(u) for u in [0.0, *sorted(numbers), 1.0]]
    for x in found:
        assert bounds.least <= x <= bounds.high
        assert x > bounds.low or not bounds.is_above
        assert isinstance(x, int) == bounds.is_whole
    # scipy's quantiles are right to about a part in 10⁹, and so is their order
    assert all(b >= a or math.isclose(a, b, rel_tol=1e-9) for a, b in pairwise(found))


@given(priors())
def test_the_centre_is_the_median_of_what_is_drawn(made):
    prior, _ = made
    assert prior.quantile(0.25) <= prior.centre == prior.quantile(0.5) <= prior.quantile(0.75)


@each_law
def test_quantiles_have_the_mean_and_the_spread_of_the_distribution_within_the_bounds(prior, bounds, law):
    made = prior_of(prior, bounds)
    found = np.array([made.quantile(u) for u in EVEN])
    mean, sd = truncated(law, bounds.low, bounds.high)
    assert found.mean() == pytest.approx(mean, rel=2e-3)
    assert found.std() == pytest.approx(sd, rel=1e-2)


@each_law
def test_quantiles_are_the_inverse_of_the_distribution(prior, bounds, law):
    made = prior_of(prior, bounds)
    p_low, p_high = law.cdf(bounds.low), law.cdf(bounds.high)
    for u in (0.001, 0.1, 0.5, 0.9, 0.999):
        assert law.cdf(made.quantile(u)) == pytest.approx(p_low + u * (p_high - p_low), rel=1e-9)


@pytest.mark.parametrize("name", ["displacement.rate", "departure.town", "travel.walk_km_per_day"])
def test_draws_of_members_have_the_mean_and_the_spread_of_the_prior(name):
    prior = priors_of(MANY)[name]
    found = np.array([draws_of({name: prior}, 5, member)[name] for member in range(N)])
    expected = np.array([prior.quantile(u) for u in EVEN])
    assert abs(found.mean() - expected.mean()) < 4 * expected.std() / np.sqrt(N)
    spread = (expected - expected.mean()) ** 2
    assert abs(((found - expected.mean()) ** 2).mean() - spread.mean()) < 4 * spread.std() / np.sqrt(N)
    assert stats.kstest(found, expected).pvalue > 1e-4


def test_a_whole_number_is_drawn_with_equal_chance():
    prior = prior_of({"uniform": [1, 3]}, WHOLE)
    found = [prior.quantile(u) for u in (np.arange(300) + 0.5) / 300]
    assert [found.count(n) for n in (1, 2, 3)] == [100, 100, 100]
    assert [prior.quantile(u) for u in (0, 0.5, 1)] == [1, 2, 3]


def test_other_kinds_are_rounded_to_whole_numbers_with_the_chance_of_all_that_rounds_to_them():
    prior = prior_of({"normal": [2, 1]}, WHOLE)
    found = np.array([prior.quantile(u) for u in EVEN])
    law = stats.norm(2, 1)
    share = (law.cdf(1.5) - law.cdf(0.5)) / (law.cdf(30.5) - law.cdf(0.5))
    assert (found == 1).mean() == pytest.approx(share, abs=1e-3)
    assert found.min() == 1


def test_no_draw_is_infinite():
    for prior in ({"normal": [0, 1e300]}, {"lognormal": [1, 1e300]}, {"beta": [1e-3, 1e-3]}):
        made = prior_of(prior, Bounds())
        assert all(math.isfinite(made.quantile(u)) for u in (0.0, 0.5, 1.0 - 2.0**-53, 1.0))
    assert prior_of({"normal": [0.1, 1]}, POSITIVE).quantile(1.0 - 2.0**-53) < 10  # no rounding up to certainty


def test_a_draw_follows_from_seed_and_member():
    assert drawn(MANY, 3, 7) == drawn(MANY, 3, 7)
    assert len({drawn(RATE, seed, member)["displacement"]["rate"] for seed in range(5) for member in range(20)}) == 100


def test_a_prior_leaves_the_draws_of_others_alone():
    alone, among = draws_of(priors_of(RATE), 1, 4), draws_of(priors_of(with_settings(MANY, {})), 1, 4)
    both = draws_of(priors_of(with_settings(MANY, {"displacement.rate": {"uniform": [0.05, 0.2]}})), 1, 4)
    assert both["displacement.rate"] == alone["displacement.rate"]
    assert {name: both[name] for name in both if name != "displacement.rate"} == {
        name: among[name] for name in among if name != "displacement.rate"
    }


def test_draws_of_two_parameters_know_nothing_of_each_other():
    both = priors_of({"departure": {"town": {"uniform": [0, 1]}, "camp": {"uniform": [0, 1]}}})
    found = np.array([list(draws_of(both, 1, member).values()) for member in range(N)])
    assert abs(np.corrcoef(found.T)[0, 1]) < 4 / np.sqrt(N)


def test_every_parameter_has_a_number_of_its_own():
    assert len({zlib.crc32(name.encode()) for name in param_names()}) == len(param_names())


def test_priors_are_listed_in_the_order_of_parameters():
    names = ["displacement.rate", "departure.newly_displaced", "departure.town", "destination.awareness"]
    assert list(priors_of(MANY)) == [*names, "travel.walk_km_per_day"]
    assert priors_of({"preset": "flee3", "departure": {"town": 0.2}}) == {}


def test_only_priors_are_replaced():
    centre, member = at_centre(MANY), drawn(MANY, 1, 0)
    for found in (centre, member):
        assert found["preset"] == "flee3"
        assert found["displacement"]["mode"] == "conflict"
        assert found["departure"]["camp"] == 0.01
        assert priors_of(found) == {}
    assert centre["displacement"]["rate"] == 0.12  # the value beside it
    assert centre["travel"]["walk_km_per_day"] == pytest.approx(35, abs=0.01)  # the median
    assert centre["destination"]["awareness"] == 2
    assert MANY["departure"]["town"] == {"beta": [2, 5]}


def test_parameters_take_the_central_values():
    assert params_of(MANY) == params_of(at_centre(MANY))
    assert params_of(MANY).hash == params_of(at_centre(MANY)).hash
    assert params_of(MANY).departure.by_intensity is False  # from the preset


def test_nothing_changes_where_there_is_no_prior():
    nested = {"preset": "flee3", "departure": {"town": 0.25}, "displacement": {"decay": [1, 0.5]}}
    assert at_centre(nested) == drawn(nested, 1, 0) == nested
    assert draws_of({}, 1, 0) == {}


@pytest.mark.parametrize("args", [[0.05, 0.2], (0.05, 0.2), np.array([0.05, 0.2]).tolist(), (np.float64(0.05), 0.2)])
def test_lists_and_tuples_mean_the_same(args):
    assert priors_of(with_settings({}, {"displacement.rate": {"uniform": args}})) == priors_of(RATE)


def test_a_dotted_name_puts_a_prior_in_place_of_a_number_and_back():
    uncertain = with_settings({"displacement": {"rate": 0.1}}, {"displacement.rate": {"uniform": [0.05, 0.2]}})
    assert uncertain == RATE
    assert priors_of(with_settings(RATE, {"displacement.rate": 0.1})) == {}


def test_all_faults_are_said_at_once():
    nested = {
        "displacement": {"rate": {"uniform": [0.2, 0.05], "value": 60}, "fear": 2},
        "departure": {"twon": {"uniform": [0, 1]}},
    }
    for function in (priors_of, at_centre, params_of, lambda params: drawn(params, 1, 0)):
        with pytest.raises(ParamsError) as caught:
            function(nested)
        names = [line.split(":")[0] for line in str(caught.value).splitlines()]
        assert names == ["displacement.rate", "displacement.rate", "displacement.fear", "departure.twon"]


@pytest.mark.parametrize(
    ("prior", "what"),
    [
        ({"uniform": [True, 2]}, "not two numbers"),
        ({"uniform": [0, 10**400]}, "not finite"),
        ({"uniform": None}, "not two numbers"),
        ({"uniform": [0, float("nan")]}, "not finite"),
        ({"uniform": [0.1, 0.2], "value": float("nan")}, "not a finite number"),
        ({"uniform": [0.1, 0.2], "value": None}, "not a finite number"),
        ({"uniform": [0.1, 0.1]}, "does not rise"),
        ({}, "no kind of prior"),
        ({1: [0, 1]}, "unknown kind of prior '1'"),
        ({"uniform": {"uniform": [0, 1]}}, "not two numbers"),
    ],
)
def test_what_only_python_or_json_can_say_wrong_is_a_fault(prior, what):
    ((name, found, way_out),) = param_faults({"displacement": {"rate": prior}})
    assert name == "displacement.rate"
    assert what in found
    assert way_out


def test_a_prior_is_described():
    described = [prior.describe() for prior in priors_of(MANY).values()]
    assert described == [
        "lognormal with median 0.1 and sd of log 0.5",
        "uniform 0.5 to 1",
        "beta with a 2 and b 5",
        "uniform 1 to 3",
        "normal with mean 35 and sd 10",
    ]


def test_a_run_has_the_central_values_in_every_member():
    locations, routes = [("A", "town", 1000), ("B", "camp", 0)], [("A", "B", 50)]
    uncertain = crisis(locations, routes, params=RATE, conflict=[fire("A")])
    known = crisis(locations, routes, params=at_centre(RATE), conflict=[fire("A")])
    runs = [nuzuh.simulate(scenario, members=2, seed=1) for scenario in (uncertain, known)]
    assert runs[0].equals(runs[1])
    assert json.loads(runs[0].attrs["params"])["displacement"]["rate"] == 0.125
    assert runs[0].attrs["params_hash"] == runs[1].attrs["params_hash"]
    assert uncertain.hash != known.hash


def test_a_scenario_keeps_its_priors(tmp_path):
    locations, routes = [("A", "town", 1000), ("B", "camp", 0)], [("A", "B", 50)]
    scenario = crisis(locations, routes, params=MANY)
    again = nuzuh.read_scenario(nuzuh.write_scenario(scenario, tmp_path / "again"))
    assert again.params == MANY
    assert again.hash == scenario.hash
    assert priors_of(again.params) == priors_of(MANY)
