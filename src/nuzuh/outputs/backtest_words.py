"""What a backtest says in words; every sentence follows from its numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nuzuh.forecast.backtest import Backtest
    from nuzuh.forecast.bootstrap import Ratio
    from nuzuh.forecast.crisis_scores import HorizonScore

VERDICTS = {"better": "better", "worse": "worse", "unclear": "noise", "too short": "too short"}
NOMINAL = ((50, 0.45, 0.55), (90, 0.87, 0.93))
"""Central intervals in percent, and the shares of counts between which they are as good as what they promise."""


def verdict_of(row: HorizonScore) -> str:
    """How the judged method did beside the better baseline: better or worse only where that is more than noise.

    Args:
        row: Scores at one horizon.
    """
    if not row.n:
        return "no count"
    if not row.best:
        return "the same"
    return VERDICTS[row.ratios["better"].verdict]


def comparison(ratio: Ratio, method: str, other: str) -> str:
    """A ratio of errors as a clause; it claims a difference only where the interval leaves out 1.

    Args:
        ratio: Errors of the method over those of the other.
        method: Name of the first.
        other: Name of the second.

    Examples:
        >>> from nuzuh.forecast.bootstrap import Ratio
        >>> comparison(Ratio(0.9, 0.8, 0.95), "nuzuh", "drift")
        'errors of nuzuh are 10 % smaller than those of drift (ratio 0.90, 90 % interval 0.80 to 0.95)'
        >>> comparison(Ratio(0.9, 0.8, 1.1), "nuzuh", "drift")
        'nuzuh and drift cannot be told apart (ratio 0.90, 90 % interval 0.80 to 1.10 contains 1)'
    """
    if not math.isfinite(ratio.value):
        return f"{method} and {other} cannot be compared: there are no errors to divide by"
    verdict = ratio.verdict
    if verdict == "too short":
        return (
            f"the errors of {method} are {ratio.value:.2f} times those of {other}, of too few origins for an interval"
        )
    ends = f"90 % interval {interval(ratio)}"
    if verdict == "unclear":
        return f"{method} and {other} cannot be told apart (ratio {ratio.value:.2f}, {ends} contains 1)"
    size = "smaller" if verdict == "better" else "larger"
    share = f"{abs(1 - ratio.value):.0%}".replace("%", " %")
    return f"errors of {method} are {share} {size} than those of {other} (ratio {ratio.value:.2f}, {ends})"


def headline(found: Backtest) -> str:
    """The result of a backtest in a sentence."""
    said = comparison(found.overall["better"], found.method, "the better of persistence and drift")
    return f"Over all crises and horizons {said}."


def number(value: float, decimals: int = 2) -> str:
    """A number with so many decimals; a dash where there is none.

    Examples:
        >>> number(0.456), number(float("nan"))
        ('0.46', '-')
    """
    return f"{value:.{decimals}f}" if math.isfinite(value) else "-"


def interval(ratio: Ratio) -> str:
    """The interval of a ratio; a dash where there is none.

    Examples:
        >>> from nuzuh.forecast.bootstrap import Ratio
        >>> interval(Ratio(0.9, 0.8, 1.1)), interval(Ratio(1.9, 1.2, math.inf)), interval(Ratio(0.9))
        ('0.80 to 1.10', 'from 1.20', '-')
    """
    if ratio.verdict == "too short":
        return "-"
    return f"{ratio.low:.2f} to {ratio.high:.2f}" if math.isfinite(ratio.high) else f"from {ratio.low:.2f}"


def with_interval(ratio: Ratio) -> str:
    """A ratio with its interval where it has one.

    Examples:
        >>> from nuzuh.forecast.bootstrap import Ratio
        >>> with_interval(Ratio(0.9, 0.8, 1.1)), with_interval(Ratio(0.9))
        ('0.90 (0.80 to 1.10)', '0.90')
    """
    return number(ratio.value) if ratio.verdict == "too short" else f"{number(ratio.value)} ({interval(ratio)})"


def listed(names: Sequence[str]) -> str:
    """Names as a clause.

    Examples:
        >>> listed(["car"]), listed(["car", "mali2012", "ssudan"])
        ('car', 'car, mali2012 and ssudan')
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def percent(share: float) -> str:
    """A share in whole percents; a dash where there is none.

    Examples:
        >>> percent(0.456), percent(float("nan"))
        ('46 %', '-')
    """
    return f"{100 * share:.0f} %" if math.isfinite(share) else "-"
