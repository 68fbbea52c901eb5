"""What anybody could have said of the totals."""

from datetime import date

import numpy as np
import pytest

from idlib.baselines import baseline_scores, best_line, pool

FIRST = date(2019, 12, 1)
DAYS = np.array([26.0, 44.0, 63.0, 84.0, 98.0])


def test_a_line_is_found_again():
    counts = 10_000.0 * (DAYS + 1)
    np.testing.assert_allclose(best_line(DAYS, counts), counts)


def test_a_pool_is_found_again():
    hazard = np.full(100, 0.004)
    hazard[15:24], hazard[54:96] = 0.06, 0.06
    course = 900_000 * -np.expm1(-np.cumsum(hazard))
    np.testing.assert_allclose(pool(DAYS, course[DAYS.astype(int)], FIRST), course, rtol=0.02)


def test_the_page_says_what_baselines_score():
    scores = {name: list(found.values()) for name, found in baseline_scores().items()}
    assert scores["fitted on all"] == pytest.approx([0.100, 0.132, 0.047], abs=0.001)
    assert scores["known on 26 January, 2 February to 8 March"] == pytest.approx([0.52, 0.34, 0.40], abs=0.01)
