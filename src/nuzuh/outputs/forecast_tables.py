"""A forecast of registrations as files, and as an object of plain numbers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nuzuh.errors import UsageError
from nuzuh.outputs.forecast_figure import forecast_figure, simulated_figure
from nuzuh.scenario.csvfile import write_csv
from nuzuh.scenario.whole import filled_folder

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.errors import Fault
    from nuzuh.forecast.registrations import Registrations
    from nuzuh.typing import Floats

PROBABILITIES: Final = {"median": 0.5, "low50": 0.25, "high50": 0.75, "low90": 0.05, "high90": 0.95}
Figures = dict[str, int]
"""median, mean, low50, high50, low90 and high90."""
MEASURES: Final = ("median", "mean", "low50", "high50", "low90", "high90")
TOTAL: Final = "(all locations)"
DISPLACED: Final = "(displaced since the first day)"
FILES: Final = ("forecast.csv", "forecast.json", "forecast.png")
DOTS_PER_INCH: Final = 150
COLUMNS: Final = {
    "location": "#loc +name",
    "origin": "#date +origin",
    "days": "#indicator +days",
    "date": "#date +forecast",
    "model": "#indicator +model",
    "last_count": "#affected +displaced +last",
    "last_date": "#date +last",
    "median": "#affected +displaced +median",
    "mean": "#affected +displaced +mean",
    "low50": "#affected +displaced +q25",
    "high50": "#affected +displaced +q75",
    "low90": "#affected +displaced +q05",
    "high90": "#affected +displaced +q95",
    "change": "#affected +displaced +change",
    "status": "#status",
}
"""Columns of forecast.csv and their tags; `change` is the median less the last count."""


def forecast_object(
    found: xr.Dataset | None,
    faults: Sequence[Fault] = (),
    simulated: xr.Dataset | None = None,
    effect: xr.Dataset | None = None,
) -> dict[str, Any]:
    """A forecast as one object of plain numbers, as `nuzuh forecast --json` prints it.

    Args:
        found: As `nuzuh.forecast_of` gives it; None where no location was counted.
        faults: Warnings about the registrations.
        simulated: By the simulator alone, as `ScenarioForecast.simulated`.
        effect: What a what-if changes, as `ScenarioForecast.effect`.

    Returns:
        For each location and the total the last count, and by days ahead median, mean, 50 and 90 % intervals, the
        net arrivals since the last count that follow, and the baselines. Under `simulator` and `effect` the simulated
        total, persons displaced since the first day, and each location.

    Raises:
        UsageError: Neither forecast is given.
    """
    one = found if found is not None else simulated
    if one is None:
        message = "neither a forecast of registrations nor one by the simulator: give one of them"
        raise UsageError(message)
    own = one.attrs
    registered = {} if found is None else _registered(found)
    return {
        "crisis": own["crisis"] if found is not None else own["scenario"],
        "origin": own["origin"],
        "days": one["days"].values.tolist(),
        **registered,
        **({} if simulated is None else {"simulator": _simulated(simulated)}),
        **({} if effect is None else {"effect": _by_days(effect)}),
        "warnings": [str(fault) for fault in faults],
        **{key: own[key] for key in ("version", "command", "what_if") if key in own},
        "note": own["comment"],
    }


def _registered(found: xr.Dataset) -> dict[str, Any]:
    names = found["location"].values.tolist()
    dates = [str(when)[:10] for when in found["last_date"].values]
    ahead = figures_by_day(found)
    counts = [round(float(n)) for n in found["last_count"].values]
    total = round(found["last_total"].item())
    return {
        "total": {"last": {"n": total}, **_ahead(found, ahead[None], total)},
        "locations": {
            name: {"last": {"date": when, "n": n}, **_ahead(found, ahead[name], n)}
            for name, when, n in zip(names, dates, counts, strict=True)
        },
    }


def _simulated(found: xr.Dataset) -> dict[str, Any]:
    keys = ("scenario_hash", "seed", "course", "members", "counts")
    return {**{key: _plain(found.attrs[key]) for key in keys}, **_by_days(found)}


def _by_days(found: xr.Dataset) -> dict[str, Any]:
    """By days ahead: persons displaced since the first day, displaced persons in all and in each location."""
    result: dict[str, Any] = {}
    for at, ahead in enumerate(found["days"].values.tolist()):
        day = found.isel(days=at)
        result[str(ahead)] = {
            "date": str(day["date"].values)[:10],
            "cum_displaced": _spread_of(day["cum_displaced"].values, day["cum_mean"].item()),
            "n_displaced": _spread_of(day["total_displaced"].values, day["total_mean"].item()),
            "locations": {
                name: _spread_of(day["n_displaced"].values[place], float(day["mean"].values[place]))
                for place, name in enumerate(found["location"].values.tolist())
            },
        }
    return result


def _spread_of(quantiles: Floats, mean: float) -> Figures:
    """Rounded figures from the quantiles at 1 to 99 %."""
    found = {key: round(float(quantiles[round(100 * p) - 1])) for key, p in PROBABILITIES.items()}
    return {"median": found.pop("median"), "mean": round(mean), **found}


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def forecast_csv(found: xr.Dataset | None, simulated: xr.Dataset | None = None) -> str:
    """A forecast as CSV, with a row of HXL tags under the header: a row for each location, days ahead and model.

    Args:
        found: As for `forecast_object`.
        simulated: Likewise; its rows are of the model `simulator`.
    """
    rows = ([] if found is None else _registered_rows(found)) + (
        [] if simulated is None else _simulated_rows(simulated)
    )
    return write_csv([[*COLUMNS], [*COLUMNS.values()], *rows])


def _registered_rows(found: xr.Dataset) -> list[list[str]]:
    last = dict(zip(found["location"].values.tolist(), found["last_count"].values.tolist(), strict=True))
    dates = dict(zip(last, (str(when)[:10] for when in found["last_date"].values), strict=True))
    targets = [str(when)[:10] for when in found["date"].values]
    rows = []
    for name, days in figures_by_day(found).items():
        count = round(found["last_total"].item() if name is None else last[name])
        for ahead, target, models in zip(found["days"].values.tolist(), targets, days, strict=True):
            for model, figures in models.items():
                words = [TOTAL if name is None else name, found.attrs["origin"], str(ahead), target, model]
                numbers = [*(figures[key] for key in MEASURES), figures["median"] - count]
                rows.append([*words, str(count), dates.get(name or "", ""), *map(str, numbers), "modelled"])
    return rows


def _simulated_rows(found: xr.Dataset) -> list[list[str]]:
    rows = []
    for ahead, day in _by_days(found).items():
        if not ahead.isdigit():
            continue
        parts = {**day["locations"], TOTAL: day["n_displaced"], DISPLACED: day["cum_displaced"]}
        for name, figures in parts.items():
            words = [name, found.attrs["origin"], ahead, day["date"], "simulator", "", ""]
            rows.append([*words, *(str(figures[key]) for key in MEASURES), "", "modelled"])
    return rows


def write_forecast(
    found: xr.Dataset | None,
    registrations: Registrations | None,
    folder: str | Path,
    faults: Sequence[Fault] = (),
    simulated: xr.Dataset | None = None,
    effect: xr.Dataset | None = None,
) -> Path:
    """Write a forecast into a folder; its files appear together when all are written, or not at all.

    Args:
        found: As `nuzuh.forecast_of` gives it; None where no location was counted.
        registrations: The counts from which it was made.
        folder: Made if it is not there; files of an earlier forecast in it are replaced.
        faults: Warnings about the registrations.
        simulated: By the simulator alone.
        effect: What a what-if changes.

    Returns:
        The folder, with forecast.csv, forecast.json and forecast.png.

    Raises:
        UsageError: The folder cannot be written, or neither forecast is given.
    """
    table, plain, picture = FILES
    with filled_folder(Path(folder)) as partial:
        (partial / table).write_text(forecast_csv(found, simulated), encoding="utf-8", newline="\n")
        told = forecast_object(found, faults, simulated, effect)
        text = json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False)
        (partial / plain).write_text(text + "\n", encoding="utf-8", newline="\n")
        if found is not None and registrations is not None:
            forecast_figure(found, registrations).savefig(partial / picture, dpi=DOTS_PER_INCH)
        elif simulated is not None:
            simulated_figure(simulated).savefig(partial / picture, dpi=DOTS_PER_INCH)
    return Path(folder)


def figures_by_day(found: xr.Dataset) -> dict[str | None, list[dict[str, Figures]]]:
    """Rounded figures of each location, and of all under None: for each of the days ahead by model.

    Args:
        found: As `nuzuh.forecast_of` gives it.
    """
    levels = found["probability"].values
    at = [int(np.argmin(np.abs(levels - p))) for p in PROBABILITIES.values()]
    quantiles = np.concatenate([found["n_displaced"].values, found["total_displaced"].values[:, None]], axis=1)
    means = np.concatenate([found["mean"].values, found["total_mean"].values[:, None]], axis=1)
    rounded, mean = np.rint(quantiles[..., at]).astype(int).tolist(), np.rint(means).astype(int).tolist()
    models = found["model"].values.tolist()
    return {
        name: [
            {
                model: {"mean": mean[m][place][day], **dict(zip(PROBABILITIES, rounded[m][place][day], strict=True))}
                for m, model in enumerate(models)
            }
            for day in range(found.sizes["days"])
        ]
        for place, name in enumerate([*found["location"].values.tolist(), None])
    }


def _ahead(found: xr.Dataset, days: list[dict[str, Figures]], last: int) -> dict[str, Any]:
    """By days ahead: nuzuh's figures, the net arrivals since the last count that follow, the baselines."""
    dates = [str(when)[:10] for when in found["date"].values]
    result: dict[str, Any] = {}
    for ahead, date, models in zip(found["days"].values.tolist(), dates, days, strict=True):
        own = {key: models["nuzuh"][key] for key in MEASURES}
        others = {model: figures for model, figures in models.items() if model != "nuzuh"}
        arrivals = {key: value - last for key, value in own.items()}
        result[str(ahead)] = {"date": date, **own, "net_arrivals": arrivals, "baselines": others}
    return result
