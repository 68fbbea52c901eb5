"""Prior: the distribution of an uncertain parameter, cut off at the parameter's bounds; and what is wrong with one."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from numbers import Real
from reprlib import repr as shortened
from typing import Any, Final, NamedTuple

from nuzuh.errors import near_misses, quoted

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "uniform": ("from", "to"),
    "normal": ("mean", "sd"),
    "lognormal": ("median", "sd of log"),
    "beta": ("a", "b"),
}
"""Kinds of priors, and what their two numbers are."""
ABOVE_ZERO: Final[Mapping[str, tuple[int, ...]]] = {"uniform": (), "normal": (1,), "lognormal": (0, 1), "beta": (0, 1)}
"""Which of the two must be above 0."""
LARGEST: Final = sys.float_info.max
NEAREST_TO_SURE: Final = 2.0**-53
"""Probabilities closer to 0 or 1 are taken as this: a step of the random numbers, so that no draw is infinite."""
LEAST_MASS: Final = 1e-6
"""A prior with less than this within the bounds is a slip, and its quantiles there would be rounding errors."""
LARGEST_OF_BETA: Final = 1e6
"""Beyond it the quantiles of scipy are no longer exact; the sd is below 0.001 there anyway, or all mass at an end."""


class Bounds(NamedTuple):
    """What a parameter that is a number can be.

    Args:
        low: Lower bound.
        high: Upper bound.
        is_above: Whether the lower bound itself is left out.
        is_whole: Whether the parameter is a whole number.

    Examples:
        >>> str(Bounds(0, 1000, is_above=True)), str(Bounds(1, is_whole=True))
        ('above 0 to 1,000', 'from 1')
    """

    low: float = -LARGEST
    high: float = LARGEST
    is_above: bool = False
    is_whole: bool = False

    @property
    def least(self) -> float:
        """The smallest value that can be."""
        if not self.is_above:
            return self.low
        return math.floor(self.low) + 1 if self.is_whole else math.nextafter(self.low, math.inf)

    def __str__(self) -> str:
        """The bounds as docs/model.md shows them."""
        low = f"{'above' if self.is_above else 'from'} {self.low:,.15g}" if self.low > -LARGEST else ""
        return f"{low} to {self.high:,.15g}".strip() if self.high < LARGEST else low


@dataclass(frozen=True)
class Prior:
    """How an uncertain parameter is distributed.

    Args:
        kind: One of `KINDS`.
        args: Its two numbers.
        low: The smallest value that the parameter can have; the distribution is cut off there.
        high: The largest one.
        is_whole: Whether the parameter is a whole number.
        centre: The value where nothing is drawn: as given, or else the median.
    """

    kind: str
    args: tuple[float, float]
    low: float
    high: float
    is_whole: bool
    centre: float | int

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest value that can be drawn."""
        reach = {"uniform": self.args, "beta": (0.0, 1.0), "lognormal": (0.0, LARGEST)}
        low, high = reach.get(self.kind, (-LARGEST, LARGEST))
        return max(low, self.low), min(high, self.high)

    @property
    def p_ends(self) -> tuple[float, float]:
        """Shares of the uncut distribution below the smallest and up to the largest value that can be drawn.

        A whole number stands for all that is rounded to it.
        """
        low, high = self.ends
        return self._p_below(low - self._half), self._p_below(high + self._half)

    @property
    def _half(self) -> float:
        return 0.5 if self.is_whole else 0.0

    def quantile(self, u: float) -> float | int:
        """The value below which a share u of the draws lies: the inverse of the distribution that is cut off.

        Args:
            u: From 0 to 1; a uniform random number, or a point of a sequence that fills the interval evenly.

        Returns:
            A value within the bounds, a whole one where the parameter is; it never falls as u rises.

        Examples:
            >>> Prior("uniform", (0.0, 0.5), 0.0, 1.0, is_whole=False, centre=0.25).quantile(0.5)
            0.25
            >>> Prior("uniform", (1.0, 4.0), 1.0, 30.0, is_whole=True, centre=2).quantile(0.9)
            4
        """
        low, high = self.ends
        p_low, p_high = self.p_ends
        p = p_low + u * (p_high - p_low)
        x = self._value_at(min(max(p, NEAREST_TO_SURE), 1.0 - NEAREST_TO_SURE))
        if self.is_whole:
            return int(min(max(math.ceil(x - 0.5), low), high))
        return min(max(x, low), high)

    def describe(self) -> str:
        """The prior in words.

        Examples:
            >>> Prior("lognormal", (0.1, 0.5), 0.0, 50.0, is_whole=False, centre=0.1).describe()
            'lognormal with median 0.1 and sd of log 0.5'
        """
        first, second = (f"{arg:.15g}" for arg in self.args)
        if self.kind == "uniform":
            return f"uniform {first} to {second}"
        names = KINDS[self.kind]
        return f"{self.kind} with {names[0]} {first} and {names[1]} {second}"

    def _p_below(self, x: float) -> float:
        """Share of the whole distribution below x."""
        from scipy.special import betainc, ndtr  # noqa: PLC0415 (a run without priors does not need it)

        first, second = self.args
        if self.kind == "uniform":
            first, second = first - self._half, second + self._half
            return min(max((x - first) / (second - first), 0.0), 1.0)
        if self.kind == "beta":
            return float(betainc(first, second, min(max(x, 0.0), 1.0)))
        if self.kind == "lognormal":
            x, first = math.log(x) if x > 0 else -math.inf, math.log(first)
        return float(ndtr((x - first) / second))

    def _value_at(self, p: float) -> float:
        """The value below which a share p of the whole distribution lies."""
        from scipy.special import betaincinv, ndtri  # noqa: PLC0415

        first, second = self.args
        if self.kind == "uniform":
            first, second = first - self._half, second + self._half
            return first + p * (second - first)
        if self.kind == "beta":
            return float(betaincinv(first, second, p))
        if self.kind == "lognormal":
            return math.exp(min(math.log(first) + second * float(ndtri(p)), math.log(LARGEST)))
        return first + second * float(ndtri(p))


def prior_of(given: Mapping[str, Any], bounds: Bounds) -> Prior:
    """A prior as scenario.yml gives it, without faults.

    Args:
        given: A kind and its two numbers, and where there is one the `value` used where nothing is drawn.
        bounds: Those of the parameter.

    Examples:
        >>> prior_of({"uniform": [0.05, 0.2], "value": 0.1}, Bounds(0, 50)).centre
        0.1
    """
    (kind,) = (key for key in given if key in KINDS)
    first, second = (float(arg) for arg in given[kind])
    prior = Prior(kind, (first, second), bounds.least, bounds.high, bounds.is_whole, math.nan)
    if "value" not in given:
        return replace(prior, centre=prior.quantile(0.5))
    return replace(prior, centre=int(given["value"]) if bounds.is_whole else float(given["value"]))


def prior_faults(given: Mapping[str, Any], bounds: Bounds) -> list[tuple[str, str]]:
    """What is wrong with a prior, as (what, way out).

    Args:
        given: As scenario.yml has it.
        bounds: Those of the parameter.

    Examples:
        >>> prior_faults({"uniform": [0.2, 0.05]}, Bounds(0, 50))
        [('uniform [0.2, 0.05] does not rise', 'write the smaller number first, or a plain number if it is known')]
    """
    found = _faults_in_keys(given)
    for kind in KINDS:
        if kind in given:
            found += _faults_in_args(kind, given[kind], bounds)
    if "value" in given:
        found += _faults_in_value(given["value"], bounds)
    return found or _faults_together(prior_of(given, bounds), bounds)


def _faults_in_keys(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    kinds = [kind for kind in KINDS if kind in given]
    strange = [str(key) for key in given if key not in KINDS and key != "value"]
    found = [(f"unknown kind of prior {quoted(key)}", near_misses(key, [*KINDS, "value"])) for key in strange]
    if len(kinds) > 1:
        found.append((f"priors of several kinds, {' and '.join(kinds)}", "keep one of them"))
    if not kinds and not strange:
        found.append(("no kind of prior", f"add one of {', '.join(KINDS)}, or write a plain number"))
    return found


def _faults_in_args(kind: str, args: Any, bounds: Bounds) -> list[tuple[str, str]]:
    said = f"{kind} {shortened(args)}"
    if not isinstance(args, list | tuple) or len(args) != 2 or not all(map(_is_number, args)):
        return [(f"{said} is not two numbers", f"write {kind}: [{', '.join(KINDS[kind])}]")]
    if not all(map(_is_finite, args)):
        return [(f"{said} is not finite", "give finite ones")]
    found = [
        (f"{said}: {KINDS[kind][i]} is not above 0", "give a number above 0") for i in ABOVE_ZERO[kind] if args[i] <= 0
    ]
    if kind == "beta" and max(args) > LARGEST_OF_BETA:
        found.append((f"{said} is too narrow to be computed", "write a plain number"))
    return found + (_faults_in_ends(said, args[0], args[1], bounds) if kind == "uniform" else [])


def _faults_in_ends(said: str, first: float, second: float, bounds: Bounds) -> list[tuple[str, str]]:
    found = []
    if first >= second:
        way_out = "write the smaller number first, or a plain number if it is known"
        found.append((f"{said} does not rise", way_out))
    if min(first, second) < bounds.least or max(first, second) > bounds.high:
        found.append((f"{said} leaves the bounds of the parameter", f"stay within them: {bounds}"))
    if bounds.is_whole and (first % 1 or second % 1):
        found.append((f"{said} does not go from one whole number to another", "round both"))
    return found


def _faults_in_value(value: Any, bounds: Bounds) -> list[tuple[str, str]]:
    said = f"value {shortened(value)}"
    if not _is_number(value) or not _is_finite(value):
        return [(f"{said} is not a finite number", "give one, or leave value out: then it is the median")]
    if bounds.is_whole and value % 1:
        return [(f"{said} is not a whole number", "round it")]
    if not bounds.least <= value <= bounds.high:
        return [(f"{said} leaves the bounds of the parameter", f"stay within them: {bounds}")]
    return []


def _faults_together(prior: Prior, bounds: Bounds) -> list[tuple[str, str]]:
    p_low, p_high = prior.p_ends
    if p_high - p_low < LEAST_MASS:
        what = f"{prior.describe()} has next to nothing within the bounds of the parameter"
        return [(what, f"move it there, or make it narrower: {bounds}")]
    low, high = prior.ends
    if not low <= prior.centre <= high:
        return [(f"value {prior.centre:.15g} is never drawn from {prior.describe()}", "give one that can be")]
    return []


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _is_finite(value: Real) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number of hundreds of digits
        return False
