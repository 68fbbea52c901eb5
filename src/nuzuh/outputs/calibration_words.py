"""What a calibration says, in plain numbers and in sentences."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nuzuh.forecast.observed import MOVES
from nuzuh.outputs.observation_words import way
from nuzuh.typing import Floats

if TYPE_CHECKING:
    import xarray as xr

QUANTILES: Final = {"q05": 0.05, "median": 0.5, "q95": 0.95}
SAYS_LITTLE: Final = 0.9
"""Spread of the posterior, as a share of the prior's, from which the observations say little of a parameter."""
HANGS_TOGETHER: Final = 0.7
"""Correlation from which two parameters are told to hang together."""
MOST_OUTSIDE: Final = 0.2
"""Share of observations outside their 90 % intervals from which the model is told not to fit."""


def calibration_object(found: xr.Dataset) -> dict[str, Any]:
    """A calibration as one object of plain numbers, as `nuzuh calibrate --json` prints it.

    Args:
        found: As `nuzuh.calibrate` gives it.

    Returns:
        Parameters with mean, sd and quantiles before and after; observations with what was simulated and predicted.

    Examples:
        >>> import nuzuh
        >>> rate = {"displacement.rate": {"uniform": [0.02, 0.4]}}
        >>> valley = nuzuh.read_scenario("valley")
        >>> found = nuzuh.calibrate(valley, params=rate, n=16, engine="mean", executor="here")
        >>> calibration_object(found)["parameters"]["displacement.rate"]["described"]
        'uniform 0.02 to 0.4'
    """
    keys = ("until", "noise", "lag_days", "n", "n_effective", "rounds", "runs")
    return {
        "scenario": found.attrs["scenario"],
        **{key: _plain(found.attrs[key]) if key == "n_effective" else found.attrs[key] for key in keys},
        "draws": found.sizes["draw"],
        "parameters": {str(name): _parameter(found.sel(parameter=name)) for name in found["parameter"].values},
        "correlations": {f"{a}, {b}": round(r, 3) for a, b, r in correlations(found)},
        "observations": [_observation(found.isel(observation=at)) for at in range(found.sizes["observation"])],
        **{key: found.attrs[key] for key in ("left_out", "leaks")},
        "remarks": remarks(found),
        **{key: found.attrs[key] for key in ("engine", "seed", "scenario_hash", "version", "command")},
        "note": found.attrs["comment"],
    }


def correlations(found: xr.Dataset) -> list[tuple[str, str, float]]:
    """Correlations of parameters in the posterior, by pair; 0 where one of them is the same in all draws."""
    values = found["posterior"].values
    spread = values.std(axis=0)
    scaled = (values - values.mean(axis=0)) / np.where(spread > 0, spread, np.inf)
    matrix = scaled.T @ scaled / len(values)
    names = [str(name) for name in found["parameter"].values]
    return [(names[i], names[j], float(matrix[i, j])) for i, j in combinations(range(len(names)), 2)]


def remarks(found: xr.Dataset) -> list[str]:
    """What a reader must know beside the numbers."""
    return [*_of_parameters(found), *_of_fit(found), *_of_observations(found)]


def label_of(observation: xr.Dataset) -> str:
    """Date, quantity and place of an observation."""
    since, date = since_of(observation), str(observation["date"].values)[:10]
    when = f"{since} to {date}" if since else date
    return f"{when} {observation['quantity'].item()} {place_of(observation)}"


def since_of(observation: xr.Dataset) -> str:
    """First day that an observation counts; empty for all since the first of the scenario."""
    is_given = "since" in observation.coords and not np.isnat(observation["since"].values)
    return str(observation["since"].values)[:10] if is_given else ""


def place_of(observation: xr.Dataset) -> str:
    """Where an observation was made; of moves from where to where."""
    where = str(observation["location"].item())
    if observation["quantity"].item() == MOVES:
        return way(where, str(observation["to"].item()) if "to" in observation.coords else "")
    return where or "in all"


def _of_parameters(found: xr.Dataset) -> list[str]:
    said = []
    for name in found["parameter"].values:
        one = found.sel(parameter=name)
        before, after = one["prior"].values, one["posterior"].values
        if after.std() > SAYS_LITTLE * before.std():
            share = f"its spread is still {after.std() / before.std():.0%} of what was assumed"
            said.append(f"The observations say little about {name}: {share}.")
        below = float((before < np.median(after)).mean())
        if not 0.05 <= below <= 0.95:
            end = "lower" if below < 0.5 else "upper"
            said.append(f"{name} is drawn to the {end} end of what was assumed: values beyond may fit better.")
    for first, second, r in correlations(found):
        if abs(r) >= HANGS_TOGETHER:
            said.append(f"{first} and {second} hang together (correlation {r:.2f}): neither is known by itself.")
    return said


def _of_fit(found: xr.Dataset) -> list[str]:
    said, attrs = [], found.attrs
    if attrs["n_effective"] < attrs["n"]:
        few = f"only {attrs['n_effective']:.0f} of {attrs['n']} effective points after {attrs['rounds']} rounds"
        said.append(f"The posterior is known roughly, {few}: vary fewer parameters, or take more noise or runs.")
    rank = found["rank"].values
    n_outside = int(((rank < 0.05) | (rank > 0.95)).sum())
    if n_outside > max(MOST_OUTSIDE * len(rank), 1):
        which = f"{n_outside} of {len(rank)} observations lie outside their 90 % intervals"
        said.append(f"{which}: the model with these ranges and this noise does not fit, and the posterior is too sure.")
    if attrs["engine"] == "mean":
        said.append("The engine mean is without chance: so is the posterior.")
    return said


def _of_observations(found: xr.Dataset) -> list[str]:
    said = [f"{text}." for text in found.attrs["left_out"]]
    n_modelled, n = int((found["status"].values == "modelled").sum()), found.sizes["observation"]
    if n_modelled:
        said.append(f"{n_modelled} of {n} observations are modelled themselves: what is learned from them is no fact.")
    said += [f"The answer is given away: {leak}." for leak in found.attrs["leaks"]]
    return [*said, "Simulated figures are modelled, not observed."]


def _parameter(one: xr.Dataset) -> dict[str, Any]:
    before, after = one["prior"].values, one["posterior"].values
    share = float(after.std() / before.std()) if before.std() > 0 else 1.0
    return {
        "described": one["described"].item(),
        "prior": _moments(before),
        "posterior": _moments(after),
        "spread_left": round(share, 3),
    }


def _moments(values: Floats) -> dict[str, float]:
    spread = dict(zip(QUANTILES, np.quantile(values, [*QUANTILES.values()]), strict=True))
    return {name: float(f"{x:.6g}") for name, x in {"mean": values.mean(), "sd": values.std(), **spread}.items()}


def _observation(one: xr.Dataset) -> dict[str, Any]:
    since, is_move = since_of(one), one["quantity"].item() == MOVES
    return {
        "date": str(one["date"].values)[:10],
        **({"since": since} if since else {}),
        **({"to": one["to"].item() if "to" in one.coords else ""} if is_move else {}),
        **{key: one[key].item() for key in ("location", "quantity", "status")},
        **{name: _plain(one[key].item()) for name, key in (("low", "low"), ("value", "observed"), ("high", "high"))},
        **{
            key: [_plain(q) for q in np.quantile(one[key], [*QUANTILES.values()])] for key in ("simulated", "predicted")
        },
        "rank": round(one["rank"].item(), 4),
    }


def _plain(value: float) -> float | int:
    """A rounded number, a whole one where it is one."""
    number = round(float(value), 2)
    return int(number) if number.is_integer() else number
