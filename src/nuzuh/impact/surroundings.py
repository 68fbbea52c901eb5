"""The forcing that a finished run was under, from its scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nuzuh.errors import UsageError
from nuzuh.model.calendar import dates_of
from nuzuh.model.forcing import Forcing, forcing_of
from nuzuh.model.network import network_of

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario


def forcing_under(result: xr.Dataset, scenario: Scenario) -> Forcing:
    """Compile the forcing of the scenario that a result came from.

    Hashes are not compared: a scenario with other standards or with winterised shelter is another one, and moves
    people in the same way.

    Raises:
        UsageError: Days or locations of the result are not those of the scenario.
    """
    days = dates_of(scenario).astype("datetime64[D]").tolist()
    names = scenario.locations["name"].tolist()
    for what, found, expected in (
        ("days", result["date"].values.astype("datetime64[D]").tolist(), days),
        ("locations", result["location"].values.tolist(), names),
    ):
        if found != expected:
            message = f"the {what} of the result are not those of '{scenario.name}': give the scenario that was run"
            raise UsageError(message)
    return forcing_of(scenario, network_of(scenario))
