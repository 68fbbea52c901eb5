"""Keyed random draws: a draw is a function of (seed, member, stream, day, entity) and of nothing else.

A key is a 64-bit number. `fold` makes a key within a key, so that every decision of every entity has its own;
a result therefore does not depend on threads, order, batches or what else is drawn. The hash is splitmix64
(Steele, Lea and Flood, OOPSLA 2014).

Keys stay inside compiled code: Python would get them back as signed integers.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from nuzuh.model.compiled import compiled
from nuzuh.typing import Floats, Ints

# streams; as 64-bit numbers, since numba compiles a function anew for every literal that it is called with
FORCED: Final = np.int64(1)
"""Stream: who is forced from home."""
SET_OUT: Final = np.int64(2)
"""Stream: who of the displaced sets out."""
SET_OUT_NEW: Final = np.int64(3)
"""Stream: who sets out on the day of being forced from home."""
DESTINATION: Final = np.int64(4)
"""Stream: which itinerary is chosen."""
WALK: Final = np.int64(5)
"""Stream: who goes on foot."""
RETURN: Final = np.int64(6)
"""Stream: who goes home."""
BREACH: Final = np.int64(7)
"""Stream: where a ceasefire is breached."""
PRIOR: Final = np.int64(8)
"""Stream: what an uncertain parameter is in a member."""
PASSAGE: Final = np.int64(9)
"""Stream: who gets a passage where more want one than are left."""
LEVEL: Final = np.int64(10)
"""Stream: how far a member's level of displacement is from the scenario's, and how it drifts."""
PULL: Final = np.int64(11)
"""Stream: the same for the pull of each location."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)
_ONE = np.uint64(1)
_S11, _S27, _S30, _S31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)
_INVERSION_BELOW = 10.0  # expected count from which rejection is faster (Hörmann 1993)
_TAILS = np.array(
    [math.lgamma(k + 1) - (math.log(2 * math.pi) / 2 + (k + 0.5) * math.log(k + 1) - (k + 1)) for k in range(10)]
)


@compiled
def fold(key: np.uint64, value: int | np.int64) -> np.uint64:
    """The key of an entity within a key.

    Args:
        key: 64-bit key.
        value: Number of the entity, not negative.
    """
    x = key + _GOLDEN * (np.uint64(value) + _ONE)
    x = (x ^ (x >> _S30)) * _MIX_A
    x = (x ^ (x >> _S27)) * _MIX_B
    return x ^ (x >> _S31)


@compiled
def key_of(seed: int, member: int, stream: int | np.int64, day: int) -> np.uint64:
    """The key of a stream on a day, for a member of a run."""
    return fold(fold(fold(fold(np.uint64(0), seed), member), stream), day)


@compiled
def uniform(key: np.uint64, count: int) -> float:
    """A number from [0, 1): the draw with number `count` of a key, in steps of 2⁻⁵³."""
    return float(fold(key, count) >> _S11) * 1.1102230246251565e-16


@compiled
def binomial(key: np.uint64, n: int, p: float) -> int:
    """How many of n do what each does with probability p; exact.

    Inversion where few are expected, else transformed rejection (BTRS of Hörmann, The generation of binomial
    random variates, J. Stat. Comput. Simul. 46, 1993).

    Args:
        key: Key of this draw alone.
        n: Number of persons.
        p: Probability; 0 and below gives 0, 1 and above gives n.
    """
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    if n == 1:
        return 1 if uniform(key, 0) < p else 0
    small = min(p, 1.0 - p)
    k = _invert(key, n, small) if n * small < _INVERSION_BELOW else _reject(key, n, small)
    return k if p <= 0.5 else n - k


@compiled
def _invert(key: np.uint64, n: int, p: float) -> int:
    if uniform(key, 0) < 1.0 - n * p:  # (1 - p)^n is no less: nobody, found without an exponential
        return 0
    odds = p / (1.0 - p)
    p_none = math.exp(n * math.log1p(-p))
    count = 0
    while True:
        u = uniform(key, count)
        count += 1
        k = 0
        mass = p_none
        while u > mass and k <= n:
            u -= mass
            k += 1
            mass *= odds * (n + 1 - k) / k
        if k <= n:  # else rounding left a crumb of u beyond the last term: draw again
            return k


@compiled
def _reject(key: np.uint64, n: int, p: float) -> int:
    spread = math.sqrt(n * p * (1.0 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    center = n * p + 0.5
    v_fast = 0.92 - 4.2 / b
    alpha = (2.83 + 5.1 / b) * spread
    odds = p / (1.0 - p)
    mode = math.floor((n + 1) * p)
    count = 0
    while True:
        u = uniform(key, count) - 0.5
        v = uniform(key, count + 1)
        count += 2
        us = 0.5 - abs(u)
        if us <= 0.0:
            continue
        k = math.floor((2.0 * a / us + b) * u + center)
        if us >= 0.07 and v <= v_fast:
            return int(k)
        if k < 0 or k > n or v <= 0.0:
            continue
        height = math.log(v * alpha / (a / (us * us) + b))
        bound = (
            (mode + 0.5) * math.log((mode + 1.0) / (odds * (n - mode + 1.0)))
            + (n + 1.0) * math.log((n - mode + 1.0) / (n - k + 1.0))
            + (k + 0.5) * math.log(odds * (n - k + 1.0) / (k + 1.0))
            + _stirling_tail(mode)
            + _stirling_tail(n - mode)
            - _stirling_tail(k)
            - _stirling_tail(n - k)
        )
        if height <= bound:
            return int(k)


@compiled
def _stirling_tail(k: float) -> float:
    """What Stirling's formula leaves out of log k!."""
    if k < 10:
        return float(_TAILS[int(k)])
    inverse = 1.0 / (k + 1.0)
    square = inverse * inverse
    return (1.0 / 12.0 - (1.0 / 360.0 - square / 1260.0) * square) * inverse


@compiled
def hypergeometric(key: np.uint64, n: int, marked: int, total: int) -> int:
    """How many of those marked are among n drawn from all without putting back; exact.

    Inversion from the mode outwards: each value's weight follows from its neighbour's, so that no factorial is needed.

    Args:
        key: Key of this draw alone.
        n: Number drawn.
        marked: Number of those marked.
        total: Number of all.
    """
    low, high = max(0, n + marked - total), min(n, marked)
    if low >= high:
        return low
    mode = min(max(int((n + 1.0) * (marked + 1.0) / (total + 2.0)), low), high)
    above = _outwards(np.inf, mode, high, n, marked, total)[1]
    below = _outwards(np.inf, mode, low, n, marked, total)[1]
    u = uniform(key, 0) * (1.0 + above + below) - 1.0
    if u < 0.0:
        return mode
    if u < above:
        return _outwards(u, mode, high, n, marked, total)[0]
    return _outwards(u - above, mode, low, n, marked, total)[0]


@compiled
def _outwards(u: float, k: int, end: int, n: int, marked: int, total: int) -> tuple[int, float]:
    """Go from the mode k, whose weight is 1, towards an end until the weights passed exceed u: where, and their sum."""
    weight, passed, rest = 1.0, 0.0, total - marked - n
    while k != end and passed <= u and weight > 1e-20:  # what lies beyond is less than any u can tell
        if k < end:
            weight *= float(marked - k) * (n - k) / (float(k + 1) * (rest + k + 1))
            k += 1
        else:
            weight *= float(k) * (rest + k) / (float(marked - k + 1) * (n - k + 1))
            k -= 1
        passed += weight
    return k, passed


@compiled
def poisson(key: np.uint64, mean: float) -> int:
    """A Poisson count; exact.

    Inversion below a mean of 10, else transformed rejection (PTRS of Hörmann, The transformed rejection method
    for generating Poisson random variables, Insurance: Math. Econ. 12, 1993).
    """
    if mean <= 0.0:
        return 0
    if mean < _INVERSION_BELOW:
        u = uniform(key, 0)
        k = 0
        mass = math.exp(-mean)
        while u > mass > 0.0:
            u -= mass
            k += 1
            mass *= mean / k
        return k
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    inverse_alpha = 1.1239 + 1.1328 / (b - 3.4)
    v_fast = 0.9277 - 3.6224 / (b - 2.0)
    count = 0
    while True:
        u = uniform(key, count) - 0.5
        v = uniform(key, count + 1)
        count += 2
        us = 0.5 - abs(u)
        if us <= 0.0 or v <= 0.0:
            continue
        k = math.floor((2.0 * a / us + b) * u + mean + 0.43)
        if us >= 0.07 and v <= v_fast:
            return int(k)
        if k < 0 or (us < 0.013 and v > us):
            continue
        height = math.log(v * inverse_alpha / (a / (us * us) + b))
        if height <= -mean + k * math.log(mean) - math.lgamma(k + 1.0):
            return int(k)


@compiled
def is_few(n: float, m: int) -> bool:
    """Whether to choose for n persons one by one (`category`) among m, or for all at once (`multinomial`).

    A binomial takes about as long as a choice, so that the smaller number decides.
    """
    return n < m


@compiled
def category(key: np.uint64, person: int, sums: Floats) -> int:
    """The category that a person falls into.

    Args:
        key: Key of the choice.
        person: Number of the person within it.
        sums: Running sums of the categories' weights, shape (m,); the last is not zero.
    """
    return search(sums, 0, len(sums), uniform(key, person) * sums[-1])


@compiled
def multinomial(key: np.uint64, n: int, sums: Floats, out: Floats) -> int:
    """Share n persons out over categories by weight, with a chain of binomials; exact.

    Args:
        key: Key of this draw alone.
        n: Number of persons.
        sums: Running sums of the categories' weights, shape (m,); the last is not zero.
        out: Shape (m,); gets the number of persons of each category.

    Returns:
        How many draws it took.
    """
    left = n
    before, total = 0.0, sums[-1]
    n_draws = 0
    for j in range(len(sums)):
        weight, rest = sums[j] - before, total - before
        before = sums[j]
        k = left
        if weight < rest and left > 0:
            k = binomial(fold(key, j), left, weight / rest)
            n_draws += 1
        out[j] = float(k)
        left -= k
    return n_draws


@compiled
def search(sums: Floats, low: int, high: int, value: float) -> int:
    """The first category from low to below high whose running sum exceeds a value.

    A category without weight never is.
    """
    base, left = low, high - low
    while left > 1:  # without a branch that the processor would have to guess
        half = left // 2
        base += half if sums[base + half - 1] <= value else 0
        left -= half
    return base


@compiled
def uniforms(seed: int, member: int, stream: int | np.int64, n_days: int, n_entities: int) -> Floats:
    """One number from [0, 1) for each day and entity, shape (n_days, n_entities)."""
    out = np.empty((n_days, n_entities))
    for day in range(n_days):
        key = key_of(seed, member, stream, day)
        for entity in range(n_entities):
            out[day, entity] = uniform(fold(key, entity), 0)
    return out


@compiled
def uniforms_of(seed: int, member: int, stream: int | np.int64, entities: Ints) -> Floats:
    """One number from [0, 1) for each of some entities, on day 0.

    Args:
        seed: Of all random draws.
        member: Of the ensemble.
        stream: What is drawn.
        entities: Their numbers, shape (n,), not negative; the draw of one does not depend on the others.

    Returns:
        Shape (n,).
    """
    out = np.empty(len(entities))
    key = key_of(seed, member, stream, 0)
    for i in range(len(entities)):
        out[i] = uniform(fold(key, entities[i]), 0)
    return out
