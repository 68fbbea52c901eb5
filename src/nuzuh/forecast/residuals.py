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
COLUMNS = ("crisis", "horizon_days", "z", "residual")


@dataclass(frozen=True)
class Residuals:
    """Residuals; every array has one entry each.

    Args:
        horizon: Days ahead.
        z: Class of volatility.
        r: Error divided by its scale.
        weight: What it counts.
        crisis: Name of the crisis.
    """

    horizon: Ints
    z: Floats
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
        return Residuals(self.horizon[chosen], self.z[chosen], self.r[chosen], self.weight[chosen], names)


def residuals_of(horizon: Ints, z: Floats, r: Floats, crisis: Iterable[str]) -> Residuals:
    """Residuals in which each crisis counts the same at each horizon, however many forecasts of it there are."""
    names = tuple(crisis)
    groups: dict[tuple[str, int], int] = {}
    keys = [(name, int(days)) for name, days in zip(names, horizon, strict=True)]
    for key in keys:
        groups[key] = groups.get(key, 0) + 1
    return Residuals(horizon, z, r, np.array([1.0 / groups[key] for key in keys]), names)


@cache
def reference_residuals() -> Residuals:
    """Residuals of the reference crises, made by `scripts/reference-residuals`.

    Examples:
        >>> sorted(set(reference_residuals().horizon.tolist()))
        [7, 30, 90]
    """
    text = files("nuzuh.forecast").joinpath(TABLE).read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines()[1:]]
    horizon = np.array([int(row[1]) for row in rows])
    z, r = (np.array([float(row[at]) for row in rows]) for at in (2, 3))
    return residuals_of(horizon, z, r, (row[0] for row in rows))
