"""Outcomes of a run in a file beside its result, so that what-ifs can be compared without the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import xarray as xr

from nuzuh.impact.outcomes import Outcomes

if TYPE_CHECKING:
    from pathlib import Path

    from nuzuh.typing import Ints

FILE: Final = "outcomes.nc"
KEY: Final = ("section", "quantity", "of", "date")


def write_outcomes(outcomes: Outcomes, members: Ints, path: Path) -> None:
    """Write outcomes as NetCDF 4: `value` with dimensions outcome and member.

    Args:
        outcomes: As `outcomes_of` gives them.
        members: Number of each member, shape (members,).
        path: The file.
    """
    keys = {name: ("outcome", np.array([key[at] for key in outcomes.values])) for at, name in enumerate(KEY)}
    units = {"unit": ("outcome", np.array(list(outcomes.units.values())))}
    attrs = {"long_name": "what each member comes to, modelled"}
    values = {"value": (("outcome", "member"), np.stack(list(outcomes.values.values())), attrs)}
    dataset = xr.Dataset(values, coords=keys | units | {"member": members})
    dataset.to_netcdf(path, engine="h5netcdf", encoding={"value": {"zlib": True, "complevel": 1, "shuffle": True}})


def read_outcomes(path: Path) -> Outcomes:
    """Read outcomes back."""
    found = Outcomes()
    with xr.open_dataset(path, engine="h5netcdf") as opened:
        units, values = opened["unit"].values, opened["value"].values
        keys = zip(*(opened[name].values for name in KEY), strict=True)
        for (section, quantity, of, date), unit, row in zip(keys, units, values, strict=True):
            found.add((str(section), str(quantity), str(of), str(date)), str(unit), row)
    return found
