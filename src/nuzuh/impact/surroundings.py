"""What a finished run was under, from its scenario: the forcing of each member, and the people that it began with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nuzuh.errors import UsageError
from nuzuh.model.calendar import dates_of
from nuzuh.model.forcing import Forcing, forcing_of
from nuzuh.model.network import Network, network_of
from nuzuh.model.params import Params
from nuzuh.model.population import peopled

if TYPE_CHECKING:
    import xarray as xr

    from nuzuh.scenario.scenario import Scenario


@dataclass(frozen=True)
class Surroundings:
    """What the members of a finished run were under.

    Args:
        scenario: What was run.
        common: The forcing with the parameters that members share.
        network: Routes, to compile another member's forcing with.
        params: These parameters.
    """

    scenario: Scenario
    common: Forcing
    network: Network
    params: Params

    def of(self, result: xr.Dataset, at: int) -> Forcing:
        """The forcing of one of the members of a result, by its own parameters, before chance.

        Args:
            result: Holds the parameters in which members differ as coordinates.
            at: Position of the member.
        """
        names = [str(name) for name in result.coords if str(name).startswith("events.")]
        values = {name.removeprefix("events."): result[name].values[at].item() for name in names}
        settings = self.params.events.model_copy(update=values)
        if settings == self.params.events:
            return self.common
        return forcing_of(self.scenario, self.network, settings)

    def peopled(self, result: xr.Dataset, at: int) -> Scenario:
        """The scenario with the populations that one of the members began with; arguments as for `of`."""
        name = "population.level"
        level = result[name].values[at].item() if name in result.coords else self.params.population.level
        return peopled(self.scenario, level)


def surroundings_of(result: xr.Dataset, scenario: Scenario) -> Surroundings:
    """Compile what the members of a result were under from the scenario that it came from.

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
    params, network = Params.model_validate_json(result.attrs["params"]), network_of(scenario)
    return Surroundings(scenario, forcing_of(scenario, network, params.events), network, params)
