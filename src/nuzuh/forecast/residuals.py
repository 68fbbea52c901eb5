"""Errors of past forecasts in units of their scale; those of the reference crises are shipped with the program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from nuzuh.typing import Floats, Ints

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLE = "residuals.csv"
COLUMNS = ("crisis", "of", "horizon_days", "z", "age", "residual")
PLACES, TOTAL = "place", "total"
"""Of what the errors are: of single places, or of all of a crisis together."""


@dataclass(frozen=True)
class Residuals:
    """Residuals; every array has one entry each.

    Args:
        horizon: Days ahead.
        z: Class of volatility.
        age: Class of the crisis' age.
        r: Error divided by its scale.
        weight: What it counts.
        crisis: Name of the crisis.
    """

    horizon: Ints
    z: Floats
    age: Floats
    r: Floats
    weight: Floats
    crisis: tuple[str, ...]

    def near(self, horizon: int) -> Residuals:
        """Those of the horizon nearest (by ratio) to the one given."""
        known = np.unique(self.horizon)
        if not len(known):
            return self
        nearest = known[np.argmin(np.abs(np.log(known / horizon)))]
        return self.kept(self.horizon == nearest)

    def without(self, crisis: str) -> Residuals:
        """Those of all other crises: a crisis is not judged by its own errors.

        Examples:
            >>> found = reference_residuals()
            >>> "mali2012" in found.crisis, "mali2012" in found.without("mali2012").crisis
            (True, False)
        """
        return self.kept(np.array([name != crisis for name in self.crisis], dtype=bool))

    def kept(self, chosen: np.ndarray) -> Residuals:
        """A part of them; `chosen` is a mask."""
        names = tuple(name for name, keep in zip(self.crisis, chosen, strict=True) if keep)
        horizon, z, age, r, weight = (a[chosen] for a in (self.horizon, self.z, self.age, self.r, self.weight))
        return Residuals(horizon, z, age, r, weight, names)


def residuals_of(horizon: Ints, z: Floats, age: Floats, r: Floats, crisis: Iterable[str]) -> Residuals:
    """Residuals in which each crisis counts the same at each horizon, however many forecasts of it there are."""
    names = tuple(crisis)
    groups: dict[tuple[str, int], int] = {}
    keys = [(name, int(days)) for name, days in zip(names, horizon, strict=True)]
    for key in keys:
        groups[key] = groups.get(key, 0) + 1
    return Residuals(horizon, z, age, r, np.array([1.0 / groups[key] for key in keys]), names)


@cache
def reference_residuals(of: str = PLACES) -> Residuals:
    """Residuals of the reference crises, made by `scripts/reference_residuals.py`.

    Args:
        of: `place` or `total`.

    Examples:
        >>> sorted(set(reference_residuals().horizon.tolist()))
        [7, 30, 90]
    """
    text = files("nuzuh.forecast").joinpath(TABLE).read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines()[1:]]
    rows = [row for row in rows if row[COLUMNS.index("of")] == of]
    horizon = np.array([int(row[COLUMNS.index("horizon_days")]) for row in rows])
    z, age, r = (np.array([float(row[COLUMNS.index(name)]) for row in rows]) for name in ("z", "age", "residual"))
    return residuals_of(horizon, z, age, r, (row[0] for row in rows))
