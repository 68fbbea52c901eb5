"""The method on six real conflicts: what it was chosen for, and what it must not fall behind."""

from pathlib import Path

import numpy as np
import pytest

import nuzuh

SHARED = Path(__file__).parents[4] / "shared/data/flee"
RATIOS = {
    "burundi": (0.83, 0.85, 0.85),
    "car": (1.02, 1.00, 0.92),
    "mali2012": (0.77, 0.79, 0.67),
    "ssudan": (0.92, 0.89, 0.92),
    "syria2013": (0.88, 0.83, 0.85),
    "nigeria2016_adm1": (1.00, 1.00, 0.92),
}
"""WAPE over that of the better of persistence and drift, at 7, 30 and 90 days, as it was found when it was chosen."""
N = {"burundi": (169, 160, 149), "syria2013": (219, 211, 199)}

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real folders are not there")


@pytest.fixture(scope="module")
def found():
    return nuzuh.backtest([nuzuh.read_registrations(SHARED / name)[0] for name in RATIOS])


@pytest.mark.parametrize("name", RATIOS)
def test_ratios_of_each_conflict_are_those_of_the_reference(found, name):
    ratios = [row.ratios["better"].value for row in found.crises[name].horizons.values()]
    assert ratios == pytest.approx(RATIOS[name], abs=0.03)


@pytest.mark.parametrize("name", N)
def test_as_many_forecasts_are_checked(found, name):
    assert tuple(row.n for row in found.crises[name].horizons.values()) == N[name]


def test_pooled_the_method_is_better_than_the_better_baseline(found):
    assert round(found.overall["better"].value, 2) <= 0.88
    assert found.overall["better"].verdict == "better"


def test_baselines_are_those_of_the_reference(found):
    assert found.overall_methods["persistence"].value == pytest.approx(1.064, abs=0.02)
    assert found.overall_methods["online"].value == pytest.approx(1.114, abs=0.05)


@pytest.mark.parametrize("days", [7, 30, 90])
def test_intervals_hold_about_what_they_promise(found, days):
    assert 0.45 <= found.pooled[days].cov50 <= 0.55
    assert 0.87 <= found.pooled[days].cov90 <= 0.93


def test_means_are_not_too_low_in_growing_crises(found):
    assert found.pooled[90].n_growing >= 2
    assert 0.85 <= found.pooled[90].bias_growing <= 1.15


def test_nothing_is_left_out(found):
    assert all(not pooled.left_out and pooled.n_crises == len(RATIOS) for pooled in found.pooled.values())
    assert np.isfinite(found.overall["better"].low)
