"""Nothing after an origin plays a part in its forecasts: changed at random, they stay the same to the bit."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.counted import wandering

from nuzuh.forecast.crises import registrations_of_flee
from nuzuh.forecast.experts import PRIOR
from nuzuh.forecast.hedge import weights
from nuzuh.forecast.hindcast import hindcast
from nuzuh.forecast.residuals import reference_residuals

SHARED = Path(__file__).parents[4] / "shared/data/flee"
UNTIL = 200
"""Day after which everything is changed."""
INVENTED = wandering("invented", seed=11, days=420)


def values_changed(crisis, random):
    """Every count after the day becomes another, from none to ten times as many people."""
    counts = []
    for days, before in zip(crisis.days, crisis.counts, strict=True):
        after = (before * random.uniform(0, 10, len(before)) + random.integers(0, 5000, len(before))).round()
        counts.append(np.where(days > UNTIL, after, before))
    return replace(crisis, counts=tuple(counts))


def dates_changed(crisis, random, until=UNTIL):
    """After the day half of the dates are dropped and others are added; a place keeps at least one date."""
    days, counts = [], []
    for known, before in zip(crisis.days, crisis.counts, strict=True):
        kept = (known <= until) | (random.random(len(known)) < 0.5)
        kept[-1] |= not kept.any()
        added = np.setdiff1d(random.integers(until + 1, crisis.last_day + 100, 10), known)
        dates = np.concatenate([known[kept], added])
        values = np.concatenate([before[kept], random.integers(0, 9000, len(added)).astype(float)])
        order = np.argsort(dates)
        days.append(dates[order])
        counts.append(values[order])
    return replace(crisis, days=tuple(days), counts=tuple(counts))


def said(crisis, until=UNTIL):
    """All that is said at origins up to the day, by origin, place, horizon and target."""
    found = hindcast(crisis, np.arange(0, crisis.last_day + 1, 7))
    tasks, n_seen = found.tasks, found.known.is_seen.sum(axis=1)
    likely = found.distributions(reference_residuals().without(crisis.name))
    shares = weights(tasks, found.record.tasks, found.origins, n_seen, PRIOR)
    table = np.concatenate([tasks.experts, list(found.forecasts.values()), shares, likely.quantiles, [likely.mean]])
    keys = zip(tasks.origin, tasks.place, tasks.horizon, tasks.target, strict=True)
    return {tuple(map(int, key)): table[:, at] for at, key in enumerate(keys) if found.origins[key[0]] <= until}


def assert_same(before, after):
    assert before.keys() == after.keys()
    assert all((before[key] == after[key]).all() for key in before)


def assert_nearly_same(before, after):
    """To a millionth of a person: other dates are other forecasts made together, which sums are rounded by."""
    common = before.keys() & after.keys()
    assert len(common) > 0.5 * len(before)
    assert all(np.allclose(before[key], after[key], rtol=1e-9, atol=1e-6) for key in common)


BEFORE = said(INVENTED)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=8, deadline=None)
def test_other_values_after_the_origin_change_nothing(seed):
    assert_same(BEFORE, said(values_changed(INVENTED, np.random.default_rng(seed))))


@given(seed=st.integers(0, 2**32))
@settings(max_examples=8, deadline=None)
def test_other_dates_after_the_origin_change_nothing(seed):
    assert_nearly_same(BEFORE, said(dates_changed(INVENTED, np.random.default_rng(seed))))


def test_what_was_learned_by_an_origin_does_not_depend_on_a_count_soon_after_it():
    until = 196  # an origin, so that targets of that day have counts shortly before and after it
    before = said(INVENTED, until)
    for seed in range(5):
        assert_nearly_same(before, said(dates_changed(INVENTED, np.random.default_rng(seed), until), until))


def test_a_leak_would_be_seen():
    """A count of a day that is known does change what is said after it."""
    at = int(np.flatnonzero(INVENTED.days[0] <= UNTIL)[-3])
    counts = INVENTED.counts[0].copy()
    counts[at] *= 1.01
    after = said(replace(INVENTED, counts=(counts, *INVENTED.counts[1:])))
    for same in (assert_same, assert_nearly_same):
        with pytest.raises(AssertionError):
            same(BEFORE, after)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real folders are not there")
@pytest.mark.parametrize("name", ["burundi", "car", "mali2012", "nigeria2016_adm1", "ssudan", "syria2013"])
def test_on_real_crises_nothing_leaks(name):
    crisis, _ = registrations_of_flee(SHARED / name)
    random = np.random.default_rng(3)
    before = said(crisis)
    assert_same(before, said(values_changed(crisis, random)))
    assert_nearly_same(before, said(dates_changed(crisis, random)))
