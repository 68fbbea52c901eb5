"""What members of a learning ensemble hold to be true before they learn, and how it drifts from day to day."""

from __future__ import annotations

import numpy as np

from nuzuh.model.draws import LEVEL, PULL, uniforms
from nuzuh.typing import Bools, Floats


def drifting(values: Floats, steps: Floats, sd: float, over_days: float) -> Floats:
    """Values on the days that follow: they return to 0 in the long run, and are spread by sd where nothing is learned.

    Args:
        values: On the day before, shape (M, …).
        steps: Standard normal, shape (M, days, …).
        sd: Spread in the long run.
        over_days: Time scale; infinite: they stay as they are.

    Returns:
        Shape (M, days, …).

    Examples:
        >>> drifting(np.array([1.0]), np.zeros((1, 2)), 1.0, 2.0).round(3).tolist()
        [[0.607, 0.368]]
    """
    kept = float(np.exp(-1.0 / over_days))
    found, spread = np.empty(steps.shape), sd * float(np.sqrt(1.0 - kept**2))
    for day in range(steps.shape[1]):
        values = found[:, day] = kept * values + spread * steps[:, day]
    return found


def walks(seed: int, members: int, n_days: int, is_learned: Bools) -> tuple[Floats, Floats]:
    """Standard normal draws: where members begin, shape (M, 1 + L), and their daily steps, shape (M, D, 1 + L).

    Those of the ensemble have a mean of 0, so that few members are not off all together.
    """
    from scipy.special import ndtri  # noqa: PLC0415 (keeps --help fast)

    at = np.flatnonzero(np.concatenate([[True], is_learned]))
    draws = np.zeros((members, n_days + 1, len(is_learned) + 1))
    for m in range(members):
        levels = uniforms(seed, m, LEVEL, n_days + 1, 1)
        pulls = uniforms(seed, m, PULL, n_days + 1, len(is_learned))
        draws[m][:, at] = ndtri(np.clip(np.concatenate([levels, pulls], axis=1)[:, at], 1e-12, None))
    draws -= draws.mean(axis=0)
    return draws[:, 0], draws[:, 1:]
