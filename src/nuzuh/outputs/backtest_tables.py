"""A backtest as files and as an object of plain numbers."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

import nuzuh
from nuzuh.outputs.backtest_words import VERDICTS, verdict_of
from nuzuh.scenario.csvfile import write_csv

if TYPE_CHECKING:
    from nuzuh.forecast.backtest import Backtest, Pooled
    from nuzuh.forecast.bootstrap import Ratio
    from nuzuh.forecast.crisis_scores import CrisisScores, HorizonScore, MethodScore

ALL: Final = "all crises"
COLUMNS: Final = {
    "crisis": "#crisis +name",
    "horizon_days": "#indicator +horizon +days",
    "method": "#indicator +method",
    "n": "#indicator +n",
    "wape": "#indicator +wape",
    "crps": "#indicator +crps +persons",
    "wis": "#indicator +wis +persons",
    "cov50": "#indicator +coverage +p50",
    "cov90": "#indicator +coverage +p90",
    "bias": "#indicator +bias",
    "bias_median": "#indicator +bias +median",
    "ratio": "#indicator +ratio",
    "ratio_low": "#indicator +ratio +low",
    "ratio_high": "#indicator +ratio +high",
}
"""Columns of backtest.csv and their tags; ratios are those of WAPE to the better of persistence and drift."""


def backtest_object(found: Backtest) -> dict[str, Any]:
    """A backtest as one object of plain numbers, as `nuzuh backtest --json` prints it; what is not known is None.

    Args:
        found: As `nuzuh.backtest` gives it.

    Examples:
        >>> from datetime import date, timedelta
        >>> import nuzuh
        >>> from nuzuh.forecast.registrations import registrations_of
        >>> counts = {date(2020, 1, 1) + timedelta(7 * week): 100.0 + 10 * week for week in range(30)}
        >>> found = backtest_object(nuzuh.backtest([registrations_of({"Camp": counts}, "crisis")]))
        >>> found["crises"]["crisis"]["30"]["n"], found["crises"]["crisis"]["30"]["wape"]["persistence"]
        (26, 0.150943)
    """
    return {
        "crises": {name: _crisis(crisis, found.method) for name, crisis in found.crises.items()},
        "pooled": {str(days): _pooled(pooled) for days, pooled in found.pooled.items()},
        "overall": {
            **_ratios(found.overall),
            "verdict": VERDICTS[found.overall["better"].verdict],
            "methods": _by_method(found.overall_methods),
        },
        "data": {name: _data(crisis) for name, crisis in found.crises.items()},
        "method": found.method,
        "methods": list(found.methods),
        "horizons": list(found.horizons),
        "seed": found.seed,
        "version": nuzuh.__version__,
        "command": found.command,
        "note": NOTE,
    }


NOTE: Final = (
    "wape: sum of absolute errors over sum of counts. crps, wis: mean, persons. ratio_better: to the better of "
    "persistence and drift, chosen afterwards. Intervals are of 90 %. Counts are today's revision of the past."
)


def backtest_csv(found: Backtest) -> str:
    """A backtest as CSV, with a row of HXL tags under the header.

    Args:
        found: As `nuzuh.backtest` gives it.

    Returns:
        One row for each crisis, horizon and method, and one for all crises; the interval of a ratio is given for the
        method that is judged, and over all crises for each.
    """
    rows = [
        [name, str(days), method, str(row.n), *_scores(score), *_ratio_cells(row, score, method == found.method)]
        for name, crisis in found.crises.items()
        for days, row in crisis.horizons.items()
        for method, score in row.methods.items()
    ]
    for days, pooled in found.pooled.items():
        n = sum(crisis.horizons[days].n for crisis in found.crises.values())
        for method, ratio in pooled.methods.items():
            shares = (pooled.cov50, pooled.cov90, pooled.bias) if method == found.method else (math.nan,) * 3
            cells = ["", "", "", *map(_cell, shares), "", *map(_cell, (ratio.value, ratio.low, ratio.high))]
            rows.append([ALL, str(days), method, str(n), *cells])
    return write_csv([[*COLUMNS], [*COLUMNS.values()], *rows])


def backtest_json(found: Backtest) -> str:
    """A backtest as the text of backtest.json."""
    return json.dumps(backtest_object(found), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _crisis(crisis: CrisisScores, method: str) -> dict[str, Any]:
    return {str(days): _horizon(row, method) for days, row in crisis.horizons.items()}


def _horizon(row: HorizonScore, method: str) -> dict[str, Any]:
    judged = row.methods[method]
    by_method = {
        key: {name: plain(getattr(score, key)) for name, score in row.methods.items()}
        for key in ("wape", "crps", "wis")
    }
    return {
        "n": row.n,
        **by_method,
        "cov50": plain(judged.cov50),
        "cov90": plain(judged.cov90),
        "bias": plain(judged.bias),
        "bias_median": plain(judged.bias_median),
        "bias_grown": plain(judged.bias_grown),
        "n_grown": row.n_grown,
        "n_origins": row.n_origins,
        "growth": plain(row.growth),
        **_ratios(row.ratios),
        "best": row.best or None,
        "verdict": verdict_of(row),
        "pit": [plain(share) for share in judged.pit],
    }


def _pooled(pooled: Pooled) -> dict[str, Any]:
    return {
        **_ratios(pooled.ratios),
        "verdict": VERDICTS[pooled.ratios["better"].verdict],
        "cov50": plain(pooled.cov50),
        "cov90": plain(pooled.cov90),
        "bias": plain(pooled.bias),
        "bias_growing": plain(pooled.bias_growing),
        "n_growing": pooled.n_growing,
        "bias_grown": plain(pooled.bias_grown),
        "n_crises": pooled.n_crises,
        "left_out": pooled.left_out,
        "methods": _by_method(pooled.methods),
        "pit": [plain(share) for share in pooled.pit],
    }


def _ratios(ratios: dict[str, Ratio]) -> dict[str, Any]:
    """Ratios by what they are to; `ci` is the interval of the first, the others have theirs under `intervals`."""
    names = {key: "rel_crps" if key == "crps" else f"ratio_{key}" for key in ratios}
    return {
        **{name: plain(ratios[key].value) for key, name in names.items()},
        "ci": _ends(ratios["better"]),
        "intervals": {name: _ends(ratios[key]) for key, name in names.items()},
    }


def _by_method(ratios: dict[str, Ratio]) -> dict[str, Any]:
    return {name: {"ratio_better": plain(ratio.value), "ci": _ends(ratio)} for name, ratio in ratios.items()}


def _data(crisis: CrisisScores) -> dict[str, Any]:
    dates = {"first": crisis.first.isoformat(), "last": crisis.last.isoformat()}
    return dates | {"places": crisis.n_places, "counts": crisis.n_counts}


def _ends(ratio: Ratio) -> list[float | None]:
    return [plain(ratio.low), plain(ratio.high)]


def plain(value: float) -> float | None:
    """A number of six figures; None where there is none.

    Examples:
        >>> plain(1 / 3), plain(float("nan"))
        (0.333333, None)
    """
    return float(f"{value:.6g}") if math.isfinite(value) else None


def _scores(score: MethodScore) -> list[str]:
    keys = ("wape", "crps", "wis", "cov50", "cov90", "bias", "bias_median")
    return [_cell(getattr(score, key)) for key in keys]


def _ratio_cells(row: HorizonScore, score: MethodScore, is_judged: bool) -> list[str]:
    better = row.ratios["better"]
    if is_judged:
        return [_cell(value) for value in (better.value, better.low, better.high)]
    least = min(row.methods[name].wape for name in ("persistence", "drift"))
    return [_cell(score.wape / least if least > 0 else math.nan), "", ""]


def _cell(value: float) -> str:
    return f"{value:.6g}" if math.isfinite(value) else ""
